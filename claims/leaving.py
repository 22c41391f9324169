"""When the bot leaves a server: its data is kept for a while, then erased, or at once on demand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from claims.errors import InputProblem
from claims.people import Member, Right, Rights
from claims.retention import LEFT_DAYS
from claims.workbench import utc_now


class LeavingShelf(Protocol):
    """Remembers from when on communities are to be erased."""

    async def served(self) -> Mapping[str, datetime | None]:
        """The servers that the bot has been in, and from when on each is to be erased, if so."""
        ...

    async def when(self, community: str) -> datetime | None:
        """From when on a community is to be erased, if so."""
        ...

    async def erase_at(self, among: Collection[str], at: datetime | None) -> None:
        """Set from when on some communities are to be erased; None for not at all."""
        ...


class Leaving:
    """Servers that were left, and those whose administrators want all of it gone.

    Args:
        shelf: Remembers which are to be erased when.
        rights: What a member may do.
        erase: Erases a community, to its end; the hourly job goes on with what was cut short.
        clock: The time now, in UTC.
    """

    def __init__(
        self,
        shelf: LeavingShelf,
        rights: Callable[[Member], Awaitable[Rights]],
        erase: Callable[[str], Awaitable[None]],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._shelf = shelf
        self._rights = rights
        self._erase = erase
        self._clock = clock

    async def left(self, community: str) -> None:
        """Note that the bot left a server: all of it is erased after a while."""
        known = await self._shelf.served()
        if community in known and known[community] is None:
            await self._shelf.erase_at([community], self._end())

    async def came_back(self, community: str) -> None:
        """Keep the data of a server that the bot is in again.

        What was due to be erased is erased first, so that nothing new goes with it.
        """
        at = await self._shelf.when(community)
        if at is None:
            return
        if at <= self._clock():
            await self._erase(community)
        else:
            await self._shelf.erase_at([community], None)

    async def compare(self, present: Collection[str]) -> tuple[int, int]:
        """Compare with the servers that the bot is in now, as after a start.

        Returns how many were left meanwhile and to how many it came back.
        """
        known = await self._shelf.served()
        gone = [c for c, at in known.items() if at is None and c not in present]
        back = [c for c, at in known.items() if at is not None and c in present]
        if gone:
            await self._shelf.erase_at(gone, self._end())
        for community in back:
            await self.came_back(community)
        return len(gone), len(back)

    async def need(self, member: Member) -> None:
        """Raise ``NotAllowed`` for who may not erase the data of their server."""
        (await self._rights(member)).need(Right.ADMINISTER)

    async def erase(self, member: Member, name: str, typed: str) -> None:
        """Erase all of the member's server at once, if they typed its name.

        Raises ``NotAllowed``, ``InputProblem`` for another name.
        """
        await self.need(member)
        if _bare(typed) != _bare(name):
            raise InputProblem(
                f"Type the server's name, {name}, to erase all that Caveat keeps of it."
            )
        await self._shelf.erase_at([member.community], self._clock())
        await self._erase(member.community)

    def _end(self) -> datetime:
        return self._clock() + timedelta(days=LEFT_DAYS)


def _bare(name: str) -> str:
    return " ".join(name.split()).casefold()
