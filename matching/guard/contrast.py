"""A text and the claim that it is held against, with the names in both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from matching.analysis import Words
from matching.names import Lexicon, Named, named
from matching.record import Record

_NEAREST = 2


@dataclass(frozen=True)
class Contrast:
    """What every rule about names compares: the text ``pasted`` and the claim of a ``record``.

    ``said`` has the wording that was met, then all wordings, the claim's own text first;
    ``known`` the names of the claims in the neighbourhood. Names are read where a rule asks.
    """

    pasted: Words
    record: Record
    said: tuple[Words, ...]
    known: Lexicon

    @cached_property
    def mine(self) -> Sequence[Named]:
        """The names in the text."""
        return named(self.pasted, self.known)

    @cached_property
    def theirs(self) -> Sequence[tuple[Words, Sequence[Named]]]:
        """Every wording of ``said`` with the names in it."""
        return [(words, named(words, self.known)) for words in self.said]

    @property
    def near(self) -> Sequence[tuple[Words, Sequence[Named]]]:
        """The wording that was met and the claim's own text, with the names in each."""
        return self.theirs[:_NEAREST]

    @cached_property
    def told(self) -> Sequence[tuple[Words, Named]]:
        """Every name of the claim with the wording that it stands in."""
        return [(words, item) for words, names in self.theirs for item in names]

    @property
    def told_near(self) -> Sequence[tuple[Words, Named]]:
        """The same of the wording that was met and the claim's own text."""
        return [(words, item) for words, names in self.near for item in names]

    @cached_property
    def present(self) -> frozenset[str]:
        """The keys of the names in the text."""
        return frozenset(item.key for item in self.mine)

    @cached_property
    def worded(self) -> frozenset[str]:
        """The keys of the names in any wording."""
        return frozenset(item.key for _, item in self.told)

    @cached_property
    def everything(self) -> frozenset[str]:
        """The terms of all wordings."""
        return frozenset().union(*(words.content for words in self.said))
