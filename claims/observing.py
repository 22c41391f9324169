"""What is told of checks and interactions to whoever watches over the program: figures, no words.

Every check leaves one line in the log, which sums it up.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from claims.errors import CaveatError, TryLater
from claims.paste import Paste
from claims.report import Found, KnownDocument, Match, NothingFound, Report, Tier
from claims.tracing import Stage, Trace, begin_trace, current_trace

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CheckFigures:
    """What a check came to.

    ``outcome`` is *found*, *known* (an article that is annotated), *nothing*, *refused* (it was
    answered with a sentence that says what to do), *paced* (its turn did not come) or *failed*.
    ``letters`` are those pasted, and ``stages`` the seconds of each.
    """

    community: str
    asked: bool
    letters: int
    files: int
    outcome: str
    tiers: Mapping[Tier, int]
    seconds: float
    stages: Mapping[Stage, float]


class Observer(Protocol):
    """Hears what the program does. It must return at once and never raise."""

    def checked(self, figures: CheckFigures) -> None:
        """A check came to its end."""
        ...

    def interacted(self, name: str, outcome: str, seconds: float) -> None:
        """An interaction came to its end; ``name`` is the command's, or *button* and the like."""
        ...

    def failed(self, kind: str) -> None:
        """Something failed that nobody had foreseen; ``kind`` names the class of the error."""
        ...

    def fetched(self, result: str) -> None:
        """A page was read, or not: ``result`` is *read* or names the class of the problem."""
        ...

    def settled(self, state: str) -> None:
        """A digest reached a state."""
        ...


class Unobserved(Observer):
    """Nobody watches."""

    def checked(self, figures: CheckFigures) -> None:
        """Take no notice."""

    def interacted(self, name: str, outcome: str, seconds: float) -> None:
        """Take no notice."""

    def failed(self, kind: str) -> None:
        """Take no notice."""

    def fetched(self, result: str) -> None:
        """Take no notice."""

    def settled(self, state: str) -> None:
        """Take no notice."""


@dataclass(slots=True)
class Seen:
    """What is known of a check while it lasts.

    Once it is answered it stays so, whatever becomes of the answer on its way to the reader.
    """

    outcome: str = "failed"
    tiers: Counter[Tier] = field(default_factory=Counter)

    def answered(self, report: Report) -> None:
        """Note what was found."""
        self.outcome, matches = _outcome(report)
        self.tiers = Counter(match.tier for match in matches)


@contextmanager
def checking(
    observer: Observer, community: str, paste: Paste, *, asked: bool = True
) -> Iterator[Seen]:
    """Watch over a check in a block; at its end it is logged in one line and told to the observer.

    Args:
        observer: Hears the figures.
        community: Where it was asked.
        paste: What is checked; only its lengths are told.
        asked: Whether somebody asked for it; what a watched channel brings is only logged at the
            level of details, unless it found something.
    """
    trace = current_trace() or begin_trace()
    seen = Seen()
    try:
        yield seen
    except TryLater:
        seen.outcome = "paced"
        raise
    except CaveatError:
        seen.outcome = "refused"
        raise
    finally:
        figures = _figures(community, paste, seen, trace, asked=asked)
        _log_line(figures)
        observer.checked(figures)


def _figures(
    community: str, paste: Paste, seen: Seen, trace: Trace, *, asked: bool
) -> CheckFigures:
    return CheckFigures(
        community=community,
        asked=asked,
        letters=len(paste.text) + len(paste.link),
        files=len(paste.files),
        outcome=seen.outcome,
        tiers={tier: seen.tiers[tier] for tier in Tier},
        seconds=trace.seconds,
        stages={stage: trace.stages[stage] for stage in Stage if stage in trace.stages},
    )


def _outcome(report: Report) -> tuple[str, tuple[Match, ...]]:
    match report:
        case Found():
            return "found", (*report.matches, *report.related)
        case KnownDocument():
            return "known", report.found
        case NothingFound():
            return "nothing", report.closest


def _log_line(figures: CheckFigures) -> None:
    """Log what a check came to, for people in words and for programs in fields."""
    quiet = not figures.asked and figures.outcome == "nothing"
    tiers = ", ".join(f"{count} {tier}" for tier, count in figures.tiers.items())
    stages = ", ".join(f"{stage} {took * 1000:.0f}" for stage, took in figures.stages.items())
    fields = {
        "community": figures.community,
        "asked": figures.asked,
        "letters": figures.letters,
        "files": figures.files,
        "outcome": figures.outcome,
        "claims": {str(tier): count for tier, count in figures.tiers.items()},
        "milliseconds": round(figures.seconds * 1000),
        "stages": {str(stage): round(took * 1000, 1) for stage, took in figures.stages.items()},
    }
    _log.log(
        logging.DEBUG if quiet else logging.INFO,
        "%s in %s: %s; %d letters, %d files; %s; %d ms (%s)",
        "checked" if figures.asked else "looked at a post",
        figures.community,
        figures.outcome,
        figures.letters,
        figures.files,
        tiers,
        fields["milliseconds"],
        stages,
        extra={"fields": fields},
    )
