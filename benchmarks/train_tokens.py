"""Makes the table by which the model's words are kept, and writes the file that ships.

Usage: python benchmarks/train_tokens.py DATA_FOLDER [--write]

From the claims of ct2a and ct2020 alone: the 64 directions in which the words of their texts and
titles, each of length 1, lie most apart (the eigenvectors of their second moments), and the weight
of each word of the model's vocabulary, the logarithm of how many texts there are to one that has
it. Words in more than an eighth of all texts weigh nothing. It takes four minutes.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from matching_examples import lines
from train_adapter import SETS

from matching.analysis import for_vectors
from matching.embedder import TOKENS_FILE, load_minilm
from matching.tokens import DIRECTIONS, NO_TOKENS, Floats, Tokens, TokenTable

_DIMENSIONS = 384
_VOCABULARY = 30_522
_SPECIAL = (100, 101, 102)
"""Unknown words, and the marks where a text begins and ends."""
_LEAST = 2.0
_SCALE = 12.0
_MOST = 127
_BATCH = 512


class Watching(TokenTable):
    """A table that makes no words, but looks at all of them."""

    def __init__(self) -> None:
        empty = np.zeros(_VOCABULARY, dtype=np.int8)
        super().__init__(np.zeros((_DIMENSIONS, DIRECTIONS), dtype=np.float32), empty)
        self.moments: npt.NDArray[np.float64] = np.zeros((_DIMENSIONS, _DIMENSIONS))
        self.texts: npt.NDArray[np.int64] = np.zeros(_VOCABULARY, dtype=np.int64)
        self.seen = 0

    def of(self, ids: npt.ArrayLike, hidden: Floats) -> Tokens:
        """Count the words of one text, and add up their moments."""
        words = np.asarray(ids, dtype=np.int64)
        told = hidden[~np.isin(words, _SPECIAL)].astype(np.float64)
        told /= np.maximum(np.linalg.norm(told, axis=1, keepdims=True), 1e-9)
        self.moments += told.T @ told
        self.texts[np.unique(words)] += 1
        self.seen += 1
        return NO_TOKENS

    def made(self) -> TokenTable:
        """The table that follows from what was seen."""
        spread, directions = np.linalg.eigh(self.moments)
        best = directions[:, ::-1][:, :DIRECTIONS]
        share = spread[::-1][:DIRECTIONS].sum() / spread.sum()
        print(f"{self.seen} texts; {DIRECTIONS} directions hold {share:.3f} of the moments")
        rarity = np.log((self.seen + 1) / (self.texts + 0.5))
        rarity[rarity < _LEAST] = 0.0
        rarity[list(_SPECIAL)] = 0.0
        weight = np.minimum(np.round(rarity * _SCALE), _MOST).astype(np.int8)
        return TokenTable(best.astype(np.float32), weight)


def texts_of(data: Path) -> Iterator[str]:
    """The texts and titles of all claims, as the model gets them."""
    for name in SETS:
        for claim in lines(data / name / "claims.jsonl"):
            said = (claim["text"], claim.get("title") or claim["text"])
            yield from (for_vectors(text) for text in dict.fromkeys(said))


def keep(table: TokenTable) -> None:
    """Write the table, and say the checksum that the program is to expect."""
    np.savez(TOKENS_FILE, turn=table.turn.astype(np.float16), weight=table.weight)
    print(f"TOKENS_SHA256 = {hashlib.sha256(TOKENS_FILE.read_bytes()).hexdigest()}")


def main(arguments: Sequence[str]) -> None:
    """Look at all claims, and write the table where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    watching = Watching()
    # In one thread: the texts are counted in the order in which they come.
    model = load_minilm(threads=1, adapted=False, table=watching)
    texts = list(dict.fromkeys(texts_of(options.data)))
    for start in range(0, len(texts), _BATCH):
        model.embed(texts[start : start + _BATCH])
        print(f"\r{start}/{len(texts)}", end="", flush=True)
    table = watching.made()
    if options.write:
        keep(table)


if __name__ == "__main__":
    main(sys.argv[1:])
