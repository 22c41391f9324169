"""A deed is done once and whole: delivered twice, at one moment, or stopped at any statement."""

import asyncio
import inspect
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import get_type_hints

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.curators import CuratorServices
from claims.annotating import HopForm
from claims.approving import NOT_THIS_CLAIM
from claims.deeds import Outcome
from claims.editing import ClaimEdit
from claims.errors import InputProblem
from claims.models import Stance
from claims.requesting import Told
from tests.curating_world import (
    ADA,
    BEN,
    CHIEF,
    HERE,
    MO,
    World,
    a_link,
    a_world,
    deed,
    proposed,
    seen,
)
from tests.storage_worlds import finished, in_another_process
from tests.test_curating_rights import everything

KILLED = """
import asyncio, os, shutil, sys
from pathlib import Path
from tests.curating_world import a_world
from tests.storage_worlds import _arm
from tests.test_curating_deeds import DEEDS, contents, prepared

folder = Path(sys.argv[1])

def child(where, story, step=None):
    if (process := os.fork()) == 0:
        asyncio.run(told(where, story, step))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])

async def told(where, story, step):
    async with a_world(where) as world:
        if step is not None:
            _arm(step)
        await story(world)

assert child(folder / "first", prepared) == 0
before = contents(folder / "first")
step, died, seen = 1, 9, []
while died:
    where = folder / f"at{step}"
    shutil.copytree(folder / "first", where)
    died = child(where, DEEDS["a merge"], step)
    assert died in (0, 9), died
    now = contents(where)
    seen.append(now)
    step += 9
assert child(where, DEEDS["a merge"]) == 0
assert contents(where) == now, "done twice"
half = [at for at, found in enumerate(seen) if found not in (before, now)]
assert not half, f"half saved at {half}"
assert seen[0] == before != now
print(step)
"""


class Struck(Exception):
    """The program stopped in the middle."""


@contextmanager
def striking(step: int) -> Iterator[list[int]]:
    """Stop before the nth statement from now on; the list holds it once that came."""
    count, fell = 0, []

    def strike(*given: object) -> None:
        nonlocal count
        count += not str(given[2]).startswith("BEGIN")
        if count == step and not fell:
            fell.append(step)
            raise Struck

    event.listen(Engine, "before_cursor_execute", strike)
    try:
        yield fell
    finally:
        event.remove(Engine, "before_cursor_execute", strike)


@asynccontextmanager
async def overtaken(
    world: World, doing: Callable[[World], Awaitable[object]]
) -> AsyncIterator[list[object]]:
    """Have a deed done, whole, just after somebody else has seen that it is not done yet."""
    ledger, firsts = world.store.ledger, []
    look = ledger.outcome

    async def outcome(community: str, key: str) -> Outcome | None:
        seen = await look(community, key)
        if not firsts:
            firsts.append(None)
            firsts[0] = await doing(world)
        return seen

    ledger.outcome = outcome
    try:
        yield firsts
    finally:
        del ledger.outcome


def contents(folder: Path) -> list[str]:
    """Everything that is committed in a store, as text."""
    connection = sqlite3.connect(folder / "caveat.db")
    found = list(connection.iterdump())
    connection.close()
    return found


async def test_a_change_that_stops_at_any_statement_leaves_nothing_half_saved(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await prepared(world)
        watch = sqlite3.connect(tmp_path / "caveat.db")

        def commits() -> int:
            return int(watch.execute("PRAGMA data_version").fetchone()[0])

        for name in RICH:
            doing, before, step = DEEDS[name], commits(), 0
            while True:
                step += 1
                with striking(step) as fell, suppress(Struck):
                    await doing(world)
                if not fell:
                    break
                assert commits() - before in (0, 1), f"{name} left something behind at {step}"
            assert commits() == before + 1, f"{name} is one transaction, and done once"
            assert step > 8, name
        watch.close()


async def test_every_change_delivered_twice_is_made_once(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await prepared(world)
        for name, doing in DEEDS.items():
            first = await doing(world)
            after = await everything(world)
            assert await doing(world) == first, name
            assert await everything(world) == after, name


async def test_the_same_deed_at_the_same_moment_is_done_once(tmp_path: Path):
    async with a_world(tmp_path) as world:
        claim_id = await world.draft()
        wish = deed()
        both = await asyncio.gather(
            *(world.desk.curation.add_phrasing(ADA, wish, claim_id, "It shut.") for _ in range(2))
        )
        assert {seen(result).revision for result in both} == {2}
        added = await asyncio.gather(
            *(world.desk.curation.add(ADA, "twice", ClaimEdit(text="New.")) for _ in range(2))
        )
        assert len({view.claim_id for view in added}) == 1
        asked = await asyncio.gather(*(DEEDS["a request"](world) for _ in range(2)))
        assert len({request.number for request in asked}) == 1


async def test_a_change_that_is_overtaken_by_its_own_twin_comes_to_the_same(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await prepared(world)
        for name, doing in DEEDS.items():
            if name == "a request":  # one waits there until the other is done
                continue
            async with overtaken(world, doing) as firsts:
                second = await doing(world)
            assert firsts == [second], name
            after = await everything(world)
            assert await doing(world) == second, name
            assert await everything(world) == after, name


async def test_a_change_that_was_not_done_is_still_refused(tmp_path: Path):
    async with a_world(tmp_path) as world:
        claim_id = await world.draft()
        add = world.desk.curation.add_phrasing
        await add(ADA, deed(), claim_id, "It shut.")
        with pytest.raises(InputProblem, match="has this wording already"):
            await add(ADA, deed(), claim_id, "It shut.")


def test_whatever_changes_something_is_done_once():
    desk = {hint for hint in get_type_hints(CuratorServices).values() if inspect.isclass(hint)}
    doing = {
        f"{service.__name__}.{name}": method
        for service in desk
        for name, method in inspect.getmembers(service, inspect.isfunction)
        if not name.startswith("_") and "deed" in inspect.signature(method).parameters
    }
    assert len(doing) > 40
    bare = {name for name, method in doing.items() if not hasattr(method, "__wrapped__")}
    assert bare == SAFE


async def test_many_curators_at_one_claim_lose_nothing(tmp_path: Path):
    async with a_world(tmp_path) as world:
        claim_id = await world.draft()
        wordings = [f"Wording number {number} of it." for number in range(4)]
        await asyncio.gather(
            *(
                world.desk.curation.add_phrasing((ADA, BEN)[n % 2], deed(), claim_id, text)
                for n, text in enumerate(wordings)
            )
        )
        view = await world.view(claim_id)
        assert set(view.claim.phrasings) == set(wordings)
        assert view.revision == 5


def test_a_bot_killed_in_the_middle_of_a_save_saves_nothing_or_all(tmp_path: Path):
    assert int(finished(in_another_process(KILLED, tmp_path))) > 20


async def prepared(world: World) -> None:
    """One of everything that the deeds below change; ids are those of a new store."""
    await world.published(text="The bridge closed in May.")
    await world.published(text="In May they shut the bridge.")
    await world.draft(text="The tunnel is open.")
    await world.desk.requests.ask(
        MO, deed(), "Did the bridge close?", consent=True, told=Told.DIRECT
    )
    await world.desk.requests.ask(BEN, deed(), "Is the tunnel wet?", consent=True)
    await world.store.answers.put_feedback(
        HERE, 1, kind=NOT_THIS_CLAIM, wording="Another bridge.", remark="", user="x"
    )
    await world.store.answers.put_feedback(
        HERE, 1, kind=NOT_THIS_CLAIM, wording="A third bridge.", remark="", user="x"
    )
    await world.settings(approval=True)
    edit = ClaimEdit(text="The bridge closed in May for good.")
    proposed(await world.desk.curation.edit(ADA, deed(), 1, edit))
    await world.settings(approval=False)


SAFE = {"Digests.set", "Digests.pause", "Digests.resume"}
"""Those hand their deed on, as it is, to one that is done once."""

DEEDS = {
    "a request taken": lambda w: w.desk.requests.take(ADA, "d0", 1),
    "a wording": lambda w: w.desk.curation.add_phrasing(ADA, "d16", 3, "One can drive through."),
    "a wording ruled out": lambda w: w.desk.curation.block(ADA, "d17", 3, "The tunnel is long."),
    "a source with its claim": lambda w: w.desk.annotation.add_source(
        ADA, "d1", 3, a_link("https://tunnel.example/1"), Stance.SUPPORTS, note="Says so."
    ),
    "a new claim": lambda w: w.desk.curation.add(
        ADA, "d2", ClaimEdit(text="The tunnel is wet."), request=2
    ),
    "a hop": lambda w: w.desk.annotation.add_hop(ADA, "d3", 3, HopForm(who="The mayor")),
    "a publication": lambda w: w.desk.curation.publish(ADA, "d4", 3),
    "an answer": lambda w: w.desk.requests.answer(ADA, "d5", 1, 1),
    "a suggestion": lambda w: w.desk.suggestions.accept(ADA, "d6", 1),
    "a suggestion put aside": lambda w: w.desk.suggestions.dismiss(ADA, "d7", 2),
    "a setting": lambda w: w.desk.communities.change(CHIEF, "d8", {"asks_a_day": 9}),
    "a question": lambda w: w.desk.annotation.add_question(ADA, "d9", 1, "Since when?"),
    "an edit": lambda w: w.desk.curation.edit(ADA, "d10", 3, ClaimEdit(title="Tunnel")),
    "a merge": lambda w: w.desk.revising.merge(ADA, "d11", 1, 2),
    "a proposal declined": lambda w: w.desk.approvals.decline(BEN, "d12", 1, "Too strong."),
    "a way back": lambda w: w.desk.revising.revert(ADA, "d13", 1, 2),
    "a request": lambda w: w.desk.requests.ask(MO, "d14", "Who paid for it?", consent=True),
    "a dismissal": lambda w: w.desk.requests.dismiss(ADA, "d15", 2, "Not a claim."),
}

RICH = ("a source with its claim", "a hop", "a publication", "an answer", "a merge")
"""Those that write most: claims with their references, requests with their notices."""
