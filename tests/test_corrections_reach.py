"""Where a claim was answered in public, and the queue of the answers that are to be corrected."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from claims.changes import SETTLE, ChangeKind, MaterialChange
from claims.corrections import Corrected, Corrections, Shown, Update
from claims.models import Owner
from claims.report import ClaimView
from claims.revising import Telling
from commands.ui.base import CardView
from commands.ui.bench import bench_view
from commands.ui.corrected import Manner, PublicCard, corrected_view, note_line
from tests.corrections_world import AHEAD, MENDED, TOLD, change, corrector, mosul, shared
from tests.curator_world import crew_of, shown, words_of
from tests.discord_claims import longest_claim
from tests.discord_world import Server, World, a_world, said
from tests.following_world import courier, letters
from tests.openapi import walk


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as world:
        yield world


@pytest.fixture
def place(world: World) -> Server:
    return world.server()


async def test_curators_see_where_a_claim_was_answered_and_what_is_current(world: World):
    crew = crew_of(world)
    place = crew.server
    view = await mosul(world, place)
    nowhere = await crew.read(crew.curator, "claim reach", number=1)
    assert "It was not answered in public here" in nowhere
    first, second = await shared(world, place), await shared(world, place)
    await change(world, view, text=MENDED)
    reach = await crew.read(crew.curator, "claim reach", number=1)
    assert "2 public answers, newest first." in reach
    assert f"channels/{place.guild.id}/{place.channel.id}/{first.id}" in reach
    assert reach.count("shows revision 1, to be corrected") == 2
    begun = datetime.now(UTC) + AHEAD
    await corrector(world).correct_all()
    days = {f"{at.day} {at:%b %Y}" for at in (begun, datetime.now(UTC) + AHEAD)}
    await shared(world, place)
    reach = await crew.read(crew.curator, "claim reach", number=1)
    assert "3 public answers" in reach
    assert sum(reach.count(f"· current, corrected {day}") for day in days) == 2
    assert reach.index("· current\n") < reach.index(str(second.id)) < reach.index(str(first.id))
    for _ in range(8):
        await shared(world, place)
    card = await crew.slash(crew.curator, "claim reach", number=1)
    older = await crew.curator.click(shown(card), label="Older")
    assert str(first.id) in words_of(older)
    refused = await crew.read(place.ann, "claim reach", number=1)
    assert "Only curators of" in refused


async def test_a_change_is_corrected_once_it_has_settled(world: World, place: Server):
    view = await mosul(world, place)
    await shared(world, place)
    await change(world, view, text=MENDED)
    store = world.store
    usual = Corrections(store.corrections, store.changes, store.reader)
    assert await usual.find() == 0
    later = Corrections(
        store.corrections,
        store.changes,
        store.reader,
        clock=lambda: datetime.now(UTC) + SETTLE,
    )
    assert await later.find() == 1
    assert await later.find() == 0, "it is in the queue once"
    [answer] = await later.due(10)
    assert await later.claim([answer]) == [answer]
    assert await later.claim([answer]) == []
    await store.corrections.release()
    assert len(await later.due(10)) == 1
    assert await store.corrections.forget_before(datetime.now(UTC)) == 1
    assert await later.due(10) == []


async def test_whoever_got_an_answer_alone_is_told_of_changes_for_thirty_days(
    world: World, place: Server
):
    view = await mosul(world, place)
    card = shown(await place.ann.slash(place.channel, "check", text="air strikes"))
    told = shown(await place.ann.click(card, label="Tell me if this changes"))
    assert told.ephemeral
    assert "You are told by direct message soon after each change" in said(told)
    assert "This ends by itself on" in said(told)
    [follow] = await world.store.follows.of(place.ann.id)
    assert follow.until is not None
    assert 29 < (follow.until - datetime.now(UTC)).days + 1 <= 30
    view = await change(world, view, text=MENDED)
    world.later = SETTLE
    await courier(world).send_all()
    (letter,) = letters(place.ann)
    assert TOLD in letter
    assert letters(place.bob) == []
    world.later = timedelta(days=31)
    await world.store.follows.forget_old(world.clock(), world.clock() - timedelta(days=400))
    assert await world.store.follows.of(place.ann.id) == []


async def test_being_told_of_an_answer_becomes_following_without_an_end(
    world: World, place: Server
):
    await mosul(world, place)
    card = shown(await place.ann.slash(place.channel, "check", text="air strikes"))
    told = shown(await place.ann.click(card, label="Tell me if this changes"))
    kept = shown(await place.ann.click(told, label="Follow without an end"))
    assert "This ends by itself" not in said(kept)
    again = shown(await place.ann.click(card, label="Tell me if this changes"))
    assert "This ends by itself" not in said(again), "what lasts longer stays"
    [follow] = await world.store.follows.of(place.ann.id)
    assert follow.until is None


async def test_a_channel_with_very_many_answers_does_not_hold_up_another(
    world: World, place: Server
):
    view = await mosul(world, place)
    community, box = str(place.guild.id), world.store.corrections
    shown = [(view.claim_id, 1)]
    for number in range(60):
        await world.store.answers.remember_shared(community, "10", str(1000 + number), shown)
    await world.store.answers.remember_shared(community, "11", "9999", shown)
    await change(world, view, text=MENDED)
    later = datetime.now(UTC) + SETTLE
    assert await box.find(later, later - timedelta(days=90), later) == 61
    due = await box.due(later, 55)
    assert [answer.channel for answer in due].count("10") == 50
    assert due[-1].channel == "11"


@pytest.mark.parametrize("manner", list(Manner))
def test_the_longest_claim_fits_a_corrected_card_and_a_curators(manner: Manner):
    claim, sources, document = longest_claim("Ünïcödé *[🕊️](x) ")
    now = datetime.now(UTC)
    owner, known = Owner.community("1"), {source.key: source for source in sources}
    view = ClaimView(1, 1, owner, "Here", claim, 2, now, known, {"d": document})
    told = tuple(f"{claim.text[:200]}{n}" for n in range(3))
    changed = Corrected(1, 1, 1, 2, now, told, view)
    alone = Update((changed,), (view,), (Shown(1, 2),))
    several = Update((changed,) * 9, (view, replace(view, claim_id=2)), (Shown(1, 2), Shown(2, 2)))
    for update in (alone, several):
        card = corrected_view(PublicCard(manner, "", False, "The claim"), update, None)
        assert fits(card)
        assert note_line(update) in said_in(card)
    changes = tuple(MaterialChange(ChangeKind.WORDING, sentence) for sentence in told)
    assert fits(bench_view(view, "Saved", Telling(2, changes, minor=False)))


def fits(card: CardView) -> bool:
    return card.content_length() <= 4000 and len(list(walk(card.to_components()))) <= 40


def said_in(card: CardView) -> str:
    return "\n".join(part.get("content", "") for part in walk(card.to_components()))
