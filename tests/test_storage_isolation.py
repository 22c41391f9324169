"""What a community owns is not there for any other, by whatever name or number it is asked for."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from claims.community import CommunitySettings
from claims.deeds import Deed, SaveSettings
from claims.errors import NotFound
from claims.models import Addition, Owner
from tests.storage_worlds import HERE, THERE, a_claim, a_document, a_source, opened, with_pack

ADDRESS = "https://secret.example/article"
SECRET = a_claim(
    "X1",
    "The secret bridge.",
    evidence=[{"source": "S1", "stance": "supports"}],
    appearances=[{"document": "D1"}],
)


async def tell_a_secret(store) -> int:
    await store.writer.put_sources(HERE, [a_source("S1", "The secret paper")])
    await store.writer.put_documents(HERE, [a_document("D1", ADDRESS)])
    return await store.writer.add(HERE, SECRET, actor="ann", reason="first")


@pytest.mark.parametrize("other", ["2", "11", "community:1", "unknown"])
async def test_no_reader_finds_another_communitys_claim(tmp_path: Path, other: str):
    async with opened(tmp_path) as store:
        claim_id = await tell_a_secret(store)
        if ":" not in other:
            await store.ensure_community(other, [])
            await store.writer.add(
                Owner.community(other), a_claim("Y1", "Open."), actor="bob", reason="first"
            )
        else:
            other = "2"
        reader = store.reader
        everything = range(1, claim_id + 20)
        views = await reader.views(other, everything, include_unpublished=True)
        assert all(view.claim.ref == "Y1" for view in views.values())
        for words in ("secret", "1", "#1", "", "bridge", "%", "_"):
            found = await reader.suggest(other, words, 25)
            assert all(view.claim.ref == "Y1" for view in found)
        with pytest.raises(NotFound):
            await reader.by_ref(other, "X1", include_unpublished=True)
        with pytest.raises(NotFound):
            await reader.revisions(other, claim_id)
        with pytest.raises(NotFound):
            await reader.document_by_key(other, "D1")
        assert await reader.document_at(other, [ADDRESS]) is None
        assert HERE not in await reader.scope(other)
        assert (await reader.counts(other)).sources == 0
        out = io.StringIO()
        await store.transfer.export_claims(other, out, include_unpublished=True)
        assert "secret" not in out.getvalue()


async def test_the_owner_finds_it_by_every_way(tmp_path: Path):
    async with opened(tmp_path) as store:
        claim_id = await tell_a_secret(store)
        view = (await store.reader.views("1", [claim_id]))[claim_id]
        assert view.claim == SECRET
        assert view == await store.reader.by_number("1", 1)
        assert view == await store.reader.by_ref("1", "X1")
        assert [view] == list(await store.reader.suggest("1", "SECRET bri", 5))
        document, address, views = await store.reader.document_at("1", ["https://no", ADDRESS])
        assert (document.key, address, views) == ("D1", ADDRESS, (view,))
        assert await store.reader.document_by_key("1", "D1") == (document, (view,))
        assert list(view.documents) == ["D1"]
        assert view.sources["S1"].publisher == "The secret paper"


async def test_no_writer_changes_another_communitys_claim(tmp_path: Path):
    async with opened(tmp_path) as store:
        claim_id = await tell_a_secret(store)
        with pytest.raises(NotFound):
            await store.writer.save(
                THERE, claim_id, a_claim("X1", "Ours."), base=1, actor="eve", reason="mine"
            )
        with pytest.raises(NotFound):
            await store.writer.save_addition(
                "2", claim_id, Addition(phrasings=("ours",)), base=1, actor="eve"
            )
        with pytest.raises(NotFound):
            await store.answers.put_feedback(
                "2", claim_id, kind="not_this_claim", wording="w", remark="", user="h"
            )
        await store.writer.put_sources(THERE, [a_source("S1", "Another paper")])
        await store.writer.put_documents(THERE, [a_document("D1", "https://other.example")])
        view = await store.reader.by_number("1", 1)
        assert view.claim == SECRET
        assert view.sources["S1"].publisher == "The secret paper"


async def test_a_pack_is_seen_only_where_it_is_switched_on(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store, "1")
        view = await store.reader.by_number("1", 2)
        assert await store.reader.views("2", [view.claim_id]) == {}
        with pytest.raises(NotFound):
            await store.reader.by_number("2", 2)
        with pytest.raises(NotFound):
            await store.writer.save_addition(
                "2", view.claim_id, Addition(phrasings=("x",)), base=1, actor="eve"
            )
        await store.packs.disable("1", "bridges")
        assert await store.reader.views("1", [view.claim_id]) == {}
        assert await store.reader.document_at("1", ["https://herald.example/bridges"]) is None


async def test_an_answer_opens_only_for_the_community_it_was_made_for(tmp_path: Path):
    async with opened(tmp_path) as store:
        answer = await store.answers.put_answer("1", b"\x00sealed")
        assert await store.answers.get_answer("1", answer) == b"\x00sealed"
        assert await store.answers.get_answer("2", answer) is None
        assert await store.answers.get_answer("1", answer + 1) is None


async def test_names_and_counts_of_a_community_are_its_own(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store, "1", "2")
        claim_id = (await store.reader.by_ref("1", "C01")).claim_id
        settings = CommunitySettings(same_names=(("Old Mill Trust", "OMT"),))
        deed = Deed("d1", "1", "ann", "names changed", "", datetime.now(UTC))
        await store.ledger.perform(deed, [SaveSettings(settings, 0)])
        await store.tallies.add({("1", claim_id, "a" * 20): 1}, datetime.now(UTC).date())
        seen = {here: await store.reader.scope(here) for here in ("1", "2")}
        assert await store.reader.same_names(seen["1"]) == settings.same_names
        assert await store.reader.same_names(seen["2"]) == ()
        assert await store.reader.same_names([Owner.pack("1")]) == ()
        reads = {here: await store.reader.readership(here) for here in ("1", "2")}
        assert {here: one.owners for here, one in reads.items()} == seen
        assert (reads["1"].settings, reads["1"].same_names) == (settings, settings.same_names)
        assert (reads["2"].settings, reads["2"].same_names) == (CommunitySettings(), ())
        assert reads["1"].newest == reads["2"].newest == await store.feed.newest() > 0
        assert await store.tallies.met("2") == []


async def test_the_feed_names_the_owner_of_every_change(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store, "1", "2")
        await tell_a_secret(store)
        pack_claim = (await store.reader.by_ref("1", "C01")).claim_id
        added = Addition(phrasings=("secret words",))
        await store.writer.save_addition("1", pack_claim, added, base=1, actor="ann")
        for change in await store.feed.changes(0, 100):
            if "secret" in str(change.claim):
                assert change.owner == HERE
