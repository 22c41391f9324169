"""Links and files as questions: known by address, read over a socket, or told by their name."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from claims.answers import Answers
from claims.check import Checker, Reading
from claims.errors import NotALink
from claims.models import Appearance, Claim, Document
from claims.overview import overview_card
from claims.pages import FetchPolicy
from claims.paste import Paste, PastedFile
from claims.reading_errors import FileNotSupported, FileTooLarge
from claims.report import Found, KnownBy, KnownDocument, NothingFound, Tier
from intake.files import HandedFiles
from intake.pasted import PastedText
from intake.worker import ReadingWorker
from tests.fakes import FakeMatcher, FakeStore
from tests.hostile_web import HostileWeb, answer, article, passed_on
from tests.made_files import pdf
from tests.reading_world import Clock, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")

TITLE = "The dyke of Velm gave way after warnings were ignored"
STORY = Document(
    key="dyke", title=TITLE, publisher="The Velm Paper", urls=("https://velmpaper.example/dyke",)
)
RATED = """<script type="application/ld+json">{"@context": "https://schema.org", "@type":
"ClaimReview", "claimReviewed": "The dyke of Velm held", "author": {"@type": "Organization",
"name": "Fact Desk"}, "reviewRating": {"@type": "Rating", "alternateName": "Mostly wrong"},
"datePublished": "2026-05-04"}</script>"""


class Place:
    """A store, a web and a checker between them; ``policy`` is what the community lets us read."""

    def __init__(self, web: HostileWeb) -> None:
        self.web = web
        self.store = FakeStore()
        self.matcher = FakeMatcher()
        self.policy = FetchPolicy()
        self.checker: Checker

    def knows(
        self, ref: str, text: str, words: str, *, in_story: bool = False, quote: str = "", **more
    ) -> None:
        where = Appearance(document="dyke", where=f"paragraph {ref[1:]}", quote=quote or None)
        told = (where,) if in_story else ()
        claim = Claim(ref=ref, text=text, appearances=told)
        view = self.store.put(claim, documents=(STORY,) if in_story else ())
        self.matcher.finds(words, view, **more)
        if in_story:
            _, ids = self.store.documents.get(STORY.urls[0], (STORY, ()))
            self.store.documents[STORY.urls[0]] = (STORY, (*ids, view.claim_id))

    async def check(self, **paste):
        return await self.checker.check_paste(Paste(**paste), "1")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def worker() -> AsyncIterator[ReadingWorker]:
    worker = ReadingWorker()
    yield worker
    await worker.close()


@pytest_asyncio.fixture(loop_scope="module")
async def place(worker: ReadingWorker) -> AsyncIterator[Place]:
    async with HostileWeb().listening() as web, opened(web, worker, Clock(), 5) as pages:
        web.pages["/robots.txt"] = answer("", kind="text/plain", status="404 Not Found")
        found = Place(web)

        async def policy(community: str) -> FetchPolicy:
            return found.policy

        reading = Reading(pages, HandedFiles(worker), policy)
        found.checker = Checker(found.store, found.matcher, PastedText(), reading)
        yield found


async def test_the_page_behind_a_link_is_read_and_its_claims_are_found(place: Place):
    place.knows("C1", "The dyke broke.", "dyke broke")
    place.web.pages["/story"] = answer(article("They say the dyke broke in May."))
    report = await place.check(text=place.web.at("/story"))
    assert isinstance(report, Found)
    assert [match.view.claim.ref for match in report.matches] == ["C1"]
    assert report.read is not None
    assert (report.read.name, report.read.address) == ("The dyke", place.web.at("/story"))
    assert report.uncovered > 3


async def test_words_that_make_a_claim_are_answered_without_opening_their_link(place: Place):
    place.knows("C1", "The dyke broke.", "dyke broke")
    report = await place.check(text=f"the dyke broke {place.web.at('/story')}")
    assert isinstance(report, Found)
    assert place.web.requests == []


async def test_a_link_asked_about_is_read_whatever_the_words_beside_it_make(place: Place):
    place.knows("C1", "The dyke broke.", "dyke broke")
    place.knows("C2", "The mayor fled.", "mayor fled")
    place.web.pages["/story"] = answer(article("After that the mayor fled by boat."))
    report = await place.check(text="the dyke broke", link=place.web.at("/story"))
    assert isinstance(report, Found)
    assert [match.view.claim.ref for match in report.matches] == ["C1", "C2"]


async def test_a_page_that_names_a_known_article_as_its_origin_republishes_it(place: Place):
    place.knows("C1", "The dyke broke.", "dyke broke", in_story=True)
    head = '<link rel="canonical" href="https://velmpaper.example/dyke">'
    place.web.pages["/copy"] = answer(article("They say the dyke broke in May.", head))
    report = await place.check(text=place.web.at("/copy", "mirror.test"))
    assert isinstance(report, KnownDocument)
    assert report.by is KnownBy.ORIGIN
    assert report.carrier == "mirror.test"
    assert [match.view.claim.ref for match in report.found] == ["C1"]


async def test_a_short_link_that_leads_to_a_known_article_is_that_article(place: Place):
    place.knows("C1", "The dyke broke.", "dyke broke", in_story=True)
    target = place.web.at("/dyke", "velmpaper.test")
    place.store.documents[target.replace("http:", "https:")] = (STORY, (101,))
    place.web.pages["/x1"] = passed_on(target)
    place.web.pages["/dyke"] = answer(article("They say the dyke broke in May."))
    report = await place.check(text=place.web.at("/x1", "short.test"))
    assert isinstance(report, KnownDocument)
    assert report.by is KnownBy.ADDRESS


TOLD = ("dyke broke", "mayor fled", "alarm failed", "fields drowned", "cows swam")


async def test_a_text_with_the_claims_and_words_of_an_article_is_its_text(place: Place):
    for number, words in enumerate(TOLD, start=1):
        quote = f"It is told that the {words}" if number < 4 else ""
        place.knows(f"C{number}", f"Then {words}.", words, in_story=True, quote=quote)
    place.knows("C6", "The priest stayed.", "priest stayed", in_story=True, tier=Tier.RELATED)
    text = ". ".join(f"It is told, that the “{words}”" for words in (*TOLD, "priest stayed"))
    report = await place.check(text=text)
    assert isinstance(report, KnownDocument)
    assert (report.by, report.pasted) == (KnownBy.TEXT, "")
    assert [match.view.claim.ref for match in report.found] == [f"C{n}" for n in range(1, 7)]
    assert {match.tier for match in report.found} == {Tier.MATCH}


async def test_a_text_with_the_claims_alone_is_not_called_the_articles_text(place: Place):
    for number, words in enumerate(TOLD, start=1):
        quote = f"As is well known, the {words}"
        place.knows(f"C{number}", f"Then {words}.", words, in_story=True, quote=quote)
    report = await place.check(text=". ".join(f"It is told that the {words}" for words in TOLD))
    assert isinstance(report, KnownDocument)
    assert report.by is KnownBy.CLAIMS
    assert overview_card(report).title.startswith("This text makes most of the claims")


async def test_four_claims_of_a_long_article_are_not_the_article(place: Place):
    for number, words in enumerate(TOLD, start=1):
        place.knows(f"C{number}", f"Then {words}.", words, in_story=True)
    report = await place.check(text=". ".join(f"It is told that the {w}" for w in TOLD[:4]))
    assert isinstance(report, Found)


async def test_an_address_that_reads_like_a_known_title_is_told_without_opening_it(place: Place):
    place.policy = FetchPolicy(enabled=False)
    place.knows("C1", "The dyke broke.", "dyke broke", in_story=True)
    link = "https://elsewhere.example/2026/05/the-dyke-of-velm-gave-way-after-warnings-were-ignored"
    report = await place.check(text=link)
    assert isinstance(report, KnownDocument)
    assert (report.by, report.carrier) == (KnownBy.LIKELY, "elsewhere.example")
    assert "switched off" in report.notes[0]


async def test_an_address_that_reads_like_a_claim_finds_it(place: Place):
    place.policy = FetchPolicy(enabled=False)
    place.knows("C1", "The dyke broke.", "dyke broke")
    report = await place.check(text="https://elsewhere.example/2026/05/how-the-dyke-broke-last-may")
    assert isinstance(report, Found)
    assert [match.view.claim.ref for match in report.matches] == ["C1"]
    assert "page was not read" in " ".join(report.notes)


async def test_a_page_that_is_gone_says_so_and_its_address_still_tells(place: Place):
    place.knows("C1", "The dyke broke.", "dyke broke")
    place.web.pages["/how-the-dyke-broke-in-may"] = answer("gone", status="404 Not Found")
    report = await place.check(text=place.web.at("/how-the-dyke-broke-in-may"))
    assert isinstance(report, Found)
    assert "no such page" in report.notes[0]


async def test_a_rating_that_a_page_publishes_is_its_publishers_own(place: Place):
    place.web.pages["/rated"] = answer(article("We looked into it.", RATED))
    report = await place.check(text=place.web.at("/rated"))
    assert isinstance(report, NothingFound)
    assert report.read is not None
    (rating,) = report.read.ratings
    assert (rating.publisher, rating.rating) == ("Fact Desk", "Mostly wrong")


async def test_what_is_no_link_is_refused_as_one(place: Place):
    for given in ("the dyke broke", "see https://news.test/story and weep"):
        with pytest.raises(NotALink, match="not one link"):
            await place.check(link=given)


async def test_other_links_of_a_text_are_counted_not_opened(place: Place):
    place.web.pages["/one"] = answer(article("Nothing of note."))
    report = await place.check(text=f"{place.web.at('/one')} {place.web.at('/two')}")
    assert report.notes[-1].startswith("1 more link in the text was not opened")
    assert "/two" not in place.web.paths()


async def test_a_file_is_read_and_named(place: Place):
    place.knows("C1", "The dyke broke.", "dyke broke")
    content = pdf([["They say the dyke broke in May.", "Nobody slept."]], title="Minutes")
    report = await place.check(files=(PastedFile("minutes.pdf", content),))
    assert isinstance(report, Found)
    assert report.read is not None
    assert (report.read.name, report.read.is_page) == ("Minutes", False)


async def test_one_bad_file_among_good_ones_is_a_note_and_alone_a_sentence(place: Place):
    place.knows("C1", "The dyke broke.", "dyke broke")
    picture = PastedFile("photo.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64)
    report = await place.check(files=(picture, PastedFile("a.txt", b"the dyke broke in May")))
    assert isinstance(report, Found)
    assert "not read here" in " ".join(report.notes)
    with pytest.raises(FileNotSupported):
        await place.check(files=(picture,))
    with pytest.raises(FileTooLarge):
        await place.check(files=(PastedFile("a.txt", b"word " * 2_000_000),))


async def test_an_answer_about_a_page_is_opened_again_as_it_was(place: Place):
    place.knows("C1", "The dyke broke.", "dyke broke", in_story=True)
    head = '<link rel="canonical" href="https://velmpaper.example/dyke">'
    place.web.pages["/copy"] = answer(article("They say the dyke broke in May.", head + RATED))
    report = await place.check(text=place.web.at("/copy", "mirror.test"))
    answers = Answers(place.store, place.store)
    assert await answers.open("1", await answers.keep("1", report)) == report
