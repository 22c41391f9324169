"""What stands behind the buttons, and what autocomplete offers."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from claims.errors import StoreProblem
from storage import database
from tests.storage_worlds import HERE, a_claim, a_pack, bridge, opened, with_pack

LATER = datetime.now(UTC) + timedelta(days=1)


async def test_an_answer_is_kept_until_it_is_forgotten(tmp_path: Path):
    async with opened(tmp_path) as store:
        first = await store.answers.put_answer("1", b"first")
        assert await store.answers.forget_answers(LATER - timedelta(days=2)) == 0
        assert await store.answers.get_answer("1", first) == b"first"
        assert await store.answers.forget_answers(LATER) == 1
        assert await store.answers.get_answer("1", first) is None
        assert await store.answers.put_answer("1", b"second") > first


async def test_the_same_remark_by_the_same_person_counts_once(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store, "1")
        claim_id = (await store.reader.by_number("1", 1)).claim_id

        async def remark(wording: str, user: str, kind: str = "not_this_claim") -> bool:
            return await store.answers.put_feedback(
                "1", claim_id, kind=kind, wording=wording, remark="no", user=user
            )

        assert await remark("words", "ann")
        assert not await remark("words", "ann")
        assert await remark("words", "bob")
        assert await remark("other words", "ann")
        assert await remark("words", "ann", "same_claim")
        assert await store.answers.forget_feedback(LATER) == 4
        assert await remark("words", "ann")


async def test_public_answers_are_remembered_by_claim(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store, "1", "2")
        first, second = [(await store.reader.by_number("1", n)).claim_id for n in (1, 2)]
        await store.answers.remember_shared("1", "10", "100", [(first, 1), (second, 1)])
        await store.answers.remember_shared("1", "10", "100", [(first, 2)])
        await store.answers.remember_shared("1", "11", "101", [(first, 2)])
        shared = await store.answers.shared_with("1", first)
        assert [(a.message, a.revision) for a in shared] == [("101", 2), ("100", 2)]
        assert await store.answers.shared_with("1", second) == []
        assert await store.answers.shared_with("2", first) == []


async def test_autocomplete_finds_by_number_words_and_speaker(tmp_path: Path):
    pack = a_pack(
        claims=[
            bridge(1, text="The Öresund bridge opened.", speaker="Åsa Lind"),
            bridge(2, text="It rose by 100% in 2017.", title="Bridge toll"),
            bridge(3, text="Nothing_else."),
            *(bridge(n) for n in range(4, 21)),
        ]
    )
    async with opened(tmp_path) as store:
        await with_pack(store, "1", pack=pack)
        await store.writer.add(HERE, a_claim("X1", "Ours."), actor="a", reason="r")

        async def found(words: str, limit: int = 25) -> list[int]:
            return [view.number for view in await store.reader.suggest("1", words, limit)]

        assert await found("öRESUND brid") == [1]
        assert await found("åsa") == [1]
        assert await found("toll rose") == [2]
        assert await found("100%") == [2]
        assert await found("g_e") == [3]
        assert await found("i_g") == []
        assert await found("%") == [2]
        assert (await found("2"))[:2] == [2, 20]
        assert (await found("#10"))[:2] == [10, 101]
        assert await found("  ", 3) == [101, 20, 19]
        assert await found("zebra") == []
        assert len(await found("bridge", 5)) == 5
        assert await found("x" * 5000) == []


async def test_the_original_of_a_repost_comes_with_it(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store, "1")
        view = await store.reader.by_number("1", 1)
        assert view.claim.source_keys == {"S2"}
        assert {key: source.repost_of for key, source in view.sources.items()} == {
            "S2": "S1",
            "S1": None,
        }


async def test_many_who_are_answered_at_once_have_ids_of_their_own_and_wait_for_the_disk_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    async with opened(tmp_path) as store:
        began = []
        at_one_go = database._at_one_go
        monkeypatch.setattr(
            database, "_at_one_go", lambda *given: (began.append(1), at_one_go(*given))[1]
        )
        sealed = [f"answer {n}".encode() for n in range(40)]
        ids = await asyncio.gather(*(store.answers.put_answer("1", one) for one in sealed))
        assert len(began) == 1
        assert len(set(ids)) == 40
        kept = [await store.answers.get_answer("1", one) for one in ids]
        assert kept == sealed


async def test_an_answer_that_cannot_be_kept_takes_no_other_with_it(tmp_path: Path):
    async with opened(tmp_path) as store:
        bad: Any = None
        outcomes = await asyncio.gather(
            store.answers.put_answer("1", b"first"),
            store.answers.put_answer("1", bad),
            store.answers.put_answer("1", b"third"),
            return_exceptions=True,
        )
        first, failed, third = outcomes
        assert isinstance(failed, StoreProblem)
        assert isinstance(first, int)
        assert isinstance(third, int)
        assert await store.answers.get_answer("1", first) == b"first"
        assert await store.answers.get_answer("1", third) == b"third"


async def test_who_waits_no_longer_keeps_nobody_from_being_answered(tmp_path: Path):
    async with opened(tmp_path) as store:
        asked = [asyncio.create_task(store.answers.put_answer("1", b"x")) for _ in range(3)]
        await asyncio.sleep(0)
        asked[0].cancel()
        outcomes = await asyncio.gather(*asked, return_exceptions=True)
        assert isinstance(outcomes[0], asyncio.CancelledError)
        assert all(isinstance(one, int) for one in outcomes[1:])
        assert await store.answers.put_answer("1", b"later")
