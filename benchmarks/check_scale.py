"""Checks in a store of up to a million claims, beside what they are made of, in one run.

    .venv/bin/python benchmarks/check_scale.py --sizes 100000 1000000 --keep DIR

Claims are seeded (``synthetic_claims``) and go through the real import, store and index. Vectors
of claims are stand-ins (``stand_ins``): embedding a million claims takes hours. Every sentence that
is checked is read by the real model all the same, so its time counts.

Baselines, for the same sentences in the same process: *bare* is tantivy with all terms of both
fields and nothing around it, one search after the other, and one call of the model; *WRatio* is
``rapidfuzz.process.extractOne(scorer=WRatio)`` over all claims. What either takes of a processor is
told, too: other work on the same cores changes that less than it changes the time that passes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pauses import Pauses
from stand_ins import StandIn
from synthetic_claims import pastes, tellings, write_claims

from claims.models import Claim, Owner, Status

if TYPE_CHECKING:
    from claims.check import Checker
    from matching.index import SearchIndex
    from matching.matcher import ClaimMatcher
    from storage.store import Store

HERE = "bench"
_CHECKS = 200
_SENTENCES = 40
_ARTICLES = 8
_IN_TURN = 20
_NAMES = (
    *("Aldrin", "Bexley", "Corwen", "Dunmore", "Elvas", "Farnham", "Gorey", "Helmsdale", "Ilidza"),
    *("Jolster", "Kelso", "Larne", "Moffat", "Narvik", "Ostrava", "Peebles", "Redruth", "Tralee"),
)


@dataclass
class Opened:
    """A data folder with its stand-in for the model."""

    store: Store
    index: SearchIndex
    matcher: ClaimMatcher
    checker: Checker
    model: StandIn


def main() -> None:
    """Build what is missing, then measure every size in a process of its own."""
    parser = argparse.ArgumentParser(description="Measure Caveat with very many claims.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--keep", type=Path, help="keep the data folders there, to use them again")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure is not None:
        print(json.dumps(asyncio.run(_measured(chosen.measure, chosen.sizes[0])), indent=1))
        return
    for size in chosen.sizes:
        with TemporaryDirectory(prefix="caveat-scale-") as spare:
            folder = (chosen.keep or Path(spare)) / str(size)
            folder.mkdir(parents=True, exist_ok=True)
            built = asyncio.run(_built(folder, size))
            if built:
                print(json.dumps(built, indent=1), flush=True)
            again = [sys.executable, __file__, "--measure", str(folder), "--sizes", str(size)]
            subprocess.run(again, check=True)


@asynccontextmanager
async def _open(folder: Path, model: StandIn) -> AsyncIterator[Opened]:
    """The parts as the bot puts them together, but for the model."""
    from bot.current import CurrentMatcher  # noqa: PLC0415 - part of the start
    from bot.services import open_store  # noqa: PLC0415
    from bot.settings import load_settings  # noqa: PLC0415
    from claims.check import Checker  # noqa: PLC0415
    from intake.pasted import PastedText  # noqa: PLC0415
    from matching.index import SearchIndex  # noqa: PLC0415
    from matching.matcher import ClaimMatcher  # noqa: PLC0415

    settings = load_settings(folder / "data")
    async with (
        open_store(settings) as store,
        SearchIndex(folder / "data" / "index", store.feed, model) as index,
    ):
        matcher = ClaimMatcher(index)
        current = CurrentMatcher(matcher, index, store.feed)
        checker = Checker(store.reader, current, PastedText())
        yield Opened(store, index, matcher, checker, model)


async def _built(folder: Path, size: int) -> dict[str, Any]:
    """Import and index what is not there yet, with checks by words meanwhile."""
    from bot.pauses import short_pauses  # noqa: PLC0415

    file, figures = folder / "claims.jsonl", {}
    if not file.exists():
        write_claims(file, size)
    async with _open(folder, StandIn()) as opened:
        with short_pauses():
            if not await opened.store.feed.newest():
                async with Pauses() as pauses:
                    began = time.perf_counter()
                    await opened.store.transfer.import_claims(HERE, file, actor="bench")
                figures |= _building("import", began, pauses)
            if opened.index.position < await opened.store.feed.newest():
                async with Pauses() as pauses:
                    began = time.perf_counter()
                    await opened.index.catch_up()
                figures |= _building("index words", began, pauses)
            if opened.index.vectors_behind:
                asked = [text for text, _ in pastes(size, 20)]
                scope = await opened.store.reader.scope(HERE)
                async with Pauses() as pauses:
                    began = time.perf_counter()
                    filling = asyncio.create_task(opened.index.fill_vectors())
                    meanwhile = []
                    while not filling.done():
                        text = asked[len(meanwhile) % len(asked)]
                        started = time.perf_counter()
                        await opened.matcher.match(text, scope)
                        meanwhile.append(time.perf_counter() - started)
                        await asyncio.sleep(0.5)
                    await filling
                figures |= _building("index vectors", began, pauses)
                figures["match p50 ms meanwhile"] = round(1000 * statistics.median(meanwhile), 1)
    return figures


def _building(what: str, began: float, pauses: Pauses) -> dict[str, float]:
    return {f"{what} s": round(time.perf_counter() - began, 1), **pauses.told(what)}


async def _measured(folder: Path, size: int) -> dict[str, Any]:
    from bot.pauses import short_pauses  # noqa: PLC0415
    from matching.embedder import load_minilm  # noqa: PLC0415

    began = time.perf_counter()
    asked, fresh = (pastes(size, 2 * _CHECKS)[part:][:_CHECKS] for part in (0, _CHECKS))
    made = time.perf_counter()
    figures: dict[str, Any] = {"claims": size}
    async with _open(folder, StandIn(load_minilm())) as opened:
        await opened.index.catch_up()
        figures["open s"] = round(time.perf_counter() - made, 2)
        with short_pauses():
            for text, _ in asked[:10]:
                await opened.checker.check_text(text, HERE)
            async with Pauses() as pauses:
                for text, _ in asked:
                    await opened.checker.check_text(text, HERE)
                figures |= await _articles(opened, asked)
                figures |= await _new_claims(opened)
            figures |= pauses.told("checks")
            figures["peak memory MB"] = round(_peak_megabytes())
            figures |= await _side_by_side(opened, asked, fresh, Baselines(opened, size))
    figures["in all s"] = round(time.perf_counter() - began)
    return figures


async def _side_by_side(
    opened: Opened,
    asked: Sequence[tuple[str, str | None]],
    fresh: Sequence[tuple[str, str | None]],
    baselines: Baselines,
) -> dict[str, float]:
    """Twenty sentences checked, then given to the baselines, and so on.

    They were asked once before, two hundred sentences ago, as what goes round is; the ``fresh``
    ones beside them never were. A machine that others use is sometimes slower and sometimes
    faster, for all of them alike.
    """
    took: dict[str, list[float]] = {}
    right = 0
    scope = await opened.store.reader.scope(HERE)
    for start in range(0, len(asked), _IN_TURN):
        some = asked[start : start + _IN_TURN]
        for text, ref in some:
            worked = time.process_time()
            seconds, found = await _checked(opened, text)
            took.setdefault("check CPU", []).append(time.process_time() - worked)
            took.setdefault("check", []).append(seconds)
            right += found == ref
        for text, _ in fresh[start : start + _IN_TURN]:
            took.setdefault("first check", []).append((await _checked(opened, text))[0])
        for text, _ in some:
            search = partial(opened.matcher.match_now, text, scope)
            took.setdefault("match", []).append(await asyncio.to_thread(_timed, search))
        for text, _ in some:
            for name, seconds in baselines.bare(text).items():
                took.setdefault(name, []).append(seconds)
        for text, _ in some[:2]:
            worked = time.process_time()
            took.setdefault("WRatio", []).append(baselines.brute_force(text))
            took.setdefault("WRatio CPU", []).append(time.process_time() - worked)
    return {"found": round(right / len(asked), 3), **_compared(took)}


async def _checked(opened: Opened, text: str) -> tuple[float, str | None]:
    """The seconds of a check, and the ref of the claim that it found."""
    began = time.perf_counter()
    report = await opened.checker.check_text(text, HERE)
    took = time.perf_counter() - began
    matches = getattr(report, "matches", ())
    best = max(matches, key=lambda match: match.found.score, default=None)
    return took, best.view.claim.ref if best else None


def _compared(took: dict[str, list[float]]) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name in ("check", "first check", "check CPU", "match", "bare"):
        figures |= _spread(name, took[name])
    for name in ("bare words", "bare grams", "bare model", "WRatio", "WRatio CPU"):
        figures[f"{name} p50 ms"] = _ms(statistics.median(took[name]))
    for p in ("p50", "p95"):
        times = figures[f"check {p} ms"] / figures[f"bare {p} ms"]
        figures[f"check x bare, {p}"] = round(times, 2)
    for name in ("check", "first check", "match"):
        times = figures["WRatio p50 ms"] / figures[f"{name} p50 ms"]
        figures[f"{name} x faster than WRatio"] = round(times, 1)
    less = figures["WRatio CPU p50 ms"] / figures["check CPU p50 ms"]
    figures["check x less CPU than WRatio"] = round(less, 1)
    return figures


class Baselines:
    """What one would write first: tantivy with all terms and one call of the model, or WRatio."""

    def __init__(self, opened: Opened, size: int) -> None:
        from matching.embedder import load_minilm  # noqa: PLC0415

        self._model = load_minilm()
        reader = opened.index.view().lexical
        self._schema, self._searcher = reader._schema, reader._searcher
        self._choices = [one.text for one in tellings(size)]

    def bare(self, text: str) -> dict[str, float]:
        """The seconds of both searches and of the model, and of all three."""
        from matching.lexical import GRAMS, WORDS  # noqa: PLC0415
        from matching.query import queries  # noqa: PLC0415

        query = queries([text])[0]
        took = {
            "bare words": self._search(WORDS, query.all_words.terms),
            "bare grams": self._search(GRAMS, query.grams),
            "bare model": _timed(lambda: self._model.embed([text])),
        }
        return {**took, "bare": sum(took.values())}

    def brute_force(self, text: str) -> float:
        """The seconds that rapidfuzz takes over all claims."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415

        return _timed(lambda: process.extractOne(text, self._choices, scorer=fuzz.WRatio))

    def _search(self, field: str, terms: Sequence[str]) -> float:
        import tantivy  # noqa: PLC0415

        parts = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, field, term, "freq"))
            for term in dict.fromkeys(terms)
        ]
        asking = tantivy.Query.boolean_query(parts)
        return _timed(lambda: self._searcher.search(asking, 60, count=False))


async def _articles(opened: Opened, asked: Sequence[tuple[str, str | None]]) -> dict[str, float]:
    """Articles of forty sentences, none of them told twice."""
    took = []
    for number in range(_ARTICLES):
        some = [asked[(number * 23 + at) % len(asked)][0] for at in range(_SENTENCES)]
        text = " ".join(f"{one[0].upper()}{one[1:].rstrip('.?')}." for one in some)
        began = time.perf_counter()
        await opened.checker.check_text(text, HERE)
        took.append(time.perf_counter() - began)
    return {
        "article p50 s": round(statistics.median(took), 3),
        "article most s": round(max(took), 3),
    }


async def _new_claims(opened: Opened) -> dict[str, float]:
    """From a claim's commit until searches see it; it is taken away again afterwards."""
    took, found = [], 0
    writer, here = opened.store.writer, Owner.community(HERE)
    for name in _NAMES:
        text = f"The lighthouse of Port {name} was painted {time.time_ns() % 1000} times last year."
        claim = _claim(f"new-{time.time_ns()}", text)
        claim_id = await writer.add(here, claim, actor="bench", reason="Added")
        began = time.perf_counter()
        await opened.index.catch_up()
        took.append(time.perf_counter() - began)
        report = await opened.checker.check_text(text, HERE)
        found += any(m.view.claim.ref == claim.ref for m in getattr(report, "matches", ()))
        gone = claim.model_copy(update={"status": Status.RETIRED})
        await writer.save(
            Owner.community(HERE), claim_id, gone, base=1, actor="bench", reason="Retired"
        )
        await asyncio.sleep(0.2)
    return {**_spread("new claim findable", took), "new claims found": found / len(_NAMES)}


def _spread(what: str, took: Sequence[float]) -> dict[str, float]:
    return {
        f"{what} p50 ms": _ms(statistics.median(took)),
        f"{what} p95 ms": _ms(statistics.quantiles(took, n=20)[-1]),
    }


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _claim(ref: str, text: str) -> Claim:
    return Claim(ref=ref, text=text)


def _peak_megabytes() -> float:
    """The most memory that this process had resident so far, from Linux; mapped files count."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return float(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
