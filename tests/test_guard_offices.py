"""Who holds which office, and which body of a state it was: told on a fishing country."""

from __future__ import annotations

import pytest

from claims.report import Difference, DifferenceKind
from matching.analysis import read
from matching.features import Met
from matching.guard import compare, neighbours
from matching.office_names import offices
from tests.guarding import assert_said, records_of

CLAIMS = {
    "nets": "Olaf Stern, the former spokesman of the Trawler Union, moved to Canada in May 2019.",
    "fleet": "Canada's defence minister Ida Brand said in May 2019 that the fleet would be halved.",
    "caves": "Norway's ex-minister Rolf Aster says that the caves of Velm hold 40 tons of gold.",
    "cod": "The Norwegian army counts 750 trawlers in the bay and 350 at the cape.",
    "quota": "Asked by AFP whether the quota was broken, the Swedish police declined to answer.",
    "coup": "The harvest strike led to a CIA-driven war on the fishermen by arming poachers.",
    "seals": "Rebels in Norway were supplied with harpoons by Sweden and Finland.",
    "ban": "Norway has repeatedly accused Sweden of theft for catching cod with drag nets.",
    "tax": "The Finnish government will tax herring from May 2019.",
}
PEOPLE = ("Ida Brand", "Rolf Aster", "Olaf Stern")
RECORDS = records_of(CLAIMS, names=PEOPLE)
KNOWN = neighbours(list(RECORDS.values()))
Kind = DifferenceKind


def differences(ref: str, pasted: str) -> tuple[Difference, ...]:
    """As if the claim's own sentence had been met."""
    return compare(read(pasted), RECORDS[ref], Met(0, 0.8), KNOWN)


@pytest.mark.parametrize(
    ("ref", "pasted", "kind", "mine", "theirs"),
    [
        ("nets", "the union's ex finance boss Olaf Stern is in Canada", Kind.ROLE, "finance", "sp"),
        ("nets", "Olaf Stern, once the union's head of intelligence", Kind.ROLE, "head of", "sp"),
        ("nets", "former envoy Olaf Stern moved to Canada", Kind.ROLE, "envoy", "spokesman"),
        ("fleet", "Health Secretary Ida Brand would halve the fleet", Kind.ROLE, "Health", "defe"),
        ("fleet", "Defence Minister Ole Dahl would halve the fleet", Kind.NAME, "Ole Dahl", "Ida"),
        ("fleet", "SecDef Ole Dahl wants the fleet halved", Kind.NAME, "Ole Dahl", "Ida Brand"),
        ("fleet", "tom barker (canada's defense sec) halves the fleet", Kind.NAME, "tom", "Ida"),
        (
            "nets",
            "tom barker, who was the union's spokesman, is in canada",
            Kind.NAME,
            "tom",
            "Olaf",
        ),
        ("caves", "Norway's ex-president Rolf Aster on the caves", Kind.ROLE, "president", "mini"),
        ("caves", "judge Rolf Aster says the caves hold 40 tons", Kind.ROLE, "judge", "minister"),
        (
            "cod",
            "Norway's Foreign Ministry counts 750 trawlers in the bay",
            Kind.NAME,
            "For",
            "army",
        ),
        ("cod", "the parliament in Oslo counts 750 trawlers in the bay", Kind.NAME, "parl", "army"),
        ("quota", "asked by AFP, Sweden's parliament gave no answer", Kind.NAME, "parl", "police"),
        (
            "coup",
            "a war on the fishermen driven by Turkish intelligence",
            Kind.NAME,
            "intel",
            "CIA",
        ),
        ("seals", "Norway's government was supplied with harpoons", Kind.NAME, "govern", "Rebels"),
        ("ban", "the EU keeps accusing Sweden of theft with drag nets", Kind.NAME, "EU", "Norway"),
        ("ban", "Sweden stands accused of theft; the UN accuses Sweden", Kind.NAME, "UN", "Norway"),
    ],
)
def test_another_office_holder_or_body_is_said(
    ref: str, pasted: str, kind: Kind, mine: str, theirs: str
) -> None:
    assert_said(differences(ref, pasted), kind, mine, theirs)


@pytest.mark.parametrize(
    ("ref", "pasted"),
    [
        ("nets", "the Trawler Union's ex-spox Olaf Stern moved to Canada"),
        ("nets", "Olaf Stern, the union's former press chief, moved to Canada"),
        ("nets", "Olaf Stern, a journalist and former spokeswoman, moved to Canada"),
        ("fleet", "SecDef Brand: the fleet will be halved"),
        ("fleet", "Canada's defence chief Ida Brand would halve the fleet"),
        ("fleet", "at 3 pm Ida Brand said that the fleet would be halved"),
        ("caves", "ex-oil minister Rolf Aster says the caves of Velm hold 40 tons of gold"),
        ("cod", "Norway's defence ministry counts 750 trawlers in the bay and 350 at the cape"),
        ("cod", "the Norwegian government counts 750 trawlers in the bay and 350 at the cape"),
        ("cod", "Norway's army told its parliament of 750 trawlers in the bay, 350 at the cape"),
        ("quota", "asked by AFP whether the quota was broken, Sweden's cops declined to answer"),
        ("coup", "the harvest strike led to a war on the fishermen driven by American spies"),
        ("seals", "the opposition in Norway was supplied with harpoons by Sweden and Finland"),
        ("seals", "against Norway's government, rebels were supplied with harpoons by Sweden"),
        ("seals", "against the Oslo government, islamists were supplied with harpoons by Sweden"),
        ("ban", "Oslo has blamed Sweden again and again for theft with drag nets"),
        ("ban", "Sweden is accused of theft with drag nets by Norway, the UN says"),
        ("tax", "the Finnish finance ministry will tax herring from May 2019"),
        ("tax", "Finland's government will tax herring from May 2019, with no vote in parliament"),
    ],
)
def test_the_same_office_or_body_by_another_name_is_no_difference(ref: str, pasted: str) -> None:
    assert differences(ref, pasted) == ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("the chief of the Swedish general staff", "chief of staff"),
        ("their head of police", "police chief"),
        ("a tsar for the climate", "environment minister"),
        ("the deputy mayor", ""),
        ("it was 5 pm", ""),
        ("the chief reason", ""),
    ],
)
def test_an_office_is_read_by_its_field_and_rank(text: str, key: str) -> None:
    assert [office.key for office in offices(read(text))] == ([key] if key else [])
