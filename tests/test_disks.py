"""Disks that are full or read-only: a sentence each time, nothing half written, well afterwards."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.services import open_services
from tests import disk_stories
from tests.disk_stories import BRIDGE, HERE, Room, a_published, settings_of

LONG = pytest.mark.long
DISKS = [disk_stories.on_a_small_disk, pytest.param(disk_stories.under_a_limit, marks=LONG)]
READ_ONLY = [
    disk_stories.on_a_read_only_disk,
    pytest.param(disk_stories.without_the_right, marks=LONG),
]


@pytest.mark.parametrize("disk", DISKS)
def test_a_full_disk_is_told_loses_nothing_and_all_goes_on_once_there_is_room(
    tmp_path: Path, disk: Callable[..., Any]
):
    disk(disk_stories.full, tmp_path)


@pytest.mark.parametrize("disk", READ_ONLY)
def test_what_is_started_on_a_read_only_disk_says_so_and_changes_nothing(
    tmp_path: Path, disk: Callable[..., Any]
):
    async def begin() -> None:
        async with open_services(settings_of(Room(tmp_path, mounted=False))) as services:
            await services.welcome(HERE)
            await a_published(services, "a", BRIDGE)

    asyncio.run(begin())
    disk(disk_stories.read_only, tmp_path)
