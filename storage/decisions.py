"""What curators decided on what members asked and doubted, as far as the texts are still kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, func, select

from claims.approving import NOT_THIS_CLAIM
from claims.deeds import Decision
from claims.evaluation import Case, Kind
from claims.report import ClaimView
from claims.requesting import RequestStatus
from claims.usage import Doubts
from storage.bodies import owner_of
from storage.curating_schema import requests, suggestion_decisions
from storage.database import Database
from storage.schema import claims, feedback
from storage.views import assemble, rows_among, rows_of, scope_of, visible

_CLOSED = {
    RequestStatus.ANSWERED.value: Kind.ANSWERED,
    RequestStatus.DISMISSED.value: Kind.DISMISSED,
}


_PAGE = 500


class Decisions:
    """Reads decisions, one community at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def communities(self) -> Sequence[str]:
        """Those in which anything was asked or decided."""
        asked = select(requests.c.community).union(select(suggestion_decisions.c.community))
        async with self._database.read() as connection:
            return sorted((await connection.execute(asked)).scalars())

    async def cases(self, community: str) -> list[Case]:
        """Closed requests, and doubts that were not shared; of claims that are seen now."""
        return await self._database.look(lambda connection: _cases(connection, community))

    async def doubts(self, community: str) -> Mapping[int, Doubts]:
        """For each claim that was doubted, by id, how often."""
        f, d = feedback.c, suggestion_decisions.c
        query = (
            select(f.claim_id, d.decision, func.count())
            .outerjoin_from(feedback, suggestion_decisions, d.feedback_id == f.id)
            .where(f.community == community, f.kind == NOT_THIS_CLAIM)
            .group_by(f.claim_id, d.decision)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        found: dict[int, dict[str | None, int]] = {}
        for claim_id, decision, times in rows:
            found.setdefault(claim_id, {})[decision] = times
        agreed, upheld = Decision.ACCEPTED.value, Decision.DECLINED.value
        return {
            claim_id: Doubts(claim_id, by.get(agreed, 0), by.get(upheld, 0), by.get(None, 0))
            for claim_id, by in found.items()
        }

    async def with_phrasings(self, community: str, more: Iterable[int]) -> list[ClaimView]:
        """The published claims here that have phrasings, and some more where they are seen."""
        wanted = frozenset(more)

        def look(connection: Connection) -> list[ClaimView]:
            scope = scope_of(connection, community)
            found: list[ClaimView] = []
            after = 0
            query = visible(scope).order_by(claims.c.id).limit(_PAGE)
            while rows := rows_of(connection, query.where(claims.c.id > after)):
                after = rows[-1].claim_id
                found += [
                    view
                    for view in assemble(connection, scope, rows)
                    if view.claim.phrasings or view.claim_id in wanted
                ]
            return found

        return await self._database.look(look)


def _cases(connection: Connection, community: str) -> list[Case]:
    owner = owner_of(community)
    r, f, d = requests.c, feedback.c, suggestion_decisions.c
    closed = select(r.status, r.claim_id, r.text).where(
        r.community == community, r.status.in_(_CLOSED), r.text != ""
    )
    found = [(_CLOSED[row[0]], row[1], row[2]) for row in connection.execute(closed)]
    upheld = (
        select(f.claim_id, f.wording)
        .join_from(feedback, suggestion_decisions, d.feedback_id == f.id)
        .where(
            f.community == community,
            f.kind == NOT_THIS_CLAIM,
            d.decision == Decision.DECLINED.value,
        )
        .distinct()
    )
    found += [(Kind.UPHELD, row[0], row[1]) for row in connection.execute(upheld)]
    wanted = sorted({claim_id for _, claim_id, _ in found if claim_id is not None})
    rows = rows_among(connection, scope_of(connection, community), wanted) if wanted else []
    seen = [row.claim_id for row in rows]
    named = select(claims.c.id, claims.c.ref).where(claims.c.id.in_(seen))
    refs = {row[0]: row[1] for row in connection.execute(named)}
    cases = []
    for kind, claim_id, text in found:
        if kind is Kind.DISMISSED:
            cases.append(Case(owner, 0, "", kind, text))
        elif claim_id in refs:
            cases.append(Case(owner, claim_id, refs[claim_id], kind, text))
    return cases
