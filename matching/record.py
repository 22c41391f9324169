"""What the index keeps of a claim, so that matching needs no database."""

from __future__ import annotations

import json
import re
import weakref
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from claims.models import Claim
from matching.aliases import Aliases
from matching.analysed import Analysed, Shelf
from matching.analysis import Words, latin_share, read
from matching.dating import Months, told_of
from matching.weights import total

_WORD = re.compile(r"[^\W_]+")
_WORDS_OF_A_REF = 2
_LETTERS_OF_A_WORD = 3
_MOST_WORDINGS = 200
_SHELF = Shelf(most=600)


@dataclass(frozen=True, slots=True)
class Said:
    """A text of a claim as ranking compares it: its words, its terms and what these weigh."""

    plain: str
    content: frozenset[str]
    weight: float


@dataclass(frozen=True)
class Record:
    """A claim as matching sees it.

    ``wordings`` are the claim's text, its title and its phrasings, in this order and without
    repetition; ``variants`` are tellings that are another claim, each with the curator's sentence
    on how it differs; ``context`` names everyone and everything that belongs to the claim;
    ``called`` are the words of its ref, ``told_of`` the times of which text and title tell.
    ``read_as`` has the plain words and the terms of each wording and variant, ``named_as`` the
    terms of everything else: they are kept, since reading dozens of claims takes longer than
    finding them. ``as_told`` are the wordings as they are shown, where they are read otherwise.
    """

    claim_id: int
    ref: str
    kind: str
    language: str
    wordings: tuple[str, ...]
    variants: tuple[tuple[str, str], ...] = ()
    blocked: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    speaker: str = ""
    context: tuple[str, ...] = ()
    called: str = ""
    told_of: tuple[Months, ...] = ()
    date: str = ""
    read_as: tuple[tuple[str, str], ...] = ()
    named_as: str = ""
    as_told: tuple[str, ...] = ()
    aliases: Aliases | None = None

    @classmethod
    def of(cls, claim_id: int, claim: Claim, aliases: Aliases | None = None) -> Record:
        """What to keep of a claim; ``aliases`` are those that its words are read with."""
        said = (claim.text, claim.title or "", *claim.phrasings)
        chain = tuple(hop.who for hop in claim.chain)
        record = cls(
            claim_id=claim_id,
            ref=claim.ref,
            kind=claim.kind.value,
            language=claim.language,
            wordings=tuple(dict.fromkeys(text for text in said if text))[:_MOST_WORDINGS],
            variants=tuple((item.text, item.differs) for item in claim.variants),
            blocked=claim.blocked,
            names=claim.names,
            places=claim.places,
            speaker=claim.speaker or "",
            context=tuple(dict.fromkeys((*claim.topics, *chain))),
            called=words_of_ref(claim.ref),
            told_of=told_of(said[:2]),
            date=str(claim.date) if claim.date else "",
            aliases=aliases,
        )
        return record.read_anew()

    @classmethod
    def from_json(cls, kept: str, aliases: Aliases | None = None) -> Record:
        """Read back what ``to_json`` wrote."""
        values: dict[str, Any] = json.loads(kept)
        for key, value in values.items():
            if isinstance(value, list):
                values[key] = _frozen(value)
        # Past __init__, which sets each field of a frozen class by a call: dozens of records are
        # read for a check. Fields that were left out stay at the defaults of the class.
        record = object.__new__(cls)
        record.__dict__.update(values, aliases=aliases)
        return record

    def to_json(self) -> str:
        """The record as one line of JSON; empty fields are left out."""
        kept = {key: value for key, value in self.__dict__.items() if value or key == "claim_id"}
        named = [key for key in self.__dataclass_fields__ if key != "aliases"]
        fields = {key: kept[key] for key in named if key in kept}
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))

    def read_anew(self) -> Record:
        """The same with what is read out of its texts."""
        analysed = Analysed(self)
        texts = (*analysed.words, *analysed.variant_words)
        return replace(
            self,
            read_as=tuple((words.plain, " ".join(words.terms)) for words in texts),
            named_as=" ".join(sorted(self._terms_of_names())),
        )

    def shown(self, wording: int) -> str:
        """A wording as people are shown it."""
        return self.as_told[wording] if self.as_told else self.wordings[wording]

    @property
    def searched(self) -> tuple[str, ...]:
        """All texts that a word search looks at."""
        variants = tuple(text for text, _ in self.variants)
        return (
            *self.wordings,
            *variants,
            self.speaker,
            *self.names,
            *self.places,
            *self.context,
            self.called,
        )

    @property
    def embedded(self) -> tuple[str, ...]:
        """The texts that have vectors: the wordings, then the variants."""
        return (*self.wordings, *(text for text, _ in self.variants))

    def read(self, text: str, language: str | None = None) -> Words:
        """A text of the claim, analysed as the claim's language or another one."""
        return read(text, language or self.language, self.aliases)

    @cached_property
    def latin_share(self) -> float:
        """The share of Latin letters in the claim's text."""
        return latin_share(self.wordings[0])

    @cached_property
    def all_said(self) -> tuple[Said, ...]:
        """The wordings and then the variants, as ranking compares them."""
        contents = [(plain, frozenset(terms.split())) for plain, terms in self.read_as]
        return tuple([Said(plain, content, total(content)) for plain, content in contents])

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """The wordings, as ranking compares them."""
        return self.all_said[: len(self.wordings)]

    @property
    def words(self) -> tuple[Words, ...]:
        """The wordings, analysed."""
        return self._analysed.words

    @cached_property
    def all_terms(self) -> frozenset[str]:
        """Every analysed term of the wordings, names, places, speaker and context."""
        return frozenset(self.named_as.split()).union(*(said.content for said in self.said))

    @property
    def keys(self) -> frozenset[str]:
        """Everything by which a name in a paste can be known to belong to the claim."""
        return self._analysed.keys

    @property
    def told_by(self) -> frozenset[str]:
        """The keys of everyone who said the claim or passed it on, and of its topics."""
        return self._analysed.told_by

    @property
    def teller_words(self) -> tuple[Words, ...]:
        """The speaker with his office and those who passed it on, analysed."""
        return self._analysed.teller_words

    @property
    def variant_words(self) -> tuple[Words, ...]:
        """The variants, analysed."""
        return self._analysed.variant_words if self.variants else ()

    @property
    def blocked_words(self) -> tuple[Words, ...]:
        """The blocked wordings, analysed."""
        return self._analysed.blocked_words if self.blocked else ()

    @property
    def is_analysed(self) -> bool:
        """Whether the guard has read its texts not long ago."""
        held: weakref.ref[Analysed] | None = self.__dict__.get("_held")
        return held is not None and held() is not None

    @property
    def _analysed(self) -> Analysed:
        # Held weakly: what is read of a wording takes 10 KB, and thousands of claims are kept.
        held: weakref.ref[Analysed] | None = self.__dict__.get("_held")
        found = held() if held is not None else None
        if found is None:
            found = Analysed(self)
            self.__dict__["_held"] = weakref.ref(found)
            _SHELF.put(found, len(self.wordings) + len(self.variants))
        return found

    def _terms_of_names(self) -> frozenset[str]:
        more = (self.speaker, *self.names, *self.places, *self.context, self.called)
        return frozenset().union(*(self.read(text).content for text in more if text))


def words_of_ref(ref: str) -> str:
    """The words of a ref that somebody made of words, as ``train-fire-hoax``; of others nothing."""
    words = _WORD.findall(ref)
    return " ".join(words) if sum(_tells(word) for word in words) >= _WORDS_OF_A_REF else ""


def _tells(word: str) -> bool:
    return len(word) >= _LETTERS_OF_A_WORD and word.isalpha()


def _frozen(items: list[Any]) -> tuple[Any, ...]:
    return tuple(tuple(item) if isinstance(item, list) else item for item in items)
