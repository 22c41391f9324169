"""A community begins with one claim: what is found, with nothing else to tell it apart from."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from claims.models import Owner
from claims.report import Tier
from matching.embedder import Embedder
from matching.index import SearchIndex
from matching.matcher import ClaimMatcher
from tests.matching_world import HERE, HandFeed, claim, model, opened

CLAIMS = {
    "bridge": "The council of Velm closed the harbour bridge in May because of cracks.",
    "water": "Tap water in the old town of Velm holds twice the nitrate that the law allows.",
    "school": "Velm's primary school will lose six of its fourteen teachers next year.",
}
TOLD = [
    ("bridge", "so they shut the harbour bridge in velm in may, cracks all over it apparently"),
    ("bridge", "Cracks: Velm's Harbour Bridge Closed by Council in May"),
    ("bridge", "did velm council really close the harbour bridge over cracks back in may?"),
    ("water", "the tap water in velm's old town has double the legal nitrate limit"),
    ("water", "Nitrate in Velm Old Town's Tap Water Is Twice What Law Allows"),
    ("school", "the primary school in velm is losing 6 out of 14 teachers next year wtf"),
    (
        "school",
        "Next year Velm's primary school loses six teachers of its fourteen, a friend says.",
    ),
]
CHANGED = [
    ("bridge", "The council of Velm closed the harbour bridge in March because of cracks"),
    ("bridge", "The council of Velm never closed the harbour bridge because of cracks"),
    ("water", "Tap water in the old town of Velm holds three times the nitrate the law allows"),
    ("school", "velm's primary school will lose nine of its fourteen teachers next year"),
]
NO_CLAIM = [
    "Anyone up for a swim at the harbour on Saturday?",
    "Velm beat Ostrau 3-1 last night, what a game",
    "The new bridge over the Orne will have a lane for bicycles.",
    "Boil the water for ten minutes, then add the pasta and a spoon of salt.",
    "Teachers at the music school want smaller classes.",
]


Told = Callable[..., list[str]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """What is answered to a text in a store of some claims: the ref and the tier of each."""
    indexes: dict[tuple[tuple[str, ...], bool], SearchIndex] = {}

    async def store(wanted: tuple[str, ...], embedder: Embedder | None) -> SearchIndex:
        feed = HandFeed()
        for number, ref in enumerate(wanted, start=1):
            feed.put(HERE, number, claim(ref, CLAIMS[ref]))
        index = await opened(tmp_path_factory.mktemp("few") / "index", feed, embedder)
        await index.fill_vectors()
        return index

    def ask(text: str, *wanted: str, vectors: bool = True) -> list[str]:
        key = wanted, vectors
        if key not in indexes:
            indexes[key] = asyncio.run(store(wanted, model() if vectors else None))
        matcher = ClaimMatcher(indexes[key], model() if vectors else None)
        found = matcher.match_now(text, [HERE]).candidates
        return [f"{item.ref}: {item.tier}" for item in found if item.tier is not Tier.RELATED]

    yield ask
    for index in indexes.values():
        asyncio.run(index.close())


@pytest.mark.parametrize(("ref", "text"), TOLD)
def test_the_first_claim_answers_who_tells_it_in_other_words(told: Told, ref: str, text: str):
    first, second = (other for other in CLAIMS if other != ref)
    for wanted in ((ref,), (ref, first), (ref, first, second)):
        assert told(text, *wanted) == [f"{ref}: match"]


@pytest.mark.parametrize(("ref", "text"), TOLD)
def test_it_does_so_by_its_words_alone_too(told: Told, ref: str, text: str):
    assert told(text, ref, vectors=False) == [f"{ref}: match"]


@pytest.mark.parametrize("vectors", [True, False])
@pytest.mark.parametrize(("ref", "text"), CHANGED)
def test_who_changes_the_first_claim_is_told_so(told: Told, ref: str, text: str, vectors: bool):
    assert told(text, ref, vectors=vectors) == [f"{ref}: differs"]


@pytest.mark.parametrize("vectors", [True, False])
@pytest.mark.parametrize("text", NO_CLAIM)
@pytest.mark.parametrize("wanted", [("bridge",), ("water",), ("school",), tuple(CLAIMS)])
def test_a_store_of_few_claims_is_silent_on_what_only_resembles_them(
    told: Told, text: str, wanted: tuple[str, ...], vectors: bool
):
    assert told(text, *wanted, vectors=vectors) == []


async def test_what_other_communities_hold_does_not_change_an_answer(tmp_path: Path):
    feed = HandFeed()
    feed.put(HERE, 1, claim("bridge", CLAIMS["bridge"]))
    index = await opened(tmp_path, feed, model())
    matcher = ClaimMatcher(index, model())
    answers = []
    for number in range(2, 42):
        feed.put(Owner.community(f"c{number}"), number, claim("bridge", CLAIMS["bridge"]))
        if number % 10 == 1:
            await index.catch_up()
            await index.fill_vectors()
            found = (await matcher.match(TOLD[0][1], [HERE])).candidates
            answers.append([item.tier for item in found])
    await index.close()
    assert answers == [[Tier.MATCH]] * 4


@pytest.mark.parametrize(
    ("claimed", "text"),
    [
        (
            "Le pont du port de Velm a été fermé en mai par la mairie à cause de fissures.",
            "Vous avez vu ? La mairie de Velm a fermé le pont du port en mai, plein de fissures.",
        ),
        (
            "Im Trinkwasser der Altstadt von Velm ist doppelt so viel Nitrat wie erlaubt.",
            "Im Trinkwasser der Velmer Altstadt soll doppelt so viel Nitrat sein wie erlaubt ist",
        ),
        (
            "La escuela primaria de Velm perderá seis de sus catorce maestros el próximo año.",
            "el próximo año la escuela primaria de Velm pierde seis de sus catorce maestros!!",
        ),
        (
            "वेल्म के पुराने शहर के नल के पानी में तय सीमा से दोगुना नाइट्रेट है।",
            "सुना है वेल्म के पुराने शहर के नल के पानी में सीमा से दोगुना नाइट्रेट है",
        ),
    ],
)
async def test_the_first_claim_is_found_in_other_languages(tmp_path: Path, claimed: str, text: str):
    feed = HandFeed()
    feed.put(HERE, 1, claim("first", claimed))
    index = await opened(tmp_path, feed, model())
    await index.fill_vectors()
    found = (await ClaimMatcher(index, model()).match(text, [HERE])).candidates
    await index.close()
    assert [(item.ref, item.tier) for item in found] == [("first", Tier.MATCH)]
