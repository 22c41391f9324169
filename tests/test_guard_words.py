"""What sets a telling apart from a claim, told on claims of a small town."""

from __future__ import annotations

import pytest

from claims.models import Claim
from claims.report import Difference, DifferenceKind
from matching.analysis import read
from matching.features import Met
from matching.guard import compare, neighbours
from matching.names import NO_NAMES
from matching.record import Record
from tests.guarding import assert_said, records_of

CLAIMS = {
    "bridge": "Velm council says that the bridge at Arnhem will cost under 40 million euros.",
    "mill": "The owner of the mill has given no sign that he plans to sell the mill this year.",
    "march": "In March 2019 the union led a four-mile march of 11,000 nurses through Leeds.",
    "trade": "Canada accused Norway of dumping herring on the market in Bergen.",
    "fleet": "The harbour of Velm will be enlarged to take 12 warships and their crews.",
    "flood": "The flood in Velm was worse because the dam had not been repaired.",
    "strike": "Ford shipped engines from Detroit to Toronto during the strike.",
    "vote": "The mayor, Anna Holm, opposed the new stadium, and most residents rejected it.",
    "gifts": "All but about 500 of the 4,000 guests brought gifts to the wedding in Bergen.",
    "firm": "Acme knows where the missing crates are and is selling them again.",
    "camp": "Thousands of campers in Velm lack tents and clean water.",
    "harbour": "The king of Velm intends to widen the harbour for his ships.",
    "answer": "The sheriff gave no immediate answer to the question of the bakers.",
    "dogs": "Police seized 40 stray dogs a week in Velm, and the press largely ignored it.",
}
RECORDS = records_of(CLAIMS, speaker="Bert Vole")
KNOWN = neighbours(list(RECORDS.values()))
Kind = DifferenceKind


def differences(ref: str, pasted: str) -> tuple[Difference, ...]:
    """As if the claim's own sentence had been met."""
    return compare(read(pasted), RECORDS[ref], Met(0, 0.8), KNOWN)


@pytest.mark.parametrize(
    ("ref", "pasted", "kind", "mine", "theirs"),
    [
        ("march", "a four-kilometre march of nurses", Kind.NUMBER, "four kilometre", "four mile"),
        ("march", "a march of 11,000 teachers through Leeds", Kind.NUMBER, "teachers", "nurses"),
        ("march", "11 percent of the nurses marched through Leeds", Kind.NUMBER, "11", "11,000"),
        ("march", "In May 2019 nurses marched through Leeds", Kind.DATE, "May 2019", "March 2019"),
        ("march", "In late 2019 the union led the march", Kind.DATE, "late 2019", "March 2019"),
        (
            "march",
            "the union marched the nurses through Glasgow",
            Kind.PLACE,
            "Glasgow",
            "Leeds",
        ),
        ("fleet", "the harbour of velm will take one warship", Kind.NUMBER, "one", "12 warships"),
        ("fleet", "velm's harbour will take 12 submarines", Kind.NUMBER, "submarines", "warships"),
        ("dogs", "police seized 40 dogs a month", Kind.NUMBER, "40 per month", "40 per week"),
        (
            "bridge",
            "the bridge will cost over 40 million euros",
            Kind.NUMBER,
            "over 40",
            "under 40",
        ),
        ("dogs", "the press gave it wide coverage in Velm", Kind.NEGATION, "coverage", "ignored"),
        ("gifts", "about 500 of the 4,000 guests brought gifts", Kind.NUMBER, "500", "all but"),
        ("mill", "the owner gave a sign that he will sell the mill", Kind.NEGATION, "sell", "no"),
        ("flood", "The flood was worse although the dam was old", Kind.NEGATION, "although", "bec"),
        ("vote", "the mayor backed the stadium", Kind.NEGATION, "backed", "opposed"),
        ("strike", "Ford shipped engines to Detroit", Kind.ROLE, "to Detroit", "from Detroit"),
        ("trade", "Norway accused Canada of dumping herring", Kind.ROLE, "Norway", "Canada"),
        (
            "trade",
            "Norway dumped herring at a fair in Oslofjord",
            Kind.PLACE,
            "Oslof",
            "Bergen",
        ),
        ("bridge", "Velm council admits the bridge at Dover is dear", Kind.PLACE, "Dover", "Arnh"),
        ("bridge", "CNN confirmed that the bridge will be dear", Kind.NAME, "CNN", "Vole"),
    ],
)
def test_what_was_changed_is_said_in_the_words_of_both(
    ref: str, pasted: str, kind: Kind, mine: str, theirs: str
) -> None:
    assert_said(differences(ref, pasted), kind, mine, theirs)


@pytest.mark.parametrize(
    ("ref", "pasted"),
    [
        ("firm", "Acme has no idea where the missing crates are"),
        ("firm", "Acme knows where the missing crates are but is not selling them"),
        ("firm", "Acme denies that it sells the missing crates"),
        ("firm", "there is no evidence that Acme sells the missing crates"),
        ("firm", "acme stopped selling the missing crates"),
        ("camp", "thousands of campers in Velm have enough tents and clean water"),
        ("camp", "none of the campers in Velm lack tents or clean water"),
        ("harbour", "the king has no plans to widen the harbour"),
        ("harbour", "The king has abandoned his plan to widen the harbour"),
        ("answer", "the sheriff immediately answered the question of the bakers"),
        ("strike", "Ford shipped no engines from Detroit to Toronto"),
        ("dogs", "the press did not ignore the stray dogs that police seized"),
    ],
)
def test_a_denial_is_seen_in_its_many_forms(ref: str, pasted: str) -> None:
    assert [item.kind for item in differences(ref, pasted)] == [Kind.NEGATION]


@pytest.mark.parametrize(
    ("ref", "pasted"),
    [
        ("firm", "no wonder Acme knows where the crates are, it's selling them again"),
        ("camp", "campers have no tents and no clean water in velm"),
        ("camp", "not enough tents and water for the thousands of campers"),
        ("answer", "the sheriff didn't answer the bakers at once"),
        ("answer", "no answer yet from the sheriff to the bakers' question"),
        ("harbour", "the king won't stop: the harbour will be widened for his ships"),
        ("march", "the union led a 6.4 km march of 11k nurses through Leeds in 03/2019"),
        ("march", "eleven thousand nurses marched through leeds in spring 2019"),
        ("march", "In 2019 nurses marched over four miles"),
        ("march", "nurses marched in leeds in march '19"),
        ("gifts", "4,000 guests came to the wedding and 500 of them didn't bring gifts"),
        ("gifts", "3,500 of the 4,000 guests brought gifts to the wedding"),
        ("mill", "the mill's owner hasn't said he would sell it"),
        ("mill", "will the owner of the mill sell it this year?"),
        ("mill", "no word from the owner about a sale of the mill"),
        ("flood", "the dam was never repaired, so the flood was worse"),
        ("strike", "engines from Detroit went to Toronto during the strike"),
        ("trade", "Norway was accused by Canada of dumping herring"),
        ("trade", "Norway dumped herring, says Canada"),
        ("fleet", "the harbour will be enlarged to take a dozen warships"),
        ("fleet", "up to 12 warships will fit into Velm's harbour"),
        ("dogs", "40 strays are seized weekly in Velm"),
        ("vote", "residents said no to the stadium and the mayor didn't want it"),
        ("bridge", "RT @velm_news: the bridge at Arnhem will cost under 40m euros"),
        ("bridge", "the bridge at Arnhem costs €40 million, CNN reports"),
    ],
)
def test_the_same_in_other_words_is_no_difference(ref: str, pasted: str) -> None:
    assert differences(ref, pasted) == ()


def test_a_claim_that_asks_is_neither_denied_nor_turned_round() -> None:
    asked = Record.of(1, Claim(ref="Q", text="Does the baker of Velm own the old mill?"))
    told = compare(
        read("The baker of Velm does not own the old mill"), asked, Met(0, 0.8), NO_NAMES
    )
    assert told == ()


def test_a_double_denial_denies_nothing() -> None:
    assert differences("vote", "nobody denies that residents rejected the stadium") == ()
