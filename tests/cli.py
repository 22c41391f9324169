"""The real `caveat` command and what it said: in this process, or where it matters in its own."""

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.cli import run

ROOT = Path(__file__).parent.parent
COMMAND = (sys.executable, "-m", "bot")


@dataclass(frozen=True)
class Said:
    """How a command ended: its exit status, standard output and standard error."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


def environment(**settings: str) -> dict[str, str]:
    """This environment without settings of Caveat but these."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("CAVEAT_")}
    return {**ours, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **settings}


def caveat(*words: str | bytes | Path, given: bytes = b"", **settings: str) -> Said:
    """Run one command line in this process, with its own streams and environment."""
    out, err = _stream(), _stream()
    kept, stdin = dict(os.environ), sys.stdin
    os.environ.clear()
    os.environ.update(environment(**settings))
    sys.stdin = _stream(given)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = run([os.fsdecode(word) for word in words])
    finally:
        sys.stdin = stdin
        os.environ.clear()
        os.environ.update(kept)
    return Said(status, _written(out), _written(err))


def process(*words: str | bytes | Path, given: bytes = b"", **settings: str) -> Said:
    """Run one command line as a process of its own."""
    done = subprocess.run(
        [*COMMAND, *words],
        input=given,
        capture_output=True,
        env=environment(**settings),
        timeout=120,
        check=False,
    )
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


def _stream(content: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", write_through=True)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


def write_lines(file: Path, *lines: object) -> Path:
    """A file of JSON Lines; a string is written as it is."""
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    file.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return file
