"""Names that mean the same to some readers only: put into one form when they ask.

Nothing of them is in the index, which all communities share: the text that is asked about and the
claims that come near to it are read with the usual name in place of every other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from claims.models import Owner
from matching.aliases import Aliases
from matching.analysis import grams, read, without_authorship
from matching.embedder import Embedder
from matching.folding import bare
from matching.index import Searched, View
from matching.query import Query
from matching.record import Record
from matching.scope import Scope
from matching.weights import weight

_KEPT = 200
_EVERYDAY = 7.5
"""The weight below which a word is among the two thousand that are used most."""


class OwnNames:
    """Lists of names with the same meaning, the usual one first."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        names = [name for group in groups for name in group]
        ordinary = [name.lower() for name in names if name.isupper() and _ordinary(name.lower())]
        self._aliases = Aliases(groups, ordinary)
        self._others = {group[0]: tuple(group) for group in groups}
        listed = "|".join(r"\s".join(map(re.escape, _parts(name))) for name in names)
        self._listed = re.compile(rf"(?<!\w)(?:{listed})(?!\w)")
        self._told: dict[int, tuple[Record, Record]] = {}

    def usual(self, text: str) -> str:
        """A text with the usual name in place of every other; as it was where it has none."""
        said = without_authorship(text) or text
        words = read(said)
        if not self.mentioned(words.plain):
            return text
        parts: list[str] = []
        at = 0
        for first, last, key in self._spans(words.surface):
            start, end = words.spans[first][0], words.spans[last - 1][1]
            own = "'s" if words.text[start:end].lower().endswith("'s") else ""
            parts += [words.text[at:start], self._aliases.name(key) + own]
            at = end
        return "".join((*parts, words.text[at:])) + text[len(said) :] if parts else text

    def meant(self, text: str) -> tuple[str, ...]:
        """All names of those that a text has."""
        words = read(text)
        if not self.mentioned(words.plain):
            return ()
        keys = dict.fromkeys(key for _, _, key in self._spans(words.surface))
        return tuple(name for key in keys for name in self._others[self._aliases.name(key)])

    def mentioned(self, plain: str) -> bool:
        """Whether some name may stand among words in small letters, a blank apart."""
        return self._listed.search(plain.replace(".", "")) is not None

    def told(self, record: Record) -> Record:
        """A claim with the usual names; its wordings are still shown as they are."""
        known = self._told.get(id(record))
        if known is not None and known[0] is record:
            return known[1]
        told = self._renamed(record)
        if len(self._told) >= _KEPT:
            self._told.clear()
        self._told[id(record)] = record, told
        return told

    def _renamed(self, record: Record) -> Record:
        more = (record.speaker, *record.names, *record.places, *record.context, *record.blocked)
        plain = (*(said for said, _ in record.read_as), *(bare(text).lower() for text in more))
        if not any(self.mentioned(text.replace("-", " ")) for text in plain):
            return record
        renamed = replace(
            record,
            wordings=tuple(map(self.usual, record.wordings)),
            variants=tuple((self.usual(text), differs) for text, differs in record.variants),
            blocked=tuple(map(self.usual, record.blocked)),
            names=tuple(map(self.usual, record.names)),
            places=tuple(map(self.usual, record.places)),
            speaker=self.usual(record.speaker),
            context=tuple(map(self.usual, record.context)),
            as_told=record.as_told or record.wordings,
        )
        return renamed.read_anew()

    def _spans(self, surface: Sequence[str]) -> list[tuple[int, int, str]]:
        plain = [re.sub(r"'s$", "", word.replace(".", ""), flags=re.IGNORECASE) for word in surface]
        return self._aliases.spans(plain)


class Renaming:
    """An index that is asked by readers with names of their own."""

    def __init__(self, index: Searched, names: OwnNames) -> None:
        self._index = index
        self._names = names

    @property
    def embedder(self) -> Embedder | None:
        """That of the index."""
        return self._index.embedder

    @property
    def vectors_behind(self) -> int:
        """As in the index."""
        return self._index.vectors_behind

    def view(self) -> View:
        """As in the index."""
        return self._index.view()

    def scope(self, view: View, owners: Sequence[Owner]) -> Scope:
        """As in the index."""
        return self._index.scope(view, owners)

    def asked(self, texts: Sequence[str], language: str | None = None) -> list[Query]:
        """Texts to look for, with the usual names; the other names are looked for, too."""
        usual = [self._names.usual(text) for text in texts]
        found = self._index.asked(usual, language)
        return [
            _with_names(query, self._names.meant(text), language)
            for query, text in zip(found, texts, strict=True)
        ]

    def records(self, view: View, slots: Sequence[int]) -> dict[int, Record]:
        """What is kept of some claims, with the usual names."""
        kept = self._index.records(view, slots)
        return {slot: self._names.told(record) for slot, record in kept.items()}


@lru_cache(maxsize=32)
def own_names(groups: tuple[tuple[str, ...], ...]) -> OwnNames:
    """The lists made ready; the same ones again cost nothing."""
    return OwnNames(groups)


def _with_names(query: Query, names: Sequence[str], language: str | None) -> Query:
    if not names:
        return query
    more = [read(name, language) for name in names]
    terms = dict.fromkeys(term for words in more for term in words.terms)
    fresh = tuple(term for term in terms if term not in query.all_words.content)
    letters = dict.fromkeys(gram for words in more for gram in grams(words))
    all_words = query.all_words
    return replace(
        query,
        all_words=replace(
            all_words,
            terms=(*all_words.terms, *fresh),
            places=(*all_words.places, *((0, 0) for _ in fresh)),
        ),
        grams=tuple(dict.fromkeys((*query.grams, *letters))),
    )


def _parts(name: str) -> list[str]:
    return bare(name).lower().replace(".", "").replace("'", "").replace("-", " ").split()


def _ordinary(small: str) -> bool:
    """Whether it is an everyday word, too, or a stop word, which has no terms."""
    return all(weight(term) < _EVERYDAY for term in read(small).terms)
