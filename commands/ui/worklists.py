"""The work list as cards: how much of each kind waits, and one kind with a menu to open it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from claims.approving import SAME_CLAIM
from claims.card import Block, shortened
from claims.deeds import Proposal
from claims.models import Source
from claims.report import ClaimView
from claims.review import WorkList
from claims.worklist import DeadLink
from commands.ui.base import CardView
from commands.ui.bench import button, menu, page, plain, row
from commands.ui.entries import entry_line
from commands.ui.limits import OPTIONS
from commands.ui.wishes import wish

KINDS = {
    "proposals": "Waiting for an approver",
    "declined": "Declined proposals of yours",
    "requests": "Requests",
    "suggestions": "Suggestions of members",
    "drafts": "Drafts",
    "news": "Open questions with new sources",
    "past_review": "Past their review date",
    "unopened": "Sources nobody opened",
    "dead_links": "Links that no longer open",
}
_A_ROW = 4
_TEXT = 90


def review_view(work: WorkList, said: str = "") -> CardView:
    """How much waits, with a button for each kind."""
    counts = {kind: count for kind, count in work.counts.items() if count}
    lines = [f"{words}: {counts[kind]}" for kind, words in KINDS.items() if kind in counts]
    buttons = [button(words, wish("work", kind)) for kind, words in KINDS.items() if kind in counts]
    rows = [row(*buttons[at : at + _A_ROW]) for at in range(0, len(buttons), _A_ROW)]
    body = plain(*lines) or plain("Nothing waits. Well done.")
    return page(said or "Work list", [Block(body, listed=bool(lines))], rows)


def kind_view(work: WorkList, kind: str, numbers: Mapping[int, int]) -> CardView:
    """What waits of one kind; ``numbers`` gives the claims' numbers by id."""
    items = _items(work, kind, numbers)[:OPTIONS]
    lines = plain(*(f"{shortened(line, 140)} · {small}" for _, line, small in items))
    options = [(value, line, small) for value, line, small in items if value]
    unique = list({value: (value, line, small) for value, line, small in options}.values())
    rows = [menu("Open one", wish("work", kind), unique)] if unique else []
    rows.append(row(button("Work list", wish("review"))))
    body = lines or plain("Nothing of that waits any more.")
    return page(KINDS.get(kind, "Work list"), [Block(body, listed=bool(lines))], rows)


Item = tuple[str, str, str]
"""The value that opens an item, its line, and smaller words."""


def _items(work: WorkList, kind: str, numbers: Mapping[int, int]) -> Sequence[Item]:
    made: Mapping[str, Callable[[], Sequence[Item]]] = {
        "drafts": lambda: [_claim(v, f"since {v.revised_at:%d %b %Y}") for v in work.drafts],
        "past_review": lambda: [_claim(view, _review_date(view)) for view in work.past_review],
        "proposals": lambda: _proposals(work.proposals, numbers),
        "declined": lambda: _proposals(work.declined, numbers),
        "suggestions": lambda: _suggestions(work, numbers),
        "requests": lambda: _requests(work),
        "news": lambda: [
            (str(item.claim_id), f"#{item.number}: {item.question.text}", _new(item.sources))
            for item in work.news
        ],
        "unopened": lambda: [
            (str(item.claim_id), f"#{item.number}: {item.source.publisher}", _title(item.source))
            for item in work.unopened
        ],
        "dead_links": lambda: [_dead(item) for item in work.dead_links],
    }
    return made[kind]() if kind in made else []


def _dead(item: DeadLink) -> Item:
    number = f"#{item.number}: " if item.number else ""
    line = f"{number}{item.source.publisher}: {_title(item.source)}"
    opens = str(item.claim_id) if item.claim_id else ""
    return (opens, line, f"{item.problem}, since {item.since:%d %b %Y}")


def _proposals(proposals: Sequence[Proposal], numbers: Mapping[int, int]) -> Sequence[Item]:
    return [
        (
            str(item.proposal_id),
            f"{item.action} #{numbers.get(item.claim_id, 0)}",
            shortened(item.sentence or item.reason, _TEXT),
        )
        for item in proposals
    ]


def _suggestions(work: WorkList, numbers: Mapping[int, int]) -> Sequence[Item]:
    found = []
    for item in work.suggestions:
        how = "the same as" if item.kind == SAME_CLAIM else "not"
        about = f"{how} #{numbers.get(item.claim_id, 0)}"
        line = f"{about}: “{shortened(item.wording, _TEXT)}”"
        many = f"{item.members} member{'s' * (item.members != 1)}"
        found.append((str(item.suggestion_id), line, many))
    return found


def _requests(work: WorkList) -> Sequence[Item]:
    return [
        (str(item.number), f"{item.number}: {shortened(item.text, _TEXT)}", f"{item.asked} asked")
        for item in work.requests
    ]


def _new(sources: Sequence[str]) -> str:
    return f"{len(sources)} new source{'s' * (len(sources) != 1)}"


def _title(source: Source) -> str:
    return source.title or "title not seen"


def _claim(view: ClaimView, small: str) -> tuple[str, str, str]:
    return (str(view.claim_id), entry_line(view), small)


def _review_date(view: ClaimView) -> str:
    date = view.claim.review_on
    return f"was due {date.spoken()}" if date else ""
