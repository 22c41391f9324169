"""A page's bytes become its article: text, names and dates, what it republishes, what it rates.

Runs in the reading process. The text is trafilatura's, completed where whole kinds of pages (live
tickers, threads, pages that carry their text as data) would lose theirs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import trafilatura
from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from claims.dates import PartialDate
from claims.pages import TEXT_LIMIT, PublishedRating
from claims.reading_errors import LoginPage, NothingReadable, ReadingTooHeavy
from intake.bodies import article_text, block_text, words_in
from intake.linked_data import LinkedData, day_of, linked_data, plain, published_ratings
from intake.republishing import canonical_of, republished_from
from intake.sniffing import decoded

_LONGEST_LINE = 300
_CONTROLS = dict.fromkeys(code for code in range(32) if chr(code) not in "\t\n\r\f")
_GAVE_UP = frozenset(("ERR_RESOURCE_LIMIT", "ERR_NO_MEMORY"))
_FEWEST_WORDS = 5
_LOGIN_WORDS = 120
_WALL_WORDS = 400
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_WALL = re.compile(
    r"\b(?:subscribe (?:now |today )?to (?:continue|keep|read)|already a subscriber|"
    r"to continue reading|this (?:article|content|story) is (?:only )?(?:for|available to) "
    r"(?:\w+ )?(?:subscribers|members)|register (?:now )?to (?:continue|read)|"
    r"jetzt weiterlesen|abonnieren sie|réservé aux abonnés|hazte suscriptor)\b",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"\b(?:log|sign)[ -]?in\b|\banmelden\b|\bse connecter\b|\biniciar sesi", re.I)
_NEEDS_BROWSER = re.compile(r"\b(?:enable|requires?|activate|turn on) javascript\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Article:
    """What a page holds; all but ``text`` and ``notes`` is what it says of itself."""

    text: str
    title: str | None
    author: str | None
    published: PartialDate | None
    publisher: str | None
    language: str | None
    canonical: str
    republished_from: tuple[str, ...]
    ratings: tuple[PublishedRating, ...]
    notes: tuple[str, ...]


def read_article(content: bytes, *, address: str, charset: str | None) -> Article:
    """Read a page that came from an address; raises ``LoginPage`` and ``NothingReadable``."""
    tree = parsed(decoded(content, charset))
    if tree is None:
        raise NothingReadable
    data = linked_data(tree)
    walled = data.behind_a_wall
    found = trafilatura.extract_metadata(tree, default_url=address or None)
    text, from_data = article_text(tree, data, _read_by_trafilatura)
    _refuse_empty(tree, text)
    notes = (
        ["The text was taken from the page's data, not from what it shows."] if from_data else []
    )
    if walled or (words_in(text) < _WALL_WORDS and _WALL.search(_all_text(tree))):
        notes.append("The page shows only a part to readers without a subscription; that was read.")
    text, cut = shortened(text)
    notes.extend(cut)
    publisher = _publisher(tree, data, found)
    return Article(
        text=text,
        title=_line(data.first("headline") or _meta(tree, "og:title") or _field(found, "title")),
        author=_author(tree, data, found),
        published=_published(tree, data, found),
        publisher=publisher,
        language=_language(tree, data),
        canonical=canonical_of(tree, address),
        republished_from=republished_from(tree, data, address),
        ratings=published_ratings(data, publisher),
        notes=tuple(notes),
    )


def parsed(html: str) -> Any | None:
    """The tree of a page; None where nothing can be made of it.

    Raises ``ReadingTooHeavy`` where the parser gave up before the end: half a page is none.
    """
    html = html.translate(_CONTROLS).lstrip("\ufeff")
    parser = HTMLParser(
        encoding="utf-8", remove_pis=True, no_network=True, recover=True, huge_tree=True
    )
    try:
        tree = document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError:
        tree = None
    if any(entry.type_name in _GAVE_UP for entry in parser.error_log.filter_from_fatals()):
        raise ReadingTooHeavy
    return tree


def text_of_markup(html: str) -> str:
    """All words that a piece of HTML shows, one line for each of its blocks."""
    tree = parsed(html)
    return "" if tree is None else block_text(tree)


def shortened(text: str) -> tuple[str, list[str]]:
    """At most 200,000 characters of a text, and the sentence that says what was left out."""
    if len(text) <= TEXT_LIMIT:
        return text, []
    return text[:TEXT_LIMIT], [
        f"Only the first {TEXT_LIMIT:,} of {len(text):,} characters were read."
    ]


def _read_by_trafilatura(tree: Any) -> str:
    found = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, with_metadata=False
    )
    text = getattr(found, "text", None)
    return text if isinstance(text, str) else ""


def _refuse_empty(tree: Any, text: str) -> None:
    words = words_in(text)
    fields = tree.iter("input")
    asks_password = any((field.get("type") or "").lower() == "password" for field in fields)
    if asks_password and words < _LOGIN_WORDS and _LOGIN.search(_all_text(tree)):
        raise LoginPage
    if words < _FEWEST_WORDS or (words < 30 and _NEEDS_BROWSER.search(text)):
        raise NothingReadable


def _all_text(tree: Any) -> str:
    body = tree.find(".//body")
    whole = tree if body is None else body
    return " ".join(piece for piece in whole.itertext() if isinstance(piece, str))[:TEXT_LIMIT]


def _published(tree: Any, data: LinkedData, found: Any) -> PartialDate | None:
    """The day that the page names as its own; a day that was only guessed is approximate."""
    if data.published:
        return data.published
    names = ("article:published_time", "og:published_time", "datePublished", "date", "dc.date")
    days = (day_of(_meta(tree, name)) for name in names)
    named = next((day for day in days if day), None) or _marked_day(tree)
    if named:
        return named
    guessed = day_of(_field(found, "date"))
    return PartialDate(f"{guessed}~") if guessed else None


def _marked_day(tree: Any) -> PartialDate | None:
    for mark in tree.iter("time"):
        if "pubdate" in mark.attrib or "publish" in f"{mark.get('class')} {mark.get('itemprop')}":
            return day_of(mark.get("datetime"))
    return None


def _publisher(tree: Any, data: LinkedData, found: Any) -> str | None:
    named = _meta(tree, "og:site_name") or data.first("publisher", "name")
    guessed = _field(found, "sitename")
    return _line(named or (guessed if guessed != _field(found, "hostname") else None))


def _author(tree: Any, data: LinkedData, found: Any) -> str | None:
    named = {
        name: None
        for node in data.articles
        for name in _people(node.get("author"))
        if len(name) > 1
    }
    if named:
        return _line("; ".join(list(named)[:5]))
    written = _meta(tree, "author")
    if written and not written.startswith("http"):
        return _line(written)
    return _line(_field(found, "author"))


def _people(author: Any) -> list[str]:
    if isinstance(author, list):
        return [name for item in author for name in _people(item)]
    name = author.get("name") if isinstance(author, dict) else author
    return [plain(name)] if isinstance(name, str) and not name.startswith("http") else []


def _language(tree: Any, data: LinkedData) -> str | None:
    said = (
        tree.get("lang"),
        tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        _meta(tree, "content-language"),
        data.first("inLanguage"),
        _meta(tree, "og:locale"),
    )
    for language in said:
        if language and (found := _LANGUAGE.match(language.strip().lower())):
            return found.group().replace("_", "-")
    return None


def _meta(tree: Any, name: str) -> str | None:
    for meta in tree.iter("meta"):
        given = (meta.get("property"), meta.get("name"), meta.get("itemprop"))
        if name.lower() in (str(key).lower() for key in (*given, meta.get("http-equiv")) if key):
            content = (meta.get("content") or "").strip()
            if content:
                return str(content)
    return None


def _field(found: Any, name: str) -> str | None:
    value = getattr(found, name, None)
    return value if isinstance(value, str) else None


def _line(text: str | None) -> str | None:
    if not text:
        return None
    return re.sub(r"\s+", " ", plain(text)).strip()[:_LONGEST_LINE] or None
