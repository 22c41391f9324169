"""Nothing of a community shows in another: not by any command, button, form or statement."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest_asyncio
from discord.app_commands import Command
from simcord.actors import _autocomplete, _dispatch_actor_interaction, _slash

from commands.pressing import FORMS, MENUS, PRESSES
from commands.ui.base import CardView
from commands.ui.bench import button, menu, row
from commands.ui.places import Action, Place
from commands.ui.wishes import wish
from storage.personal import TRACES
from storage.tables import metadata
from tests.digest_world import at_nine
from tests.following_world import courier
from tests.test_curators_matrix import CHOSEN, OPTIONS, PRESSED, SENT
from tests.two_communities import ASKED, CANARY, Two, statements, two_communities

TABLES = {table.name: {column.name for column in table.columns} for table in metadata.sorted_tables}
_THEIRS = "what is kept about one person, by their own names, wherever that is; see /privacy"
WHOSE_OTHERWISE = {
    **{f"{trace.column} IN (": _THEIRS for trace in TRACES},
    "FROM notices WHERE notices.asker_id IN (": _THEIRS,
    "SELECT requests.id, requests.number, requests.status FROM requests": _THEIRS,
    "SELECT DISTINCT digest_asks.community, digest_asks.claim_id FROM digest_asks": "by which "
    "names somebody may stand there; shows nothing",
    "follows.user = ?": "what one person follows, wherever that is; shown to nobody else",
    "(? || packs.id)": "how many claims an installed pack has; packs are on every server's list",
    "SELECT additions.community, additions.claim_id FROM additions": "tells the index whose view "
    "of a pack's claim has changed; reads no words and shows nothing",
}
"""Statements that name no community, and why that is right."""
OWNED = {name for name, columns in TABLES.items() if columns & {"community", "owner", "claim_id"}}
"""The tables in which something belongs to somebody."""


@pytest_asyncio.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    async with two_communities(tmp_path) as two:
        yield two


def arguments(two: Two, given: Sequence[object]) -> list[object]:
    """Arguments of a custom id that lead to what the other community has."""
    those = {"CLAIM": two.ids.claim, "1.abc": two.ids.typed}
    return [those.get(each, each) if isinstance(each, str) else each for each in given]


async def pressed(two: Two, who: Any, channel: Any, buttons: list[Any]) -> None:
    """Put buttons under messages, as many as fit, and use each of them, as a forger might."""
    for place, each in enumerate(buttons):
        each.label = str(place)
    for some in (buttons[at : at + 20] for at in range(0, len(buttons), 20)):
        view = CardView()
        for each in some:
            view.add_item(row(each))
        message = await two.world.bot.get_channel(channel.id).send(view=view)
        for each in some:
            await who.click(message, label=each.label)


async def every_button(two: Two, who: Any, channel: Any) -> None:
    ids = two.ids
    numbers = (ids.claim, ids.draft, ids.pack_claim)
    buttons = []
    for verb in PRESSES:
        given = arguments(two, PRESSED.get(verb, ("CLAIM",)))
        asked = [wish(verb, *given)]
        match verb:
            case "ask" | "same":
                asked = [wish(verb, ids.answer, *given[1:])]
            case "accept" | "decline" | "proposal" | "withdraw-proposal":
                asked = [wish(verb, ids.proposal)]
            case "suggestion-yes" | "suggestion-no":
                asked = [wish(verb, ids.suggestion)]
            case "follow-pace" | "follow-stop":
                asked = [wish(verb, ids.follow, *given[1:])]
            case "open" | "history" | "reach" | "parts":
                asked = [
                    wish(verb, *(one if arg == ids.claim else arg for arg in given))
                    for one in numbers
                ]
        buttons += [button(verb, each) for each in asked]
    await pressed(two, who, channel, buttons)


async def every_card_button(two: Two, who: Any, channel: Any) -> None:
    buttons = []
    for place in (Place(two.ids.answer), Place(two.ids.answer, 1), Place(number=3), Place("x", 1)):
        for action in Action:
            if action not in (Action.PICK, Action.PASTE):
                buttons.append(button(action.value, wish("x")))
                buttons[-1].custom_id = place.custom_id(action)
    await pressed(two, who, channel, buttons)


async def every_menu(two: Two, who: Any, channel: Any) -> None:
    for verb in MENUS:
        given = arguments(two, CHOSEN[verb])
        for value in (two.ids.follow, two.ids.proposal, two.ids.claim, 1):
            view = CardView()
            view.add_item(menu("x", wish(verb, *given), [(str(value), "one", "")]))
            message = await two.world.bot.get_channel(channel.id).send(view=view)
            await who.select(message, [str(value)])


async def every_form(two: Two, who: Any, channel: Any) -> None:
    for verb in FORMS:
        given, fields = SENT[verb]
        if verb == "pack-export":
            fields = {**fields, "description": "All.", "method": "Read.", "licence": "CC-BY-4.0"}
        components = [
            {"type": 18, "component": {"type": 4, "custom_id": name, "value": value}}
            for name, value in fields.items()
        ]
        args = arguments(two, given)
        if verb in ("ask", "same"):
            args[0] = two.ids.answer
        if verb == "decline":
            args[0] = two.ids.proposal
        data = {"custom_id": wish(verb, *args).form, "components": components}
        await _dispatch_actor_interaction(who, 5, channel, data)


async def every_command(two: Two, who: Any, channel: Any, *, direct: bool = False) -> None:
    for command in two.world.bot.tree.walk_commands():
        given = OPTIONS.get(getattr(command, "qualified_name", ""), {"number": 1})
        if not isinstance(command, Command) or (direct and "HERE" in given.values()):
            continue
        if command.qualified_name == "check":
            given = {"text": f"that {ASKED} text"}
        if command.qualified_name == "claim search":
            given = {"words": ASKED}
        if command.qualified_name.startswith("pack ") and "pack" in given:
            given = {"pack": "bridges"} if "disable" in command.qualified_name else given
        for numbers in (1, 2) if "number" in given else (0,):
            some = {**given, "number": numbers} if numbers else given
            options = {name: channel if value == "HERE" else value for name, value in some.items()}
            await slashed(two, who, channel, command.qualified_name, options)


async def slashed(two: Two, who: Any, channel: Any, name: str, options: dict[str, Any]) -> None:
    """A command, also one that is not offered there."""
    root = two.world.env.backend.find_command(name.split(maxsplit=1)[0], None, type=1)
    await _slash(who, channel, name, options, root={**root, "contexts": [0, 1, 2]})


async def every_choice(two: Two, who: Any, channel: Any) -> list[Any]:
    """All that is offered while somebody types."""
    found = []
    for command in two.world.bot.tree.walk_commands():
        for option in command.parameters if isinstance(command, Command) else ():
            if option.autocomplete:
                for typed in (ASKED, "1"):
                    filled = {"number": 1} if option.name == "question" else {}
                    name, here = command.qualified_name, option.display_name
                    found += await _autocomplete(who, channel, name, here, typed, filled)
    return found


async def test_nobody_of_another_community_is_shown_a_word(two: Two):
    before = await two.rows()
    with statements() as carried_out:
        await everything_asked(two)
    assert [text for text in two.sent() if CANARY in text] == []
    assert [text for text in two.files() if CANARY in text] == []
    assert any("pier" in text for text in two.files()), "its own claims were exported"
    assert await two.rows() == before
    assert len(two.sent()) > 300, "everything was really asked"
    own = two.there.community
    nameless = {text for text, values in carried_out.kept if not names(text, values, own)}
    assert {
        text for text in nameless if not any(known in text for known in WHOSE_OTHERWISE)
    } == set()
    await two.here.slash(two.here.server.ann, "check", text=f"that {ASKED} text")
    assert CANARY in two.sent()[-1], "at home it is shown"


async def everything_asked(two: Two) -> None:
    """The other community's administrator, a member and somebody outside try all that there is."""
    crew, channel = two.there, two.there.server.channel
    offered = await every_choice(two, crew.admin, channel)
    assert CANARY not in repr(offered)
    assert offered, "choices were offered, of the other community's own claims"
    await every_form(two, crew.admin, channel)
    await every_command(two, crew.admin, channel)
    await every_button(two, crew.admin, channel)
    await every_card_button(two, crew.server.ann, channel)
    await every_menu(two, crew.admin, channel)
    letters = two.world.person("olga")
    await (await two.world.bot.fetch_user(letters.id)).send("hello")
    await every_command(two, letters, letters.dm_channel, direct=True)
    await every_card_button(two, letters, letters.dm_channel)
    await crew.server.ann.send(channel, f"that {ASKED} text")


def names(statement: str, values: str, community: str) -> bool:
    """Whether a statement on what belongs to somebody says whose it asks for."""
    touched = set(re.findall(r"(?:FROM|JOIN|INTO|UPDATE) (\w+)", statement)) & OWNED
    return not touched or community in values or "direct" in values


async def test_what_goes_out_by_itself_goes_where_it_belongs(two: Two):
    """Digests, messages to followers and corrections of one community are not another's."""
    here, there = two.here, two.there
    await there.slash(there.server.ann, "follow claim", number=1)
    given = {"channel": there.server.channel, "time": "9 am", "timezone": "Europe/Berlin"}
    await there.slash(there.admin, "digest set", **given)
    await there.published("The old pier was given away in July.")
    two.forget()
    await two.daily.at(at_nine(2))
    await courier(two.world).send_all()
    own = str(there.server.channel.id)
    to_there = [text for text in two.sent() if own in text]
    assert any("pier" in text for text in to_there)
    assert [text for text in to_there if CANARY in text] == []
    assert here.community != there.community
