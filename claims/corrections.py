"""Corrections of public answers: which no longer say what is known, and what they are to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from claims.card import shortened
from claims.changes import SETTLE, ChangeKind, ClaimChange
from claims.models import Status
from claims.report import ClaimView
from claims.shelves import CuratorReader
from claims.workbench import utc_now

_NOTED = 3
_SENTENCES = 3
_LONGEST = 700
_NO_LONGER_SEEN = "the pack that this claim belongs to is no longer in use here"
_AGAIN = "Shown here again"
_GONE = frozenset((ChangeKind.RETIRED, ChangeKind.MERGED, ChangeKind.HIDDEN))
_MOVES = frozenset((*_GONE, ChangeKind.NEW, ChangeKind.RESTORED))


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim in a public answer: the revision that it shows, or ``gone`` where it says so."""

    claim_id: int
    revision: int
    gone: bool = False


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """A message that shows claims to everyone in a channel; ``attempts`` counts this correction."""

    community: str
    channel: str
    message: str
    shown: tuple[Shown, ...]
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a claim stands in public: the message, what it shows of the claim, and since when."""

    channel: str
    message: str
    shown: Shown
    at: datetime
    corrected_at: datetime | None


@dataclass(frozen=True, slots=True)
class Corrected:
    """One claim of a public answer that changed since: what readers are told of it.

    ``view`` is None where members no longer see the claim; ``instead`` is then the claim that it
    was merged into, where they see that one, and ``retired`` the claim as it was retired.
    ``number`` is 0 where it has none any more.
    """

    claim_id: int
    number: int
    before: int
    after: int
    at: datetime
    sentences: tuple[str, ...]
    view: ClaimView | None
    retired: ClaimView | None = None
    instead: ClaimView | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """What a public answer is to say: the claims that members see of it, and what changed.

    ``shown`` is what it shows once that is done. Nothing is to be edited where ``changed`` is
    empty.
    """

    changed: tuple[Corrected, ...]
    views: tuple[ClaimView, ...]
    shown: tuple[Shown, ...]

    @property
    def day(self) -> str:
        """The day of the newest change, as people write it."""
        newest = max(one.at for one in self.changed)
        return f"{newest.day} {newest:%b %Y}"

    @property
    def told(self) -> str:
        """What changed, with the revisions, so that each update is told in words of its own."""
        alone = len(self.changed) == 1 and len(self.shown) == 1
        told = [_told(one, alone=alone) for one in self.changed[:_NOTED]]
        more = len(self.changed) - len(told)
        told += [f"and {more} more"] if more > 0 else []
        return shortened(" · ".join(told), _LONGEST)


class CorrectionBox(Protocol):
    """Public answers of all communities, and the queue of those that are to be corrected."""

    async def find(self, now: datetime, since: datetime, settled: datetime) -> int:
        """Queue the answers given since a moment whose claims changed; returns how many are new.

        Claims that were changed after ``settled`` wait.
        """
        ...

    async def due(self, now: datetime, limit: int) -> Sequence[PublicAnswer]:
        """Answers in the queue that nobody is correcting, some of each channel at a time."""
        ...

    async def claim(self, answers: Sequence[PublicAnswer], now: datetime) -> Sequence[PublicAnswer]:
        """Take answers to correct them; without those that somebody else has, or that are done."""
        ...

    async def confirm(self, done: Sequence[tuple[PublicAnswer, Update]], at: datetime) -> None:
        """Note what answers show now, and take them off the queue."""
        ...

    async def postpone(self, answer: PublicAnswer, until: datetime) -> None:
        """Leave an answer in the queue until a moment."""
        ...

    async def forget(self, answer: PublicAnswer) -> None:
        """Remember an answer no longer: it is gone, or out of reach."""
        ...

    async def release(self) -> None:
        """Take nothing as being corrected by somebody: a program that was doing so has ended."""
        ...

    async def reached(
        self, community: str, claim_id: int, first: int, count: int
    ) -> tuple[Sequence[Reached], int]:
        """Where a claim stands in public, newest first, from one on; and how many there are."""
        ...


class HistoryShelf(Protocol):
    """The material changes of single claims."""

    async def changes_since(
        self, community: str, seen: Mapping[int, int]
    ) -> Mapping[int, Sequence[ClaimChange]]:
        """What changed materially in claims after the revisions given, by claim id, oldest first.

        Claims that the community sees in no state are left out.
        """
        ...

    async def successor(self, community: str, claim_id: int) -> ClaimView | None:
        """The published claim that one was merged into, over as many steps as it takes."""
        ...


class Corrections:
    """Finds public answers to correct and says what each is to say.

    Args:
        box: The public answers and the queue.
        history: What changed in a claim.
        reader: Reads claims as one community.
        days: For how many days answers are corrected.
        clock: The time now, in UTC.
        settle: How long a change rests before answers are corrected.
    """

    def __init__(
        self,
        box: CorrectionBox,
        history: HistoryShelf,
        reader: CuratorReader,
        *,
        days: int = 90,
        clock: Callable[[], datetime] = utc_now,
        settle: timedelta = SETTLE,
    ) -> None:
        self.box = box
        self._history = history
        self._reader = reader
        self._days = days
        self._clock = clock
        self._settle = settle

    async def find(self) -> int:
        """Queue the answers that no longer say what is known; returns how many are new."""
        now = self._clock()
        return await self.box.find(now, now - timedelta(days=self._days), now - self._settle)

    async def due(self, limit: int) -> Sequence[PublicAnswer]:
        """Answers to correct now."""
        return await self.box.due(self._clock(), limit)

    async def claim(self, answers: Sequence[PublicAnswer]) -> Sequence[PublicAnswer]:
        """Take answers to correct them; without those that another has, or that are done."""
        return await self.box.claim(answers, self._clock())

    async def confirm(self, done: Sequence[tuple[PublicAnswer, Update]]) -> None:
        """Say that answers say what they should."""
        await self.box.confirm(done, self._clock())

    async def postpone(self, answer: PublicAnswer, wait: timedelta) -> None:
        """Try an answer again later."""
        await self.box.postpone(answer, self._clock() + wait)

    async def is_current(self, community: str, shown: Shown) -> bool:
        """Whether a public answer says of a claim what is known now."""
        found = await self.update_of(PublicAnswer(community, "", "", (shown,)))
        return not found.changed

    async def update_of(self, answer: PublicAnswer) -> Update:
        """What an answer is to say, as the store is now."""
        ids = [one.claim_id for one in answer.shown]
        views = await self._reader.views(answer.community, ids, include_unpublished=True)
        changes = await self._history.changes_since(
            answer.community, {one.claim_id: one.revision for one in answer.shown}
        )
        seen = {claim_id: view for claim_id, view in views.items() if _is_seen(view)}
        changed: list[Corrected] = []
        shown: list[Shown] = []
        for one in answer.shown:
            view = views.get(one.claim_id)
            found = self._corrected(one, view, changes.get(one.claim_id, ()))
            if found is not None and found.view is None:
                found = await self._with_successor(answer.community, found, view)
            if found is not None:
                changed.append(found)
            gone = one.claim_id not in seen
            shown.append(Shown(one.claim_id, view.revision if view else one.revision, gone))
        shown += _successors(changed, shown)
        order = sorted(seen.values(), key=lambda view: view.number)
        return Update(tuple(changed), tuple(order), tuple(shown))

    def _corrected(
        self, one: Shown, view: ClaimView | None, changes: Sequence[ClaimChange]
    ) -> Corrected | None:
        """What is to be told of one claim; None where it reads as it did."""
        is_seen = view is not None and _is_seen(view)
        if one.gone and not is_seen:
            return None
        unsaid = _GONE if is_seen and one.gone else _MOVES if is_seen else frozenset()
        told = [c.sentence for each in changes for c in each.changes if c.kind not in unsaid]
        told = list(dict.fromkeys(told))
        if view is None:
            told = [_NO_LONGER_SEEN]
        elif one.gone and not told:
            told = [_AGAIN]
        if not told:
            return None
        if not is_seen and changes:  # what was changed before it went is of no use any more
            told = told[-1:]
        return Corrected(
            claim_id=one.claim_id,
            number=view.number if view else 0,
            before=one.revision,
            after=view.revision if view else one.revision,
            at=changes[-1].at if changes else self._clock(),
            sentences=tuple(told[-_SENTENCES:]),
            view=view if is_seen else None,
            retired=view if view and view.claim.status is Status.RETIRED else None,
        )

    async def _with_successor(
        self, community: str, found: Corrected, view: ClaimView | None
    ) -> Corrected:
        """With the claim that it was merged into, where members see that one."""
        if view is None or view.claim.merged_into is None:
            return found
        instead = await self._history.successor(community, view.claim_id)
        if instead is None:
            return found
        said = f"Merged into #{instead.number}, which says the same"
        return replace(found, sentences=(said,), instead=instead)


def _successors(changed: Sequence[Corrected], shown: Sequence[Shown]) -> list[Shown]:
    """The claims that stand in for merged ones from now on, beside those that were there."""
    there = {one.claim_id for one in shown}
    new = {one.instead.claim_id: one.instead for one in changed if one.instead is not None}
    return [Shown(i, view.revision) for i, view in new.items() if i not in there]


def _is_seen(view: ClaimView) -> bool:
    return view.claim.status is Status.PUBLISHED


def _told(one: Corrected, *, alone: bool) -> str:
    said = "; ".join(sentence.rstrip(".") for sentence in one.sentences)
    revisions = f" (revision {one.before} → {one.after})" if one.after > one.before else ""
    name = f"#{one.number}: " if one.number and not alone else ""
    return f"{name}{said}{revisions}"
