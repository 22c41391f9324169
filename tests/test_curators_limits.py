"""Curators' cards and forms fit Discord whatever a claim holds; nobody's words have an effect."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from commands.pressing import FORMS
from commands.ui.forms import TITLE
from commands.ui.wishes import wish
from tests.curator_world import Crew, crew_of, shown
from tests.discord_claims import HARD, WIDE, filled, longest_claim
from tests.discord_world import World, a_world, deliver_again, said
from tests.openapi import modal_problems

PATTERNS = {"marks": HARD, "hidden": f"z͎͗ͣḁ̵̑l̉̃ĝ \u202eשלום||spoiler|| {WIDE}"}
WORK = "Work on it"
LINK = "https://paper.example/" + "a(b)" * 400


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as world:
        yield world


@pytest_asyncio.fixture
async def crew(world: World) -> Crew:
    return crew_of(world)


def harmless(answer: Any) -> bool:
    """True where a card pings nobody, links nowhere else and hides nothing."""
    message = shown(answer)
    text = said(message)
    pings = re.search(r"(?<!\\)<@[&!]?1>", text) or message.message.mention_everyone
    links = re.findall(r"(?<!\\)\]\((?!https://(?:example\.org|paper\.example))", text)
    return not pings and not links and "\u202e" not in text and "||" not in text.replace(r"\|", "")


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
async def test_the_longest_claim_fits_every_card_and_form_of_its_curators(crew: Crew, pattern: str):
    claim, sources, document = longest_claim(pattern)
    await crew.world.knows(claim, "x", crew.server, sources=sources, documents=[document])
    cara = crew.curator
    card = await crew.slash(cara, "claim view", number=1)
    bench = await cara.click(shown(card), label="Work on it")
    assert harmless(bench)
    counts = {"Steps (30)": "30", "Sources (20)": "1", "Questions (12)": "12", "Tellings (10)": "1"}
    for label, value in counts.items():
        listed = await cara.click(shown(bench), label=label)
        assert harmless(listed)
        if value == "30":
            listed = await cara.click(shown(listed), label="page ›")
        one = await cara.select(shown(listed), [value])
        assert harmless(one)
        first = {"Steps (30)": "Change", "Sources (20)": "Stance and note"}.get(label)
        if first:
            assert (await cara.click(shown(one), label=first)).modal
        bench = await cara.click(shown(await cara.click(shown(one), label="Back")), label="Back")
    for label in ("Edit", "Context", "Details", "Add source", "Retire", "Another wording"):
        form = await cara.click(shown(bench), label=label)
        assert list(modal_problems(form.modal)) == []
    late = await crew.slash(cara, "claim edit", number=1)
    other = {"text": filled(pattern, 4000)[::-1], "kind": "fact"}
    await crew.filled(crew.other, "claim edit", other, number=1)
    faster = await cara.submit_modal(late, {**other, "title": filled(pattern, 300)})
    assert harmless(faster)
    for name in ("claim history", "audit"):
        assert harmless(await crew.slash(cara, name, number=1))
    assert harmless(await crew.slash(cara, "claim compare", number=1, old=1))
    assert harmless(await crew.slash(cara, "review"))


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
async def test_the_longest_legal_input_is_taken_shown_and_given_back(crew: Crew, pattern: str):
    line, text = filled(pattern, 300), filled(pattern, 4000)
    typed = {"text": text, "title": line, "speaker": line, "date": "?" * 60, "link": LINK}
    wrong = await crew.filled(crew.curator, "claim add", typed)
    assert harmless(wrong)
    form = await crew.curator.click(shown(wrong), label="Open the form again")
    added = await crew.curator.submit_modal(form, {**typed, "date": "2017"})
    assert harmless(added)
    note = filled(pattern, 1000)
    source = {"source": f"{LINK}x", "stance": "disputes", "note": note, "title": note}
    assert harmless(await crew.filled(crew.curator, "annotate source", source, number=1))
    hop = {"who": line, "act": "said", "source": LINK, "quote": filled(pattern, 200)}
    assert harmless(await crew.filled(crew.curator, "annotate attribution", hop, number=1))
    asked = {"text": note, "settled_by": note}
    assert harmless(await crew.filled(crew.curator, "annotate question", asked, number=1))
    nothing = await crew.slash(crew.server.ann, "check", text=f"{pattern * 20} what about it")
    request = {"text": text, "reason": note, "told": "nothing", "consent": ["yes"]}
    await crew.pressed(crew.server.ann, nothing, "Ask the curators", request)
    listed = await crew.slash(crew.curator, "requests list")
    assert harmless(listed)
    one = await crew.curator.select(shown(listed), ["1"])
    assert harmless(one)
    form = await crew.curator.click(shown(one), label="New claim from this")
    assert list(modal_problems(form.modal)) == []
    assert harmless(await crew.slash(crew.server.ann, "request status"))
    closed = await crew.pressed(crew.curator, one, "Dismiss", {"reason": note})
    assert harmless(closed)


def test_every_custom_id_of_a_form_fits_with_the_largest_numbers():
    for name in FORMS:
        assert len(wish(name, 2**31, 2**31, 2**31, 2**31).form) <= 100
        assert len(wish(name, "1" * 10 + "." + "k" * 43, 2**31).form) <= 100
    assert TITLE == 45


async def test_every_deed_that_is_delivered_twice_is_done_once(crew: Crew):
    """The second delivery comes to a bot that has forgotten the first, as after a restart."""
    number = await crew.publishable("The bridge was closed in May.")

    async def again() -> None:
        crew.world.bot.desk.deliveries._seen.clear()
        deliver_again(crew.world)
        await crew.world.env.settle()

    card = await crew.slash(crew.curator, "claim view", number=number)
    steps = await crew.curator.click(shown(card), label="Steps (1)")
    await crew.curator.select(shown(steps), ["1"])
    for label in ("Publish", "Make a draft"):
        card = await crew.slash(crew.curator, "claim view", number=number)
        card = card if label == "Publish" else await crew.curator.click(shown(card), label=WORK)
        await crew.curator.click(shown(card), label=label)
        await again()
    forms: dict[str, dict[str, Any]] = {
        "claim edit": {"text": "The bridge was closed on 3 May.", "kind": "fact"},
        "claim phrasing": {"wording": "bridge shut"},
        "annotate attribution": {"who": "The Mirror", "act": "reported"},
        "annotate question": {"text": "Who closed it?"},
        "annotate appearance": {"url": LINK, "title": "T", "level": "major"},
        "annotate context": {"level": "minor", "note": "One day off"},
        "claim details": {"topics": "Bridges", "language": "en"},
        "claim retire": {"reason": "Old"},
    }
    for name, fields in forms.items():
        await crew.filled(crew.curator, name, fields, number=number)
        await again()
    card = await crew.slash(crew.curator, "claim view", number=number)
    card = await crew.curator.click(shown(card), label="Restore")
    await again()
    past = await crew.curator.click(shown(card), label="History")
    older = await crew.curator.click(shown(past), label="Older")
    compared = await crew.curator.select(shown(older), ["5"])
    await crew.curator.click(shown(compared), label="Go back to revision 5")
    await again()
    member = crew.member(crew.curator)
    view = await crew.world.services.curation.by_number(member, number)
    log = await crew.world.services.revising.audit(member, limit=100, claim_id=view.claim_id)
    assert view.revision == 1 + 2 + 2 + len(forms) + 2
    assert len(log) == view.revision
