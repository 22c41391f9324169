"""`caveat privacy`: what whoever runs the bot does for somebody who asks, and with a community."""

import asyncio
from pathlib import Path

import pytest

from bot.curators import KeyedNames
from bot.memos import Memos
from storage.lock import data_folder_lock
from tests.cli import caveat
from tests.curating_world import HERE
from tests.personal_world import PAM, a_personal_world, cells, columns_with


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder in which Pam did everything, before its secret was lost and made anew."""

    async def make() -> None:
        async with a_personal_world(tmp_path) as personal:
            names = KeyedNames(await Memos(tmp_path / "memos.json").key())
            who = names.of(HERE, PAM)
            await personal.store.opt_outs.opt_out(HERE, who, personal.world.clock())

    asyncio.run(make())
    return tmp_path


def test_an_operator_gives_somebody_what_is_kept_and_deletes_it(data: Path):
    told = caveat("privacy", "export", "--user", str(PAM), "--data", data)
    assert told.status == 0
    assert {"follows", "audit", "opt_outs"} <= {part["heading"] for part in told.json["kept"]}
    unsure = caveat("privacy", "delete", "--user", str(PAM), "--data", data)
    assert (unsure.status, unsure.out) == (2, "")
    assert "say --yes" in unsure.err
    done = caveat("privacy", "delete", "--user", str(PAM), "--yes", "--data", data)
    assert "1 opt outs" in done.out
    assert columns_with(data, [str(PAM)]) == set(), "also where a hash is of a secret since lost"
    again = caveat("privacy", "delete", "--user", str(PAM), "--yes", "--data", data)
    assert again.out == "Nothing is kept.\n"


def test_an_operator_erases_a_community(data: Path):
    options = ("--data", data, "--community")
    model = {"CAVEAT_MODEL": "off", "CAVEAT_DEFAULT_PACKS": "none"}
    assert caveat("privacy", "erase", *options, HERE, **model).status == 2
    unknown = caveat("privacy", "erase", "--yes", *options, "3003", **model)
    assert (unknown.status, "No community 3003" in unknown.err) == (2, True)
    with data_folder_lock(data):
        busy = caveat("privacy", "erase", "--yes", *options, HERE, **model)
        assert "within the hour" in busy.out
        assert {HERE} <= cells(data)[("communities", "id")]
    done = caveat("privacy", "erase", "--yes", *options, HERE, **model)
    assert done.out == f"Nothing is kept of {HERE} any more.\n"
    assert HERE not in cells(data)[("communities", "id")]
