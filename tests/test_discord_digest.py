"""`/digest` as administrators and members meet it, and the digest in its channel."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from claims.editing import ClaimEdit
from tests.curator_world import shown, words_of
from tests.digest_world import BERLIN, Daily, a_daily, at_nine, said_in
from tests.discord_world import World, a_world, choices, offered, said


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as world:
        yield world


@pytest_asyncio.fixture
async def daily(world: World) -> Daily:
    return await a_daily(world)


async def test_what_was_published_stands_in_the_next_digest_and_opens_from_it(daily: Daily):
    await daily.crew.published("The bridge was closed in May.")
    assert await daily.at(at_nine() - timedelta(minutes=1)) == 0
    assert await daily.at(at_nine()) == 1
    [text] = daily.texts()
    day = at_nine().astimezone(BERLIN)
    assert f"### Claims, {day:%A} {day.day} {day:%B}" in text
    assert "**New**\n- #1 The bridge was closed in May." in text
    assert "Every day at 09:00 Europe/Berlin" in text
    [message] = daily.messages()
    card = await daily.crew.server.ann.select(message, ["1"])
    assert shown(card).ephemeral
    assert "### The claim" in said(shown(card))


async def test_a_day_on_which_nothing_happened_posts_nothing(daily: Daily):
    await daily.crew.published("The bridge was closed in May.")
    for days in range(1, 4):
        await daily.at(at_nine(days))
    assert len(daily.messages()) == 1
    assert "Nothing happened since" in await daily.crew.read(daily.crew.admin, "digest preview")


async def test_a_preview_is_what_is_posted_and_there_is_one_a_day(daily: Daily):
    await daily.crew.published("The bridge was closed in May.")
    daily.now += timedelta(minutes=10)
    before = await daily.crew.slash(daily.crew.admin, "digest preview")
    assert shown(before).ephemeral
    async with posting(daily):
        told = await daily.crew.read(daily.crew.admin, "digest now")
    [message] = daily.messages()
    here = f"{daily.crew.community}/{daily.crew.server.channel.id}/{message.id}"
    assert f"https://discord.com/channels/{here}" in told
    assert daily.texts() == [words_of(before)]
    await daily.crew.published("The mill burnt down.")
    daily.now += timedelta(minutes=10)
    again = await daily.crew.read(daily.crew.admin, "digest now")
    assert "posted already, and there is one a day" in again
    assert "The mill burnt down." in await daily.crew.read(daily.crew.admin, "digest preview")


@contextlib.asynccontextmanager
async def posting(daily: Daily) -> AsyncIterator[None]:
    """Whatever posts digests that are asked for is at work meanwhile."""
    task = asyncio.create_task(daily.digester.post_asked())
    try:
        yield
    finally:
        assert await asyncio.wait_for(task, 10) == 1


async def test_a_correction_says_what_changed_and_what_is_gone_cannot_be_opened(daily: Daily):
    crew = daily.crew
    for text in ("About 11,000 people left.", "The mill burnt down."):
        await crew.published(text)
    await daily.at(at_nine())
    daily.now += timedelta(hours=2)
    curation, who = crew.world.services.curation, crew.member(crew.curator)
    first, second = [await curation.by_number(who, number) for number in (1, 2)]
    edit = ClaimEdit(text="About 9,000 people left.")
    await curation.edit(who, "e1", first.claim_id, edit)
    await curation.retire(who, "e2", second.claim_id, reason="It never burnt")
    await daily.at(at_nine(2))
    [message] = [one for one in daily.messages() if "**Corrected**" in said_in(one)]
    assert "#1 About 9,000 people left: **“9,000” replaces “11,000”**" in said_in(message)
    assert "#2 The mill burnt down: **Taken out of use: It never burnt**" in said_in(message)
    assert [option.value for option in message.components[-1].children[0].options] == ["1"]


async def test_questions_that_were_opened_and_answered_stand_in_it(daily: Daily):
    crew = daily.crew
    await crew.published("The bridge was closed in May.")
    await daily.at(at_nine())
    daily.now += timedelta(hours=1)
    notes, who = crew.world.services.annotation, crew.member(crew.curator)
    view = await crew.world.services.curation.by_number(who, 1)
    await notes.add_question(who, "q1", view.claim_id, "Who closed it?")
    await notes.add_question(who, "q2", view.claim_id, "Until when?")
    key = view.claim.evidence[0].source
    await notes.answer_question(who, "q3", view.claim_id, 1, "The mayor.", source=key)
    await daily.at(at_nine(2))
    text = daily.texts()[-1]
    assert "**Questions answered**\n- #1 The bridge was closed in May: Who closed it? The" in text
    assert "**New open questions**\n- #1 The bridge was closed in May: Until when?" in text


async def test_most_asked_counts_three_different_members_at_least(daily: Daily):
    crew = daily.crew
    for text in ("The bridge was closed in May.", "The mill burnt down."):
        await crew.published(text)
    await daily.at(at_nine())
    daily.now += timedelta(hours=2)
    who = crew.member(crew.curator)
    for number, words in ((1, "bridge closed"), (2, "mill burnt")):
        view = await crew.world.services.curation.by_number(who, number)
        crew.world.matcher.finds(words, view)
    askers = [crew.server.ann, crew.server.bob, crew.curator, crew.server.ann]
    crew.world.services.asks._clock = daily.clock
    for asker in askers:
        await crew.slash(asker, "check", text="They say the bridge closed")
    for asker in askers[:2]:
        await crew.slash(asker, "check", text="They say the mill burnt")
    await daily.at(at_nine(2))
    text = daily.texts()[-1]
    assert "**Asked most**\n- #1 The bridge was closed in May. (3 people)" in text
    assert "mill" not in text


async def test_requests_that_wait_are_told_with_their_age_but_are_news_only_once(daily: Daily):
    crew = daily.crew
    requests = crew.world.services.requests
    ann = crew.member(crew.server.ann)
    await requests.ask(ann, "r1", "Is the old mill still standing?", consent=True)
    assert await daily.at(at_nine()) == 1
    assert "**Waiting for curators**\n- 1 request" in daily.texts()[-1]
    assert await daily.at(at_nine(2)) == 0
    await crew.published("The bridge was closed in May.")
    assert await daily.at(at_nine(3)) == 1
    assert "1 request, the oldest 2 days" in daily.texts()[-1]


async def test_what_went_stale_is_told_on_its_day(daily: Daily):
    crew = daily.crew
    await crew.published("The bridge was closed in May.")
    await daily.at(at_nine())
    who = crew.member(crew.curator)
    view = await crew.world.services.curation.by_number(who, 1)
    day = at_nine(2).astimezone(BERLIN).date()
    edit = ClaimEdit(review_on=day.isoformat())
    await crew.world.services.curation.edit(who, "e1", view.claim_id, edit)
    key = view.claim.evidence[0].source
    assert await daily.at(at_nine(2)) == 0
    await crew.world.store.work.note_link(crew.community, key, "It is gone.", daily.now)
    assert await daily.at(at_nine(3)) == 1
    text = daily.texts()[-1]
    assert f"review date passed ({day.day} {day:%b %Y})" in text
    assert "a source no longer opens (" in text
    assert await daily.at(at_nine(4)) == 0


async def test_a_long_day_is_cut_and_a_button_shows_all_of_it_also_after_a_restart(daily: Daily):
    crew = daily.crew
    for number in range(1, 19):
        await crew.published(f"Bridge {number} was closed in May.")
    await daily.at(at_nine())
    [message] = daily.messages()
    assert "- and 12 more" in daily.texts()[-1]
    await crew.world.restart()
    page = shown(await crew.server.ann.click(message, label="See all of it (12 more)"))
    assert page.ephemeral
    assert "Bridge 12 was" in said(page)
    assert "Page 1 of 2" in said(page)
    assert [option["value"] for option in choices(page)] == [str(n) for n in range(1, 13)]
    page = shown(await crew.server.ann.click(page, label="page ›"))
    assert "Bridge 18 was" in said(page)
    assert offered(page) == ["‹ page"]


async def test_only_the_role_that_was_chosen_is_notified_and_a_thread_is_opened(world: World):
    daily = await a_daily(world)
    crew = daily.crew
    readers = crew.server.guild.create_role("Readers", mentionable=True)
    given = {"channel": crew.server.channel, "time": "9:00", "timezone": "Berlin"}
    answer = await crew.read(
        crew.admin, "digest set", **given, notify=readers, thread=True, sections="new claims"
    )
    assert "Notifies: Readers" in answer
    assert "Parts: new claims" in answer
    await crew.published("The bridge was closed in May.")
    await daily.at(at_nine())
    assert daily.texts()[0].startswith(f"<@&{readers.id}>\n### Claims")
    sent = [entry for entry in world.env.http_requests if entry.method == "POST"]
    [post] = [one.json for one in sent if one.path.endswith(f"/{crew.server.channel.id}/messages")]
    assert post["allowed_mentions"] == {"parse": [], "roles": [readers.id]}
    assert post["enforce_nonce"] is True
    [thread] = [one.json for one in sent if one.path.endswith("/threads")]
    assert thread["name"].startswith("Claims, ")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"time": "25:00"}, "is not a time of day; write it like 09:00, 18:30 or 9 pm"),
        ({"timezone": "Atlantis"}, "Choose a time zone from the list"),
        ({"sections": "gossip"}, "is no part of a digest; choose among new claims"),
    ],
)
async def test_what_cannot_be_set_is_said_kindly_and_changes_nothing(
    world: World, options: dict[str, str], sentence: str
):
    daily = await a_daily(world)
    given = {"channel": daily.crew.server.channel, "time": "10:00", "timezone": "UTC", **options}
    assert sentence in await daily.crew.read(daily.crew.admin, "digest set", **given)
    assert "at 09:00 Europe/Berlin" in await daily.crew.read(daily.crew.admin, "digest status")


async def test_a_channel_where_the_bot_may_not_post_cannot_be_chosen(daily: Daily):
    crew = daily.crew
    crew.server.only_readable_for(crew.world.bot.get_guild(int(crew.community)).me)
    given = {"channel": crew.server.channel, "time": "10:00", "timezone": "UTC"}
    told = await crew.read(crew.admin, "digest set", **given)
    assert "In #quiet, Caveat may not send messages; let it do so" in told


async def test_status_tells_everyone_when_it_comes_and_where_the_last_one_is(daily: Daily):
    crew = daily.crew
    await crew.published("The bridge was closed in May.")
    await daily.at(at_nine())
    [message] = daily.messages()
    status = await crew.read(crew.server.ann, "digest status")
    stamp = int(at_nine(2).timestamp())
    assert f"Next: <t:{stamp}:F> (<t:{stamp}:R>)" in status
    assert f"/{crew.server.channel.id}/{message.id}" in status


async def test_a_pause_ends_when_it_is_said_to_or_when_somebody_resumes(daily: Daily):
    crew = daily.crew
    assert await daily.at(at_nine()) == 0
    daily.now += timedelta(hours=1)
    await crew.published("The bridge was closed in May.")
    assert "Paused until" in await crew.read(crew.admin, "digest pause")
    assert await daily.at(at_nine(2)) == 0
    assert "Next: <t:" in await crew.read(crew.admin, "digest resume")
    told = await crew.read(crew.admin, "digest pause", until="3 days")
    assert "Paused until <t:" in told
    assert "Next: <t:" in told
    for days in (3, 4):
        assert await daily.at(at_nine(days)) == 0
    assert await daily.at(at_nine(5)) == 1
    assert "The bridge was closed in May." in daily.texts()[-1]
    assert "No digest was posted" not in daily.texts()[-1]
    told = await crew.read(crew.admin, "digest pause", until="yesterday")
    assert "Write the day like 2026-12-01" in told


async def test_zones_and_parts_are_offered_while_somebody_types(daily: Daily):
    crew = daily.crew
    here = crew.server.channel
    zones = await crew.admin.autocomplete(here, "digest set", "timezone", "kath")
    assert [choice["value"] for choice in zones] == ["Asia/Kathmandu"]
    assert "(now " in zones[0]["name"]
    first = await crew.admin.autocomplete(here, "digest set", "timezone", "")
    assert first[0]["value"] == "America/New_York"
    parts = await crew.admin.autocomplete(here, "digest set", "sections", "questions, cor")
    assert [choice["value"] for choice in parts] == ["questions, corrections"]


async def test_a_channel_that_is_deleted_stops_the_digest_and_its_owner_hears_once(daily: Daily):
    crew = daily.crew
    await crew.published("The mill burnt down.")
    await daily.at(at_nine())
    daily.now += timedelta(hours=1)
    await crew.published("The bridge was closed in May.")
    gone = crew.server.guild.create_text_channel("gone")
    given = {"channel": gone, "time": "9 am", "timezone": "Europe/Berlin"}
    await crew.slash(crew.admin, "digest set", **given)
    crew.world.env.backend.delete_channel(gone.id)
    await crew.world.env.settle()
    for minutes in range(3):
        await daily.at(at_nine(2) + timedelta(minutes=minutes))
    told = stopped(daily)
    assert len(told) == 1
    assert "was deleted, or Caveat can no longer see it" in await crew.read(
        crew.server.ann, "digest status"
    )
    daily.starts()
    await daily.at(at_nine(3))
    assert stopped(daily) == told
    given["channel"] = crew.server.channel
    await crew.slash(crew.admin, "digest set", **given)
    assert await daily.at(at_nine(4)) == 1
    assert "The bridge was closed in May." in daily.texts()[-1]


def stopped(daily: Daily) -> list[str]:
    """The messages, anywhere, that say that a digest was stopped."""
    sent = [entry for entry in daily.crew.world.env.http_requests if entry.method == "POST"]
    return [one.path for one in sent if "was stopped" in str(one.json)]


async def test_a_lost_right_stops_it_and_the_audit_channel_hears_once(daily: Daily):
    crew = daily.crew
    await crew.published("The bridge was closed in May.")
    audit = crew.server.guild.create_text_channel("audit")
    crew.server.only_readable_for(crew.world.bot.get_guild(int(crew.community)).me)
    plan = (await crew.world.store.curating.settings(crew.community)).settings.digest
    assert plan is not None
    moved = plan.model_copy(update={"channel": crew.server.channel.id})
    changes = {"digest": moved, "audit_channel": audit.id}
    await crew.world.services.communities.change(crew.member(crew.admin), "moved", changes)
    for minutes in range(2):
        assert await daily.at(at_nine() + timedelta(minutes=minutes)) == 0
    [told] = [text for text in daily.texts(audit) if "was stopped" in text]
    assert "In #quiet, Caveat may no longer send messages." in told
