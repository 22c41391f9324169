"""What a look at an installation finds, and how to mend what is broken. Changes nothing."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial

from bot.asked_health import asked_health
from bot.backup_finding import backup_finding
from bot.doctor_derived import index_finding, memo_findings, secret_finding
from bot.doctor_machine import disk_finding, free_memory, memory_finding, why_unwritable
from bot.findings import Finding, Mark
from bot.services import DATABASE, open_store
from bot.settings import CONFIG_NAME, Settings, config_file
from claims.community import CommunitySettings
from claims.errors import CaveatError, StoreBusy
from matching.embedder import Embedder
from matching.models import load_model
from storage.lock import data_folder_lock
from storage.state import StoreState, state_of

_TOKEN = re.compile(r"[\w-]{18,}\.[\w-]{4,}\.[\w-]{20,}")


async def findings(settings: Settings) -> list[Finding]:
    """Look at everything, the most basic things first."""
    if not settings.data.is_dir():
        first = f"{settings.data} is not there yet; the first command that needs it makes it."
        folder = Finding(Mark.NOTE, "Data folder", first)
        return [folder, _model(settings), *await _discord(settings, None)]
    in_use = _in_use(settings)  # which finishes a restore that was cut off
    store, state = await _store(settings)
    free = free_memory()
    return [
        await asyncio.to_thread(_folder, settings),
        disk_finding(shutil.disk_usage(settings.data).free),
        in_use,
        *await _running(settings, in_use),
        store,
        await index_finding(settings, state),
        *memo_findings(settings),
        *await secret_finding(settings, state),
        await backup_finding(settings, datetime.now(UTC)),
        await asyncio.to_thread(_model, settings),
        *([] if free is None else [memory_finding(free)]),
        *await _discord(settings, state),
    ]


def _folder(settings: Settings) -> Finding:
    kept = sum(file.stat().st_size for file in settings.data.rglob("*") if file.is_file())
    file = config_file(settings.data)
    read = f", settings from {file}" if file else f", no {CONFIG_NAME}"
    said = f"{settings.data}, {kept / 1e6:,.0f} MB kept{read}."
    refused = why_unwritable(settings.data)
    if refused:
        said = f"{settings.data}: nothing can be written there ({refused})."
        mend = "let the user that runs Caveat write there, on a disk that is not read-only or full."
        return Finding(Mark.BROKEN, "Data folder", said, mend)
    return Finding(Mark.WELL, "Data folder", said)


def _in_use(settings: Settings) -> Finding:
    try:
        with data_folder_lock(settings.data):
            return Finding(Mark.WELL, "In use", "by no other Caveat.")
    except StoreBusy as busy:
        return Finding(Mark.NOTE, "In use", busy.sentence)
    except CaveatError as problem:
        return Finding(Mark.BROKEN, "In use", problem.sentence, "let this user write there.")


async def _running(settings: Settings, in_use: Finding) -> list[Finding]:
    """What the bot that has the folder says of itself, where there is one that can be asked."""
    if in_use.mark is not Mark.NOTE or settings.metrics_port == 0:
        return []
    try:
        said = await asyncio.to_thread(asked_health, settings)
    except CaveatError as problem:
        mend = "see its log; where it is not `caveat run` that has the folder, all may be well."
        return [Finding(Mark.NOTE, "Running", problem.sentence, mend)]
    return [Finding(Mark.WELL, "Running", said)]


async def _store(settings: Settings) -> tuple[Finding, StoreState | None]:
    try:
        state = await state_of(settings.data / DATABASE)
    except CaveatError as problem:
        mend = "`caveat restore` puts a backup in its place; or move the file away to begin anew."
        return Finding(Mark.BROKEN, "Store", problem.sentence, mend), None
    if state.problems:
        mend = "`caveat restore` puts a backup in its place; before, export what can be read."
        return Finding(Mark.BROKEN, "Store", " ".join(state.problems), mend), state
    if state.schema is None:
        return Finding(Mark.NOTE, "Store", "nothing is stored yet."), state
    if not state.is_current:
        said = f"it is at schema {state.schema}, this version writes {state.newest_schema}."
        return Finding(
            Mark.BROKEN, "Store", said, "`caveat migrate`; any start does so too."
        ), state
    counts = ", ".join(f"{name} {number:,}" for name, number in state.counts.items())
    said = f"schema {state.schema} (the newest), no damage found; {counts}."
    return Finding(Mark.WELL, "Store", said), state


def _model(settings: Settings) -> Finding:
    if settings.model == "off":
        return Finding(Mark.NOTE, "Model", "switched off; matching works by words alone.")
    return model_finding(partial(load_model, settings.model, threads=settings.threads))


def model_finding(load: Callable[[], Embedder]) -> Finding:
    """Whether the vector model can be loaded, and answers."""
    try:
        embedder = load()
        embedder.embed(["A sentence."])
    except CaveatError as problem:
        mend = "install what is missing, or set CAVEAT_MODEL=off to match by words alone."
        return Finding(Mark.BROKEN, "Model", problem.sentence, mend)
    return Finding(Mark.WELL, "Model", f"{embedder.name} has the expected checksums and answers.")


async def _discord(settings: Settings, state: StoreState | None) -> list[Finding]:
    """The token by its look, and if that is right, all that Discord says of the bot."""
    token = _token(settings)
    if token.mark is Mark.BROKEN:
        return [token]
    from bot.doctor_discord import discord_findings  # noqa: PLC0415 - loads all of Discord

    return [token, *await discord_findings(settings, await _chosen(settings, state))]


async def _chosen(
    settings: Settings, state: StoreState | None
) -> Mapping[str, CommunitySettings] | None:
    """What communities chose; None where the store cannot be read as it is."""
    if not settings.data.is_dir() or (state is not None and state.schema is None):
        return {}
    if state is None or state.problems or not state.is_current:
        return None
    async with open_store(settings) as store:
        return await store.curating.chosen()


def _token(settings: Settings) -> Finding:
    if settings.token is None:
        said = "CAVEAT_TOKEN is not set; only `caveat run` needs it."
        return Finding(Mark.NOTE, "Token", said)
    if _TOKEN.fullmatch(settings.token.get_secret_value()) is None:
        mend = "copy it again from the Discord developer portal, page Bot."
        return Finding(Mark.BROKEN, "Token", "it does not look like a bot token.", mend)
    return Finding(Mark.WELL, "Token", "there is one, and it looks like a bot token.")
