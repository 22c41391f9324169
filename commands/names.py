"""`/names`: the names that mean the same in a community, which curators keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from discord import app_commands
from discord.ext.commands import Cog

from claims.card import Block
from claims.community import KeptSettings
from claims.people import Right
from claims.same_names import written_names
from commands.acting import acting, deed_of
from commands.desk import Desk
from commands.everywhere import in_servers
from commands.replying import FormKind, Press, open_form, put, wait
from commands.ui.base import CardView, Form, Interaction
from commands.ui.bench import button, page, plain, row
from commands.ui.forms import Fields, form, paragraph
from commands.ui.limits import FIELD
from commands.ui.wishes import Wish, wish

_SHOWN = 40


def names_view(kept: KeptSettings, said: str = "Names that mean the same") -> CardView:
    """What is listed here, and the button to change it."""
    groups = kept.settings.same_names
    lines = [" = ".join(group) for group in groups[:_SHOWN]]
    if len(groups) > _SHOWN:
        lines.append(f"and {len(groups) - _SHOWN} more; the form shows all")
    none = "None are listed here. Well-known names, such as UN and United Nations, need no entry."
    blocks = [Block(plain(*(lines or [none])), listed=bool(lines))]
    return page(said, blocks, [row(button("Change", wish("names"), first=not groups))])


async def _kept(interaction: Interaction) -> KeptSettings:
    desk, member = await acting(interaction)
    (await desk.curators.communities.rights(member)).need(Right.CURATE)
    return await desk.curators.communities.settings(member)


async def _form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    kept = await _kept(interaction)
    given = {"names": written_names(kept.settings.same_names)} | dict(typed)
    asked = Wish(asked.verb, asked.args or (str(kept.revision),))
    return form(
        "Names that mean the same",
        asked,
        paragraph(
            "One line for each (optional)",
            "names",
            given["names"],
            hint="The usual name first, commas between names. It counts at the next check.",
            example="Old Mill Trust, OMT, the mill people",
            longest=FIELD,
        ),
    )


async def _save(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    kept = await desk.curators.communities.rename(
        member, deed_of(interaction), fields.get("names", ""), base=asked.number(0)
    )
    await put(interaction, names_view(kept, "Saved; it counts from the next check on"))


NAMES = FormKind("names", _form, _save, base=0)
FORMS: Sequence[FormKind] = (NAMES,)


async def _open(interaction: Interaction, asked: Wish) -> None:
    await open_form(interaction, NAMES)


PRESSES: Mapping[str, Press] = {"names": _open}


class NamesCommand(Cog):
    """Shows the names of a community; curators change them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @in_servers
    @app_commands.command(name="names")
    async def names(self, interaction: Interaction) -> None:
        """Names and abbreviations that mean the same here."""
        await wait(interaction)
        await put(interaction, names_view(await _kept(interaction)))
