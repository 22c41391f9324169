"""What those who asked are told, and how changes are announced: messages that nobody waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claims.card import Block, claim_card, shortened
from claims.deeds import Entry
from claims.report import ClaimView
from claims.requesting import Notice, Verdict
from commands.audit import entry_line
from commands.ui.base import CardView
from commands.ui.bench import page, plain


def notice_title(notice: Notice, server: str) -> str:
    """The first line of a notice: no two notices to one person have the same."""
    what = "dismissed" if notice.verdict is Verdict.DISMISSED else "answered"
    return f"Your request {notice.request} in {shortened(server, 100)} was {what}"


def notice_view(notice: Notice, server: str, claim: ClaimView | None) -> CardView:
    """The answer to a request, or why it was dismissed; no buttons, as it leaves its server."""
    title = notice_title(notice, server)
    if notice.verdict is Verdict.DISMISSED:
        lines = plain(f"The curators looked at it and say: {notice.sentence}")
        return page(title, [Block(lines)])
    where = f"There, /claim view {claim.number} opens it." if claim else ""
    said = Block(plain(notice.sentence, where))
    blocks = [said, *claim_card(claim).blocks] if claim else [said]
    if not said.lines:
        blocks = blocks[1:] or [Block(plain("There, /request status says more."))]
    return page(title, blocks)


def announcement_view(entries: Sequence[Entry], numbers: Mapping[int, int]) -> CardView:
    """What was done, oldest first, for the audit channel."""
    lines = tuple(entry_line(entry, numbers) for entry in entries)
    return page("", [Block(lines, listed=True)])
