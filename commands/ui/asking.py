"""The ways from an answer to the curators: asking them, and saying that a claim is the same."""

from __future__ import annotations

from commands.ui.bench import button
from commands.ui.cards import Button
from commands.ui.places import Place
from commands.ui.wishes import wish


def ask_button(place: Place) -> Button:
    """The button under an answer that found nothing."""
    return button("Ask the curators", wish("ask", place.ticket), first=True)


def same_button(place: Place) -> Button:
    """The button under a claim that only came near what was pasted."""
    return button("It is this claim", wish("same", place.ticket, place.number))
