"""The numbers by which a community calls claims: #12.

Its own claims take the next number of its counter. A pack gets a block of the counter, so that the
numbers of its claims stay the same however many the community adds, and while it is switched off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import claims, communities, number_blocks

_BLOCK = 100
_WITH_NUMBER = re.compile(r"[A-Za-z]+0*([1-9]\d{0,3})")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a community's numbers that stands for a stretch of a pack's."""

    pack: str
    pack_from: int
    pack_to: int
    first_number: int

    @property
    def last_number(self) -> int:
        """The last of the community's numbers in it."""
        return self.first_number + self.pack_to - self.pack_from


class Numbers:
    """Translates between the numbers of one community and those of the packs."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks = tuple(blocks)

    def shown(self, pack: str, number: int) -> int:
        """The community's number for a pack's claim; 0 where the pack never had a block here."""
        for block in self._blocks:
            if block.pack == pack and block.pack_from <= number <= block.pack_to:
                return block.first_number + number - block.pack_from
        return 0

    def within(self, first: int, last: int) -> list[tuple[str, int, int]]:
        """The parts of packs that stand under these numbers: pack, first and last number there."""
        found = []
        for block in self._blocks:
            low, high = max(first, block.first_number), min(last, block.last_number)
            if low <= high:
                shift = block.pack_from - block.first_number
                found.append((block.pack, low + shift, high + shift))
        return found


async def make_community(connection: AsyncConnection, community: str, at: datetime) -> None:
    """Make the row of a community where there is none."""
    known = select(communities.c.id).where(communities.c.id == community)
    if (await connection.execute(known)).first() is None:
        row = {"id": community, "next_number": 1, "created_at": at, "settings": "{}"}
        await connection.execute(insert(communities).values(row))


async def take_numbers(connection: AsyncConnection, community: str, count: int) -> int:
    """Take ``count`` numbers off a community's counter and return the first of them."""
    mine = communities.c.id == community
    first = (await connection.execute(select(communities.c.next_number).where(mine))).scalar_one()
    await connection.execute(update(communities).where(mine).values(next_number=first + count))
    return int(first)


async def reserve_block(connection: AsyncConnection, community: str, pack: str, owner: str) -> None:
    """Give a pack numbers for all its claims, beyond those it has here already."""
    highest = select(func.max(claims.c.number)).where(claims.c.owner == owner)
    needed = (await connection.execute(highest)).scalar_one() or 0
    reserved = select(func.max(number_blocks.c.pack_to)).where(
        number_blocks.c.community == community, number_blocks.c.pack == pack
    )
    have = (await connection.execute(reserved)).scalar_one() or 0
    if needed <= have:
        return
    size = -(-(needed - have) // _BLOCK) * _BLOCK
    first = await take_numbers(connection, community, size)
    row = {
        "community": community,
        "pack": pack,
        "pack_from": have + 1,
        "pack_to": have + size,
        "first_number": first,
    }
    await connection.execute(insert(number_blocks).values(row))


def pack_numbers(refs: Sequence[str], taken: Mapping[str, int]) -> dict[str, int]:
    """The number of each claim within its pack: C37 is 37, other refs count by their place.

    ``taken`` holds the numbers given before; those never change.
    """
    wanted = _by_digits(refs) or {ref: place for place, ref in enumerate(refs, start=1)}
    given = dict(taken)
    used = set(given.values())
    for ref in refs:
        if ref in given:
            continue
        number = wanted[ref] if wanted[ref] not in used else max(used) + 1
        given[ref] = number
        used.add(number)
    return given


def _by_digits(refs: Sequence[str]) -> dict[str, int]:
    """The digits of refs that are all letters and digits, none twice; empty for others."""
    found = {ref: _WITH_NUMBER.fullmatch(ref) for ref in refs}
    numbers = {ref: int(match.group(1)) for ref, match in found.items() if match}
    if len(numbers) < len(refs) or len(set(numbers.values())) < len(numbers):
        return {}
    return numbers
