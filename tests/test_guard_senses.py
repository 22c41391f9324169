"""What turns a claim round without a denying word, and who is who: told on a small country."""

from __future__ import annotations

import pytest

from claims.dates import PartialDate
from claims.models import Claim
from claims.report import Difference, DifferenceKind
from matching.analysis import read
from matching.features import Met
from matching.guard import compare, neighbours
from matching.names import NO_NAMES
from matching.record import Record
from tests.guarding import assert_said, records_of

CLAIMS = {
    "dam": "Finance minister Ida Brand said in May 2019 that the new dam would calm the river.",
    "guards": "The guards at the mine are armed, and their lists leave out the night shift.",
    "loan": "Asked whether the loan was repaid, the bank of Velm declined to answer.",
    "toll": "The toll of 900 sheep includes the lambs under the snow, the paper says.",
    "union": "The miners work in close alliance with the bakers, who earned most from it.",
    "clinic": "The clinic lacks beds, and the mayor wants to keep the clinic open.",
    "charge": "Norway charged Sweden with theft of herring, a charge the paper calls unfounded.",
    "aim": "The real aim of the tax is to punish the millers, with clean air as a pretext.",
    "choir": "The old choir is being renamed the “New Velm Choir”, says spokesman Olaf Stern.",
    "guests": "4,000 people left Velm, and all but about 500 were fighters.",
    "fair": "Canada is trying to buy the harbour of Bergen, which Norway built for its trawlers.",
    "silence": "On 3 May 2019 the mayor gave no immediate response to the bakers' charge.",
    "fort": "Colonel Rolf Aster, chief of the Swedish general staff, says the fort will be sold.",
    "law": "Most farmers rejected the new law, as the state gave the sheep barons its support.",
    "lynx": "Fewer than 40 lynxes are left in Norway and Sweden, and many fear for them.",
    "strike": "Reuters documented that Norway organised the strike of the miners.",
    "flood": "The press of Velm ignored the flood at the mill and the missing dogs.",
    "raid": "Norway-armed trawlers fish alongside Canada off the banks of Velm.",
    "reefs": "It comes to a war on Rolf Aster by arming and training trawlers linked to Reuters.",
    "blame": "The paper did not answer the charge of the mayor, Rolf Aster, that it lied.",
}
PEOPLE = ("Ida Brand", "Rolf Aster", "Olaf Stern")
RECORDS = records_of(CLAIMS, names=PEOPLE)
KNOWN = neighbours(list(RECORDS.values()))
Kind = DifferenceKind


def differences(ref: str, pasted: str) -> tuple[Difference, ...]:
    """As if the claim's own sentence had been met."""
    return compare(read(pasted), RECORDS[ref], Met(0, 0.8), KNOWN)


@pytest.mark.parametrize(
    ("ref", "pasted", "mine", "theirs"),
    [
        ("dam", "Ida Brand said the new dam would inflame the river", "inflame", "calm"),
        ("guards", "the guards at the mine are unarmed", "unarmed", "armed"),
        ("guards", "the lists of the guards include the night shift", "include", "leave out"),
        ("loan", "the bank of Velm confirmed that the loan was repaid", "confirmed", "declined"),
        ("toll", "the toll of 900 sheep leaves out the lambs", "leaves out", "includes"),
        ("toll", "in the toll of 900 sheep the lambs are omitted", "omitted", "includes"),
        ("union", "the miners are at war with the bakers", "war", "alliance"),
        ("union", "the miners fight against the bakers", "fight against", "alliance"),
        ("clinic", "the clinic has plenty of beds", "plenty", "lacks"),
        ("clinic", "the mayor has given up keeping the clinic open", "given up", "keep"),
        ("clinic", "the mayor failed to keep the clinic open", "failed to", "clinic"),
        ("charge", "norway's herring charge is proven, the paper says", "proven", "unfounded"),
        ("charge", "hardly any herring was stolen by Sweden", "hardly any", "herring"),
        ("silence", "the mayor replied to the bakers' charge at once", "replied", "no response"),
        ("silence", "PROMPT ANSWER of the mayor to the bakers' charge", "ANSWER", "no response"),
        ("law", "most farmers supported the new law", "supported", "rejected"),
        ("lynx", "in 2019 neither Norway nor Sweden has lynxes left", "neither", "Norway"),
        ("lynx", "nobody else is left in Norway and Sweden but 40 lynxes", "nobody", "left"),
        ("flood", "the flood at the mill was widely reported", "widely reported", "ignored"),
        ("fair", "that Canada is trying to buy Bergen's harbour is a hoax", "hoax", "trying"),
    ],
)
def test_a_claim_is_turned_round_by_words_that_deny_nothing(
    ref: str, pasted: str, mine: str, theirs: str
) -> None:
    found = [item for item in differences(ref, pasted) if item.kind is Kind.NEGATION]
    assert found, differences(ref, pasted)
    assert (found[0].pasted, found[0].claim) == (mine, theirs)


@pytest.mark.parametrize(
    ("ref", "pasted"),
    [
        ("dam", "nothing about the dam would be at odds with a calm river, Ida Brand said"),
        ("guards", "the guards at the mine did not come empty-handed, they are armed"),
        ("guards", "the guards' lists do not include the night shift"),
        ("loan", "the bank of Velm would neither confirm nor deny that the loan was repaid"),
        ("toll", "the lambs under the snow are not left out of the toll of 900 sheep"),
        ("union", "nobody has earned more from the alliance with the miners than the bakers"),
        ("clinic", "the clinic is short of beds, but the mayor wants to keep it open"),
        ("clinic", "the clinic, w/o enough beds, is kept open by the mayor"),
        ("charge", "Norway's herring charge against Sweden is anything but proven"),
        ("aim", "without the millers to punish there would be no tax"),
        ("silence", "the mayor didn't react right away to what the bakers charged"),
        ("silence", "the mayor has yet to respond to the bakers"),
        ("silence", "the mayor, who once rejected such charges right away, stayed silent"),
        ("flood", "the press failed to report the flood at the mill of Velm"),
        ("flood", "hardly any paper in Velm mentioned the flood or the missing dogs"),
        ("law", "the new law got no support from most farmers"),
        ("law", "the state supported the sheep barons, so most farmers rejected the new law"),
        ("lynx", "Norway and Sweden, not far from each other, have under 40 lynxes"),
        ("lynx", "it's no secret that fewer than 40 lynxes are left in Norway and Sweden"),
        ("lynx", "IS it true that there are fewer than 40 lynxes left"),
        ("blame", "when Rolf Aster accused the paper of lying, the paper did not answer"),
    ],
)
def test_what_denies_only_in_form_is_no_difference(ref: str, pasted: str) -> None:
    assert differences(ref, pasted) == ()


@pytest.mark.parametrize(
    ("ref", "pasted", "kind", "mine", "theirs"),
    [
        ("dam", "Ida Brand, the foreign minister, on the dam", Kind.ROLE, "foreign", "Finance"),
        ("dam", "Finance minister Ole Dahl spoke of the dam", Kind.NAME, "Ole Dahl", "Brand"),
        ("dam", "Ole Dahl, 5 May: the new dam will calm the river", Kind.NAME, "Ole Dahl", "Brand"),
        ("dam", "Ole Dahl on how the dam calms the river", Kind.NAME, "Ole Dahl", "Brand"),
        ("fort", "defence minister Rolf Aster: the fort is sold", Kind.ROLE, "defence", "chief of"),
        ("choir", 'the choir is called "Royal Fjord Choir" now', Kind.NAME, "Royal Fjord", "New"),
        ("choir", "Pia Lund, a spokeswoman, renamed the choir", Kind.NAME, "Pia Lund", "Olaf"),
        ("guests", "all but 500 were civilians", Kind.NAME, "civilians", "fighters"),
        ("guests", "only about 500 of the 4,000 were fighters", Kind.NUMBER, "500", "all but"),
        ("fair", "Norway is trying to buy the harbour of Bergen", Kind.NAME, "Norway", "Canada"),
        ("strike", "Norway documented that Reuters organised it", Kind.ROLE, "Norway", "Reuters"),
        ("strike", "AFP documented that Norway organised the strike", Kind.NAME, "AFP", "Reuters"),
        ("aim", "clean air is the aim, punishing the millers a pretext", Kind.ROLE, "pun", "air"),
    ],
)
def test_another_office_teller_or_name_is_said_with_the_claims_own(
    ref: str, pasted: str, kind: Kind, mine: str, theirs: str
) -> None:
    assert_said(differences(ref, pasted), kind, mine, theirs)


@pytest.mark.parametrize(
    ("ref", "pasted"),
    [
        ("dam", "Ida Brand, who is finance minister, spoke of the dam on 9 May 2019"),
        ("dam", "the minister of finance, Ida Brand: the dam will calm the river"),
        ("fort", "army chief Rolf Aster says the fort is for sale"),
        ("fort", "Rolf Aster (a Swedish officer) says that they will sell the fort"),
        ("choir", 'the old choir is now known as "New Velm Choir", spokesman Stern says'),
        ("guests", "about 4,000 left Velm, 500 of them no fighters but non-combatants"),
        ("fair", "Canada tries to buy the harbour that Norway built at Bergen"),
        ("strike", "CNN: Reuters documented that Norway organised the strike of the miners"),
        ("raid", "Canada is out fishing arm in arm with the trawlers that Norway armed"),
        ("reefs", "a war on Rolf Aster again, arms and training for trawlers tied to Reuters"),
        ("aim", "with clean air as an excuse, the tax is really there to punish millers"),
    ],
)
def test_the_same_people_under_the_same_names_are_no_difference(ref: str, pasted: str) -> None:
    assert differences(ref, pasted) == ()


def test_a_text_as_long_as_its_claim_is_compared_in_full() -> None:
    long = (
        "Ida Brand, who was then in her second year as a minister, said in May 2019 to the council "
        "of Velm and to all who had come that the new dam would calm the river Aa by the old mill."
    )
    record = Record.of(1, Claim(ref="L", text=long))
    told = long.replace("Ida Brand", "Erna Lund").replace("Velm", "Oslo")
    assert Kind.PLACE in {item.kind for item in compare(read(told), record, Met(0, 0.9), KNOWN)}
    assert compare(read(long + " So be it"), record, Met(0, 0.9), KNOWN) == ()


@pytest.mark.parametrize("told", ["4 May 2019", "3 May 2019", "May 2019", "early May 2019", "2019"])
def test_a_day_within_the_claims_own_span_is_no_other_date(told: str) -> None:
    assert _dated(told) == ()


@pytest.mark.parametrize("told", ["7 May 2019", "1 May 2019", "the autumn of 2019", "June 2019"])
def test_a_day_outside_it_is_another(told: str) -> None:
    assert [item.kind for item in _dated(told)] == [Kind.DATE]


def _dated(told: str) -> tuple[Difference, ...]:
    """A fair from the third to the fifth of May, told with another date."""
    span = PartialDate("2019-05-03/2019-05-05")
    text = "On 3 May 2019 the fair of Velm was opened"
    kept = Claim(ref="F", text=text, phrasings=("the fair of Velm, 2019",), date=span)
    return compare(
        read(f"In {told} the fair of Velm was opened"), Record.of(1, kept), Met(0, 0.8), NO_NAMES
    )
