"""What members asked for and is not answered yet: told to end, the bot answers that first."""

from __future__ import annotations

import asyncio
import logging

LONGEST = 5.0
"""Seconds for which an end waits; systemd and Docker leave more than that."""
_BEGUN = (
    "CommandTree-invoker",
    "discord-ui-dynamic-item-",
    "discord-ui-modal-dispatch-",
    "discord-ui-view-dispatch-",
    "discord.py: on_interaction",
)
"""How discord.py names the tasks in which it has commands, buttons and forms answered."""

_log = logging.getLogger(__name__)


async def last_answers(seconds: float = LONGEST) -> int:
    """Wait for what is under way, at most so long, and give up the rest: how many that is."""
    begun = {task for task in asyncio.all_tasks() if task.get_name().startswith(_BEGUN)}
    if not begun:
        return 0
    _log.info("ends once %d interactions are answered", len(begun))
    _, left = await asyncio.wait(begun, timeout=seconds)
    if left:
        _log.warning("%d interactions are left without an answer", len(left))
        for task in left:
            task.cancel()
        await asyncio.wait(left, timeout=1.0)
    return len(left)
