"""What members ask: merged, split, counted, limited, answered, and told once."""

from pathlib import Path

import pytest

from claims.errors import AskedTooOften, InputProblem, NotAllowed, NotFound
from claims.people import Member
from claims.requesting import RequestStatus, Told, Verdict
from tests.curating_world import ADA, BEN, GONE, HERE, MO, NIA, ZOE, World, a_world, deed
from tests.matching_world import model


async def test_requests_that_mean_the_same_are_one_and_counted(tmp_path: Path):
    async with a_world(tmp_path, model()) as world:
        first = await ask(world, MO, "Did the mayor close the harbour bridge in May 2026?")
        same = await ask(world, NIA, "Was the harbour bridge closed by the mayor in May 2026?")
        other = await ask(world, NIA, "Did the mayor close the harbour bridge in June 2026?")
        figure = await ask(world, ADA, "Did 400 people protest at the harbour bridge?")
        larger = await ask(world, ADA, "Did 4,000 people protest at the harbour bridge?")
        numbers = [item.number for item in (first, same, other, figure, larger)]
        assert numbers == [1, 1, 2, 3, 4]
        assert same.text.startswith("Was"), "who asks sees their own words alone"
        [most, *_] = await world.desk.requests.list(ADA)
        assert (most.number, most.asked, most.text) == (1, 2, first.text)
        assert most.askers == ()
        whole = await world.desk.requests.show(ADA, 1)
        assert [asker.text for asker in whole.askers] == [first.text, same.text]


async def test_the_most_asked_come_first_and_then_the_oldest(tmp_path: Path):
    async with a_world(tmp_path) as world:
        for number, text in enumerate(("Is it wet?", "Where is the tunnel?", "Who paid for it?")):
            await ask(world, MO if number < 2 else NIA, text)
            world.clock.forward(minutes=5)
        await ask(world, BEN, "Who paid for it?")
        listed = await world.desk.requests.list(ADA)
        assert [item.number for item in listed] == [3, 1, 2]


async def test_a_curator_splits_what_was_taken_for_the_same(tmp_path: Path):
    async with a_world(tmp_path) as world:
        for person in (MO, NIA, BEN):
            await ask(world, person, "Who paid for the tunnel?")
        request = await world.desk.requests.show(ADA, 1)
        odd = request.askers[2].asker_id
        split = await world.desk.requests.split(ADA, deed(), 1, [odd])
        assert (split.number, split.asked, split.status) == (2, 1, RequestStatus.OPEN)
        assert (await world.desk.requests.show(ADA, 1)).asked == 2
        [mine] = await world.desk.requests.status(BEN)
        assert mine.number == 2
        with pytest.raises(NotFound, match="among those who asked"):
            await world.desk.requests.split(ADA, deed(), 1, [odd])
        with pytest.raises(InputProblem, match="One asker must stay"):
            await world.desk.requests.split(ADA, deed(), 2, [odd])


async def test_a_member_asks_only_so_often_a_day(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await world.settings(asks_a_day=2)
        await ask(world, MO, "Is it wet?")
        await ask(world, MO, "Who paid for the tunnel?")
        with pytest.raises(AskedTooOften, match="2 requests a day"):
            await ask(world, MO, "Where is the harbour?")
        await ask(world, NIA, "Where is the harbour?")
        world.clock.forward(days=1, minutes=1)
        await ask(world, MO, "Where is the harbour?")
        await world.settings(asks_a_day=0)
        with pytest.raises(InputProblem, match="takes no requests"):
            await ask(world, NIA, "What now?")


async def test_nothing_is_kept_without_consent_or_words(tmp_path: Path):
    async with a_world(tmp_path) as world:
        with pytest.raises(InputProblem, match="agree to that"):
            await world.desk.requests.ask(MO, deed(), "Is it wet?", consent=False)
        with pytest.raises(InputProblem, match="Write what"):
            await ask(world, MO, "  \n ")
        with pytest.raises(InputProblem, match="too long"):
            await ask(world, MO, "wet " * 2000)
        with pytest.raises(NotAllowed, match="ask there"):
            await ask(world, GONE, "Is it wet?")
        assert await world.desk.requests.list(ADA) == []


async def test_two_curators_do_not_take_the_same_request(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await ask(world, MO, "Is it wet?")
        taken = await world.desk.requests.take(ADA, deed(), 1)
        assert (taken.status, taken.taken_by) == (RequestStatus.TAKEN, str(ADA.user))
        with pytest.raises(InputProblem, match="Another curator"):
            await world.desk.requests.take(BEN, deed(), 1)
        await world.desk.requests.give_back(BEN, deed(), 1)
        assert (await world.desk.requests.take(BEN, deed(), 1)).taken_by == str(BEN.user)
        await world.desk.requests.dismiss(ADA, deed(), 1, "It is only water.")
        with pytest.raises(InputProblem, match="was dismissed already"):
            await world.desk.requests.take(BEN, deed(), 1)


async def test_a_request_is_answered_with_what_members_see(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await ask(world, MO, "Is it wet?", Told.DIRECT)
        draft = await world.ready(text="The tunnel is wet.")
        with pytest.raises(InputProblem, match="publish it"):
            await world.desk.requests.answer(ADA, deed(), 1, draft)
        with pytest.raises(InputProblem, match="in a sentence why"):
            await world.desk.requests.dismiss(ADA, deed(), 1, " ")
        await world.desk.curation.publish(ADA, deed(), draft)
        answered = await world.desk.requests.answer(ADA, deed(), 1, draft, "Here it is.")
        assert (answered.status, answered.claim_id) == (RequestStatus.ANSWERED, draft)
        [notice] = await world.desk.notices.pending()
        assert (notice.user, notice.verdict, notice.claim_id) == ("4", Verdict.ANSWERED, draft)
        assert notice.sentence == "Here it is."


async def test_every_asker_is_told_once_as_they_chose(tmp_path: Path):
    async with a_world(tmp_path) as world:
        for person, told in ((MO, Told.DIRECT), (NIA, Told.NOTHING), (BEN, Told.DIRECT)):
            await ask(world, person, "Who paid for the tunnel?", told)
        await world.desk.requests.dismiss(ADA, deed(), 1, "Ask the city.")
    async with a_world(tmp_path) as world:  # the bot was down meanwhile
        world.clock.forward(hours=5)
        first, second = await world.desk.notices.pending()
        assert [first.user, second.user] == ["4", "2"]
        assert not first.tried
        assert first.nonce != second.nonce
        assert await world.desk.notices.claim(first)
        assert not await world.desk.notices.claim(first), "only one sends it"
        assert [item.user for item in await world.desk.notices.pending()] == ["2"]
    async with a_world(tmp_path) as world:  # it died while it sent the first
        world.clock.forward(hours=6)
        again, _ = await world.desk.notices.pending()
        assert (again.notice_id, again.nonce, again.tried) == (first.notice_id, first.nonce, True)
        assert await world.desk.notices.claim(again)
        await world.desk.notices.confirm(again, sent=True)
        await world.desk.notices.confirm(second, sent=False)
        assert not await world.desk.notices.claim(again)
        assert await world.desk.notices.pending() == []
        assert await plain_ids(world) == []


async def test_what_was_asked_expires_and_the_asker_hears_of_it(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await world.settings(keep_requests_days=10)
        await ask(world, MO, "Who paid for the tunnel?", Told.DIRECT)
        world.clock.forward(days=5)
        await ask(world, NIA, "Who paid for the tunnel?", Told.DIRECT)
        world.clock.forward(days=6)
        assert await world.store.queue.forget_texts(world.clock()) == 1
        request = await world.desk.requests.show(ADA, 1)
        assert (request.status, request.text) == (RequestStatus.OPEN, "Who paid for the tunnel?")
        assert [asker.text for asker in request.askers] == ["", request.text]
        world.clock.forward(days=6)
        assert await world.store.queue.forget_texts(world.clock()) == 1
        assert await world.store.queue.forget_texts(world.clock()) == 0
        gone = await world.desk.requests.show(ADA, 1)
        assert (gone.status, gone.text) == (RequestStatus.DISMISSED, "")
        assert "expired" in gone.sentence
        assert len(await world.desk.notices.pending()) == 2


async def test_who_asks_the_same_again_is_counted_once(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await ask(world, MO, "Who paid for the tunnel?")
        again = await ask(world, MO, "Who paid for the tunnel?", Told.DIRECT)
        assert (again.number, again.asked) == (1, 1)
        assert again.askers[0].told is Told.DIRECT


async def test_one_community_sees_nothing_of_anothers_requests(tmp_path: Path):
    async with a_world(tmp_path) as world:
        await ask(world, MO, "Who paid for the tunnel?")
        theirs = await ask(world, ZOE, "Who paid for the tunnel?")
        assert theirs.number == 1
        assert theirs.asked == 1, "they are not merged over the border of a community"
        same_person = Member(MO.user, ZOE.community)
        assert await world.desk.requests.status(same_person) == []
        assert len(await world.desk.requests.list(ZOE)) == 1


async def ask(world: World, who: Member, text: str, told: Told = Told.NOTHING):
    return await world.desk.requests.ask(who, deed(), text, consent=True, told=told)


async def plain_ids(world: World) -> list[str]:
    """The plain ids of askers that are still kept anywhere."""
    from storage.curating_schema import askers, notices

    found: list[str] = []
    async with world.store._database.read() as connection:
        for table in (askers, notices):
            query = table.select().where(table.c.community == HERE, table.c.user.is_not(None))
            found += [row.user for row in await connection.execute(query)]
    return found
