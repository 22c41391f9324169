"""The link by which a bot is invited to a server, with the permissions that it needs there."""

from __future__ import annotations

import discord


def invitation(application: int, *, watching: bool) -> str:
    """The link for an application; quiet marks in watched channels need one permission more."""
    needed = discord.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        read_message_history=True,
        add_reactions=watching,
    )
    scopes = ("bot", "applications.commands")
    return discord.utils.oauth_url(application, permissions=needed, scopes=scopes)
