"""`caveat names`: which names mean the same to a community, shown or replaced."""

from __future__ import annotations

import asyncio
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from bot.given import given_text
from bot.plain import plain_lines
from bot.services import open_store
from bot.settings import load_settings
from claims.community import CommunitySettings
from claims.deeds import Deed, SaveSettings
from claims.errors import InputProblem
from claims.forms import sentence_of
from claims.same_names import typed_names, written_names

_ACTOR = "terminal"


def names_command(folder: Path | None, community: str, file: Path | None) -> int:
    """Print the lists of a community, a line each, after replacing them with those of a file."""
    typed = given_text(None, file) if file is not None else None
    lists = asyncio.run(_names(folder, community, typed))
    sys.stdout.write(f"{plain_lines(lists)}\n" if lists else "No names are listed.\n")
    return 0


async def _names(folder: Path | None, community: str, typed: str | None) -> str:
    async with open_store(load_settings(folder)) as store:
        kept = await store.curating.settings(community)
        if typed is None:
            return written_names(kept.settings.same_names)
        try:
            wanted = CommunitySettings.model_validate(
                {**kept.settings.model_dump(), "same_names": typed_names(typed)}
            )
        except ValidationError as error:
            raise InputProblem(sentence_of(error)) from error
        key, now = f"terminal-{secrets.token_hex(8)}", datetime.now(UTC)
        deed = Deed(key, community, _ACTOR, "names changed", "same_names", now)
        if wanted != kept.settings:
            await store.ledger.perform(deed, [SaveSettings(wanted, kept.revision)])
        return written_names(wanted.same_names)
