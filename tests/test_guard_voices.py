"""Who does it to whom, in whatever voice it is told: on a small fishing country."""

from __future__ import annotations

import pytest

from claims.report import Difference, DifferenceKind
from matching.analysis import read
from matching.features import Met
from matching.guard import compare, neighbours
from tests.guarding import assert_said, records_of

CLAIMS = {
    "miners": "The miners of Velm were backed by Norway, Sweden and Canada, the paper says.",
    "suit": "The bakers sued the mayor over the flood.",
    "raid": "The pirates attacked the trawlers off Bergen in May.",
    "bribe": "The firm bribed the judge before the trial.",
    "guards": "The army trained the guards of the mine in secret.",
    "herring": "Sweden accused Norway of stealing herring.",
    "cave": "The nurses rescued the sailors trapped in the cave.",
    "wolf": "The hunters shot the wolf that killed the sheep.",
    "fort": "Olaf Stern, envoy of Sweden to Bergen, says the fort will be sold.",
    "guests": "4,000 people left Velm, and all but about 500 were armed poachers.",
    "docks": "Canada warned that it would step in to stop Norway from building docks in Velm.",
    "loans": "The miners won because Sweden and Norway gave the unions cheap loans.",
    "quota": "The Canadian government has worked out a hard policy on herring for Velm.",
    "gold": "Divers found gold at Bergen and at another wreck near Oslo in May.",
    "nets": "Sweden sold drag nets to Norway in 2018.",
    "census": "The Norwegian army and intelligence services know where the last lynxes are.",
}
RECORDS = records_of(CLAIMS, names=("Olaf Stern",))
KNOWN = neighbours(list(RECORDS.values()))
Kind = DifferenceKind


def differences(ref: str, pasted: str) -> tuple[Difference, ...]:
    """As if the claim's own sentence had been met."""
    return compare(read(pasted), RECORDS[ref], Met(0, 0.8), KNOWN)


@pytest.mark.parametrize(
    ("ref", "pasted"),
    [
        ("miners", "the miners of Velm were the ones backing Norway, Sweden and Canada"),
        ("miners", "Norway and Sweden were backed by the miners of Velm"),
        ("suit", "a lawsuit by the mayor against the bakers over the flood"),
        ("suit", "the bakers were sued by the mayor over the flood"),
        ("raid", "the trawlers' attack on the pirates off Bergen in May"),
        ("raid", "the pirates were attacked off Bergen by the trawlers"),
        ("bribe", "the judge who bribed the firm before the trial"),
        ("guards", "the guards of the mine trained the army in secret"),
        ("guards", "the army was trained in secret by the guards of the mine"),
        ("herring", "the charge by Norway against Sweden of stealing herring"),
        ("herring", "Sweden, accused by Norway of stealing herring"),
        ("cave", "the sailors rescued the nurses trapped in the cave"),
        ("wolf", "the wolf that the sheep killed was shot by hunters"),
        ("docks", "norway goes: we will step in if canada tries to build docks in velm"),
        ("nets", "in 2018 Sweden was sold drag nets by Norway"),
        ("nets", "in 2018 Sweden bought drag nets from Norway"),
        ("loans", "Sweden and Norway gave the EMPLOYERS cheap loans, so the miners won"),
    ],
)
def test_those_who_act_and_those_acted_upon_that_changed_places_are_told(
    ref: str, pasted: str
) -> None:
    assert [item.kind for item in differences(ref, pasted)][:1] == [Kind.ROLE]


@pytest.mark.parametrize(
    ("ref", "pasted", "kind", "mine", "theirs"),
    [
        ("fort", "Sweden's treasurer in Bergen, Olaf Stern: fort to be sold", Kind.ROLE, "", "e"),
        ("fort", "Olaf Stern, who was Sweden's prosecutor, sells the fort", Kind.ROLE, "p", "e"),
        ("fort", "Olaf Stern, then serving as Sweden's treasurer", Kind.ROLE, "treas", "envoy"),
        (
            "guests",
            "4,000 left, apart from some 3,500 they were poachers",
            Kind.NUMBER,
            "",
            "",
        ),
        (
            "quota",
            "The European Commission has drawn up a hard policy on herring for Velm",
            Kind.NAME,
            "European",
            "government",
        ),
        (
            "gold",
            "gold found at Bergen and another wreck, close to Hamburg",
            Kind.PLACE,
            "Ham",
            "Os",
        ),
        ("census", "Norway's diplomats know where the last lynxes are", Kind.NAME, "dip", "army"),
    ],
)
def test_another_office_body_or_remainder_is_told(
    ref: str, pasted: str, kind: DifferenceKind, mine: str, theirs: str
) -> None:
    assert_said(differences(ref, pasted), kind, mine, theirs)


@pytest.mark.parametrize(
    ("ref", "pasted"),
    [
        ("miners", "Norway, Sweden and Canada were the ones backing the miners of Velm"),
        ("miners", "the miners that Norway and Canada backed"),
        ("miners", "the miners of Velm had the support of Norway, of Sweden and of Canada"),
        ("suit", "a lawsuit by the bakers against the mayor over the flood"),
        ("suit", "the mayor was sued by the bakers over the flood"),
        ("raid", "the pirates' attack on the trawlers off Bergen in May"),
        ("raid", "the attack on the trawlers off Bergen by the pirates in May"),
        ("raid", "the trawlers, attacked by pirates off Bergen"),
        ("bribe", "the judge whom the firm bribed before the trial"),
        ("bribe", "a judge bribed by a firm before the trial"),
        ("guards", "the guards of the mine were secretly trained by the army"),
        ("guards", "the army's training of the guards of the mine was secret"),
        ("herring", "Norway, accused by Sweden of stealing herring"),
        ("herring", "Norway stands accused of stealing herring by Sweden"),
        ("cave", "sailors trapped in a cave, rescued by the nurses"),
        ("wolf", "the wolf that killed the sheep was shot by hunters"),
        ("docks", "canada goes: we will step in if norway tries to build docks in velm"),
        ("docks", "norway was warned by canada not to build docks in velm"),
        ("nets", "in 2018 Norway was sold drag nets by Sweden"),
        ("nets", "in 2018 Norway bought drag nets from Sweden"),
        ("loans", "the unions got cheap loans from Sweden and Norway, so the miners won"),
        ("loans", "the unions got cheap loans from Sweden, which gave the employers nothing"),
        ("quota", "Canada has drawn up a hard policy on herring for Velm"),
        ("quota", "The European Commission hears of a hard policy on herring by Ottawa"),
        ("gold", "gold found at Bergen and another wreck, close to Oslo"),
        ("fort", "Sweden's envoy to Bergen, Olaf Stern: fort to be sold"),
        ("fort", "Olaf Stern was asked by the prosecutor whether the fort will be sold"),
        ("guests", "4,000 left, apart from some 3,500 poachers they were guests"),
        ("census", "Norway's spies and generals know where the last lynxes are"),
    ],
)
def test_the_same_deed_in_another_voice_stays_a_match(ref: str, pasted: str) -> None:
    assert differences(ref, pasted) == ()
