"""Audits what Caveat is built on: known weaknesses of the pinned versions, and licences.

``make audit`` asks the advisory service of the package index through pip-audit. Where that has no
answer, ``make audit ADVISORIES=FOLDER`` reads an advisory database that was downloaded before: a
folder of files in the OSV format (https://ossf.github.io/osv-schema/), JSON or YAML, as the Python
Packaging Advisory Database and OSV's own export have them.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

import yaml
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

PINS = Path(__file__).parent.parent / "constraints.txt"
ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC"),
    *("MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0", "Zlib"),
}
"""Licences that let everybody run, change and pass on Caveat with what it is built on."""
SPELLED = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""What packages without an SPDX expression call them."""
CHOSEN = {
    "atheris": "Apache-2.0",  # says so in its repository only; for fuzzing alone
    "tld": "MPL-2.0",  # offers MPL 1.1, GPL 2 or LGPL 2.1 and later; LGPL 2.1+, used unchanged
}
"""Licences that were looked up by hand."""


def pinned(text: str) -> dict[str, Version]:
    """The versions in a constraints file, by canonical name."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE)
    return {canonicalize_name(name): Version(version) for name, version in found}


def advisories_in(folder: Path) -> Iterator[dict[str, Any]]:
    """The advisories in a folder and those below it; a file that cannot be read raises."""
    for file in sorted(folder.rglob("*")):
        if file.suffix == ".json":
            yield json.loads(file.read_text(encoding="utf-8"))
        elif file.suffix in (".yaml", ".yml"):
            yield yaml.safe_load(file.read_text(encoding="utf-8"))


def weaknesses(pins: Mapping[str, Version], known: Iterable[dict[str, Any]]) -> list[str]:
    """A line for each advisory that a pinned version is affected by."""
    found = []
    for advisory in known:
        if advisory.get("withdrawn"):
            continue
        for affected in advisory.get("affected", ()):
            package = affected.get("package", {})
            name = canonicalize_name(str(package.get("name", "")))
            version = pins.get(name) if package.get("ecosystem") == "PyPI" else None
            if version is not None and _is_affected(version, affected):
                found.append(f"{name} {version}: {advisory.get('id')}")
    return sorted(set(found))


def licence_of(distribution: Distribution) -> str:
    """A package's licence as an SPDX expression, as far as its metadata tells."""
    told = distribution.metadata
    name = canonicalize_name(str(told["Name"]))
    if name in CHOSEN:
        return CHOSEN[name]
    if told.get("License-Expression"):
        return str(told["License-Expression"])
    classified = [
        line.rpartition(" :: ")[2]
        for line in told.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    named = classified or [str(told.get("License") or "").strip()]
    return " AND ".join(SPELLED.get(one, one) for one in named)


def is_allowed(expression: str) -> bool:
    """Whether one of the choices of an SPDX expression without brackets is allowed in all parts."""
    choices = (choice.split(" AND ") for choice in expression.split(" OR "))
    return any(all(part.strip() in ALLOWED for part in choice) for choice in choices)


def unlicensed(installed: Iterable[Distribution]) -> list[str]:
    """A line for each package whose licence is not on the list."""
    told = {str(one.metadata["Name"]): licence_of(one) for one in installed}
    return [
        f"{name}: {said or 'no licence is told'}"
        for name, said in sorted(told.items())
        if not is_allowed(said)
    ]


def _is_affected(version: Version, affected: Mapping[str, Any]) -> bool:
    listed = {_version(text) for text in affected.get("versions", ())}
    ranges = [one for one in affected.get("ranges", ()) if one.get("type") == "ECOSYSTEM"]
    return version in listed or any(_within(version, one.get("events", ())) for one in ranges)


def _within(version: Version, events: Iterable[Mapping[str, str]]) -> bool:
    """Whether a version lies behind a beginning and before its end, as the OSV format has it."""
    inside = False
    placed = [(_version(text), kind) for event in events for kind, text in event.items()]
    order = ("introduced", "fixed", "last_affected")
    for at, kind in sorted(placed, key=lambda item: (item[0], order.index(item[1]))):
        if kind == "introduced" and version >= at:
            inside = True
        if (kind == "fixed" and version >= at) or (kind == "last_affected" and version > at):
            inside = False
    return inside


def _version(text: str) -> Version:
    try:
        return Version(text)
    except InvalidVersion:
        return Version("0")


def _asked() -> tuple[list[str], list[str]]:
    """What pip-audit says of the pins, and the packages of which it was told nothing."""
    command = (sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--format", "json")
    done = subprocess.run(
        [*command, "--requirement", str(PINS)], capture_output=True, text=True, check=False
    )
    try:
        told = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return [], [f"all of them: {(done.stderr.strip().splitlines() or ['no answer'])[-1]}"]
    found = [
        f"{one['name']} {one['version']}: {', '.join(bad['id'] for bad in one['vulns'])}"
        for one in told
        if one.get("vulns")
    ]
    return found, [one["name"] for one in told if one.get("skip_reason")]


def main() -> int:
    """Print what was found; 0 where that is nothing, 1 also where nothing could be learned."""
    parser = argparse.ArgumentParser(prog="python -m tests.audit")
    parser.add_argument("--advisories", type=Path, help="a folder of advisories in OSV's format")
    folder = parser.parse_args().advisories
    pins = pinned(PINS.read_text(encoding="utf-8"))
    unknown: list[str] = []
    if folder is None:
        found, unknown = _asked()
    else:
        known = list(advisories_in(folder))
        found = weaknesses(pins, known)
        sys.stdout.write(f"{len(known):,} advisories read from {folder}.\n")
        unknown = [] if known else ["all of them: the folder holds no advisory"]
    odd = unlicensed(distributions())
    for heading, those in (
        ("Known weaknesses", found),
        ("Nothing could be learned of", unknown),
        ("Licences that are not on the list", odd),
    ):
        sys.stdout.write(f"{heading}: {len(those) or 'none'}\n")
        sys.stdout.writelines(f"  {line}\n" for line in those)
    return 1 if found or unknown or odd else 0


if __name__ == "__main__":
    raise SystemExit(main())
