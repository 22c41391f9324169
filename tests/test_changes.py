"""What readers are told of a change: which changes matter, and in what words."""

from datetime import UTC, datetime
from typing import Any

import pytest

from claims.changes import ChangeKind, changes_after, material_changes, reworded, told_of
from claims.dates import PartialDate
from claims.history import Named
from claims.models import (
    Act,
    Claim,
    Departure,
    DepartureLevel,
    Evidence,
    Hop,
    OpenQuestion,
    QuestionStatus,
    Source,
    Stance,
    Status,
)
from claims.report import Revision

NAMED = Named({"r": Source(key="r", publisher="Rudaw", date=PartialDate("2017-11-03"))})
ASKED = OpenQuestion(text="Who paid?")


def a_claim(**fields: Any) -> Claim:
    return Claim(**{"ref": "X", "text": "About 11,000 people died there.", **fields})


def said(old: Claim, new: Claim) -> list[str]:
    return [change.sentence for change in material_changes(old, new, NAMED)]


def history(*claims: Claim, minor: tuple[int, ...] = (), told: str = "") -> list[Revision]:
    at = datetime(2027, 1, 3, tzinfo=UTC)
    return [
        Revision(n, n - 1, at, "1", "Edited", claim, n in minor, told if n == len(claims) else "")
        for n, claim in enumerate(claims, start=1)
    ]


def kinds(revisions: list[Revision]) -> list[tuple[int, list[ChangeKind]]]:
    return [(item.number, [one.kind for one in found]) for item, found in told_of(revisions)]


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("9,000 to 11,000 people died there.", "“9,000 to 11,000” replaces “About 11,000”"),
        ("About 1,100 people died there.", "“1,100” replaces “11,000”"),
        ("About 11,000 people died there in 2017.", "“there in 2017” replaces “there”"),
        ("About 11,000 died there.", "The claim no longer says “people”"),
        ("About 11,000 people died there there.", "The claim now adds “there”"),
    ],
)
def test_a_changed_sentence_is_told_by_the_words_that_changed(new: str, sentence: str):
    assert said(a_claim(), a_claim(text=new)) == [sentence]


def test_a_sentence_that_is_all_new_is_told_whole():
    new = "An inquiry of the city counted the dead of nine months at nine thousand or more."
    assert reworded("About 11,000 died.", new) == f"The claim was worded anew: “{new}”"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (None, Stance.DISPUTES, "Rudaw, 3 Nov 2017 was added as a source that differs"),
        (Stance.SUPPORTS, None, "Rudaw, 3 Nov 2017 is no longer listed as a source in support"),
        (
            Stance.CONTEXT,
            Stance.DISPUTES,
            "Rudaw, 3 Nov 2017 is now listed as a source that differs (before: context)",
        ),
        (None, Stance.CONTEXT, None),
        (Stance.CONTEXT, None, None),
    ],
)
def test_a_source_is_told_by_what_it_bears(
    old: Stance | None, new: Stance | None, sentence: str | None
):
    def given(stance: Stance | None) -> Claim:
        return a_claim(evidence=(Evidence(source="r", stance=stance),) if stance else ())

    assert said(given(old), given(new)) == ([sentence] if sentence else [])


def test_a_departure_is_told_with_its_note():
    minor = Departure(level=DepartureLevel.MINOR)
    major = Departure(level=DepartureLevel.MAJOR, note="AP gives a range.")
    assert said(a_claim(departure=minor), a_claim(departure=major)) == [
        "What changed on the way (major): AP gives a range."
    ]
    assert said(a_claim(), a_claim(departure=minor)) == [
        "The departure from its source is now “minor”"
    ]
    assert said(a_claim(departure=minor), a_claim()) == [
        "What changed on the way is no longer said"
    ]


def test_the_chain_is_told_by_who_is_in_it():
    ap, mayor = Hop(who="AP", act=Act.REPORTED), Hop(who="The mayor", act=Act.SAID)
    both, turned = a_claim(chain=(mayor, ap)), a_claim(chain=(ap, mayor))
    denied = a_claim(chain=(Hop(who="The mayor", act=Act.DENIED), ap))
    assert said(a_claim(chain=(mayor,)), both) == ["AP was added to who says so"]
    assert said(both, a_claim(chain=(ap,))) == ["The mayor no longer stands under who says so"]
    assert said(both, turned) == ["The order of who says so changed"]
    assert said(both, denied) == ["What is said of The mayor under who says so changed"]
    quoted = a_claim(chain=(mayor.model_copy(update={"quote": "So it is."}), ap))
    assert said(both, quoted) == []


def test_questions_are_told_when_asked_answered_withdrawn_and_asked_again():
    asked = a_claim(questions=(ASKED,))
    answer = {"status": QuestionStatus.ANSWERED, "answer": "The city.", "answer_source": "r"}
    answered = a_claim(questions=(ASKED.model_copy(update=answer),))
    gone = a_claim(questions=(ASKED.model_copy(update={"status": QuestionStatus.WITHDRAWN}),))
    assert said(a_claim(), asked) == ["New open question: Who paid?"]
    assert said(asked, answered) == ["Answered: Who paid? The city."]
    assert said(asked, gone) == ["No longer asked: Who paid?"]
    assert said(gone, asked) == ["Open again: Who paid?"]
    [change] = material_changes(asked, answered)
    assert (change.kind, change.question) == (ChangeKind.QUESTION_ANSWERED, "Who paid?")


def test_what_no_card_shows_is_not_told():
    new = a_claim(
        phrasings=("Some wording.",),
        blocked=("Another.",),
        topics=("War",),
        names=("AP",),
        review_on=PartialDate("2027"),
        title="Dead",
        language="de",
    )
    assert said(a_claim(), new) == []


def test_what_a_curator_called_minor_is_not_told_and_the_rest_is():
    states = [a_claim(text=f"{n} died.") for n in (1, 2, 3)]
    assert kinds(history(*states, minor=(2,))) == [
        (1, [ChangeKind.NEW]),
        (3, [ChangeKind.WORDING]),
    ]


def test_a_draft_is_told_when_it_is_published_and_a_claim_when_it_goes_and_comes_back():
    draft = a_claim(status=Status.DRAFT)
    shown = a_claim()
    retired = a_claim(status=Status.RETIRED)
    mended = a_claim(text="About 9,000 people died there.")
    found = history(draft, draft, shown, retired, draft, mended)
    assert kinds(found) == [
        (3, [ChangeKind.NEW]),
        (4, [ChangeKind.RETIRED]),
        (6, [ChangeKind.RESTORED, ChangeKind.WORDING]),
    ]
    merged = a_claim(status=Status.RETIRED, merged_into="Y")
    [*_, last] = told_of([*history(shown), *history(shown, merged)[1:]])
    assert last[1][0].kind is ChangeKind.MERGED


def test_the_curators_own_sentence_stands_for_the_derived_ones():
    evidence = (Evidence(source="r", stance=Stance.DISPUTES),)
    new = a_claim(text="9,000 to 11,000 died.", evidence=evidence, questions=(ASKED,))
    told = "AP's range replaces the single figure"
    found = changes_after(history(a_claim(), new, told=told), 1, NAMED)
    assert [change.sentence for change in found] == [told, "New open question: Who paid?"]
    assert changes_after(history(a_claim(), new), 2) == ()


def test_of_every_field_of_a_claim_somebody_said_whether_readers_are_told():
    told = {"text", "kind", "status", "merged_into", "departure", "evidence", "chain", "questions"}
    untold = {"ref", "title", "language", "speaker", "date", "url", "topics", "names", "places"}
    untold |= {"checkability", "evidence_kind", "phrasings", "blocked", "variants", "review_on"}
    assert set(Claim.model_fields) == told | untold | {"appearances"}
