"""`/digest`: the daily post of a community, as its administrators set, try and pause it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import discord
from discord import app_commands
from discord.ext.commands import GroupCog

from claims.clock_times import time_of_day
from claims.digest import SECTIONS, Run, RunState, sections_in
from claims.digesting import Choice, DigestStatus
from claims.errors import CaveatError, InputProblem, NotFound
from claims.people import Right
from claims.workbench import utc_now
from claims.zones import local_clock, zone_of, zones_like
from commands.acting import acting, deed_of
from commands.desk import Desk
from commands.everywhere import in_servers
from commands.replying import Press, put, wait
from commands.settings import names_of
from commands.ui.base import CardView, Interaction, notice
from commands.ui.digest_settings import link_to, posted_view, status_view
from commands.ui.digests import digest_view, whole_view
from commands.ui.limits import CHOICE_NAME, CHOICES, label
from commands.ui.markup import escape
from commands.ui.wishes import Wish, wish

PATIENCE = 20.0
"""Seconds for which `/digest now` waits to say where the digest stands."""
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_OFTEN = [
    app_commands.Choice(name="Every day", value="day"),
    *(app_commands.Choice(name=f"Every {day}", value=str(n)) for n, day in enumerate(_DAYS)),
]
POST_NEEDS = {
    "view_channel": "view the channel",
    "send_messages": "send messages",
    "read_message_history": "read the message history",
}
THREAD_NEEDS = {"create_public_threads": "create public threads"}


def missing_in(
    channel: discord.TextChannel, me: discord.Member | None, *, thread: bool = False
) -> list[str]:
    """What the bot may not do in a channel and has to, to post a digest once."""
    if me is None:
        return []
    allowed = channel.permissions_for(me)
    needed = {**POST_NEEDS, **THREAD_NEEDS} if thread else POST_NEEDS
    return [words for name, words in needed.items() if not getattr(allowed, name)]


async def _open(interaction: Interaction, asked: Wish) -> None:
    """All that a posted digest says, a page at a time."""
    await wait(interaction)
    desk, member = await acting(interaction)
    digest = await desk.curators.digests.posted(member, _day(asked.word(0)))
    await put(interaction, whole_view(digest, asked.number(1), wish("digest", digest.day)))


async def _open_draft(interaction: Interaction, asked: Wish) -> None:
    """All that the digest would say now, a page at a time."""
    await wait(interaction)
    desk, member = await acting(interaction)
    _, digest = await desk.curators.digests.preview(member)
    await put(interaction, whole_view(digest, asked.number(0), wish("digest-draft")))


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise NotFound("What that digest said is no longer kept.") from None


PRESSES: Mapping[str, Press] = {"digest": _open, "digest-draft": _open_draft}


@in_servers
class DigestCommands(GroupCog, group_name="digest", group_description="The daily digest"):
    """Lets administrators say when and where the digest is posted; members see when it comes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command(name="set")
    @app_commands.rename(zone="timezone", at="time")
    @app_commands.describe(
        channel="Where it is posted",
        at="Such as 09:00 or 6:30 pm",
        zone="Type a city near you",
        every="Every day, unless you choose a day of the week",
        sections="Which parts, with commas between them; all unless you choose",
        notify="A role that each digest notifies; nobody unless you choose",
        thread="Open a thread under each digest for talking about it",
    )
    @app_commands.choices(every=_OFTEN)
    async def choose(
        self,
        interaction: Interaction,
        channel: discord.TextChannel,
        *,
        at: str,
        zone: str,
        every: str = "day",
        sections: str = "",
        notify: discord.Role | None = None,
        thread: bool = False,
    ) -> None:
        """Choose where and when the digest is posted, all of it anew."""
        await wait(interaction)
        desk, member = await acting(interaction)
        (await desk.curators.communities.rights(member)).need(Right.ADMINISTER)
        _check_may_post(channel, thread=thread)
        choice = Choice(
            channel=channel.id,
            time=time_of_day(at),
            zone=zone_of(zone),
            weekday=None if every == "day" else int(every),
            sections=sections_in(sections),
            role=_role_id(notify),
            thread=thread,
        )
        await desk.curators.digests.set(member, deed_of(interaction), choice)
        await self._put_status(interaction, "Saved")

    @app_commands.command(name="preview")
    async def preview(self, interaction: Interaction) -> None:
        """See exactly what would be posted now."""
        await wait(interaction)
        desk, member = await acting(interaction)
        plan, digest = await desk.curators.digests.preview(member)
        if digest.is_empty:
            raise InputProblem(
                "Nothing happened since the last digest, and on a day like that none is posted."
            )
        await put(interaction, digest_view(digest, plan.role, draft=True))

    @app_commands.command(name="now")
    async def now(self, interaction: Interaction) -> None:
        """Post today's digest at once; there is one a day, so it takes the place of the next."""
        await wait(interaction)
        desk, member = await acting(interaction)
        digests = desk.curators.digests
        run = await digests.outcome(await digests.ask_now(member), PATIENCE)
        await put(interaction, _told(run, await digests.status(member)))

    @app_commands.command(name="pause")
    @app_commands.describe(until="A day such as 1 Dec, or 2 weeks; until you resume if left out")
    async def pause(self, interaction: Interaction, until: str = "") -> None:
        """Post nothing until a day, or until you resume."""
        await wait(interaction)
        desk, member = await acting(interaction)
        await desk.curators.digests.pause(member, deed_of(interaction), until)
        await self._put_status(interaction, "Paused")

    @app_commands.command(name="resume")
    async def resume(self, interaction: Interaction) -> None:
        """Go on after a pause, or once what stopped the digest is mended."""
        await wait(interaction)
        desk, member = await acting(interaction)
        (await desk.curators.communities.rights(member)).need(Right.ADMINISTER)
        status = await desk.curators.digests.status(member)
        channel = interaction.guild.get_channel(status.plan.channel) if interaction.guild else None
        if isinstance(channel, discord.TextChannel):
            _check_may_post(channel, thread=False)
        await desk.curators.digests.resume(member, deed_of(interaction))
        await self._put_status(interaction, "Resumed")

    @app_commands.command(name="status")
    async def status(self, interaction: Interaction) -> None:
        """See when the next digest comes and where the last one stands."""
        await wait(interaction)
        await self._put_status(interaction, "The digest")

    @choose.autocomplete("zone")
    async def _zones(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """Zones near what was typed, each with the time there now; a guess at first."""
        now = utc_now()
        language = str(interaction.guild_locale or interaction.locale)
        return [
            app_commands.Choice(name=f"{name} (now {local_clock(name, now)})", value=name)
            for name in zones_like(current[:60], language, CHOICES)
        ]

    @choose.autocomplete("sections")
    async def _sections(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """Parts to add to those that were typed."""
        *before, last = current[:80].split(",")
        chosen = [part.strip() for part in before if part.strip()]
        left = [words for words in SECTIONS.values() if words not in chosen]
        fitting = [words for words in left if words.startswith(last.strip().casefold())]
        lists = [", ".join([*chosen, words]) for words in fitting or left]
        return [app_commands.Choice(name=label(some, CHOICE_NAME), value=some) for some in lists][
            :CHOICES
        ]

    async def _put_status(self, interaction: Interaction, said: str) -> None:
        desk, member = await acting(interaction)
        status = await desk.curators.digests.status(member)
        await put(interaction, status_view(status, names_of(interaction), said))


def _told(run: Run, status: DigestStatus) -> CardView:
    """What became of a digest that was asked for now."""
    if run.state is RunState.POSTED and run.message is not None:
        return posted_view(link_to(run))
    if status.trouble is not None:
        raise CaveatError(f"{status.trouble.problem} Mend that and use /digest resume.")
    return notice(escape("Today's digest is on its way; /digest status says when it is there."))


def _check_may_post(channel: discord.TextChannel, *, thread: bool) -> None:
    missing = missing_in(channel, channel.guild.me, thread=thread)
    if missing:
        raise InputProblem(
            f"In #{channel.name}, Caveat may not {' and '.join(missing)}; let it do so, "
            "or choose another channel."
        )


def _role_id(role: discord.Role | None) -> int | None:
    if role is None:
        return None
    if role.is_default():
        raise InputProblem("A digest never notifies everyone; choose another role, or none.")
    if not role.mentionable and not role.guild.me.guild_permissions.mention_everyone:
        raise InputProblem(
            f"Caveat may not notify {role.name}: allow anyone to mention that role in its settings."
        )
    return role.id
