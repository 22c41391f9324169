"""What a message holds for its reader: words, embeds, cards, forwarded messages, and files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Any

import discord

from claims.pages import FILE_LIMIT
from claims.paste import Paste, PastedFile
from claims.reading_errors import FileTooLarge

KINDS = frozenset((".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".rtf", ".eml", ".csv"))
"""Endings of the files that are read."""
_MOST_FILES = 3
_FEW_WORDS = 4
_MEGABYTE = 1024 * 1024

AnyMessage = discord.Message | discord.MessageSnapshot


def text_of(message: discord.Message) -> str:
    """Everything in a message that can be read, a paragraph each."""
    parts = [*_parts(message)]
    for snapshot in message.message_snapshots:
        parts.extend(_parts(snapshot))
    return _paragraphs(parts)


async def paste_of(message: discord.Message) -> Paste:
    """A message as a paste, with the files that can be read.

    Of a reply of few words, what it replies to is read too, where Discord shows it to us: the
    words are about that. Raises ``discord.HTTPException`` where a file is gone.
    """
    text = text_of(message)
    answered = message.reference.resolved if message.reference else None
    if isinstance(answered, discord.Message) and len(text.split()) < _FEW_WORDS:
        text = _paragraphs([text, *_parts(answered)])
    attached = [*message.attachments]
    for snapshot in message.message_snapshots:
        attached.extend(snapshot.attachments)
    readable = [item for item in attached if PurePath(item.filename).suffix.lower() in KINDS]
    chosen = [item for item in readable if item.size <= FILE_LIMIT][:_MOST_FILES]
    files = [await file_of(item) for item in chosen]
    return Paste(text, files=tuple(files), notes=_left_out(attached, readable, chosen))


async def file_of(attachment: discord.Attachment) -> PastedFile:
    """An attachment as it was handed in; raises ``FileTooLarge`` before it is fetched."""
    if attachment.size > FILE_LIMIT:
        raise FileTooLarge("The file", FILE_LIMIT // _MEGABYTE)
    return PastedFile(attachment.filename, await attachment.read())


def _left_out(
    attached: Sequence[discord.Attachment],
    readable: Sequence[discord.Attachment],
    chosen: Sequence[discord.Attachment],
) -> tuple[str, ...]:
    notes = []
    others = len(attached) - len(readable)
    if others:
        what = "1 attachment is" if others == 1 else f"{others} attachments are"
        notes.append(f"{what} no text (a picture, for instance) and was not read.")
    skipped = len(readable) - len(chosen)
    if skipped:
        what = "1 file was" if skipped == 1 else f"{skipped} files were"
        notes.append(
            f"{what} left out: a check reads {_MOST_FILES} files "
            f"of up to {FILE_LIMIT // _MEGABYTE} MB."
        )
    return tuple(notes)


def _paragraphs(parts: Iterable[str | None]) -> str:
    return "\n\n".join(part.strip() for part in parts if part and part.strip())


def _parts(message: AnyMessage) -> Iterator[str | None]:
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
