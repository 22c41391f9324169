"""Claims to choose from while somebody types: by number, words or speaker; drafts for curators."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands

from claims.errors import CaveatError
from claims.models import QuestionStatus, Status
from commands.acting import acting
from commands.ui.base import outline
from commands.ui.entries import entry_line
from commands.ui.limits import CHOICE_NAME, CHOICES, label

LARGEST = 2**31 - 1
_log = logging.getLogger(__name__)


async def near_numbers(
    interaction: discord.Interaction[Any],
    current: str | int,
    statuses: Sequence[Status] = tuple(Status),
) -> list[app_commands.Choice[int]]:
    """Claims near what was typed; none for others than curators, nor where that fails."""
    try:
        desk, member = await acting(interaction)
        words = str(current)[:100]
        views = await desk.curators.curation.suggest(member, words, CHOICES, statuses)
    except Exception as error:  # noqa: BLE001 - Discord shows no message for autocomplete
        _log.warning("no suggestions: %s", outline(error))
        return []
    return [
        app_commands.Choice(
            name=label(f"{entry_line(view)}{_aside(view.claim.status)}", CHOICE_NAME),
            value=view.number,
        )
        for view in views[:CHOICES]
    ]


async def shown_claims(
    interaction: discord.Interaction[Any], current: str | int
) -> list[tuple[str, int]]:
    """Published claims near what was typed, for everybody: names and numbers.

    None where that fails, as nobody could be told why.
    """
    try:
        desk, member = await acting(interaction)
        views = await desk.reader.suggest(member.community, str(current)[:100], CHOICES)
    except Exception as error:  # noqa: BLE001 - Discord shows no message for autocomplete
        _log.warning("no suggestions: %s", outline(error))
        return []
    return [(label(entry_line(view), CHOICE_NAME), view.number) for view in views[:CHOICES]]


async def open_questions_of(
    interaction: discord.Interaction[Any], number: int
) -> list[app_commands.Choice[int]]:
    """The open questions of a published claim by their places, for everybody."""
    try:
        desk, member = await acting(interaction)
        view = await desk.reader.by_number(member.community, number)
    except CaveatError:
        return []
    return [
        app_commands.Choice(name=label(f"{place}. {asked.text}", CHOICE_NAME), value=place)
        for place, asked in enumerate(view.claim.questions, start=1)
        if asked.status is QuestionStatus.OPEN
    ][:CHOICES]


async def questions_of(
    interaction: discord.Interaction[Any], number: int
) -> list[app_commands.Choice[int]]:
    """The questions of a claim by their places; none for others than curators."""
    try:
        desk, member = await acting(interaction)
        view = await desk.curators.curation.by_number(member, number)
    except CaveatError:
        return []
    return [
        app_commands.Choice(name=label(f"{place}. {question.text}", CHOICE_NAME), value=place)
        for place, question in enumerate(view.claim.questions[:CHOICES], start=1)
    ]


def _aside(status: Status) -> str:
    return "" if status is Status.PUBLISHED else f" ({status.value})"


async def waiting_requests(
    interaction: discord.Interaction[Any], current: str | int
) -> list[app_commands.Choice[int]]:
    """The requests that wait, by number or words; none for others than curators."""
    try:
        desk, member = await acting(interaction)
        found = await desk.curators.requests.list(member)
    except CaveatError:
        return []
    typed = str(current).strip().lower()
    named = ((item.number, f"{item.number}: {item.text}") for item in found)
    return [
        app_commands.Choice(name=label(name, CHOICE_NAME), value=number)
        for number, name in named
        if typed in name.lower()
    ][:CHOICES]
