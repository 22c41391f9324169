"""The parsers that take what strangers made, each as a function from bytes to nothing.

A target raises only where a promise is broken. ``make fuzz`` drives them by coverage, ``make test``
replays what is kept in ``corpus/`` and tries a few texts of its own.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from urllib.parse import unquote, urlsplit

from claims.errors import NothingToCheck, PackProblem, TextTooLong
from claims.models import Claim, Variant
from commands.ui.markup import escape, link
from intake.addresses import canonical_address, links_in, publisher_host, words_in_address
from intake.pasted import read_paste
from intake.web_address import WebAddress, read_address
from intake.wrappers import wrapped_address
from matching.analysis import grams, read
from matching.features import Met
from matching.guard import blocked, compare, neighbours
from matching.record import Record
from matching.segments import clauses, cut
from storage.lines import Batch, GoodLine, read_batch
from storage.pack_files import parse_pack, written_pack
from tests.address_pairs import one_site

Target = Callable[[bytes], None]

LONGEST = 4_000
"""Bytes of an input that say enough: what is slow is looked for by stories with long texts."""

_KNOWN = Claim(
    ref="C1",
    text="The US killed about 11,000 civilians in Mosul on 20 December 2017, AP says.",
    title="11,000 civilian dead in Mosul",
    phrasings=("Not fewer than eleven thousand people died in Mosul.",),
    blocked=("Nobody died in Mosul.",),
    variants=(Variant(text="The UN counted 11,000 dead in Mosul.", differs="No UN figure."),),
    names=("Associated Press",),
    places=("Mosul",),
    speaker="Ministry of Defence",
)


def paste(data: bytes) -> None:
    """Mark-up, segments, analysis and guard of a paste: whatever it is, it is read or refused."""
    text = _text(data)
    with suppress(NothingToCheck, TextTooLong):
        submission = read_paste(text)
        for found in (submission, read_paste(submission.text or "x y z words")):
            assert len(found.links) == len(found.written)
        _compared(submission.text)
    escaped = escape(text)
    assert "\n" not in escaped
    assert "@everyone" not in escaped
    assert _closed(escaped)


def address(data: bytes) -> None:
    """The one form of an address is its own, and leads where the address leads or leaves it."""
    written = _text(data)
    for one in (written, f"https://{written}", *links_in(written)):
        form = canonical_address(one)
        assert canonical_address(form) == form, "not its own one form"
        assert publisher_host(form) == publisher_host(one)
        words_in_address(one)
        _leads_there(one, form)
    _shows_its_host(written)


def pack(data: bytes) -> None:
    """A pack file is read whole, or refused with problems in words; what is read can be written."""
    try:
        found, digest = parse_pack("x.yaml", data)
    except PackProblem as problem:
        assert problem.problems
        assert all(isinstance(said, str) and said for said in problem.problems)
        str(problem).encode("utf-8", "backslashreplace")
        return
    assert len(digest) == 64
    assert parse_pack("x.yaml", written_pack(found))[0] == found


def lines(data: bytes) -> None:
    """Every line of an import makes a claim or has a sentence; none is lost, none counted twice."""
    file = io.BytesIO(data)
    batch, told = Batch(0, 0), [0]
    while not batch.at_end:
        batch = read_batch(file, batch.position, batch.line)
        told += sorted([good.line for good in batch.good] + [bad.line for bad in batch.bad])
        assert all(bad.sentence for bad in batch.bad)
        for good in batch.good:
            _comes_back(good)
    assert told == sorted(set(told))
    assert batch.line == data.count(b"\n") + (data[-1:] not in (b"", b"\n"))
    assert batch.position == len(data)


def _comes_back(good: GoodLine) -> None:
    """Written as an export writes it, a line makes the same claim."""
    plain = json.dumps(good.claim.model_dump(mode="json"), ensure_ascii=False).encode()
    again = read_batch(io.BytesIO(plain), 0, 0)
    assert [one.claim for one in again.good] == [good.claim], [one.sentence for one in again.bad]


TARGETS: Mapping[str, Target] = {
    "paste": paste,
    "address": address,
    "pack": pack,
    "lines": lines,
}


def _text(data: bytes) -> str:
    """Bytes as text that may hold anything that a Python string can, half characters too."""
    data = data[:LONGEST]
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8", "surrogatepass")
    return data.decode("utf-8", "replace")


@cache
def _record() -> Record:
    return Record.of(1, _KNOWN)


def _compared(text: str) -> None:
    record = _record()
    known = neighbours([record])
    for segment in cut(text)[:5]:
        assert text[segment.start : segment.end] == segment.text
        words = read(segment.text)
        grams(words)
        parts = [read(part.text) for part in clauses(segment)]
        blocked(words, record)
        for found in compare(words, record, Met(0, 0.5, 0, 0.6), known, parts):
            assert found.pasted or found.claim or found.note


def _closed(text: str) -> bool:
    """Whether what turns a text round ends within it."""
    opens = sum(text.count(mark) for mark in "\u2066\u2067\u2068")
    return opens == text.count("\u2069") and not any(mark in text for mark in "\u202a\u202d\u202e")


def _leads_there(written: str, form: str) -> None:
    before, after = read_address(written.strip()), read_address(form)
    if before is None:
        assert form == written.strip()
        return
    assert after is not None
    inside = _inside(before)
    kept = any(one_site(one.host, after.host) for one in inside)
    assert kept, f"{form} leads to none of {[one.host for one in inside]}"


def _inside(outer: WebAddress) -> list[WebAddress]:
    """An address with all those that are wrapped in it."""
    found = [outer]
    while len(found) < 8 and (inner := wrapped_address(found[-1])) is not None:
        found.append(inner)
    return found


def _shows_its_host(label: str) -> None:
    """A link shows no other host than it leads to, and nothing of it ends early."""
    shown = link(label, "https://example.org/a_(b)?c=[d]")
    if "](" not in shown:
        return
    said, _, target = shown.rpartition("](")
    assert target.endswith(")")
    assert urlsplit(unquote(target[:-1])).hostname == "example.org"
    assert "https://" not in said
