"""The first week of a community, and what its curators do to claims day by day."""

from pathlib import Path

import pytest

from claims.annotating import HopForm
from claims.approving import NOT_THIS_CLAIM, SAME_CLAIM
from claims.editing import ClaimEdit
from claims.errors import Conflict, InputProblem, NotFound, NotReady, Overtaken
from claims.models import (
    Act,
    ClaimKind,
    Departure,
    DepartureLevel,
    QuestionStatus,
    Stance,
    Status,
)
from claims.requesting import RequestStatus, Told
from claims.sourcing import DocumentForm
from tests.curating_world import ADA, BEN, CHIEF, HERE, MO, NIA, World, a_link, a_world, deed, seen
from tests.storage_worlds import with_pack


async def test_the_first_week_of_a_community(tmp_path: Path):
    async with a_world(tmp_path) as world:
        desk = world.desk
        # Monday: a member's check found nothing, and they ask.
        asked = await desk.requests.ask(
            MO, deed(), "Did the bridge close in May?", consent=True, told=Told.DIRECT
        )
        assert (asked.number, asked.status) == (1, RequestStatus.OPEN)
        # Tuesday: a curator takes it up and makes a draft of it.
        await desk.requests.take(ADA, deed(), 1)
        edit = ClaimEdit(text="The bridge closed in May.", title="Bridge closed")
        draft = await desk.curation.add(ADA, deed(), edit, request=1)
        assert draft.claim.status is Status.DRAFT
        assert await world.store.reader.views(HERE, [draft.claim_id]) == {}
        with pytest.raises(NotReady, match="at least one step") as caught:
            await desk.curation.publish(ADA, deed(), draft.claim_id)
        assert len(caught.value.missing) == 2
        # Wednesday: they annotate it.
        hop = HopForm(who="The mayor", act=Act.SAID, earliest=True)
        link = a_link("https://www.gazette.example/2026/05/03/bridge?utm_source=x")
        await desk.annotation.add_hop(ADA, deed(), draft.claim_id, hop, source=link)
        paper = HopForm(who="The Herald", act=Act.REPORTED)
        await desk.annotation.add_hop(BEN, deed(), draft.claim_id, paper, place=1)
        moved = seen(await desk.annotation.move_hop(BEN, deed(), draft.claim_id, 1, 2))
        assert [hop.who for hop in moved.claim.chain] == ["The mayor", "The Herald"]
        again = a_link("http://gazette.example/2026/05/03/bridge/")
        listed = seen(
            await desk.annotation.add_source(
                BEN, deed(), draft.claim_id, again, Stance.SUPPORTS, note="Names the day."
            )
        )
        assert len(listed.sources) == 1, "one page is one source, however its link is written"
        source = next(iter(listed.sources.values()))
        assert (source.publisher, source.date) == ("gazette.example", "2026-05-03")
        with pytest.raises(InputProblem, match="listed already"):
            await desk.annotation.add_source(ADA, deed(), draft.claim_id, again, Stance.DISPUTES)
        await desk.annotation.add_question(ADA, deed(), draft.claim_id, "When will it open?")
        # Thursday: it is published, and the asker is told once.
        await desk.curation.publish(ADA, deed(), draft.claim_id)
        assert draft.claim_id in await world.store.reader.views(HERE, [draft.claim_id])
        [mine] = await desk.requests.status(MO)
        assert (mine.status, mine.claim_id) == (RequestStatus.ANSWERED, draft.claim_id)
        assert (mine.taken_by, mine.closed_by) == (None, None), "who curates is not for members"
        [notice] = await desk.notices.pending()
        assert await desk.notices.claim(notice)
        await desk.notices.confirm(notice, sent=True)
        assert await desk.notices.pending() == []
        # Friday: a member says that something else is not this claim.
        await remark(world, draft.claim_id, NOT_THIS_CLAIM, "The bridge opened in May.", "mo")
        await remark(world, draft.claim_id, NOT_THIS_CLAIM, "The bridge opened in May.", "nia")
        await remark(world, draft.claim_id, SAME_CLAIM, "They shut the bridge in May.", "nia")
        first, second = await desk.suggestions.waiting(ADA)
        assert (first.members, second.members) == (2, 1)
        await desk.suggestions.accept(BEN, deed(), first.suggestion_id)
        view = seen(await desk.suggestions.accept(BEN, deed(), second.suggestion_id))
        assert view.claim.blocked == ("The bridge opened in May.",)
        assert view.claim.phrasings == ("They shut the bridge in May.",)
        assert await desk.suggestions.waiting(ADA) == []
        # Saturday: the question is answered, from a source.
        with pytest.raises(InputProblem, match="needs a source"):
            await desk.annotation.answer_question(
                ADA, deed(), draft.claim_id, 1, "In June.", source=None
            )
        answered = seen(
            await desk.annotation.answer_question(
                ADA, deed(), draft.claim_id, 1, "In June.", source=source.key
            )
        )
        assert answered.claim.questions[0].status is QuestionStatus.ANSWERED
        # Sunday: everything that happened can be read and taken back.
        page = await desk.revising.history(ADA, draft.claim_id, count=20)
        assert page.total == len(page.steps) == answered.revision
        lines = [change.line for _, changes in page.steps for change in changes]
        assert "blocked wording added: The bridge opened in May." in lines
        assert any(line.startswith("step moved: The mayor said it") for line in lines)
        assert any("answered: In June. (gazette.example, 3 May 2026)" in line for line in lines)
        log = await desk.revising.audit(CHIEF, limit=50)
        assert {entry.actor for entry in log} == {"1", "2"}
        assert all(entry.claim_id == draft.claim_id for entry in log if entry.revision)


async def test_an_old_revision_becomes_a_new_one_and_nothing_is_lost(tmp_path: Path):
    async with a_world(tmp_path) as world:
        claim_id = await world.published()
        before = await world.view(claim_id)
        await world.desk.curation.edit(ADA, deed(), claim_id, ClaimEdit(text="It closed in June."))
        after = await world.view(claim_id)
        assert after.claim.phrasings == ("The bridge closed in May.",)
        back = seen(await world.desk.revising.revert(BEN, deed(), claim_id, before.revision))
        assert back.claim == before.claim
        assert back.revision == after.revision + 1
        changes = await world.desk.revising.compare(ADA, claim_id, before.revision, after.revision)
        assert changes[0].line == "sentence: The bridge closed in May. → It closed in June."
        with pytest.raises(NotFound, match="no revision 99"):
            await world.desk.revising.revert(ADA, deed(), claim_id, 99)


async def test_two_curators_at_one_claim_see_each_others_work(tmp_path: Path):
    async with a_world(tmp_path) as world:
        claim_id = await world.published()
        base = (await world.view(claim_id)).revision
        await world.desk.curation.edit(ADA, deed(), claim_id, ClaimEdit(title="Shut"), base=base)
        with pytest.raises(Overtaken) as caught:
            await world.desk.curation.edit(
                BEN, deed(), claim_id, ClaimEdit(speaker="The mayor"), base=base
            )
        assert [change.line for change in caught.value.theirs] == ["title added: Shut"]
        assert [change.line for change in caught.value.mine] == ["speaker added: The mayor"]
        now = caught.value.view.revision
        await world.desk.curation.edit(
            BEN, deed(), claim_id, ClaimEdit(speaker="The mayor"), base=now
        )
        kept = (await world.view(claim_id)).claim
        assert (kept.title, kept.speaker) == ("Shut", "The mayor")


async def test_what_is_added_without_a_form_stands_beside_what_another_added(tmp_path: Path):
    async with a_world(tmp_path) as world:
        claim_id = await world.draft()
        await world.desk.curation.add_phrasing(ADA, deed(), claim_id, "It shut in May.")
        await world.desk.curation.add_phrasing(BEN, deed(), claim_id, "May saw it close.")
        assert len((await world.view(claim_id)).claim.phrasings) == 2


async def test_a_claim_is_retired_restored_and_merged(tmp_path: Path):
    async with a_world(tmp_path) as world:
        curation = world.desk.curation
        keep = await world.published(text="The bridge closed in May.")
        other = await world.published(text="In May they shut the bridge.")
        with pytest.raises(InputProblem, match="itself"):
            await world.desk.revising.merge(ADA, deed(), keep, keep)
        kept = seen(await world.desk.revising.merge(ADA, deed(), keep, other))
        assert kept.claim.phrasings == ("In May they shut the bridge.",)
        assert len(kept.claim.evidence) == 2
        gone = await world.view(other)
        assert (gone.claim.status, gone.claim.merged_into) == (Status.RETIRED, kept.claim.ref)
        assert await world.store.reader.views(HERE, [other]) == {}
        restored = seen(await curation.restore(ADA, deed(), other))
        assert (restored.claim.status, restored.claim.merged_into) == (Status.DRAFT, None)
        assert restored.number == gone.number
        with pytest.raises(InputProblem, match="not retired"):
            await curation.restore(ADA, deed(), other)
        retired = seen(await curation.retire(ADA, deed(), keep, reason="Out of date"))
        assert retired.claim.status is Status.RETIRED
        history = await world.desk.revising.history(ADA, keep, count=1)
        assert history.steps[0][0].reason == "Out of date"


async def test_a_request_for_a_draft_that_is_merged_is_answered_with_what_it_became(
    tmp_path: Path,
):
    async with a_world(tmp_path) as world:
        keep = await world.published()
        await world.desk.requests.ask(MO, deed(), "Is the bridge shut?", consent=True)
        edit = ClaimEdit(text="The bridge is shut.")
        draft = await world.desk.curation.add(ADA, deed(), edit, request=1)
        await world.desk.revising.merge(ADA, deed(), keep, draft.claim_id)
        [mine] = await world.desk.requests.status(MO)
        assert (mine.status, mine.claim_id) == (RequestStatus.ANSWERED, keep)


async def test_a_published_claim_keeps_at_least_what_publication_needs(tmp_path: Path):
    async with a_world(tmp_path) as world:
        claim_id = await world.published()
        with pytest.raises(InputProblem, match="cannot do without"):
            await world.desk.annotation.remove_hop(ADA, deed(), claim_id, 1)
        await world.desk.curation.to_draft(ADA, deed(), claim_id)
        await world.desk.annotation.remove_hop(ADA, deed(), claim_id, 1)
        assert (await world.view(claim_id)).claim.chain == ()


async def test_similar_claims_are_shown_before_one_is_added(tmp_path: Path):
    async with a_world(tmp_path) as world:
        published = await world.published(text="The bridge closed in May.")
        draft = await world.draft(text="The harbour tunnel flooded on Monday night.")
        [near] = await world.desk.curation.similar(ADA, "The bridge closed in May.")
        assert (near.view.claim_id, near.same) == (published, True)
        [hidden] = await world.desk.curation.similar(
            ADA, "the harbour tunnel flooded on Monday night"
        )
        assert (hidden.view.claim_id, hidden.same, hidden.candidate) == (draft, True, None)


async def test_a_packs_claim_is_added_to_and_otherwise_left_alone(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await with_pack(world.store)
        await world.desk.communities.switch(ADA, deed(), "bridges", on=True)
        view = (await world.desk.curation.suggest(ADA, "bridge 1", 1))[0]
        claim_id = view.claim_id
        annotation = world.desk.annotation
        await world.desk.curation.add_phrasing(ADA, deed(), claim_id, "Number one is shut.")
        await world.desk.curation.block(ADA, deed(), claim_id, "Bridge 11 was closed.")
        await annotation.add_source(ADA, deed(), claim_id, a_link(), Stance.DISPUTES)
        await annotation.add_question(ADA, deed(), claim_id, "Who closed it?")
        seen_now = seen(
            await annotation.answer_question(
                BEN, deed(), claim_id, 1, "The city did.", source=a_link("https://city.example/b")
            )
        )
        assert len(seen_now.claim.questions) == 1
        assert seen_now.claim.questions[0].answer == "The city did."
        assert seen_now.revision == 6
        with pytest.raises(InputProblem, match="belongs to the pack “Bridges”"):
            await world.desk.curation.edit(ADA, deed(), claim_id, ClaimEdit(text="Otherwise."))
        with pytest.raises(InputProblem, match="belongs to the pack"):
            await annotation.add_hop(ADA, deed(), claim_id, HopForm(who="Somebody"))
        own = await world.published(text="Bridge one is closed.")
        await world.desk.revising.merge(ADA, deed(), claim_id, own)
        merged = await world.view(claim_id)
        assert "Bridge one is closed." in merged.claim.phrasings
        assert (await world.view(own)).claim.merged_into == "bridges/C01"
        back = seen(await world.desk.revising.revert(ADA, deed(), claim_id, 2))
        assert back.claim.phrasings == ("Number one is shut.",)


async def test_context_and_tellings_say_where_a_claim_stands(tmp_path: Path):
    async with a_world(tmp_path) as world:
        claim_id = await world.draft()
        departure = Departure(level=DepartureLevel.MINOR, note="The day is missing.")
        edit = ClaimEdit(kind=ClaimKind.ALLEGATION, departure=departure, topics=("bridges",))
        await world.desk.annotation.context(ADA, deed(), claim_id, edit)
        form = DocumentForm(url="https://blog.example/2026/06/a", title="Bridges of our town")
        told = seen(
            await world.desk.annotation.add_appearance(
                ADA, deed(), claim_id, form, where="second paragraph"
            )
        )
        [document] = told.documents.values()
        assert (document.publisher, document.date) == ("blog.example", "2026-06")
        with pytest.raises(InputProblem, match="where else"):
            await world.desk.annotation.add_appearance(
                ADA, deed(), claim_id, form, where="second paragraph"
            )
        found = await world.store.reader.document_at(HERE, ["https://blog.example/2026/06/a"])
        assert found is not None


async def test_the_work_list_shows_what_waits(tmp_path: Path):
    async with a_world(tmp_path) as world:
        assert (await world.desk.review.list(ADA)).is_empty
        draft = await world.draft(text="A draft.")
        claim_id = await world.published()
        await world.desk.annotation.context(
            ADA, deed(), claim_id, ClaimEdit(review_on="2026-11-01")
        )
        await world.desk.annotation.add_question(ADA, deed(), claim_id, "When will it open?")
        await world.desk.annotation.add_source(
            ADA, deed(), claim_id, a_link("https://new.example/x"), Stance.CONTEXT
        )
        await remark(world, claim_id, NOT_THIS_CLAIM, "Another bridge.", "mo")
        await world.desk.requests.ask(NIA, deed(), "Is the tunnel open?", consent=True)
        key = next(key for key in (await world.view(claim_id)).sources if "new" in key)
        await world.store.work.note_link(HERE, key, "it answered 404", world.clock())
        work = await world.desk.review.list(BEN)
        assert [view.claim_id for view in work.drafts] == [draft]
        assert [view.claim_id for view in work.past_review] == [claim_id]
        assert [(item.place, item.sources) for item in work.news] == [(1, (key,))]
        assert {item.source.key for item in work.unopened} >= {key}
        assert [item.problem for item in work.dead_links] == ["it answered 404"]
        assert (work.counts["suggestions"], work.counts["requests"]) == (1, 1)
        opened = await world.desk.library.opened(BEN, deed(), key)
        assert (opened.checked_on, opened.checked_by) == ("2026-11-23", "a curator")
        await world.store.work.note_link(HERE, key, None, world.clock())
        later = await world.desk.review.list(BEN)
        assert key not in {item.source.key for item in later.unopened}
        assert later.dead_links == ()


async def test_settings_are_changed_on_top_of_what_was_seen(tmp_path: Path):
    async with a_world(tmp_path) as world:
        communities = world.desk.communities
        assert (await communities.settings(MO)).revision == 0
        await communities.change(CHIEF, deed(), {"asks_a_day": 1, "fetch_never": ("Bad.Example",)})
        now = await communities.settings(MO)
        assert (now.settings.asks_a_day, now.settings.fetch_never) == (1, ("bad.example",))
        with pytest.raises(Conflict):
            await communities.change(CHIEF, deed(), {"approval": True}, base=0)
        with pytest.raises(InputProblem, match="Asks a day"):
            await communities.change(CHIEF, deed(), {"asks_a_day": 1000})
        with pytest.raises(InputProblem, match="not a domain"):
            await communities.change(CHIEF, deed(), {"fetch_only": ("https://a.example/",)})


async def remark(world: World, claim_id: int, kind: str, wording: str, user: str) -> None:
    await world.store.answers.put_feedback(
        HERE, claim_id, kind=kind, wording=wording, remark="", user=user
    )
