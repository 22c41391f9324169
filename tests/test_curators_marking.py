"""What readers are told of a change: derived, in a curator's own words, or not at all."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest_asyncio

from claims.changes import SETTLE
from claims.editing import ClaimEdit
from claims.errors import InputProblem
from tests.curating_world import ADA, HERE, a_world, deed
from tests.curator_world import Crew, crew_of, shown, words_of
from tests.discord_world import a_world as a_discord
from tests.discord_world import offered
from tests.storage_worlds import with_pack

LONG_AGO, FAR = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
TOLD = "What readers of earlier answers are told"
OWN = "AP's range replaces the single figure"


@pytest_asyncio.fixture
async def crew(tmp_path: Path) -> AsyncIterator[Crew]:
    async with a_discord(tmp_path) as world:
        yield crew_of(world)


async def told(crew: Crew) -> list[str]:
    found = await crew.world.store.changes.material_changes(crew.community, LONG_AGO, FAR)
    return [change.sentence for each in found for change in each.changes]


async def test_a_curator_sees_what_readers_are_told_and_words_it(crew: Crew):
    number = await crew.published("About 11,000 people died.")
    edited = {"text": "9,000 to 11,000 people died.", "kind": "fact"}
    saved = await crew.filled(crew.curator, "claim edit", edited, number=number)
    assert f"{TOLD}\n- “9,000 to 11,000” replaces “About 11,000”" in words_of(saved).replace(
        "**", ""
    )
    worded = await crew.pressed(crew.curator, saved, "Say it in your own words", {"told": OWN})
    assert OWN in words_of(worded)
    assert (await told(crew))[-1] == OWN
    history = words_of(await crew.slash(crew.curator, "claim history", number=number))
    assert f"readers are told: {OWN}" in history


async def test_a_mended_typo_is_called_minor_and_that_is_taken_back(crew: Crew):
    number = await crew.published("The brigde was closed.")
    edited = {"text": "The bridge was closed.", "kind": "fact"}
    saved = await crew.filled(crew.curator, "claim edit", edited, number=number)
    minor = await crew.curator.click(shown(saved), label="Minor: tell nobody")
    assert "Nobody: this change is called minor." in words_of(minor)
    assert await told(crew) == ["New here"]
    history = words_of(await crew.slash(crew.curator, "claim history", number=number))
    assert "Edited · minor" in history
    again = await crew.curator.click(shown(minor), label="Tell readers after all")
    assert TOLD in words_of(again)
    assert len(await told(crew)) == 2
    answer = await crew.slash(crew.curator, "claim minor", number=number)
    assert "### Minor: nobody is told of that change" in words_of(answer)
    assert await told(crew) == ["New here"]


async def test_what_no_reader_sees_offers_nothing_to_tell(crew: Crew):
    number = await crew.published("The bridge was closed.")
    added = {"wording": "They shut the bridge."}
    saved = await crew.filled(crew.curator, "claim phrasing", added, number=number)
    assert TOLD not in words_of(saved)
    retired = await crew.filled(crew.curator, "claim retire", {"reason": "Old"}, number=number)
    assert "Taken out of use: Old" in words_of(retired)
    assert "Minor: tell nobody" not in offered(shown(retired))


async def test_of_a_packs_claim_only_what_was_added_here_can_be_marked(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await with_pack(world.store, HERE)
        [first, *_] = await world.store.reader.suggest(HERE, "", 5)
        world.clock.now = datetime.now(UTC)
        revising, claim_id = world.desk.revising, first.claim_id
        await world.desk.annotation.add_question(ADA, deed(), claim_id, "Why?")
        await world.desk.annotation.add_question(ADA, deed(), claim_id, "Who?")
        await revising.call_minor(ADA, deed(), claim_id, 2)
        await revising.word(ADA, deed(), claim_id, 3, "Somebody asks who.")
        revisions = await world.store.reader.revisions(HERE, claim_id)
        marks = [(one.number, one.minor, one.told) for one in revisions]
        assert marks == [(3, False, "Somebody asks who."), (2, True, ""), (1, False, "")]
        try:
            await revising.call_minor(ADA, deed(), claim_id, 1)
        except InputProblem as problem:
            assert "came with the pack" in problem.sentence
        else:
            raise AssertionError("a pack's own revision was marked")


async def test_how_readers_are_told_is_offered_while_nobody_was_told(tmp_path: Path):
    async with a_world(tmp_path) as world:
        claim_id = await world.published()
        edit = ClaimEdit(text="It shut in June.")
        await world.desk.curation.edit(ADA, deed(), claim_id, edit)
        assert await world.desk.revising.telling(ADA, claim_id) is not None
        world.clock.forward(seconds=SETTLE.total_seconds())
        assert await world.desk.revising.telling(ADA, claim_id) is None
