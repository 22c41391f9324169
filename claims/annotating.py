"""What curators write around a claim: hops, evidence, questions, appearances, as pure functions.

Places are counted from 1, as people see them.
"""

from __future__ import annotations

from claims.dates import PartialDate
from claims.errors import InputProblem, NotFound
from claims.models import (
    Act,
    Appearance,
    Claim,
    Evidence,
    Hop,
    Kept,
    Line,
    OpenQuestion,
    QuestionStatus,
    Quotation,
    Sentence,
    Stance,
)

MOST_HOPS = 40
MOST_EVIDENCE = 80
MOST_QUESTIONS = 40
MOST_APPEARANCES = 80


class HopForm(Kept):
    """What a curator wrote of one step of a chain, apart from its source."""

    who: Line
    act: Act = Act.SAID
    role: Line | None = None
    date: PartialDate | None = None
    quote: Quotation | None = None
    earliest: bool = False


def with_hop(claim: Claim, hop: Hop, place: int | None = None) -> Claim:
    """The claim with a hop put in at a place, or at the end of its chain."""
    _check_room(claim.chain, MOST_HOPS, "steps in its chain")
    if hop in claim.chain:
        raise InputProblem("The chain has this very step already.")
    at = len(claim.chain) if place is None else _between(place, len(claim.chain) + 1)
    chain = (*claim.chain[:at], hop, *claim.chain[at:])
    return _with_chain(claim, chain, hop)


def with_hop_at(claim: Claim, place: int, hop: Hop) -> Claim:
    """The claim with the hop at a place replaced; raises ``NotFound``."""
    at = _at(place, claim.chain, "step in the chain")
    return _with_chain(claim, (*claim.chain[:at], hop, *claim.chain[at + 1 :]), hop)


def with_hop_moved(claim: Claim, place: int, to: int) -> Claim:
    """The claim with the hop at one place moved to another; raises ``NotFound``."""
    at = _at(place, claim.chain, "step in the chain")
    rest = (*claim.chain[:at], *claim.chain[at + 1 :])
    there = _between(to, len(claim.chain))
    chain = (*rest[:there], claim.chain[at], *rest[there:])
    return claim.model_copy(update={"chain": chain})


def without_hop(claim: Claim, place: int) -> Claim:
    """The claim without the hop at a place; raises ``NotFound``."""
    at = _at(place, claim.chain, "step in the chain")
    return claim.model_copy(update={"chain": (*claim.chain[:at], *claim.chain[at + 1 :])})


def with_evidence(claim: Claim, evidence: Evidence) -> Claim:
    """The claim with another source; raises ``InputProblem`` where it is listed already."""
    if any(item.source == evidence.source for item in claim.evidence):
        raise InputProblem("This source is listed already; change its stance or its note instead.")
    _check_room(claim.evidence, MOST_EVIDENCE, "sources")
    return claim.model_copy(update={"evidence": (*claim.evidence, evidence)})


def with_stance(claim: Claim, source: str, stance: Stance, note: str | None) -> Claim:
    """The claim with a listed source's bearing and note changed; raises ``NotFound``."""
    _evidence_of(claim, source)
    changed = tuple(
        item.model_copy(update={"stance": stance, "note": note}) if item.source == source else item
        for item in claim.evidence
    )
    return claim.model_copy(update={"evidence": changed})


def without_evidence(claim: Claim, source: str) -> Claim:
    """The claim without a source in its evidence; raises ``NotFound``."""
    _evidence_of(claim, source)
    kept = tuple(item for item in claim.evidence if item.source != source)
    return claim.model_copy(update={"evidence": kept})


def with_question(claim: Claim, question: OpenQuestion) -> Claim:
    """The claim with another open question; raises ``InputProblem`` where it is asked already."""
    if any(_same(item.text, question.text) for item in claim.questions):
        raise InputProblem("This question is asked already; answer it or reopen it instead.")
    _check_room(claim.questions, MOST_QUESTIONS, "questions")
    return claim.model_copy(update={"questions": (*claim.questions, question)})


def with_answer(claim: Claim, place: int, answer: Sentence, source: str) -> Claim:
    """The claim with a question answered from a source; raises ``NotFound``, ``InputProblem``."""
    question = question_at(claim, place)
    if question.status is QuestionStatus.WITHDRAWN:
        raise InputProblem("This question was withdrawn; reopen it before you answer it.")
    answered = {
        "status": QuestionStatus.ANSWERED,
        "answer": answer,
        "answer_source": source,
    }
    return _with_question_at(claim, place, question.model_copy(update=answered))


def with_question_withdrawn(claim: Claim, place: int) -> Claim:
    """The claim with a question no longer asked; raises ``NotFound``."""
    question = question_at(claim, place)
    changed = question.model_copy(update={"status": QuestionStatus.WITHDRAWN})
    return _with_question_at(claim, place, changed)


def with_question_reopened(claim: Claim, place: int) -> Claim:
    """The claim with a question open again, without an answer; raises ``NotFound``."""
    changed = {"status": QuestionStatus.OPEN, "answer": None, "answer_source": None}
    return _with_question_at(claim, place, question_at(claim, place).model_copy(update=changed))


def question_at(claim: Claim, place: int) -> OpenQuestion:
    """The question at a place, counted over all of them; raises ``NotFound``."""
    return claim.questions[_at(place, claim.questions, "question")]


def with_appearance(claim: Claim, appearance: Appearance) -> Claim:
    """The claim with a telling in a document; raises ``InputProblem`` where it is there already."""
    here = appearance.document, appearance.where
    if any((item.document, item.where) == here for item in claim.appearances):
        raise InputProblem("This telling is listed already; say where else in the text it stands.")
    _check_room(claim.appearances, MOST_APPEARANCES, "tellings")
    return claim.model_copy(update={"appearances": (*claim.appearances, appearance)})


def without_appearance(claim: Claim, place: int) -> Claim:
    """The claim without the telling at a place; raises ``NotFound``."""
    at = _at(place, claim.appearances, "telling")
    kept = (*claim.appearances[:at], *claim.appearances[at + 1 :])
    return claim.model_copy(update={"appearances": kept})


def _with_chain(claim: Claim, chain: tuple[Hop, ...], newest: Hop) -> Claim:
    """One hop is the earliest at most: the one that was marked last."""
    if newest.earliest:
        chain = tuple(
            hop if hop is newest or not hop.earliest else hop.model_copy(update={"earliest": False})
            for hop in chain
        )
    return claim.model_copy(update={"chain": chain})


def _with_question_at(claim: Claim, place: int, question: OpenQuestion) -> Claim:
    at = place - 1
    questions = (*claim.questions[:at], question, *claim.questions[at + 1 :])
    return claim.model_copy(update={"questions": questions})


def _evidence_of(claim: Claim, source: str) -> None:
    if not any(item.source == source for item in claim.evidence):
        raise NotFound("The claim does not list this source.")


def _at(place: int, items: tuple[object, ...], what: str) -> int:
    if not 1 <= place <= len(items):
        raise NotFound(f"The claim has no {what} number {place}.")
    return place - 1


def _between(place: int, count: int) -> int:
    if not 1 <= place <= count:
        raise InputProblem(f"Choose a place from 1 to {count}.")
    return place - 1


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _check_room(kept: tuple[object, ...], most: int, what: str) -> None:
    if len(kept) >= most:
        raise InputProblem(f"The claim has {most} {what}, which is as many as it can hold.")
