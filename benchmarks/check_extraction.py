"""How much of an article is found, and how much else: ours beside trafilatura and readability.

The pages are made by ``article_pages`` (28 of fourteen builds, which the extraction was made with)
and ``unseen_pages`` (twelve of six builds, made when it was finished). Words are compared as bags:
precision is the share of what was extracted that belongs to the article, recall the share of the
article that was extracted, F1 their harmonic mean; each is the mean over the pages of a kind.

    .venv/bin/pip install --group bench
    .venv/bin/python benchmarks/check_extraction.py
"""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable

import trafilatura
from article_pages import all_pages
from article_parts import MadePage
from readability import Document
from unseen_pages import unseen_pages

from claims.errors import InputProblem
from intake.extraction import read_article, text_of_markup

Score = tuple[float, float, float]
Extractors = tuple[tuple[str, Callable[[str], str]], ...]


def ours(html: str) -> str:
    """What Caveat checks of the page."""
    try:
        content = html.encode("utf-8")
        return read_article(content, address="https://example.org/a", charset="utf-8").text
    except InputProblem:
        return ""


def trafilatura_alone(html: str) -> str:
    """Trafilatura with its own defaults."""
    return trafilatura.extract(html) or ""


def readability(html: str) -> str:
    """The words of readability-lxml's summary."""
    return text_of_markup(Document(html).summary())


def score(found: str, wanted: str) -> Score:
    """Precision, recall and F1 of the words in a text."""
    have, want = _words(found), _words(wanted)
    common = sum((have & want).values())
    precision = common / max(1, sum(have.values()))
    recall = common / max(1, sum(want.values()))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def _mean(scores: list[Score]) -> str:
    columns = (sum(column) / len(scores) for column in zip(*scores, strict=True))
    return " / ".join(f"{value:.3f}" for value in columns)


def main() -> None:
    """Print the tables for the README."""
    extractors: Extractors = (
        ("Caveat", ours),
        ("trafilatura alone", trafilatura_alone),
        ("readability-lxml", readability),
    )
    print("Builds that the extraction was made with:\n")
    _compare(all_pages(), extractors)
    print("\nBuilds that it had not seen:\n")
    _compare(unseen_pages(), extractors)


def _compare(pages: list[MadePage], extractors: Extractors) -> None:
    scores: dict[tuple[str, str], list[Score]] = defaultdict(list)
    seconds: Counter[str] = Counter()
    for name, extract in extractors:
        extract(pages[0].html)
        for page in pages:
            started = time.perf_counter()
            found = extract(page.html)
            seconds[name] += time.perf_counter() - started
            for kind in (page.kind, "all"):
                scores[kind, name].append(score(found, page.text))
    _print(pages, [name for name, _ in extractors], scores, seconds)


def _print(
    pages: list[MadePage],
    names: list[str],
    scores: dict[tuple[str, str], list[Score]],
    seconds: Counter[str],
) -> None:
    print(f"| kind | pages | {' | '.join(names)} |")
    print("|---|---:|" + "---:|" * len(names))
    for kind in (*dict.fromkeys(page.kind for page in pages), "all"):
        cells = (_mean(scores[kind, name]) for name in names)
        print(f"| {kind} | {len(scores[kind, names[0]])} | {' | '.join(cells)} |")
    times = (f"{seconds[name] / len(pages) * 1000:.1f}" for name in names)
    print(f"| ms a page | | {' | '.join(times)} |")


if __name__ == "__main__":
    main()
