"""Followers' stories: who follows what, edits by curators, and the messages that come of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.bulletins import Courier
from claims.bulletins import Bulletins
from claims.models import Claim, Evidence, OpenQuestion, QuestionStatus, Stance
from claims.report import ClaimView
from tests.discord_claims import AP, HILL, MOSUL
from tests.discord_world import Server, World, said
from tests.openapi import walk

ANSWERED = (
    OpenQuestion(
        text="Who is responsible for the rest?",
        status=QuestionStatus.ANSWERED,
        answer="An inquiry named both sides.",
    ),
)
MORE = (*MOSUL.evidence, Evidence(source="HILL2", stance=Stance.DISPUTES))


def letters(who: Any) -> list[str]:
    """What the bot wrote to somebody directly, oldest first."""
    user = getattr(who, "user", who)
    channel = user.dm_channel
    if channel is None:
        return []
    return [
        said_in(message) for message in sorted(channel.history(viewer=user), key=lambda m: m.id)
    ]


def last_letter(who: Any) -> list[Any]:
    """The components of what the bot last wrote to somebody directly."""
    sent = who.user.dm_channel.history(viewer=who.user)
    return [part.to_dict() for part in max(sent, key=lambda message: message.id).components]


def said_in(message: Any) -> str:
    return plain(said(type("M", (), {"components": [c.to_dict() for c in message.components]})))


def plain(text: str) -> str:
    """A text without the signs that keep words from being mark-up."""
    return text.replace("\\", "").replace("\u2068", "").replace("\u2069", "")


def button_id(message: Any, label: str) -> str:
    """The custom id of a button under a card."""
    return next(
        part["custom_id"] for part in walk(message.components) if part.get("label") == label
    )


def bulletins(world: World) -> Bulletins:
    store = world.store
    return Bulletins(store.bulletins, store.follows, store.reader, store.changes, world.clock)


def courier(world: World) -> Courier:
    return Courier(world.bot, bulletins(world), pause=0)


async def tomorrow(world: World, days: float = 1) -> int:
    """How many messages go out a day later, a few minutes after the hour of each follower."""
    world.later += timedelta(days=days, minutes=5)
    return await courier(world).send_all()


async def edited(world: World, view: ClaimView, **changes: Any) -> ClaimView:
    """A claim after a curator changed it."""
    now = await _as_it_is(world, view)
    claim = Claim.model_validate({**now.claim.model_dump(), **changes})
    await world.store.writer.save(
        now.owner, now.claim_id, claim, base=now.revision, actor="test", reason="edited"
    )
    return await _as_it_is(world, view)


async def _as_it_is(world: World, view: ClaimView) -> ClaimView:
    community = view.owner.key
    views = await world.store.reader.views(community, [view.claim_id], include_unpublished=True)
    return views[view.claim_id]


async def mosul(world: World, place: Server | None, **more: Any) -> ClaimView:
    """The claim of Mosul, kept by a server, or by everybody who asks directly."""
    sources = (AP, HILL, replace_key(HILL, "HILL2"))
    return await world.knows(MOSUL.model_copy(update=more), "mosul", place, sources=sources)


def replace_key(source: Any, key: str) -> Any:
    return source.model_copy(update={"key": key, "publisher": f"{source.publisher} again"})


def at(hour: int, minute: int = 0, day: int = 25) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)
