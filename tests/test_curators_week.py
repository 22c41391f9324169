"""The first week of a community, from its settings to its claims in another community."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from bot.telling import Teller
from claims.models import Status
from claims.report import Tier
from tests.curator_world import Crew, crew_of, shown, words_of
from tests.discord_world import a_world


@pytest_asyncio.fixture
async def crew(tmp_path: Path) -> AsyncIterator[Crew]:
    async with a_world(tmp_path) as world:
        yield crew_of(world)


async def published(crew: Crew, count: int) -> None:
    for number in range(2, count + 1):
        await crew.published(f"Bridge {number} over the river was closed in May {2000 + number}.")


async def first(crew: Crew) -> None:
    """The first claim, step by step; the others are made in the same way."""
    await crew.draft("Bridge 1 over the river was closed in May 2001.")
    hop = {"who": "A ministry", "act": "said"}
    await crew.filled(crew.curator, "annotate attribution", hop, number=1)
    source = {"source": "https://paper1.example/2001/05/03/x", "stance": "supports"}
    await crew.filled(crew.curator, "annotate source", source, number=1)
    await crew.slash(crew.curator, "claim publish", number=1)


async def waiting(crew: Crew, who: Any) -> Any:
    work = await crew.slash(who, "review")
    return await who.click(shown(work), label="Waiting for an approver")


async def view_of(crew: Crew, number: int) -> Any:
    return await crew.world.services.curation.by_number(crew.member(crew.curator), number)


async def test_the_first_week_of_a_community(crew: Crew):
    cara, otto, ada, ann = crew.curator, crew.other, crew.admin, crew.server.ann

    # Monday: an administrator says who curates, and the first ten claims are written
    card = await crew.slash(ada, "settings")
    moderators = crew.server.guild.roles["Moderators"]
    await crew.pressed(ada, card, "Who", {"curator_roles": [moderators]})
    await first(crew)
    await published(crew, 10)
    assert (await view_of(crew, 10)).claim.status is Status.PUBLISHED

    # Tuesday: they are annotated, and a check finds one of them
    question = {"text": "Who closed it?", "settled_by": "The minutes"}
    await crew.filled(otto, "annotate question", question, number=3)
    answer = {"answer": "The town did.", "source": "https://town.example/2003/05/minutes"}
    await crew.filled(otto, "annotate answer", answer, number=3, question=1)
    context = {"level": "minor", "note": "One day off"}
    await crew.filled(cara, "annotate context", context, number=3)
    crew.world.matcher.finds("Bridge 3", await view_of(crew, 3), Tier.MATCH)
    found = await crew.read(ann, "check", text="Bridge 3 is shut")
    assert "One day off" in found

    # Wednesday: a member asks what nobody knows, and a claim is made from it
    nothing = await crew.slash(ann, "check", text="They blew up the old tower")
    request = {"text": "They blew up the old tower", "told": "direct", "consent": ["yes"]}
    await crew.pressed(ann, nothing, "Ask the curators", request)
    queue = await crew.slash(otto, "requests list")
    one = await otto.select(shown(queue), ["1"])
    draft = {"text": "The old tower was blown up on 3 June 2011."}
    await crew.pressed(otto, one, "New claim from this", draft)
    hop = {"who": "City radio", "act": "reported", "date": "June 2011"}
    await crew.filled(otto, "annotate attribution", hop, number=11)
    source = {"source": "https://radio.example/2011/06/03/tower", "stance": "supports"}
    await crew.filled(otto, "annotate source", source, number=11)
    await crew.slash(otto, "claim publish", number=11)
    teller = Teller(crew.world.bot, crew.world.services.notices, crew.world.store.reader)
    assert await teller.tell_all() == 1
    assert "answered with claim #11" in await crew.read(ann, "request status")

    # Thursday: two claims turn out to be one, and an edit to have been a mistake
    asked = await crew.slash(cara, "claim merge", keep=1, other=2)
    await cara.click(shown(asked), label="Merge")
    assert (await view_of(crew, 2)).claim.merged_into == (await view_of(crew, 1)).claim.ref
    before = await view_of(crew, 4)
    await crew.filled(otto, "claim edit", {"text": "It fell down.", "kind": "fact"}, number=4)
    await crew.slash(cara, "claim revert", number=4, revision=before.revision)
    assert (await view_of(crew, 4)).claim.text == before.claim.text

    # Friday: from now on two people look at what members will see
    card = await crew.slash(ada, "settings")
    how = {"approval": "on", "replies_public": "off", "asks_a_day": "3"}
    await crew.pressed(ada, card, "How", {**how, "keep_requests_days": "90"})
    changed = {"text": "Bridge 5 was closed on 3 May 2005.", "kind": "fact"}
    waits = await crew.filled(cara, "claim edit", changed, number=5)
    assert "waits for another approver" in words_of(waits)
    assert "Bridge 5 over the river" in await crew.read(ann, "claim view", number=5)
    looked = await otto.click(
        shown(await otto.select(shown(await waiting(crew, otto)), ["1"])), label="Accept"
    )
    assert "### Accepted" in words_of(looked)
    assert "Bridge 5 was closed on 3 May" in await crew.read(ann, "claim view", number=5)

    # Saturday: the claims go to another community, which changes nothing here
    head = {"title": "Bridges", "version": "1.0.0", "description": "All.", "method": "Read."}
    sent = await crew.filled(cara, "pack export", {**head, "licence": "CC-BY-4.0"})
    (attachment,) = shown(sent).attachments
    there = crew_of(crew.world, "Elsewhere")
    file = (attachment.filename, await attachment.read())
    plan = await there.slash(there.curator, "pack import", file=file)
    assert "- New: 10" in words_of(plan)
    await there.curator.click(shown(plan), label="Import it")
    near = await there.server.ann.autocomplete(there.server.channel, "claim view", "number", "5")
    assert "Bridge 5 was closed on 3 May 2005." in str(near)
    await there.slash(there.curator, "claim draft", number=1)
    assert (await view_of(crew, 1)).claim.status is Status.PUBLISHED

    # Sunday: all of it can be read back
    log = await crew.slash(ada, "audit")
    seen = words_of(log)
    while "Older" in str(shown(log).components):
        log = await ada.click(shown(log), label="Older")
        seen += words_of(log)
    for action in ("settings changed", "claims merged", "claim reverted", "proposal accepted"):
        assert action in seen, action
    assert seen.count("claim added") == 11
