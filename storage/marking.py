"""Marking a revision: that it is minor, or in which words readers are told of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Table, and_, exists, select, update

from claims.deeds import MarkRevision
from claims.errors import InputProblem, NotFound
from storage.history import full_history
from storage.schema import addition_revisions, claims, revisions
from storage.views import Row, rows_of, scope_of, visible
from storage.work import Work

_OF_A_PACK = "That revision came with the pack; only what was added here can be marked."


async def mark_revision(work: Work, step: MarkRevision) -> None:
    """Mark one of the community's revisions; raises ``NotFound``, ``InputProblem``."""
    scope = await work.connection.run_sync(scope_of, work.community)
    query = visible(scope, include_unpublished=True).where(claims.c.id == step.claim_id)
    found = await work.connection.run_sync(rows_of, query)
    if not found:
        raise NotFound("There is no such claim here.")
    [row] = found
    table, mine = await _place(work, row, step.number)
    values: dict[str, Any] = {}
    if step.minor is not None:
        values["minor"] = step.minor
    if step.told is not None:
        values["told"] = step.told
    await work.connection.execute(update(table).where(mine).values(**values))
    work.touch(step.claim_id, step.number)


async def _place(work: Work, row: Row, number: int) -> tuple[Table, ColumnElement[bool]]:
    """The row of a revision, counted as the community counts: its own claim's, or an addition's."""
    history = await work.connection.run_sync(full_history, work.community, row)
    if not 1 <= number <= len(history):
        raise NotFound(f"The claim has no revision {number}; the newest is {len(history)}.")
    if row.owner == str(work.owner):
        r = revisions.c
        own = exists().where(claims.c.id == r.claim_id, claims.c.owner == str(work.owner))
        return revisions, and_(r.claim_id == row.claim_id, r.number == number, own)
    a = addition_revisions.c
    here = a.community == work.community, a.claim_id == row.claim_id
    query = select(a.number, a.claim_revision).where(*here).order_by(a.number)
    # The n-th addition to a pack's k-th revision is the (k + n)-th that the community sees.
    steps = (await work.connection.execute(query)).all()
    for added, written in steps:
        if written + added == number:
            return addition_revisions, and_(*here, a.number == added)
    raise InputProblem(_OF_A_PACK)
