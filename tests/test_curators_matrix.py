"""Who may do what, held at every command, button, menu and form: the matrix of people and deeds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from discord.app_commands import Command
from simcord.actors import _dispatch_actor_interaction, _slash

from claims.people import Right
from commands.pressing import FORMS, MENUS, PRESSES
from commands.ui.base import CardView
from commands.ui.bench import button, menu, row
from commands.ui.wishes import wish
from tests.curator_world import Crew, crew_of, shown, words_of
from tests.discord_world import a_world, menu_in_dm

ASK, CURATE, APPROVE, ADMINISTER = Right.ASK, Right.CURATE, Right.APPROVE, Right.ADMINISTER
DENIALS = (
    *("Only curators of", "Only approvers of", "Only administrators of"),
    *("That works for members of a server", "is no longer kept", "no longer kept; open"),
)
HOLDS = {
    "outsider": set(),
    "member": {ASK},
    "former": {ASK},
    "curator": {ASK, CURATE},
    "approver": {ASK, CURATE, APPROVE},
    "admin": {ASK, CURATE, APPROVE, ADMINISTER},
}
OTHERWISE = {
    **dict.fromkeys(("settings-who", "settings-how", "settings-reading"), ADMINISTER),
    **dict.fromkeys(("settings", "audit", "erase", "privacy erase"), ADMINISTER),
    **dict.fromkeys(("privacy show", "privacy export", "privacy delete", "privacy-delete"), None),
    **dict.fromkeys(("watch add", "watch remove"), ADMINISTER),
    **dict.fromkeys(("digest set", "digest now", "digest pause", "digest resume"), ADMINISTER),
    **dict.fromkeys(("digest", "digest status"), ASK),
    **dict.fromkeys(("watch list", "watch optout", "watch optin"), ASK),
    **dict.fromkeys(("accept", "decline"), APPROVE),
    **dict.fromkeys(("ask", "same", "reopen", "on-top"), ASK),
    **dict.fromkeys(("request status", "claim view", "claim search", "check", "about"), None),
    **dict.fromkeys(("follow claim", "follow question", "following"), None),
    **dict.fromkeys(("follow-pace", "follow-stop", "follow-retry", "follow-on"), None),
    **dict.fromkeys(("menu follow", "menu follow-question"), None),
}
TICKET = "1.abc"
LINK = "https://paper.example/2017/12/28/x"
PRESSED = {
    **dict.fromkeys(("reopen", "on-top", "add-anyway", "ask", "pack-import"), (TICKET,)),
    "as-wording": ("CLAIM", TICKET),
    "same": (TICKET, 1),
    **dict.fromkeys(("settings-who", "settings-how", "settings-reading"), ()),
    **dict.fromkeys(("requests", "review", "names"), ()),
    "audit": (0, 999),
    "privacy-delete": (0, "all"),
    "following": (0,),
    "digest": ("2026-11-24", 0),
    "digest-draft": (0,),
    "follow-pace": (1, "daily"),
    "follow-stop": (1,),
    "follow-on": (1,),
    "follow-retry": (),
    **dict.fromkeys(("publish", "draft", "restore"), ("CLAIM", 1)),
    "merge": ("CLAIM", "CLAIM", 1, 1),
    "history": ("CLAIM", 0),
    "revert": ("CLAIM", 1, 1),
    "reach": ("CLAIM", 0),
    **dict.fromkeys(("word", "minor", "material"), ("CLAIM", 1)),
    "parts": ("hops", "CLAIM", 0),
    "hop-move": ("CLAIM", 1, 2, 1),
    "remove": ("hops", "CLAIM", 1, 1),
    **dict.fromkeys(("withdraw", "ask-again"), ("CLAIM", 1, 1)),
    **dict.fromkeys(("hop-edit", "hop-more", "stance", "describe", "answer"), ("CLAIM", 1, 1, 0)),
    "describe-more": ("CLAIM", 1, 1),
    "opened": ("CLAIM", 1, 1),
    "work": ("drafts",),
    **dict.fromkeys(("request-take", "request-back", "request-answer", "request-claim"), (1,)),
    **dict.fromkeys(("request-dismiss", "request-split", "proposal"), (1,)),
    **dict.fromkeys(("accept", "decline"), (1,)),
    **dict.fromkeys(("withdraw-proposal", "suggestion-yes", "suggestion-no"), (1,)),
}
CHOSEN = {
    "follow": (0,),
    "follow-question": (1,),
    "part": ("hops", "CLAIM", 1),
    "history": ("CLAIM",),
    "request": (),
    "work": ("proposals",),
}
SENT: dict[str, tuple[tuple[object, ...], dict[str, str]]] = {
    "settings-who": ((0,), {}),
    "settings-how": ((0,), {"asks_a_day": "3", "keep_requests_days": "90"}),
    "settings-reading": ((0,), {"fetching": "on", "sensitivity": "eager"}),
    "erase": ((), {"name": "Another server"}),
    "names": ((0,), {"names": "Old Mill Trust, OMT"}),
    "claim-add": ((0,), {"text": "A new claim."}),
    "edit": (("CLAIM", 1), {"text": "Edited."}),
    "word": (("CLAIM", 1), {"told": "AP's range replaces the figure."}),
    "phrasing": (("CLAIM",), {"wording": "Other words."}),
    "retire": (("CLAIM", 1), {"reason": "Old."}),
    "hop": (("CLAIM", 1, 0, 0), {"who": "Somebody", "act": "said"}),
    "hop-more": (("CLAIM", 1, 1), {"role": "x", "earliest": "no"}),
    "source": (("CLAIM",), {"source": LINK}),
    "question": (("CLAIM",), {"text": "Why?"}),
    "answer": (("CLAIM", 1, 1), {"answer": "So.", "source": LINK}),
    "telling": (("CLAIM",), {"url": LINK, "title": "T"}),
    "context": (("CLAIM", 1), {}),
    "stance": (("CLAIM", 1, 1), {"stance": "context"}),
    "describe": (("CLAIM", 1, 1), {"publisher": "P"}),
    "describe-more": (("CLAIM", 1, 1), {"author": "A"}),
    "details": (("CLAIM", 1), {"language": "en"}),
    "ask": ((TICKET,), {"text": "A question", "consent": "yes"}),
    "same": ((TICKET, 1), {"words": "x"}),
    "request-answer": ((1,), {"claim": "1"}),
    "request-dismiss": ((1,), {"reason": "No."}),
    "request-split": ((1,), {"askers-0": "1"}),
    "decline": ((1,), {"reason": "No."}),
    "pack-export": ((), {"title": "T", "version": "1.0.0"}),
}
OPTIONS: dict[str, dict[str, Any]] = {
    **{name: {} for name in ("watch list", "watch optout", "watch optin")},
    "claim merge": {"keep": 1, "other": 1},
    "watch add": {"channel": "HERE", "answer": "reply"},
    "watch remove": {"channel": "HERE"},
    "digest set": {"channel": "HERE", "time": "9 am", "timezone": "Europe/Berlin"},
    **{f"digest {name}": {} for name in ("preview", "now", "pause", "resume", "status")},
    "claim revert": {"number": 1, "revision": 1},
    "claim compare": {"number": 1, "old": 1},
    "annotate answer": {"number": 1, "question": 1},
    "follow question": {"number": 1, "question": 1},
    "requests take": {"request": 1},
    "requests answer": {"request": 1, "number": 1},
    "requests dismiss": {"request": 1},
    "requests split": {"request": 1},
    "pack enable": {"pack": "none"},
    "pack disable": {"pack": "none"},
    "pack import": {"file": ("x.yaml", b"a")},
    "check": {"text": "x y z"},
    "claim search": {"words": "x"},
    **{name: {} for name in ("about", "settings", "audit", "review", "claim add", "following")},
    **{name: {} for name in ("requests list", "request status", "pack list", "pack export")},
    "names": {},
    **{f"privacy {name}": {} for name in ("show", "export", "delete", "erase")},
}


@dataclass
class Matrix:
    crew: Crew
    people: dict[str, Any]
    claim_id: int

    async def changes(self) -> int:
        log = await self.crew.world.store.ledger.audit(self.crew.community, 1)
        return log[0].entry_id if log else 0

    def args(self, given: tuple[object, ...]) -> list[object]:
        return [self.claim_id if arg == "CLAIM" else arg for arg in given]

    def is_outside(self, who: Any) -> bool:
        return who is self.people["outsider"]

    async def posted(self, parts: list[Any], who: Any) -> Any:
        """A message of the bot that holds buttons or menus, where somebody can press them."""
        view = CardView()
        for part in parts:
            view.add_item(part)
        bot = self.crew.world.bot
        if self.is_outside(who):
            return await (await bot.fetch_user(who.id)).send(view=view)
        return await bot.get_channel(self.crew.server.channel.id).send(view=view)  # type: ignore[union-attr]

    async def buttons(self, who: Any) -> dict[str, Any]:
        """Messages with all buttons by their verbs, as many to a message as fit it, a row each."""
        found: dict[str, Any] = {}
        verbs = list(PRESSES)
        for some in (verbs[at : at + 20] for at in range(0, len(verbs), 20)):
            asked = [wish(verb, *self.args(PRESSED.get(verb, ("CLAIM",)))) for verb in some]
            rows = [row(button(each.verb, each)) for each in asked]
            found |= dict.fromkeys(some, await self.posted(rows, who))
        return found

    async def slashed(self, who: Any, name: str) -> Any:
        """A command, also where it is not offered: it is refused there all the same."""
        given = OPTIONS.get(name, {"number": 1})
        here = self.crew.server.channel
        options = {key: here if value == "HERE" else value for key, value in given.items()}
        if not self.is_outside(who):
            return await self.crew.slash(who, name, **options)
        root = self.crew.world.env.backend.find_command(name.split(maxsplit=1)[0], None, type=1)
        offered = {**root, "contexts": [0, 1, 2]}
        return await _slash(who, who.dm_channel, name, options, root=offered)

    async def from_menu(self, who: Any) -> Any:
        bot, server = self.crew.world.bot, self.crew.server
        if self.is_outside(who):
            letter = await (await bot.fetch_user(who.id)).send("words")
            return await menu_in_dm(self.crew.world, who, "Add as claim", letter)
        message = await server.bob.send(server.channel, "words")
        return await who.context_menu(server.channel, "Add as claim", message)

    async def sent(self, who: Any, custom_id: str, fields: dict[str, str]) -> Any:
        components = [
            {"type": 18, "component": {"type": 4, "custom_id": name, "value": value}}
            for name, value in fields.items()
        ]
        here = who.dm_channel if self.is_outside(who) else self.crew.server.channel
        data = {"custom_id": custom_id, "components": components}
        return await _dispatch_actor_interaction(who, 5, here, data)

    async def entries(self, who: Any) -> list[Entry]:
        """Every button, menu, form and command, to be used by somebody."""
        found = [
            Entry(verb, needed(verb), partial(who.click, message, label=verb))
            for verb, message in (await self.buttons(who)).items()
        ]
        for verb, given in CHOSEN.items():
            part = menu("x", wish(verb, *self.args(given)), [("1", "one", "")])
            message = await self.posted([part], who)
            found.append(
                Entry(f"menu {verb}", needed(f"menu {verb}"), partial(who.select, message, ["1"]))
            )
        for verb, (given, fields) in SENT.items():
            form = wish(verb, *self.args(given)).form
            send = partial(self.sent, who, form, fields)
            found.append(Entry(f"form {verb}", needed(verb), send))
        for command in self.crew.world.bot.tree.walk_commands():
            name = command.qualified_name
            here_alone = "HERE" in OPTIONS.get(name, {}).values()  # no channel is to be had outside
            if isinstance(command, Command) and not (here_alone and self.is_outside(who)):
                found.append(Entry(f"/{name}", needed(name), partial(self.slashed, who, name)))
        return [*found, Entry("Add as claim", CURATE, partial(self.from_menu, who))]


@dataclass
class Entry:
    """One way to do something, and the right that it needs; None is everybody's."""

    name: str
    right: Right | None
    use: Callable[[], Awaitable[Any]]


@pytest_asyncio.fixture
async def matrix(tmp_path: Path) -> AsyncIterator[Matrix]:
    async with a_world(tmp_path) as world:
        crew = crew_of(world)
        approvers = crew.server.guild.create_role("Approvers")
        card = await crew.slash(crew.admin, "settings")
        await crew.pressed(crew.admin, card, "Who", {"approver_roles": [approvers]})
        await crew.draft("The bridge was closed in May.")
        view = await world.services.curation.by_number(crew.member(crew.curator), 1)
        crew.world.env.backend.get_guild(crew.server.guild.id).members[
            crew.other.id
        ].role_ids.clear()
        user = world.env.create_user("vera")
        people = {
            "outsider": world.env.create_user("olga"),
            "member": crew.server.ann,
            "former": crew.other,
            "curator": crew.curator,
            "approver": crew.server.guild.add_member(user, roles=[approvers]),
            "admin": crew.admin,
        }
        yield Matrix(crew, people, view.claim_id)


def needed(deed: str) -> Right | None:
    return OTHERWISE.get(deed, CURATE)


def test_every_button_menu_and_form_is_in_the_matrix():
    simple = set(PRESSES) - set(PRESSED)
    about_a_claim = {"open", "edit", "phrasing", "retire", "hop-add", "source-add"}
    assert simple == {*about_a_claim, "question-add", "telling-add", "context", "details"}
    assert set(CHOSEN) == set(MENUS)
    assert set(SENT) == set(FORMS)


@pytest.mark.parametrize(
    "names", [("outsider", "member", "former"), ("approver", "curator", "admin")], ids="-".join
)
async def test_whatever_somebody_does_is_judged_by_what_they_may_do_now(
    matrix: Matrix, names: tuple[str, ...]
):
    for name in names:
        entries = await matrix.entries(matrix.people[name])
        barred = [e for e in entries if e.right is not None and e.right not in HOLDS[name]]
        before = await matrix.changes()
        for entry in barred:
            assert is_refused(await entry.use()), f"{name} was let through {entry.name}"
        assert await matrix.changes() == before, f"{name} changed something"
        open_to_all = {None, ASK} if name in {"approver", "admin"} else set()  # a curator did these
        for entry in entries:
            if entry not in barred and entry.right not in open_to_all:
                await is_let_through(entry, name)


def is_refused(answer: Any) -> bool:
    return answer.modal is None and any(sentence in words_of(answer) for sentence in DENIALS)


async def is_let_through(entry: Entry, name: str) -> None:
    """What only curators may do is not refused to those who may; the rest may miss its ticket."""
    answer = await entry.use()
    if answer.modal is None and entry.right not in (None, ASK):
        text = words_of(answer)
        assert not any(s in text for s in DENIALS[:4]), f"{name} was refused {entry.name}: {text}"


async def test_the_curator_of_another_server_reaches_nothing_by_its_ids(matrix: Matrix):
    there = crew_of(matrix.crew.world, "Elsewhere")
    await there.draft("Another claim altogether.")
    before = await matrix.changes()
    bot = matrix.crew.world.bot
    for verb in PRESSES:
        given = PRESSED.get(verb, ("CLAIM",))
        if "CLAIM" not in given:
            continue
        args = matrix.args(given)
        view = CardView()
        view.add_item(row(button("x", wish(verb, *args))))
        message = await bot.get_channel(there.server.channel.id).send(view=view)  # type: ignore[union-attr]
        answer = await there.curator.click(message, label="x")
        assert answer.modal is None, verb
        assert "bridge" not in words_of(answer), verb
    for verb, (given, fields) in SENT.items():
        if "CLAIM" not in given:
            continue
        args = matrix.args(given)
        components = [
            {"type": 18, "component": {"type": 4, "custom_id": key, "value": value}}
            for key, value in fields.items()
        ]
        data = {"custom_id": wish(verb, *args).form, "components": components}
        answer = await _dispatch_actor_interaction(there.curator, 5, there.server.channel, data)
        assert "### Not saved yet" in words_of(answer), verb
    assert await matrix.changes() == before
    assert "There is no claim" in words_of(await there.slash(there.curator, "claim view", number=2))
    assert shown(await there.slash(there.curator, "claim view", number=1))
