"""The ledger of deeds: each is written whole with its audit entry, and done once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from claims.deeds import (
    AddClaim,
    AnswerLinked,
    CloseRequest,
    DecideProposal,
    DecideSuggestion,
    Decision,
    Deed,
    Draft,
    Entry,
    FileRequest,
    LinkRequest,
    MarkRevision,
    Outcome,
    Proposal,
    Propose,
    PutReferences,
    SaveAddition,
    SaveClaim,
    SaveSettings,
    SplitRequest,
    Step,
    SwitchPack,
    TakeRequest,
)
from claims.errors import NotFound
from claims.shelves import Ledger
from storage import claim_steps, request_steps
from storage.aggregates import AddressForms, parts
from storage.curating_schema import audit, deeds, proposals
from storage.database import Database
from storage.marking import mark_revision
from storage.numbering import make_community
from storage.work import Work

_STEPS: Mapping[type[Any], Callable[[Work, Any], Awaitable[None]]] = {
    SaveClaim: claim_steps.save,
    SaveAddition: claim_steps.save_added,
    MarkRevision: mark_revision,
    PutReferences: claim_steps.put_references,
    Propose: claim_steps.propose,
    DecideProposal: claim_steps.decide_proposal,
    DecideSuggestion: claim_steps.decide_suggestion,
    SaveSettings: claim_steps.save_settings,
    SwitchPack: claim_steps.switch_pack,
    FileRequest: request_steps.file,
    TakeRequest: request_steps.take,
    LinkRequest: request_steps.link,
    CloseRequest: request_steps.close,
    AnswerLinked: request_steps.answer_linked,
    SplitRequest: request_steps.split,
}


class DeedLedger(Ledger):
    """Writes deeds: all steps, the audit entry and the outcome in one transaction."""

    def __init__(self, database: Database, forms: AddressForms) -> None:
        self._database = database
        self._forms = forms

    async def outcome(self, community: str, key: str) -> Outcome | None:
        """What a deed came to, where it was done before."""
        async with self._database.read() as connection:
            return await _outcome(connection, community, key)

    async def perform(self, deed: Deed, steps: Sequence[Step]) -> Outcome:
        """Do all the steps of a deed or nothing; done before, give back its first outcome.

        Raises ``Conflict`` on a stale base, ``NotFound`` for what another community owns.
        """
        async with self._database.write() as connection:
            done = await _outcome(connection, deed.community, deed.key)
            if done is not None:
                return done
            await make_community(connection, deed.community, deed.at)
            work = Work(connection, deed, self._forms)
            for kind, alike in groupby(steps, key=type):
                together = list(alike)
                new = [step for step in together if isinstance(step, AddClaim)]
                for some in parts(new):
                    await claim_steps.add(work, some)
                for step in together[len(new) :]:
                    await _STEPS[kind](work, step)
            if work.audited:
                await _note(work)
            row = {
                "community": deed.community,
                "key": deed.key,
                "action": deed.action,
                "at": deed.at,
                "outcome": work.outcome.model_dump_json(exclude_defaults=True),
            }
            await connection.execute(insert(deeds).values(row))
            return work.outcome

    async def forget_deeds(self, before: datetime) -> int:
        """Forget which interactions were done before a moment; Discord repeats none so late."""
        async with self._database.write() as connection:
            gone = await connection.execute(delete(deeds).where(deeds.c.at < before))
            return gone.rowcount

    async def audit(
        self, community: str, limit: int, *, before: int | None = None, claim_id: int | None = None
    ) -> Sequence[Entry]:
        """Entries of the audit log, newest first, those older than an entry, or of one claim."""
        c = audit.c
        query = select(
            c.id, c.at, c.actor, c.action, c.claim_id, c.revision, c.request, c.reason
        ).where(c.community == community)
        if before is not None:
            query = query.where(c.id < before)
        if claim_id is not None:
            query = query.where(c.claim_id == claim_id)
        async with self._database.read() as connection:
            rows = await connection.execute(query.order_by(c.id.desc()).limit(limit))
            return [Entry(*row) for row in rows]

    async def proposal(self, community: str, proposal_id: int) -> Proposal:
        """One proposal; raises ``NotFound``."""
        c = proposals.c
        query = select(proposals).where(c.id == proposal_id, c.community == community)
        async with self._database.read() as connection:
            found = (await connection.execute(query)).mappings().first()
        if found is None:
            raise NotFound(f"There is no proposal {proposal_id} here.")
        return _proposal(found)

    async def proposals(
        self, community: str, *, claim_id: int | None = None, limit: int = 100
    ) -> Sequence[Proposal]:
        """The proposals that wait, oldest first: all, or those for one claim."""
        c = proposals.c
        query = select(proposals).where(
            c.community == community, c.decision == Decision.WAITING.value
        )
        if claim_id is not None:
            query = query.where(c.claim_id == claim_id)
        async with self._database.read() as connection:
            rows = await connection.execute(query.order_by(c.id).limit(limit))
            return [_proposal(row) for row in rows.mappings()]

    async def declined(
        self, community: str, actor: str, since: datetime, limit: int
    ) -> Sequence[Proposal]:
        """What somebody proposed and another declined since a moment, newest first."""
        c, later = proposals.c, proposals.alias("later")
        followed = (
            select(later.c.id)
            .where(
                later.c.community == c.community,
                later.c.claim_id == c.claim_id,
                later.c.actor == c.actor,
                later.c.id > c.id,
            )
            .exists()
        )
        query = select(proposals).where(
            c.community == community,
            c.decision == Decision.DECLINED.value,
            c.actor == actor,
            c.decided_at >= since,
            ~followed,
        )
        newest = query.order_by(c.decided_at.desc(), c.id.desc()).limit(limit)
        async with self._database.read() as connection:
            rows = await connection.execute(newest)
            return [_proposal(row) for row in rows.mappings()]


async def _outcome(connection: AsyncConnection, community: str, key: str) -> Outcome | None:
    query = select(deeds.c.outcome).where(deeds.c.community == community, deeds.c.key == key)
    found = (await connection.execute(query)).scalar_one_or_none()
    return Outcome.model_validate_json(found) if found is not None else None


async def _note(work: Work) -> None:
    row = {
        "community": work.community,
        "at": work.deed.at,
        "actor": work.deed.actor,
        "action": work.deed.action,
        "claim_id": work.claim_id,
        "revision": work.revision,
        "request": work.request,
        "reason": work.deed.reason,
    }
    await work.connection.execute(insert(audit).values(row))


def _proposal(row: RowMapping) -> Proposal:
    return Proposal(
        proposal_id=row["id"],
        claim_id=row["claim_id"],
        action=row["action"],
        reason=row["reason"],
        actor=row["actor"],
        at=row["at"],
        draft=Draft.model_validate_json(row["body"]),
        decision=Decision(row["decision"]),
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        sentence=row["sentence"],
    )
