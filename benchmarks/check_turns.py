"""Two versions of Caveat in turn, ten checks each, in one run: which of them is faster.

    .venv/bin/python benchmarks/check_turns.py OTHER --keep DIR [--size 100000] [--rounds 6]

OTHER is a checkout of the other version, DIR the folder that ``check_scale.py --keep`` has built.
Each version opens a copy of it in a process of its own and checks the same 400 sentences. Runs of
one version after the other differ by a fifth on a machine that others use; here both meet the same
minutes, and the ratio of each ten to the ten beside them is what is told.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parent.parent
_CHECKS = 400
_IN_TURN = 10
_COUNTED = 8
"""How many of ten checks count for a ratio: the slowest met something else."""


def main() -> None:
    """Start both versions, give them the same sentences in turn, and tell."""
    parser = argparse.ArgumentParser(description="Two versions of Caveat in turn.")
    parser.add_argument("other", type=Path, help="a checkout of the version to compare with")
    parser.add_argument("--keep", type=Path, help="the folder of check_scale.py", required=True)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.work:
        sys.path[:0] = [str(chosen.other), str(chosen.other / "benchmarks")]
        asyncio.run(_work(chosen.keep, chosen.size))
        return
    with TemporaryDirectory(prefix="caveat-turns-") as spare:
        versions = [
            _Version(checkout.resolve(), chosen, Path(spare) / name)
            for name, checkout in (("other", chosen.other), ("this", ROOT))
        ]
        for version in versions:
            version.checks(0, _CHECKS)
            version.forget()
        ratios = [_one_turn(versions, turn) for turn in range(chosen.rounds * _CHECKS // _IN_TURN)]
        for version in versions:
            version.end()
    print(json.dumps(_told(versions, ratios), indent=1))


class _Version:
    """A version at work in a process, on a folder of its own."""

    def __init__(self, checkout: Path, chosen: argparse.Namespace, folder: Path) -> None:
        self.took: list[float] = []
        self.worked = 0.0
        shutil.copytree(chosen.keep / str(chosen.size), folder)
        asked = [str(checkout), "--keep", str(folder), "--size", str(chosen.size), "--work"]
        environment = {**os.environ, "PYTHONPATH": str(checkout)}
        self._process = subprocess.Popen(
            [sys.executable, __file__, *asked],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=checkout,
            env=environment,
        )
        self._line()

    def checks(self, first: int, last: int) -> float:
        """Some of the sentences; the seconds of the faster ones together."""
        self._say(f"{first} {last}")
        took, worked = json.loads(self._line())
        self.took += took
        self.worked += worked
        return sum(sorted(took)[:_COUNTED])

    def forget(self) -> None:
        """Begin to count anew."""
        self.took, self.worked = [], 0.0

    def end(self) -> None:
        """Let the process end."""
        self._say("")
        self._process.wait()

    def _say(self, line: str) -> None:
        print(line, file=self._process.stdin, flush=True)

    def _line(self) -> str:
        line = next(iter(self._process.stdout or ()), "")
        if not line:
            raise SystemExit("One of the versions ended; what it said stands above.")
        return line


def _one_turn(versions: Sequence[_Version], turn: int) -> float:
    """Ten checks by each, now one first and now the other; this one's time over the other's."""
    first = turn * _IN_TURN % _CHECKS
    order = versions if turn % 2 else versions[::-1]
    took = {version: version.checks(first, first + _IN_TURN) for version in order}
    other, this = versions
    return took[this] / took[other]


def _told(versions: Sequence[_Version], ratios: Sequence[float]) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for name, version in zip(("other", "this"), versions, strict=True):
        figures[f"{name}: check p50 ms"] = round(1000 * statistics.median(version.took), 1)
        figures[f"{name}: check p95 ms"] = round(
            1000 * statistics.quantiles(version.took, n=20)[-1], 1
        )
        figures[f"{name}: CPU ms"] = round(1000 * version.worked / len(version.took), 1)
    low, middle, high = statistics.quantiles(ratios, n=4)
    figures["this / other, median of tens"] = round(middle, 3)
    figures["quartiles"] = [round(low, 3), round(high, 3)]
    return figures


async def _work(folder: Path, size: int) -> None:
    """Check what is asked for, line by line, until an empty one comes."""
    from check_scale import HERE, StandIn, _open  # noqa: PLC0415 - of the version that works
    from synthetic_claims import pastes  # noqa: PLC0415

    from bot.pauses import short_pauses  # noqa: PLC0415
    from matching.embedder import load_minilm  # noqa: PLC0415

    asked = [text for text, _ in pastes(size, _CHECKS)]
    async with _open(folder, StandIn(load_minilm())) as opened:
        await opened.index.catch_up()
        with short_pauses():
            print("ready", flush=True)
            while line := (await asyncio.to_thread(sys.stdin.readline)).strip():
                first, last = map(int, line.split())
                took, worked = [], time.process_time()
                for text in asked[first:last]:
                    began = time.perf_counter()
                    await opened.checker.check_text(text, HERE)
                    took.append(time.perf_counter() - began)
                print(json.dumps((took, time.process_time() - worked)), flush=True)


if __name__ == "__main__":
    main()
