"""Settings, and the audit log: who may change them, what they say, and what two at once come to."""

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest_asyncio

from tests.curator_world import Crew, crew_of, shown, words_of
from tests.discord_world import World, a_world, deliver_again


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as world:
        yield world


@pytest_asyncio.fixture
async def crew(world: World) -> Crew:
    return crew_of(world)


async def test_an_administrator_chooses_who_curates(crew: Crew):
    librarians = crew.server.guild.create_role("Librarians")
    card = await crew.slash(crew.admin, "settings")
    assert "Curators: who may manage messages" in words_of(card)
    saved = await crew.pressed(crew.admin, card, "Who", {"curator_roles": [librarians]})
    assert "Curators: Librarians" in words_of(saved)
    assert "Only curators of this community" in await crew.read(crew.curator, "review")
    reader = crew.server.guild.add_member(crew.world.env.create_user("lib"), roles=[librarians])
    assert "Nothing waits" in await crew.read(reader, "review")


async def test_a_member_sees_no_settings(crew: Crew):
    assert "Only administrators" in await crew.read(crew.server.ann, "settings")
    assert "Only administrators" in await crew.read(crew.curator, "audit")


async def test_a_form_of_settings_keeps_what_was_typed(crew: Crew):
    card = await crew.slash(crew.admin, "settings")
    typed = {"approval": "on", "replies_public": "off", "asks_a_day": "xx"}
    form = await crew.admin.click(shown(card), label="How")
    wrong = await crew.admin.submit_modal(form, {**typed, "keep_requests_days": "30"})
    assert "as a whole number" in words_of(wrong)
    again = await crew.admin.click(shown(wrong), label="Open the form again")
    kept = {part["component"]["custom_id"]: part["component"] for part in again.modal["components"]}
    assert kept["asks_a_day"]["value"] == "xx"
    assert [o["value"] for o in kept["approval"]["options"] if o.get("default")] == ["on"]
    mended = {**typed, "asks_a_day": "5", "keep_requests_days": "30"}
    saved = await crew.admin.submit_modal(again, mended)
    assert "Approval by a second person: on" in words_of(saved)
    assert "member: 5, their text kept 30 days" in words_of(saved)


async def test_a_curator_lists_names_that_mean_the_same(crew: Crew):
    card = await crew.slash(crew.curator, "names")
    assert "None are listed here" in words_of(card)
    typed = {"names": "Old Mill Trust, OMT\nWeiden"}
    form = await crew.curator.click(shown(card), label="Change")
    wrong = await crew.curator.submit_modal(form, typed)
    assert "Line 2 has one name alone" in words_of(wrong)
    again = await crew.curator.click(shown(wrong), label="Open the form again")
    saved = await crew.curator.submit_modal(again, {"names": "Old Mill Trust, OMT"})
    assert "Old Mill Trust = OMT" in words_of(saved)
    assert "names changed" in await crew.read(crew.admin, "audit")
    assert "Only curators" in await crew.read(crew.server.ann, "names")


READING = {"fetching": "on", "fetch_only": "", "fetch_never": "", "sensitivity": "balanced"}


async def test_an_administrator_says_which_pages_are_opened_and_how_sure_a_match_must_be(
    crew: Crew,
):
    card = await crew.slash(crew.admin, "settings")
    assert "Pages that are opened: every site's" in words_of(card)
    assert "Balanced: " in words_of(card)
    wanted = {
        "fetch_only": "Example.org, www.news.example\nb\u00fccher.example",
        "fetch_never": "ads.example;example.org",
        "sensitivity": "careful",
    }
    saved = await crew.pressed(crew.admin, card, "Pages and matches", {**READING, **wanted})
    only, never = "example.org, news.example, xn--bcher-kva.example", "ads.example, example.org"
    assert f"only those of {only}; never those of {never}" in words_of(saved)
    assert "Careful: fewer matches" in words_of(saved)
    kept = await crew.world.services.communities.settings(crew.member(crew.admin))
    assert kept.settings.fetch_only == ("example.org", "news.example", "xn--bcher-kva.example")
    form = await crew.admin.click(shown(saved), label="Pages and matches")
    fields = {p["component"]["custom_id"]: p["component"] for p in form.modal["components"]}
    assert fields["fetch_only"]["value"] == only
    off = await crew.admin.submit_modal(form, {**READING, "fetching": "off"})
    assert "No page is opened" in words_of(off)
    assert "balanced" in words_of(off).lower()


async def test_a_domain_that_is_none_is_named_and_the_list_is_not_lost(crew: Crew):
    card = await crew.slash(crew.admin, "settings")
    typed = {**READING, "fetch_never": "ads.example, https://ads.example/page"}
    wrong = await crew.pressed(crew.admin, card, "Pages and matches", typed)
    assert "'https://ads.example/page' is not a domain; write it like example.org" in words_of(
        wrong
    )
    again = await crew.admin.click(shown(wrong), label="Open the form again")
    fields = {p["component"]["custom_id"]: p["component"] for p in again.modal["components"]}
    assert fields["fetch_never"]["value"] == typed["fetch_never"]
    assert "every site's" in await crew.read(crew.admin, "settings")


async def test_answers_are_public_where_a_community_chose_that(crew: Crew):
    world, ann = crew.world, crew.server.ann
    number = await crew.published("The bridge was closed in May.")
    view = await world.services.curation.by_number(crew.member(crew.curator), number)
    world.matcher.finds("bridge", view)
    assert shown(await crew.slash(ann, "check", text="that bridge")).ephemeral
    card = await crew.slash(crew.admin, "settings")
    how = {"approval": "off", "replies_public": "on", "asks_a_day": "3"}
    await crew.pressed(crew.admin, card, "How", {**how, "keep_requests_days": "90"})
    answer = shown(await crew.slash(ann, "check", text="that bridge"))
    assert not answer.ephemeral
    kept = await world.posted(crew.server, view)
    assert kept == [(str(crew.server.channel.id), str(answer.id), view.revision)]
    looked = await crew.server.bob.click(answer, label="The chain")
    assert shown(looked).ephemeral
    crew.server.only_readable_for(ann)
    assert shown(await crew.slash(ann, "check", text="that bridge")).ephemeral


async def test_settings_that_changed_meanwhile_are_not_overwritten(crew: Crew):
    card = await crew.slash(crew.admin, "settings")
    how = {"replies_public": "off", "keep_requests_days": "30"}
    first = await crew.admin.click(shown(card), label="How")
    second = await crew.admin.click(shown(card), label="How")
    await crew.admin.submit_modal(first, {**how, "approval": "on", "asks_a_day": "5"})
    late = await crew.admin.submit_modal(second, {**how, "approval": "off", "asks_a_day": "7"})
    assert "changed meanwhile" in words_of(late)
    again = await crew.admin.click(shown(late), label="Open the form again")
    saved = await crew.admin.submit_modal(again, {**how, "approval": "on", "asks_a_day": "7"})
    assert "member: 7" in words_of(saved)


async def test_a_form_that_is_delivered_twice_changes_once(crew: Crew):
    card = await crew.slash(crew.admin, "settings")
    how = {"approval": "on", "replies_public": "off", "asks_a_day": "5"}
    await crew.pressed(crew.admin, card, "How", {**how, "keep_requests_days": "30"})
    crew.world.bot.desk.deliveries._seen.clear()
    deliver_again(crew.world)
    await crew.world.env.settle()
    log = await crew.read(crew.admin, "audit")
    assert log.count("settings changed") == 1


async def test_the_audit_log_pages_and_names_actor_action_and_claim(crew: Crew):
    for number in range(12):
        await crew.draft(f"Bridge number {number} was shut in May.")
    log = await crew.slash(crew.admin, "audit")
    assert words_of(log).count("claim added") == 10
    assert f"<@{crew.curator.id}> · **claim added** #12 → revision 1" in words_of(log)
    older = await crew.admin.click(shown(log), label="Older")
    assert words_of(older).count("claim added") == 2
    one = await crew.slash(crew.curator, "audit", number=3)
    assert words_of(one).count("claim added") == 1


async def test_what_one_channel_allows_makes_nobody_a_curator(crew: Crew):
    here = discord.PermissionOverwrite(manage_messages=True)
    quiet = crew.server.guild.create_text_channel("own", overwrites={crew.server.ann: here})
    answer = await crew.server.ann.slash(quiet, "review")
    assert "Only curators" in words_of(answer)
