"""Where commands can be used: in servers, in direct messages, and by whoever installed the app."""

from __future__ import annotations

from typing import Any, TypeVar

from discord import app_commands

CommandT = TypeVar("CommandT")


def everywhere(command: CommandT) -> CommandT:
    """Offer a command in every place, to servers and to people."""
    where: Any = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    who: Any = app_commands.allowed_installs(guilds=True, users=True)
    return who(where(command))  # type: ignore[no-any-return]


def in_servers(command: CommandT) -> CommandT:
    """Offer a command only in servers that installed Caveat."""
    where: Any = app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    who: Any = app_commands.allowed_installs(guilds=True, users=False)
    return who(where(command))  # type: ignore[no-any-return]
