"""How well posts are answered where a store holds few claims, as a community's does at first.

Usage: python benchmarks/check_few.py DATA_FOLDER [--sizes 1 3 10 40] [--words-only]

DATA_FOLDER is one with claims.jsonl and dev.jsonl. Each post of dev is asked of a store with its
claim and others drawn at random, in the claim's language; and of one that has, instead of its
claim, that which the whole folder has nearest to the post and which is not made in it. Prints for
each size how many posts are answered with their claim (as a match, as differing), and of how many
a wrong claim is said to be made: beside their own, and where their own is not there.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matching_examples import OWNER, Feed, Remembering, asked_of, claims_of
from rapidfuzz import fuzz

from claims.models import Claim
from claims.report import Candidate, Tier
from matching.embedder import load_minilm
from matching.index import SearchIndex
from matching.matcher import ClaimMatcher

_SIZES = (1, 3, 10, 40)
_SAME = 75.0
"""From this likeness on, two claims are one in other words."""
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Post:
    """A post with the claim that it makes, and the nearest that it does not make."""

    text: str
    own: Claim
    wrong: Claim


async def posts(folder: Path, scratch: Path, model: Remembering | None) -> list[Post]:
    """The posts of dev whose claim is there, each with its nearest wrong one."""
    claims = claims_of(folder)
    by_ref = {claim.ref: claim for claim in claims}
    asked = [item for item in asked_of(folder, "dev") if item["gold"][0] in by_ref]
    async with SearchIndex(scratch / "whole", Feed(folder.name, claims), model) as index:
        await index.catch_up()
        await index.fill_vectors()
        texts = [item["text"] for item in asked]
        near = ClaimMatcher(index).rank_now(texts, [OWNER], _DEPTH)
    found = []
    for item, candidates in zip(asked, near, strict=True):
        own = by_ref[item["gold"][0]]
        others = [by_ref[one.ref] for one in candidates if one.ref not in item["gold"]]
        wrong = [one for one in others if fuzz.token_set_ratio(one.text, own.text) < _SAME]
        if wrong:
            found.append(Post(item["text"], own, wrong[0]))
    return found


async def answered(
    text: str, store: Sequence[Claim], folder: Path, model: Remembering | None
) -> Sequence[Candidate]:
    """What is said to a text in a store of these claims and no others."""
    async with SearchIndex(folder, Feed(folder.name, store), model) as index:
        await index.catch_up()
        await index.fill_vectors()
        return (await ClaimMatcher(index).match(text, [OWNER])).candidates


async def counted(
    known: Sequence[Post],
    claims: Sequence[Claim],
    size: int,
    folder: Path,
    model: Remembering | None,
) -> Counter[str]:
    """How often each thing was said of the posts, in stores of one size."""
    draw = random.Random(size)  # noqa: S311 - a sample, not a secret
    said: Counter[str] = Counter()
    for number, post in enumerate(known):
        alike = [one for one in claims if one.language == post.own.language]
        apart = {post.own.ref, post.wrong.ref}
        others = [one for one in draw.sample(alike, size + 1) if one.ref not in apart][: size - 1]
        for name, first in (("there", post.own), ("absent", post.wrong)):
            place = folder / f"{size}-{number}-{name}"
            found = await answered(post.text, [first, *others], place, model)
            said.update(set(_what(found, post.own.ref, name)))
    return said


def _what(found: Sequence[Candidate], own: str, name: str) -> Iterator[str]:
    for item in found:
        if item.ref == own:
            yield f"own: {item.tier}"
        elif item.tier is Tier.MATCH:
            yield f"{name}: wrong"


async def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=_SIZES)
    parser.add_argument("--words-only", action="store_true", help="without the vector model")
    options = parser.parse_args(arguments)
    model = None if options.words_only else Remembering(load_minilm())
    claims = claims_of(options.data)
    print("| claims | own: match | own: differs | wrong beside it | nearest wrong, alone |")
    print("|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as scratch:
        known = await posts(options.data, Path(scratch), model)
        for size in options.sizes:
            said = await counted(known, claims, size, Path(scratch), model)
            shown = ("own: match", "own: differs", "there: wrong", "absent: wrong")
            shares = (f"{100 * said[name] / len(known):.0f} %" for name in shown)
            print(f"| {size} | {' | '.join(shares)} |", flush=True)
    print(f"{len(known)} posts of {options.data.name}")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
