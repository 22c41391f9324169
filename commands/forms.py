"""What a sent form does, by its custom id: no form is remembered, so none is lost by a restart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord

from commands.check import answer_form
from commands.ui.base import Interaction, answering
from commands.ui.forms import fields_of
from commands.ui.places import Action, Place, read_custom_id
from commands.ui.remarks import keep_remark

Sent = Callable[[Interaction, Place, dict[str, str]], Awaitable[None]]

FORMS: Mapping[Action, Sent] = {Action.OTHER: keep_remark, Action.PASTE: answer_form}


async def answer_sent_form(interaction: Interaction) -> None:
    """Answer an interaction if it is one of our forms."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    data: Mapping[str, Any] = interaction.data or {}
    found = read_custom_id(str(data.get("custom_id", "")))
    sent = FORMS.get(found[0]) if found else None
    if found is not None and sent is not None:
        fields = fields_of(data.get("components", ()))
        await answering(interaction, lambda: sent(interaction, found[1], fields))
