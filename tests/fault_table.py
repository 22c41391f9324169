"""Each fault of Discord: how it begins and ends, and whether commands are answered all the same."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from tests.fault_background import PLACES
from tests.fault_world import SPARE
from tests.loopback_digests import channel_of
from tests.loopback_faults import LoopbackFaults, Trouble

Act = Callable[[LoopbackFaults, Sequence[str]], Awaitable[Any]]
"""Does something to Discord, and to some of its servers."""
ALWAYS = 10_000
OVER = ("answered", "silent")
"""Where nobody can be told any more; forms open all the same."""


async def nothing(discord: LoopbackFaults, guilds: Sequence[str]) -> None:
    """Do nothing."""


@dataclass(frozen=True)
class Fault:
    """One way in which Discord fails.

    Args:
        outcomes: What may become of a command: *answered*, *told* in a sentence that it failed,
            or *silent*.
        trouble: What befalls the requests about each server.
        before: Done before the commands are asked, ``strike`` right after that.
        seconds: How long it lasts.
        after: Seconds after which what it did is seen.
        over: Done when it ends.
        everywhere: Whether it befalls all servers together.
        refuses_posts: Whether it says of messages in channels that they will never be taken.
    """

    outcomes: tuple[str, ...] = ("answered",)
    trouble: Callable[[], Trouble] | None = None
    before: Act = nothing
    strike: Act = nothing
    seconds: float = 0.0
    after: float = 0.0
    over: Act = nothing
    everywhere: bool = False
    refuses_posts: bool = False

    @property
    def is_mended(self) -> bool:
        """Whether every command is answered nevertheless."""
        return self.outcomes == ("answered",)

    @property
    def is_of_a_moment(self) -> bool:
        """Whether it is over as soon as it has struck."""
        return self.is_of_the_gateway and not self.is_silent and not self.seconds

    @property
    def is_silent(self) -> bool:
        """Whether nothing that is asked reaches the bot while it lasts."""
        return self.before is _mute

    @property
    def is_of_the_gateway(self) -> bool:
        """Whether it befalls the connection that all servers share."""
        return self.trouble is None and self.before is not _twice

    @property
    def is_long(self) -> bool:
        """Whether it takes its time."""
        return self.seconds > 5

    async def begin(self, discord: LoopbackFaults, guilds: Sequence[str]) -> None:
        """Let it begin, before anything is asked."""
        await self.before(discord, guilds)
        if self.trouble is None:
            return
        discord.troubles |= {place: self.trouble() for place in self._places(guilds)}

    def begin_early(self, discord: LoopbackFaults) -> None:
        """Let it befall what the bot sends unasked, which it begins at its start."""
        if self.trouble is not None:
            discord.troubles |= {place: self.trouble() for place in PLACES}

    @property
    def unasked(self) -> dict[str, int]:
        """How often that stands there when all is over: once, or not where it was refused."""
        refused = {"digest": 0, "letter": 1, "notice": 0, "correction": 0}
        return refused if self.refuses_posts else dict.fromkeys(refused, 1)

    def _places(self, guilds: Sequence[str]) -> Sequence[str]:
        return ["*"] if self.everywhere else [guild for guild in guilds if guild != SPARE]

    async def last(self) -> None:
        """Let it last."""
        await asyncio.sleep(self.seconds)

    async def end(self, discord: LoopbackFaults, guilds: Sequence[str]) -> None:
        """Let it be over."""
        for place in (*self._places(guilds), *PLACES):
            discord.troubles.pop(place, None)
        discord.twice -= {*guilds}
        await self.over(discord, guilds)


async def _broken(discord: LoopbackFaults, guilds: Sequence[str], act: Act) -> None:
    """Do something after which the bot has to connect again."""
    discord.back.clear()
    await act(discord, guilds)


def _breaks(act: Callable[[LoopbackFaults], Awaitable[Any]]) -> Act:
    return partial(_broken, act=lambda discord, guilds: act(discord))


async def _mute(discord: LoopbackFaults, guilds: Sequence[str]) -> None:
    discord.back.clear()
    discord.fall_silent()


async def _until_noticed(discord: LoopbackFaults, guilds: Sequence[str]) -> None:
    await asyncio.wait_for(discord.back.wait(), 150)


async def _refuse(discord: LoopbackFaults, guilds: Sequence[str]) -> None:
    discord.back.clear()
    discord.refuses = True
    await discord.drop()


async def _let_in(discord: LoopbackFaults, guilds: Sequence[str]) -> None:
    discord.refuses = False


async def _twice(discord: LoopbackFaults, guilds: Sequence[str]) -> None:
    discord.twice |= {*guilds}


async def _close_channels(discord: LoopbackFaults, guilds: Sequence[str]) -> None:
    await _about_channels(discord, guilds, "CHANNEL_DELETE")


async def _open_channels(discord: LoopbackFaults, guilds: Sequence[str]) -> None:
    await _about_channels(discord, guilds, "CHANNEL_CREATE")


async def _about_channels(discord: LoopbackFaults, guilds: Sequence[str], event: str) -> None:
    for guild in guilds:
        [channel] = discord.guild_of(guild)["channels"]
        assert channel["id"] == channel_of(guild)
        if guild != SPARE:
            await discord.tell(event, {**channel, "guild_id": guild})


async def _delete_servers(discord: LoopbackFaults, guilds: Sequence[str]) -> None:
    for guild in guilds:
        if guild != SPARE:
            await discord.tell("GUILD_DELETE", {"id": guild})


async def _bring_servers_back(discord: LoopbackFaults, guilds: Sequence[str]) -> None:
    for guild in guilds:
        if guild != SPARE:
            await discord.tell("GUILD_CREATE", discord.guild_of(guild))


def _once(kind: str, **more: Any) -> Callable[[], Trouble]:
    return partial(Trouble, kind, **more)


def _always(kind: str, *of: str) -> Callable[[], Trouble]:
    return partial(Trouble, kind, times=ALWAYS, of=of)


FAULTS: Mapping[str, Fault] = {
    "gateway closed": Fault(strike=_breaks(LoopbackFaults.drop)),
    "gateway reset": Fault(strike=_breaks(LoopbackFaults.abort)),
    "asked to reconnect": Fault(strike=_breaks(LoopbackFaults.ask_to_reconnect)),
    "session invalid, to be resumed": Fault(
        strike=_breaks(partial(LoopbackFaults.invalidate, resumable=True))
    ),
    "session lost": Fault(strike=_breaks(partial(LoopbackFaults.invalidate, resumable=False))),
    "gateway silent, heartbeats unanswered": Fault(
        outcomes=OVER, before=_mute, over=_until_noticed
    ),
    "gateway out of reach for 60 s": Fault(strike=_refuse, seconds=60, over=_let_in),
    "429 on each route": Fault(trouble=_once("limited")),
    "429 for everything": Fault(trouble=_once("limited everywhere"), everywhere=True),
    "500 once": Fault(trouble=_once("500")),
    "502 once": Fault(trouble=_once("502")),
    "503 once": Fault(trouble=_once("503")),
    "500, but carried out": Fault(trouble=_once("500, but done")),
    "503 for 35 s": Fault(
        outcomes=OVER, trouble=_always("503", "first", "later", "posts"), seconds=35
    ),
    "503 for 35 s, after the first answer": Fault(
        outcomes=("answered", "told"),
        after=15,
        trouble=_always("503", "later", "posts"),
        seconds=35,
    ),
    "answers after 2.5 s": Fault(trouble=_once("slow", seconds=2.5)),
    "first replies that never come": Fault(
        trouble=_once("slow", of=("first",), seconds=60), seconds=6
    ),
    "replies lost": Fault(trouble=_once("lost")),
    "requests cut off": Fault(trouble=_once("cut")),
    "interactions delivered twice": Fault(before=_twice),
    "interactions unknown (10062)": Fault(
        outcomes=OVER, trouble=_always("unknown interaction", "first"), seconds=3
    ),
    "tokens expired (10015)": Fault(outcomes=OVER, trouble=_always("expired", "later"), seconds=3),
    "tokens invalid (50027)": Fault(
        outcomes=OVER, trouble=_always("invalid token", "later"), seconds=3
    ),
    "permissions revoked (50013)": Fault(
        refuses_posts=True,
        outcomes=OVER,
        trouble=_always("no permission", "later", "posts"),
        seconds=3,
    ),
    "access revoked (50001)": Fault(
        refuses_posts=True, outcomes=OVER, trouble=_always("no access", "later", "posts"), seconds=3
    ),
    "channel deleted (10003)": Fault(
        refuses_posts=True,
        outcomes=(*OVER, "told"),
        trouble=_always("no channel", "later", "posts"),
        strike=_close_channels,
        seconds=3,
        over=_open_channels,
    ),
    "server deleted (10004)": Fault(
        refuses_posts=True,
        outcomes=(*OVER, "told"),
        trouble=_always("no guild", "later", "posts"),
        strike=_delete_servers,
        seconds=3,
        over=_bring_servers_back,
    ),
}
