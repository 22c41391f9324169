"""The terminal: the cards of Discord at 80 columns, readable without colour."""

import io
from datetime import UTC, datetime

from bot.answers import print_report, report_json
from bot.terminal import console_for, print_card
from claims.card import Block, Card, Span
from claims.models import Claim, Document, Evidence, Hop, OpenQuestion, Owner, Source
from claims.report import (
    Candidate,
    ClaimView,
    Difference,
    DifferenceKind,
    Found,
    KnownDocument,
    Match,
    NothingFound,
    Segment,
    Tier,
)

ADDRESS = "https://news.example/2017/12/20/a-very-long-address-that-nobody-would-want-to-see-broken"


def claim_view(number: int, **fields) -> ClaimView:
    claim = Claim(
        ref=f"C{number}",
        text=f"Claim number {number} says that nine thousand people died in the fight for town.",
        chain=(Hop(who="AP", act="reported", source="ap"), Hop(who="An article", act="reported")),
        evidence=(Evidence(source="ap", stance="supports"),),
        questions=(OpenQuestion(text="Who counted?"),),
        **fields,
    )
    sources = {"ap": Source(key="ap", publisher="AP", date="2017-12-20", url=ADDRESS)}
    written = datetime(2026, 11, 22, tzinfo=UTC)
    return ClaimView(number, number, Owner.pack("p"), "A pack", claim, 1, written, sources)


def match(number: int, *, start: int = 0, score: float = 0.9, tier: Tier = Tier.MATCH) -> Match:
    differs = ()
    if tier is Tier.DIFFERS:
        differs = (Difference(DifferenceKind.NUMBER, "90,000", "nine thousand"),)
    words = f"they say {number} died"
    segment = Segment(words, start, start + len(words))
    found = Candidate(number, f"C{number}", tier, score, segment, words, ("same place",), differs)
    return Match(claim_view(number), found)


def printed(report, **options) -> str:
    paper = io.StringIO()
    print_report(console_for(paper), report, **options)
    return paper.getvalue()


def test_no_line_but_an_address_is_wider_than_eighty_columns():
    text = printed(Found((match(1), match(2, start=50, tier=Tier.DIFFERS)), (match(3),), 2))
    wide = [line for line in text.splitlines() if len(line) > 80 and "https://" not in line]
    assert wide == []


def test_an_address_is_printed_in_full_on_a_line_of_its_own():
    assert [line.strip() for line in printed(Found((match(1),), (), 0)).splitlines()].count(ADDRESS)


def test_nothing_but_text_goes_to_a_pipe():
    assert "\x1b" not in printed(Found((match(1),), (), 0))


def test_several_claims_are_listed_first_and_then_shown_one_by_one():
    text = printed(Found((match(1), match(2, start=50)), (), 1))
    assert text.index("2 claims recognised") < text.index("Claim number 1")
    assert text.count("Who says so") == 2
    assert "1 sentence matches nothing" in text


def test_of_many_claims_three_are_shown_and_the_rest_on_demand():
    report = Found(tuple(match(n, start=n * 50) for n in range(1, 6)), (), 0)
    assert printed(report).count("Who says so") == 3
    assert "--full` shows the other 2 claims" in printed(report)
    assert printed(report, full=True).count("Who says so") == 5


def test_a_difference_stands_before_the_claim():
    text = printed(Found((match(1, tier=Tier.DIFFERS),), (), 0))
    assert text.index("Your text says 90,000") < text.index("Claim number 1")


def test_nothing_found_is_one_honest_sentence_and_what_is_close():
    text = " ".join(printed(NothingFound((match(4, tier=Tier.RELATED),))).split())
    assert "That says nothing about whether it is true." in text
    assert "#4" in text


def test_a_known_article_is_named_with_the_copy_that_was_pasted():
    document = Document(key="d", title="A title", publisher="The original")
    known = KnownDocument(document, "https://copy.example", "A copy", (claim_view(1),))
    text = " ".join(printed(known).split())
    assert "We know this article" in text
    assert "you pasted the copy at A copy" in text
    assert "1 claims" not in text


def test_what_was_pasted_cannot_steer_the_terminal():
    paper = io.StringIO()
    hostile = "red \x1b[31m alert \x07 \u202e drowssap [bold]tags[/bold]"
    print_card(console_for(paper), Card("\x1b]0;title\x07", (Block(((Span(hostile),),)),)))
    assert not set(paper.getvalue()) & {"\x1b", "\x07", "\u202e"}
    assert "[bold]tags[/bold]" in paper.getvalue()


def test_the_report_for_programs_has_exactly_these_fields():
    told = report_json(Found((match(1, tier=Tier.DIFFERS),), (match(2, score=0.2),), 0, ("Note.",)))
    assert set(told) == {"matches", "nothing_found", "notes"}
    assert [one["claim"] for one in told["matches"]] == ["C1", "C2"]
    assert told["matches"][0] == {
        "claim": "C1",
        "tier": "differs",
        "score": 0.9,
        "segment": "they say 1 died",
        "wording": "they say 1 died",
        "differs": [{"kind": "number", "pasted": "90,000", "claim": "nine thousand"}],
    }


def test_the_best_come_first_and_a_long_text_keeps_its_order():
    short = Found((match(1, score=0.6), match(2, start=50, score=0.9)), (), 0)
    assert [one["claim"] for one in report_json(short)["matches"]] == ["C2", "C1"]
    long = Found((match(1, score=0.6), match(2, start=5000, score=0.9)), (), 0)
    assert [one["claim"] for one in report_json(long)["matches"]] == ["C1", "C2"]
