"""Which changes a community is told of: its own, those of its packs, what it added; no other's."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from claims.annotating import HopForm
from claims.changes import ChangeKind, ClaimChange
from claims.editing import ClaimEdit
from claims.models import Stance
from tests.curating_world import ADA, HERE, THERE, ZOE, a_link, a_world, deed
from tests.storage_worlds import a_pack, bridge, with_pack

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FAR = datetime(2100, 1, 1, tzinfo=UTC)


def kinds(found: list[ClaimChange]) -> list[tuple[int, list[ChangeKind]]]:
    return [(one.view.number, [change.kind for change in one.changes]) for one in found]


async def test_a_community_is_told_of_its_own_claims_between_two_moments(tmp_path: Path):
    async with a_world(tmp_path) as world:
        changes = world.store.changes
        claim_id = await world.published()
        await world.published(ZOE, "The mill burned.")
        published = world.clock.now
        world.clock.forward(hours=1)
        await world.desk.curation.add_phrasing(ADA, deed(), claim_id, "Shut in May.")
        await world.desk.curation.edit(ADA, deed(), claim_id, ClaimEdit(text="It shut in June."))
        found = await changes.material_changes(HERE, published, world.clock.now)
        assert kinds(list(found)) == [(1, [ChangeKind.WORDING])]
        assert found[0].revision == (await world.view(claim_id)).revision
        assert await changes.material_changes(HERE, world.clock.now, FAR) == []
        before = await changes.material_changes(HERE, LONG_AGO, published)
        assert kinds(list(before)) == [(1, [ChangeKind.NEW])]
        other = await changes.material_changes(THERE, LONG_AGO, FAR)
        assert kinds(list(other)) == [(1, [ChangeKind.NEW])]


async def test_a_removed_source_is_told_by_its_name(tmp_path: Path):
    async with a_world(tmp_path) as world:
        claim_id = await world.published()
        key = (await world.view(claim_id)).claim.evidence[0].source
        more = a_link("https://other.example/x", publisher="Rudaw")
        await world.desk.annotation.add_source(ADA, deed(), claim_id, more, Stance.SUPPORTS)
        await world.desk.annotation.add_hop(ADA, deed(), claim_id, HopForm(who="AP"))
        moment = world.clock.now
        world.clock.forward(hours=1)
        await world.desk.annotation.remove_source(ADA, deed(), claim_id, key)
        [found] = await world.store.changes.material_changes(HERE, moment, FAR)
        [change] = found.changes
        assert change.kind is ChangeKind.SOURCE
        assert change.sentence.startswith("gazette.example")
        await world.desk.curation.retire(ADA, deed(), claim_id, reason="Nobody tells it")
        *_, last = await world.store.changes.material_changes(HERE, moment, FAR)
        assert last.changes[0].sentence == "Taken out of use: Nobody tells it"


async def test_of_a_pack_one_is_told_what_came_since_it_was_switched_on(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await with_pack(world.store, HERE)
        changes = world.store.changes
        assert await changes.material_changes(HERE, LONG_AGO, FAR) == []
        [first, *_] = await world.store.reader.suggest(HERE, "", 5)
        world.clock.now = datetime.now(UTC) + timedelta(seconds=1)
        await world.desk.annotation.add_question(ADA, deed(), first.claim_id, "Why?")
        newer = a_pack("1.1.0", [bridge(1), bridge(2, text="Bridge 2 opened."), bridge(4)])
        await world.store.packs.load(newer, digest="2")
        found = await changes.material_changes(HERE, LONG_AGO, FAR)
        assert {(one.view.claim.ref, one.changes[0].kind) for one in found} == {
            (first.claim.ref, ChangeKind.QUESTION_OPENED),
            ("C02", ChangeKind.WORDING),
            ("C03", ChangeKind.RETIRED),
            ("C04", ChangeKind.NEW),
        }
        assert await changes.material_changes(THERE, LONG_AGO, FAR) == []
