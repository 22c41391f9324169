"""A corrected claim reaches every public answer: shared cards, lists, replies, signs, articles."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import discord
import pytest
import pytest_asyncio
from simcord.backend.models.channel import Overwrite
from simcord.enums import OverwriteType

from claims.models import Appearance, Status
from claims.report import Tier
from tests.corrections_world import (
    AHEAD,
    MENDED,
    TOLD,
    change,
    corrector,
    edits,
    fresh,
    mosul,
    shared,
)
from tests.curator_world import crew_of
from tests.discord_claims import AP, ARTICLE, HILL, MOSUL, RAQQA, TROOPS
from tests.discord_world import Server, World, a_world, said
from tests.storage_worlds import a_pack, bridge, with_pack
from tests.watch_world import offered_in, replies, watch, words_in

_VIEW = discord.Permissions(view_channel=True, read_message_history=True).value


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path, listens=True) as world:
        yield world


@pytest.fixture
def place(world: World) -> Server:
    return world.server()


async def test_a_shared_card_is_edited_once_and_says_what_changed(world: World, place: Server):
    view = await mosul(world, place, tier=Tier.DIFFERS)
    post = await shared(world, place)
    assert await corrector(world).correct_all() == 0
    await change(world, view, text=MENDED)
    begun = datetime.now(UTC) + AHEAD
    assert await corrector(world).correct_all() == 1
    days = {f"{at.day} {at:%b %Y}" for at in (begun, datetime.now(UTC) + AHEAD)}
    assert await corrector(world).correct_all() == 0
    text = words_in(await fresh(place, post))
    assert "### Similar to a claim we know, but not the same" in text
    assert "9,000 to 11,000, citing AP" in text
    assert "Matched" in text
    assert any(f"-# **Updated {day}:** {TOLD} (revision 1 → 2)" in text for day in days)
    assert edits(world, post) == 1
    sources = await place.bob.click(await fresh(place, post), label="Sources (2)")
    assert "### Sources of #1" in said(sources.response)
    assert await world.posted(place, view) == [(str(place.channel.id), str(post.id), 2)]


async def test_a_second_correction_takes_the_place_of_the_first(world: World, place: Server):
    view = await mosul(world, place)
    post = await shared(world, place)
    await change(world, view, text=MENDED)
    await corrector(world).correct_all()
    await change(world, view, evidence=MOSUL.evidence[:1])
    await corrector(world).correct_all()
    text = words_in(await fresh(place, post))
    assert "The Hill, 20 Dec 2017 is no longer listed as a source that differs" in text
    assert "(revision 2 → 3)" in text
    assert text.count("Updated") == 1
    assert "Matched" in text


async def test_what_does_not_matter_to_readers_edits_nothing(world: World, place: Server):
    view = await mosul(world, place)
    post = await shared(world, place)
    await change(world, view, phrasings=("They died there.",), topics=("War",))
    assert await corrector(world).correct_all() == 0
    assert edits(world, post) == 0
    assert (await world.posted(place, view))[0][2] == 2


async def test_a_list_and_a_public_reply_and_a_sign_are_corrected(world: World):
    crew = crew_of(world)
    place = crew.server
    view = await mosul(world, place)
    await world.knows(RAQQA, "left Raqqa", place)
    several = await shared(world, place, "air strikes; left Raqqa")
    await world.services.communities.change(
        crew.member(crew.admin), "open", {"replies_public": True}
    )
    reply = (await place.ann.slash(place.channel, "check", text="air strikes")).response
    assert not reply.ephemeral
    await watch(crew, "reply")
    await place.bob.send(place.channel, "I read of air strikes there")
    sign = (await replies(crew))[-1]
    assert offered_in(sign) == ["See the answer"]
    await change(world, view, text=MENDED)
    assert await corrector(world).correct_all() == 3
    for message in (several, reply, sign):
        text = words_in(await fresh(place, message))
        assert TOLD in text
        assert edits(world, message) == 1
    assert "#1 (" not in words_in(await fresh(place, reply))
    assert "Updated" in words_in(await fresh(place, several))
    assert "2 claims recognised" in words_in(await fresh(place, several))
    again = await fresh(place, reply)
    assert "Not this claim" in offered_in(again)
    assert offered_in(await fresh(place, sign)) == ["See the answer"]
    opened = await place.ann.click(await fresh(place, sign), label="See the answer")
    assert "9,000 to 11,000" in said(opened.response)


async def test_the_answer_to_an_article_is_corrected(world: World):
    crew = crew_of(world)
    place = crew.server
    told = (Appearance(document="art"),)
    here = {"place": place, "documents": [ARTICLE]}
    await world.knows(RAQQA.model_copy(update={"appearances": told}), "xx", **here)
    view = await world.knows(TROOPS.model_copy(update={"appearances": told}), "yy", **here)
    await world.services.communities.change(
        crew.member(crew.admin), "open", {"replies_public": True}
    )
    link = "https://paper.example/article"
    reply = (await place.ann.slash(place.channel, "check", link=link)).response
    assert "### We know this article" in said(reply)
    await change(world, view, text="There are signs of troop cuts in Syria.")
    assert await corrector(world).correct_all() == 1
    text = words_in(await fresh(place, reply))
    assert "### We know this article" in text
    assert "#2: “are signs” replaces “is no sign” (revision 1 → 2)" in text


async def test_a_retired_claim_and_its_return_are_told(world: World, place: Server):
    view = await mosul(world, place)
    post = await shared(world, place)
    await change(world, view, "Nobody tells it any more", status=Status.RETIRED)
    assert await corrector(world).correct_all() == 1
    gone = await fresh(place, post)
    assert "### What stood here is no longer shown" in words_in(gone)
    assert "Taken out of use: Nobody tells it any more" in words_in(gone)
    assert offered_in(gone) == []
    assert await corrector(world).correct_all() == 0
    await change(world, view, status=Status.PUBLISHED)
    assert await corrector(world).correct_all() == 1
    back = await fresh(place, post)
    assert "Shown here again" in words_in(back)
    assert "citing AP" in words_in(back)
    assert "Sources (2)" in offered_in(back)


async def test_a_merged_claim_gives_way_to_the_one_that_it_became(world: World, place: Server):
    view = await mosul(world, place)
    other = await world.knows(RAQQA, "left Raqqa", place)
    post = await shared(world, place)
    gone = {"status": Status.RETIRED, "merged_into": RAQQA.ref}
    await change(world, view, "Merged #1 into #2", **gone)
    assert await corrector(world).correct_all() == 1
    text = words_in(await fresh(place, post))
    assert "About 4,000 fighters left Raqqa" in text
    assert "Merged into #2, which says the same" in text
    assert "Matched" not in text
    await change(world, other, text="About 3,500 fighters left Raqqa under a deal.")
    assert await corrector(world).correct_all() == 1
    assert "“3,500” replaces “4,000”" in words_in(await fresh(place, post))


async def test_once_its_answer_is_forgotten_the_claim_stands_by_itself(world: World, place: Server):
    view = await mosul(world, place, tier=Tier.DIFFERS)
    post = await shared(world, place)
    await world.store.answers.forget_answers(datetime.now(UTC) + timedelta(days=1))
    await change(world, view, text=MENDED)
    assert await corrector(world).correct_all() == 1
    card = await fresh(place, post)
    assert "### Similar to a claim we know, but not the same" in words_in(card)
    assert TOLD in words_in(card)
    assert "Matched" not in words_in(card)
    chain = await place.bob.click(card, label="The chain")
    assert "### The chain of #1" in said(chain.response)


async def test_a_deleted_message_and_a_lost_channel_are_forgotten(world: World, place: Server):
    view = await mosul(world, place)
    first, second = await shared(world, place), await shared(world, place)
    await world.bot.http.delete_message(place.channel.id, first.id)
    await change(world, view, text=MENDED)
    assert await corrector(world).correct_all() == 1
    assert [message for _, message, _ in await world.posted(place, view)] == [str(second.id)]
    await world.bot.http.delete_channel(place.channel.id)
    await change(world, view, text="Another sentence.")
    assert await corrector(world).correct_all() == 0
    assert await world.posted(place, view) == []


async def test_a_channel_that_shuts_the_bot_out_is_tried_again_and_then_forgotten(
    world: World, place: Server
):
    view = await mosul(world, place)
    post = await shared(world, place)
    await change(world, view, text=MENDED)
    backend = world.env.backend
    channel = backend.get_channel(place.channel.id)
    shut_out = [Overwrite(backend.bot_user.id, OverwriteType.MEMBER, deny=_VIEW)]
    channel.overwrites = shut_out
    assert await corrector(world).correct_all() == 0
    assert len(await world.posted(place, view)) == 1
    world.later = timedelta(minutes=30)
    assert await corrector(world).correct_all() == 0
    channel.overwrites = []
    assert await corrector(world).correct_all() == 0, "it is not tried every minute"
    world.later = timedelta(hours=2)
    assert await corrector(world).correct_all() == 1
    assert edits(world, post) == 1
    await change(world, view, text="Another sentence.")
    channel.overwrites = shut_out
    for days in range(1, 8):
        world.later = timedelta(days=days * 4)
        await corrector(world).correct_all()
    assert await world.posted(place, view) == []


async def test_a_pack_that_is_switched_off_takes_its_claims_out_of_public_answers(
    world: World, place: Server
):
    community = str(place.guild.id)
    await with_pack(world.store, community)
    await world.store.ensure_community(community, ())
    [view, *_] = await world.store.reader.suggest(community, "", 5)
    card = (await place.ann.slash(place.channel, "claim view", number=view.number)).response
    post = (await place.ann.click(card, label="Share here")).response
    await world.store.packs.disable(community, "bridges")
    assert await corrector(world).correct_all() == 0, "it may soon be on again"
    world.later = timedelta(minutes=3)
    assert await corrector(world).correct_all() == 1
    gone = words_in(await fresh(place, post))
    assert "the pack that this claim belongs to is no longer in use here" in gone
    assert "Bridge" not in gone
    await world.store.packs.enable(community, "bridges")
    assert await corrector(world).correct_all() == 1
    assert "Shown here again" in words_in(await fresh(place, post))
    newer = a_pack("1.1.0", [bridge(n, text=f"Bridge {n} was opened.") for n in (1, 2, 3)])
    await world.store.packs.load(newer, digest="2")
    assert await corrector(world).correct_all() == 1
    assert "“opened” replaces “closed”" in words_in(await fresh(place, post))
    assert edits(world, post) == 3


async def test_an_answer_shared_in_a_direct_message_is_corrected_too(world: World):
    view = await world.knows(MOSUL, "air strikes", sources=[AP, HILL])
    ann = world.person()
    card = (await ann.slash("check", text="air strikes")).response
    post = (await ann.click(card, label="Share here")).response
    await change(world, view, text=MENDED)
    assert await corrector(world).correct_all() == 1
    assert edits(world, post) == 1


async def test_replies_signs_and_lists_stand_by_themselves_once_their_answers_are_forgotten(
    world: World,
):
    crew = crew_of(world)
    place = crew.server
    view = await mosul(world, place)
    await world.knows(RAQQA, "left Raqqa", place)
    several = await shared(world, place, "air strikes; left Raqqa")
    opened = {"replies_public": True}
    await world.services.communities.change(crew.member(crew.admin), "open", opened)
    reply = (await place.ann.slash(place.channel, "check", text="air strikes")).response
    await watch(crew, "reply")
    await place.bob.send(place.channel, "I read of air strikes there")
    sign = (await replies(crew))[-1]
    await world.store.answers.forget_answers(datetime.now(UTC) + timedelta(days=1))
    await change(world, view, text=MENDED)
    assert await corrector(world).correct_all() == 3
    assert "2 claims" in words_in(await fresh(place, several))
    for message in (several, reply, sign):
        assert TOLD in words_in(await fresh(place, message))
    for message in (reply, sign):
        card = await fresh(place, message)
        assert "9,000 to 11,000, citing AP" in words_in(card)
        pressed = await place.bob.click(card, label="Sources (2)")
        assert "### Sources of #1" in said(pressed.response)
    listed = await place.bob.select(await fresh(place, several), ["1"])
    assert "### The claim" in said(listed.response)
