"""What curators type into forms: dates and links as people write them, and kind refusals."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.annotating import HopForm, with_hop, with_hop_moved, with_question
from claims.community import CommunitySettings
from claims.editing import ClaimEdit, edited, merged, with_blocked, with_phrasing
from claims.errors import InputProblem, NotFound
from claims.forms import filled, read_date
from claims.history import compare
from claims.linking import clean_link, guess_from, key_of_link
from claims.models import (
    Claim,
    Departure,
    DepartureLevel,
    Evidence,
    Hop,
    OpenQuestion,
    Source,
    Stance,
    Status,
)
from claims.people import Member, rights_of
from claims.readiness import addition_between, is_material, missing_for_publication
from intake.addresses import canonical_address

CLAIM = Claim(ref="X1", text="The bridge closed in May.")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2017", "2017"),
        ("Dec 2017", "2017-12"),
        ("december 2017", "2017-12"),
        ("2017-12", "2017-12"),
        ("2017-12-28", "2017-12-28"),
        ("2017-1-2", "2017-01-02"),
        ("28 Dec 2017", "2017-12-28"),
        ("28th December, 2017", "2017-12-28"),
        ("Dec. 28, 2017", "2017-12-28"),
        ("about 2017", "2017~"),
        ("2017-12-27/2017-12-28", "2017-12-27/2017-12-28"),
        ("  ", None),
    ],
)
def test_a_date_is_read_as_people_type_it(typed: str, kept: str | None):
    assert read_date(typed) == kept


@pytest.mark.parametrize("typed", ["yesterday", "31 Feb 2017", "12/28/2017", "2017-13", "May"])
def test_a_date_that_cannot_be_read_is_told_how_to_write(typed: str):
    with pytest.raises(InputProblem, match="write it like 2017, Dec 2017 or 2017-12-28"):
        read_date(typed)


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_no_typed_date_is_anything_but_read_or_refused(typed: str):
    try:
        read_date(typed)
    except InputProblem as problem:
        assert str(problem).endswith(".")


@pytest.mark.parametrize(
    ("link", "publisher", "date"),
    [
        ("https://www.rudaw.net/english/2017/11/03/a-story", "rudaw.net", "2017-11-03"),
        ("https://a.example/2017/11/a", "a.example", "2017-11"),
        ("https://a.example/news/2017-11-03/x", "a.example", "2017-11-03"),
        ("https://a.example/story-20171103.html", "a.example", "2017-11-03"),
        ("https://a.example/2017/99/a", "a.example", None),
        ("https://a.example/id/20994512345", "a.example", None),
    ],
)
def test_a_link_tells_what_can_be_read_in_it(link: str, publisher: str, date: str | None):
    guess = guess_from(clean_link(link, canonical_address))
    assert (guess.publisher, guess.date, guess.sure) == (publisher, date, False)


def test_a_publisher_that_is_known_is_named():
    known = [Source(key="S", publisher="Rudaw", url="https://www.rudaw.net/english/1")]
    guess = guess_from("https://rudaw.net/english/2", known)
    assert (guess.publisher, guess.sure) == ("Rudaw", True)


@pytest.mark.parametrize(
    "typed", ["", "not a link", "ftp://a.example/x", "https://", "javascript:1"]
)
def test_what_is_no_link_is_told_kindly(typed: str):
    with pytest.raises(InputProblem, match="copy it from the browser"):
        clean_link(typed, canonical_address)


def test_one_page_has_one_key_however_its_link_is_written():
    forms = ("https://www.a.example/x?utm_source=y", "http://a.example/x/", "a.example/x")
    assert len({key_of_link(clean_link(form, canonical_address)) for form in forms}) == 1


def test_a_form_says_which_field_is_wrong():
    with pytest.raises(InputProblem, match="Who passed it on is missing"):
        filled(HopForm, {"who": " ", "act": ""} | {"who": None})
    with pytest.raises(InputProblem, match="The quotation is too long; it may have 200"):
        filled(HopForm, {"who": "A", "quote": "x" * 201})
    with pytest.raises(InputProblem, match="Act must be one of"):
        filled(HopForm, {"who": "A", "act": "shouted"})
    with pytest.raises(InputProblem, match=r"The review date cannot be used: .*not a date"):
        filled(ClaimEdit, {"review_on": "soon"})


def test_an_edit_changes_the_fields_that_are_given_and_keeps_the_old_sentence():
    new = edited(CLAIM, ClaimEdit(text="It shut in May.", title=None, topics=("a", "A", "b")))
    assert (new.phrasings, new.topics) == (("The bridge closed in May.",), ("a", "b"))
    assert edited(new, ClaimEdit(text=CLAIM.text)).phrasings == ("It shut in May.",)
    with pytest.raises(InputProblem, match="cannot be empty"):
        edited(CLAIM, ClaimEdit(text=None))


def test_a_wording_is_never_both_the_claim_and_ruled_out():
    blocked = with_blocked(with_phrasing(CLAIM, "It shut."), "it  SHUT.")
    assert (blocked.phrasings, blocked.blocked) == ((), ("it SHUT.",))
    with pytest.raises(InputProblem, match="ruled not to be"):
        with_phrasing(blocked, "It shut.")
    with pytest.raises(InputProblem, match="own sentence"):
        with_blocked(CLAIM, "the bridge closed in may.")


def test_hops_are_moved_and_one_is_the_earliest():
    claim = with_hop(CLAIM, Hop(who="A", act="said", earliest=True))
    claim = with_hop(with_hop(claim, Hop(who="B", act="reported")), Hop(who="C", act="said"))
    moved = with_hop_moved(claim, 3, 1)
    assert [hop.who for hop in moved.chain] == ["C", "A", "B"]
    earlier = with_hop(moved, Hop(who="D", act="said", earliest=True), 1)
    assert [hop.who for hop in earlier.chain if hop.earliest] == ["D"]
    assert [change.line for change in compare(claim, moved)] == [
        "step moved: C said it → to place 1"
    ]
    with pytest.raises(NotFound, match="no step in the chain number 9"):
        with_hop_moved(claim, 9, 1)
    with pytest.raises(InputProblem, match="from 1 to 3"):
        with_hop_moved(claim, 1, 9)


def test_a_merge_keeps_what_both_knew_and_rules_out_no_wording_of_its_own():
    one = CLAIM.model_copy(update={"blocked": ("It shut.",), "speaker": None})
    other = Claim(
        ref="X2",
        text="They closed it.",
        phrasings=("It shut.", "the bridge closed in May."),
        speaker="The mayor",
        questions=(OpenQuestion(text="Why?"),),
    )
    kept, gone = merged(one, other)
    assert kept.phrasings == ("They closed it.", "It shut.")
    assert kept.blocked == ()
    assert (kept.speaker, kept.questions) == ("The mayor", other.questions)
    assert (gone.status, gone.merged_into) == (Status.RETIRED, "X1")


def test_what_is_missing_for_publication_is_said():
    assert len(missing_for_publication(CLAIM)) == 2
    hop = with_hop(CLAIM, Hop(who="A", act="said", source="S"))
    assert missing_for_publication(hop) == ()


def test_what_is_material_is_what_readers_are_told():
    shown = CLAIM.model_copy(update={"status": Status.PUBLISHED})
    assert not is_material(shown, with_phrasing(shown, "It shut."))
    assert not is_material(shown, with_question(shown, OpenQuestion(text="Why?")))
    departure = {"departure": Departure(level=DepartureLevel.MINOR)}
    assert is_material(shown, shown.model_copy(update=departure))
    assert is_material(shown, shown.model_copy(update={"status": Status.RETIRED}))
    draft = shown.model_copy(update={"status": Status.DRAFT})
    assert is_material(draft, shown)
    assert not is_material(draft, draft.model_copy(update={"text": "Else."}))


def test_an_addition_holds_what_a_community_adds_and_nothing_else():
    own = CLAIM.model_copy(update={"questions": (OpenQuestion(text="Why?"),)})
    answered = OpenQuestion(text="Why?", status="answered", answer="So.", answer_source="S")
    added = {"questions": (answered,), "evidence": (Evidence(source="S", stance=Stance.CONTEXT),)}
    wanted = with_phrasing(own.model_copy(update=added), "It shut.")
    addition = addition_between(own, wanted)
    assert addition is not None
    assert own.with_addition(addition) == wanted
    assert addition_between(own, own.model_copy(update={"title": "Shut"})) is None
    assert addition_between(own, own.model_copy(update={"questions": ()})) is None


def test_rights_follow_the_roles_that_a_community_chose():
    default, chosen = CommunitySettings(), CommunitySettings(curator_roles={1}, admin_roles={3})
    by_permission = Member(1, "c", can_manage_messages=True)
    assert rights_of(by_permission, default).curator
    assert rights_of(by_permission, default).approver
    assert not rights_of(by_permission, chosen).curator
    assert rights_of(Member(1, "c", frozenset({1})), chosen).curator
    assert rights_of(Member(1, "c", frozenset({3})), chosen).admin
    owner = rights_of(Member(1, "c", can_manage_server=True), chosen)
    assert owner.admin
    assert owner.approver
    assert owner.curator
    assert not rights_of(Member(1, "c"), default).held - {"ask"}
