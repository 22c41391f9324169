"""A check from paste to report, and the answer that its buttons open again."""

import pytest

from claims.answers import Answers
from claims.check import Checker
from claims.errors import NotFound, NothingToCheck
from claims.models import Appearance, Claim, Departure, DepartureLevel, Document, Status
from claims.report import Found, KnownDocument, NothingFound, Tier
from intake.pasted import PastedText
from tests.fakes import FakeMatcher, FakeStore

ADDRESS = "https://example.org/story"
STORY = Document(key="story", title="The story", publisher="The Paper", urls=(ADDRESS,))


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


@pytest.fixture
def matcher() -> FakeMatcher:
    return FakeMatcher()


@pytest.fixture
def checker(store: FakeStore, matcher: FakeMatcher) -> Checker:
    return Checker(store, matcher, PastedText())


def claim(ref: str, text: str, where: str = "", level: DepartureLevel | None = None) -> Claim:
    seen = (Appearance(document="story", where=where),) if where else ()
    departure = Departure(level=level, note="It says more.") if level else None
    return Claim(ref=ref, text=text, appearances=seen, departure=departure)


async def test_a_paste_that_makes_a_claim_is_answered_with_it(checker, store, matcher):
    view = store.put(claim("A", "The bridge fell in May."))
    matcher.finds("the bridge fell", view)
    report = await checker.check_text("**heard that the bridge fell** in may", "1")
    assert isinstance(report, Found)
    assert [match.view.claim.ref for match in report.matches] == ["A"]
    assert report.uncovered == 0


async def test_claims_come_in_the_order_of_the_text_and_the_rest_is_counted(
    checker, store, matcher
):
    first = store.put(claim("A", "The bridge fell."))
    second = store.put(claim("B", "The mayor resigned."))
    matcher.finds("bridge fell", second)
    matcher.finds("mayor left", first, Tier.DIFFERS)
    report = await checker.check_text("The mayor left. It rained all day. The bridge fell", "1")
    assert isinstance(report, Found)
    assert [match.view.claim.ref for match in report.matches] == ["A", "B"]
    assert report.uncovered == 1


async def test_a_claim_on_the_same_topic_alone_is_no_answer(checker, store, matcher):
    matcher.finds("bridge", store.put(claim("A", "The bridge fell.")), Tier.RELATED)
    report = await checker.check_text("who painted the bridge", "1")
    assert isinstance(report, NothingFound)
    assert [match.view.claim.ref for match in report.closest] == ["A"]


async def test_a_claim_of_another_community_is_not_shown_even_if_it_was_found(
    checker, store, matcher
):
    matcher.finds("bridge fell", store.put(claim("A", "The bridge fell."), community="2"))
    assert isinstance(await checker.check_text("the bridge fell", "1"), NothingFound)


async def test_a_link_to_a_known_article_opens_its_claims_in_reading_order(checker, store):
    late = store.put(claim("B", "The mayor resigned.", "paragraph 12", DepartureLevel.MAJOR))
    early = store.put(claim("A", "The bridge fell.", "paragraph 2", DepartureLevel.NONE))
    store.documents[ADDRESS] = (STORY, (late.claim_id, early.claim_id))
    report = await checker.check_text("http://www.example.org/story/?utm_source=chat", "1")
    assert isinstance(report, KnownDocument)
    assert [view.claim.ref for view in report.views] == ["A", "B"]
    assert report.departing == 1


async def test_a_link_nobody_annotated_says_so(checker):
    with pytest.raises(NothingToCheck, match="only a link"):
        await checker.check_text("https://example.org/other", "1")


async def test_words_beside_a_known_link_are_checked_too(checker, store, matcher):
    view = store.put(claim("A", "The bridge fell.", "paragraph 2"))
    store.documents[ADDRESS] = (STORY, (view.claim_id,))
    matcher.finds("bridge fell", view)
    report = await checker.check_text(f"the bridge fell {ADDRESS}", "1")
    assert isinstance(report, KnownDocument)
    assert [match.view.claim.ref for match in report.found] == ["A"]


async def test_a_matcher_that_runs_on_two_legs_says_so_in_every_answer(checker, matcher):
    matcher.notes = ("Matching by meaning is off.",)
    report = await checker.check_text("something nobody claimed", "1")
    assert "Matching by meaning is off." in report.notes


async def test_an_answer_is_opened_again_as_it_was(checker, store, matcher):
    matcher.finds("bridge fell", store.put(claim("A", "The bridge fell.")))
    report = await checker.check_text("the bridge fell. And it rained", "1")
    answers = Answers(store, store)
    assert await answers.open("1", await answers.keep("1", report)) == report


async def test_what_is_stored_of_an_answer_cannot_be_read(checker, store, matcher):
    matcher.finds("bridge fell", store.put(claim("A", "The bridge fell.")))
    report = await checker.check_text("my neighbour says the bridge fell", "1")
    await Answers(store, store).keep("1", report)
    stored = b"".join(sealed for _, sealed in store.answers.values())
    assert stored
    assert b"neighbour" not in stored
    assert b"bridge" not in stored


async def test_an_answer_opens_for_its_own_community_and_key_only(checker, store, matcher):
    matcher.finds("bridge fell", store.put(claim("A", "The bridge fell.")))
    answers = Answers(store, store)
    ticket = await answers.keep("1", await checker.check_text("the bridge fell", "1"))
    other = await answers.keep("1", await checker.check_text("nothing of note", "1"))
    number, key = ticket.split(".")
    for community, forged in (
        ("2", ticket),
        ("1", f"{number}.{other.split('.')[1]}"),
        ("1", f"999.{key}"),
        ("1", "x"),
        ("1", f"{number}.{'é' * 40}"),
    ):
        with pytest.raises(NotFound, match="check the text again"):
            await answers.open(community, forged)


async def test_an_answer_shows_a_claim_as_it_is_now_and_not_one_that_was_withdrawn(
    checker, store, matcher
):
    view = store.put(claim("A", "The bridge fell."))
    matcher.finds("bridge fell", view)
    answers = Answers(store, store)
    ticket = await answers.keep("1", await checker.check_text("the bridge fell", "1"))
    retired = view.claim.model_copy(update={"status": Status.RETIRED})
    store.kept[view.claim_id] = ("1", type(view)(**{**_fields(view), "claim": retired}))
    with pytest.raises(NotFound, match="withdrawn"):
        await answers.open("1", ticket)


async def test_a_ticket_fits_a_button(checker, store, matcher):
    matcher.finds("bridge fell", store.put(claim("A", "The bridge fell.")))
    answers = Answers(store, store)
    store.answers.update(dict.fromkeys(range(1, 100000), ("1", b"")))
    ticket = await answers.keep("1", await checker.check_text("the bridge fell", "1"))
    assert len(ticket) <= 60


def _fields(view: object) -> dict[str, object]:
    return {name: getattr(view, name) for name in type(view).__slots__}
