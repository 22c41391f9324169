"""People of a server with what they may do, and the forms that curators' stories need."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import discord

from claims.models import Act, Stance
from claims.people import Member
from tests.discord_world import Server, World, said


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
        """The number of a draft with one step and one source."""
        added = words_of(await self.draft(text))
        found = re.search(r"Added as #(\d+)", added)
        assert found, added
        number = int(found.group(1))
        hop = {"who": "A ministry", "act": Act.SAID.value}
        await self.filled(self.curator, "annotate attribution", hop, number=number)
        link = f"https://paper{number}.example/2017/12/28/story"
        source = {"source": link, "stance": Stance.SUPPORTS.value}
        await self.filled(self.curator, "annotate source", source, number=number)
        return number

    async def published(self, text: str) -> int:
        number = await self.publishable(text)
        answer = await self.slash(self.curator, "claim publish", number=number)
        assert "members see it" in words_of(answer)
        return number


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
