"""What Prometheus is told of what members and the bot do, in Discord without a network."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from prometheus_client import generate_latest

from bot.metrics import Metrics
from bot.reading import PagesOnDemand
from claims.limits import Limits, Pace
from claims.pages import FetchPolicy
from claims.reading_errors import FetchingOff, FetchProblem
from intake.worker import ReadingWorker
from tests.curator_world import crew_of
from tests.digest_world import a_daily, at_nine
from tests.discord_claims import AP, HILL, MOSUL
from tests.discord_world import World, a_world, deliver_again
from tests.watch_world import SAID, marks, watch


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest_asyncio.fixture
async def world(tmp_path: Path, metrics: Metrics) -> AsyncIterator[World]:
    async with a_world(tmp_path, listens=True, observer=metrics) as world:
        yield world


def counted(metrics: Metrics, name: str) -> dict[tuple[str, ...], float]:
    """A counter's figures by the values of its labels, without those that are nought."""
    return {
        tuple(sample.labels.values()): sample.value
        for family in metrics.registry.collect()
        for sample in family.samples
        if sample.name == name and sample.value
    }


async def test_interactions_are_counted_by_what_was_used_and_how_it_went(
    world: World, metrics: Metrics
) -> None:
    crew = crew_of(world)
    place = crew.server
    await world.knows(MOSUL, "11,000 civilians", place, sources=[AP, HILL])
    card = (await place.ann.slash(place.channel, "check", text=SAID)).response
    deliver_again(world)
    await world.env.settle()
    form = await place.ann.click(card, label="Not this claim")
    await place.ann.submit_modal(form, {"words": "the cat"})
    await place.ann.click(card, label="Sources (2)")
    await place.ann.slash(place.channel, "check", text="!!!")

    async def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError(SAID)

    world.matcher.match = broken  # type: ignore[method-assign,assignment]
    await place.ann.slash(place.channel, "check", text=SAID)
    assert isinstance(world.env.errors[-1].original, ZeroDivisionError)  # type: ignore[attr-defined]
    assert counted(metrics, "caveat_interactions_total") == {
        ("check", "done"): 1,
        ("button", "done"): 2,
        ("form", "done"): 1,
        ("check", "refused"): 1,
        ("check", "failed"): 1,
    }
    assert counted(metrics, "caveat_checks_total") == {
        ("found", "yes"): 1,
        ("refused", "yes"): 1,
        ("failed", "yes"): 1,
    }
    assert counted(metrics, "caveat_errors_total") == {("ZeroDivisionError",): 1}
    assert counted(metrics, "caveat_check_claims_total") == {("match",): 1}
    assert counted(metrics, "caveat_interaction_seconds_count") == {(): 6}
    text = generate_latest(metrics.registry).decode()
    ids = (place.guild.id, place.channel.id, place.ann.id, place.ann.name)
    assert not any(str(word) in text for word in ids)


async def test_who_asks_too_fast_is_counted_apart(tmp_path: Path, metrics: Metrics) -> None:
    async with a_world(tmp_path, limits=Limits(Pace(1)), observer=metrics) as world:
        place = world.server()
        for _ in range(2):
            await place.ann.slash(place.channel, "check", text="nothing of note here")
    outcomes = counted(metrics, "caveat_interactions_total")
    assert outcomes == {("check", "done"): 1, ("check", "paced"): 1}
    assert counted(metrics, "caveat_checks_total") == {("nothing", "yes"): 1}


async def test_posts_in_watched_channels_are_counted_apart_from_what_is_asked(
    world: World, metrics: Metrics
) -> None:
    crew = crew_of(world)
    await world.knows(MOSUL, "11,000 civilians", crew.server, sources=[AP, HILL])
    await watch(crew)
    assert await marks(crew, await crew.server.ann.send(crew.server.channel, SAID))
    assert counted(metrics, "caveat_checks_total") == {("found", "no"): 1}
    assert counted(metrics, "caveat_check_seconds_count") == {}


async def test_digests_are_counted_by_what_became_of_them(world: World, metrics: Metrics) -> None:
    daily = await a_daily(world)
    daily.digester._observer = metrics
    await daily.crew.published("The bridge was closed in May.")
    assert await daily.at(at_nine()) == 1
    assert counted(metrics, "caveat_digests_total") == {("posted",): 1}


async def test_pages_are_counted_by_what_came_of_them(metrics: Metrics) -> None:
    async with ReadingWorker() as worker:
        pages = PagesOnDemand(worker, None, metrics)
        with pytest.raises(FetchingOff):
            await pages.read("https://example.org/", "7", FetchPolicy(enabled=False))
        with pytest.raises(FetchProblem):
            await pages.read("http://127.0.0.1/", "7", FetchPolicy())
        await pages.close()
    kinds = counted(metrics, "caveat_fetches_total")
    assert kinds.pop(("FetchingOff",)) == 1
    assert sum(kinds.values()) == 1
