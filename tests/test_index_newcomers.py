"""In a large store a few new claims are found before they are on disk, and none is ever lost."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from matching.folder import IndexFolder
from matching.index import SearchIndex
from matching.lexical import GRAMS, WORDS
from matching.matcher import ClaimMatcher
from tests.matching_world import HERE, PACK, HandFeed, claim, model, opened, refs

SHIPS = "Tall ships raced from Lisbon to Cork"
STORKS = "White storks nest on the chimneys of the old brewery"
OTHERS = 40


def found(index: SearchIndex, text: str) -> list[str]:
    return refs(ClaimMatcher(index).rank_now([text], [HERE], 5)[0])


@pytest.fixture
def feed() -> HandFeed:
    """Forty claims about ships, chimneys and storks."""
    feed = HandFeed()
    for number in range(1, OTHERS + 1):
        what = ("white ship", "old chimney", "stork", "brewery wagon")[number % 4]
        feed.put(HERE, number, claim(f"c{number}", f"The {what} number {number} left harbour town"))
    return feed


async def test_a_new_claim_is_found_at_once_and_scored_as_it_will_be(
    tmp_path: Path, feed: HandFeed
) -> None:
    async with SearchIndex(tmp_path, feed, model(), held_from=10) as index:
        await index.catch_up()
        await index.fill_vectors()
        on_disk = (tmp_path / "state.json").read_bytes()
        feed.put(HERE, 100, claim("storks", STORKS))
        await index.catch_up()
        assert (tmp_path / "state.json").read_bytes() == on_disk
        assert found(index, "storks nesting on chimneys")[0] == "storks"
        assert found(index, "birds brooding on top of a factory for beer")[0] == "storks"
        assert index.vectors_behind == 0
        terms = {WORDS: ["white", "stork", "chimney"], GRAMS: ["_whi", "whit", "stor", "chim"]}
        before = {name: index.view().lexical.search(name, terms[name], 5, None) for name in terms}
    async with SearchIndex(tmp_path, feed, model(), held_from=10) as again:
        assert again.position == OTHERS + 1
        for name, hits in before.items():
            after = again.view().lexical.search(name, terms[name], 5, None)
            assert hits.slots[0] == after.slots[0] == OTHERS
            assert hits.scores[0] == pytest.approx(after.scores[0], rel=0.05)


async def test_what_is_new_becomes_durable_by_itself(
    tmp_path: Path, feed: HandFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.index._SETTLED_AFTER", 0.0)
    async with SearchIndex(tmp_path, feed, held_from=10) as index:
        await index.catch_up()
        on_disk = (tmp_path / "state.json").read_bytes()
        feed.put(HERE, 100, claim("storks", STORKS))
        await index.catch_up()
        settling = index._settling
        assert settling is not None
        await asyncio.wait_for(settling, 5)
        assert (tmp_path / "state.json").read_bytes() != on_disk
        assert found(index, STORKS)[0] == "storks"


async def test_a_crash_before_new_claims_are_on_disk_loses_nothing(
    tmp_path: Path, feed: HandFeed
) -> None:
    async with SearchIndex(tmp_path / "index", feed, model(), held_from=10) as index:
        await index.catch_up()
        await index.fill_vectors()
        feed.put(HERE, 100, claim("storks", STORKS))
        feed.put(HERE, 1, None)
        await index.catch_up()
        shutil.copytree(tmp_path / "index", tmp_path / "after the crash")
    again = await opened(tmp_path / "after the crash", feed, model())
    assert (again.claims, again.position, again.vectors_behind) == (OTHERS, OTHERS + 2, 0)
    assert found(again, STORKS)[0] == "storks"
    assert "c1" not in found(again, "The old chimney number 1 left harbour town")
    await again.close()


async def test_a_crash_before_old_words_are_deleted_needs_no_rebuilding(
    tmp_path: Path, feed: HandFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with SearchIndex(tmp_path, feed, model(), held_from=10) as index:
        await index.catch_up()
        await index.fill_vectors()
        feed.put(HERE, 1, claim("c1", STORKS))
        await index.catch_up()
        monkeypatch.setattr("matching.lexical.LexicalIndex.remove", lambda *_: None)
    monkeypatch.undo()
    async with SearchIndex(tmp_path, feed, model(), held_from=10) as again:
        assert (again.claims, again.position, again.vectors_behind) == (OTHERS, OTHERS + 1, 0)
        assert again.view().lexical.documents == OTHERS
        assert found(again, STORKS)[0] == "c1"


async def test_a_claim_edited_twice_in_a_moment_answers_once_and_with_its_last_words(
    tmp_path: Path, feed: HandFeed
) -> None:
    async with SearchIndex(tmp_path, feed, held_from=10) as index:
        await index.catch_up()
        feed.put(HERE, 100, claim("new", STORKS))
        await index.catch_up()
        feed.put(HERE, 100, claim("new", "Wolves crossed the frozen river at dawn"))
        await index.catch_up()
        assert found(index, "wolves crossing a frozen river") == ["new"]
        assert "new" not in found(index, "brewery storks nest")
    again = await opened(tmp_path, feed)
    assert found(again, "wolves crossing a frozen river") == ["new"]
    assert "new" not in found(again, "brewery storks nest")
    await again.close()


async def test_what_is_new_in_a_pack_is_no_answer_to_who_does_not_see_it(
    tmp_path: Path, feed: HandFeed
) -> None:
    async with SearchIndex(tmp_path, feed, held_from=10) as index:
        await index.catch_up()
        feed.put(PACK, 100, claim("packed", STORKS))
        await index.catch_up()
        assert "packed" not in found(index, STORKS)
        both = ClaimMatcher(index).rank_now([STORKS], [HERE, PACK], 5)[0]
        assert refs(both)[0] == "packed"


async def test_a_change_that_failed_half_way_is_taken_in_whole_the_next_time(
    tmp_path: Path, feed: HandFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with SearchIndex(tmp_path, feed, model(), held_from=10) as index:
        await index.catch_up()
        await index.fill_vectors()
        feed.put(HERE, 100, claim("storks", STORKS))
        with monkeypatch.context() as no_space, pytest.raises(OSError, match="No space"):
            no_space.setattr("matching.ledger.Ledger.write", full_disk)
            await index.catch_up()
        assert "storks" not in found(index, STORKS)
        assert await index.catch_up() >= 1
        assert found(index, STORKS)[0] == "storks"
        assert index.claims == OTHERS + 1
    again = await opened(tmp_path, feed, model())
    assert (again.claims, again.vectors_behind) == (OTHERS + 1, 0)
    await again.close()


async def test_whoever_stops_waiting_leaves_the_index_whole(tmp_path: Path, feed: HandFeed) -> None:
    async with SearchIndex(tmp_path, feed, model(), held_from=10) as index:
        await index.catch_up()
        feed.put(HERE, 100, claim("storks", STORKS))
        waiting = asyncio.create_task(index.catch_up())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
        await index.catch_up()
        assert found(index, STORKS)[0] == "storks"
        assert index.claims == OTHERS + 1


def full_disk(*_: object) -> None:
    raise OSError("No space left on device")


async def test_a_crash_between_words_and_record_needs_no_rebuilding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder, feed, record = tmp_path / "index", HandFeed(), IndexFolder._record
    feed.put(HERE, 1, claim("storks", STORKS))
    feed.put(HERE, 2, claim("ships", SHIPS))
    index = await opened(folder, feed, model())

    def as_it_was(self: IndexFolder) -> None:
        shutil.copytree(folder, tmp_path / "crashed", dirs_exist_ok=True)
        record(self)

    monkeypatch.setattr(IndexFolder, "_record", as_it_was)
    feed.put(HERE, 1, claim("storks", STORKS + " and in autumn"))
    feed.put(HERE, 2, None)
    await index.catch_up()
    await index.close()
    monkeypatch.undo()
    again = await opened(tmp_path / "crashed", feed, model())
    assert "rebuilt" not in caplog.text
    assert (again.claims, again.position) == (1, 4)
    assert "ships" not in found(again, SHIPS)
    await again.close()


async def test_a_claim_that_is_edited_all_day_is_kept_in_memory_once(tmp_path: Path) -> None:
    feed = HandFeed()
    index = await opened(tmp_path, feed, model())
    for edit in range(12):
        feed.put(HERE, 1, claim("storks", f"{STORKS}, for the {edit + 2}nd time"))
        await index.catch_up()
        assert found(index, STORKS)[0] == "storks"
        assert len(index._kept) == 1
    await index.close()
