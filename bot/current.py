"""A matcher that is never behind the store, unless the index is only just being built."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextvars import Context
from dataclasses import replace

from bot.following import Show, complete, follow, logged
from bot.logs import outline
from claims.errors import IndexProblem
from claims.ports import ClaimFeed, Matcher, Readership
from claims.report import Candidate, Matching
from claims.tracing import Stage, spent_on
from claims.turns import FairTurns, Terms
from matching.index import SearchIndex
from matching.matcher import ClaimMatcher

_MANY = 5_000
"""Changes that nobody waits for: taking them in lasts longer than a check may."""
CHECKS = Terms(places=4, most_waiting=50, beside=0.01)
"""Four at once: on a busy machine a thread waits for a processor, too, and the event loop is late
to hear that it has ended. Beside matching, a check takes about 10 ms of a processor from the
gateway to its last word."""
_SOON_MADE = 500
"""Vectors that a command which answers once waits for: a few seconds, then they are there."""
_BUILDING = (
    "The search index is being built: {done:,} claims can be found so far, and more every minute."
)

_BEHIND = (
    "What curators changed last may not be found yet: the search index cannot be written ({why})."
)

_log = logging.getLogger(__name__)


class CurrentMatcher(Matcher):
    """A matcher over an index that takes in whatever changed before each answer.

    Communities take turns: see ``claims.turns``. Very many changes are taken
    in beside the answers, which say so until that is done.
    """

    def __init__(self, matcher: ClaimMatcher, index: SearchIndex, feed: ClaimFeed) -> None:
        self._matcher = matcher
        self._index = index
        self._feed = feed
        self._turns = FairTurns(CHECKS)
        self._building: asyncio.Task[None] | None = None
        self._refused: IndexProblem | None = None

    async def begin(self, show: Show, *, patient: bool) -> None:
        """Bring the index up to the store, beside what follows unless ``patient``."""
        if not patient and await self.behind() > _MANY:
            self._build(show)
            return
        await follow(self._index, self._feed, show)
        if patient and self._index.vectors_behind <= _SOON_MADE:
            await complete(self._index, self._feed, show)

    async def close(self) -> None:
        """Stop building, and wait for who is at work; what was taken in so far stays."""
        await self._turns.close()
        if self._building is not None:
            self._building.cancel()
            await asyncio.wait([self._building])

    async def match(
        self,
        text: str,
        readers: Readership,
        *,
        language: str | None = None,
    ) -> Matching:
        """Match every segment of a text against the store as these readers see it."""
        with spent_on(Stage.INDEX):
            matcher = await self._now(readers)

        def work() -> Matching:
            with spent_on(Stage.MATCHING):
                chosen = readers.settings.sensitivity
                return matcher.match_now(
                    text, readers.owners, language=language, sensitivity=chosen
                )

        found = await self._turns.run(_line(readers), work)
        if self._refused is not None:
            found = replace(found, notes=(*found.notes, _BEHIND.format(why=self._refused.why)))
        if not self.is_building:
            return found
        done = self._index.view().lexical.documents
        return replace(found, notes=(*found.notes, _BUILDING.format(done=done)))

    async def rank(self, text: str, readers: Readership, limit: int) -> Sequence[Candidate]:
        """The nearest claims to a text taken as one, in the store as these readers see it."""
        matcher = await self._now(readers)
        line = _line(readers)
        ranked = await self._turns.run(
            line, lambda: matcher.rank_now([text], readers.owners, limit)
        )
        return ranked[0]

    async def keep_up(self) -> None:
        """Take in what changed, though nobody asks: the next check then need not wait for it."""
        await self._follow(await self._feed.newest())

    @property
    def is_building(self) -> bool:
        """Whether very many changes are being taken in beside the checks."""
        return self._building is not None and not self._building.done()

    @property
    def refused(self) -> IndexProblem | None:
        """Why the system last refused to have changes taken in; None where it does not."""
        return self._refused

    async def behind(self) -> int:
        """How many changes the index has to take in; all of a store that went back."""
        newest, position = await self._feed.newest(), self._index.position
        return newest - position if newest >= position else newest

    async def _now(self, readers: Readership) -> ClaimMatcher:
        """The matcher, current, with the names that mean the same to these readers."""
        await self._follow(readers.newest)
        return self._matcher.with_names(readers.same_names)

    async def _follow(self, newest: int) -> None:
        """Take in what changed; ``newest`` may be from before a turn was waited for."""
        is_behind = newest != self._index.position or self._refused is not None
        if is_behind and not self.is_building:
            if await self.behind() > _MANY:
                self._build(logged)
            else:
                await self._catch_up()

    async def _catch_up(self) -> None:
        """Take in what changed; where the system refuses that, go on with what was taken in."""
        try:
            await self._index.catch_up()
        except IndexProblem as refused:
            _log.error("%s", refused.sentence)
            self._refused = refused
        else:
            self._refused = None

    def _build(self, show: Show) -> None:
        # It outlasts the check that begins it by far, so it does not go under that one's reference.
        self._building = asyncio.create_task(
            self._built(show), name="building the index", context=Context()
        )

    async def _built(self, show: Show) -> None:
        try:
            await follow(self._index, self._feed, show)
        except Exception as error:  # noqa: BLE001 - the next check begins again
            _log.error("the index was not built: %s", outline(error))


def _line(readers: Readership) -> str:
    return str(readers.owners[0]) if readers.owners else ""
