"""What is done while a large index is searched: nothing is answered otherwise, or read twice."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from claims.report import Tier
from matching.embedder import Encoded, Vectors
from matching.index import SearchIndex
from matching.matcher import ClaimMatcher
from tests.matching_world import HERE, HandFeed, claim, model, opened, refs

WHALES = "Grey whales returned to the harbour of Lisbon in spring"
SEALS = "Grey seals returned to the harbour of Ostend in spring"
STORKS = "White storks nest on the chimneys of the old brewery"
OTHERS = [f"The {word} choir of Graz sings on Sundays in the town hall" for word in "abcdefgh"]


class Listening:
    """The real model, with a note of each text that it read and of the thread that asked."""

    def __init__(self) -> None:
        self.name = model().name
        self.dimensions = model().dimensions
        self.read: list[tuple[str, str]] = []

    def reads(self, latin_share: float) -> bool:
        return model().reads(latin_share)

    def embed(self, texts: Sequence[str]) -> Vectors:
        return self.encode(texts).vectors

    def encode(self, texts: Sequence[str]) -> Encoded:
        thread = threading.current_thread().name.rsplit("_", 1)[0]
        self.read += [(text, thread) for text in texts]
        return model().encode(texts)

    def asked(self) -> list[tuple[str, str]]:
        read, self.read = self.read, []
        return read


@pytest.fixture
def listening() -> Listening:
    return Listening()


@pytest.fixture
async def index(tmp_path: Path, listening: Listening) -> AsyncIterator[SearchIndex]:
    feed = HandFeed()
    for number, text in enumerate((WHALES, SEALS, STORKS, *OTHERS), start=1):
        feed.put(HERE, number, claim(f"c{number}", text))
    index = await opened(tmp_path, feed, listening)
    await index.fill_vectors()
    listening.asked()
    yield index
    await index.close()


async def test_the_model_reads_what_words_leave_open_while_letters_are_searched(
    index: SearchIndex, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    matcher = ClaimMatcher(index)
    between = "Grey whales returned to the harbour of Ostend in spring"
    slow = matcher.match_now(between, (HERE,))
    assert listening.asked() == [(between, "MainThread")]
    monkeypatch.setattr("matching.candidates._LARGE", 0)
    assert matcher.match_now(between, (HERE,)) == slow
    assert listening.asked() == [(between, "reading ahead")]


async def test_the_model_does_not_read_what_words_settle(
    index: SearchIndex, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.candidates._LARGE", 0)
    found = ClaimMatcher(index).match_now(STORKS, (HERE,))
    assert refs(found.candidates, Tier.MATCH) == ["c3"]
    assert listening.asked() == []


async def test_of_several_sentences_each_is_read_once_whoever_asks_for_it(
    index: SearchIndex, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    rambling = f"{STORKS}, or so says my aunt, who has lived across the street since she was nine"
    rambling += ", and who has never yet told me anything that was not at least in part so"
    text = f"{STORKS}. Nobody had fed the cat for days. {rambling}."
    matcher = ClaimMatcher(index)
    slow = matcher.match_now(text, (HERE,))
    before = listening.asked()
    monkeypatch.setattr("matching.candidates._LARGE", 0)
    assert matcher.match_now(text, (HERE,)) == slow
    now = listening.asked()
    assert sorted(text for text, _ in now) == sorted(text for text, _ in before)
    assert len(now) == len({text for text, _ in now})
    assert (f"{rambling}.", "reading ahead") in now


async def test_without_a_model_nothing_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.candidates._LARGE", 0)
    feed = HandFeed()
    for number, text in enumerate((WHALES, SEALS), start=1):
        feed.put(HERE, number, claim(f"c{number}", text))
    index = await opened(tmp_path, feed)
    found = ClaimMatcher(index).match_now(WHALES, (HERE,))
    assert refs(found.candidates, Tier.MATCH) == ["c1"]
    await index.close()
