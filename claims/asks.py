"""Counting which claims members ask about, only where a digest tells of it, and by no names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from claims.digest_shelf import AskBook
from claims.report import Found, KnownDocument, Match, Report, Tier
from claims.schedule import Section
from claims.shelves import Pseudonyms, SettingsShelf
from claims.workbench import utc_now

_MOST = 10
_MAKES_IT = (Tier.MATCH, Tier.DIFFERS)


class AskCounts:
    """Notes who asked about a claim, under a name that stands for them with that claim alone.

    So the same member counts once, and nothing shows what else they asked about.
    """

    def __init__(
        self,
        book: AskBook,
        settings: SettingsShelf,
        names: Pseudonyms,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._book = book
        self._settings = settings
        self._names = names
        self._clock = clock

    async def note(self, community: str, user: int, report: Report) -> None:
        """Note the claims that a member's text makes, where the community's digest counts them."""
        matches = [match for match in _matches(report) if match.tier in _MAKES_IT][:_MOST]
        if not matches:
            return
        plan = (await self._settings.settings(community)).settings.digest
        if plan is None or Section.ASKED not in plan.sections:
            return
        claims = {
            match.view.claim_id: self._names.asking(community, match.view.claim_id, user)
            for match in matches
        }
        await self._book.asked(community, claims, self._clock())


def _matches(report: Report) -> tuple[Match, ...]:
    match report:
        case Found():
            return report.matches
        case KnownDocument():
            return report.found
        case _:
            return ()
