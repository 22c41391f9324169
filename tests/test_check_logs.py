"""The log of checks: each line under the reference of its interaction, one line that sums it up."""

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.logs import JsonLines, PlainLines
from claims.models import Claim
from claims.ports import Readership
from claims.reading_errors import ReadingTooSlow
from claims.report import Matching, Tier
from claims.tracing import begin_trace, reference
from intake.worker import ReadingWorker
from storage.store import Store
from tests.discord_world import World, a_world, deliver_again, said
from tests.fakes import FakeMatcher

PASTES = ("Ferdinand says the tram is late", "Leonie says the harbour is frozen")
_log = logging.getLogger("tests.worker")


class Talkative(FakeMatcher):
    """Logs in a worker thread and in a thread of the store."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    async def match(
        self, text: str, readers: Readership, *, language: str | None = None
    ) -> Matching:
        if "by zero" in text:
            raise ZeroDivisionError(text)
        await asyncio.to_thread(_log.info, "matching %d letters", len(text))
        await self._store.answers._database.look(
            lambda connection: _log.info("looking for %d letters", len(text))
        )
        return await super().match(text, readers, language=language)


@contextmanager
def logged(form: logging.Formatter) -> Iterator[io.StringIO]:
    """All that is logged, in a form that people or programs read."""
    paper, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(paper), root.level
    handler.setFormatter(form)
    handler.addFilter(lambda record: not record.name.startswith(("simcord", "asyncio", "discord")))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield paper
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as made:
        made.matcher = talkative = Talkative(made.store)
        made.bot.desk.checker._matcher = talkative
        yield made


async def test_all_lines_of_a_check_go_under_one_reference_and_those_of_another_do_not(
    world: World,
) -> None:
    place = world.server()
    await world.knows(
        Claim(ref="T1", text="The tram is late"), "the tram is late", place, tier=Tier.DIFFERS
    )
    with logged(JsonLines()) as paper:
        for who, text in zip((place.ann, place.bob), PASTES, strict=True):
            await who.slash(place.channel, "check", text=text)
    lines: list[dict[str, Any]] = [json.loads(line) for line in paper.getvalue().splitlines()]
    by_reference: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        by_reference.setdefault(line.get("reference", ""), []).append(line)
    assert len(by_reference) == 2
    assert "" not in by_reference
    lengths = {len(text) for text in PASTES}
    for told in by_reference.values():
        assert [line["logger"] for line in told] == ["tests.worker"] * 2 + ["claims.observing"]
        summary = told[-1]
        length = summary["letters"]
        lengths.remove(length)
        assert all(f"{length} letters" in line["message"] for line in told)
        assert summary["community"] == str(place.guild.id)
        assert set(summary["stages"]) >= {"intake", "store", "rendering", "sending"}
        assert summary["milliseconds"] >= summary["stages"]["rendering"]
        found = length == len(PASTES[0])
        assert summary["outcome"] == ("found" if found else "nothing")
        assert summary["claims"] == {"match": 0, "differs": int(found), "related": 0}
    assert not any(name in paper.getvalue() for name in ("Ferdinand", "Leonie", "tram"))
    assert reference() == "", "whoever comes afterwards begins without one"


async def test_the_reference_that_a_member_reads_leads_to_the_lines_of_their_check(
    world: World,
) -> None:
    place = world.server()
    with logged(PlainLines()) as paper:
        await place.ann.slash(place.channel, "check", text="divide one by zero")
        told = await place.ann.slash(place.channel, "check", text="divide by zero")
    assert all(isinstance(error.original, ZeroDivisionError) for error in world.env.errors)
    shown = said(told.response).split("(reference ")[1].split(")")[0]
    lines = [line for line in paper.getvalue().splitlines() if shown in line]
    assert len(lines) == 2
    assert f"claims.observing: [{shown}] checked in {place.guild.id}: failed" in lines[0]
    assert f"[{shown}] reference {shown} in check: builtins.ZeroDivisionError" in lines[1]
    assert "divide" not in paper.getvalue()


async def test_an_interaction_that_is_delivered_twice_is_summed_up_once(world: World) -> None:
    place = world.server()
    with logged(PlainLines()) as paper:
        await place.ann.slash(place.channel, "check", text="nothing of note here")
        deliver_again(world)
        await world.env.settle()
    assert paper.getvalue().count("claims.observing") == 1


async def test_what_befalls_the_reading_process_is_logged_under_the_check_it_read_for() -> None:
    with logged(PlainLines()) as paper:
        trace = begin_trace()
        async with ReadingWorker(seconds=0.0001) as worker:
            with pytest.raises(ReadingTooSlow):
                await worker.do("file", {"name": "a.txt", "kind": "txt"}, PASTES[0].encode())
    assert f"intake.worker: [{trace.reference}] reading was given up" in paper.getvalue()
    assert "Ferdinand" not in paper.getvalue()
