"""How long the event loop is held while the bot does something heavy beside its answers.

Many claims of one community are brought in by one member; what takes long is done one after the
other in the process that would also answer, and the longest pause of its event loop stands beside
that of an idle process in the same seconds.

    .venv/bin/python benchmarks/check_holds.py --claims 20000
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pauses import Pauses  # noqa: E402 - the program lies beside this folder
from synthetic_claims import pastes, write_claims  # noqa: E402

from bot.backups import backups_folder, make_backup, verify  # noqa: E402
from bot.curators import KeyedNames  # noqa: E402
from bot.forgetting import forget_old  # noqa: E402
from bot.pauses import short_pauses  # noqa: E402
from bot.services import Services, open_services  # noqa: E402
from bot.settings import Settings  # noqa: E402
from claims.own_data import OwnData  # noqa: E402
from claims.packs import PackHead  # noqa: E402
from claims.people import Member  # noqa: E402

_HERE, _CHIEF = "1001", 7
_BAR = 50.0
_CHECKED = 20
_HEAD = PackHead.model_validate(
    {
        "id": "holds",
        "title": "Holds",
        "version": "1.0.0",
        "description": "Seeded claims.",
        "method": "Made by a script.",
        "licence": "CC0-1.0",
        "signed_off": {"by": "The script", "date": "2026-11-26"},
    }
)

Job = Callable[[Services], Awaitable[object]]


async def main(claims: int, folder: Path) -> int:
    """Print a line for each job; 1 where one held the loop for longer than the bar."""
    lines = folder / "claims.jsonl"
    write_claims(lines, claims)
    settings = Settings(data=folder / "data", model="off", default_packs=())
    jobs: dict[str, Job] = {
        "import": lambda s: s.store.transfer.import_claims(_HERE, lines, actor=str(_CHIEF)),
        "index": lambda s: s.index.catch_up(),
        "checks, twenty": _checks,
        "pack export": _pack_export,
        "privacy export": _privacy_export,
        "backup": _backup,
        "retention": lambda s: forget_old(s, datetime.now(UTC) + timedelta(days=400)),
        "privacy delete": _privacy_delete,
        "erasing": lambda s: s.eraser.erase(_HERE),
    }
    longest = 0.0
    print(
        f"| {claims:,} claims | s | longest pause, ms | of an idle process |\n|---|---:|---:|---:|"
    )
    async with open_services(settings) as services:
        with short_pauses():
            for name, job in jobs.items():
                async with Pauses() as pauses:
                    began = time.perf_counter()
                    await job(services)
                    took = time.perf_counter() - began
                held, idle = 1000 * pauses.worst, 1000 * pauses.idle
                print(f"| {name} | {took:.2f} | {held:.1f} | {idle:.1f} |", flush=True)
                longest = max(longest, held)
    return int(longest > _BAR)


async def _checks(services: Services) -> None:
    for text, _ in pastes(_CHECKED, _CHECKED):
        await services.checker.check_text(text, _HERE)


async def _pack_export(services: Services) -> None:
    chief = Member(_CHIEF, _HERE, can_manage_server=True)
    await services.curators.exchange.export_file(chief, _HEAD, drafts=True)


async def _privacy_export(services: Services) -> None:
    await (await _own_data(services)).exported(_CHIEF)


async def _privacy_delete(services: Services) -> None:
    await (await _own_data(services)).delete(_CHIEF)


async def _own_data(services: Services) -> OwnData:
    store, names = services.store, KeyedNames(await services.memos.key())
    return OwnData(store.persons, store.curating, names, services.settings.days)


async def _backup(services: Services) -> None:
    settings, stop = services.settings, threading.Event()
    given = settings.data, backups_folder(settings), datetime.now(UTC), stop
    made = await asyncio.to_thread(make_backup, *given)
    await asyncio.to_thread(verify, made.path, stop)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=20_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="caveat-holds-") as scratch:
        sys.exit(asyncio.run(main(asked.claims, Path(scratch))))
