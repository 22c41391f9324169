"""The vector model as Caveat opens it: its own graph, over the weights of the package."""

import numpy as np
import onnxruntime

from matching import encoder
from matching.embedder import load_minilm, open_tokenizer, weights_file
from tests.matching_world import model

SAID = (
    "Ships left",
    "Eleven ships left the harbour of Lisbon before dawn, said the port's governor on Tuesday.",
    "Une baleine grise est revenue dans le port de Lisbonne",
    "NOBODY counted the 11,000 lamps that were sold in Ostrava in 2017!!! " * 3,
    "a very long sentence that goes on and on " * 40,
)


def of_the_package(texts: tuple[str, ...]) -> np.ndarray:
    """What the graph of the model's makers gives, which multiplies in 32 bits."""
    session = onnxruntime.InferenceSession(str(weights_file()), providers=["CPUExecutionProvider"])
    tokenizer = open_tokenizer()
    vectors = []
    for text in texts:
        ids = np.asarray([tokenizer.encode(text).ids], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": ids**0, "token_type_ids": ids * 0}
        vector = session.run(None, given)[0][0].mean(axis=0)
        vectors.append(vector / np.linalg.norm(vector))
    return np.stack(vectors)


def test_vectors_are_those_of_the_models_makers_but_for_rounding() -> None:
    ours = load_minilm(adapted=False).embed(SAID)
    cosines = (ours * of_the_package(SAID)).sum(axis=1)
    assert cosines.min() > 0.98


def test_a_vector_depends_on_its_text_alone() -> None:
    together = model().encode(SAID)
    for at, text in enumerate(SAID):
        alone = model().encode([text])
        assert np.array_equal(alone.vectors[0], together.vectors[at])
        assert np.array_equal(alone.tokens[0], together.tokens[at])
        assert abs(float(np.linalg.norm(alone.vectors[0])) - 1.0) < 1e-5
    assert model().embed([]).shape == (0, model().dimensions)


def test_no_two_products_overflow_on_processors_that_add_up_in_16_bits() -> None:
    matrices = encoder.made_matrices(weights_file())
    assert len(matrices) == 24
    assert all(matrix.dtype == np.int8 for matrix in matrices.values())
    largest = max(int(np.abs(matrix.astype(np.int16)).max()) for matrix in matrices.values())
    assert 2 * 255 * largest < 2**15
    assert all(np.abs(matrix).max() > 60 for matrix in matrices.values())
