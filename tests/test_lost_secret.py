"""The file with the secret is lost, or another installation's: nobody is left to wonder why."""

import asyncio
import logging
from pathlib import Path

import pytest

from bot.doctor import findings
from bot.findings import Finding, Mark
from bot.services import open_services
from bot.settings import Settings


async def opened(settings: Settings) -> None:
    async with open_services(settings):
        pass


async def notes(settings: Settings) -> list[Finding]:
    return [finding for finding in await findings(settings) if finding.what == "Secret"]


@pytest.mark.parametrize("lost", ["missing", "another one"])
def test_a_lost_secret_is_told_until_the_right_one_is_put_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, lost: str
):
    settings = Settings(data=tmp_path / "data", model="off", default_packs=())
    memos = settings.data / "memos.json"
    asyncio.run(opened(settings))
    asyncio.run(opened(settings))
    assert asyncio.run(notes(settings)) == []
    kept = memos.read_bytes()

    memos.unlink()
    if lost == "missing":
        [before] = asyncio.run(notes(settings))
        assert "is missing" in before.sentence
    with caplog.at_level(logging.WARNING, logger="bot.services"):
        asyncio.run(opened(settings))
    assert "memos.json is not the one of this store" in caplog.text
    [note] = asyncio.run(notes(settings))
    assert note.mark is Mark.NOTE
    assert "put back memos.json of a backup" in note.mend

    memos.write_bytes(kept)
    caplog.clear()
    asyncio.run(opened(settings))
    assert "memos.json" not in caplog.text
    assert asyncio.run(notes(settings)) == []
