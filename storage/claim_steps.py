"""The steps of a deed that change claims, what they refer to, proposals, settings and packs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, update

from claims.deeds import (
    AddClaim,
    DecideProposal,
    DecideSuggestion,
    Decision,
    Propose,
    PutReferences,
    SaveAddition,
    SaveClaim,
    SaveSettings,
    SwitchPack,
)
from claims.errors import Conflict, InputProblem, NotAllowed, NotFound
from claims.models import Document, Source
from storage.aggregates import put_documents, put_sources
from storage.bodies import body_of
from storage.curating_schema import (
    origins,
    proposals,
    reference_revisions,
    suggestion_decisions,
)
from storage.numbering import make_community
from storage.packs import switch_off, switch_on
from storage.saving import add_claims, save_addition, save_claim
from storage.schema import communities, documents, feedback, sources
from storage.work import Work


async def add(work: Work, steps: Sequence[AddClaim]) -> None:
    """Store new claims of the community, in their order; raises ``Conflict`` for a taken ref."""
    given = [step.claim for step in steps]
    ids = await add_claims(work.connection, work.owner, given, work.stamp)
    for claim in given:
        work.added.append(ids[claim.ref])
        work.touch(ids[claim.ref], 1)
    rows = [
        _origin(work, ids[step.claim.ref], step.origin) for step in steps if step.origin is not None
    ]
    if rows:
        await work.connection.execute(insert(origins), rows)


async def save(work: Work, step: SaveClaim) -> None:
    """Store a new state of one of the community's claims."""
    revision = await save_claim(
        work.connection, work.owner, step.claim_id, step.claim, base=step.base, stamp=work.stamp
    )
    work.touch(step.claim_id, revision)
    await _note_origin(work, step.claim_id, step.origin)


async def save_added(work: Work, step: SaveAddition) -> None:
    """Store what the community adds to a claim of a pack."""
    revision = await save_addition(
        work.connection,
        work.community,
        step.claim_id,
        step.addition,
        base=step.base,
        stamp=work.stamp,
    )
    work.touch(step.claim_id, revision)


async def put_references(work: Work, step: PutReferences) -> None:
    """Store sources and documents, and every state that they had before."""
    await make_community(work.connection, work.community, work.deed.at)
    await _remember(work, sources, "source", step.sources)
    await _remember(work, documents, "document", step.documents)
    await put_sources(work.connection, work.owner, step.sources)
    await put_documents(work.connection, work.owner, step.documents, work.forms)


async def propose(work: Work, step: Propose) -> None:
    """Put a change before the approvers."""
    await work.check_sees(step.claim_id)
    row = {
        "community": work.community,
        "claim_id": step.claim_id,
        "action": work.deed.action,
        "reason": work.deed.reason,
        "actor": work.deed.actor,
        "at": work.deed.at,
        "body": body_of(step.draft),
        "decision": Decision.WAITING.value,
        "sentence": "",
    }
    done = await work.connection.execute(insert(proposals).values(row))
    key = done.inserted_primary_key
    work.proposal = int(key[0]) if key is not None else None
    work.touch(step.claim_id, None)


async def decide_proposal(work: Work, step: DecideProposal) -> None:
    """Close a proposal that is waiting."""
    c = proposals.c
    mine = c.id == step.proposal, c.community == work.community
    query = select(c.decision, c.actor, c.claim_id).where(*mine)
    found = (await work.connection.execute(query)).first()
    if found is None:
        raise NotFound(f"There is no proposal {step.proposal} here.")
    if found.decision != Decision.WAITING.value:
        raise InputProblem(f"This proposal was {found.decision} already.")
    own = found.actor == work.deed.actor
    if step.decision is Decision.ACCEPTED and own:
        raise NotAllowed("Nobody approves their own change; another approver must look at it.")
    if step.decision is Decision.WITHDRAWN and not own:
        raise NotAllowed("Only who made a proposal can withdraw it; decline it instead.")
    state = {
        "decision": step.decision.value,
        "decided_by": work.deed.actor,
        "decided_at": work.deed.at,
        "sentence": "" if step.decision is Decision.ACCEPTED else work.deed.reason,
    }
    await work.connection.execute(update(proposals).where(*mine).values(**state))
    if work.claim_id is None:
        work.claim_id = found.claim_id


async def decide_suggestion(work: Work, step: DecideSuggestion) -> None:
    """Close a suggestion and all others that say the same of the same claim."""
    f = feedback.c
    here = f.community == work.community
    query = select(f.claim_id, f.kind, f.wording).where(f.id == step.suggestion, here)
    found = (await work.connection.execute(query)).first()
    if found is None:
        raise NotFound("There is no such suggestion here.")
    alike = f.claim_id == found.claim_id, f.kind == found.kind, f.wording == found.wording
    decided = select(suggestion_decisions.c.feedback_id)
    ids = (
        await work.connection.execute(select(f.id).where(here, *alike, f.id.not_in(decided)))
    ).scalars()
    rows = [
        {
            "feedback_id": feedback_id,
            "community": work.community,
            "decision": step.decision.value,
            "actor": work.deed.actor,
            "at": work.deed.at,
        }
        for feedback_id in ids
    ]
    if not rows:
        raise InputProblem("This suggestion was decided on already.")
    await work.connection.execute(insert(suggestion_decisions), rows)
    work.claim_id = work.claim_id or found.claim_id


async def save_settings(work: Work, step: SaveSettings) -> None:
    """Store the community's settings on top of the revision that they are based on."""
    await make_community(work.connection, work.community, work.deed.at)
    mine = communities.c.id == work.community
    query = select(communities.c.settings_revision).where(mine)
    now = int((await work.connection.execute(query)).scalar_one())
    if now != step.base:
        raise Conflict("The settings", step.base, now)
    state = {"settings": body_of(step.settings), "settings_revision": now + 1}
    await work.connection.execute(update(communities).where(mine).values(**state))


async def switch_pack(work: Work, step: SwitchPack) -> None:
    """Enable or disable a pack."""
    if step.on:
        await switch_on(work.connection, work.community, step.pack)
    else:
        await switch_off(work.connection, work.community, step.pack)


async def _note_origin(work: Work, claim_id: int, origin: tuple[str, str] | None) -> None:
    if origin is None:
        return
    mine = origins.c.claim_id == claim_id, origins.c.community == work.community
    await work.connection.execute(delete(origins).where(*mine))
    await work.connection.execute(insert(origins).values(_origin(work, claim_id, origin)))


def _origin(work: Work, claim_id: int, origin: tuple[str, str]) -> dict[str, Any]:
    pack, version = origin
    return {"claim_id": claim_id, "community": work.community, "pack": pack, "version": version}


async def _remember(
    work: Work, table: Table, kind: str, given: Sequence[Source | Document]
) -> None:
    """Keep what is replaced: the state before the first change, and each state after one."""
    for item in given:
        here = table.c.owner == str(work.owner), table.c.key == item.key
        before = (await work.connection.execute(select(table.c.body).where(*here))).scalar()
        after = body_of(item)
        if before is None or before == after:
            continue
        r = reference_revisions.c
        mine = r.community == work.community, r.kind == kind, r.key == item.key
        query = select(func.coalesce(func.max(r.number), 0)).where(*mine)
        newest = int((await work.connection.execute(query)).scalar_one())
        fixed: dict[str, Any] = {
            "community": work.community,
            "kind": kind,
            "key": item.key,
            "at": work.deed.at,
        }
        rows = [] if newest else [{**fixed, "number": 1, "actor": "", "body": before}]
        number = max(newest, 1) + 1
        rows.append({**fixed, "number": number, "actor": work.deed.actor, "body": after})
        await work.connection.execute(insert(reference_revisions), rows)
