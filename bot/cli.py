"""The command line as people type it: shapes and help, how errors end, and nothing else.

Each command loads what it needs when it is called, so that help and refusals come at once. Exit
status: 0 success, 2 wrong use or input, 1 a failure, 130 after Ctrl-C; an error is one sentence on
standard error.
"""
# ruff: noqa: PLC0415 - see above

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli_groups import claims_app, digest_app, index_app, packs_app, privacy_app
from bot.cli_options import Community, Data, SomeCommunity, folder_of
from bot.plain import plain_lines
from claims.errors import (
    CaveatError,
    InputProblem,
    NotFound,
    PackProblem,
    SettingsProblem,
)

app = typer.Typer(
    name="caveat",
    help="Who says so, what changed on the way, what is still open: claims in a text, answered "
    "from a curated store. No verdicts.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog="Exit status: 0 success, 2 wrong use or input, 1 a failure. Settings: see the README.",
)
app.add_typer(claims_app, name="claims")
app.add_typer(packs_app, name="packs")
app.add_typer(index_app, name="index")
app.add_typer(digest_app, name="digest")
app.add_typer(privacy_app, name="privacy")

_WRONG_USE = (InputProblem, SettingsProblem, PackProblem, NotFound)


def main() -> None:
    """Run the command line of this process."""
    sys.exit(run(sys.argv[1:]))


def run(words: Sequence[str]) -> int:
    """Run one command line and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        command = typer.main.get_command(app)
        status = command.main(args=list(words), prog_name="caveat", standalone_mode=False)
    except BrokenPipeError:
        # Whoever read the output has closed it; nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the last place that can tell a person
        return _told(error)
    return status if isinstance(status, int) else 0


def _told(error: Exception) -> int:
    """Say what went wrong in one sentence, and return the exit status for it."""
    if isinstance(error, CaveatError):
        return _ended(error.sentence, 2 if isinstance(error, _WRONG_USE) else 1)
    if hasattr(error, "format_message"):  # typer's own: wrong use
        message = str(error.format_message()).strip()
        if message.startswith("Usage:"):
            return _ended(message, 2)
        path = getattr(getattr(error, "ctx", None), "command_path", "caveat")
        return _ended(f"{message.rstrip('.')}; `{path} --help` shows how.", 2)
    if isinstance(error, OSError) and error.strerror:
        name = f" ({error.filename})" if error.filename else ""
        return _ended(f"The system refused: {error.strerror}{name}.", 1)
    if os.environ.get("CAVEAT_LOG_LEVEL", "").lower() == "debug":
        raise error
    kind = type(error).__name__
    return _ended(
        f"Something went wrong inside Caveat ({kind}); CAVEAT_LOG_LEVEL=debug shows where.", 1
    )


def _ended(sentence: str, status: int) -> int:
    sys.stdout.flush()
    sys.stderr.write(f"{plain_lines(sentence)}\n")
    return status


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        sys.stdout.write(f"caveat {version('caveat')}\n")
        raise typer.Exit


@app.callback()
def _before_any_command(
    ctx: typer.Context,
    data: Data = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    ctx.obj = data


@app.command()
def check(
    ctx: typer.Context,
    text: Annotated[
        str | None, typer.Argument(help="The text; `-` reads it from standard input.")
    ] = None,
    *,
    file: Annotated[Path | None, typer.Option("--file", help="Read the text from a file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report for programs.")] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Show all sources, chains and questions.")
    ] = False,
    community: SomeCommunity = None,
    data: Data = None,
) -> int:
    """Answer a text: the claims it makes, who says so, what differs, what is open."""
    from bot.cli_check import check_command

    return check_command(folder_of(ctx, data), text, file, community, as_json=as_json, full=full)


@app.command()
def match(
    ctx: typer.Context,
    *,
    queries: Annotated[Path, typer.Option("--queries", help='JSON Lines: {"id", "text"}.')],
    run_file: Annotated[Path, typer.Option("--run", help="Where the matches go, a line a query.")],
    top: Annotated[int, typer.Option("--top", min=1, max=1000, help="How many at most.")] = 10,
    community: SomeCommunity = None,
    data: Data = None,
) -> int:
    """Match many texts at once, best claims first."""
    from bot.cli_match import match_command

    return match_command(folder_of(ctx, data), queries, run_file, top, community)


@app.command("eval")
def evaluate(
    ctx: typer.Context,
    *,
    community: Annotated[
        str | None,
        typer.Option("--community", metavar="ID", help="Only what this community sees, and more."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all for programs.")] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Expect from now on what holds today.")
    ] = False,
    full: Annotated[bool, typer.Option("--full", help="List every miss and phrasing.")] = False,
    data: Data = None,
) -> int:
    """Replay curators' decisions; 1 where one no longer holds."""
    from bot.cli_eval import eval_command

    folder = folder_of(ctx, data)
    return eval_command(folder, community, as_json=as_json, accept=accept, full=full)


@app.command()
def names(
    ctx: typer.Context,
    *,
    community: Community,
    file: Annotated[
        Path | None,
        typer.Option("--set", metavar="FILE", help="Replace them: a line each, commas between."),
    ] = None,
    data: Data = None,
) -> int:
    """Names that mean the same to a community, the usual one of each line first."""
    from bot.cli_names import names_command

    return names_command(folder_of(ctx, data), community, file)


@app.command("run")
def run_bot(ctx: typer.Context, data: Data = None) -> int:
    """Start the bot; it needs CAVEAT_TOKEN."""
    from bot.cli_run import run_command

    return run_command(folder_of(ctx, data))


@app.command()
def demo() -> int:
    """Answer four pastes from the claims that ship with Caveat, then whatever you paste."""
    from bot.demo import demo_command

    return demo_command()


@app.command()
def health(ctx: typer.Context, data: Data = None) -> int:
    """Ask the running bot whether it is well; 1 where it is not, or does not answer."""
    from bot.cli_health import health_command

    return health_command(folder_of(ctx, data))


@app.command()
def doctor(
    ctx: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print all for programs.")] = False,
    data: Data = None,
) -> int:
    """Look at everything Caveat needs and say how to mend what is broken; 1 where something is.

    With a token it asks Discord too, and changes nothing anywhere.
    """
    from bot.cli_care import doctor_command

    return doctor_command(folder_of(ctx, data), as_json=as_json)


@app.command()
def migrate(ctx: typer.Context, data: Data = None) -> int:
    """Bring the store to this version's schema; every start does so too."""
    from bot.cli_care import migrate_command

    return migrate_command(folder_of(ctx, data))


@app.command()
def backup(
    ctx: typer.Context,
    *,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", metavar="DIR", help="Another folder for it; nothing is removed there."
        ),
    ] = None,
    data: Data = None,
) -> int:
    """Copy all that cannot be made anew, also while the bot runs, and verify the copy."""
    from bot.cli_backup import backup_command

    return backup_command(folder_of(ctx, data), to)


@app.command()
def restore(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="BACKUP", help="Its name, `newest`, or its path; without it, they are listed."
        ),
    ] = None,
    data: Data = None,
) -> int:
    """Put a backup in the place of the store, which is kept aside; the bot must be stopped."""
    from bot.cli_backup import restore_command

    return restore_command(folder_of(ctx, data), name)
