"""Files beside the store that are damaged: named, mended where that can be done, refused if not."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest

import matching.e5
import matching.embedder
from matching.e5 import load_e5
from tests.cli import caveat
from tests.full_store import a_full_store
from tests.shipped import made_once

BY_WORDS = {"CAVEAT_MODEL": "off", "CAVEAT_DEFAULT_PACKS": "none"}
BRIDGE = "The harbour bridge closed in May."


@pytest.fixture
def full(for_all: Path, tmp_path: Path) -> Path:
    """A data folder with a full store, for one story."""
    made = made_once(for_all / "full", lambda folder: asyncio.run(a_full_store(folder)))
    return Path(shutil.copytree(made, tmp_path / "full"))


def checked(folder: Path, **settings: str) -> str:
    """The wording that a check meets first."""
    words = ("check", BRIDGE, "--json", "--community", "1001", "--data", folder)
    said = caveat(*words, **BY_WORDS | settings)
    assert said.status == 0, said
    assert "Traceback" not in said.err
    return str(said.json["matches"][0]["wording"])


def line_of(folder: Path, what: str, **settings: str) -> str:
    """What the doctor says of one thing."""
    said = caveat("doctor", "--data", folder, **BY_WORDS | settings)
    return next((line for line in said.out.splitlines() if f" {what}: " in line), "")


def test_the_doctor_names_the_damaged_file_of_an_index_and_the_next_start_makes_it_anew(
    full: Path, caplog: pytest.LogCaptureFixture
):
    assert checked(full) == BRIDGE
    assert line_of(full, "Index").startswith("well")
    for name in ("slots/slots.bin", "state.json", "words/*.term"):
        [file, *_] = sorted((full / "index").glob(name))
        content = bytearray(file.read_bytes())
        content[len(content) // 3] ^= 4
        file.write_bytes(content)
        line = line_of(full, "Index")
        assert line.startswith("broken"), line
        assert f"{file.relative_to(full / 'index')} is damaged" in line
        assert "`caveat index rebuild`; any start does so too" in line
        assert checked(full) == BRIDGE
        assert f"is rebuilt: {file.relative_to(full / 'index')} is damaged" in caplog.text
        assert line_of(full, "Index").startswith("well")
    agreed = caveat("index", "check", "--data", full, **BY_WORDS)
    assert (agreed.status, "agrees with the store" in agreed.out) == (0, True)


def test_the_secret_of_this_installation_is_not_replaced_because_its_file_is_damaged(full: Path):
    checked(full)
    memos = full / "memos.json"
    whole = memos.read_bytes()
    for content in (whole[:-9], b"[]"):
        memos.write_bytes(content)
        said = caveat("check", BRIDGE, "--data", full, **BY_WORDS)
        assert said.status == 1
        assert "memos.json in the data folder is damaged. Put back the one" in said.err
        assert line_of(full, "Memos").startswith("broken")
        assert memos.read_bytes() == content
    memos.write_bytes(whole)
    assert checked(full) == BRIDGE
    assert json.loads(memos.read_text())["privacy.key"] == json.loads(whole)["privacy.key"]


FILES = {
    "tokenizer.json": "TOKENIZER_FILE",
    "adapter.npy": "ADAPTER_FILE",
    "tokens.npz": "TOKENS_FILE",
    "encoder.onnx": "GRAPH_FILE",
    "encoder.npz": "FACTORS_FILE",
}


@pytest.mark.parametrize(
    "name",
    [
        "model.onnx",
        pytest.param("tokenizer.json", marks=pytest.mark.long),
        pytest.param("adapter.npy", marks=pytest.mark.long),
        pytest.param("tokens.npz", marks=pytest.mark.long),
        pytest.param("encoder.onnx", marks=pytest.mark.long),
        pytest.param("encoder.npz", marks=pytest.mark.long),
    ],
)
def test_a_damaged_file_of_the_model_is_named_and_words_alone_answer(
    full: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    name: str,
):
    damaged = tmp_path / name
    damaged.write_bytes(b"These are not the bytes that were expected.")
    if name == "model.onnx":
        monkeypatch.setattr(matching.embedder, "weights_file", lambda: damaged)
    else:
        monkeypatch.setattr(matching.embedder, FILES[name], damaged)
    assert checked(full, CAVEAT_MODEL="minilm") == BRIDGE
    assert f"The model file {name} at {damaged} is damaged" in caplog.text
    assert "Matching works by words alone until then" in caplog.text
    line = line_of(full, "Model", CAVEAT_MODEL="minilm")
    assert line.startswith("broken")
    assert f"model file {name}" in line


def test_a_damaged_file_of_the_multilingual_model_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    damaged = tmp_path / "e5-common.json"
    damaged.write_text("{", encoding="utf-8")
    monkeypatch.setattr(matching.e5, "COMMON_FILE", damaged)
    with pytest.raises(matching.e5.ModelProblem, match=r"e5-common\.json at .* is damaged"):
        load_e5()
