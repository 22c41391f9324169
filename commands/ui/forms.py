"""The parts of forms: fields with labels, hints and examples, and what was typed into them.

Every field takes what it held before, so that a form can be opened again as it was left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import discord
from discord import ui

from claims.wordings import whole
from commands.ui.base import Form
from commands.ui.limits import FIELD, OPTION_LABEL, label, size
from commands.ui.wishes import Wish

Fields = Mapping[str, str]
Item = ui.Label[Any]
TITLE = 45
HINT = 100
SEVERAL = ","


def form(title: str, wish: Wish, *items: Item | ui.TextDisplay[Any]) -> Form:
    """A form of at most five items that asks for a wish."""
    made = Form(title=label(title, TITLE), custom_id=wish.form)
    for item in items:
        made.add_item(item)
    return made


def line(
    text: str,
    name: str,
    value: str = "",
    *,
    hint: str = "",
    example: str = "",
    longest: int = 300,
    required: bool = False,
) -> Item:
    """A field of one line."""
    style = discord.TextStyle.short
    return _box(
        text, name, value, style, hint=hint, example=example, longest=longest, required=required
    )


def paragraph(
    text: str,
    name: str,
    value: str = "",
    *,
    hint: str = "",
    example: str = "",
    longest: int = 1000,
    required: bool = False,
) -> Item:
    """A field of several lines."""
    style = discord.TextStyle.paragraph
    return _box(
        text, name, value, style, hint=hint, example=example, longest=longest, required=required
    )


def choice(text: str, name: str, value: str, options: Mapping[str, str], *, hint: str = "") -> Item:
    """Two to ten options of which one is chosen; ``options`` gives each value its words."""
    group: ui.RadioGroup[Any] = ui.RadioGroup(custom_id=name, required=True)
    chosen = value if value in options else next(iter(options))
    for key, words in options.items():
        group.add_option(label=label(words, 100), value=key, default=key == chosen)
    return ui.Label(text=text, description=hint or None, component=group)


def ticks(text: str, name: str, value: str, options: Mapping[str, str], *, hint: str = "") -> Item:
    """Options of which any number is ticked; ``value`` names those that are, with commas."""
    group: ui.CheckboxGroup[Any] = ui.CheckboxGroup(
        custom_id=name, required=False, min_values=0, max_values=len(options)
    )
    ticked = set(value.split(SEVERAL))
    for key, words in options.items():
        group.add_option(label=label(words, 100), value=key, default=key in ticked)
    return ui.Label(text=text, description=hint or None, component=group)


def several(
    text: str,
    name: str,
    value: str,
    options: Sequence[tuple[str, str, str]],
    *,
    hint: str = "",
    required: bool = True,
) -> Item:
    """A menu of up to 25 values, each with its words and smaller words, any number chosen."""
    ticked = set(value.split(SEVERAL))
    chosen: ui.Select[Any] = ui.Select(
        custom_id=name,
        required=required,
        min_values=1 if required else 0,
        max_values=len(options),
        options=[
            discord.SelectOption(
                label=label(words, OPTION_LABEL) or key,
                value=key,
                description=label(small, OPTION_LABEL) or None,
                default=key in ticked,
            )
            for key, words, small in options
        ],
    )
    return ui.Label(text=text, description=hint or None, component=chosen)


def roles(text: str, name: str, value: str, *, hint: str = "") -> Item:
    """Up to 25 roles of the server; ``value`` names their ids, with commas."""
    menu: ui.RoleSelect[Any] = ui.RoleSelect(
        custom_id=name,
        min_values=0,
        max_values=25,
        required=False,
        default_values=_defaults(value, discord.SelectDefaultValueType.role),
    )
    return ui.Label(text=text, description=hint or None, component=menu)


def channel(text: str, name: str, value: str, *, hint: str = "") -> Item:
    """One text channel of the server, or none."""
    menu: ui.ChannelSelect[Any] = ui.ChannelSelect(
        custom_id=name,
        min_values=0,
        max_values=1,
        required=False,
        channel_types=[discord.ChannelType.text],
        default_values=_defaults(value, discord.SelectDefaultValueType.channel),
    )
    return ui.Label(text=text, description=hint or None, component=menu)


def numbers_in(value: str) -> frozenset[int]:
    """The ids that a field of roles or channels holds."""
    return frozenset(int(part) for part in value.split(SEVERAL) if part.isdecimal())


def fields_of(components: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What was typed and chosen, by the names of the fields; several choices with commas."""
    return dict(_values(components))


def _values(components: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    for component in components:
        inner = [*component.get("components", ()), component.get("component")]
        yield from _values(part for part in inner if part)
        name = str(component.get("custom_id", ""))
        if isinstance(component.get("value"), str):
            yield name, whole(component["value"])
        elif isinstance(component.get("values"), list):
            yield name, whole(SEVERAL.join(map(str, component["values"])))


def _defaults(
    value: str, kind: discord.SelectDefaultValueType
) -> Sequence[discord.SelectDefaultValue]:
    return [discord.SelectDefaultValue(id=i, type=kind) for i in sorted(numbers_in(value))[:25]]


def _box(
    text: str,
    name: str,
    value: str,
    style: discord.TextStyle,
    *,
    hint: str,
    example: str,
    longest: int,
    required: bool,
) -> Item:
    longest = min(longest, FIELD)
    box: ui.TextInput[Any] = ui.TextInput(
        custom_id=name,
        style=style,
        default=_within(value, longest) or None,
        placeholder=label(example, HINT) or None,
        max_length=longest,
        required=required,
    )
    return ui.Label(text=text, description=hint or None, component=box)


def _within(value: str, longest: int) -> str:
    """As much of a value as its field takes, as it was typed."""
    value = value[:longest]
    while size(value) > longest:
        value = value[: -max(1, (size(value) - longest) // 2)]
    return value
