"""Knows whether a picture shows what it is of today: by a digest of the page that was photographed.

Days and times of day are left out of it, as they are others at every taking.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

RECORD = Path(__file__).parent / "shown.json"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DAYS = re.compile(
    rf"\b\d{{1,2}} {_MONTH} \d{{4}}(?: \d\d:\d\d)?"
    rf"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{{1,2}} {_MONTH}"
)


def digest_of(page: str) -> str:
    """What a page shows, in 16 hexadecimal digits."""
    return hashlib.sha256(_DAYS.sub("a day", page).encode()).hexdigest()[:16]


def recorded() -> dict[str, str]:
    """The digests of the pages that were photographed last, by the names of their pictures."""
    return dict(json.loads(RECORD.read_text(encoding="utf-8")))


def record(digests: Mapping[str, str]) -> None:
    """Remember the digests of all pictures that were taken."""
    RECORD.write_text(json.dumps(digests, indent=1, sort_keys=True) + "\n", encoding="utf-8")
