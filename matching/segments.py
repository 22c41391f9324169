"""Cuts a pasted text into the stretches that are matched one by one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

import sentencex  # type: ignore[import-untyped]

from claims.report import Segment

MOST_SEGMENTS = 300
_LONGEST = 400
_SHORT_WHOLE = 600
_MOST_CHARACTERS = 200_000
_QUOTES = str.maketrans(dict.fromkeys('"“”„«»‘’‹›', " "))  # the splitter is slow on many of them
_LETTERS = re.compile(r"[^\W_]")
_LINES = re.compile(r"[^\n\r\u2028\u2029]+")
_STRONG = re.compile(
    r"\s*;\s+|\s+[-–—|•]\s+|,?\s+(?:and\s+|but\s+)?(?:while|whereas|meanwhile|because|also)\s+"
    r"|,\s+(?:and|but|so|as|yet|though|although|which|who|where|when|just like)\s+"
    r"|,\s+(?=[^\W\d_]{3,}ing\s)",
    re.IGNORECASE,
)
"""Where one statement ends and another may begin."""
_JOINT = re.compile(_STRONG.pattern + r"|,?\s+(?:and|&|but|plus)\s+", re.IGNORECASE)
"""The same, and what may as well stand between two nouns."""
_OPENING = re.compile(r"(?:while|whereas|although|though|even (?:as|with|though))\s", re.IGNORECASE)
_COMMA = re.compile(r",\s+")
_FEWEST_IN_CLAUSE = 5
_MOST_CLAUSES = 8
_BREAK = re.compile(r"[;:,—–\u060c\u3001\uff0c]\s+|\s+(?=(?:and|but|while|because|that)\s)|\s+")


def cut(text: str, language: str | None = None) -> tuple[Segment, ...]:
    """The segments of a text in its order: its sentences, and the whole of it where it is short.

    ``start`` and ``end`` are characters of ``text``. Lines end sentences; a sentence longer than
    400 characters is cut at a comma or blank. At most ``MOST_SEGMENTS`` are returned.
    """
    text = text[:_MOST_CHARACTERS]
    found: list[Segment] = []
    for start, end in _sentences(text, language or "en"):
        segment = _trimmed(text, start, end)
        if segment is not None:
            found.append(segment)
        if len(found) == MOST_SEGMENTS:
            break
    whole = _trimmed(text, 0, len(text))
    if whole is not None and len(found) > 1 and len(whole.text) <= _SHORT_WHOLE:
        found.insert(0, whole)
    return tuple(found)


def clauses(segment: Segment) -> tuple[Segment, ...]:
    """The parts of a sentence that may be statements of their own, where it has several.

    It is cut at semicolons, dashes and conjunctions, unless one side has fewer than five words;
    and once more where an "and" may only join two nouns. Of each at most eight are returned.
    """
    found = [*_parts(segment, _STRONG), *_parts(segment, _JOINT)]
    return tuple(dict.fromkeys(found))


def _parts(segment: Segment, joint: re.Pattern[str]) -> list[Segment]:
    """What stands between the joints of a sentence; nothing where there is none."""
    text, start = segment.text, 0
    spans: list[tuple[int, int]] = []
    for left, right in _joints(text, joint):
        if len(text[start:left].split()) < _FEWEST_IN_CLAUSE or len(spans) == _MOST_CLAUSES - 1:
            continue
        if len(text[right:].split()) >= _FEWEST_IN_CLAUSE:
            spans.append((start, left))
            start = right
    if not spans:
        return []
    parts = [_trimmed(text, *span) for span in (*spans, (start, len(text)))]
    return [
        Segment(part.text, segment.start + part.start, segment.start + part.end)
        for part in parts
        if part is not None
    ]


def _joints(text: str, joint: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where joints begin and end; a sentence that opens with "while" has one at its comma."""
    found = [item.span() for item in joint.finditer(text)]
    opening = _OPENING.match(text)
    comma = _COMMA.search(text, opening.end()) if opening else None
    if comma is not None and comma.span() not in found:
        found.append(comma.span())
    return iter(sorted(found))


def left_out(text: str, segments: Sequence[Segment]) -> bool:
    """Whether ``cut`` stopped before the end of a text."""
    many = len(segments) >= MOST_SEGMENTS or len(text) > _MOST_CHARACTERS
    return many and _LETTERS.search(text, segments[-1].end) is not None


def _sentences(text: str, language: str) -> Iterator[tuple[int, int]]:
    for line in _LINES.finditer(text):
        at = line.start()
        for sentence in _split(line.group(), language):
            yield from _cut_long(text, at, at + len(sentence))
            at += len(sentence)


def _split(line: str, language: str) -> list[str]:
    """The sentences of a line; joined they are the line again."""
    if len(line) < 3:
        return [line]
    code = language.split("-", maxsplit=1)[0]
    plain = line.translate(_QUOTES)
    lengths = [len(part["text"]) for part in sentencex.get_sentence_boundaries(code, plain)]
    if sum(lengths) != len(line):
        return [line]
    ends = list(itertools.accumulate(lengths))
    return [line[end - length : end] for end, length in zip(ends, lengths, strict=True)]


def _cut_long(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        breaks = list(_BREAK.finditer(text, start + _LONGEST // 2, start + _LONGEST))
        firm = [item for item in breaks if not item.group().isspace()]
        at = (firm or breaks)[-1].end() if breaks else start + _LONGEST
        yield start, at
        start = at
    yield start, end


def _trimmed(text: str, start: int, end: int) -> Segment | None:
    piece = text[start:end]
    if _LETTERS.search(piece) is None:
        return None
    left = len(piece) - len(piece.lstrip())
    kept = piece.strip()
    return Segment(kept, start + left, start + left + len(kept))
