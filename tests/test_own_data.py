"""What is kept about a person is found whole, and deleted whole; what others did stays."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from claims.deeds import Decision
from claims.own_data import OPT_OUTS, OwnData
from claims.people import Member
from claims.requesting import RequestStatus
from claims.retention import Days
from storage.personal import ABOUT, TO_TELL, TRACES
from tests.curating_world import HERE, THERE
from tests.personal_world import (
    NAMES,
    OLI,
    PAM,
    Personal,
    a_personal_world,
    columns_with,
    curator,
    names_of,
)


@pytest_asyncio.fixture
async def personal(tmp_path: Path) -> AsyncIterator[Personal]:
    async with a_personal_world(tmp_path) as personal:
        yield personal


def own_data(personal: Personal) -> OwnData:
    store = personal.store
    return OwnData(store.persons, store.curating, NAMES, Days(), personal.world.clock)


def names(personal: Personal, user: int) -> list[str]:
    return names_of(user, [personal.own, personal.packed])


async def test_somebody_is_known_in_no_other_column_than_those_that_are_declared(
    personal: Personal, tmp_path: Path
):
    declared = {f"{trace.table.name}.{trace.column.name}" for trace in TRACES}
    assert columns_with(tmp_path, names(personal, PAM)) == declared


async def test_an_export_holds_everything_and_says_what_it_is(personal: Personal):
    told = json.loads(await own_data(personal).exported(PAM))
    parts = {part["heading"]: part for part in told["kept"]}
    assert {*parts, TO_TELL} == {trace.heading for trace in TRACES}
    assert all(part["what"] and part["how_long"] and part["rows"] for part in parts.values())
    texts = {row["text"] for row in parts["requests"]["rows"]}
    assert {"Is mill 0 wet?", "Who paid for the tunnel?"} <= texts
    assert {row["remark"] for row in parts["remarks"]["rows"]} == {"Not it, says 0."}
    assert {row["community"] for row in parts["revisions"]["rows"]} == {HERE}
    assert {row["number"] for row in parts["notices"]["rows"]} <= {
        row["number"] for row in parts["requests"]["rows"]
    }
    text = json.dumps(told)
    assert str(OLI) not in text
    assert "mill 1" not in text
    assert {line["key"] for line in told["not_included"]} >= {"answers", "shared"}


def test_an_export_shows_every_column_about_a_person_but_their_names():
    named = {(trace.table.name, trace.column.name) for trace in TRACES}
    hidden = {*named, ("feedback", "same"), ("requests", "text")}  # a digest, and askers' texts
    for table in {trace.table.name for trace in TRACES}:
        shown = {c for t in TRACES if t.table.name == table for c in t.shown.split()}
        about = {column for column in ABOUT[table] if (table, column) not in hidden}
        assert about <= shown, table


async def test_what_was_deleted_is_in_no_column_and_not_in_the_file(
    personal: Personal, tmp_path: Path
):
    before = columns_with(tmp_path, names(personal, OLI))
    gone = await own_data(personal).delete(PAM)
    gone_with_others = {"follower", TO_TELL}
    assert {*gone, *gone_with_others} == {trace.heading for trace in TRACES}
    assert columns_with(tmp_path, names(personal, PAM)) == set()
    assert columns_with(tmp_path, ["Is mill 0", "Asked by 0", "says 0"]) == set()
    assert columns_with(tmp_path, names(personal, OLI)) == before
    assert json.loads(await own_data(personal).exported(PAM))["kept"] == []
    assert await own_data(personal).delete(PAM) == {}
    assert (await personal.store.state()).problems == ()


async def test_the_bytes_of_what_was_deleted_are_overwritten(tmp_path: Path):
    async with a_personal_world(tmp_path) as personal:
        await own_data(personal).delete(PAM)
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    known = [*names(personal, PAM), "Is mill 0 wet?"]
    assert [name for name in known if name.encode() in kept] == []
    assert str(OLI).encode() in kept


async def test_a_request_stays_with_the_others_who_asked_it(personal: Personal):
    requests = personal.world.desk.requests
    await own_data(personal).delete(PAM)
    listed = await requests.list(curator(OLI), statuses=tuple(RequestStatus))
    by_text = {request.text: request for request in listed}
    assert by_text["Who paid for the tunnel?"].asked == 1
    assert by_text["Who paid for the tunnel?"].status is RequestStatus.OPEN
    alone = [request for request in listed if not request.text]
    assert {(request.asked, request.status.waits) for request in alone} == {(0, False)}
    assert "took it back" in alone[0].sentence
    assert await requests.status(Member(PAM, HERE)) == []


async def test_changes_stay_under_one_name_that_leads_nowhere(personal: Personal):
    store, desk = personal.store, personal.world.desk
    mine = [e.entry_id for e in await store.ledger.audit(HERE, 500) if e.actor == str(PAM)]
    history = await desk.revising.history(curator(OLI), personal.own)
    [open_one] = [p for p in await store.ledger.proposals(HERE) if p.actor == str(PAM)]
    await own_data(personal).delete(PAM)
    entries = {entry.entry_id: entry for entry in await store.ledger.audit(HERE, 500)}
    assert len({entries[key].actor for key in mine}) == 1
    assert entries[mine[0]].actor.startswith("former:")
    again = await desk.revising.history(curator(OLI), personal.own)
    assert again.total == history.total
    # What waited for them waits no more, so that nobody approves their own change.
    withdrawn = await store.ledger.proposal(HERE, open_one.proposal_id)
    assert withdrawn.decision is Decision.WITHDRAWN
    waiting = await store.ledger.proposals(HERE)
    assert {proposal.actor for proposal in waiting} == {str(OLI)}
    held = [r for r in await desk.requests.list(curator(OLI)) if r.taken_by]
    assert {request.taken_by for request in held} <= {str(OLI)}


async def test_one_community_alone_can_be_looked_at_and_forgotten(
    personal: Personal, tmp_path: Path
):
    own = own_data(personal)
    await personal.store.opt_outs.opt_out(THERE, NAMES.of(THERE, PAM), personal.world.clock())
    assert [part.heading for part in await own.found(PAM, THERE)] == ["opt_outs"]
    await own.delete(PAM, HERE)
    assert columns_with(tmp_path, names(personal, PAM)) == {
        "watch_opt_outs.user",
        "bulletins.user",  # one message for all communities, under way at this moment
    }


async def test_an_opt_out_stays_where_that_is_chosen(personal: Personal):
    own = own_data(personal)
    await own.delete(PAM, keep=(OPT_OUTS,))
    assert [part.heading for part in await own.found(PAM)] == ["opt_outs"]


@pytest.mark.parametrize("user", [1, 10**19])
async def test_who_left_no_trace_has_nothing_to_see_or_delete(personal: Personal, user: int):
    own = own_data(personal)
    assert await own.found(user) == []
    assert await own.delete(user) == {}
