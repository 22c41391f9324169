"""Cards fit Discord whatever a claim holds, and people's words have no effect of their own."""

import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio
import yaml
from discord.ext import commands

from claims.card import Block, Card, Span, chain_card, questions_card, sources_card
from claims.models import Claim, Owner
from claims.packs import Pack
from claims.report import (
    Candidate,
    ClaimView,
    Difference,
    DifferenceKind,
    Found,
    KnownDocument,
    Match,
    NothingFound,
    Segment,
    Tier,
)
from commands.ui import answers, cards
from commands.ui.limits import TEXT, cut_line, fit, label, pages, size
from commands.ui.markup import clean, escape, link, render_span
from commands.ui.places import Action, Place, kept_in, read_custom_id
from commands.ui.remarks import remark_form
from tests.discord_claims import HARD, WIDE, filled, longest_claim
from tests.discord_world import World, a_world, said
from tests.openapi import command_problems, message_problems, modal_problems, walk

PACKS = sorted((Path(__file__).parent.parent / "seeds").glob("*.yaml"))
TICKET = "9" * 10 + "." + "k" * 43
PATTERNS = {
    "words": "word ",
    "one letter": "x",
    "marks": HARD,
    "wide": WIDE,
    "zalgo": "z͎͗ͣḁ̵̑l̉̃ĝ ",
    "rtl": "שלום ",
}


def view_of(claim: Claim, sources: Any, documents: Any, number: int = 123456) -> ClaimView:
    return ClaimView(
        claim_id=number,
        number=number,
        owner=Owner.pack("p"),
        owner_title="P" * 300,
        claim=claim,
        revision=1000,
        revised_at=datetime(2026, 11, 22, tzinfo=UTC),
        sources={source.key: source for source in sources},
        documents={document.key: document for document in documents},
    )


def matched(view: ClaimView, words: str, tier: Tier = Tier.DIFFERS) -> Match:
    differs = (Difference(DifferenceKind.NUMBER, words[:300], words[:300]),) * 5
    segment = Segment(words, 0, len(words))
    found = Candidate(view.claim_id, "R", tier, 0.5, segment, words, ("same",) * 9, differs)
    return Match(view, found)


def every_card(view: ClaimView, words: str) -> Iterator[cards.CardView]:
    """Every message that can show a claim."""
    match = matched(view, words)
    place = Place(TICKET, view.number)
    yield answers.answer_view(Found((match,), (match,), 3, (words[:1000],) * 6), TICKET)
    yield cards.claim_view(view, place)
    yield cards.shared_view(match)
    for action in (Action.SOURCES, Action.CHAIN, Action.QUESTIONS):
        for page in (0, 1, 9999):
            yield cards.detail_view(match, Place(TICKET, view.number, page), action)


def problems(view: cards.CardView) -> list[str]:
    body = {"components": view.to_components(), "flags": 1 << 15, "allowed_mentions": {"parse": []}}
    return list(message_problems(body))


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
async def test_the_longest_claim_fits_and_says_that_it_was_trimmed(pattern: str):
    claim, sources, document = longest_claim(pattern)
    view = view_of(claim, sources, [document])
    shown = list(every_card(view, filled(pattern, 4000)))
    assert [problem for card in shown for problem in problems(card)] == []
    first = "\n".join(texts(shown[0]))
    assert "Trimmed to fit; the rest is under Sources" in first
    form = remark_form(matched(view, filled(pattern, 4000)), Place(TICKET, view.number)).to_dict()
    assert list(modal_problems(form)) == []


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
async def test_sixty_long_claims_fit_one_list(pattern: str):
    claim, sources, document = longest_claim(pattern)
    words = filled(pattern, 4000)
    views = [view_of(claim, sources, [document], 900_000 + n) for n in range(60)]
    found = tuple(matched(view, words) for view in views)
    notes = (words[:1000],) * 9
    lists = [
        answers.answer_view(Found(found, found[:1], 12, notes), TICKET),
        answers.shared_list(Found(found, (), 0)),
        answers.answer_view(NothingFound(found[:2], notes), TICKET),
        answers.search_view(found, words),
        answers.answer_view(
            KnownDocument(document, "https://a", words[:300], tuple(views), found[:9], notes),
            TICKET,
        ),
    ]
    assert [problem for card in lists for problem in problems(card)] == []


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
async def test_every_claim_of_a_shipped_pack_fits(path: Path):
    pack = Pack.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    for number, claim in enumerate(pack.claims, start=1):
        view = view_of(claim, pack.sources, pack.documents, number)
        for card in every_card(view, claim.phrasings[0] if claim.phrasings else claim.text):
            assert problems(card) == [], claim.ref


async def test_all_sources_hops_and_questions_are_reached_by_paging():
    claim, kept, document = longest_claim("word ")
    address = "https://example.org/" + "path/" * 150
    view = view_of(claim, [s.model_copy(update={"url": address}) for s in kept], [document])
    every_source = "".join(pages(sources_card(view)))
    assert every_source.count("https://example.org/") == 20
    assert "".join(pages(chain_card(view))).count("denied it") == 30
    assert "".join(pages(questions_card(view))).count("What would settle it: ") == 12


async def test_a_claim_as_long_as_a_form_can_be_read_whole_under_its_chain():
    claim = Claim(ref="L", text="".join(f"{number:04} " for number in range(799)))
    place = Place(TICKET, 1)
    shown = ""
    for page in range(9):
        shown += "".join(texts(cards.detail_view(view_of(claim, (), (), 1), place, Action.CHAIN)))
        place = place.at(1, page + 1)
    assert all(f"{number:04}" in shown for number in range(799))


def texts(view: cards.CardView) -> list[str]:
    return [part["content"] for part in walk(view.to_components()) if part["type"] == 10]


def test_a_card_is_cut_from_its_end_and_never_in_a_link():
    linked = Span("Publisher", url="https://example.org/" + "a" * 200)
    lines = tuple((Span(f"{n} "), linked) for n in range(40))
    card = Card("T", (Block(((Span("first"),),)), Block(lines, heading="Long", listed=True)))
    fitted = fit(card, 1000)
    assert fitted.trimmed
    assert fitted.texts[0] == "first"
    assert sum(map(size, fitted.texts)) <= 1000
    for line in fitted.texts[1].splitlines()[1:]:
        assert line.endswith(")") or "](" not in line


@pytest.mark.parametrize("room", range(5, 120))
def test_a_line_is_cut_between_escapes(room: int):
    line = (
        Span("*a_b*[c] " * 9),
        Span("strong_ " * 5, strong=True),
        Span("L", url="https://e.org/x"),
    )
    cut = cut_line(line, room)
    assert size(cut) <= room
    assert not re.search(r"(?<!\\)(\\\\)*\\…", cut)
    assert cut.count("**") % 2 == 0


def test_a_letter_keeps_its_accents_and_an_emoji_its_parts():
    family = "👨‍👩‍👧"
    for room in range(2, 30):
        cut = cut_line((Span(f"{family} e\u0301 {family}" * 3),), room)
        assert "\u200d…" not in cut
        assert size(cut) <= room
    assert size(label("👨‍👩‍👧" * 60, 100)) <= 100


def test_pages_hold_everything_in_order():
    lines = tuple(
        line
        for n in range(50)
        for line in ((Span(f"item {n}"),), (Span(f"  about {n} " + "x" * 90),))
    )
    found = pages(Card("T", (Block(lines, heading="All", listed=True),)), 600)
    assert all(size(page) <= 600 for page in found)
    numbers = [int(n) for page in found for n in re.findall(r"- item (\d+)", page)]
    assert numbers == list(range(50))
    for page in found:
        assert page.count("- item") == page.count("-# about")
    assert all(a < b for a, b in pairwise(numbers))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**bold** _it_ `c` ~~s~~ ||x||", r"\*\*bold\*\* \_it\_ \`c\` \~\~s\~\~ \|\|x\|\|"),
        ("# Title", r"\# Title"),
        ("> quote", r"\> quote"),
        ("- item", r"\- item"),
        ("-# small", r"\-# small"),
        ("2017. A year", r"2017\. A year"),
        ("[x](https://evil.example)", r"\[x\](https\://evil.example)"),
        ("<@123> <#4> <t:1:R>", "\\<@\u200b123> \\<#4> \\<t:1:R>"),
        ("@everyone @here", "@\u200beveryone @\u200bhere"),
        ("line\n# next", "line # next"),
        ("a\u202eb\u2066c\u200bd\ufeffe\x07", "abcde"),
        ("\ud800x", "x"),
    ],
)
def test_peoples_words_have_no_effect(written: str, shown: str):
    assert escape(written) == shown


def test_words_that_run_right_to_left_stay_between_their_ends():
    assert escape("שלום") == "\u2068שלום\u2069"


def test_scripts_and_emoji_that_need_joiners_keep_them():
    assert clean("می‌خواهم") == "می‌خواهم"
    assert clean("👨‍👩‍👧") == "👨‍👩‍👧"
    assert clean("a\u200db") == "ab"


def test_piles_of_accents_are_flattened():
    assert size(clean("e" + "\u0301" * 500)) == 4


@pytest.mark.parametrize(
    ("written", "address", "shown"),
    [
        ("AP", "https://apnews.com/a(b)", "[AP](https://apnews.com/a%28b%29)"),
        ("apnews.com", "https://www.apnews.com/x", "[apnews.com](https://www.apnews.com/x)"),
        ("Apnews.com", "https://news.apnews.com/x", "[Apnews.com](https://news.apnews.com/x)"),
        ("bank.com", "https://evilbank.com/x", "bank.com [open](https://evilbank.com/x)"),
        ("bank.com", "https://evil.example/x", "bank.com [open](https://evil.example/x)"),
        ("see https://b.com", "https://e.org/", r"see https\://b.com [open](https://e.org/)"),
        ("a](https://x) [b", "https://e.org/", r"a\](https\://x) \[b [open](https://e.org/)"),
        ("a] [b", "https://e.org/", "[a) (b](https://e.org/)"),
        ("x", "https://e.org/ö", "[x](https://e.org/%C3%B6)"),
        ("x", "https://e.org/\u202e", "[x](https://e.org/%E2%80%AE)"),
        ("банк.рф", "https://evil.example/", "банк.рф [open](https://evil.example/)"),
        ("bank．com", "https://evil.example/", "bank．com [open](https://evil.example/)"),
        ("10.0.0.1", "https://evil.example/", "10.0.0.1 [open](https://evil.example/)"),
        ("9.000 dead", "https://e.org/", "[9.000 dead](https://e.org/)"),
        ("münchen.de", "https://münchen.de/", "[münchen.de](https://m%C3%BCnchen.de/)"),
        ("x", "https://evil.example\\@bank.com/", "[x](https://evil.example/@bank.com/)"),
    ],
)
def test_a_link_cannot_pretend_to_lead_elsewhere(written: str, address: str, shown: str):
    assert link(written, address) == shown


def test_a_strong_span_keeps_its_blanks_outside():
    assert render_span(Span(" so ", strong=True)) == " **so** "
    assert render_span(Span(" ")) == " "


def test_a_place_is_read_back_and_nobody_elses_is():
    place = Place(TICKET, 123, 4)
    assert read_custom_id(place.custom_id(Action.SOURCES)) == (Action.SOURCES, place)
    assert len(Place("x" * 60, 2**31, 9999).custom_id(Action.QUESTIONS)) <= 100
    everyones = Place(number=2**31, page=9999, kept="x" * 60).custom_id(Action.QUESTIONS)
    assert len(everyones) <= 100
    assert kept_in(everyones) == "x" * 60
    assert read_custom_id(everyones) == (Action.QUESTIONS, Place(number=2**31, page=9999))
    for other in ("caveat:evil:n:1:0", "caveat:show:a b:1:0", "other:show:n:1:0", ""):
        assert read_custom_id(other) is None


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as world:
        yield world


async def test_the_commands_are_ones_that_discord_takes(world: World):
    tree = world.env.bot.tree  # type: ignore[attr-defined]
    payload = [command.to_dict(tree) for command in tree.get_commands()]
    everywhere = {"check", "claim", "about", "follow", "following", "privacy", "Check claims"}
    in_servers = {"annotate", "pack", "request", "requests", "review"}
    in_servers |= {"settings", "audit", "watch", "names", "digest"}
    assert {entry["name"] for entry in payload} == {*everywhere, *in_servers, "Add as claim"}
    assert list(command_problems(payload)) == []
    for entry in payload:
        both = entry["name"] in everywhere
        assert entry["contexts"] == ([0, 1, 2] if both else [0])
        assert entry["integration_types"] == ([0, 1] if both else [0])


async def test_caveat_asks_for_no_privileged_intent(world: World):
    assert world.env.bot.intents == discord.Intents(guilds=True)
    assert isinstance(world.env.bot, commands.AutoShardedBot)


@pytest.mark.parametrize("paste", [HARD * 80, "z͎͗ͣḁ̵̑l̉̃ĝ̎ " * 400, "\u202e" + "evil " * 600, "🕊️" * 1500])
async def test_a_hostile_paste_neither_pings_nor_breaks(world: World, paste: str):
    server = world.server()
    claim, sources, document = longest_claim(HARD)
    await world.knows(claim, "evil", server, sources=sources, documents=[document])
    form = await server.ann.slash(server.channel, "check")
    answer = await server.ann.submit_modal(form, {"text": f"{paste[:3900]} evil words <@1>"})
    card = answer.response
    assert not card.message.mentions
    assert not card.message.mention_everyone
    posted = (
        await server.ann.click(card, label="Share here") if "The claim" in said(card) else answer
    )
    assert not posted.response.message.mentions
    assert not posted.response.message.mention_everyone
    assert size(said(card)) <= TEXT + said(card).count("\n")
