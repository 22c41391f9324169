"""Discord's limits, in one place, and the fitting of cards to them.

What must go is cut from the end of a card, where the least important stands, and the card says so.
No cut falls inside a link or an escape: lines are cut before they become mark-up.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claims.card import Block, Card, Span, TextLine
from commands.ui.markup import clean, escape, render, render_span

TEXT = 4000
"""Characters over all text displays of one message."""
COMPONENTS = 40
CUSTOM_ID = 100
OPTIONS = 25
OPTION_LABEL = 100
CHOICES = 25
CHOICE_NAME = 100
FIELD = 4000
"""Characters of a text input."""

PAGE = 2000
"""Characters of a page of details: what a phone shows in two screens."""
ITEM = 3500
"""Characters that one item of such a page may take, where it has the page to itself."""
BLOCK = 1500
"""Characters that one block may take of a card that does not fit."""
TRIMMED = "Trimmed to fit; the rest is under {where}."
_LEAST = 40
_LABEL = 40
_MARGIN = 8


def size(text: str) -> int:
    """The length of a text as Discord's clients count it: in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def label(text: str, limit: int) -> str:
    """A plain text for a menu or a choice, cut at a word where it is too long."""
    text = clean(text)
    return text if size(text) <= limit else _head(text, limit - 1) + "…"


@dataclass(frozen=True, slots=True)
class Fitted:
    """The texts of a card, a block each, and whether anything was left out of them."""

    texts: tuple[str, ...]
    trimmed: bool


def fit(card: Card, room: int) -> Fitted:
    """Set a card so that it takes at most ``room`` characters."""
    whole = [set_block(block) for block in card.blocks]
    if sum(map(size, whole)) <= room:
        return Fitted(tuple(text for text in whole if text), trimmed=False)
    texts: list[str] = []
    for block, text in zip(card.blocks, whole, strict=True):
        allowed = min(room, BLOCK)
        fitting = text if size(text) <= allowed else _cut_block(block, allowed)
        if not fitting:
            break
        texts.append(fitting)
        room -= size(fitting)
    return Fitted(tuple(texts), trimmed=True)


def pages(card: Card, room: int = PAGE, most: int = ITEM) -> tuple[str, ...]:
    """Set a card of details over as many pages as it needs; a line and its details stay together.

    An item longer than ``room`` has a page to itself; only one longer than ``most`` is cut.
    """
    done: list[str] = []
    page = ""
    for block in card.blocks:
        heading = _heading(block, continued=False)
        for group in _groups(block):
            text = _join(heading, _cut_lines(group, most - size(heading) - 1, block))
            joined = f"{page}{_gap(page, heading)}{text}"
            if page and size(joined) > room:
                done.append(page)
                again = heading or _heading(block, continued=True)
                joined = _join(again, _cut_lines(group, most - size(again) - 1, block))
            page, heading = joined, ""
    return (*done, page) if page else tuple(done)


def set_block(block: Block) -> str:
    """A block as mark-up, whatever its length."""
    body = "\n".join(_set_line(line, block) for line in block.lines)
    return _join(_heading(block, continued=False), body)


def cut_line(line: TextLine, room: int) -> str:
    """A line as mark-up of at most ``room`` characters, ended by … where it was cut."""
    whole = render(line)
    if size(whole) <= room:
        return whole
    kept = ""
    for span in line:
        rendered = render_span(span)
        if size(kept) + size(rendered) <= room - 1:
            kept += rendered
            continue
        kept += _cut_span(span, room - 1 - size(kept))
        break
    return kept.rstrip() + "…"


def _cut_span(span: Span, room: int) -> str:
    """As much of a span as fits; a link keeps its address, or gives its label only."""
    before = " " if span.text[:1].isspace() else ""
    words = f"{before}{clean(span.text)}"
    if span.url is not None and size(render_span(replace(span, text=words[:_LABEL]))) > room:
        span = replace(span, url=None)
    low, high = 0, min(len(words), room)
    while low < high:
        middle = (low + high + 1) // 2
        head = replace(span, text=_head_at(words, middle))
        if size(render_span(head)) <= room:
            low = middle
        else:
            high = middle - 1
    text = _head_at(words, low)
    return render_span(replace(span, text=text)) if text else ""


def _head(text: str, limit: int) -> str:
    while size(text) > limit:
        text = _head_at(text, limit - (size(text[:limit]) - len(text[:limit])))
        limit = min(limit, len(text)) if size(text) <= limit else limit - 1
    word = text.rpartition(" ")[0]
    return (word if len(word) > len(text) // 2 else text).rstrip(" ,;:-")


def _head_at(text: str, length: int) -> str:
    """The first characters of a text, never parting a letter from its marks or joiners."""
    while 0 < length < len(text) and _clings(text, length):
        length -= 1
    return text[:length]


def _clings(text: str, place: int) -> bool:
    return (
        unicodedata.category(text[place]).startswith("M") or "\u200d" in text[place - 1 : place + 1]
    )


def _cut_block(block: Block, room: int) -> str:
    heading = _heading(block, continued=False)
    left = room - size(heading) - _MARGIN
    return _join(heading, _cut_lines(block.lines, left, block)) if left >= _LEAST else ""


def _cut_lines(lines: Sequence[TextLine], room: int, block: Block) -> str:
    texts: list[str] = []
    for line in lines:
        text = _set_line(line, block)
        if size(text) > room:
            if room >= _LEAST:
                texts.append(_set_line(line, block, room))
            break
        texts.append(text)
        room -= size(text) + 1
    return "\n".join(texts)


def _set_line(line: TextLine, block: Block, room: int | None = None) -> str:
    before = "-# " if block.small or _is_detail(line) else "- " if block.listed else ""
    body = render(line) if room is None else cut_line(line, room - len(before))
    return f"{before}{body}" if body else ""


def _is_detail(line: TextLine) -> bool:
    return bool(line) and line[0].text.startswith("  ")


def _groups(block: Block) -> Iterator[tuple[TextLine, ...]]:
    group: list[TextLine] = []
    for line in block.lines:
        if group and not _is_detail(line):
            yield tuple(group)
            group = []
        group.append(line)
    yield tuple(group)


def _heading(block: Block, *, continued: bool) -> str:
    if not block.heading:
        return ""
    aside = "continued" if continued else block.aside
    after = f" ({escape(aside)})" if aside else ""
    return f"**{cut_line((Span(block.heading),), BLOCK // 2)}**{after}"


def _join(heading: str, body: str) -> str:
    return "\n".join(part for part in (heading, body) if part)


def _gap(page: str, heading: str) -> str:
    if not page:
        return ""
    return "\n\n" if heading else "\n"
