"""Writes the graph of the vector model that ships: its weights, multiplied in 8 bits.

Usage: python benchmarks/make_encoder.py DATA_FOLDER [--write]

The package of the model keeps its weights in 8 bits, and its own graph makes 32 of them before it
multiplies. This graph reads the same weights, where they lie in the package's file, and multiplies
them as they are; texts are rounded to 8 bits on the way (ONNX Runtime's DynamicQuantizeMatMul and
QAttention). It holds no weights itself, only factors.

A few of the model's channels are ten times as large as all others, which would be left with few
steps of 255. Each channel is made smaller by a factor, and its weights are made larger by the same
(Xiao et al., "SmoothQuant", 2023); how large channels get is measured on claims of ct2a. Weights
keep to 64 steps on either side: with 127, two products could overflow the 16 bits in which
processors without VNNI add them up.

Needs onnx (``pip install --group bench``). Printed is how near vectors are to those of the
package's own graph.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from matching_examples import lines
from onnx import TensorProto, helper, numpy_helper
from packaged_model import Matrix, Package, placed

from matching.analysis import for_vectors
from matching.embedder import open_tokenizer, weights_file
from matching.encoder import FACTORS_FILE, GRAPH_FILE, open_encoder

Floats = npt.NDArray[np.float32]

_LAYERS = 6
_HEADS = 12
_DIMENSIONS = 384
_STEPS = 64
"""255 times 64, twice, is below 2 to the 15th."""
_SMOOTHING = 0.75
"""How much of a channel's size its weights take over, from 0 to 1."""
_MEASURED = slice(0, None, 40)
_COMPARED = slice(20, None, 60)
_OURS = "com.microsoft"
_LEAST = 1e-12


class Graph:
    """Nodes and what they need, as they are added."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}
        self.factors: dict[str, npt.NDArray[Any]] = {}
        """What ``matching.encoder`` makes matrices of."""

    def kept(self, name: str) -> str:
        """An array of the package, read from its file."""
        if name not in self._constants:
            self._constants[name] = self._package.outside(name)
        return name

    def in_steps(self, name: str, matrix: Matrix, less: Floats) -> tuple[str, str]:
        """A matrix that ``matching.encoder`` makes, and the step of each of its columns.

        Args:
            name: What it is called from now on.
            matrix: What the package has.
            less: By what each channel of the text was made smaller, shape (rows,).
        """
        larger = np.abs(matrix.weights * less[:, None])
        step = np.maximum(larger.max(axis=0), _LEAST) / _STEPS
        self.factors |= {
            f"{name}/starts": np.asarray(matrix.starts),
            f"{name}/rows": less,
            f"{name}/columns": np.asarray(matrix.scale / step, dtype=np.float32),
        }
        shape, size = matrix.kept.shape, matrix.kept.size
        self._constants[name] = placed(name, TensorProto.INT8, shape, 0, size)
        return name, self.constant(f"{name}.step", step.astype(np.float32))

    def constant(self, name: str, array: npt.ArrayLike) -> str:
        """An array of this graph's own."""
        self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def add(self, kind: str, given: Sequence[str], made: str, domain: str = "", **more: Any) -> str:
        """A node with one result, whose name is given back."""
        self._nodes.append(helper.make_node(kind, given, [made], domain=domain, **more))
        return made

    def rounded(self, entry: str, name: str) -> list[str]:
        """A text in 8 bits, its scale and its zero."""
        made = [f"{name}.{part}" for part in ("8", "scale", "zero")]
        self._nodes.append(helper.make_node("DynamicQuantizeLinear", [entry], made))
        return made

    def model(self) -> Any:
        """The whole, from the numbers of words to a vector for each."""
        entry = helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "words"])
        shape = [1, "words", _DIMENSIONS]
        result = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, shape)
        constants = list(self._constants.values())
        whole = helper.make_graph(self._nodes, "minilm", [entry], [result], constants)
        domains = [helper.make_opsetid("", 17), helper.make_opsetid(_OURS, 1)]
        model = helper.make_model(whole, opset_imports=domains, ir_version=10)
        model.producer_name = "caveat"
        return model


class Maker:
    """Puts the graph together.

    Args:
        ranges: How large each channel gets, by the name of what a layer multiplies.
    """

    def __init__(self, package: Package, ranges: Mapping[str, Floats]) -> None:
        self._package = package
        self._ranges = ranges
        self._graph = Graph(package)

    def made(self) -> tuple[bytes, dict[str, npt.NDArray[Any]]]:
        """The graph, and the factors of the matrices that are made when it is opened."""
        state = self._embedded()
        for at in range(_LAYERS):
            state = self._layer(at, state)
        self._graph.add("Identity", [state], "last_hidden_state")
        model = self._graph.model()
        return model.SerializeToString(deterministic=True), self._graph.factors

    def _embedded(self) -> str:
        graph, own = self._graph, "inner.embeddings"
        words, places = f"{own}.word_embeddings.weight", f"{own}.position_embeddings.weight"
        first = graph.constant("first", np.zeros(1, np.int64))
        chosen = [
            graph.add("Gather", [graph.kept(f"{words}_{part}"), "input_ids"], f"words.{part}")
            for part in ("q", "scale")
        ]
        said = graph.add(
            "Mul", [graph.add("Cast", chosen[:1], "words.32", to=1), chosen[1]], "words"
        )
        whole = graph.add("Cast", [graph.kept(f"{places}_q")], "places.32", to=1)
        every = graph.add("Mul", [whole, graph.kept(f"{places}_scale")], "places.all")
        count = graph.add("Shape", ["input_ids"], "count", start=1, end=2)
        here = graph.add("Slice", [every, first, count, first], "places")
        kinds = graph.kept(f"{own}.token_type_embeddings.weight")
        kind = graph.add("Gather", [kinds, first], "kind")
        there = graph.add("Add", [said, here], "placed")
        return self._normed(graph.add("Add", [there, kind], "embedded"), f"{own}.LayerNorm")

    def _layer(self, at: int, state: str) -> str:
        graph, layer, own = self._graph, self._package.layers[at], f"inner.encoder.layer.{at}"
        asked, met, shown, widened = self._package.entries[at]
        narrowed = self._package.matrix(layer.output)
        # The values are made smaller in their own weights, which costs nothing.
        less = self._factors(met, narrowed)
        found = self._attended(at, state, asked, less)
        bias = graph.kept(f"{own}.attention.output.dense.bias")
        found = self._product(found, layer.output, narrowed, less, bias)
        state = self._added(found, state, f"{own}.attention.output.LayerNorm")
        wide = self._smoothed_product(state, shown, layer.wide)
        bias = graph.kept(f"{own}.intermediate.dense.bias")
        wide = graph.add("BiasGelu", [wide, bias], f"{layer.wide}.bent", _OURS)
        bias = graph.kept(f"{own}.output.dense.bias")
        found = self._smoothed_product(wide, widened, layer.narrow, bias)
        return self._added(found, state, f"{own}.output.LayerNorm")

    def _attended(self, at: int, state: str, entry: str, less_value: Floats) -> str:
        graph, layer = self._graph, self._package.layers[at]
        own = f"inner.encoder.layer.{at}.attention.self"
        biases = [self._package.array(f"{own}.{part}.bias") for part in ("query", "key", "value")]
        bias = graph.constant(f"{own}.bias", np.concatenate([*biases[:2], biases[2] / less_value]))
        matrix = self._package.matrix(layer.query, layer.key, layer.value).smaller(less_value)
        less = self._factors(entry, matrix)
        weights, step = graph.in_steps(own, matrix, less)
        text, scale, middle = graph.rounded(self._smoothed(state, less), f"{own}.text")
        zero = graph.constant("zeros", np.zeros(len(matrix.scale), np.int8))
        given = [text, weights, bias, scale, step, "", middle, zero]
        return graph.add("QAttention", given, f"{own}.found", _OURS, num_heads=_HEADS)

    def _smoothed_product(self, state: str, entry: str, name: str, bias: str = "") -> str:
        matrix = self._package.matrix(name)
        less = self._factors(entry, matrix)
        return self._product(self._smoothed(state, less), name, matrix, less, bias)

    def _product(self, entry: str, name: str, matrix: Matrix, less: Floats, bias: str) -> str:
        given = [entry, *self._graph.in_steps(name, matrix, less), "", bias]
        return self._graph.add("DynamicQuantizeMatMul", given, f"{name}.product", _OURS)

    def _added(self, found: str, state: str, name: str) -> str:
        return self._normed(self._graph.add("Add", [found, state], f"{found}.sum"), name)

    def _smoothed(self, entry: str, less: Floats) -> str:
        factors = self._graph.constant(f"{entry}.less", (1.0 / less).astype(np.float32))
        return self._graph.add("Mul", [entry, factors], f"{entry}.smooth")

    def _normed(self, entry: str, name: str) -> str:
        given = [entry, *(self._graph.kept(f"{name}.{part}") for part in ("weight", "bias"))]
        return self._graph.add("LayerNormalization", given, name, axis=-1, epsilon=1e-12)

    def _factors(self, entry: str, matrix: Matrix) -> Floats:
        """By what each channel is made smaller; their geometric mean is 1."""
        size = np.maximum(self._ranges[entry], 1e-3)
        own = np.maximum(np.abs(matrix.weights).max(axis=1), 1e-4)
        factors = np.log(size) * _SMOOTHING - np.log(own) * (1 - _SMOOTHING)
        return np.asarray(np.exp(factors - factors.mean()), dtype=np.float32)


def texts_in(session: Any, texts: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Texts as a model takes them, one after the other."""
    tokenizer = open_tokenizer()
    names = {item.name for item in session.get_inputs()}
    for text in texts:
        ids = np.asarray([tokenizer.encode(text).ids], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        given["token_type_ids"] = np.zeros_like(ids)
        yield {name: given[name] for name in names}


def opened(model: Any) -> Any:
    """A session of the package's own graph."""
    return onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )


def ranges_of(package: Package, texts: Sequence[str]) -> dict[str, Floats]:
    """The largest that each channel gets, by the name of what a layer multiplies."""
    watched = onnx.ModelProto()
    watched.CopyFrom(package.model)
    entries = [name for names in package.entries for name in names]
    for name in entries:
        watched.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    session = opened(watched)
    most: dict[str, Floats] = {}
    for given in texts_in(session, texts):
        for name, values in zip(entries, session.run(entries, given), strict=True):
            seen = np.abs(values[0]).max(axis=0)
            most[name] = np.maximum(most.get(name, seen), seen)
    return most


def vectors(session: Any, texts: Sequence[str]) -> Floats:
    """Sentence vectors of length 1."""
    means = [session.run(None, given)[0][0].mean(axis=0) for given in texts_in(session, texts)]
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    return np.asarray(means / lengths, dtype=np.float32)


def main(arguments: Sequence[str]) -> None:
    """Make the graph, write it where asked to, and compare it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    texts = [for_vectors(claim["text"]) for claim in lines(options.data / "ct2a" / "claims.jsonl")]
    package = Package(weights_file())
    graph, factors = Maker(package, ranges_of(package, texts[_MEASURED])).made()
    with TemporaryDirectory() as spare:
        folder = GRAPH_FILE.parent if options.write else Path(spare)
        files = [folder / file.name for file in (GRAPH_FILE, FACTORS_FILE)]
        files[0].write_bytes(graph)
        np.savez(files[1], **factors)
        for name, file in zip(("GRAPH", "FACTORS"), files, strict=True):
            print(f"{name}_SHA256 = {hashlib.sha256(file.read_bytes()).hexdigest()}")
        ours = open_encoder(package.file.parent, *files)
    others = texts[_COMPARED]
    cosines = (vectors(ours, others) * vectors(opened(package.model), others)).sum(axis=1)
    print(f"cosines with the package's own graph: mean {cosines.mean():.4f}", end=", ")
    print(f"least {cosines.min():.4f}, of {len(others)} texts")


if __name__ == "__main__":
    main(sys.argv[1:])
