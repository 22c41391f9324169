"""Which text of a page is its article: what trafilatura found, or what it is known to miss."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from lxml import etree

from intake.linked_data import LinkedData, texts_at

Reader = Callable[[Any], str]
"""Finds the article's text in a parsed page."""

_WORD = re.compile(r"\w+")
_FEWEST_WORDS = 10
_ENOUGH_WORDS = 25
_SENTENCE_WORDS = 6
_FEWEST_POSTS = 3
_BOXES = ("div", "section", "aside", "ul", "ol", "nav", "form", "footer", "p", "li", "table")
_MARK = re.compile(r"[^a-z]+")
_ABOUT_OTHERS = ("has-", "with-", "no-", "show-", "hide-", "is-", "js-")
_AROUND = frozenset(
    (
        *("comment", "comments", "commentlist", "disqus", "related", "teaser", "teasers", "promo"),
        *("recommended", "recommendations", "newsletter", "cookie", "cookies", "consent", "gdpr"),
        *("share", "sharing", "social", "sidebar", "widget", "advert", "advertisement", "sponsor"),
        *("paywall", "subscribe", "breadcrumb", "breadcrumbs", "outbrain", "taboola"),
    )
)
_POSTS = frozenset(("post", "message", "reply", "postbit"))
_POST_BODIES = frozenset(
    (
        *("post-content", "post-body", "post_body", "postbody", "post-text", "message-body"),
        *("message-content", "messagetext", "cooked", "content", "bbwrapper", "usertext-body"),
        *("comment-body", "comment-content", "entry-content", "s-prose", "post-message"),
    )
)
_BODIES = (
    ("articleBody",),
    ("text",),
    ("liveBlogUpdate", "articleBody"),
    ("comment", "text"),
)

_HIDDEN = frozenset(("script", "style", "noscript", "template", "head", "svg", "iframe", "form"))
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u"),
        "wbr",
    )
)


def words_in(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def article_text(tree: Any, data: LinkedData, read: Reader) -> tuple[str, bool]:
    """The text of an article, and whether it was taken from the page's data.

    ``read`` is what usually finds it. It is given the page's one article, the page without what
    stands around articles, or the whole page, until there is enough. A thread is read post by
    post. The data of a page is taken where it holds half as much again as the page shows, which is
    so where a browser builds the page; never where the page keeps its text for subscribers.
    """
    shown = _shown(tree, read)
    carried = "" if data.behind_a_wall else _carried(data)
    if words_in(carried) > 1.5 * words_in(shown):
        return carried, True
    return shown, False


def _shown(tree: Any, read: Reader) -> str:
    inner = without_surroundings(tree)
    shown = read(_only_article(inner))
    if words_in(shown) < _ENOUGH_WORDS:
        shown = read(inner)
    thread = _thread(inner)
    if words_in(thread) > 0.7 * words_in(shown) and _holds(thread, shown):
        return thread
    if words_in(shown) < _FEWEST_WORDS:
        shown = read(_without_scripts(tree))
    return shown if words_in(shown) >= _FEWEST_WORDS else _longer_lines(tree)


def _only_article(tree: Any) -> Any:
    """The page without what stands beside its article, where one alone has a main heading."""
    headed = [found for found in tree.iter("article") if found.find(".//h1") is not None]
    body = tree.find(".//body")
    if len(headed) != 1 or body is None:
        return tree
    copy = deepcopy(tree)
    inner = copy.find(".//body")
    inner.clear()
    inner.append(deepcopy(headed[0]))
    return copy


def _without_scripts(tree: Any) -> Any:
    """A copy whose data are gone: they are read by themselves, and not for every page."""
    copy = deepcopy(tree)
    for script in list(copy.iter("script")):
        script.drop_tree()
    return copy


def without_surroundings(tree: Any) -> Any:
    """A copy of a page without scripts, comments, teasers, sharing, cookies and the like.

    Told by class and id, and only where it is less than half of the page and holds no heading of
    the first order.
    """
    copy = _without_scripts(tree)
    most = words_in(" ".join(copy.itertext())) / 2
    for element in list(copy.iter(*_BOXES)):
        if element.getparent() is None or not _AROUND & _marks(element):
            continue
        if element.find(".//h1") is None and words_in(" ".join(element.itertext())) < most:
            element.drop_tree()
    return copy


def _marks(element: Any) -> set[str]:
    """The words in an element's classes and id; one word is no wrapper's ``has-sidebar``."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    own = (name for name in names if not name.startswith(_ABOUT_OTHERS))
    return {part for name in own for part in _MARK.split(name)}


def _thread(tree: Any) -> str:
    """The posts of a thread, where at least three stand beside each other; else nothing."""
    rows: dict[Any, list[Any]] = {}
    for element in tree.iter("div", "article", "li", "tr", "section"):
        if _POSTS & _marks(element):
            rows.setdefault(element.getparent(), []).append(element)
    longest = max(rows.values(), key=len, default=[])
    if len(longest) < _FEWEST_POSTS:
        return ""
    return "\n".join(text for text in map(_post_text, longest) if text)


def _post_text(post: Any) -> str:
    """What was written in a post, without who wrote it and the buttons under it."""
    bodies = [part for part in post.iterdescendants() if _POST_BODIES & _class_names(part)]
    return block_text(bodies[0]) if bodies else _longer_lines(post)


def _class_names(element: Any) -> set[str]:
    return set((element.get("class") or "").lower().split())


def _holds(whole: str, part: str) -> bool:
    """True where most of the lines of a text stand in the other one too."""
    lines = [" ".join(line.split()) for line in part.split("\n") if words_in(line) > 3]
    within = " ".join(whole.split())
    return 2 * sum(line in within for line in lines) >= len(lines)


def _carried(data: LinkedData) -> str:
    """The text that a page carries as data: its body, its live updates, the posts of a thread."""
    pieces: dict[str, None] = {}
    for node in data.articles:
        for path in _BODIES:
            pieces.update(dict.fromkeys(texts_at(node, *path)))
    return "\n".join(pieces)


def _longer_lines(tree: Any) -> str:
    """The lines of a page that are sentences rather than menus."""
    lines = block_text(tree).split("\n")
    return "\n".join(line for line in lines if words_in(line) >= _SENTENCE_WORDS)


def block_text(tree: Any) -> str:
    """All words below an element, one line for each block, without what no reader sees."""
    pieces: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment")):
        if event == "comment":
            pieces.append(_words(element.tail, hidden))
            continue
        tag = element.tag
        if tag not in _INLINE:
            pieces.append("\n")
        if event == "start":
            hidden += tag in _HIDDEN
            pieces.append(_words(element.text, hidden))
            continue
        hidden -= tag in _HIDDEN
        pieces.append(_words(element.tail, hidden))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _words(text: str | None, hidden: int) -> str:
    return " ".join(f".{text}.".split())[1:-1] if text and not hidden else ""
