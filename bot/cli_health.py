"""`caveat health`: whether the running bot is well, as a container's health check asks."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.asked_health import asked_health
from bot.settings import load_settings


def health_command(folder: Path | None) -> int:
    """Say in a sentence that the bot is well; raises ``CaveatError`` where it is not."""
    sys.stdout.write(f"{asked_health(load_settings(folder))}\n")
    return 0
