"""Whether readers are told of a change, and in which words: `/claim minor` and its buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from discord import app_commands
from discord.ext.commands import Cog

from claims.revising import LONGEST_TOLD
from commands.acting import acting, deed_of
from commands.choosing import LARGEST, near_numbers
from commands.editing import Number, numbered, opened
from commands.replying import FormKind, Press, open_form, put_result, wait
from commands.ui.base import Form, Interaction
from commands.ui.forms import Fields, form, line
from commands.ui.wishes import Wish

_MINOR = "Minor: nobody is told of that change"


async def _form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    """Arguments: claim, revision."""
    desk, member = await acting(interaction)
    view = await opened(interaction, asked.number(0))
    telling = await desk.curators.revising.telling(member, view.claim_id)
    derived = telling.changes[0].sentence if telling and telling.changes else ""
    return form(
        f"What readers of #{view.number} are told",
        asked,
        line(
            "What changed, in a sentence",
            "told",
            typed.get("told", derived[:LONGEST_TOLD]),
            hint="It stands under the answers that are corrected, and in the digest.",
            example="AP's range replaces the single figure",
            longest=LONGEST_TOLD,
        ),
    )


async def _save(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    view = await desk.curators.revising.word(
        member, deed_of(interaction), asked.number(0), asked.number(1), fields.get("told", "")
    )
    await put_result(interaction, view, "Readers are told so")


WORD = FormKind("word", _form, _save)
FORMS: Sequence[FormKind] = (WORD,)


async def _open_word(interaction: Interaction, asked: Wish) -> None:
    await open_form(interaction, WORD, *asked.args)


async def _call_minor(interaction: Interaction, claim_id: int, revision: int) -> None:
    desk, member = await acting(interaction)
    view = await desk.curators.revising.call_minor(member, deed_of(interaction), claim_id, revision)
    await put_result(interaction, view, _MINOR)


async def _press_minor(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    await _call_minor(interaction, asked.number(0), asked.number(1))


async def _press_material(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    view = await desk.curators.revising.call_material(
        member, deed_of(interaction), asked.number(0), asked.number(1)
    )
    await put_result(interaction, view, "Readers are told of that change")


PRESSES: Mapping[str, Press] = {
    "word": _open_word,
    "minor": _press_minor,
    "material": _press_material,
}


class Marking(Cog):
    """The part of `/claim` that says which changes readers need not hear of."""

    @app_commands.command(name="minor")
    @app_commands.describe(
        number="The claim's number, or words to find it by",
        revision="The revision; left out: the newest",
    )
    async def minor(
        self,
        interaction: Interaction,
        number: Number,
        revision: app_commands.Range[int, 1, LARGEST] | None = None,
    ) -> None:
        """Call a change minor, such as a mended typo: nobody is told of it."""
        await wait(interaction)
        view = await numbered(interaction, number)
        await _call_minor(interaction, view.claim_id, revision or view.revision)

    @minor.autocomplete("number")
    async def _for_minor(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        return await near_numbers(interaction, current)
