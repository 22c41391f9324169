"""The hourly job: things are kept as long as the page says and no longer; failures stay alone."""

import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.curators import KeyedNames
from bot.forgetting import JOBS, forget_old
from bot.services import Services
from bot.tending import tend_once
from claims.deeds import Decision
from claims.follows import WHOLE, NewFollow, Pace
from claims.requesting import Told
from claims.retention import ASK_DAYS, BLOCKED_DAYS, DEED_DAYS, NAME_DAYS, REMARK_DAYS
from commands.audit import actor_span
from tests.curating_world import HERE, Member, deed
from tests.personal_world import OLI, PAM, a_program, cells, columns_with, curator

A_MOMENT = timedelta(milliseconds=1)


@pytest_asyncio.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    """The program over the store in which Pam and Oli did everything."""
    async with a_program(tmp_path) as services:
        yield services


def moments(folder: Path, column: str) -> list[datetime]:
    """The moments in a column, oldest first."""
    table, _, name = column.partition(".")
    found = cells(folder).get((table, name), set()) - {"None"}
    return sorted(datetime.fromisoformat(text).replace(tzinfo=UTC) for text in found)


@pytest.mark.parametrize(
    ("column", "days"),
    [
        ("feedback.created_at", REMARK_DAYS),
        ("digest_asks.hour", ASK_DAYS),
        ("deeds.at", DEED_DAYS),
        ("askers.expires_at", 0),
    ],
)
async def test_what_is_old_goes_on_the_day_and_not_before(
    services: Services, tmp_path: Path, column: str, days: int
):
    kept = moments(tmp_path, column)
    oldest, newest = kept[0], kept[-1]
    end = timedelta(days=days)
    await forget_old(services, oldest + end - A_MOMENT)
    assert moments(tmp_path, column)[0] == oldest
    await forget_old(services, oldest + end + A_MOMENT)
    left = moments(tmp_path, column)
    assert oldest not in left
    assert newest == oldest or newest in left
    await forget_old(services, newest + end + A_MOMENT)
    assert moments(tmp_path, column) == []


async def test_sealed_answers_last_as_long_as_the_setting_says(services: Services):
    drawer = services.store.answers
    number = await drawer.put_answer(HERE, b"sealed")
    made = datetime.now(UTC)
    days = timedelta(days=services.settings.answer_days)
    await forget_old(services, made + days - timedelta(minutes=1))
    assert await drawer.get_answer(HERE, number) == b"sealed"
    await forget_old(services, made + days + A_MOMENT)
    assert await drawer.get_answer(HERE, number) is None


async def test_where_public_answers_stand_is_forgotten_when_they_are_corrected_no_more(
    services: Services,
):
    drawer = services.store.answers
    claim = (await services.store.follows.of(PAM))[0].claim_id
    await drawer.remember_shared(HERE, "10", "20", [(claim, 1)])
    made, days = datetime.now(UTC), timedelta(days=services.settings.correction_days)
    await forget_old(services, made + days - timedelta(minutes=1))
    assert await drawer.shared_with(HERE, claim)
    await forget_old(services, made + days + A_MOMENT)
    assert not await drawer.shared_with(HERE, claim)


async def test_follows_of_somebody_who_cannot_be_written_to_end(services: Services):
    follows, now = services.store.follows, datetime(2026, 11, 25, tzinfo=UTC)
    claim = (await follows.of(PAM))[0].claim_id
    await follows.block(PAM, now)
    await follows.add(NewFollow(HERE, 5, claim, WHOLE, Pace.DAILY, now, now + A_MOMENT, 1))
    await forget_old(services, now + timedelta(days=BLOCKED_DAYS))
    assert await follows.of(5) == []
    assert await follows.of(PAM)
    await forget_old(services, now + timedelta(days=BLOCKED_DAYS) + A_MOMENT)
    assert await follows.of(PAM) == []
    assert await follows.follower(PAM) is None
    assert await follows.of(OLI)


async def test_the_names_of_curators_give_way_to_hashes_after_the_period(
    services: Services, tmp_path: Path
):
    store, names = services.store, KeyedNames(await services.memos.key())
    entries = await store.ledger.audit(HERE, 500)
    mine = [entry for entry in entries if entry.actor == str(PAM)]
    newest, oldest = mine[0].at, mine[-1].at
    period = timedelta(days=NAME_DAYS)
    await forget_old(services, oldest + period)
    assert [e.actor for e in await store.ledger.audit(HERE, 500)] == [e.actor for e in entries]
    await forget_old(services, oldest + period + A_MOMENT)
    after = {entry.entry_id: entry for entry in await store.ledger.audit(HERE, 500)}
    hashed = names.acting(HERE, PAM)
    assert after[mine[-1].entry_id].actor == hashed
    assert after[mine[0].entry_id].actor == str(PAM), "what is newer keeps its name"
    assert "no longer kept" in actor_span(hashed).text
    # What they did is still told from what others did, and from no one else's by the database.
    await forget_old(services, max(newest, datetime.now(UTC)) + period + timedelta(days=1))
    after = {entry.entry_id: entry for entry in await store.ledger.audit(HERE, 500)}
    assert {after[entry.entry_id].actor for entry in mine} == {hashed}
    assert (await store.state()).problems == ()
    assert columns_with(tmp_path, [str(PAM)]) == {
        "proposals.actor",  # it waits: nobody approves their own change, however long that takes
        "requests.taken_by",
        *("followers.user", "follows.user", "bulletins.user", "notices.user"),
    }


async def test_a_proposal_that_waits_for_years_is_not_approved_by_its_proposer(services: Services):
    store, desk = services.store, services.curators
    [waiting] = [p for p in await store.ledger.proposals(HERE) if p.actor == str(PAM)]
    await forget_old(services, waiting.at + timedelta(days=3 * NAME_DAYS))
    [still] = [p for p in await store.ledger.proposals(HERE) if p.actor == str(PAM)]
    assert (still.proposal_id, still.decision) == (waiting.proposal_id, Decision.WAITING)
    await desk.approvals.withdraw(curator(PAM), deed(), waiting.proposal_id)
    await forget_old(services, datetime.now(UTC) + timedelta(days=NAME_DAYS, hours=1))
    gone = await store.ledger.proposal(HERE, waiting.proposal_id)
    assert gone.actor == gone.decided_by
    assert gone.actor.startswith("former:")


async def test_who_asked_is_forgotten_a_while_after_the_answer(services: Services):
    requests = services.curators.requests
    member = Member(PAM, HERE)
    asked = await requests.ask(member, deed(), "Is it so?", consent=True, told=Told.NOTHING)
    await requests.dismiss(curator(OLI), deed(), asked.number, "Nobody knows.")
    closed = (await requests.show(curator(OLI), asked.number)).closed_at
    assert closed is not None
    period = timedelta(days=NAME_DAYS)
    await forget_old(services, closed + period - A_MOMENT)
    assert asked.number in [request.number for request in await requests.status(member)]
    await forget_old(services, closed + period + A_MOMENT)
    assert asked.number not in [request.number for request in await requests.status(member)]
    assert (await requests.show(curator(OLI), asked.number)).asked == 1


@pytest.mark.parametrize(
    ("job", "table"), [("answers", "answers"), ("asks", "digest_asks"), ("interactions", "deeds")]
)
async def test_a_job_that_fails_keeps_back_no_other(
    services: Services, tmp_path: Path, caplog: pytest.LogCaptureFixture, job: str, table: str
):
    with closing(sqlite3.connect(tmp_path / "caveat.db")) as connection:
        connection.execute(f'ALTER TABLE "{table}" RENAME TO damaged')
    with caplog.at_level(logging.INFO):
        await tend_once(services, datetime.now(UTC) + timedelta(days=3 * NAME_DAYS))
    assert f"{job} were not forgotten" in caplog.text
    assert columns_with(tmp_path, ["Not it, says 0."]) == set()
    assert columns_with(tmp_path, [str(PAM)]) & {"audit.actor", "revisions.actor"} == set()
    assert set(await forget_old(services, datetime.now(UTC))) == set(JOBS) - {job}
