"""Another deed, aim or pretext than the claim's, told on a lake and the towns around it."""

from __future__ import annotations

import pytest

from claims.models import Claim
from claims.report import DifferenceKind
from matching.analysis import read
from matching.features import Met
from matching.guard import compare, neighbours
from matching.record import Record

CLAIMS = {
    "herders": "The abbey of Orrin has backed the herders of the upper lake against the canton.",
    "divers": "The lake office trained the divers of Orrin at the old quarry in May 2019.",
    "task": "The wardens take an oath in the abbey and have the task of evacuating the islands.",
    "aim": "From the beginning the aim of the levy was to counter the ferry guild of Orrin.",
    "pretext": "The canton used the vaccination of the herds as a pretext for the new toll.",
    "guild": "The ferry guild lost since the canton gave the fishermen military aid in 2018.",
    "pact": "The towns' water policy is built on an alliance of Orrin with the eastern cantons.",
    "gauge": "The lake office in Orrin was quick to reply to the charge of smuggling.",
}
RECORDS = {
    ref: Record.of(at, Claim(ref=ref, text=text))
    for at, (ref, text) in enumerate(CLAIMS.items(), start=1)
}
KNOWN = neighbours(list(RECORDS.values()))


def roles(ref: str, pasted: str) -> list[tuple[str, str]]:
    found = compare(read(pasted), RECORDS[ref], Met(0, 0.8), KNOWN)
    return [(item.pasted, item.claim) for item in found if item.kind is DifferenceKind.ROLE]


@pytest.mark.parametrize(
    ("ref", "pasted", "mine", "theirs"),
    [
        ("herders", "the herders of the upper lake were spied on by the abbey of Orrin", "spied",
         "backed"),
        ("divers", "the lake office sued the divers of Orrin at the old quarry, May 2019", "sued",
         "trained"),
        ("task", "wardens take the oath in the abbey, then their job is guarding sheep", "guarding",
         "evacuating"),
        ("aim", "what the levy was for from the beginning: the aim was to build houses in Orrin",
         "build", "counter"),
        ("pretext", "the tourists were the canton's excuse for the new toll, not the herds",
         "tourists", "vaccination"),
        ("guild", "the ferry guild lost because the canton gave the fishermen cheap loans in 2018",
         "loans", "military"),
        ("pact", "the water policy of the towns is built on trade deals of Orrin with the eastern "
         "cantons", "trade", "alliance"),
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
        ("pact", "Orrin and the eastern cantons team up, the water policy is built on that"),
    ],
)  # fmt: skip
def test_the_same_deed_in_other_words(ref: str, pasted: str) -> None:
    assert roles(ref, pasted) == []
