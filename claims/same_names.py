"""Names that mean the same to a community or in a pack: how they are listed, typed and joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from claims.errors import InputProblem

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80)]
Group = tuple[Name, ...]

MOST_GROUPS = 200
MOST_NAMES = 20
MOST_LETTERS = 4000
"""As many as a form in Discord holds."""
_WORDS = 6
_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"[^\W\d_]")


def _sound(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """Raise ``ValueError`` with a sentence where a list cannot be used."""
    seen: dict[str, str] = {}
    for group in groups:
        for name in group:
            problem = _problem(name)
            if problem:
                raise ValueError(problem)
            if name.casefold() in seen:
                raise ValueError(f"{name} is listed twice; each name stands in one line, once")
            seen[name.casefold()] = name
        if len(group) < 2:
            raise ValueError(f"{''.join(group)} stands alone; list what means the same beside it")
        if len(group) > MOST_NAMES:
            raise ValueError(f"{group[0]} has more than {MOST_NAMES} names")
    if len(written_names(groups)) > MOST_LETTERS:
        raise ValueError(f"all names together have more than {MOST_LETTERS:,} characters")
    return groups


def _problem(name: str) -> str:
    if not _LETTER.search(name) or "," in name or "\n" in name:
        return f"{name!r} is no name; write letters, and commas only between names"
    if len(_WORD.findall(name)) > _WORDS:
        return f"{name} has more than {_WORDS} words; list the name alone"
    return ""


SameNames = Annotated[tuple[Group, ...], Field(max_length=MOST_GROUPS), AfterValidator(_sound)]
"""Lists of names with the same meaning; the first of each is the usual one."""


def typed_names(text: str) -> tuple[Group, ...]:
    """Read lists as people type them: a line each, commas between names; empty lines are nothing.

    Raises ``InputProblem`` that names the line; what a list may hold is for ``SameNames`` to say.
    """
    groups = []
    for number, line in enumerate(text.splitlines(), start=1):
        names = tuple(" ".join(part.split()) for part in line.split(",") if part.strip())
        if len(names) == 1:
            raise InputProblem(
                f"Line {number} has one name alone; write all that mean the same with commas "
                f"between them, such as: {names[0]}, another name."
            )
        if any(len(name) < 2 for name in names):
            raise InputProblem(f"Line {number} has a name of a single letter; write it out.")
        if names:
            groups.append(names)
    return tuple(groups)


def written_names(groups: Iterable[Sequence[str]]) -> str:
    """The lists as ``typed_names`` reads them."""
    return "\n".join(", ".join(group) for group in groups)


def joined_names(groups: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Lists from several places as one: those with a name in common become one list.

    Its usual name is that of the earlier one.
    """
    joined: list[dict[str, str]] = []
    for group in groups:
        names = {name.casefold(): name for name in group}
        for known in [each for each in joined if each.keys() & names.keys()]:
            names = {**known, **{key: name for key, name in names.items() if key not in known}}
            joined.remove(known)
        joined.append(names)
    return tuple(tuple(names.values()) for names in joined)
