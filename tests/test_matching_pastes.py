"""Several claims in one paste, and the pastes that the guard was made with, on the shipped pack."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from claims.report import Segment, Tier
from matching.matcher import ClaimMatcher
from matching.segments import clauses
from tests.matching_world import HERE, PACK, model, pack_matcher, refs

SCOPE = (HERE, PACK)
PASTES = Path(__file__).parent.parent / "benchmarks" / "pastes.yaml"


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClaimMatcher]:
    with pack_matcher(tmp_path_factory.mktemp("pack"), model()) as matcher:
        yield matcher


def made(matcher: ClaimMatcher, text: str) -> dict[str, str]:
    """The claims that a text is said to make, each with the words that make it."""
    found = matcher.match_now(text, SCOPE).candidates
    return {item.ref: item.segment.text for item in found if item.tier is Tier.MATCH}


@pytest.mark.parametrize("joint", [" while ", ", and ", "; ", " - ", " and also ", ".\n", " & "])
def test_two_claims_in_one_breath_are_both_answered_by_their_own_words(
    pack: ClaimMatcher, joint: str
) -> None:
    bases = "Moscow has renewed its deals for permanent bases at Tartus and Hmeimim"
    kurds = "Kurdish intelligence puts the dead of Mosul at over 40k, wrote Cockburn"
    found = made(pack, bases + joint + kurds)
    assert {"C28", "C39"} <= set(found)
    assert "Mosul" not in found["C28"]
    assert "Tartus" not in found["C39"]


def test_a_part_of_a_sentence_keeps_what_an_and_only_joins(pack: ClaimMatcher) -> None:
    text = (
        "While Riyadh goes on about Tehran's acts of war for arming the Houthis, Trump's people "
        "built their anti-Iran policy on the Saudis, the other Sunni kings and Israel, leaving "
        "out all those thousands of ISIS fighters who left Raqqa with tons of arms and ammo."
    )
    found = made(pack, text)
    assert {"C33", "C34", "C10"} <= set(found)
    assert found["C34"].startswith("While Riyadh")
    assert found["C33"].endswith("and Israel")


def test_a_claim_told_twice_in_other_words_is_one_answer(pack: ClaimMatcher) -> None:
    text = "AP says 11,000 civilians died in the US liberation of Mosul. Eleven thousand civilians!"
    found = pack.match_now(text + " Killed in the US liberation of Mosul, says AP.", SCOPE)
    assert refs(found.candidates).count("C37") == 1


def test_a_second_claim_does_not_make_the_first_one_differ(pack: ClaimMatcher) -> None:
    text = "the us told reuters that under 1000 isis fighters are left in iraq and syria"
    both = f"{text}, while silo says 4000 people left raqqa and all but 500 were isis fighters"
    answer = {item.ref: item for item in pack.match_now(both, SCOPE).candidates}
    assert (answer["C24"].tier, answer["C12"].tier) == (Tier.MATCH, Tier.MATCH)
    assert answer["C24"].differs == ()


def test_what_differs_between_two_halves_of_one_claim_still_differs(pack: ClaimMatcher) -> None:
    text = "russia counted 750 militants at shaddadi and 3,500 militants at the base in tanf"
    answer = {item.ref: item for item in pack.match_now(text, SCOPE).candidates}
    assert answer["C05"].tier is Tier.DIFFERS


def test_a_quotation_inside_sarcasm_is_found(pack: ClaimMatcher) -> None:
    text = 'suuure, "Mattis says the US will annihilate ISIS", and I\'m the queen of england lol'
    assert "Mattis" in made(pack, text)["C14"]


def test_part_of_a_sentence_about_something_else_makes_no_claim(pack: ClaimMatcher) -> None:
    text = "The dam of the lake burst at night, and 4,000 people left their homes in a hurry."
    assert made(pack, text) == {}


def test_a_few_words_in_a_long_post_are_like_no_claim(pack: ClaimMatcher) -> None:
    post = "Here we go again. My neighbour keeps shouting at his parrot about it. #CIA #Assad"
    alone = pack.match_now("#CIA #Assad", SCOPE)
    assert refs(alone.candidates)[:1] == ["C19"]  # there is nothing better to go by
    beside = {item.segment.text for item in pack.match_now(post, SCOPE).candidates}
    assert beside.isdisjoint({"Here we go again.", "#CIA #Assad"})


def test_a_sentence_is_cut_only_where_both_sides_can_say_something() -> None:
    text = "so   Anna and Bert went home early today; the mill on the river burned down last night"
    (first, second) = clauses(Segment(text, 10, 10 + len(text)))
    assert (first.text, second.text[:8]) == ("so   Anna and Bert went home early today", "the mill")
    assert text[second.start - 10 : second.end - 10] == second.text
    tied = "the old mill burned down because Anna and her dog Bert were away that night"
    assert "Anna and her dog Bert were away that night" in {
        part.text for part in clauses(Segment(tied, 0, len(tied)))
    }
    assert clauses(Segment("salt and pepper on the table", 0, 28)) == ()


def tune(every: int) -> dict[str, list[tuple[str, str]]]:
    """Some of the pastes that the guard was made with, by kind: a claim's ref and a text."""
    kept: dict[str, Any] = yaml.safe_load(PASTES.read_text(encoding="utf-8"))
    found: dict[str, list[tuple[str, str]]] = {"told": [], "distorted": [], "other": []}
    for ref, kinds in kept["claims"].items():
        for kind, texts in kinds.items():
            changed = texts if kind == "distortions" else {"": texts}
            for what, some in changed.items():
                if hashlib.sha256(f"{ref} {kind} {what}".strip().encode()).digest()[0] % 2 == 0:
                    group = "distorted" if what else "told"
                    found[group] += [(ref, text) for text in some]
    found["other"] = [("", text) for text in (*kept["near_misses"], *kept["unrelated"])]
    return {group: texts[::every] for group, texts in found.items()}


def test_the_pastes_that_the_guard_was_made_with_stay_answered(pack: ClaimMatcher) -> None:
    tiers: dict[str, list[Tier | None]] = {}
    for group, pasted in tune(every=4).items():
        for ref, text in pasted:
            found = {item.ref: item.tier for item in pack.match_now(text, SCOPE).candidates}
            best = min(found.values(), key=list(Tier).index, default=None)
            tiers.setdefault(group, []).append(found.get(ref) if ref else best)
    told, distorted, other = tiers["told"], tiers["distorted"], tiers["other"]
    assert told.count(Tier.MATCH) >= 0.85 * len(told)
    assert told.count(Tier.DIFFERS) <= 0.05 * len(told)
    assert distorted.count(Tier.DIFFERS) >= 0.9 * len(distorted)
    assert other.count(Tier.MATCH) <= 0.04 * len(other)
