"""What a page says of itself in JSON-LD: ratings that it publishes, its dates, names and bodies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from lxml import etree

from claims.dates import PartialDate
from claims.pages import PublishedRating

_MOST_NODES = 2000
_MOST_RATINGS = 20
_LONGEST = 500
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ARTICLES = frozenset(
    (
        *("Article", "NewsArticle", "ReportageNewsArticle", "OpinionNewsArticle", "BlogPosting"),
        *("AnalysisNewsArticle", "BackgroundNewsArticle", "LiveBlogPosting", "SocialMediaPosting"),
        *("DiscussionForumPosting", "TechArticle", "Report", "WebPage"),
    )
)


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The nodes of a page's JSON-LD, flat, at most 2,000 of them."""

    nodes: tuple[dict[str, Any], ...]

    def of_type(self, *types: str) -> Iterator[dict[str, Any]]:
        """The nodes of these schema.org types."""
        return (node for node in self.nodes if types_of(node) & set(types))

    @property
    def articles(self) -> tuple[dict[str, Any], ...]:
        """The nodes that describe an article or a post."""
        return tuple(self.of_type(*_ARTICLES))

    def first(self, *path: str) -> str | None:
        """The first text at a path of names in the articles; lists are entered."""
        found = (text for node in self.articles for text in texts_at(node, *path))
        return next(found, None)

    @property
    def published(self) -> PartialDate | None:
        """The day that the page gives as its own."""
        return day_of(self.first("datePublished") or self.first("dateCreated"))

    @property
    def behind_a_wall(self) -> bool:
        """True where the page says that it is not free to read."""
        said = (node.get("isAccessibleForFree") for node in self.articles)
        return any(str(value).lower() == "false" for value in said)


def linked_data(tree: Any) -> LinkedData:
    """Read the JSON-LD of a parsed page; what is malformed is passed over."""
    nodes: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        with suppress(ValueError, RecursionError):
            _flatten(json.loads(_bare(script.text or ""), strict=False), nodes)
    return LinkedData(tuple(nodes))


def published_ratings(data: LinkedData, publisher: str | None) -> tuple[PublishedRating, ...]:
    """The ratings in ``ClaimReview`` nodes that name a claim, a rating and who gives it."""
    found: dict[PublishedRating, None] = {}
    for node in data.of_type("ClaimReview"):
        claim = _first(node, "claimReviewed")
        rating = _rating(node)
        who = _first(node, "author", "name") or _first(node, "publisher", "name") or publisher
        if claim and rating and who:
            rated = PublishedRating(
                publisher=who,
                claim_reviewed=claim,
                rating=rating,
                url=_web(_first(node, "url")),
                date=day_of(_first(node, "datePublished")),
            )
            found[rated] = None
    return tuple(found)[:_MOST_RATINGS]


def types_of(node: dict[str, Any]) -> set[str]:
    """The schema.org types of a node, without what stands before their names."""
    given = node.get("@type")
    names = given if isinstance(given, list) else [given]
    return {str(name).rsplit("/", 1)[-1] for name in names if name}


def texts_at(node: Any, *path: str) -> Iterator[str]:
    """All texts at a path of names below a node; a plain text stands for its ``name``."""
    if isinstance(node, list):
        for item in node:
            yield from texts_at(item, *path)
    elif isinstance(node, str | int | float) and not isinstance(node, bool):
        if path in ((), ("name",)) and (text := plain(str(node))):
            yield text
    elif isinstance(node, dict) and path:
        yield from texts_at(node.get(path[0]), *path[1:])


def plain(text: str) -> str:
    """A text without tags, entities and needless blanks."""
    if "<" in text or "&" in text:
        with suppress(etree.LxmlError, ValueError):
            text = "".join(etree.fromstring(f"<p>{text}</p>", etree.HTMLParser()).itertext())
    return re.sub(r"[ \t\r\f\v\xa0]+", " ", text).strip()


def day_of(written: str | None) -> PartialDate | None:
    """The day in a date as programs write it; None where there is none."""
    found = _DAY.match(written.strip()) if written else None
    with suppress(ValueError):
        return PartialDate(found.group()) if found else None
    return None


def _flatten(node: Any, nodes: list[dict[str, Any]]) -> None:
    if len(nodes) >= _MOST_NODES:
        return
    if isinstance(node, list):
        for item in node:
            _flatten(item, nodes)
    elif isinstance(node, dict):
        if "@type" in node:
            nodes.append(node)
        for value in node.values():
            if isinstance(value, dict | list):
                _flatten(value, nodes)


def _bare(script: str) -> str:
    text = script.strip().removeprefix("<!--").removesuffix("-->").strip()
    return text.removeprefix("//<![CDATA[").removesuffix("//]]>").strip().rstrip(";")


def _first(node: dict[str, Any], *path: str) -> str | None:
    text = next(texts_at(node, *path), None)
    return text[:_LONGEST] if text else None


def _rating(node: dict[str, Any]) -> str | None:
    words = _first(node, "reviewRating", "alternateName") or _first(node, "reviewRating", "name")
    if words:
        return words
    value = _first(node, "reviewRating", "ratingValue")
    best = _first(node, "reviewRating", "bestRating")
    return f"{value} of {best}" if value and best else value


def _web(address: str | None) -> str | None:
    return address if address and address.startswith(("https://", "http://")) else None
