"""How well pasted sentences are answered on the shipped pack, and how honest the answers are.

Usage: python benchmarks/check_pastes.py [--show KIND] [--words-only]

Prints the bar's table for both halves of pastes.yaml, with the pack as it ships and without the
variants that its curators listed. The halves are drawn by a hash of claim and kind: "tune" is what
the guard was made with, "held" was only ever looked at in totals, so ``--show`` lists what went
wrong among "tune" alone.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from matching_examples import OWNER, Feed, Remembering, claims_of_pack

from claims.models import Claim
from claims.report import Candidate, Tier
from matching.embedder import load_minilm
from matching.index import SearchIndex
from matching.matcher import ClaimMatcher

HERE = Path(__file__).parent
PASTES = HERE / "pastes.yaml"
PACK = HERE.parent / "seeds" / "russia-charges-pentagon-2017.yaml"
FALSE, NEAR, OTHER, SEVERAL = "distortions", "near_misses", "unrelated", "several"
LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Paste:
    """A text with what is true of it: ``refs`` are the claims it tells, or tells differently.

    ``kind`` is the kind of telling, or ``distortions``, ``near_misses``, ``unrelated``,
    ``several`` or ``listed``; ``changed`` says what a distortion changed; ``half`` is "tune" or
    "held".
    """

    text: str
    kind: str
    half: str
    refs: tuple[str, ...] = ()
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the matcher said to a paste: the nearest claims, and the answer to a check."""

    paste: Paste
    nearest: tuple[str, ...]
    found: tuple[Candidate, ...]

    def tier(self) -> Tier | None:
        """The tier of the paste's own claim, if it is in the answer."""
        own = [item.tier for item in self.found if item.ref in self.paste.refs]
        return own[0] if own else None

    def has(self, tier: Tier) -> bool:
        """Whether any claim is answered at a tier."""
        return any(item.tier is tier for item in self.found)


def half_of(key: str) -> str:
    """The half that everything under a key belongs to, the same on every machine."""
    return ("tune", "held")[hashlib.sha256(key.encode()).digest()[0] % 2]


def pastes(file: Path = PASTES) -> Iterator[Paste]:
    """All pastes of a file, each with its half."""
    kept: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    for ref, kinds in kept["claims"].items():
        for kind, texts in kinds.items():
            if kind == FALSE:
                for changed, distorted in texts.items():
                    half = half_of(f"{ref} {FALSE} {changed}")
                    yield from (Paste(text, FALSE, half, (ref,), changed) for text in distorted)
            else:
                half = half_of(f"{ref} {kind}")
                yield from (Paste(text, kind, half, (ref,)) for text in texts)
    for kind in (NEAR, OTHER):
        yield from (Paste(text, kind, half_of(text)) for text in kept[kind])
    for item in kept[SEVERAL]:
        yield Paste(item["text"], SEVERAL, half_of(item["text"]), tuple(item["claims"]))


def listed(claims: Sequence[Claim]) -> list[Paste]:
    """The variants that curators listed, as pastes."""
    return [
        Paste(variant.text, LISTED, half_of(f"{claim.ref} {LISTED}"), (claim.ref,))
        for claim in claims
        for variant in claim.variants
    ]


def without_variants(claims: Sequence[Claim]) -> list[Claim]:
    """The claims as a curator has them who listed no variants."""
    return [claim.model_copy(update={"variants": ()}) for claim in claims]


async def answers(
    asked: Sequence[Paste], claims: Sequence[Claim], embedder: Remembering | None, folder: Path
) -> list[Answer]:
    """What is said to each paste in a store that holds these claims."""
    async with SearchIndex(folder, Feed("pastes", claims), embedder) as index:
        await index.catch_up()
        await index.fill_vectors()
        matcher = ClaimMatcher(index)
        ranked = matcher.rank_now([paste.text for paste in asked], [OWNER], 3)
        return [
            Answer(
                paste,
                tuple(item.ref for item in near),
                tuple(matcher.match_now(paste.text, [OWNER]).candidates),
            )
            for paste, near in zip(asked, ranked, strict=True)
        ]


def figures(known: Sequence[Answer]) -> dict[str, tuple[int, int]]:
    """The bar's figures as (how many, of how many)."""
    apart = {FALSE, NEAR, OTHER, SEVERAL, LISTED}
    listed = [item for item in known if item.paste.kind == LISTED]
    told = [item for item in known if item.paste.kind not in apart]
    false = [item for item in known if item.paste.kind == FALSE]
    near = [item for item in known if item.paste.kind == NEAR]
    other = [item for item in known if item.paste.kind == OTHER]
    many = [item for item in known if item.paste.kind == SEVERAL]
    wanted = [(item, ref) for item in many for ref in item.paste.refs]
    return {
        "P@1": (sum(item.nearest[:1] == item.paste.refs for item in told), len(told)),
        "S@3": (sum(item.paste.refs[0] in item.nearest for item in told), len(told)),
        "told: match": (sum(item.tier() is Tier.MATCH for item in told), len(told)),
        "told: differs": (sum(item.tier() is Tier.DIFFERS for item in told), len(told)),
        "distorted: differs": (sum(item.tier() is Tier.DIFFERS for item in false), len(false)),
        "distorted: match": (sum(item.tier() is Tier.MATCH for item in false), len(false)),
        "listed: differs": (sum(item.tier() is Tier.DIFFERS for item in listed), len(listed)),
        "listed: match": (sum(item.tier() is Tier.MATCH for item in listed), len(listed)),
        "near miss: match": (sum(item.has(Tier.MATCH) for item in near), len(near)),
        "near miss: differs": (sum(item.has(Tier.DIFFERS) for item in near), len(near)),
        "unrelated: any": (
            sum(item.has(Tier.MATCH) or item.has(Tier.DIFFERS) for item in other),
            len(other),
        ),
        "several: found": (sum(_tells(item, ref) for item, ref in wanted), len(wanted)),
    }


def _tells(answer: Answer, ref: str) -> bool:
    return [item.ref for item in answer.found if item.tier is Tier.MATCH].count(ref) == 1


def by_change(known: Sequence[Answer]) -> dict[str, tuple[int, int]]:
    """For each sort of distortion, how many are shown as differing, of how many."""
    false = [item for item in known if item.paste.kind == FALSE]
    sorts = sorted({item.paste.changed for item in false})
    shown = [(item.paste.changed, item.tier() is Tier.DIFFERS) for item in false]
    return {
        sort: (shown.count((sort, True)), sum(changed == sort for changed, _ in shown))
        for sort in sorts
    }


def _wrong(answer: Answer) -> bool:
    match answer.paste.kind:
        case "distortions" | "listed":
            return answer.tier() is not Tier.DIFFERS
        case "near_misses" | "unrelated":
            return answer.has(Tier.MATCH) or answer.has(Tier.DIFFERS)
        case "several":
            return not all(_tells(answer, ref) for ref in answer.paste.refs)
        case _:
            return answer.tier() is not Tier.MATCH


def _line(answer: Answer) -> str:
    paste = answer.paste
    told = [
        f"{item.ref} {item.tier.value} {item.score:.2f} "
        + "; ".join(f"{d.kind.value}: {d.pasted} / {d.claim}" for d in item.differs)
        for item in answer.found[:3]
    ]
    head = f"{'+'.join(paste.refs)} {paste.kind} {paste.changed}".strip()
    return f"{head} | {paste.text[:160]}\n    " + ("\n    ".join(told) or "nothing")


async def main(arguments: Sequence[str]) -> None:
    """Print the tables, and the failures of "tune" where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", metavar="KIND", help="list failures of a kind, or of 'all'")
    parser.add_argument("--words-only", action="store_true", help="without the vector model")
    options = parser.parse_args(arguments)
    asked, claims = list(pastes()), claims_of_pack(PACK)
    embedder = None if options.words_only else Remembering(load_minilm())
    stores = {"as shipped": claims, "without variants": without_variants(claims)}
    columns: dict[str, list[Answer]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name, store in stores.items():
            more = [] if any(claim.variants for claim in store) else listed(claims)
            known = await answers([*asked, *more], store, embedder, Path(scratch) / name)
            for half in ("tune", "held"):
                columns[f"{half}, {name}"] = [a for a in known if a.paste.half == half]
    for counted in (figures, by_change):
        _table({name: counted(known) for name, known in columns.items()})
    if options.show:
        for answer in columns["tune, without variants"]:
            if _wrong(answer) and options.show in ("all", answer.paste.kind):
                print(_line(answer))


def _table(columns: dict[str, dict[str, tuple[int, int]]]) -> None:
    print("|  |", " | ".join(columns), "|\n|---|" + "---:|" * len(columns))
    for row in dict.fromkeys(key for column in columns.values() for key in column):
        cells = [column.get(row, (0, 0)) for column in columns.values()]
        print("|", row, "|", " | ".join(_share(*cell) for cell in cells), "|")
    print()


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} % of {whole}" if whole else "-"


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
