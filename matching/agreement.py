"""Whether an index has what its feed says and nothing else: claim by claim, word by word."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

import numpy as np

from claims.models import Claim
from claims.ports import ClaimFeed
from matching.aliases import Aliases
from matching.folder import View
from matching.index import SearchIndex
from matching.record import Record

_PAGE = 1000
_EXAMPLES = 3

_Key = tuple[str, int]
"""An owner and the id of a claim."""


async def disagreements(index: SearchIndex, feed: ClaimFeed) -> tuple[str, ...]:
    """What an index that was caught up has otherwise than its feed, in sentences with ids.

    Nothing may be written meanwhile. Reads all claims: a minute for 100,000.
    """
    found: list[str] = []
    newest = await feed.newest()
    if index.position != newest:
        found.append(f"The index is at change {index.position:,}, the store at {newest:,}.")
    shown: dict[_Key, Claim] = {}
    after = 0
    while changes := await feed.changes(after, _PAGE):
        after = changes[-1].sequence
        for change in changes:
            if change.claim is not None:
                shown[str(change.owner), change.claim_id] = change.claim
    return (*found, *await asyncio.to_thread(_compared, index.view(), index.aliases, shown))


def _compared(view: View, aliases: Aliases, shown: Mapping[_Key, Claim]) -> list[str]:
    owners = {number: owner for owner, number in view.owners.items()}
    alive = np.flatnonzero(view.slots.alive).tolist()
    slots: dict[_Key, int] = {}
    twice = []
    for slot in alive:
        key = owners[int(view.slots.owner[slot])], int(view.slots.claim[slot])
        if key in slots:
            twice.append(key)
        slots[key] = slot
    otherwise = []
    for some in _pages(sorted(slots.keys() & shown.keys())):
        kept = view.lexical.records([slots[key] for key in some])
        for key in some:
            wanted = Record.of(key[1], shown[key], aliases).to_json()
            if kept.get(slots[key]) != wanted:
                otherwise.append(key)
    found = [
        _sentence("are missing in the index", shown.keys() - slots.keys()),
        _sentence("are in the index and may answer nobody", slots.keys() - shown.keys()),
        _sentence("are in the index twice", twice),
        _sentence("are in the index in other words", otherwise),
    ]
    if view.lexical.documents < len(alive):  # more is well: the dead go when it is settled next
        found.append(
            f"The index knows {len(alive):,} claims and keeps the words of "
            f"{view.lexical.documents:,}."
        )
    return [sentence for sentence in found if sentence]


def _pages(keys: list[_Key]) -> Iterable[list[_Key]]:
    return (keys[start : start + _PAGE] for start in range(0, len(keys), _PAGE))


def _sentence(what: str, keys: Iterable[_Key]) -> str:
    named = sorted(keys)
    if not named:
        return ""
    some = "; ".join(f"{owner} {claim_id}" for owner, claim_id in named[:_EXAMPLES])
    return f"{len(named):,} claims {what} ({some}{' …' if len(named) > _EXAMPLES else ''})."
