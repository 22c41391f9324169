"""What is done while a large index is searched: nothing is answered otherwise, or read twice."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from claims.models import Claim
from claims.report import Tier
from matching.embedder import Encoded, Vectors
from matching.features import Met, Pairs
from matching.guard import Comparisons, compare
from matching.index import SearchIndex
from matching.matcher import ClaimMatcher
from matching.names import lexicon
from matching.query import queries
from matching.record import Record
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


class Counted:
    """The guard, with a note of each comparison."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        monkeypatch.setattr("matching.guard.comparisons.compare", self._compare)

    def _compare(self, *given: object) -> object:
        self.times += 1
        return compare(*given)


def mill() -> tuple[Comparisons, Record, Met]:
    """A text with a town in small letters, a claim that it tells of another one, and how near."""
    query = queries(["Officials in new sarum closed the old mill in May"])[0]
    told = Claim(
        ref="c1", text="Officials in Dunmore closed the old mill in May", places=("Dunmore",)
    )
    record = Record.of(1, told)
    return Comparisons(query), record, Pairs(query).by_words(record)


def test_a_claim_is_compared_again_where_a_name_in_the_text_comes_to_be_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guard, record, met = mill()
    counted = Counted(monkeypatch)
    assert guard.differences(record, met, lexicon([], ["Dunmore"])) == ()
    (differs,) = guard.differences(record, met, lexicon([], ["Dunmore", "New Sarum"]))
    assert (differs.pasted, differs.claim) == ("new sarum", "Dunmore")
    assert counted.times == 2


def test_a_claim_is_not_compared_again_for_names_that_stand_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guard, record, met = mill()
    counted = Counted(monkeypatch)
    for people in ([], ["Anna Kova"], ["Anna Kova", "Ilse Brand"]):
        assert guard.differences(record, met, lexicon(people, ["Dunmore"])) == ()
    assert counted.times == 1
    guard.differences(record, Met(met.wording, met.nearness / 2), lexicon([], ["Dunmore"]))
    assert counted.times == 2


def test_names_that_are_known_at_first_and_then_not_make_it_another_comparison(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guard, record, met = mill()
    counted = Counted(monkeypatch)
    nobody, everybody = lexicon([], []), lexicon([], ["Dunmore", "New Sarum"])
    guard.differences(record, met, nobody)
    guard.differences(record, met, nobody)
    assert counted.times == 1
    assert guard.differences(record, met, everybody)
    assert guard.differences(record, met, nobody) == ()
    assert counted.times == 3


async def test_what_words_settle_is_compared_once_also_in_a_large_index(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.candidates._LARGE", 0)
    counted = Counted(monkeypatch)
    changed = STORKS.replace("White storks", "Nine white storks")
    found = ClaimMatcher(index).match_now(changed, (HERE,))
    assert found.candidates[0].ref == "c3"
    assert counted.times == 1


async def test_a_text_that_the_model_has_read_is_not_compared_ahead(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    matcher, asked = ClaimMatcher(index), [STORKS.replace("White", "Nine white")]
    counted = Counted(monkeypatch)
    slow = matcher.rank_now(asked, (HERE,), 3)
    before = counted.times
    monkeypatch.setattr("matching.candidates._LARGE", 0)
    assert matcher.rank_now(asked, (HERE,), 3) == slow
    assert counted.times == 2 * before > 0
