"""Text as Discord sets it: people's words without any effect of their own, our spans with style.

Nothing that was pasted or curated can ping, link, format, hide or turn the text around it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import quote

from claims.card import Span, TextLine
from claims.domains import domain_of

MEMBER = "member:"
"""Begins what a span opens that names a member by id; a source's address never begins so."""
LONGEST_LINK = 1500
"""Characters of an address that a card still carries; Discord counts them as text."""


def _of_kind(belongs: Callable[[str], bool]) -> str:
    """The characters of one kind, as they stand between the brackets of a pattern.

    Only the first plane is looked at: patterns that reach beyond it are a hundred times slower.
    """
    chars = (chr(point) for point in range(0x10000))
    return "".join(re.escape(char) for char in chars if belongs(char))


_MARKS = _of_kind(lambda char: unicodedata.category(char) in ("Mn", "Me"))
_BLANK = re.compile(r"\s+")
_JOINERS = "\u200c\u200d"
_FILLERS = re.compile("[\u115f\u1160\u3164\uffa0\u2800]")
_PILE = re.compile(f"([{_MARKS}]{{3}})[{_MARKS}]+")
_RIGHT_TO_LEFT = re.compile(f"[{_of_kind(lambda c: unicodedata.bidirectional(c) in ('R', 'AL'))}]")
_SPECIAL = re.compile(r"([\\*_~|`<\[\]])")
_AT_START = re.compile(r"^(#{1,3}\s|-#?\s|>|\+\s)")
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s)")
_PINGS = re.compile(r"@(?=everyone|here|&|!|\d)")
_SCHEME = re.compile(r":(?=//)")
_DOMAIN = re.compile(
    r"(?<![\w.-])(?:(?:[\w-]+[.\u3002])+(?:[^\W\d_]{2,24}|xn--[\w-]+)|\d{1,3}(?:\.\d{1,3}){3})\b"
)
_DROPPED = re.compile(r"[\t\r\n]")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_KEPT_IN_LINKS = "/:?#!$&+,;=@%~._-"


def clean(text: str) -> str:
    """A text on one line, without controls, invisible characters and piles of accents."""
    text = _BLANK.sub(" ", text)
    if not text.isprintable():
        text = "".join(_visible(text))
    if not text.isascii():
        text = _PILE.sub(r"\1", _FILLERS.sub("", text))
    return text.strip()


def escape(text: str) -> str:
    """People's words so that Discord shows them as they are."""
    text = clean(text)
    text = _SPECIAL.sub(r"\\\1", text)
    text = _AT_START.sub(r"\\\1", text)
    text = _NUMBERED.sub(r"\1\\\2", text)
    text = _SCHEME.sub(r"\:", _PINGS.sub("@\u200b", text))
    if not text.isascii() and _RIGHT_TO_LEFT.search(text):
        return f"{_ISOLATE}{text}{_END_ISOLATE}"
    return text


def link(label: str, address: str) -> str:
    """A masked link; a label that names another place than it leads to is not clickable."""
    target = quoted(address)
    if len(target) > LONGEST_LINK:
        return f"{escape(label)} (link too long for Discord)"
    if _misleads(label, address):
        return f"{escape(label)} [open]({target})"
    return f"[{escape(_without_brackets(label))}]({target})"


def quoted(address: str) -> str:
    """An address that cannot end its own link early, nor look like another one.

    A backslash before the query is a slash, as it is to browsers: encoded, it would make what
    stands before an @ a user name, and lead to another host.
    """
    address = _DROPPED.sub("", address.strip())
    end = next((at for at, char in enumerate(address) if char in "?#"), len(address))
    plain = address[:end].replace("\\", "/") + address[end:]
    return quote(plain, safe=_KEPT_IN_LINKS)


def render_span(span: Span) -> str:
    """One span as mark-up; blanks at its ends stay outside of the marks."""
    core = clean(span.text)
    if not core:
        return " " if span.text else ""
    before = " " if span.text[0].isspace() else ""
    after = " " if span.text[-1].isspace() else ""
    if span.url is not None and span.url.startswith(MEMBER):
        body = f"<@{int(span.url.removeprefix(MEMBER))}>"
    elif span.url is not None:
        body = link(core, span.url)
    else:
        body = f"**{escape(core)}**" if span.strong else escape(core)
    return f"{before}{body}{after}"


def render(line: TextLine) -> str:
    """A line of spans as mark-up."""
    return "".join(render_span(span) for span in line).strip()


def _visible(text: str) -> Iterator[str]:
    for place, char in enumerate(text):
        if char.isprintable() or (char in _JOINERS and _joins(text, place)):
            yield char


def _joins(text: str, place: int) -> bool:
    """True where a joiner stands inside a word or an emoji that needs it."""
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    return len(around) == 2 and all(ord(char) > 127 and not char.isspace() for char in around)


def _without_brackets(label: str) -> str:
    return label.replace("[", "(").replace("]", ")")


def _misleads(label: str, address: str) -> bool:
    """True where a label names a host that the link does not lead to."""
    if "://" in label:
        return True
    host = f".{domain_of(address)}"
    plain = unicodedata.normalize("NFKC", label)
    named = (domain_of(f"https://{found.group()}") for found in _DOMAIN.finditer(plain))
    return any(not host.endswith(f".{name}") for name in named)
