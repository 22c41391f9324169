"""Curators' decisions as regression cases: what each expects of the matcher, and how it went.

No training follows from a decision, but every one is kept as a case that can be replayed against
the matcher of today.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from claims.models import Claim, Owner
from claims.report import Candidate, Tier


class Kind(StrEnum):
    """What was decided, and what of it is looked at."""

    WORDING = "wording"
    UNAIDED = "unaided"
    BLOCKED = "blocked"
    UNRULED = "unruled"
    VARIANT = "variant"
    ANSWERED = "answered"
    DISMISSED = "dismissed"
    UPHELD = "upheld"


MEANS: Mapping[Kind, str] = {
    Kind.WORDING: "wordings find their claim",
    Kind.UNAIDED: "wordings find their claim when they are taken off it",
    Kind.BLOCKED: "wordings that were ruled out stay out",
    Kind.UNRULED: "wordings that were ruled out would stay out without the ruling",
    Kind.VARIANT: "tellings listed as another claim are no plain match",
    Kind.ANSWERED: "answered requests find the claim that answered them",
    Kind.DISMISSED: "dismissed requests match nothing",
    Kind.UPHELD: "matches that members doubted and curators upheld are still made",
}
"""What it means that a case of a kind holds."""

BINDING = frozenset({Kind.WORDING, Kind.BLOCKED})
"""Kinds that hold whatever the matcher is like, because the store says so: if not, it is broken."""


@dataclass(frozen=True, slots=True)
class Case:
    """One decision: in this owner's store, a text is to be (or not to be) this claim.

    ``claim_id`` is 0 and ``ref`` empty where no claim is to match.
    """

    owner: Owner
    claim_id: int
    ref: str
    kind: Kind
    text: str

    @property
    def key(self) -> str:
        """Names the case in a record that holds no text: 20 hex digits."""
        said = " ".join(self.text.split()).casefold()
        named = "\0".join((str(self.owner), self.ref, self.kind.value, said))
        return hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case went: whether it holds, and the claim that the text was taken for, if any."""

    case: Case
    holds: bool
    taken_for: str
    tier: Tier | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All outcomes of a replay, held against those of an earlier one.

    ``known`` says for cases of an earlier replay, by key, whether they held.
    """

    outcomes: tuple[Outcome, ...]
    known: Mapping[str, bool]

    @property
    def broken(self) -> tuple[Outcome, ...]:
        """Decisions that do not act, though the store says so."""
        return tuple(o for o in self.outcomes if not o.holds and o.case.kind in BINDING)

    @property
    def regressions(self) -> tuple[Outcome, ...]:
        """What held the last time and no longer does."""
        lost = (o for o in self.outcomes if not o.holds and o.case.kind not in BINDING)
        return tuple(o for o in lost if self.known.get(o.case.key))

    @property
    def missed(self) -> tuple[Outcome, ...]:
        """What the matcher cannot tell by itself yet, and could not the last time either."""
        lost = {*self.broken, *self.regressions}
        return tuple(o for o in self.outcomes if not o.holds and o not in lost)

    @property
    def failed(self) -> bool:
        """Whether some decision no longer holds."""
        return bool(self.broken or self.regressions)

    def counts(self) -> dict[Kind, tuple[int, int]]:
        """For each kind that occurs, how many cases hold, of how many."""
        cases = Counter(o.case.kind for o in self.outcomes)
        held = Counter(o.case.kind for o in self.outcomes if o.holds)
        return {kind: (held[kind], cases[kind]) for kind in Kind if cases[kind]}

    def confusions(self) -> list[tuple[str, str, int]]:
        """Which claim's wordings were taken for which other claim, and how often; most first."""
        mixed = Counter(
            (o.case.ref, o.taken_for)
            for o in self.outcomes
            if o.case.kind in (Kind.WORDING, Kind.UNAIDED, Kind.ANSWERED, Kind.UPHELD)
            and o.taken_for not in ("", o.case.ref)
        )
        return [(mine, other, times) for (mine, other), times in mixed.most_common()]

    def precision(self) -> tuple[int, int]:
        """Of the texts that were shown as a match, how many were shown as the right one.

        Wordings as they are, which answer by themselves, do not count.
        """
        shown = [o for o in self.outcomes if o.tier is Tier.MATCH and o.case.kind not in BINDING]
        return sum(1 for o in shown if _right(o)), len(shown)

    def to_remember(self) -> dict[str, bool]:
        """The record for the next time: what held once is expected until it is given up."""
        now = {o.case.key: o.holds for o in self.outcomes if o.case.kind not in BINDING}
        return {key: holds or bool(self.known.get(key)) for key, holds in now.items()}


def cases_of(owner: Owner, claim_id: int, claim: Claim) -> list[Case]:
    """The cases that a claim holds, as its owner's readers see it."""
    asked = [
        *((Kind.WORDING, text) for text in claim.phrasings),
        *((Kind.BLOCKED, text) for text in claim.blocked),
        *((Kind.VARIANT, item.text) for item in claim.variants),
        *((Kind.UNAIDED, text) for text in claim.phrasings),
        *((Kind.UNRULED, text) for text in claim.blocked),
    ]
    return [Case(owner, claim_id, claim.ref, kind, text) for kind, text in asked]


def without(claim: Claim, case: Case) -> Claim:
    """The claim as a case needs it: a wording or a ruling left out, whatever its letters' case."""
    said = _plain(case.text)
    match case.kind:
        case Kind.UNAIDED:
            kept = tuple(text for text in claim.phrasings if _plain(text) != said)
            return claim.model_copy(update={"phrasings": kept})
        case Kind.UNRULED:
            kept = tuple(text for text in claim.blocked if _plain(text) != said)
            return claim.model_copy(update={"blocked": kept})
        case _:
            return claim


def judged(case: Case, candidates: Sequence[Candidate]) -> Outcome:
    """Hold a case against what the matcher found, best first."""
    made = [found for found in candidates if found.tier is not Tier.RELATED]
    mine = [found for found in made if found.claim_id == case.claim_id]
    plain = any(found.tier is Tier.MATCH for found in mine)
    match case.kind:
        case Kind.WORDING | Kind.UNAIDED:
            holds = plain
        case Kind.ANSWERED | Kind.UPHELD:
            holds = bool(mine)
        case Kind.BLOCKED | Kind.UNRULED:
            holds = not mine
        case Kind.VARIANT:
            holds = not plain
        case Kind.DISMISSED:
            holds = not any(found.tier is Tier.MATCH for found in made)
    best = mine[0] if mine and case.kind not in (Kind.BLOCKED, Kind.UNRULED) else None
    best = best or next(iter(made), None)
    return Outcome(case, holds, best.ref if best else "", best.tier if best else None)


def _right(outcome: Outcome) -> bool:
    match outcome.case.kind:
        case Kind.BLOCKED | Kind.UNRULED | Kind.VARIANT:
            return outcome.taken_for != outcome.case.ref
        case Kind.DISMISSED:
            return False
        case _:
            return outcome.taken_for == outcome.case.ref


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
