"""The curators' part of the desk: their services, and how pack files are read and written."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

import yaml

from bot.curators import CuratorServices
from claims.packs import Pack
from claims.typed import TypedForms
from commands.desk import Curators
from storage.pack_files import read_pack
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
        typed=TypedForms(store.answers),
        read_pack=_read,
        write_pack=_write,
        numbers=_numbers(store),
    )


def _numbers(store: Store) -> Callable[[str, Sequence[int]], Awaitable[Mapping[int, int]]]:
    async def numbers(community: str, claim_ids: Sequence[int]) -> Mapping[int, int]:
        views = await store.reader.views(community, claim_ids, include_unpublished=True)
        return {claim_id: view.number for claim_id, view in views.items()}

    return numbers


async def _read(name: str, content: bytes) -> Pack:
    """Read a pack file that somebody sent; raises ``PackProblem`` under the file's own name."""
    plain = re.fullmatch(r"\w[\w.-]{0,79}", name)
    return await asyncio.to_thread(_parsed, name if plain else "pack.yaml", content)


def _parsed(name: str, content: bytes) -> Pack:
    with tempfile.TemporaryDirectory(prefix="caveat-pack-") as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        return read_pack(file)[0]


async def _write(pack: Pack) -> bytes:
    """A pack as the YAML file that holds it."""
    return await asyncio.to_thread(_as_yaml, pack)


def _as_yaml(pack: Pack) -> bytes:
    plain = pack.model_dump(mode="json", exclude_none=True, exclude_defaults=False)
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=100).encode()
