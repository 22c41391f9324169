"""The queue of requests as curators and those who ask read it, and the box of notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from claims.deeds import Deed
from claims.errors import NotFound
from claims.requesting import (
    Asker,
    Closing,
    Notice,
    Request,
    RequestStatus,
    Told,
    Verdict,
)
from claims.shelves import NoticeBox, RequestShelf
from storage.aggregates import parts
from storage.curating_schema import askers, notices, requests
from storage.database import Database
from storage.request_steps import WAITING, closed, count_askers
from storage.work import Work

_LEFT = timedelta(minutes=2)
"""How long somebody may take to send a notice before another may look after it."""
_EXPIRED = "Nobody could look into it before the text that was kept for it expired."
_TAKEN_BACK = "Who asked it took it back."
_PROGRAM = "caveat"


class Queue(RequestShelf):
    """Reads requests of one community at a time, and forgets what has expired."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def request(self, community: str, number: int) -> Request:
        """One request with its askers; raises ``NotFound``."""
        c, a = requests.c, askers.c
        query = select(requests).where(c.community == community, c.number == number)
        async with self._database.read() as connection:
            found = (await connection.execute(query)).first()
            if found is None:
                raise NotFound(f"There is no request {number} here.")
            those = select(a.id, a.text, a.reason, a.told, a.asked_at).where(
                a.request_id == found.id, a.community == community
            )
            rows = (await connection.execute(those.order_by(a.id))).all()
        return _request(found, [Asker(i, t, r, Told(how), at) for i, t, r, how, at in rows])

    async def requests(
        self, community: str, statuses: Sequence[RequestStatus], limit: int
    ) -> Sequence[Request]:
        """Requests in these states without their askers: most asked first, then oldest."""
        c = requests.c
        states = [status.value for status in statuses]
        query = (
            select(requests)
            .where(c.community == community, c.status.in_(states))
            .order_by(c.asked.desc(), c.first_asked, c.id)
            .limit(limit)
        )
        async with self._database.read() as connection:
            return [_request(row) for row in await connection.execute(query)]

    async def asked_by(self, community: str, who: str, limit: int) -> Sequence[Request]:
        """What one member asked, newest first, with their own words and no curator's name."""
        c, a = requests.c, askers.c
        mine = (
            select(a.id, a.request_id, a.text, a.reason, a.told, a.asked_at)
            .where(a.community == community, a.who == who)
            .order_by(a.asked_at.desc(), a.id.desc())
            .limit(limit)
        )
        async with self._database.read() as connection:
            asked = (await connection.execute(mine)).all()
            query = select(requests).where(
                c.community == community, c.id.in_([row.request_id for row in asked])
            )
            found = {row.id: row for row in await connection.execute(query)}
        return [
            replace(
                _request(found[row.request_id]),
                text=row.text,
                askers=(Asker(row.id, row.text, row.reason, Told(row.told), row.asked_at),),
                taken_by=None,
                closed_by=None,
            )
            for row in asked
        ]

    async def asked_since(self, community: str, who: str, since: datetime) -> int:
        """How often a member asked since a moment."""
        a = askers.c
        query = select(func.count()).where(
            a.community == community, a.who == who, a.asked_at > since
        )
        async with self._database.read() as connection:
            return int((await connection.execute(query)).scalar_one())

    async def forget_texts(self, now: datetime) -> int:
        """Delete texts that have expired, in all communities; returns how many there were.

        A request of which no text is left is dismissed, and its askers are told.
        """
        a = askers.c
        expired = select(a.id, a.request_id, a.community).where(a.expires_at <= now)
        async with self._database.write() as connection:
            rows = (await connection.execute(expired)).all()
            for part in parts([row.id for row in rows]):
                gone = update(askers).where(a.id.in_(part))
                blank = {"text": "", "reason": "", "expires_at": None}
                await connection.execute(gone.values(**blank))
            for request_id, community in dict.fromkeys((r.request_id, r.community) for r in rows):
                await refreshed(connection, community, request_id, now, _EXPIRED)
        return len(rows)


class Outbox(NoticeBox):
    """The notices of all communities, each to be told once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def pending(self, now: datetime, limit: int) -> Sequence[Notice]:
        """Notices that nobody is sending, oldest first: new ones, and those left half way."""
        n = notices.c
        query = (
            select(
                n.id,
                n.community,
                n.user,
                requests.c.number,
                n.verdict,
                n.claim_id,
                n.sentence,
                n.attempts,
            )
            .join(requests, requests.c.id == n.request_id)
            .where(_free(now), n.user.is_not(None))
            .order_by(n.id)
            .limit(limit)
        )
        async with self._database.read() as connection:
            return [
                Notice(
                    notice_id=row.id,
                    community=row.community,
                    user=row.user,
                    request=row.number,
                    verdict=Verdict(row.verdict),
                    claim_id=row.claim_id,
                    sentence=row.sentence,
                    nonce=f"caveat-n{row.id}",
                    tried=row.attempts > 0,
                    attempts=row.attempts,
                )
                for row in await connection.execute(query)
            ]

    async def claim(self, notice_id: int, now: datetime) -> bool:
        """Take a notice to send it; False where somebody else has, or it is done."""
        n = notices.c
        state = {"state": "claimed", "claimed_at": now, "attempts": n.attempts + 1}
        mine = update(notices).where(n.id == notice_id, _free(now)).values(**state)
        async with self._database.write() as connection:
            return bool((await connection.execute(mine)).rowcount)

    async def confirm(self, notice_id: int, *, sent: bool) -> None:
        """Close a notice as sent or given up and forget whom it was for."""
        state = {"state": "sent" if sent else "given up", "user": None}
        mine = update(notices).where(notices.c.id == notice_id).values(**state)
        async with self._database.write() as connection:
            await connection.execute(mine)


def _free(now: datetime) -> Any:
    n = notices.c
    left = and_(n.state == "claimed", n.claimed_at <= now - _LEFT)
    return or_(n.state == "waiting", left)


def _request(row: Row[Any], those: Sequence[Asker] = ()) -> Request:
    return Request(
        number=row.number,
        status=RequestStatus(row.status),
        text=row.text,
        language=row.language,
        asked=row.asked,
        first_asked=row.first_asked,
        last_asked=row.last_asked,
        taken_by=row.taken_by,
        claim_id=row.claim_id,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        sentence=row.sentence,
        askers=tuple(those),
    )


async def refreshed(
    connection: AsyncConnection,
    community: str,
    request_id: int,
    now: datetime,
    sentence: str = _TAKEN_BACK,
) -> None:
    """Bring a request to what its askers' rows say after some texts, or some askers, are gone.

    It is told by a text that is left; where none is and it still waits, it is closed with a
    sentence for those who asked it.
    """
    a, c = askers.c, requests.c
    those = a.request_id == request_id, a.community == community, a.text != ""
    left = select(a.text).where(*those).order_by(a.id).limit(1)
    text = (await connection.execute(left)).scalar_one_or_none() or ""
    mine = c.id == request_id, c.community == community
    await connection.execute(update(requests).where(*mine).values(text=text))
    await count_askers(connection, community, request_id)
    status = (await connection.execute(select(c.status).where(*mine))).scalar_one()
    if text or status not in WAITING:
        return
    deed = Deed("", community, _PROGRAM, "request expired", sentence, now)
    work = Work(connection, deed, lambda _: ())
    await closed(work, request_id, Closing(Verdict.DISMISSED, None, sentence))
