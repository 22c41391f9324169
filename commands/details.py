"""`/claim details`: the lists, language and link of a claim, for search and for other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from discord import app_commands
from discord.ext.commands import Cog

from claims.editing import MOST_LISTED, ClaimEdit
from claims.forms import replaced
from commands.acting import acting, deed_of
from commands.choosing import near_numbers
from commands.editing import Number, numbered, on, opened
from commands.replying import FormKind, Press, open_form, put_result
from commands.ui.base import Form, Interaction
from commands.ui.forms import Fields, form, line, paragraph
from commands.ui.limits import FIELD, size
from commands.ui.wishes import Wish

_LISTS = {"topics": "Topics", "names": "Names", "places": "Places"}
_EXAMPLES = {
    "topics": "Civilian casualties",
    "names": "Associated Press",
    "places": "Mosul, Iraq",
}


async def _details_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    """A list that is too long for a field is left out, and stays as it is."""
    view = await opened(interaction, asked.number(0))
    claim = view.claim
    lists = {name: "\n".join(getattr(claim, name)) for name in _LISTS}
    given = {**lists, "language": claim.language, "url": claim.url or ""} | dict(typed)
    return form(
        f"Details of #{view.number}",
        on(asked, view),
        *(
            paragraph(
                f"{words} (optional)",
                name,
                given[name],
                hint="One a line.",
                example=_EXAMPLES[name],
                longest=FIELD,
            )
            for name, words in _LISTS.items()
            if size(lists[name]) <= FIELD and len(getattr(claim, name)) <= MOST_LISTED
        ),
        line(
            "Language of its sentence",
            "language",
            given["language"],
            hint="Its code: en, de, pt-BR.",
            example="en",
            longest=20,
            required=True,
        ),
        line(
            "Where it was examined before (optional)",
            "url",
            given["url"],
            hint="The link of a page that looked into this claim.",
            example="https://paper.example/2017/12/28/story",
            longest=2000,
        ),
    )


async def _save_details(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    given: dict[str, object] = {
        name: tuple(filter(None, map(str.strip, fields[name].splitlines())))
        for name in _LISTS
        if name in fields
    }
    if "url" in fields:
        given["url"] = fields["url"]
    if "language" in fields:
        given["language"] = _code(fields["language"])
    edit = replaced(ClaimEdit, given)
    result = await desk.curators.curation.edit(
        member, deed_of(interaction), asked.number(0), edit, base=asked.number(1)
    )
    await put_result(interaction, result, "Saved")


def _code(typed: str) -> str:
    """A language's code as it is kept: the language itself in small letters."""
    language, dash, region = typed.strip().replace("_", "-").partition("-")
    return f"{language.lower()}{dash}{region}"


DETAILS = FormKind("details", _details_form, _save_details, base=1)
FORMS: Sequence[FormKind] = (DETAILS,)


async def _open_details(interaction: Interaction, asked: Wish) -> None:
    await open_form(interaction, DETAILS, asked.number(0))


PRESSES: Mapping[str, Press] = {"details": _open_details}


class Details(Cog):
    """The part of `/claim` that says where a claim belongs."""

    @app_commands.command(name="details")
    @app_commands.describe(number="The claim's number, or words to find it by")
    async def details(self, interaction: Interaction, number: Number) -> None:
        """Change a claim's topics, names, places, language or link."""
        await open_form(interaction, DETAILS, (await numbered(interaction, number)).claim_id)

    @details.autocomplete("number")
    async def _claims(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        return await near_numbers(interaction, current)
