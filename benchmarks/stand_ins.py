"""A stand-in for the vector model: seeded vectors of words, and the model's own time for each text.

Embedding a million claims takes hours; what a search over a million vectors takes does not depend
on what they mean. Texts with the same words lie near each other, as they do with the model.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np

from matching.embedder import Embedder, Encoded, Vectors
from matching.tokens import DIRECTIONS, WIDTH, Tokens

_DIMENSIONS = 384
_ROWS = 16_384
_WORD = re.compile(r"[a-z]{2,}|[\d,.]*\d")


class StandIn:
    """Vectors of length 1: the sum of seeded ones of a text's words, figures counting double.

    Args:
        model: The real model, which reads each text too, so that its time counts; None while
            claims are indexed.
    """

    name = "stand-in-2"
    dimensions = _DIMENSIONS

    def __init__(self, model: Embedder | None = None) -> None:
        self._model = model
        dice = np.random.default_rng(20171228)
        self._table = dice.standard_normal((_ROWS, _DIMENSIONS), dtype=np.float32)

    def reads(self, latin_share: float) -> bool:
        """As the model."""
        return latin_share >= 0.5

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, 384)."""
        if self._model is not None:
            self._model.embed(texts)
        vectors = np.stack([self._of(text) for text in texts])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    def encode(self, texts: Sequence[str]) -> Encoded:
        """The vectors of ``embed``, and the signs and weights of the same words."""
        return Encoded(self.embed(texts), tuple(self._words_of(text) for text in texts))

    def _of(self, text: str) -> Vectors:
        rows, weights = _weighed(text)
        return np.asarray(weights @ self._table[rows], dtype=np.float32)

    def _words_of(self, text: str) -> Tokens:
        rows, weights = _weighed(text)
        tokens = np.empty((len(rows), WIDTH), dtype=np.int8)
        tokens[:, :-1] = 16 * np.sign(self._table[rows, :DIRECTIONS])  # of length 128, all told
        tokens[:, -1] = 50 * weights
        return tokens


def _weighed(text: str) -> tuple[list[int], Vectors]:
    """The row of each word of a text, and its weight."""
    words = _WORD.findall(text.lower()) or ["nothing"]
    rows = [zlib.crc32(word.encode()) % _ROWS for word in words]
    return rows, np.asarray([2.0 if word[-1].isdigit() else 1.0 for word in words], np.float32)
