"""A piece of pasted text as the three channels look for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.analysis import Words, for_vectors, grams, latin_share, read, without_authorship
from matching.embedder import Embedder


@dataclass(frozen=True)
class Query:
    """One text to be matched, analysed.

    ``words`` is the text without a tweet's authorship, ``all_words`` with it; ``vector`` has
    length 1 and is None where no model reads the text.
    """

    text: str
    words: Words
    all_words: Words
    grams: tuple[str, ...]
    vector: npt.NDArray[np.float32] | None


def queries(
    texts: Sequence[str], embedder: Embedder | None, language: str | None = None
) -> list[Query]:
    """Analyse some texts, and embed at once those that the model reads."""
    said = [without_authorship(text) or text for text in texts]
    readable = [
        at
        for at, text in enumerate(said)
        if embedder is not None and embedder.reads(latin_share(text))
    ]
    vectors: dict[int, npt.NDArray[np.float32]] = {}
    if embedder is not None and readable:
        made = embedder.embed([for_vectors(said[at]) for at in readable])
        vectors = dict(zip(readable, made, strict=True))
    return [_query(text, said[at], language, vectors.get(at)) for at, text in enumerate(texts)]


def _query(
    text: str, said: str, language: str | None, vector: npt.NDArray[np.float32] | None
) -> Query:
    words = read(said, language)
    all_words = words if said == text else read(text, language)
    return Query(text, words, all_words, tuple(grams(all_words)), vector)
