"""The services behind the curators' commands, put together over an open store."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from claims.annotation import Annotation
from claims.approving import Approvals, Suggestions
from claims.asks import AskCounts
from claims.check import Checker
from claims.communities import Communities
from claims.corrections import Corrections
from claims.curation import Curation
from claims.digesting import Digests
from claims.exchange import Exchange
from claims.gathering import Gathering
from claims.library import Library
from claims.limits import Limits
from claims.notices import Notices
from claims.observing import Observer
from claims.people import FORMER
from claims.ports import Matcher
from claims.reach import Reach
from claims.requests import Requests
from claims.review import Review
from claims.revising import Revising
from claims.shelves import Likeness, Pseudonyms
from claims.watching import Watching
from claims.workbench import Workbench, utc_now
from intake.addresses import canonical_address
from storage.pack_files import PackText
from storage.store import Store


class KeyedNames(Pseudonyms):
    """Keyed hashes of user ids: known again in the same community, but not known by them."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, community: str, user: int) -> str:
        """The keyed hash, 64 hex digits, that stands for a member of a community."""
        return hmac.new(self._key, f"{community}:{user}".encode(), hashlib.sha256).hexdigest()

    def asking(self, community: str, claim_id: int, user: int) -> str:
        """The hash for counting who asks about one claim: it shows nothing of the other claims."""
        return self.of(f"{community}:asks:{claim_id}", user)

    def acting(self, community: str, user: int) -> str:
        """What stands for a curator once their id is no longer kept beside what they did."""
        return FORMER + self.of(f"{community}:acts", user)


@dataclass(frozen=True, slots=True)
class CuratorServices:
    """Everything that a community needs to keep its claims, over one store."""

    curation: Curation
    annotation: Annotation
    revising: Revising
    approvals: Approvals
    suggestions: Suggestions
    library: Library
    requests: Requests
    notices: Notices
    review: Review
    exchange: Exchange
    communities: Communities
    corrections: Corrections
    reach: Reach
    digests: Digests
    asks: AskCounts


def curator_services(
    store: Store,
    matcher: Matcher,
    likeness: Likeness,
    key: bytes,
    *,
    clock: Callable[[], datetime] = utc_now,
    correction_days: int = 90,
) -> CuratorServices:
    """The services over an open store; ``key`` is the secret that user ids are hashed with."""
    curating = store.curating
    bench = Workbench(
        store.reader, curating, store.ledger, curating, canonical=canonical_address, clock=clock
    )
    corrections = Corrections(
        store.corrections, store.changes, store.reader, days=correction_days, clock=clock
    )
    communities = Communities(bench, curating, store.packs)
    gathering = Gathering(store.changes, store.work, store.asks, store.reader)
    return CuratorServices(
        curation=Curation(bench, matcher, likeness),
        annotation=Annotation(bench),
        revising=Revising(bench),
        approvals=Approvals(bench),
        suggestions=Suggestions(bench, store.suggested),
        library=Library(bench),
        requests=Requests(bench, store.queue, likeness, KeyedNames(key)),
        notices=Notices(store.outbox, clock),
        review=Review(bench, store.work, store.queue, store.suggested),
        exchange=Exchange(bench, curating, PackText()),
        communities=communities,
        corrections=corrections,
        reach=Reach(bench, corrections),
        digests=Digests(communities, store.digests, gathering, clock),
        asks=AskCounts(store.asks, curating, KeyedNames(key), clock),
    )


def watching_over(
    store: Store, checker: Checker, key: bytes, limits: Limits, observer: Observer
) -> Watching:
    """The watch over chosen channels of an open store; ``key`` is the same secret."""
    shelf, names = store.curating, KeyedNames(key)
    return Watching(
        checker, shelf, store.opt_outs, names, utc_now, limits=limits, observer=observer
    )
