"""Public answers and their corrections: what is shared, what curators change, what then stands."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.correcting import Corrector
from claims.corrections import Corrections
from claims.report import ClaimView
from tests.discord_claims import AP, HILL, MOSUL
from tests.discord_world import Server, World

MENDED = "The article puts the known civilian dead of Mosul at 9,000 to 11,000, citing AP."
TOLD = "“9,000 to 11,000” replaces “about 11,000”"
AHEAD = timedelta(minutes=5)
"""How far the corrector's clock is ahead of the story's, so that changes have settled."""


def corrector(world: World) -> Corrector:
    """What corrects public answers, without waiting for changes to settle."""
    store = world.store
    corrections = Corrections(
        store.corrections,
        store.changes,
        store.reader,
        clock=lambda: datetime.now(UTC) + AHEAD + world.later,
        settle=timedelta(0),
    )
    return Corrector(world.bot, corrections, world.bot.desk.answers, pause=0)


async def change(world: World, view: ClaimView, reason: str = "Edited", **fields: Any) -> ClaimView:
    """Change a claim, as a curator would have."""
    store = world.store
    now = (await store.reader.views(view.owner.key, [view.claim_id], include_unpublished=True))[
        view.claim_id
    ]
    await store.writer.save(
        view.owner,
        view.claim_id,
        now.claim.model_copy(update=fields),
        base=now.revision,
        actor="7",
        reason=reason,
    )
    found = await store.reader.views(view.owner.key, [view.claim_id], include_unpublished=True)
    return found[view.claim_id]


async def mosul(world: World, place: Server, **more: Any) -> ClaimView:
    return await world.knows(MOSUL, "air strikes", place, sources=[AP, HILL], **more)


async def shared(world: World, place: Server, text: str = "air strikes killed 110,000") -> Any:
    card = (await place.ann.slash(place.channel, "check", text=text)).response
    return (await place.ann.click(card, label="Share here")).response


async def fresh(place: Server, message: Any) -> Any:
    """A message as it stands in its channel now."""
    found = place.channel.history(viewer=place.bob)
    return next(each for each in found if each.id == message.id)


def edits(world: World, message: Any) -> int:
    path = f"/messages/{message.id}"
    return sum(1 for r in world.env.http_requests if r.method == "PATCH" and r.path.endswith(path))
