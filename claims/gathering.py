"""Gathers what a digest says: what readers are told of a span of time, in the house's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Protocol

from claims.card import shortened
from claims.changes import SETTLE, ChangeKind, ClaimChange, MaterialChange
from claims.digest import LEAST_ASKERS, Asked, Digest, Item, Waiting, spoken_plan
from claims.digest_shelf import DigestFigures
from claims.models import Status
from claims.ports import ClaimReader
from claims.report import ClaimView
from claims.schedule import FARTHEST_BACK, Due, Plan, Section, skipped
from claims.shelves import ChangeShelf, WorkShelf

_HEADLINE = 120
_WHAT = 200
_MOST = 200
_MOST_ASKED = 10
_LOOKED_AT = 2000
_GONE = (ChangeKind.RETIRED, ChangeKind.MERGED, ChangeKind.HIDDEN)


class LastRun(Protocol):
    """The digest before this one, which ended where this one begins."""

    @property
    def day(self) -> date:
        """The local day that it was for."""
        ...

    @property
    def until(self) -> datetime:
        """The last moment that it looked at."""
        ...


class Gathering:
    """Puts digests together out of what the store knows, always as one community."""

    def __init__(
        self,
        changes: ChangeShelf,
        work: WorkShelf,
        figures: DigestFigures,
        reader: ClaimReader,
    ) -> None:
        self._changes = changes
        self._work = work
        self._figures = figures
        self._reader = reader

    async def gather(self, plan: Plan, due: Due, last: LastRun | None) -> Digest:
        """The digest that is due: all since the last one, but for the minutes that may settle."""
        until = due.at - SETTLE
        begin = last.until if last is not None else until - plan.span
        after = max(begin, until - FARTHEST_BACK)
        digest = Digest(
            community=due.community,
            day=due.day,
            after=after,
            until=until,
            when=spoken_plan(plan),
            weekly=plan.weekday is not None,
            missed=skipped(plan, last.day, due.day) if last is not None else (),
            cut=after > begin,
        )
        return await self._filled(digest, plan) if after < until else digest

    async def _filled(self, bare: Digest, plan: Plan) -> Digest:
        wanted = plan.sections
        at = bare.community, bare.after, bare.until
        changes = await self._changes.material_changes(*at)
        parts = sorted_out(changes)
        asks = await self._asked(*at) if Section.ASKED in wanted else ()
        waits = await self._waiting(*at) if Section.WAITING in wanted else None
        stale = await self._stale(bare, plan) if Section.STALE in wanted else ()
        return replace(
            bare,
            new=parts["new"] if Section.NEW in wanted else (),
            corrected=parts["corrected"] if Section.CORRECTED in wanted else (),
            answered=parts["answered"] if Section.QUESTIONS in wanted else (),
            opened=parts["opened"] if Section.QUESTIONS in wanted else (),
            asked=asks,
            waiting=waits,
            stale=stale,
        )

    async def _asked(self, community: str, after: datetime, until: datetime) -> tuple[Asked, ...]:
        counts = await self._figures.most_asked(community, after, until, LEAST_ASKERS, _MOST_ASKED)
        views = await self._reader.views(community, [claim_id for claim_id, _ in counts])
        return tuple(
            Asked(_item(views[claim_id]), people)
            for claim_id, people in counts
            if claim_id in views
        )

    async def _waiting(self, community: str, after: datetime, until: datetime) -> Waiting | None:
        count, oldest, fresh = await self._figures.waiting(community, after, until)
        if oldest is None:
            return None
        return Waiting(count, max((until - oldest) // timedelta(days=1), 0), fresh)

    async def _stale(self, bare: Digest, plan: Plan) -> tuple[Item, ...]:
        """What went stale in this time: review dates that passed, links that were found dead."""
        first, today = plan.local_day(bare.after), plan.local_day(bare.until)
        views = await self._work.past_review(bare.community, today, _LOOKED_AT)
        found = [
            _item(view, f"review date passed ({date.spoken()})")
            for view in views
            if (date := view.claim.review_on) and date.last_day >= first
        ]
        for link in await self._work.dead_links(bare.community, _LOOKED_AT):
            if link.number and link.claim_id and bare.after < link.since <= bare.until:
                shown = await self._reader.views(bare.community, [link.claim_id])
                what = f"a source no longer opens ({shortened(link.source.publisher, 60)})"
                found += [_item(view, what) for view in shown.values()]
        return tuple(found[:_MOST])


def sorted_out(changes: Sequence[ClaimChange]) -> dict[str, tuple[Item, ...]]:
    """Changes, oldest first, as the lines of ``new``, ``corrected``, ``answered``, ``opened``."""
    found: dict[str, list[Item]] = {"new": [], "corrected": [], "answered": [], "opened": []}
    by_claim = sorted(changes, key=lambda change: change.view.number)
    for _, some in groupby(by_claim, key=lambda change: change.view.number):
        each = list(some)
        view = each[-1].view
        told = [one for change in each for one in change.changes]
        shown = view.claim.status is Status.PUBLISHED
        if any(one.kind is ChangeKind.NEW for one in told):
            found["new"] += [_item(view)] if shown else []
            continue
        said = _corrections(told, shown=shown)
        if said:
            found["corrected"].append(_item(view, said))
        if shown:
            asked = _questions(told)
            found["answered"] += [_item(view, one) for one in asked[0]]
            found["opened"] += [_item(view, one) for one in asked[1]]
    return {name: tuple(items[:_MOST]) for name, items in found.items()}


def _corrections(told: Iterable[MaterialChange], *, shown: bool) -> str:
    """What was corrected, in one line; what came and went again is not told."""
    those = [one for one in told if one.kind.corrects]
    if not shown:
        those = [one for one in those if one.kind in _GONE][-1:]
    elif any(one.kind in _GONE for one in those):
        back = (*_GONE, ChangeKind.RESTORED)
        those = [one for one in those if one.kind not in back]
    sentences = dict.fromkeys(one.sentence.rstrip(". ") for one in those)
    return shortened("; ".join(sentences), _WHAT)


def _questions(told: Iterable[MaterialChange]) -> tuple[list[str], list[str]]:
    """The questions that were answered, with their answers, and those that were opened."""
    last = {one.question or one.sentence: one for one in told if one.kind.asks}
    answered = [one for one in last.values() if one.kind is ChangeKind.QUESTION_ANSWERED]
    opened = [one for one in last.values() if one.kind is ChangeKind.QUESTION_OPENED]
    return (
        [shortened(one.sentence.removeprefix("Answered: "), _WHAT) for one in answered],
        [shortened(one.question or one.sentence, _WHAT) for one in opened],
    )


def _item(view: ClaimView, what: str = "") -> Item:
    shown = view.claim.status is Status.PUBLISHED
    return Item(view.number, shortened(view.claim.headline, _HEADLINE), what, shown)
