"""What the stories of digests are told with: a server that has one, and time that passes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.digest_trouble import AdminTeller
from bot.digesting import Digester
from claims.digesting import Digests
from tests.curator_world import Crew, crew_of
from tests.discord_world import World, said
from tests.openapi import walk

BERLIN = ZoneInfo("Europe/Berlin")


@dataclass
class Daily:
    """A server with a digest every day at 09:00 in Berlin, and what posts it."""

    crew: Crew
    now: datetime
    digester: Digester

    @property
    def digests(self) -> Digests:
        return self.crew.world.services.digests

    def clock(self) -> datetime:
        return self.now

    async def at(self, moment: datetime) -> int:
        """Let it be some moment; returns how many digests were posted then."""
        self.now = moment
        posted = await self.digester.tick()
        await self.crew.world.env.settle()
        return posted

    def starts(self, restored: datetime | None = None) -> None:
        """Another process begins to post: it remembers nothing."""
        world = self.crew.world
        self.digests.clock = self.clock
        world.services.curation._bench.clock = self.clock  # which all services share
        teller = AdminTeller(world.bot, self.digests.book, world.store.curating)
        self.digester = Digester(world.bot, self.digests, teller, no_wait, restored=restored)

    async def set(self, **options: Any) -> None:
        """The administrator chooses the digest anew."""
        here = self.crew.server.channel
        given = {"channel": here, "time": "9 am", "timezone": "Europe/Berlin", **options}
        answer = await self.crew.slash(self.crew.admin, "digest set", **given)
        assert "### Saved" in said(answer.response), said(answer.response)

    def messages(self, channel: Any = None) -> list[Any]:
        """What the bot posted in the channel for everyone."""
        where = channel or self.crew.server.channel
        found = where.history(viewer=self.crew.server.bob)
        return [each for each in found if each.author.bot and not each.flags.ephemeral]

    def texts(self, channel: Any = None) -> list[str]:
        """What they say."""
        return [plain(said_in(message)) for message in self.messages(channel)]


async def no_wait(seconds: float) -> None:
    """Time that passes at once."""


def said_in(message: Any) -> str:
    """What a message of the bot says."""
    parts = walk([part.to_dict() for part in message.components])
    return "\n".join(part["content"] for part in parts if part["type"] == 10)


def plain(text: str) -> str:
    """Without escapes and invisible ends."""
    return text.translate(dict.fromkeys(map(ord, "\\\u2068\u2069\u200b")))


TODAY = datetime.now(BERLIN).date()
"""The day on which all stories begin, also where midnight comes while they are told."""


def at_nine(days: int = 1) -> datetime:
    """09:00 in Berlin, some days from now."""
    return _in_berlin(9, days)


def _in_berlin(hour: int, days: int = 0) -> datetime:
    day = TODAY + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=BERLIN).astimezone(UTC)


async def a_daily(
    world: World, *, begun: datetime | None = None, name: str = "Server", **options: Any
) -> Daily:
    """A server whose administrator has set a digest up, at noon or at some other moment."""
    daily = Daily(crew_of(world, name), begun or _in_berlin(12), Digester.__new__(Digester))
    daily.starts()
    await daily.set(**options)
    return daily
