"""A store in which something of everything is kept, for stories of what can befall one."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from claims.digest import RunState
from claims.digesting import Choice
from claims.follows import WHOLE, NewFollow, Pace
from claims.requesting import Told
from tests.cli import write_lines
from tests.curating_world import ADA, BEN, CHIEF, HERE, MO, NIA, World, a_world, deed, proposed
from tests.storage_worlds import with_pack


async def a_full_store(folder: Path) -> None:
    """Claims with their past, a pack with an addition, requests, a digest, follows, imports."""
    async with a_world(folder) as world:
        await with_pack(world.store, HERE)
        claim_id = await world.published(text="The harbour bridge closed in May.")
        await _changed(world, claim_id)
        await _added_to_the_pack(world)
        await _asked(world, claim_id)
        await _followed(world, claim_id)
        await _shared(world, claim_id)
        await _imported(world, folder)
        await _told(world)


async def _changed(world: World, claim_id: int) -> None:
    """Later revisions, and one that waits for an approver, and one that was declined."""
    curation = world.desk.curation
    await curation.add_phrasing(ADA, deed(), claim_id, "They shut the bridge of the harbour")
    await world.settings(approval=True)
    for text in ("The tunnel leaks.", "The tunnel is dry."):
        other = proposed(await curation.publish(ADA, deed(), await world.ready(text=text)))
    await world.desk.approvals.decline(BEN, deed(), other.proposal_id, "Who says so?")
    await world.settings(approval=False)


async def _added_to_the_pack(world: World) -> None:
    [bridge, *_] = await world.store.reader.suggest(HERE, "Bridge 1", 25)
    curation = world.desk.curation
    await curation.add_phrasing(ADA, deed(), bridge.claim_id, "The first bridge is shut")
    await curation.add_phrasing(ADA, deed(), bridge.claim_id, "Nobody crosses the first bridge")


async def _asked(world: World, claim_id: int) -> None:
    requests = world.desk.requests
    for who, text in ((MO, "Who paid for the tunnel?"), (NIA, "Is the ferry free?")):
        await requests.ask(who, deed(), text, consent=True, told=Told.DIRECT)
    await requests.answer(ADA, deed(), 1, claim_id)
    await requests.take(ADA, deed(), 2)
    [notice] = await world.store.outbox.pending(world.clock(), 9)
    await world.store.outbox.claim(notice.notice_id, world.clock())
    await world.store.outbox.confirm(notice.notice_id, sent=True)


async def _followed(world: World, claim_id: int) -> None:
    now = world.clock()
    new = NewFollow(HERE, MO.user, claim_id, WHOLE, Pace.AT_ONCE, now, None, 1)
    await world.store.follows.add(new)


async def _shared(world: World, claim_id: int) -> None:
    view = await world.view(claim_id)
    drawer = world.store.answers
    await drawer.put_answer(HERE, b"sealed")
    await drawer.remember_shared(HERE, "300", "9001", [(claim_id, view.revision - 1)])
    later = datetime.now(UTC) + timedelta(days=1)
    assert await world.store.corrections.find(later, later - timedelta(days=9), later) == 1


async def _imported(world: World, folder: Path) -> None:
    lines = [{"ref": f"F{n}", "text": f"Ferry {n} sailed at noon."} for n in range(3)]
    file = write_lines(folder / "ferries.jsonl", *lines, "no claim")
    await world.store.transfer.import_claims(HERE, file, actor="import")


async def _told(world: World) -> None:
    """A digest that was posted, and one that is under way."""
    digests = world.desk.digests
    await digests.set(CHIEF, deed(), Choice(300, time(9), "UTC"))
    world.clock.forward(minutes=40)
    run = await digests.ask_now(CHIEF)
    assert await digests.book.take(run, world.clock())
    await digests.book.settle(run, RunState.POSTED, 9002)
