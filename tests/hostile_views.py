"""Every view of the bot, made with some words in every field that people fill, by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from claims.approving import Proposed
from claims.corrections import Reached, Shown
from claims.curation import Similar
from claims.deeds import Decision, Proposal
from claims.digest import Run, RunState
from claims.digesting import DigestStatus, Trouble
from claims.errors import InputProblem, Overtaken
from claims.following import Followed
from claims.reach import Places
from claims.report import Found
from claims.requesting import Verdict
from claims.schedule import Plan
from commands import (
    about,
    adding,
    asking,
    audit,
    editing,
    names,
    packs,
    parts,
    queue,
    reaching,
    review,
    revising,
    settings,
    sources,
)
from commands.desk import About
from commands.ui import (
    answers,
    bench,
    cards,
    corrected,
    digest_settings,
    digests,
    follows,
    notices,
    privacy,
    sightings,
    worklists,
)
from commands.ui.base import CardView, notice
from commands.ui.corrected import Manner, PublicCard
from commands.ui.follows import Here
from commands.ui.markup import escape
from commands.ui.places import Action, Place
from commands.ui.wishes import wish
from tests import hostile_cards as made

Views = Iterator[CardView]
PLACE = Place("1.abc", 7)


def _answers(words: str) -> Views:
    for report in made.reports_of(words):
        yield answers.answer_view(report, "1.abc", small=[f"-# {escape(words)}"])
        yield answers.list_view(report, Place("1.abc"))


def _details(words: str) -> Views:
    for action in (Action.SOURCES, Action.CHAIN, Action.QUESTIONS):
        for page in (0, 1, 2):
            yield cards.detail_view(made.match_of(words), Place("1.abc", 7, page), action)


def _corrected(words: str) -> Views:
    first = next(made.reports_of(words))
    for manner in Manner:
        for report in (first, None):
            card = PublicCard(manner, "1.abc", listed=False, title="The claim")
            yield corrected.corrected_view(card, made.update_of(words), report)


def _parts(words: str) -> Views:
    for kind in ("hops", "sources", "questions", "tellings", "wordings"):
        yield parts.parts_view(made.view_of(words), kind, 0, "")
        yield parts.part_view(made.view_of(words), kind, 1)


def _followed(words: str) -> Iterator[Followed]:
    yield Followed(made.follow_of(), 7, words, words, made.NOON, made.NOON, fresh=True)
    yield Followed(made.follow_of(), 7, words, "", made.NOON, None)


def _status(words: str) -> DigestStatus:
    plan = Plan(channel=5, time="09:00", zone="Europe/Berlin", since=made.NOON, role=9)
    run = Run(
        "1", made.NOON.date(), RunState.POSTED, made.NOON, made.NOON, made.NOON, 1, 5, message=6
    )
    return DigestStatus(plan, None, run, Trouble("1", words, made.NOON))


def _sighted(words: str) -> Views:
    for report in made.reports_of(words):
        if not isinstance(report, Found) or sightings.certain_matches(report):
            yield sightings.sighting_view(report, "1.abc")


_REACHED = Reached("5", "6", Shown(7, 2), made.NOON, None)


def _declined(words: str) -> Proposal:
    return made.proposal_of(words, Decision.DECLINED)


_ONE: Mapping[str, Callable[[str], Any]] = {
    "about_view": lambda w: about.about_view(About("1.2.3", "https://example.org/x", w)),
    "similar_view": lambda w: adding.similar_view([Similar(made.view_of(w), same=True)], "t"),
    "asked_view": lambda w: asking.asked_view(made.request_of(w)),
    "status_view": lambda w: asking.status_view([made.request_of(w)], {7: 7}),
    "audit_view": lambda w: audit.audit_view([made.entry_of(w)], 7, {7: 7}),
    "merge_view": lambda w: editing.merge_view(made.view_of(w), made.view_of(w)),
    "names_view": lambda w: names.names_view(made.settings_of(w)),
    "packs_view": lambda w: packs.packs_view([made.pack_of(w)]),
    "plan_view": lambda w: packs.plan_view(made.plan_of(w), "t"),
    "queue_view": lambda w: queue.queue_view([made.request_of(w)], made.NOON),
    "request_view": lambda w: queue.request_view(made.request_of(w), {7: 7}),
    "reach_view": lambda w: reaching.reach_view(
        Places(made.view_of(w), ((Reached("5", "6", Shown(7, 2), made.NOON, None), True),), 0, 1),
        "1",
    ),
    "proposal_view": lambda w: review.proposal_view(
        Proposed(
            made.proposal_of(w, Decision.DECLINED), made.view_of(w), made.changes_of(w), False
        ),
        {},
    ),
    "suggestion_view": lambda w: review.suggestion_view(made.suggestion_of(w), made.view_of(w)),
    "history_view": lambda w: revising.history_view(made.history_of(w)),
    "compared_view": lambda w: revising.compared_view(made.view_of(w), 1, 2, made.changes_of(w)),
    "settings_view": lambda w: settings.settings_view(made.settings_of(w), {9: w}),
    "_source_view": lambda w: sources._source_view(made.sources_of(w)["S1"], 7),
    "search_view": lambda w: answers.search_view([made.match_of(w)], w),
    "search_view of nothing": lambda w: answers.search_view([], w),
    "shared_list": lambda w: answers.shared_list(next(made.reports_of(w))),
    "standing_list": lambda w: answers.standing_list([made.view_of(w)] * 2),
    "bench_view": lambda w: bench.bench_view(made.view_of(w), "Saved", made.telling_of(w)),
    "proposed_view": lambda w: bench.proposed_view(made.proposal_of(w)),
    "problem_view": lambda w: bench.problem_view(InputProblem(f"“{w}” is no date."), "t"),
    "overtaken_view": lambda w: bench.overtaken_view(_overtaken(w), "t"),
    "overtaken_press": lambda w: bench.overtaken_press(_overtaken(w), wish("publish", 7, 1)),
    "claim_view": lambda w: cards.claim_view(made.view_of(w), PLACE, [made.match_of(w)] * 3),
    "shared_view": lambda w: cards.shared_view(made.match_of(w)),
    "digest_status_view": lambda w: digest_settings.status_view(_status(w), {5: w, 9: w}, "Digest"),
    "digest_view": lambda w: digests.digest_view(made.digest_of(w), 9),
    "whole_view": lambda w: digests.whole_view(made.digest_of(w), 0, wish("digest-draft", 0)),
    "ended_view": lambda w: follows.ended_view(next(_followed(w)), Here("2", {"1": w})),
    "following_view": lambda w: follows.following_view([*_followed(w)], 0, Here("1", {"1": w})),
    "which_question_view": lambda w: follows.which_question_view(made.view_of(w)),
    "bulletin_view": lambda w: follows.bulletin_view(made.bulletin_of(w), {"1": w}, 3),
    "announcement_view": lambda w: notices.announcement_view([made.entry_of(w)], {7: 7}),
    "watched_view": lambda w: sightings.watched_view(
        [(w, "reply")], hidden=1, listens=True, left_alone=False, lacking=[w]
    ),
    "review_view": lambda w: worklists.review_view(made.work_of(w)),
    "notice": lambda w: notice(escape(w)),
    "erased_view": privacy.erased_view,
}
_MANY: Mapping[str, Callable[[str], Views]] = {
    "answer_view": _answers,
    "detail_view": _details,
    "corrected_view": _corrected,
    "parts_view": _parts,
    "followed_view": lambda w: (
        follows.followed_view(f, Here("2", {"1": w})) for f in _followed(w)
    ),
    "sighting_view": _sighted,
    "kind_view": lambda w: (
        worklists.kind_view(made.work_of(w), k, {7: 7}) for k in worklists.KINDS
    ),
    "notice_view": lambda w: (
        notices.notice_view(made.notice_of(w, verdict), w, made.view_of(w)) for verdict in Verdict
    ),
}
ELSEWHERE = {
    "entry_view": "answer_view",
    "list_view": "answer_view",
    "part_view": "parts_view",
    **dict.fromkeys(
        ("lines_view", "exported_view", "found_view", "deleted_view"), "no words of people"
    ),
    "posted_view": "holds a link of our own making alone",
}
"""Views that are shown under another one's name, or that show nobody's words."""


def _overtaken(words: str) -> Overtaken:
    return Overtaken(made.view_of(words), 1, made.changes_of(words), made.changes_of(words))


def every_view(words: str) -> Iterator[tuple[str, CardView]]:
    """All views with these words wherever somebody can write."""
    for name, make in _ONE.items():
        yield name, make(words)
    for name, many in _MANY.items():
        for view in many(words):
            yield name, view


NAMES = {*_ONE, *_MANY, *ELSEWHERE}
