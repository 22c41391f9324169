"""What sets a telling apart from a claim, told on the shipped pack."""

from __future__ import annotations

import pytest

from claims.models import Claim, Variant
from claims.report import Difference, DifferenceKind
from matching.analysis import read
from matching.features import Met
from matching.guard import blocked, compare, neighbours
from matching.names import NO_NAMES
from matching.record import Record
from tests.matching_world import pack_claims

RECORDS = {item.ref: Record.of(n, item) for n, item in enumerate(pack_claims(), start=1)}
KNOWN = neighbours(list(RECORDS.values()))


def differences(ref: str, pasted: str) -> tuple[Difference, ...]:
    """As if the claim's own sentence had been met, and no variant were near."""
    return compare(read(pasted), RECORDS[ref], Met(0, 0.8), KNOWN)


def kinds(ref: str, pasted: str) -> set[DifferenceKind]:
    return {item.kind for item in differences(ref, pasted)}


def test_another_number_is_shown_as_pasted_and_as_the_claim_writes_it() -> None:
    (only,) = differences("C37", "AP: US air strikes killed 110,000 civilians in Mosul")
    assert (only.kind, only.pasted, only.claim) == (DifferenceKind.NUMBER, "110,000", "11,000")


@pytest.mark.parametrize(
    ("ref", "pasted"),
    [
        ("C37", "AP: the US killed 11k civilians in Mosul"),
        ("C37", "eleven thousand civilians died in mosul says AP"),
        ("C37", "AP counted 9,000-11,000 dead civilians in Mosul"),
        ("C37", "the US killed civilians in Mosul, AP reports"),
        ("C39", "kurdish intelligence: upwards of 40k dead in mosul"),
        ("C39", "Cockburn on Mosul: 40000 dead"),
        ("C24", "pentagon says less than 1000 isis fighters remain"),
        ("C05", "1100 isis at us bases, russia says"),
        ("C12", "sdf defector silo says 3500 isis left raqqa"),
        ("C38", "the real mosul toll is 10 times higher"),
        ("C28", "russia has a 49 year deal on tartus"),
    ],
)
def test_a_figure_that_agrees_or_is_not_in_question_is_no_difference(ref: str, pasted: str) -> None:
    assert DifferenceKind.NUMBER not in kinds(ref, pasted)


@pytest.mark.parametrize(
    ("ref", "pasted", "kind"),
    [
        ("C05", "russia counted 7,500 militants at shaddadi", DifferenceKind.NUMBER),
        ("C10", "a few dozen isis fighters left raqqa", DifferenceKind.NUMBER),
        ("C24", "more than 1,000 ISIS fighters remain in Iraq and Syria", DifferenceKind.NUMBER),
        ("C29", "russia will enlarge tartus for 50 warships", DifferenceKind.NUMBER),
        ("C38", "the mosul toll is a hundred times the pentagon's", DifferenceKind.NUMBER),
        (
            "C05",
            "about 350 militants are at Shaddadi and about 750 at Al-Tanf",
            DifferenceKind.NUMBER,
        ),
        ("C11", "Silo defected to Turkey in October 2015", DifferenceKind.DATE),
        ("C30", "Lavrov said so on 27 November 2017", DifferenceKind.DATE),
        ("C11", "silo defected to iran in october 2017", DifferenceKind.PLACE),
        ("C30", "Putin said the main task was to defeat al-Nusra", DifferenceKind.NAME),
        ("C02", "American drones detected ISIS brigades at Al-Tanf", DifferenceKind.NAME),
        ("C33", "the Obama administration worked out an anti-Iran policy", DifferenceKind.NAME),
        ("C36", "people displaced from aleppo and idlib face deadly cold", DifferenceKind.PLACE),
        ("C35", "Israel warned of acting against Iranian bases in Lebanon", DifferenceKind.PLACE),
        ("C35", "israel said it wont intervene against iran", DifferenceKind.NEGATION),
        ("C06", "The United States has no base at Al-Tanf", DifferenceKind.NEGATION),
        (
            "C34",
            "Iran has repeatedly charged Saudi Arabia with acts of war over missiles",
            DifferenceKind.ROLE,
        ),
    ],
)
def test_what_was_changed_is_named(ref: str, pasted: str, kind: DifferenceKind) -> None:
    assert kind in kinds(ref, pasted)


@pytest.mark.parametrize(
    ("ref", "pasted"),
    [
        ("C35", "didn't israel warn it would act against iranian bases in syria?"),
        ("C35", "bibi told assad: no iranian bases in syria or we strike"),
        ("C07", "not a word from the pentagon on gerasimov's accusation yet"),
        ("C01", "so gerasimov says the yanks are schooling old daesh guys down at al tanf??"),
        ("C23", "Baghdad and Damascus both declared victory over Daesh"),
        ("C28", "moscow renews its deal with assad on tartous and khmeimim"),
        ("C11", "silo left for turkey last wednesday they said"),
    ],
)
def test_other_words_for_the_same_are_no_difference(ref: str, pasted: str) -> None:
    assert differences(ref, pasted) == ()


def test_of_several_sentences_only_the_one_about_the_claim_is_compared() -> None:
    rant = "I will never fly again. My flat has 30 rooms in Paris. "
    told = "Russia renews base agreements for Tartus and Hmeimim"
    parts = [read(text) for text in ("I will never fly again.", "My flat has 30 rooms.", told)]
    record, met = RECORDS["C28"], Met(0, 0.8)
    assert compare(read(rant + told), record, met, KNOWN, parts) == ()


def test_a_figure_beside_the_claims_own_takes_the_place_of_none() -> None:
    assert kinds("C37", "AP: 11,000 civilians died in Mosul, 400 of them children") == set()


def test_a_name_is_shown_in_the_capitals_that_the_claim_has_it_in() -> None:
    text = "The harbour of Velm is sold by Ida Brand to Norway."
    claim = Claim(ref="V", text=text, phrasings=("ida brand sells velm harbour to norway",))
    found = compare(read("ida brand sells velm harbour to canada"), Record.of(1, claim),
                    Met(1, 0.9), NO_NAMES)  # fmt: skip
    assert [(item.pasted, item.claim) for item in found] == [("canada", "Norway")]


def test_every_wording_of_the_pack_agrees_with_its_own_claim() -> None:
    apart = [
        (ref, text)
        for ref, record in RECORDS.items()
        for at, text in enumerate(record.wordings)
        if compare(record.words[at], record, Met(at, 1.0), KNOWN)
    ]
    assert apart == []


def test_a_known_variant_is_shown_with_the_curators_sentence() -> None:
    kept = Claim(
        ref="V",
        text="The council bought eleven buses for the town",
        variants=(Variant(text="The council sold its buses", differs="It bought them."),),
    )
    record = Record.of(1, kept)
    found = compare(read("so the council sold its buses"), record, Met(0, 0.5, 0, 0.8), NO_NAMES)
    assert found[0].kind is DifferenceKind.VARIANT
    assert found[0].note == "It bought them."
    assert compare(read("eleven buses for the town"), record, Met(0, 0.8, 0, 0.4), NO_NAMES) == ()


def test_a_blocked_wording_stays_blocked_when_it_is_nearly_repeated() -> None:
    kept = Claim(
        ref="B", text="The mill burned down", blocked=("the mill is on fire, 3 trucks are here",)
    )
    record = Record.of(1, kept)
    assert blocked(read("The mill is on fire - 3 trucks are here!"), record)
    assert not blocked(read("the mill is on fire, 30 trucks are here"), record)
    assert not blocked(read("The mill burned down"), record)
