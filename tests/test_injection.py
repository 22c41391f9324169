"""What people write stays words wherever it is shown: it pings, links, formats, turns nothing."""

from __future__ import annotations

import importlib
import inspect
import io
import pkgutil
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest

import commands
from bot.answers import print_report, report_json
from bot.terminal import console_for
from commands.ui.base import NO_PINGS, CardView
from commands.ui.markup import escape
from tests import hostile_views
from tests.hostile_cards import ADDRESS, reports_of
from tests.hostile_views import every_view
from tests.hostile_words import TURNS, WORDS, links, live, turned
from tests.openapi import message_problems, walk

HARMLESS = "Words"
KEPT = {name: words for name, words in WORDS.items() if name not in ("half", "long")}
"""Words that a store takes, and that are no longer than a card has room for."""
OURS = {ADDRESS.replace("(", "%28").replace(")", "%29"), "https://example.org/x"}
CHANNELS = re.compile(r"https://discord\.com/channels/[\d/]+")


def test_every_view_of_the_bot_is_shown_hostile_words():
    found = set()
    for module in pkgutil.walk_packages(commands.__path__, "commands."):
        for name, made in inspect.getmembers(importlib.import_module(module.name)):
            if inspect.isfunction(made) and made.__module__ == module.name and "_view" in name:
                found.add(name)
    found -= {"_view"}  # what cards.py makes all others with
    assert found <= hostile_views.NAMES, found - hostile_views.NAMES


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_words_have_no_effect_where_they_stand_alone(words: str):
    shown = escape(words)
    assert live(shown) == []
    assert links(shown) == []
    assert turned(shown) == []
    assert "\n" not in shown


def test_the_reader_of_effects_sees_them():
    """The net that the other tests use has no holes where it matters."""
    for name in ("everyone", "member", "role", "channel", "command", "spoiler", "heading", "small"):
        assert live(WORDS[name]), name
    for name in ("quote", "quote all", "list", "numbered", "fence", "code", "emphasis", "emoji"):
        assert live(WORDS[name]), name
    assert links(WORDS["masked"])[0] == ("bank", "http://evil.example")
    for name in ("override", "isolate", "isolate end", "embedding", "controls", "half"):
        assert turned(WORDS[name]), name


@pytest.mark.parametrize("words", KEPT.values(), ids=KEPT)
async def test_no_view_has_more_effects_than_the_one_with_harmless_words(words: str):
    expected = harmless_effects()
    shown = [(name, view) for name, view in every_view(f"{words} {HARMLESS}")]
    assert [name for name, _ in shown] == [name for name, _ in expected]
    found = [
        f"{name}: {problem}"
        for (name, view), (_, effect) in zip(shown, expected, strict=True)
        for problem in problems(view, effect)
    ]
    assert found == []


@pytest.mark.parametrize("words", ["long", "zalgo", "fence", "wide dots"])
async def test_every_view_with_hostile_words_is_one_that_discord_takes(words: str):
    for name, view in every_view(f"{WORDS[words]} {HARMLESS}"):
        body = {"components": view.to_components(), "flags": 1 << 15, "allowed_mentions": PINGS}
        assert list(message_problems(body)) == [], name


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_the_terminal_shows_words_and_obeys_none(words: str):
    reports = [*reports_of(f"{words} {HARMLESS}")]
    for report in (reports[0], reports[2]):
        paper = io.StringIO()
        print_report(console_for(paper), report, full=report is reports[0])
        acting = {char for char in set(paper.getvalue()) - {"\n"} if acts(char)}
        assert acting == set()
        report_json(report)


def acts(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") or char in TURNS


def test_nothing_that_is_sent_may_ping():
    assert NO_PINGS.to_dict() == PINGS


PINGS = {"parse": []}


@cache
def harmless_effects() -> list[tuple[str, list[str]]]:
    return [(name, effects(texts(parts_of(view)))) for name, view in every_view(HARMLESS)]


def problems(view: CardView, effect: list[str]) -> Iterator[str]:
    """What a view does that one with harmless words does not."""
    parts = parts_of(view)
    shown = texts(parts)
    said = "\n".join(shown)
    if effects(shown) != effect:
        yield f"acts as {effects(shown)}, not as {effect}"
    yield from turned(said)
    for label, address in links(said):
        if address not in OURS and not CHANNELS.fullmatch(address):
            yield f"leads to {address}"
        if names_another_place(label, address):
            yield f"{label!r} leads to {address}"
    if set(TURNS) & set("".join(labels(parts))):
        yield "has a menu or a button that turns"


def effects(shown: list[str]) -> list[str]:
    """The mark-up in texts that acts, but for where a link stands that hides nothing."""
    return [mark for text in shown for mark in live(text)]


def parts_of(view: CardView) -> list[Any]:
    return [*walk(view.to_components())]


def texts(parts: list[Any]) -> list[str]:
    return [part["content"] for part in parts if part["type"] == 10]


def labels(parts: list[Any]) -> list[str]:
    found: list[Any] = []
    for part in parts:
        found += [part.get("label"), part.get("placeholder")]
        found += [text for one in part.get("options", ()) for text in one.values()]
    return [text for text in found if isinstance(text, str)]


def names_another_place(label: str, address: str) -> bool:
    """Whether what reads as a host in a label, in any script, is not where the address leads."""
    plain = unicodedata.normalize("NFKC", re.sub(r"\\(?=\W|_)", "", label))
    host = urlsplit(address).hostname or ""
    named = re.findall(
        r"[^\W_](?:[\w-]*[^\W_])?(?:[.\u3002\uff61\u2024][\w-]*[^\W\d_]{2,})+", plain
    )
    return any(not f".{host}".endswith(f".{name.lower().removeprefix('www.')}") for name in named)
