"""Rounds of a load that is killed: what was acknowledged is remembered here and looked for."""

import asyncio
import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import Any, Self

from bot.services import Services, open_services
from matching.agreement import disagreements
from storage.state import state_of
from tests import kill_load
from tests.cli import COMMAND, environment
from tests.kill_load import FILES, HERE, LINES, import_file, settings_of
from tests.loopback import texts_of
from tests.loopback_digests import LoopbackDigests, channel_of
from tests.test_digest_crash import a_store, running, until

ROOT = Path(__file__).parent.parent
_FORKING = "ignore:This process:DeprecationWarning"
MODELS = ("off", "off", "minilm")


@dataclass
class Known:
    """What the parent was told of, and may count on."""

    claims: dict[int, dict[str, Any]] = field(default_factory=dict)
    under_way: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Deeds that were begun and not acknowledged, by their key."""
    texts: list[str] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    importing: int = 0
    imported: int = 0
    checked: int = 0
    sent: list[int] = field(default_factory=list)
    posted: set[int] = field(default_factory=set)
    acknowledged: int = 0


class Rounds:
    """A data folder over many rounds, each of which ends with SIGKILL.

    Args:
        folder: Holds the data folder and the files to import.
        seed: Decides what is done and when it ends.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self.data = folder / "data"
        self.known = Known()
        self._draw = random.Random(seed)  # noqa: S311 - a story, no secret
        self._count = 0
        self._guilds = 0
        self._posts: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._lines: Queue[dict[str, Any]] = Queue()
        self._server: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self._server = subprocess.Popen(
            # From Python 3.12 on, forking beside threads of numpy's is warned of; they do no harm.
            [sys.executable, "-W", "error", "-W", _FORKING, "-m", "tests.kill_load"],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._listen, args=(self._server,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.wait(20)
        self._server.stdout.close()

    def _listen(self, server: "subprocess.Popen[str]") -> None:
        assert server.stdout is not None
        with contextlib.suppress(ValueError):
            for line in server.stdout:
                self._lines.put(json.loads(line))
        self._lines.put({"kind": "failed", "why": "there is nobody to do the load any more"})

    def mixed(self) -> None:
        """Checks, edits, imports and digests at once, killed somewhere."""
        order = self._order()
        told = self._begun(order)
        pid = told["pid"]
        if self._draw.random() < 0.2:
            time.sleep(self._draw.random() * 0.15)  # while it is still opening
        else:
            self._hear(until="begun")
            for _ in range(int(self._draw.random() * 120)):
                self._hear()
            time.sleep(self._draw.random() * 0.03)
        os.kill(pid, signal.SIGKILL)
        ended = self._hear(until="ended")
        assert ended["code"] == -signal.SIGKILL, ended

    def importing(self) -> None:
        """The command that imports a file, killed somewhere."""
        self._count += 1
        file = import_file(self.data, self.known.imported)
        self.known.importing = self.known.imported
        words = ("claims", "import", str(file), "--community", HERE, "--data", str(self.data))
        settings = environment(CAVEAT_MODEL="off", CAVEAT_DEFAULT_PACKS="none")
        with subprocess.Popen(
            [*COMMAND, *words], env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as command:
            with contextlib.suppress(subprocess.TimeoutExpired):
                command.wait(0.5 + self._draw.random() * 1.2)
            command.kill()
            said = command.communicate()[0].decode()
        if command.returncode != -signal.SIGKILL:
            assert command.returncode == 0, said
            self.known.imported += 1

    async def running(self) -> None:
        """The bot itself, on a loopback Discord with one more digest due, killed somewhere."""
        self._guilds += 1
        await a_store(self.data, [str(199 + self._guilds)])
        discord = self._discord()
        async with discord.listening(), running(discord, self.data) as bot:
            if self._draw.random() < 0.3:
                await asyncio.sleep(0.5 + self._draw.random())
            else:
                await self._asking(discord, self._draw.random() * 1.5)
            bot.kill()

    async def _asking(self, discord: LoopbackDigests, seconds: float) -> None:
        """Check a text again and again; what was answered is kept."""
        await asyncio.wait_for(discord.ready.wait(), 60)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while True:
                    asked = await discord.command("check", text="The mill burnt.")
                    assert "The mill burnt" in texts_of(await discord.answer_to(asked))
                    self.known.checked += 1

    async def at_last(self) -> None:
        """Let the bot run undisturbed: each digest that was due stands there once."""
        if self._guilds:
            discord = self._discord()
            async with discord.listening(), running(discord, self.data):
                await until(self.data, dict.fromkeys(discord.guild_ids, ("posted", False)), HERE)
        stand = {channel: len(posts) for channel, posts in self._posts.items()}
        wanted = {channel_of(str(200 + number)): 1 for number in range(self._guilds)}
        assert stand == wanted, (self.data / "log").read_text(encoding="utf-8")[-20_000:]

    def _discord(self) -> LoopbackDigests:
        discord = LoopbackDigests(self._guilds)
        discord.posts = self._posts
        discord.remembers_nonces = self._draw.random() < 0.5
        return discord

    async def looked_at(self) -> None:
        """Open what was left; everything that was acknowledged is there, and all agrees."""
        async with open_services(settings_of(self._order(count=False))) as services:
            state = await state_of(services.settings.data / "caveat.db")
            assert state.problems == ()
            found = await disagreements(services.index, services.store.feed)
            assert found == (), found
            await self._claims_are_there(services)
        with closing(sqlite3.connect(self.data / "caveat.db")) as connection:
            self._rest_is_there(connection)

    def _order(self, *, count: bool = True) -> dict[str, Any]:
        self._count += count
        known = self.known
        return {
            "folder": str(self.data),
            "seed": self._draw.random(),
            "round": self._count,
            "model": MODELS[self._count % len(MODELS)],
            "again": list(known.under_way.values()),
            "imported": known.imported,
            "day": max([*known.sent, *known.posted], default=-1) + 1,
            "posted": sorted(known.sent),
        }

    def _begun(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self._server is not None
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()
        return self._hear(until="child")

    def _hear(self, until: str = "") -> dict[str, Any]:
        """Note what the child tells, until it tells this, or one more thing."""
        while True:
            try:
                told = self._lines.get(timeout=60)
            except Empty:
                raise AssertionError(f"nothing was heard of {until}") from None
            self._note(told)
            if not until or told["kind"] == until:
                return told

    def _note(self, told: dict[str, Any]) -> None:
        assert told["kind"] not in {"lost", "failed"}, told
        known, kind = self.known, told["kind"]
        if kind in {"done", "asked", "set"}:
            deed = known.under_way.pop(told["deed"])
            self._note_deed(deed, told)
        elif kind in {"import", "imported"}:
            self._note_import(told)
        elif kind == "about":
            known.under_way[told["deed"]["deed"]] = told["deed"]
        elif kind == "answer":
            known.answers.append(told["id"])
        elif kind in {"sent", "posted"}:
            self._note_digest(kind, told["day"])
        known.acknowledged += kind in {"done", "asked", "set", "answer", "posted", "imported"}

    def _note_deed(self, deed: dict[str, Any], told: dict[str, Any]) -> None:
        if told["kind"] == "done":
            self.known.claims[told["claim"]["id"]] = told["claim"]
        if told["kind"] == "asked":
            self.known.asked.append(told["number"])
        if deed["do"] == "add":
            self.known.texts.append(deed["text"])

    def _note_digest(self, kind: str, day: int) -> None:
        if kind == "posted":
            self.known.posted.add(day)
            return
        assert day not in self.known.sent, f"the digest of day {day} was sent twice"
        self.known.sent.append(day)

    def _note_import(self, told: dict[str, Any]) -> None:
        self.known.importing = told["number"]
        if told["kind"] == "imported":
            assert (told["lines"], told["rejected"]) == (LINES, 0)
            self.known.imported = told["number"] + 1

    async def _claims_are_there(self, services: Services) -> None:
        known = self.known
        changing = {deed["claim"] for deed in known.under_way.values() if "claim" in deed}
        views = await services.store.reader.views(
            HERE, list(known.claims), include_unpublished=True
        )
        for claim_id, claim in known.claims.items():
            now = kill_load.state_of(views[claim_id])
            if claim_id in changing and now != claim:
                assert now["revision"] == claim["revision"] + 1, (now, claim)
            else:
                assert now == claim

    def _rest_is_there(self, connection: sqlite3.Connection) -> None:
        known = self.known

        def column(query: str) -> list[Any]:
            return [row[0] for row in connection.execute(query)]

        begun = [deed["text"] for deed in known.under_way.values() if deed["do"] == "add"]
        first = column("SELECT json_extract(body, '$.text') FROM revisions WHERE number = 1")
        drafts = [text for text in first if text.startswith("Ferry")]
        assert len(drafts) == len(set(drafts)), "a deed was done twice"
        assert set(known.texts) <= set(drafts) <= {*known.texts, *begun}
        assert set(known.answers) <= set(column("SELECT id FROM answers"))
        numbers = column("SELECT number FROM requests ORDER BY number")
        assert numbers == list(range(1, len(numbers) + 1))
        assert set(known.asked) <= set(numbers)
        ours = "SELECT message - 5000 FROM digest_runs WHERE community = '1001'"
        posted = set(column(f"{ours} AND state = 'posted'"))
        assert known.posted <= posted <= set(known.sent)
        kept = column("SELECT count(*) FROM answers WHERE community = '200'")
        assert kept[0] >= known.checked
        assert all(len(posts) <= 1 for posts in self._posts.values()), "a digest stands there twice"
        self._imports_are_there(connection)

    def _imports_are_there(self, connection: sqlite3.Connection) -> None:
        """Files are in whole, but for the one that was begun, of which some batches are in."""
        rows = connection.execute(
            "SELECT c.ref, c.revision, json_extract(c.body, '$.text') FROM claims c "
            "WHERE c.ref LIKE 'i%-%'"
        ).fetchall()
        done, begun = self.known.imported, self.known.importing
        lines = dict.fromkeys(range(FILES), 0)
        for ref, revision, text in rows:
            place = int(ref[1:].split("-")[0])
            lines[place] += 1
            versions = [n // FILES for n in range(done) if n % FILES == place]
            wanted = {f"Train {ref[1:]} left {v} minutes late." for v in versions[-1:]}
            if begun >= done and begun % FILES == place:
                wanted.add(f"Train {ref[1:]} left {begun // FILES} minutes late.")
            assert text in wanted
            assert revision - 1 == int(text.split(" left ")[1].split()[0])
        for place in range(FILES):
            whole = place < done or place in {n % FILES for n in range(done)}
            assert lines[place] == LINES or not whole
