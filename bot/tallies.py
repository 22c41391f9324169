"""Counts which wordings answer, in memory, and now and then into the store: checks do not wait."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from claims.errors import CaveatError
from claims.ports import WordingTally
from claims.wordings import wording_key

if TYPE_CHECKING:
    from storage.tallies import Tallies

_log = logging.getLogger(__name__)


class Counting(WordingTally):
    """Counts until ``flush``; what was counted since is lost if the program is killed."""

    def __init__(self, tallies: Callable[[], Tallies]) -> None:
        self._tallies = tallies
        self._counted: Counter[tuple[str, int, str]] = Counter()
        self._turn = asyncio.Lock()

    def met(self, community: str, claim_id: int, wording: str) -> None:
        """Count that a wording of a claim answered in a community."""
        self._counted[community, claim_id, wording_key(wording)] += 1

    async def close(self) -> None:
        """Bring in what is left; what cannot be brought in is not worth a failure."""
        try:
            await self.flush()
        except CaveatError as problem:
            _log.warning("some counts are lost: %s", problem.sentence)

    async def flush(self) -> None:
        """Bring the counts into the store; they are kept here where that fails."""
        async with self._turn:
            counted, self._counted = self._counted, Counter()
            if not counted:
                return
            try:
                await self._tallies().add(counted, datetime.now(UTC).date())
            except BaseException:
                self._counted.update(counted)
                raise
