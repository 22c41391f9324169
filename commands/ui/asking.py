"""The way from an answer that found nothing to the curators."""

from __future__ import annotations

from commands.ui.bench import button
from commands.ui.cards import Button
from commands.ui.places import Place
from commands.ui.wishes import wish


def ask_button(place: Place) -> Button:
    """The button under an answer that found nothing."""
    return button("Ask the curators", wish("ask", place.ticket), first=True)
