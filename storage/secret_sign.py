"""The sign of the secret that user ids are hashed with, so that another secret is noticed.

The secret lies beside the store. Under another one, nobody's wishes would be found again.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import insert, select

from storage.database import Database
from storage.schema import about

_NAME = "secret_sign"


def sign_of(key: bytes) -> str:
    """What tells a secret from another one and does not give it away: 16 hexadecimal digits."""
    return hashlib.blake2b(key, digest_size=8, person=b"caveat sign").hexdigest()


class SecretSign:
    """Keeps the sign of the first secret that a store was used with."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self) -> str | None:
        """The sign that is kept, if there is one."""
        query = select(about.c.value).where(about.c.name == _NAME)
        return await self._database.look(lambda connection: connection.execute(query).scalar())

    async def is_of(self, key: bytes) -> bool:
        """Whether this is the store's secret; the first one that it hears of is."""
        known = await self.known()
        if known is None:
            async with self._database.write() as connection:
                query = select(about.c.value).where(about.c.name == _NAME)
                known = (await connection.execute(query)).scalar()
                if known is None:
                    known = sign_of(key)
                    await connection.execute(insert(about).values(name=_NAME, value=known))
        return known == sign_of(key)
