"""What the doctor finds about the channels that communities chose: there, and open to the bot?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import discord

from bot.findings import Finding, Mark
from claims.community import CommunitySettings
from commands.digest import POST_NEEDS, THREAD_NEEDS
from commands.ui.markup import clean
from commands.watch import SIGN_NEEDS

_AT_ONCE = 8
_AUDIT_NEEDS = ("view_channel", "send_messages")
_OPEN = (
    "give the bot's role these permissions in the settings of the channel, page Permissions, or "
    "choose another channel with {command}."
)
_CHOOSE = "choose another channel with {command}."
_INVITE = "invite the bot again, or leave it so; what is kept of that server is still there."


@dataclass(frozen=True, slots=True)
class Place:
    """A channel that a community chose for something, and with which command."""

    channel: int
    purpose: str
    command: str
    needs: tuple[str, ...]


async def place_findings(
    client: discord.Client,
    chosen: Mapping[str, CommunitySettings],
    *,
    watching: bool,
    seconds: float,
) -> list[Finding]:
    """Look at every chosen channel, for so long; raises what Discord's client raises."""
    wanted = {
        community: places
        for community, settings in chosen.items()
        if community.isdecimal() and (places := tuple(_places(settings, watching=watching)))
    }
    if not wanted:
        said = "no community chose a channel for a digest, an audit log or watching yet."
        return [Finding(Mark.NOTE, "Permissions", said)]
    room = asyncio.Semaphore(_AT_ONCE)

    async def look(community: str) -> list[Finding]:
        async with room:
            return await _in_server(client, community, wanted[community])

    looking = {asyncio.create_task(look(community)): community for community in wanted}
    done, pending = await asyncio.wait(looking, timeout=seconds)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    for problem in [task.exception() for task in done]:  # all are asked, so that none is left over
        if problem is not None:
            raise problem
    found = [finding for task in done for finding in task.result()]
    if pending:
        said = f"{_servers(len(pending))} did not come to be looked at within {seconds:g} seconds."
        found.append(Finding(Mark.NOTE, "Permissions", said))
    if found:
        return found
    count = sum(map(len, wanted.values()))
    channels = "1 chosen channel is" if count == 1 else f"all {count:,} chosen channels are"
    said = f"{channels} there, in {_servers(len(wanted))}, and the bot may do there what it has to."
    return [Finding(Mark.WELL, "Permissions", said)]


def _places(settings: CommunitySettings, *, watching: bool) -> Iterator[Place]:
    plan = settings.digest
    if plan is not None:
        needs = (*POST_NEEDS, *(THREAD_NEEDS if plan.thread else ()))
        yield Place(plan.channel, "digest", "/digest set", needs)
    if settings.audit_channel is not None:
        yield Place(settings.audit_channel, "audit log", "/settings", _AUDIT_NEEDS)
    for each in settings.watched if watching else ():
        yield Place(each.channel, "watched", "/watch", SIGN_NEEDS[each.manner])


async def _in_server(
    client: discord.Client, community: str, places: Sequence[Place]
) -> list[Finding]:
    """What is wrong in one server; nothing where all is well."""
    me = client.user.id if client.user is not None else 0
    try:
        guild = await client.fetch_guild(int(community), with_counts=False)
        channels = {channel.id: channel for channel in await guild.fetch_channels()}
        member = await guild.fetch_member(me)
    except (discord.NotFound, discord.Forbidden):
        said = f"the bot is not in server {community}, which chose {_counted(places)}."
        return [Finding(Mark.NOTE, "Permissions", said, _INVITE)]
    looked = (_in_channel(guild, member, channels.get(each.channel), each) for each in places)
    return [finding for finding in looked if finding is not None]


def _in_channel(
    guild: discord.Guild,
    member: discord.Member,
    channel: discord.abc.GuildChannel | None,
    place: Place,
) -> Finding | None:
    where = f"in server “{clean(guild.name)}” ({guild.id})"
    mend = _CHOOSE.format(command=place.command)
    if channel is None:
        said = f"the {place.purpose} channel {place.channel} {where} was deleted."
        return Finding(Mark.BROKEN, "Permissions", said, mend)
    if not isinstance(channel, discord.TextChannel):
        said = f"the {place.purpose} channel #{clean(channel.name)} {where} is no text channel."
        return Finding(Mark.BROKEN, "Permissions", said, mend)
    allowed = channel.permissions_for(member)
    lacking = [name for name in place.needs if not getattr(allowed, name)]
    if not lacking:
        return None
    names = ", ".join(name.replace("_", " ").title() for name in lacking)
    said = f"in the {place.purpose} channel #{clean(channel.name)} {where}, the bot lacks {names}."
    return Finding(Mark.BROKEN, "Permissions", said, _OPEN.format(command=place.command))


def _servers(count: int) -> str:
    return "1 server" if count == 1 else f"{count:,} servers"


def _counted(places: Sequence[Place]) -> str:
    return "1 channel" if len(places) == 1 else f"{len(places)} channels"
