"""How sure a match must be is a community's choice, and a batch keeps to it as a check does."""

import asyncio
import shutil
from pathlib import Path

from bot.services import open_services
from bot.settings import load_settings
from claims.people import Member
from tests.cli import caveat, write_lines
from tests.curating_world import deed
from tests.matching_pastes import PARAPHRASES

HERE = "1001"
CHIEF = Member(3, HERE, can_manage_server=True)


async def test_a_batch_is_matched_as_surely_as_the_community_chose(shipped: Path, tmp_path: Path):
    data = Path(shutil.copytree(shipped, tmp_path / "data"))
    lines = [{"id": at, "text": text} for at, (_, text) in enumerate(PARAPHRASES[:24])]
    queries = write_lines(tmp_path / "queries.jsonl", *lines)
    words = ("--queries", queries, "--run", "-", "--community", HERE, "--data", data)
    seen: dict[str, set[tuple[int, str]]] = {}
    async with open_services(load_settings(data)) as services:
        await services.welcome(HERE)
        for chosen in ("careful", "eager"):
            await services.curators.communities.change(CHIEF, deed(), {"sensitivity": chosen})
            said = await asyncio.to_thread(caveat, "match", *words)
            seen[chosen] = {
                (line["id"], found["claim"])
                for line in said.lines
                for found in line["matches"]
                if found["tier"] == "match"
            }
    assert seen["careful"] < seen["eager"]
