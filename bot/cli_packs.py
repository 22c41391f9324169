"""`caveat packs`: what is installed, who sees it, and whether a file is a usable pack."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from bot.plain import plain
from bot.settings import Settings, load_settings
from claims.errors import NotFound
from claims.ports import PackSummary
from storage.pack_files import pack_schema, read_pack


def list_command(folder: Path | None, community: str | None) -> int:
    """Print a line for each installed pack."""
    installed, enabled = asyncio.run(_listed(load_settings(folder), community))
    if not installed:
        sys.stdout.write("No pack is installed.\n")
    for pack in installed:
        seen = "" if enabled is None else " · enabled" if pack.pack_id in enabled else " · off"
        sys.stdout.write(f'{pack.pack_id} {pack.version} · "{plain(pack.title)}" · ')
        sys.stdout.write(f"{pack.claims:,} claims{seen}\n")
    return 0


async def _listed(
    settings: Settings, community: str | None
) -> tuple[list[PackSummary], frozenset[str] | None]:
    from bot.services import open_services  # noqa: PLC0415 - schema and validate need no store

    async with open_services(settings, exclusive=False) as services:
        packs = services.store.packs
        enabled = await packs.enabled(community) if community is not None else None
        return list(await packs.installed()), enabled


def load_command(folder: Path | None, file: Path) -> int:
    """Install or update a pack and say what that changed; raises ``PackProblem``."""
    pack, digest = read_pack(file)
    settings = load_settings(folder)

    async def loaded() -> PackSummary:
        from bot.following import complete  # noqa: PLC0415
        from bot.services import open_services  # noqa: PLC0415

        async with open_services(settings) as services:
            summary = await services.store.packs.load(pack, digest=digest)
            await complete(services.index, services.store.feed)
            return summary

    done = asyncio.run(loaded())
    sys.stdout.write(
        f'"{plain(done.title)}" {done.version} is installed: {done.claims:,} claims; '
        f"{done.added:,} added, {done.changed:,} changed, {done.retired:,} retired.\n"
        f"`caveat packs enable {done.pack_id} --community ID` shows it to a community.\n"
    )
    return 0


def validate_command(file: Path) -> int:
    """Say that a pack file is sound; raises ``PackProblem`` with all that is wrong."""
    pack, _ = read_pack(file)
    sys.stdout.write(
        f'{file.name} is a usable pack: "{plain(pack.pack.title)}" {pack.pack.version}, '
        f"{len(pack.claims):,} claims, {len(pack.sources):,} sources, "
        f"{len(pack.documents):,} documents.\n"
    )
    return 0


def schema_command() -> int:
    """Print the JSON Schema of pack files."""
    sys.stdout.write(json.dumps(pack_schema(), indent=2, ensure_ascii=False) + "\n")
    return 0


def switch_command(folder: Path | None, pack_id: str, community: str, *, on: bool) -> int:
    """Show a pack to a community, or hide it; raises ``NotFound``."""
    changed = asyncio.run(_switched(load_settings(folder), pack_id, community, on=on))
    state = "enabled" if on else "off"
    already = "" if changed else " already"
    sys.stdout.write(f"{pack_id} is{already} {state} for community {community}.\n")
    return 0


async def _switched(settings: Settings, pack_id: str, community: str, *, on: bool) -> bool:
    from bot.services import open_services  # noqa: PLC0415

    async with open_services(settings, exclusive=False) as services:
        packs = services.store.packs
        if pack_id not in {pack.pack_id for pack in await packs.installed()}:
            raise NotFound(f"There is no pack {pack_id} installed; `caveat packs list` shows all.")
        if on:
            return await packs.enable(community, pack_id)
        return await packs.disable(community, pack_id)
