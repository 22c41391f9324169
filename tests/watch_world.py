"""What the stories of watched channels are told with: adding one, and what the bot left there."""

from typing import Any

from tests.curator_world import Crew
from tests.openapi import walk

SAID = "The news says 11,000 civilians died there"


async def watch(crew: Crew, answer: str = "reaction", channel: Any = None) -> Any:
    where = channel or crew.server.channel
    return await crew.slash(crew.admin, "watch add", channel=where, answer=answer)


async def marks(crew: Crew, message: Any) -> list[str]:
    """The marks that the bot set under a message."""
    await crew.world.env.settle()
    stored = crew.world.env.backend.get_message(message.channel.id, message.id)
    return [each.emoji for each in stored.reactions]


async def replies(crew: Crew, channel: Any = None) -> list[Any]:
    """What the bot posted in a channel for everyone to see."""
    await crew.world.env.settle()
    found = (channel or crew.server.channel).history(viewer=crew.server.bob)
    return [each for each in found if each.author.bot and not each.flags.ephemeral]


def words_in(message: Any) -> str:
    """What stands on a card that the bot posted by itself, without escapes."""
    parts = walk([part.to_dict() for part in message.components])
    texts = [part["content"] for part in parts if part["type"] == 10]
    return "\n".join(texts).translate(dict.fromkeys(map(ord, "\\\u2068\u2069")))


def offered_in(message: Any) -> list[str]:
    parts = walk([part.to_dict() for part in message.components])
    return [part["label"] for part in parts if part["type"] == 2]
