"""Whom a sentence is about and which press had it: another head, another paper than the claim's."""

from __future__ import annotations

from collections.abc import Sequence

from claims.report import Difference, DifferenceKind
from matching.analysis import Words
from matching.guard.contrast import Contrast
from matching.guard.slots import attached, placed
from matching.guard.tellers import GROUP, tells
from matching.names import Named, stands_for
from matching.weights import total
from matching.wordlists import CALENDAR

_ABOUT = 0.4
_LISTED = frozenset(("countries", "places", "people", "organisations"))
_PRESS = """
associated_press bbc wall_street_journal new_york_times cnn fox_news msnbc reuters afp al_jazeera
washington_post guardian russia_today tass xinhua haaretz newsweek bloomberg npr cbs nbc abc_news
daily_mail new_york_post buzzfeed der_spiegel le_monde financial_times the_economist sputnik
interfax press_tv al_arabiya anadolu itv sky_news daily_telegraph usa_today breitbart infowars
politico huffington_post vice_news wikileaks
"""
_PAPERS = frozenset(f"~{name}" for name in _PRESS.split())
"""The tokens of papers, broadcasters and agencies among the listed names."""


def other_outlet(both: Contrast) -> Difference | None:
    """A paper that the claim does not know, where the text lacks all that the claim names."""
    papers = [item for item in both.mine if item.key in _PAPERS]
    known = [item for _, item in both.told_near if item.key in _PAPERS]
    if not papers or not known or any(item.key in both.record.keys for item in papers):
        return None
    return Difference(DifferenceKind.NAME, papers[0].text, known[0].text)


def other_subject(both: Contrast) -> Difference | None:
    """A name that the claim does not know, at the head of a text that lacks the claim's head."""
    pasted = both.pasted
    head = _head(pasted, both.mine)
    if head is None or {head.key, *stands_for(head.key)} & both.record.keys:
        return None
    if total(pasted.content & both.everything) < _ABOUT * total(pasted.content - {head.key}):
        return None
    present = {key for item in both.mine for key in (item.key, *stands_for(item.key))}
    for words, names in both.near:
        other = _head(words, names)
        if other is None or GROUP[other.sort] != GROUP[head.sort]:
            continue
        missing = present.isdisjoint((other.key, *stands_for(other.key)))
        if missing and not (tells(head, pasted) and not tells(other, words)):
            return Difference(DifferenceKind.NAME, head.text, other.text)
    return None


def _head(words: Words, names: Sequence[Named]) -> Named | None:
    """The listed name with which a text begins, but for a date; it neither owns nor qualifies."""
    first = next((item for item in names if item.sort in _LISTED), None)
    if first is None or placed(first, words) or _owns(first, words):
        return None
    before = [
        word
        for (at, _), word in ((place, words.lowered[place[0]]) for place in words.places)
        if at < first.first
    ]
    return first if all(word in CALENDAR or word[0].isdigit() for word in before) else None


def _owns(item: Named, words: Words) -> bool:
    own = words.surface[item.last - 1].lower().endswith(("'s", "s'"))
    return own or attached(item, words)
