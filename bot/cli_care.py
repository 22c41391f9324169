"""`caveat doctor`, `migrate`, `index check` and `rebuild`: looking after what Caveat keeps."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

from bot.doctor import findings
from bot.findings import Finding, Mark
from bot.following import complete, follow, silently
from bot.progress import shown_progress
from bot.services import INDEX, open_services, open_store
from bot.settings import Settings, load_settings
from storage.lock import data_folder_lock


def doctor_command(folder: Path | None, *, as_json: bool) -> int:
    """Print what was found, a line each or as JSON; 1 where something is broken."""
    found = asyncio.run(findings(load_settings(folder)))
    if as_json:
        told = [{**asdict(finding), "mark": finding.mark.value} for finding in found]
        sys.stdout.write(f"{json.dumps(told, ensure_ascii=False, indent=1)}\n")
    else:
        sys.stdout.writelines(f"{_line(finding)}\n" for finding in found)
    return 1 if any(finding.mark is Mark.BROKEN for finding in found) else 0


def _line(finding: Finding) -> str:
    mend = f" To mend: {finding.mend}" if finding.mend else ""
    return f"{finding.mark.value:<7} {finding.what}: {finding.sentence}{mend}"


def migrate_command(folder: Path | None) -> int:
    """Bring the store to the newest schema and say from where."""
    sys.stdout.write(asyncio.run(_migrated(load_settings(folder))))
    return 0


async def _migrated(settings: Settings) -> str:
    with data_folder_lock(settings.data):
        async with open_store(settings) as store:
            state = await store.state()
            before = store.migrated_from
    if before is None:
        return f"The store was made in {settings.data}, at schema {state.schema}.\n"
    if before == state.schema:
        return f"The store is at the newest schema already, {state.schema}.\n"
    return f"The store was at schema {before} and is at {state.schema} now.\n"


def check_index_command(folder: Path | None) -> int:
    """Say whether the index has what the store has; 1 where it has not."""
    claims, found = asyncio.run(_disagreements(load_settings(folder)))
    if not found:
        sys.stdout.write(f"The index agrees with the store; {claims:,} claims can be found.\n")
        return 0
    told = "".join(f"{sentence}\n" for sentence in found)
    sys.stdout.write(f"{told}`caveat index rebuild` makes it anew.\n")
    return 1


async def _disagreements(settings: Settings) -> tuple[int, tuple[str, ...]]:
    from matching.agreement import disagreements  # noqa: PLC0415 - only this command needs it

    async with open_services(settings) as services:
        await follow(services.index, services.store.feed, silently)
        found = await disagreements(services.index, services.store.feed)
        return services.index.claims, found


def rebuild_command(folder: Path | None) -> int:
    """Drop the index and make it anew, with its vectors."""
    settings = load_settings(folder)
    sys.stdout.write(f"The index holds {asyncio.run(_rebuilt(settings)):,} claims.\n")
    return 0


async def _rebuilt(settings: Settings) -> int:
    with data_folder_lock(settings.data):
        await asyncio.to_thread(shutil.rmtree, settings.data / INDEX, ignore_errors=True)
    with shown_progress() as show:
        async with open_services(settings, show=show) as services:
            await complete(services.index, services.store.feed, show)
            return services.index.claims
