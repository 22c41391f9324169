"""The persistent buttons and menus under cards, and what each of them does.

They hold no state but their custom id, so they work in any process, long after a restart.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self

from discord import ui

from commands import follow
from commands.ui import navigation, remarks, sharing
from commands.ui.base import Interaction, answering
from commands.ui.places import PATTERN, PICKED, Action, Place, read_custom_id
from commands.ui.wishes import number_in

Press = Callable[[Interaction, Place], Awaitable[None]]

PRESSES: Mapping[Action, Press] = {
    Action.SHOW: navigation.show,
    Action.LIST: navigation.show_list,
    Action.SOURCES: navigation.show_sources,
    Action.CHAIN: navigation.show_chain,
    Action.QUESTIONS: navigation.show_questions,
    Action.SHARE: sharing.share,
    Action.OTHER: remarks.ask_remark,
    Action.FOLLOW: follow.press_follow,
    Action.AWAIT: follow.press_follow_question,
}


class CardButton(ui.DynamicItem[ui.Button[Any]], template=PATTERN):
    """A button under a card."""

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button as Discord sent it back."""
        return cls(item)  # type: ignore[arg-type]

    async def callback(self, interaction: Interaction) -> None:
        """Do what the button's custom id says."""
        found = read_custom_id(self.custom_id)
        press = PRESSES.get(found[0]) if found else None
        if found is not None and press is not None:
            await answering(interaction, lambda: press(interaction, found[1]))


class CardMenu(ui.DynamicItem[ui.Select[Any]], template=PICKED):
    """A menu of claims under a card."""

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The menu as Discord sent it back."""
        return cls(item)  # type: ignore[arg-type]

    async def callback(self, interaction: Interaction) -> None:
        """Open the claim that was chosen."""
        found = read_custom_id(self.custom_id)
        if found is not None and self.item.values:
            (value, *_), place = self.item.values, found[1]
            await answering(
                interaction, lambda: navigation.pick(interaction, place, number_in(value))
            )


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (CardButton, CardMenu)
"""What a bot registers to answer every card ever sent."""
