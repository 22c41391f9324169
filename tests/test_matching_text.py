"""What a search makes of a text, however it was disguised."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.analysis import grams, read, without_authorship
from matching.record import words_of_ref
from matching.segments import MOST_SEGMENTS, cut

PLAIN = read("The Pentagon trained fighters").terms


@pytest.mark.parametrize(
    "disguised",
    [
        "The Pen\u200bta\u200dgon trai\u00adned fighters",  # zero-width and soft hyphens
        "The Реntаgоn trаinеd fightеrs",  # Cyrillic letters inside Latin words
        "Ｔｈｅ Ｐｅｎｔａｇｏｎ ｔｒａｉｎｅｄ ｆｉｇｈｔｅｒｓ",
        "𝗧𝗵𝗲 𝗣𝗲𝗻𝘁𝗮𝗴𝗼𝗻 𝘁𝗿𝗮𝗶𝗻𝗲𝗱 𝗳𝗶𝗴𝗵𝘁𝗲𝗿𝘀",
        "ᴛʜᴇ ᴘᴇɴᴛᴀɢᴏɴ ᴛʀᴀɪɴᴇᴅ ꜰɪɢʜᴛᴇʀꜱ",
        "||The|| **Pentagon** __trained__ ~~fighters~~",
        "The P\u0337\u0322\u031b\u0360e\u0335ntagon tra\u0301\u0302\u0303\u0304ined fighters",
        "\u202eThe Pentagon\u202c trained fighters",
        "> The Pentagon trained fighters https://example.org/a?b=c <@123456789012345678>",
        "#ThePentagon trained #fighters",
        "the pentagon TRAINED fighters!!!",
        "DoD trained the fighter",
    ],
)
def test_a_disguised_text_has_the_words_of_the_plain_one(disguised: str) -> None:
    assert read(disguised).terms == PLAIN


def test_words_of_another_script_stay_what_they_are() -> None:
    assert read("Сирия и Россия", "ru").lowered == ("сирия", "и", "россия")


@pytest.mark.parametrize("said", ["U.S.", "US", "USA", "the United States", "America", "Americans"])
def test_a_country_has_one_name(said: str) -> None:
    assert "~united_states" in read(f"Gerasimov accuses {said} of it").terms


def test_us_is_a_country_in_small_letters_only_where_a_name_stands() -> None:
    assert "~united_states" in read("did the us train them").terms
    assert "~united_states" not in read("they told us everything").terms
    assert "~isis" not in read("this is what it is").terms


def test_long_figures_keep_all_their_noughts() -> None:
    assert "1000000" in read("1,000,000 people").terms


def test_thai_is_searched_by_letters() -> None:
    assert set(grams(read("ชาวบ้านในกรุงเทพ"))) & set(grams(read("กรุงเทพ")))


def test_a_quoted_tweet_loses_its_authorship_for_the_vectors() -> None:
    tweet = "Nothing to see here. — Jane Doe (@jane) January 5, 2020"
    assert without_authorship(tweet) == "Nothing to see here."


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "é" * 100_000,
        "éb" * 50_000,
        "аa" * 50_000,
        "z" + "\u0301" * 100_000,
        "[a" * 50_000,
        "—" * 100_000,
        "“" * 100_000,
        "“a" * 50_000,
        "1," * 50_000,
        "a " * 50_000,
        "\n>" * 50_000,
        "(" * 100_000,
    ],
    ids=range(13),
)
def test_a_hundred_thousand_characters_of_malice_are_read_at_once(text: str) -> None:
    start = time.perf_counter()
    for segment in cut(text):
        grams(read(segment.text))
    grams(read(text))
    assert time.perf_counter() - start < 2.0


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=1500) | st.lists(st.sampled_from("ab .!?\n,é中—1"), max_size=1500).map("".join)
)
def test_segments_are_stretches_of_the_text(text: str) -> None:
    found = cut(text)
    assert len(found) <= MOST_SEGMENTS + 1
    for segment in found:
        assert text[segment.start : segment.end] == segment.text
        assert segment.text.strip() == segment.text


def test_a_passage_is_cut_into_its_sentences_and_taken_whole() -> None:
    text = "Gen. Gerasimov spoke on Dec. 27. The U.S. said no!\n- A line of its own"
    found = [segment.text for segment in cut(text)]
    assert found == [
        text,
        "Gen. Gerasimov spoke on Dec. 27.",
        "The U.S. said no!",
        "- A line of its own",
    ]


def test_a_sentence_without_end_is_cut_at_commas() -> None:
    found = cut(", ".join(f"clause number {n} goes on" for n in range(100)))
    assert len(found) > 5
    assert all(len(segment.text) <= 400 for segment in found)
    assert all(segment.text.endswith((",", "on")) for segment in found)


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("river-mermaid-photo", "river mermaid photo"),
        ("fact_check/20-bills", "fact check 20 bills"),
        ("C12", ""),
        ("ml-ara-0", ""),
        ("2f9c01e4-77aa-4b", ""),
    ],
)
def test_a_ref_of_words_tells_what_a_claim_is_about(ref: str, words: str) -> None:
    assert words_of_ref(ref) == words
