"""Statements that are put together once and then run through the driver itself.

What a check reads of the store are a few rows by their keys. SQLAlchemy takes ten times as long to
put such a statement together and to hand its rows over as SQLite takes to find them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVarTuple

from sqlalchemy import Connection, Select
from sqlalchemy.exc import DBAPIError

_MOST_SHAPES = 256

_Columns = TypeVarTuple("_Columns")
_Shape = tuple[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class _Place:
    """A value that is given with each call; one of a list, or by itself."""

    name: str
    at: int | None


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement as the driver takes it, what stands at its places, and how rows are read."""

    statement: str
    places: tuple[object, ...]
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]


class Prepared(Generic[*_Columns]):
    """A query whose lists ("in" with an expanding parameter) have different lengths by the call."""

    def __init__(self, query: Select[*_Columns]) -> None:
        self._query = query
        self._ready: dict[_Shape, _Ready] = {}

    def rows(
        self, connection: Connection, **given: str | int | Sequence[str | int]
    ) -> list[tuple[*_Columns]]:
        """The rows for some parameters, which are taken as they are; no list may be empty.

        Raises ``DBAPIError`` where the database refuses.
        """
        filled = {name: _filled(value) for name, value in given.items()}
        ready = self._for(connection, filled)
        values = [
            place if not isinstance(place, _Place)
            else filled[place.name] if place.at is None
            else filled[place.name][place.at]
            for place in ready.places
        ]  # fmt: skip
        cursor = connection.connection.cursor()
        try:
            cursor.execute(ready.statement, values)
            found: list[Any] = list(cursor.fetchall())
        except connection.dialect.loaded_dbapi.Error as error:
            raise DBAPIError(ready.statement, None, error) from error
        finally:
            cursor.close()
        for at, reader in ready.readers:
            found = [(*row[:at], reader(row[at]), *row[at + 1 :]) for row in found]
        return found

    def _for(self, connection: Connection, given: Mapping[str, Any]) -> _Ready:
        lengths = ((name, len(v)) for name, v in given.items() if isinstance(v, list))
        shape = connection.dialect.driver, tuple(sorted(lengths))
        ready = self._ready.get(shape)
        if ready is None:
            if len(self._ready) >= _MOST_SHAPES:
                self._ready = {}
            ready = self._ready[shape] = self._made(connection, given)
        return ready

    def _made(self, connection: Connection, given: Mapping[str, Any]) -> _Ready:
        dialect = connection.dialect
        named = {
            name: [_Place(name, at) for at in range(len(value))]
            if isinstance(value, list)
            else _Place(name, None)
            for name, value in given.items()
        }
        compiled: Any = self._query.compile(dialect=dialect)
        state = compiled.construct_expanded_state(named)
        columns = enumerate(self._query.selected_columns)
        kinds = ((at, column.type.dialect_impl(dialect)) for at, column in columns)
        readers = ((at, kind.result_processor(dialect, None)) for at, kind in kinds)
        return _Ready(
            state.statement,
            tuple(state.positional_parameters),
            tuple((at, reader) for at, reader in readers if reader is not None),
        )


def _filled(value: str | int | Sequence[str | int]) -> Any:
    """A list filled up to a power of two with its last value, so that there are few lengths."""
    if isinstance(value, (str, int)):
        return value
    listed = list(value)
    return listed + listed[-1:] * ((1 << (len(listed) - 1).bit_length()) - len(listed))
