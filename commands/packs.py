"""`/pack`: the packs of claims that a community sees, and its own claims as a file."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import app_commands, utils
from discord.ext.commands import GroupCog

from claims.card import Block
from claims.communities import PackHere
from claims.deeds import Outcome
from claims.errors import CaveatError, InputProblem
from claims.exchange import PackPlan
from claims.forms import filled
from claims.limits import Cost
from claims.packs import PackHead, SignOff
from claims.people import Right
from claims.typed import TypedForm
from commands.acting import acting, deed_of
from commands.desk import Desk
from commands.everywhere import in_servers
from commands.pacing import paced, paced_again, paced_form
from commands.replying import FormKind, Press, open_form, put, put_file, wait
from commands.ui.base import CardView, Form, Interaction
from commands.ui.bench import button, changes_block, page, plain, row
from commands.ui.forms import Fields, form, line, paragraph
from commands.ui.limits import CHOICE_NAME, CHOICES, label
from commands.ui.wishes import Wish, wish

LARGEST_FILE = 2_000_000
_SHOWN = 8
_IMPORT = "pack-import"
PackName = app_commands.Range[str, 1, 100]


def packs_view(packs: Sequence[PackHere], said: str = "") -> CardView:
    """The installed packs with their versions, and which are on here."""
    lines = [
        f"{'On' if here.on else 'Off'} · {here.pack.title}, version {here.pack.version}, "
        f"{here.pack.claims} claims ({here.pack.pack_id})"
        for here in packs
    ]
    body = plain(*lines) or plain("No pack is installed here.")
    return page(said or "Packs", [Block(body, listed=True)])


def plan_view(plan: PackPlan, ticket: str) -> CardView:
    """What an import would do, and the button that does just that."""
    head = plan.pack
    counts = [
        f"New: {len(plan.added)}" + (" (as drafts)" if plan.as_drafts else ""),
        f"Changed: {len(plan.changed)}",
        f"Retired: {len(plan.retired)}",
        f"As they are: {plan.unchanged}",
    ]
    if plan.proposed:
        counts.append(f"Waiting for an approver first: {plan.proposed}")
    blocks = [Block(plain(*counts), listed=True)]
    if plan.added:
        more = len(plan.added) - _SHOWN
        names = [*plan.added[:_SHOWN], *([f"and {more} more"] if more > 0 else [])]
        blocks.append(Block(plain(*names), heading="New", listed=True))
    for change in plan.changed[:_SHOWN]:
        blocks.append(changes_block(f"#{change.number} {change.headline}", change.changes, 4))
    retired = [f"#{change.number} {change.headline}" for change in plan.retired[:_SHOWN]]
    if retired:
        blocks.append(Block(plain(*retired), heading="Retired", listed=True))
    rows = [row(button("Import it", wish(_IMPORT, ticket), first=True))] if plan.steps else []
    return page(f"What {head.title} {head.version} would change", blocks, rows)


async def _export_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    desk, member = await acting(interaction)
    (await desk.curators.communities.rights(member)).need(Right.CURATE)
    server = interaction.guild.name if interaction.guild else "this community"
    given = {
        "title": f"Claims of {server}",
        "version": "1.0.0",
        "description": f"Claims that the curators of {server} keep.",
        "method": "",
        "licence": "CC-BY-4.0",
    } | dict(typed)
    return form(
        "Export a pack",
        asked,
        line("Title", "title", given["title"], required=True),
        line(
            "Version",
            "version",
            given["version"],
            hint="Three numbers; a later file of the same title has a higher one.",
            example="1.0.0",
            longest=20,
            required=True,
        ),
        paragraph("What it holds", "description", given["description"], required=True),
        paragraph(
            "How the sources were found and read",
            "method",
            given["method"],
            example="We opened every source that is marked so.",
            required=True,
        ),
        line("Licence", "licence", given["licence"], required=True),
    )


async def _save_export(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    (await desk.curators.communities.rights(member)).need(Right.CURATE)
    head = _head(interaction, fields)
    paced_again(interaction, Cost.EXPORT)
    content = await desk.curators.exchange.export_file(member, head)
    file = discord.File(io.BytesIO(content), f"{head.id}-{head.version}.yaml")
    said = "The file below holds the published claims; /pack import reads it elsewhere."
    await put_file(interaction, page("Exported", [Block(plain(said))]), file)


def _head(interaction: Interaction, fields: Fields) -> PackHead:
    title = fields.get("title", "").strip()
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "claims"
    server = interaction.guild.name if interaction.guild else "a community"
    signed = SignOff.model_validate(
        {"by": f"Curators of {server}"[:300], "date": f"{utils.utcnow():%Y-%m-%d}"}
    )
    given: dict[str, Any] = {
        key: fields.get(key, "").strip()
        for key in ("title", "version", "description", "method", "licence")
    }
    if not re.fullmatch(r"\d+\.\d+\.\d+", given["version"]):
        raise InputProblem("Write the version as three numbers with points, such as 1.0.0.")
    return filled(PackHead, {**given, "id": name, "signed_off": signed})


async def _plan(interaction: Interaction, name: str, content: bytes) -> None:
    desk, member = await acting(interaction)
    pack = await desk.curators.exchange.read(member, name, content)
    plan = await desk.curators.exchange.plan(member, pack)
    fields = {"name": name, "content": content.decode("utf-8-sig"), "token": plan.token}
    typed = TypedForm(member.user, _IMPORT, (), fields)
    ticket = await desk.curators.typed.keep(member.community, typed)
    await put(interaction, plan_view(plan, ticket))


async def _import(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    kept = await desk.curators.typed.open(member.community, member.user, asked.word(0))
    content = kept.fields["content"].encode()
    pack = await desk.curators.exchange.read(member, kept.fields["name"], content)
    outcome: Outcome = await desk.curators.exchange.carry_out(
        member, deed_of(interaction), pack, kept.fields["token"]
    )
    said = f"{pack.pack.title} {pack.pack.version} is among this community's claims now."
    again = "" if not outcome.note else outcome.note
    await put(interaction, page("Imported", [Block(plain(said, again))]))


async def _switch(interaction: Interaction, pack: str, *, on: bool) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    here = await desk.curators.communities.switch(member, deed_of(interaction), pack, on=on)
    said = f"{here.pack.title} is {'on' if here.on else 'off'}"
    await put(interaction, packs_view(await desk.curators.communities.packs(member), said))


EXPORT = FormKind("pack-export", _export_form, _save_export)
FORMS: Sequence[FormKind] = (EXPORT,)
PRESSES: Mapping[str, Press] = {_IMPORT: _import}


@in_servers
class PackCommands(GroupCog, group_name="pack", group_description="Packs of claims"):
    """Packs that a community sees, and its own claims as one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command(name="list")
    async def installed(self, interaction: Interaction) -> None:
        """The packs that are installed, their versions, and which are on here."""
        await wait(interaction)
        desk, member = await acting(interaction)
        await put(interaction, packs_view(await desk.curators.communities.packs(member)))

    @app_commands.command(name="enable")
    @app_commands.describe(pack="The pack")
    async def enable(self, interaction: Interaction, pack: PackName) -> None:
        """Show a pack's claims to this community."""
        await _switch(interaction, pack, on=True)

    @app_commands.command(name="disable")
    @app_commands.describe(pack="The pack")
    async def disable(self, interaction: Interaction, pack: PackName) -> None:
        """Hide a pack's claims here; what you added to them is kept."""
        await _switch(interaction, pack, on=False)

    @app_commands.command(name="export")
    async def export(self, interaction: Interaction) -> None:
        """This community's published claims as a file."""
        paced_form(interaction, Cost.EXPORT)
        await open_form(interaction, EXPORT)

    @app_commands.command(name="import")
    @app_commands.describe(file="A pack file (YAML); you see what would change before it does")
    async def take_in(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Take a pack file's claims in as this community's own."""
        paced(interaction, Cost.EXPORT)
        await wait(interaction)
        desk, member = await acting(interaction)
        (await desk.curators.communities.rights(member)).need(Right.CURATE)
        if file.size > LARGEST_FILE:
            most = LARGEST_FILE // 1_000_000
            raise InputProblem(f"A pack file may have {most} MB; split it into several packs.")
        await _plan(interaction, file.filename, await file.read())

    @enable.autocomplete("pack")
    @disable.autocomplete("pack")
    async def _packs(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        desk, member = await acting(interaction)
        try:
            found = await desk.curators.communities.packs(member)
        except CaveatError:
            return []
        typed = str(current).lower()
        return [
            app_commands.Choice(name=label(here.pack.title, CHOICE_NAME), value=here.pack.pack_id)
            for here in found
            if typed in f"{here.pack.title} {here.pack.pack_id}".lower()
        ][:CHOICES]
