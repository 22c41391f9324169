"""The weights of the vector model as its package keeps them, for ``make_encoder``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, numpy_helper

from matching.encoder import WEIGHTS

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Layer:
    """The names of a layer's weights in the package's file, without their endings."""

    query: str
    key: str
    value: str
    output: str
    wide: str
    narrow: str


@dataclass(frozen=True)
class Matrix:
    """Weights as the package keeps them: shape (rows, columns), with a scale for each column.

    ``starts`` are the places in its file where their parts begin, which lie side by side here.
    """

    starts: tuple[int, ...]
    kept: npt.NDArray[np.int8]
    scale: Floats

    @property
    def weights(self) -> Floats:
        """The weights as the package's own graph multiplies them."""
        return np.asarray(self.kept.astype(np.float32) * self.scale, dtype=np.float32)

    def smaller(self, factors: Floats) -> Matrix:
        """The same with its last columns made smaller."""
        scale = self.scale.copy()
        scale[-len(factors) :] /= factors
        return replace(self, scale=scale)


class Package:
    """The model as its package keeps it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.model = onnx.load(file)
        self._bytes = file.read_bytes()
        self._kept = {item.name: item for item in self.model.graph.initializer}
        products = [node for node in self.model.graph.node if self._is_product(node)]
        names = [node.input[1] for node in products]
        self.layers = [Layer(*names[at : at + 6]) for at in range(0, len(names), 6)]
        self.entries = [
            (products[at].input[0], *(products[at + more].input[0] for more in (3, 4, 5)))
            for at in range(0, len(names), 6)
        ]
        """What each layer multiplies: for attention, after it, and before and after widening."""

    def _is_product(self, node: Any) -> bool:
        return node.op_type == "MatMul" and f"{node.input[1]}_q" in self._kept

    def array(self, name: str) -> npt.NDArray[Any]:
        """One of its arrays."""
        return np.asarray(numpy_helper.to_array(self._kept[name]))

    def matrix(self, *names: str) -> Matrix:
        """Its matrices of these names, side by side."""
        kept = np.concatenate([self.array(f"{name}_q") for name in names], axis=1)
        scale = np.concatenate([self.array(f"{name}_scale")[0] for name in names])
        return Matrix(tuple(self._start(f"{name}_q") for name in names), kept, scale)

    def _start(self, name: str) -> int:
        """Where an array lies in the file."""
        data = self._kept[name].raw_data
        start = self._bytes.find(data)
        if start < 0 or self._bytes.find(data, start + 1) >= 0:
            raise ValueError(f"{name} is not in the file exactly once")
        return start

    def outside(self, name: str) -> Any:
        """An array for another graph to read where the package keeps it."""
        item = self._kept[name]
        return placed(name, item.data_type, item.dims, self._start(name), len(item.raw_data))


def placed(name: str, kind: int, shape: Sequence[int], start: int, length: int) -> Any:
    """An array of which a graph says only where in the package's file it lies."""
    array = TensorProto(name=name, data_type=kind, dims=shape, data_location=TensorProto.EXTERNAL)
    for key, value in (("location", WEIGHTS), ("offset", start), ("length", length)):
        array.external_data.add(key=key, value=str(value))
    return array
