"""What a community chose for itself: who curates, how answers are shown, what is kept how long."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator

from claims.models import Kept
from claims.pages import domain_in_ascii
from claims.retention import REQUEST_DAYS
from claims.same_names import SameNames
from claims.schedule import Plan

Sensitivity = Literal["careful", "balanced", "eager"]
Manner = Literal["reaction", "reply"]
"""How a certain match in a watched channel is answered: a quiet mark, or a short reply."""
MOST_WATCHED = 50
_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


def _domain(given: str) -> str:
    """A bare host name in small ASCII letters; raises ``ValueError`` for anything else."""
    host = domain_in_ascii(given).removeprefix("www.")
    if not _HOST.fullmatch(host):
        raise ValueError(f"{given!r} is not a domain; write it like example.org")
    return host


Domain = Annotated[str, AfterValidator(_domain)]
Roles = Annotated[frozenset[int], Field(max_length=50)]


class Watched(Kept):
    """A channel, by Discord's number, whose posts are matched, and what a certain one gets."""

    channel: int
    manner: Manner


class CommunitySettings(Kept):
    """The settings of one community. What has its default is not stored."""

    curator_roles: Roles = Field(
        frozenset(), description="Who curates; empty: who may manage messages."
    )
    approver_roles: Roles = Field(frozenset(), description="Who approves; empty: every curator.")
    admin_roles: Roles = Field(
        frozenset(), description="Who administers, beside those who may manage the server."
    )
    approval: bool = Field(False, description="A second person accepts what members will see.")
    replies_public: bool = Field(False, description="Answers are posted for everyone to see.")
    audit_channel: int | None = Field(None, description="Where changes are announced, if anywhere.")
    asks_a_day: Annotated[int, Field(ge=0, le=50)] = Field(
        3, description="How many requests a member may file in a day; 0 switches them off."
    )
    keep_requests_days: Annotated[int, Field(ge=1, le=365)] = Field(
        REQUEST_DAYS, description="After how many days the text of a request is deleted."
    )
    fetching: bool = Field(True, description="Pages that members link to may be opened.")
    fetch_only: Annotated[tuple[Domain, ...], Field(max_length=200)] = Field(
        (), description="Open pages of these domains alone; empty: of all but the blocked."
    )
    fetch_never: Annotated[tuple[Domain, ...], Field(max_length=200)] = Field(
        (), description="Never open pages of these domains."
    )
    sensitivity: Sensitivity = Field(
        "balanced", description="How sure a match must be before it is shown as one."
    )
    same_names: SameNames = Field(
        (), description="Names that mean the same here, the usual one of each list first."
    )
    watched: Annotated[tuple[Watched, ...], Field(max_length=MOST_WATCHED)] = Field(
        (), description="Channels whose posts are matched without being asked; none at first."
    )
    digest: Plan | None = Field(None, description="The digest that is posted; none at first.")

    @field_validator("watched", mode="after")
    @classmethod
    def _one_for_a_channel(cls, watched: tuple[Watched, ...]) -> tuple[Watched, ...]:
        if len({each.channel for each in watched}) < len(watched):
            raise ValueError("each channel is watched in one way")
        return watched


@dataclass(frozen=True, slots=True)
class KeptSettings:
    """Settings as they are stored now; ``revision`` is what a change is based on, 0 at first."""

    settings: CommunitySettings
    revision: int
