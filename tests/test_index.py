"""The search index follows the change feed, survives what happens to folders, and leaks nothing."""

from __future__ import annotations

import json
import logging
import os
import shutil
import time
from pathlib import Path

import pytest

from claims.errors import ModelProblem
from claims.models import Owner
from claims.report import Tier
from matching.aliases import shipped_aliases
from matching.embedder import load_minilm, model_state
from matching.index import SearchIndex
from matching.matcher import ClaimMatcher
from tests.matching_world import HERE, PACK, HandFeed, claim, model, opened, refs

THERE = Owner.community("there")
WHALES = "Grey whales returned to the harbour of Lisbon in spring"
WOLVES = "Wolves crossed the frozen river near the village of Tiraspol"
STORKS = "White storks nest on the chimneys of the old brewery"


def found(index: SearchIndex, text: str, *scope: Owner) -> list[str]:
    return refs(ClaimMatcher(index).rank_now([text], scope or (HERE,), 5)[0])


def match(index: SearchIndex, text: str, *scope: Owner) -> list[str]:
    return refs(ClaimMatcher(index).match_now(text, scope or (HERE,)).candidates, Tier.MATCH)


async def test_a_new_claim_is_found_at_once_also_in_other_words(tmp_path: Path) -> None:
    feed = HandFeed()
    index = await opened(tmp_path, feed, model())
    feed.put(HERE, 1, claim("whales", WHALES))
    feed.put(HERE, 2, claim("wolves", WOLVES))
    assert await index.catch_up() == 2
    assert index.vectors_behind == 0
    assert found(index, "gray cetaceans came back to the portuguese capital's port")[0] == "whales"
    feed.put(HERE, 3, claim("storks", STORKS))
    start = time.perf_counter()
    await index.catch_up()
    assert time.perf_counter() - start < 1.0
    assert match(index, STORKS) == ["storks"]
    await index.close()


async def test_an_edited_claim_is_found_by_its_new_words_and_no_longer_by_the_old(
    tmp_path: Path,
) -> None:
    feed = HandFeed()
    feed.put(HERE, 1, claim("animal", WHALES))
    feed.put(HERE, 2, claim("other", STORKS))
    index = await opened(tmp_path, feed)
    feed.put(HERE, 1, claim("animal", WOLVES))
    assert await index.catch_up() == 1
    assert index.claims == 2
    assert match(index, WOLVES) == ["animal"]
    assert found(index, WHALES) == []
    await index.close()


async def test_a_retired_claim_answers_nobody(tmp_path: Path) -> None:
    feed = HandFeed()
    feed.put(HERE, 1, claim("whales", WHALES))
    index = await opened(tmp_path, feed, model())
    feed.put(HERE, 1, None)
    await index.catch_up()
    assert found(index, WHALES) == []
    assert index.claims == 0
    await index.close()


async def test_no_community_sees_the_claims_of_another(tmp_path: Path) -> None:
    feed = HandFeed()
    feed.put(HERE, 1, claim("ours", WHALES))
    feed.put(THERE, 2, claim("theirs", WHALES))
    feed.put(PACK, 3, claim("packed", WHALES))
    index = await opened(tmp_path, feed, model())
    assert found(index, WHALES, HERE) == ["ours"]
    assert found(index, WHALES, THERE) == ["theirs"]
    assert found(index, WHALES, HERE, PACK) == ["ours", "packed"]
    assert found(index, WHALES, Owner.community("nobody")) == []
    await index.close()


async def test_a_community_with_few_claims_is_answered_beside_a_large_one(tmp_path: Path) -> None:
    feed = HandFeed()
    for number in range(1, 400):
        feed.put(THERE, number, claim(f"t{number}", f"{WHALES} number {number}"))
    feed.put(HERE, 1000, claim("ours", WHALES))
    index = await opened(tmp_path, feed)
    assert found(index, WHALES, HERE) == ["ours"]
    await index.close()


async def test_what_a_community_added_stands_in_for_the_packs_claim_there_only(
    tmp_path: Path,
) -> None:
    feed = HandFeed()
    feed.put(PACK, 1, claim("C1", WHALES))
    feed.put(HERE, 1, claim("C1", WHALES, "flukes in the bay again"))
    index = await opened(tmp_path, feed, model())
    assert found(index, WHALES, HERE, PACK) == ["C1"]
    assert match(index, "flukes in the bay again", HERE, PACK) == ["C1"]
    assert match(index, "flukes in the bay again", THERE, PACK) == []
    feed.put(HERE, 1, None)
    await index.catch_up()
    assert match(index, WHALES, HERE, PACK) == ["C1"]
    await index.close()


async def test_an_index_opens_again_as_it_was(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    feed = HandFeed()
    for number, text in enumerate((WHALES, WOLVES, STORKS), start=1):
        feed.put(HERE, number, claim(f"c{number}", text))
    index = await opened(tmp_path, feed, model())
    feed.put(HERE, 1, claim("c1", WHALES + " and autumn"))
    feed.put(HERE, 2, None)
    await index.catch_up()
    await index.close()
    with caplog.at_level(logging.WARNING):
        again = SearchIndex(tmp_path, feed, model())
        await again.open()
    assert caplog.records == []
    assert (again.claims, again.position, again.vectors_behind) == (2, 5, 0)
    assert await again.catch_up() == 0
    assert found(again, WHALES)[0] == "c1"
    await again.close()


async def test_a_crash_before_the_state_was_written_loses_and_doubles_nothing(
    tmp_path: Path,
) -> None:
    folder, feed = tmp_path / "index", HandFeed()
    feed.put(HERE, 1, claim("whales", WHALES))
    feed.put(HERE, 2, claim("wolves", WOLVES))
    index = await opened(folder, feed, model())
    before = (folder / "state.json").read_bytes()
    feed.put(HERE, 1, claim("whales", WHALES + " and in autumn"))
    feed.put(HERE, 3, claim("storks", STORKS))
    feed.put(HERE, 2, None)
    await index.catch_up()
    await index.close()
    (folder / "state.json").write_bytes(before)  # all but the last write reached the disk

    again = await opened(folder, feed, model())
    assert again.claims == 2
    assert again.position == 5
    assert found(again, WHALES)[0] == "whales"
    assert found(again, STORKS)[0] == "storks"
    assert "wolves" not in found(again, WOLVES)
    assert len(found(again, WHALES)) == len(set(found(again, WHALES)))
    await again.close()


@pytest.mark.parametrize(
    "damaged",
    ["slots/slots.bin", "vectors-0/whole.bin", "vectors-0/tokens.bin", "words/meta.json"],
)
async def test_a_damaged_folder_is_rebuilt_from_the_feed(
    tmp_path: Path, damaged: str, caplog: pytest.LogCaptureFixture
) -> None:
    feed = HandFeed()
    feed.put(HERE, 1, claim("whales", WHALES))
    feed.put(HERE, 2, claim("wolves", WOLVES))
    await (await opened(tmp_path, feed, model())).close()
    os.truncate(tmp_path / damaged, 5)
    with caplog.at_level(logging.WARNING):
        index = await opened(tmp_path, feed, model())
    assert "rebuilt" in caplog.text
    assert "whales" not in caplog.text.lower()
    assert match(index, WHALES) == ["whales"]
    await index.close()


async def test_a_lost_words_folder_is_rebuilt(tmp_path: Path) -> None:
    feed = HandFeed()
    feed.put(HERE, 1, claim("whales", WHALES))
    await (await opened(tmp_path, feed)).close()
    shutil.rmtree(tmp_path / "words")
    index = await opened(tmp_path, feed)
    assert match(index, WHALES) == ["whales"]
    await index.close()


async def test_an_index_of_another_store_or_format_is_not_believed(tmp_path: Path) -> None:
    old = HandFeed("old")
    old.put(HERE, 1, claim("gone", WHALES))
    await (await opened(tmp_path, old)).close()
    new = HandFeed("new")
    new.put(HERE, 1, claim("wolves", WOLVES))
    index = await opened(tmp_path, new)
    assert found(index, WHALES + " " + WOLVES) == ["wolves"]
    await index.close()
    state = json.loads((tmp_path / "state.json").read_text())
    (tmp_path / "state.json").write_text(json.dumps(state | {"format": 0}))
    index = await opened(tmp_path, new)
    assert index.position == 1
    assert match(index, WOLVES) == ["wolves"]
    await index.close()


async def test_a_feed_that_went_back_is_followed_from_its_start(tmp_path: Path) -> None:
    feed = HandFeed()
    for number in range(1, 4):
        feed.put(HERE, number, claim(f"c{number}", f"{WHALES} {number}"))
    index = await opened(tmp_path, feed)
    restored = HandFeed()
    restored.put(HERE, 9, claim("restored", STORKS))
    index._feed = restored
    await index.catch_up()
    assert found(index, WHALES) == []
    assert match(index, STORKS) == ["restored"]
    await index.close()


async def test_many_claims_are_searched_by_words_before_their_vectors_are_there(
    tmp_path: Path,
) -> None:
    feed = HandFeed()
    for number in range(1, 121):
        feed.put(HERE, number, claim(f"c{number}", f"Ship number {number} left the harbour"))
    feed.put(HERE, 500, claim("whales", WHALES))
    index = await opened(tmp_path, feed, model())
    assert index.vectors_behind == 121
    answer = ClaimMatcher(index).match_now(WHALES, [HERE])
    assert refs(answer.candidates)[0] == "whales"
    assert any("121 claims" in note for note in answer.notes)
    heard: list[tuple[int, int]] = []
    assert await index.fill_vectors(lambda done, total: heard.append((done, total))) == 121
    assert heard[-1] == (121, 121)
    assert index.vectors_behind == 0
    assert ClaimMatcher(index).match_now(WHALES, [HERE]).notes == ()
    await index.close()


async def test_an_index_made_without_a_model_gets_its_vectors_later(tmp_path: Path) -> None:
    feed = HandFeed()
    feed.put(HERE, 1, claim("whales", WHALES))
    feed.put(HERE, 2, claim("wolves", WOLVES))
    index = await opened(tmp_path, feed, None)
    answer = ClaimMatcher(index).match_now(WHALES, [HERE])
    assert refs(answer.candidates, Tier.MATCH) == ["whales"]
    assert any("vector model" in note for note in answer.notes)
    await index.close()
    later = await opened(tmp_path, feed, model())
    assert later.vectors_behind == 0
    assert found(later, "cetaceans came back to a portuguese port")[0] == "whales"
    await later.close()


async def test_vectors_of_another_model_are_made_anew(tmp_path: Path) -> None:
    feed = HandFeed()
    feed.put(HERE, 1, claim("whales", WHALES))
    await (await opened(tmp_path, feed, model())).close()
    state = json.loads((tmp_path / "state.json").read_text())
    (tmp_path / "state.json").write_text(json.dumps(state | {"model": "another", "crc": None}))
    index = SearchIndex(tmp_path, feed, model())
    await index.open()
    assert (index.claims, index.vectors_behind) == (1, 1)
    assert await index.catch_up() == 0
    assert index.vectors_behind == 0
    await index.close()
    again = SearchIndex(tmp_path, feed, model())
    await again.open()
    assert again.vectors_behind == 0
    await again.close()


async def test_names_that_a_curator_adds_are_searched_as_one(tmp_path: Path) -> None:
    feed = HandFeed()
    feed.put(HERE, 1, claim("mill", "The Old Mill Trust bought the meadow behind the station"))
    feed.put(HERE, 2, claim("barn", "The barn behind the station was painted"))
    index = await opened(tmp_path, feed)
    assert found(index, "omt purchase") == []
    await index.close()
    more = shipped_aliases().extended([["Old Mill Trust", "OMT"]])
    index = SearchIndex(tmp_path, feed, aliases=more)
    await index.open()
    assert index.position == 0
    await index.catch_up()
    assert found(index, "omt purchase") == ["mill"]
    await index.close()


async def test_texts_in_other_scripts_are_left_to_the_letters(tmp_path: Path) -> None:
    feed = HandFeed()
    feed.put(HERE, 1, claim("кит", "Серые киты вернулись весной в гавань Лиссабона"))
    feed.put(HERE, 2, claim("волк", "Волки перешли замёрзшую реку у деревни"))
    index = await opened(tmp_path, feed, model())
    assert index.vectors_behind == 0
    assert len(index.view().rows or ()) == 0
    assert found(index, "серый кит вернулся в лиссабонскую гавань")[0] == "кит"
    await index.close()


async def test_dead_vectors_are_left_behind_when_they_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.folder._WORTH_COMPACTING", 10)
    feed = HandFeed()
    for number in range(1, 25):
        feed.put(HERE, number, claim(f"c{number}", f"Ship {number} left"))
    index = await opened(tmp_path, feed, model())
    for number in range(1, 20):
        feed.put(HERE, number, None)
    feed.put(HERE, 99, claim("whales", WHALES))
    await index.catch_up()
    assert len(index.view().rows or ()) == 6
    assert [folder.name for folder in tmp_path.glob("vectors-*")] == ["vectors-1"]
    assert found(index, "cetaceans came back to a portuguese port")[0] == "whales"
    await index.close()
    again = await opened(tmp_path, feed, model())
    assert again.vectors_behind == 0
    await again.close()


def test_a_damaged_model_is_named_and_not_used(tmp_path: Path) -> None:
    file = tmp_path / "model.onnx"
    file.write_bytes(b"not a model")
    with pytest.raises(ModelProblem, match=r"model\.onnx.*damaged"):
        load_minilm(package=tmp_path)
    with pytest.raises(ModelProblem, match=r"model\.onnx cannot be read"):
        load_minilm(package=tmp_path / "gone")
    assert "expected checksum" in model_state()
