"""`/audit`: who did what to which claim, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord
from discord import app_commands
from discord.ext.commands import Cog

from claims.card import Block, Span, TextLine
from claims.deeds import Entry
from claims.people import FORMER
from commands.acting import acting
from commands.choosing import LARGEST, near_numbers
from commands.desk import Desk
from commands.everywhere import in_servers
from commands.replying import Press, put, wait
from commands.ui.base import CardView, Interaction
from commands.ui.bench import button, page, plain, row
from commands.ui.markup import MEMBER
from commands.ui.wishes import Wish, wish

_PAGE = 10


def audit_view(entries: Sequence[Entry], claim_id: int, numbers: Mapping[int, int]) -> CardView:
    """Entries of the log, newest first; ``numbers`` gives the claims' numbers by id."""
    lines = [entry_line(entry, numbers) for entry in entries]
    rows = []
    if len(entries) == _PAGE:
        older = wish("audit", claim_id, entries[-1].entry_id)
        rows.append(row(button("Older", older)))
    body = tuple(lines) or plain("Nothing was done here yet.")
    return page("Audit", [Block(body, listed=True)], rows)


def entry_line(entry: Entry, numbers: Mapping[int, int]) -> TextLine:
    """One entry: when, who, what, which claim and revision, why."""
    number = numbers.get(entry.claim_id) if entry.claim_id else None
    about = f" #{number}" if number else ""
    about += f" → revision {entry.revision}" if entry.revision else ""
    about += f" request {entry.request}" if entry.request else ""
    why = f" ({entry.reason})" if entry.reason else ""
    when, what = Span(f"{entry.at:%d %b %Y %H:%M} · "), Span(entry.action, strong=True)
    return (when, actor_span(entry.actor), Span(" · "), what, Span(f"{about}{why}"))


def actor_span(actor: str) -> Span:
    """How an actor is shown: a member by name, which pings nobody here, others without any."""
    if actor.isdecimal():
        return Span("member", url=f"{MEMBER}{actor}")
    if actor.startswith(FORMER):
        return Span("a curator whose name is no longer kept")
    return Span("a member who asked")


async def _show(interaction: Interaction, claim_id: int, before: int | None) -> None:
    desk, member = await acting(interaction)
    found = await desk.curators.revising.audit(
        member, limit=_PAGE, before=before, claim_id=claim_id or None
    )
    ids = sorted({entry.claim_id for entry in found if entry.claim_id})
    numbers = await desk.curators.numbers(member.community, ids)
    await put(interaction, audit_view(found, claim_id, numbers))


async def _older(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    await _show(interaction, asked.number(0), asked.number(1))


PRESSES: Mapping[str, Press] = {"audit": _older}


class AuditCommand(Cog):
    """Reads the audit log."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @in_servers
    @app_commands.command(name="audit")
    @app_commands.describe(number="Only what was done to this claim")
    async def audit(
        self,
        interaction: Interaction,
        number: app_commands.Range[int, 1, LARGEST] | None = None,
    ) -> None:
        """Who did what to which claim, newest first."""
        await wait(interaction)
        desk, member = await acting(interaction)
        claim_id = 0
        if number is not None:
            claim_id = (await desk.curators.curation.by_number(member, number)).claim_id
        await _show(interaction, claim_id, None)

    @audit.autocomplete("number")
    async def _numbers(
        self, interaction: discord.Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        return await near_numbers(interaction, current)
