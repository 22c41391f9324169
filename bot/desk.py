"""The desk behind the Discord commands, made of the services."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

from bot.curator_desk import curators_at
from bot.curators import KeyedNames
from bot.services import Services
from claims.answers import Answers
from claims.following import Following
from claims.ports import FeedbackBox
from claims.shelves import Pseudonyms
from commands.desk import About, Desk
from storage.answers import AnswerDrawer


class KeyedRemarks(FeedbackBox):
    """Keeps remarks under a keyed hash of the user's id: known again, but not known by it."""

    def __init__(self, drawer: AnswerDrawer, names: Pseudonyms) -> None:
        self._drawer = drawer
        self._names = names

    async def put_feedback(
        self, community: str, claim_id: int, *, kind: str, wording: str, remark: str, user: str
    ) -> bool:
        """Keep a remark; False where the same one by the same user is there already."""
        hashed = self._names.of(community, int(user))
        return await self._drawer.put_feedback(
            community, claim_id, kind=kind, wording=wording, remark=remark, user=hashed
        )


class Shares:
    """Remembers the public answers; Discord's numbers are kept as text."""

    def __init__(self, drawer: AnswerDrawer) -> None:
        self._drawer = drawer

    async def shared(
        self, community: str, channel: int, message: int, claims: Sequence[tuple[int, int]]
    ) -> None:
        """Keep a public message and the (claim id, revision) pairs that it shows."""
        await self._drawer.remember_shared(community, str(channel), str(message), claims)


async def desk_over(services: Services) -> Desk:
    """What the commands need, over open services."""
    drawer = services.store.answers
    return Desk(
        checker=services.checker,
        curators=curators_at(services.curators, services.store),
        answers=Answers(services.store.reader, drawer),
        reader=services.store.reader,
        feedback=KeyedRemarks(drawer, KeyedNames(await services.memos.key())),
        shares=Shares(drawer),
        following=Following(services.store.follows, services.store.reader),
        watching=services.watching,
        listens=services.settings.watching,
        welcome=services.welcome,
        limits=services.limits,
        about=About(version("caveat")),
    )
