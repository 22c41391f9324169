"""The steps of a deed that concern requests: filing, taking, linking, closing and splitting them.

Closing one puts a notice into the box for every asker who wants to be told, in the same
transaction.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from claims.deeds import (
    AnswerLinked,
    CloseRequest,
    FileRequest,
    LinkRequest,
    SplitRequest,
    TakeRequest,
)
from claims.errors import AskedTooOften, InputProblem, NotFound
from claims.requesting import Closing, RequestStatus, Told, Verdict
from storage.curating_schema import askers, notices, requests
from storage.work import Work

WAITING = (RequestStatus.OPEN.value, RequestStatus.TAKEN.value)
_DAY = timedelta(days=1)

Conditions = tuple[ColumnElement[bool], ColumnElement[bool]]


async def file(work: Work, step: FileRequest) -> None:
    """File what a member asks, with the request that means the same if it still waits."""
    work.audited = False
    ask = step.ask
    a = askers.c
    recent = select(func.count()).where(
        a.community == work.community, a.who == ask.who, a.asked_at > work.deed.at - _DAY
    )
    if int((await work.connection.execute(recent)).scalar_one()) >= step.asks_a_day:
        raise AskedTooOften(step.asks_a_day)
    found = await _waiting(work, step.into) if step.into is not None else None
    if found is None:
        request_id, number = await _made(work, ask.text, ask.language)
    else:
        request_id, number = found.id, found.number
    work.request = number
    mine = *_askers_of(work.community, request_id), a.who == ask.who
    if (await work.connection.execute(select(a.id).where(*mine))).first() is None:
        row = {
            "community": work.community,
            "request_id": request_id,
            "who": ask.who,
            "user": ask.user,
            "text": ask.text,
            "reason": ask.reason,
            "told": ask.told.value,
            "asked_at": work.deed.at,
            "expires_at": ask.expires,
        }
        await work.connection.execute(insert(askers).values(row))
    else:
        told = {"user": ask.user, "told": ask.told.value}
        await work.connection.execute(update(askers).where(*mine).values(**told))
    await count_askers(work.connection, work.community, request_id)


async def take(work: Work, step: TakeRequest) -> None:
    """Note who looks into a request, or that nobody does."""
    found = await _expect_waiting(work, step.number)
    if step.taken_by is not None and found.taken_by not in (None, step.taken_by):
        raise InputProblem("Another curator took this request; ask them, or answer it anyway.")
    status = RequestStatus.TAKEN if step.taken_by else RequestStatus.OPEN
    state = {"taken_by": step.taken_by, "status": status.value}
    await work.connection.execute(
        update(requests).where(*_one(work.community, found.id)).values(**state)
    )
    work.request = step.number


async def link(work: Work, step: LinkRequest) -> None:
    """Tie a request to the claim that is to answer it."""
    found = await _expect_waiting(work, step.number)
    claim_id = work.claim_id if step.claim_id is None else step.claim_id
    if claim_id is None:
        raise NotFound("There is no claim to answer this request with.")
    await work.check_sees(claim_id)
    state = {
        "claim_id": claim_id,
        "taken_by": work.deed.actor,
        "status": RequestStatus.TAKEN.value,
    }
    await work.connection.execute(
        update(requests).where(*_one(work.community, found.id)).values(**state)
    )
    work.request = step.number


async def close(work: Work, step: CloseRequest) -> None:
    """Answer or dismiss a request."""
    found = await _expect_waiting(work, step.number)
    if step.closing.claim_id is not None:
        await work.check_sees(step.closing.claim_id)
        work.claim_id = work.claim_id or step.closing.claim_id
    await closed(work, found.id, step.closing)
    work.request = step.number


async def answer_linked(work: Work, step: AnswerLinked) -> None:
    """Answer the requests that waited for a claim to be published."""
    c = requests.c
    query = select(c.id, c.number).where(
        c.community == work.community, c.claim_id == step.claim_id, c.status.in_(WAITING)
    )
    for request_id, number in (await work.connection.execute(query)).all():
        answer = step.claim_id if step.answer is None else step.answer
        await closed(work, request_id, Closing(Verdict.ANSWERED, answer, ""))
        work.request = work.request or number


async def split(work: Work, step: SplitRequest) -> None:
    """Make a request of its own of what some of the askers asked."""
    found = await _expect_waiting(work, step.number)
    a = askers.c
    moved = *_askers_of(work.community, found.id), a.id.in_(step.askers)
    rows = (await work.connection.execute(select(a.id, a.text).where(*moved).order_by(a.id))).all()
    if not rows or len(rows) != len(set(step.askers)):
        raise NotFound("Choose among those who asked this request.")
    text = next((row.text for row in rows if row.text), "")
    request_id, number = await _made(work, text, found.language)
    await work.connection.execute(update(askers).where(*moved).values(request_id=request_id))
    await count_askers(work.connection, work.community, request_id)
    await count_askers(work.connection, work.community, found.id)
    those = *_askers_of(work.community, found.id), a.text != ""
    left = select(a.text).where(*those).order_by(a.id).limit(1)
    first = (await work.connection.execute(left)).scalar_one_or_none() or ""
    await work.connection.execute(
        update(requests).where(*_one(work.community, found.id)).values(text=first)
    )
    work.request = number


async def closed(work: Work, request_id: int, closing: Closing) -> None:
    """Close a request and put a notice into the box for each asker who wants one."""
    state = {
        "status": closing.verdict.value,
        "claim_id": closing.claim_id,
        "closed_at": work.deed.at,
        "closed_by": work.deed.actor,
        "sentence": closing.sentence,
    }
    await work.connection.execute(
        update(requests).where(*_one(work.community, request_id)).values(**state)
    )
    a = askers.c
    wants = a.told == Told.DIRECT.value, a.user.is_not(None)
    to_tell = (
        select(a.id, a.user).where(*_askers_of(work.community, request_id), *wants).order_by(a.id)
    )
    rows = [
        {
            "community": work.community,
            "request_id": request_id,
            "asker_id": asker_id,
            "user": user,
            "verdict": closing.verdict.value,
            "claim_id": closing.claim_id,
            "sentence": closing.sentence,
            "state": "waiting",
            "attempts": 0,
            "made_at": work.deed.at,
        }
        for asker_id, user in (await work.connection.execute(to_tell)).all()
    ]
    if rows:
        await work.connection.execute(insert(notices), rows)
    # Whom to tell stands in the notice now; nobody else needs to be known.
    forgotten = update(askers).where(*_askers_of(work.community, request_id)).values(user=None)
    await work.connection.execute(forgotten)


def _one(community: str, request_id: int) -> Conditions:
    """One request, which is the community's own."""
    return requests.c.id == request_id, requests.c.community == community


def _askers_of(community: str, request_id: int) -> Conditions:
    """Those who asked it, in this community."""
    return askers.c.request_id == request_id, askers.c.community == community


async def _waiting(work: Work, number: int) -> Any:
    c = requests.c
    query = select(c.id, c.number, c.taken_by, c.language).where(
        c.community == work.community, c.number == number, c.status.in_(WAITING)
    )
    return (await work.connection.execute(query)).first()


async def _expect_waiting(work: Work, number: int) -> Any:
    found = await _waiting(work, number)
    if found is not None:
        return found
    c = requests.c
    query = select(c.status).where(c.community == work.community, c.number == number)
    status = (await work.connection.execute(query)).scalar_one_or_none()
    if status is None:
        raise NotFound(f"There is no request {number} here.")
    raise InputProblem(f"Request {number} was {status} already.")


async def _made(work: Work, text: str, language: str | None) -> tuple[int, int]:
    c = requests.c
    highest = select(func.coalesce(func.max(c.number), 0)).where(c.community == work.community)
    number = int((await work.connection.execute(highest)).scalar_one()) + 1
    row = {
        "community": work.community,
        "number": number,
        "status": RequestStatus.OPEN.value,
        "text": text,
        "language": language,
        "asked": 0,
        "first_asked": work.deed.at,
        "last_asked": work.deed.at,
        "sentence": "",
    }
    done = await work.connection.execute(insert(requests).values(row))
    key = done.inserted_primary_key
    if key is None:
        raise NotFound("The request could not be filed; try again.")
    return int(key[0]), number


async def count_askers(connection: AsyncConnection, community: str, request_id: int) -> None:
    """Bring a request's figures to what its askers say; its moments stay where none is left."""
    a = askers.c
    query = select(func.count(), func.min(a.asked_at), func.max(a.asked_at)).where(
        *_askers_of(community, request_id)
    )
    count, first, last = (await connection.execute(query)).one()
    figures = {"asked": count}
    if count:
        figures |= {"first_asked": first, "last_asked": last}
    await connection.execute(update(requests).where(*_one(community, request_id)).values(**figures))
