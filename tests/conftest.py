"""What takes longest to make, made once for a whole run, however many processes share it."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.shipped import first_start, made_once

HEADINGS = ("fault", "answered", "told", "silent", "done", "well after", "wrong", "unasked")
WIDTHS = (40, 8, 5, 6, 5, 10, 5, 8)


@pytest.fixture(scope="session")
def for_all(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A folder that all processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if hasattr(request.config, "workerinput") else base) / "for-all"


@pytest.fixture(scope="session")
def shipped(for_all: Path) -> Path:
    """A data folder with the shipped pack and its index; copy it, or ask for ``installed``."""
    return made_once(for_all / "shipped", first_start)


@pytest.fixture
def installed(shipped: Path, tmp_path: Path) -> Path:
    """A copy of that folder for one story."""
    return Path(shutil.copytree(shipped, tmp_path / "installed"))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what faults did, where that was tried."""
    reports = [report for some in terminalreporter.stats.values() for report in some]
    found = [pair for report in reports for pair in getattr(report, "user_properties", ())]
    rows = {value[0]: value for name, value in found if name == "fault"}
    if not rows:
        return
    terminalreporter.section("what each fault did to all commands")
    for row in (HEADINGS, *rows.values()):
        cells = (f"{part:<{width}}" for part, width in zip(row, WIDTHS, strict=True))
        terminalreporter.write_line("  ".join(cells))
