"""*Not this claim*: a form that shows what curators would see, before anything is kept."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from claims.errors import InputProblem
from claims.limits import Cost
from claims.report import Match
from commands.community import community_of
from commands.desk import desk_of
from commands.pacing import paced_again, paced_form
from commands.ui.base import NO_PINGS, Form, Interaction, notice
from commands.ui.entries import Entry, view_of
from commands.ui.limits import FIELD, label
from commands.ui.markup import clean, escape
from commands.ui.navigation import open_entry
from commands.ui.places import Action, Place

NOT_THIS_CLAIM = "not_this_claim"
WORDS = "words"
REMARK = "remark"
_REMARK_LENGTH = 1000
_KEPT = (
    "Curators will see what stands here, and it is kept for at most 90 days. "
    "Take out what is private."
)
_THANKS = "Thank you. Curators will look at whether this is claim #{number}."
_KNOWN = "You told us this already; curators have it. Thank you."


async def ask_remark(interaction: Interaction, place: Place) -> None:
    """Open the form: it must be the first response, so nothing is written before it."""
    paced_form(interaction, Cost.REMARK)
    await interaction.response.send_modal(remark_form(await open_entry(interaction, place), place))


def remark_form(entry: Entry, place: Place) -> Form:
    """The form, filled with the words that were taken for the claim."""
    number = view_of(entry).number
    form = Form(title=f"Not claim #{number}", custom_id=place.custom_id(Action.OTHER))
    words = entry.found.segment.text if isinstance(entry, Match) else ""
    form.add_item(ui.TextDisplay[Any](_KEPT))
    form.add_item(_field("The words that are not this claim", WORDS, words, FIELD, required=True))
    form.add_item(_field("What is different? (optional)", REMARK, "", _REMARK_LENGTH))
    return form


async def keep_remark(interaction: Interaction, place: Place, fields: dict[str, str]) -> None:
    """Keep what a member sent, once."""
    paced_again(interaction, Cost.REMARK)
    await interaction.response.defer(ephemeral=True, thinking=True)
    desk = desk_of(interaction)
    wording = clean(fields.get(WORDS, ""))
    if not wording:
        raise InputProblem("Write the words that are not this claim, then send the form again.")
    view = view_of(await open_entry(interaction, place))
    kept = await desk.feedback.put_feedback(
        await community_of(interaction, desk),
        view.claim_id,
        kind=NOT_THIS_CLAIM,
        wording=wording,
        remark=clean(fields.get(REMARK, "")),
        user=str(interaction.user.id),
    )
    sentence = _THANKS.format(number=view.number) if kept else _KNOWN
    await interaction.edit_original_response(
        view=notice(escape(sentence)), allowed_mentions=NO_PINGS
    )


def _field(
    text: str, custom_id: str, default: str, longest: int, *, required: bool = False
) -> ui.Label[Any]:
    box: ui.TextInput[Any] = ui.TextInput(
        custom_id=custom_id,
        style=discord.TextStyle.paragraph,
        default=label(default, longest) or None,
        max_length=longest,
        required=required,
    )
    return ui.Label(text=text, component=box)
