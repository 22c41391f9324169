"""The numbers by which people call claims: short, and the same tomorrow."""

from pathlib import Path

import pytest

from claims.models import Owner
from storage.numbering import pack_numbers
from tests.storage_worlds import HERE, a_claim, a_pack, bridge, opened, with_pack


async def number_of(store, ref: str, community: str = "1") -> int:
    return (await store.reader.by_ref(community, ref, include_unpublished=True)).number


async def test_a_fresh_community_counts_its_own_claims_after_those_of_the_pack(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store, pack=a_pack(claims=41))
        await store.ensure_community("1", ["bridges"])
        await store.writer.add(HERE, a_claim("X1"), actor="ann", reason="first")
        assert await number_of(store, "C01") == 1
        assert await number_of(store, "C41") == 41
        assert await number_of(store, "X1") == 101
        assert (await store.reader.by_number("1", 41)).claim.ref == "C41"


async def test_a_pack_that_comes_later_takes_the_next_hundred(tmp_path: Path):
    async with opened(tmp_path) as store:
        for ref in ("X1", "X2"):
            await store.writer.add(HERE, a_claim(ref), actor="ann", reason="first")
        await with_pack(store, "1")
        await store.writer.add(HERE, a_claim("X3"), actor="ann", reason="first")
        assert await number_of(store, "C02") == 4
        assert await number_of(store, "X3") == 103


async def test_numbers_stay_while_a_pack_is_off_and_when_it_grows(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store, "1")
        await store.packs.disable("1", "bridges")
        await store.writer.add(HERE, a_claim("X1"), actor="ann", reason="first")
        await store.packs.load(a_pack("1.1.0", claims=130), digest="b")
        await store.packs.enable("1", "bridges")
        await store.writer.add(HERE, a_claim("X2"), actor="ann", reason="first")
        assert await number_of(store, "X1") == 101
        assert [await number_of(store, ref) for ref in ("C01", "C100", "C101")] == [1, 100, 102]
        assert await number_of(store, "C130") == 131
        assert await number_of(store, "X2") == 202
        assert (await store.reader.by_number("1", 131)).claim.ref == "C130"


async def test_a_retired_claims_number_is_not_given_to_another(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store, "1")
        shorter = a_pack("2.0.0", claims=[bridge(3), bridge(4), bridge(1)])
        await store.packs.load(shorter, digest="b")
        numbers = [await number_of(store, f"C0{n}") for n in (1, 2, 3, 4)]
        assert numbers == [1, 2, 3, 4]


async def test_communities_count_apart(tmp_path: Path):
    async with opened(tmp_path) as store:
        for community in ("1", "2"):
            await store.writer.add(
                Owner.community(community), a_claim("X1"), actor="ann", reason="first"
            )
        assert await number_of(store, "X1", "1") == await number_of(store, "X1", "2") == 1


@pytest.mark.parametrize(
    ("refs", "numbers"),
    [
        (["C01", "C12", "C41"], [1, 12, 41]),
        (["alpha", "beta"], [1, 2]),
        (["C1", "D1"], [1, 2]),
        (["C1", "other"], [1, 2]),
        (["C00", "C01"], [1, 2]),
        (["C123456"], [1]),
    ],
)
def test_a_packs_claims_are_numbered_by_their_refs_or_else_by_place(refs, numbers):
    assert list(pack_numbers(refs, {}).values()) == numbers


def test_a_number_once_given_stays_whatever_the_next_version_brings():
    given = {"alpha": 1, "beta": 2}
    assert pack_numbers(["new", "beta", "alpha"], given) == {"alpha": 1, "beta": 2, "new": 3}
