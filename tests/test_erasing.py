"""Erasing a community: nothing of it is left, also where it is cut short; others keep theirs."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.forgetting import forget_old
from bot.services import Services
from claims.deeds import AddClaim, Deed
from claims.models import Addition, Claim, Owner
from claims.report import Found
from claims.retention import LEFT_DAYS
from storage.erasing import tables
from storage.tables import metadata
from tests.curating_world import HERE, THERE
from tests.personal_world import OLI, PAM, a_program, cells, columns_with

OURS = "The ferry to the island carried forty thousand passengers in July."
PACKED = "Bridge 1 was closed."


@pytest_asyncio.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    """A program with two communities, in one of which everything was done."""
    async with a_program(tmp_path) as opened:
        for community in (HERE, THERE):
            claim = Claim(ref="F", text=OURS)
            owner = Owner.community(community)
            await opened.store.writer.add(owner, claim, actor=str(OLI), reason="r")
        await opened.store.packs.enable(THERE, "bridges")
        yield opened


async def finds(services: Services, text: str, community: str = HERE) -> bool:
    return isinstance(await services.checker.check_text(text, community), Found)


def of(folder: Path, community: str) -> set[str]:
    """The columns of communities and owners in which a community stands."""
    names = {community, str(Owner.community(community))}
    return {
        f"{table}.{column}"
        for (table, column), values in cells(folder).items()
        if column in {"community", "owner", "id"} and names & values
    }


def test_every_table_of_communities_is_erased():
    found = set(tables())
    kept = {"about", "communities", "packs", "followers", "bulletins", "bulletin_steps"}
    assert {table.name for table in set(metadata.tables.values()) - found} == kept


async def test_nothing_of_a_community_is_left_and_others_keep_theirs(
    services: Services, tmp_path: Path
):
    assert await finds(services, OURS)
    before = of(tmp_path, THERE)
    position = services.index.position
    await services.memos.put(f"audit.{HERE}", "12")
    services.welcomed.add(HERE)
    await services.eraser.erase(HERE)
    assert of(tmp_path, HERE) == set()
    assert columns_with(tmp_path, [str(PAM), "says 0", "Is mill 0"]) == {
        "bulletins.user"  # a message that is under way at this moment, to whom may follow elsewhere
    }
    assert not await finds(services, OURS)
    assert of(tmp_path, THERE) == before
    assert await finds(services, OURS, THERE)
    assert await finds(services, PACKED, THERE)
    assert services.index.position > position, "the index was not made anew for it"
    assert (await services.store.state()).problems == ()
    assert await services.memos.get(f"audit.{HERE}") is None
    assert HERE not in services.welcomed
    await services.welcome(HERE)
    view = await services.store.reader.suggest(HERE, "", 5)
    assert view == []


async def test_what_a_community_added_to_a_pack_is_found_no_more(services: Services):
    told = "The oldest crossing over the Velm was shut to carts."
    [packed, *_] = await services.store.reader.suggest(THERE, "Bridge", 5)
    await services.store.writer.save_addition(
        THERE, packed.claim_id, Addition(phrasings=(told,)), base=packed.revision, actor="1"
    )
    assert await finds(services, told, THERE)
    await services.eraser.erase(THERE)
    await services.store.packs.enable(THERE, "bridges")
    assert not await finds(services, told, THERE)
    assert await finds(services, PACKED, THERE)


@pytest.mark.parametrize("index", ["follows", "is made anew"])
async def test_an_index_that_is_opened_later_knows_nothing_of_it(
    services: Services, tmp_path: Path, index: str
):
    await finds(services, OURS)
    await services.eraser.erase(HERE)
    if index == "is made anew":
        await services.index.rebuild()
    newest = await services.store.feed.newest()
    assert services.index.position == newest
    found = services.index.view().lexical.documents
    assert found == services.index.claims
    owners = (Owner.community(HERE),)
    assert await services.matcher.rank(OURS, owners, 5) == ()


async def test_it_is_erased_after_the_days_and_not_before(services: Services, tmp_path: Path):
    erasing, at = services.store.erasing, datetime(2027, 1, 1, tzinfo=UTC)
    await erasing.erase_at([HERE], at + timedelta(days=LEFT_DAYS))
    due = at + timedelta(days=LEFT_DAYS)
    assert (await forget_old(services, due - timedelta(seconds=1)))["communities"] == 0
    assert of(tmp_path, HERE)
    assert (await forget_old(services, due))["communities"] == 1
    assert of(tmp_path, HERE) == set()


@pytest.mark.parametrize("after", ["hiding", "some rows", "a new claim"])
async def test_erasing_that_was_cut_short_is_done_by_the_next_hour(
    services: Services, tmp_path: Path, after: str
):
    erasing, now = services.store.erasing, datetime.now(UTC)
    await erasing.erase_at([HERE], now)
    while not (await erasing.hide(HERE, now))[1]:
        pass
    if after != "hiding":
        await services.index.catch_up()
        await erasing.remove(HERE)
    if after == "a new claim":
        claim = Claim(ref="G", text="The ferry sank.")
        owner = Owner.community(HERE)
        await services.store.writer.add(owner, claim, actor="1", reason="r")
        assert not await erasing.finish(HERE)
    assert of(tmp_path, HERE)
    await forget_old(services, now + timedelta(hours=1))
    assert of(tmp_path, HERE) == set()
    assert not await finds(services, OURS)


async def test_members_are_answered_while_a_large_community_is_erased(services: Services):
    """Neither the loop nor the one writer is held for long: everybody gets a turn in between."""
    boats = (f"Boat {number} sank off the coast in winter." for number in range(400))
    steps = [AddClaim(Claim(ref=f"N{at}", text=text)) for at, text in enumerate(boats)]
    wish = Deed("many", HERE, "1", "claims added", "r", datetime.now(UTC))
    await services.store.ledger.perform(wish, steps)
    await services.index.catch_up()
    erasing = asyncio.create_task(services.eraser.erase(HERE))
    turns = 0
    while not erasing.done():
        await services.store.answers.put_answer(THERE, b"x")
        turns += 1
    await erasing
    assert turns > 10
