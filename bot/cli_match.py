"""`caveat match`: many texts matched in one go, as JSON Lines."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from bot.following import Show, complete
from bot.given import check_readable
from bot.progress import shown_progress
from bot.services import open_services
from bot.settings import Settings, load_settings
from bot.whole_files import written_whole
from claims.errors import InputProblem
from claims.report import Candidate

_AT_ONCE = 64
_LONGEST = 1_000_000
_LONGEST_REST = 100_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the queries: its id as it was given, and its text."""

    name: str | int
    text: str


def match_command(
    folder: Path | None, queries: Path, run_file: Path, top: int, community: str | None
) -> int:
    """Match every line of a file; 2 where lines were broken, though the others were matched."""
    check_readable(queries)
    asked, broken = read_queries(queries)
    settings = load_settings(folder)
    with shown_progress() as show:
        found = asyncio.run(_matched(settings, asked, top, community, show))
    _write(run_file, (_line(one, matches) for one, matches in zip(asked, found, strict=True)))
    for sentence in broken:
        sys.stderr.write(f"{sentence}\n")
    texts = "1 text" if len(asked) == 1 else f"{len(asked):,} texts"
    lines = "1 line" if len(broken) == 1 else f"{len(broken):,} lines"
    sys.stderr.write(f"{texts} matched, {lines} left out.\n")
    return 2 if broken else 0


def read_queries(file: Path) -> tuple[list[Asked], list[str]]:
    """The queries of a file, and a sentence for each line that is none; empty lines are nothing."""
    asked: list[Asked] = []
    broken: list[str] = []
    with file.open("rb") as opened:
        for number, line in enumerate(_lines_of(opened), start=1):
            if not line.strip():
                continue
            if len(line) > _LONGEST:
                broken.append(f"line {number:,}: it is longer than {_LONGEST:,} bytes.")
                continue
            problem = _read_line(line.removeprefix(b"\xef\xbb\xbf"), asked)
            if problem:
                broken.append(f"line {number:,}: {problem}.")
    return asked, broken


def _lines_of(opened: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, of the longest only a beginning; one without an end raises."""
    while line := opened.readline(_LONGEST + 1):
        yield line
        left = _LONGEST_REST
        while len(line) > _LONGEST and not line.endswith(b"\n") and left > 0:
            line = opened.readline(_LONGEST + 1)
            left -= len(line) or left
        if left <= 0 < len(line):
            raise InputProblem("The file holds no lines; give one text a line, as JSON.")


def _read_line(line: bytes, asked: list[Asked]) -> str | None:
    """Add the query of a line, or say what is wrong with it."""
    try:
        said: Any = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return "it is not text in UTF-8"
    except (ValueError, RecursionError):
        return "it is not JSON"
    if not isinstance(said, dict) or not {"id", "text"} <= said.keys():
        return 'it has no "id" and "text"'
    name, text = said["id"], said["text"]
    if isinstance(name, bool) or not isinstance(name, str | int) or not isinstance(text, str):
        return '"id" is to be a string or a whole number, and "text" a string'
    # A lone surrogate, as \ud83d escapes leave behind, can be neither embedded nor written.
    asked.append(Asked(name, text.encode("utf-8", "replace").decode("utf-8")))
    return None


async def _matched(
    settings: Settings, asked: Sequence[Asked], top: int, community: str | None, show: Show
) -> list[tuple[Candidate, ...]]:
    async with open_services(settings, exclusive=False, show=show) as services:
        here = await services.known_community(community)
        await complete(services.index, services.store.feed, show)
        readers = await services.store.reader.readership(here)
        matcher = services.matcher.with_names(readers.same_names)
        rank = partial(matcher.rank_now, sensitivity=readers.settings.sensitivity)
        found: list[tuple[Candidate, ...]] = []
        for start in range(0, len(asked), _AT_ONCE):
            texts = [one.text for one in asked[start : start + _AT_ONCE]]
            found += await asyncio.to_thread(rank, texts, readers.owners, top)
            show("Matching", len(found), len(asked))
    return [found[at] if one.text.strip() else () for at, one in enumerate(asked)]


def _line(asked: Asked, matches: Sequence[Candidate]) -> str:
    told = {
        "id": asked.name,
        "matches": [
            {"claim": one.ref, "score": round(one.score, 6), "tier": one.tier.value}
            for one in matches
        ],
    }
    return json.dumps(told, ensure_ascii=False) + "\n"


def _write(file: Path, lines: Iterator[str]) -> None:
    """Write a file whole or not at all; ``-`` is standard output."""
    if str(file) == "-":
        sys.stdout.writelines(lines)
        return
    with written_whole(file) as opened:
        opened.writelines(lines)
