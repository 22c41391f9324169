"""What somebody typed into a form that could not be saved: sealed, so that they can go on with it.

It is encrypted with a key that only the button of the message holds, like an answer, and forgotten
with the answers.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from pydantic import TypeAdapter, ValidationError

from claims.answers import parted
from claims.errors import NotFound
from claims.ports import AnswerShelf

_GONE = "What you typed is no longer kept; open the form anew."


@dataclass(frozen=True, slots=True)
class TypedForm:
    """A form by its name, what it is about, and what stood in each of its fields."""

    user: int
    name: str
    args: tuple[str, ...]
    fields: dict[str, str]


_TYPED = TypeAdapter(TypedForm)


class TypedForms:
    """Keeps what was typed and gives it back to whoever typed it."""

    def __init__(self, shelf: AnswerShelf) -> None:
        self._shelf = shelf

    async def keep(self, community: str, typed: TypedForm) -> str:
        """Seal a form and return its ticket, 46 to 60 characters of ``[A-Za-z0-9_=.-]``."""
        key = Fernet.generate_key()
        number = await self._shelf.put_answer(
            community, Fernet(key).encrypt(_TYPED.dump_json(typed))
        )
        return f"{number}.{key.decode().rstrip('=')}"

    async def open(self, community: str, user: int, ticket: str) -> TypedForm:
        """Give a form back to its author; raises ``NotFound`` for others and once forgotten."""
        number, key = parted(ticket)
        sealed = await self._shelf.get_answer(community, number)
        if sealed is None:
            raise NotFound(_GONE)
        try:
            typed = _TYPED.validate_json(Fernet(f"{key}=").decrypt(sealed))
        except (InvalidToken, ValidationError, ValueError) as problem:
            raise NotFound(_GONE) from problem
        if typed.user != user:
            raise NotFound(_GONE)
        return typed
