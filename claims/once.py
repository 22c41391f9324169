"""A deed that Discord delivers twice at one moment comes to one outcome for both."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from claims.errors import CaveatError
from claims.people import Member
from claims.workbench import Workbench


class _Served(Protocol):
    _bench: Workbench


_Self = TypeVar("_Self", bound=_Served)
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")
_Doing = Callable[Concatenate[_Self, Member, str, _Given], Awaitable[_Result]]


def once(doing: _Doing[_Self, _Given, _Result]) -> _Doing[_Self, _Given, _Result]:
    """Do a deed again that was refused, where it turns out to be done already.

    What is done twice at once may be looked at before the first is done and judged after it: the
    wording that is to be added is there, the request that is to be closed is closed. Done again,
    it gives back what the first came to.
    """

    @wraps(doing)
    async def done(
        self: _Self, member: Member, deed: str, /, *given: _Given.args, **named: _Given.kwargs
    ) -> _Result:
        try:
            return await doing(self, member, deed, *given, **named)
        except CaveatError:
            if await self._bench.ledger.outcome(member.community, deed) is None:
                raise
            return await doing(self, member, deed, *given, **named)

    return done
