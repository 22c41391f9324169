"""`caveat digest preview`: what would be posted, in the terminal."""

import asyncio
import re
from pathlib import Path

from claims.digest import Digest, Item
from claims.digest_card import digest_card, page_of, parts_of
from commands.ui.digests import digest_view
from commands.ui.limits import TEXT
from tests.cli import caveat
from tests.openapi import walk
from tests.test_digest_crash import QUIET, a_store
from tests.test_digest_schedule import utc


def test_a_digest_is_printed_as_it_would_be_posted(tmp_path: Path):
    data = tmp_path / "data"
    asyncio.run(a_store(data, ["200"]))
    said = caveat("digest", "preview", "--community", "200", "--data", data, **QUIET)
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("Claims, ")
    assert "- #1 The mill burnt." in said.out
    assert "UTC · /digest status" in " ".join(said.out.split())
    none = caveat("digest", "preview", "--community", "7", "--data", data, **QUIET)
    assert none.status == 2
    assert "The community 7 has no digest" in " ".join(none.err.split())


def test_the_longest_digest_fits_one_message_and_all_of_it_a_few_pages():
    long = "*@everyone* _[" * 40
    items = tuple(Item(n, f"{n} {long}", long) for n in range(1, 201))
    digest = a_digest(new=items, corrected=items, answered=items, opened=items, stale=items)
    view = digest_view(digest, 7)
    assert view.content_length() <= TEXT
    texts = [part["content"] for part in walk(view.to_components()) if part["type"] == 10]
    assert all("@everyone" not in text for text in texts)
    assert sum(len(part.lines) for part in parts_of(digest)) == 1000
    brief = {name: a_few(at) for at, name in enumerate(("new", "corrected", "opened", "stale"))}
    view = digest_view(a_digest(**brief, answered=a_few(4)))
    [offers] = [part["options"] for part in walk(view.to_components()) if part["type"] == 3]
    named = "".join(p["content"] for p in walk(view.to_components()) if p["type"] == 10)
    assert {option["value"] for option in offers} == set(re.findall(r"#(\d+) ", named))
    assert len(digest_card(digest).blocks) == 5
    _, claims, page, count = page_of(digest, 999, 12)
    assert (page, count, len(claims)) == (83, 84, 4)


def a_few(at: int) -> tuple[Item, ...]:
    return tuple(Item(100 * at + n, "The mill burnt down.", "Why?") for n in range(1, 9))


def a_digest(**parts: tuple[Item, ...]) -> Digest:
    at = utc("2026-11-24T08:00")
    return Digest("1", at.date(), at, at, "Every day at 09:00 UTC", **parts)
