"""Dates as sources give them: a day, a month or a year, sometimes approximate, sometimes a span."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)")
_MONTHS = calendar.month_abbr


class PartialDate(str):
    """A date with its precision, in a subset of EDTF (ISO 8601-2:2019, level 0 and ``~``).

    ``2017``, ``2017-12``, ``2017-12-28``, each with an optional trailing ``~`` for *approximate*,
    or two of them joined by ``/`` for a span. Raises ``ValueError`` for anything else.
    """

    __slots__ = ()

    def __new__(cls, value: str) -> PartialDate:
        """Read a date; ``value`` may have spaces around it."""
        parts = value.strip().split("/")
        if len(parts) > 2:
            raise ValueError(_hint(value))
        for part in parts:
            _check_point(part, value)
        if len(parts) == 2 and _earliest(parts[0]) > _latest(parts[1]):
            raise ValueError(f"the span {value!r} ends before it begins")
        return super().__new__(cls, "/".join(parts))

    @property
    def first_day(self) -> date:
        """The earliest day that this date can mean."""
        return _earliest(self.split("/")[0])

    @property
    def last_day(self) -> date:
        """The latest day that this date can mean."""
        return _latest(self.split("/")[-1])

    @property
    def approximate(self) -> bool:
        """True where the source, or whoever read it, was unsure of the date."""
        return "~" in self

    def spoken(self) -> str:
        """The date as people write it: ``20 Dec 2017``, ``about Dec 2017``."""
        parts = self.split("/")
        text = _spoken_point(parts[0])
        if len(parts) == 2:
            text = _spoken_span(parts[0], parts[1])
        return f"about {text}" if self.approximate else text

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls,
            core_schema.str_schema(strict=True),
            serialization=core_schema.plain_serializer_function_ser_schema(str),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        point = r"\d{4}(-\d{2}(-\d{2})?)?~?"
        return {
            "type": "string",
            "pattern": f"^{point}(/{point})?$",
            "description": "A date with its precision (EDTF): 2017, 2017-12, 2017-12-28, "
            "~ for approximate, A/B for a span.",
            "examples": ["2017-12-28", "2017-12", "2017~", "2017-12-27/2017-12-28"],
        }


def _hint(value: str) -> str:
    return f"{value!r} is not a date; write it like 2017, 2017-12 or 2017-12-28"


def _check_point(part: str, whole: str) -> None:
    found = _POINT.fullmatch(part)
    if found is None:
        raise ValueError(_hint(whole))
    try:
        _earliest(part)
    except ValueError as problem:
        raise ValueError(_hint(whole)) from problem


def _numbers(part: str) -> tuple[int, int | None, int | None]:
    found = _POINT.fullmatch(part)
    if found is None:
        raise ValueError(_hint(part))
    year, month, day = found.group(1), found.group(2), found.group(3)
    return int(year), int(month) if month else None, int(day) if day else None


def _earliest(part: str) -> date:
    year, month, day = _numbers(part)
    return date(year, month or 1, day or 1)


def _latest(part: str) -> date:
    year, month, day = _numbers(part)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _spoken_point(part: str) -> str:
    year, month, day = _numbers(part)
    if month is None:
        return str(year)
    if day is None:
        return f"{_MONTHS[month]} {year}"
    return f"{day} {_MONTHS[month]} {year}"


def _spoken_span(start: str, end: str) -> str:
    year, month, day = _numbers(start)
    end_year, end_month, end_day = _numbers(end)
    if (year, month) == (end_year, end_month) and day and end_day:
        return f"{day} to {_spoken_point(end)}"
    return f"{_spoken_point(start)} to {_spoken_point(end)}"
