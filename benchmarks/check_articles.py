"""How long a whole article takes, beside what one would write first, in the same run.

The article of the tests (1,675 words, 25 of the shipped pack's claims), and another one where
``CAVEAT_ARTICLE`` names its file, are checked from pasted text to report in an open store with the
shipped pack. The baseline compares every sentence with every wording by rapidfuzz's ``WRatio``.

    .venv/bin/python benchmarks/check_articles.py
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.pauses import short_pauses
from bot.services import LOCAL, Services, open_services
from bot.settings import load_settings
from claims.report import Found, KnownDocument
from matching.segments import cut

OWN = Path(__file__).parent.parent / "tests" / "long_texts" / "article.txt"
_TIMES = 7


async def main(articles: list[tuple[str, str]]) -> None:
    """Print a line for each article."""
    print(
        "article | words | sentences | claims | first s | p50 s | WRatio s | x slower than WRatio"
    )
    with tempfile.TemporaryDirectory(prefix="caveat-articles-") as folder:
        async with open_services(load_settings(Path(folder))) as services:
            await services.known_community(None)
            await services.index.fill_vectors()
            with short_pauses():
                for name, text in articles:
                    await _measure(services, name, text)


def _articles() -> list[tuple[str, str]]:
    named = os.environ.get("CAVEAT_ARTICLE")
    files = [OWN, *([Path(named)] if named else [])]
    return [(file.name, file.read_text(encoding="utf-8")) for file in files]


async def _measure(services: Services, name: str, text: str) -> None:
    took, claims = [], 0
    for _ in range(_TIMES):
        began = time.perf_counter()
        report = await services.checker.check_text(text, LOCAL)
        took.append(time.perf_counter() - began)
        claims = len(_made(report))
    brute = await _brute_force(services, text)
    usual = statistics.median(took[1:])
    cells = (
        name,
        len(text.split()),
        len(cut(text)),
        claims,
        f"{took[0]:.2f}",
        f"{usual:.2f}",
        f"{brute:.2f}",
        f"{usual / brute:.1f}",
    )
    print(" | ".join(map(str, cells)), flush=True)


def _made(report: object) -> tuple[object, ...]:
    if isinstance(report, Found):
        return report.matches
    return report.found if isinstance(report, KnownDocument) else ()


async def _brute_force(services: Services, text: str) -> float:
    """The seconds to compare every sentence with every wording."""
    wordings = []
    for number in range(1, 42):
        claim = (await services.store.reader.by_number(LOCAL, number)).claim
        wordings += [claim.text, *claim.phrasings]
    began = time.perf_counter()
    for segment in cut(text):
        process.extractOne(segment.text, wordings, scorer=fuzz.WRatio)
    return time.perf_counter() - began


if __name__ == "__main__":
    asyncio.run(main(_articles()))
