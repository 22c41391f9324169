"""The work list, members' suggestions, approval by a second person, and packs."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest_asyncio

from claims.approving import SAME_CLAIM
from claims.models import Status
from claims.report import Tier
from tests.curator_world import Crew, crew_of, shown, words_of
from tests.discord_world import World, a_world, deliver_again, offered
from tests.storage_worlds import a_pack, with_pack


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as world:
        yield world


@pytest_asyncio.fixture
async def crew(world: World) -> Crew:
    return crew_of(world)


async def view_of(crew: Crew, number: int) -> Any:
    return await crew.world.services.curation.by_number(crew.member(crew.curator), number)


async def with_approval(crew: Crew) -> None:
    how = {"approval": "on", "replies_public": "off", "asks_a_day": "3"}
    card = await crew.slash(crew.admin, "settings")
    await crew.pressed(crew.admin, card, "How", {**how, "keep_requests_days": "90"})


async def test_the_work_list_leads_to_what_waits(crew: Crew):
    assert "Nothing waits" in await crew.read(crew.curator, "review")
    await crew.draft("The bridge was closed in May.")
    number = await crew.published("The tower fell in June.")
    context = {"level": "unknown", "note": "", "review_on": "2020-01-31"}
    await crew.filled(crew.curator, "annotate context", context, number=number)
    work = await crew.slash(crew.curator, "review")
    text = words_of(work)
    assert "- Drafts: 1" in text
    assert "- Past their review date: 1" in text
    assert "- Sources nobody opened: 1" in text
    overdue = await crew.curator.click(shown(work), label="Past their review date")
    assert "was due 31 Jan 2020" in words_of(overdue)
    view = await view_of(crew, number)
    claim = await crew.curator.select(shown(overdue), [str(view.claim_id)])
    assert "### Claim #2" in words_of(claim)
    work = await crew.slash(crew.curator, "review")
    unread = await crew.curator.click(shown(work), label="Sources nobody opened")
    assert f"paper{number}.example" in words_of(unread)


async def test_a_dead_link_opens_the_claim_that_lists_it(crew: Crew):
    number = await crew.published("The tower fell in June.")
    view = await view_of(crew, number)
    await crew.draft("The bridge was closed in May.")
    again = {"source": f"https://paper{number}.example/2017/12/28/story", "stance": "context"}
    await crew.filled(crew.curator, "annotate source", again, number=2)
    (key,) = view.sources
    work = crew.world.store.work
    await work.note_link(crew.community, key, "it answered 404", datetime(2026, 11, 20, tzinfo=UTC))
    listed = await crew.curator.click(
        shown(await crew.slash(crew.curator, "review")), label="Links that no longer open"
    )
    assert f"#{number}: paper{number}.example" in words_of(listed)
    assert "it answered 404, since 20 Nov 2026" in words_of(listed)
    claim = await crew.curator.select(shown(listed), [str(view.claim_id)])
    assert "The tower fell in June." in words_of(claim)
    await crew.filled(crew.curator, "claim retire", {"reason": "Old"}, number=number)
    (dead,) = await work.dead_links(crew.community, 25)
    assert dead.number == 2


async def test_a_dead_link_added_to_a_packs_claim_opens_that_one(crew: Crew):
    await crew.slash(crew.curator, "review")
    await with_pack(crew.world.store, crew.community, pack=a_pack())
    source = {"source": "https://paper.example/x", "stance": "disputes"}
    await crew.filled(crew.curator, "annotate source", source, number=1)
    view = await view_of(crew, 1)
    key = next(key for key in view.sources if key.startswith("paper"))
    work = crew.world.store.work
    await work.note_link(crew.community, key, "it answered 410", datetime.now(UTC))
    (dead,) = await work.dead_links(crew.community, 25)
    assert (dead.claim_id, dead.number) == (view.claim_id, 1)
    assert await work.dead_links("elsewhere", 25) == []


async def test_not_this_claim_becomes_a_blocked_pair_with_one_press(crew: Crew):
    number = await crew.published("The bridge was closed in May.")
    crew.world.matcher.finds("bridge", await view_of(crew, number), Tier.MATCH)
    card = await crew.slash(crew.server.ann, "check", text="a bridge game in May")
    form = await crew.server.ann.click(shown(card), label="Not this claim")
    await crew.server.ann.submit_modal(form, {"words": "a bridge game in May", "remark": "Cards!"})
    work = await crew.slash(crew.curator, "review")
    listed = await crew.curator.click(shown(work), label="Suggestions of members")
    (suggestion,) = await crew.world.services.suggestions.waiting(crew.member(crew.curator))
    one = await crew.curator.select(shown(listed), [str(suggestion.suggestion_id)])
    assert "Cards!" in words_of(one)
    assert "1 member say that this is not the claim" in words_of(one)
    done = await crew.curator.click(shown(one), label="Rule it out")
    assert "### Done" in words_of(done)
    assert (await view_of(crew, number)).claim.blocked == ("a bridge game in May",)
    crew.world.bot.desk.deliveries._seen.clear()
    deliver_again(crew.world)
    await crew.world.env.settle()
    assert (await view_of(crew, number)).revision == 4 + 1


async def test_the_same_claim_becomes_a_wording_with_one_press(crew: Crew):
    number = await crew.published("The bridge was closed in May.")
    view = await view_of(crew, number)
    crew.world.matcher.finds("bridge", view, Tier.RELATED)
    nothing = await crew.slash(crew.server.ann, "check", text="they shut that bridge")
    card = await crew.server.ann.select(shown(nothing), [str(number)])
    form = await crew.server.ann.click(shown(card), label="It is this claim")
    (label,) = form.modal["components"]
    assert label["component"]["value"] == "they shut that bridge"
    told = await crew.server.ann.submit_modal(form, {"words": "they shut that bridge"})
    assert "Curators will look at it" in words_of(told)
    (suggestion,) = await crew.world.services.suggestions.waiting(crew.member(crew.curator))
    assert suggestion.kind == SAME_CLAIM
    work = await crew.slash(crew.curator, "review")
    listed = await crew.curator.click(shown(work), label="Suggestions of members")
    one = await crew.curator.select(shown(listed), [str(suggestion.suggestion_id)])
    await crew.curator.click(shown(one), label="Add it as a wording")
    assert (await view_of(crew, number)).claim.phrasings == ("they shut that bridge",)


async def test_with_approval_another_one_must_accept(crew: Crew):
    number = await crew.publishable("The bridge was closed in May.")
    await with_approval(crew)
    proposed = await crew.slash(crew.curator, "claim publish", number=number)
    assert "waits for another approver (proposal 1)" in words_of(proposed)
    looked = await crew.curator.click(shown(proposed), label="Look at it")
    assert "status: draft → published" in words_of(looked)
    refused = await crew.curator.click(shown(looked), label="Accept")
    assert "Nobody approves their own change" in words_of(refused)
    work = await crew.slash(crew.other, "review")
    listed = await crew.other.click(shown(work), label="Waiting for an approver")
    one = await crew.other.select(shown(listed), ["1"])
    done = await crew.other.click(shown(one), label="Accept")
    assert "### Accepted" in words_of(done)
    assert (await view_of(crew, number)).claim.status is Status.PUBLISHED


async def test_a_proposal_is_declined_with_a_reason_or_withdrawn(crew: Crew):
    number = await crew.publishable("The bridge was closed in May.")
    await with_approval(crew)
    proposed = await crew.slash(crew.curator, "claim publish", number=number)
    looked = await crew.other.click(
        shown(await crew.other.select(shown(await kind(crew, crew.other)), ["1"])), label="Decline"
    )
    declined = await crew.other.submit_modal(looked, {"reason": "The date is wrong."})
    assert "It was declined. The date is wrong." in words_of(declined)
    assert "Declined proposals" not in await crew.read(crew.other, "review")
    work = await crew.slash(crew.curator, "review")
    mine = await crew.curator.click(shown(work), label="Declined proposals of yours")
    assert "The date is wrong." in words_of(mine)
    read = await crew.curator.select(shown(mine), ["1"])
    assert "It was declined. The date is wrong." in words_of(read)
    again = await crew.slash(crew.curator, "claim publish", number=number)
    assert "Declined proposals" not in await crew.read(crew.curator, "review")
    looked = await crew.curator.click(shown(again), label="Look at it")
    gone = await crew.curator.click(shown(looked), label="Withdraw")
    assert "It was withdrawn." in words_of(gone)
    assert "proposal 1" in words_of(proposed)
    assert (await view_of(crew, number)).claim.status is Status.DRAFT


async def kind(crew: Crew, who: Any) -> Any:
    work = await crew.slash(who, "review")
    return await who.click(shown(work), label="Waiting for an approver")


async def test_packs_are_seen_switched_on_and_off(crew: Crew):
    await crew.slash(crew.curator, "review")
    await with_pack(crew.world.store, pack=a_pack())
    assert "Off · Bridges, version 1.0.0, 3 claims (bridges)" in await crew.read(
        crew.curator, "pack list"
    )
    offers = await crew.curator.autocomplete(crew.server.channel, "pack enable", "pack", "bri")
    assert offers == [{"name": "Bridges", "value": "bridges"}]
    assert "### Bridges is on" in await crew.read(crew.curator, "pack enable", pack="bridges")
    assert "Bridge 1 was closed" in await crew.read(crew.server.ann, "claim view", number=1)
    assert "### Bridges is off" in await crew.read(crew.curator, "pack disable", pack="bridges")
    assert "There is no claim #1" in await crew.read(crew.server.ann, "claim view", number=1)


async def test_own_claims_leave_as_a_file_and_come_into_another_community(crew: Crew):
    await crew.published("The bridge was closed in May.")
    head = {
        "title": "Our bridges",
        "version": "1.0",
        "description": "Bridges.",
        "method": "Read.",
        "licence": "CC0",
    }
    wrong = await crew.filled(crew.curator, "pack export", head)
    assert "three numbers" in words_of(wrong)
    again = await crew.curator.click(shown(wrong), label="Open the form again")
    sent = await crew.curator.submit_modal(again, {**head, "version": "1.0.0"})
    (attachment,) = shown(sent).attachments
    assert attachment.filename == "our-bridges-1.0.0.yaml"
    content = await attachment.read()
    elsewhere = crew_of(crew.world, "Elsewhere")
    plan = await elsewhere.slash(
        elsewhere.curator, "pack import", file=(attachment.filename, content)
    )
    assert "- New: 1" in words_of(plan)
    assert "The bridge was closed in May." in words_of(plan)
    done = await elsewhere.curator.click(shown(plan), label="Import it")
    assert "### Imported" in words_of(done)
    seen = await elsewhere.read(elsewhere.server.ann, "claim view", number=1)
    assert "The bridge was closed in May." in seen
    same = await elsewhere.read(elsewhere.curator, "pack import", file=("again.yaml", content))
    assert "- As they are: 1" in same


async def test_a_file_that_is_no_pack_says_why(crew: Crew):
    answer = await crew.read(crew.curator, "pack import", file=("x.yaml", b"a: ["))
    assert "x.yaml is not a usable pack" in answer


async def test_a_packs_claim_can_be_added_to_but_not_edited(crew: Crew):
    await crew.slash(crew.curator, "review")
    await with_pack(crew.world.store, crew.community, pack=a_pack())
    card = await crew.slash(crew.curator, "claim view", number=1)
    bench = await crew.curator.click(shown(card), label="Work on it")
    assert "Edit" not in offered(shown(bench))
    source = {"source": "https://paper.example/x", "stance": "disputes"}
    added = await crew.pressed(crew.curator, bench, "Add source", source)
    assert "### Source added" in words_of(added)
    edited = await crew.filled(
        crew.curator, "claim edit", {"text": "Mine.", "kind": "fact"}, number=1
    )
    assert "only a newer version of the pack changes it" in words_of(edited)
