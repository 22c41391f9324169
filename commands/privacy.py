"""`/privacy`: what is stored about people, one's own as a file, deleting it, erasing a server."""

from __future__ import annotations

import asyncio
import gzip
import io
from collections.abc import Mapping, Sequence

import discord
from discord import app_commands, ui
from discord.ext.commands import GroupCog

from claims.limits import Cost
from claims.own_data import OPT_OUTS
from commands.acting import acting
from commands.desk import Desk
from commands.everywhere import everywhere
from commands.pacing import paced
from commands.replying import FormKind, Press, open_form, put, put_file, wait
from commands.ui.base import Form, Interaction
from commands.ui.forms import Fields, form, line
from commands.ui.privacy import (
    EVERYWHERE,
    deleted_view,
    erased_view,
    exported_view,
    found_view,
    lines_view,
)
from commands.ui.wishes import Wish

LARGEST = 8 * 1024 * 1024
"""Bytes of a file that Discord takes anywhere; what is larger is compressed."""
_WHERE = "Of which servers; all with this bot unless you choose"
_SERVERS = [
    app_commands.Choice(name="All servers with this bot, and direct messages", value=EVERYWHERE),
    app_commands.Choice(name="This server alone", value="here"),
]
_GOES = (
    "This erases **all** that Caveat keeps of this server, at once and for good: claims and their "
    "history, requests, suggestions, follows, settings, digests. Cards that it posted stay as "
    "messages, without working buttons. Packs are nobody's and stay installed."
)


async def _scope(interaction: Interaction, servers: str | None) -> str | None:
    """The community that was chosen; None for all."""
    _, member = await acting(interaction)
    return member.community if servers == "here" else None


async def _press_delete(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    where, kept = asked.word(0), asked.word(1)
    keep = (OPT_OUTS,) if kept == "keep" else ()
    community = None if where == EVERYWHERE else where
    gone = await desk.own_data.delete(member.user, community, keep=keep)
    await put(interaction, deleted_view(gone, kept=bool(keep)))


async def _erase_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    desk, member = await acting(interaction)
    await desk.leaving.need(member)
    name = line(
        "The name of this server",
        "name",
        typed.get("name", ""),
        hint="Type it, so that nothing is erased by mistake.",
        longest=100,
        required=True,
    )
    return form("Erase all of this server", asked, ui.TextDisplay(_GOES), name)


async def _save_erase(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    server = interaction.guild.name if interaction.guild else ""
    await desk.leaving.erase(member, server, fields.get("name", ""))
    desk.watching.chosen_anew(member.community)
    await put(interaction, erased_view(server))


ERASE = FormKind("erase", _erase_form, _save_erase)
FORMS: Sequence[FormKind] = (ERASE,)
PRESSES: Mapping[str, Press] = {"privacy-delete": _press_delete}


@everywhere
class PrivacyCommands(
    GroupCog, group_name="privacy", group_description="What Caveat keeps about you"
):
    """Shows everybody what is kept about them and deletes it; administrators erase a server."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command(name="show")
    async def show(self, interaction: Interaction) -> None:
        """What is stored about people, and for how long."""
        await wait(interaction)
        desk, member = await acting(interaction)
        await put(interaction, lines_view(await desk.own_data.lines(member.community)))

    @app_commands.command(name="export")
    @app_commands.describe(servers=_WHERE)
    @app_commands.choices(servers=_SERVERS)
    async def export(self, interaction: Interaction, servers: str | None = None) -> None:
        """All that is kept about you, as a file that only you see."""
        paced(interaction, Cost.EXPORT)
        await wait(interaction)
        desk, member = await acting(interaction)
        content = await desk.own_data.exported(member.user, await _scope(interaction, servers))
        name = "caveat-about-you.json"
        if len(content) > LARGEST:
            content, name = await asyncio.to_thread(gzip.compress, content), f"{name}.gz"
        await put_file(interaction, exported_view(), discord.File(io.BytesIO(content), name))

    @app_commands.command(name="delete")
    @app_commands.describe(servers=_WHERE)
    @app_commands.choices(servers=_SERVERS)
    async def delete(self, interaction: Interaction, servers: str | None = None) -> None:
        """Delete what is kept about you, after you have seen what that is."""
        await wait(interaction)
        desk, member = await acting(interaction)
        community = await _scope(interaction, servers)
        found = await desk.own_data.found(member.user, community)
        await put(interaction, found_view(found, community))

    @app_commands.command(name="erase")
    async def erase(self, interaction: Interaction) -> None:
        """Erase all that is kept of this server, at once (administrators)."""
        await open_form(interaction, ERASE)
