"""Another deed, aim or pretext than the claim's, told on a lake and the towns around it."""

from __future__ import annotations

import pytest

from claims.report import DifferenceKind
from matching.features import Met
from matching.guard import compare, neighbours
from matching.query import queries
from tests.guarding import records_of

CLAIMS = {
    "herders": "The abbey of Orrin has backed the herders of the upper lake against the canton.",
    "divers": "The lake office trained the divers of Orrin at the old quarry in May 2019.",
    "task": "The wardens take an oath in the abbey and have the task of evacuating the islands.",
    "aim": "From the beginning the aim of the levy was to counter the ferry guild of Orrin.",
    "pretext": "The canton used the vaccination of the herds as a pretext for the new toll.",
    "guild": "The ferry guild lost since the canton gave the fishermen military aid in 2018.",
    "siege": "About 900 soldiers died through the canton's relief of Orrin, the lake paper says.",
    "pact": "The towns' water policy is built on an alliance of Orrin with the eastern cantons.",
    "wharf": "The canton means to carve out a customs zone by the old wharf of Orrin.",
    "gulls": "The abbey repeatedly accused the ferry guild of shooting gulls at Orrin.",
    "boats": "Both ferry lines reported a close encounter of their boats off Orrin point.",
    "mute": "The abbey of Orrin has yet to respond to the charge of cheese smuggling.",
    "camps": "The canton has summer camps by the quarry and on the eastern island.",
}
RECORDS = records_of(CLAIMS)
KNOWN = neighbours(list(RECORDS.values()))


def told(ref: str, pasted: str, kind: DifferenceKind) -> list[tuple[str, str]]:
    asked = queries([pasted])[0]
    found = compare(asked.words, RECORDS[ref], Met(0, 0.8), KNOWN, asked.sentences)
    return [(item.pasted, item.claim) for item in found if item.kind is kind]


def roles(ref: str, pasted: str) -> list[tuple[str, str]]:
    return told(ref, pasted, DifferenceKind.ROLE)


@pytest.mark.parametrize(
    ("ref", "pasted", "mine", "theirs"),
    [
        ("divers", "the lake office sued the divers of Orrin at the old quarry, May 2019", "sued",
         "trained"),
        ("task", "wardens swear it in the abbey, then their task is guarding sheep", "guarding",
         "evacuating"),
        ("aim", "what the levy was for from the beginning: the aim was to build houses in Orrin",
         "build", "counter"),
        ("pretext", "the tourists were the canton's excuse for the new toll, not the herds",
         "tourists", "vaccination"),
        ("guild", "the ferry guild lost because the canton gave the fishermen cheap loans in 2018",
         "loans", "military"),
    ],
)  # fmt: skip
def test_another_deed_in_the_place_of_the_claims(
    ref: str, pasted: str, mine: str, theirs: str
) -> None:
    assert roles(ref, pasted) == [(mine, theirs)]


@pytest.mark.parametrize(
    ("ref", "pasted"),
    [
        ("herders", "the abbey of Orrin stands behind the herders of the upper lake"),
        ("herders", "the abbey of Orrin, which sells cheese, backs the herders of the upper lake"),
        ("herders", "after it sued the canton, the abbey of Orrin sided with the upper herders"),
        ("divers", "divers of Orrin got their drill from the lake office, in the quarry, May 2019"),
        ("divers", "at the old quarry the lake office made divers out of the lads of Orrin"),
        ("task", "an oath in the abbey, and then it is the wardens' job to get the islands empty"),
        ("aim", "the levy was there to hold down the ferry guild of Orrin from day one"),
        ("guild", "with the canton's soldiers beside the fishermen the ferry guild lost in 2018"),
        ("siege", "the canton coalition's campaign for Orrin killed 900 soldiers, says the paper"),
        ("pact", "Orrin and the eastern cantons team up, the water policy is built on that"),
    ],
)  # fmt: skip
def test_the_same_deed_in_other_words(ref: str, pasted: str) -> None:
    assert roles(ref, pasted) == []


@pytest.mark.parametrize(
    ("ref", "pasted", "mine"),
    [
        ("wharf", "the canton means to hand the customs zone over, the one by the old wharf",
         "hand the customs zone over"),
        ("gulls", "only once has the abbey accused the ferry guild of shooting gulls", "only once"),
        ("boats", "the boats of both ferry lines went on joint patrols off Orrin point",
         "joint patrols"),
        ("herders", "the abbey turned its back on the herders of the upper lake in the quarrel",
         "turned its back on"),
        ("mute", "within the hour the abbey of Orrin answered the charge of cheese smuggling",
         "answered"),
        ("mute", "the abbey of Orrin fired back at once, rejecting the cheese smuggling charge",
         "rejecting"),
        ("camps", "They keep talking of summer camps by the quarry and on the eastern island. "
         "There aren't any, the canton has no summer camps.", "no"),
    ],
)  # fmt: skip
def test_the_other_side_of_a_matter(ref: str, pasted: str, mine: str) -> None:
    assert [text for text, _ in told(ref, pasted, DifferenceKind.NEGATION)] == [mine]


@pytest.mark.parametrize(
    ("ref", "pasted"),
    [
        ("wharf", "a customs zone by the old wharf of Orrin, the canton wants to grab it"),
        ("gulls", "time and again the abbey says the ferry guild shoots gulls at Orrin"),
        ("boats", "both ferry lines say their boats had a near miss off Orrin point"),
        ("herders", "the abbey stood firmly behind the herders of the upper lake"),
        ("mute", "not a word from the abbey of Orrin yet on the charge of cheese smuggling"),
        ("camps", "The canton has summer camps by the quarry and on the island. No kidding, they "
         "have a beach."),
    ],
)  # fmt: skip
def test_the_same_side_of_a_matter(ref: str, pasted: str) -> None:
    assert told(ref, pasted, DifferenceKind.NEGATION) == []
