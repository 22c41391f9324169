"""What takes longest to make, made once for a whole run, however many processes share it."""

import shutil
from pathlib import Path

import pytest

from tests.shipped import first_start, made_once


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
