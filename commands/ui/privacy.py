"""What is kept about people, as cards: the lines of the privacy page, what was found, what went."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from claims.card import Block, Card, Span, TextLine
from claims.own_data import OPT_OUTS, Found
from claims.privacy import Line
from commands.ui.base import CardView
from commands.ui.bench import button, plain, row
from commands.ui.cards import Row, framed
from commands.ui.wishes import wish

EVERYWHERE = "all"
_MARKS = re.compile(r"[*`]")
_NAMES: Mapping[str, tuple[str, str]] = {
    "remarks": ("remark about a claim", "remarks about claims"),
    "requests": ("request to curators", "requests to curators"),
    "requests_to_tell": ("request to curators", "requests to curators"),
    "notices": ("notice of an answer", "notices of answers"),
    "opt_outs": ("opt-out of watched channels", "opt-outs of watched channels"),
    "asked_about": ("hour in which you asked about a claim", "hours in which you asked about one"),
    "follower": ("time of day for your messages", "times of day for your messages"),
    "follows": ("follow", "follows"),
    "messages_under_way": ("message to you under way", "messages to you under way"),
    "revisions": ("change of a claim", "changes of claims"),
    "additions": ("addition to a pack's claim", "additions to packs' claims"),
    "references": ("change of a source or document", "changes of sources or documents"),
    "audit": ("entry in an audit log", "entries in audit logs"),
    "proposals": ("proposal", "proposals"),
    "proposals_decided": ("decision on a proposal", "decisions on proposals"),
    "suggestions_decided": ("decision on a suggestion", "decisions on suggestions"),
    "requests_taken": ("request that you took", "requests that you took"),
    "requests_closed": ("request that you closed", "requests that you closed"),
}
"""What an export's headings are called in a card, for one and for several."""
ACTED = frozenset(
    {"revisions", "additions", "references", "audit", "proposals", "proposals_decided"}
    | {"suggestions_decided", "requests_taken", "requests_closed"}
)
_RIGHTS = (
    "/privacy export gives you all that can be found by your user id, as a file. /privacy delete "
    "deletes it. Both work everywhere, and only you see the answers."
)
_STAYS = (
    "What does not say whose it is stays until its time is over: sealed answers, which nobody can "
    "read, and the places of public answers."
)
_CHANGES = (
    "What you did as a curator stays, without your name: nothing leads from it back to you. What "
    "you proposed and nobody decided is withdrawn, and requests that you took are given back."
)
_AGAIN = "Your posts in watched channels may then be matched again, unless you keep the opt-out."


def lines_view(lines: Sequence[Line]) -> CardView:
    """What is stored about people, for how long, why and how."""
    listed: list[TextLine] = []
    for line in lines:
        listed.append((Span(f"{_bare(line.what)}: "), Span(_bare(line.until), strong=True)))
        listed.append((Span(f"  {_bare(line.why)}; {_bare(line.how)}"),))
    blocks = (Block(plain(_RIGHTS)), Block(tuple(listed), listed=True))
    return framed(Card("What Caveat stores about people, and for how long", blocks), [])


def exported_view() -> CardView:
    """That the file is below."""
    said = "The file below holds all that can be found by your user id, with what it is and why."
    return framed(Card("What is kept about you", (Block(plain(said, _STAYS)),)), [])


def found_view(found: Sequence[Found], community: str | None) -> CardView:
    """What would be deleted, and the buttons that do it."""
    if not found:
        nothing = "Nothing is kept that can be found by your user id."
        return framed(Card("Nothing to delete", (Block(plain(nothing, _STAYS)),)), [])
    headings = {part.heading for part in found}
    counts = plain(*(_counted(part.heading, len(part.rows)) for part in found))
    then = [_CHANGES] if headings & ACTED else []
    then += [_AGAIN] if OPT_OUTS in headings else []
    where = community or EVERYWHERE
    buttons = [button("Delete all of it", wish("privacy-delete", where, "all"), first=True)]
    if OPT_OUTS in headings and len(headings) > 1:
        keep = wish("privacy-delete", where, "keep")
        buttons.append(button("Delete it, but keep the opt-out", keep))
    blocks = (Block(counts, listed=True), Block(plain(*then, _STAYS)))
    rows: list[Row] = [row(*buttons)]
    place = "in this server" if community else "in all servers"
    return framed(Card(f"What is kept about you {place}", blocks), rows)


def deleted_view(gone: Mapping[str, int], *, kept: bool) -> CardView:
    """What was deleted, or given another name."""
    if not gone:
        nothing = plain("There was nothing left to delete.", _STAYS)
        return framed(Card("Deleted", (Block(nothing),)), [])
    went = [_counted(heading, count) for heading, count in gone.items() if heading not in ACTED]
    unnamed = sum(count for heading, count in gone.items() if heading in ACTED)
    if unnamed:
        went.append(f"your name beside {unnamed:,} things that you did as a curator")
    then = ["Your opt-out of watched channels stays."] if kept else []
    blocks = (Block(plain(*went), listed=True), Block(plain(*then, _STAYS)))
    return framed(Card("Deleted", blocks), [])


def erased_view(server: str) -> CardView:
    """That nothing is left of a server."""
    said = (
        f"Nothing is kept of {server} any more. If somebody uses Caveat here again, it begins "
        "anew, as on its first day; remove it from the server if that is not wanted."
    )
    return framed(Card("Erased", (Block(plain(said)),)), [])


def _counted(heading: str, count: int) -> str:
    one, several = _NAMES[heading]
    return f"{count:,} {one if count == 1 else several}"


def _bare(text: str) -> str:
    """A text of the privacy page without its mark-up."""
    return _MARKS.sub("", text)
