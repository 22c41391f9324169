"""`/privacy` as members and administrators meet it, and servers that are left."""

import gzip
import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from simcord.backend import serializers

from claims.retention import LEFT_DAYS
from commands import privacy
from tests.curator_world import Crew, crew_of, shown, words_of
from tests.discord_claims import AP, HILL, MOSUL
from tests.discord_world import World, a_world, deliver_again, offered
from tests.personal_world import columns_with

SECOND = timedelta(seconds=1)


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as world:
        yield world


@pytest_asyncio.fixture
async def crew(world: World) -> Crew:
    crew = crew_of(world)
    await world.knows(MOSUL, "11,000 civilians", crew.server, sources=[AP, HILL])
    return crew


async def asked(crew: Crew, who: Any, text: str) -> None:
    """Somebody asks the curators, and follows a claim, and wants to be left alone."""
    services = crew.world.services
    await services.requests.ask(crew.member(who), f"ask-{who.id % 97}", text, consent=True)
    await crew.slash(who, "follow claim", number=1)
    await crew.slash(who, "watch optout")


async def file_of(answer: Any) -> dict[str, Any]:
    (attachment,) = shown(answer).attachments
    assert attachment.filename == "caveat-about-you.json"
    told: dict[str, Any] = json.loads(await attachment.read())
    return told


async def test_everybody_reads_what_is_stored_whole_and_alone(world: World, crew: Crew):
    await crew.slash(crew.admin, "settings")
    answer = await crew.slash(crew.server.ann, "privacy show")
    text = words_of(answer)
    assert shown(answer).ephemeral
    assert "the text you check: **seconds" in text
    assert "only until you were told" not in text
    assert "365 days" in text
    assert "Trimmed" not in text
    dora = world.person("dora")
    assert "/privacy delete deletes it" in words_of(await dora.slash("privacy show"))


async def test_what_somebody_gets_as_a_file_is_theirs_alone(world: World, crew: Crew):
    ann, bob = crew.server.ann, crew.server.bob
    await asked(crew, ann, "Is the mill wet?")
    await asked(crew, bob, "Is the tunnel dry?")
    answer = await crew.slash(ann, "privacy export")
    assert shown(answer).ephemeral
    told = await file_of(answer)
    assert {part["heading"] for part in told["kept"]} == {
        *("requests", "follows", "follower", "opt_outs")
    }
    assert "Is the mill wet?" in json.dumps(told)
    assert "tunnel" not in json.dumps(told)
    elsewhere = crew_of(world, "Elsewhere")
    here_alone = await elsewhere.slash(elsewhere.server.bob, "privacy export", servers="here")
    assert (await file_of(here_alone))["kept"] == []


async def test_a_file_that_is_too_large_for_discord_is_compressed(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(privacy, "LARGEST", 100)
    answer = await crew.slash(crew.server.ann, "privacy export")
    (attachment,) = shown(answer).attachments
    assert attachment.filename == "caveat-about-you.json.gz"
    told = json.loads(gzip.decompress(await attachment.read()))
    assert told["user"] == str(crew.server.ann.id)


async def test_a_member_deletes_all_of_it_but_the_opt_out(
    crew: Crew, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    ann = crew.server.ann
    await asked(crew, ann, "Is the mill wet?")
    card = await crew.slash(ann, "privacy delete")
    text = words_of(card)
    assert "- 1 request to curators" in text
    assert "- 1 follow\n" in text
    assert "sealed answers" in text
    assert columns_with(tmp_path, ["Is the mill wet?"]) == {"requests.text", "askers.text"}
    done = await ann.click(shown(card), label="Delete it, but keep the opt-out")
    assert "Your opt-out of watched channels stays." in words_of(done)
    assert columns_with(tmp_path, ["Is the mill wet?", str(ann.id)]) == set()
    again = words_of(await crew.slash(ann, "privacy delete"))
    assert "- 1 opt-out of watched channels" in again
    last = await crew.slash(ann, "privacy delete", servers="here")
    assert offered(shown(last)) == ["Delete all of it"]
    await ann.click(shown(last), label="Delete all of it")
    assert "Nothing is kept" in words_of(await crew.slash(ann, "privacy delete"))
    assert str(ann.id) not in caplog.text


async def test_a_curator_who_deletes_is_named_nowhere(world: World, crew: Crew, tmp_path: Path):
    await crew.draft("The bridge was closed in May.")
    number = await crew.published("The mill burnt down in June.")
    cara = crew.curator
    card = await crew.slash(cara, "privacy delete")
    assert "without your name" in words_of(card)
    await world.restart()
    done = await cara.click(shown(card), label="Delete all of it")
    assert "your name beside" in words_of(done)
    assert columns_with(tmp_path, [str(cara.id)]) == set()
    assert "a curator whose name is no longer kept" in await crew.read(crew.admin, "audit")
    history = await crew.read(crew.other, "claim history", number=number)
    assert "a curator whose name is no longer kept" in history
    assert "mill burnt down" in await crew.read(crew.server.ann, "claim view", number=number)


async def test_an_administrator_erases_a_server_by_typing_its_name(
    world: World, crew: Crew, tmp_path: Path
):
    there = crew_of(world, "Elsewhere")
    await there.draft("A claim of another server.")
    await asked(crew, crew.server.ann, "Is the mill wet?")
    await crew.draft("The bridge was closed in May.")
    refused = await crew.slash(crew.curator, "privacy erase")
    assert "Only administrators" in words_of(refused)
    wrong = await crew.filled(crew.admin, "privacy erase", {"name": "Sever"})
    assert "Type the server's name, Server," in words_of(wrong)
    again = await crew.admin.click(shown(wrong), label="Open the form again")
    done = await crew.admin.submit_modal(again, {"name": " server "})
    assert "Nothing is kept of Server any more" in words_of(done)
    assert columns_with(tmp_path, [crew.community, "mill", "bridge", "11,000"]) == set()
    deliver_again(world)
    await world.env.settle()
    assert "A claim of another server." in await there.read(there.curator, "claim view", number=1)
    # It is used again, and begins anew.
    number = await crew.published("A new bridge was built.")
    assert "new bridge" in await crew.read(crew.server.ann, "claim view", number=number)
    assert number == 1
    assert (await world.store.state()).problems == ()


async def test_a_server_that_is_left_is_kept_for_a_while(world: World, crew: Crew):
    number = await crew.published("The bridge was closed in May.")
    await crew.slash(crew.server.ann, "following")
    assert await world.store.work.own_links()
    erasing, guild = world.store.erasing, crew.server.guild.id
    backend = world.env.backend
    kept = backend.guilds[guild]
    gone = {"id": str(guild), "unavailable": True}
    backend.emit("GUILD_DELETE", gone)  # an outage: nobody left
    await world.env.settle()
    assert set((await erasing.served()).values()) == {None}
    backend.emit("GUILD_CREATE", serializers.guild_create_payload(backend, kept))
    await world.env.settle()
    backend.emit("GUILD_DELETE", {"id": str(guild)})
    await world.env.settle()
    at = (await erasing.served())[crew.community]
    assert at is not None
    period = timedelta(days=LEFT_DAYS)
    assert abs(at - (world.clock() + period)) < 60 * SECOND
    assert await erasing.due(at - SECOND) == []
    assert await erasing.due(at) == [crew.community]
    assert await world.store.work.own_links() == [], "nobody asks any more whether they open"
    world.later = period - timedelta(hours=1)
    backend.emit("GUILD_CREATE", serializers.guild_create_payload(backend, kept))
    await world.env.settle()
    assert (await erasing.served())[crew.community] is None
    assert "bridge was closed" in await crew.read(crew.server.ann, "claim view", number=number)


async def test_a_server_that_comes_back_too_late_begins_anew(world: World, crew: Crew):
    await crew.draft("The bridge was closed in May.")
    backend, guild = world.env.backend, crew.server.guild.id
    backend.emit("GUILD_DELETE", {"id": str(guild)})
    await world.env.settle()
    world.later = timedelta(days=LEFT_DAYS, hours=1)
    payload = serializers.guild_create_payload(backend, backend.guilds[guild])
    backend.emit("GUILD_CREATE", payload)
    await world.env.settle()
    assert crew.community not in await world.store.erasing.served()
    assert "no claim" in await crew.read(crew.curator, "claim view", number=2)
    assert (await world.store.erasing.served())[crew.community] is None


async def test_servers_left_while_it_was_off_are_noticed_at_the_start(world: World, crew: Crew):
    there = crew_of(world, "Elsewhere")
    await there.draft("A claim of another server.")
    await world.bot.desk.welcome(crew.community)
    await world.store.ensure_community("local", ())
    leaving, erasing = world.bot.desk.leaving, world.store.erasing
    assert await leaving.compare({there.community}) == (1, 0)
    marked = {community for community, at in (await erasing.served()).items() if at}
    assert marked == {crew.community}, "neither the shared communities nor those it is in"
    assert await leaving.compare({there.community}) == (0, 0), "the time does not begin anew"
    assert await leaving.compare({there.community, crew.community}) == (0, 1)
    assert set((await erasing.served()).values()) == {None}
