"""The store, open: one object that holds the parts which read, write, import and follow it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from storage.aggregates import AddressForms
from storage.answers import AnswerDrawer
from storage.curating import Curating
from storage.database import Database, open_database
from storage.feed import Feed
from storage.opt_outs import OptedOut
from storage.packs import Packs
from storage.readdressing import readdress
from storage.reading import Reader
from storage.secret_sign import SecretSign
from storage.state import StoreState, state_of
from storage.writing import Writer

if TYPE_CHECKING:
    from storage.asks import Asks
    from storage.bulletins import Bulletins
    from storage.changes import Changes
    from storage.corrections import Correcting
    from storage.decisions import Decisions
    from storage.digests import Digests
    from storage.erasing import Erasing
    from storage.follows import Follows
    from storage.ledger import DeedLedger
    from storage.names import Names
    from storage.persons import Persons
    from storage.queue import Outbox, Queue
    from storage.tallies import Tallies
    from storage.transfer import Transfer
    from storage.worklist import Suggested, Work


def as_listed(address: str) -> tuple[str, ...]:
    """The form of an address where nobody says how pasted links are brought to one form."""
    return (address,)


class Store:
    """An open store. Each part does one thing and fulfils one Protocol of ``claims.ports``.

    What no check needs is loaded when it is first asked for: a start waits for all the others.
    """

    def __init__(self, database: Database, forms: AddressForms) -> None:
        self._database = database
        self._forms = forms
        self.reader = Reader(database)
        self.writer = Writer(database, forms)
        self.feed = Feed(database)
        self.packs = Packs(database, forms)
        self.answers = AnswerDrawer(database)
        self.curating = Curating(database)
        self.opt_outs = OptedOut(database)

    @classmethod
    @asynccontextmanager
    async def open(
        cls, path: Path, *, address_forms: AddressForms = as_listed, address_rules: str = ""
    ) -> AsyncIterator[Self]:
        """Open the database file at ``path``, making or migrating it as need be.

        ``address_forms`` gives for an address that a document lists the forms to which pasted
        links are brought, so that they are found; when ``address_rules`` names other rules than
        those that the store was written with, all are brought to it anew. Raises ``StoreTooNew``,
        ``StoreProblem``.
        """
        async with open_database(path) as database:
            if address_rules:
                await readdress(database, address_forms, address_rules)
            yield cls(database, address_forms)

    @cached_property
    def transfer(self) -> Transfer:
        """Brings claims in and out."""
        from storage.transfer import Transfer  # noqa: PLC0415 - see the class

        return Transfer(self._database, self._forms)

    @cached_property
    def ledger(self) -> DeedLedger:
        """Writes the deeds of curators, each whole."""
        from storage.ledger import DeedLedger  # noqa: PLC0415

        return DeedLedger(self._database, self._forms)

    @cached_property
    def queue(self) -> Queue:
        """What members ask of their curators."""
        from storage.queue import Queue  # noqa: PLC0415

        return Queue(self._database)

    @cached_property
    def outbox(self) -> Outbox:
        """What those who asked are to be told."""
        from storage.queue import Outbox  # noqa: PLC0415

        return Outbox(self._database)

    @cached_property
    def changes(self) -> Changes:
        """What changed in claims, revision by revision."""
        from storage.changes import Changes  # noqa: PLC0415

        return Changes(self._database)

    @cached_property
    def corrections(self) -> Correcting:
        """Which public answers are to be corrected."""
        from storage.corrections import Correcting  # noqa: PLC0415

        return Correcting(self._database)

    @cached_property
    def follows(self) -> Follows:
        """Who follows what."""
        from storage.follows import Follows  # noqa: PLC0415

        return Follows(self._database)

    @cached_property
    def bulletins(self) -> Bulletins:
        """What those who follow something are to be told."""
        from storage.bulletins import Bulletins  # noqa: PLC0415

        return Bulletins(self._database)

    @cached_property
    def asks(self) -> Asks:
        """How often claims are asked about."""
        from storage.asks import Asks  # noqa: PLC0415

        return Asks(self._database)

    @cached_property
    def digests(self) -> Digests:
        """Which digests were posted, and what stopped them."""
        from storage.digests import Digests  # noqa: PLC0415

        return Digests(self._database)

    @cached_property
    def suggested(self) -> Suggested:
        """What members suggest for claims."""
        from storage.worklist import Suggested  # noqa: PLC0415

        return Suggested(self._database)

    @cached_property
    def work(self) -> Work:
        """What waits for curators."""
        from storage.worklist import Work  # noqa: PLC0415

        return Work(self._database)

    @cached_property
    def decisions(self) -> Decisions:
        """What curators decided on what members asked and doubted."""
        from storage.decisions import Decisions  # noqa: PLC0415

        return Decisions(self._database)

    @cached_property
    def tallies(self) -> Tallies:
        """How often which wording answered."""
        from storage.tallies import Tallies  # noqa: PLC0415

        return Tallies(self._database)

    @cached_property
    def names(self) -> Names:
        """Forgets who acted."""
        from storage.names import Names  # noqa: PLC0415

        return Names(self._database)

    @cached_property
    def persons(self) -> Persons:
        """Finds and forgets what is kept about one person."""
        from storage.persons import Persons  # noqa: PLC0415

        return Persons(self._database)

    @cached_property
    def erasing(self) -> Erasing:
        """Erases communities."""
        from storage.erasing import Erasing  # noqa: PLC0415

        return Erasing(self._database)

    @cached_property
    def secret_sign(self) -> SecretSign:
        """By what another secret than this store's is noticed."""
        return SecretSign(self._database)

    @property
    def migrated_from(self) -> str | None:
        """The schema version found when it was opened; None where the store was made then."""
        return self._database.found

    async def ensure_community(self, community: str, default_packs: Sequence[str]) -> None:
        """Make a community known and switch on its first packs, once; see ``Packs``."""
        await self.packs.ensure_community(community, default_packs)

    async def state(self) -> StoreState:
        """What state the store is in, checked from end to end: not for every minute."""
        return await state_of(self._database.path)
