"""The same figure of other things: what sets a telling apart, and what counts loosely the same."""

from __future__ import annotations

import pytest

from claims.report import Candidate, Difference, DifferenceKind, Segment, Tier
from matching.analysis import read
from matching.features import Met
from matching.guard import compare, neighbours
from matching.merging import Judged, merged
from matching.numbers import agree, quantities
from tests.guarding import assert_said, records_of

CLAIMS = {
    "flood": "Some 40,000 people lost their homes in the flood at Velm.",
    "tanks": "The army sent 300 tanks to the border at Dorn.",
    "theft": "Hackers stole 250,000 emails from the ministry of Velm.",
    "pit": "Dozens of miners died in the pit at Kolm.",
    "power": "The storm cut off power to 60,000 homes in Fell.",
    "march": "Police in Arlen arrested 120 protesters at the march.",
    "plague": "The plague killed 5,000 sheep in Velm.",
    "nurses": "Twelve nurses from Velm were honoured by the king.",
    "bridge": "Three soldiers were killed when a bridge at Dorn was blown up.",
    "quake": "Officials put the number of dead in the Arlen quake at 2,300.",
    "grain": "Some 800 trucks of grain left the port of Kolm every day.",
    "bribe": "The mayor took 30,000 euros from a builder in Kolm.",
    "depot": "The rebels took tons of weapons from the depot at Arlen.",
    "prices": "Prices in Fell are ten times what they were, and a tenth of the shops are shut.",
    "sales": "The sales of Acme grew by 20 percent.",
    "pipe": "The pipe at Kolm has leaked for months.",
    "wolves": "Fewer than 100 wolves are left in Norway, the ministry said.",
    "jets": "The fleet sent 14 jets over the island of Fell.",
    "mill": "The blast at the mill in Velm killed 40 workers.",
    "measles": "About 600 children in Kolm were infected with measles.",
    "cattle": "Nearly 2,000 cattle died of thirst in Fell this summer.",
    "buses": "The council of Kolm bought 45 buses for 9 million euros.",
    "wages": "Workers earn 9 dollars an hour at Acme.",
    "vote": "Most voters in Velm rejected the stadium, and few drivers wanted it.",
    "pit camp": "Bert Vole saw brigades of masked miners at the pit in Kolm.",
    "bans": "The towns of Velm and Fell have both banned fireworks.",
    "walk": "The union led a four-mile march through Leeds.",
}
RECORDS = records_of(CLAIMS, speaker="Bert Vole")
KNOWN = neighbours(list(RECORDS.values()))


def differences(ref: str, pasted: str) -> tuple[Difference, ...]:
    """As if the claim's own sentence had been met."""
    return compare(read(pasted), RECORDS[ref], Met(0, 0.8), KNOWN)


@pytest.mark.parametrize(
    ("ref", "pasted", "mine", "theirs"),
    [
        ("flood", "40k families lost their homes in the flood", "40k families", "40,000 people"),
        ("flood", "Velm flood: 40,000 families displaced", "40,000 families", "40,000 people"),
        ("flood", "the flood at Velm drowned 40,000 sheep", "40,000 sheep", "40,000 people"),
        ("tanks", "300 tank crews sent to the border", "300 tank crews", "300 tanks"),
        ("tanks", "army sends 300 battalions of tanks to Dorn", "300 battalions", "300 tanks"),
        ("theft", "hackers stole 250,000 pages in Velm", "250,000 pages", "250,000 emails"),
        ("pit", "dozens of families died in the pit", "dozens of families", "Dozens of miners"),
        ("pit", "hundreds of miners died in the pit at Kolm", "hundreds", "Dozens"),
        ("power", "power cut to 60,000 people in Fell", "60,000 people", "60,000 homes"),
        ("march", "police stopped 120 vehicles at the march", "120 vehicles", "120 protesters"),
        ("plague", "plague kills 5,000 farmers in Velm", "5,000 farmers", "5,000 sheep"),
        ("nurses", "the king honoured twelve hospitals of Velm", "twelve hosp", "Twelve nurses"),
        ("quake", "2,300 buildings fell in the Arlen quake", "2,300 buildings", "2,300 dead"),
        ("grain", "800 tons of grain left Kolm's port every day", "800 tons", "800 trucks"),
        ("bribe", "the mayor of kolm took £30,000 from a builder", "£30,000", "30,000 euros"),
        ("depot", "the rebels took a few pounds of weapons at Arlen", "pounds of", "tons of"),
        ("prices", "prices in Fell are ten percent above what they were", "ten perc", "ten times"),
        ("pipe", "the pipe at Kolm leaked for hours", "hours", "months"),
        ("wolves", "fewer than 100 wolf packs are left", "100 wolf packs", "100 wolves"),
        ("jets", "the fleet sent 14 squadrons over Fell", "14 squadrons", "14 jets"),
        ("jets", "the fleet sent 14 jets a week over Fell", "14 per week", "14"),
        ("mill", "40 workers injured as the mill in Velm blew up", "40 injured", "40 killed"),
        ("mill", "a handful of workers killed at the mill in Velm", "a handful", "40"),
        ("measles", "600 children in Kolm died of measles", "600 died", "600 infected"),
        ("cattle", "2,000 herds died of thirst in Fell", "2,000 herds", "2,000 cattle"),
        ("buses", "kolm council bought 45 buses for 9 million dollars", "dollars", "euros"),
        ("wages", "workers earn 9 dollars a day at acme", "per day", "per hour"),
        ("vote", "a minority of voters rejected the stadium", "a minority of v", "Most voters"),
        ("vote", "the stadium was rejected by half of the voters", "half of", "Most voters"),
        ("vote", "most drivers wanted the stadium", "most drivers", "few drivers"),
        (
            "pit camp",
            "he saw families of miners at the pit in Kolm",
            "families of m",
            "brigades of",
        ),
        ("bans", "only one of the towns, Fell, banned fireworks", "only one of", "both"),
        ("walk", "the union led a four-hour march through Leeds", "four-hour", "four-mile"),
        ("walk", "the union led a four-bus march through Leeds", "four-bus", "four-mile"),
    ],
)
def test_a_figure_of_other_things_differs(ref: str, pasted: str, mine: str, theirs: str) -> None:
    assert_said(differences(ref, pasted), DifferenceKind.NUMBER, mine, theirs)


@pytest.mark.parametrize(
    ("ref", "pasted"),
    [
        ("flood", "40,000 residents of Velm are homeless after the flood"),
        ("flood", "flood in Velm: 40,000 displaced, 900 families among them"),
        ("flood", "In Velm the flood took the homes of 40,000"),
        ("tanks", "300 heavy battle tanks, each with a crew of four, sent to Dorn"),
        ("tanks", "the army has 300 armoured vehicles at the border at Dorn"),
        ("theft", "a quarter of a million documents stolen from the ministry of Velm"),
        ("pit", "dozens of lives lost in the pit at Kolm"),
        ("power", "60,000 households in Fell in the dark after the storm cut off power"),
        ("march", "120 arrests at the march in Arlen"),
        ("plague", "in Velm 5,000 dead animals after the plague"),
        ("nurses", "After 12 years in a ward the nurses from Velm were honoured by the king"),
        ("bridge", "soldiers were killed at Dorn when three bombs blew up the bridge"),
        ("bridge", "bridge at Dorn blown up, three men in uniform dead"),
        ("quake", "the Arlen quake took 2,300 lives"),
        ("grain", "800 truckloads of grain leave Kolm's port daily"),
        ("bribe", "€30k for the mayor from a builder in Kolm"),
        ("depot", "rebels took tonnes of weapons at Arlen"),
        ("depot", "the rebels took thousands of pounds of weapons from the depot"),
        ("prices", "prices in Fell: what they were, times ten"),
        ("prices", "a tenth of the shops in Fell are shut and prices are up tenfold"),
        ("sales", "Acme's sales are 20 percent higher"),
        ("pipe", "pipe at Kolm has leaked for weeks and weeks"),
        ("wolves", "Norway's ministry: under a hundred animals left, wolves that is"),
        ("jets", "14 fighters of the fleet flew over Fell"),
        ("jets", "the fleet flew 14 sorties over Fell"),
        ("jets", "a year ago the fleet sent 14 jets over Fell"),
        ("jets", "the fleet sent 14 jets over Fell in a day"),
        ("mill", "the mill blast took 40 lives in Velm and left 12 injured"),
        ("mill", "12 in hospital after the blast in Velm that cost 40 workers their lives"),
        ("measles", "600 sick kids in Kolm, measles"),
        ("cattle", "close to 2,000 cows died in Fell"),
        ("buses", "Kolm's council spends 9 million on 45 buses"),
        ("vote", "the majority of voters in Velm rejected the stadium"),
        ("vote", "most drivers in Velm could do without the stadium"),
        ("vote", "some voters cheered when most voters rejected the stadium"),
        ("pit camp", "groups of miners with masks, whole brigades, were at the pit in Kolm"),
        ("pit camp", "families of miners watched the brigades of miners at the pit in Kolm"),
        ("bans", "fireworks are banned in both towns, and only one of them asked its people"),
        ("walk", "six km through Leeds, that was the march of the union"),
        ("walk", "union marches four miles through Leeds in four hours"),
    ],
)
def test_what_counts_loosely_the_same_does_not_differ(ref: str, pasted: str) -> None:
    assert differences(ref, pasted) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2,000 pounds of flour", "907 kg of flour", True),
        ("5 million pounds of public money", "£5m", True),
        ("$5m", "€5m", False),
        ("a third more", "33 percent of them", False),
        ("up 50 percent", "50% more", True),
        ("dozens of cows", "scores of cows", True),
    ],
)
def test_units_of_money_weight_and_shares(one: str, other: str, same: bool) -> None:
    assert agree(quantities(one)[0], quantities(other)[0]) is same


@pytest.mark.parametrize(("surely", "tier"), [(0.99, Tier.DIFFERS), (0.8, Tier.MATCH)])
def test_a_sentence_without_the_figure_hides_no_post_that_changes_it(
    surely: float, tier: Tier
) -> None:
    claim = CLAIMS["flood"]
    short = "Homes in Velm were lost."
    post = f"Some 400,000 people lost their homes in Velm's flood. {short}"

    def told(text: str, how: Tier, score: float) -> Judged:
        return Judged(0, Candidate(1, "flood", how, score, Segment(text, 0, len(text)), claim))

    found = merged([told(post, Tier.DIFFERS, surely), told(short, Tier.MATCH, 1.0)])
    assert found[1].candidate.tier is tier
