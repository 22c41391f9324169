"""What is kept about one person: shown to them whole, as a file, and deleted when they say so."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

from claims.privacy import Line, lines
from claims.retention import Days
from claims.shelves import Pseudonyms, SettingsShelf
from claims.workbench import utc_now

OPT_OUTS = "opt_outs"
"""The heading under which it is kept that somebody wants to be left alone."""
_ABOUT = (
    "Everything that Caveat keeps about you and can find by your user id or a keyed hash of it. "
    "Moments are in UTC. What cannot be found, because it does not say whose it is, is described "
    "under not_included."
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by all names that the store may know them by; ``user`` is Discord's number."""

    user: int
    names: Pseudonyms


@dataclass(frozen=True, slots=True)
class Found:
    """Some rows about a person: what they are called, the line of the privacy page, the rows."""

    heading: str
    line: str
    rows: Sequence[Mapping[str, Any]]


class PersonShelf(Protocol):
    """Finds and forgets all that is kept about one person, in one community or in all."""

    async def found(self, person: Person, community: str | None) -> Sequence[Found]:
        """Everything kept about them; headings without rows are left out."""
        ...

    async def forget(
        self, person: Person, community: str | None, at: datetime, keep: Collection[str] = ()
    ) -> Mapping[str, int]:
        """Delete it, but for some headings; returns how many rows that were, by heading.

        What they did as a curator stays, under a name that leads nowhere.
        """
        ...


class OwnData:
    """Everybody's right to see and delete what is kept about them; it needs no other right.

    Args:
        shelf: Finds and forgets.
        settings: Says for how long a community keeps requests.
        names: The keyed hashes by which people are known.
        days: For how long this installation keeps what.
        clock: The time now, in UTC.
    """

    def __init__(
        self,
        shelf: PersonShelf,
        settings: SettingsShelf,
        names: Pseudonyms,
        days: Days,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._shelf = shelf
        self._settings = settings
        self._names = names
        self._days = days
        self._clock = clock

    async def lines(self, community: str) -> Sequence[Line]:
        """What is stored about people, why, and for how long in this community."""
        kept = (await self._settings.settings(community)).settings.keep_requests_days
        days = self._days
        return lines(replace(days, requests=kept))

    async def found(self, user: int, community: str | None = None) -> Sequence[Found]:
        """What is kept about somebody in one community, or in all."""
        return await self._shelf.found(Person(user, self._names), community)

    async def exported(self, user: int, community: str | None = None) -> bytes:
        """The same as a JSON file in UTF-8, with what each part is, why and for how long."""
        found = await self.found(user, community)
        head = {
            "about": _ABOUT,
            "made_at": self._clock(),
            "user": str(user),
            "community": community or "all",
        }
        return await asyncio.to_thread(_written, head, found, lines(self._days))

    async def delete(
        self, user: int, community: str | None = None, *, keep: Collection[str] = ()
    ) -> Mapping[str, int]:
        """Delete what is kept about somebody; how many rows that were, by heading.

        ``keep`` names headings that stay, such as ``OPT_OUTS``. What was deleted before is not
        there the second time.
        """
        person = Person(user, self._names)
        return await self._shelf.forget(person, community, self._clock(), keep)


def _written(head: Mapping[str, Any], found: Sequence[Found], known: Sequence[Line]) -> bytes:
    by_key = {line.key: line for line in known}
    parts = [
        {
            "heading": part.heading,
            "what": by_key[part.line].what,
            "why": by_key[part.line].why,
            "how_long": by_key[part.line].until,
            "rows": part.rows,
        }
        for part in found
    ]
    nobodys = ("answers", "shared", "deeds", "figures")
    left_out = [asdict(line) for line in known if line.key in nobodys]
    told = {**head, "kept": parts, "not_included": left_out}
    return json.dumps(told, ensure_ascii=False, indent=1, default=_moment).encode()


def _moment(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
