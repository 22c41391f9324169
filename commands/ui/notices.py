"""What those who asked are told, and how changes are announced: messages that nobody waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claims.card import Block, claim_card
from claims.deeds import Entry
from claims.report import ClaimView
from claims.requesting import Notice, Verdict
from commands.audit import entry_line
from commands.ui.base import CardView
from commands.ui.bench import page, plain


def notice_view(notice: Notice, server: str, claim: ClaimView | None) -> CardView:
    """The answer to a request, or why it was dismissed; no buttons, as it leaves its server."""
    if notice.verdict is Verdict.DISMISSED:
        lines = plain(f"The curators of {server} looked at it and say: {notice.sentence}")
        return page(f"Your request {notice.request} was dismissed", [Block(lines)])
    where = f"In {server}, /claim view {claim.number} opens it." if claim else ""
    said = Block(plain(notice.sentence, where))
    blocks = [said, *claim_card(claim).blocks] if claim else [said]
    if not said.lines:
        blocks = blocks[1:] or [Block(plain(f"Ask in {server} with /request status."))]
    return page(f"Your request {notice.request} was answered", blocks)


def announcement_view(entries: Sequence[Entry], numbers: Mapping[int, int]) -> CardView:
    """What was done, oldest first, for the audit channel."""
    lines = tuple(entry_line(entry, numbers) for entry in entries)
    return page("", [Block(lines, listed=True)])
