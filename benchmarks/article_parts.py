"""What made pages are put together from: sentences that nobody wrote, and what surrounds them.

The sentences are made of parts by a seeded dice, so that no two pages share one.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass

_WHO = (
    "the harbour office",
    "a retired surveyor",
    "the council's budget desk",
    "an inspector of the ministry",
    "the union of ferry crews",
    "two residents of the lower town",
    "the hospital's spokeswoman",
    "a team of hydrologists",
    "the mayor of Aldersund",
    "the Veldmark Institute",
)
_DID = (
    "said that the new dyke would cost",
    "denied that the survey had ever counted",
    "put the number of damaged houses at",
    "told reporters that the fund still held",
    "estimated in a letter that the town needs",
    "withdrew the earlier figure and now speaks of",
    "confirmed on Tuesday that the inquiry had heard",
    "questioned whether the contract was worth",
)
_WHAT = (
    "{n} million crowns",
    "fewer than {n} witnesses",
    "about {n} homes along the river",
    "at least {n} metric tons of gravel",
    "no more than {n} percent of the plan",
    "some {n} signed complaints",
)
_TAIL = (
    "although the minutes of the meeting say otherwise.",
    "while the opposition called the sum a guess.",
    "which is twice what was announced in spring.",
    "before the vote was put off for a third time.",
    "and promised to publish the documents by the end of {month}.",
    "because the flood of last winter had changed the river bed.",
    "as first heard at a hearing behind closed doors.",
    "but gave no source for it.",
)
MONTHS = ("January", "March", "May", "July", "September", "November")
_MENU = ("Home", "Politics", "Business", "Culture", "Sport", "Weather", "Opinion", "Archive")


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page, what kind it is, and the text that an extractor should find in it."""

    kind: str
    html: str
    text: str


class Writer:
    """Writes sentences that nobody has written, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311 - a benchmark, not a secret

    def sentence(self) -> str:
        """One sentence with a speaker, a figure and a doubt."""
        pick = self._dice.choice
        number = f"{self._dice.randint(3, 9800):,}"
        parts = (pick(_WHO), pick(_DID), pick(_WHAT), pick(_TAIL))
        text = " ".join(parts).replace("{n}", number).replace("{month}", pick(MONTHS))
        return text[0].upper() + text[1:]

    def paragraph(self, sentences: int = 3) -> str:
        """Several sentences."""
        return " ".join(self.sentence() for _ in range(sentences))

    def paragraphs(self, count: int, sentences: int = 3) -> list[str]:
        """Several paragraphs."""
        return [self.paragraph(sentences) for _ in range(count)]

    def headline(self) -> str:
        """A short line."""
        return " ".join(self.sentence().split()[:8]).rstrip(",.")


def tags(tag: str, texts: Sequence[str], attributes: str = "") -> str:
    """Each text in a tag of its own."""
    return "\n".join(f"<{tag}{attributes}>{text}</{tag}>" for text in texts)


def menu() -> str:
    """The sections of the paper."""
    items = "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in _MENU)
    return f'<nav class="main-nav"><ul>{items}</ul></nav>'


def teasers(w: Writer, count: int = 5) -> str:
    """Other stories, each with a headline and a sentence."""
    items = "".join(
        f'<div class="teaser"><a href="/story-{n}"><h3>{w.headline()}</h3></a>'
        f"<p>{w.sentence()}</p></div>"
        for n in range(count)
    )
    return f'<aside class="related"><h2>More stories</h2>{items}</aside>'


def cookies() -> str:
    """The question about cookies."""
    return (
        '<div id="cookie-banner" class="cookie-consent"><p>We and our 214 partners store cookies '
        "on your device to measure how pages are used. You can change your mind at any time.</p>"
        "<button>Accept all</button><button>Choose</button></div>"
    )


def share() -> str:
    """The buttons for sharing."""
    names = ("Facebook", "X", "WhatsApp", "Mail")
    links = "".join(f'<a href="#" class="share-{n.lower()}">Share on {n}</a> ' for n in names)
    return f'<div class="share-bar">{links}</div>'


def footer() -> str:
    """What stands at the end of every page."""
    return (
        "<footer><p>© 2026 The Aldersund Post. All rights reserved.</p>"
        '<p><a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a> '
        '<a href="/jobs">Jobs</a></p></footer>'
    )


def newsletter() -> str:
    """An offer that stands in the middle of an article."""
    return (
        '<div class="newsletter-signup"><h4>Get the morning letter</h4><p>Every weekday at six, '
        'the five stories you should know.</p><form><input type="email"><button>Sign up</button>'
        "</form></div>"
    )


def whole_page(head: str, body: str, title: str, attributes: str = ' lang="en"') -> str:
    """A whole page."""
    return (
        f'<!DOCTYPE html><html{attributes}><head><meta charset="utf-8"><title>{title}</title>'
        f"{head}</head><body>{body}</body></html>"
    )


def json_ld(**values: object) -> str:
    """A node of JSON-LD in its script."""
    node = {"@context": "https://schema.org", **values}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'
