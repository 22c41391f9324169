"""Brings the addresses of documents to the form that pasted links are brought to by now.

They are kept in that form to be found at once; when its rules change, they are written anew.
"""

from __future__ import annotations

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from claims.models import Document, Owner
from storage.aggregates import AddressForms, note_addresses
from storage.database import Database
from storage.schema import about, documents

_NAME = "address_rules"
_PAGE = 500


async def readdress(database: Database, forms: AddressForms, rules: str) -> int:
    """Write all addresses anew where other rules wrote them; returns of how many documents."""
    known = select(about.c.value).where(about.c.name == _NAME)
    if await database.look(lambda connection: connection.execute(known).scalar()) == rules:
        return 0
    async with database.write() as connection:
        count = await _rewritten(connection, forms)
        await connection.execute(delete(about).where(about.c.name == _NAME))
        await connection.execute(insert(about).values(name=_NAME, value=rules))
    return count


async def _rewritten(connection: AsyncConnection, forms: AddressForms) -> int:
    d = documents.c
    count, owner, key = 0, "", ""
    query = select(d.owner, d.key, d.body).order_by(d.owner, d.key).limit(_PAGE)
    while rows := (
        await connection.execute(
            query.where((d.owner > owner) | ((d.owner == owner) & (d.key > key)))
        )
    ).all():
        by_owner: dict[str, list[Document]] = {}
        for row in rows:
            by_owner.setdefault(row.owner, []).append(Document.model_validate_json(row.body))
        owner, key = rows[-1].owner, rows[-1].key
        for name, given in by_owner.items():
            await note_addresses(connection, Owner.parse(name), given, forms)
        count += len(rows)
    return count
