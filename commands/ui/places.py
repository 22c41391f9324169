"""Where a button leads: the answer, the claim in it and the page, as they stand in a custom id."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

NO_ANSWER = "n"
"""Stands for a ticket where a claim is shown by its number alone."""


class Action(StrEnum):
    """What a button, a menu or a form under a card does."""

    SHOW = "show"
    LIST = "list"
    SOURCES = "sources"
    CHAIN = "chain"
    QUESTIONS = "questions"
    SHARE = "share"
    OTHER = "other"
    PICK = "pick"
    PASTE = "paste"
    FOLLOW = "follow"
    AWAIT = "await"
    """Follows a question, to be told of its answer."""


PATTERN = (
    r"caveat:(?P<action>[a-z]{1,12}):(?P<ticket>[A-Za-z0-9_=.-]{1,60}):"
    r"(?P<number>\d{1,10}):(?P<page>\d{1,4})(?::(?P<kept>[A-Za-z0-9_=.-]{1,60}))?"
)
PICKED = PATTERN.replace("[a-z]{1,12}", "pick")
"""The custom ids of menus."""
_PLACE = re.compile(PATTERN)


@dataclass(frozen=True, slots=True)
class Place:
    """One place in one answer. ``number`` is a claim's number, 0 for the answer as a whole.

    ``kept`` is the ticket of what a card for everyone shows. It leads nowhere when it is pressed:
    with it, the card can be put together anew when a claim is corrected.
    """

    ticket: str = NO_ANSWER
    number: int = 0
    page: int = 0
    kept: str = ""

    def custom_id(self, action: Action) -> str:
        """The place as a custom id, at most 100 characters."""
        kept = f":{self.kept}" if self.kept else ""
        return f"caveat:{action.value}:{self.ticket}:{self.number}:{self.page}{kept}"

    def at(self, number: int, page: int = 0) -> Place:
        """Another place in the same answer."""
        return replace(self, number=number, page=page)


def kept_in(custom_id: str) -> str:
    """The ticket of what a card for everyone shows; empty where there is none."""
    found = _PLACE.fullmatch(custom_id)
    return (found["kept"] or "") if found else ""


def read_custom_id(custom_id: str) -> tuple[Action, Place] | None:
    """Read where a custom id of ours leads; None for anybody else's."""
    found = _PLACE.fullmatch(custom_id)
    if found is None or found["action"] not in set(Action):
        return None
    place = Place(found["ticket"], int(found["number"]), int(found["page"]))
    return Action(found["action"]), place
