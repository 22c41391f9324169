"""The buttons, menus and forms of curators and followers, and what each of them does.

They hold no state but their custom id, so they work in any process, long after a restart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Self

import discord
from discord import ui

from claims.errors import NotFound, Overtaken
from commands import (
    adding,
    annotating,
    asking,
    audit,
    chain,
    details,
    digest,
    editing,
    follow,
    marking,
    names,
    packs,
    parts,
    privacy,
    queue,
    reaching,
    review,
    revising,
    settings,
    sources,
)
from commands.acting import acting
from commands.replying import Chosen, FormKind, Press, put, save_form, wait
from commands.ui.base import Interaction, answering
from commands.ui.bench import overtaken_press
from commands.ui.forms import fields_of
from commands.ui.wishes import CHOSEN, FILLED, PRESSED, Wish, wish_in

_PARTS = (
    *(adding, annotating, asking, chain, details, editing, marking),
    *(names, packs, privacy, queue, review, settings, sources),
)
FORMS: Mapping[str, FormKind] = {kind.name: kind for part in _PARTS for kind in part.FORMS}


async def _reopen(interaction: Interaction, asked: Wish) -> None:
    """Open a form as it was left."""
    desk, member = await acting(interaction)
    typed = await desk.curators.typed.open(member.community, member.user, asked.word(0))
    kind = _form(typed.name)
    built = await kind.build(interaction, Wish(typed.name, typed.args), typed.fields)
    await interaction.response.send_modal(built)


async def _on_top(interaction: Interaction, asked: Wish) -> None:
    """Send a form again on top of what somebody else changed."""
    await wait(interaction)
    desk, member = await acting(interaction)
    typed = await desk.curators.typed.open(member.community, member.user, asked.word(0))
    again = Wish(typed.name, typed.args)
    await save_form(interaction, _form(typed.name), again, typed.fields)


def _form(name: str) -> FormKind:
    if name not in FORMS:
        raise NotFound("This form is no longer in use; begin with the command again.")
    return FORMS[name]


PRESSES: Mapping[str, Press] = {
    "reopen": _reopen,
    "on-top": _on_top,
    **adding.PRESSES,
    **annotating.PRESSES,
    **asking.PRESSES,
    **audit.PRESSES,
    **chain.PRESSES,
    **details.PRESSES,
    **digest.PRESSES,
    **editing.PRESSES,
    **follow.PRESSES,
    **marking.PRESSES,
    **names.PRESSES,
    **packs.PRESSES,
    **parts.PRESSES,
    **privacy.PRESSES,
    **queue.PRESSES,
    **reaching.PRESSES,
    **review.PRESSES,
    **revising.PRESSES,
    **settings.PRESSES,
    **sources.PRESSES,
}
MENUS: Mapping[str, Chosen] = {
    **follow.MENUS,
    **parts.MENUS,
    **queue.MENUS,
    **review.MENUS,
    **revising.MENUS,
}


async def _press(interaction: Interaction, press: Press, asked: Wish) -> None:
    """Do what a button asks; its last argument is the revision that it was pressed on."""
    try:
        await press(interaction, asked)
    except Overtaken as conflict:
        again = Wish(asked.verb, (*asked.args[:-1], str(conflict.current)))
        await put(interaction, overtaken_press(conflict, again))


class WishButton(ui.DynamicItem[ui.Button[Any]], template=PRESSED):
    """A curator's button."""

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button as Discord sent it back."""
        return cls(item)  # type: ignore[arg-type]

    async def callback(self, interaction: Interaction) -> None:
        """Do what the button's custom id says."""
        found = re.fullmatch(PRESSED, self.custom_id)
        press = PRESSES.get(found["verb"]) if found else None
        if found is not None and press is not None:
            asked = wish_in(found)
            await answering(interaction, lambda: _press(interaction, press, asked))


class WishMenu(ui.DynamicItem[ui.Select[Any]], template=CHOSEN):
    """A curator's menu."""

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The menu as Discord sent it back."""
        return cls(item)  # type: ignore[arg-type]

    async def callback(self, interaction: Interaction) -> None:
        """Do what the menu's custom id says with what was chosen."""
        found = re.fullmatch(CHOSEN, self.custom_id)
        chosen = MENUS.get(found["verb"]) if found else None
        if found is not None and chosen is not None and self.item.values:
            asked, value = wish_in(found), self.item.values[0]
            await answering(interaction, lambda: chosen(interaction, asked, value))


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (WishButton, WishMenu)


async def answer_curators_form(interaction: Interaction) -> None:
    """Answer an interaction if it is one of the curators' forms."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    data: Mapping[str, Any] = interaction.data or {}
    found = FILLED.fullmatch(str(data.get("custom_id", "")))
    kind = FORMS.get(found["verb"]) if found else None
    if found is not None and kind is not None:
        fields = fields_of(data.get("components", ()))
        asked = wish_in(found)
        await answering(interaction, lambda: save_form(interaction, kind, asked, fields))
