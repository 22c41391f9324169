"""Answering curators: an answer is announced, put there, and what they typed kept if it fails."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import discord
from discord import ui

from claims.deeds import Proposal
from claims.errors import Conflict, InputProblem, NotFound, Overtaken
from claims.typed import TypedForm
from claims.workbench import Result
from commands.acting import acting
from commands.ui.base import NO_PINGS, CardView, Form, Interaction
from commands.ui.bench import bench_view, overtaken_view, problem_view, proposed_view
from commands.ui.forms import Fields
from commands.ui.navigation import is_private
from commands.ui.wishes import Wish

Press = Callable[[Interaction, Wish], Awaitable[None]]
Chosen = Callable[[Interaction, Wish, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class FormKind:
    """A form: how it is made, empty or from what was typed, and what sending it does.

    ``base`` is the place among the wish's arguments that holds the revision it was filled from.
    """

    name: str
    build: Callable[[Interaction, Wish, Fields], Awaitable[Form]]
    save: Callable[[Interaction, Wish, Fields], Awaitable[None]]
    base: int | None = None


async def wait(interaction: Interaction) -> None:
    """Say at once that an answer is coming: in place for one's own card, else privately."""
    if is_private(interaction.message):
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


async def put(interaction: Interaction, view: CardView) -> None:
    """Put the answer where it was announced."""
    await interaction.edit_original_response(view=view, allowed_mentions=NO_PINGS)


async def put_file(interaction: Interaction, view: CardView, file: discord.File) -> None:
    """Put the answer there with a file in it: one message, which may be sent again."""
    view.add_item(ui.File(file))
    await interaction.edit_original_response(
        view=view, attachments=[file], allowed_mentions=NO_PINGS
    )


async def put_result(interaction: Interaction, result: Result, said: str) -> None:
    """Show what a change came to: the claim as it is now, or that it waits for an approver."""
    if isinstance(result, Proposal):
        await put(interaction, proposed_view(result))
        return
    desk, member = await acting(interaction)
    telling = await desk.curators.revising.telling(member, result.claim_id)
    await put(interaction, bench_view(result, said, telling))


async def open_form(interaction: Interaction, kind: FormKind, *args: object) -> None:
    """Open a form, which must be the first response."""
    asked = Wish(kind.name, tuple(map(str, args)))
    await interaction.response.send_modal(await kind.build(interaction, asked, {}))


async def save_form(interaction: Interaction, kind: FormKind, asked: Wish, fields: Fields) -> None:
    """Do what a form asks; where it cannot be done, keep what was typed and offer it again."""
    if not interaction.response.is_done():
        await wait(interaction)
    try:
        await kind.save(interaction, asked, fields)
    except Conflict as conflict:
        again = _rebased(kind, asked, conflict.current)
        ticket = await _kept(interaction, again, fields)
        if isinstance(conflict, Overtaken) and kind.base is not None:
            await put(interaction, overtaken_view(conflict, ticket))
        else:
            await put(interaction, problem_view(conflict, ticket))
    except (InputProblem, NotFound) as problem:
        await put(interaction, problem_view(problem, await _kept(interaction, asked, fields)))


def _rebased(kind: FormKind, asked: Wish, current: int) -> Wish:
    if kind.base is None or kind.base >= len(asked.args):
        return asked
    args = [*asked.args]
    args[kind.base] = str(current)
    return Wish(asked.verb, tuple(args))


async def _kept(interaction: Interaction, asked: Wish, fields: Fields) -> str:
    desk, member = await acting(interaction)
    typed = TypedForm(member.user, asked.verb, asked.args, dict(fields))
    return await desk.curators.typed.keep(member.community, typed)
