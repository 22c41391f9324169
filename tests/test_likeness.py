"""Whether two requests ask the same: close in words or meaning, and no other figure or denial."""

import pytest

from matching.likeness import TextLikeness
from tests.matching_world import model

ASKED = "Did 11,000 civilians die in the fight for Mosul?"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("did 11,000 civilians die in the fight for mosul", True),
        ("Is it true that 11,000 civilians died in the battle for Mosul?", True),
        ("Did 11k civilians die in the fight for Mosul?", True),
        ("Did 40,000 civilians die in the fight for Mosul?", False),
        ("Did 11,000 civilians flee to Turkey by bus last winter?", False),
        ("Did 11,000 civilians die in the fight for Raqqa?", False),
        ("Who reported from Mosul?", False),
    ],
)
async def test_what_asks_the_same(other: str, same: bool):
    assert (await TextLikeness(model()).same(ASKED, [other], "en") == 0) is same


async def test_a_denial_is_another_request():
    likeness = TextLikeness(model())
    said = "The army withdrew from the town of Idlib."
    assert (
        await likeness.same(said, ["The army did not withdraw from the town of Idlib."], None)
        is None
    )


async def test_the_nearest_of_many_is_taken_and_none_of_none():
    likeness = TextLikeness(model())
    others = ["Is the tunnel wet?", "Did the mayor close the bridge in May?", ASKED]
    assert await likeness.same("Was the bridge closed by the mayor in May?", others, None) == 1
    assert await likeness.same(ASKED, [], None) is None


async def test_without_a_model_the_words_decide():
    likeness = TextLikeness(None)
    assert await likeness.same("Who paid for the tunnel?", ["who paid for the tunnel"], None) == 0
    assert await likeness.same("Who paid for the tunnel?", ["Where is the harbour?"], None) is None


async def test_other_scripts_and_odd_texts_are_compared_too():
    likeness = TextLikeness(model())
    text = "Россия обвинила США в подготовке боевиков"
    assert await likeness.same(text, ["Is it wet?", text + "!"], None) == 1
    assert await likeness.same("?", ["?", "!"], None) is None
