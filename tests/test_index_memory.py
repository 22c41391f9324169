"""Which claims an index keeps in memory, and that none is kept as it was before an edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from claims.report import Tier
from matching.matcher import ClaimMatcher
from tests.matching_world import HERE, HandFeed, claim, opened, refs

WHALES = "Grey whales returned to the harbour of Lisbon in spring"
WOLVES = "Wolves crossed the frozen river near the village of Tiraspol"
STORKS = "White storks nest on the chimneys of the old brewery"


async def test_a_claim_that_is_asked_for_again_stays_in_memory_while_others_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.index._RECORDS", 2)
    feed = HandFeed()
    for number, text in enumerate((WHALES, WOLVES, STORKS), start=1):
        feed.put(HERE, number, claim(f"c{number}", text))
    index = await opened(tmp_path, feed)
    view = index.view()
    kept = {slot: index.records(view, [slot])[slot] for slot in (0, 1, 0, 2)}
    assert index.records(view, [0])[0] is kept[0]
    assert index.records(view, [2])[2] is kept[2]
    assert index.records(view, [1])[1] is not kept[1]
    assert index.records(view, [1])[1] == kept[1]
    await index.close()


async def test_a_claim_that_the_guard_has_read_is_not_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.index._RECORDS", 1)
    feed = HandFeed()
    for number, text in enumerate((WHALES, WOLVES), start=1):
        feed.put(HERE, number, claim(f"c{number}", text))
    index = await opened(tmp_path, feed)
    view = index.view()
    read = index.records(view, [0])[0].words
    index.records(view, [1])
    assert index.records(view, [0])[0].words is read
    feed.put(HERE, 1, claim("c1", STORKS))
    await index.catch_up()
    for text, found in ((STORKS, ["c1"]), (WHALES, [])):
        matching = ClaimMatcher(index).match_now(text, (HERE,))
        assert refs(matching.candidates, Tier.MATCH) == found
    await index.close()
