"""`caveat eval`: every decision of curators replayed against the matcher of today."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.evaluating import Replay
from bot.following import Show, complete
from bot.plain import plain_json, plain_lines
from bot.progress import shown_progress
from bot.services import Services, open_services
from bot.settings import load_settings
from claims.errors import FileProblem
from claims.evaluation import MEANS, Evaluation, Outcome
from claims.models import Owner
from claims.usage import Usage, usage

RECORD = "evaluation.json"
"""In the data folder: which cases held the last time, by key; it holds no text."""
_LISTED = 20
_TITLE = 50
_NONE = "There is no decision to replay yet: no wording, no ruling, no closed request."


@dataclass(frozen=True, slots=True)
class Done:
    """A finished evaluation; ``usage`` is there where it was of one community.

    ``titles`` are those of the claims, by ref, for people to read.
    """

    evaluation: Evaluation
    usage: Usage | None
    titles: Mapping[str, str]


def eval_command(
    folder: Path | None, community: str | None, *, as_json: bool, accept: bool, full: bool
) -> int:
    """Replay, print and remember; 1 where a decision no longer holds."""
    settings = load_settings(folder)
    record = settings.data / RECORD
    known = _known(record)

    async def done(show: Show) -> Done:
        async with open_services(settings, exclusive=False, show=show) as services:
            return await _evaluated(services, community, known, show)

    with shown_progress() as show:
        found = asyncio.run(done(show))
    evaluation = found.evaluation
    if accept:
        evaluation = Evaluation(evaluation.outcomes, {})
    _remember(record, {**known, **evaluation.to_remember()})
    if as_json:
        told = _told(replace(found, evaluation=evaluation))
        sys.stdout.write(f"{plain_json(told)}\n")
    else:
        lines = _lines(replace(found, evaluation=evaluation), full)
        sys.stdout.writelines(f"{plain_lines(line)}\n" for line in lines)
    return 1 if evaluation.failed else 0


async def _evaluated(
    services: Services, community: str | None, known: Mapping[str, bool], show: Show
) -> Done:
    owners: Sequence[Owner] | None = None
    if community is not None:
        here = await services.known_community(community)
        owners = await services.store.reader.scope(here)
    await complete(services.index, services.store.feed, show)
    replay = Replay(services)
    subjects, decided = await replay.subjects(owners), await replay.decided(owners)
    outcomes = await replay.run(subjects, decided, show)
    evaluation = Evaluation(tuple(outcomes), known)
    titles = {subject.claim.ref: subject.claim.headline for subject in subjects}
    used = await _usage(services, community) if community is not None else None
    return Done(evaluation, used, titles)


async def _usage(services: Services, community: str) -> Usage:
    await services.counting.flush()
    met = await services.store.tallies.met(community)
    doubts = await services.store.decisions.doubts(community)
    counted = {item.claim_id for item in met} | doubts.keys()
    views = await services.store.decisions.with_phrasings(community, counted)
    return usage(views, met, doubts)


def _lines(done: Done, full: bool) -> list[str]:
    found = done.evaluation
    lines = ["Decisions replayed:"] if found.outcomes else [_NONE]
    for kind, (held, cases) in found.counts().items():
        lines.append(f"  {held:>7,} of {cases:>7,}  {MEANS[kind]}")
    right, shown = found.precision()
    if shown:
        lines.append(f"Of {shown:,} texts shown as a match, {right / shown:.1%} were the claim.")
    confusions = found.confusions()
    if confusions:
        lines.append("Taken for another claim:")
        lines += [
            f"  {_named(mine, done)} for {_named(other, done)}: {times}"
            for mine, other, times in confusions[:_LISTED]
        ]
        lines += _more(len(confusions) - _LISTED)
    lines += _listed("Decisions that do not act:", found.broken)
    lines += _listed("Held the last time and no longer:", found.regressions)
    if full:
        lines += _listed("Not told by the matcher itself yet:", found.missed)
    elif found.missed:
        lines.append(f"{len(found.missed):,} others are not told yet; --full lists them.")
    if done.usage is not None:
        lines += _used(done.usage, full)
    if found.failed:
        lines.append("Look at these claims, or accept that it is so now with --accept.")
    return lines


def _named(ref: str, done: Done) -> str:
    title = done.titles.get(ref)
    return f"{ref} “{_short(title, _TITLE)}”" if title else ref


def _listed(heading: str, outcomes: Sequence[Outcome]) -> list[str]:
    if not outcomes:
        return []
    lines = [heading]
    for outcome in outcomes:
        case, taken = outcome.case, "nothing"
        if outcome.tier is not None:
            taken = f"{outcome.taken_for} ({outcome.tier.value})"
        where = f"{case.owner} {case.ref}".strip()
        lines.append(f"  {where} · {case.kind.value}: “{_short(case.text)}” → {taken}")
    return lines


def _used(found: Usage, full: bool) -> list[str]:
    if found.since is None:
        return ["No answer was counted here yet."]
    lines = [f"Since {found.since}, {found.shown:,} claims were shown in answers."]
    if found.precision is not None:
        lines.append(
            f"Judged by members' doubts that no curator turned down ({found.wrong:,}), "
            f"{found.precision:.1%} of them were right."
        )
    doubted = [use for use in found.claims if use.doubts.agreed + use.doubts.waiting]
    lines += [
        f"  #{use.view.number}: shown {use.shown:,} times, doubted "
        f"{use.doubts.agreed + use.doubts.waiting:,} times"
        for use in doubted[:_LISTED]
    ]
    never = [(use.view.number, text) for use in found.claims for text in use.never_met]
    if never:
        lines.append(f"{len(never):,} phrasings never were met:")
        shown = never if full else never[:_LISTED]
        lines += [f"  #{number}: “{_short(text)}”" for number, text in shown]
        lines += _more(len(never) - len(shown))
    return lines


def _more(left: int) -> list[str]:
    return [f"  and {left:,} more; --full or --json shows all"] if left > 0 else []


def _short(text: str, most: int = 120) -> str:
    said = " ".join(text.split())
    return said if len(said) <= most else said[: most - 1].rstrip() + "…"


def _told(done: Done) -> dict[str, Any]:
    found = done.evaluation
    right, shown = found.precision()
    told: dict[str, Any] = {
        "failed": found.failed,
        "kinds": {k.value: {"held": h, "cases": n} for k, (h, n) in found.counts().items()},
        "shown_as_match": shown,
        "right": right,
        "confusions": [
            {"claim": mine, "taken_for": other, "times": n} for mine, other, n in found.confusions()
        ],
        "broken": [_case(o) for o in found.broken],
        "regressions": [_case(o) for o in found.regressions],
        "missed": [_case(o) for o in found.missed],
    }
    if done.usage is not None:
        told["usage"] = {
            "since": str(done.usage.since) if done.usage.since else None,
            "shown": done.usage.shown,
            "doubted": done.usage.wrong,
            "precision": done.usage.precision,
            "claims": [
                {
                    "claim": use.view.claim.ref,
                    "number": use.view.number,
                    "shown": use.shown,
                    "never_met": list(use.never_met),
                    "doubts": {
                        "agreed": use.doubts.agreed,
                        "upheld": use.doubts.upheld,
                        "waiting": use.doubts.waiting,
                    },
                }
                for use in done.usage.claims
            ],
        }
    return told


def _case(outcome: Outcome) -> dict[str, Any]:
    case = outcome.case
    return {
        "owner": str(case.owner),
        "claim": case.ref or None,
        "kind": case.kind.value,
        "text": case.text,
        "taken_for": outcome.taken_for or None,
        "tier": outcome.tier.value if outcome.tier else None,
    }


def _known(record: Path) -> dict[str, bool]:
    """What held the last time; nothing where the record is missing or damaged."""
    try:
        kept = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): bool(v) for k, v in kept.items()} if isinstance(kept, dict) else {}


def _remember(record: Path, known: Mapping[str, bool]) -> None:
    fresh = record.with_name(f"{record.name}.{os.getpid()}.new")
    try:
        fresh.write_text(json.dumps(known, sort_keys=True), encoding="utf-8")
        fresh.replace(record)
    except OSError as problem:
        raise FileProblem(record, f"cannot be written ({problem.strerror}).") from problem
    finally:
        with suppress(OSError):
            fresh.unlink()
