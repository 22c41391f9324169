"""What Caveat is built on may be passed on, and a weakness that is known of a pin is found."""

from __future__ import annotations

import json
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import pytest

from tests.audit import PINS, advisories_in, is_allowed, pinned, unlicensed, weaknesses

PACKAGE = {"ecosystem": "PyPI", "name": "Some_Lib"}


def advisory(*events: dict[str, str], **more: Any) -> dict[str, Any]:
    ranges = [{"type": "ECOSYSTEM", "events": list(events)}]
    return {"id": "X-1", "affected": [{"package": PACKAGE, "ranges": ranges, **more}]}


SINCE_2 = advisory({"introduced": "2.0"}, {"fixed": "2.1.3"})


@pytest.mark.parametrize(
    ("version", "known", "hit"),
    [
        ("2.1", SINCE_2, True),
        ("2.1.3", SINCE_2, False),
        ("2.1.3rc1", SINCE_2, True),
        ("1.9", SINCE_2, False),
        ("3.0", advisory({"introduced": "0"}), True),
        ("3.0", advisory({"introduced": "0"}, {"last_affected": "3.0"}), True),
        ("3.0.1", advisory({"introduced": "0"}, {"last_affected": "3.0"}), False),
        (
            "4.5",
            advisory({"introduced": "0"}, {"fixed": "2"}, {"introduced": "4"}, {"fixed": "5"}),
            True,
        ),
        (
            "3.5",
            advisory({"introduced": "0"}, {"fixed": "2"}, {"introduced": "4"}, {"fixed": "5"}),
            False,
        ),
        ("1.0", advisory(versions=["1.0.0", "odd"]), True),
        ("1.0", {**SINCE_2, "withdrawn": "2026-01-01T00:00:00Z"}, False),
        ("2.1", {"id": "X", "affected": [{"package": {"ecosystem": "npm", "name": "x"}}]}, False),
    ],
)
def test_an_advisory_is_held_against_a_pin_as_its_format_says(
    version: str, known: dict[str, Any], hit: bool
):
    found = weaknesses(pinned(f"some-lib=={version}\n"), [known])
    assert found == ([f"some-lib {version}: {known['id']}"] if hit else [])


def test_a_downloaded_database_is_read_in_both_of_its_forms(tmp_path: Path):
    (tmp_path / "vulns").mkdir()
    (tmp_path / "a.json").write_text(json.dumps(SINCE_2), encoding="utf-8")
    text = "id: Y-2\naffected:\n- package: {ecosystem: PyPI, name: other}\n  versions: ['1']\n"
    (tmp_path / "vulns" / "b.yaml").write_text(text, encoding="utf-8")
    pins = pinned("some.lib==2.0\nother==1\n# a comment==3\n")
    assert weaknesses(pins, advisories_in(tmp_path)) == ["other 1: Y-2", "some-lib 2.0: X-1"]


def test_every_installed_package_may_be_passed_on():
    assert unlicensed(distributions()) == []


def test_a_licence_that_is_not_on_the_list_is_told():
    assert is_allowed("MIT AND Apache-2.0")
    assert is_allowed("GPL-3.0-only OR MIT")
    assert not is_allowed("MIT AND GPL-3.0-only")
    assert not is_allowed("")


def test_every_pin_is_one_version():
    lines = [line for line in PINS.read_text(encoding="utf-8").splitlines() if line[:1].isalnum()]
    assert len(pinned("\n".join(lines))) == len(lines)
