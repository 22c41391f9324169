"""From what people typed into a form to what is kept: checked, with one kind sentence if not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from claims.dates import PartialDate
from claims.errors import InputProblem

_M = TypeVar("_M", bound=BaseModel)
_E = TypeVar("_E", bound=StrEnum)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_ABOUT = re.compile(r"^(?:about|around|circa|ca?\.)\s*", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([a-z]+)\.?,?\s+(\d{4})", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_PLAIN = re.compile(r"\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?")
_LABELS = {
    "text": "The sentence",
    "title": "The title",
    "who": "Who passed it on",
    "quote": "The quotation",
    "url": "The link",
    "archived_url": "The archived link",
    "publisher": "The publisher",
    "language": "The language",
    "date": "The date",
    "review_on": "The review date",
    "note": "The note",
    "answer": "The answer",
    "settled_by": "What would settle it",
    "topics": "The topics",
    "names": "The names",
    "places": "The places",
    "author": "The author",
    "party": "The party",
    "fetch_only": "The list of domains to open",
    "fetch_never": "The list of domains never to open",
}


def chosen(kind: type[_E], typed: str, otherwise: _E) -> _E:
    """What was chosen in a menu of a form, or the usual where nothing was.

    Raises ``InputProblem`` for what the menu does not offer.
    """
    if not typed:
        return otherwise
    if typed not in set(kind):
        raise InputProblem("Choose one of those that the form offers, then send it again.")
    return kind(typed)


def filled(model: type[_M], fields: Mapping[str, Any]) -> _M:
    """Make a model of what was typed; empty fields count as not given.

    Raises ``InputProblem`` that names the first field which cannot be used, and says why.
    """
    given = {name: value for name, value in fields.items() if value not in (None, "")}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise InputProblem(sentence_of(error)) from error


def replaced(model: type[_M], fields: Mapping[str, Any]) -> _M:
    """Make a model in which an empty field counts as given, and empty.

    Raises ``InputProblem`` as ``filled`` does.
    """
    given = {
        name: (value.strip() or None) if isinstance(value, str) else value
        for name, value in fields.items()
    }
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise InputProblem(sentence_of(error)) from error


def sentence_of(error: ValidationError) -> str:
    """What is wrong with the first field of a form, as one sentence."""
    detail = error.errors(include_url=False, include_context=True)[0]
    name = str(detail["loc"][0]) if detail["loc"] else ""
    label = _LABELS.get(name, name.replace("_", " ").capitalize() or "The form")
    kind, limits = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return f"{label} is missing; fill it in and send the form again."
    if kind == "string_too_long":
        return f"{label} is too long; it may have {limits['max_length']:,} characters."
    if kind == "string_too_short":
        return f"{label} is empty; fill it in and send the form again."
    if kind == "too_long":
        return f"{label} are too many; there may be {limits['max_length']}."
    if kind == "enum":
        return f"{label} must be one of {limits['expected']}."
    said = str(detail["msg"]).removeprefix("Value error, ").rstrip(".")
    if (name, kind) == ("language", "string_pattern_mismatch"):
        said = "write its code, such as en, de or pt-BR"
    return f"{label} cannot be used: {said}."


def read_date(typed: str) -> PartialDate | None:
    """A date as people type it, with its precision; None for nothing.

    Reads ``2017``, ``Dec 2017``, ``28 December 2017``, ``Dec 28, 2017``, ``2017-12-28``, each also
    with *about* before it, and everything that ``PartialDate`` reads. Raises ``InputProblem``.
    """
    given = " ".join(typed.split())
    if not given:
        return None
    bare = _ABOUT.sub("", given)
    mark = "~" if bare != given else ""
    plain = _as_numbers(bare)
    try:
        return PartialDate(f"{plain}{mark}" if plain else bare)
    except ValueError as problem:
        raise InputProblem(
            f"“{given[:40]}” is not a date that can be read; write it like 2017, Dec 2017 or "
            "2017-12-28."
        ) from problem


def _as_numbers(typed: str) -> str | None:
    if _PLAIN.fullmatch(typed):
        year, *rest = typed.split("-")
        return "-".join([year, *(f"{int(part):02}" for part in rest)])
    found = _DAY_FIRST.fullmatch(typed)
    if found:
        return _joined(found.group(3), found.group(2), found.group(1))
    found = _MONTH_FIRST.fullmatch(typed)
    return _joined(found.group(3), found.group(1), found.group(2)) if found else None


def _joined(year: str, month: str, day: str | None) -> str | None:
    number = _MONTHS.get(month.lower())
    if number is None:
        return None
    try:
        return f"{date(int(year), number, int(day)):%Y-%m-%d}" if day else f"{year}-{number:02}"
    except ValueError:
        return None
