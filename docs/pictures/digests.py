"""What the pictures of digests show: a quiet day and a busy one in a small harbour town."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from claims.editing import ClaimEdit
from claims.people import Member
from tests.digest_world import Daily, a_daily
from tests.discord_world import World

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""09:00 in Berlin."""
FERRY = "The ferry to the island carried about 40,000 passengers in July 2025."
LAKE = "The swimming lake was closed for eleven days in June 2026."
ALREADY = (
    FERRY,
    "The old mill burned down twice in 1910.",
    "The harbour office employs 214 people.",
    "The town planted 300 lime trees along the river in spring 2025.",
    "The bridge to the island may carry 18 tonnes.",
    "The lighthouse was lit by gas until 1958.",
)
FRESH = (
    "The new school has room for 640 pupils.",
    "Rents in the old town rose by 9 per cent within a year.",
    "The tram to the harbour will run every seven minutes from 2027.",
    "Two of three wells were tested in 2026, and both met the limits.",
    "The council voted 14 to 11 for the car-free market square.",
    "The library lent 210,000 books in 2025.",
    "The tide reached 3.4 metres on 2 November 2026.",
    "The island had 412 inhabitants at the last census.",
    "No fishing boat has been built in the town since 1991.",
)


async def digests(world: World) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """By the name of the picture, the components of the digest that was posted."""
    daily = await a_daily(world, begun=MONDAY - timedelta(days=2), name="Harbour")
    for text in ALREADY:
        await daily.crew.published(text)
    await daily.at(MONDAY)
    await _quiet(daily)
    await daily.at(MONDAY + timedelta(days=1))
    await _busy(daily)
    await daily.at(MONDAY + timedelta(days=2))
    quiet, busy = daily.messages()
    return {
        "digest-quiet": [part.to_dict() for part in quiet.components],
        "digest-busy": [part.to_dict() for part in busy.components],
    }


async def _quiet(daily: Daily) -> None:
    daily.now = MONDAY + timedelta(hours=3)
    await daily.crew.published(LAKE)
    await _reworded(daily, FERRY, FERRY.replace("about 40,000", "39,812 to 41,200"))


async def _busy(daily: Daily) -> None:
    daily.now = MONDAY + timedelta(days=1, hours=2)
    crew, services, who = daily.crew, daily.crew.world.services, _curator(daily)
    for text in FRESH:
        await crew.published(text)
    await _reworded(daily, ALREADY[2], "The harbour office employs 241 people.")
    trees, bridge = await _claim(daily, ALREADY[3]), await _claim(daily, ALREADY[4])
    await services.curation.retire(who, "p1", trees, reason="It told of a plan that was given up")
    mill, light = await _claim(daily, ALREADY[1]), await _claim(daily, ALREADY[5])
    await services.annotation.add_question(who, "p2", mill, "Was the second fire in the same year?")
    await services.annotation.add_question(who, "p3", bridge, "Does the limit hold for buses?")
    [source] = (await services.curation.open(who, bridge)).sources
    answer = "No, they may weigh 24 tonnes."
    await services.annotation.answer_question(who, "p4", bridge, 1, answer, source=source)
    await services.curation.edit(who, "p5", light, ClaimEdit(review_on="2026-11-24"))
    [source] = (await services.curation.open(who, mill)).sources
    await crew.world.store.work.note_link(crew.community, source, "Gone.", daily.now)
    for claim, people in ((mill, 7), (bridge, 4)):
        for person in range(people):
            names = {claim: f"{person:064}"}
            await crew.world.store.asks.asked(crew.community, names, daily.now)
    for user, days in ((51, 1), (52, 0), (53, 0)):
        asker = Member(user, crew.community)
        daily.now = MONDAY + timedelta(days=1 - days, hours=4)
        text = f"Is it true that pier {user} was sold?"
        await services.requests.ask(asker, f"r{user}", text, consent=True)


async def _reworded(daily: Daily, old: str, new: str) -> None:
    claim = await _claim(daily, old)
    edit = ClaimEdit(text=new)
    await daily.crew.world.services.curation.edit(_curator(daily), f"w{claim}", claim, edit)


async def _claim(daily: Daily, text: str) -> int:
    words = " ".join(text.split()[:4])
    found = await daily.crew.world.store.reader.suggest(daily.crew.community, words, 5)
    return next(view.claim_id for view in found if view.claim.text == text)


def _curator(daily: Daily) -> Member:
    return daily.crew.member(daily.crew.curator)
