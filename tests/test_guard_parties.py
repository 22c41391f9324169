"""Who acts and for whom, where the claim names no names: told on a mill and its town."""

from __future__ import annotations

import pytest

from claims.report import DifferenceKind
from matching.analysis import read
from matching.features import Met
from matching.guard import compare, neighbours
from tests.guarding import records_of

CLAIMS = {
    "suit": "The bakery sued the brewery over the smell of malt, the town crier says.",
    "sale": "In spring the old brewery bought the riverside mill.",
    "blame": "The ferrymen were blamed by the fishermen for the broken nets.",
    "backing": "The rebels of the upper valley were backed by the salt merchants and the abbey.",
    "strike": "The town council supported the union in the quarrel over the mill's wages.",
}
RECORDS = records_of(CLAIMS)
KNOWN = neighbours(list(RECORDS.values()))


def roles(ref: str, pasted: str) -> list[tuple[str, str]]:
    found = compare(read(pasted), RECORDS[ref], Met(0, 0.8), KNOWN)
    return [(item.pasted, item.claim) for item in found if item.kind is DifferenceKind.ROLE]


@pytest.mark.parametrize(
    ("ref", "pasted", "mine", "theirs"),
    [
        ("suit", "the brewery has sued the bakery over the smell of malt", "brewery has sued the "
         "bakery", "bakery sued the brewery"),
        ("suit", "the bakery was sued by the brewery over the smell", "bakery was sued by the "
         "brewery", "bakery sued the brewery"),
        ("sale", "this spring the riverside mill bought the old brewery", "mill bought the old "
         "brewery", "brewery bought the riverside mill"),
        ("blame", "the ferrymen blamed the fishermen for the broken nets", "ferrymen blamed the "
         "fishermen", "ferrymen were blamed by the fishermen"),
        ("backing", "Who stood behind the government of the upper valley? The salt merchants",
         "government", "rebels"),
        ("backing", "the regime in the upper valley was backed by the salt merchants and the abbey",
         "regime", "rebels"),
        ("strike", "the town council sided with the mill's management in the quarrel over wages",
         "management", "union"),
    ],
)  # fmt: skip
def test_who_acts_and_for_whom(ref: str, pasted: str, mine: str, theirs: str) -> None:
    assert [(found in mine or mine in found, there in theirs or theirs in there)
            for found, there in roles(ref, pasted)] == [(True, True)]  # fmt: skip


@pytest.mark.parametrize(
    ("ref", "pasted"),
    [
        ("suit", "the brewery was sued by the bakery over the smell of malt"),
        ("suit", "a suit of the bakery against the brewery over the smell of malt"),
        ("suit", "did the brewery sue the bakery over the smell of malt?"),
        ("sale", "the riverside mill was bought by the old brewery in spring"),
        ("sale", "the brewery-owned mill by the river was bought in spring"),
        ("strike", "town council supported the union, and supported unions quarrel over wages"),
        ("blame", "the fishermen blamed the ferrymen for the broken nets"),
        ("backing", "salt merchants and the abbey backed the rebels against the government"),
        ("backing", "the guerrillas of the upper valley had the salt merchants behind them"),
        ("strike", "the town council sided with the workers in the quarrel over the mill's wages"),
    ],
)
def test_the_same_act_told_the_other_way_is_no_difference(ref: str, pasted: str) -> None:
    assert roles(ref, pasted) == []
