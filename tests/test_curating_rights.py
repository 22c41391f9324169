"""Who may do what: every method of every service, for every kind of person, as they are now."""

import inspect
from collections.abc import Awaitable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from bot.curators import CuratorServices
from claims.approving import NOT_THIS_CLAIM
from claims.editing import ClaimEdit
from claims.errors import CaveatError, NotAllowed
from claims.people import Member
from tests.curating_matrix import MATRIX, Ids
from tests.curating_world import (
    ADMINS,
    APPROVERS,
    CHIEF,
    CURATORS,
    HERE,
    THERE,
    World,
    a_world,
    deed,
)
from tests.storage_worlds import with_pack

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
    from storage.tables import metadata

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
