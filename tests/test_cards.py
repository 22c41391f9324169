"""What a card says, before Discord or the terminal lays it out."""

from datetime import UTC, datetime

import pytest

from claims import words
from claims.card import (
    Card,
    as_text,
    chain_card,
    claim_card,
    match_card,
    questions_card,
    sources_card,
)
from claims.domains import domain_of
from claims.models import (
    Act,
    Appearance,
    Checked,
    Claim,
    ClaimKind,
    Departure,
    DepartureLevel,
    Document,
    Evidence,
    Hop,
    OpenQuestion,
    Owner,
    QuestionStatus,
    Source,
    SourceKind,
    Stance,
)
from claims.report import (
    Candidate,
    ClaimView,
    Difference,
    DifferenceKind,
    Match,
    Segment,
    Tier,
)

SOURCES = {
    "AP": Source(
        key="AP",
        publisher="Associated Press",
        title="Thousands died",
        date="2017-12-20",
        url="https://apnews.com/x",
        checked=Checked.OPENED,
    ),
    "COPY": Source(
        key="COPY",
        publisher="Rudaw",
        title="Thousands died",
        kind=SourceKind.REPOST,
        repost_of="AP",
        url="https://www.rudaw.net/y",
        checked=Checked.COPY,
    ),
    "ARMY": Source(
        key="ARMY",
        publisher="Army press office",
        kind=SourceKind.OFFICIAL_STATEMENT,
        party="United States",
        title_note="The exact title was not seen.",
        affiliation="State-run",
        language="ru",
    ),
}
CLAIM = Claim(
    ref="C37",
    text="About 11,000 civilians died in Mosul, the article says, citing AP.",
    title="11,000 civilian dead in Mosul",
    kind=ClaimKind.ALLEGATION,
    chain=(
        Hop(who="Mosul morgue", act=Act.ESTIMATED, earliest=True),
        Hop(who="Associated Press", act=Act.REPORTED, date="2017-12-20", source="AP"),
        Hop(who="The army", act=Act.DENIED, quote="not our figure"),
    ),
    departure=Departure(level=DepartureLevel.MAJOR, note="It takes the top of a range."),
    evidence=(
        Evidence(source="AP", stance=Stance.SUPPORTS, note="Gives 9,000 to 11,000."),
        Evidence(source="COPY", stance=Stance.SUPPORTS),
        Evidence(source="ARMY", stance=Stance.DISPUTES, note="Accepts 326."),
    ),
    questions=(
        OpenQuestion(text="Who is responsible for the rest?", settled_by="An inquiry."),
        OpenQuestion(
            text="Where is the list?",
            status=QuestionStatus.ANSWERED,
            answer="In the morgue.",
            answer_source="AP",
        ),
    ),
    appearances=(Appearance(document="d", where="paragraph 26", quote="approximately 11,000"),),
)
VIEW = ClaimView(
    claim_id=1,
    number=37,
    owner=Owner.pack("p"),
    owner_title="Test pack",
    claim=CLAIM,
    revision=3,
    revised_at=datetime(2026, 11, 22, tzinfo=UTC),
    sources=SOURCES,
    documents={"d": Document(key="d", title="The article", publisher="The Paper", date="2017")},
)


def text_of(card: Card) -> str:
    """A card as a reader without any formatting would hear it."""
    parts = [card.title]
    for block in card.blocks:
        parts += [f"{block.heading} {block.aside}", as_text(block.lines)]
    return "\n".join(parts)


def matched(tier: Tier = Tier.MATCH, *differs: Difference, claim: Claim = CLAIM) -> Match:
    segment = Segment("us killed 11k in mosul", 0, 22)
    found = Candidate(1, "C37", tier, 0.9, segment, "us killed 11k", ("same figure",), differs)
    view = ClaimView(**{**{n: getattr(VIEW, n) for n in VIEW.__slots__}, "claim": claim})
    return Match(view, found)


def test_a_card_tells_who_said_it_what_changed_and_what_is_open_in_that_order():
    text = text_of(match_card(matched()))
    told = [
        "About 11,000 civilians",
        '#37 · Pack "Test pack" · revision 3, 22 Nov 2026',
        "Mosul morgue → Associated Press, 20 Dec 2017 → The army (denied)",
        "What changed on the way major",
        "It takes the top of a range.",
        "Sources that differ",
        "Sources in support",
        "Who is responsible for the rest?",
        "Matched “us killed 11k in mosul” · same figure",
    ]
    assert [text.index(part) for part in told] == sorted(text.index(part) for part in told)


def test_a_source_says_what_it_is_and_how_far_somebody_read_it():
    text = text_of(sources_card(VIEW))
    assert "party to the dispute: United States" in text
    assert "State-run" in text
    assert "in ru" in text
    assert "not opened by a curator yet" in text
    assert "repost of Associated Press" in text
    assert "(no link known)" in text
    assert "(rudaw.net)" in text


def test_sources_that_differ_come_before_those_in_support():
    text = text_of(sources_card(VIEW))
    assert text.index("Army press office") < text.index("Associated Press")


def test_a_link_goes_where_its_domain_says():
    spans = [span for block in sources_card(VIEW).blocks for line in block.lines for span in line]
    links = {span.url for span in spans if span.url}
    assert links == {"https://apnews.com/x", "https://www.rudaw.net/y"}


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://evil.example\\@bank.com/x", "evil.example"),
        ("https://раураl.com/login", "xn--l-7sba6dbr.com"),
        ("https://ｅｖｉｌ.example/x", "evil.example"),
        ("https://www.Paper.example:443/x", "paper.example"),
        ("no address", ""),
    ],
)
def test_the_domain_behind_a_link_is_the_one_that_a_browser_opens(address: str, shown: str):
    assert domain_of(address) == shown


def test_the_chain_names_the_earliest_telling_and_where_it_appears():
    text = text_of(chain_card(VIEW))
    assert "estimated it; the earliest telling we found" in text
    assert "“not our figure”" in text
    assert "The Paper, 2017: The article, paragraph 26: “approximately 11,000”" in text


def test_a_question_says_what_would_settle_it_and_an_answer_where_it_comes_from():
    text = text_of(questions_card(VIEW))
    assert "What would settle it: An inquiry." in text
    assert "Answer: In the morgue." in text
    assert "Status: answered" in text


def test_a_changed_number_is_named_on_both_sides():
    number = Difference(DifferenceKind.NUMBER, "110,000", "11,000")
    card = match_card(matched(Tier.DIFFERS, number))
    assert card.title == "Similar to a claim we know, but not the same"
    assert "Your text says 110,000; the claim says 11,000." in text_of(card)


def test_a_word_that_only_one_of_them_has_is_told_as_that():
    negation = Difference(DifferenceKind.NEGATION, "never", "")
    text = text_of(match_card(matched(Tier.DIFFERS, negation)))
    assert "Your text says never; the claim does not." in text


def test_a_denial_is_told_with_what_it_denies():
    negation = Difference(DifferenceKind.NEGATION, "NOT", "training")
    text = text_of(match_card(matched(Tier.DIFFERS, negation)))
    assert "Your text denies (“NOT”) what the claim says: training." in text
    antonym = Difference(DifferenceKind.NEGATION, "calm", "destabilising")
    text = text_of(match_card(matched(Tier.DIFFERS, antonym)))
    assert "Your text says calm; the claim says destabilising (a negation)." in text


def test_a_known_variant_is_told_in_the_curators_words():
    variant = Difference(DifferenceKind.VARIANT, "the UN said", "", "No UN body is the source.")
    text = text_of(match_card(matched(Tier.DIFFERS, variant)))
    assert "A telling like this one is known: No UN body is the source." in text


def test_an_opinion_is_called_an_interpretation():
    opinion = CLAIM.model_copy(update={"kind": ClaimKind.INTERPRETATION})
    title = match_card(matched(claim=opinion)).title
    assert title == "This is an interpretation, not a checkable fact"


def test_a_claim_that_cites_no_source_says_so():
    unsourced = CLAIM.model_copy(update={"departure": Departure(level=DepartureLevel.UNSOURCED)})
    assert "No source is cited" in text_of(match_card(matched(claim=unsourced)))


@pytest.mark.parametrize("build", [claim_card, sources_card, chain_card, questions_card])
def test_a_bare_claim_has_a_card_too(build):
    bare = Claim(ref="x", text="The bridge fell.")
    view = ClaimView(**{**{n: getattr(VIEW, n) for n in VIEW.__slots__}, "claim": bare})
    assert text_of(build(view))


def test_no_label_rules_on_anything():
    labels = [
        *words.TITLES.values(),
        *words.STANCES.values(),
        *words.CHECKED.values(),
        *words.SOURCE_KINDS.values(),
        *words.LEVELS.values(),
        *words.CLAIM_KINDS.values(),
        words.INTERPRETATION,
    ]
    never = {"fake", "lie", "lies", "debunked", "false", "true", "verdict", "misinformation"}
    assert not never & {word for label in labels for word in label.lower().split()}
