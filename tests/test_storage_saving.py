"""Saving a claim: whole, with its revision, never over somebody else's change."""

from pathlib import Path

import pytest

from claims.errors import Conflict, InputProblem, NotFound
from claims.models import Addition, OpenQuestion, Owner, Status
from tests.storage_worlds import HERE, a_claim, a_source, opened, with_pack


async def test_a_claim_comes_back_as_it_was_saved(tmp_path: Path):
    claim = a_claim(
        title="Bridge closed",
        language="ara",
        chain=[{"who": "A mayor", "act": "said", "date": "2017-05~", "source": "S1"}],
        phrasings=["no way over", "\u202ereversed \0 odd"],
    )
    async with opened(tmp_path) as store:
        await store.writer.put_sources(HERE, [a_source("S1"), a_source("S2")])
        claim_id = await store.writer.add(HERE, claim, actor="ann", reason="first")
    async with opened(tmp_path) as store:
        view = (await store.reader.views("1", [claim_id]))[claim_id]
        assert view.claim == claim
        assert (view.number, view.revision, view.owner) == (1, 1, HERE)
        assert list(view.sources) == ["S1"]
        assert view.revised_at.utcoffset().total_seconds() == 0


async def test_every_change_leaves_a_revision_with_actor_and_reason(tmp_path: Path):
    async with opened(tmp_path) as store:
        claim_id = await store.writer.add(HERE, a_claim(), actor="ann", reason="first")
        later = a_claim(text="The bridge was closed in June.")
        assert (
            await store.writer.save(
                HERE, claim_id, later, base=1, actor="bob", reason="the month was wrong"
            )
            == 2
        )
        newest, first = await store.reader.revisions("1", claim_id)
        assert (newest.number, newest.base, newest.actor) == (2, 1, "bob")
        assert newest.reason == "the month was wrong"
        assert newest.claim == later
        assert (first.number, first.base, first.claim) == (1, 0, a_claim())
        assert first.at <= newest.at


async def test_an_edit_of_a_stale_state_is_refused_and_changes_nothing(tmp_path: Path):
    async with opened(tmp_path) as store:
        claim_id = await store.writer.add(HERE, a_claim(), actor="ann", reason="first")
        june = a_claim(text="The bridge was closed in June.")
        july = a_claim(text="The bridge was closed in July.")
        await store.writer.save(HERE, claim_id, june, base=1, actor="bob", reason="June")
        with pytest.raises(Conflict, match=r"Claim #1 .* revision 1, .* revision 2") as caught:
            await store.writer.save(HERE, claim_id, july, base=1, actor="cat", reason="July")
        assert (caught.value.base, caught.value.current) == (1, 2)
        assert (await store.reader.by_number("1", 1)).claim == june
        assert len(await store.reader.revisions("1", claim_id)) == 2


async def test_saving_what_is_there_already_writes_nothing(tmp_path: Path):
    async with opened(tmp_path) as store:
        claim_id = await store.writer.add(HERE, a_claim(), actor="ann", reason="first")
        june = a_claim(text="The bridge was closed in June.")
        await store.writer.save(HERE, claim_id, june, base=1, actor="bob", reason="June")
        newest = await store.feed.newest()
        again = await store.writer.save(HERE, claim_id, june, base=1, actor="bob", reason="June")
        assert again == 2
        assert await store.feed.newest() == newest
        assert len(await store.reader.revisions("1", claim_id)) == 2


async def test_a_ref_belongs_to_one_claim(tmp_path: Path):
    async with opened(tmp_path) as store:
        await store.writer.add(HERE, a_claim("X1"), actor="ann", reason="first")
        other = await store.writer.add(HERE, a_claim("X2"), actor="ann", reason="second")
        with pytest.raises(Conflict):
            await store.writer.add(HERE, a_claim("X1"), actor="bob", reason="again")
        with pytest.raises(Conflict):
            await store.writer.save(HERE, other, a_claim("X1"), base=1, actor="bob", reason="ref")
        assert (await store.writer.add(HERE, a_claim("X3"), actor="ann", reason="third")) > other
        assert (await store.reader.by_ref("1", "X3")).number == 3


async def test_drafts_and_retired_claims_are_for_curators_only(tmp_path: Path):
    async with opened(tmp_path) as store:
        draft = a_claim(status=Status.DRAFT)
        claim_id = await store.writer.add(HERE, draft, actor="ann", reason="first")
        assert await store.reader.views("1", [claim_id]) == {}
        assert list(await store.reader.suggest("1", "bridge", 5)) == []
        with pytest.raises(NotFound, match="no claim #1 here"):
            await store.reader.by_number("1", 1)
        seen = await store.reader.by_number("1", 1, include_unpublished=True)
        assert seen.claim == draft
        assert (await store.feed.changes(0, 10))[0].claim is None
        await store.writer.save(HERE, claim_id, a_claim(), base=1, actor="ann", reason="publish")
        assert [c.claim for c in await store.feed.changes(0, 10)] == [a_claim()]


async def test_what_a_community_adds_to_a_packs_claim_is_seen_there_alone(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store, "1", "2")
        plain = await store.reader.by_ref("1", "C01")
        added = Addition(phrasings=("no way over",), questions=(OpenQuestion(text="Which one?"),))
        revision = await store.writer.save_addition(
            "1", plain.claim_id, added, base=plain.revision, actor="ann"
        )
        mine, theirs = [await store.reader.by_ref(who, "C01") for who in ("1", "2")]
        assert mine.claim == plain.claim.with_addition(added)
        assert mine.revision == revision == 2
        assert theirs == plain
        assert await store.writer.addition("1", plain.claim_id) == added
        assert await store.writer.addition("2", plain.claim_id) == Addition()


async def test_an_addition_on_a_stale_state_is_refused(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store, "1")
        claim_id = (await store.reader.by_ref("1", "C01")).claim_id
        first, second = Addition(phrasings=("one",)), Addition(phrasings=("two",))
        await store.writer.save_addition("1", claim_id, first, base=1, actor="ann")
        with pytest.raises(Conflict, match="C01"):
            await store.writer.save_addition("1", claim_id, second, base=1, actor="bob")
        assert await store.writer.save_addition("1", claim_id, first, base=1, actor="ann") == 2
        history = await store.reader.revisions("1", claim_id)
        assert [(r.number, r.actor) for r in history] == [(2, "ann"), (1, "pack")]
        assert history[0].claim.phrasings == ("one",)


async def test_a_packs_claims_are_not_edited_by_anybody(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store, "1")
        view = await store.reader.by_ref("1", "C01")
        for owner in (HERE, Owner.pack("bridges")):
            with pytest.raises(NotFound):
                await store.writer.save(
                    owner, view.claim_id, a_claim(), base=1, actor="ann", reason="mine now"
                )
        with pytest.raises(NotFound):
            await store.writer.put_sources(Owner.pack("bridges"), [a_source()])
        assert await store.reader.by_ref("1", "C01") == view


async def test_the_name_of_a_community_is_checked(tmp_path: Path):
    async with opened(tmp_path) as store:
        for name in ("", "two words", "../up", "x" * 81):
            with pytest.raises(InputProblem, match="not the name of a community"):
                await store.ensure_community(name, [])


async def test_at_most_a_thousand_claims_are_read_at_once(tmp_path: Path):
    async with opened(tmp_path) as store:
        with pytest.raises(InputProblem, match="1,000"):
            await store.reader.views("1", range(1001))
        assert await store.reader.views("1", range(1000)) == {}
