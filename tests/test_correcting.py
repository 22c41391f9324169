"""A claim is corrected while many public answers stand, over real sockets: each is edited once."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from signal import SIGTERM
from typing import Any

import discord
import pytest

from bot.correcting import Corrector
from claims.answers import Answers
from claims.corrections import Corrections
from claims.models import Owner
from claims.report import Candidate, ClaimView, Found, Match, Segment, Tier
from commands.ui.cards import shared_view
from storage.store import Store
from tests.discord_claims import AP, HILL, MOSUL
from tests.loopback import GUILD, TOKEN, texts_of
from tests.loopback_messages import LoopbackMessages
from tests.test_running import started, stop

CHANNELS = ("300", "301", "302", "303")
MENDED = "The article puts the known civilian dead of Mosul at 9,000 to 11,000, citing AP."
NOTE = "“9,000 to 11,000” replaces “about 11,000” (revision 1 → 2)"
QUICK = {"CAVEAT_CORRECTION_PAUSE": "0", "CAVEAT_DEFAULT_PACKS": "none", "CAVEAT_MODEL": "off"}


async def a_claim(store: Store, community: str) -> ClaimView:
    """A claim that a community keeps, as it was before its correction."""
    owner = Owner.community(community)
    await store.ensure_community(community, ())
    await store.writer.put_sources(owner, [AP, HILL])
    claim_id = await store.writer.add(owner, MOSUL, actor="7", reason="Added")
    return (await store.reader.views(community, [claim_id]))[claim_id]


async def correct(store: Store, view: ClaimView, text: str = MENDED) -> None:
    claim = view.claim.model_copy(update={"text": text})
    reason, base = "Edited", view.revision
    await store.writer.save(view.owner, view.claim_id, claim, base=base, actor="7", reason=reason)


async def card_of(store: Store, view: ClaimView, *, sealed: bool) -> list[dict[str, Any]]:
    """A card as somebody shared it: from a check, or of a claim opened by its number."""
    if not sealed:
        return shared_view(view).to_components()
    segment = Segment("air strikes killed 110,000", 0, 26)
    found = Candidate(view.claim_id, view.claim.ref, Tier.MATCH, 0.9, segment, view.claim.text)
    match = Match(view, found)
    kept = await Answers(store.reader, store.answers).keep(view.owner.key, Found((match,), (), 0))
    return shared_view(match, kept).to_components()


async def many_answers(server: LoopbackMessages, data: Path, answers: int) -> None:
    """A claim that stands in public many times, and was corrected ten minutes ago."""
    file = data / "caveat.db"
    async with Store.open(file) as store:
        view = await a_claim(store, GUILD)
        plain = await card_of(store, view, sealed=False)
        rows = []
        for number in range(answers):
            channel, message = CHANNELS[number % 4], str(5_000_000 + number)
            sealed = number % 20 == 0
            card = await card_of(store, view, sealed=True) if sealed else plain
            server.post(channel, message, card)
            rows.append((GUILD, channel, message, view.claim_id, 1, datetime.now(UTC)))
        await correct(store, view)
    with closing(sqlite3.connect(file)) as connection:
        told = [(*row[:5], f"{row[5]:%Y-%m-%d %H:%M:%S.%f}") for row in rows]
        connection.executemany(
            "INSERT INTO shared_answers (community, channel, message, claim_id, revision, at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            told,
        )
        rested = (f"{datetime.now(UTC) - timedelta(minutes=10):%Y-%m-%d %H:%M:%S.%f}",)
        connection.execute("UPDATE claims SET updated_at = ?", rested)
        connection.commit()


def in_store(data: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data / "caveat.db")) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize("answers", [300, pytest.param(1000, marks=pytest.mark.long)])
async def test_all_answers_are_each_edited_once_also_by_a_bot_that_is_killed_half_way(
    installed: Path, answers: int
):
    server = LoopbackMessages(strict=7)
    async with server.listening():
        await many_answers(server, installed, answers)
        async with started(server, installed, **QUICK) as process:
            await asyncio.wait_for(server.ready.wait(), 60)
            await server.until_edited(answers // 4)
            asked = await server.command("check", text=MENDED)
            answer = texts_of(await server.answer_to(asked))
            assert "### The claim" in answer
            assert len(server.edits) < answers, "it was answered between corrections"
            await server.until_edited(answers // 2)
            process.kill()
            await process.wait()
        confirmed = in_store(installed, "SELECT * FROM shared_answers WHERE revision = 2")
        assert 0 < len(confirmed) < len(server.edits), "some were edited and not confirmed"
        async with started(server, installed, **QUICK) as process:
            await server.until_edited(answers)
            for _ in range(200):  # the last few are confirmed together
                if not in_store(installed, "SELECT * FROM corrections"):
                    break
                await asyncio.sleep(0.05)
            assert await stop(process, SIGTERM) < 5
            assert process.returncode == 0
    assert set(server.edits.values()) == {1}
    assert server.refused >= 7
    assert all(NOTE in _said(message) for message in server.posts.values())
    assert server.too_fast < answers // 100
    left = in_store(installed, "SELECT DISTINCT revision, gone FROM shared_answers")
    assert left == [(2, 0)]
    assert in_store(installed, "SELECT * FROM corrections") == []
    log = (installed / "log").read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert "ERROR" not in log
    assert "We are being rate limited" in log, "Discord's pace was kept"


def _said(message: dict[str, Any]) -> str:
    return texts_of({"data": message}).translate(dict.fromkeys(map(ord, "\\\u2068\u2069")))


@dataclass
class Desk:
    """A real client of Discord over sockets, one public answer, and a clock."""

    server: LoopbackMessages
    store: Store
    view: ClaimView
    client: discord.Client
    now: datetime

    def clock(self) -> datetime:
        return self.now

    async def correct_all(self, *, minutes: float = 0) -> int:
        """What the bot does some minutes later, after a restart."""
        self.now += timedelta(minutes=minutes)
        store = self.store
        corrections = Corrections(
            store.corrections, store.changes, store.reader, clock=self.clock, settle=timedelta(0)
        )
        answers = Answers(store.reader, store.answers)
        return await Corrector(self.client, corrections, answers, pause=0).correct_all()

    async def waiting(self) -> int:
        found, _ = await self.store.corrections.reached("direct", self.view.claim_id, 0, 9)
        return sum(1 for one in found if one.shown.revision == 1)


@asynccontextmanager
async def a_desk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    server = LoopbackMessages()
    async with (
        server.listening(),
        Store.open(folder / "caveat.db") as store,
        discord.Client(intents=discord.Intents.none()) as client,
    ):
        monkeypatch.setattr(discord.http.Route, "BASE", f"http://{server.address}/api/v10")
        await client.login(TOKEN)
        view = await a_claim(store, "direct")
        server.post("300", "700", await card_of(store, view, sealed=True))
        await store.answers.remember_shared("direct", "300", "700", [(view.claim_id, 1)])
        await correct(store, view)
        yield Desk(server, store, view, client, datetime.now(UTC) + timedelta(minutes=5))


@pytest.mark.parametrize("faults", [["lost"], ["busy"], ["busy", "busy", "lost"]], ids="-".join)
async def test_whatever_happens_to_a_request_the_message_is_edited_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, faults: list[str]
):
    async with a_desk(tmp_path, monkeypatch) as desk:
        desk.server.faults["700"] = list(faults)
        for _ in faults:
            assert await desk.correct_all() == 0
            assert await desk.waiting() == 1
            assert await desk.correct_all() == 0, "it is not tried again at once"
            desk.now += timedelta(hours=1)
        await desk.correct_all()
        assert desk.server.edits == {"700": 1}
        assert await desk.waiting() == 0
        assert NOTE in _said(desk.server.posts["300", "700"])
        assert "Matched" in _said(desk.server.posts["300", "700"])


@pytest.mark.parametrize("gone", [("300", "700"), None], ids=["message", "channel"])
async def test_what_is_gone_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: tuple[str, str] | None
):
    async with a_desk(tmp_path, monkeypatch) as desk:
        desk.server.post("300", "701", [])
        for place in [gone] if gone else list(desk.server.posts):
            del desk.server.posts[place]
        assert await desk.correct_all() == 0
        found, total = await desk.store.corrections.reached("direct", desk.view.claim_id, 0, 9)
        assert (list(found), total) == ([], 0)


async def test_a_bot_that_was_taken_out_of_the_server_tries_for_some_days_and_then_forgets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    async with a_desk(tmp_path, monkeypatch) as desk:
        view = await a_claim(desk.store, "999")
        await desk.store.answers.remember_shared("999", "300", "700", [(view.claim_id, 1)])
        await correct(desk.store, view)
        assert await desk.correct_all() == 1, "that of the other community"
        for _ in range(4):
            assert len(await desk.store.answers.shared_with("999", view.claim_id)) == 1
            assert await desk.correct_all(minutes=73 * 60) == 0
        assert await desk.store.answers.shared_with("999", view.claim_id) == []
