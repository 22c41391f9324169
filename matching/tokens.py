"""The words of a text as the vector model reads them, and how far two texts share theirs.

A sentence's one vector says what it is about; which of two claims about the same is meant, its
words tell. Each word of one text is held against the nearest of the other (as in Khattab and
Zaharia, "ColBERT: Efficient and Effective Passage Search via Contextualized Late Interaction over
BERT", 2020), and counts by how rare it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

DIRECTIONS = 64
"""Of the model's 384 directions, the ones in which the words of claims lie most apart."""
WIDTH = DIRECTIONS + 1
"""Bytes of a word: its directions, then its weight."""

Floats = npt.NDArray[np.float32]
Tokens = npt.NDArray[np.int8]
"""Shape (words, WIDTH): a vector of length 127 and a weight from 1 to 127 for each word."""

_IN_ONE_THREAD = 65_536 * 4
"""Products of so many multiplications OpenBLAS leaves to the thread that asks for them. Its others
take turns with whatever else the processor does, and may take a hundred times as long."""

NO_TOKENS: Tokens = np.zeros((0, WIDTH), dtype=np.int8)


@dataclass(frozen=True)
class TokenTable:
    """Makes words of what the model knows at each place of a text.

    ``turn`` has shape (dimensions of the model, DIRECTIONS); ``weight`` has the weight of each word
    of the model's vocabulary, 0 for those that say nothing of what a text is about.
    """

    turn: Floats
    weight: npt.NDArray[np.int8]

    def of(self, ids: npt.ArrayLike, hidden: Floats) -> Tokens:
        """The words of one text.

        Args:
            ids: The places of its words in the vocabulary, shape (n,).
            hidden: The model's last layer there, shape (n, dimensions of the model).
        """
        weights = self.weight[np.asarray(ids, dtype=np.int64)]
        telling = np.flatnonzero(weights)
        turned = hidden[telling] @ self.turn
        lengths = np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-9)
        tokens = np.empty((len(telling), WIDTH), dtype=np.int8)
        tokens[:, :-1] = np.round(turned / lengths * 127.0)
        tokens[:, -1] = weights[telling]
        return tokens


def alike(asked: Tokens, said: Tokens, sizes: npt.ArrayLike) -> Floats:
    """How much of what a text asks others say, and the other way round, by their words.

    Args:
        asked: The words of the one text.
        said: Those of the others, one text after the other.
        sizes: How many words each of the others has.

    Returns:
        Shape (2, texts): the mean cosine of each word of ``asked`` with the nearest one of each
        text, by weight, and that of each word there with the nearest one of ``asked``; 0 where
        either has no words.
    """
    counts = np.asarray(sizes, dtype=np.int64)
    found = np.zeros((2, len(counts)), dtype=np.float32)
    filled = np.flatnonzero(counts)
    if not len(asked) or not len(filled):
        return found
    starts = (np.cumsum(counts) - counts)[filled]
    left, right = asked[:, :-1].astype(np.float32), said[:, :-1].astype(np.float32)
    cosines = _product(left, right) / np.float32(127.0 * 127.0)
    sought, given = asked[:, -1].astype(np.float32), said[:, -1].astype(np.float32)
    nearest = np.maximum.reduceat(cosines, starts, axis=1)
    found[0, filled] = sought @ nearest / sought.sum()
    met = np.add.reduceat(cosines.max(axis=0) * given, starts)
    found[1, filled] = met / np.add.reduceat(given, starts)
    return found


def _product(left: Floats, right: Floats) -> Floats:
    """The products of all rows of both, shape (left, right)."""
    step = max(1, _IN_ONE_THREAD // left.size)
    product = np.empty((len(left), len(right)), dtype=np.float32)
    for start in range(0, len(right), step):
        some = right[start : start + step]
        np.matmul(left, some.T, out=product[:, start : start + step])
    return product
