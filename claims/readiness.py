"""What a claim still lacks before members may see it, and which changes a second person reads."""

from __future__ import annotations

from claims.models import Addition, Claim, QuestionStatus, Stance, Status


def missing_for_publication(claim: Claim) -> tuple[str, ...]:
    """What is missing, a sentence each; empty where the claim may be published."""
    missing = []
    if not claim.chain:
        missing.append("Say who made it or passed it on: add at least one step to its chain.")
    if not claim.evidence and not any(hop.source for hop in claim.chain):
        missing.append("Add at least one source.")
    return tuple(missing)


def is_material(old: Claim, new: Claim) -> bool:
    """Whether a change alters what a published claim tells its readers.

    That is its wording or kind, what it is said to rest on, how the telling departs from its
    source, an answered question, and its publication or retirement.
    """
    shown = old.status is Status.PUBLISHED, new.status is Status.PUBLISHED
    if shown[0] != shown[1]:
        return True
    if not any(shown):
        return False
    told = ("text", "title", "kind", "departure", "chain", "speaker")
    if any(getattr(old, name) != getattr(new, name) for name in told):
        return True
    return _bearing(old) != _bearing(new) or _answers(old) != _answers(new)


def addition_between(own: Claim, wanted: Claim) -> Addition | None:
    """What a community must add to a pack's claim to make it the one wanted.

    None where that takes more than an addition can hold.
    """
    addition = Addition(
        phrasings=tuple(item for item in wanted.phrasings if item not in own.phrasings),
        blocked=tuple(item for item in wanted.blocked if item not in own.blocked),
        evidence=tuple(item for item in wanted.evidence if item not in own.evidence),
        questions=tuple(item for item in wanted.questions if item not in own.questions),
    )
    return addition if _equal(own.with_addition(addition), wanted) else None


def _equal(one: Claim, other: Claim) -> bool:
    """Whether two claims say the same, in whatever order what was added comes."""
    lists = ("phrasings", "blocked", "evidence", "questions")
    same = all(set(getattr(one, name)) == set(getattr(other, name)) for name in lists)
    empty: dict[str, tuple[object, ...]] = dict.fromkeys(lists, ())
    return same and one.model_copy(update=empty) == other.model_copy(update=empty)


def _bearing(claim: Claim) -> frozenset[tuple[str, Stance]]:
    """Which sources support and which dispute."""
    return frozenset(
        (item.source, item.stance) for item in claim.evidence if item.stance is not Stance.CONTEXT
    )


def _answers(claim: Claim) -> frozenset[tuple[str, str | None]]:
    return frozenset(
        (item.text, item.answer)
        for item in claim.questions
        if item.status is QuestionStatus.ANSWERED
    )
