"""Quantities in a text: figures, number words, ranges, bounds, percentages, what they count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matching.measures import currency, measure, rate
from matching.number_words import ONES, SCALES, of_figures, of_words
from matching.stopwords import STOP_WORDS

Kind = Literal["count", "percent", "money", "times", "ordinal", "part"]
Bound = Literal["", "over", "under"]

_VAGUE = {
    "few": (2, 12), "handful": (2, 12), "ten": (20, 99), "dozen": (24, 199), "score": (20, 199),
    "hundred": (100, 999), "thousand": (1000, 19_999),
    "million": (10**6, 2 * 10**7), "billion": (10**9, 2 * 10**10),
}  # fmt: skip
_PARTS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}
_FOLDS = {"double": 2, "doubled": 2, "twice": 2, "triple": 3, "tripled": 3, "thrice": 3}

_DOTLESS = str.maketrans("İı", "Ii")  # which the pattern takes for an i, and lower() does not
_WORDS = "|".join(sorted(ONES, key=len, reverse=True))
_BIG = "hundred|thousand|million|billion|trillion|dozen|lakh|crore"
_SPELLED = (
    rf"(?:(?:{_WORDS})(?:[- ](?:and )?(?:{_WORDS}|{_BIG}))*"
    rf"|(?:a|half a|(?:a )?quarter of a) (?:{_BIG}))"
)
_FIGURE = r"\d{1,3}(?:[,. '’]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)?"  # 11,000  11 000  4.5  4,5
_SCALE = rf"(?: ?(?:k|m|mn|mln|mil|mio|bn|bil|b|tn)\b|[ -]?(?:{_BIG})\b)"
_NUMBER = re.compile(
    r"\b(?P<vague>(?:(?:tens|hundreds|100s) of (?:thousands|millions|1000s)|dozens|hundreds"
    r"|thousands|millions|billions|(?:scores|tens|a handful)(?= of [^\W\d])(?! of the))"
    r"|(?:a few|few|several|many|a couple(?: of)?|couple(?: of)?) "
    r"(?:hundred thousand|dozens?|hundreds?|thousands?|millions?)"
    r"|a few(?= (?!more|other|of|times|minutes|hours|days|weeks|months|years)[^\W\d]))\b"
    r"|\b(?P<few>one|two|three|four|five|six|seven|eight|nine|\d{1,2}) (?:in|out of)(?: every)? "
    r"(?P<among>ten|five|four|three|two|twenty|hundred|10+|[2345]|20)\b(?![,.]?\d)"
    r"|\b(?P<parts>two|three|four)[- ](?P<of>thirds|quarters|fifths)\b"
    rf"|(?P<money>[$£€]\s?)?(?<![\w.,])(?<![^\W\d_]-)(?P<figure>{_FIGURE})(?P<scale>{_SCALE})?"
    r"(?P<suffix>st\b|nd\b|rd\b|th\b|x\b|s\b|ish\b|\s?%|\+)?(?![\w])"
    rf"|(?<![\w-])(?P<spelled>{_SPELLED})(?P<fold>fold)?(?![\w])"
    r"|\b(?:a|one|by|about|almost|nearly|over|than) (?P<part>half|third|quarter|fifth|tenth)\b"
    r"|\b(?P<half>half)(?= (?:of|the))"
    r"|\b(?P<times>double|twice|triple)\b",
    re.IGNORECASE,
)
_TENS = frozenset((100, 1000, 10_000, 100_000, 10**6))
_RANGE = re.compile(r"\s?(?:-|to|and|or)\s?", re.IGNORECASE)
_OVER = re.compile(
    r"(?:more than|over|above|upwards? of|at least|exceed(?:s|ed|ing)?|north of|no (?:fewer|less) "
    r"than|greater than|>|beyond|well over)\s+(?:the |an? |some )?$",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"(?:fewer than|less than|under|below|at most|up to|no more than|not even|<)\s+(?:the |an? )?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:about|around|approx\.?|approximately|roughly|nearly|almost|some|circa|close to|~|"
    r"estimated|like|an estimated|as many as)\s*(?:the |an? )?$",
    re.IGNORECASE,
)
_REST = re.compile(
    r"\b(?:but|bar|except|save|apart from|other than)(?: for)?\s+"
    r"(?:about |around |some |roughly |maybe |like |approximately |bout )?$",
    re.IGNORECASE,
)
_FACTOR = re.compile(r"\bfactor of $", re.IGNORECASE)
_TIMES = re.compile(r"(?<!\bat )\btimes $", re.IGNORECASE)
_ALONE = re.compile(r"\s*(?:$|[^\w\s]|(?:what|that|the|of|is|or)\b)", re.IGNORECASE)  # no noun
_PERCENT = re.compile(r"\s?(?:%|percent\b|per cent\b|pct\b)", re.IGNORECASE)
_MORE = re.compile(r"\s?(?:\+|plus\b|or more\b|or so\b)", re.IGNORECASE)
_FOLD = re.compile(r"[- ]?(?:times\b|fold\b|x\b)", re.IGNORECASE)
_CURRENCY = re.compile(
    r"\s?(?:dollars?|euros?|pounds?(?! of (?!(?:\w+ )?(?:money|cash|aid|debts?|funds|funding|tax)))"
    r"|usd|eur|bucks)\b",
    re.IGNORECASE,
)
_GREATER = re.compile(
    r"\s+(?:more|over|above|higher|greater|larger|bigger)\b(?! (?:the age|\d))", re.IGNORECASE
)
_UP = re.compile(r"\bup (?:by )?$", re.IGNORECASE)
_AMONG = re.compile(r"\s+of\b", re.IGNORECASE)
_UNIT = re.compile(r"[\s-]+((?:[^\W\d_]|')+)(?:[\s-]+((?:[^\W\d_]|')+))?(?:\s+((?:[^\W\d_]|')+))?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity as it stands in a text.

    ``low`` and ``high`` are equal unless it is a range or vague ("thousands"); a percentage is
    in points, a part ("a third") in [0, 1]. ``following`` are the up to three words after it,
    ``per`` is the period that it is counted by ("day"); ``rest`` says that all others are meant
    ("all but 500"); ``share`` whether a part is one of the whole ("of") or comes to it ("more").
    """

    kind: Kind
    low: float
    high: float
    text: str
    start: int
    end: int
    bound: Bound = ""
    about: bool = False
    following: tuple[str, ...] = ()
    per: str = ""
    rest: bool = False
    share: Literal["", "of", "more"] = ""

    @property
    def vague(self) -> bool:
        """Whether only its magnitude is given."""
        return self.high > 3 * self.low > 0


def quantities(text: str, taken: Sequence[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
    """The quantities of a folded text in their order; spans in ``taken`` (dates) are passed over.

    Names with figures ("F-22", "Su-35", "C4") are none, nor are single small number words that
    stand for "a" ("one of them").
    """
    text = text.translate(_DOTLESS)
    found: list[Quantity] = []
    for match in _NUMBER.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        read = _read(match, text)
        if read is not None:
            found.append(read)
    return tuple(_with_ranges(found, text))


def agree(pasted: Quantity, said: Quantity) -> bool:
    """Whether two quantities can be the same figure, differently written, in whatever unit."""
    if pasted.bound != said.bound and pasted.bound and said.bound:
        return False
    if _apart(pasted, said):
        return False
    sizes = _comparable(pasted, said)
    if sizes is None:
        return False
    (low, high), (other_low, other_high) = sizes
    if pasted.vague and said.vague:
        high, other_high = (end / 2 if end == 199 else end for end in (high, other_high))
        return low < other_high and other_low < high
    slack = _slack(pasted, said)
    low, high = low * (1 - slack), high * (1 + slack)
    return low <= other_high and other_low <= high


def _apart(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are of other periods, of other money, or a part and what is added."""
    if one.per and other.per and one.per != other.per:
        return True
    if one.share and other.share and one.share != other.share:
        return True
    if not one.kind == other.kind == "money":
        return False
    mine, theirs = currency(one.text), currency(other.text)
    return bool(mine and theirs) and mine != theirs


def _comparable(
    one: Quantity, other: Quantity
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Both extents in one unit, or None where they are of different kinds."""
    kinds = {one.kind, other.kind}
    if kinds == {"count", "money"}:
        if one.kind == "money" or STOP_WORDS.isdisjoint(one.following[:1] or ("of",)):
            return None
        sizes = [1.0, 1.0]  # "spends 9 million on it" says no less than "9 million euros"
    elif kinds == {"part", "percent"}:
        sizes = [100.0 if item.kind == "part" else 1.0 for item in (one, other)]
    elif len(kinds) == 1:
        measures = measure(one.following), measure(other.following)
        sizes = [1.0, 1.0]
        if measures[0] is not None and measures[1] is not None:
            if measures[0][0] != measures[1][0]:
                return None
            sizes = [measures[0][1], measures[1][1]]
    else:
        return None
    first, second = sizes
    return (one.low * first, one.high * first), (other.low * second, other.high * second)


def _slack(pasted: Quantity, said: Quantity) -> float:
    slack = 0.1 if (pasted.about or said.about or pasted.bound or said.bound) else 0.001
    if pasted.vague or said.vague or pasted.low != pasted.high or said.low != said.high:
        slack = max(slack, 0.02)
    if pasted.following[:1] != said.following[:1] and measure(pasted.following):
        slack = max(slack, 0.04, min(0.085, 0.5 / max(pasted.low, 1)))  # "6 km" for four miles
    return slack


def one_scale(pasted: Quantity, said: Quantity) -> bool:
    """Whether figures of two kinds have the same digits: "11 percent" beside "11,000 people"."""
    if pasted.kind == said.kind or "ordinal" in {pasted.kind, said.kind}:
        return False
    if pasted.vague or said.vague or pasted.low <= 1 or said.low <= 1:
        return False
    return f"{pasted.low:e}"[:8] == f"{said.low:e}"[:8]


def adds_up(pasted: Quantity, said: Sequence[Quantity]) -> bool:
    """Whether a figure is the sum of two of the claim's, or what one leaves of another."""
    values = [item.low for item in said if item.kind == pasted.kind and item.low == item.high]
    pairs = [(a, b) for at, a in enumerate(values) for b in values[at + 1 :]]
    reached = [value for a, b in pairs for value in (a + b, abs(a - b))]
    if pasted.bound == "over" and any(pasted.low <= value <= 1.5 * pasted.low for value in reached):
        return True
    return pasted.low > 0 and any(abs(pasted.low - value) <= 0.02 * value for value in reached)


def _read(match: re.Match[str], text: str) -> Quantity | None:
    before, after = text[max(0, match.start() - 24) : match.start()], text[match.end() :]
    value = _value(match)
    if value is None:
        return None
    low, high = value
    suffix = (match["suffix"] or "").strip().lower()
    factor = _FACTOR.search(before) or (_TIMES.search(before) and _ALONE.match(after))
    kind = "times" if factor else _kind(match, suffix, after)
    if kind == "count" and low == high == 1:
        return None
    end = match.end()
    trailing = {"percent": _PERCENT, "times": _FOLD, "money": _CURRENCY}.get(kind)
    more = trailing.match(after) if trailing else None
    if more:
        end += more.end()
    plus = _MORE.match(text[end:])
    over = bool(_OVER.search(before)) or suffix == "+" or (plus is not None and "so" not in plus[0])
    unit = _UNIT.match(text[end:])
    return Quantity(
        kind=kind,
        low=low,
        high=high,
        text=text[match.start() : end].strip(),
        start=match.start(),
        end=end,
        bound="over" if over else "under" if _UNDER.search(before) else "",
        about=bool(_ABOUT.search(before)) or bool(plus) or suffix == "ish",
        following=tuple(word.lower() for word in unit.groups() if word) if unit else (),
        per=rate(text[end:]),
        rest=_REST.search(before) is not None,
        share=_share(kind, before, text[end:]),
    )


def _share(kind: Kind, before: str, after: str) -> Literal["", "of", "more"]:
    if kind not in {"part", "percent"}:
        return ""
    if _GREATER.match(after) or _UP.search(before):
        return "more"
    return "of" if _AMONG.match(after) else ""


def bound_before(text: str, start: int) -> str:
    """The words before a figure that make it a bound ("fewer than "), as they are written."""
    before = text[max(0, start - 24) : start]
    found = _OVER.search(before) or _UNDER.search(before)
    return found.group() if found else ""


def _value(match: re.Match[str]) -> tuple[float, float] | None:
    if match["vague"]:
        vague = match["vague"].lower().replace("1000s", "thousands").replace("100s", "hundreds")
        return _magnitude(vague.split())
    if match["few"] or match["part"] or match["half"] or match["parts"]:
        share = _part(match)
        return (share, share) if share else None
    if match["times"]:
        return (_FOLDS[match["times"].lower()],) * 2
    if match["spelled"]:
        value = of_words(match["spelled"].lower())
        return None if value is None else (value, value)
    value = of_figures(match["figure"])
    if match["scale"]:
        value *= SCALES[match["scale"].strip(" -").lower()]
    if match["suffix"] in {"s", "S"}:
        return (value, 9.99 * value) if value in _TENS else None
    return value, value


def _part(match: re.Match[str]) -> float:
    """A part of a whole: "two thirds" in [0, 1], "two in three" in points; 0 where it is none."""
    if match["few"]:
        few, among = _small(match["few"]), _small(match["among"])
        return 100 * few / among if 0 < few < among else 0.0
    if match["parts"]:
        part = _small(match["parts"]) * _PARTS[match["of"].lower().rstrip("s")]
        return part if part < 1 else 0.0
    return _PARTS[(match["part"] or match["half"]).lower()]


def _small(word: str) -> float:
    return float(word) if word.isdigit() else float(ONES.get(word.lower(), 100))


def _magnitude(words: Sequence[str]) -> tuple[float, float]:
    low, high = _VAGUE[words[-1].rstrip("s")]
    scale = words[-2] if words[-2:-1] == ["hundred"] else words[0]
    if len(words) > 1 and scale in {"tens", "hundreds", "hundred"}:
        times = 10 if scale == "tens" else 100
        return low * times, min(high * times, low * times * 10)
    return low, high


def _kind(match: re.Match[str], suffix: str, after: str) -> Kind:
    if suffix == "%" or match["few"] or _PERCENT.match(after):
        return "percent"
    if suffix in {"st", "nd", "rd", "th"}:
        return "ordinal"
    if match["times"] or match["fold"] or suffix == "x" or _FOLD.match(after):
        return "times"
    if match["part"] or match["parts"] or match["half"]:
        return "part"
    return "money" if match["money"] or _CURRENCY.match(after) else "count"


def _with_ranges(found: Sequence[Quantity], text: str) -> list[Quantity]:
    joined: list[Quantity] = []
    for item in found:
        last = joined[-1] if joined else None
        if last is not None and _is_range(last, item, text):
            low = last.low if last.low > item.low / 1000 else last.low * 1000
            joined[-1] = Quantity(
                item.kind, low, item.high, text[last.start : item.end], last.start, item.end,
                about=True, following=item.following,
            )  # fmt: skip
        else:
            joined.append(item)
    return joined


def _is_range(first: Quantity, second: Quantity, text: str) -> bool:
    between = text[first.end : second.start]
    if not _RANGE.fullmatch(between) or first.vague or second.vague or first.low >= second.high:
        return False
    if between.strip().lower() == "and":
        return text[: first.start].rstrip().lower().endswith("between")
    return first.kind in {second.kind, "count"}
