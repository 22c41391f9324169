"""What a community's answers came from: how often each wording was met, and how often doubted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from claims.report import ClaimView
from claims.wordings import wording_key


@dataclass(frozen=True, slots=True)
class Met:
    """How often a wording of a claim was what a text came nearest to, and since when."""

    claim_id: int
    wording: str
    times: int
    since: date


@dataclass(frozen=True, slots=True)
class Doubts:
    """How often members said of an answer that it is not this claim, and what curators found.

    One member and one wording count once. ``waiting`` are those that nobody decided.
    """

    claim_id: int
    agreed: int
    upheld: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ClaimUse:
    """One claim's part: how often it was shown, which phrasings never were met, and its doubts."""

    view: ClaimView
    shown: int
    never_met: tuple[str, ...]
    doubts: Doubts


@dataclass(frozen=True, slots=True)
class Usage:
    """The claims of a community that have phrasings or were shown, by number.

    ``since`` is None where nothing was counted yet.
    """

    claims: tuple[ClaimUse, ...]
    since: date | None

    @property
    def shown(self) -> int:
        """How many answers showed a claim."""
        return sum(use.shown for use in self.claims)

    @property
    def wrong(self) -> int:
        """How many answers were doubted, and no curator upheld them."""
        return sum(use.doubts.agreed + use.doubts.waiting for use in self.claims)

    @property
    def precision(self) -> float | None:
        """The share of shown claims that nobody rightly doubted; None where none was shown."""
        return max(0.0, 1 - self.wrong / self.shown) if self.shown else None


def usage(views: Sequence[ClaimView], met: Sequence[Met], doubts: Mapping[int, Doubts]) -> Usage:
    """Put together what was counted and what was doubted."""
    times: dict[tuple[int, str], int] = {(item.claim_id, item.wording): item.times for item in met}
    shown: dict[int, int] = {}
    for item in met:
        shown[item.claim_id] = shown.get(item.claim_id, 0) + item.times
    uses = [
        ClaimUse(
            view,
            shown.get(view.claim_id, 0),
            tuple(
                text
                for text in view.claim.phrasings
                if not times.get((view.claim_id, wording_key(text)))
            ),
            doubts.get(view.claim_id, Doubts(view.claim_id, 0, 0, 0)),
        )
        for view in sorted(views, key=lambda view: view.number)
    ]
    return Usage(tuple(uses), min((item.since for item in met), default=None))
