"""A piece of pasted text as the three channels look for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matching.aliases import Aliases
from matching.analysis import Words, for_vectors, grams, latin_share, read, without_authorship
from matching.dating import written
from matching.embedder import Embedder, Encoded
from matching.languages import english, english_parts
from matching.segments import cut
from matching.tokens import Tokens

_MOST_SENTENCES = 12

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Query:
    """One text to be matched, analysed.

    ``words`` is the text without a tweet's authorship, ``all_words`` with it; ``vector`` has length
    1, ``tokens`` are its words as the model reads them; both are None where no model reads the text
    or none was asked yet. ``is_english`` is by the text alone, unless it is part of a longer one:
    see ``of_one_text``. ``posted`` is the month in which a quoted post says that it was written.
    """

    text: str
    words: Words
    all_words: Words
    grams: tuple[str, ...]
    is_english: bool
    posted: int | None = None
    vector: Vector | None = None
    tokens: Tokens | None = None

    @cached_property
    def sentences(self) -> tuple[Words, ...]:
        """Its sentences, analysed; at most twelve."""
        said = without_authorship(self.text)
        parts = [part.text for part in cut(said) if part.text != said.strip()]
        return tuple(read(part) for part in parts[:_MOST_SENTENCES])


def queries(
    texts: Sequence[str], language: str | None = None, aliases: Aliases | None = None
) -> list[Query]:
    """Analyse some texts; their vectors are left for ``with_vectors``."""
    found = []
    for text in texts:
        said = without_authorship(text) or text
        words = read(said, language, aliases)
        all_words = words if said == text else read(text, language, aliases)
        spoken, posted = english(words), written(text)
        found.append(Query(text, words, all_words, tuple(grams(all_words)), spoken, posted))
    return found


def of_one_text(asked: Sequence[Query]) -> list[Query]:
    """The parts of a text, each in the language that it is in beside the others.

    Where the first one is the whole text, a quoted post, its parts are of the same month.
    """
    languages = english_parts([query.words for query in asked])
    found = []
    for query, is_english in zip(asked, languages, strict=True):
        posted = asked[0].posted if query.text in asked[0].text else query.posted
        same = (query.is_english, query.posted) == (is_english, posted)
        found.append(query if same else replace(query, is_english=is_english, posted=posted))
    return found


def with_vectors(asked: Sequence[Query], embedder: Embedder | None) -> list[Query]:
    """The queries with the vectors of those texts that the model reads, computed together."""
    if embedder is None:
        return list(asked)
    said = [without_authorship(query.text) or query.text for query in asked]
    cleaned = {
        at: for_vectors(text) for at, text in enumerate(said) if embedder.reads(latin_share(text))
    }
    distinct = {text: row for row, text in enumerate(dict.fromkeys(cleaned.values()))}
    if not distinct:
        return list(asked)
    read = embedder.encode(list(distinct))
    return [
        _encoded(query, read, distinct[cleaned[at]]) if at in cleaned else query
        for at, query in enumerate(asked)
    ]


def _encoded(query: Query, read: Encoded, row: int) -> Query:
    return replace(query, vector=read.vectors[row], tokens=read.tokens[row])
