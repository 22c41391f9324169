"""`/watch`: which channels are watched, who is left alone in them, and the sign under a post."""

from __future__ import annotations

import logging
from typing import Any

import discord
from discord import app_commands
from discord.ext.commands import Cog, GroupCog

from claims.community import KeptSettings, Manner
from claims.errors import WatchingOff
from claims.people import Right
from claims.tracing import begin_trace
from claims.watching import Post, Sighting, certain_matches
from commands.acting import acting, deed_of
from commands.desk import Desk
from commands.everywhere import in_servers
from commands.reading import text_of
from commands.replying import put, wait
from commands.ui.base import NO_PINGS, Interaction, notice, outline
from commands.ui.sightings import sighting_view, watched_view

MARK = "🔎"
_MANNERS = [
    app_commands.Choice(name="One quiet reaction", value="reaction"),
    app_commands.Choice(name="One short reply without notification", value="reply"),
]
SIGN_NEEDS = {
    "reaction": ("view_channel", "read_message_history", "add_reactions"),
    "reply": ("view_channel", "read_message_history", "send_messages"),
}
_log = logging.getLogger(__name__)


def post_of(message: discord.Message) -> Post | None:
    """What a member wrote where a server's members read it; None for every other message.

    What stands in a public thread was posted in its channel; private threads are nobody's.
    """
    channel: Any = message.channel
    if message.guild is None or message.is_system():
        return None
    if message.author.bot or message.webhook_id is not None:
        return None
    if isinstance(channel, discord.Thread):
        if channel.is_private():
            return None
        channel_id = channel.parent_id
    else:
        channel_id = channel.id
    return Post(str(message.guild.id), channel_id, message.author.id, text_of(message))


@in_servers
class WatchCommands(
    GroupCog, group_name="watch", group_description="Channels where posts are matched unasked"
):
    """Lets administrators choose watched channels and members opt out, and signs posts there."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command(name="add")
    @app_commands.describe(
        channel="Where links and texts are matched", answer="What a certain match gets"
    )
    @app_commands.choices(answer=_MANNERS)
    async def add(
        self, interaction: Interaction, channel: discord.TextChannel, answer: str
    ) -> None:
        """Match what is posted in a channel; only what is certain gets a sign (administrators)."""
        await wait(interaction)
        desk, member = await acting(interaction)
        (await desk.curators.communities.rights(member)).need(Right.ADMINISTER)
        if not desk.listens:
            raise WatchingOff
        manner: Manner = "reply" if answer == "reply" else "reaction"
        kept = await desk.curators.communities.watch(
            member, deed_of(interaction), channel.id, manner
        )
        desk.watching.chosen_anew(member.community)
        await self._show(interaction, kept, _lacking(channel, manner))

    @app_commands.command(name="remove")
    @app_commands.describe(channel="Where nothing is to be matched any more")
    async def remove(self, interaction: Interaction, channel: discord.TextChannel) -> None:
        """Match nothing in a channel any more (administrators)."""
        await wait(interaction)
        desk, member = await acting(interaction)
        kept = await desk.curators.communities.unwatch(
            member, deed_of(interaction), channel.id, _there(interaction)
        )
        desk.watching.chosen_anew(member.community)
        await self._show(interaction, kept)

    @app_commands.command(name="list")
    async def list(self, interaction: Interaction) -> None:
        """Which channels are watched here, and whether your posts are left alone."""
        await wait(interaction)
        desk, member = await acting(interaction)
        await self._show(interaction, await desk.curators.communities.settings(member))

    @app_commands.command(name="optout")
    async def optout(self, interaction: Interaction) -> None:
        """Have your own posts left alone in watched channels."""
        await wait(interaction)
        desk, member = await acting(interaction)
        await desk.watching.leave_alone(member)
        said = "Your posts are left alone in this server; /watch optin changes that again."
        await put(interaction, notice(said))

    @app_commands.command(name="optin")
    async def optin(self, interaction: Interaction) -> None:
        """Have your posts in watched channels matched again."""
        await wait(interaction)
        desk, member = await acting(interaction)
        await desk.watching.include_again(member)
        await put(interaction, notice("Your posts in watched channels are matched again."))

    @Cog.listener("on_message")
    async def watch(self, message: discord.Message) -> None:
        """Give a post in a watched channel its sign, if it surely makes a known claim."""
        if not self._desk.listens:
            return
        post = post_of(message)
        if post is None:
            return
        begin_trace()
        try:
            sighting = await self._desk.watching.look(post)
            if sighting is not None:
                await self._sign(message, post.community, sighting)
        except discord.HTTPException as refused:
            _log.info(
                "message %d in channel %d got no sign (status %d, code %d)",
                message.id,
                message.channel.id,
                refused.status,
                refused.code,
            )
        except Exception as error:  # noqa: BLE001 - nobody asked, so only the log is told
            _log.error("looking at message %d failed: %s", message.id, outline(error))

    async def _sign(self, message: discord.Message, community: str, sighting: Sighting) -> None:
        if sighting.manner == "reaction":
            await self._desk.until_heard(lambda: message.add_reaction(MARK))
            return
        ticket = await self._desk.answers.keep(community, sighting.report)
        posted = await self._desk.until_heard(
            lambda: message.channel.send(
                view=sighting_view(sighting.report, ticket),
                reference=message,
                mention_author=False,
                silent=True,
                allowed_mentions=NO_PINGS,
                nonce=message.id,
            )
        )
        matches = certain_matches(sighting.report)
        shown = [(match.view.claim_id, match.view.revision) for match in matches]
        if shown:
            await self._desk.shares.shared(community, message.channel.id, posted.id, shown)

    async def _show(
        self, interaction: Interaction, kept: KeptSettings, lacking: tuple[str, ...] = ()
    ) -> None:
        desk, member = await acting(interaction)
        visible = _visible(interaction)
        watched = kept.settings.watched
        view = watched_view(
            [(visible[each.channel], each.manner) for each in watched if each.channel in visible],
            hidden=sum(1 for each in watched if each.channel not in visible),
            listens=desk.listens,
            left_alone=await desk.watching.leaves_alone(member),
            lacking=lacking,
        )
        await put(interaction, view)


def _there(interaction: Interaction) -> set[int]:
    """The channels of the server."""
    guild = interaction.guild
    return {channel.id for channel in guild.channels} if guild else set()


def _visible(interaction: Interaction) -> dict[int, str]:
    """The names of the channels that the one who asks may see."""
    guild, user = interaction.guild, interaction.user
    if guild is None or not isinstance(user, discord.Member):
        return {}
    return {
        channel.id: channel.name
        for channel in guild.channels
        if channel.permissions_for(user).view_channel
    }


def _lacking(channel: discord.TextChannel, manner: Manner) -> tuple[str, ...]:
    """The permissions that the bot still needs for its sign, as Discord names them."""
    allowed = channel.permissions_for(channel.guild.me)
    needed = list(SIGN_NEEDS[manner])
    return tuple(name.replace("_", " ").title() for name in needed if not getattr(allowed, name))
