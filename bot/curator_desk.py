"""The curators' part of the desk, made of their services."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.curators import CuratorServices
from claims.typed import TypedForms
from commands.desk import Curators
from storage.store import Store


def curators_at(services: CuratorServices, store: Store) -> Curators:
    """What the curators' commands need, over one store."""
    return Curators(
        curation=services.curation,
        annotation=services.annotation,
        library=services.library,
        revising=services.revising,
        approvals=services.approvals,
        suggestions=services.suggestions,
        requests=services.requests,
        review=services.review,
        exchange=services.exchange,
        communities=services.communities,
        reach=services.reach,
        digests=services.digests,
        asks=services.asks,
        typed=TypedForms(store.answers),
        numbers=_numbers(store),
    )


def _numbers(store: Store) -> Callable[[str, Sequence[int]], Awaitable[Mapping[int, int]]]:
    async def numbers(community: str, claim_ids: Sequence[int]) -> Mapping[int, int]:
        views = await store.reader.views(community, claim_ids, include_unpublished=True)
        return {claim_id: view.number for claim_id, view in views.items()}

    return numbers
