"""`caveat doctor` asks Discord: each thing that it looks at, well and broken, over real sockets."""

import re
import resource
from collections.abc import AsyncIterator
from datetime import time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import discord.http
import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.curators import curator_services
from bot.doctor import findings, model_finding
from bot.doctor_discord import discord_findings
from bot.doctor_machine import disk_finding, free_memory, memory_finding, why_unwritable
from bot.findings import Finding, Mark
from bot.settings import Settings
from claims.community import CommunitySettings
from claims.digesting import Choice
from claims.people import Member
from matching.embedder import load_minilm
from matching.likeness import TextLikeness
from tests.cli import caveat
from tests.discord_world import opened_store
from tests.fakes import FakeMatcher
from tests.loopback import GUILD
from tests.loopback_guilds import HISTORY, REACT, SEND, TOKEN, VIEW, VOICE, LoopbackGuilds

DIGEST, AUDIT, WATCHED = 300, 301, 302
MESSAGE_CONTENT, MESSAGE_CONTENT_LIMITED = 1 << 18, 1 << 19


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which one community chose a channel for everything."""
    made = tmp_path_factory.mktemp("doctor")
    async with opened_store(made) as store:
        services = curator_services(store, FakeMatcher(), TextLikeness(None), b"k" * 32)
        await store.ensure_community(GUILD, ())
        admin = Member(401, GUILD, can_manage_messages=True, can_manage_server=True)
        await services.communities.change(admin, "1", {"audit_channel": AUDIT})
        await services.communities.watch(admin, "2", WATCHED, "reaction")
        await services.digests.set(admin, "3", Choice(DIGEST, time(9), "Europe/Berlin"))
    return made


@pytest_asyncio.fixture
async def there(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LoopbackGuilds]:
    """A Discord in which all is well."""
    async with LoopbackGuilds().listening() as made:
        monkeypatch.setattr(discord.http.Route, "BASE", f"http://{made.address}/api/v10")
        for channel in (DIGEST, AUDIT, WATCHED):
            made.has_channel(channel)
        yield made


async def found(folder: Path, *, watching: bool = False, token: str = TOKEN) -> dict[str, Any]:
    """What the doctor finds, by what it looked at; of several the broken ones."""
    settings = Settings(data=folder, model="off", token=SecretStr(token), watching=watching)
    told: dict[str, list[Finding]] = {}
    for finding in await findings(settings):
        told.setdefault(finding.what, []).append(finding)
        assert token not in finding.sentence + finding.mend
        assert finding.mark is not Mark.BROKEN or finding.mend.endswith(".")
    return {what: each[0] if len(each) == 1 else each for what, each in told.items()}


async def test_where_all_is_well_the_doctor_says_so(there: LoopbackGuilds, folder: Path) -> None:
    there.flags = MESSAGE_CONTENT_LIMITED
    told = await found(folder, watching=True)
    asked = ("Token", "Discord", "Clock", "Intents", "Gateway", "Permissions", "Data folder")
    assert {what: told[what].mark for what in asked} == dict.fromkeys(asked, Mark.WELL)
    assert "knows this bot as Caveat" in told["Discord"].sentence
    assert "all 3 chosen channels are there, in 1 server" in told["Permissions"].sentence
    assert "999 of 1,000" in told["Gateway"].sentence


async def test_a_token_that_discord_refuses_is_told_from_one_that_looks_wrong(
    there: LoopbackGuilds, folder: Path
) -> None:
    there.token = "another"
    told = await found(folder)
    looks, refused = told["Token"]
    assert (looks.mark, refused.mark) == (Mark.WELL, Mark.BROKEN)
    assert "does not accept it" in refused.sentence
    assert "reset the token" in refused.mend
    assert told["Clock"].mark is Mark.WELL, "its answer still names the time"
    wrong = await found(folder, token="a password of mine")
    assert "does not look like" in wrong["Token"].sentence
    assert "Discord" not in wrong, "what is no token is sent to nobody"


@pytest.mark.parametrize(
    ("off", "amount"), [(timedelta(minutes=-3), "0:03:00"), (timedelta(hours=2), "2:00:00")]
)
async def test_a_clock_that_is_wrong_is_named_with_how_much(
    there: LoopbackGuilds, folder: Path, off: timedelta, amount: str
) -> None:
    there.off = off
    clock = (await found(folder))["Clock"]
    assert clock.mark is Mark.BROKEN
    way = "ahead of" if off < timedelta() else "behind"
    assert f"clock is {amount} (hours, minutes, seconds) {way} Discord's." in clock.sentence
    assert "chrony" in clock.mend


async def test_the_message_content_intent_is_asked_for_where_channels_are_watched(
    there: LoopbackGuilds, folder: Path
) -> None:
    lacking = (await found(folder, watching=True))["Intents"]
    assert lacking.mark is Mark.BROKEN
    assert "switch on Message Content Intent" in lacking.mend
    assert (await found(folder))["Intents"].mark is Mark.WELL
    there.flags = MESSAGE_CONTENT
    assert (await found(folder, watching=True))["Intents"].mark is Mark.WELL
    assert (await found(folder))["Intents"].mark is Mark.NOTE


async def test_every_permission_that_a_chosen_channel_lacks_is_named(
    there: LoopbackGuilds, folder: Path
) -> None:
    there.flags = MESSAGE_CONTENT
    there.has_channel(DIGEST, denies=SEND | HISTORY)
    there.has_channel(AUDIT, denies=VIEW)
    there.has_channel(WATCHED, denies=REACT)
    digest, audit, watched = (await found(folder, watching=True))["Permissions"]
    assert {each.mark for each in (digest, audit, watched)} == {Mark.BROKEN}
    where = "in server “Server” (200), the bot lacks"
    assert f"in the digest channel #talk-300 {where} Send Messages, Read Message History." in (
        digest.sentence
    )
    assert f"the audit log channel #talk-301 {where} View Channel, Send Messages." in audit.sentence
    assert f"the watched channel #talk-302 {where} Add Reactions." in watched.sentence
    assert "/digest set" in digest.mend
    assert "/settings" in audit.mend
    unwatched = (await found(folder))["Permissions"]
    assert len(unwatched) == 2, "what is not watched needs no right to react"


async def test_channels_that_are_gone_or_cannot_be_written_in_are_named(
    there: LoopbackGuilds, folder: Path
) -> None:
    del there.channels[DIGEST]
    there.has_channel(AUDIT, kind=VOICE)
    there.server = "\x1b[31mSer\u202ever"
    digest, audit = (await found(folder))["Permissions"]
    assert "the digest channel 300 in server “[31mServer” (200) was deleted" in digest.sentence
    there.server = "Server"
    digest, audit = (await found(folder))["Permissions"]
    assert "audit log channel #talk-301 in server “Server” (200) is no text channel" in (
        audit.sentence
    )
    there.is_member = False
    left = (await found(folder))["Permissions"]
    assert left.mark is Mark.NOTE
    assert "the bot is not in server 200, which chose 2 channels" in left.sentence


async def test_servers_that_are_not_told_of_in_time_are_said_to_be_left_out(
    there: LoopbackGuilds,
) -> None:
    there.quick.clear()
    settings = Settings(model="off", token=SecretStr(TOKEN))
    chosen = {GUILD: CommunitySettings(audit_channel=AUDIT), "201": CommunitySettings()}
    told = (await discord_findings(settings, chosen, patience=0.2))[-1]
    there.quick.set()
    assert told.mark is Mark.NOTE
    assert told.sentence == "1 server did not come to be looked at within 0.2 seconds."


async def test_a_bot_that_was_started_too_often_is_told_to_wait(
    there: LoopbackGuilds, folder: Path
) -> None:
    for left, mark in ((7, Mark.NOTE), (0, Mark.BROKEN)):
        there.starts_left = left
        told = (await found(folder))["Gateway"]
        assert told.mark is mark
        assert f"{left} of 1,000 times" in told.sentence


async def test_a_discord_that_fails_or_is_not_there_is_told_with_what_was_not_looked_at(
    there: LoopbackGuilds, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.faults = [503]
    failing = (await found(folder))["Discord"]
    assert failing.mark is Mark.BROKEN
    assert "an error (status 503)" in failing.sentence
    assert "permissions in chosen channels were not looked at" in failing.sentence
    there.faults = [0, 0, 0, 503]
    later = (await found(folder))["Discord"]
    assert [each.mark for each in later] == [Mark.WELL, Mark.BROKEN]
    assert "so the chosen channels were not looked at" in later[1].sentence
    monkeypatch.setattr(discord.http.Route, "BASE", "http://127.0.0.1:9/api/v10")
    told = await found(folder)
    assert "cannot be reached" in told["Discord"].sentence
    assert "port 443" in told["Discord"].mend
    assert not {"Clock", "Intents", "Permissions"} & set(told)


async def test_all_that_the_doctor_looks_at_stands_in_the_page(
    there: LoopbackGuilds, folder: Path
) -> None:
    page = (Path(__file__).parent.parent / "docs" / "monitoring.md").read_text(encoding="utf-8")
    table = page.partition("| what | is looked at |")[2].partition("\n\n")[0]
    named = set(re.findall(r"^\| ([A-Z][\w ]+) \|", table, re.MULTILINE))
    assert named == {*await found(folder), "Running"}


def test_without_a_token_the_doctor_says_what_was_not_looked_at(folder: Path) -> None:
    said = caveat("doctor", "--json", "--data", folder, CAVEAT_MODEL="off")
    assert said.status == 0, said.err
    told = {each["what"]: each for each in said.json}
    assert told["Token"]["mark"] == told["Discord"]["mark"] == "note"
    assert (
        "the clock and permissions in chosen channels were not looked at"
        in (told["Discord"]["sentence"])
    )
    assert all(set(each) == {"mark", "what", "sentence", "mend"} for each in said.json)


def test_a_disk_that_takes_nothing_is_found(tmp_path: Path) -> None:
    assert why_unwritable(tmp_path) == ""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        assert why_unwritable(tmp_path) == "File too large"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert why_unwritable(tmp_path / "nowhere") == "No such file or directory"


def test_a_disk_or_a_memory_that_is_nearly_full_is_found_with_how_to_mend_it() -> None:
    assert disk_finding(10**9).mark is Mark.WELL
    full = disk_finding(150_000_000)
    assert (full.mark, full.sentence) == (Mark.BROKEN, "150 MB are free where the data lies.")
    assert "make room" in full.mend
    assert memory_finding(10**9).mark is Mark.WELL
    little = memory_finding(150_000_000)
    assert little.mark is Mark.NOTE
    assert "CAVEAT_MODEL=off" in little.mend


def test_a_model_that_is_damaged_is_found_with_how_to_do_without(tmp_path: Path) -> None:
    damaged = tmp_path / "model.onnx"
    damaged.write_bytes(b"not a model")
    told = model_finding(partial(load_minilm, package=tmp_path))
    assert told.mark is Mark.BROKEN
    assert "damaged" in told.sentence
    assert "CAVEAT_MODEL=off" in told.mend
    assert model_finding(load_minilm).mark is Mark.WELL


def test_the_memory_that_is_left_is_that_of_the_container(tmp_path: Path) -> None:
    meminfo, group = tmp_path / "meminfo", tmp_path / "group"
    assert free_memory(meminfo, group) is None
    meminfo.write_text("MemTotal: 900 kB\nMemAvailable:   500 kB\n", encoding="ascii")
    assert free_memory(meminfo, group) == 512_000
    group.mkdir()
    (group / "memory.max").write_text("max\n", encoding="ascii")
    (group / "memory.current").write_text("100000\n", encoding="ascii")
    assert free_memory(meminfo, group) == 512_000
    (group / "memory.max").write_text("300000\n", encoding="ascii")
    assert free_memory(meminfo, group) == 200_000
