"""What a curator's button, menu or form asks for, as it stands in a custom id."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claims.errors import NotFound

GONE = "What this leads to is not to be found; open the card anew with its command."
_LONGEST_NUMBER = 18
"""Digits: what a database takes for a number."""

_ARGS = r"(?P<args>(?::[A-Za-z0-9_=.-]{1,70}){0,6})"
PRESSED = rf"caveat:do\.(?P<verb>[a-z-]{{1,20}}){_ARGS}"
CHOSEN = rf"caveat:choose\.(?P<verb>[a-z-]{{1,20}}){_ARGS}"
FILLED = re.compile(rf"caveat:form\.(?P<verb>[a-z-]{{1,20}}){_ARGS}")


@dataclass(frozen=True, slots=True)
class Wish:
    """A verb and what it is about; no argument is empty or holds a colon."""

    verb: str
    args: tuple[str, ...] = ()

    @property
    def button(self) -> str:
        """The wish as the custom id of a button, at most 100 characters."""
        return self._written("do")

    @property
    def menu(self) -> str:
        """The wish as the custom id of a menu."""
        return self._written("choose")

    @property
    def form(self) -> str:
        """The wish as the custom id of a form."""
        return self._written("form")

    def word(self, place: int) -> str:
        """An argument as it stands; raises ``NotFound`` where there is none."""
        if place >= len(self.args):
            raise NotFound(GONE)
        return self.args[place]

    def number(self, place: int) -> int:
        """An argument as a number; raises ``NotFound`` where there is none."""
        return number_in(self.word(place))

    def _written(self, kind: str) -> str:
        return ":".join((f"caveat:{kind}.{self.verb}", *self.args))


def number_in(text: str) -> int:
    """The number that a custom id or the value of a menu holds; raises ``NotFound`` otherwise."""
    if not text.isdecimal() or len(text) > _LONGEST_NUMBER:
        raise NotFound(GONE)
    return int(text)


def wish(verb: str, *args: object) -> Wish:
    """A wish with its arguments written out."""
    return Wish(verb, tuple(str(arg) for arg in args))


def wish_in(found: re.Match[str]) -> Wish:
    """The wish that one of the patterns of this module found in a custom id."""
    return Wish(found["verb"], tuple(found["args"].split(":")[1:]))
