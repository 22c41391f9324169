"""Names that mean the same to a community or in a pack count at the next check, and only there."""

import shutil
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import ValidationError

from bot.services import Services, open_services
from bot.settings import load_settings
from claims.community import CommunitySettings
from claims.errors import Conflict, InputProblem, NotAllowed
from claims.models import Claim, Owner
from claims.people import Member
from claims.report import Found, Match, Tier
from claims.same_names import joined_names, typed_names, written_names
from matching.own_names import OwnNames
from storage.pack_files import parse_pack, written_pack
from tests.cli import caveat
from tests.curating_world import deed
from tests.storage_worlds import a_pack

HERE, THERE = "1001", "2002"
ADA = Member(1, HERE, can_manage_messages=True)
MO = Member(4, HERE)
MEADOW = "The Old Mill Trust sold the meadow behind the station of Weiden for a single crown"
ASKED = "OMT let the field by the railway stop go for next to nothing"
NAMES = "Old Mill Trust, OMT, the mill people\nWeiden, Wajda-on-the-Lake"


@pytest_asyncio.fixture
async def services(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CAVEAT_DEFAULT_PACKS", "none")
    data = Path(shutil.copytree(shipped, tmp_path / "data"))
    async with open_services(load_settings(data)) as opened:
        others = (
            "The brewery of Weiden sold its storks",
            "The station of Tarnow burned in the year of the flood",
            "Old mills grind more rye than new ones, the trust of millers says",
        )
        for community in (HERE, THERE):
            owner = Owner.community(community)
            for number, text in enumerate((MEADOW, *others)):
                claim = Claim(ref=f"c{number}", text=text)
                await opened.store.writer.add(owner, claim, actor="1", reason="Added")
        yield opened


async def found(services: Services, text: str, community: str = HERE) -> list[Match]:
    report = await services.checker.check_text(text, community)
    made = report.matches if isinstance(report, Found) else ()
    return [match for match in made if match.tier is Tier.MATCH]


async def test_what_curators_list_counts_at_the_next_check_and_nowhere_else(services: Services):
    both = "did #OMT really flog that meadow in Wajda-on-the-Lake?"
    for asked in (ASKED, both):
        assert await found(services, asked) == []
    position = services.index.position
    kept = await services.curators.communities.rename(ADA, deed(), NAMES)
    assert kept.settings.same_names[0] == ("Old Mill Trust", "OMT", "the mill people")
    for asked in (ASKED, both):
        [match] = await found(services, asked)
        assert (match.view.claim.text, match.found.wording) == (MEADOW, MEADOW)
        assert match.found.segment.text == asked  # shown as it was pasted
    assert await found(services, ASKED, THERE) == []
    assert services.index.position == position  # nothing was indexed anew
    await services.curators.communities.rename(ADA, deed(), "")
    assert await found(services, ASKED) == []


async def test_the_claim_may_have_the_short_name_and_the_text_the_long_one(services: Services):
    bought = Claim(ref="short", text="OMT keeps four swans on its pond")
    owner = Owner.community(HERE)
    await services.store.writer.add(owner, bought, actor="1", reason="Added")
    asked = "apparently there are four swans on the pond of the Old Mill Trust"
    await services.curators.communities.rename(ADA, deed(), NAMES)
    [match] = await found(services, asked)
    assert match.view.claim.ref == "short"
    assert match.found.wording == bought.text


async def test_every_change_of_names_is_an_entry_and_builds_on_the_last(services: Services):
    communities = services.curators.communities
    first = await communities.rename(ADA, deed(), NAMES)
    with pytest.raises(Conflict):
        await communities.rename(ADA, deed(), "", base=first.revision - 1)
    [entry] = await services.store.ledger.audit(HERE, 1)
    assert (entry.action, entry.actor) == ("names changed", "1")
    with pytest.raises(NotAllowed):
        await communities.rename(MO, deed(), NAMES)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("OMT, Old Mill Trust\nWeiden", "Line 2 has one name alone"),
        ("OMT, Old Mill Trust\nomt, Oil Men of Tarnow", "listed twice"),
        ("X, Y", "single letter"),
        ("12, 400", "no name"),
        ("OMT, the people who bought and sold the old mill", "more than 6 words"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_in_a_sentence(typed: str, said: str):
    with pytest.raises((InputProblem, ValidationError), match=said):
        CommunitySettings(same_names=typed_names(typed))


async def test_a_pack_brings_its_names_to_whoever_enables_it(services: Services):
    claims = [{"ref": "P1", "text": MEADOW}]
    plain = a_pack(claims=claims, sources=[], documents=[])
    head = plain.pack.model_copy(update={"same_names": (("Old Mill Trust", "OMT"),)})
    pack, digest = parse_pack("mill.yaml", written_pack(plain.model_copy(update={"pack": head})))
    await services.store.packs.load(pack, digest=digest)
    assert await found(services, ASKED, HERE) == []
    await services.store.packs.enable(HERE, pack.pack.id)
    assert {each.view.claim.text for each in await found(services, ASKED, HERE)} == {MEADOW}
    assert await found(services, ASKED, THERE) == []


def test_an_everyday_word_is_a_name_in_capitals_alone():
    names = OwnNames([["Women's Help Organisation", "WHO"], ["Oltcit Motor Trust", "OMT"]])
    assert names.usual("WHO says so.") == "Women's Help Organisation says so."
    assert names.usual("who says so, omt's people?") == (
        "who says so, Oltcit Motor Trust's people?"
    )
    untouched = "Nobody here:  is it so… — Ada (@ada) May 3, 2020"
    assert names.usual(untouched) == untouched


def test_lists_are_written_as_they_are_typed_and_joined_where_they_share_a_name():
    groups = typed_names("  Old  Mill Trust,OMT , the mill people\n\nWeiden, Wajda\n")
    assert groups == (("Old Mill Trust", "OMT", "the mill people"), ("Weiden", "Wajda"))
    assert typed_names(written_names(groups)) == groups
    assert joined_names([*groups, ("omt", "Millers")]) == (
        ("Weiden", "Wajda"),
        ("Old Mill Trust", "OMT", "the mill people", "Millers"),
    )


def test_the_names_of_a_community_are_replaced_on_the_command_line(tmp_path: Path):
    file = tmp_path / "names.txt"
    file.write_text(NAMES, encoding="utf-8")
    words = ("names", "--community", HERE, "--data", tmp_path / "data")
    assert caveat(*words).out == "No names are listed.\n"
    assert caveat(*words, "--set", file).out == f"{NAMES}\n" == caveat(*words).out
    file.write_text("Weiden", encoding="utf-8")
    refused = caveat(*words, "--set", file)
    assert (refused.status, caveat(*words).out) == (2, f"{NAMES}\n")
    assert "Line 1 has one name alone" in refused.err
