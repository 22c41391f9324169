"""Names and abbreviations that mean the same: one token stands for a whole group of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from matching.folding import bare

_SHIPPED = Path(__file__).with_name("aliases.yaml")
_COUNTRIES = Path(__file__).with_name("countries.yaml")
_KNOWN = Path(__file__).with_name("known_names.yaml")
# A safe loader, in C where there is one: ten times as fast.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SECTIONS = ("countries", "places", "organisations", "people", "other")
_BEFORE_A_NAME = """
the by of did does do is are was were at if in and from that for to with why has how because when
says said against ex
"""
_LEADERS = frozenset(_BEFORE_A_NAME.split())


class Aliases:
    """Replaces runs of words that name the same thing by one token, ``~`` and a key.

    Args:
        groups: Lists of names with the same meaning; the first one gives the key.
        capitals: Names, in small letters, that are also ordinary words ("us", "is"): they count
            only in capitals, or where a text without capitals puts them where a name stands.
    """

    def __init__(self, groups: Iterable[Sequence[str]], capitals: Iterable[str] = ()) -> None:
        self._capitals = frozenset(capitals)
        self._keys: dict[tuple[str, ...], str] = {}
        self._names: dict[str, str] = {}
        for group in groups:
            key = _key(group[0])
            self._names[key] = group[0]
            for name in group:
                self._keys[_parts(name)] = key
        self._longest = max((len(parts) for parts in self._keys), default=0)
        self._first = frozenset(parts[0] for parts in self._keys)

    def extended(self, groups: Iterable[Sequence[str]]) -> Aliases:
        """These aliases and more; a new group takes over the names that it lists."""
        more = Aliases(groups, self._capitals)
        both = Aliases((), self._capitals)
        both._keys = self._keys | more._keys
        both._names = self._names | more._names
        both._longest = max(self._longest, more._longest)
        both._first = self._first | more._first
        return both

    @property
    def fingerprint(self) -> str:
        """A short text that is another one for other groups."""
        listed = "\n".join(f"{' '.join(parts)}={key}" for parts, key in sorted(self._keys.items()))
        return hashlib.sha256(listed.encode()).hexdigest()[:16]

    def name(self, key: str) -> str:
        """What people call the group of a token, or the token where it is none."""
        return self._names.get(key, key)

    def may_begin_with(self, word: str) -> bool:
        """Whether some name begins with this word, in small letters."""
        return word in self._first

    def spans(self, words: Sequence[str]) -> list[tuple[int, int, str]]:
        """Where ``words`` (as written) name a group: ``(first, past the last, token)``, in order.

        The longest name wins; spans do not overlap.
        """
        small = [bare(word).lower() for word in words]
        capitals = any(word[:1].isupper() for word in words[1:])
        found: list[tuple[int, int, str]] = []
        at = 0
        while at < len(small):
            size = self._size_at(small, at)
            if size and (size > 1 or self._stands(words, small, at, capitals=capitals)):
                found.append((at, at + size, self._keys[tuple(small[at : at + size])]))
                at += size
            else:
                at += 1
        return found

    def _size_at(self, small: Sequence[str], at: int) -> int:
        if small[at] not in self._first:
            return 0
        for size in range(min(self._longest, len(small) - at), 0, -1):
            if tuple(small[at : at + size]) in self._keys:
                return size
        return 0

    def _stands(
        self, words: Sequence[str], small: Sequence[str], at: int, *, capitals: bool
    ) -> bool:
        if small[at] not in self._capitals:
            return True
        if words[at].isupper():
            beside = [*words[max(0, at - 1) : at], *words[at + 1 : at + 2]]
            return small[at] != "is" or not any(word.isupper() for word in beside)
        return small[at] == "us" and not capitals and (at == 0 or small[at - 1] in _LEADERS)


def _parts(name: str) -> tuple[str, ...]:
    plain = bare(name).lower().replace(".", "").replace("'", "")
    return tuple(plain.replace("-", " ").split())


@cache
def shipped_aliases() -> Aliases:
    """The list that ships with the package."""
    kept = _read(_SHIPPED)
    groups = [group for section in _SECTIONS for group in kept[section]]
    return Aliases(groups, kept["capitals"])


@cache
def country_aliases() -> Aliases:
    """The shipped list, the countries of the world and well-known names, for comparing names."""
    more = [group for listed in _read(_KNOWN).values() for group in listed]
    return shipped_aliases().extended([*_read(_COUNTRIES), *more])


@cache
def sorts() -> dict[str, str]:
    """For the token of a group, the section it stands in, such as "countries" or "people"."""
    kept = _read(_SHIPPED)
    countries: list[list[str]] = _read(_COUNTRIES)
    sections = {section: kept[section] for section in _SECTIONS}
    sections["countries"] = [*kept["countries"], *countries]
    for section, groups in _read(_KNOWN).items():
        sections[section] = [*kept[section], *groups]
    return {_key(group[0]): name for name, groups in sections.items() for group in groups}


@cache
def leader_keys() -> dict[str, tuple[str, ...]]:
    """For the token of a leader, those of what people mean by the name."""
    kept: dict[str, list[str]] = _read(_SHIPPED)["stands_for"]
    return {_key(name): tuple(_key(meant) for meant in many) for name, many in kept.items()}


@cache
def _read(file: Path) -> Any:
    """What a list holds; read once, so nobody may change it."""
    text = file.read_text(encoding="utf-8")
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader  # nosec B506


def _key(name: str) -> str:
    return "~" + "_".join(_parts(name))
