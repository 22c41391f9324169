"""The groups of the command line as people type them: claims, packs, the index, the digest.

As in ``bot.cli``, each command loads what it needs when it is called.
"""
# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli_options import Community, Data, SomeCommunity, folder_of

claims_app = typer.Typer(help="Bring claims in and out.", no_args_is_help=True)
packs_app = typer.Typer(help="Look after packs of claims.", no_args_is_help=True)
index_app = typer.Typer(help="Look after the search index.", no_args_is_help=True)
digest_app = typer.Typer(help="Look at the digest.", no_args_is_help=True)
privacy_app = typer.Typer(help="Show and delete what is kept of people.", no_args_is_help=True)

PackFile = Annotated[Path, typer.Argument(metavar="FILE", help="A pack, as YAML.")]
PackId = Annotated[str, typer.Argument(metavar="PACK", help="The id of an installed pack.")]
User = Annotated[
    int, typer.Option("--user", metavar="ID", min=1, help="Discord's number of somebody.")
]
Sure = Annotated[bool, typer.Option("--yes", help="Do it; nothing brings it back.")]
OneCommunity = Annotated[
    str | None, typer.Option("--community", metavar="ID", help="In this one alone.")
]


@index_app.command("check")
def check_index(ctx: typer.Context, data: Data = None) -> int:
    """Compare the search index with the store, claim by claim; 1 where they differ."""
    from bot.cli_care import check_index_command

    return check_index_command(folder_of(ctx, data))


@index_app.command("rebuild")
def rebuild_index(ctx: typer.Context, data: Data = None) -> int:
    """Drop the search index and make it anew from the store."""
    from bot.cli_care import rebuild_command

    return rebuild_command(folder_of(ctx, data))


@claims_app.command("import")
def import_claims(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help='JSON Lines: {"ref", "text", …}.')],
    community: Community,
    data: Data = None,
) -> int:
    """Add the claims of a file, or update them by their ref; continues where it was interrupted.

    Ends with 2 where lines were rejected (the others went in), with 0 where all went in.
    """
    from bot.cli_claims import import_command

    return import_command(folder_of(ctx, data), file, community)


@claims_app.command("export")
def export_claims(
    ctx: typer.Context,
    community: Community,
    file: Annotated[
        Path | None, typer.Argument(help="Where to; without it, or with `-`, standard output.")
    ] = None,
    data: Data = None,
) -> int:
    """Write the claims of a community as JSON Lines."""
    from bot.cli_claims import export_command

    return export_command(folder_of(ctx, data), community, file)


@digest_app.command("preview")
def preview_digest(ctx: typer.Context, community: Community, data: Data = None) -> int:
    """Print what a community's digest would say now."""
    from bot.cli_digest import preview_command

    return preview_command(folder_of(ctx, data), community)


@packs_app.command("list")
def list_packs(ctx: typer.Context, community: SomeCommunity = None, data: Data = None) -> int:
    """Show the installed packs and, with --community, which of them it sees."""
    from bot.cli_packs import list_command

    return list_command(folder_of(ctx, data), community)


@packs_app.command("load")
def load_pack(ctx: typer.Context, file: PackFile, data: Data = None) -> int:
    """Install a pack, or bring it to the file's newer version."""
    from bot.cli_packs import load_command

    return load_command(folder_of(ctx, data), file)


@packs_app.command("validate")
def validate_pack(file: PackFile) -> int:
    """Say whether a file is a usable pack, or all that is wrong with it."""
    from bot.cli_packs import validate_command

    return validate_command(file)


@packs_app.command("schema")
def pack_schema() -> int:
    """Print the JSON Schema of pack files."""
    from bot.cli_packs import schema_command

    return schema_command()


@packs_app.command("enable")
def enable_pack(ctx: typer.Context, pack: PackId, community: Community, data: Data = None) -> int:
    """Show a pack's claims to a community."""
    from bot.cli_packs import switch_command

    return switch_command(folder_of(ctx, data), pack, community, on=True)


@packs_app.command("disable")
def disable_pack(ctx: typer.Context, pack: PackId, community: Community, data: Data = None) -> int:
    """Hide a pack's claims from a community."""
    from bot.cli_packs import switch_command

    return switch_command(folder_of(ctx, data), pack, community, on=False)


@privacy_app.command("export")
def export_person(
    ctx: typer.Context, user: User, community: OneCommunity = None, data: Data = None
) -> int:
    """Print all that is kept about somebody, as JSON."""
    from bot.cli_privacy import export_command

    return export_command(folder_of(ctx, data), user, community)


@privacy_app.command("delete")
def delete_person(
    ctx: typer.Context,
    user: User,
    *,
    community: OneCommunity = None,
    sure: Sure = False,
    data: Data = None,
) -> int:
    """Delete what is kept about somebody; what they did as a curator loses their name."""
    from bot.cli_privacy import delete_command

    return delete_command(folder_of(ctx, data), user, community, sure=sure)


@privacy_app.command("erase")
def erase_community(
    ctx: typer.Context, community: Community, *, sure: Sure = False, data: Data = None
) -> int:
    """Erase all that is kept of a community, at once and for good."""
    from bot.cli_privacy import erase_command

    return erase_command(folder_of(ctx, data), community, sure=sure)
