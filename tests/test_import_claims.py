"""Claims in and out as JSON Lines: by ref, line by line, and on from where it was killed."""

import io
import json
import os
import time
from pathlib import Path

import pytest

from claims.errors import FileProblem, ImportProblem, InputProblem
from claims.models import Status
from tests.storage_worlds import (
    HERE,
    a_claim,
    a_document,
    a_source,
    in_another_process,
    opened,
    with_pack,
)

DIE_AFTER_TWO_BATCHES = """
import asyncio, os, signal, sys
from pathlib import Path
from tests.storage_worlds import opened

def progress(done, total, lines):
    if lines >= 1000:
        os.kill(os.getpid(), signal.SIGKILL)

async def main(folder, file):
    async with opened(folder) as store:
        await store.transfer.import_claims("1", file, actor="cli", progress=progress)

asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
"""


def a_file(folder: Path, *lines: object) -> Path:
    path = folder / "claims.jsonl"
    text = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("".join(f"{line}\n" for line in text), encoding="utf-8")
    return path


def many(count: int) -> list[dict[str, object]]:
    return [
        {"ref": f"r{n}", "text": f"Claim {n} about a bridge.", "language": "ara"}
        for n in range(count)
    ]


async def taken_in(store, path: Path, community: str = "1"):
    return await store.transfer.import_claims(community, path, actor="cli")


async def test_a_line_makes_a_claim(tmp_path: Path):
    line = {
        "ref": "a/1",
        "text": " A bridge. ",
        "title": "Bridge",
        "url": "https://x.example/1",
        "language": "ara",
        "phrasings": ["one", "two"],
    }
    empty = {"ref": 7, "text": "B.", "title": "", "url": None, "phrasings": []}
    async with opened(tmp_path) as store:
        path = a_file(tmp_path, line, "", empty)
        report = await taken_in(store, path)
        assert (report.lines, report.added, report.rejected) == (3, 2, 0)
        view = await store.reader.by_ref("1", "a/1")
        assert (view.number, view.claim.text, view.claim.language) == (1, "A bridge.", "ara")
        assert view.claim.phrasings == ("one", "two")
        (revision,) = await store.reader.revisions("1", view.claim_id)
        assert (revision.actor, revision.reason) == ("cli", "Imported from claims.jsonl")
        assert (await store.reader.by_ref("1", "7")).claim == a_claim("7", "B.")


async def test_importing_again_changes_nothing_and_a_changed_line_makes_a_revision(tmp_path: Path):
    lines = many(3)
    async with opened(tmp_path) as store:
        await taken_in(store, a_file(tmp_path, *lines))
        newest = await store.feed.newest()
        again = await taken_in(store, a_file(tmp_path, *lines))
        assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
        assert await store.feed.newest() == newest
        lines[1]["text"] = "Another."
        third = await taken_in(store, a_file(tmp_path, *lines))
        assert (third.added, third.changed, third.unchanged) == (0, 1, 2)
        view = await store.reader.by_ref("1", "r1")
        assert (view.claim.text, view.revision, view.number) == ("Another.", 2, 2)


async def test_an_import_keeps_what_curators_made_of_a_claim(tmp_path: Path):
    async with opened(tmp_path) as store:
        path = a_file(tmp_path, *many(1))
        await taken_in(store, path)
        view = await store.reader.by_ref("1", "r0")
        better = view.claim.model_copy(update={"topics": ("bridges",), "status": Status.RETIRED})
        await store.writer.save(HERE, view.claim_id, better, base=1, actor="ann", reason="topic")
        assert (await taken_in(store, path)).unchanged == 1
        seen = await store.reader.by_ref("1", "r0", include_unpublished=True)
        assert seen.claim == better


async def test_every_line_that_cannot_be_used_is_told_and_the_rest_goes_in(tmp_path: Path):
    bad = {
        1: ("{broken", "it is not JSON"),
        2: ("[1]", "not a JSON object"),
        3: ('{"ref": "x"}', "it has no text"),
        4: ("{}", "it has no ref and no text"),
        5: ('{"ref": "x", "text": "t", "speeker": "s"}', "do not have: speeker"),
        6: ('{"ref": "x", "text": "t", "language": "english"}', "language: "),
        7: ('{"ref": "x", "text": "\\ud800"}', "half a character"),
        8: (json.dumps({"ref": "x", "text": "long " * 250_000}), "longer than 1,000,000 bytes"),
        9: ("[" * 100_000, "it is not JSON"),
        10: ('{"ref": "x", "text": ' + "9" * 5000 + "}", "it is not JSON"),
        11: ('{"ref": "x", "text": "t", "sources": [{"key": "S"}]}', "publisher: "),
        12: (json.dumps({"ref": "x", "text": "t" * 4001}), "text: "),
    }
    good = many(2)
    async with opened(tmp_path) as store:
        path = a_file(tmp_path, *(line for line, _ in bad.values()), *good)
        with path.open("ab") as file:
            file.write(b'{"ref": "x", "text": "\xff"}\n')
            file.write(json.dumps({"ref": "last", "text": "No newline."}).encode())
        report = await taken_in(store, path)
        assert (report.added, report.rejected, report.lines) == (3, 13, 16)
        told = {problem.line: problem.sentence for problem in report.rejections}
        for line, (_, sentence) in bad.items():
            assert sentence in told[line], line
        assert told[15] == "it is not text in UTF-8"
        assert (await store.reader.by_ref("1", "last")).number == 3


async def test_of_two_lines_with_one_ref_the_first_counts(tmp_path: Path):
    lines = [*many(600), {"ref": "r0", "text": "Other."}, *many(1)]
    lines.insert(2, {"ref": "r1", "text": "Other, too."})
    async with opened(tmp_path) as store:
        path = a_file(tmp_path, *lines)
        for expected in ((600, 0, 1), (0, 0, 601)):
            report = await taken_in(store, path)
            assert (report.added, report.changed, report.unchanged) == expected
            assert [problem.line for problem in report.rejections] == [3, 602]
            assert "earlier line of this file" in report.rejections[0].sentence
        assert (await store.reader.by_ref("1", "r0")).claim.text == "Claim 0 about a bridge."


async def test_five_thousand_lines_are_in_quickly_and_an_import_again_is_quicker(tmp_path: Path):
    heard = []
    async with opened(tmp_path) as store:
        path = a_file(tmp_path, *many(5000))
        began = time.perf_counter()
        report = await store.transfer.import_claims(
            "1", path, actor="cli", progress=lambda *told: heard.append(told)
        )
        assert report.added == 5000
        assert time.perf_counter() - began < 20
        assert (await taken_in(store, path)).unchanged == 5000
        assert await store.feed.newest() == 5000
        changes, after = [], 0
        while part := await store.feed.changes(after, 700):
            changes += part
            after = part[-1].sequence
        assert len({change.claim_id for change in changes}) == len(changes) == 5000
    size = path.stat().st_size
    assert heard[-1] == (size, size, 5000)
    assert [lines for _, _, lines in heard] == sorted(lines for _, _, lines in heard)


@pytest.mark.parametrize("at_once", [500, 300], ids=["by the same", "by a newer version"])
async def test_a_killed_import_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
):
    lines = [*many(1400), {"ref": "r1", "text": "Other."}]
    path = a_file(tmp_path, "{broken", *lines)
    process = in_another_process(DIE_AFTER_TWO_BATCHES, tmp_path, path)
    process.communicate(timeout=60)
    assert process.returncode == -9
    monkeypatch.setattr("storage.lines._LINES", at_once)
    async with opened(tmp_path) as store:
        assert (await store.reader.counts("1")).published == 999
        report = await taken_in(store, path)
        assert report.resumed_at == 1000
        assert (report.lines, report.added, report.unchanged) == (1402, 1400, 0)
        assert [problem.line for problem in report.rejections] == [1, 1402]
        assert await store.feed.newest() == 1400
        assert (await taken_in(store, path)).resumed_at == 0


async def test_an_export_can_be_imported_elsewhere_and_is_the_same(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store, "1")
        await store.writer.put_sources(HERE, [a_source("S1"), a_source("S2")])
        await store.writer.put_documents(HERE, [a_document("D1", "https://x.example/d")])
        whole = a_claim(
            "X1",
            "A bridge, «ا».",
            title="Bridge",
            chain=[{"who": "A mayor", "act": "said", "source": "S1"}],
            appearances=[{"document": "D1"}],
            questions=[{"text": "Which?"}],
        )
        for claim in (whole, a_claim("X2", status=Status.DRAFT), a_claim("X3")):
            await store.writer.add(HERE, claim, actor="ann", reason="first")
        first = io.StringIO()
        assert await store.transfer.export_claims("1", first) == 2
        assert [json.loads(line)["ref"] for line in first.getvalue().splitlines()] == ["X1", "X3"]
        everything = io.StringIO()
        await store.transfer.export_claims("1", everything, include_unpublished=True)
        path = tmp_path / "out.jsonl"
        path.write_text(everything.getvalue(), encoding="utf-8")
        assert (await taken_in(store, path, "elsewhere")).added == 3
        view = await store.reader.by_ref("elsewhere", "X1")
        assert view.claim == whole
        assert set(view.sources) == {"S1"}
        found = await store.reader.document_at("elsewhere", ["https://x.example/d"])
        assert found[2] == (view,)
        again = io.StringIO()
        await store.transfer.export_claims("elsewhere", again, include_unpublished=True)
        assert again.getvalue() == everything.getvalue()
        assert (await taken_in(store, path)).unchanged == 3


async def test_what_is_no_file_of_claims_gets_one_sentence(tmp_path: Path):
    async with opened(tmp_path) as store:
        with pytest.raises(FileProblem, match="is not there"):
            await taken_in(store, tmp_path / "none.jsonl")
        with pytest.raises(FileProblem, match="is a folder"):
            await taken_in(store, tmp_path)
        with pytest.raises(InputProblem, match="not the name of a community"):
            await taken_in(store, tmp_path, "no such name")
        noise = tmp_path / "noise.bin"
        noise.write_bytes(os.urandom(64).replace(b"\n", b"") * 20 + b"\n" + b"x\n" * 2000)
        with pytest.raises(ImportProblem, match="does not look like JSON Lines"):
            await taken_in(store, noise)
        empty = tmp_path / "empty.jsonl"
        empty.touch()
        assert (await taken_in(store, empty)).lines == 0


async def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path):
    path = tmp_path / "claims.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"ref": "a", "text": "A."}\r\n{"ref": "b", "text": "B."}\r\n')
    async with opened(tmp_path) as store:
        assert (await taken_in(store, path)).added == 2


async def test_curators_write_while_an_import_runs(tmp_path: Path):
    async with opened(tmp_path) as store:
        written = []

        async def write_one(number: int) -> None:
            claim = a_claim(f"X{number}")
            written.append(await store.writer.add(HERE, claim, actor="ann", reason="first"))

        import asyncio

        importing = asyncio.create_task(taken_in(store, a_file(tmp_path, *many(2000))))
        while not importing.done():
            await write_one(len(written))
        assert (await importing).added == 2000
        assert len(written) > 2
        assert (await store.reader.counts("1")).published == 2000 + len(written)
