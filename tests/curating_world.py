"""What the stories of curators are told with: a real store, its services, and some people."""

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from bot.curators import CuratorServices, curator_services
from claims.annotating import HopForm
from claims.deeds import Proposal
from claims.editing import ClaimEdit
from claims.models import Stance
from claims.people import Member
from claims.ports import Readership
from claims.report import Candidate, ClaimView, Matching, Segment, Tier
from claims.sourcing import SourceForm
from intake.addresses import canonical_address
from matching.likeness import TextLikeness
from storage.store import Store

HERE = "1001"
THERE = "2002"
CURATORS, APPROVERS, ADMINS = 11, 12, 13

ADA = Member(1, HERE, can_manage_messages=True)
BEN = Member(2, HERE, can_manage_messages=True)
CHIEF = Member(3, HERE, can_manage_server=True)
MO = Member(4, HERE)
NIA = Member(5, HERE)
GONE = Member(6, HERE, present=False)
ZOE = Member(7, THERE, can_manage_messages=True, can_manage_server=True)

_deeds = count(1)


class WordMatcher:
    """Ranks claims by the share of words that they have in common with a text."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def match(
        self, text: str, readers: Readership, *, language: str | None = None
    ) -> Matching:
        return Matching((), ())

    async def rank(self, text: str, readers: Readership, limit: int) -> Sequence[Candidate]:
        asked = set(text.lower().split())
        views = await self._store.reader.suggest(readers.owners[0].key, "", 25)
        found = []
        for view in views:
            words = set(view.claim.text.lower().split())
            share = len(asked & words) / len(asked | words)
            tier = Tier.MATCH if share > 0.8 else Tier.RELATED
            segment = Segment(text, 0, len(text))
            found.append(
                Candidate(view.claim_id, view.claim.ref, tier, share, segment, view.claim.text)
            )
        return sorted(found, key=lambda item: -item.score)[:limit]


@dataclass
class Clock:
    """A clock that moves when it is told to."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 9, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class World:
    """An open store and the services over it."""

    store: Store
    desk: CuratorServices
    clock: Clock

    async def draft(self, member: Member = ADA, text: str = "The bridge closed in May.") -> int:
        """A new draft's id."""
        view = await self.desk.curation.add(member, deed(), ClaimEdit(text=text))
        return view.claim_id

    async def ready(self, member: Member = ADA, text: str = "The bridge closed in May.") -> int:
        """The id of a draft that has all it needs to be published."""
        claim_id = await self.draft(member, text)
        await self.desk.annotation.add_hop(member, deed(), claim_id, HopForm(who="The mayor"))
        await self.desk.annotation.add_source(
            member, deed(), claim_id, a_link(f"https://gazette.example/{claim_id}"), Stance.SUPPORTS
        )
        return claim_id

    async def published(self, member: Member = ADA, text: str = "The bridge closed in May.") -> int:
        """The id of a claim that members see, in a community without approval."""
        claim_id = await self.ready(member, text)
        await self.desk.curation.publish(member, deed(), claim_id)
        return claim_id

    async def settings(self, member: Member = CHIEF, **fields: Any) -> None:
        """Choose some settings."""
        await self.desk.communities.change(member, deed(), fields)

    async def view(self, claim_id: int, community: str = HERE) -> ClaimView:
        """A claim as the store has it, whatever its state."""
        found = await self.store.reader.views(community, [claim_id], include_unpublished=True)
        return found[claim_id]


_made: list[bytes] = []
"""A store with two communities, as it is when it has just been made: others begin as its copy."""


def _copied(file: Path) -> bytes:
    with closing(sqlite3.connect(file)) as connection:
        return connection.serialize()


def _forms(address: str) -> tuple[str, ...]:
    return (canonical_address(address),)


def deed() -> str:
    """The id of another interaction."""
    return f"i{next(_deeds)}"


def a_link(url: str = "https://gazette.example/1", **more: Any) -> SourceForm:
    return SourceForm(url=url, **more)


def seen(result: ClaimView | Proposal) -> ClaimView:
    """The claim that a change came to; fails the story where it waits for approval."""
    assert isinstance(result, ClaimView)
    return result


def proposed(result: ClaimView | Proposal) -> Proposal:
    """The proposal that a change came to; fails the story where it was made at once."""
    assert isinstance(result, Proposal)
    return result


@asynccontextmanager
async def a_world(folder: Path, embedder: Any = None) -> AsyncIterator[World]:
    """A store in a folder, with two communities known to it."""
    clock = Clock()
    file = folder / "caveat.db"
    is_new = not file.exists()
    if _made and is_new:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_made[0])
    async with Store.open(file, address_forms=_forms) as store:
        for community in (HERE, THERE):
            await store.ensure_community(community, ())
        if is_new and not _made:
            _made.append(_copied(file))
        yield World(
            store,
            curator_services(
                store, WordMatcher(store), TextLikeness(embedder), b"secret", clock=clock
            ),
            clock,
        )
