"""`caveat claims import` and `export`: a community's own claims in and out as JSON Lines."""

from __future__ import annotations

import asyncio
import io
import sys
from pathlib import Path
from typing import TextIO

from bot.following import Show, complete
from bot.given import check_readable
from bot.plain import plain
from bot.progress import shown_progress
from bot.services import open_services, open_store
from bot.settings import Settings, load_settings
from bot.whole_files import written_whole
from storage.transfer import ImportReport

_ACTOR = "import"


def import_command(folder: Path | None, file: Path, community: str) -> int:
    """Bring claims in; 2 where lines were rejected, though the others went in."""
    check_readable(file)
    settings = load_settings(folder)
    with shown_progress() as show:
        report = asyncio.run(_imported(settings, file, community, show))
    for problem in report.rejections:
        sys.stderr.write(f"line {problem.line:,}: {plain(problem.sentence)}.\n")
    if report.resumed_at:
        sys.stdout.write(f"Continued an interrupted import after line {report.resumed_at:,}.\n")
    sys.stdout.write(_summary(report, community))
    return 2 if report.rejected else 0


async def _imported(settings: Settings, file: Path, community: str, show: Show) -> ImportReport:
    async with open_services(settings, show=show) as services:
        report = await services.store.transfer.import_claims(
            community,
            file,
            actor=_ACTOR,
            progress=lambda done, size, _lines: show("Importing (bytes)", done, size),
        )
        await complete(services.index, services.store.feed, show)
        return report


def _summary(report: ImportReport, community: str) -> str:
    parts = [
        f"{report.added:,} claims added",
        f"{report.changed:,} changed",
        f"{report.unchanged:,} as they were",
        f"{report.rejected:,} of {report.lines:,} lines rejected",
    ]
    return f"Community {community}: {', '.join(parts)}.\n"


def export_command(folder: Path | None, community: str, file: Path | None) -> int:
    """Write claims out; a file is replaced whole at the end, so a failure leaves the old one."""
    settings = load_settings(folder)
    if file is None or str(file) == "-":
        out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n")
        count = asyncio.run(_exported(settings, community, out))
        out.flush()
        out.detach()
    else:
        with written_whole(file) as opened:
            count = asyncio.run(_exported(settings, community, opened))
    sys.stderr.write(f"{count:,} claims exported.\n")
    return 0


async def _exported(settings: Settings, community: str, out: TextIO) -> int:
    async with open_store(settings) as store:
        return await store.transfer.export_claims(community, out)
