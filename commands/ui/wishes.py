"""What a curator's button, menu or form asks for, as it stands in a custom id."""

from __future__ import annotations

import re
from dataclasses import dataclass

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

    def number(self, place: int) -> int:
        """An argument as a number."""
        return int(self.args[place])

    def _written(self, kind: str) -> str:
        return ":".join((f"caveat:{kind}.{self.verb}", *self.args))


def wish(verb: str, *args: object) -> Wish:
    """A wish with its arguments written out."""
    return Wish(verb, tuple(str(arg) for arg in args))


def wish_in(found: re.Match[str]) -> Wish:
    """The wish that one of the patterns of this module found in a custom id."""
    return Wish(found["verb"], tuple(found["args"].split(":")[1:]))
