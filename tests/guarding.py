"""What the stories of the guard assert of the differences that it found."""

from collections.abc import Sequence

from claims.report import Difference, DifferenceKind


def assert_said(
    differences: Sequence[Difference], kind: DifferenceKind, mine: str, theirs: str
) -> None:
    """The first difference of a kind has these words of the text and of the claim in it."""
    found = [item for item in differences if item.kind is kind]
    assert found, differences
    assert mine in found[0].pasted
    assert theirs in found[0].claim
