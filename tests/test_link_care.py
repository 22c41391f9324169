"""Links of a community's own sources are tried once a week; curators hear which are gone."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest_asyncio

from bot.link_care import try_links
from bot.services import Services, open_services
from bot.settings import Settings
from claims.check import Reading
from claims.models import Owner, Source
from claims.pages import FetchPolicy
from intake.files import HandedFiles
from intake.worker import ReadingWorker
from tests.hostile_web import HostileWeb, answer, article
from tests.reading_world import Clock, opened

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


class Week:
    """A community with sources, on a web that the story makes, with a clock of hours."""

    def __init__(self, services: Services, web: HostileWeb, clock: Clock) -> None:
        self.services, self.web, self.clock = services, web, clock
        self.policy = FetchPolicy()

    async def has(self, **paths: str) -> None:
        given = [
            Source(key=key, publisher="The Paper", url=self.web.at(path))
            for key, path in paths.items()
        ]
        await self.services.store.writer.put_sources(Owner.community("7"), given)

    async def goes_by(self, first: datetime) -> None:
        for hour in range(168):
            await try_links(self.services, first + timedelta(hours=hour))
        self.clock.now += 7 * 24 * 3600

    async def dead(self) -> dict[str, str]:
        found = await self.services.store.work.dead_links("7", 10)
        return {link.source.key: link.problem for link in found}


@pytest_asyncio.fixture
async def week(tmp_path: Path) -> AsyncIterator[Week]:
    settings = Settings(data=tmp_path, model="off", default_packs=())
    worker, clock = ReadingWorker(), Clock()
    async with (
        HostileWeb().listening() as web,
        open_services(settings) as services,
        opened(web, worker, clock, 5) as pages,
    ):
        web.pages["/robots.txt"] = answer("", kind="text/plain", status="404 Not Found")
        await services.store.ensure_community("7", ())

        async def policy(community: str) -> FetchPolicy:
            return found.policy

        reading = Reading(pages, HandedFiles(worker), policy)
        found = Week(replace(services, reading=reading), web, clock)
        yield found
    await worker.close()


async def test_a_page_that_is_gone_is_told_and_forgotten_once_it_is_back(week: Week):
    week.web.pages["/here"] = answer(article())
    week.web.pages["/gone"] = answer("gone", status="404 Not Found")
    week.web.pages["/busy"] = answer("later", status="503 Service Unavailable")
    await week.has(A="/here", B="/gone", C="/busy")
    await week.goes_by(MONDAY)
    assert list(await week.dead()) == ["B"]
    assert "no such page" in (await week.dead())["B"]
    week.web.pages["/gone"] = answer(article())
    await week.goes_by(MONDAY + timedelta(days=7))
    assert await week.dead() == {}


async def test_each_link_is_tried_once_a_week(week: Week):
    week.web.pages["/here"] = answer(article())
    await week.has(A="/here")
    await week.goes_by(MONDAY)
    assert week.web.paths().count("/here") == 1


async def test_a_community_that_lets_nobody_read_pages_is_left_alone(week: Week):
    week.policy = FetchPolicy(enabled=False)
    await week.has(A="/here")
    await week.goes_by(MONDAY)
    assert week.web.requests == []
