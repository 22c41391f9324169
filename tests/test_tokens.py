"""The words of a text as the model reads them: how two texts share them, and how they are kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from matching.candidates import find
from matching.embedder import TOKENS_FILE, TOKENS_SHA256, verify
from matching.query import queries, with_vectors
from matching.sums import Damaged
from matching.tokens import NO_TOKENS, WIDTH, Tokens, alike
from matching.vectors import VectorStore
from tests.matching_world import HERE, HandFeed, claim, model, opened

SHIP = "At sunrise the vessel sailed out of the port of Lisbon."
RETOLD = "A ship left Lisbon's harbour at dawn."
OTHER = "The port of Lisbon was built by a vessel owner who loved the sunrise."


def tokens(*words: tuple[int, int]) -> Tokens:
    """Words that each point along one direction, with their weights."""
    made = np.zeros((len(words), WIDTH), dtype=np.int8)
    for row, (direction, weight) in enumerate(words):
        made[row, direction], made[row, -1] = 127, weight
    return made


def read(*texts: str) -> tuple[Tokens, ...]:
    """Texts, as the model that ships reads their words."""
    return model().encode(texts).tokens


def test_each_word_is_held_against_the_nearest_one_and_counts_by_its_weight() -> None:
    asked = tokens((0, 30), (1, 10))
    said = np.concatenate([tokens((0, 20), (5, 60)), tokens((1, 20)), tokens((7, 9))])
    found = alike(asked, said, [2, 1, 1])
    assert found[0] == pytest.approx([0.75, 0.25, 0.0])  # what was asked is said there
    assert found[1] == pytest.approx([0.25, 1.0, 0.0])  # what is said there was asked


def test_a_text_without_a_telling_word_is_like_none() -> None:
    (empty,) = read("The in a of.")
    assert empty.shape == (0, WIDTH)
    ship = tokens((0, 30))
    assert not alike(empty, ship, [1]).any()
    assert alike(ship, ship, [0, 1, 0]).tolist() == [[0, 1, 0], [0, 1, 0]]
    assert alike(ship, NO_TOKENS, []).shape == (2, 0)


def test_a_retelling_shares_more_than_another_story_of_the_same_words() -> None:
    ship, retold, other = read(SHIP, RETOLD, OTHER)
    itself, told, another = alike(
        ship, np.concatenate([ship, retold, other]), [len(ship), len(retold), len(other)]
    ).T
    assert itself == pytest.approx([1.0, 1.0], abs=0.01)
    assert told[1] > another[1]


def test_words_are_kept_with_their_rows(tmp_path: Path) -> None:
    vectors = np.eye(64, dtype=np.float32)[:4]
    words = (tokens((1, 5), (2, 6)), NO_TOKENS, tokens((3, 7)), tokens((4, 8), (5, 9)))
    store = VectorStore(tmp_path / "one", 64, 0)
    store.append(np.asarray([0, 0, 1]), np.asarray([0, 1, 0]), vectors[:3], words[:3])
    before = store.rows
    store.append(np.asarray([2]), np.asarray([0]), vectors[3:], words[3:])
    store.sync()
    assert len(before.tokens.end) == 3  # who looks meanwhile keeps what was seen
    again = VectorStore(tmp_path / "one", 64, 4, {f"one/{k}": v for k, v in store.sums.items()})
    less = again.copy_to(tmp_path / "two", np.asarray([True, True, False, True]))
    for rows, kept in ((again.rows, words), (less.rows, (words[0], words[1], words[3]))):
        assert [rows.tokens.of([row])[0].tolist() for row in range(len(rows))] == [
            some.tolist() for some in kept
        ]
    assert less.rows.tokens.alike(words[3], [2, 1, 0]).round(2).tolist() == [[1, 0, 0], [1, 0, 0]]


def test_what_a_crash_left_behind_is_cut_off_and_what_it_took_is_noticed(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, 64, 0)
    for slot in (0, 1):
        vector = np.eye(64, dtype=np.float32)[slot : slot + 1]
        store.append(np.asarray([slot]), np.asarray([0]), vector, (tokens((slot, 9)),))
    assert VectorStore(tmp_path, 64, 1).rows.tokens.of([0])[1].tolist() == [1]
    file = tmp_path / "tokens.bin"
    assert file.stat().st_size == WIDTH
    file.write_bytes(b"")
    with pytest.raises(Damaged, match=r"tokens\.bin"):
        VectorStore(tmp_path, 64, 1)


async def test_the_words_of_a_new_claim_are_found_with_it(tmp_path: Path) -> None:
    feed = HandFeed()
    feed.put(HERE, 1, claim("other", OTHER, "Of whales.", "Of wolves.", "Of storks."))
    index = await opened(tmp_path, feed, model())
    feed.put(HERE, 2, claim("ship", RETOLD))
    await index.catch_up()
    view = index.view()
    (query,) = with_vectors(queries([SHIP]), model())
    found = find(query, view, index.scope(view, [HERE]))
    (asked,) = read(SHIP)
    for slot, likeness in zip(found.slots.tolist(), found.said_alike.tolist(), strict=True):
        (said,) = read((OTHER, RETOLD)[slot])
        assert likeness == pytest.approx(alike(asked, said, [len(said)])[1, 0], abs=0.02)
    await index.close()


def test_the_table_that_ships_is_the_one_that_is_expected() -> None:
    verify(TOKENS_FILE, TOKENS_SHA256)
    assert TOKENS_SHA256[:8] in model().name
