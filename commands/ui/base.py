"""The one base of cards and forms, and the one place where what goes wrong is told.

People see one sentence; what was not foreseen has a reference id, which the log has too. The log
never holds what people pasted, so it names errors and lines of code, not the errors' own words.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord
from discord import app_commands, ui

from claims.errors import AskedTooFastAgain, CaveatError, TryLater, Unheard
from claims.tracing import begin_trace, reference
from commands.desk import Desk, desk_of
from commands.ui.markup import escape

ACCENT = 0x5B7FA6
"""One calm colour for every card: a colour that changes would be a verdict."""
NO_PINGS = discord.AllowedMentions.none()

_log = logging.getLogger(__name__)
_GONE = frozenset({10062, 40060, 50027, 10015, 10008, 10003, 10004})
"""Discord's codes for an interaction that is over, or whose message, channel or server is gone."""
_FORBIDDEN = frozenset({50001, 50013})
_OURS = (
    "Something went wrong on our side (reference {reference}). Please try again; "
    "if it happens again, tell a moderator this reference."
)
_MAY_NOT = "Caveat may not do that in this channel; ask a moderator to let it post here."
_MISUSED = "That does not fit this command; look at the choices that it offers."

Interaction = discord.Interaction[Any]


class CardView(ui.LayoutView):
    """A card. Its buttons are answered by persistent items, so no message need be remembered."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    def is_finished(self) -> bool:
        """Always: the library then keeps no view in memory for every card sent."""
        return True


class Form(ui.Modal):
    """A form. It is answered by its custom id, so it can be sent after a restart too."""

    def __init__(self, *, title: str, custom_id: str) -> None:
        super().__init__(title=title, custom_id=custom_id, timeout=None)

    def is_finished(self) -> bool:
        """Always: see ``CardView``."""
        return True


async def answering(interaction: Interaction, work: Callable[[], Awaitable[None]]) -> None:
    """Do what a button or a form asks, once a delivery, and tell what goes wrong."""
    desk, trace = desk_of(interaction), begin_trace()
    if not desk.deliveries.first(interaction.id):
        return
    outcome = "done"
    try:
        await work()
    except Exception as error:  # noqa: BLE001 - the last place that can tell a person
        outcome = await tell(interaction, error)
    note(desk, _kind_of(interaction), outcome, trace.seconds)


def note(desk: Desk, name: str, outcome: str, seconds: float) -> None:
    """Tell the observer, and the log at the level of details, how an interaction went."""
    _log.debug("%s: %s in %.0f ms", name, outcome, seconds * 1000)
    desk.observer.interacted(name, outcome, seconds)


async def tell(interaction: Interaction, error: BaseException) -> str:
    """Answer an interaction that failed with one sentence, and log what is ours to mend.

    Returns what came of it: *over* where there was nobody to answer any more, or what
    ``outcome_of`` says.
    """
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    if isinstance(cause, discord.HTTPException) and cause.code in _GONE:
        _log.info("an interaction was over before its answer (code %s)", cause.code)
        return "over"
    if isinstance(cause, discord.InteractionResponded):
        _log.info("an interaction was answered twice")
        return "over"
    if isinstance(cause, discord.HTTPException) and (cause.status >= 500 or cause.status == 429):
        _log.warning("Discord did not take an answer (status %s)", cause.status)
        cause = Unheard()
    outcome = outcome_of(cause)
    if isinstance(cause, AskedTooFastAgain):
        return outcome  # in a flood, whoever is told of it keeps others waiting
    if outcome == "failed":
        desk_of(interaction).observer.failed(type(cause).__name__)
    try:
        await _say(interaction, _words(cause, interaction))
    except discord.HTTPException as problem:
        _log.info("a sentence could not be delivered (code %s)", problem.code)
    except Unheard:
        _log.info("a sentence could not be delivered (no answer)")
    return outcome


def outcome_of(error: BaseException) -> str:
    """Whether an error is ours (*failed*), Discord's refusal (*forbidden*), or told to mend.

    *paced* is who asked faster than members may, or while too many waited; *unheard* where
    Discord did not take the answer.
    """
    if isinstance(error, Unheard):
        return "unheard"
    if isinstance(error, TryLater):
        return "paced"
    if isinstance(error, CaveatError):
        return "refused"
    if isinstance(error, discord.HTTPException) and error.code in _FORBIDDEN:
        return "forbidden"
    if isinstance(error, app_commands.AppCommandError) and not isinstance(
        error, app_commands.CommandInvokeError
    ):
        return "refused"
    return "failed"


def sentence_for(error: BaseException, interaction: Interaction | None = None) -> str:
    """The sentence that a person reads; an error of ours is logged under its reference."""
    if isinstance(error, CaveatError):
        return error.sentence
    if isinstance(error, discord.HTTPException) and error.code in _FORBIDDEN:
        return _MAY_NOT
    if isinstance(error, app_commands.AppCommandError) and not isinstance(
        error, app_commands.CommandInvokeError
    ):
        return _MISUSED
    shown = reference() or begin_trace().reference
    where = getattr(getattr(interaction, "command", None), "qualified_name", "a button or form")
    _log.error("reference %s in %s: %s", shown, where, outline(error))
    return _OURS.format(reference=shown)


def _kind_of(interaction: Interaction) -> str:
    """Whether a button, a menu or a form was used."""
    if interaction.type is discord.InteractionType.modal_submit:
        return "form"
    data: Mapping[str, Any] = interaction.data or {}
    button = data.get("component_type") == discord.ComponentType.button.value
    return "button" if button else "menu"


def _words(error: BaseException, interaction: Interaction) -> str:
    """The sentence as Discord sets it: a moment counts down there, in its reader's language."""
    if isinstance(error, TryLater):
        again = int(discord.utils.utcnow().timestamp()) + error.seconds
        return f"{escape(error.why)} Please try again <t:{again}:R>."
    return escape(sentence_for(error, interaction))


def outline(error: BaseException) -> str:
    """An error by its kinds and lines of code, without its words, which may quote a paste."""
    parts: list[str] = []
    link: BaseException | None = error
    while link is not None and len(parts) < 5:
        frames = traceback.extract_tb(link.__traceback__)[-8:]
        steps = " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
        kind = f"{type(link).__module__}.{type(link).__qualname__}"
        if isinstance(link, discord.HTTPException):
            kind += f" (status {link.status}, code {link.code})"
        parts.append(f"{kind} at {steps or 'an unknown place'}")
        link = link.__cause__ or link.__context__
    return "; because of ".join(parts)


def notice(sentence: str) -> CardView:
    """A sentence as a card."""
    view = CardView()
    view.add_item(ui.Container(ui.TextDisplay(sentence), accent_colour=ACCENT))
    return view


async def _say(interaction: Interaction, words: str) -> None:
    if interaction.is_expired():
        return
    view, quiet = notice(words), NO_PINGS
    kind = interaction.response.type
    if kind is None:
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=quiet)
    elif kind is discord.InteractionResponseType.deferred_channel_message:
        await interaction.edit_original_response(view=view, allowed_mentions=quiet)
    else:
        await interaction.followup.send(view=view, ephemeral=True, allowed_mentions=quiet)
