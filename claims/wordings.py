"""A wording of a claim, named where its text is not kept."""

from __future__ import annotations

import hashlib


def wording_key(wording: str) -> str:
    """Names a wording of a claim where its text is not kept: 20 hex digits."""
    said = " ".join(wording.split()).casefold()
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:20]
