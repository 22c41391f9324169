"""A community in which one person did everything that leaves a trace, and another as much."""

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.curators import KeyedNames
from bot.services import Services, open_services
from bot.settings import Settings
from claims.deeds import DecideSuggestion, Decision, Deed, PutReferences
from claims.editing import ClaimEdit
from claims.follows import WHOLE, Follower, NewFollow, Pace, Step
from claims.models import Addition, Source
from claims.people import Member
from claims.requesting import Told
from storage.store import Store
from tests.curating_world import HERE, THERE, World, a_world, deed, proposed
from tests.storage_worlds import with_pack

NAMES = KeyedNames(b"secret")
PAM, OLI = 812345678901234567, 923456789012345678
"""Whose data is looked at, and somebody whose data stays."""


@dataclass
class Personal:
    """What a story asks about what was done: a claim of the community, and one of a pack."""

    world: World
    own: int
    packed: int

    @property
    def store(self) -> Store:
        return self.world.store


_made: list[tuple[bytes, int, int, datetime]] = []
"""The store in which everything was done, as others begin with it, the claims, and the time."""


@asynccontextmanager
async def a_personal_world(folder: Path) -> AsyncIterator[Personal]:
    """A store in which Pam and Oli did everything."""
    file = folder / "caveat.db"
    if not _made:
        async with a_world(folder) as world:
            made = await did_everything(world, PAM, OLI)
            now = world.clock()
        with closing(sqlite3.connect(file)) as connection:
            _made.append((connection.serialize(), made.own, made.packed, now))
    kept, own, packed, now = _made[0]
    file.write_bytes(kept)
    async with a_world(folder) as world:
        world.clock.now = now
        yield Personal(world, own, packed)


_prepared: dict[Path, bytes] = {}
"""The files of a data folder with that store in it, and the index of it."""


@asynccontextmanager
async def a_program(folder: Path) -> AsyncIterator[Services]:
    """The program over a store in which Pam and Oli did everything."""
    settings = Settings(data=folder, default_packs=(), model="off")
    if not _prepared:
        async with a_personal_world(folder):
            pass
        async with open_services(settings):
            pass
        files = (file for file in folder.rglob("*") if file.is_file())
        _prepared.update({file.relative_to(folder): file.read_bytes() for file in files})
    else:
        for name, content in _prepared.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    async with open_services(settings) as services:
        yield services


def curator(user: int, community: str = HERE) -> Member:
    return Member(user, community, can_manage_messages=True, can_manage_server=True)


async def did_everything(world: World, *people: int) -> Personal:
    """Have each of some people do everything of which something is kept about them."""
    await with_pack(world.store, HERE)
    [packed, *_] = [view.claim_id for view in await world.store.reader.suggest(HERE, "Bridge", 5)]
    own = await world.draft(curator(people[0]), "The bridge closed in May.")
    personal = Personal(world, own, packed)
    for at, user in enumerate(people):
        await _asked(personal, user, at)
        await _followed(personal, user)
        await _curated(personal, user, people[at - 1])
    await world.desk.communities.change(curator(people[0]), deed(), {"approval": False})
    return personal


async def _asked(personal: Personal, user: int, at: int) -> None:
    world, store = personal.world, personal.store
    names, now = NAMES.of(HERE, user), world.clock()
    await store.answers.put_feedback(
        HERE, personal.packed, kind="other", wording="w", remark=f"Not it, says {at}.", user=names
    )
    await store.opt_outs.opt_out(HERE, names, now)
    await store.asks.asked(HERE, {personal.packed: NAMES.asking(HERE, personal.packed, user)}, now)
    member, requests = Member(user, HERE), world.desk.requests
    for text in (f"Is mill {at} wet?", "Who paid for the tunnel?"):
        await requests.ask(
            member, deed(), text, consent=True, told=Told.DIRECT, reason=f"Asked by {at}"
        )
        world.clock.forward(minutes=1)


async def _followed(personal: Personal, user: int) -> None:
    store, now = personal.store, personal.world.clock()
    new = NewFollow(HERE, user, personal.packed, WHOLE, Pace.DAILY, now, None, 1)
    follow = await store.follows.add(new)
    follower = await store.follows.follower(user)
    assert isinstance(follower, Follower)
    step = Step(follow.follow_id, follow.told, follow.told + 1, follow.told + 1)
    assert await store.bulletins.claim(follower, [step], now, daily=True) is not None


async def _curated(personal: Personal, user: int, other: int) -> None:
    world, store, member = personal.world, personal.store, curator(user)
    desk, now = world.desk, world.clock()
    await desk.communities.change(member, deed(), {"approval": False})
    mine = await world.ready(member, f"Bridge of {user % 97} is shut.")
    view = await store.reader.views(HERE, [personal.packed])
    added = await store.writer.addition(HERE, personal.packed)
    wordings = (*added.phrasings, f"It is shut, says {user % 97}.")
    await store.writer.save_addition(
        HERE,
        personal.packed,
        Addition(phrasings=wordings),
        base=view[personal.packed].revision,
        actor=str(user),
    )
    for publisher in ("The Gazette", f"The Herald {user % 97}"):
        wish = Deed(deed(), HERE, str(user), "source described", "Looked again", now)
        source = Source(key="T", publisher=publisher)
        await store.ledger.perform(wish, [PutReferences(sources=(source,))])
    [suggestion, *_] = await store.suggested.suggestions(HERE, 5)
    wish = Deed(deed(), HERE, str(user), "suggestion dismissed", "No", now)
    step = DecideSuggestion(suggestion.suggestion_id, Decision.DECLINED)
    await store.ledger.perform(wish, [step])
    answer = Member(other, HERE)
    closed = await desk.requests.ask(
        answer, deed(), f"Is door {user % 97} red?", consent=True, told=Told.DIRECT
    )
    await desk.requests.take(member, deed(), closed.number)
    await desk.requests.dismiss(member, deed(), closed.number, "Nobody knows.")
    held = await desk.requests.ask(answer, deed(), f"Is roof {user % 97} up?", consent=True)
    await desk.requests.take(member, deed(), held.number)
    await desk.communities.change(member, deed(), {"approval": True})
    for _ in range(2):
        world.clock.forward(minutes=1)
        waits = proposed(await desk.curation.publish(curator(other), deed(), mine))
        await desk.approvals.decline(member, deed(), waits.proposal_id, "Not yet.")
    proposed(await desk.curation.publish(member, deed(), mine))
    edit = ClaimEdit(text=f"Bridge of {user % 97} is open.")
    other_claim = await world.draft(member, edit.text or "")
    assert other_claim
    world.clock.forward(days=1)


def cells(folder: Path) -> dict[tuple[str, str], set[str]]:
    """Everything that stands in the store, as text, by table and column."""
    found: dict[tuple[str, str], set[str]] = {}
    with closing(sqlite3.connect(folder / "caveat.db")) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            rows = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            columns = [part[0] for part in rows.description]
            for row in rows:
                for column, value in zip(columns, row, strict=True):
                    found.setdefault((table, column), set()).add(str(value))
    return found


def columns_with(folder: Path, names: Sequence[str]) -> set[str]:
    """The columns in which any of some names stands, alone or within a longer text."""
    return {
        f"{table}.{column}"
        for (table, column), values in cells(folder).items()
        if any(name in value for name in names for value in values)
    }


def names_of(user: int, claims: Sequence[int]) -> list[str]:
    """Every name that somebody may be known by in the communities of these stories."""
    known = [str(user)]
    for community in (HERE, THERE):
        known += [NAMES.of(community, user), NAMES.acting(community, user)]
        known += [NAMES.asking(community, claim, user) for claim in claims]
    return known
