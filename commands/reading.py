"""The text of a message as its reader sees it, embeds, cards and forwarded messages included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import discord


def text_of(message: discord.Message) -> str:
    """Everything in a message that can be read, a paragraph each."""
    parts = [*_parts(message)]
    for snapshot in message.message_snapshots:
        parts.extend(_parts(snapshot))
    return "\n\n".join(part.strip() for part in parts if part and part.strip())


def _parts(message: discord.Message | discord.MessageSnapshot) -> Iterator[str | None]:
    yield message.content
    for embed in message.embeds:
        yield from _embed_parts(embed)
    yield from _displayed(message.components)
    poll = getattr(message, "poll", None)
    if poll is not None:
        yield poll.question


def _embed_parts(embed: discord.Embed) -> Iterator[str | None]:
    yield embed.title
    yield embed.description
    for field in embed.fields:
        yield f"{field.name}: {field.value}"
    yield embed.url


def _displayed(components: Iterable[Any]) -> Iterator[str]:
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _displayed(getattr(component, "children", ()))
