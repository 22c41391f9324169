"""`caveat check`: one text answered in the terminal, or as JSON."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.given import given_file, given_text, is_document
from bot.plain import plain_json
from claims.paste import Paste
from claims.report import Report
from intake.pasted import PastedText


def check_command(
    folder: Path | None,
    text: str | None,
    file: Path | None,
    community: str | None,
    *,
    as_json: bool,
    full: bool,
) -> int:
    """Answer a text; raises ``InputProblem`` before anything is opened where there is none."""
    paste = given_file(file) if text is None and file is not None and is_document(file) else None
    if paste is None:
        paste = Paste(text=given_text(text, file))
        asyncio.run(PastedText().read(paste.text))  # nothing is opened for what holds nothing
    report = asyncio.run(_answered(folder, paste, community))
    _print(report, as_json=as_json, full=full)
    return 0


async def _answered(folder: Path | None, paste: Paste, community: str | None) -> Report:
    from bot.services import open_services  # noqa: PLC0415 - not before the text is sound
    from bot.settings import load_settings  # noqa: PLC0415

    async with open_services(load_settings(folder), exclusive=False) as services:
        here = await services.known_community(community)
        return await services.checker.check_paste(paste, here)


def _print(report: Report, *, as_json: bool, full: bool) -> None:
    from bot.answers import print_report, report_json  # noqa: PLC0415 - rich takes a while
    from bot.terminal import console_for  # noqa: PLC0415

    if as_json:
        sys.stdout.write(f"{plain_json(report_json(report))}\n")
    else:
        print_report(console_for(sys.stdout), report, full=full)
