"""`caveat digest preview`: what a community's digest would say now, in the terminal."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.settings import load_settings
from claims.digest import Digest
from claims.errors import NotFound


def preview_command(folder: Path | None, community: str) -> int:
    """Print the digest; raises ``NotFound`` where the community has none."""
    digest = asyncio.run(_gathered(folder, community))
    if digest.is_empty:
        sys.stdout.write("Nothing happened since the last digest, so none would be posted.\n")
        return 0

    from bot.terminal import console_for, print_card, print_small  # noqa: PLC0415
    from claims.digest_card import digest_card, digest_notes  # noqa: PLC0415

    console = console_for(sys.stdout)
    print_card(console, digest_card(digest))
    print_small(console, digest_notes(digest))
    return 0


async def _gathered(folder: Path | None, community: str) -> Digest:
    from bot.services import open_services  # noqa: PLC0415 - help and refusals come at once

    async with open_services(load_settings(folder), exclusive=False) as services:
        plan = (await services.store.curating.settings(community)).settings.digest
        if plan is None:
            raise NotFound(
                f"The community {community} has no digest; an administrator begins one with "
                "/digest set."
            )
        return await services.curators.digests.as_of_now(community, plan)
