"""Bytes that changed on the disk: whichever file of an index they are in, it is noticed."""

import logging
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from matching.agreement import disagreements
from matching.matcher import ClaimMatcher
from matching.refusals import refusal
from tests.matching_world import HERE, HandFeed, claim, model, opened, refs

SHIPS = [f"The ship {name} left the harbour of Lisbon" for name in ("Ana", "Bela", "Clara")]
WHALES = "Grey whales returned to the harbour of Lisbon in spring"
DRAW = random.Random(11)  # noqa: S311 - a story, no secret


def flipped(content: bytes) -> bytes:
    """One bit is another, anywhere."""
    at = DRAW.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << DRAW.randrange(8)]) + content[at + 1 :]


def emptied(content: bytes) -> bytes:
    """As a disk leaves a file whose contents it lost."""
    return bytes(len(content))


def cut(content: bytes) -> bytes:
    return content[: DRAW.randrange(len(content))]


def overwritten(content: bytes) -> bytes:
    return DRAW.randbytes(len(content))


def gone(content: bytes) -> None:
    return None


async def made(folder: Path) -> HandFeed:
    """An index of several commits, with a claim that was changed and one that was retired."""
    feed = HandFeed()
    for number, text in enumerate(SHIPS, 1):
        feed.put(HERE, number, claim(f"ship{number}", text))
    index = await opened(folder, feed, model())
    feed.put(HERE, 9, claim("whales", WHALES))
    feed.put(HERE, 1, None)
    await index.catch_up()
    feed.put(HERE, 2, claim("ship2", SHIPS[1] + " at night"))
    await index.catch_up()
    await index.close()
    return feed


def is_of_no_commit(file: Path, folder: Path) -> bool:
    """Whether a file is of a segment that was merged away, or a list that is made anew."""
    stem = file.name.split(".")[0]
    meta = (folder / "words" / "meta.json").read_text().replace("-", "")
    return file.parent.name == "words" and "json" not in file.name and stem not in meta


_FOOTER = 128
"""Bytes in which a file of tantivy says which version wrote it, which nothing is read from."""
DAMAGE = (flipped, emptied, cut, overwritten, gone)


async def test_an_index_with_a_damaged_file_is_rebuilt_says_so_and_answers_right(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    feed = await made(tmp_path / "whole")
    kinds = {file.suffix or file.name: file for file in files_of(tmp_path / "whole")}
    assert {".bin", ".json", ".del", ".fast", ".idx", ".pos", ".store", ".term"} <= kinds.keys()
    for number, file in enumerate(kinds.values()):
        await damaged_and_opened(file, feed, DAMAGE[number % len(DAMAGE)], caplog)


@pytest.mark.long
@pytest.mark.parametrize("damage", DAMAGE)
async def test_an_index_with_any_damage_to_any_file_answers_right(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: Callable[[bytes], bytes | None]
):
    feed = await made(tmp_path / "whole")
    for file in files_of(tmp_path / "whole"):
        await damaged_and_opened(file, feed, damage, caplog)


def files_of(whole: Path) -> list[Path]:
    """The files that an index is read from."""
    files = [file for file in sorted(whole.rglob("*")) if file.is_file() and file.stat().st_size]
    return [file for file in files if not is_of_no_commit(file, whole)]


async def damaged_and_opened(
    file: Path,
    feed: HandFeed,
    damage: Callable[[bytes], bytes | None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Damage one file of a copy, open it, and look for what should be there."""
    whole = next(folder for folder in file.parents if folder.name == "whole")
    folder = Path(shutil.copytree(whole, whole.with_name("damaged")))
    name = file.relative_to(whole)
    before = file.read_bytes()
    after = damage(before)
    if after is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(after)
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        index = await opened(folder, feed, model())
    if name.suffix == ".bin":
        assert f"is rebuilt: {name.as_posix()} is damaged" in caplog.text
    counts = name.parts[0] != "words" or (after or b"")[:-_FOOTER] != before[:-_FOOTER]
    none_at_all = after is None and name == Path("state.json")  # as at a first start
    if name.name not in {"meta.json", ".managed.json"} and counts and not none_at_all:
        assert "is rebuilt" in caplog.text, (damage, name)
    assert "whales" not in caplog.text.lower()
    assert await disagreements(index, feed) == (), (damage, name)
    answer = ClaimMatcher(index).match_now(WHALES, [HERE])
    assert refs(answer.candidates)[0] == "whales", (damage, name)
    assert index.vectors_behind == 0
    await index.close()
    shutil.rmtree(folder)


async def test_an_index_that_is_whole_is_not_rebuilt_also_after_many_openings(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    feed = await made(tmp_path)
    with caplog.at_level(logging.WARNING):
        for embedder in (model(), None, None, model(), model()):
            index = await opened(tmp_path, feed, embedder)
            feed.put(HERE, 10, claim("more", f"{SHIPS[2]} with {index.position} passengers"))
            await index.catch_up()
            await index.fill_vectors()
            assert await disagreements(index, feed) == ()
            await index.close()
    assert caplog.text == ""


async def test_an_index_in_which_something_is_missing_or_too_much_is_told(tmp_path: Path):
    feed = await made(tmp_path)
    index = await opened(tmp_path, feed, None)
    other = HandFeed()
    other.put(HERE, 2, claim("ship2", "Another telling of that ship"))
    other.put(HERE, 77, claim("new", "Nobody has indexed this"))
    told = " ".join(await disagreements(index, other))
    assert "1 claims are missing in the index (community:here 77)" in told
    assert "2 claims are in the index and may answer nobody (community:here 3; " in told
    assert "1 claims are in the index in other words (community:here 2)" in told
    assert "The index is at change 6, the store at 2" in told
    await index.close()


def test_what_the_system_refuses_is_no_damage():
    full = refusal(OSError(28, "No space left on device"))
    assert full is not None
    assert "the disk is full; make room" in full.sentence
    words = ValueError("An IO error occurred: 'Read-only file system (os error 30)'")
    assert refusal(words) is not None
    assert refusal(ValueError("words and slots disagree")) is None
    assert refusal(FileNotFoundError(2, "No such file")) is None
