"""Who tells a claim: strangers of whom no list knows, in whatever letters, and those who do not."""

from __future__ import annotations

import pytest

from claims.models import Claim
from claims.report import Difference, DifferenceKind
from matching.analysis import read
from matching.features import Met
from matching.guard import compare, neighbours
from matching.record import Record
from tests.guarding import assert_said

CLAIMS = {
    "bridge": ("Ida Brand", "Ida Brand writes that the old bridge of Velm was built on sand."),
    "wolves": ("Ida Brand", "Forty wolves crossed the frozen bay last winter, the article says."),
    "mill": ("Ida Brand", "The mill of Velm burned down in May 2019."),
    "salt": ("Salt Office of Velm", "The salt of Velm is the purest of all, says the Salt Office."),
}
RECORDS = {
    ref: Record.of(at, Claim(ref=ref, text=text, speaker=speaker, topics=("Velm",)))
    for at, (ref, (speaker, text)) in enumerate(CLAIMS.items(), start=1)
}
KNOWN = neighbours(list(RECORDS.values()))


def differences(ref: str, pasted: str) -> tuple[Difference, ...]:
    """As if the claim's own sentence had been met."""
    return compare(read(pasted), RECORDS[ref], Met(0, 0.8), KNOWN)


@pytest.mark.parametrize(
    ("ref", "pasted", "mine"),
    [
        ("bridge", "horst grabowski writes velms old bridge was built on sand", "horst grabowski"),
        ("bridge", "the old bridge was built on sand - tom barker wrote that", "tom barker"),
        ("bridge", "grabowski reckons the old bridge of velm was built on sand", "grabowski"),
        ("bridge", "According to Tom Barker, the old bridge was built on sand.", "Tom Barker"),
        ("bridge", "the old bridge of velm, acc to grabowski, was built on sand", "grabowski"),
        ("bridge", "Old Bridge of Velm Built on Sand, Says Tom Barker", "Tom Barker"),
        ("bridge", "Tom Barker: Old Bridge of Velm Built on Sand", "Tom Barker"),
        ("bridge", "Old Bridge of Velm Was Built on Sand - Tom Barker", "Tom Barker"),
        ("bridge", "in tom barker's view the old bridge was built on sand", "tom barker"),
        ("bridge", "if Grabowski is right, the old bridge was built on sand", "Grabowski"),
        ("wolves", "tom barker claims forty wolves crossed the frozen bay", "tom barker"),
    ],
)
def test_a_stranger_tells_it_instead(ref: str, pasted: str, mine: str) -> None:
    assert_said(differences(ref, pasted), DifferenceKind.NAME, mine, "Brand")


@pytest.mark.parametrize(
    ("ref", "pasted"),
    [
        ("bridge", "brandt writes the old bridge of velm was built on sand"),
        ("bridge", "tom barker says ida brand writes the old bridge was built on sand"),
        ("bridge", "The article says that the old bridge of Velm was built on sand"),
        ("bridge", "someone says the old bridge of velm was built on sand"),
        ("bridge", "my uncle says the old bridge of velm was built on sand"),
        ("bridge", "everyone argues that the old bridge of velm was built on sand"),
        ("bridge", "@tom_barker says the old bridge of velm was built on sand"),
        ("bridge", "RT @tom_barker: the old bridge of velm was built on sand"),
        ("bridge", "some grumpy blogger writes the old bridge of velm was built on sand"),
        ("bridge", "ironclad: velm's old bridge was built on sand"),
        ("bridge", "BREAKING: old bridge of Velm was built on sand, says new report"),
        ("bridge", "the old bridge of velm, per usual, was built on sand"),
        ("bridge", "if memory is right the old bridge of velm was built on sand"),
        ("wolves", "forty wolves crossed the frozen bay says the piece by brand"),
        ("mill", "tom barker says the mill of velm burned down in may 2019"),
        ("salt", "According to Tom Barker, the salt of Velm is the purest of all."),
    ],
)
def test_no_stranger_takes_the_tellers_place(ref: str, pasted: str) -> None:
    assert differences(ref, pasted) == ()


PLACES = {
    "herring": "The US told AFP that fewer than 40 trawlers are left in Norway and Sweden.",
    "road": "Canada keeps a fort at Bergen, on the coast near the border with Sweden.",
    "pact": "A pact of Canada with Norway against Sweden was signed by the mayor.",
}
ALL = {ref: Record.of(1, Claim(ref=ref, text=text)) for ref, text in PLACES.items()}
NEAR = neighbours(list(ALL.values()))


@pytest.mark.parametrize(
    ("ref", "pasted"),
    [
        (
            "herring",
            "AFP hears from the US that in Norway and Sweden put together 40 trawlers remain",
        ),
        ("road", "Bergen lies on the Paris-Copenhagen road, near the border with Sweden"),
        ("pact", "the mayor signed a pact of Canada and Norway, going after Sweden with Norway"),
    ],
)
def test_a_name_that_neither_acts_nor_tells_is_no_difference(ref: str, pasted: str) -> None:
    assert compare(read(pasted), ALL[ref], Met(0, 0.8), NEAR) == ()


def test_another_sort_of_landscape_is_another_place() -> None:
    found = compare(
        read("Canada keeps a fort in the Bergen valley"), ALL["road"], Met(0, 0.8), NEAR
    )
    assert_said(found, DifferenceKind.NAME, "valley", "coast")


HEADS = {
    "seals": "Turkey announced that the seals off Izmir are to be counted anew.",
    "spoken": "Turkey announced, as Mehmet Kaya says, that the gulls of Izmir are to be counted.",
    "quay": "Canada announced in May 2019 that its lease of the quay at Bergen was renewed.",
    "ferry": "The BBC is said to have shown that the ferry to Bergen carried sixty cows.",
    "pilots": "Swedish intelligence put the missing pilots at forty, the mayor says.",
}
HEAD = {ref: Record.of(1, Claim(ref=ref, text=text)) for ref, text in HEADS.items()}
BY = neighbours(list(HEAD.values()))


@pytest.mark.parametrize(
    ("ref", "pasted", "mine", "theirs"),
    [
        (
            "quay",
            "in may 2019 china made public that its lease of bergen's quay was renewed",
            "chi",
            "C",
        ),
        (
            "ferry",
            "per the account put down to CNN the ferry to Bergen carried sixty cows",
            "CNN",
            "BBC",
        ),
        (
            "pilots",
            "forty missing pilots is a Danish secret service figure",
            "secret service",
            "intel",
        ),
    ],
)
def test_another_country_paper_or_service_has_the_place(
    ref: str, pasted: str, mine: str, theirs: str
) -> None:
    found = compare(read(pasted), HEAD[ref], Met(0, 0.8), BY)
    assert_said(found, DifferenceKind.NAME, mine, theirs)


@pytest.mark.parametrize(
    ("ref", "pasted"),
    [
        ("quay", "Bergen's quay: the lease was renewed by Ottawa in May 2019"),
        ("quay", "Norway's quay at Bergen had its lease renewed in May 2019"),
        ("quay", "Norway says the lease of the quay at Bergen was renewed, Canada announced"),
        ("seals", "Erdogan announced that the seals off Izmir are to be counted anew"),
        ("ferry", "CNN: BBC showed that the ferry to Bergen carried sixty cows"),
        ("pilots", "spies in Stockholm put the missing pilots at forty, says the mayor"),
    ],
)
def test_a_country_or_paper_beside_the_claims_own_is_no_difference(ref: str, pasted: str) -> None:
    assert compare(read(pasted), HEAD[ref], Met(0, 0.8), BY) == ()


DOCK = Record.of(
    1, Claim(ref="D", text="Canada enlarges its naval dock at Velmar, Norway.", places=("Velmar",))
)


@pytest.mark.parametrize(
    "pasted",
    [
        "Canada enlarges its naval dock at Quorrin, Norway",
        "canada makes its quorrin naval base bigger, norway says",
        "the naval port of quorrin is enlarged by canada",
    ],
)
def test_a_place_that_no_list_knows_is_another_place(pasted: str) -> None:
    found = compare(read(pasted), DOCK, Met(0, 0.8), neighbours([DOCK]))
    assert_said(found, DifferenceKind.PLACE, "uorrin", "Velmar")


@pytest.mark.parametrize(
    "pasted",
    [
        "Canada enlarges its naval dock at Velmaar, Norway",
        "canada enlarges its norwegian naval dock in cahoots with the mayor",
        "canada is making its norwegian naval dock yuuuge, in a town called velmar",
        "Canada enlarges a naval dock in Norway, quietly",
        "Canada's naval dock in Norway, built by Grabowski, is being enlarged",
    ],
)
def test_a_word_that_is_no_place_takes_no_places_place(pasted: str) -> None:
    assert compare(read(pasted), DOCK, Met(0, 0.8), neighbours([DOCK])) == ()


LAKE = Record.of(1, Claim(ref="L", text="The Velm Lake Council meets in May to replace the mayor."))


def test_a_name_by_its_first_letters_or_with_a_slip_is_the_same() -> None:
    near = neighbours([LAKE])
    for pasted in (
        "Expect the VLC meets in May to replace the mayor",
        "The Velm Lake Councill meets",
    ):
        assert compare(read(pasted), LAKE, Met(0, 0.8), near) == ()
    found = compare(read("Expect the OBS meets in May"), LAKE, Met(0, 0.8), near)
    assert_said(found, DifferenceKind.NAME, "OBS", "Velm Lake Council")
