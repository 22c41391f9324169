"""`caveat run`: the bot in Discord, until a signal ends it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.settings import load_settings
from claims.errors import SettingsProblem

_WITHOUT_ONE = (
    "The bot needs a token: set CAVEAT_TOKEN to the one that the Discord developer portal shows "
    "under Bot (README, Invite it to your server), or CAVEAT_TOKEN_FILE to a file that holds it; "
    "`make demo` needs none."
)


def run_command(folder: Path | None) -> int:
    """Run until SIGTERM or Ctrl-C; raises ``SettingsProblem`` where the token is of no use."""
    settings = load_settings(folder)
    if settings.token is None:
        raise SettingsProblem(_WITHOUT_ONE)

    from bot.logs import start_logging  # noqa: PLC0415 - not before there is a token
    from bot.memory import compact_heaps  # noqa: PLC0415
    from bot.serving import main  # noqa: PLC0415

    compact_heaps()
    start_logging(settings)
    asyncio.run(main(settings, settings.token.get_secret_value()))
    return 0
