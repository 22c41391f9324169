"""What must hold in every store holds in a full one, and is missed where somebody breaks it."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.doctor import Mark, findings
from bot.settings import Settings
from storage.invariants import RULES
from storage.state import state_of
from tests.full_store import a_full_store
from tests.shipped import made_once

OWN = "(SELECT min(id) FROM claims WHERE owner = 'community:1001')"
PACKED = "(SELECT min(id) FROM claims WHERE owner = 'pack:bridges')"

BROKEN = {
    "claims whose revisions have gaps": "DELETE FROM revisions WHERE claim_id = OWN AND number < 2",
    "revisions that do not follow the one before": "UPDATE revisions SET base = 7 WHERE number = 2",
    "claims that do not stand as their newest revision says": "UPDATE claims SET revision = 1, "
    "updated_at = updated_at WHERE id = OWN",
    "revisions newer than their claims, or of another owner": "UPDATE revisions SET owner = "
    "'community:2002' WHERE claim_id = OWN",
    "claims that are missing in the feed": "DELETE FROM feed WHERE claim_id = OWN",
    "additions that are missing in the feed": "DELETE FROM feed WHERE owner = 'community:1001' "
    "AND claim_id = PACKED",
    "entries of the feed that stand for nothing": "UPDATE feed SET owner = 'community:2002' "
    "WHERE claim_id = PACKED AND owner = 'community:1001'",
    "additions whose revisions have gaps": "DELETE FROM addition_revisions WHERE number = 1",
    "additions that do not stand as their newest revision says": "UPDATE additions SET body = '{}'",
    "revisions of additions to what was not there yet, or is there no longer": "UPDATE "
    "addition_revisions SET claim_revision = 9",
    "additions to claims of no pack": "UPDATE additions SET claim_id = OWN",
    "claims of nobody": "UPDATE claims SET owner = 'community:9' WHERE id = OWN",
    "sources of nobody": "UPDATE sources SET owner = 'pack:lost' WHERE owner = 'pack:bridges'",
    "documents of nobody": "UPDATE documents SET owner = 'pack:lost'",
    "addresses of documents that are not there": "DELETE FROM documents",
    "claims whose numbers were never given": "UPDATE claims SET number = 900 WHERE id = OWN",
    "blocks of numbers that were never given": "UPDATE communities SET next_number = 20",
    "claims with a number that a pack has": "UPDATE claims SET number = 30 WHERE id = OWN",
    "blocks of numbers that overlap": "INSERT INTO number_blocks VALUES "
    "('1001', 'bridges', 101, 105, 60)",
    "packs that are on without numbers for all their claims": "DELETE FROM number_blocks",
    "origins of claims that are another's": "INSERT INTO origins VALUES (OWN, '2002', 'x', '1')",
    "earlier sources and documents with gaps": "INSERT INTO reference_revisions VALUES "
    "('1001', 'source', 'S9', 2, '2026-11-23 09:00:00.000000', '1', '{}')",
    "entries of the audit log of revisions that never were": "UPDATE audit SET revision = 99 "
    "WHERE revision = 1",
    "deeds that changed a claim without an entry in the audit log": "DELETE FROM audit",
    "proposals in no state that there is": "UPDATE proposals SET decided_at = NULL",
    "requests in no state that there is": "UPDATE requests SET status = 'lost'",
    "requests with more askers than they count": "UPDATE requests SET asked = 0",
    "askers whose ids are kept although their request is closed": "UPDATE askers SET user = '4'",
    "notices in no state that there is": "UPDATE notices SET user = '4'",
    "notices of another request than their asker's": "UPDATE notices SET request_id = 2",
    "digests in no state that there is": "UPDATE digest_runs SET message = NULL",
    "followers who follow nothing": "DELETE FROM follows",
    "follows told of revisions that never were": "UPDATE follows SET told = 99",
    "public answers with revisions that never were": "UPDATE shared_answers SET revision = 99",
    "corrections of answers that nobody gave": "DELETE FROM shared_answers",
    "imports whose counts do not add up": "UPDATE imports SET added = 99",
    "rejected lines of no import": "DELETE FROM imports",
}
ALSO_BROKEN = {
    "the store has no name for its feed": "DELETE FROM about WHERE name = 'feed_id'",
    "claims cannot be read": "UPDATE claims SET body = '{' WHERE id = OWN",
    "claims are found by other words than theirs": "UPDATE claims SET search = 'x'",
    "claims appear elsewhere than they say": "DELETE FROM appearances",
    "older revisions cannot be read": "UPDATE revisions SET body = '' WHERE claim_id = OWN",
    "additions cannot be read": "UPDATE additions SET body = 'x'",
    "revisions of additions cannot be read": "UPDATE addition_revisions SET body = 'x'",
    "sources cannot be read": "UPDATE sources SET body = 'x'",
    "documents cannot be read": "UPDATE documents SET body = 'x'",
    "earlier sources and documents cannot be read": "INSERT INTO reference_revisions VALUES "
    "('1001', 'source', 'S9', 1, '2026-11-23 09:00:00.000000', '1', 'x')",
    "communities' settings cannot be read": "UPDATE communities SET settings = 'x'",
    "proposals cannot be read": "UPDATE proposals SET body = 'x'",
    "deeds cannot be read": "UPDATE deeds SET outcome = 'x'",
    "digests cannot be read": "UPDATE digest_runs SET body = 'x'",
}


@pytest.fixture
def full(for_all: Path, tmp_path: Path) -> Path:
    """A data folder with a full store, for one story."""
    made = made_once(for_all / "full", lambda folder: asyncio.run(a_full_store(folder)))
    return Path(shutil.copytree(made, tmp_path / "full"))


async def problems(folder: Path) -> tuple[str, ...]:
    return (await state_of(folder / "caveat.db")).problems


def test_a_story_breaks_every_rule_that_there_is():
    assert list(BROKEN) == [rule.what for rule in RULES]


def test_a_full_store_keeps_all_promises_and_each_that_is_broken_is_told(full: Path):
    assert asyncio.run(problems(full)) == ()
    whole = (full / "caveat.db").read_bytes()
    for what, statement in (BROKEN | ALSO_BROKEN).items():
        for file in full.glob("caveat.db*"):
            file.unlink()
        (full / "caveat.db").write_bytes(whole)
        change(full, statement)
        found = asyncio.run(problems(full))
        assert any(what in sentence for sentence in found), (what, found)


async def test_the_doctor_names_what_is_broken_and_how_to_mend_it(full: Path):
    change(full, "UPDATE follows SET told = 99", "UPDATE requests SET asked = 0")
    settings = Settings(data=full, model="off")
    [store] = [found for found in await findings(settings) if found.what == "Store"]
    assert store.mark is Mark.BROKEN
    assert "2 × requests with more askers than they count (1001 1; 1001 2)." in store.sentence
    assert "1 × follows told of revisions that never were" in store.sentence
    assert "backup" in store.mend
    assert "ferry" not in store.sentence.lower()


def change(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "caveat.db")) as connection, connection:
        for statement in statements:
            placed = statement.replace("OWN", OWN).replace("PACKED", PACKED)
            connection.execute(placed)
