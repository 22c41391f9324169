"""What the stories of the guard are told of, and assert of the differences that it found."""

from collections.abc import Mapping, Sequence
from typing import Any

from claims.models import Claim
from claims.report import Difference, DifferenceKind
from matching.record import Record


def records_of(texts: Mapping[str, str], **more: Any) -> dict[str, Record]:
    """Claims by their refs, as matching keeps them; ``more`` is the same of each."""
    return {
        ref: Record.of(at, Claim(ref=ref, text=text, **more))
        for at, (ref, text) in enumerate(texts.items(), start=1)
    }


def assert_said(
    differences: Sequence[Difference], kind: DifferenceKind, mine: str, theirs: str
) -> None:
    """The first difference of a kind has these words of the text and of the claim in it."""
    found = [item for item in differences if item.kind is kind]
    assert found, differences
    assert mine in found[0].pasted
    assert theirs in found[0].claim
