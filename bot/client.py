"""The Discord client: which commands and buttons there are, and when they are announced."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from typing import Any, Protocol

import discord
from discord import app_commands
from discord.ext import commands
from yarl import URL

from bot.inviting import invitation
from bot.reconnecting import ShortBackoff
from claims.tracing import begin_trace, current_trace
from claims.wordings import whole
from commands import pressing
from commands.about import AboutCommand
from commands.adding import AddFromMessage
from commands.annotate import AnnotateCommands
from commands.asking import RequestCommands
from commands.audit import AuditCommand
from commands.check import Check
from commands.claim import ClaimCommands
from commands.desk import Desk
from commands.digest import DigestCommands
from commands.follow import FollowCommands, FollowingCommand
from commands.forms import answer_sent_form
from commands.names import NamesCommand
from commands.packs import PackCommands
from commands.privacy import PrivacyCommands
from commands.queue import QueueCommands
from commands.review import ReviewCommand
from commands.settings import SettingsCommand
from commands.ui.base import NO_PINGS, note, tell
from commands.ui.buttons import ITEMS
from commands.watch import WatchCommands

CURATORS: tuple[Callable[[Desk], commands.Cog], ...] = (
    AnnotateCommands,
    RequestCommands,
    QueueCommands,
    ReviewCommand,
    PackCommands,
    SettingsCommand,
    NamesCommand,
    AuditCommand,
    WatchCommands,
    DigestCommands,
)
AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu
_SYNCED = "discord.commands"
_log = logging.getLogger(__name__)


class Memo(Protocol):
    """Remembers a short string under a name, also over restarts."""

    async def get(self, name: str) -> str | None:
        """What was put last, if anything."""
        ...

    async def put(self, name: str, value: str) -> None:
        """Remember it."""
        ...


def intents_for(desk: Desk) -> discord.Intents:
    """What Discord is asked to tell: about servers, and what is posted only for watching."""
    listens = desk.listens
    return discord.Intents(guilds=True, guild_messages=listens, message_content=listens)


class CaveatTree(app_commands.CommandTree["CaveatBot"]):
    """The command tree: answers a command once, and has failures told in one place."""

    async def interaction_check(self, interaction: discord.Interaction[CaveatBot], /) -> bool:
        """Let an interaction through once; typing ahead changes nothing and always passes.

        Its words are made of whole characters first. What follows goes under a reference of its
        own in the log, as this is the interaction's own task.
        """
        _make_whole(interaction.data)
        begin_trace()
        if interaction.type is discord.InteractionType.autocomplete:
            return True
        return self.client.desk.deliveries.first(interaction.id)

    async def on_error(
        self, interaction: discord.Interaction[CaveatBot], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the person, and the log, without the words that they pasted."""
        outcome = await tell(interaction, error)
        self.client.note_command(interaction.command, outcome)


class CaveatBot(commands.AutoShardedBot):
    """Caveat in Discord. Members hand it what it checks.

    It sees messages only where whoever runs it switched watching on, and keeps none of them.
    """

    def __init__(self, desk: Desk, memo: Memo, **options: Any) -> None:
        # It never speaks in voice channels, so nobody need hear what that would take.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents_for(desk),
            max_messages=None,
            allowed_mentions=NO_PINGS,
            tree_cls=CaveatTree,
            **options,
        )
        self.desk = desk
        self.touched: set[str] = set()
        """The communities in which something was asked of the bot; the announcer empties it."""
        self._memo = memo

    async def setup_hook(self) -> None:
        """Add commands and buttons, and announce the commands if they changed."""
        self.add_dynamic_items(*ITEMS, *pressing.ITEMS)
        await self.add_cog(Check(self, self.desk))
        await self.add_cog(ClaimCommands(self.desk))
        await self.add_cog(AddFromMessage(self, self.desk))
        await self.add_cog(AboutCommand(self.desk))
        await self.add_cog(FollowCommands(self.desk))
        await self.add_cog(FollowingCommand(self.desk))
        await self.add_cog(PrivacyCommands(self.desk))
        for cog in CURATORS:
            await self.add_cog(cog(self.desk))
        await self.announce_commands()

    async def announce_commands(self, *, anew: bool = False) -> bool:
        """Send the commands to Discord if they are not those sent last; True where it was done."""
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        text = json.dumps([self.application_id, payload], sort_keys=True, default=str)
        digest = hashlib.sha256(text.encode()).hexdigest()
        if not anew and await self._memo.get(_SYNCED) == digest:
            return False
        sent = await self.tree.sync()
        await self._memo.put(_SYNCED, digest)
        _log.info("announced %d commands", len(sent))
        return True

    async def on_app_command_completion(
        self, interaction: discord.Interaction[CaveatBot], command: AnyCommand
    ) -> None:
        """Take note of a command that went well."""
        self.note_command(command, "done")

    def note_command(self, command: AnyCommand | None, outcome: str) -> None:
        """Tell the observer how a command went, in the task or a follower of its own."""
        trace = current_trace()
        name = command.qualified_name if command is not None else "unknown"
        note(self.desk, name, outcome, trace.seconds if trace is not None else 0.0)

    async def launch_shard(self, gateway: URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard, and let it come back soon whenever the gateway was out of reach."""
        await super().launch_shard(gateway, shard_id, initial=initial)
        launched = self.get_shard(shard_id)
        if launched is not None:
            launched._parent._backoff = ShortBackoff()  # where discord.py has no setting

    async def on_interaction(self, interaction: discord.Interaction[CaveatBot]) -> None:
        """Answer forms; commands and buttons find their own way."""
        if interaction.type is not discord.InteractionType.autocomplete and interaction.guild_id:
            self.touched.add(str(interaction.guild_id))
        await answer_sent_form(interaction)
        await pressing.answer_curators_form(interaction)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Give a new community its place and the default packs; one that was left has its own."""
        await self.desk.leaving.came_back(str(guild.id))
        await self.desk.welcome(str(guild.id))
        self.desk.welcomed.add(str(guild.id))

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Keep what is kept of a server, if it had been left."""
        await self.desk.leaving.came_back(str(guild.id))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that the bot was removed: what is kept of the server is erased after a while."""
        await self.desk.leaving.left(str(guild.id))
        _log.info("left server %d", guild.id)

    async def on_ready(self) -> None:
        """Say where it is, and notice servers that were left, or joined again, meanwhile."""
        self._say_where()
        left, back = await self.desk.leaving.compare({str(guild.id) for guild in self.guilds})
        if left or back:
            _log.warning("left %d servers meanwhile, and is in %d again", left, back)

    def _say_where(self) -> None:
        """Log how many servers it is in; whoever has just set it up needs the link to invite it."""
        if self.guilds or self.application_id is None:
            _log.info("connected to Discord, in %d servers", len(self.guilds))
            return
        link = invitation(self.application_id, watching=self.desk.listens)
        _log.info("connected to Discord, in no server yet; to invite the bot, open %s", link)

    async def on_message(self, message: discord.Message, /) -> None:
        """Take nothing for a command: there are no prefix commands."""


def _make_whole(given: Any) -> None:
    """Mend the texts of a payload in place; see ``whole``."""
    inside = given.items() if isinstance(given, dict) else enumerate(given or ())
    for key, value in list(inside):
        if isinstance(value, str):
            given[key] = whole(value)
        elif isinstance(value, dict | list):
            _make_whole(value)
