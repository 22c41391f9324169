"""With approval on, a second person reads what members will see; nobody approves their own."""

from pathlib import Path

import pytest

from claims.annotating import HopForm
from claims.deeds import Decision
from claims.editing import ClaimEdit
from claims.errors import Conflict, InputProblem, NotAllowed
from claims.models import Stance, Status
from claims.people import Member
from claims.requesting import RequestStatus
from tests.curating_world import (
    ADA,
    BEN,
    CHIEF,
    HERE,
    MO,
    World,
    a_link,
    a_world,
    deed,
    proposed,
    seen,
)
from tests.storage_worlds import with_pack


async def test_a_publication_waits_for_another_approver(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await world.settings(approval=True)
        claim_id = await world.ready()
        waits = proposed(await world.desk.curation.publish(ADA, deed(), claim_id))
        assert (await world.view(claim_id)).claim.status is Status.DRAFT
        assert [item.proposal_id for item in await world.desk.approvals.waiting(BEN)] == [
            waits.proposal_id
        ]
        shown = await world.desk.approvals.show(BEN, waits.proposal_id)
        assert [change.line for change in shown.changes] == ["status: draft → published"]
        with pytest.raises(NotAllowed, match="own change"):
            await world.desk.approvals.accept(ADA, deed(), waits.proposal_id)
        view = seen(await world.desk.approvals.accept(BEN, deed(), waits.proposal_id))
        assert view.claim.status is Status.PUBLISHED
        with pytest.raises(InputProblem, match="accepted already"):
            await world.desk.approvals.accept(CHIEF, deed(), waits.proposal_id)
        log = await world.desk.revising.audit(CHIEF, claim_id=claim_id)
        assert [(entry.actor, entry.action) for entry in log[:2]] == [
            ("2", "proposal accepted"),
            ("1", "claim published"),
        ]


async def test_what_readers_are_told_waits_and_the_rest_does_not(tmp_path: Path):
    async with a_world(tmp_path) as world:
        claim_id = await world.published()
        await world.settings(approval=True)
        desk = world.desk
        seen(await desk.curation.add_phrasing(ADA, deed(), claim_id, "They shut it."))
        seen(await desk.annotation.add_question(ADA, deed(), claim_id, "Since when?"))
        link = a_link("https://other.example/1")
        context = await desk.annotation.add_source(ADA, deed(), claim_id, link, Stance.CONTEXT)
        key = next(key for key in seen(context).sources if key.startswith("other"))
        for change in (
            await desk.annotation.change_stance(ADA, deed(), claim_id, key, Stance.DISPUTES),
            await desk.annotation.add_hop(ADA, deed(), claim_id, HopForm(who="A blog")),
            await desk.annotation.answer_question(ADA, deed(), claim_id, 1, "May.", source=key),
            await desk.curation.edit(ADA, deed(), claim_id, ClaimEdit(text="It shut in May.")),
            await desk.curation.to_draft(ADA, deed(), claim_id),
            await desk.curation.retire(ADA, deed(), claim_id),
        ):
            assert proposed(change).decision is Decision.WAITING
        draft = await world.draft(text="Something else.")
        seen(await desk.curation.edit(ADA, deed(), draft, ClaimEdit(text="Something new.")))


async def test_a_proposal_on_an_older_revision_cannot_be_accepted(tmp_path: Path):
    async with a_world(tmp_path) as world:
        claim_id = await world.published()
        await world.settings(approval=True)
        edit = ClaimEdit(text="It shut in May.")
        waits = proposed(await world.desk.curation.edit(ADA, deed(), claim_id, edit))
        await world.desk.curation.add_phrasing(BEN, deed(), claim_id, "They shut it.")
        assert (await world.desk.approvals.show(BEN, waits.proposal_id)).stale
        with pytest.raises(Conflict):
            await world.desk.approvals.accept(BEN, deed(), waits.proposal_id)
        with pytest.raises(InputProblem, match="Say in a sentence why"):
            await world.desk.approvals.decline(BEN, deed(), waits.proposal_id, " ")
        declined = await world.desk.approvals.decline(BEN, deed(), waits.proposal_id, "Too late.")
        assert (declined.decision, declined.sentence) == (Decision.DECLINED, "Too late.")
        assert await world.desk.approvals.waiting(ADA) == []


async def test_sources_of_a_proposal_come_with_its_acceptance(tmp_path: Path):
    async with a_world(tmp_path) as world:
        claim_id = await world.published()
        await world.settings(approval=True)
        link = a_link("https://other.example/1")
        waits = proposed(
            await world.desk.annotation.add_source(ADA, deed(), claim_id, link, Stance.DISPUTES)
        )
        shown = await world.desk.approvals.show(BEN, waits.proposal_id)
        assert [c.line for c in shown.changes] == ["source added: other.example, disputes"]
        assert await world.store.curating.sources_at(HERE, "other.example") == []
        view = seen(await world.desk.approvals.accept(BEN, deed(), waits.proposal_id))
        assert {source.publisher for source in view.sources.values()} == {
            "gazette.example",
            "other.example",
        }


async def test_only_their_maker_withdraws_a_proposal(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await world.settings(approval=True)
        claim_id = await world.ready()
        waits = proposed(await world.desk.curation.publish(ADA, deed(), claim_id))
        with pytest.raises(NotAllowed, match="decline it instead"):
            await world.desk.approvals.withdraw(BEN, deed(), waits.proposal_id)
        gone = await world.desk.approvals.withdraw(ADA, deed(), waits.proposal_id)
        assert gone.decision is Decision.WITHDRAWN


async def test_approvers_are_those_who_were_chosen(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await world.settings(approval=True, approver_roles=[77])
        claim_id = await world.ready()
        waits = proposed(await world.desk.curation.publish(ADA, deed(), claim_id))
        with pytest.raises(NotAllowed, match="Only approvers"):
            await world.desk.approvals.accept(BEN, deed(), waits.proposal_id)
        approver = Member(8, HERE, frozenset({77}))
        seen(await world.desk.approvals.accept(approver, deed(), waits.proposal_id))


async def test_a_merge_is_one_proposal_and_a_pack_can_be_added_to_by_one(tmp_path: Path):
    async with a_world(tmp_path) as world:
        keep = await world.published(text="The bridge closed in May.")
        other = await world.published(text="In May they shut the bridge.")
        await with_pack(world.store, HERE)
        await world.settings(approval=True)
        waits = proposed(await world.desk.revising.merge(ADA, deed(), keep, other))
        assert (await world.view(other)).claim.status is Status.PUBLISHED
        seen(await world.desk.approvals.accept(BEN, deed(), waits.proposal_id))
        assert (await world.view(other)).claim.status is Status.RETIRED
        [pack_claim] = await world.desk.curation.suggest(ADA, "bridge 2", 1)
        link = a_link("https://other.example/1")
        added = proposed(
            await world.desk.annotation.add_source(
                ADA, deed(), pack_claim.claim_id, link, Stance.DISPUTES
            )
        )
        view = seen(await world.desk.approvals.accept(BEN, deed(), added.proposal_id))
        assert view.claim.evidence_by(Stance.DISPUTES)


async def test_a_request_waits_for_the_approval_of_its_answer(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await world.settings(approval=True)
        await world.desk.requests.ask(MO, deed(), "Is the tunnel wet?", consent=True)
        edit = ClaimEdit(text="The tunnel is wet.")
        draft = await world.desk.curation.add(ADA, deed(), edit, request=1)
        await world.desk.annotation.add_hop(ADA, deed(), draft.claim_id, HopForm(who="A guard"))
        await world.desk.annotation.add_source(
            ADA, deed(), draft.claim_id, a_link(), Stance.SUPPORTS
        )
        waits = proposed(await world.desk.curation.publish(ADA, deed(), draft.claim_id))
        assert (await world.desk.requests.show(BEN, 1)).status is RequestStatus.TAKEN
        await world.desk.approvals.accept(BEN, deed(), waits.proposal_id)
        assert (await world.desk.requests.show(BEN, 1)).status is RequestStatus.ANSWERED


async def test_what_one_community_proposes_is_not_there_for_another(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await world.settings(approval=True)
        waits = await _one_waiting(world)
        stranger = Member(9, "2002", can_manage_server=True)
        for attempt in (
            world.desk.approvals.show(stranger, waits),
            world.desk.approvals.accept(stranger, deed(), waits),
            world.desk.approvals.decline(stranger, deed(), waits, "No."),
        ):
            with pytest.raises(Exception, match="no proposal"):
                await attempt


async def _one_waiting(world: World) -> int:
    claim_id = await world.ready()
    return proposed(await world.desk.curation.publish(ADA, deed(), claim_id)).proposal_id
