"""The pack that ships keeps the promises that docs/packs.md makes of a pack."""

import pytest

from claims.models import Checked, Claim, ClaimKind, DepartureLevel, SourceKind, Stance
from tests.matching_world import shipped_pack

PACK = shipped_pack()
SOURCES = {source.key: source for source in PACK.sources}
MOST_QUOTED_WORDS = 12

every_claim = pytest.mark.parametrize("claim", PACK.claims, ids=lambda claim: claim.ref)


def test_all_claims_of_the_article_are_there_in_order():
    assert [claim.ref for claim in PACK.claims] == [f"C{n:02}" for n in range(1, 42)]


@every_claim
def test_a_claim_is_traced_to_one_earliest_telling_and_on_to_the_article(claim: Claim):
    assert sum(hop.earliest for hop in claim.chain) == 1
    assert claim.chain[-1].who == "Global Research"
    assert claim.appearances[0].document == "van-auken-2017"


@every_claim
def test_a_claim_has_what_an_answer_needs(claim: Claim):
    assert claim.evidence
    assert claim.questions
    assert claim.departure
    assert len(claim.phrasings) >= 6
    assert len(claim.variants) >= 2
    assert claim.evidence_kind
    assert claim.checkability


@every_claim
def test_an_open_question_says_what_would_settle_it(claim: Claim):
    assert all(question.settled_by for question in claim.questions)


@every_claim
def test_quotations_are_short(claim: Claim):
    quoted = [hop.quote for hop in claim.chain] + [seen.quote for seen in claim.appearances]
    assert all(len(quote.split()) <= MOST_QUOTED_WORDS for quote in quoted if quote)


@every_claim
def test_a_claim_of_fact_or_charge_names_a_departure_or_that_none_was_found(claim: Claim):
    departure = claim.departure
    assert departure
    assert departure.note or departure.level is DepartureLevel.NONE


def test_no_wording_belongs_to_two_claims():
    wordings = [w.casefold() for c in PACK.claims for w in (c.text, *c.phrasings)]
    wordings += [v.text.casefold() for c in PACK.claims for v in c.variants]
    assert len(wordings) == len(set(wordings))


def test_opinions_are_marked_as_interpretations():
    opinions = {c.ref for c in PACK.claims if c.kind is ClaimKind.INTERPRETATION}
    assert {"C15", "C17", "C22", "C41"} <= opinions


def test_no_source_is_shown_as_opened_that_nobody_opened():
    assert not [key for key, source in SOURCES.items() if source.checked is Checked.OPENED]


def test_a_repost_leads_to_its_original_or_names_it():
    for source in SOURCES.values():
        if source.repost_of:
            assert source.kind is SourceKind.REPOST
            assert SOURCES[source.repost_of].kind is not SourceKind.REPOST, source.key


def test_state_media_and_parties_to_the_dispute_are_labelled():
    for source in SOURCES.values():
        if source.publisher in ("Sputnik", "RT"):
            assert "state media" in (source.affiliation or ""), source.key
        if source.publisher in ("US Department of Defense", "US Central Command"):
            assert source.party, source.key


def test_the_denials_stand_beside_the_charge():
    charge = next(claim for claim in PACK.claims if claim.ref == "C01")
    disputing = {item.source for item in charge.evidence_by(Stance.DISPUTES)}
    assert {"PENT_REINL", "PENT_SPUT"} <= disputing


def test_the_pack_says_nothing_in_the_words_that_we_do_not_use():
    never = ("fake", "debunked", "verdict", " a lie", " lies about", "misinformation")
    said = [
        text.casefold()
        for claim in PACK.claims
        for text in (
            claim.text,
            claim.title or "",
            claim.departure.note or "" if claim.departure else "",
            *(item.note or "" for item in claim.evidence),
            *(variant.differs for variant in claim.variants),
        )
    ]
    assert not [text for text in said for word in never if word in text]
