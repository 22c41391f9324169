"""`/annotate`: everything around a claim, each a form."""

from __future__ import annotations

from discord import app_commands
from discord.ext.commands import GroupCog

from commands.annotating import ANSWER, CONTEXT, QUESTION, SOURCE, TELLING
from commands.chain import HOP
from commands.choosing import LARGEST, near_numbers, questions_of
from commands.desk import Desk
from commands.editing import Number, numbered
from commands.everywhere import in_servers
from commands.replying import FormKind, open_form
from commands.ui.base import Interaction

_NUMBER = "The claim's number, or words to find it by"
_NEW = 0
Place = app_commands.Range[int, 1, LARGEST]


async def _about(interaction: Interaction, kind: FormKind, number: int) -> None:
    await open_form(interaction, kind, (await numbered(interaction, number)).claim_id)


@in_servers
class AnnotateCommands(
    GroupCog, group_name="annotate", group_description="Write what is known around a claim"
):
    """Adding to claims; what is there is changed from the claim's own card."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command(name="attribution")
    @app_commands.describe(
        number=_NUMBER,
        place="Where in the chain it comes, counted from 1; left out: at the end",
        change="The step to change instead, counted from 1",
    )
    async def attribution(
        self,
        interaction: Interaction,
        number: Number,
        place: Place | None = None,
        change: Place | None = None,
    ) -> None:
        """Say who made a claim or passed it on, a step of its chain."""
        view = await numbered(interaction, number)
        await open_form(
            interaction, HOP, view.claim_id, view.revision, change or _NEW, place or _NEW
        )

    @app_commands.command(name="source")
    @app_commands.describe(number=_NUMBER)
    async def source(self, interaction: Interaction, number: Number) -> None:
        """List a source that supports a claim, differs from it, or gives context."""
        await _about(interaction, SOURCE, number)

    @app_commands.command(name="question")
    @app_commands.describe(number=_NUMBER)
    async def question(self, interaction: Interaction, number: Number) -> None:
        """Ask what is unresolved about a claim."""
        await _about(interaction, QUESTION, number)

    @app_commands.command(name="answer")
    @app_commands.describe(number=_NUMBER, question="Which of its questions")
    async def answer(self, interaction: Interaction, number: Number, question: Place) -> None:
        """Answer an open question, from a source."""
        view = await numbered(interaction, number)
        await open_form(interaction, ANSWER, view.claim_id, view.revision, question)

    @app_commands.command(name="appearance")
    @app_commands.describe(number=_NUMBER)
    async def appearance(self, interaction: Interaction, number: Number) -> None:
        """List an article or post that tells a claim."""
        await _about(interaction, TELLING, number)

    @app_commands.command(name="context")
    @app_commands.describe(number=_NUMBER)
    async def context(self, interaction: Interaction, number: Number) -> None:
        """Say what can be checked about a claim, and what changed on the way."""
        await _about(interaction, CONTEXT, number)

    @attribution.autocomplete("number")
    @source.autocomplete("number")
    @question.autocomplete("number")
    @answer.autocomplete("number")
    @appearance.autocomplete("number")
    @context.autocomplete("number")
    async def _numbers(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        return await near_numbers(interaction, current)

    @answer.autocomplete("question")
    async def _questions(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        """The questions of the claim that was chosen; none where there is none yet."""
        number = getattr(interaction.namespace, "number", None)
        return await questions_of(interaction, number) if isinstance(number, int) else []
