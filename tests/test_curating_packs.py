"""A community's own claims as a pack file: exported, validated, and imported elsewhere or again."""

from pathlib import Path
from typing import Any

import pytest

from claims.annotating import HopForm
from claims.deeds import Decision
from claims.editing import ClaimEdit
from claims.errors import InputProblem, NotFound, PackProblem, PlanChanged
from claims.models import Stance, Status
from claims.packs import Pack, PackHead
from claims.sourcing import DocumentForm
from storage.pack_files import parse_pack, written_pack
from tests.cli import process
from tests.curating_world import ADA, CHIEF, HERE, THERE, ZOE, World, a_link, a_world, deed
from tests.storage_worlds import a_pack, with_pack


def a_head(version: str = "1.0.0", **more: Any) -> PackHead:
    return PackHead.model_validate({**a_pack(version).pack.model_dump(), **more})


async def test_an_export_is_a_pack_that_validates_and_loads_elsewhere(tmp_path: Path):
    async with a_world(tmp_path / "here") as world:
        with pytest.raises(InputProblem, match="no published claims"):
            await world.desk.exchange.export(ADA, a_head())
        claim_id = await annotated(world)
        await world.draft(text="Only a draft.")
        file = await world.desk.exchange.export_file(ADA, a_head(id="our-claims"))
        original = (await world.view(claim_id)).claim
    (tmp_path / "our-claims.yaml").write_bytes(file)
    said = process("packs", "validate", tmp_path / "our-claims.yaml")
    assert said.status == 0, said.err
    async with a_world(tmp_path / "elsewhere") as world:
        pack = await world.desk.exchange.read(ADA, "our-claims.yaml", file)
        assert [claim.text for claim in pack.claims] == [original.text]
        await with_pack(world.store, THERE, pack=pack)
        [view] = await world.desk.curation.suggest(ZOE, "bridge", 5)
        assert view.claim == original
        assert set(view.sources) == set(original.source_keys)


async def test_what_an_import_would_do_is_shown_and_then_done(tmp_path: Path):
    async with a_world(tmp_path) as world:
        exchange = world.desk.exchange
        plan = await exchange.plan(ADA, a_pack())
        assert (len(plan.added), plan.changed, plan.retired, plan.unchanged) == (3, (), (), 0)
        assert await world.store.curating.own_by_ref(HERE) == {}
        outcome = await exchange.carry_out(ADA, "import-1", a_pack(), plan.token)
        assert await exchange.carry_out(ADA, "import-1", a_pack(), plan.token) == outcome
        assert (await exchange.plan(ADA, a_pack())).unchanged == 3
        newer = a_pack(
            "1.1.0",
            claims=[
                {"ref": "C01", "text": "Bridge 1 was shut.", "evidence": []},
                {"ref": "C02", "text": "Bridge 2 was closed.", "evidence": [
                    {"source": "S2", "stance": "supports"}], "appearances": [{"document": "D1"}]},
                {"ref": "C04", "text": "Bridge 4 was closed."},
            ],
        )  # fmt: skip
        plan = await exchange.plan(ADA, newer)
        assert plan.added == ("Bridge 4 was closed.",)
        [changed] = plan.changed
        assert changed.changes[0].line == "sentence: Bridge 1 was closed. → Bridge 1 was shut."
        assert [item.headline for item in plan.retired] == ["Bridge 3 was closed."]
        assert plan.unchanged == 1
        await exchange.carry_out(ADA, deed(), newer, plan.token)
        own = await world.store.curating.own_by_ref(HERE)
        assert own["C03"].claim.status is Status.RETIRED
        assert (own["C01"].revision, own["C02"].revision) == (2, 1)


async def test_an_import_that_is_no_longer_what_was_shown_asks_again(tmp_path: Path):
    async with a_world(tmp_path) as world:
        plan = await world.desk.exchange.plan(ADA, a_pack())
        await world.desk.exchange.carry_out(ADA, deed(), a_pack(), plan.token)
        newer = a_pack("1.1.0", claims=[{"ref": "C01", "text": "Bridge 1 was shut."}])
        plan = await world.desk.exchange.plan(ADA, newer)
        one = (await world.store.curating.own_by_ref(HERE))["C01"].claim_id
        await world.desk.curation.add_phrasing(ADA, deed(), one, "The first one closed.")
        with pytest.raises(PlanChanged, match="look at it again"):
            await world.desk.exchange.carry_out(ADA, deed(), newer, plan.token)


async def test_packs_with_the_same_names_do_not_overwrite_each_other(tmp_path: Path):
    async with a_world(tmp_path) as world:
        exchange = world.desk.exchange
        for pack in (a_pack(), _other()):
            plan = await exchange.plan(ADA, pack)
            await exchange.carry_out(ADA, deed(), pack, plan.token)
        own = await world.store.curating.own_by_ref(HERE)
        assert own["C01"].claim.text == "Bridge 1 was closed."
        assert own["tunnels.C01"].claim.text == "Tunnel 1 was closed."
        view = await world.view(own["tunnels.C01"].claim_id)
        assert view.sources["tunnels.S1"].publisher == "The Tunnel Post"
        assert (await exchange.plan(ADA, _other())).unchanged == 1


async def test_an_export_finds_its_way_back(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await annotated(world)
        pack = await world.desk.exchange.export(ADA, a_head())
        plan = await world.desk.exchange.plan(ADA, pack)
        assert (plan.added, plan.changed, plan.retired, plan.unchanged) == ((), (), (), 1)
        edited = pack.claims[0].model_copy(update={"text": "The bridge shut in May."})
        newer = pack.model_copy(update={"claims": (edited,)})
        plan = await world.desk.exchange.plan(ADA, newer)
        assert [item.changes[0].what for item in plan.changed] == ["sentence"]


async def test_with_approval_on_an_import_publishes_nothing_by_itself(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await annotated(world)
        await world.settings(approval=True)
        pack = await world.desk.exchange.export(ADA, a_head())
        edited = pack.claims[0].model_copy(update={"text": "The bridge shut in May."})
        another = pack.claims[0].model_copy(update={"ref": "new", "text": "Another."})
        newer = pack.model_copy(update={"claims": (edited, another)})
        plan = await world.desk.exchange.plan(ADA, newer)
        assert (plan.proposed, plan.as_drafts) == (1, True)
        await world.desk.exchange.carry_out(ADA, deed(), newer, plan.token)
        own = await world.store.curating.own_by_ref(HERE)
        assert own["new"].claim.status is Status.DRAFT
        assert own[edited.ref].claim.text == "The bridge closed in May."
        [waits] = await world.desk.approvals.waiting(CHIEF)
        assert waits.decision is Decision.WAITING


async def test_packs_are_switched_on_and_off_by_curators(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await with_pack(world.store)
        communities = world.desk.communities
        assert [here.on for here in await communities.packs(ADA)] == [False]
        assert (await communities.switch(ADA, deed(), "bridges", on=True)).on
        assert len(await world.desk.curation.suggest(ADA, "bridge", 9)) == 3
        assert not (await communities.switch(ADA, deed(), "bridges", on=False)).on
        assert await world.desk.curation.suggest(ADA, "bridge", 9) == []
        with pytest.raises(NotFound):
            await communities.switch(ADA, deed(), "nothing", on=True)


async def test_a_file_that_is_no_pack_is_told_kindly(tmp_path: Path):
    async with a_world(tmp_path) as world:
        for content in (b"\xff\xfe", b"- a list", b"format: 1\npack: {}\n", b"x" * 20_000_001):
            with pytest.raises(PackProblem, match="not a usable pack"):
                await world.desk.exchange.read(ADA, "sent.yaml", content)


def test_a_pack_is_written_so_that_it_is_read_back_equal():
    pack = a_pack(claims=[{"ref": "2017", "text": "On: 2017-12-28 “it” was *said*\n", "language":
        "en", "topics": ["no", "null", "0x1f"], "date": "2017"}])  # fmt: skip
    read, _ = parse_pack("a.yaml", written_pack(pack))
    assert read == pack


async def annotated(world: World) -> int:
    """A published claim with a chain, sources, a repost and a telling."""
    claim_id = await world.ready()
    annotation = world.desk.annotation
    key = next(iter((await world.view(claim_id)).sources))
    link = a_link("https://mirror.example/1", publisher="The Mirror", repost_of=key)
    await annotation.add_source(ADA, deed(), claim_id, link, Stance.CONTEXT)
    await annotation.add_hop(ADA, deed(), claim_id, HopForm(who="The Gazette"), source=key)
    form = DocumentForm(url="https://blog.example/b", title="Bridges")
    await annotation.add_appearance(ADA, deed(), claim_id, form, where="at the end")
    await world.desk.curation.edit(ADA, deed(), claim_id, ClaimEdit(topics=("bridges",)))
    await world.desk.curation.publish(ADA, deed(), claim_id)
    return claim_id


def _other() -> Pack:
    claim = {
        "ref": "C01",
        "text": "Tunnel 1 was closed.",
        "evidence": [{"source": "S1", "stance": "supports"}],
    }
    source = {"key": "S1", "publisher": "The Tunnel Post"}
    head = a_head(id="tunnels", title="Tunnels").model_dump()
    return Pack.model_validate({"format": 1, "pack": head, "sources": [source], "claims": [claim]})
