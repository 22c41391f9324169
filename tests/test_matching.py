"""Pasted text against the shipped pack, with the real model: what is found, and what is not."""

from __future__ import annotations

import asyncio
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from claims.models import Claim, Variant
from claims.report import Candidate, DifferenceKind, Tier
from matching.candidates import _by_ranks
from matching.lexical import Hits
from matching.matcher import ClaimMatcher
from tests.matching_pastes import DISTORTIONS, NEAR_MISSES, PARAPHRASES, UNRELATED
from tests.matching_world import (
    HERE,
    PACK,
    HandFeed,
    claim,
    model,
    opened,
    pack_claims,
    pack_matcher,
    refs,
)
from tests.shipped import matcher_over

SCOPE = (HERE, PACK)
PASSAGE = """Folks, read this. Iraq and Syria have both announced victory over ISIS.
Meanwhile Russia has renewed its agreements on permanent bases at Tartus and Hmeimim!
My dog is ill, so no stream tonight. And Mattis said the US would annihilate ISIS."""


@pytest.fixture(scope="module")
def pack(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClaimMatcher]:
    folder = Path(shutil.copytree(shipped, tmp_path_factory.mktemp("pack") / "data"))
    with matcher_over(folder) as matcher:
        yield matcher


def ranked(matcher: ClaimMatcher, texts: list[str]) -> list[tuple[Candidate, ...]]:
    return matcher.rank_now(texts, SCOPE, 5)


def test_a_claim_in_other_words_is_found(pack: ClaimMatcher) -> None:
    found = ranked(pack, [text for _, text in PARAPHRASES])
    first = [refs(some)[0] == ref for (ref, _), some in zip(PARAPHRASES, found, strict=True)]
    among = [ref in refs(some)[:3] for (ref, _), some in zip(PARAPHRASES, found, strict=True)]
    assert sum(first) >= 0.92 * len(PARAPHRASES)
    assert sum(among) >= 0.97 * len(PARAPHRASES)
    tiers = [some[0].tier for some in found]
    assert tiers.count(Tier.MATCH) >= 0.6 * len(PARAPHRASES)
    assert tiers.count(Tier.DIFFERS) <= 0.08 * len(PARAPHRASES)


def test_a_distorted_claim_is_shown_as_differing(pack: ClaimMatcher) -> None:
    shown = []
    for ref, text in DISTORTIONS:
        found = {item.ref: item for item in pack.match_now(text, SCOPE).candidates}
        shown.append(ref in found and found[ref].tier is Tier.DIFFERS)
    assert sum(shown) >= 0.85 * len(DISTORTIONS)


def test_the_changed_figure_is_shown_as_it_stands_on_both_sides(pack: ClaimMatcher) -> None:
    answer = pack.match_now("AP: US air strikes killed 110,000 civilians in Mosul", SCOPE)
    best = answer.candidates[0]
    assert (best.ref, best.tier) == ("C37", Tier.DIFFERS)
    figure = next(item for item in best.differs if item.kind is DifferenceKind.NUMBER)
    assert (figure.pasted, figure.claim) == ("110,000", "11,000")


def test_ordinary_chat_and_other_news_find_nothing(pack: ClaimMatcher) -> None:
    answers = [pack.match_now(text, SCOPE) for text in UNRELATED]
    assert [a.candidates for a in answers if refs(a.candidates, Tier.MATCH, Tier.DIFFERS)] == []


def test_a_statement_on_the_same_topic_is_hardly_ever_a_match(pack: ClaimMatcher) -> None:
    answers = [pack.match_now(text, SCOPE) for text in NEAR_MISSES]
    matched = [a for a in answers if refs(a.candidates, Tier.MATCH)]
    assert len(matched) <= 0.04 * len(NEAR_MISSES)


def test_the_packs_own_sentences_match_themselves(pack: ClaimMatcher) -> None:
    for item in pack_claims():
        best = pack.match_now(item.text, SCOPE).candidates[0]
        assert (best.ref, best.tier) == (item.ref, Tier.MATCH)


def test_a_passage_yields_each_claim_once_at_its_sentence(pack: ClaimMatcher) -> None:
    answer = pack.match_now(PASSAGE, SCOPE)
    made = {item.ref: item for item in answer.candidates if item.tier is Tier.MATCH}
    assert set(made) == {"C23", "C28", "C14"}
    assert "Hmeimim" in made["C28"].segment.text
    assert "Mattis" in made["C14"].segment.text
    for item in answer.candidates:
        assert PASSAGE[item.segment.start : item.segment.end] == item.segment.text
    assert len(set(refs(answer.candidates))) == len(answer.candidates)


def test_a_claim_told_twice_is_answered_once_by_the_surer_telling(pack: ClaimMatcher) -> None:
    text = f"something about tartus i think. {pack_claims()[27].text}"
    found = [item for item in pack.match_now(text, SCOPE).candidates if item.ref == "C28"]
    assert len(found) == 1
    assert found[0].segment.text.endswith(pack_claims()[27].text)


def test_a_sentence_that_agrees_hides_no_other_that_differs(pack: ClaimMatcher) -> None:
    agrees = "Russia renews its deal on Tartus and Hmeimim."
    other = (
        "In May 2012 Moscow announced the renewal of its agreements with Syria on the bases at "
        "Tartus and Hmeimim."
    )
    alone = pack.match_now(agrees, SCOPE).candidates
    both = pack.match_now(f"{agrees} {other}", SCOPE).candidates
    assert [(item.ref, item.tier) for item in alone[:1]] == [("C28", Tier.MATCH)]
    assert [(item.ref, item.tier) for item in both[:1]] == [("C28", Tier.DIFFERS)]
    assert {item.kind for item in both[0].differs} == {DifferenceKind.DATE}


def test_a_claim_is_found_inside_a_rant(pack: ClaimMatcher) -> None:
    rant = "I have had it with this place, nobody ever listens to me. " * 25
    text = f"{rant} Mattis said the US strategy was to annihilate ISIS. {rant}"
    assert refs(pack.match_now(text, SCOPE).candidates, Tier.MATCH) == ["C14"]


def test_a_match_says_why_and_which_wording_it_met(pack: ClaimMatcher) -> None:
    best = pack.match_now(
        "ap says 11k civilians dead because of the us in mosul", SCOPE
    ).candidates[0]
    assert best.ref == "C37"
    assert "mosul" in best.wording.lower()
    assert best.reasons
    assert all(reason == reason.lower() for reason in best.reasons)


@pytest.mark.parametrize("paste", ["isis", "mosul raqqa", "the us in syria", "Pentagon???"])
def test_two_words_make_no_claim(pack: ClaimMatcher, paste: str) -> None:
    assert refs(pack.match_now(paste, SCOPE).candidates, Tier.MATCH, Tier.DIFFERS) == []


@pytest.mark.parametrize(
    "paste", ["", "   ", "!!!", "😀😀", "\u200b", "<@123456789>", "a" * 100_000]
)
def test_nothing_to_read_finds_nothing(pack: ClaimMatcher, paste: str) -> None:
    start = time.perf_counter()
    assert pack.match_now(paste, SCOPE).candidates == ()
    assert time.perf_counter() - start < 3.0


def test_a_disguised_claim_is_found(pack: ClaimMatcher) -> None:
    plain = "Mattis said the US strategy was to annihilate ISIS"
    hidden = "||Маttis|| sаid the U\u200bS st\u00adrategy was to аnnihilate IS\u200dIS"
    assert refs(pack.match_now(hidden, SCOPE).candidates, Tier.MATCH) == refs(
        pack.match_now(plain, SCOPE).candidates, Tier.MATCH
    )


def test_without_a_model_the_words_still_find_it(tmp_path: Path) -> None:
    with pack_matcher(tmp_path, None) as matcher:
        answer = matcher.match_now(PASSAGE, SCOPE)
        assert {"C23", "C28", "C14"} <= set(refs(answer.candidates))
        assert len(answer.notes) == 1
        chat = [matcher.match_now(text, SCOPE) for text in UNRELATED]
        assert [a for a in chat if refs(a.candidates, Tier.MATCH)] == []
        found = matcher.rank_now([text for _, text in PARAPHRASES], SCOPE, 3)
        among = [ref in refs(some) for (ref, _), some in zip(PARAPHRASES, found, strict=True)]
        assert sum(among) >= 0.85 * len(PARAPHRASES)


async def test_the_event_loop_stays_free_while_an_article_is_matched(pack: ClaimMatcher) -> None:
    article = " ".join(item.text for item in pack_claims())
    waits: list[float] = []

    async def tick() -> None:
        while True:
            start = time.perf_counter()
            await asyncio.sleep(0.005)
            waits.append(time.perf_counter() - start - 0.005)

    ticking = asyncio.create_task(tick())
    answer = await pack.match(article, SCOPE)
    ticking.cancel()
    assert len(answer.candidates) > 5
    assert len(waits) > 5
    assert sorted(waits)[int(len(waits) * 0.95)] < 0.05


async def test_two_copies_of_a_sentence_stand_side_by_side_the_older_first(tmp_path: Path) -> None:
    feed = HandFeed()
    text = 'The mayor said: "no bridge will be built before 2030"'
    feed.put(HERE, 1, claim("other", "The bridge over the river was closed for repairs"))
    feed.put(HERE, 2, claim("old", text))
    feed.put(HERE, 3, claim("new", text.replace('"', "'")))
    index = await opened(tmp_path, feed, model())
    found = await ClaimMatcher(index).rank(
        "mayor: no bridge is going to be built by 2030", [HERE], 3
    )
    assert refs(found)[:2] == ["old", "new"]
    await index.close()


async def test_the_words_that_a_claim_is_called_by_are_searched(tmp_path: Path) -> None:
    feed = HandFeed()
    feed.put(HERE, 1, claim("lake-monster-photo", "A photo shows what was found in the water"))
    feed.put(HERE, 2, claim("river-mermaid-photo", "A photo shows what washed up in the water"))
    feed.put(HERE, 3, claim("C12", "A photo shows what lay in the water"))
    index = await opened(tmp_path, feed, model())
    matcher = ClaimMatcher(index)
    for name, ref in (("mermaid", "river-mermaid-photo"), ("monster", "lake-monster-photo")):
        found = await matcher.rank(f"this photo of a {name} out of the water", [HERE], 3)
        assert refs(found)[0] == ref
    await index.close()


async def test_a_new_phrasing_answers_at_once_and_a_blocked_wording_no_more(tmp_path: Path) -> None:
    feed, here = HandFeed(), [HERE]
    kept = claim("dam", "The dam at Velm leaks through its eastern wall")
    feed.put(HERE, 1, kept)
    feed.put(HERE, 2, claim("mill", "The old mill burned down in March"))
    index = await opened(tmp_path, feed, model())
    matcher = ClaimMatcher(index)
    slang = "velm bathtub dripping again on the sunrise side"
    assert refs((await matcher.match(slang, here)).candidates, Tier.MATCH) == []
    feed.put(HERE, 1, kept.model_copy(update={"phrasings": (slang,)}))
    await index.catch_up()
    assert refs((await matcher.match(slang, here)).candidates, Tier.MATCH) == ["dam"]
    feed.put(HERE, 1, kept.model_copy(update={"blocked": ("The dam at Velm leaks oil",)}))
    await index.catch_up()
    assert "dam" not in refs((await matcher.match("the dam at velm leaks oil!", here)).candidates)
    assert refs((await matcher.match(kept.text, here)).candidates, Tier.MATCH) == ["dam"]
    await index.close()


async def test_a_telling_that_curators_know_as_another_is_shown_with_their_sentence(
    tmp_path: Path,
) -> None:
    feed = HandFeed()
    kept = Claim(
        ref="buses",
        text="The council of Velm bought eleven electric buses",
        variants=(
            Variant(text="The council of Velm leased electric buses", differs="It bought them."),
        ),
    )
    feed.put(HERE, 1, kept)
    index = await opened(tmp_path, feed, model())
    answer = await ClaimMatcher(index).match("velm council leased some electric buses", [HERE])
    best = answer.candidates[0]
    assert best.tier is Tier.DIFFERS
    assert best.differs[0].note == "It bought them."
    await index.close()


def test_a_telling_that_denies_is_not_seen_where_nothing_is_denied(pack: ClaimMatcher) -> None:
    near = "US and Russian warplanes had close encounters over the Euphrates."
    told = pack.match_now(f"Russia intends to expand Tartus for 11 warships. {near}", SCOPE)
    assert "C32" in refs(told.candidates, Tier.MATCH)
    denied = near.replace("had close", "did not have any close")
    (first, *_) = pack.match_now(denied, SCOPE).candidates
    assert (first.ref, first.tier) == ("C32", Tier.DIFFERS)


def test_a_careful_community_is_told_less_and_an_eager_one_more(pack):
    def told(sensitivity: str) -> set[tuple[str, str]]:
        return {
            (text, found.ref)
            for _, text in PARAPHRASES
            for found in pack.match_now(text, SCOPE, sensitivity=sensitivity).candidates
            if found.tier is Tier.MATCH
        }

    careful, balanced, eager = told("careful"), told("balanced"), told("eager")
    assert careful < balanced < eager
    assert len(careful) > len(eager) / 2


def test_what_was_not_looked_at_of_a_book_is_said(pack):
    text = " ".join(f"The gardener planted row {n} of the late tulips." for n in range(400))
    answer = pack.match_now(text, SCOPE)
    assert answer.notes == (
        "Only the first 300 sentences were looked at; check the rest by itself.",
    )
    assert pack.match_now(text[:2000], SCOPE).notes == ()


def test_a_large_index_is_searched_side_by_side_and_answers_the_same(
    pack: ClaimMatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    pasted = [PASSAGE, *(text for _, text in PARAPHRASES)]
    one_by_one = [pack.match_now(text, SCOPE) for text in pasted]
    monkeypatch.setattr("matching.candidates._LARGE", 0)
    assert [pack.match_now(text, SCOPE) for text in pasted] == one_by_one
    assert any(thread.name.startswith("searching") for thread in threading.enumerate())


def test_what_one_channel_is_sure_of_is_looked_at_whatever_the_others_found() -> None:
    def hits(slots: range) -> Hits:
        scores = np.linspace(9.0, 1.0, len(slots), dtype=np.float32)
        return Hits(np.asarray(slots, dtype=np.int64), scores)

    often, by_vectors = hits(range(60)), hits(range(100, 160))
    looked_at, fused = _by_ranks((often, often, by_vectors), 5)
    assert looked_at == [*range(30), *range(100, 105)]
    assert fused[29] > fused[59] > fused[100] > fused[104]
    assert _by_ranks((often, often, by_vectors), 0)[0] == list(range(30))
    assert _by_ranks((hits(range(0)), hits(range(0)), by_vectors), 5)[0] == list(range(100, 130))
