"""A text that takes the other side of what its claim speaks of, told on a town and its harbour."""

from __future__ import annotations

import pytest

from claims.report import DifferenceKind
from matching.analysis import read
from matching.features import Met
from matching.guard import compare, neighbours
from tests.guarding import records_of

CLAIMS = {
    "survey": "The dredging survey is consistent with the older charts of Velm harbour.",
    "bridge": "Most farmers of the valley rejected the bridge, the county paper says.",
    "crews": "The harbour office has shown no sign that it means to reduce its tug crews in Velm.",
    "leak": "The local papers largely passed over the leak at the Velm paint works.",
    "otters": "Wardens rescued the otters that were stuck in the Velm sluice.",
    "bakers": "The bakers work in close alliance with the millers of the upper valley.",
    "levy": "The levy has been an instrument of the mayor's housing policy.",
    "pupils": "The pilots know the stranded cadets and are retraining them at Velm.",
    "lease": "Velm renewed the lease of the fish market in May 2019.",
    "minutes": "The council published the minutes of its Velm harbour meeting.",
    "boats": "Both ferry lines reported near collisions of their boats off Velm point.",
    "crowd": "The coast guard let the herring boats out of Velm harbour during the strike.",
    "orphan": "Ada lost both her parents in the mass shooting at the Velm sluice in May.",
    "charge": "The paper calls the charge of herring theft against Velm's cooks unsubstantiated.",
}
RECORDS = records_of(CLAIMS)
KNOWN = neighbours(list(RECORDS.values()))


def turned(ref: str, pasted: str) -> list[tuple[str, str]]:
    found = compare(read(pasted), RECORDS[ref], Met(0, 0.8), KNOWN)
    return [(item.pasted, item.claim) for item in found if item.kind is DifferenceKind.NEGATION]


@pytest.mark.parametrize(
    ("ref", "pasted", "mine", "theirs"),
    [
        ("survey", "what the dredging survey says doesn't square with the older charts of the "
         "harbour", "square with", "consistent with"),
        ("survey", "the dredging survey flies in the face of the older charts", "flies in the face",
         "consistent with"),
        ("bridge", "most farmers of the valley were behind it, i mean the bridge", "were behind",
         "rejected"),
        ("bridge", "Why did the bridge fail though most farmers were behind it? The county paper "
         "has no answer.", "were behind", "rejected"),
        ("crews", "the harbour office signals it'll bring its tug crews in Velm down",
         "bring its tug crews in Velm down", "reduce"),
        ("leak", "the leak at the paint works was on the front page of all local papers",
         "front page", "passed over"),
        ("leak", "local papers ran with the leak at the paint works day and night", "ran with",
         "passed over"),
        ("otters", "wardens shot the otters that were stuck in the sluice", "shot", "rescued"),
        ("bakers", "the bakers are locked in a fight with the millers of the upper valley", "fight",
         "alliance"),
        ("levy", "the levy has become the main obstacle to the mayor's housing policy", "obstacle",
         "instrument"),
        ("pupils", "the pilots know the stranded cadets and are starving them at Velm", "starving",
         "retraining"),
        ("lease", "Velm pulled the plug on the lease of the fish market in May 2019",
         "pulled the plug", "renewed"),
        ("minutes", "the minutes of the harbour meeting were kept secret by the council",
         "kept secret", "published"),
        ("boats", "near collisions off Velm point? Both ferry lines denied it",
         "denied it", "reported"),
        ("crowd", "the coast guard turned the herring boats away from Velm harbour",
         "turned the herring boats away", "let"),
        ("charge", "the paper calls the herring theft charge against the cooks rock solid",
         "rock solid", "unsubstantiated"),
    ],
)  # fmt: skip
def test_the_other_side_is_taken(ref: str, pasted: str, mine: str, theirs: str) -> None:
    assert turned(ref, pasted) == [(mine, theirs)]


@pytest.mark.parametrize(
    ("ref", "pasted"),
    [
        ("survey", "the dredging survey lines up with the older charts of Velm harbour"),
        ("survey", "nothing in the dredging survey contradicts the older charts"),
        ("bridge", "most farmers of the valley wanted nothing to do with the bridge"),
        ("bridge", "most farmers of the valley weren't exactly behind the bridge, says the paper"),
        ("bridge", "were most farmers of the valley behind the bridge?"),
        ("crews", "Any hint that the harbour office will bring down its tug crews in Velm? None."),
        ("crews", "tug crews in Velm stay as they are, the harbour office won't scale them down"),
        ("crews", "the harbour office in Velm should finally bring its tug crews down"),
        ("leak", "the leak at the paint works barely made the front page of the local papers"),
        ("leak", "local papers hardly touched the leak at the paint works"),
        ("otters", "wardens who shot hares last week rescued the otters from the Velm sluice"),
        ("otters", "wardens got the otters that were stuck in the Velm sluice out, nobody shot"),
        ("bakers", "the bakers of Velm fight alongside the millers of the upper valley"),
        ("pupils", "instead of starving the stranded cadets the pilots are retraining them"),
        ("lease", "the lease of the Velm fish market did not lapse in May 2019, it was renewed"),
        ("minutes", "the council made no secret of the minutes of its Velm harbour meeting"),
        ("boats", "both ferry lines say their boats nearly hit each other off Velm point"),
        ("crowd", "during the strike the coast guard didn't stop the herring boats in Velm"),
        ("minutes", "the council no longer hides the minutes of its Velm harbour meeting"),
        ("leak", "local papers didn't even mention the leak at the Velm paint works"),
        ("orphan", "both parents of Ada died shielding her from the Velm sluice shooter in May"),
        ("charge", "not a shred of evidence, the paper says of the herring theft charge"),
    ],
)
def test_the_same_side_in_other_words_is_no_difference(ref: str, pasted: str) -> None:
    assert turned(ref, pasted) == []


@pytest.mark.parametrize(
    ("ref", "pasted"),
    [
        ("survey", "there is no conflict between the dredging survey and the older charts"),
        ("bridge", "the county paper never stopped saying it: most farmers rejected the bridge"),
        ("crews", "the harbour office isn't hiding that it means to keep its tug crews in Velm"),
        ("otters", "the wardens didn't let the otters die that were stuck in the Velm sluice"),
        (
            "bakers",
            "the bakers are no enemies of the millers of the upper valley, but close allies",
        ),
        ("boats", "neither ferry line denied it: near collisions of their boats off Velm point"),
        ("lease", "Velm hasn't left the fish market, its lease was renewed in May 2019"),
        ("minutes", "the council never failed to publish the minutes of its Velm meeting"),
    ],
)
def test_to_deny_a_negative_is_no_denial(ref: str, pasted: str) -> None:
    assert turned(ref, pasted) == []


@pytest.mark.parametrize(
    ("ref", "pasted", "mine"),
    [
        ("lease", "Velm never renewed the lease of the fish market", "never"),
        ("pupils", "no more retraining for the stranded cadets at Velm", "no"),
        ("otters", "wardens failed to rescue the otters in the Velm sluice", "failed to"),
    ],
)
def test_a_plain_denial_stays_one(ref: str, pasted: str, mine: str) -> None:
    assert [found for found, _ in turned(ref, pasted)] == [mine]


@pytest.mark.parametrize(
    ("ref", "pasted", "mine"),
    [
        ("lease", "Did Velm renew the lease of the fish market in May 2019? Nope.", "Nope"),
        (
            "otters",
            "So wardens rescued the otters in the Velm sluice? Never happened.",
            "Never hap",
        ),
        ("lease", "Surprised that Velm renewed the lease of the fish market? No.", ""),
        ("lease", "Velm renewed the lease of the fish market, in May 2019? No kidding.", ""),
        ("lease", "Did Velm close the fish market? No. But it renewed its lease in May 2019.", ""),
        ("crews", "Did the harbour office show it means to reduce its tug crews? Nope.", ""),
    ],
)
def test_a_question_that_is_answered_with_no(ref: str, pasted: str, mine: str) -> None:
    found = turned(ref, pasted)
    assert [text.startswith(mine) for text, _ in found] == ([True] if mine else [])
