"""The options that commands of the command line share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="DIR", help="The data folder (or CAVEAT_DATA; else one of your user's)."
    ),
]
Community = Annotated[
    str, typer.Option("--community", metavar="ID", help="Whose claims: a server id or any name.")
]
SomeCommunity = Annotated[
    str | None,
    typer.Option("--community", metavar="ID", help="Whose claims; without it, the default packs."),
]


def folder_of(ctx: typer.Context, data: Path | None) -> Path | None:
    """The data folder that was named after the command, or before it."""
    found = data or ctx.find_root().obj
    return found if isinstance(found, Path) else None
