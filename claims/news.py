"""What happened to a claim, for somebody who follows it or one of its questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claims.card import shortened
from claims.changes import ChangeKind, ClaimStory, MaterialChange, material_changes, told_of
from claims.follows import WHOLE, question_key
from claims.history import Named
from claims.models import Claim, OpenQuestion, QuestionStatus, Status
from claims.report import Revision

MOST_LINES = 6
_LINE = 400
_NAME = 200
_ENDS = "You follow it no longer."
_COMES_BACK = "You hear of it when it is shown again."
_TAKEN_OFF = "Curators took this question off or worded it anew."
_Key = tuple[ChangeKind, str]


@dataclass(frozen=True, slots=True)
class News:
    """What happened to one claim or question: its name, and a line each.

    ``ends`` is True where nothing is left to follow.
    """

    number: int
    name: str
    lines: tuple[str, ...]
    ends: bool = False


def news_of(question: str, known: int, story: ClaimStory) -> News | None:
    """What to tell of a claim whose revision ``known`` was told; None where that is nothing.

    ``question`` is the key of the question that is followed, or ``WHOLE``. Told is what stands:
    of several changes of the same thing what they come to, of one that was taken back nothing.
    Nothing is said of what is in a draft, nor of what curators marked as minor.
    """
    view, old = story.view, _shown_at(story.revisions, known)
    if old is None:
        return None
    was_hidden = _status_at(story.revisions, known) is not Status.PUBLISHED
    since = [step for step in told_of(story.revisions, story.named) if step[0].number > known]
    if view.claim.status is not Status.PUBLISHED:
        retired = view.claim.status is Status.RETIRED
        if was_hidden and not retired:
            return None
        lines = _gone(since) or ("Taken out of use",)
        end = _ENDS if retired else _COMES_BACK
        return News(view.number, _name(question, old), (*lines, end), ends=retired)
    again = [_line(change) for change in _restored(since)] if was_hidden else []
    standing = _standing(since, material_changes(old, view.claim, story.named))
    if question == WHOLE:
        return _unless_empty(view.number, _name(WHOLE, view.claim), [*again, *map(_line, standing)])
    now = question_in(view.claim, question)
    if now is None:
        return News(view.number, _name(question, old), (_TAKEN_OFF, _ENDS), ends=True)
    its = [change for change in standing if change.question == now.text]
    answers = [*again, *(_of_question(now, story.named) for _ in its[:1])]
    return _unless_empty(view.number, _name(question, view.claim), answers)


def question_in(claim: Claim, key: str) -> OpenQuestion | None:
    """The question of a claim with a key, however it stands."""
    return next((asked for asked in claim.questions if question_key(asked.text) == key), None)


def _unless_empty(number: int, name: str, lines: Sequence[str]) -> News | None:
    return News(number, name, tuple(lines)) if lines else None


def _standing(
    steps: Sequence[tuple[Revision, tuple[MaterialChange, ...]]],
    outcome: Sequence[MaterialChange],
) -> list[MaterialChange]:
    """What is left of some steps, given what they came to.

    What one step alone changed is told in its words, which may be a curator's own.
    """
    by_key: dict[_Key, list[MaterialChange]] = {}
    for change in outcome:
        by_key.setdefault(_key(change), []).append(change)
    told: dict[_Key, list[list[MaterialChange]]] = {}
    for _, changes in steps:
        step: dict[_Key, list[MaterialChange]] = {}
        for change in changes:
            step.setdefault(_key(change), []).append(change)
        for key, some in step.items():
            told.setdefault(key, []).append(some)
    found: list[MaterialChange] = []
    for key, ways in told.items():
        if key in by_key:
            found += ways[0] if len(ways) == 1 else by_key[key]
    if not found and any(revision.told for revision, _ in steps):
        return list(outcome)  # a curator's sentence stood for several sorts, and not all are left
    return found


def _key(change: MaterialChange) -> _Key:
    """What a change is about, so that a later one of the same takes its place."""
    kind = ChangeKind.QUESTION_OPENED if change.kind.asks else change.kind
    return kind, change.question


def _gone(
    steps: Sequence[tuple[Revision, tuple[MaterialChange, ...]]],
) -> tuple[str, ...]:
    gone = {ChangeKind.HIDDEN, ChangeKind.RETIRED, ChangeKind.MERGED}
    lines = [_line(change) for _, some in steps for change in some if change.kind in gone]
    return tuple(lines[-1:])


def _restored(
    steps: Sequence[tuple[Revision, tuple[MaterialChange, ...]]],
) -> list[MaterialChange]:
    found = [c for _, some in steps for c in some if c.kind is ChangeKind.RESTORED]
    return found[-1:]


def _shown_at(revisions: Sequence[Revision], known: int) -> Claim | None:
    """The claim as its readers last saw it when a revision was the newest."""
    shown = [
        one.claim
        for one in revisions
        if one.number <= known and one.claim.status is Status.PUBLISHED
    ]
    return shown[-1] if shown else None


def _status_at(revisions: Sequence[Revision], known: int) -> Status | None:
    return next((one.claim.status for one in revisions if one.number == known), None)


def _name(question: str, claim: Claim) -> str:
    asked = question_in(claim, question) if question != WHOLE else None
    return shortened(asked.text if asked else claim.headline, _NAME)


def _line(change: MaterialChange) -> str:
    return shortened(change.sentence, _LINE)


def _of_question(now: OpenQuestion, named: Named) -> str:
    """How a question stands, under its own name."""
    match now.status:
        case QuestionStatus.ANSWERED:
            source = f" ({named.source(now.answer_source)})" if now.answer_source else ""
            return f"Answered: {shortened(now.answer or 'see the claim', _LINE)}{source}"
        case QuestionStatus.WITHDRAWN:
            return "Curators withdrew the question."
        case QuestionStatus.OPEN:
            return "The question is open again."
