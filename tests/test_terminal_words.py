"""The command line shows what files and claims hold, and obeys none of it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bot.cli_match import read_queries
from bot.given import given_file
from bot.plain import plain, plain_json, plain_lines
from claims.errors import FileProblem, InputProblem, PackProblem
from claims.models import Status
from storage.pack_files import parse_pack, read_pack, written_pack
from tests.cli import caveat
from tests.hostile_words import TURNS, WORDS
from tests.storage_worlds import HERE, a_claim, a_pack, opened

ESCAPE = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202eevil"
ACTS = {*TURNS, "\x1b", "\x07", "\x9b", "\x00"}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_no_word_acts_on_a_terminal(words: str):
    assert not ACTS & set(plain(words))
    assert not ACTS & set(plain_lines(words))
    written = plain_json({"text": words})
    assert not ACTS & set(written)
    assert json.loads(written) == {"text": words}


def test_a_hostile_pack_is_told_of_without_its_escapes(tmp_path: Path):
    made = a_pack()
    head = made.pack.model_copy(update={"title": f"Bridges {ESCAPE}"})
    file = tmp_path / "bridges.yaml"
    file.write_bytes(written_pack(made.model_copy(update={"pack": head})))
    told = caveat("packs", "validate", file)
    assert 'a usable pack: "Bridges [2J]0;owned31mevil"' in told.out
    broken = tmp_path / "broken.yaml"
    broken.write_text('format: 1\npack: {"\\e]0;x\\a\\u202ek": 1}\n', encoding="utf-8")
    refused = caveat("packs", "validate", broken)
    assert refused.status == 2
    assert "]0;xk: is not a field of packs" in refused.err
    assert not ACTS & set(told.out + told.err + refused.out + refused.err)


async def test_a_file_without_an_end_is_refused_where_it_would_be_read_whole(tmp_path: Path):
    pipe, loop, zero = (tmp_path / name for name in ("pipe.jsonl", "loop.jsonl", "zero.pdf"))
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    zero.symlink_to("/dev/zero")
    async with opened(tmp_path) as store:
        for path in (pipe, zero):
            with pytest.raises(FileProblem, match="is no regular file; save the claims to one"):
                await store.transfer.import_claims("1", path, actor="a")
        with pytest.raises(FileProblem, match="symbolic links"):
            await store.transfer.import_claims("1", loop, actor="a")
    with pytest.raises(InputProblem, match="holds no lines"):
        read_queries(zero)
    with pytest.raises(InputProblem, match="8 MB"):
        given_file(zero)
    with pytest.raises(PackProblem, match="larger than 20 MB"):
        read_pack(zero)


def test_a_line_that_is_too_long_to_be_a_text_is_left_out(tmp_path: Path):
    file = tmp_path / "queries.jsonl"
    long = json.dumps({"id": 1, "text": "long " * 300_000})
    file.write_text(f'{long}\n{{"id": 2, "text": "short"}}\n', encoding="utf-8")
    asked, broken = read_queries(file)
    assert [one.name for one in asked] == [2]
    assert broken == ["line 1: it is longer than 1,000,000 bytes."]


async def test_hostile_words_go_out_and_come_back_the_same(tmp_path: Path):
    kept = {name: words for name, words in WORDS.items() if name != "half"}
    async with opened(tmp_path / "one") as store:
        for name, words in kept.items():
            claim = a_claim(f"r {name}", f"x {words} x", title=f"x {words[:200]} x")
            await store.writer.add(HERE, claim, actor="a", reason="r")
        out = tmp_path / "claims.jsonl"
        with out.open("w", encoding="utf-8", newline="\n") as file:
            await store.transfer.export_claims("1", file)
        before = [await store.reader.by_ref("1", f"r {name}") for name in kept]
    assert out.read_bytes().count(b"\n") == len(kept)
    async with opened(tmp_path / "two") as store:
        report = await store.transfer.import_claims("1", out, actor="b")
        assert (report.added, report.rejected) == (len(kept), 0)
        after = [await store.reader.by_ref("1", f"r {name}") for name in kept]
    assert [view.claim for view in after] == [view.claim for view in before]
    pack = a_pack(claims=[view.claim.model_dump(mode="json") for view in before])
    assert parse_pack("x.yaml", written_pack(pack))[0] == pack
    assert all(view.claim.status is Status.PUBLISHED for view in before)


def test_half_a_character_is_in_no_claim_that_is_kept():
    with pytest.raises(ValueError, match="unicode"):
        a_claim("x", WORDS["half"])
