"""Wordings as they are kept: named where their text is not, and made of whole characters."""

from __future__ import annotations

import hashlib
import re

_HALF = re.compile("[\ud800-\udfff]")


def wording_key(wording: str) -> str:
    """Names a wording of a claim where its text is not kept: 20 hex digits."""
    said = " ".join(wording.split()).casefold()
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:20]


def whole(text: str) -> str:
    """A text with a replacement sign for each half character (a lone surrogate of UTF-16).

    JSON can bring one along; nothing can search, store or send it.
    """
    return text if text.isascii() else _HALF.sub("\ufffd", text)
