"""Killed at any moment, Caveat opens again with all that it acknowledged, and its parts agree."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.kill_rounds import Rounds

MIXED = ("mixed",) * 4
FEW = ("mixed", "mixed", "importing", "mixed")
MANY = (*MIXED, "importing", *MIXED, "running")


def killed(
    folder: Path, seed: int, kinds: Sequence[str], caplog: pytest.LogCaptureFixture
) -> Rounds:
    """Rounds on one data folder, which is looked at after each."""
    with Rounds(folder, seed) as story:
        for number, kind in enumerate(kinds, 1):
            try:
                asyncio.run(one(story, kind))
            except BaseException:
                print(f"seed {seed}, round {number}, {kind}")  # noqa: T201 - to do it again
                raise
        asyncio.run(story.at_last())
    assert "rebuilt" not in caplog.text, "an index that was killed is cut back, not made anew"
    return story


async def one(story: Rounds, kind: str) -> None:
    """One round, and the look afterwards."""
    match kind:
        case "running":
            await story.running()
        case "importing":
            await asyncio.to_thread(story.importing)
        case _:
            await asyncio.to_thread(story.mixed)
    await story.looked_at()


def test_killed_a_few_times_nothing_acknowledged_is_lost(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    story = killed(tmp_path, 1, FEW, caplog)
    assert story.known.acknowledged > 20


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 5))
def test_killed_two_hundred_times_nothing_acknowledged_is_lost(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, seed: int
):
    story = killed(tmp_path, seed, MANY * 5, caplog)
    assert story.known.acknowledged > 500
