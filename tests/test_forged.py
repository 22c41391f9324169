"""What no card of ours asks for: forged, mistyped and outlived ids, values and forms."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from discord import app_commands
from simcord.actors import _dispatch_actor_interaction
from simcord.backend import serializers

from commands import forms as card_forms
from commands.pressing import FORMS, MENUS, PRESSES
from commands.ui import buttons as card_buttons
from commands.ui.base import CardView
from commands.ui.bench import button, menu, row
from commands.ui.places import Action, Place
from commands.ui.wishes import wish
from tests.curator_world import Crew, crew_of, shown, words_of
from tests.discord_world import a_world
from tests.test_curators_matrix import CHOSEN, OPTIONS, SENT

Forged = tuple[tuple[str, ...], ...]
SOME: Forged = (("x",), ("99999999999999999999", "1", "1"))
MORE: Forged = (
    (),
    ("9" * 70,),
    ("-1",),
    ("0", "0", "0", "0"),
    ("hops", "x", "y"),
    ("nothing", "1", "0"),
    ("1", "1", "999", "999"),
    ("2026-13-45", "0"),
    ("1.abc", "x"),
    ("1", "never"),
    ("1", "1", "1", "1", "1", "1"),
)
FORGED = [pytest.param(SOME, id="some"), pytest.param(MORE, id="more", marks=pytest.mark.long)]
"""Arguments that a custom id may hold and that lead nowhere."""


@pytest_asyncio.fixture
async def crew(tmp_path: Path) -> AsyncIterator[Crew]:
    async with a_world(tmp_path) as world:
        crew = crew_of(world)
        await crew.published("The bridge was closed in May.")
        yield crew


async def use(crew: Crew, item: str, kind: int, values: Sequence[str] = ()) -> Any:
    """Press a button (2) or choose in a menu (3) by a custom id that never was on a card."""
    made = button("x", wish("x")) if kind == 2 else menu("x", wish("x"), [("1", "one", "")])
    (made if kind == 2 else made.children[0]).custom_id = item
    view = CardView()
    view.add_item(row(made) if kind == 2 else made)
    channel = crew.world.bot.get_channel(crew.server.channel.id)
    message = await channel.send(view=view)  # type: ignore[union-attr]
    extra = {"message": message_payload(crew, message)}
    data = {"custom_id": item, "component_type": kind, **({"values": [*values]} if values else {})}
    return await _dispatch_actor_interaction(
        crew.admin, 3, crew.server.channel, data, extra=extra, source_message_id=message.id
    )


def message_payload(crew: Crew, message: Any) -> dict[str, Any]:
    backend = crew.world.env.backend
    return dict(
        serializers.message_payload(backend, backend.get_message(message.channel.id, message.id))
    )


async def sent(crew: Crew, custom_id: str, fields: dict[str, str]) -> Any:
    components = [
        {"type": 18, "component": {"type": 4, "custom_id": name, "value": value}}
        for name, value in fields.items()
    ]
    data = {"custom_id": custom_id, "components": components}
    return await _dispatch_actor_interaction(crew.admin, 5, crew.server.channel, data)


def is_kind(answer: Any) -> bool:
    """Whether a person read a sentence, or a form, or nothing because nothing of ours was meant."""
    if answer.modal is not None or answer.response is None:
        return True
    return "Something went wrong" not in words_of(answer)


@pytest.mark.parametrize("forged", FORGED)
async def test_a_forged_button_is_answered_with_a_sentence(crew: Crew, forged: Forged):
    asked = [wish(verb, *args).button for verb in PRESSES for args in forged]
    asked = [each for each in asked if len(each) <= 100]
    odd = []
    for some in (asked[at : at + 20] for at in range(0, len(asked), 20)):
        view = CardView()
        for place, each in enumerate(some):
            made = button(str(place), wish("x"))
            made.custom_id = each
            view.add_item(row(made))
        channel = crew.world.bot.get_channel(crew.server.channel.id)
        message = await channel.send(view=view)  # type: ignore[union-attr]
        for place, each in enumerate(some):
            answer = await crew.admin.click(message, label=str(place))
            odd += [] if is_kind(answer) else [each]
    assert odd == []


@pytest.mark.parametrize("forged", FORGED)
async def test_a_forged_choice_is_answered_with_a_sentence(crew: Crew, forged: Forged):
    odd = []
    for verb in MENUS:
        for args in forged[-5:]:
            for value in ("x", "9" * 90):
                answer = await use(crew, wish(verb, *args).menu, 3, [value])
                odd += [] if is_kind(answer) else [(verb, args, value)]
    for value in ("x", "9" * 90, "0"):
        answer = await use(crew, Place("x", 1).custom_id(Action.PICK), 3, [value])
        odd += [] if is_kind(answer) else [("pick", value)]
    assert odd == []


@pytest.mark.parametrize("forged", FORGED)
async def test_a_forged_form_is_answered_with_a_sentence(crew: Crew, forged: Forged):
    odd = []
    for verb in FORMS:
        good, fields = SENT[verb]
        hostile = dict.fromkeys(fields, "\ud800<@1>" * 900)
        for args in (*forged[-3:], tuple(str(arg) for arg in good if arg != "CLAIM")):
            for typed in (hostile, {"nothing": "x"}) if forged is MORE else (hostile,):
                answer = await sent(crew, wish(verb, *args).form, typed)
                odd += [] if is_kind(answer) else [(verb, args, [*typed])]
    for action in card_forms.FORMS:
        answer = await sent(crew, Place("x", 9).custom_id(action), {"text": "\udfff words here"})
        odd += [] if is_kind(answer) else [action]
    assert odd == []


async def test_ids_of_nobody_are_passed_over(crew: Crew):
    for item in ("caveat:evil:n:1:0", "caveat:do.nothing:1", "other:show:n:1:0", "caveat:do."):
        answer = await use(crew, item, 2)
        assert answer.response is None
    for item in ("caveat:form.nothing:1", "caveat:form.", "other"):
        assert (await sent(crew, item, {})).response is None


def test_every_action_of_a_card_has_somebody_who_answers_it():
    answered = {*card_buttons.PRESSES, *card_forms.FORMS, Action.PICK}
    assert answered == set(Action)


async def test_half_a_character_is_checked_searched_and_kept_as_a_sign(crew: Crew):
    ann, channel = crew.server.ann, crew.server.channel
    answer = await ann.slash(channel, "check", text="the \ud83d bridge was closed")
    assert "Nothing in this community" in words_of(answer)
    assert is_kind(await ann.slash(channel, "claim search", words="\udfff bridge"))
    made = await crew.draft("A \ud800 claim of its own.")
    assert "A \ufffd claim of its own." in words_of(made)
    assert shown(made)


@pytest.mark.parametrize(
    "name", sorted({"follow claim", "claim view", "claim edit", "annotate answer"})
)
async def test_hostile_words_while_typing_are_searched_for_and_no_more(
    crew: Crew, name: str, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.WARNING)
    for typed in ("\ud800", "%", "_", "'; DROP TABLE claims; --", "\x00", "9" * 300, "a" * 3000):
        found = await crew.curator.autocomplete(crew.server.channel, name, "number", typed)
        assert len(found) <= 25
    assert caplog.records == []


def test_every_command_has_its_options_in_the_matrix(crew: Crew):
    for command in crew.world.bot.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            wanted = {one.display_name for one in command.parameters if one.required}
            given = set(OPTIONS.get(command.qualified_name, {"number": 1}))
            assert wanted <= given, command.qualified_name
    assert set(CHOSEN) == set(MENUS)


async def test_drafts_are_offered_to_curators_alone_while_they_type(crew: Crew):
    """Every option of every command that offers something while somebody types."""
    await crew.draft("A hidden tollgate stands there.")
    await crew.published("An open tollgate stands there.")
    offered: dict[str, set[str]] = {}
    for who in (crew.curator, crew.server.ann):
        for command in crew.world.bot.tree.walk_commands():
            options = command.parameters if isinstance(command, app_commands.Command) else ()
            for option in (one for one in options if one.autocomplete):
                name, here = command.qualified_name, crew.server.channel
                found = await who.autocomplete(here, name, option.display_name, "tollgate")
                if "tollgate" in repr(found):
                    offered.setdefault(f"{who.name} {name}", set()).add(
                        "draft" if "hidden" in repr(found) else "published"
                    )
    to_member = {key: seen for key, seen in offered.items() if key.startswith(crew.server.ann.name)}
    assert set().union(*to_member.values()) == {"published"}
    assert {key.partition(" ")[2] for key in to_member} == FOR_EVERYBODY
    assert any("draft" in seen for seen in offered.values())


FOR_EVERYBODY = {"claim view", "claim search", "follow claim", "follow question"}
