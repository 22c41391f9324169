"""What quantities are measured in: units of length, time, weight and so on, rates and money."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_UNITS = {
    "length": """
        mile 1609.34; miles 1609.34; mi 1609.34; km 1000; kms 1000; kilometre 1000; kilometres 1000;
        kilometer 1000; kilometers 1000; metre 1; metres 1; meter 1; meters 1; cm 0.01; mm 0.001;
        centimetre 0.01; centimetres 0.01; centimeter 0.01; centimeters 0.01; foot 0.3048;
        feet 0.3048; ft 0.3048; yard 0.9144; yards 0.9144; inch 0.0254; inches 0.0254
    """,
    "time": """
        second 1; seconds 1; minute 60; minutes 60; mins 60; hour 3600; hours 3600; hrs 3600;
        day 86400; days 86400; week 604800; weeks 604800; month 2629800; months 2629800;
        year 31557600; years 31557600; yrs 31557600; decade 315576000; decades 315576000;
        century 3155760000; centuries 3155760000
    """,
    "weight": """
        gram 0.001; grams 0.001; kg 1; kilo 1; kilos 1; kilogram 1; kilograms 1; lb 0.45359;
        lbs 0.45359; pound 0.45359; pounds 0.45359; ounce 0.02835; ounces 0.02835; ton 1000;
        tons 1000; tonne 1000; tonnes 1000
    """,
    "volume": """
        litre 1; litres 1; liter 1; liters 1; gallon 3.785; gallons 3.785; pint 0.5; pints 0.5
    """,
    "area": """
        acre 4046.86; acres 4046.86; hectare 10000; hectares 10000
    """,
}
_KNOWN = {
    word: (dimension, float(factor))
    for dimension, listed in _UNITS.items()
    for word, factor in (entry.split() for entry in listed.split(";"))
}
_PERIODS = {
    "hour": "hour", "hourly": "hour", "day": "day", "daily": "day", "week": "week",
    "weekly": "week", "month": "month", "monthly": "month", "year": "year", "yearly": "year",
    "annum": "year", "annually": "year", "annual": "year",
}  # fmt: skip
_CURRENCIES = {
    "$": "dollar", "dollar": "dollar", "usd": "dollar", "bucks": "dollar", "€": "euro",
    "euro": "euro", "eur": "euro", "£": "pound", "pound": "pound",
}  # fmt: skip
_RATE = re.compile(
    r"[^,.;:!?()\d]{0,30}?(?<! in )(?<! within )(?<! for )(?<! of )(?<! after )(?<! over )"
    r"\b(?:(?:a|an|per|each|every) (?P<per>hour|day|week|month|year|annum)\b"
    r"(?! (?:ago|later|earlier|before|after|old|long|and a half))"
    r"|(?P<ly>hourly|daily|weekly|monthly|yearly|annually))\b",
    re.IGNORECASE,
)


def measure(following: Sequence[str]) -> tuple[str, float] | None:
    """The dimension of the first word after a figure, and its size in metres, seconds or so."""
    return _KNOWN.get(following[0]) if following else None


def rate(after: str) -> str:
    """The period that a figure is counted by ("a week", "daily"), or nothing."""
    found = _RATE.match(after)
    return _PERIODS[(found["per"] or found["ly"]).lower()] if found else ""


def currency(text: str) -> str:
    """What money a sum as it is written is of ("dollar"), or nothing where it does not say."""
    small = text.lower()
    return next((name for sign, name in _CURRENCIES.items() if sign in small), "")


def names_period(words: Iterable[str]) -> bool:
    """Whether any word, in small letters, names a period that something can be counted by."""
    return any(word in _PERIODS or word.rstrip("s") in _PERIODS for word in words)
