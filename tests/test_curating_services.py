"""The curators' services as the program runs them: with the index, the model and the check."""

from pathlib import Path

from bot.services import Services, open_services
from bot.settings import Settings
from bot.tending import read_ahead, tend_once
from claims.annotating import HopForm
from claims.editing import ClaimEdit
from claims.models import Stance
from claims.people import Member
from claims.report import Found
from claims.requesting import Told
from intake import hosts
from matching import weights
from tests.curating_world import a_link, deed

CURATOR = Member(1, "900", can_manage_messages=True)
TEXT = "The harbour tunnel of Altstadt flooded on Monday night."


async def test_a_published_claim_answers_the_next_check_and_a_draft_does_not(tmp_path: Path):
    async with open_services(Settings(data=tmp_path, default_packs=(), model="off")) as services:
        await services.welcome("900")
        desk = services.curators
        view = await desk.curation.add(CURATOR, deed(), ClaimEdit(text=TEXT))
        assert not await found(services, TEXT)
        [draft] = await desk.curation.similar(
            CURATOR, "The Altstadt harbour tunnel flooded on Monday night"
        )
        assert (draft.view.claim_id, draft.candidate) == (view.claim_id, None)
        await desk.annotation.add_hop(CURATOR, deed(), view.claim_id, HopForm(who="The mayor"))
        link = a_link("https://gazette.example/1")
        await desk.annotation.add_source(CURATOR, deed(), view.claim_id, link, Stance.SUPPORTS)
        await desk.curation.publish(CURATOR, deed(), view.claim_id)
        assert await found(services, TEXT) == [view.claim_id]
        [near] = await desk.curation.similar(CURATOR, TEXT)
        assert (near.view.claim_id, near.same) == (view.claim_id, True)
        other = "Water stood in the tunnel under the port of Altstadt."
        await desk.curation.block(CURATOR, deed(), view.claim_id, TEXT.replace("flooded", "opened"))
        await desk.curation.add_phrasing(CURATOR, deed(), view.claim_id, other)
        assert await found(services, other) == [view.claim_id]
        await desk.curation.retire(CURATOR, deed(), view.claim_id)
        assert not await found(services, TEXT)


async def test_tending_forgets_what_members_asked_once_it_expired(tmp_path: Path):
    async with open_services(Settings(data=tmp_path, default_packs=(), model="off")) as services:
        await services.welcome("900")
        asked = await services.curators.requests.ask(
            Member(2, "900"), deed(), "Is the tunnel wet?", consent=True, told=Told.DIRECT
        )
        await tend_once(services, asked.first_asked.replace(year=asked.first_asked.year + 1))
        [mine] = await services.curators.requests.status(Member(2, "900"))
        assert mine.text == ""
        [notice] = await services.curators.notices.pending()
        assert notice.user == "2"


async def found(services: Services, text: str) -> list[int]:
    """The claims that a check finds in a text."""
    report = await services.checker.check_text(text, "900")
    return [match.view.claim_id for match in report.matches] if isinstance(report, Found) else []


def test_what_was_read_ahead_is_not_read_again_by_the_first_link_and_text():
    read_ahead()
    began = hosts._suffixes.cache_info().misses, weights._ranks.cache_info().misses
    assert hosts.registrable_domain("www.gazette.co.uk") == "gazette.co.uk"
    assert weights.known_share(("bridg", "close")) == 1.0
    assert (hosts._suffixes.cache_info().misses, weights._ranks.cache_info().misses) == began
