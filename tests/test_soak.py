"""Two minutes of the soak: nobody goes without an answer, and memory stays where it is."""

import asyncio
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SERVERS = 4


@pytest.mark.long
async def test_two_minutes_of_load_leave_nobody_without_an_answer_and_memory_flat(tmp_path: Path):
    figures = tmp_path / "figures.json"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "benchmarks/soak.py", "--figures", str(figures)),
        *("--minutes", "2", "--warm-up", "1", "--rate", "20", "--servers", str(SERVERS)),
        cwd=ROOT,
        stdout=asyncio.subprocess.DEVNULL,
    )
    await process.wait()
    told = json.loads(figures.read_text(encoding="utf-8"))
    assert told["answers"] >= 20 * 120
    assert told["unanswered"] == 0
    assert told["troubles"] == {}
    assert told["complaints in the log"] == []
    assert told["memory growth %"] < 5
    assert told["tasks"]["at last"] < told["tasks"]["at first"] + 50
    assert told["open files"]["at last"] < told["open files"]["at first"] + 20
    assert told["threads"]["most"] < 60
    assert told["digests posted"] >= 1
    assert told["exit status"] == 0
