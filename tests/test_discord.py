"""What members see in each place, on the real command tree, held against Discord's own rules."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from claims.models import Appearance
from claims.report import Tier
from tests import openapi
from tests.discord_claims import AP, ARTICLE, HILL, MOSUL, RAQQA, TROOPS
from tests.discord_world import USER, World, a_world, choices, menu_in_dm, offered, said


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as world:
        yield world


async def test_a_paste_is_answered_privately_with_its_claim(world: World):
    server = world.server()
    await world.knows(MOSUL, "11,000 civilians", server, sources=[AP, HILL])
    answer = await server.ann.slash(server.channel, "check", text="US killed 11,000 civilians")
    assert answer.response.ephemeral
    text = said(answer.response)
    assert "### The claim" in text
    assert "- [Associated Press, 20 Dec 2017](https://apnews.com/mosul) (apnews.com)" in text
    assert "Matched “US killed 11,000 civilians”" in text
    assert offered(answer.response) == [
        *("Sources (2)", "The chain", "Open questions (1)", "Share here"),
        *("Tell me if this changes", "Not this claim"),
    ]


async def test_a_long_paste_goes_into_a_form(world: World):
    server = world.server()
    await world.knows(MOSUL, "11,000 civilians", server, sources=[AP, HILL])
    form = await server.ann.slash(server.channel, "check")
    assert form.modal["title"] == "Check a text"
    answer = await server.ann.submit_modal(form, {"text": "First line.\n11,000 civilians\nLast."})
    assert answer.response.ephemeral
    assert "11,000 civilian" in said(answer.response)


async def test_a_message_is_checked_from_its_menu(world: World):
    server = world.server()
    await world.knows(MOSUL, "11,000 civilians", server, sources=[AP, HILL])
    message = await server.bob.send(server.channel, "they say **11,000 civilians** died")
    answer = await server.ann.context_menu(server.channel, "Check claims", message)
    assert answer.response.ephemeral
    assert "### The claim" in said(answer.response)


async def test_a_message_is_read_with_its_embeds(world: World):
    import discord

    server = world.server()
    await world.knows(MOSUL, "11,000 civilians", server, sources=[AP, HILL])
    hook = server.guild.create_webhook(server.channel)
    embed = discord.Embed(title="News", description="11,000 civilians died in Mosul")
    message = await hook.send("look", embed=embed)
    answer = await server.ann.context_menu(server.channel, "Check claims", message)
    assert "### The claim" in said(answer.response)


async def test_a_thread_is_a_place_like_any_other(world: World):
    server = world.server()
    await world.knows(MOSUL, "11,000 civilians", server, sources=[AP, HILL])
    thread = await server.thread("about it")
    answer = await server.ann.slash(thread, "check", text="11,000 civilians")
    assert "### The claim" in said(answer.response)
    posted = await server.ann.click(answer.response, label="Share here")
    assert posted.response.channel_id == thread.id


async def test_direct_messages_see_the_default_packs_only(world: World):
    server, ann = world.server(), world.person()
    await world.knows(RAQQA, "4,000 fighters", server)
    await world.knows(MOSUL, "11,000 civilians", sources=[AP, HILL])
    private = await ann.slash("check", text="4,000 fighters left")
    assert "Nothing in this community's store matches that." in said(private.response)
    shared = await ann.slash("check", text="11,000 civilians")
    assert "### The claim" in said(shared.response)
    sources = await ann.click(shared.response, label="Sources (2)")
    assert "### Sources of #1" in said(sources.response)


async def test_a_message_in_a_direct_chat_is_checked_from_its_menu(world: World):
    ann = world.person()
    await world.knows(MOSUL, "11,000 civilians", sources=[AP, HILL])
    message = await ann.send_dm("11,000 civilians")
    answer = await menu_in_dm(world, ann, "Check claims", message)
    assert "### The claim" in said(answer.response)


async def test_a_person_who_brought_the_app_sees_nothing_of_the_server(world: World):
    server = world.server()
    await world.knows(RAQQA, "4,000 fighters", server)
    world.installed_by = USER
    answer = await server.ann.slash(server.channel, "check", text="4,000 fighters left")
    assert "Nothing in this community's store matches that." in said(answer.response)
    number = await server.ann.slash(server.channel, "claim view", number=1)
    assert "There is no claim #1 here." in said(number.response).replace("\\", "")


async def test_a_server_never_sees_another_servers_claim(world: World):
    one, other = world.server("one"), world.server("other")
    view = await world.knows(RAQQA, "4,000 fighters", one)
    answer = await other.ann.slash(other.channel, "claim view", number=view.number)
    assert "There is no claim" in said(answer.response)
    assert await other.ann.autocomplete(other.channel, "claim view", "number", "4,000") == []
    assert len(await one.ann.autocomplete(one.channel, "claim view", "number", "4,000")) == 1


async def test_several_claims_are_listed_in_the_order_of_the_text(world: World):
    server = world.server()
    await world.knows(MOSUL, "11,000 civilians", server, sources=[AP, HILL])
    await world.knows(RAQQA, "4,000 left", server)
    await world.knows(TROOPS, "troop cuts", server, tier=Tier.RELATED)
    pasted = "They saw 4,000 left there. Then 11,000 civilians died. No troop cuts. It rained"
    answer = await server.ann.slash(server.channel, "check", text=pasted)
    text = said(answer.response)
    assert "### 2 claims recognised" in text
    assert text.index("“They saw 4,000 left there”") < text.index("“Then 11,000 civilians died”")
    assert "**#2 4,000 left** · match" in text
    assert "**Related**\n- #3 No troop cuts" in text
    assert "2 sentences match nothing in this community's store." in text
    assert [option["value"] for option in choices(answer.response)] == ["2", "1", "3"]


async def test_nothing_found_says_what_that_means(world: World):
    server = world.server()
    await world.knows(TROOPS, "troop", server, tier=Tier.RELATED)
    answer = await server.ann.slash(server.channel, "check", text="troop carriers are green")
    text = said(answer.response)
    assert "That says nothing about whether it is true." in text
    assert "**Closest** (not clearly what you pasted)\n- #1 No troop cuts" in text
    opened = await server.ann.select(answer.response, ["1"])
    assert "Another claim on the same topic" in said(opened.response)


async def test_a_known_article_is_recognised_by_any_of_its_addresses(world: World):
    server = world.server()
    told = {"appearances": (Appearance(document="art"),)}
    known = {"sources": [AP, HILL], "documents": [ARTICLE]}
    await world.knows(MOSUL.model_copy(update=told), "11,000 civilians", server, **known)
    await world.knows(RAQQA.model_copy(update=told), "4,000 fighters", server, **known)
    pasted = "https://copy.example/article"
    answer = await server.ann.slash(server.channel, "check", text=pasted)
    text = said(answer.response)
    assert "### We know this article" in text
    assert "A. Writer, The Daily Paper, 28 Dec 2017; you pasted the copy at The Copy." in text
    assert "It makes 2 claims that are annotated here: 1 departs from the source it cites." in text
    assert "- #1 11,000 civilian dead in Mosul · major" in text
    opened = await server.ann.select(answer.response, ["2"])
    assert "### The claim\nAbout 4,000 fighters left Raqqa" in said(opened.response)


async def test_a_claim_is_opened_by_number_and_found_by_words(world: World):
    server = world.server()
    await world.knows(MOSUL, "civilian dead", server, sources=[AP, HILL])
    offers = await server.ann.autocomplete(server.channel, "claim view", "number", "civilian")
    assert offers == [{"name": "#1 11,000 civilian dead in Mosul", "value": 1}]
    opened = await server.ann.slash(server.channel, "claim view", number=1)
    assert "### The claim" in said(opened.response)
    assert "Not this claim" not in offered(opened.response)
    near = await server.ann.slash(server.channel, "claim search", words="civilian dead")
    assert "- #1 11,000 civilian dead in Mosul" in said(near.response)
    chosen = await server.ann.select(near.response, ["1"])
    assert "### The claim" in said(chosen.response)
    exact = await server.ann.slash(server.channel, "claim search", words="#1")
    assert "### The claim" in said(exact.response)
    offers = await server.ann.autocomplete(server.channel, "claim search", "words", "dead")
    assert offers[0]["value"] == "#1"


async def test_a_search_without_a_hit_says_so(world: World):
    server = world.server()
    answer = await server.ann.slash(server.channel, "claim search", words="unicorns")
    assert "No claim here is near “unicorns”." in said(answer.response)


async def test_about_says_what_caveat_is_and_keeps(world: World):
    server = world.server()
    answer = await server.ann.slash(server.channel, "about")
    text = said(answer.response)
    assert "It gives no verdict and scores nobody." in text
    assert "Caveat 1.2.3 · [source code](https://example.org/caveat)" in text
    assert answer.response.ephemeral


async def test_a_new_server_is_given_its_default_packs(world: World):
    server = world.server()
    await world.env.bot.on_guild_join(world.env.bot.get_guild(server.guild.id))
    await server.ann.slash(server.channel, "check", text="anything")
    assert world.welcomed == [str(server.guild.id)]


async def test_a_server_that_was_joined_while_caveat_was_away_is_welcomed_when_it_asks(
    world: World,
):
    server = world.server()
    await server.ann.autocomplete(server.channel, "claim view", "number", "1")
    await server.ann.slash(server.channel, "check", text="anything")
    assert world.welcomed == [str(server.guild.id)]


async def test_commands_are_announced_once_until_they_change(world: World, tmp_path: Path):
    def announced() -> int:
        return sum(entry.method == "PUT" for entry in world.env.http_requests)

    assert announced() == 1
    await world.restart()
    assert announced() == 1
    (tmp_path / "memos.json").unlink()
    await world.restart()
    assert announced() == 2


async def test_requests_are_held_against_discords_own_file(world: World):
    if openapi.contract() is None:
        pytest.skip(openapi.ABSENT)
    path = "/interactions/1/token/callback"
    wrong = {"type": 4, "data": {"components": [{"type": 10, "content": "x" * 4001}]}}
    assert list(openapi.request_problems("POST", path, wrong))
    assert list(openapi.request_problems("POST", "/no/such/route", {}))
    named = [{"name": "Check It", "description": "", "type": 1}]
    assert list(openapi.request_problems("PUT", "/applications/1/commands", named))
