"""How fast a check is, and how much it takes, beside brute-force rapidfuzz in the same run.

For each size the real program does the work: claims are imported into a fresh data folder, a new
process opens it and checks sentences one after the other, as a bot would; the same process then
looks for the same sentences with ``rapidfuzz.process.extractOne(scorer=WRatio)``.

    make bench
    .venv/bin/python benchmarks/check_speed.py --sizes 100 10000 --no-vectors
    .venv/bin/python benchmarks/check_speed.py --keep DIR   # again without importing
    .venv/bin/python benchmarks/check_speed.py --keep DIR --sizes 100000 --starts 9   # only starts

A *check* is everything between a paste and its report; a *match* is the search in it, which is what
rapidfuzz does too.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from synthetic_claims import pastes, tellings, write_claims

if TYPE_CHECKING:
    from bot.services import Services

SIZES = (100, 10_000, 100_000)
HERE = "bench"
_CHECKS = 200
_BRUTE_SECONDS = 30.0
_COLUMNS = (
    ("claims", "{claims:,}"),
    ("found", "{found:.0%}"),
    ("checks/s", "{per_second:.0f}"),
    ("check p50 ms", "{p50:.1f}"),
    ("check p95 ms", "{p95:.1f}"),
    ("match p50 ms", "{match:.1f}"),
    ("WRatio p50 ms", "{brute:.1f}"),
    ("check x faster", "{check_ratio:.1f}"),
    ("match x faster", "{match_ratio:.1f}"),
    ("start s", "{start:.2f}"),
    ("peak MB", "{peak:.0f}"),
    ("import s", "{importing:.0f}"),
    ("disk MB", "{disk:.0f}"),
)
_STARTS = (("claims", "{claims:,}"), ("start s", "{start}"), ("CPU s", "{cpu}"))


def main() -> None:
    """Measure every size and print a line for each."""
    chosen = _arguments()
    if chosen.measure is not None:
        measuring = _started if chosen.starts else partial(_measure, size=chosen.sizes[0])
        print(json.dumps(asyncio.run(measuring(chosen.measure))))
        return
    environment = {**os.environ, "CAVEAT_MODEL": "off" if chosen.no_vectors else "minilm"}
    columns = _STARTS if chosen.starts else _COLUMNS
    print(" | ".join(name for name, _ in columns), flush=True)
    for size in chosen.sizes:
        with TemporaryDirectory(prefix="caveat-bench-") as spare:
            folder = (chosen.keep or Path(spare)) / str(size)
            folder.mkdir(parents=True, exist_ok=True)
            figures = _figures(folder, size, environment, starts=chosen.starts)
        print(" | ".join(form.format(**figures) for _, form in columns), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure how fast Caveat checks.")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="CLAIMS")
    parser.add_argument("--no-vectors", action="store_true", help="match by words alone")
    parser.add_argument("--keep", type=Path, help="keep the data folders there, to use them again")
    parser.add_argument("--starts", type=int, default=0, metavar="TIMES", help="time starts alone")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _figures(
    folder: Path, size: int, environment: dict[str, str], *, starts: int
) -> dict[str, Any]:
    data, done = folder / "data", folder / "imported.json"
    if not done.exists():
        took = _import(folder / "claims.jsonl", data, size, environment)
        done.write_text(json.dumps({"importing": took}), encoding="utf-8")
    mode = ["--starts", "1"] if starts else []
    told = [
        subprocess.run(
            [sys.executable, __file__, "--measure", str(data), "--sizes", str(size), *mode],
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout
        for _ in range(max(starts, 1))
    ]
    if starts:
        return {"claims": size, **_spread([json.loads(one) for one in told])}
    disk = sum(file.stat().st_size for file in data.rglob("*") if file.is_file()) / 1e6
    kept = json.loads(done.read_text(encoding="utf-8"))
    return {**json.loads(told[0]), **kept, "claims": size, "disk": disk}


def _spread(told: list[dict[str, float]]) -> dict[str, str]:
    """The median, least and most of each figure."""
    return {
        name: f"{statistics.median(some):.2f} ({min(some):.2f} to {max(some):.2f})"
        for name in told[0]
        for some in [[one[name] for one in told]]
    }


def _import(claims: Path, data: Path, size: int, environment: dict[str, str]) -> float:
    """Make claims and import them, with their vectors; returns the seconds that it took."""
    write_claims(claims, size)
    caveat = [sys.executable, "-m", "bot", "--data", str(data)]
    began = time.perf_counter()
    subprocess.run(
        [*caveat, "claims", "import", str(claims), "--community", HERE],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - began


async def _started(data: Path) -> dict[str, float]:
    """Open a data folder as the bot does: the seconds since the process began, and its CPU's."""
    from bot.services import open_services  # noqa: PLC0415 - the imports count as part of it
    from bot.settings import load_settings  # noqa: PLC0415

    async with open_services(load_settings(data)):
        return {"start": time.monotonic() - _process_began(), "cpu": time.process_time()}


async def _measure(data: Path, size: int) -> dict[str, float]:
    """Open a data folder as the bot does, check, then search by brute force."""
    from bot.pauses import short_pauses  # noqa: PLC0415 - the imports count as part of the start
    from bot.services import open_services  # noqa: PLC0415
    from bot.settings import load_settings  # noqa: PLC0415

    asked = pastes(size, _CHECKS)
    async with open_services(load_settings(data)) as services:
        start = time.monotonic() - _process_began()
        await services.checker.check_text(asked[0][0], HERE)
        with short_pauses():
            took, found, searched = await _checked(services, asked)
    peak = _peak_megabytes()
    match = statistics.median(searched)
    brute = _brute_force(size, [text for text, _ in asked])
    return {
        "found": found / len(asked),
        "per_second": len(took) / sum(took),
        "p50": statistics.median(took) * 1000,
        "p95": statistics.quantiles(took, n=20)[-1] * 1000,
        "match": match * 1000,
        "brute": brute * 1000,
        "check_ratio": brute / statistics.median(took),
        "match_ratio": brute / match,
        "start": start,
        "peak": peak,
    }


async def _checked(
    services: Services, asked: list[tuple[str, str | None]]
) -> tuple[list[float], int, list[float]]:
    """The seconds of each check, how many found their claim, and the seconds of each match."""
    took, found = [], 0
    for text, ref in asked:
        began = time.perf_counter()
        report = await services.checker.check_text(text, HERE)
        took.append(time.perf_counter() - began)
        matches = getattr(report, "matches", ())
        best = max(matches, key=lambda match: match.found.score, default=None)
        found += (best.view.claim.ref if best else None) == ref
    scope = await services.store.reader.scope(HERE)
    searched = [_timed(lambda t=text: services.matcher.match_now(t, scope)) for text, _ in asked]
    return took, found, searched


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _brute_force(size: int, asked: list[str]) -> float:
    """The median seconds that rapidfuzz takes for one sentence."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    choices = [one.text for one in tellings(size)]
    took: list[float] = []
    for text in asked:
        took.append(_timed(lambda t=text: process.extractOne(t, choices, scorer=fuzz.WRatio)))
        if sum(took) > _BRUTE_SECONDS:
            break
    return statistics.median(took)


def _process_began() -> float:
    """When this process was started, on the clock of ``time.monotonic``."""
    fields = Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return float(fields[19]) / os.sysconf("SC_CLK_TCK")


def _peak_megabytes() -> float:
    """The most memory that this process had resident so far, from Linux."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return float(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
