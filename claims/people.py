"""Who a member is at this moment, and what that lets them do in their community."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from claims.community import CommunitySettings
from claims.errors import NotAllowed

FORMER = "former:"
"""What the name of somebody begins with whose plain id is no longer kept beside what they did."""


class Right(StrEnum):
    """What somebody may do in a community."""

    ASK = "ask"
    CURATE = "curate"
    APPROVE = "approve"
    ADMINISTER = "administer"


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a community, as they are now: never kept, made anew for every interaction.

    ``user`` and ``role_ids`` are Discord's numbers; ``present`` is False for somebody who left,
    or who acts where there is no community.
    """

    user: int
    community: str
    role_ids: frozenset[int] = field(default_factory=frozenset)
    can_manage_messages: bool = False
    can_manage_server: bool = False
    present: bool = True


@dataclass(frozen=True, slots=True)
class Rights:
    """What one member may do; each right brings those below it."""

    held: frozenset[Right]

    @property
    def curator(self) -> bool:
        """True where they may change claims and see what is not published."""
        return Right.CURATE in self.held

    @property
    def approver(self) -> bool:
        """True where they may accept what other curators propose."""
        return Right.APPROVE in self.held

    @property
    def admin(self) -> bool:
        """True where they may change the settings of the community."""
        return Right.ADMINISTER in self.held

    def need(self, right: Right) -> None:
        """Raise ``NotAllowed`` unless this right is held."""
        if right not in self.held:
            raise NotAllowed(_SENTENCES[right])


_SENTENCES: Mapping[Right, str] = {
    Right.ASK: "That works for members of a server that installed Caveat; ask there.",
    Right.CURATE: "Only curators of this community can do that; ask one of them, "
    "or an administrator to make you one.",
    Right.APPROVE: "Only approvers of this community can decide on that; ask one of them to look.",
    Right.ADMINISTER: "Only administrators of this community can do that; ask somebody who may "
    "manage the server.",
}


def rights_of(member: Member, settings: CommunitySettings) -> Rights:
    """What a member may do under a community's settings.

    Who may manage the server administers, whatever the settings say, so that nobody is locked
    out. Where no roles are chosen, curators are those who may manage messages, and every curator
    may approve what another one proposes.
    """
    if not member.present:
        return Rights(frozenset())
    admin = member.can_manage_server or bool(member.role_ids & settings.admin_roles)
    curator = _holds(member, settings.curator_roles, default=member.can_manage_messages)
    approver = _holds(member, settings.approver_roles, default=curator)
    held = {Right.ASK}
    if admin or approver or curator:
        held.add(Right.CURATE)
    if admin or approver:
        held.add(Right.APPROVE)
    if admin:
        held.add(Right.ADMINISTER)
    return Rights(frozenset(held))


def _holds(member: Member, roles: frozenset[int], *, default: bool) -> bool:
    return bool(member.role_ids & roles) if roles else default
