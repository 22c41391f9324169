"""Changing a claim's own words and standing: pure functions from one state to the next."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field

from claims.dates import PartialDate
from claims.errors import InputProblem, NotFound
from claims.models import (
    Claim,
    ClaimKind,
    Departure,
    Kept,
    Language,
    Line,
    Sentence,
    Status,
    WebAddress,
    Wording,
    check_web_address,
)

MOST_PHRASINGS = 150
MOST_BLOCKED = 300
MOST_LISTED = 40
_T = TypeVar("_T")


def _web_address(given: str) -> str:
    check_web_address(given)
    return given


Few = Annotated[tuple[Line, ...], Field(max_length=MOST_LISTED)]


class ClaimEdit(Kept):
    """The fields of a claim that a form changes: those given, also where they are given as None.

    Lists replace the list that was there.
    """

    text: Wording | None = None
    title: Line | None = None
    language: Language | None = None
    kind: ClaimKind | None = None
    checkability: Sentence | None = None
    speaker: Line | None = None
    date: PartialDate | None = None
    evidence_kind: Sentence | None = None
    url: Annotated[WebAddress, AfterValidator(_web_address)] | None = None
    topics: Few | None = None
    names: Few | None = None
    places: Few | None = None
    departure: Departure | None = None
    review_on: PartialDate | None = None


_NEEDED = {"text": "The sentence", "language": "The language", "kind": "The kind"}
_LISTS = frozenset({"topics", "names", "places"})


def edited(claim: Claim, edit: ClaimEdit) -> Claim:
    """The claim with the fields that an edit gives; raises ``InputProblem`` for an empty sentence.

    A wording that was a phrasing and becomes the sentence is not kept twice; the sentence that it
    replaces stays as a phrasing, because people still paste it.
    """
    given: dict[str, Any] = {name: getattr(edit, name) for name in edit.model_fields_set}
    for name, label in _NEEDED.items():
        if name in given and given[name] is None:
            raise InputProblem(f"{label} of a claim cannot be empty; write one and send it again.")
    for name in _LISTS & given.keys():
        given[name] = _distinct(given[name] or ())
    text = given.get("text", claim.text)
    if text != claim.text and not _same(text, claim.text):
        kept = (*claim.phrasings, claim.text)
        given["phrasings"] = tuple(item for item in _distinct(kept) if not _same(item, text))
    return claim.model_copy(update=given)


def with_status(claim: Claim, status: Status) -> Claim:
    """The claim as a draft, published or retired; what is restored is merged into nothing."""
    merged_into = claim.merged_into if status is Status.RETIRED else None
    return claim.model_copy(update={"status": status, "merged_into": merged_into})


def with_phrasing(claim: Claim, wording: str) -> Claim:
    """The claim with another wording; raises ``InputProblem`` where it has or refuses it."""
    text = _wording(wording)
    if _among(text, claim.blocked):
        raise InputProblem(
            "These words were ruled not to be this claim; lift that first, if it was wrong."
        )
    if _among(text, (claim.text, *claim.phrasings)):
        raise InputProblem("The claim has this wording already.")
    _check_room(claim.phrasings, MOST_PHRASINGS, "wordings")
    return claim.model_copy(update={"phrasings": (*claim.phrasings, text)})


def without_phrasing(claim: Claim, wording: str) -> Claim:
    """The claim without one of its wordings; raises ``NotFound``."""
    kept = tuple(item for item in claim.phrasings if not _same(item, wording))
    if len(kept) == len(claim.phrasings):
        raise NotFound("The claim has no such wording.")
    return claim.model_copy(update={"phrasings": kept})


def with_blocked(claim: Claim, wording: str) -> Claim:
    """The claim with a wording ruled not to be it; a phrasing of these words goes.

    Raises ``InputProblem`` where the words are the claim's own sentence or are blocked already.
    """
    text = _wording(wording)
    if _same(text, claim.text):
        raise InputProblem(
            "These words are the claim's own sentence; edit the claim if they are wrong."
        )
    if _among(text, claim.blocked):
        raise InputProblem("These words are ruled not to be this claim already.")
    _check_room(claim.blocked, MOST_BLOCKED, "blocked wordings")
    phrasings = tuple(item for item in claim.phrasings if not _same(item, text))
    return claim.model_copy(update={"phrasings": phrasings, "blocked": (*claim.blocked, text)})


def without_blocked(claim: Claim, wording: str) -> Claim:
    """The claim with a wording no longer ruled out; raises ``NotFound``."""
    kept = tuple(item for item in claim.blocked if not _same(item, wording))
    if len(kept) == len(claim.blocked):
        raise NotFound("The claim has no such blocked wording.")
    return claim.model_copy(update={"blocked": kept})


def merged(winner: Claim, loser: Claim) -> tuple[Claim, Claim]:
    """Both claims after a merge: the first with what the second knew, the second retired.

    The winner keeps its own words, chain and departure; of the loser come its sentence and
    phrasings as phrasings, its evidence, questions, appearances, names, places and topics, and its
    chain and review date where the winner has none. What either ruled out, the other's wordings
    excepted, stays ruled out. Raises ``InputProblem`` where they cannot be merged.
    """
    if winner.ref == loser.ref:
        raise InputProblem("A claim cannot be merged with itself; choose another one.")
    if winner.status is Status.RETIRED:
        raise InputProblem("The claim to keep is retired; restore it first, or keep the other one.")
    wordings = (*winner.phrasings, loser.text, *loser.phrasings)
    phrasings = tuple(item for item in _distinct(wordings) if not _same(item, winner.text))
    said = (winner.text, *winner.phrasings)
    ruled = (*winner.blocked, *(item for item in loser.blocked if not _among(item, said)))
    blocked = tuple(item for item in _distinct(ruled) if not _among(item, phrasings))
    listed = {item.source for item in winner.evidence}
    asked = {question.text for question in winner.questions}
    told = {(item.document, item.where) for item in winner.appearances}
    kept = winner.model_copy(
        update={
            "phrasings": phrasings[:MOST_PHRASINGS],
            "blocked": blocked[:MOST_BLOCKED],
            "chain": winner.chain or loser.chain,
            "evidence": (
                *winner.evidence,
                *(item for item in loser.evidence if item.source not in listed),
            ),
            "questions": (
                *winner.questions,
                *(item for item in loser.questions if item.text not in asked),
            ),
            "appearances": (
                *winner.appearances,
                *(i for i in loser.appearances if (i.document, i.where) not in told),
            ),
            "variants": _distinct((*winner.variants, *loser.variants)),
            "names": _distinct((*winner.names, *loser.names)),
            "places": _distinct((*winner.places, *loser.places)),
            "topics": _distinct((*winner.topics, *loser.topics)),
            "departure": winner.departure or loser.departure,
            "speaker": winner.speaker or loser.speaker,
            "date": winner.date or loser.date,
            "review_on": winner.review_on or loser.review_on,
        }
    )
    gone = loser.model_copy(update={"status": Status.RETIRED, "merged_into": winner.ref})
    return kept, gone


def _wording(typed: str) -> str:
    text = " ".join(typed.split())
    if not text:
        raise InputProblem("The wording is empty; write the words and send them again.")
    if len(text) > 4000:
        raise InputProblem("The wording is too long; a wording may have 4,000 characters.")
    return text


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _among(text: str, wordings: tuple[str, ...]) -> bool:
    return any(_same(text, item) for item in wordings)


def _distinct(items: tuple[_T, ...]) -> tuple[_T, ...]:
    seen: dict[object, _T] = {}
    for item in items:
        key = " ".join(item.split()).casefold() if isinstance(item, str) else repr(item)
        seen.setdefault(key, item)
    return tuple(seen.values())


def _check_room(kept: tuple[object, ...], most: int, what: str) -> None:
    if len(kept) >= most:
        raise InputProblem(f"The claim has {most} {what}, which is as many as it can hold.")
