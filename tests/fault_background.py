"""What the bot sends unasked while a fault strikes: a digest, a letter, a notice, a correction."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.curators import CuratorServices
from claims.annotating import HopForm
from claims.digesting import Choice
from claims.editing import ClaimEdit
from claims.follows import WHOLE, NewFollow, Pace
from claims.models import Stance
from claims.people import Member
from claims.requesting import Told
from claims.sourcing import SourceForm
from commands.ui.cards import shared_view
from storage.store import Store
from tests.curating_world import deed
from tests.loopback import answer_message, walk
from tests.loopback_digests import channel_of
from tests.loopback_faults import CURATOR, LoopbackFaults

HOME = "997"
FOLLOWER, ASKER = "601", "602"
PLACES = (HOME, f"9{FOLLOWER}", f"9{ASKER}")
"""Where it is sent: the server, and the two members' direct messages."""
SHARED_ANSWER = "5000001"
_WAIT = 75.0
"""Seconds within which all is sent; a correction rests for 30 after a failure."""
LAUNCH = """
import bot.bulletins, bot.correcting, bot.digesting, bot.telling
import claims.bulletins, storage.digests, storage.queue
bot.bulletins._EVERY = bot.correcting._EVERY = bot.telling._EVERY = bot.bulletins._LATER = 1.0
bot.digesting._until_the_minute = lambda now: 0.4
storage.digests.LEASE = storage.queue._LEFT = datetime.timedelta(seconds=1)
claims.bulletins.LEFT = datetime.timedelta(seconds=1)
"""
"""Shortens the waits of what is sent unasked, each a minute or two otherwise."""


async def furnish(store: Store, services: CuratorServices, card: Path) -> None:
    """A claim that was shared, is followed and was corrected; an answered request; a digest."""
    await store.ensure_community(HOME, ())
    chief = Member(int(CURATOR), HOME, can_manage_server=True)
    at = (await services.curation.add(chief, deed(), ClaimEdit(text="It fell in May."))).claim_id
    await services.annotation.add_hop(chief, deed(), at, HopForm(who="The mayor"))
    link = SourceForm(url="https://gazette.example/home")
    await services.annotation.add_source(chief, deed(), at, link, Stance.SUPPORTS)
    await services.curation.publish(chief, deed(), at)
    view = (await store.reader.views(HOME, [at]))[at]
    earlier = datetime.now(UTC) - timedelta(hours=2)
    new = NewFollow(
        HOME, int(FOLLOWER), at, WHOLE, Pace.AT_ONCE, earlier, until=None, revision=view.revision
    )
    await store.follows.add(new)
    card.write_text(repr(shared_view(view).to_components()), encoding="utf-8")
    await services.curation.edit(chief, deed(), at, ClaimEdit(text="It fell in June."))
    asker = Member(int(ASKER), HOME)
    await services.requests.ask(asker, deed(), "Is it wet?", consent=True, told=Told.DIRECT)
    await services.requests.answer(chief, deed(), 1, at)
    due = (datetime.now(UTC) - timedelta(minutes=3)).replace(second=0, microsecond=0)
    await services.digests.set(chief, deed(), Choice(int(channel_of(HOME)), due.time(), "UTC"))
    with closing(sqlite3.connect(card.parent / "caveat.db")) as connection, connection:
        row = (HOME, channel_of(HOME), SHARED_ANSWER, at, view.revision)
        connection.execute(
            "INSERT INTO shared_answers (community, channel, message, claim_id, revision, at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (*row, f"{earlier:%Y-%m-%d %H:%M:%S.%f}"),
        )


def stands(discord: LoopbackFaults, components: list[dict[str, Any]]) -> None:
    """Let the public answer stand in its channel."""
    message = answer_message(SHARED_ANSWER, {"components": components})
    place = {"channel_id": channel_of(HOME), "nonce": None, "type": 0}
    discord.posts[channel_of(HOME)].append(message | place)


def sent(discord: LoopbackFaults) -> dict[str, int]:
    """How often each stands where it belongs, and how often the answer was corrected."""
    here = discord.posts[channel_of(HOME)]
    answer = next(post for post in here if post["id"] == SHARED_ANSWER)
    return {
        "digest": sum("### Claims" in _said(post) for post in here),
        "letter": len(discord.posts[f"9{FOLLOWER}"]),
        "notice": len(discord.posts[f"9{ASKER}"]),
        "correction": _said(answer).count("replaces"),
    }


def said_of(found: dict[str, int]) -> str:
    """The counts of digests, letters, notices and corrections, for the table."""
    return " ".join(map(str, found.values()))


async def settled(discord: LoopbackFaults, wanted: dict[str, int]) -> dict[str, int]:
    """What was sent, once it is what is wanted, or when waiting for it is over."""
    for _ in range(int(_WAIT / 0.2)):
        if sent(discord) == wanted:
            break
        await asyncio.sleep(0.2)
    await asyncio.sleep(1.5)  # what is sent twice comes by then
    return sent(discord)


def _said(post: dict[str, Any]) -> str:
    return "\n".join(part.get("content", "") for part in walk(post["components"]))
