"""A deed while it is written: the open transaction, whose it is, and what it has come to so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from claims.deeds import Deed, Outcome
from claims.errors import NotFound
from claims.models import Owner
from storage.aggregates import AddressForms, Stamp
from storage.schema import claims
from storage.views import scope_of


@dataclass(slots=True)
class Work:
    """What the steps of a deed share; the first claim that a step touches names the deed."""

    connection: AsyncConnection
    deed: Deed
    forms: AddressForms
    claim_id: int | None = None
    revision: int | None = None
    proposal: int | None = None
    request: int | None = None
    added: list[int] = field(default_factory=list)
    touched: int = 0
    audited: bool = True

    @property
    def community(self) -> str:
        """The community that the deed is done in."""
        return self.deed.community

    @property
    def owner(self) -> Owner:
        """The owner that stands for this community."""
        return Owner.community(self.deed.community)

    @property
    def stamp(self) -> Stamp:
        """Who does it, when and why."""
        return Stamp(self.deed.at, self.deed.actor, self.deed.reason)

    @property
    def outcome(self) -> Outcome:
        """What it has come to."""
        return Outcome(
            claim_id=self.claim_id,
            revision=self.revision,
            proposal=self.proposal,
            request=self.request,
            counts=(len(self.added), self.touched),
        )

    def touch(self, claim_id: int, revision: int | None) -> None:
        """Note a claim that a step changed."""
        self.touched += 1
        if self.claim_id is None:
            self.claim_id, self.revision = claim_id, revision

    async def check_sees(self, claim_id: int) -> None:
        """Raise ``NotFound`` for a claim that the community does not see."""
        scope = await self.connection.run_sync(scope_of, self.community)
        c = claims.c
        query = select(c.id).where(c.id == claim_id, c.owner.in_(scope.names))
        if (await self.connection.execute(query)).first() is None:
            raise NotFound("There is no such claim here.")
