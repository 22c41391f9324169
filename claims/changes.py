"""Which changes of a claim matter to whoever read it before, and how readers are told of them.

Wordings, blocked pairs, topics, review dates and other things that no card shows are not among
them, nor is what a curator marked as minor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum

from claims import words
from claims.card import shortened
from claims.history import Named
from claims.models import (
    Claim,
    Departure,
    Evidence,
    Hop,
    OpenQuestion,
    QuestionStatus,
    Stance,
    Status,
)
from claims.report import ClaimView, Revision

SETTLE = timedelta(minutes=2)
"""How long a change rests before anybody is told at once: its curator may yet call it minor."""
_QUOTED = 160
_FEW = 8
_BEARINGS = {
    Stance.SUPPORTS: "a source in support",
    Stance.DISPUTES: "a source that differs",
    Stance.CONTEXT: "context",
}
_INTO = re.compile(r"into (#\d+)")


class ChangeKind(StrEnum):
    """What sort of thing changed."""

    NEW = "new"
    WORDING = "wording"
    SOURCE = "source"
    DEPARTURE = "departure"
    CHAIN = "chain"
    QUESTION_OPENED = "question_opened"
    QUESTION_ANSWERED = "question_answered"
    QUESTION_WITHDRAWN = "question_withdrawn"
    RETIRED = "retired"
    MERGED = "merged"
    HIDDEN = "hidden"
    RESTORED = "restored"

    @property
    def asks(self) -> bool:
        """True for what became of a question."""
        return self.value.startswith("question_")

    @property
    def moves(self) -> bool:
        """True where members see the claim, or no longer see it, and did not before."""
        return self in _MOVES

    @property
    def corrects(self) -> bool:
        """True for what makes an answer given before differ from one given now."""
        return self is not ChangeKind.NEW and not self.asks


_MOVES = frozenset(
    (
        *(ChangeKind.NEW, ChangeKind.RESTORED),
        *(ChangeKind.RETIRED, ChangeKind.MERGED, ChangeKind.HIDDEN),
    )
)


@dataclass(frozen=True, slots=True)
class MaterialChange:
    """One change in a short sentence; ``question`` is the text of the question that it is about."""

    kind: ChangeKind
    sentence: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """One revision of a claim that readers are told of, as one community counts revisions.

    ``view`` is the claim as it is now, which may be a later revision.
    """

    view: ClaimView
    revision: int
    at: datetime
    changes: tuple[MaterialChange, ...]


@dataclass(frozen=True, slots=True)
class ClaimStory:
    """A claim as it is now, all its revisions, oldest first, and what its sources are called."""

    view: ClaimView
    revisions: tuple[Revision, ...]
    named: Named


def material_changes(old: Claim, new: Claim, named: Named | None = None) -> list[MaterialChange]:
    """What readers of a published claim find changed, most important first."""
    known = named or Named()
    return [
        *_wording(old, new),
        *_departure(old.departure, new.departure),
        *_evidence(old, new, known),
        *_chain(old.chain, new.chain),
        *_questions(old.questions, new.questions),
    ]


def told_of(
    revisions: Sequence[Revision], named: Named | None = None
) -> Iterator[tuple[Revision, tuple[MaterialChange, ...]]]:
    """The revisions among a claim's history, oldest first, that readers are told of.

    What curators changed while nobody could read the claim is told once it is published again.
    """
    shown: Claim | None = None
    before: Claim | None = None
    for revision in revisions:
        claim = revision.claim
        changes = _between(before, shown, revision, named or Named())
        if changes:
            yield revision, tuple(_in_own_words(changes, revision.told))
        if claim.status is Status.PUBLISHED:
            shown = claim
        before = claim


def changes_after(
    revisions: Sequence[Revision], number: int, named: Named | None = None
) -> tuple[MaterialChange, ...]:
    """All that readers are to be told who last saw the revision with a number; oldest first."""
    return tuple(
        change
        for revision, changes in told_of(revisions, named)
        if revision.number > number
        for change in changes
    )


def _between(
    before: Claim | None, shown: Claim | None, revision: Revision, named: Named
) -> list[MaterialChange]:
    new = revision.claim
    was_seen = before is not None and before.status is Status.PUBLISHED
    if new.status is not Status.PUBLISHED:
        return [_gone(new, revision.reason)] if was_seen else []
    if shown is None:
        return [MaterialChange(ChangeKind.NEW, "New here")]
    if not was_seen:
        again = MaterialChange(ChangeKind.RESTORED, "Shown here again")
        return [again, *material_changes(shown, new, named)]
    return [] if revision.minor else material_changes(shown, new, named)


def _in_own_words(changes: Iterable[MaterialChange], told: str) -> Iterator[MaterialChange]:
    """The changes in the curator's sentence where there is one, which stands for all of a sort."""
    said = False
    ordered = sorted(changes, key=lambda change: change.kind.asks)
    for change in ordered:
        if not told:
            yield change
        elif not said:
            said = True
            yield MaterialChange(change.kind, told, change.question)
        elif change.kind.asks:
            yield change


def _gone(claim: Claim, reason: str) -> MaterialChange:
    if claim.status is Status.DRAFT:
        return MaterialChange(ChangeKind.HIDDEN, "Taken back to be worked on")
    if claim.merged_into:
        into = _INTO.search(reason)
        other = into[1] if into else "another claim"
        return MaterialChange(ChangeKind.MERGED, f"Merged into {other}, which says the same")
    why = "" if reason in ("", "Retired") else f": {shortened(reason, _QUOTED)}"
    return MaterialChange(ChangeKind.RETIRED, f"Taken out of use{why}")


def _wording(old: Claim, new: Claim) -> Iterator[MaterialChange]:
    if " ".join(old.text.split()) != " ".join(new.text.split()):
        yield MaterialChange(ChangeKind.WORDING, reworded(old.text, new.text))
    if old.kind is not new.kind:
        said = f"It now counts as {_article(words.CLAIM_KINDS[new.kind])}"
        yield MaterialChange(ChangeKind.WORDING, said)


def reworded(old: str, new: str) -> str:
    """How a sentence changed: the words that stand for others where they are few."""
    before, after = old.split(), new.split()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    steps = [step for step in matcher.get_opcodes() if step[0] != "equal"]
    first, last = steps[0], steps[-1]
    # A figure beside what changed belongs to it: “9,000 to 11,000”, not “9,000 to”.
    both = first[1] < last[2] and first[3] < last[4]
    left = int(both and first[1] > 0 and _has_figure(before[first[1] - 1]))
    right = int(both and last[2] < len(before) and _has_figure(before[last[2]]))
    gone = before[first[1] - left : last[2] + right]
    come = after[first[3] - left : last[4] + right]
    if max(len(gone), len(come)) > _FEW:
        return f"The claim was worded anew: “{shortened(new, _QUOTED)}”"
    if not gone:
        return f"The claim now adds “{_bare(come)}”"
    if not come:
        return f"The claim no longer says “{_bare(gone)}”"
    return f"“{_bare(come)}” replaces “{_bare(gone)}”"


def _has_figure(word: str) -> bool:
    return any(letter.isdecimal() for letter in word)


def _bare(some: Sequence[str]) -> str:
    text = " ".join(some)
    return text.strip(" ,;.") or text


def _departure(old: Departure | None, new: Departure | None) -> Iterator[MaterialChange]:
    if old == new:
        return
    if new is None:
        said = "What changed on the way is no longer said"
    elif new.note and (old is None or old.note != new.note):
        level = words.LEVELS[new.level]
        said = f"What changed on the way ({level}): {shortened(new.note, _QUOTED)}"
    elif old is None or old.level is not new.level:
        was = f" (before: {words.LEVELS[old.level]})" if old else ""
        said = f"The departure from its source is now “{words.LEVELS[new.level]}”{was}"
    else:
        said = "What changed on the way is described anew"
    yield MaterialChange(ChangeKind.DEPARTURE, said)


def _evidence(old: Claim, new: Claim, known: Named) -> Iterator[MaterialChange]:
    """Sources whose bearing changed; those that only give context come and go unsaid."""
    before, after = _bearings(old.evidence), _bearings(new.evidence)
    for key in dict.fromkeys([*after, *before]):
        was, now = before.get(key), after.get(key)
        if was is now or {was, now} <= {None, Stance.CONTEXT}:
            continue
        name = known.source(key)
        if now is None and was is not None:
            said = f"{name} is no longer listed as {_BEARINGS[was]}"
        elif was is None and now is not None:
            said = f"{name} was added as {_BEARINGS[now]}"
        elif now is not None and was is not None:
            said = f"{name} is now listed as {_BEARINGS[now]} (before: {_BEARINGS[was]})"
        yield MaterialChange(ChangeKind.SOURCE, said)


def _bearings(evidence: Iterable[Evidence]) -> dict[str, Stance]:
    return {item.source: item.stance for item in evidence}


def _chain(old: Sequence[Hop], new: Sequence[Hop]) -> Iterator[MaterialChange]:
    """Who says so: as the card shows it, without quotations, roles and sources."""
    before, after = [_step(hop) for hop in old], [_step(hop) for hop in new]
    if before == after:
        return
    come = [step[0] for step in after if step not in before]
    gone = [step[0] for step in before if step not in after]
    changed = [who for who in come if who in gone]
    lines = [f"{who} was added to who says so" for who in come if who not in changed]
    lines += [f"{who} no longer stands under who says so" for who in gone if who not in changed]
    lines += [f"What is said of {who} under who says so changed" for who in changed]
    for said in lines or ["The order of who says so changed"]:
        yield MaterialChange(ChangeKind.CHAIN, said)


def _step(hop: Hop) -> tuple[str, object, object, bool]:
    return hop.who, hop.act, hop.date, hop.earliest


def _questions(
    old: Sequence[OpenQuestion], new: Sequence[OpenQuestion]
) -> Iterator[MaterialChange]:
    before = {question.text: question for question in old}
    after = {question.text: question for question in new}
    for text, question in after.items():
        found = _question(before.get(text), question)
        if found is not None:
            yield MaterialChange(*found, question=text)
    for text, question in before.items():
        if text not in after and question.status is QuestionStatus.OPEN:
            said = f"No longer asked: {shortened(text, _QUOTED)}"
            yield MaterialChange(ChangeKind.QUESTION_WITHDRAWN, said, text)


def _question(was: OpenQuestion | None, now: OpenQuestion) -> tuple[ChangeKind, str] | None:
    state = was.status if was else None
    text = shortened(now.text, _QUOTED)
    match now.status:
        case QuestionStatus.ANSWERED if state is not now.status or was != now:
            if was is not None and (was.answer, was.status) == (now.answer, now.status):
                return None
            answer = f" {shortened(now.answer, _QUOTED)}" if now.answer else ""
            return ChangeKind.QUESTION_ANSWERED, f"Answered: {text}{answer}"
        case QuestionStatus.OPEN if state is not now.status:
            again = "Open again" if was else "New open question"
            return ChangeKind.QUESTION_OPENED, f"{again}: {text}"
        case QuestionStatus.WITHDRAWN if state is QuestionStatus.OPEN:
            return ChangeKind.QUESTION_WITHDRAWN, f"No longer asked: {text}"
        case _:
            return None


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
