"""Opens the graph of the vector model, with the weights of its package in the steps it multiplies.

``benchmarks/make_encoder.py`` makes both files and tells why they are as they are.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

GRAPH_FILE = Path(__file__).parent / "model" / "encoder.onnx"
"""The graph. What it holds no values for lies in the file of the package, or is made here."""
FACTORS_FILE = Path(__file__).parent / "model" / "encoder.npz"
"""For each matrix made here: where its parts start in the file, and the factors of its rows and
columns, under its name with ``/starts``, ``/rows`` and ``/columns``."""
WEIGHTS = "model.onnx"
"""The file of the package."""

Steps = npt.NDArray[np.int8]


def open_encoder(package: Path, graph: Path = GRAPH_FILE, factors: Path = FACTORS_FILE) -> Any:
    """An ONNX Runtime session.

    In go the numbers of a text's words, shape (1, words), int64; out comes a vector for each,
    shape (1, words, dimensions), float32.

    Args:
        package: The folder of the weights. This and the two files are verified by the caller.
        graph: The graph, where it is not the one that ships.
        factors: Its factors.
    """
    # Since 1.29 the library's builds for Linux and macOS send figures of each process and model,
    # with an id of the device, to its maker, unless this is set before they are loaded.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime  # noqa: PLC0415 - slow to import, and not needed without a model

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # texts go side by side: faster than one in two threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # it keeps the most that all runs at once ever took
    # More would put sums and norms together into one step, which takes three times as long.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry(
        "session.model_external_initializers_file_folder_path", str(package)
    )
    made = made_matrices(package / WEIGHTS, factors)
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(matrix) for matrix in made.values()]
    options.add_external_initializers(list(made), values)
    return onnxruntime.InferenceSession(
        graph.read_bytes(), sess_options=options, providers=["CPUExecutionProvider"]
    )


def made_matrices(weights: Path, factors: Path = FACTORS_FILE) -> dict[str, Steps]:
    """The matrices of all layers by name, made of the package's; each of shape (in, out)."""
    whole = np.memmap(weights, dtype=np.int8, mode="r")
    with np.load(factors, allow_pickle=False) as kept:
        names = [key.removesuffix("/starts") for key in kept.files if key.endswith("/starts")]
        return {
            name: _made(whole, *(kept[f"{name}/{part}"] for part in ("starts", "rows", "columns")))
            for name in names
        }


def _made(
    whole: npt.NDArray[np.int8],
    starts: npt.NDArray[np.int64],
    rows: npt.NDArray[np.float32],
    columns: npt.NDArray[np.float32],
) -> Steps:
    each = len(columns) // len(starts)
    parts = [
        whole[start : start + len(rows) * each].reshape(len(rows), each)
        for start in starts.tolist()
    ]
    exact = np.rint(np.concatenate(parts, axis=1) * rows[:, None] * columns)
    return np.asarray(exact, dtype=np.int8)
