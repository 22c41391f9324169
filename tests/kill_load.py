"""A mixed load on a data folder, made to be killed: what was acknowledged is told before more is.

``serve`` waits in a process of its own, with everything loaded, and lets a child do the load of
each round. The child tells over standard output what it is about to do and what was acknowledged;
what it is killed over is done again by the next one under the same deed.
"""

import asyncio
import contextlib
import json
import os
import random
import sys
import tempfile
import threading
import traceback
import zlib
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import storage.digests
import storage.ledger
import storage.lines
import storage.queue
import storage.transfer
from bot.curators import CuratorServices
from bot.services import Services, open_services
from bot.settings import Settings
from claims.annotating import HopForm
from claims.digest import Digest, Item, Run, RunState
from claims.editing import ClaimEdit
from claims.errors import Conflict
from claims.models import Stance
from claims.people import Member
from claims.report import ClaimView
from claims.requesting import Request
from claims.sourcing import SourceForm

HERE = "1001"
CURATOR = Member(1, HERE, can_manage_messages=True, can_manage_server=True)
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
FILES = 4
LINES = 240
_PORTS = ("Bergen", "Lisbon", "Riga", "Genoa", "Odesa", "Cork", "Malmö", "Tunis")

Told = dict[str, Any]


def say(**told: Any) -> None:
    """Tell the parent; a line is in the pipe, whole, when this returns."""
    os.write(1, (json.dumps(told) + "\n").encode())


def settings_of(order: Told) -> Settings:
    """The settings of a round; some have the vector model and some go without."""
    return Settings(data=Path(order["folder"]), model=order["model"], default_packs=(), threads=1)


async def load(order: Told) -> None:
    """Everything at once, until somebody kills this process."""
    draw = random.Random(order["seed"])  # noqa: S311 - a load, no secret
    async with open_services(settings_of(order)) as services:
        await services.welcome(HERE)
        say(kind="begun")
        for deed in order["again"]:
            await _done(services, deed)
        async with asyncio.TaskGroup() as group:
            for number in (1, 2):
                hand = random.Random(draw.random())  # noqa: S311
                group.create_task(_editing(services, hand, f"{order['round']}-{number}"))
            group.create_task(_checking(services, draw))
            group.create_task(_importing(services, Path(order["folder"]), order["imported"]))
            group.create_task(_posting(services, order["day"], frozenset(order["posted"])))


async def _editing(services: Services, draw: random.Random, name: str) -> None:
    """Claims of one's own, from the first draft to the last change, and requests meanwhile."""
    for number in range(10_000):
        key = f"{name}-{number}"
        text = _sentence(draw, key)
        view = await _done(services, {"do": "add", "deed": f"{key}.0", "text": text})
        steps = ["phrasing", "hop", "source", "publish", "edit", "retire", "restore"]
        for step, what in enumerate(steps[: draw.randrange(4, 8)], 1):
            deed = {"do": what, "deed": f"{key}.{step}", "claim": view, "text": f"{text} {step}"}
            await _done(services, deed)
        await _done(services, {"do": "ask", "deed": f"{key}.8", "text": f"Is it so that {text}"})
        if draw.random() < 0.3:
            await _done(services, {"do": "settings", "deed": f"{key}.9", "days": number + 1})


def _sentence(draw: random.Random, key: str) -> str:
    one, other = draw.sample(_PORTS, 2)
    return f"Ferry {key} carried {draw.randrange(100, 999)} passengers from {one} to {other}"


async def _done(services: Services, deed: Told) -> Any:
    """Do a deed, which is told before and after; returns the id of its claim."""
    say(kind="about", deed=deed)
    result = await _DEEDS[deed["do"]](services.curators, deed["deed"], deed)
    match result:
        case ClaimView():
            say(kind="done", deed=deed["deed"], claim=state_of(result))
            return result.claim_id
        case Request():
            say(kind="asked", deed=deed["deed"], number=result.number)
        case _:
            say(kind="set", deed=deed["deed"])
    return None


async def _asked(desk: CuratorServices, key: str, deed: Told) -> Request:
    member = Member(zlib.crc32(key.encode()), HERE)
    return await desk.requests.ask(member, key, deed["text"], consent=True)


async def _set(desk: CuratorServices, key: str, deed: Told) -> object:
    """Change a setting; whom the other hand was quicker than looks again, as a person would."""
    while True:
        with contextlib.suppress(Conflict):
            days = {"keep_requests_days": deed["days"] % 90 + 1}
            return await desk.communities.change(CURATOR, key, days)


_DEEDS: dict[str, Callable[[CuratorServices, str, Told], Awaitable[object]]] = {
    "add": lambda desk, key, deed: desk.curation.add(CURATOR, key, ClaimEdit(text=deed["text"])),
    "phrasing": lambda desk, key, deed: desk.curation.add_phrasing(
        CURATOR, key, deed["claim"], f"They say that {deed['text']}"
    ),
    "hop": lambda desk, key, deed: desk.annotation.add_hop(
        CURATOR, key, deed["claim"], HopForm(who="The harbour master")
    ),
    "source": lambda desk, key, deed: desk.annotation.add_source(
        CURATOR,
        key,
        deed["claim"],
        SourceForm(url=f"https://gazette.example/2026/{key}"),
        Stance.SUPPORTS,
    ),
    "publish": lambda desk, key, deed: desk.curation.publish(CURATOR, key, deed["claim"]),
    "edit": lambda desk, key, deed: desk.curation.edit(
        CURATOR, key, deed["claim"], ClaimEdit(text=deed["text"])
    ),
    "retire": lambda desk, key, deed: desk.curation.retire(CURATOR, key, deed["claim"]),
    "restore": lambda desk, key, deed: desk.curation.restore(CURATOR, key, deed["claim"]),
    "ask": _asked,
    "settings": _set,
}


def state_of(view: ClaimView) -> Told:
    """A claim as far as the parent remembers it."""
    claim = view.claim
    return {
        "id": view.claim_id,
        "number": view.number,
        "revision": view.revision,
        "text": claim.text,
        "status": claim.status.value,
        "parts": [len(claim.phrasings), len(claim.chain), len(claim.evidence)],
    }


async def _checking(services: Services, draw: random.Random) -> None:
    """Checks of what is published: found at once, and the sealed answer is kept."""
    while True:
        some = await services.store.reader.suggest(HERE, "ferry", 25)
        if some:
            view = draw.choice(some)
            report = await services.checker.check_text(view.claim.text, HERE)
            found = [match.view.claim_id for match in getattr(report, "matches", ())]
            now = (await services.store.reader.views(HERE, [view.claim_id])).get(view.claim_id)
            if now is not None and now.revision == view.revision and view.claim_id not in found:
                say(kind="lost", claim=view.claim_id, found=found)
            kept = await services.store.answers.put_answer(HERE, b"sealed")
            say(kind="answer", id=kept)
        await asyncio.sleep(draw.random() * 0.02)


async def _importing(services: Services, folder: Path, done: int) -> None:
    """One file after the other, each again with other words once all are in."""
    for number in range(done, done + 10_000):
        file = await asyncio.to_thread(import_file, folder, number)
        say(kind="import", number=number)
        report = await services.store.transfer.import_claims(HERE, file, actor="import")
        say(kind="imported", number=number, lines=report.lines, rejected=report.rejected)


def import_file(folder: Path, number: int) -> Path:
    """A file of claims; every fourth one has the claims of the one four before in other words."""
    file = folder.parent / f"import-{number}.jsonl"
    place, version = number % FILES, number // FILES
    lines = [
        {"ref": f"i{place}-{line}", "text": f"Train {place}-{line} left {version} minutes late."}
        for line in range(LINES)
    ]
    whole = "".join(f"{json.dumps(line)}\n" for line in lines)
    if not file.exists() or file.read_text(encoding="utf-8") != whole:
        file.write_text(whole, encoding="utf-8")
    return file


async def _posting(services: Services, day: int, posted: frozenset[int]) -> None:
    """A digest a day: taken, sent by telling the parent, confirmed; first what was left."""
    book = services.store.digests
    later = datetime.now(UTC) + timedelta(minutes=5)
    for run in await book.pending(later):
        if await book.take(run, later):
            number = (run.day - NOON.date()).days
            if number not in posted:
                say(kind="sent", day=number)
            await book.settle(run, RunState.POSTED, 5000 + number)
            say(kind="posted", day=number)
    for number in range(day, day + 10_000):
        now = datetime.now(UTC)
        run = _a_run(number, now)
        if await book.claim(run, now):
            say(kind="sent", day=number)
            await asyncio.sleep(0)
            await book.settle(run, RunState.POSTED, 5000 + number)
            say(kind="posted", day=number)
        await asyncio.sleep(0.01)


def _a_run(number: int, now: datetime) -> Run:
    day: date = NOON.date() + timedelta(days=number)
    told = Digest(HERE, day, now, now, "every day", new=(Item(1, "A ferry"),))
    return Run(HERE, day, RunState.CLAIMED, now, now, now, 1, 300, digest=told)


def _load_all() -> None:
    """Do some of everything once, so that no child waits for what is loaded when it is used."""
    out, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    with tempfile.TemporaryDirectory() as folder:
        order = {"folder": f"{folder}/data", "seed": 1, "round": 0, "model": "off", "again": []}
        order |= {"imported": 0, "day": 0, "posted": []}
        with contextlib.suppress(TimeoutError):
            asyncio.run(asyncio.wait_for(load(order), 1.2))
    os.dup2(out, 1)
    assert threading.active_count() == 1, "a child would be without the other threads"


def serve() -> None:
    """Let a child do the load of each round that a line of standard input orders."""
    storage.lines._LINES = 40
    _load_all()
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            try:
                asyncio.run(load(order))
            except BaseException as problem:  # noqa: BLE001 - the parent is to see it
                say(kind="failed", why=traceback.format_exception(problem)[-3:])
            os._exit(3)
        say(kind="child", pid=pid)
        _, status = os.waitpid(pid, 0)
        say(kind="ended", code=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    serve()
