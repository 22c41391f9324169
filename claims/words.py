"""The fixed words that people read: one place for every label, and for what we never say."""

from __future__ import annotations

from claims.models import Checked, ClaimKind, DepartureLevel, SourceKind, Stance
from claims.report import DifferenceKind, KnownBy, Tier

TITLES = {
    Tier.MATCH: "The claim",
    Tier.DIFFERS: "Similar to a claim we know, but not the same",
    Tier.RELATED: "Another claim on the same topic",
}
INTERPRETATION = "This is an interpretation, not a checkable fact"
DOCUMENTS = {
    KnownBy.ADDRESS: "We know this article",
    KnownBy.ORIGIN: "This page republishes an article we know",
    KnownBy.TEXT: "This is the text of an article we know",
    KnownBy.CLAIMS: "This text makes most of the claims of an article we know",
    KnownBy.LIKELY: "By its address, this looks like an article we know",
}
STANCES = {
    Stance.DISPUTES: "Sources that differ",
    Stance.SUPPORTS: "Sources in support",
    Stance.CONTEXT: "Context",
}
CHECKED = {
    Checked.OPENED: "opened by a curator",
    Checked.COPY: "seen in a copy",
    Checked.NOT_OPENED: "not opened by a curator yet",
}
SOURCE_KINDS = {
    SourceKind.PRIMARY: "primary document",
    SourceKind.OFFICIAL_STATEMENT: "official statement",
    SourceKind.NEWS: "news",
    SourceKind.ANALYSIS: "analysis",
    SourceKind.DATASET: "data",
    SourceKind.FACT_CHECK: "fact-check",
    SourceKind.REPOST: "repost",
}
LEVELS = {
    DepartureLevel.NONE: "none",
    DepartureLevel.MINOR: "minor",
    DepartureLevel.MODERATE: "moderate",
    DepartureLevel.MAJOR: "major",
    DepartureLevel.FACTUAL_SLIP: "factual slip",
    DepartureLevel.UNSOURCED: "no source cited",
}
CLAIM_KINDS = {
    ClaimKind.FACT: "checkable fact",
    ClaimKind.ALLEGATION: "allegation",
    ClaimKind.INTERPRETATION: "interpretation",
}
DENIALS = frozenset(
    ("not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without")
)
DIFFERENCES = {
    DifferenceKind.NEGATION: "a negation",
    DifferenceKind.NAME: "name",
    DifferenceKind.PLACE: "place",
    DifferenceKind.ROLE: "who did what",
}


TIERS = {
    Tier.MATCH: "match",
    Tier.DIFFERS: "similar, but differs",
    Tier.RELATED: "related",
}
NOTHING = (
    "Nothing in this community's store matches that. That says nothing about whether it is true."
)
