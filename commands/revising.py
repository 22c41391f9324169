"""`/claim history`, `revert` and `compare`: what became of a claim, and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from discord import app_commands
from discord.ext.commands import Cog

from claims.card import Block, Span, TextLine
from claims.history import FieldChange
from claims.report import ClaimView, Revision
from claims.revising import Page
from commands.acting import acting, deed_of
from commands.audit import actor_span
from commands.choosing import LARGEST, near_numbers
from commands.editing import Number, numbered, opened
from commands.replying import Chosen, Press, put, put_result, wait
from commands.ui.base import CardView, Interaction
from commands.ui.bench import button, changes_block, menu, page, plain, row
from commands.ui.wishes import Wish, number_in, wish

_PAGE = 5
_CHANGES = 4


def history_view(found: Page) -> CardView:
    """Some revisions, newest first: who, when, why, and what each changed."""
    view = found.view
    blocks = [
        changes_block(_heading(revision), changes, _CHANGES, by=_by(revision))
        if changes
        else Block((_by(revision), *plain("the first state")), heading=_heading(revision))
        for revision, changes in found.steps
    ]
    older = [revision for revision, _ in found.steps if revision.number != view.revision]
    rows = []
    if older:
        options = [(str(item.number), _heading(item), item.reason) for item in older]
        asked = wish("history", view.claim_id)
        rows.append(menu("Compare a revision with the claim as it is now", asked, options))
    buttons = [button("Back", wish("open", view.claim_id))]
    if found.first:
        newer = max(0, found.first - _PAGE)
        buttons.append(button("Newer", wish("history", view.claim_id, newer)))
    if found.first + _PAGE < found.total:
        buttons.append(button("Older", wish("history", view.claim_id, found.first + _PAGE)))
    rows.append(row(*buttons))
    return page(f"History of #{view.number}", blocks, rows)


def compared_view(view: ClaimView, old: int, new: int, changes: Sequence[FieldChange]) -> CardView:
    """What differs between two revisions, with the way back to the older one."""
    blocks = [changes_block("What differs", changes, 20)]
    buttons = [button("Back to the history", wish("history", view.claim_id, 0))]
    if new == view.revision and old != new:
        asked = wish("revert", view.claim_id, old, view.revision)
        buttons.append(button(f"Go back to revision {old}", asked, first=True))
    return page(f"#{view.number}: revision {old} → {new}", blocks, [row(*buttons)])


def _heading(revision: Revision) -> str:
    minor = " · minor" if revision.minor else ""
    return f"Revision {revision.number} · {revision.at:%d %b %Y %H:%M} · {revision.reason}{minor}"


def _by(revision: Revision) -> TextLine:
    told = f"; readers are told: {revision.told}" if revision.told else ""
    return (Span("by "), actor_span(revision.actor), Span(told))


async def _history(interaction: Interaction, claim_id: int, first: int) -> None:
    desk, member = await acting(interaction)
    found = await desk.curators.revising.history(member, claim_id, first=first, count=_PAGE)
    await put(interaction, history_view(found))


async def _compare(interaction: Interaction, view: ClaimView, old: int, new: int) -> None:
    desk, member = await acting(interaction)
    changes = await desk.curators.revising.compare(member, view.claim_id, old, new)
    await put(interaction, compared_view(view, old, new, changes))


async def _revert(interaction: Interaction, claim_id: int, number: int, base: int | None) -> None:
    desk, member = await acting(interaction)
    result = await desk.curators.revising.revert(
        member, deed_of(interaction), claim_id, number, base=base
    )
    await put_result(interaction, result, f"Back to what it was at revision {number}")


async def _press_history(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    await _history(interaction, asked.number(0), asked.number(1))


async def _press_revert(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    await _revert(interaction, asked.number(0), asked.number(1), asked.number(2))


async def _choose_revision(interaction: Interaction, asked: Wish, value: str) -> None:
    await wait(interaction)
    view = await opened(interaction, asked.number(0))
    await _compare(interaction, view, number_in(value), view.revision)


PRESSES: Mapping[str, Press] = {"history": _press_history, "revert": _press_revert}
MENUS: Mapping[str, Chosen] = {"history": _choose_revision}
RevisionNumber = app_commands.Range[int, 1, LARGEST]


class History(Cog):
    """The part of `/claim` that looks back."""

    @app_commands.command(name="history")
    @app_commands.describe(number="The claim's number, or words to find it by")
    async def history(self, interaction: Interaction, number: Number) -> None:
        """Who changed a claim, when, why, and what."""
        await wait(interaction)
        await _history(interaction, (await numbered(interaction, number)).claim_id, 0)

    @app_commands.command(name="revert")
    @app_commands.describe(
        number="The claim's number, or words to find it by", revision="The revision to go back to"
    )
    async def revert(
        self, interaction: Interaction, number: Number, revision: RevisionNumber
    ) -> None:
        """Make a new revision that equals an old one; nothing in between is lost."""
        await wait(interaction)
        view = await numbered(interaction, number)
        await _revert(interaction, view.claim_id, revision, None)

    @app_commands.command(name="compare")
    @app_commands.describe(
        number="The claim's number, or words to find it by",
        old="The older revision",
        new="The newer revision; left out: as it is now",
    )
    async def compare(
        self,
        interaction: Interaction,
        number: Number,
        old: RevisionNumber,
        new: RevisionNumber | None = None,
    ) -> None:
        """What differs between two revisions of a claim."""
        await wait(interaction)
        view = await numbered(interaction, number)
        await _compare(interaction, view, old, new or view.revision)

    @history.autocomplete("number")
    @revert.autocomplete("number")
    @compare.autocomplete("number")
    async def _of_any(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        return await near_numbers(interaction, current)
