"""The change feed that derived indexes follow: which claims changed, in order, as they are now."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import Connection, Row, func, select, update

from claims.models import Addition, Claim, Owner, Status
from claims.ports import Change, ClaimFeed
from storage.aggregates import parts
from storage.database import Database
from storage.schema import about, additions, claims, enabled_packs, feed

_MOST = 2000


class Feed(ClaimFeed):
    """Reads the feed; writing a claim puts it at its end."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def feed_id(self) -> str:
        """Identify this feed; an index of another one is rebuilt from the start."""
        query = select(about.c.value).where(about.c.name == "feed_id")
        return str(await self._database.look(lambda c: c.execute(query).scalar_one()))

    async def renew(self) -> None:
        """Give the feed a new identity: after a backup was restored, the old numbers mean others.

        Every index that followed it before starts anew.
        """
        async with self._database.write() as connection:
            mine = about.c.name == "feed_id"
            await connection.execute(update(about).where(mine).values(value=uuid.uuid4().hex))

    async def newest(self) -> int:
        """The newest sequence number; 0 where nothing was ever stored."""
        query = select(func.max(feed.c.sequence))
        return await self._database.look(lambda c: c.execute(query).scalar_one()) or 0

    async def changes(self, after: int, limit: int) -> Sequence[Change]:
        """At most ``limit`` changes (2,000 a call) after a sequence number, oldest first."""
        query = (
            select(
                feed.c.sequence,
                feed.c.owner,
                feed.c.claim_id,
                claims.c.owner.label("home"),
                claims.c.status,
                claims.c.body,
            )
            .join(claims, claims.c.id == feed.c.claim_id)
            .where(feed.c.sequence > after)
            .order_by(feed.c.sequence)
            .limit(min(limit, _MOST))
        )

        def look(connection: Connection) -> list[Change]:
            rows = connection.execute(query).all()
            added = [row.claim_id for row in rows if row.owner != row.home]
            shown = _shown_additions(connection, added) if added else {}
            return [_change(row, shown) for row in rows]

        return await self._database.look(look)


def _change(row: Row[int, str, int, str, str, str], shown: dict[tuple[str, int], str]) -> Change:
    sequence, owner, claim_id, home, status, body = row
    change = Change(sequence, Owner.parse(owner), claim_id, None)
    if status != Status.PUBLISHED.value:
        return change
    if owner == home:
        return Change(sequence, change.owner, claim_id, Claim.model_validate_json(body))
    addition = Addition.model_validate_json(shown.get((owner, claim_id), "{}"))
    if addition == Addition():
        return change
    claim = Claim.model_validate_json(body).with_addition(addition)
    return Change(sequence, change.owner, claim_id, claim)


def _shown_additions(
    connection: Connection, claim_ids: Sequence[int]
) -> dict[tuple[str, int], str]:
    """What communities added to these claims of packs that they have enabled, by owner and id."""
    found: dict[tuple[str, int], str] = {}
    for part in parts(claim_ids):
        query = (
            select(additions.c.community, additions.c.claim_id, additions.c.body)
            .join(claims, claims.c.id == additions.c.claim_id)
            .join(enabled_packs, enabled_packs.c.community == additions.c.community)
            .where(
                additions.c.claim_id.in_(part),
                claims.c.owner == "pack:" + enabled_packs.c.pack,
            )
        )
        for community, claim_id, body in connection.execute(query):
            found[str(Owner.community(community)), claim_id] = body
    return found
