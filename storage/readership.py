"""How a community reads at one moment, read at one go: every check waits for it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, case, func, select

from claims.community import CommunitySettings
from claims.models import Owner
from claims.ports import Readership
from claims.same_names import joined_names
from storage.bodies import owner_of
from storage.prepared import Prepared
from storage.schema import communities, enabled_packs, feed, packs

_NAMED = '"same_names"'

# Made once: putting a statement together takes longer than SQLite needs to answer it.
_NOW = Prepared(
    select(
        select(func.max(feed.c.sequence)).scalar_subquery(),
        select(communities.c.settings)
        .where(communities.c.id == bindparam("community"))
        .scalar_subquery(),
    )
)
_PACKS = Prepared(
    select(packs.c.id, case((packs.c.head.contains(_NAMED), packs.c.head), else_=""))
    .join(enabled_packs, enabled_packs.c.pack == packs.c.id)
    .where(enabled_packs.c.community == bindparam("community"))
    .order_by(enabled_packs.c.enabled_at, packs.c.id)
)


def readership_of(connection: Connection, community: str) -> Readership:
    """How a community reads; one that is not known reads its own shelf, which is empty."""
    own = owner_of(community)
    newest, chosen = _NOW.rows(connection, community=community)[0]
    heads = dict(_PACKS.rows(connection, community=community))
    bodies = (chosen or "", *(head for _, head in sorted(heads.items())))
    return Readership(
        owners=(own, *(Owner.pack(pack) for pack in heads)),
        settings=CommunitySettings.model_validate_json(chosen) if chosen else CommunitySettings(),
        same_names=names_in(bodies),
        newest=newest or 0,
    )


def names_in(bodies: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The names that mean the same by the settings and heads of packs, the first one's before."""
    kept = [json.loads(body) for body in bodies if _NAMED in body]
    return joined_names(group for one in kept for group in one["same_names"])
