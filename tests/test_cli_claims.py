"""`caveat claims`, `match`, `packs`, `doctor` and the rest, on real files."""

import json
import os
import signal
import subprocess
import time

import pytest

from tests.cli import COMMAND, caveat, environment, write_lines

BY_WORDS = {"CAVEAT_MODEL": "off"}
PLACES = ("Bergen", "Quito", "Lagos", "Tunis", "Varna", "Porto", "Izmir", "Dakar")


def claim_lines(count: int) -> list[dict[str, str]]:
    return [
        {
            "ref": f"L{n}",
            "text": f"{n * 37:,} bridges in {PLACES[n % 8]} were closed in {1900 + n}.",
        }
        for n in range(1, count + 1)
    ]


def test_claims_go_in_once_and_come_out_again_the_same(installed, tmp_path):
    data, file = installed, write_lines(tmp_path / "in.jsonl", *claim_lines(30))
    first = caveat("claims", "import", file, "--community", "ct", "--data", data, **BY_WORDS)
    assert first.status == 0, first.err
    assert "30 claims added" in first.out
    again = caveat("--data", data, "claims", "import", file, "--community", "ct", **BY_WORDS)
    assert "0 claims added, 0 changed, 30 as they were" in again.out

    out = tmp_path / "out.jsonl"
    assert caveat("claims", "export", out, "--community", "ct", "--data", data).status == 0
    caveat("claims", "import", out, "--community", "copy", "--data", data, **BY_WORDS)
    copied = caveat("claims", "export", "--community", "copy", "--data", data)
    assert copied.out == out.read_text(encoding="utf-8")
    assert len(copied.lines) == 30


def test_a_broken_line_is_told_with_its_number_and_the_rest_goes_in(installed, tmp_path):
    good = claim_lines(3)
    lines = (good[0], "{not json", good[1], {"ref": "no text"}, good[2])
    file = write_lines(tmp_path / "in.jsonl", *lines)
    said = caveat("claims", "import", file, "--community", "ct", "--data", installed, **BY_WORDS)
    assert said.status == 2
    assert "3 claims added" in said.out
    assert "2 of 5 lines rejected" in said.out
    assert [line.split(":")[0] for line in said.err.splitlines()] == ["line 2", "line 4"]


def test_a_killed_import_goes_on_where_it_was(installed, tmp_path):
    data, file = installed, write_lines(tmp_path / "in.jsonl", *claim_lines(8_000))
    words = ("claims", "import", str(file), "--community", "ct", "--data", str(data))
    process = subprocess.Popen(
        [*COMMAND, *words],
        env=environment(**BY_WORDS),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    log = data / "caveat.db-wal"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (log.exists() and log.stat().st_size > 1_000_000):
        time.sleep(0.005)
    process.kill()
    assert process.wait() == -signal.SIGKILL, "it was over before it could be killed"

    said = caveat(*words, **BY_WORDS)
    assert said.status == 0, said.err
    assert "Continued an interrupted import after line" in said.out
    exported = caveat("claims", "export", "--community", "ct", "--data", data)
    assert len(exported.out.splitlines()) == 8_000


def test_many_texts_are_matched_at_once_best_first(installed, tmp_path):
    data, file = installed, write_lines(tmp_path / "in.jsonl", *claim_lines(200))
    caveat("claims", "import", file, "--community", "ct", "--data", data, **BY_WORDS)
    asked = [{"id": n, "text": f"{n * 37:,} bridges closed in {PLACES[n % 8]}"} for n in (5, 77)]
    queries = write_lines(tmp_path / "q.jsonl", *asked, {"id": "empty", "text": ""}, "nope", {})
    run = tmp_path / "run.jsonl"
    words = ("match", "--queries", queries, "--run", run, "--top", "3", "--data", data)
    said = caveat(*words, "--community", "ct", **BY_WORDS)
    assert said.status == 2
    assert [line[:6] for line in said.err.splitlines()[:2]] == ["line 4", "line 5"]
    assert said.err.splitlines()[2] == "3 texts matched, 2 lines left out."

    told = [json.loads(line) for line in run.read_text(encoding="utf-8").splitlines()]
    assert [one["id"] for one in told] == [5, 77, "empty"]
    assert [one["matches"][0]["claim"] for one in told[:2]] == ["L5", "L77"]
    assert told[2]["matches"] == []
    for one in told[:2]:
        assert all(set(match) == {"claim", "score", "tier"} for match in one["matches"])
        scores = [match["score"] for match in one["matches"]]
        assert len(scores) == 3


def test_claims_that_came_without_a_model_have_their_vectors_from_the_first_check_on(
    installed, tmp_path
):
    data, file = installed, write_lines(tmp_path / "in.jsonl", *claim_lines(60))
    caveat("claims", "import", file, "--community", "ct", "--data", data, **BY_WORDS)
    asked = ("check", "--json", "--community", "ct", "--data", data)
    said = caveat(*asked, f"1,369 bridges were shut in {PLACES[5]}, I hear")
    assert said.json["notes"] == []
    assert said.json["matches"][0]["claim"] == "L37"


def test_without_a_community_texts_meet_the_default_packs(installed, tmp_path):
    text = "Lavrov says al-Nusra is the next target now that ISIS is beaten"
    queries = write_lines(tmp_path / "q.jsonl", {"id": "a", "text": text})
    said = caveat("match", "--queries", queries, "--run", "-", "--data", installed, **BY_WORDS)
    assert (said.status, said.err) == (0, "1 text matched, 0 lines left out.\n")
    assert said.lines[0]["matches"][0]["claim"] == "C30"


def test_a_pack_can_be_hidden_and_shown_again(installed):
    pack = "russia-charges-pentagon-2017"
    listed = caveat("packs", "list", "--data", installed, "--community", "7", **BY_WORDS)
    assert f"{pack} 1.0.0" in listed.out
    assert "off" in listed.out
    for switch, state in (("enable", "is enabled"), ("disable", "is off")):
        said = caveat("packs", switch, pack, "--community", "7", "--data", installed, **BY_WORDS)
        assert state in said.out
    unknown = caveat("packs", "enable", "nope", "--community", "7", "--data", installed, **BY_WORDS)
    assert (unknown.status, "no pack nope" in unknown.err) == (2, True)


def test_a_pack_file_is_judged_with_every_problem(tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("format: 1\npack: {id: x}\nclaims: []\n", encoding="utf-8")
    said = caveat("packs", "validate", broken)
    assert said.status == 2
    assert "title" in said.err
    assert "claims" in said.err
    assert caveat("packs", "schema").json["title"] == "Pack"


def test_the_doctor_finds_a_sound_store_and_a_damaged_one(installed, tmp_path):
    assert caveat("migrate", "--data", tmp_path / "new").status == 0
    caveat("packs", "list", "--data", installed, **BY_WORDS)
    well = caveat("doctor", "--data", installed, **BY_WORDS)
    assert well.status == 0, well.out
    assert "claims 41" in well.out

    (installed / "index" / "state.json").write_text("{}", encoding="utf-8")
    token = "not a token"
    broken = caveat("doctor", "--data", installed, CAVEAT_TOKEN=token, **BY_WORDS)
    assert broken.status == 1
    assert "`caveat index rebuild`" in broken.out
    assert "does not look like a bot token" in broken.out
    assert token not in broken.out + broken.err

    rebuilt = caveat("index", "rebuild", "--data", installed, **BY_WORDS)
    assert "41 claims" in rebuilt.out
    assert caveat("doctor", "--data", installed, **BY_WORDS).status == 0

    store = installed / "caveat.db"
    os.truncate(store, 5000)
    assert caveat("doctor", "--data", installed, **BY_WORDS).status == 1


@pytest.mark.parametrize("words", [("claims", "import", "nowhere.jsonl", "--community", "x")])
def test_a_file_that_is_not_there_is_told_before_anything_is_made(tmp_path, words):
    said = caveat(*words, CAVEAT_DATA=str(tmp_path / "data"))
    assert (said.status, len(said.err.splitlines())) == (2, 1)
    assert not (tmp_path / "data").exists()
