"""How fast a check is, and how much it takes, beside brute-force rapidfuzz in the same run.

For each size the real program does the work: claims are imported into a fresh data folder, a new
process opens it and checks sentences one after the other, as a bot would; the same process then
looks for the same sentences with ``rapidfuzz.process.extractOne(scorer=WRatio)``.

    make bench
    .venv/bin/python benchmarks/check_speed.py --sizes 100 10000 --no-vectors
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
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from synthetic_claims import pastes, tellings, write_claims

SIZES = (100, 10_000, 100_000)
HERE = "bench"
_CHECKS = 200
_BRUTE_SECONDS = 30.0
_COLUMNS = (
    ("claims", "{claims:,}"),
    ("found", "{found:.0%}"),
    ("checks/s", "{per_second:.0f}"),
    ("p50 ms", "{p50:.1f}"),
    ("p95 ms", "{p95:.1f}"),
    ("WRatio p50 ms", "{brute:.1f}"),
    ("times faster", "{ratio:.1f}"),
    ("start s", "{start:.2f}"),
    ("peak MB", "{peak:.0f}"),
    ("import s", "{importing:.0f}"),
    ("disk MB", "{disk:.0f}"),
)


def main() -> None:
    """Measure every size and print a line for each."""
    chosen = _arguments()
    if chosen.measure is not None:
        print(json.dumps(asyncio.run(_measure(chosen.measure, chosen.sizes[0]))))
        return
    environment = {**os.environ, "CAVEAT_MODEL": "off" if chosen.no_vectors else "minilm"}
    print(" | ".join(name for name, _ in _COLUMNS), flush=True)
    for size in chosen.sizes:
        with TemporaryDirectory(prefix="caveat-bench-", dir=chosen.folder) as folder:
            figures = _figures(Path(folder), size, environment)
        print(" | ".join(form.format(**figures) for _, form in _COLUMNS), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure how fast Caveat checks.")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="CLAIMS")
    parser.add_argument("--no-vectors", action="store_true", help="match by words alone")
    parser.add_argument("--folder", type=Path, help="where the temporary data folders go")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _figures(folder: Path, size: int, environment: dict[str, str]) -> dict[str, Any]:
    claims, data = folder / "claims.jsonl", folder / "data"
    write_claims(claims, size)
    caveat = [sys.executable, "-m", "bot", "--data", str(data)]
    began = time.perf_counter()
    subprocess.run(
        [*caveat, "claims", "import", str(claims), "--community", HERE],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    importing = time.perf_counter() - began
    measuring = [sys.executable, __file__, "--measure", str(data), "--sizes", str(size)]
    done = subprocess.run(measuring, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    disk = sum(file.stat().st_size for file in data.rglob("*") if file.is_file()) / 1e6
    return {**json.loads(done.stdout), "claims": size, "importing": importing, "disk": disk}


async def _measure(data: Path, size: int) -> dict[str, float]:
    """Open a data folder as the bot does, check, then search by brute force."""
    from bot.services import open_services  # noqa: PLC0415 - the imports count as part of the start
    from bot.settings import load_settings  # noqa: PLC0415

    asked = pastes(size, _CHECKS)
    async with open_services(load_settings(data)) as services:
        start = time.monotonic() - _process_began()
        await services.checker.check_text(asked[0][0], HERE)
        took, found = [], 0
        for text, ref in asked:
            began = time.perf_counter()
            report = await services.checker.check_text(text, HERE)
            took.append(time.perf_counter() - began)
            matches = getattr(report, "matches", ())
            best = max(matches, key=lambda match: match.found.score, default=None)
            found += (best.view.claim.ref if best else None) == ref
    peak = _peak_megabytes()
    brute = _brute_force(size, [text for text, _ in asked])
    return {
        "found": found / len(asked),
        "per_second": len(took) / sum(took),
        "p50": statistics.median(took) * 1000,
        "p95": statistics.quantiles(took, n=20)[-1] * 1000,
        "brute": brute * 1000,
        "ratio": brute / statistics.median(took),
        "start": start,
        "peak": peak,
    }


def _brute_force(size: int, asked: list[str]) -> float:
    """The median seconds that rapidfuzz takes for one sentence."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    choices = [one.text for one in tellings(size)]
    took: list[float] = []
    for text in asked:
        began = time.perf_counter()
        process.extractOne(text, choices, scorer=fuzz.WRatio)
        took.append(time.perf_counter() - began)
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
