"""`/follow` and `/following`: being told when a claim changes or a question is answered."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord import app_commands
from discord.ext.commands import Cog, GroupCog

from claims.errors import NotFound
from claims.following import key_of_question
from claims.follows import WHOLE, Pace
from claims.models import QuestionStatus
from claims.report import ClaimView
from claims.retention import FOLLOW_DAYS
from commands.acting import acting
from commands.choosing import LARGEST, open_questions_of, shown_claims
from commands.community import DIRECT, community_id
from commands.desk import Desk
from commands.everywhere import everywhere
from commands.replying import Chosen, Press, put, wait
from commands.ui.base import Interaction
from commands.ui.follows import (
    Here,
    ended_view,
    followed_view,
    following_view,
    which_question_view,
)
from commands.ui.places import NO_ANSWER, Place
from commands.ui.wishes import GONE, Wish, number_in

_PACES = [
    app_commands.Choice(name="Once a day, in one message", value=Pace.DAILY.value),
    app_commands.Choice(name="At once", value=Pace.AT_ONCE.value),
]
_WHEN = "How soon you are told"
_DAYS = "After how many days it ends by itself; what you follow for longer already stays so"
Number = app_commands.Range[int, 1, LARGEST]
Days = app_commands.Range[int, 1, 365]


async def press_follow(interaction: Interaction, place: Place) -> None:
    """Begin to follow the claim that a card shows; the card stays as it is.

    Under the answer to a check that ends by itself, and what changes is told at once, so that
    whoever passed the answer on can correct it.
    """
    await interaction.response.defer(ephemeral=True, thinking=True)
    view = await _seen(interaction, place.number)
    if place.ticket == NO_ANSWER:
        await _begin(interaction, view, WHOLE)
        return
    desk, member = await acting(interaction)
    there = await desk.following.of_claim(member, view.claim_id)
    pace = there.follow.pace if there else Pace.AT_ONCE
    await _begin(interaction, view, WHOLE, pace, FOLLOW_DAYS)


async def press_follow_question(interaction: Interaction, place: Place) -> None:
    """Begin to follow the only open question of a card's claim, or ask which one."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    view = await _seen(interaction, place.number)
    is_open = [
        place
        for place, asked in enumerate(view.claim.questions, start=1)
        if asked.status is QuestionStatus.OPEN
    ]
    if len(is_open) != 1:
        await put(interaction, which_question_view(view))
        return
    await _begin(interaction, view, key_of_question(view, is_open[0]))


async def _seen(interaction: Interaction, number: int) -> ClaimView:
    """A claim as members see it; raises ``NotFound``."""
    desk, member = await acting(interaction)
    return await desk.reader.by_number(member.community, number)


async def _begin(
    interaction: Interaction,
    view: ClaimView,
    question: str,
    pace: Pace | None = None,
    days: int | None = None,
) -> None:
    desk, member = await acting(interaction)
    item = await desk.following.follow(member, view, question, pace=pace, days=days)
    await put(interaction, followed_view(item, _here(interaction)))


async def _list(interaction: Interaction, page: int) -> None:
    """What one follows here; in direct messages, what one follows anywhere."""
    await wait(interaction)
    desk, member = await acting(interaction)
    if member.community == DIRECT:
        items = await desk.following.everywhere(member.user)
    else:
        items = await desk.following.here(member)
    await put(interaction, following_view(items, page, _here(interaction)))


def _here(interaction: Interaction) -> Here:
    servers = {str(guild.id): guild.name for guild in interaction.client.guilds}
    return Here(community_id(interaction), servers)


async def _press_list(interaction: Interaction, asked: Wish) -> None:
    await _list(interaction, asked.number(0))


async def _press_pace(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    if asked.word(1) not in set(Pace):
        raise NotFound(GONE)
    pace = Pace(asked.word(1))
    item = await desk.following.set_pace(member.user, asked.number(0), pace)
    await put(interaction, followed_view(item, _here(interaction), "Changed"))


async def _press_stop(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    ended = await desk.following.end(member.user, asked.number(0))
    await put(interaction, ended_view(ended, _here(interaction)))


async def _press_retry(interaction: Interaction, asked: Wish) -> None:
    desk, member = await acting(interaction)
    await desk.following.try_again(member.user)
    await _list(interaction, 0)


async def _press_on(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    await _begin(interaction, await _seen(interaction, asked.number(0)), WHOLE)


async def _choose_follow(interaction: Interaction, asked: Wish, value: str) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    item = await desk.following.one(member.user, number_in(value))
    await put(interaction, followed_view(item, _here(interaction)))


async def _choose_question(interaction: Interaction, asked: Wish, value: str) -> None:
    await wait(interaction)
    await _begin(interaction, await _seen(interaction, asked.number(0)), value)


PRESSES: Mapping[str, Press] = {
    "following": _press_list,
    "follow-pace": _press_pace,
    "follow-stop": _press_stop,
    "follow-retry": _press_retry,
    "follow-on": _press_on,
}
MENUS: Mapping[str, Chosen] = {"follow": _choose_follow, "follow-question": _choose_question}


@everywhere
class FollowCommands(
    GroupCog, group_name="follow", group_description="Be told when something changes"
):
    """Lets everybody follow claims and questions, in a server or in direct messages."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command(name="claim")
    @app_commands.describe(
        number="The claim's number, or words to find it by", when=_WHEN, days=_DAYS
    )
    @app_commands.choices(when=_PACES)
    async def claim(
        self,
        interaction: Interaction,
        number: Number,
        when: str | None = None,
        days: Days | None = None,
    ) -> None:
        """Be told by direct message when a claim changes or its questions are answered."""
        await wait(interaction)
        view = await _seen(interaction, number)
        await _begin(interaction, view, WHOLE, Pace(when) if when else None, days)

    @app_commands.command(name="question")
    @app_commands.describe(
        number="The claim's number, or words to find it by",
        question="Which of its questions",
        when=_WHEN,
        days=_DAYS,
    )
    @app_commands.choices(when=_PACES)
    async def question(
        self,
        interaction: Interaction,
        number: Number,
        question: Number,
        when: str | None = None,
        days: Days | None = None,
    ) -> None:
        """Be told by direct message when one question of a claim is answered."""
        await wait(interaction)
        view = await _seen(interaction, number)
        key = key_of_question(view, question)
        await _begin(interaction, view, key, Pace(when) if when else None, days)

    @claim.autocomplete("number")
    @question.autocomplete("number")
    async def _numbers(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        found = await shown_claims(interaction, current)
        return [app_commands.Choice(name=name, value=number) for name, number in found]

    @question.autocomplete("question")
    async def _questions(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        """The open questions of the claim that was chosen; none where there is none yet."""
        number = getattr(interaction.namespace, "number", None)
        return await open_questions_of(interaction, number) if isinstance(number, int) else []


class FollowingCommand(Cog):
    """Shows everybody what they follow."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @everywhere
    @app_commands.command(name="following")
    async def following(self, interaction: discord.Interaction) -> None:
        """What you follow, how soon you are told, and how to end it."""
        await _list(interaction, 0)
