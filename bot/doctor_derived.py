"""What the doctor finds about files beside the store: the index, and what is remembered apart."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.findings import Finding, Mark
from bot.memos import Memos
from bot.services import INDEX, MEMOS, open_store
from bot.settings import Settings
from claims.errors import StoreProblem
from matching.state import State, Unusable, has_state, read_state
from matching.sums import Damaged, check_files
from storage.secret_sign import sign_of
from storage.state import StoreState

_PAUSE = 0.3
_PUT_BACK = (
    f"stop the bot and put back {MEMOS} of a backup. Without one, members who did not want to be "
    "watched have to say so again."
)
_REBUILD = "`caveat index rebuild`; any start does so too."


def memo_findings(settings: Settings) -> list[Finding]:
    """Nothing where the file of memos can be read, or is not there yet."""
    try:
        Memos(settings.data / MEMOS)
    except StoreProblem as problem:
        return [Finding(Mark.BROKEN, "Memos", problem.sentence)]
    return []


async def secret_finding(settings: Settings, state: StoreState | None) -> list[Finding]:
    """A note where the secret beside the store is not the one that the store was kept with."""
    file = settings.data / MEMOS
    if state is None or not state.is_current or memo_findings(settings):
        return []
    async with open_store(settings) as store:
        known = await store.secret_sign.known()
    memos = Memos(file)
    if known is None or (memos.has_key and known == sign_of(await memos.key())):
        return []
    said = f"{file.name} is not the one that this store was kept with, or is missing."
    return [Finding(Mark.NOTE, "Secret", said, _PUT_BACK)]


async def index_finding(settings: Settings, state: StoreState | None) -> Finding:
    """How far the index follows the store, and whether its files are as they were written."""
    folder = settings.data / INDEX
    if state is None or not state.is_current:
        return Finding(Mark.NOTE, "Index", "not looked at, because the store cannot be followed.")
    if not has_state(folder):
        return Finding(Mark.NOTE, "Index", "there is none yet; the next check makes it.")
    async with open_store(settings) as store:
        feed = await store.feed.feed_id()
    try:
        index = await _whole(folder, feed)
    except (Damaged, Unusable) as problem:
        said = f"it cannot be used: {problem}."
        return Finding(Mark.BROKEN, "Index", said, _REBUILD)
    except (OSError, ValueError, TypeError):
        said = "it does not belong to this store, or is damaged."
        return Finding(Mark.BROKEN, "Index", said, _REBUILD)
    said = f"it follows the store up to change {index.sequence:,} of {state.newest_change:,}"
    if index.sequence > state.newest_change:
        return Finding(Mark.BROKEN, "Index", f"{said}.", _REBUILD)
    vectors = f", {index.rows:,} vectors of {index.model}" if index.model else ", no vectors"
    return Finding(Mark.WELL, "Index", f"{said}{vectors}.")


async def _whole(folder: Path, feed: str) -> State:
    """The state of an index whose files are whole; raises ``Damaged``, ``Unusable``, ``OSError``.

    Looks again where something is wrong: a bot that runs may be replacing a file just then.
    """
    for pause in (_PAUSE, 0.0):
        try:
            state = await asyncio.to_thread(read_state, folder, feed)
            await asyncio.to_thread(check_files, folder, state.sums)
        except (OSError, ValueError):
            if not pause:
                raise
            await asyncio.sleep(pause)
        else:
            break
    return state
