"""Following in Discord: in a server, in private, over a restart; told once of what stands."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio

from claims.editing import ClaimEdit
from claims.follows import MOST_FOLLOWS, NewFollow, Pace, question_key
from claims.models import OpenQuestion, Status
from claims.people import Member
from tests.curator_world import shown
from tests.discord_claims import MOSUL, RAQQA
from tests.discord_world import Server, World, a_world, choices, deliver_again, offered, said
from tests.following_world import (
    ANSWERED,
    MORE,
    courier,
    edited,
    letters,
    mosul,
    plain,
    tomorrow,
)

NOW = datetime(2026, 11, 25, tzinfo=UTC)


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as world:
        yield world


async def words(who: Any, channel: Any, name: str, **options: Any) -> str:
    return plain(said(shown(await who.slash(channel, name, **options))))


async def test_a_member_follows_with_a_button_and_is_told_once_a_day_of_what_stands(world: World):
    server = world.server()
    view = await mosul(world, server)
    card = shown(await server.ann.slash(server.channel, "claim view", number=view.number))
    followed = shown(await server.ann.click(card, label="Follow"))
    assert followed.ephemeral
    assert "You follow this now" in said(followed)
    assert "Follow" in offered(card)
    view = await edited(world, view, text="The article puts the dead at 9,000 to 11,000.")
    assert await courier(world).send_all() == 0, "not before the hour of the day comes round"
    await edited(world, view, evidence=MORE)
    await world.restart()
    assert await tomorrow(world) == 1
    assert await courier(world).send_all() == 0
    (letter,) = letters(server.ann)
    assert "In Server" in letter
    assert "#1 11,000 civilian dead in Mosul" in letter
    assert "9,000 to 11,000" in letter
    assert "The Hill again" in letter
    assert await tomorrow(world) == 0
    assert letters(server.bob) == []


async def test_what_was_taken_back_before_the_message_is_not_told(world: World):
    server = world.server()
    view = await mosul(world, server)
    await server.ann.slash(server.channel, "follow claim", number=1)
    view = await edited(world, view, text="Another sentence altogether.")
    await edited(world, view, text=MOSUL.text)
    assert await tomorrow(world) == 0
    await edited(world, view, phrasings=("Other words for it.",))
    assert await tomorrow(world) == 0
    await edited(world, view, text="It stands otherwise now.")
    assert await tomorrow(world) == 1
    (letter,) = letters(server.ann)
    assert "otherwise now" in letter
    assert "altogether" not in letter


async def test_a_change_that_its_curator_calls_minor_is_not_told(world: World):
    server = world.server()
    view = await mosul(world, server)
    await server.ann.slash(server.channel, "follow claim", number=1)
    curator = Member(server.bob.id, str(server.guild.id), can_manage_server=True)
    edit = ClaimEdit(text=MOSUL.text.replace("about", "some"))
    await world.services.curation.edit(curator, "typo", view.claim_id, edit, base=1)
    await world.services.revising.call_minor(curator, "minor", view.claim_id, 2)
    assert await tomorrow(world) == 0
    own = ClaimEdit(text=MOSUL.text.replace("about", "at most"))
    await world.services.curation.edit(curator, "figure", view.claim_id, own, base=2)
    await world.services.revising.word(curator, "told", view.claim_id, 3, "The figure is a limit.")
    assert await tomorrow(world) == 1
    assert "The figure is a limit." in letters(server.ann)[0]


async def test_who_chose_at_once_is_told_when_the_claim_has_come_to_rest(world: World):
    server = world.server()
    view = await mosul(world, server)
    await server.ann.slash(server.channel, "follow claim", number=1, when="at-once")
    await server.bob.slash(server.channel, "follow claim", number=1)
    await edited(world, view, evidence=MORE)
    assert await courier(world).send_all() == 0
    world.later += timedelta(minutes=3)
    assert await courier(world).send_all() == 1
    await edited(world, view, text="Changed again.")
    world.later += timedelta(minutes=3)
    assert await courier(world).send_all() == 0, "there is a pause between two messages"
    world.later += timedelta(minutes=8)
    assert await courier(world).send_all() == 1
    first, second = letters(server.ann)
    assert "The Hill again" in first
    assert "The Hill again" not in second
    assert "Changed again." in second
    assert await tomorrow(world) == 1, "what was told at once is not told again a day later"
    assert len(letters(server.ann)) == 2
    assert "Changed again." in letters(server.bob)[0]


async def test_a_question_is_followed_until_it_is_answered_also_in_direct_messages(world: World):
    view = await mosul(world, None)
    ann = world.person()
    card = shown(await ann.slash("claim view", number=view.number))
    questions = shown(await ann.click(card, label="Open questions (1)"))
    followed = shown(await ann.click(questions, label="Follow this question"))
    assert "#1, question: Who is responsible for the rest?" in said(followed)
    await edited(world, view, evidence=MORE)
    assert await tomorrow(world) == 0
    await edited(world, view, questions=ANSWERED)
    assert await tomorrow(world) == 1
    *_, letter = letters(ann)
    assert "An inquiry named both sides." in letter
    assert "Outside your servers" in letter
    assert await tomorrow(world) == 0


async def test_several_questions_are_offered_in_a_menu_and_while_typing(world: World):
    server = world.server()
    asked = (*MOSUL.questions, OpenQuestion(text="How many in all?"))
    view = await mosul(world, server, questions=asked)
    card = shown(await server.ann.slash(server.channel, "claim view", number=1))
    questions = shown(await server.ann.click(card, label="Open questions (2)"))
    which = shown(await server.ann.click(questions, label="Follow a question"))
    assert [option["label"][:3] for option in choices(which)] == ["1. ", "2. "]
    followed = shown(await server.ann.select(which, [choices(which)[1]["value"]]))
    assert "question: How many in all?" in said(followed)
    typed = await server.bob.autocomplete(
        server.channel, "follow question", "question", "", number=view.number
    )
    assert [choice["value"] for choice in typed] == [1, 2]
    both = await words(server.bob, server.channel, "follow question", number=1, question=2)
    assert "question: How many in all?" in both
    wrong = await words(server.bob, server.channel, "follow question", number=1, question=9)
    assert "has no question 9" in wrong
    whole = await words(server.bob, server.channel, "follow claim", number=1)
    assert "11,000 civilian dead" in whole
    listed = await words(server.bob, server.channel, "following")
    assert listed.count("#1") == 1, "who follows the claim follows its questions with it"


async def test_a_follow_for_some_days_ends_by_itself(world: World):
    server = world.server()
    view = await mosul(world, server)
    said_so = await words(server.ann, server.channel, "follow claim", number=1, days=30)
    assert "This ends by itself on <t:" in said_so
    assert "once a day, until " in await words(server.ann, server.channel, "following")
    await edited(world, view, evidence=MORE)
    assert await tomorrow(world, days=29) == 1
    await edited(world, view, text="Changed too late.")
    assert await tomorrow(world, days=2) == 0
    assert len(letters(server.ann)) == 1


async def test_what_is_followed_is_listed_changed_and_ended_and_nobody_is_kept(world: World):
    server = world.server()
    await mosul(world, server)
    await world.knows(RAQQA, "raqqa", server)
    assert "You follow nothing here" in await words(server.ann, server.channel, "following")
    await server.ann.slash(server.channel, "follow claim", number=1)
    await server.ann.slash(server.channel, "follow claim", number=2)
    again = await words(server.ann, server.channel, "follow claim", number=2)
    assert "You follow this" in again
    assert "You follow this now" not in again
    await world.restart()
    listed = shown(await server.ann.slash(server.channel, "following"))
    assert "#1 11,000 civilian dead in Mosul · once a day" in said(listed)
    one = shown(await server.ann.select(listed, [choices(listed)[1]["value"]]))
    changed = shown(await server.ann.click(one, label="Tell me at once"))
    assert "soon after each change" in said(changed)
    ended = shown(await server.ann.click(changed, label="Stop following"))
    assert "You follow this no longer" in said(ended)
    deliver_again(world)
    await world.env.settle()
    listed = shown(await server.ann.click(ended, label="All that you follow"))
    assert "4,000 left" not in said(listed)
    one = shown(await server.ann.select(listed, [choices(listed)[0]["value"]]))
    await server.ann.click(one, label="Stop following")
    assert await world.store.follows.follower(server.ann.id) is None


async def test_follows_of_one_server_are_nothing_in_another_and_only_numbers_in_private(
    world: World,
):
    here, there = world.server("Here"), world.server("There")
    await mosul(world, here)
    member = there.guild.add_member(here.ann.user)
    await here.ann.slash(here.channel, "follow claim", number=1)
    assert "You follow nothing here" in await words(member, there.channel, "following")
    assert "There is no claim #1" in await words(member, there.channel, "follow claim", number=1)
    private = plain(said(shown(await here.ann.user.slash("following"))))
    assert "Claim #1 in Here · once a day" in private
    listed = shown(await here.ann.user.slash("following"))
    one = shown(await here.ann.user.select(listed, [choices(listed)[0]["value"]]))
    changed = shown(await here.ann.user.click(one, label="Tell me at once"))
    assert "Claim #1 in Here" in plain(said(changed))
    assert "Mosul" not in private + said(one) + said(changed)
    [follow] = await world.store.follows.of(here.ann.id)
    other = await world.bot.desk.following.here(_member(here.bob, here))
    assert not other
    await world.store.follows.end(here.bob.id, [follow.follow_id])
    assert len(await world.store.follows.of(here.ann.id)) == 1


async def test_a_claim_that_is_taken_back_or_retired_is_told_and_no_draft_leaks(world: World):
    server = world.server()
    view = await mosul(world, server)
    await server.ann.slash(server.channel, "follow claim", number=1)
    view = await edited(world, view, status=Status.DRAFT, title="A secret draft")
    assert await tomorrow(world) == 1
    view = await edited(world, view, text="A secret sentence.")
    assert await tomorrow(world) == 0
    listed = await words(server.ann, server.channel, "following")
    assert "not shown to members at the moment" in listed
    view = await edited(world, view, status=Status.PUBLISHED, text="Now it reads so.")
    assert await tomorrow(world) == 1
    await edited(world, view, status=Status.RETIRED)
    assert await tomorrow(world) == 1
    reworked, back, retired = letters(server.ann)
    assert "secret" not in reworked + listed
    assert "Now it reads so." in back
    assert "You follow it no longer" in retired
    assert await world.store.follows.follower(server.ann.id) is None


async def test_a_member_follows_at_most_so_many(world: World):
    server = world.server()
    await mosul(world, server)
    other = await world.knows(RAQQA, "raqqa", server)
    here = str(server.guild.id)
    for number in range(MOST_FOLLOWS):
        key = question_key(f"Question {number}?")
        new = NewFollow(here, server.ann.id, other.claim_id, key, Pace.DAILY, NOW, None, 1)
        await world.store.follows.add(new)
    refused = await words(server.ann, server.channel, "follow claim", number=1)
    assert "You follow 50 claims and questions here already" in refused
    listed = shown(await server.ann.slash(server.channel, "following"))
    assert len(choices(listed)) == 25
    assert len(choices(shown(await server.ann.click(listed, label="page ›")))) == 25


def _member(who: Any, server: Server) -> Member:
    return Member(who.id, str(server.guild.id))
