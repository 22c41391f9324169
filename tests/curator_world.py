"""People of a server with what they may do, and the forms that curators' stories need."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import discord

from claims.annotating import HopForm
from claims.editing import ClaimEdit
from claims.models import Act, Stance
from claims.people import Member
from claims.sourcing import SourceForm
from tests.discord_world import Server, World, said

_deeds = itertools.count(1)


@dataclass
class Crew:
    """One server with a curator, an administrator, an approver's role, and a plain member."""

    world: World
    server: Server
    curator: Any
    other: Any
    admin: Any

    @property
    def community(self) -> str:
        return str(self.server.guild.id)

    def member(self, who: Any) -> Member:
        """Somebody as the services know them, with every right, for what a story only reads."""
        return Member(who.id, self.community, can_manage_server=True)

    async def slash(self, who: Any, name: str, **options: Any) -> Any:
        return await who.slash(self.server.channel, name, **options)

    async def read(self, who: Any, name: str, **options: Any) -> str:
        """What a command answers, without the signs that keep words from being mark-up."""
        return words_of(await self.slash(who, name, **options))

    async def filled(self, who: Any, name: str, values: Mapping[str, Any], **options: Any) -> Any:
        """Open the form of a command and send it."""
        return await who.submit_modal(await self.slash(who, name, **options), dict(values))

    async def pressed(self, who: Any, card: Any, label: str, values: Mapping[str, Any]) -> Any:
        """Open the form of a button and send it."""
        return await who.submit_modal(await who.click(shown(card), label=label), dict(values))

    async def draft(self, text: str, **more: Any) -> Any:
        """A draft, added by the curator through the form."""
        return await self.filled(self.curator, "claim add", {"text": text, **more})

    async def publishable(self, text: str) -> int:
        """The number of a draft with one step and one source, made by the curator before."""
        services, who = self.world.services, self.member(self.curator)
        view = await services.curation.add(who, _deed(), ClaimEdit(text=text))
        hop = HopForm(who="A ministry", act=Act.SAID)
        await services.annotation.add_hop(who, _deed(), view.claim_id, hop)
        link = SourceForm(url=f"https://paper{view.number}.example/2017/12/28/story")
        await services.annotation.add_source(who, _deed(), view.claim_id, link, Stance.SUPPORTS)
        return view.number

    async def published(self, text: str) -> int:
        """The number of such a claim that members see."""
        number = await self.publishable(text)
        services, who = self.world.services, self.member(self.curator)
        view = await services.curation.by_number(who, number)
        await services.curation.publish(who, _deed(), view.claim_id)
        return number


def _deed() -> str:
    return f"before{next(_deeds)}"


def crew_of(world: World, name: str = "Server") -> Crew:
    server = world.server(name)
    moderate = discord.Permissions(manage_messages=True)
    manage = discord.Permissions(manage_guild=True)
    moderators = server.guild.create_role("Moderators", permissions=moderate)
    managers = server.guild.create_role("Managers", permissions=manage)

    def joined(who: str, *roles: Any) -> Any:
        user = world.env.create_user(f"{who}-{name}".lower())
        return server.guild.add_member(user, roles=roles)

    return Crew(
        world,
        server,
        joined("cara", moderators),
        joined("otto", moderators),
        joined("ada", managers),
    )


def shown(answer: Any) -> Any:
    """The message that an interaction was answered with, in place or anew."""
    if answer.followups:
        return answer.followups[-1]
    return answer.response


def words_of(answer: Any) -> str:
    """What a card says, without escapes and invisible ends."""
    text = said(shown(answer))
    return text.replace("\\", "").replace("\u2068", "").replace("\u2069", "").replace("\u200b", "")
