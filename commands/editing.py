"""`/claim edit`, `phrasing`, `publish`, `draft`, `retire`, `restore` and `merge`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from discord import app_commands
from discord.ext.commands import Cog

from claims import words
from claims.card import Block
from claims.editing import ClaimEdit
from claims.forms import read_date, replaced
from claims.models import ClaimKind, Status
from claims.people import Member
from claims.report import ClaimView
from claims.workbench import Result
from commands.acting import acting, deed_of
from commands.choosing import LARGEST, near_numbers
from commands.desk import Curators
from commands.replying import FormKind, Press, open_form, put, put_result, wait
from commands.ui.base import CardView, Form, Interaction
from commands.ui.bench import button, page, plain, row
from commands.ui.entries import entry_line
from commands.ui.forms import Fields, choice, form, line, paragraph
from commands.ui.limits import FIELD
from commands.ui.wishes import Wish, wish

Number = app_commands.Range[int, 1, LARGEST]
_KINDS = {kind.value: said.capitalize() for kind, said in words.CLAIM_KINDS.items()}


async def opened(interaction: Interaction, claim_id: int) -> ClaimView:
    """A claim as a curator sees it; raises ``NotAllowed``, ``NotFound``."""
    desk, member = await acting(interaction)
    return await desk.curators.curation.open(member, claim_id)


async def numbered(interaction: Interaction, number: int) -> ClaimView:
    """The claim with a number, drafts too; raises ``NotAllowed``, ``NotFound``."""
    desk, member = await acting(interaction)
    return await desk.curators.curation.by_number(member, number)


def on(asked: Wish, view: ClaimView) -> Wish:
    """The wish with the revision that its form is filled from, unless it names one."""
    return asked if len(asked.args) > 1 else Wish(asked.verb, (*asked.args, str(view.revision)))


async def _edit_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    view = await opened(interaction, asked.number(0))
    claim = view.claim
    given = {
        "text": claim.text,
        "title": claim.title or "",
        "speaker": claim.speaker or "",
        "date": claim.date or "",
        "kind": claim.kind.value,
    } | dict(typed)
    return form(
        f"Edit #{view.number}",
        on(asked, view),
        paragraph(
            "The claim, as one neutral sentence",
            "text",
            given["text"],
            hint="The sentence that it replaces stays as a wording.",
            longest=FIELD,
            required=True,
        ),
        line("Title (optional)", "title", given["title"], hint="A few words for lists."),
        line("Speaker (optional)", "speaker", given["speaker"], example="Ministry of Defence"),
        line(
            "Date (optional)",
            "date",
            given["date"],
            hint="As exact as it is known: 2017, Dec 2017 or 2017-12-28.",
            longest=60,
        ),
        choice("What it is", "kind", given["kind"], _KINDS),
    )


async def _save_edit(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    given = {name: fields.get(name, "") for name in ("text", "title", "speaker")}
    kind = fields.get("kind") or ClaimKind.FACT.value
    edit = replaced(ClaimEdit, {**given, "kind": kind, "date": read_date(fields.get("date", ""))})
    result = await desk.curators.curation.edit(
        member, deed_of(interaction), asked.number(0), edit, base=asked.number(1)
    )
    await put_result(interaction, result, "Saved")


async def _wording_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    view = await opened(interaction, asked.number(0))
    return form(
        f"Another wording of #{view.number}",
        asked,
        paragraph(
            "The words, as people paste them",
            "wording",
            typed.get("wording", ""),
            hint="The same claim in other words; other figures or names make another claim.",
            longest=FIELD,
            required=True,
        ),
    )


async def _save_wording(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    result = await desk.curators.curation.add_phrasing(
        member, deed_of(interaction), asked.number(0), fields.get("wording", "")
    )
    await put_result(interaction, result, "Wording added")


async def _retire_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    view = await opened(interaction, asked.number(0))
    return form(
        f"Retire #{view.number}",
        on(asked, view),
        line(
            "Why",
            "reason",
            typed.get("reason", ""),
            hint="It stays in the history, and can be restored.",
            example="Nobody tells it any more",
            required=True,
        ),
    )


async def _save_retire(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    result = await desk.curators.curation.retire(
        member,
        deed_of(interaction),
        asked.number(0),
        reason=fields.get("reason", "").strip() or "Retired",
        base=asked.number(1),
    )
    await put_result(interaction, result, "Retired")


EDIT = FormKind("edit", _edit_form, _save_edit, base=1)
WORDING = FormKind("phrasing", _wording_form, _save_wording)
RETIRE = FormKind("retire", _retire_form, _save_retire, base=1)
FORMS: Sequence[FormKind] = (EDIT, WORDING, RETIRE)

Move = Callable[[Curators, Member, str, int, int | None], Awaitable[Result]]
_MOVES: Mapping[str, tuple[str, Move]] = {
    "publish": (
        "Published: members see it now",
        lambda at, who, deed, claim, base: at.curation.publish(who, deed, claim, base=base),
    ),
    "draft": (
        "A draft again: only curators see it",
        lambda at, who, deed, claim, base: at.curation.to_draft(who, deed, claim, base=base),
    ),
    "restore": (
        "Restored as a draft",
        lambda at, who, deed, claim, base: at.curation.restore(who, deed, claim, base=base),
    ),
}


async def _move(interaction: Interaction, verb: str, claim_id: int, base: int | None) -> None:
    desk, member = await acting(interaction)
    said, move = _MOVES[verb]
    result = await move(desk.curators, member, deed_of(interaction), claim_id, base)
    await put_result(interaction, result, said)


async def _press_move(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    await _move(interaction, asked.verb, asked.number(0), asked.number(1))


async def _slash_move(interaction: Interaction, verb: str, number: int) -> None:
    await wait(interaction)
    await _move(interaction, verb, (await numbered(interaction, number)).claim_id, None)


def merge_view(keep: ClaimView, other: ClaimView) -> CardView:
    """What a merge would do, before it is done."""
    lines = plain(
        f"Stays: {entry_line(keep)}",
        f"Is retired, and leads there: {entry_line(other)}",
        "Its sentence and wordings, sources, questions and tellings come along; what the first "
        "says of itself stays as it is.",
    )
    asked = wish("merge", keep.claim_id, other.claim_id, other.revision, keep.revision)
    buttons = row(
        button("Merge", asked, first=True), button("Leave it", wish("open", keep.claim_id))
    )
    return page(
        f"Merge #{other.number} into #{keep.number}?", [Block(lines, listed=True)], [buttons]
    )


async def _merge(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    result = await desk.curators.revising.merge(
        member,
        deed_of(interaction),
        asked.number(0),
        asked.number(1),
        base=asked.number(3),
        other_base=asked.number(2),
    )
    await put_result(interaction, result, "Merged")


async def _open_edit(interaction: Interaction, asked: Wish) -> None:
    await open_form(interaction, EDIT, asked.number(0))


async def _open_wording(interaction: Interaction, asked: Wish) -> None:
    await open_form(interaction, WORDING, asked.number(0))


async def _open_retire(interaction: Interaction, asked: Wish) -> None:
    await open_form(interaction, RETIRE, asked.number(0))


PRESSES: Mapping[str, Press] = {
    "edit": _open_edit,
    "phrasing": _open_wording,
    "retire": _open_retire,
    "publish": _press_move,
    "draft": _press_move,
    "restore": _press_move,
    "merge": _merge,
}


class Editing(Cog):
    """The part of `/claim` that changes claims."""

    @app_commands.command(name="edit")
    @app_commands.describe(number="The claim's number, or words to find it by")
    async def edit(self, interaction: Interaction, number: Number) -> None:
        """Change a claim's sentence, title, speaker, date or kind."""
        await open_form(interaction, EDIT, (await numbered(interaction, number)).claim_id)

    @app_commands.command(name="phrasing")
    @app_commands.describe(number="The claim's number, or words to find it by")
    async def phrasing(self, interaction: Interaction, number: Number) -> None:
        """Add another wording of a claim, as people paste it."""
        await open_form(interaction, WORDING, (await numbered(interaction, number)).claim_id)

    @app_commands.command(name="publish")
    @app_commands.describe(number="The draft's number, or words to find it by")
    async def publish(self, interaction: Interaction, number: Number) -> None:
        """Show a draft to members; it needs a step of its chain and a source."""
        await _slash_move(interaction, "publish", number)

    @app_commands.command(name="draft")
    @app_commands.describe(number="The claim's number, or words to find it by")
    async def draft(self, interaction: Interaction, number: Number) -> None:
        """Hide a published claim from members to work on it."""
        await _slash_move(interaction, "draft", number)

    @app_commands.command(name="retire")
    @app_commands.describe(number="The claim's number, or words to find it by")
    async def retire(self, interaction: Interaction, number: Number) -> None:
        """Take a claim out of use; its number and history stay."""
        await open_form(interaction, RETIRE, (await numbered(interaction, number)).claim_id)

    @app_commands.command(name="restore")
    @app_commands.describe(number="The retired claim's number, or words to find it by")
    async def restore(self, interaction: Interaction, number: Number) -> None:
        """Bring a retired claim back as a draft."""
        await _slash_move(interaction, "restore", number)

    @app_commands.command(name="merge")
    @app_commands.describe(keep="The claim that stays", other="The claim that is retired")
    async def merge(self, interaction: Interaction, keep: Number, other: Number) -> None:
        """Make one claim of two that say the same."""
        await wait(interaction)
        first, second = await numbered(interaction, keep), await numbered(interaction, other)
        await put(interaction, merge_view(first, second))

    @edit.autocomplete("number")
    @phrasing.autocomplete("number")
    @merge.autocomplete("keep")
    @merge.autocomplete("other")
    async def _any(self, interaction: Interaction, current: str) -> list[app_commands.Choice[int]]:
        return await near_numbers(interaction, current)

    @publish.autocomplete("number")
    async def _drafts(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        return await near_numbers(interaction, current, [Status.DRAFT])

    @draft.autocomplete("number")
    async def _published(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        return await near_numbers(interaction, current, [Status.PUBLISHED])

    @retire.autocomplete("number")
    async def _in_use(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        return await near_numbers(interaction, current, [Status.DRAFT, Status.PUBLISHED])

    @restore.autocomplete("number")
    async def _retired(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        return await near_numbers(interaction, current, [Status.RETIRED])
