"""Lets a member ask for something, unless they or their community asked for too much lately."""

from __future__ import annotations

from claims.limits import Cost, Limits
from commands.community import DIRECT, community_id
from commands.desk import desk_of
from commands.ui.base import Interaction


def paced(interaction: Interaction, cost: Cost) -> None:
    """Let the member ask; raises ``AskedTooFast``. To be called before anything else is done."""
    limits, member, community = _of(interaction)
    limits.take(member, community, cost)


def paced_form(interaction: Interaction, cost: Cost) -> None:
    """As ``paced``, before a form is opened; ``paced_again`` counts it when it is sent."""
    limits, member, community = _of(interaction)
    limits.look(member, community, cost)


def paced_again(interaction: Interaction, cost: Cost) -> None:
    """Count a form that was sent; only who sends them by the dozen is refused with words typed."""
    limits, member, community = _of(interaction)
    limits.settle(member, community, cost)


def _of(interaction: Interaction) -> tuple[Limits, int, str | None]:
    """In direct messages, and where only a user installed the bot, all are strangers."""
    community = community_id(interaction)
    shared = None if community == DIRECT else community
    return desk_of(interaction).limits, interaction.user.id, shared
