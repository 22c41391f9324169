"""A piece of pasted text as the three channels look for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.aliases import Aliases
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
    texts: Sequence[str],
    embedder: Embedder | None,
    language: str | None = None,
    aliases: Aliases | None = None,
) -> list[Query]:
    """Analyse some texts, and embed at once those that the model reads."""
    said = [without_authorship(text) or text for text in texts]
    readable = [
        at
        for at, text in enumerate(said)
        if embedder is not None and embedder.reads(latin_share(text))
    ]
    cleaned = {at: for_vectors(said[at]) for at in readable}
    distinct = list(dict.fromkeys(cleaned.values()))
    vectors: dict[str, npt.NDArray[np.float32]] = {}
    if embedder is not None and distinct:
        vectors = dict(zip(distinct, embedder.embed(distinct), strict=True))
    found = []
    for at, text in enumerate(texts):
        words = read(said[at], language, aliases)
        all_words = words if said[at] == text else read(text, language, aliases)
        vector = vectors[cleaned[at]] if at in cleaned else None
        found.append(Query(text, words, all_words, tuple(grams(all_words)), vector))
    return found
