"""What buttons and menus do: moving about in an answer, sharing it, and after a restart."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from simcord.backend.errors import BackendError
from simcord.http import router

from claims.models import Claim, Status
from claims.report import ClaimView, Tier
from tests.discord_claims import AP, HILL, MOSUL, RAQQA, TROOPS
from tests.discord_world import USER, Server, World, a_world, choices, deliver_again, offered, said
from tests.openapi import walk

SEVERAL = "They saw 4,000 left. Then 11,000 civilians died. No troop cuts"


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as world:
        yield world


async def three_claims(world: World, server: Server) -> ClaimView:
    mosul = await world.knows(MOSUL, "11,000 civilians", server, sources=[AP, HILL])
    await world.knows(RAQQA, "4,000 left", server)
    await world.knows(TROOPS, "troop cuts", server)
    return mosul


async def answered(server: Server, text: str) -> Any:
    return (await server.ann.slash(server.channel, "check", text=text)).response


async def test_sources_chain_and_questions_replace_the_card_and_lead_back(world: World):
    server = world.server()
    await three_claims(world, server)
    card = await answered(server, "11,000 civilians")
    first = said(card)
    for label, title in (
        ("Sources (2)", "### Sources of #1"),
        ("The chain", "### The chain of #1"),
        ("Open questions (1)", "### Open questions on #1"),
    ):
        page = (await server.ann.click(card, label=label)).response
        assert page.id == card.id
        assert said(page).startswith(title)
        back = (await server.ann.click(page, label="Back")).response
        assert back.id == card.id
        assert said(back) == first


async def test_the_sources_say_what_each_is_and_how_far_it_was_read(world: World):
    server = world.server()
    await three_claims(world, server)
    card = await answered(server, "11,000 civilians")
    text = said((await server.ann.click(card, label="Sources (2)")).response)
    assert "**Sources that differ**\n- [The Hill, 20 Dec 2017: title not seen]" in text
    assert "-# news, not opened by a curator yet" in text
    assert "-# Gives 9,000 to 11,000." in text


async def test_several_claims_are_paged_one_by_one(world: World):
    server = world.server()
    await three_claims(world, server)
    listed = await answered(server, SEVERAL)
    first = (await server.ann.click(listed, label="One by one ›")).response
    assert "About 4,000 fighters left Raqqa" in said(first)
    assert offered(first)[-2:] == ["1/3 · all", "next ›"]
    second = (await server.ann.click(first, label="next ›")).response
    assert "dead of Mosul" in said(second)
    assert offered(second)[-3:] == ["‹ previous", "2/3 · all", "next ›"]
    third = (await server.ann.click(second, label="next ›")).response
    assert offered(third)[-2:] == ["‹ previous", "3/3 · all"]
    again = (await server.ann.click(third, label="3/3 · all")).response
    assert "### 3 claims recognised" in said(again)
    chosen = (await server.ann.select(again, ["1"])).response
    assert "dead of Mosul" in said(chosen)


async def test_sixty_claims_are_listed_and_offered_ten_a_page(world: World):
    server = world.server()
    for number in range(60):
        await world.knows(
            Claim(ref=f"C{number}", text=f"Claim {number}."), f"word{number:02}", server
        )
    listed = await answered(server, ". ".join(f"about word{number:02}" for number in range(60)))
    assert len(choices(listed)) == 10
    assert "and 50 more" in said(listed)
    page = listed
    for number in range(1, 6):
        page = (await server.ann.click(page, label="page ›")).response
        offers = [option["value"] for option in choices(page)]
        assert offers == [str(n) for n in range(10 * number + 1, 10 * number + 11)]
        assert f"{10 * number + 1} · “about word{10 * number:02}”" in said(page)
    assert "page ›" not in offered(page)
    card = (await server.ann.select(page, ["60"])).response
    assert "60/60 · all" in offered(card)
    assert len(choices((await server.ann.click(card, label="60/60 · all")).response)) == 10


async def test_buttons_work_after_a_restart(world: World):
    server = world.server()
    await three_claims(world, server)
    card, listed = await answered(server, "11,000 civilians"), await answered(server, SEVERAL)
    await world.restart()
    assert "### Sources of #1" in said((await server.ann.click(card, label="Sources (2)")).response)
    chosen = (await server.ann.select(listed, ["1"])).response
    assert "dead of Mosul" in said(chosen)
    posted = (await server.ann.click(chosen, label="Share here")).response
    assert not posted.ephemeral
    await world.restart()
    seen = (await server.bob.click(posted, label="The chain")).response
    assert seen.ephemeral
    assert "### The chain of #1" in said(seen)


async def test_no_card_stays_in_memory(world: World):
    server = world.server()
    await three_claims(world, server)
    await server.ann.click(await answered(server, SEVERAL), label="One by one ›")
    await server.ann.slash(server.channel, "check")
    remembered = world.env.bot._connection._view_store
    assert not remembered._views
    assert not remembered._modals
    assert not remembered._synced_message_views


async def test_an_answer_shows_its_claims_as_they_are_now(world: World):
    server = world.server()
    await three_claims(world, server)
    listed = await answered(server, SEVERAL)
    view = await world.store.reader.by_number(str(server.guild.id), 1)
    retired = view.claim.model_copy(update={"status": Status.RETIRED})
    told = {"base": 1, "actor": "bob", "reason": "wrong"}
    await world.store.writer.save(view.owner, view.claim_id, retired, **told)
    told = await server.ann.select(listed, ["1"])
    assert "Claim #1 was withdrawn since this answer was given." in said(told.followups[0])
    first = (await server.ann.click(listed, label="One by one ›")).response
    assert offered(first)[-2:] == ["1/2 · all", "next ›"]


async def test_a_forgotten_answer_says_so_and_leaves_the_card(world: World):
    server = world.server()
    await three_claims(world, server)
    card = await answered(server, "11,000 civilians")
    before = said(card)
    await world.store.answers.forget_answers(datetime.now(UTC))
    told = await server.ann.click(card, label="Sources (2)")
    assert "This answer is no longer kept; check the text again" in said(told.followups[0])
    assert told.followups[0].ephemeral
    assert said(card) == before


async def test_sharing_posts_the_card_without_the_asker_and_the_rest_of_the_paste(world: World):
    server = world.server()
    mosul = await three_claims(world, server)
    card = await answered(server, "My secret diary. They killed 11,000 civilians. More secrets")
    posted = (await server.ann.click(card, label="Share here")).response
    assert not posted.ephemeral
    text = said(posted)
    assert "Matched “They killed 11,000 civilians”" in text
    assert "secret" not in text
    assert str(server.ann.id) not in str(posted.components)
    assert "it gives no verdict" in text
    assert offered(posted) == ["Sources (2)", "The chain", "Open questions (1)", "Follow"]
    shown = (str(server.channel.id), str(posted.id), mosul.revision)
    assert await world.posted(server, mosul) == [shown]


async def test_what_is_shared_gives_no_way_back_to_the_paste(world: World):
    server = world.server()
    await three_claims(world, server)
    for text in ("11,000 civilians", SEVERAL):
        posted = (await server.ann.click(await answered(server, text), label="Share here")).response
        ids = [p["custom_id"] for p in _controls(posted)]
        assert ids
        assert all(custom_id.split(":")[2] == "n" for custom_id in ids)


async def test_several_claims_are_shared_as_a_list_that_anyone_may_open(world: World):
    server = world.server()
    await three_claims(world, server)
    posted = (await server.ann.click(await answered(server, SEVERAL), label="Share here")).response
    assert "### 3 claims recognised" in said(posted)
    opened = (await server.bob.select(posted, ["1"])).response
    assert opened.ephemeral
    assert "dead of Mosul" in said(opened)
    places = {tuple(await world.posted(server, view)) for view in await views(world, server)}
    assert places == {((str(server.channel.id), str(posted.id), 1),)}


async def test_a_public_card_changes_for_nobody_when_somebody_presses_it(world: World):
    server = world.server()
    await three_claims(world, server)
    card = await answered(server, "11,000 civilians")
    posted = (await server.ann.click(card, label="Share here")).response
    before = said(posted)
    pressed = (await server.bob.click(posted, label="Sources (2)")).response
    assert pressed.ephemeral
    assert pressed.id != posted.id
    assert said(posted) == before
    back = (await server.bob.click(pressed, label="Back")).response
    assert back.id == pressed.id
    assert "### The claim" in said(back)


async def test_a_press_delivered_twice_posts_once(world: World):
    server = world.server()
    mosul = await three_claims(world, server)
    card = await answered(server, "11,000 civilians")
    await server.ann.click(card, label="Share here")
    deliver_again(world)
    await world.env.settle()
    assert len(await world.posted(server, mosul)) == 1
    assert len(server.channel.history(viewer=server.bob)) == 1


async def test_a_post_whose_confirmation_was_lost_is_still_remembered(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    server = world.server()
    mosul = await three_claims(world, server)
    card = await answered(server, "11,000 civilians")
    dispatch = router.dispatch

    def losing(backend: Any, method: str, path: str, **request: Any) -> Any:
        answer = dispatch(backend, method, path, **request)
        if path.endswith("/callback"):
            raise BackendError(400, 40060, "Interaction has already been acknowledged.")
        return answer

    monkeypatch.setattr(router, "dispatch", losing)
    posted = (await server.ann.click(card, label="Share here")).response
    assert [place[1] for place in await world.posted(server, mosul)] == [str(posted.id)]


async def test_an_app_that_must_stay_private_says_so(world: World, monkeypatch: pytest.MonkeyPatch):
    server = world.server()
    mosul = await three_claims(world, server)
    card = await answered(server, "11,000 civilians")
    dispatch = router.dispatch

    def hiding(backend: Any, method: str, path: str, **request: Any) -> Any:
        if path.endswith("/callback"):
            request["json"]["data"]["flags"] |= 64
        return dispatch(backend, method, path, **request)

    monkeypatch.setattr(router, "dispatch", hiding)
    told = await server.ann.click(card, label="Share here")
    assert "apps may not post publicly in this channel" in said(told.followups[0])
    assert await world.posted(server, mosul) == []


async def test_a_difference_is_not_told_as_the_readers_own_in_public(world: World):
    server = world.server()
    await world.knows(MOSUL, "110,000 civilians", server, sources=[AP, HILL], tier=Tier.DIFFERS)
    card = await answered(server, "110,000 civilians")
    assert "### Similar to a claim we know, but not the same" in said(card)
    posted = (await server.ann.click(card, label="Share here")).response
    assert "Your text" not in said(posted)


async def test_nothing_is_posted_where_the_member_may_not_write(world: World):
    server = world.server()
    mosul = await three_claims(world, server)
    server.only_readable_for(server.ann)
    card = await answered(server, "11,000 civilians")
    told = await server.ann.click(card, label="Share here")
    assert told.response.ephemeral
    assert "You may not write in this channel" in said(told.response)
    assert await world.posted(server, mosul) == []


async def test_nothing_is_posted_where_caveat_may_not_write(world: World):
    server = world.server()
    mosul = await three_claims(world, server)
    server.only_readable_for(world.env.bot.user)
    card = await answered(server, "11,000 civilians")
    told = await server.ann.click(card, label="Share here")
    assert "Caveat may not write in this channel" in said(told.response)
    assert await world.posted(server, mosul) == []


async def test_sharing_works_in_a_direct_chat_and_for_a_person_who_brought_the_app(world: World):
    server, ann = world.server(), world.person()
    mosul = await world.knows(MOSUL, "11,000 civilians", sources=[AP, HILL])
    card = (await ann.slash("check", text="11,000 civilians")).response
    posted = (await ann.click(card, label="Share here")).response
    assert not posted.ephemeral
    world.installed_by = USER
    card = await answered(server, "11,000 civilians")
    posted = (await server.ann.click(card, label="Share here")).response
    assert not posted.ephemeral
    assert len(await world.posted(None, mosul)) == 2
    opened = (await server.bob.click(posted, label="The chain")).response
    assert opened.ephemeral


async def views(world: World, server: Server) -> Sequence[ClaimView]:
    return await world.store.reader.suggest(str(server.guild.id), "", 9)


def _controls(message: Any) -> list[Any]:
    return [part for part in walk(message.components) if part.get("custom_id")]
