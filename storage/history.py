"""The revisions of a claim, as the community that asks has seen it change.

A pack's claim with something added has two histories, the pack's and the community's. Each step of
either is one revision of what the community sees, so the numbers of both add up.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select

from claims.models import Addition, Claim
from claims.report import Revision
from storage.schema import addition_revisions, revisions
from storage.views import Row


def own_history(connection: Connection, row: Row) -> list[Revision]:
    """The revisions of a claim as its owner wrote them, oldest first."""
    r = revisions.c
    query = (
        select(r.number, r.base, r.at, r.actor, r.reason, r.body, r.minor, r.told)
        .where(r.claim_id == row.claim_id, r.owner == row.owner)
        .order_by(r.number)
    )
    return [
        Revision(number, base, at, actor, reason, Claim.model_validate_json(body), minor, told)
        for number, base, at, actor, reason, body, minor, told in connection.execute(query)
    ]


def full_history(connection: Connection, community: str, row: Row) -> list[Revision]:
    """The revisions of a claim with what the community added to it, oldest first."""
    written = own_history(connection, row)
    a = addition_revisions.c
    query = (
        select(a.claim_revision, a.at, a.actor, a.reason, a.body, a.minor, a.told)
        .where(a.community == community, a.claim_id == row.claim_id)
        .order_by(a.number)
    )
    added = (connection.execute(query)).all()
    found: list[Revision] = []
    addition = Addition()
    for state in written:
        number = len(found) + 1
        claim = state.claim.with_addition(addition)
        found.append(replace(state, number=number, base=number - 1, claim=claim))
        for _, at, actor, reason, body, minor, told in (
            step for step in added if step[0] == state.number
        ):
            number = len(found) + 1
            addition = Addition.model_validate_json(body)
            claim = state.claim.with_addition(addition)
            found.append(Revision(number, number - 1, at, actor, reason, claim, minor, told))
    return found
