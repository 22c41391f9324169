"""The desk behind the Discord commands, made of the services."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

from bot.curator_desk import curators_at
from bot.curators import KeyedNames
from bot.repeating import until_heard
from bot.services import Services
from claims.answers import Answers
from claims.following import Following
from claims.leaving import Leaving
from claims.own_data import OwnData
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
    store, drawer = services.store, services.store.answers
    names = KeyedNames(await services.memos.key())
    rights = services.curators.communities.rights
    return Desk(
        checker=services.checker,
        curators=curators_at(services.curators, store),
        answers=Answers(store.reader, drawer),
        reader=store.reader,
        feedback=KeyedRemarks(drawer, names),
        shares=Shares(drawer),
        following=Following(store.follows, store.reader),
        watching=services.watching,
        own_data=OwnData(store.persons, store.curating, names, services.settings.days),
        leaving=Leaving(store.erasing, rights, services.eraser.erase),
        welcomed=services.welcomed,
        listens=services.settings.watching,
        observer=services.observer,
        welcome=services.welcome,
        until_heard=until_heard,
        limits=services.limits,
        about=About(version("caveat")),
    )
