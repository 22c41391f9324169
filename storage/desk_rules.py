"""What holds of what people do: deeds and the audit log, requests, digests, follows, imports."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select

from claims.deeds import Decision
from claims.digest import RunState
from claims.requesting import RequestStatus
from storage.curating_schema import askers, audit, deeds, notices, proposals, requests
from storage.digest_schema import digest_runs
from storage.following_schema import followers, follows
from storage.rules import Rule
from storage.schema import (
    additions,
    claims,
    corrections,
    import_rejections,
    imports,
    shared_answers,
)

_E, _P, _Q, _K = audit.c, proposals.c, requests.c, askers.c
_T, _D, _F = notices.c, digest_runs.c, follows.c
_I, _J = imports.c, import_rejections.c
_S, _X = shared_answers.c, corrections.c
_WAITING = tuple(status.value for status in RequestStatus if status.waits)
_TOLD = ("waiting", "claimed", "sent", "given up")
_UNDER_WAY = (RunState.READY.value, RunState.CLAIMED.value)


def _beyond(of: Any, revision: ColumnElement[Any], *key: ColumnElement[Any]) -> Select[Any]:
    """Rows of a table that name a revision which a claim never had in that community."""
    added = and_(additions.c.claim_id == of.c.claim_id, additions.c.community == of.c.community)
    seen = claims.c.revision + func.coalesce(additions.c.revision, 0)
    return (
        select(*key)
        .join(claims, claims.c.id == of.c.claim_id)
        .outerjoin(additions, added)
        .where(or_(revision < 1, revision > seen))
    )


_NOTED = (
    select(_E.id)
    .where(_E.community == deeds.c.community, _E.at == deeds.c.at, _E.action == deeds.c.action)
    .exists()
)
_ASKED = select(func.count()).where(_K.request_id == _Q.id).scalar_subquery()
_REJECTED = (
    select(func.count())
    .where(_J.community == _I.community, _J.digest == _I.digest)
    .scalar_subquery()
)
_SHOWN = (
    select(_S.claim_id)
    .where(_S.community == _X.community, _S.channel == _X.channel, _S.message == _X.message)
    .exists()
)

DESK_RULES = (
    Rule(
        "entries of the audit log of revisions that never were", _beyond(audit, _E.revision, _E.id)
    ),
    Rule(
        "deeds that changed a claim without an entry in the audit log",
        select(deeds.c.community, deeds.c.key).where(
            deeds.c.outcome.contains('"revision":'), ~_NOTED
        ),
    ),
    Rule(
        "proposals in no state that there is",
        select(_P.id).where(
            or_(
                _P.decision.not_in([decision.value for decision in Decision]),
                (_P.decision == Decision.WAITING.value) != _P.decided_at.is_(None),
            )
        ),
    ),
    Rule(
        "requests in no state that there is",
        select(_Q.community, _Q.number).where(
            or_(
                _Q.status.not_in([status.value for status in RequestStatus]),
                _Q.status.in_(_WAITING) != _Q.closed_at.is_(None),
                and_(_Q.status == RequestStatus.TAKEN.value, _Q.taken_by.is_(None)),
            )
        ),
    ),
    Rule(
        "requests with more askers than they count",
        select(_Q.community, _Q.number).where(_Q.asked < _ASKED),
    ),
    Rule(
        "askers whose ids are kept although their request is closed",
        select(_K.id)
        .join(requests, _Q.id == _K.request_id)
        .where(_K.user.is_not(None), _Q.status.not_in(_WAITING)),
    ),
    Rule(
        "notices in no state that there is",
        select(_T.id).where(
            or_(
                _T.state.not_in(_TOLD),
                and_(_T.state == "claimed", _T.claimed_at.is_(None)),
                and_(_T.state.in_(("sent", "given up")), _T.user.is_not(None)),
            )
        ),
    ),
    Rule(
        "notices of another request than their asker's",
        select(_T.id).join(askers, _K.id == _T.asker_id).where(_K.request_id != _T.request_id),
    ),
    Rule(
        "digests in no state that there is",
        select(_D.community, _D.day).where(
            or_(
                _D.state.not_in([state.value for state in RunState]),
                (_D.state == RunState.POSTED.value) != _D.message.is_not(None),
                and_(_D.thread_made.is_(True), _D.state != RunState.POSTED.value),
                and_(_D.state.in_(_UNDER_WAY), _D.body.is_(None)),
            )
        ),
    ),
    Rule(
        "followers who follow nothing",
        select(followers.c.minute).where(
            ~select(_F.id).where(_F.user == followers.c.user).exists()
        ),
    ),
    Rule("follows told of revisions that never were", _beyond(follows, _F.told, _F.id)),
    Rule(
        "public answers with revisions that never were",
        _beyond(shared_answers, _S.revision, _S.community, _S.message),
    ),
    Rule(
        "corrections of answers that nobody gave",
        select(_X.community, _X.message).where(not_(_SHOWN)),
    ),
    Rule(
        "imports whose counts do not add up",
        select(_I.community, _I.digest).where(
            or_(
                _I.added + _I.changed + _I.unchanged + _I.rejected > _I.line,
                _I.line > _I.position,
                _I.rejected < _REJECTED,
            )
        ),
    ),
    Rule(
        "rejected lines of no import",
        select(_J.community, _J.line)
        .outerjoin(imports, and_(_I.community == _J.community, _I.digest == _J.digest))
        .where(_I.digest.is_(None)),
    ),
)
