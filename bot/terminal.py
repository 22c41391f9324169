"""Answers in the terminal: the blocks of a card at 80 columns, readable without any colour.

The cards come from ``claims/card.py``, as Discord's do; this lays them out, with every address in
full. What was pasted or curated cannot send control characters to the terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.plain import plain as clean
from claims.card import Block, Card, Span, TextLine
from claims.domains import domain_of

WIDTH = 80
ACCENT = "cyan"
"""The one colour, for titles and addresses: a colour that changes would be a verdict."""

_NUMBER = re.compile(r"\d+(?: ·|\.) ")


def console_for(file: TextIO) -> Console:
    """A console on a stream: at most 80 columns, colour only on a terminal that wants it."""
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    width = min(WIDTH, console.width) if console.is_terminal else WIDTH
    return Console(file=file, width=width, highlight=False, markup=False, emoji=False)


def print_card(console: Console, card: Card) -> None:
    """Print a title (if it has one) and its blocks, one blank line between two of them."""
    if card.title:
        print_title(console, card.title)
    before: Block | None = None
    for block in card.blocks:
        belongs = before is not None and block.small and not block.heading and not before.heading
        if before is not None and not belongs:
            console.print()
        print_block(console, block)
        before = block
    console.print()


def print_title(console: Console, title: str) -> None:
    """Print a title, underlined so that it stands out without colour too."""
    text = clean(title)
    console.print(Text(text, style=f"bold {ACCENT}"))
    console.print(Text("─" * min(cell_len(text), console.width), style=ACCENT))


def print_block(console: Console, block: Block) -> None:
    """Print a block: its heading, then its lines, wrapped and indented beneath it."""
    if block.heading:
        aside = f" ({clean(block.aside)})" if block.aside else ""
        console.print(Text.assemble((clean(block.heading), "bold"), aside), soft_wrap=False)
    for line in block.lines:
        _print_line(console, line, block)


def print_small(console: Console, sentences: Iterable[str], *, before: str = "") -> None:
    """Print sentences in small print, a paragraph each, all of it behind ``before``."""
    for sentence in sentences:
        _print_wrapped(console, Text(clean(sentence), style="dim"), before, before)


def print_line(console: Console, text: str, *, before: str = "") -> None:
    """Print some words as a paragraph, all of it behind ``before``."""
    _print_wrapped(console, Text(clean(text)), before, before)


def _print_line(console: Console, line: TextLine, block: Block) -> None:
    detail = bool(line) and line[0].text.startswith("  ")
    indent = "  " * (bool(block.heading) + detail)
    before = f"{indent}- " if block.listed and not detail else indent
    number = _NUMBER.match(line[0].text) if line else None
    after = " " * (len(before) + (number.end() if number else 0))
    aside = detail and not any(span.strong for span in line)
    text = Text(style="dim" if block.small or aside else "")
    addresses: list[str] = []
    for span in _without_domains(line):
        text.append(clean(span.text), style="bold" if span.strong else None)
        if span.url:
            addresses.append(clean(span.url))
    text.rstrip()
    if detail:
        text = text[len(text.plain) - len(text.plain.lstrip()) :]
    _print_wrapped(console, text, before, after)
    for address in addresses:
        link = Text.assemble(after, (address, ACCENT))
        console.print(link, soft_wrap=True)


def _print_wrapped(console: Console, text: Text, before: str, after: str) -> None:
    wrapped = text.wrap(console, max(20, console.width - len(after)))
    for place, part in enumerate(wrapped):
        part.rstrip()
        console.print(Text.assemble(after if place else before, part), soft_wrap=True)


def _without_domains(line: TextLine) -> Iterator[Span]:
    """Leave out the domain behind a link: here its whole address follows."""
    shown: str | None = None
    for span in line:
        if shown is None or span.text != f" ({domain_of(shown)})":
            yield span
        shown = span.url
