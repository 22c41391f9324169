"""The value of a number as it is written: in figures of any grouping, or in English words."""

from __future__ import annotations

import re

ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1000, "k": 1000, "grand": 1000, "lakh": 100_000,
    "million": 10**6, "mln": 10**6, "mil": 10**6, "mio": 10**6, "mn": 10**6, "m": 10**6,
    "crore": 10**7, "billion": 10**9, "bn": 10**9, "bil": 10**9, "b": 10**9,
    "trillion": 10**12, "tn": 10**12,
}  # fmt: skip
_GROUPED = re.compile(r"\d{1,3}(?:[,. '’]\d{3})+")
_NO_DIGIT = re.compile(r"\D")


def of_figures(figure: str) -> float:
    """The value of "11,000", "11 000", "1.234,5", "4.5" or "4,5".

    Of two kinds of marks the last parts the decimals, where there is one of it; else all group.
    """
    whole, mark, rest = _parted(figure)
    grouped = _GROUPED.fullmatch(figure) is not None and not (mark == "." and "," in whole)
    if grouped or mark in whole:
        whole, rest = figure, ""
    return float(f"{_NO_DIGIT.sub('', whole)}.{_NO_DIGIT.sub('', rest)}0")


def _parted(figure: str) -> tuple[str, str, str]:
    """What stands before and behind the last point or comma, and which of the two it is."""
    at = max(figure.rfind("."), figure.rfind(","))
    return (figure, "", "") if at < 0 else (figure[:at], figure[at], figure[at + 1 :])


def of_words(words: str) -> float | None:
    """The value of "eleven thousand", "quarter of a million" or "three fifty"."""
    total = current = 0.0
    parts = words.replace("-", " ").replace(" and ", " ").split()
    if parts[0] == "half":
        return 0.5 * SCALES[parts[2]]
    if "quarter" in parts:
        return 0.25 * SCALES[parts[-1]]
    digits = [ONES.get(part) for part in parts]
    if len(parts) == 2 and digits[0] in range(1, 10) and digits[1] in range(20, 100, 10):
        return float((digits[0] or 0) * 100 + (digits[1] or 0))  # "three fifty"
    for part in parts:
        if part == "a":
            current = 1
        elif part in ONES:
            current += ONES[part]
        elif part in {"hundred", "dozen"}:
            current = max(current, 1) * SCALES[part]
        else:
            total += max(current, 1) * SCALES[part]
            current = 0
    return total + current
