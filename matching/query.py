"""A piece of pasted text as the three channels look for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matching.aliases import Aliases
from matching.analysis import Words, for_vectors, grams, latin_share, read, without_authorship
from matching.embedder import Embedder
from matching.segments import cut

_MOST_SENTENCES = 12

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Query:
    """One text to be matched, analysed.

    ``words`` is the text without a tweet's authorship, ``all_words`` with it; ``wait`` gives its
    vector as soon as there is one.
    """

    text: str
    words: Words
    all_words: Words
    grams: tuple[str, ...]
    wait: Callable[[], Vector | None]

    @cached_property
    def vector(self) -> Vector | None:
        """Its vector of length 1; None where no model reads the text."""
        return self.wait()

    @cached_property
    def sentences(self) -> tuple[Words, ...]:
        """Its sentences, analysed; at most twelve."""
        said = without_authorship(self.text)
        parts = [part.text for part in cut(said) if part.text != said.strip()]
        return tuple(read(part) for part in parts[:_MOST_SENTENCES])


def queries(
    texts: Sequence[str],
    embedder: Embedder | None,
    language: str | None = None,
    aliases: Aliases | None = None,
    beside: Executor | None = None,
) -> list[Query]:
    """Analyse some texts, and embed together those that the model reads.

    With an executor, the model runs ``beside`` whatever is done until a vector is asked for.
    """
    said = [without_authorship(text) or text for text in texts]
    readable = [
        at
        for at, text in enumerate(said)
        if embedder is not None and embedder.reads(latin_share(text))
    ]
    cleaned = {at: for_vectors(said[at]) for at in readable}
    distinct = list(dict.fromkeys(cleaned.values()))
    embedded: Callable[[], npt.NDArray[np.float32]] | None = None
    if embedder is not None and distinct:
        embedded = _embedded(embedder, distinct, beside)
    found = []
    for at, text in enumerate(texts):
        words = read(said[at], language, aliases)
        all_words = words if said[at] == text else read(text, language, aliases)
        row = distinct.index(cleaned[at]) if at in cleaned else None
        wait = _row(embedded, row)
        found.append(Query(text, words, all_words, tuple(grams(all_words)), wait))
    return found


def _embedded(
    embedder: Embedder, texts: list[str], beside: Executor | None
) -> Callable[[], npt.NDArray[np.float32]]:
    if beside is not None:
        return beside.submit(embedder.embed, texts).result
    vectors = embedder.embed(texts)
    return lambda: vectors


def _row(
    embedded: Callable[[], npt.NDArray[np.float32]] | None, row: int | None
) -> Callable[[], Vector | None]:
    if embedded is None or row is None:
        return lambda: None
    return lambda: np.asarray(embedded()[row], dtype=np.float32)
