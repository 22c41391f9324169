"""`caveat check` and the shape of the command line, as people meet them first."""

import json
import re
import shutil
import time
from pathlib import Path

import pytest

from storage.lock import data_folder_lock
from tests.cli import caveat, process

MOSUL = "AP: US air strikes killed 110,000 civilians in Mosul"


@pytest.fixture(scope="module")
def data(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(shipped, tmp_path_factory.mktemp("cli") / "data"))


def bad_inputs(folder: Path) -> dict[str, tuple[tuple[str | bytes | Path, ...], bytes]]:
    (folder / "letters.txt").write_text("a" * 204_800, encoding="utf-8")
    (folder / "latin1.txt").write_bytes("Müll über München".encode("latin-1"))
    return {
        "an empty string": (("",), b""),
        "nothing at all": ((), b""),
        "nothing on standard input": (("-",), b""),
        "200 kB of one letter": (("--file", folder / "letters.txt"), b""),
        "100 kB of one letter": (("-",), b"a" * 102_400),
        "only emoji": (("🎉🎉 😀 👍🏽",), b""),
        "only a mention": (("<@123456789012345678>",), b""),
        "invalid UTF-8 in the argument": ((b"\xff\xfe\xfa broken",), b""),
        "invalid UTF-8 in a file": (("--file", folder / "latin1.txt"), b""),
        "invalid UTF-8 on standard input": (("-",), b"\xff\xfe\xfa broken"),
        "a missing file": (("--file", folder / "nowhere.txt"), b""),
        "a folder": (("--file", folder), b""),
        "a text and a file": (("a text", "--file", folder / "letters.txt"), b""),
        "an unknown option": (("--jsn", "a text"), b""),
    }


def test_what_cannot_be_checked_is_told_in_one_sentence_at_once(tmp_path):
    for what, (words, given) in bad_inputs(tmp_path).items():
        began = time.monotonic()
        said = caveat("check", *words, given=given, CAVEAT_DATA=str(tmp_path / "data"))
        assert said.status == 2, what
        assert said.out == "", what
        assert len(said.err.strip().splitlines()) == 1, f"{what}: {said.err}"
        assert "Traceback" not in said.err, what
        assert time.monotonic() - began < 1, what
    assert not (tmp_path / "data").exists()


def test_a_process_that_cannot_check_ends_in_a_moment(tmp_path):
    began = time.monotonic()
    said = process("check", b"\xff\xfe\xfa broken", CAVEAT_DATA=str(tmp_path / "data"))
    assert (said.status, said.err.count("\n")) == (2, 1)
    assert "not readable text" in said.err
    assert time.monotonic() - began < 5


def test_a_first_check_makes_the_data_folder_and_loads_the_pack(tmp_path):
    said = process("--data", tmp_path / "data", "check", MOSUL)
    assert said.status == 0, said.err
    text = " ".join(said.out.split())
    assert "11,000" in text
    assert "Who says so" in text
    assert "Associated Press, 20 Dec 2017" in text
    assert "https://rudaw.net/english/middleeast/iraq/201220171-amp" in said.out
    assert "\x1b" not in said.out


def test_the_report_for_programs_names_the_claim_by_its_ref(data):
    said = caveat("check", "--json", "--data", data, "-", given=MOSUL.encode())
    assert set(said.json) == {"matches", "nothing_found", "notes"}
    assert said.json["nothing_found"] is False
    best = said.json["matches"][0]
    assert set(best) == {"claim", "tier", "score", "segment", "wording", "differs"}
    assert best["claim"] == "C37"
    assert best["segment"] == MOSUL
    assert best["tier"] in {"match", "differs"}


def test_what_no_claim_covers_gets_one_honest_sentence(data):
    said = caveat("check", "--data", data, "The new tram line will open two years late.")
    assert said.status == 0
    assert "That says nothing about whether it is true." in " ".join(said.out.split())


def test_two_checks_at_the_same_time_both_answer(data):
    with data_folder_lock(data):
        said = caveat("check", "--data", data, MOSUL)
        refused = caveat("index", "rebuild", "--data", data)
    assert (said.status, "11,000" in said.out) == (0, True), said.err
    assert refused.status == 1
    assert "in use by another Caveat (process" in refused.err


def test_the_first_check_after_a_change_of_model_makes_what_it_needs(shipped, tmp_path):
    data = Path(shutil.copytree(shipped, tmp_path / "data"))
    state = data / "index" / "state.json"
    kept = json.loads(state.read_text())
    state.write_text(json.dumps(kept | {"model": "the one before", "crc": None}))
    for _ in range(2):
        said = caveat("check", "--json", "--data", data, MOSUL)
        assert said.json["matches"][0]["claim"] == "C37"
        assert said.json["notes"] == []


def test_a_community_without_claims_is_told_so(data):
    said = caveat("check", "--data", data, "--community", "nobody", MOSUL)
    assert said.status == 2
    assert "nobody has no claims and no packs" in said.err


def test_help_comes_at_once_and_lists_every_command():
    began = time.monotonic()
    said = process("--help")
    assert time.monotonic() - began < 3
    assert said.status == 0
    for name in ("check", "match", "run", "claims", "packs", "doctor", "migrate", "index", "demo"):
        assert f"  {name} " in said.out


def test_the_bot_without_a_token_says_what_it_needs(tmp_path):
    said = caveat("run", CAVEAT_DATA=str(tmp_path / "data"))
    assert said.status == 2
    assert "CAVEAT_TOKEN" in said.err
    assert len(said.err.splitlines()) == 1


def test_a_malformed_setting_ends_any_command_with_a_sentence(tmp_path):
    said = caveat("check", MOSUL, CAVEAT_DATA=str(tmp_path / "data"), CAVEAT_THREADS="many")
    assert said.status == 2
    assert "CAVEAT_THREADS" in said.err


def reply_in_the_readme() -> str:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    begin = readme.index("\nSimilar to a claim we know") + 1
    return readme[begin : readme.index("```", begin)].strip()


def dateless(text: str) -> str:
    """A text without the day on which a pack was loaded, which is today's."""
    return re.sub(r"revision 1, \d+ \w+ \d{4}", "revision 1", text)


def test_the_demo_answers_four_pastes_and_ends_by_itself():
    said = caveat("demo")
    assert said.status == 0, said.err
    for place in range(1, 5):
        assert f"{place} of 4 · " in said.out
    text = " ".join(said.out.split())
    assert text.index("#12 ") < text.index("Your text says 110,000; the claim says 11,000")
    assert "3 claims recognised in your text" in text
    assert "What to type next" in said.out
    assert dateless(reply_in_the_readme()) in dateless(said.out)
    assert text.count("That says nothing about whether it is true.") == 1
