"""Puts a restored store in the place of the present one: wholly or not at all, whenever it dies.

What is to come lies complete in a folder of its own before that gets the name ``READY``, in one
step. From then on the switch goes forward alone: file by file the present ones are moved aside and
the new ones into their place, and whoever takes the data folder next finishes what was interrupted.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from claims.errors import StoreProblem
from storage.disk import sync

READY = "restore.ready"
"""The folder beside the store that holds what is to come."""
_PLAN = "plan.json"
_BESIDE_IT = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database, by its ending; with another database it would be fatal."""


def make_ready(staged: Path, folder: Path, aside: str, files: Sequence[str]) -> None:
    """Name what a staging folder holds as what is to come in a data folder.

    ``files`` are the names to put in place; ``aside`` is the folder in the data folder that is to
    take what they replace. Raises ``StoreProblem``.
    """
    try:
        (staged / _PLAN).write_text(json.dumps([aside, *files]), encoding="utf-8")
        for file in staged.iterdir():
            sync(file)
        sync(staged)
        staged.rename(folder / READY)
        sync(folder)
    except OSError as problem:
        raise StoreProblem(_refused(problem)) from problem


def is_under_way(folder: Path) -> bool:
    """True where a switch was begun and is not finished."""
    return (folder / READY).exists()


def finish_switch(folder: Path) -> None:
    """Finish a switch that was begun, if any. Whoever calls this holds the data folder.

    Raises ``StoreProblem`` where the disk refuses; it can be called again then.
    """
    ready = folder / READY
    if not ready.exists():
        return
    try:
        plan = _plan(ready)
        if plan:
            aside, *files = plan
            _carry_out(files, ready, folder, folder / aside)
        shutil.rmtree(ready)
        sync(folder)
    except OSError as problem:
        raise StoreProblem(_refused(problem)) from problem


def _plan(ready: Path) -> list[str]:
    """Where to put what is replaced, and the files; empty where only the clearing up was left."""
    try:
        return [str(part) for part in json.loads((ready / _PLAN).read_text(encoding="utf-8"))]
    except FileNotFoundError:
        return []


def _carry_out(files: Sequence[str], ready: Path, folder: Path, aside: Path) -> None:
    aside.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in files:
        if not (ready / name).exists():
            continue  # it is in its place since the last try
        for beside in (*(f"{name}{ending}" for ending in _BESIDE_IT), name):
            if (folder / beside).exists():
                (folder / beside).replace(_free(aside / beside))
        sync(aside)
        (ready / name).replace(folder / name)
        sync(folder)


def _free(path: Path) -> Path:
    """This name, or one like it that nothing has: what was put aside is never written over."""
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(f"{path.stem}.{number}{path.suffix}")
    return path


def _refused(problem: OSError) -> str:
    return (
        f"The restored store cannot be put in its place ({problem.strerror}); mend that, then "
        "start again: what was begun is finished first."
    )
