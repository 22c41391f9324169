"""Who may do what: every method of every service, for every kind of person, as they are now."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pytest

from bot.curators import CuratorServices
from claims.annotation import HopForm
from claims.approving import NOT_THIS_CLAIM
from claims.editing import ClaimEdit
from claims.errors import CaveatError, NotAllowed
from claims.models import Stance
from claims.packs import PackHead
from claims.people import Member
from claims.sourcing import DocumentForm, SourceForm
from storage.pack_files import written_pack
from tests.curating_world import (
    ADMINS,
    APPROVERS,
    CHIEF,
    CURATORS,
    HERE,
    THERE,
    World,
    a_link,
    a_world,
    deed,
)
from tests.storage_worlds import a_pack, with_pack

CURATOR = Member(21, HERE, frozenset({CURATORS}))
APPROVER = Member(22, HERE, frozenset({APPROVERS}))
ADMIN = Member(23, HERE, frozenset({ADMINS}))
MEMBER = Member(24, HERE, frozenset({99}), can_manage_messages=True)  # roles are chosen here
FORMER = replace(CURATOR, role_ids=frozenset())
OUTSIDER = replace(CURATOR, present=False)
STRANGER = Member(31, THERE, can_manage_messages=True, can_manage_server=True)

ALL = (CURATOR, APPROVER, ADMIN, MEMBER, FORMER)
THOSE_WHO = {
    "ask": {CURATOR, APPROVER, ADMIN, MEMBER, FORMER},
    "curate": {CURATOR, APPROVER, ADMIN},
    "approve": {APPROVER, ADMIN},
    "administer": {ADMIN},
}


@dataclass(frozen=True)
class Ids:
    """What there is in the community that the stories are about."""

    claim: int
    other: int
    proposal: int
    suggestion: int
    request: int
    asker: int
    source: str


Do = Callable[[CuratorServices, Member, Ids], Awaitable[Any]]
HEAD = PackHead.model_validate(a_pack().pack.model_dump())
FILE = written_pack(a_pack())
EDIT = ClaimEdit(title="Another title")

MATRIX: dict[str, tuple[str, Do]] = {
    "curation.open": ("curate", lambda d, m, i: d.curation.open(m, i.claim)),
    "curation.by_number": ("curate", lambda d, m, i: d.curation.by_number(m, 1)),
    "curation.similar": ("curate", lambda d, m, i: d.curation.similar(m, "A bridge closed.")),
    "curation.add": ("curate", lambda d, m, i: d.curation.add(m, deed(), ClaimEdit(text="New."))),
    "curation.edit": ("curate", lambda d, m, i: d.curation.edit(m, deed(), i.claim, EDIT)),
    "curation.add_phrasing": (
        "curate",
        lambda d, m, i: d.curation.add_phrasing(m, deed(), i.claim, f"New {m.user}"),
    ),
    "curation.remove_phrasing": (
        "curate",
        lambda d, m, i: d.curation.remove_phrasing(m, deed(), i.claim, "A wording."),
    ),
    "curation.block": (
        "curate",
        lambda d, m, i: d.curation.block(m, deed(), i.claim, f"Not {m.user}"),
    ),
    "curation.unblock": (
        "curate",
        lambda d, m, i: d.curation.unblock(m, deed(), i.claim, "Not it."),
    ),
    "curation.publish": ("curate", lambda d, m, i: d.curation.publish(m, deed(), i.claim)),
    "curation.to_draft": ("curate", lambda d, m, i: d.curation.to_draft(m, deed(), i.claim)),
    "curation.retire": ("curate", lambda d, m, i: d.curation.retire(m, deed(), i.other)),
    "curation.restore": ("curate", lambda d, m, i: d.curation.restore(m, deed(), i.other)),
    "curation.missing": ("curate", lambda d, m, i: d.curation.missing(m, i.claim)),
    "annotation.add_hop": (
        "curate",
        lambda d, m, i: d.annotation.add_hop(m, deed(), i.claim, HopForm(who=f"H{m.user}")),
    ),
    "annotation.change_hop": (
        "curate",
        lambda d, m, i: d.annotation.change_hop(m, deed(), i.claim, 1, HopForm(who="Else")),
    ),
    "annotation.move_hop": (
        "curate",
        lambda d, m, i: d.annotation.move_hop(m, deed(), i.claim, 1, 2),
    ),
    "annotation.remove_hop": (
        "curate",
        lambda d, m, i: d.annotation.remove_hop(m, deed(), i.claim, 2),
    ),
    "annotation.add_source": (
        "curate",
        lambda d, m, i: d.annotation.add_source(
            m, deed(), i.claim, a_link(f"https://x.example/{m.user}"), Stance.CONTEXT
        ),
    ),
    "annotation.change_stance": (
        "curate",
        lambda d, m, i: d.annotation.change_stance(m, deed(), i.claim, i.source, Stance.CONTEXT),
    ),
    "annotation.remove_source": (
        "curate",
        lambda d, m, i: d.annotation.remove_source(m, deed(), i.other, i.source),
    ),
    "annotation.add_question": (
        "curate",
        lambda d, m, i: d.annotation.add_question(m, deed(), i.claim, f"Why {m.user}?"),
    ),
    "annotation.answer_question": (
        "curate",
        lambda d, m, i: d.annotation.answer_question(m, deed(), i.claim, 1, "So.", source=i.source),
    ),
    "annotation.withdraw_question": (
        "curate",
        lambda d, m, i: d.annotation.withdraw_question(m, deed(), i.claim, 1),
    ),
    "annotation.reopen_question": (
        "curate",
        lambda d, m, i: d.annotation.reopen_question(m, deed(), i.claim, 1),
    ),
    "annotation.add_appearance": (
        "curate",
        lambda d, m, i: d.annotation.add_appearance(
            m, deed(), i.claim, DocumentForm(url="https://a.example/1", title=f"T{m.user}")
        ),
    ),
    "annotation.remove_appearance": (
        "curate",
        lambda d, m, i: d.annotation.remove_appearance(m, deed(), i.claim, 1),
    ),
    "annotation.context": (
        "curate",
        lambda d, m, i: d.annotation.context(m, deed(), i.claim, EDIT),
    ),
    "revising.history": ("curate", lambda d, m, i: d.revising.history(m, i.claim)),
    "revising.compare": ("curate", lambda d, m, i: d.revising.compare(m, i.claim, 1, 2)),
    "revising.revert": ("curate", lambda d, m, i: d.revising.revert(m, deed(), i.claim, 1)),
    "revising.merge": ("curate", lambda d, m, i: d.revising.merge(m, deed(), i.claim, i.other)),
    "revising.audit": ("administer", lambda d, m, i: d.revising.audit(m)),
    "revising.audit of a claim": (
        "curate",
        lambda d, m, i: d.revising.audit(m, claim_id=i.claim),
    ),
    "approvals.waiting": ("curate", lambda d, m, i: d.approvals.waiting(m)),
    "approvals.show": ("curate", lambda d, m, i: d.approvals.show(m, i.proposal)),
    "approvals.accept": ("approve", lambda d, m, i: d.approvals.accept(m, deed(), i.proposal)),
    "approvals.decline": (
        "approve",
        lambda d, m, i: d.approvals.decline(m, deed(), i.proposal, "No."),
    ),
    "approvals.withdraw": ("curate", lambda d, m, i: d.approvals.withdraw(m, deed(), i.proposal)),
    "suggestions.waiting": ("curate", lambda d, m, i: d.suggestions.waiting(m)),
    "suggestions.accept": (
        "curate",
        lambda d, m, i: d.suggestions.accept(m, deed(), i.suggestion),
    ),
    "suggestions.dismiss": (
        "curate",
        lambda d, m, i: d.suggestions.dismiss(m, deed(), i.suggestion),
    ),
    "library.guess": ("curate", lambda d, m, i: d.library.guess(m, "https://a.example/2017/1/2")),
    "library.source": ("curate", lambda d, m, i: d.library.source(m, i.source)),
    "library.describe": (
        "curate",
        lambda d, m, i: d.library.describe(m, deed(), i.source, SourceForm(note=f"N{m.user}")),
    ),
    "library.opened": ("curate", lambda d, m, i: d.library.opened(m, deed(), i.source)),
    "requests.ask": (
        "ask",
        lambda d, m, i: d.requests.ask(m, deed(), f"What of {m.user}?", consent=True),
    ),
    "requests.status": ("ask", lambda d, m, i: d.requests.status(m)),
    "requests.list": ("curate", lambda d, m, i: d.requests.list(m)),
    "requests.show": ("curate", lambda d, m, i: d.requests.show(m, i.request)),
    "requests.take": ("curate", lambda d, m, i: d.requests.take(m, deed(), i.request)),
    "requests.give_back": ("curate", lambda d, m, i: d.requests.give_back(m, deed(), i.request)),
    "requests.answer": (
        "curate",
        lambda d, m, i: d.requests.answer(m, deed(), i.request, i.claim),
    ),
    "requests.dismiss": ("curate", lambda d, m, i: d.requests.dismiss(m, deed(), i.request, "No.")),
    "requests.split": (
        "curate",
        lambda d, m, i: d.requests.split(m, deed(), i.request, [i.asker]),
    ),
    "review.list": ("curate", lambda d, m, i: d.review.list(m)),
    "exchange.export": ("curate", lambda d, m, i: d.exchange.export(m, HEAD, drafts=True)),
    "exchange.export_file": ("curate", lambda d, m, i: d.exchange.export_file(m, HEAD)),
    "exchange.read": ("curate", lambda d, m, i: d.exchange.read(m, "x.yaml", FILE)),
    "exchange.plan": ("curate", lambda d, m, i: d.exchange.plan(m, a_pack())),
    "exchange.carry_out": (
        "curate",
        lambda d, m, i: d.exchange.carry_out(m, deed(), a_pack(), "?"),
    ),
    "communities.settings": ("ask", lambda d, m, i: d.communities.settings(m)),
    "communities.change": (
        "administer",
        lambda d, m, i: d.communities.change(m, deed(), {"asks_a_day": 5}),
    ),
    "communities.packs": ("curate", lambda d, m, i: d.communities.packs(m)),
    "communities.switch": (
        "curate",
        lambda d, m, i: d.communities.switch(m, deed(), "bridges", on=True),
    ),
}
FOR_ALL = {"communities.rights", "curation.suggest"}
"""Tells anybody what they may do, or gives those who may not nothing at all."""


def test_every_method_that_takes_a_member_stands_in_the_matrix():
    found = set()
    for service in fields(CuratorServices):
        kind = CuratorServices.__init__.__globals__[str(service.type)]
        for name, method in inspect.getmembers(kind, inspect.iscoroutinefunction):
            if not name.startswith("_") and "member" in inspect.signature(method).parameters:
                found.add(f"{service.name}.{name}")
    assert found == {name.split(" ")[0] for name in MATRIX} | FOR_ALL


async def test_those_who_may_not_are_refused_and_change_nothing(tmp_path: Path):
    async with a_world(tmp_path) as world:
        ids = await furnished(world)
        before = await everything(world)
        for name, (right, do) in MATRIX.items():
            for person in (OUTSIDER, *(set(ALL) - THOSE_WHO[right])):
                refused = await refusal(do(world.desk, person, ids))
                assert refused is not None, f"{person} may do {name}"
                assert refused.sentence.endswith(".")
        assert await everything(world) == before


@pytest.mark.parametrize("person", [CURATOR, APPROVER, ADMIN], ids=lambda person: person.user)
async def test_those_who_may_can(person: Member, tmp_path: Path):
    async with a_world(tmp_path) as world:
        ids = await furnished(world)
        done = 0
        for name, (right, do) in MATRIX.items():
            if person in THOSE_WHO[right]:
                try:
                    await do(world.desk, person, ids)
                    done += 1
                except CaveatError as error:
                    told = isinstance(error, NotAllowed)
                    assert not told or "own change" in str(error) or "Only who" in str(error), name
        assert done > 40, "most of it works in this order"


async def test_a_curator_of_another_community_reaches_nothing_by_guessing_ids(tmp_path: Path):
    async with a_world(tmp_path) as world:
        ids = await furnished(world)
        before = await everything(world)
        for name, (_, do) in MATRIX.items():
            given: Any = None
            try:
                given = await do(world.desk, STRANGER, ids)
            except CaveatError as error:
                given = error
            assert "The bridge closed in May." not in repr(given), name
            assert "Is the tunnel open?" not in repr(given), name
        assert await everything(world) == before


async def test_autocomplete_gives_nothing_to_those_who_may_not_see_drafts(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await furnished(world)
        for person in (OUTSIDER, MEMBER, FORMER, STRANGER):
            assert not await world.desk.curation.suggest(person, "bridge", 25)
        found = await world.desk.curation.suggest(CURATOR, "bridge", 25)
        assert len(found) == 2


async def test_nobody_who_administers_by_a_role_locks_themselves_out(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await furnished(world)
        with pytest.raises(NotAllowed, match="no longer administer"):
            await world.desk.communities.change(ADMIN, deed(), {"admin_roles": []})
        await world.desk.communities.change(CHIEF, deed(), {"admin_roles": []})
        assert not (await world.desk.communities.rights(ADMIN)).admin


async def refusal(doing: Awaitable[Any]) -> NotAllowed | None:
    """What a person was told who may not; other errors come after the check of rights."""
    try:
        await doing
    except NotAllowed as error:
        return None if "own change" in str(error) or "Only who made" in str(error) else error
    except CaveatError:
        return None
    return None


async def furnished(world: World) -> Ids:
    """A community with chosen roles and one of everything; the other has an empty shelf."""
    desk = world.desk
    await with_pack(world.store)
    claim = await world.published(CHIEF, "The bridge closed in May.")
    other = await world.published(CHIEF, "The old bridge fell.")
    await desk.curation.add_phrasing(CHIEF, deed(), claim, "A wording.")
    await desk.annotation.add_question(CHIEF, deed(), claim, "Since when?")
    source = next(iter((await world.view(other)).sources))
    await world.store.answers.put_feedback(
        HERE, claim, kind=NOT_THIS_CLAIM, wording="Another bridge.", remark="", user="x"
    )
    [suggestion] = await desk.suggestions.waiting(CHIEF)
    for user in (51, 52):
        await desk.requests.ask(Member(user, HERE), deed(), "Is the tunnel open?", consent=True)
    request = await desk.requests.show(CHIEF, 1)
    await world.settings(
        approval=True,
        curator_roles=[CURATORS],
        approver_roles=[APPROVERS],
        admin_roles=[ADMINS],
    )
    edit = ClaimEdit(text="The bridge closed in May for good.")
    waits = await desk.curation.edit(CURATOR, deed(), claim, edit)
    return Ids(
        claim=claim,
        other=other,
        proposal=waits.proposal_id,
        suggestion=suggestion.suggestion_id,
        request=1,
        asker=request.askers[0].asker_id,
        source=source,
    )


async def everything(world: World) -> list[Any]:
    """All that the community has, row by row."""
    from storage.curating_schema import metadata

    found = []
    async with world.store._database.read() as connection:
        for table in metadata.sorted_tables:
            columns = {column.name for column in table.columns}
            query = table.select()
            if "community" in columns:
                query = query.where(table.c.community == HERE)
            elif "owner" in columns:
                query = query.where(table.c.owner == f"community:{HERE}")
            elif table.name == "communities":
                query = query.where(table.c.id == HERE)
            rows = [tuple(row) for row in await connection.execute(query)]
            found.append((table.name, sorted(rows, key=repr)))
    return found
