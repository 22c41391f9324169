"""Claims as curators make them: added, edited, published, merged, retired, and gone back to."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from claims.models import Status
from claims.report import Tier
from tests.curator_world import Crew, crew_of, shown, words_of
from tests.discord_world import World, a_world, choices, deliver_again, offered


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as world:
        yield world


@pytest_asyncio.fixture
async def crew(world: World) -> Crew:
    return crew_of(world)


async def claim_of(crew: Crew, number: int) -> Any:
    return await crew.world.services.curation.by_number(crew.member(crew.curator), number)


async def test_a_claim_starts_as_a_draft_and_says_what_it_lacks(crew: Crew):
    added = await crew.draft(
        "The bridge was closed in May.", title="Bridge closed", date="May 2017", speaker="The town"
    )
    assert "### Added as #1" in words_of(added)
    assert "Draft: only curators see it." in words_of(added)
    assert "add at least one step" in words_of(added)
    assert "There is no claim #1 here" in await crew.read(crew.server.ann, "claim view", number=1)
    refused = await crew.read(crew.curator, "claim publish", number=1)
    assert "cannot be published yet" in refused
    assert "Add at least one source." in refused
    view = await claim_of(crew, 1)
    assert (view.claim.date, view.claim.speaker) == ("2017-05", "The town")


async def test_a_form_with_a_wrong_date_comes_back_as_it_was_typed(crew: Crew):
    typed = {"text": "The bridge was closed.", "date": "yesterday", "speaker": "The town"}
    wrong = await crew.filled(crew.curator, "claim add", typed)
    assert "is not a date that can be read" in words_of(wrong)
    await crew.world.restart()
    again = await crew.curator.click(shown(wrong), label="Open the form again")
    values = {
        part["component"]["custom_id"]: part["component"].get("value")
        for part in again.modal["components"]
    }
    assert values["text"] == typed["text"]
    assert values["date"] == "yesterday"
    saved = await crew.curator.submit_modal(again, {**typed, "date": "2017"})
    assert "Added as #1" in words_of(saved)


async def test_what_was_typed_is_given_back_to_its_author_only(crew: Crew):
    wrong = await crew.filled(
        crew.curator, "claim add", {"text": "The bridge was closed.", "date": "?"}
    )
    ticket = next(
        part["custom_id"]
        for rows in shown(wrong).components
        for part in rows.get("components", ())
        if part.get("custom_id", "").startswith("caveat:do.reopen")
    ).split(":")[2]
    typed = crew.world.bot.desk.curators.typed
    assert (await typed.open(crew.community, crew.curator.id, ticket)).fields["date"] == "?"
    for community, user in ((crew.community, crew.other.id), ("7", crew.curator.id)):
        try:
            await typed.open(community, user, ticket)
        except Exception as problem:  # noqa: BLE001
            assert "no longer kept" in str(problem)
        else:
            raise AssertionError("it was given away")


async def test_the_menu_fills_the_form_from_a_message_without_its_author(crew: Crew):
    message = await crew.server.bob.send(
        crew.server.channel, "**BREAKING** bridge shut! https://paper.example/2017/05/03/bridge."
    )
    form = await crew.curator.context_menu(crew.server.channel, "Add as claim", message)
    values = {
        part["component"]["custom_id"]: part["component"].get("value") or ""
        for part in form.modal["components"]
    }
    assert values["text"].startswith("**BREAKING** bridge shut!")
    assert values["link"] == "https://paper.example/2017/05/03/bridge"
    assert values["date"] == f"{message.created_at:%Y-%m-%d}"
    assert "bob" not in str(form.modal).lower()
    given = {**values, "text": "The bridge was shut."}
    saved = await crew.curator.submit_modal(form, given)
    assert "Added as #1" in words_of(saved)
    view = await claim_of(crew, 1)
    document = view.documents[view.claim.appearances[0].document]
    assert document.urls == ("https://paper.example/2017/05/03/bridge",)
    assert document.date == "2017-05-03"


async def test_a_claim_that_looks_like_another_is_shown_before_it_is_added(crew: Crew):
    number = await crew.published("The bridge was closed in May.")
    view = await claim_of(crew, number)
    crew.world.matcher.finds("bridge", view, Tier.MATCH)
    asked = await crew.draft("In May the bridge was shut.")
    assert "This looks like a claim that is kept here" in words_of(asked)
    assert "seems to be the same" in words_of(asked)
    assert offered(shown(asked)) == [
        *("Open #1", "Add as wording of #1", "Add anyway", "Open the form again"),
    ]
    added = await crew.curator.click(shown(asked), label="Add as wording of #1")
    assert "Added as another wording" in words_of(added)
    assert (await claim_of(crew, 1)).claim.phrasings == ("In May the bridge was shut.",)
    asked = await crew.draft("In May the bridge was narrowed.")
    added = await crew.curator.click(shown(asked), label="Add anyway")
    assert "Added as #2" in words_of(added)


async def test_a_draft_is_published_edited_hidden_retired_and_restored(crew: Crew):
    number = await crew.published("The bridge was closed in May.")
    assert "The bridge was closed" in await crew.read(crew.server.ann, "claim view", number=number)
    changed = {"text": "The bridge was closed in June.", "title": "June", "kind": "allegation"}
    saved = await crew.filled(crew.curator, "claim edit", changed, number=number)
    assert "### Saved" in words_of(saved)
    view = await claim_of(crew, number)
    assert view.claim.phrasings == ("The bridge was closed in May.",)
    hidden = await crew.curator.click(shown(saved), label="Make a draft")
    assert "only curators see it" in words_of(hidden)
    gone = await crew.pressed(crew.curator, hidden, "Retire", {"reason": "Nobody tells it"})
    assert "### Retired" in words_of(gone)
    back = await crew.curator.click(shown(gone), label="Restore")
    assert "### Restored as a draft" in words_of(back)
    assert (await claim_of(crew, number)).claim.status is Status.DRAFT


async def test_a_wording_is_added_by_its_form(crew: Crew):
    await crew.draft("The bridge was closed in May.")
    form = {"wording": "bridge shut in may!!"}
    saved = await crew.filled(crew.curator, "claim phrasing", form, number=1)
    assert "### Wording added" in words_of(saved)
    again = await crew.filled(crew.curator, "claim phrasing", form, number=1)
    assert "has this wording already" in words_of(again)


async def test_two_claims_become_one(crew: Crew):
    keep = await crew.published("The bridge was closed in May.")
    other = await crew.published("In spring a bridge was shut to traffic.")
    asked = await crew.slash(crew.curator, "claim merge", keep=keep, other=other)
    assert f"### Merge #{other} into #{keep}?" in words_of(asked)
    merged = await crew.curator.click(shown(asked), label="Merge")
    assert "### Merged" in words_of(merged)
    assert (await claim_of(crew, other)).claim.status is Status.RETIRED
    assert len((await claim_of(crew, keep)).claim.evidence) == 2


async def test_history_is_paged_compared_and_gone_back_in(crew: Crew):
    await crew.draft("State 1 of the bridge.")
    for state in range(2, 9):
        words = {"text": f"State {state} of the bridge.", "kind": "fact"}
        await crew.filled(crew.curator, "claim edit", words, number=1)
    card = await crew.slash(crew.other, "claim history", number=1)
    text = words_of(card)
    assert "**Revision 8 ·" in text
    assert f"· Edited**\n- by <@{crew.curator.id}>" in text
    assert "sentence: State 7 of the bridge. → State 8 of the bridge." in text
    older = await crew.other.click(shown(card), label="Older")
    assert "the first state" in words_of(older)
    assert [option["value"] for option in choices(shown(older))] == ["3", "2", "1"]
    compared = await crew.other.select(shown(older), ["2"])
    assert "### #1: revision 2 → 8" in words_of(compared)
    back = await crew.other.click(shown(compared), label="Go back to revision 2")
    assert "Back to what it was at revision 2" in words_of(back)
    view = await claim_of(crew, 1)
    assert (view.revision, view.claim.text) == (9, "State 2 of the bridge.")
    again = await crew.read(crew.other, "claim revert", number=1, revision=1)
    assert "State 1 of the bridge." in again
    compared = await crew.read(crew.other, "claim compare", number=1, old=2, new=3)
    assert "State 2 of the bridge. → State 3 of the bridge." in compared


async def test_two_curators_at_once_see_each_others_work(crew: Crew):
    await crew.draft("The bridge was closed in May.")
    first = await crew.slash(crew.curator, "claim edit", number=1)
    second = await crew.slash(crew.other, "claim edit", number=1)
    await crew.curator.submit_modal(
        first, {"text": "The bridge was closed on 3 May.", "kind": "fact"}
    )
    mine = {"text": "The bridge was closed in May.", "speaker": "The town", "kind": "fact"}
    late = await crew.other.submit_modal(second, mine)
    text = words_of(late)
    assert "### Somebody was faster" in text
    assert "The bridge was closed in May. → The bridge was closed on 3 May." in text
    assert "speaker added: The town" in text
    again = await crew.other.click(shown(late), label="Open the form again")
    assert again.modal["components"][2]["component"]["value"] == "The town"
    saved = await crew.other.click(shown(late), label="Save mine on top")
    assert "### Saved" in words_of(saved)
    assert (await claim_of(crew, 1)).claim.speaker == "The town"


async def test_a_press_on_an_older_card_asks_first(crew: Crew):
    number = await crew.publishable("The bridge was closed in May.")
    card = await crew.slash(crew.curator, "claim view", number=number)
    edited = {"text": "The bridge was closed on 3 May.", "kind": "fact"}
    await crew.filled(crew.other, "claim edit", edited, number=number)
    late = await crew.curator.click(shown(card), label="Publish")
    assert "### Somebody was faster" in words_of(late)
    done = await crew.curator.click(shown(late), label="Do it anyway")
    assert "members see it now" in words_of(done)


async def test_a_form_opened_before_the_role_was_lost_cannot_be_saved_after(crew: Crew):
    await crew.draft("The bridge was closed in May.")
    form = await crew.slash(crew.other, "claim edit", number=1)
    stored = crew.world.env.backend.get_guild(crew.server.guild.id).members[crew.other.id]
    stored.role_ids.clear()
    refused = await crew.other.submit_modal(form, {"text": "Mine now.", "kind": "fact"})
    assert "Only curators of this community" in words_of(refused)
    assert (await claim_of(crew, 1)).revision == 1


async def test_a_form_sent_twice_adds_one_claim(crew: Crew):
    await crew.draft("The bridge was closed in May.")
    crew.world.bot.desk.deliveries._seen.clear()
    deliver_again(crew.world)
    await crew.world.env.settle()
    log = await crew.read(crew.admin, "audit")
    assert log.count("claim added") == 1


async def test_typing_ahead_shows_drafts_to_curators_only(crew: Crew):
    await crew.draft("The bridge was closed in May.")
    typed = crew.server.channel, "claim view", "number", "bridge"
    assert [c["name"] for c in await crew.curator.autocomplete(*typed)] == [
        "#1 The bridge was closed in May. (draft)"
    ]
    assert await crew.server.ann.autocomplete(*typed) == []
    edit = crew.server.channel, "claim edit", "number", "bridge"
    assert await crew.server.ann.autocomplete(*edit) == []
    stranger = crew_of(crew.world, "Elsewhere")
    away = stranger.server.channel, "claim edit", "number", "bridge"
    assert await stranger.curator.autocomplete(*away) == []
