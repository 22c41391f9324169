"""What somebody follows, as cards: one follow with its buttons, the list, and what is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from claims.bulletins import Bulletin
from claims.card import Block, Card, Span, TextLine, shortened
from claims.following import Followed
from claims.follows import WHOLE, Pace, question_key
from claims.models import QuestionStatus
from claims.news import MOST_LINES, News
from claims.report import ClaimView
from commands.ui.base import CardView
from commands.ui.bench import button, menu, plain, row
from commands.ui.cards import Button, Row, framed
from commands.ui.limits import OPTIONS, TEXT, set_block, size
from commands.ui.wishes import wish

ON_PAGE = OPTIONS
_NUMBERED = 60
"""Claims of one server that are named by their number alone; nobody follows many more."""
_ROOM = TEXT - 300
_SHORT = 120
_LONG = 300
_ELSEWHERE = "Outside your servers"
_HIDDEN = "it is not shown to members at the moment"
_BLOCKED = (
    "Caveat could not write to you, so it has stopped. Allow direct messages from members of a "
    "server where Caveat is (in the server's menu, Privacy Settings), then press Try again."
)
_PACES = {Pace.DAILY: "once a day", Pace.AT_ONCE: "at once"}


@dataclass(frozen=True, slots=True)
class Here:
    """Where a card is shown, and the names of servers: what is followed elsewhere has no name."""

    community: str
    servers: Mapping[str, str]


def followed_view(item: Followed, here: Here, title: str = "") -> CardView:
    """One follow: what it is, how it is told, and the buttons that change that."""
    lines = [_named(item, here, _LONG), _when(item.follow.pace)]
    if item.blocked_at:
        lines.append(_BLOCKED)
    at, pace = item.follow.follow_id, item.follow.pace
    whole = item.follow.question == WHOLE
    other = Pace.DAILY if pace is Pace.AT_ONCE else Pace.AT_ONCE
    label = "Tell me at once" if other is Pace.AT_ONCE else "Once a day is enough"
    buttons = [
        button(label, wish("follow-pace", at, other.value)),
        button("Stop following", wish("follow-stop", at)),
        button("All that you follow", wish("following", 0)),
    ]
    if item.follow.until and whole and item.follow.community == here.community:
        buttons.insert(1, button("Follow without an end", wish("follow-on", item.number)))
    if item.blocked_at:
        buttons.insert(0, _again())
    started = "You follow this now" if item.fresh else "You follow this"
    small = _small(item.daily, item.follow.until, daily=pace is Pace.DAILY)
    blocks = (Block(plain(*lines)),)
    return framed(Card(title or started, blocks), [row(*buttons)], small=small)


def ended_view(item: Followed, here: Here) -> CardView:
    """That a follow has ended."""
    said = plain(_named(item, here, _LONG), "Nothing more is sent to you about it.")
    rows = [row(button("All that you follow", wish("following", 0)))]
    return framed(Card("You follow this no longer", (Block(said),)), rows)


def following_view(items: Sequence[Followed], first: int, here: Here) -> CardView:
    """What somebody follows, oldest first, a page at a time, with a menu to change or end each."""
    if not items:
        nothing = plain(
            "You follow nothing here. The button Follow under a claim, or /follow claim and "
            "/follow question, have you told when something changes."
        )
        return framed(Card("What you follow", (Block(nothing),)), [])
    page = min(first, (len(items) - 1) // ON_PAGE)
    shown = items[page * ON_PAGE : (page + 1) * ON_PAGE]
    named = [(item, _named(item, here, _SHORT)) for item in shown]
    lines = plain(*(f"{text} · {_aside(item)}" for item, text in named))
    options = [(str(item.follow.follow_id), text, _aside(item)) for item, text in named]
    rows: list[Row] = [menu("Change or end one", wish("follow", page), options)]
    buttons = []
    if shown[0].blocked_at:
        buttons.append(_again())
    if page:
        buttons.append(button("‹ page", wish("following", page - 1)))
    if len(items) > (page + 1) * ON_PAGE:
        buttons.append(button("page ›", wish("following", page + 1)))
    rows += [row(*buttons)] if buttons else []
    blocks = [Block(plain(_BLOCKED))] if shown[0].blocked_at else []
    blocks.append(Block(lines, listed=True))
    small = _small(shown[0].daily, None, daily=True)
    return framed(Card("What you follow", tuple(blocks)), rows, small=small)


def which_question_view(view: ClaimView) -> CardView:
    """A menu of a claim's open questions, to follow one."""
    options = [
        (question_key(asked.text), f"{place}. {asked.text}", asked.settled_by or "")
        for place, asked in enumerate(view.claim.questions, start=1)
        if asked.status is QuestionStatus.OPEN
    ]
    if not options:
        nothing = plain("No question is open on this claim; follow the claim to hear of new ones.")
        return framed(Card("", (Block(nothing),)), [])
    asked = menu("Choose a question", wish("follow-question", view.number), options)
    title = f"Which question of #{view.number} do you want to follow?"
    lines = plain(*(shortened(text, _LONG) for _, text, _ in options))
    return framed(Card(title, (Block(lines),)), [asked])


def bulletin_view(bulletin: Bulletin, servers: Mapping[str, str], number: int) -> CardView:
    """What is new in what somebody follows, by server; no claim's buttons, as it leaves those.

    The more there is, the less is said of each; all of it is named by its number.
    """
    one = sum(map(len, bulletin.news.values())) == 1
    title = "Something you follow has changed" if one else "What changed in what you follow"
    small = (f"-# {bulletin_mark(number)} · /claim view with a claim's number, there, opens it.",)
    rows = [row(button("All that you follow", wish("following", 0)))]
    ways = (_told_blocks(bulletin, servers, detail) for detail in _DETAILS)
    fitting = (blocks for blocks in ways if sum(size(set_block(b)) for b in blocks) <= _ROOM)
    blocks = next(fitting, None) or _told_blocks(bulletin, servers, _DETAILS[-1])
    return framed(Card(title, tuple(blocks)), rows, small=small)


def bulletin_mark(number: int) -> str:
    """What stands in one message to followers and in no other."""
    return f"Message {number} about what you follow"


@dataclass(frozen=True, slots=True)
class _Detail:
    """How much is said: of how many claims by name, in how many lines, how long each may be."""

    named: int
    lines: int
    length: int


_DETAILS = (
    _Detail(12, MOST_LINES, 400),
    _Detail(12, 3, 200),
    _Detail(12, 1, 120),
    _Detail(12, 0, 80),
    _Detail(0, 0, 0),
)


def _told_blocks(
    bulletin: Bulletin, servers: Mapping[str, str], detail: _Detail
) -> Sequence[Block]:
    blocks: list[Block] = []
    for community, news in bulletin.news.items():
        told = sorted(news, key=lambda item: item.number)
        named, rest = told[: detail.named], told[detail.named :]
        lines = [line for item in named for line in _news_lines(item, detail)]
        if rest:
            numbers = ", ".join(dict.fromkeys(f"#{item.number}" for item in rest[:_NUMBERED]))
            lines += plain(f"and {len(rest)} more: {numbers}" if named else f"Changed: {numbers}")
        blocks.append(Block(tuple(lines), heading=_heading(community, servers)))
    return blocks


def _heading(community: str, servers: Mapping[str, str]) -> str:
    return f"In {servers[community]}" if community in servers else _ELSEWHERE


def _news_lines(item: News, detail: _Detail) -> tuple[TextLine, ...]:
    """The name of what changed, in bold, and under it what did."""
    name = item.name if detail.lines else shortened(item.name, detail.length)
    told = item.lines[: detail.lines]
    more = len(item.lines) - len(told)
    lines = [f"· {shortened(line, detail.length)}" for line in told]
    if told and more:
        lines.append(f"· and {more} more change{'s' * (more > 1)}")
    return ((Span(f"#{item.number} {name}", strong=True),), *plain(*lines))


def _what(item: Followed, most: int) -> str:
    name = f"#{item.number}" if item.number else "A claim"
    if not item.name:
        return f"{name}: {_HIDDEN}"
    if item.follow.question == WHOLE:
        return f"{name} {shortened(item.name, most)}"
    asked = item.question or "a question that was taken off"
    return f"{name}, question: {shortened(asked, most)}"


def _named(item: Followed, here: Here, most: int) -> str:
    """A follow in one line; of another community than this one, only its number and where."""
    if item.follow.community == here.community:
        return _what(item, most)
    what = "Claim" if item.follow.question == WHOLE else "A question of claim"
    return f"{what} #{item.number} in {here.servers.get(item.follow.community, 'another server')}"


def _when(pace: Pace) -> str:
    if pace is Pace.AT_ONCE:
        return "You are told by direct message soon after each change, never twice of the same."
    return "What changes comes in one direct message a day at most; on quiet days nothing comes."


def _aside(item: Followed) -> str:
    until = f", until {item.follow.until:%d %b %Y}" if item.follow.until else ""
    return f"{_PACES[item.follow.pace]}{until}"


def _small(at: datetime, until: datetime | None, *, daily: bool) -> tuple[str, ...]:
    """When the next daily message may come, in the reader's own time, and when the follow ends."""
    said = [f"Your daily message comes about <t:{int(at.timestamp())}:t>"] if daily else []
    said += [f"This ends by itself on <t:{int(until.timestamp())}:D>"] if until else []
    said.append("your id is kept only while you follow something")
    text = "; ".join(said)
    return (f"-# {text[0].upper()}{text[1:]}.",)


def _again() -> Button:
    return button("Try again", wish("follow-retry"), first=True)
