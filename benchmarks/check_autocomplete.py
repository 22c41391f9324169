"""How fast autocomplete is, beside a plain scan of all claims in memory, in the same run.

10,000 synthetic claims are imported into a fresh data folder without vectors; then numbers, first
letters, words and pairs of words of 200 claims are typed, with everything that a member would wait
for in the store (25 whole views). Discord gives an answer three seconds, people less.

    .venv/bin/python benchmarks/check_autocomplete.py
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from synthetic_claims import tellings, write_claims

from bot.services import open_store
from bot.settings import Settings

HERE = "bench"
_CHOICES = 25


async def main(size: int) -> None:
    """Print a line for each way of typing."""
    print("typed | p50 ms | p95 ms | most ms | scan p50 ms")
    with tempfile.TemporaryDirectory(prefix="caveat-autocomplete-") as folder:
        settings = Settings(data=Path(folder), model="off")
        claims = Path(folder) / "claims.jsonl"
        write_claims(claims, size)
        texts = [one.text for one in tellings(size)]
        async with open_store(settings) as store:
            await store.transfer.import_claims(HERE, claims, actor="benchmark")
            for name, typed in _typed(texts, size).items():
                took, scanned = [], []
                for words in typed:
                    began = time.perf_counter()
                    await store.reader.suggest(HERE, words, _CHOICES)
                    took.append(time.perf_counter() - began)
                    scanned.append(_scan(texts, words))
                figures = (statistics.median(took), statistics.quantiles(took, n=20)[-1], max(took))
                cells = (*figures, statistics.median(scanned))
                print(" | ".join((name, *(f"{1000 * cell:.1f}" for cell in cells))), flush=True)


def _typed(texts: list[str], size: int) -> dict[str, list[str]]:
    some = texts[:: max(1, size // 200)][:200]
    words = [text.split() for text in some]
    return {
        "nothing": [""] * 50,
        "a number": [str(n * 37 % size + 1) for n in range(200)],
        "three letters": [text[:3] for text in some],
        "a word": [max(parts, key=len) for parts in words],
        "two words": [" ".join(sorted(parts, key=len)[-2:]) for parts in words],
        "no claim has it": [f"qx{n}zz" for n in range(100)],
    }


def _scan(texts: list[str], words: str) -> float:
    began = time.perf_counter()
    wanted = words.casefold().split()
    found = [text for text in texts if all(word in text.casefold() for word in wanted)]
    del found[_CHOICES:]
    return time.perf_counter() - began


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure how fast autocomplete is.")
    parser.add_argument("--size", type=int, default=10_000, metavar="CLAIMS")
    asyncio.run(main(parser.parse_args().size))
