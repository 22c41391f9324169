"""Text for a terminal that obeys none of it: what a file or a claim holds stays words.

A pack, an import or a claim may hold escape sequences, which would move the cursor, rewrite what
stands above or set the window's title, and signs that turn the text behind them round.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

_BLANK = re.compile(r"\s+")
_JOINERS = "\u200c\u200d"
_ACTING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """A text on one line without controls and invisible characters that could mislead."""
    return "".join(_visible(_BLANK.sub(" ", text)))


def plain_lines(text: str) -> str:
    """The same for a text of several lines, which stay, as the blanks in them do."""
    return "\n".join("".join(_visible(line)) for line in text.split("\n"))


def plain_json(told: Any) -> str:
    """JSON in which every sign that a terminal would act on is written out by its number."""
    text = json.dumps(told, ensure_ascii=False, indent=2)
    return _ACTING.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _visible(text: str) -> Iterator[str]:
    for place, char in enumerate(text):
        joins = char in _JOINERS and 0 < place < len(text) - 1 and ord(text[place - 1]) > 127
        if joins or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn"):
            yield char
