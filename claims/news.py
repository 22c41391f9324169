"""What a change of a claim says to somebody who follows it, or one of its questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from claims.card import shortened
from claims.follows import WHOLE, question_key
from claims.history import Named, compare
from claims.models import Claim, OpenQuestion, QuestionStatus, Status
from claims.report import ClaimView

MOST_LINES = 6
_LINE = 400
_NAME = 200
_PUBLISHED_AGAIN = "It is published again."
_REWORKED = "Curators took it back to work on it. You hear of it when it is published again."
_RETIRED = "Curators retired it: it answers nobody any more, and you follow it no longer."
_TAKEN_OFF = "Curators took this question off or worded it anew, so you follow it no longer."


@dataclass(frozen=True, slots=True)
class News:
    """What happened to one claim or question: its name, and a line each.

    ``ends`` is True where nothing is left to follow.
    """

    number: int
    name: str
    lines: tuple[str, ...]
    ends: bool = False


def news_of(
    question: str, old: Claim, view: ClaimView, became: ClaimView | None = None
) -> News | None:
    """What to tell of a claim that was known as ``old``; None where that is nothing.

    ``question`` is the key of the question that is followed, or ``WHOLE``; ``became`` the claim
    that this one was merged into, where it is seen. Nothing is said of what is in a draft.
    """
    if view.claim.status is Status.RETIRED:
        return News(view.number, _name(question, old), (_farewell(became),), ends=True)
    if view.claim.status is not Status.PUBLISHED:
        if old.status is not Status.PUBLISHED:
            return None
        return News(view.number, _name(question, old), (_REWORKED,))
    again = () if old.status is Status.PUBLISHED else (_PUBLISHED_AGAIN,)
    if question == WHOLE:
        lines = (*again, *_whole(old, view))
        return News(view.number, _name(WHOLE, view.claim), lines) if lines else None
    now = question_in(view.claim, question)
    if now is None:
        return News(view.number, _name(question, old), (_TAKEN_OFF,), ends=True)
    before = question_in(old, question)
    lines = (*again, *_answering(before, now, view))
    return News(view.number, _name(question, view.claim), lines) if lines else None


def question_in(claim: Claim, key: str) -> OpenQuestion | None:
    """The question of a claim with a key, however it stands."""
    return next((asked for asked in claim.questions if question_key(asked.text) == key), None)


def _name(question: str, claim: Claim) -> str:
    asked = question_in(claim, question) if question != WHOLE else None
    return shortened(asked.text if asked else claim.headline, _NAME)


def _farewell(became: ClaimView | None) -> str:
    if became is None:
        return _RETIRED
    name = shortened(became.claim.headline, _NAME)
    return (
        f"Curators made it one with #{became.number}, {name}. You follow it no longer; "
        f"/follow claim {became.number} follows that one."
    )


def _whole(old: Claim, view: ClaimView) -> Iterator[str]:
    named = Named(view.sources, view.documents)
    for change in compare(old, view.claim, named):
        if change.what not in _QUIET:
            yield shortened(change.line, _LINE)


def _answering(before: OpenQuestion | None, now: OpenQuestion, view: ClaimView) -> Iterator[str]:
    if before == now:
        return
    match now.status:
        case QuestionStatus.ANSWERED:
            named = Named(view.sources, view.documents)
            source = f" ({named.source(now.answer_source)})" if now.answer_source else ""
            yield f"Answered: {shortened(now.answer or '', _LINE)}{source}"
        case QuestionStatus.WITHDRAWN:
            yield "Curators withdrew the question."
        case QuestionStatus.OPEN if before is not None and before.status is not now.status:
            yield "The question is open again."
        case _:
            return


_QUIET = {
    *("status", "language", "review date", "name in files", "merged into", "link", "topic"),
    *("name", "place", "wording", "blocked wording", "variant", "telling"),
}
