"""`/claim add` and the message menu *Add as claim*: a sentence becomes a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import discord
from discord import app_commands
from discord.ext.commands import AutoShardedBot, Bot, Cog

from claims.card import Block, shortened
from claims.curation import Similar
from claims.domains import domain_of
from claims.editing import ClaimEdit
from claims.errors import InputProblem
from claims.forms import read_date, replaced
from claims.models import Claim
from claims.people import Right
from claims.sourcing import DocumentForm
from claims.typed import TypedForm
from claims.workbench import Result
from commands.acting import acting, deed_of
from commands.desk import Desk
from commands.everywhere import in_servers
from commands.reading import text_of
from commands.replying import FormKind, Press, open_form, put, put_result, wait
from commands.ui.base import CardView, Form, Interaction
from commands.ui.bench import bench_view, button, page, plain, row
from commands.ui.entries import entry_line
from commands.ui.forms import Fields, form, line, paragraph
from commands.ui.limits import FIELD
from commands.ui.markup import clean
from commands.ui.wishes import Wish, wish

MENU = "Add as claim"
NO_REQUEST = "0"
_SHOWN = 3
_LINK = re.compile(r"https?://[^\s<>\"'|]{4,1900}")


def similar_view(found: Sequence[Similar], ticket: str) -> CardView:
    """What a sentence looks like, and what to do with it."""
    shown = found[:_SHOWN]
    lines = []
    for item in shown:
        how = "seems to be the same" if item.same else "is near"
        lines.append(f"{shortened(entry_line(item.view), 300)} · {how}")
    rows = [
        row(
            button(f"Open #{item.view.number}", wish("open", item.view.claim_id)),
            button(
                f"Add as wording of #{item.view.number}",
                wish("as-wording", item.view.claim_id, ticket),
            ),
        )
        for item in shown
    ]
    rows.append(
        row(
            button("Add anyway", wish("add-anyway", ticket)),
            button("Open the form again", wish("reopen", ticket)),
        )
    )
    return page(
        "This looks like a claim that is kept here", [Block(plain(*lines), listed=True)], rows
    )


async def _form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    desk, member = await acting(interaction)
    (await desk.curators.communities.rights(member)).need(Right.CURATE)
    return form(
        "Add a claim",
        Wish(asked.verb, asked.args or (NO_REQUEST,)),
        paragraph(
            "The claim, as one neutral sentence",
            "text",
            typed.get("text", ""),
            hint="Checkable, complete in itself, without judgement.",
            example="The army says that 20 soldiers died in the attack of 3 May 2017.",
            longest=FIELD,
            required=True,
        ),
        line(
            "Title (optional)",
            "title",
            typed.get("title", ""),
            hint="A few words for lists.",
            example="20 soldiers died on 3 May",
        ),
        line(
            "Speaker (optional)",
            "speaker",
            typed.get("speaker", ""),
            hint="Who makes the claim; never just whoever posted it.",
            example="Ministry of Defence",
        ),
        line(
            "Date (optional)",
            "date",
            typed.get("date", ""),
            hint="As exact as it is known: 2017, Dec 2017 or 2017-12-28.",
            example="Dec 2017",
            longest=60,
        ),
        line(
            "Link where it is told (optional)",
            "link",
            typed.get("link", ""),
            example="https://example.org/2017/12/28/article",
            longest=2000,
        ),
    )


def _edit(fields: Fields) -> ClaimEdit:
    given = {name: fields.get(name, "") for name in ("text", "title", "speaker")}
    named = {name: value for name, value in given.items() if value.strip()}
    return replaced(ClaimEdit, {**named, "date": read_date(fields.get("date", ""))})


async def _save(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    edit = _edit(fields)
    if fields.get("link", "").strip():
        await desk.curators.library.guess(member, fields["link"])
    similar = await desk.curators.curation.similar(member, edit.text or "") if edit.text else ()
    if not similar:
        await _add(interaction, asked, fields)
        return
    typed = TypedForm(member.user, asked.verb, asked.args, dict(fields))
    ticket = await desk.curators.typed.keep(member.community, typed)
    await put(interaction, similar_view(similar, ticket))


async def _add(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    request = asked.number(0) or None
    view = await desk.curators.curation.add(
        member, deed_of(interaction), _edit(fields), request=request
    )
    result: Result = view
    if fields.get("link", "").strip():
        told = DocumentForm(url=fields["link"].strip(), title=_titled(view.claim, fields["link"]))
        result = await desk.curators.annotation.add_appearance(
            member, f"{deed_of(interaction)}-link", view.claim_id, told
        )
    await put_result(interaction, result, f"Added as #{view.number}")


def _titled(claim: Claim, link: str) -> str:
    return f"A page at {domain_of(link)}: {shortened(claim.headline, 200)}"


async def _anyway(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    typed = await _typed(interaction, asked.word(0))
    await _add(interaction, Wish(typed.name, typed.args), typed.fields)


async def _as_wording(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    typed = await _typed(interaction, asked.word(1))
    result = await desk.curators.curation.add_phrasing(
        member, deed_of(interaction), asked.number(0), typed.fields.get("text", "")
    )
    await put_result(interaction, result, "Added as another wording")


async def _typed(interaction: Interaction, ticket: str) -> TypedForm:
    desk, member = await acting(interaction)
    return await desk.curators.typed.open(member.community, member.user, ticket)


async def _open(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    await put(interaction, bench_view(await desk.curators.curation.open(member, asked.number(0))))


def from_message(message: discord.Message) -> dict[str, str]:
    """What the form takes from a message: its words, its first link, its day; nobody's name."""
    text = text_of(message)
    found = _LINK.search(text)
    link = found.group().rstrip(".,;:!?)") if found else ""
    words = clean(text.replace(link, " ")) if link else clean(text)
    if not words and not link:
        raise InputProblem("This message holds no words; write the claim with /claim add.")
    return {"text": words, "link": link, "date": f"{message.created_at:%Y-%m-%d}"}


ADD = FormKind("claim-add", _form, _save)
FORMS: Sequence[FormKind] = (ADD,)
PRESSES: Mapping[str, Press] = {"add-anyway": _anyway, "as-wording": _as_wording, "open": _open}


class Adding(Cog):
    """The part of `/claim` that adds claims."""

    @app_commands.command(name="add")
    async def add(self, interaction: Interaction) -> None:
        """Add a claim: it starts as a draft that only curators see."""
        await open_form(interaction, ADD, NO_REQUEST)


class AddFromMessage(Cog):
    """The message menu that fills the form from a message."""

    def __init__(self, bot: Bot | AutoShardedBot, desk: Desk) -> None:
        self._bot = bot
        self._desk = desk
        self._menu = in_servers(app_commands.ContextMenu(name=MENU, callback=self.add_message))

    async def cog_load(self) -> None:
        """Add the message menu, which a class cannot declare."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take the message menu away again."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    async def add_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Fill the form from a message that is already there."""
        asked = wish(ADD.name, NO_REQUEST)
        built = await ADD.build(interaction, asked, from_message(message))
        await interaction.response.send_modal(built)
