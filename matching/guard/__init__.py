"""Tells a claim from one that only resembles it: other numbers, dates, names, places, deeds."""

from matching.guard.comparing import blocked, compare, neighbours
from matching.guard.comparisons import Comparisons

__all__ = ["Comparisons", "blocked", "compare", "neighbours"]
