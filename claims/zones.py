"""Time zones by their names in tzdata: found from what people type, guessed from a language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from claims.errors import InputProblem
from claims.schedule import zone_named

_GUESSES = {
    "bg": "Europe/Sofia",
    "cs": "Europe/Prague",
    "da": "Europe/Copenhagen",
    "de": "Europe/Berlin",
    "el": "Europe/Athens",
    "en-GB": "Europe/London",
    "en-US": "America/New_York",
    "es-419": "America/Mexico_City",
    "es-ES": "Europe/Madrid",
    "fi": "Europe/Helsinki",
    "fr": "Europe/Paris",
    "hi": "Asia/Kolkata",
    "hr": "Europe/Zagreb",
    "hu": "Europe/Budapest",
    "id": "Asia/Jakarta",
    "it": "Europe/Rome",
    "ja": "Asia/Tokyo",
    "ko": "Asia/Seoul",
    "lt": "Europe/Vilnius",
    "nl": "Europe/Amsterdam",
    "no": "Europe/Oslo",
    "pl": "Europe/Warsaw",
    "pt-BR": "America/Sao_Paulo",
    "ro": "Europe/Bucharest",
    "ru": "Europe/Moscow",
    "sv-SE": "Europe/Stockholm",
    "th": "Asia/Bangkok",
    "tr": "Europe/Istanbul",
    "uk": "Europe/Kyiv",
    "vi": "Asia/Ho_Chi_Minh",
    "zh-CN": "Asia/Shanghai",
    "zh-TW": "Asia/Taipei",
}
"""The most populous zone where a language of Discord's clients is spoken; a first suggestion."""
_PARTS = frozenset(
    (
        *("Africa", "America", "Antarctica", "Arctic", "Asia"),
        *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
    )
)


@cache
def zone_names() -> tuple[str, ...]:
    """Every zone that people are offered, by name: places, and UTC."""
    known = (name for name in available_timezones() if name.partition("/")[0] in _PARTS)
    return ("UTC", *sorted(name for name in known if "/" in name))


def guessed_zone(locale: str) -> str:
    """The zone that a community with this language, such as ``pt-BR``, most likely lives in."""
    language = locale.partition("-")[0]
    alike = (zone for key, zone in _GUESSES.items() if key.partition("-")[0] == language)
    return _GUESSES.get(locale) or next(alike, "UTC")


def zones_like(typed: str, locale: str, limit: int = 25) -> Sequence[str]:
    """Zones whose names hold what was typed, those that begin with it first; a guess if nothing."""
    asked = _plain(typed)
    guess = guessed_zone(locale)
    if not asked:
        area = guess.partition("/")[0]
        near = [name for name in zone_names() if name.partition("/")[0] == area and name != guess]
        return list(dict.fromkeys([guess, "UTC", *near]))[:limit]
    ranked = sorted((_rank(name, asked), name != guess, name) for name in zone_names())
    return [name for rank, _, name in ranked if rank < _NOWHERE][:limit]


def zone_of(typed: str) -> str:
    """The zone that somebody names; raises ``InputProblem`` where none or several fit."""
    asked = _plain(typed)
    exact = [name for name in available_timezones() if _plain(name) == asked]
    exact = exact or [name for name in zone_names() if _rank(name, asked) == 1]
    if len(exact) == 1:
        return exact[0]
    raise InputProblem(
        "Choose a time zone from the list that opens while you type a city near you, "
        "such as Europe/Berlin."
    )


def local_clock(zone: str, now: datetime) -> str:
    """What clocks in a zone show: ``14:05``."""
    return f"{now.astimezone(zone_named(zone)):%H:%M}"


_NOWHERE = 4


def _rank(name: str, asked: str) -> int:
    """How near a zone's name is to what was asked: 0 the name, 1 its city, to 4 not at all."""
    plain = _plain(name)
    city = plain.rpartition("/")[2]
    if plain == asked:
        return 0
    if city == asked:
        return 1
    if city.startswith(asked) or plain.startswith(asked):
        return 2
    return 3 if asked in plain else _NOWHERE


def _plain(text: str) -> str:
    return "_".join(text.strip().casefold().split()) or ""
