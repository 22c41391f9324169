"""`/check` and the menu *Check claims*: words, links and files in, a private answer out."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext.commands import AutoShardedBot, Bot, Cog

from claims.errors import StoreProblem
from claims.limits import Cost
from claims.observing import checking
from claims.paste import Paste
from claims.report import Report
from claims.tracing import Stage, spent_on
from commands.community import community_of
from commands.desk import Desk, desk_of
from commands.everywhere import everywhere
from commands.pacing import paced, paced_again, paced_form
from commands.reading import file_of, paste_of
from commands.ui.answers import answer_view
from commands.ui.base import NO_PINGS, Form, Interaction
from commands.ui.limits import FIELD
from commands.ui.places import NO_ANSWER, Action, Place
from commands.visibility import posts_publicly, remember_public

MENU = "Check claims"
TEXT = "text"
_NOT_KEPT = "This answer could not be kept, so some of its buttons lead nowhere; check again later."
_log = logging.getLogger(__name__)


async def answer_paste(interaction: Interaction, desk: Desk, paste: Paste, *, public: bool) -> None:
    """Check a paste and show what was found; the interaction is deferred, in public or not."""
    with spent_on(Stage.STORE):
        community = await community_of(interaction, desk)
    with checking(desk.observer, community, paste) as seen:
        report = await desk.checker.check_paste(paste, community)
        seen.answered(report)
        with spent_on(Stage.STORE):
            ticket, small = await _kept(desk, community, report, paste)
        with spent_on(Stage.RENDERING):
            view = answer_view(report, ticket, small=small)
        with spent_on(Stage.SENDING):
            message = await interaction.edit_original_response(view=view, allowed_mentions=NO_PINGS)
    if public:
        await remember_public(interaction, message.id, report)
    with suppress(StoreProblem):  # the answer stands; a count is all that is missing
        await desk.curators.asks.note(community, interaction.user.id, report)


async def _kept(
    desk: Desk, community: str, report: Report, paste: Paste
) -> tuple[str, tuple[str, ...]]:
    """The ticket of an answer, and what to say beside it where the store takes none."""
    try:
        return await desk.answers.keep(community, report, paste.asked), ()
    except StoreProblem as problem:
        _log.error("an answer is not kept: %s", problem.sentence)
        return NO_ANSWER, (_NOT_KEPT,)


async def answer_form(interaction: Interaction, place: Place, fields: dict[str, str]) -> None:
    """Check what was pasted into the form."""
    paced_again(interaction, Cost.CHECK)
    public = await _wait(interaction)
    asked = Paste(fields.get(TEXT, ""))
    await answer_paste(interaction, desk_of(interaction), asked, public=public)


async def _wait(interaction: Interaction) -> bool:
    """Say at once that an answer is coming: to its asker, or to all if the community wants that."""
    with spent_on(Stage.STORE):
        public = await posts_publicly(interaction)
    with spent_on(Stage.SENDING):
        await interaction.response.defer(ephemeral=not public, thinking=True)
    return public


def paste_form() -> Form:
    """The form for pastes of several lines, which a command's option cannot hold."""
    form = Form(title="Check a text", custom_id=Place().custom_id(Action.PASTE))
    box: ui.TextInput[Any] = ui.TextInput(
        custom_id=TEXT,
        style=discord.TextStyle.paragraph,
        placeholder="A sentence, a headline, a post, or a link",
        max_length=FIELD,
    )
    form.add_item(
        ui.Label(
            text="Text to check",
            description="Only you see the answer, unless this community shows answers to everyone.",
            component=box,
        )
    )
    return form


class Check(Cog):
    """Checks what members paste."""

    def __init__(self, bot: Bot | AutoShardedBot, desk: Desk) -> None:
        self._bot = bot
        self._desk = desk
        self._menu = everywhere(app_commands.ContextMenu(name=MENU, callback=self.check_message))

    async def cog_load(self) -> None:
        """Add the message menu, which a class cannot declare."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take the message menu away again."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @everywhere
    @app_commands.command(name="check")
    @app_commands.describe(
        text="What you read; leave everything out to get a form for longer texts",
        link="An address; its page is read, where that is allowed here",
        file="A text, web page, PDF, Word, RTF, mail or CSV file of up to 8 MB",
    )
    async def check(
        self,
        interaction: Interaction,
        text: str | None = None,
        link: str | None = None,
        file: discord.Attachment | None = None,
    ) -> None:
        """See who says so, what differs and what is open, for what you paste."""
        if text is None and link is None and file is None:
            paced_form(interaction, Cost.CHECK)
            await interaction.response.send_modal(paste_form())
            return
        paced(interaction, Cost.CHECK if link is None and file is None else Cost.READING)
        public = await _wait(interaction)
        files = (await file_of(file),) if file is not None else ()
        asked = Paste(text or "", link or "", files)
        await answer_paste(interaction, self._desk, asked, public=public)

    async def check_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Check a message that is already there."""
        paced(interaction, Cost.READING if message.attachments else Cost.CHECK)
        public = await _wait(interaction)
        await answer_paste(interaction, self._desk, await paste_of(message), public=public)
