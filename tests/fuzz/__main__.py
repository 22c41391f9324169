"""Drives one target by coverage: ``python -m tests.fuzz paste --seconds 300``.

What breaks a promise is kept under ``findings/`` of the working folder; once it is mended, it
belongs into ``corpus/``, where ``make test`` replays it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import atheris

ROOMS = ["claims", "commands", "intake", "matching", "storage"]
CORPUS = Path(__file__).with_name("corpus")
SLOWEST = 10
"""Seconds that one input may take, on a machine that does other things as well."""

with atheris.instrument_imports(include=ROOMS, enable_loader_override=False):
    from tests.fuzz.targets import LONGEST, TARGETS


def main() -> None:
    """Fuzz one target for some seconds; exits with 77 where it found something."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz")
    asked.add_argument("target", choices=sorted(TARGETS))
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--work", type=Path, default=Path(".fuzz"))
    given = asked.parse_args()
    grown, findings = given.work / given.target, given.work / "findings"
    grown.mkdir(parents=True, exist_ok=True)
    findings.mkdir(exist_ok=True)
    options = [
        *(f"-max_total_time={given.seconds}", f"-max_len={LONGEST}", f"-timeout={SLOWEST}"),
        *(
            f"-artifact_prefix={findings}/{given.target}-",
            "-print_final_stats=1",
            "-use_value_profile=1",
        ),
    ]
    seeds = str(CORPUS / given.target)
    atheris.Setup([sys.argv[0], *options, str(grown), seeds], TARGETS[given.target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
