"""Tells a claim from one that only resembles it: other numbers, dates, names, places, deeds."""

from matching.guard.comparing import blocked, compare, neighbours

__all__ = ["blocked", "compare", "neighbours"]
