"""Every decision of a curator acts at once, and `caveat eval` replays it against the matcher."""

import asyncio
import json
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.services import Services, open_services
from bot.settings import load_settings
from claims.approving import NOT_THIS_CLAIM
from claims.editing import ClaimEdit
from claims.models import Status
from claims.people import Member
from claims.report import Found, Tier
from claims.requesting import Told
from tests.cli import Said, caveat
from tests.curating_world import deed

HERE = "1001"
ADA = Member(1, HERE, can_manage_messages=True)
MO = Member(4, HERE)
WHALES = "Grey whales returned to the harbour of Lisbon in spring 2021"
FLUKES = "gray cetaceans are back in the portuguese capital's port since spring"
BRIDGE = "The old bridge over the Vltava was closed to lorries after an inspection"
LORRIES = "lorries may no longer cross the old Vltava bridge after inspectors came"
MILL = "The mill of Tarnow ground 400 tonnes of rye in the year of the flood"
PASTED = "they say gray cetaceans are back in the portuguese capital's port since spring!!"


@pytest.fixture
def data(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAVEAT_DEFAULT_PACKS", "none")
    return Path(shutil.copytree(shipped, tmp_path / "data"))


async def claims(services: Services, *texts: str) -> list[int]:
    """Published claims of the community, by id."""
    found = []
    for text in texts:
        edit = ClaimEdit(text=text)
        view = await services.curators.curation.add(ADA, deed(), edit)
        claim = view.claim.model_copy(update={"status": Status.PUBLISHED})
        await services.store.writer.save(
            view.owner, view.claim_id, claim, base=view.revision, actor="1", reason="Published"
        )
        found.append(view.claim_id)
    return found


async def shown(services: Services, text: str) -> list[int]:
    report = await services.checker.check_text(text, HERE)
    matches: Sequence[Any] = report.matches if isinstance(report, Found) else ()
    return [match.view.claim_id for match in matches if match.tier is Tier.MATCH]


async def evaluated(data: Path, *words: str) -> Said:
    words = ("--community", HERE, *words)
    return await asyncio.to_thread(
        caveat, "eval", "--data", data, *words, CAVEAT_DEFAULT_PACKS="none"
    )


async def test_same_claim_and_not_this_claim_change_the_next_check_and_become_cases(data: Path):
    async with open_services(load_settings(data)) as services:
        whales, bridge = await claims(services, WHALES, BRIDGE)
        curation = services.curators.curation
        asked = "is it true that the sea giants with the two blow holes swim downtown these days?"
        assert await shown(services, asked) == []
        await curation.add_phrasing(ADA, deed(), whales, asked)
        assert await shown(services, asked) == [whales]
        near = BRIDGE.replace("closed to lorries", "closed to lorries and horses")
        assert await shown(services, near) == [bridge]
        await curation.block(ADA, deed(), bridge, near)
        assert await shown(services, near) == []
    said = await evaluated(data, "--json")
    assert said.status == 0, said.err
    kinds = said.json["kinds"]
    assert kinds["wording"] == kinds["blocked"] == {"held": 1, "cases": 1}
    assert kinds["unaided"]["cases"] == kinds["unruled"]["cases"] == 1
    # Neither answers for itself: without them, the matcher has to tell, and here it cannot.
    assert [case["text"] for case in said.json["missed"]] == [asked, near]
    assert said.json["missed"][1]["taken_for"] == said.json["missed"][1]["claim"]
    assert said.json["broken"] == said.json["regressions"] == []


async def test_a_decision_that_no_longer_holds_ends_with_status_1_until_it_is_accepted(data: Path):
    async with open_services(load_settings(data)) as services:
        [whales] = await claims(services, WHALES)
        curation = services.curators.curation
        await curation.add_phrasing(ADA, deed(), whales, FLUKES)
        await curation.add_phrasing(ADA, deed(), whales, PASTED)
    assert (await evaluated(data)).status == 0
    record = (data / "evaluation.json").read_text(encoding="utf-8")
    assert "cetaceans" not in record
    assert list(json.loads(record).values()) == [True, True]
    async with open_services(load_settings(data)) as services:
        await services.curators.curation.edit(
            ADA, deed(), whales, ClaimEdit(text="Zubrowka sales fell in Katowice")
        )
        await services.curators.curation.remove_phrasing(ADA, deed(), whales, WHALES)
        await services.curators.curation.remove_phrasing(ADA, deed(), whales, FLUKES)
    said = await evaluated(data)
    assert said.status == 1
    assert "Held the last time and no longer" in said.out
    assert PASTED[:60] in said.out
    assert (await evaluated(data, "--json")).json["regressions"][0]["text"] == PASTED
    assert (await evaluated(data, "--accept")).status == 0


async def test_what_members_asked_and_doubted_is_replayed_as_curators_decided(data: Path):
    async with open_services(load_settings(data)) as services:
        whales, bridge, _ = await claims(services, WHALES, BRIDGE, MILL)
        requests = services.curators.requests
        for text, answer in ((LORRIES, bridge), ("Do gnomes pay taxes in Bruges?", None)):
            asked = await requests.ask(MO, deed(), text, reason="", told=Told.NOTHING, consent=True)
            if answer is not None:
                await requests.answer(ADA, deed(), asked.number, answer)
            else:
                await requests.dismiss(ADA, deed(), asked.number, "Nobody claims that.")
        box = services.store.answers
        for user, wording in (("a", PASTED), ("b", "whales in Lisbon? that was dolphins")):
            await box.put_feedback(
                HERE, whales, kind=NOT_THIS_CLAIM, wording=wording, remark="", user=user
            )
        [first, second] = await services.curators.suggestions.waiting(ADA)
        await services.curators.suggestions.dismiss(ADA, deed(), first.suggestion_id)
        await services.curators.suggestions.accept(ADA, deed(), second.suggestion_id)
    said = await evaluated(data, "--json")
    kinds = said.json["kinds"]
    for kind in ("answered", "dismissed", "upheld", "blocked"):
        assert kinds[kind] == {"held": 1, "cases": 1}, kind
    [use] = [each for each in said.json["usage"]["claims"] if each["doubts"]["agreed"]]
    assert use["doubts"] == {"agreed": 1, "upheld": 1, "waiting": 0}


async def test_a_community_sees_how_right_its_answers_were_and_which_wordings_never_are_met(
    data: Path,
):
    async with open_services(load_settings(data)) as services:
        whales, bridge = await claims(services, WHALES, BRIDGE)
        await services.curators.curation.add_phrasing(ADA, deed(), whales, FLUKES)
        await services.curators.curation.add_phrasing(ADA, deed(), bridge, LORRIES)
        for _ in range(3):
            assert await shown(services, PASTED) == [whales]
        await shown(services, "good morning, who has seen my umbrella?")
        await services.store.answers.put_feedback(
            HERE, whales, kind=NOT_THIS_CLAIM, wording=PASTED, remark="", user="a"
        )
    told = (await evaluated(data, "--json")).json["usage"]
    assert (told["shown"], told["doubted"]) == (3, 1)
    assert told["precision"] == pytest.approx(2 / 3)
    assert {each["number"]: each["never_met"] for each in told["claims"]} == {1: [], 2: [LORRIES]}
    said = await evaluated(data)
    assert "3 claims were shown" in said.out
    assert "1 phrasings never were met" in said.out
    with closing(sqlite3.connect(data / "caveat.db")) as database:
        [(times, key)] = database.execute("SELECT times, wording FROM met_wordings").fetchall()
        assert (times, len(key)) == (3, 20)


async def test_a_community_without_decisions_is_told_so(data: Path):
    async with open_services(load_settings(data)) as services:
        await claims(services, WHALES)
    said = await evaluated(data)
    assert said.status == 0
    assert "no decision to replay" in said.out
