"""`/watch`: watched channels as members and administrators meet them."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio
from simcord.actors import _dispatch_actor_interaction
from simcord.enums import ChannelType

from bot.client import intents_for
from claims.models import Appearance, Claim
from claims.report import Tier
from commands.watch import MARK
from tests.curator_world import Crew, crew_of, shown, words_of
from tests.discord_claims import AP, ARTICLE, HILL, MOSUL, RAQQA
from tests.discord_world import World, a_world, said
from tests.watch_world import SAID, marks, offered_in, replies, watch, words_in

SILENT = discord.MessageFlags(suppress_notifications=True).value


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path, listens=True) as world:
        yield world


@pytest_asyncio.fixture
async def crew(world: World) -> Crew:
    crew = crew_of(world)
    await world.knows(MOSUL, "11,000 civilians", crew.server, sources=[AP, HILL])
    return crew


async def test_a_bot_asks_for_no_messages_unless_watching_is_on(tmp_path: Path):
    async with a_world(tmp_path) as world:
        assert world.bot.intents == discord.Intents(guilds=True)
        crew = crew_of(world)
        await world.knows(MOSUL, "11,000 civilians", crew.server)
        told = await watch(crew)
        assert "whoever runs this bot has to set CAVEAT_WATCHING" in words_of(told)
        assert "message content intent in Discord's developer portal" in words_of(told)
        await world.services.communities.watch(
            crew.member(crew.admin), "d1", crew.server.channel.id, "reply"
        )
        post = await crew.server.ann.send(crew.server.channel, SAID)
        assert (await marks(crew, post), await replies(crew)) == ([], [])
        assert "switched off by whoever runs this bot" in await crew.read(
            crew.curator, "watch list"
        )
        assert world.matcher.asked == 0


async def test_watching_asks_for_messages_and_keeps_none(crew: Crew):
    intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
    assert intents_for(crew.world.bot.desk) == crew.world.bot.intents == intents
    await crew.server.ann.send(crew.server.channel, SAID)
    assert not crew.world.bot.cached_messages


async def test_nothing_is_watched_at_first(crew: Crew):
    post = await crew.server.ann.send(crew.server.channel, SAID)
    assert await marks(crew, post) == []
    assert "No channel is watched here." in await crew.read(crew.server.ann, "watch list")
    assert crew.world.matcher.asked == 0


async def test_a_certain_match_gets_one_quiet_mark(crew: Crew):
    card = await watch(crew)
    assert shown(card).ephemeral
    assert "#talk: one quiet reaction" in words_of(card)
    assert "still needs" not in words_of(card)
    post = await crew.server.ann.send(crew.server.channel, SAID)
    assert await marks(crew, post) == [MARK]
    assert await replies(crew) == []
    answer = await crew.server.bob.context_menu(crew.server.channel, "Check claims", post)
    assert "The claim" in said(answer.response)


async def test_a_certain_match_gets_one_silent_reply_that_says_nothing_of_the_post(crew: Crew):
    await watch(crew, "reply")
    post = await crew.server.ann.send(crew.server.channel, SAID)
    [reply] = await replies(crew)
    assert await marks(crew, post) == []
    assert "A claim in this message is known here: #1 11,000 civilian dead" in words_in(reply)
    assert "news says" not in words_in(reply)
    assert reply.reference.message_id == post.id
    assert offered_in(reply) == ["See the answer"]
    [sent] = [
        entry.json
        for entry in crew.world.env.http_requests
        if entry.method == "POST" and entry.path.endswith("/messages")
    ]
    assert sent["flags"] & SILENT
    assert sent["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert sent["enforce_nonce"] is True
    assert sent["message_reference"].get("fail_if_not_exists", True), "else it would stand alone"


async def test_the_answer_opens_privately_for_whoever_presses_also_after_a_restart(crew: Crew):
    await watch(crew, "reply")
    await crew.server.ann.send(crew.server.channel, SAID)
    [reply] = await replies(crew)
    for who in (crew.server.ann, crew.server.bob):
        answer = shown(await who.click(reply, label="See the answer"))
        assert answer.ephemeral
        assert "### The claim" in said(answer)
    await crew.world.restart()
    answer = shown(await crew.server.bob.click(reply, label="See the answer"))
    assert answer.ephemeral
    assert len(await replies(crew)) == 1


async def test_several_claims_are_answered_with_their_list(crew: Crew):
    await crew.world.knows(RAQQA, "4,000 fighters", crew.server)
    await watch(crew, "reply")
    await crew.server.ann.send(crew.server.channel, f"{SAID}. And 4,000 fighters left")
    [reply] = await replies(crew)
    assert "2 claims in this message are known here:" in words_in(reply)
    answer = shown(await crew.server.bob.click(reply, label="See the answer"))
    assert answer.ephemeral
    assert "### 2 claims recognised" in said(answer)


async def test_an_article_is_known_by_its_link(crew: Crew):
    told = Claim(ref="T1", text="It was told.", appearances=(Appearance(document="art"),))
    await crew.world.knows(told, "never found", crew.server, documents=[ARTICLE])
    await watch(crew, "reply")
    await crew.server.ann.send(crew.server.channel, "https://paper.example/article")
    [reply] = await replies(crew)
    assert "An article linked in this message is known here: Pentagon trains" in words_in(reply)
    answer = shown(await crew.server.bob.click(reply, label="See the answer"))
    assert "### We know this article" in said(answer)


async def test_a_reply_is_remembered_so_that_a_correction_reaches_it(crew: Crew):
    view = await crew.world.store.reader.by_number(crew.community, 1)
    await watch(crew, "reply")
    await crew.server.ann.send(crew.server.channel, SAID)
    [reply] = await replies(crew)
    kept = await crew.world.posted(crew.server, view)
    assert kept == [(str(crew.server.channel.id), str(reply.id), view.revision)]


async def test_an_unsure_match_and_one_elsewhere_get_nothing(crew: Crew):
    view = await crew.world.store.reader.by_number(crew.community, 1)
    crew.world.matcher.finds("civilians perhaps", view, score=0.8)
    crew.world.matcher.finds("110,000 people", view, Tier.DIFFERS)
    await watch(crew)
    elsewhere = crew.server.guild.create_text_channel("elsewhere")
    posts = [
        await crew.server.ann.send(crew.server.channel, "it was civilians perhaps or others"),
        await crew.server.ann.send(crew.server.channel, "there were 110,000 people they say"),
        await crew.server.ann.send(elsewhere, SAID),
    ]
    assert [await marks(crew, post) for post in posts] == [[], [], []]


async def test_an_author_gets_one_sign_an_hour(crew: Crew):
    await watch(crew)
    ann, channel = crew.server.ann, crew.server.channel
    posts = [await ann.send(channel, SAID), await ann.send(channel, SAID)]
    assert [await marks(crew, post) for post in posts] == [[MARK], []]
    crew.world.later = timedelta(hours=1)
    assert await marks(crew, await ann.send(channel, SAID)) == [MARK]


async def test_who_opts_out_is_left_alone_until_they_opt_in(crew: Crew):
    await watch(crew)
    ann, channel = crew.server.ann, crew.server.channel
    assert "Your posts are left alone" in await crew.read(ann, "watch optout")
    assert await marks(crew, await ann.send(channel, SAID)) == []
    await crew.world.restart()
    assert await marks(crew, await ann.send(channel, SAID)) == []
    assert "Your posts are left alone; /watch optin" in await crew.read(ann, "watch list")
    assert "matched again" in await crew.read(ann, "watch optin")
    assert await marks(crew, await ann.send(channel, SAID)) == [MARK]


async def test_only_administrators_choose_and_take_away(crew: Crew):
    for who in (crew.server.ann, crew.curator):
        told = await crew.read(who, "watch add", channel=crew.server.channel, answer="reply")
        assert "Only administrators" in told
    await watch(crew)
    told = await crew.read(crew.curator, "watch remove", channel=crew.server.channel)
    assert "Only administrators" in told
    post = await crew.server.ann.send(crew.server.channel, SAID)
    assert await marks(crew, post) == [MARK]
    told = await crew.read(crew.admin, "watch remove", channel=crew.server.channel)
    assert "No channel is watched here." in told
    post = await crew.server.bob.send(crew.server.channel, SAID)
    assert await marks(crew, post) == []


async def test_a_channel_of_one_server_cannot_be_watched_from_another(crew: Crew):
    other = crew_of(crew.world, "Other")
    theirs = crew.server.channel
    resolved = {"id": str(theirs.id), "name": "talk", "type": 0, "permissions": "8"}
    given = [
        {"name": "channel", "type": 7, "value": str(theirs.id)},
        {"name": "answer", "type": 3, "value": "reply"},
    ]
    data = {
        "id": crew.world.env.backend.find_command("watch", None, type=1)["id"],
        "name": "watch",
        "type": 1,
        "options": [{"name": "add", "type": 1, "options": given}],
        "resolved": {"channels": {str(theirs.id): resolved}},
    }
    told = await _dispatch_actor_interaction(other.admin, 2, other.server.channel, data)
    assert "That does not fit this command" in words_of(told)
    assert isinstance(crew.world.env.errors[0], discord.app_commands.TransformerError)
    kept = await crew.world.store.curating.settings(other.community)
    assert kept.settings.watched == ()


async def test_a_list_names_no_channel_that_its_reader_cannot_see(crew: Crew):
    hidden = discord.PermissionOverwrite(view_channel=False)
    secret = crew.server.guild.create_text_channel("secret", overwrites={crew.server.ann: hidden})
    await watch(crew, channel=secret)
    assert "#secret: one quiet reaction" in await crew.read(crew.admin, "watch list")
    told = await crew.read(crew.server.ann, "watch list")
    assert "secret" not in told
    assert "1 channel that you cannot see" in told


async def test_bots_webhooks_system_messages_and_direct_messages_are_left_alone(crew: Crew):
    await watch(crew)
    backend, channel = crew.world.env.backend, crew.server.channel
    robot = crew.server.guild.add_member(crew.world.env.create_user("robot", bot=True))
    posts = [
        await robot.send(channel, SAID),
        backend.create_message(channel.id, crew.server.ann.id, SAID, webhook_id=77),
        backend.create_message(channel.id, backend.bot_user.id, SAID),
    ]
    await crew.server.ann.send_dm(SAID)
    await crew.world.env.settle()
    stored = [backend.get_message(channel.id, post.id) for post in posts]
    assert [message.reactions for message in stored] == [[], [], []]
    assert crew.world.matcher.asked == 0


async def test_public_threads_belong_to_their_channel_and_private_ones_to_nobody(crew: Crew):
    await watch(crew)
    backend = crew.world.env.backend
    private = backend.create_thread(
        crew.server.channel.id, "private", crew.server.ann.id, type=ChannelType.PRIVATE_THREAD
    )
    await crew.world.env.settle()
    post = backend.create_message(private.id, crew.server.ann.id, SAID)
    await crew.world.env.settle()
    assert post.reactions == []
    thread = await crew.server.thread("public")
    post = backend.create_message(thread.id, crew.server.ann.id, SAID)
    await crew.world.env.settle()
    assert [each.emoji for each in post.reactions] == [MARK]


@pytest.mark.parametrize("answer", ["reaction", "reply"])
async def test_a_message_delivered_twice_gets_one_sign(crew: Crew, answer: str):
    await watch(crew, answer)
    await crew.server.ann.send(crew.server.channel, SAID)
    await crew.world.env.settle()
    before = len(crew.world.env.http_requests)
    backend = crew.world.env.backend
    payload = next(p for _, e, p in reversed(backend.transcript) if is_anns(e, p, crew))
    backend.emit("MESSAGE_CREATE", payload)
    await crew.world.env.settle()
    assert len(crew.world.env.http_requests) == before


def is_anns(event: str, payload: Any, crew: Crew) -> bool:
    return event == "MESSAGE_CREATE" and payload["author"]["id"] == str(crew.server.ann.id)
