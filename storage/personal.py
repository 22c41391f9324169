"""Which column of the store says something about a person, by the lines of ``claims.privacy``.

Every column of every table stands here once, in ``ABOUT`` or in ``NOT_ABOUT``: a test fails for a
new one until somebody has decided. What is exported and deleted is found by ``TRACES``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Column, Table

from storage.curating_schema import (
    askers,
    audit,
    notices,
    proposals,
    reference_revisions,
    requests,
    suggestion_decisions,
)
from storage.digest_schema import digest_asks
from storage.following_schema import bulletins, followers, follows
from storage.schema import addition_revisions, feedback, revisions, watch_opt_outs


def _all(line: str, columns: str) -> dict[str, str]:
    return dict.fromkeys(columns.split(), line)


ABOUT: Mapping[str, Mapping[str, str]] = {
    "answers": _all("answers", "sealed created_at"),
    "shared_answers": _all("shared", "channel message claim_id revision at gone corrected_at"),
    "corrections": _all("shared", "channel message found_at not_before claimed_at attempts"),
    "feedback": _all("remarks", "claim_id kind wording remark user same created_at"),
    "requests": {"text": "requests", "taken_by": "changes", "closed_by": "changes"},
    "askers": {**_all("requests", "who text reason told asked_at expires_at"), "user": "notices"},
    "notices": _all("notices", "user verdict claim_id sentence state attempts claimed_at made_at"),
    "followers": _all("follows", "user minute told_at daily_at blocked_at"),
    "follows": _all("follows", "user claim_id question pace since until told seen"),
    "bulletins": _all("follows", "user daily claimed_at"),
    "bulletin_steps": _all("follows", "follow_id base told ends"),
    "watch_opt_outs": _all("opt_outs", "user at"),
    "digest_asks": _all("asks", "claim_id who hour"),
    "revisions": _all("changes", "at actor reason"),
    "addition_revisions": _all("changes", "at actor reason"),
    "reference_revisions": _all("changes", "at actor"),
    "audit": _all("changes", "at actor action reason"),
    "proposals": _all("changes", "action reason actor at decision decided_by decided_at sentence"),
    "suggestion_decisions": _all("changes", "decision actor at"),
    "deeds": _all("deeds", "key action at outcome"),
    "met_wordings": _all("figures", "claim_id wording times since"),
}
"""By table and column: the line that says why it is kept, and for how long."""

_CLAIM = "community claim_id number body minor told"
NOT_ABOUT: Mapping[str, str] = {
    "about": "name value",
    "communities": "id next_number created_at welcomed_at settings settings_revision erase_at",
    "packs": "id title version digest head loaded_at",
    "enabled_packs": "community pack enabled_at",
    "number_blocks": "community pack pack_from pack_to first_number",
    "claims": "id owner number ref status search language revision updated_at body",
    "additions": "community claim_id revision updated_at body",
    "revisions": "claim_id number owner base body minor told",
    "addition_revisions": f"{_CLAIM} claim_revision",
    "reference_revisions": "community kind key number body",
    "sources": "owner key body",
    "documents": "owner key body",
    "document_addresses": "owner address document listed",
    "appearances": "owner document claim_id",
    "feed": "sequence owner claim_id at",
    "imports": "community digest position line added changed unchanged rejected started_at "
    "finished_at",
    "import_rejections": "community digest line sentence",
    "answers": "id community",
    "shared_answers": "community",
    "corrections": "community",
    "feedback": "id community",
    "requests": "id community number status language asked first_asked last_asked claim_id "
    "closed_at sentence",
    "askers": "id community request_id",
    "notices": "id community request_id asker_id",
    "follows": "id community",
    "bulletins": "id",
    "bulletin_steps": "bulletin_id",
    "watch_opt_outs": "community",
    "digest_asks": "community",
    "audit": "id community claim_id revision request",
    "proposals": "id community claim_id body",
    "suggestion_decisions": "feedback_id community",
    "deeds": "community",
    "met_wordings": "community",
    "origins": "claim_id community pack version",
    "link_states": "community source since tried_at problem",
    "digest_runs": "community day state due until begun taken attempts channel role thread "
    "thread_made message body",
    "digest_stops": "community problem at told",
}
"""By table: the columns that say nothing of whoever asks, follows or curates."""


class By(Enum):
    """By what somebody is known in a column."""

    ID = "their plain id"
    HASH = "a keyed hash of their id and the community"
    CLAIM_HASH = "a keyed hash of their id, the community and the claim"
    ACTOR = "their plain id, later a keyed hash that marks who acted"


@dataclass(frozen=True, slots=True)
class Trace:
    """Where somebody is found: a column, and what of its row is theirs to see.

    ``heading`` names the rows in an export, ``shown`` their columns.
    """

    heading: str
    column: Column[str]
    by: By
    shown: str

    @property
    def table(self) -> Table:
        """The table that it is a column of."""
        table = self.column.table
        assert isinstance(table, Table)  # noqa: S101 - columns are in tables  # nosec B101
        return table

    @property
    def place(self) -> Column[str] | None:
        """The column that names the community; None where the rows are of all of them."""
        c = self.table.c
        return c.community if "community" in c else c.owner if "owner" in c else None


TO_TELL = "requests_to_tell"
"""Requests found by the plain id alone: their hashes were made with a secret since lost."""
_REQUEST = "id request_id text reason told user asked_at expires_at"
TRACES: tuple[Trace, ...] = (
    Trace("remarks", feedback.c.user, By.HASH, "id claim_id kind wording remark created_at"),
    Trace("requests", askers.c.who, By.HASH, _REQUEST),
    Trace(TO_TELL, askers.c.user, By.ID, _REQUEST),
    Trace(
        "notices",
        notices.c.user,
        By.ID,
        "id request_id verdict claim_id sentence state attempts claimed_at made_at",
    ),
    Trace("opt_outs", watch_opt_outs.c.user, By.HASH, "at"),
    Trace("asked_about", digest_asks.c.who, By.CLAIM_HASH, "claim_id hour"),
    Trace("follower", followers.c.user, By.ID, "minute told_at daily_at blocked_at"),
    Trace("follows", follows.c.user, By.ID, "id claim_id question pace since until told seen"),
    Trace("messages_under_way", bulletins.c.user, By.ID, "id daily claimed_at"),
    Trace("revisions", revisions.c.actor, By.ACTOR, "claim_id number at reason"),
    Trace("additions", addition_revisions.c.actor, By.ACTOR, "claim_id number at reason"),
    Trace("references", reference_revisions.c.actor, By.ACTOR, "kind key number at"),
    Trace("audit", audit.c.actor, By.ACTOR, "id at action claim_id revision request reason"),
    Trace(
        "proposals",
        proposals.c.actor,
        By.ACTOR,
        "id claim_id action reason at decision decided_at sentence",
    ),
    Trace(
        "proposals_decided",
        proposals.c.decided_by,
        By.ACTOR,
        "id claim_id action decision decided_at sentence",
    ),
    Trace("suggestions_decided", suggestion_decisions.c.actor, By.ACTOR, "feedback_id decision at"),
    Trace("requests_taken", requests.c.taken_by, By.ACTOR, "number status"),
    Trace("requests_closed", requests.c.closed_by, By.ACTOR, "number status closed_at sentence"),
)
"""Every column by which somebody can be found."""
