"""The queue: asked with consent, taken, answered or dismissed, and told once to whoever asked."""

import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio

from bot.announcing import Announcer
from bot.memos import Memos
from bot.telling import Teller
from claims.notices import Notices
from claims.people import Member
from claims.requesting import Notice
from tests.curator_world import Crew, crew_of, shown, words_of
from tests.discord_world import World, a_world, deliver_again, offered, said

TEXT = "The bridge over the Elbe was blown up on 3 May"


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as world:
        yield world


@pytest_asyncio.fixture
async def crew(world: World) -> Crew:
    return crew_of(world)


async def ask(crew: Crew, who: Any, text: str = TEXT, **form: Any) -> Any:
    nothing = await crew.slash(who, "check", text=text)
    form = {"text": text, "told": "direct", "consent": ["yes"], **form}
    return await crew.pressed(who, nothing, "Ask the curators", form)


def teller(crew: Crew) -> Teller:
    world = crew.world
    return Teller(world.bot, world.services.notices, world.store.reader)


def letters(crew: Crew, who: Any) -> list[str]:
    """What the bot wrote to somebody directly."""
    sent = who.user.dm_channel.history(viewer=who.user)
    return [said_in(message) for message in sent]


def said_in(message: Any) -> str:
    return said(type("M", (), {"components": [c.to_dict() for c in message.components]}))


async def test_a_check_that_found_nothing_offers_to_ask_with_the_same_text(crew: Crew):
    ann = crew.server.ann
    nothing = await crew.slash(ann, "check", text=TEXT)
    assert offered(shown(nothing)) == ["Ask the curators"]
    await crew.world.restart()
    form = await ann.click(shown(nothing), label="Ask the curators")
    assert form.modal["components"][0]["component"]["value"] == TEXT
    refused = await ann.submit_modal(form, {"text": TEXT, "told": "nothing"})
    assert "agree to that" in words_of(refused)
    again = await ann.click(shown(refused), label="Open the form again")
    kept = await ann.submit_modal(again, {"text": TEXT, "told": "nothing", "consent": ["yes"]})
    assert "It is request 1" in words_of(kept)
    assert "waits since" in await crew.read(ann, "request status")


async def test_a_member_asks_at_most_a_set_number_a_day(crew: Crew):
    for number in range(3):
        text = f"The {('tower', 'castle', 'harbour')[number]} collapsed"
        await ask(crew, crew.server.ann, text)
    refused = await ask(crew, crew.server.ann, "Another question about schools")
    assert "takes 3 requests a day" in words_of(refused)


async def test_the_same_question_of_two_is_one_request(crew: Crew):
    await ask(crew, crew.server.ann, reason="my aunt asks")
    second = await ask(crew, crew.server.bob)
    assert "1 other asked the same" in words_of(second)
    await ask(crew, crew.server.bob, "Schools close for a whole year")
    listed = await crew.slash(crew.curator, "requests list")
    text = words_of(listed)
    assert text.index("2 asked") < text.index("Schools close")
    one = await crew.curator.select(shown(listed), ["1"])
    assert "my aunt asks" in words_of(one)
    for person in (crew.server.ann, crew.server.bob):
        assert str(person.id) not in words_of(one)


async def test_a_request_is_taken_and_dismissed_with_a_reason_that_is_told_once(crew: Crew):
    await ask(crew, crew.server.ann)
    taken = await crew.slash(crew.curator, "requests take", request=1)
    assert "You look into it" in words_of(taken)
    refused = await crew.read(crew.other, "requests take", request=1)
    assert "Another curator took this request" in refused
    why = {"reason": "There is no such bridge."}
    closed = await crew.pressed(crew.curator, taken, "Dismiss", why)
    assert "### Dismissed; those who asked are told" in words_of(closed)
    await crew.world.restart()
    assert await teller(crew).tell_all() == 1
    assert await teller(crew).tell_all() == 0
    (letter,) = letters(crew, crew.server.ann)
    assert "There is no such bridge." in letter
    assert "dismissed: There is no such bridge." in await crew.read(
        crew.server.ann, "request status"
    )


async def test_a_curator_takes_out_who_was_merged_wrongly_by_their_own_words(crew: Crew):
    ann, bob = crew.server.ann, crew.server.bob
    await ask(crew, ann)
    await ask(crew, bob, f"{TEXT}!", reason="Which year?")
    await ask(crew, crew.other, f"{TEXT}.")
    form = await crew.slash(crew.curator, "requests split", request=1)
    (label,) = form.modal["components"]
    options = label["component"]["options"]
    assert [o["label"] for o in options] == [TEXT, f"{TEXT}!", f"{TEXT}."]
    assert [o.get("description") for o in options] == [None, "Which year?", None]
    assert not any(str(who.id) in str(form.modal) for who in (ann, bob, crew.other))
    everyone = await crew.curator.submit_modal(form, {"askers-0": [o["value"] for o in options]})
    assert "One asker must stay" in words_of(everyone)
    again = await crew.curator.click(shown(everyone), label="Open the form again")
    (label,) = again.modal["components"]
    assert all(option["default"] for option in label["component"]["options"])
    made = await crew.curator.submit_modal(again, {"askers-0": [options[1]["value"]]})
    assert "### Split from request 1: this is 2 now" in words_of(made)
    assert "1 asked" in words_of(made)
    assert "Split" not in offered(shown(made))
    assert "2 asked" in await crew.read(crew.curator, "requests list")
    await crew.pressed(crew.curator, made, "Dismiss", {"reason": "Another year."})
    assert await teller(crew).tell_all() == 1
    assert "Another year." in letters(crew, bob)[0]
    log = await crew.read(crew.admin, "audit")
    assert "request split" in log
    assert str(bob.id) not in log


async def test_what_one_member_asked_is_not_split(crew: Crew):
    await ask(crew, crew.server.ann)
    one = await crew.slash(crew.curator, "requests take", request=1)
    assert "Split" not in offered(shown(one))
    assert "nothing to split" in await crew.read(crew.curator, "requests split", request=1)
    await ask(crew, crew.server.bob)
    form = await crew.slash(crew.curator, "requests split", request=1)
    (label,) = form.modal["components"]
    first = label["component"]["options"][0]["value"]
    await crew.pressed(crew.curator, one, "Dismiss", {"reason": "No."})
    late = await crew.curator.submit_modal(form, {"askers-0": [first]})
    assert "was dismissed already" in words_of(late)


async def test_many_askers_are_listed_in_several_menus(crew: Crew):
    services = crew.world.services.requests
    for number in range(27):
        member = Member(9000 + number, crew.community)
        await services.ask(member, f"asked{number}", TEXT, consent=True)
    form = await crew.slash(crew.curator, "requests split", request=1)
    first, second = (part["component"] for part in form.modal["components"])
    assert (len(first["options"]), len(second["options"])) == (25, 2)
    chosen = {
        "askers-0": [first["options"][0]["value"]],
        "askers-1": [option["value"] for option in second["options"]],
    }
    assert "3 asked" in words_of(await crew.curator.submit_modal(form, chosen))


async def test_a_claim_made_from_a_request_answers_it_when_it_is_published(crew: Crew):
    await ask(crew, crew.server.ann)
    await ask(crew, crew.server.bob, told="nothing")
    listed = await crew.slash(crew.curator, "requests list")
    one = await crew.curator.select(shown(listed), ["1"])
    form = await crew.curator.click(shown(one), label="New claim from this")
    assert form.modal["components"][0]["component"]["value"] == TEXT
    await crew.curator.submit_modal(form, {"text": "The Elbe bridge was blown up."})
    hop = {"who": "A ministry", "act": "said"}
    await crew.filled(crew.curator, "annotate attribution", hop, number=1)
    source = {"source": "https://paper.example/x", "stance": "supports"}
    await crew.filled(crew.curator, "annotate source", source, number=1)
    assert "Draft #1 will answer it" in words_of(
        await crew.curator.select(shown(await crew.slash(crew.curator, "requests list")), ["1"])
    )
    await crew.slash(crew.curator, "claim publish", number=1)
    assert await teller(crew).tell_all() == 1
    (letter,) = letters(crew, crew.server.ann)
    assert "The Elbe bridge was blown up." in letter
    assert "/claim view 1 opens it" in letter
    assert "answered with claim #1" in await crew.read(crew.server.bob, "request status")


async def test_a_request_is_answered_with_a_claim_that_is_there(crew: Crew):
    number = await crew.published("The bridge over the Elbe was blown up.")
    await ask(crew, crew.server.ann)
    listed = await crew.slash(crew.curator, "requests list")
    one = await crew.curator.select(shown(listed), ["1"])
    wrong = await crew.pressed(crew.curator, one, "Answer with a claim", {"claim": "the bridge"})
    assert "Write the claim's number" in words_of(wrong)
    again = await crew.curator.click(shown(wrong), label="Open the form again")
    given = {"claim": f"#{number}", "sentence": "We looked."}
    closed = await crew.curator.submit_modal(again, given)
    assert "Answered; those who asked are told" in words_of(closed)
    crew.world.bot.desk.deliveries._seen.clear()
    deliver_again(crew.world)
    await crew.world.env.settle()
    assert await teller(crew).tell_all() == 1
    log = await crew.read(crew.admin, "audit")
    assert log.count("request answered") == 1
    assert str(crew.server.ann.id) not in log


async def test_a_notice_that_was_sent_before_a_crash_is_not_sent_again(crew: Crew):
    await ask(crew, crew.server.ann)
    await crew.slash(crew.curator, "requests take", request=1)
    form = await crew.slash(crew.curator, "requests dismiss", request=1)
    await crew.curator.submit_modal(form, {"reason": "No."})
    world = crew.world
    first = Teller(world.bot, Unconfirmed(world.store.outbox), world.store.reader)
    with contextlib.suppress(KeyboardInterrupt):
        await first.tell_all()
    assert await teller(crew).tell_all() == 0
    later = Notices(world.store.outbox, lambda: datetime.now(UTC) + timedelta(hours=2))
    (left,) = await later.pending()
    assert left.tried
    assert await Teller(world.bot, later, world.store.reader).tell_all() == 0
    assert len(letters(crew, crew.server.ann)) == 1
    assert await later.pending() == []


class Unconfirmed(Notices):
    """An outbox whose reader dies after sending, before it can say so."""

    async def confirm(self, notice: Notice, *, sent: bool) -> None:
        raise KeyboardInterrupt


async def audited(crew: Crew, tmp_path: Path) -> tuple[Any, Announcer]:
    """An audit channel, and what announces there."""
    world, log = crew.world, crew.server.guild.create_text_channel("log")
    card = await crew.slash(crew.admin, "settings")
    how = {"approval": "off", "replies_public": "off", "asks_a_day": "3"}
    form = {**how, "keep_requests_days": "90", "audit_channel": [log]}
    await crew.pressed(crew.admin, card, "How", form)
    memo = Memos(tmp_path / "audit.json")
    numbers = world.bot.desk.curators.numbers
    return log, Announcer(world.bot, memo, world.store.curating, world.store.ledger, numbers)


async def test_what_discord_did_not_take_is_announced_once_it_does(crew: Crew, tmp_path: Path):
    log, announcer = await audited(crew, tmp_path)
    env, waiting = crew.world.env, {crew.community}
    env.inject_error("POST", f"/channels/{log.id}/messages", status=503)
    await announcer.announce_all(waiting)
    assert waiting == {crew.community}, "it waits for its next turn"
    await crew.draft("The bridge was closed in May.")
    await announcer.announce_all(waiting)
    assert waiting == set()
    told = [said_in(message) for message in log.history()]
    assert sum("settings changed" in text for text in told) == 1
    assert sum("claim added" in text for text in told) == 1
    posts = [e.json for e in env.http_requests if e.path == f"/channels/{log.id}/messages"]
    nonces = [post["nonce"] for post in posts if post]
    assert nonces[0] == nonces[1] != nonces[2], "Discord takes the same message once"


async def test_an_audit_channel_that_refuses_a_message_gets_no_more_tries(
    crew: Crew, tmp_path: Path
):
    log, announcer = await audited(crew, tmp_path)
    waiting = {crew.community}
    where = f"/channels/{log.id}/messages"
    crew.world.env.inject_error("POST", where, status=400, code=50035)
    await announcer.announce_all(waiting)
    assert waiting == set()
    assert await announcer.announce(crew.community) == 0


async def test_changes_are_announced_in_the_audit_channel_once(crew: Crew, tmp_path: Path):
    log, announcer = await audited(crew, tmp_path)
    world = crew.world
    assert await announcer.announce(crew.community) == 1
    await crew.draft("The bridge was closed in May. @everyone <@1>")
    assert crew.community in world.bot.touched
    assert await announcer.announce(crew.community) == 1
    assert await announcer.announce(crew.community) == 0
    told = [said_in(message) for message in log.history()]
    assert ["settings changed" in text or "claim added" in text for text in told] == [True, True]
    assert not any(message.mention_everyone for message in log.history())
    posts = [e.json for e in world.env.http_requests if e.path == f"/channels/{log.id}/messages"]
    assert [post["allowed_mentions"] for post in posts if post] == [{"parse": []}] * 2
