"""*Not this claim*, and what is told when something goes wrong."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio

from claims.errors import TextTooLong
from commands.ui.base import outline, sentence_for
from tests.discord_claims import AP, HILL, MOSUL
from tests.discord_world import Server, World, a_world, deliver_again, said

SECRET = "zebra-umbrella"


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as world:
        yield world


async def card_in(world: World, server: Server, text: str = "11,000 civilians") -> Any:
    await world.knows(MOSUL, "11,000 civilians", server, sources=[AP, HILL])
    return (await server.ann.slash(server.channel, "check", text=text)).response


def fields(form: Any) -> dict[str, Any]:
    return {
        part["component"]["custom_id"]: part["component"]
        for part in form.modal["components"]
        if part["type"] == 18
    }


async def test_a_remark_shows_what_curators_would_see_before_it_is_sent(world: World):
    server = world.server()
    card = await card_in(world, server, "Secret. It was 11,000 civilians then. Other")
    form = await server.ann.click(card, label="Not this claim")
    assert form.modal["title"] == "Not claim #1"
    assert "kept for at most 90 days" in form.modal["components"][0]["content"]
    assert fields(form)["words"]["value"] == "It was 11,000 civilians then"
    assert fields(form)["remark"]["required"] is False
    assert world.remarks.kept == []


async def test_a_remark_is_kept_as_it_was_edited_and_a_second_one_is_known(world: World):
    server = world.server()
    card = await card_in(world, server)
    words = {"words": "11,000 civilians in all of Iraq", "remark": "another place"}
    form = await server.ann.click(card, label="Not this claim")
    thanks = await server.ann.submit_modal(form, words)
    assert thanks.response.ephemeral
    assert "Thank you. Curators will look at whether this is claim #1." in said(thanks.response)
    view = await world.store.reader.by_number(str(server.guild.id), 1)
    assert world.remarks.kept == [
        {
            "community": str(server.guild.id),
            "claim_id": view.claim_id,
            "kind": "not_this_claim",
            "wording": "11,000 civilians in all of Iraq",
            "remark": "another place",
            "user": str(server.ann.id),
        }
    ]
    form = await server.ann.click(card, label="Not this claim")
    known = await server.ann.submit_modal(form, words)
    assert "You told us this already" in said(known.response)
    assert len(world.remarks.kept) == 1


async def test_a_form_that_was_open_during_a_restart_is_still_taken(world: World):
    server = world.server()
    card = await card_in(world, server)
    form = await server.ann.click(card, label="Not this claim")
    await world.restart()
    await server.ann.submit_modal(form, {"words": "other words"})
    assert world.remarks.kept[0]["wording"] == "other words"
    paste = await server.ann.slash(server.channel, "check")
    await world.restart()
    answer = await server.ann.submit_modal(paste, {"text": "11,000 civilians"})
    assert "### The claim" in said(answer.response)


async def test_a_form_delivered_twice_is_kept_once(world: World):
    server = world.server()
    card = await card_in(world, server)
    form = await server.ann.click(card, label="Not this claim")
    await server.ann.submit_modal(form, {"words": "other words"})
    asked = len(world.env.http_requests)
    deliver_again(world)
    await world.env.settle()
    assert len(world.remarks.kept) == 1
    assert len(world.env.http_requests) == asked


async def test_a_remark_without_words_asks_for_them(world: World):
    server = world.server()
    form = await server.ann.click(await card_in(world, server), label="Not this claim")
    told = await server.ann.submit_modal(form, {"words": "\u200b \u202e"})
    assert "Write the words that are not this claim" in said(told.response)
    assert world.remarks.kept == []


async def test_members_of_a_server_share_one_form_without_mixing_their_words(world: World):
    server = world.server()
    card = await card_in(world, server)
    ann = await server.ann.click(card, label="Not this claim")
    again = await server.ann.click(card, label="Not this claim")
    await server.ann.submit_modal(again, {"words": "second"})
    await server.ann.submit_modal(ann, {"words": "first"})
    assert [remark["wording"] for remark in world.remarks.kept] == ["second", "first"]


async def test_nothing_to_check_is_one_kind_sentence(world: World):
    server = world.server()
    for text in ("🙂🙂", "<@123>", "!!!", "aaaa" * 300):
        told = await server.ann.slash(server.channel, "check", text=text)
        assert said(told.response).startswith("There is nothing to check: the text holds")
        assert told.response.ephemeral


async def test_an_error_of_ours_has_a_reference_in_the_log_and_no_pasted_word(
    world: World, caplog: pytest.LogCaptureFixture
):
    server = world.server()

    async def broken(text: str, *_: object, **__: object) -> None:
        raise ValueError(f"cannot read {text}")

    world.matcher.match = broken  # type: ignore[method-assign,assignment]
    with caplog.at_level(logging.DEBUG):
        told = await server.ann.slash(server.channel, "check", text=f"the {SECRET} fell")
    sentence = said(told.response)
    assert "Something went wrong on our side (reference " in sentence
    reference = sentence.split("reference ")[1][:6]
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("commands")]
    assert any(reference in line and "builtins.ValueError" in line for line in lines)
    ours = "\n".join(
        logging.Formatter().format(record)
        for record in caplog.records
        if "simcord" not in record.name
    )
    assert SECRET not in ours
    assert isinstance(world.env.errors[0].original, ValueError)  # type: ignore[attr-defined]


async def test_a_button_that_fails_tells_the_one_who_pressed_it(
    world: World, caplog: pytest.LogCaptureFixture
):
    server = world.server()
    card = await card_in(world, server)
    before = said(card)

    async def broken(*_: object) -> None:
        raise RuntimeError(SECRET)

    world.store.answers.get_answer = broken  # type: ignore[method-assign,assignment]
    told = await server.ann.click(card, label="Sources (2)")
    assert "Something went wrong on our side (reference" in said(told.followups[0])
    assert told.followups[0].ephemeral
    assert said(card) == before
    assert SECRET not in caplog.text


async def test_typing_ahead_never_fails(world: World, caplog: pytest.LogCaptureFixture):
    server = world.server()

    async def broken(*_: object) -> None:
        raise RuntimeError(SECRET)

    world.store.reader.suggest = broken  # type: ignore[method-assign,assignment]
    assert await server.ann.autocomplete(server.channel, "claim view", "number", "x") == []
    assert "no suggestions: builtins.RuntimeError" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("code", [10062, 40060, 50027])
async def test_an_interaction_that_is_over_makes_no_noise(
    world: World, caplog: pytest.LogCaptureFixture, code: int
):
    server = world.server()
    card = await card_in(world, server)
    world.env.inject_error("POST", "/interactions/*/callback", status=404, code=code)
    await server.ann.click(card, label="Sources (2)")
    world.env.inject_error("POST", "/interactions/*/callback", status=404, code=code)
    await server.ann.slash(server.channel, "claim view", number=1)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert len(world.env.errors) == 1


async def test_a_command_delivered_twice_is_answered_once(world: World):
    server = world.server()
    await card_in(world, server)
    asked = len(world.env.http_requests)
    deliver_again(world)
    await world.env.settle()
    assert len(world.env.http_requests) == asked


def fails() -> None:
    try:
        {}[SECRET]
    except KeyError as inner:
        raise RuntimeError(SECRET) from inner


def test_an_error_is_outlined_without_its_words():
    with pytest.raises(RuntimeError) as caught:
        fails()
    told = outline(caught.value)
    assert "builtins.RuntimeError at " in told
    assert "because of builtins.KeyError at " in told
    assert SECRET not in told


def test_a_sentence_of_ours_is_told_as_it_is():
    assert sentence_for(TextTooLong(300_000, 200_000)).startswith("The text has 300,000")


async def test_a_channel_that_caveat_may_not_post_in_is_said_to_be_one():
    response: Any = type("Response", (), {"status": 403, "reason": "Forbidden"})()
    refused = discord.Forbidden(response, {"code": 50013, "message": "Missing Permissions"})
    assert "ask a moderator" in sentence_for(refused)
