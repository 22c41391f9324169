"""What curators write around a claim: steps in order, sources, questions, tellings, context."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from claims.editing import ClaimEdit
from claims.models import Checked, QuestionStatus, Stance
from tests.curator_world import Crew, crew_of, shown, words_of
from tests.discord_world import a_world, deliver_again, offered

LINK = "https://paper.example/2017/12/28/bridge"


@pytest_asyncio.fixture
async def crew(tmp_path: Path) -> AsyncIterator[Crew]:
    async with a_world(tmp_path) as world:
        crew = crew_of(world)
        await crew.draft("The bridge was closed in May.")
        yield crew


async def claim(crew: Crew) -> Any:
    return (await crew.world.services.curation.by_number(crew.member(crew.curator), 1)).claim


async def hop(crew: Crew, who: str, **options: Any) -> Any:
    form = {"who": who, "act": "reported"}
    return await crew.filled(crew.curator, "annotate attribution", form, number=1, **options)


async def test_steps_are_put_in_order_and_moved(crew: Crew):
    await hop(crew, "The Gazette")
    await hop(crew, "The Mirror")
    added = await hop(crew, "The ministry", place=1)
    assert "### Step added" in words_of(added)
    listed = await crew.curator.click(shown(added), label="Steps (3)")
    assert "1. The ministry reported it" in words_of(listed)
    one = await crew.curator.select(shown(listed), ["3"])
    assert offered(shown(one)) == ["Change", "More", "Move up", "Back", "Remove"]
    moved = await crew.curator.click(shown(one), label="Move up")
    assert "Step 3 is step 2 now" in words_of(moved)
    assert [h.who for h in (await claim(crew)).chain] == [
        *("The ministry", "The Mirror", "The Gazette")
    ]
    assert offered(shown(moved))[0] == "Edit"


async def test_a_step_is_changed_with_its_role_date_source_and_words(crew: Crew):
    await hop(crew, "The Gazette")
    form = await crew.slash(crew.curator, "annotate attribution", number=1, change=1)
    given = {"who": "The Gazette", "act": "said", "date": "Dec 2017", "source": LINK}
    changed = await crew.curator.submit_modal(form, {**given, "quote": "It is shut."})
    listed = await crew.curator.click(shown(changed), label="Steps (1)")
    one = await crew.curator.select(shown(listed), ["1"])
    await crew.pressed(crew.curator, one, "More", {"role": "a paper", "earliest": "yes"})
    found = (await claim(crew)).chain[0]
    assert (found.date, found.quote, found.role) == ("2017-12", "It is shut.", "a paper")
    assert found.earliest
    assert found.source is not None


async def test_a_source_is_read_from_its_link_and_listed_once(crew: Crew):
    form = {"source": LINK, "stance": "disputes", "note": "It says June."}
    added = await crew.filled(crew.curator, "annotate source", form, number=1)
    assert "### Source added" in words_of(added)
    view = await crew.world.services.curation.by_number(crew.member(crew.curator), 1)
    source = view.sources[view.claim.evidence[0].source]
    assert (source.publisher, source.date) == ("paper.example", "2017-12-28")
    again = {"source": f"{LINK}?utm_source=x#top", "stance": "supports"}
    twice = await crew.filled(crew.curator, "annotate source", again, number=1)
    assert "This source is listed already" in words_of(twice)
    for wrong in ("https://", "javascript://alert.example", "https://user:pw@paper.example/x"):
        answer = await crew.filled(
            crew.curator, "annotate source", {"source": wrong, "stance": "supports"}, number=1
        )
        assert "web address" in words_of(answer)


async def test_a_source_without_a_link_has_a_publisher_and_a_title(crew: Crew):
    form = {"source": "City archive", "stance": "context"}
    wrong = await crew.filled(crew.curator, "annotate source", form, number=1)
    assert "give its publisher and title" in words_of(wrong)
    again = await crew.curator.click(shown(wrong), label="Open the form again")
    saved = await crew.curator.submit_modal(again, {**form, "title": "Box 12"})
    assert "### Source added" in words_of(saved)


async def test_a_sources_bearing_and_what_it_is_are_changed(crew: Crew):
    form = {"source": LINK, "stance": "supports"}
    added = await crew.filled(crew.curator, "annotate source", form, number=1)
    listed = await crew.curator.click(shown(added), label="Sources (1)")
    one = await crew.curator.select(shown(listed), ["1"])
    about = {"publisher": "The Paper", "kind": "repost", "checked": "not_opened"}
    saved = await crew.pressed(crew.curator, one, "Describe it", about)
    assert "repost, not opened by a curator yet" in words_of(saved)
    card = await crew.slash(crew.curator, "claim view", number=1)
    listed = await crew.curator.click(shown(card), label="Sources (1)")
    one = await crew.curator.select(shown(listed), ["1"])
    opened = await crew.curator.click(shown(one), label="I opened it")
    assert "opened by a curator" in words_of(opened)
    back = await crew.curator.click(shown(opened), label="Back to the claim")
    listed = await crew.curator.click(shown(back), label="Sources (1)")
    one = await crew.curator.select(shown(listed), ["1"])
    noted = {"stance": "disputes", "note": "It says June."}
    await crew.pressed(crew.curator, one, "Stance and note", noted)
    view = await crew.world.services.curation.by_number(crew.member(crew.curator), 1)
    assert view.claim.evidence[0].stance is Stance.DISPUTES
    assert view.sources[view.claim.evidence[0].source].checked is Checked.OPENED


async def test_a_sources_archived_link_author_and_party_are_kept_and_taken_away(crew: Crew):
    form = {"source": LINK, "stance": "supports"}
    added = await crew.filled(crew.curator, "annotate source", form, number=1)
    listed = await crew.curator.click(shown(added), label="Sources (1)")
    one = await crew.curator.select(shown(listed), ["1"])
    more = {"archived_url": "archive nowhere", "author": "Jane Roe", "party": "Town hall"}
    wrong = await crew.pressed(crew.curator, one, "Archive and party", more)
    assert "not a web address" in words_of(wrong)
    again = await crew.curator.click(shown(wrong), label="Open the form again")
    fields = {p["component"]["custom_id"]: p["component"] for p in again.modal["components"]}
    assert fields["author"]["value"] == "Jane Roe"
    more["archived_url"] = "web.archive.example/2017/story"
    saved = await crew.curator.submit_modal(again, more)
    assert "Archived: https://web.archive.example/2017/story" in words_of(saved)
    assert "Party to the dispute: Town hall" in words_of(saved)
    card = await crew.slash(crew.curator, "claim view", number=1)
    listed = await crew.curator.click(shown(card), label="Sources (1)")
    one = await crew.curator.select(shown(listed), ["1"])
    emptied = {"archived_url": more["archived_url"], "author": "", "party": ""}
    await crew.pressed(crew.curator, one, "Archive and party", emptied)
    view = await crew.world.services.curation.by_number(crew.member(crew.curator), 1)
    source = view.sources[view.claim.evidence[0].source]
    assert (source.author, source.party) == (None, None)
    assert (source.publisher, source.url) == ("paper.example", LINK)
    assert source.archived_url == "https://web.archive.example/2017/story"


async def test_a_claims_lists_language_and_link_are_changed_in_a_form(crew: Crew):
    card = await crew.slash(crew.curator, "claim view", number=1)
    typed = {
        "topics": "Roads\nroads\n\n Floods ",
        "names": "",
        "places": "Washington, D.C.\nElbe",
        "language": "English",
        "url": LINK,
    }
    wrong = await crew.pressed(crew.curator, card, "Details", typed)
    assert "such as en, de or pt-BR" in words_of(wrong)
    again = await crew.curator.click(shown(wrong), label="Open the form again")
    saved = await crew.curator.submit_modal(again, {**typed, "language": "DE"})
    assert "### Saved" in words_of(saved)
    claim = (await crew.world.services.curation.by_number(crew.member(crew.curator), 1)).claim
    assert claim.topics == ("Roads", "Floods")
    assert claim.places == ("Washington, D.C.", "Elbe")
    assert (claim.names, claim.language, claim.url) == ((), "de", LINK)
    form = await crew.slash(crew.curator, "claim details", number=1)
    fields = {p["component"]["custom_id"]: p["component"] for p in form.modal["components"]}
    assert fields["places"]["value"] == "Washington, D.C.\nElbe"
    nowhere = await crew.curator.submit_modal(form, {**typed, "language": "de", "url": "nowhere"})
    assert "The link cannot be used" in words_of(nowhere)
    assert "topic added: Roads" in await crew.read(crew.curator, "claim compare", number=1, old=1)


async def test_a_list_that_no_field_can_hold_stays_as_it_is(crew: Crew):
    services, who = crew.world.services, crew.member(crew.curator)
    view = await services.curation.by_number(who, 1)
    names = tuple(f"{number} {'x' * 280}" for number in range(30))
    await services.curation.edit(who, "many-names", view.claim_id, ClaimEdit(names=names))
    form = await crew.slash(crew.curator, "claim details", number=1)
    fields = [part["component"]["custom_id"] for part in form.modal["components"]]
    assert fields == ["topics", "places", "language", "url"]
    await crew.curator.submit_modal(form, {"topics": "Roads", "language": "en"})
    claim = (await services.curation.by_number(who, 1)).claim
    assert (claim.names, claim.topics) == (names, ("Roads",))


async def test_an_answer_needs_a_source(crew: Crew):
    asked = {"text": "Who closed it?", "settled_by": "The minutes"}
    await crew.filled(crew.curator, "annotate question", asked, number=1)
    answer = {"answer": "The town did.", "source": ""}
    wrong = await crew.filled(crew.curator, "annotate answer", answer, number=1, question=1)
    assert "An answer needs a source" in words_of(wrong)
    again = await crew.curator.click(shown(wrong), label="Open the form again")
    saved = await crew.curator.submit_modal(again, {**answer, "source": LINK})
    assert "### Question answered" in words_of(saved)
    listed = await crew.curator.click(shown(saved), label="Questions (1)")
    one = await crew.curator.select(shown(listed), ["1"])
    await crew.curator.click(shown(one), label="Ask again")
    assert (await claim(crew)).questions[0].status is QuestionStatus.OPEN
    offers = await crew.curator.autocomplete(
        crew.server.channel, "annotate answer", "question", "", number=1
    )
    assert offers == [{"name": "1. Who closed it?", "value": 1}]


async def test_a_telling_and_the_context_are_kept(crew: Crew):
    told = {"url": LINK, "title": "Bridge shut", "where": "top", "level": "major"}
    added = await crew.filled(crew.curator, "annotate appearance", told, number=1)
    assert "### Telling added" in words_of(added)
    context = {
        "checkability": "The date",
        "level": "minor",
        "note": "One day off",
        "review_on": "2027-01",
    }
    await crew.filled(crew.curator, "annotate context", context, number=1)
    found = await claim(crew)
    assert found.departure.note == "One day off"
    assert found.review_on == "2027-01"
    assert found.appearances[0].departure.level.value == "major"
    empty = {"checkability": "", "level": "unknown", "note": "", "review_on": ""}
    await crew.filled(crew.curator, "annotate context", empty, number=1)
    found = await claim(crew)
    assert (found.departure, found.review_on, found.checkability) == (None, None, None)


async def test_a_wording_is_taken_off_again(crew: Crew):
    words = {"wording": "bridge shut!!"}
    card = await crew.filled(crew.curator, "claim phrasing", words, number=1)
    listed = await crew.curator.click(shown(card), label="Wordings (1)")
    one = await crew.curator.select(shown(listed), ["1"])
    await crew.curator.click(shown(one), label="Remove")
    assert (await claim(crew)).phrasings == ()


async def test_a_source_sent_twice_is_listed_once(crew: Crew):
    form = {"source": LINK, "stance": "supports"}
    await crew.filled(crew.curator, "annotate source", form, number=1)
    crew.world.bot.desk.deliveries._seen.clear()
    deliver_again(crew.world)
    await crew.world.env.settle()
    assert len((await claim(crew)).evidence) == 1
    log = await crew.read(crew.curator, "audit", number=1)
    assert log.count("source added") == 1
