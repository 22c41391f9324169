"""The texts of a claim as the guard reads them, which take many times the room of the texts."""

from __future__ import annotations

import threading
from collections import deque
from functools import cached_property
from typing import TYPE_CHECKING

from matching.analysis import Words
from matching.names import keys_of

if TYPE_CHECKING:
    from matching.record import Record


class Analysed:
    """All that is read out of a claim's texts, each thing when it is first asked for."""

    def __init__(self, record: Record) -> None:
        self._record = record

    @cached_property
    def words(self) -> tuple[Words, ...]:
        """The wordings."""
        return tuple(self._record.read(text) for text in self._record.wordings)

    @cached_property
    def variant_words(self) -> tuple[Words, ...]:
        """The variants."""
        return tuple(self._record.read(text) for text, _ in self._record.variants)

    @cached_property
    def blocked_words(self) -> tuple[Words, ...]:
        """The blocked wordings."""
        return tuple(self._record.read(text) for text in self._record.blocked)

    @cached_property
    def teller_words(self) -> tuple[Words, ...]:
        """The speaker with his office and those who passed it on."""
        texts = (self._record.speaker, *self._record.context)
        return tuple(self._record.read(text) for text in texts if text)

    @cached_property
    def told_by(self) -> frozenset[str]:
        """The keys of everyone who said the claim or passed it on, and of its topics."""
        return frozenset().union(*(keys_of(words) for words in self.teller_words))

    @cached_property
    def keys(self) -> frozenset[str]:
        """Everything by which a name in a paste can be known to belong to the claim."""
        more = (*self._record.names, *self._record.places)
        found = [keys_of(self._record.read(text)) for text in more if text]
        return self.told_by.union(*(keys_of(words) for words in self.words), *found)


class Shelf:
    """Keeps what was analysed last, and lets the oldest go where all have too many texts."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._guard = threading.Lock()
        self._kept: deque[tuple[Analysed, int]] = deque()
        self._texts = 0

    def __len__(self) -> int:
        return self._texts

    def put(self, analysed: Analysed, texts: int) -> None:
        """Keep this one with its number of texts; always, however many they are."""
        with self._guard:
            self._kept.append((analysed, texts))
            self._texts += texts
            while self._texts > self._most and len(self._kept) > 1:
                self._texts -= self._kept.popleft()[1]
