"""The words of a title that many sites write into the path of an article."""

from __future__ import annotations

import re
from urllib.parse import unquote

_LEAST = 3
_EXTENSION = re.compile(r"\.(?:amp|s?html?|php\d?|aspx?|jsp|cms|ece|story|stm|print|pdf|md)$", re.I)
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[-_.](?:0?[1-9]|1[0-2])[-_.](?:[0-2]?\d|3[01])(?!\d)")
_DOTTED_NUMBER = re.compile(r"(?<![\w.])\d+\.\d{4,}(?![\w.])")
_BETWEEN_WORDS = re.compile(r"[^\w'’]+|_+")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_SIGNS_OF_A_WORD = 2
_LONG_NUMBER = 6
_LONGEST_WORD = 40
_SHORT_CODE = 7

_SECTION_NAMES = """
    news world us usa uk eu un europe european asia pacific africa african america american americas
    latin north south east west middle central canada australia china india russia mideast
    international national local regional global home front page top stories story latest breaking
    live video videos photos pictures gallery politics political business economy economics finance
    money markets technology tech science health environment climate sport sports football culture
    arts entertainment lifestyle life style travel opinion opinions editorial editorials comment
    commentary analysis features feature blog blogs post posts article articles archive archives
    press release releases view statements statement media room office and the of in on for from to
    category categories tag tags topic topics section sections general daily weekly today
"""
_SECTIONS = frozenset(_SECTION_NAMES.split())


def title_words(path: str) -> str:
    """The words of the segment that reads most like a title, joined by spaces.

    Dates, numbers of articles, codes and extensions are left out. Empty where no segment has
    three words of letters that are more than the names of sections.
    """
    best: list[str] = []
    for segment in path.split("/"):
        words = _words(unquote(segment))
        if _weight(words) > _weight(best):
            best = words
    return " ".join(best) if _is_title(best) else ""


def _words(segment: str) -> list[str]:
    spaced = _DOTTED_NUMBER.sub(" ", _DATE.sub(" ", _EXTENSION.sub("", segment)))
    words = [word.strip("'’") for word in _BETWEEN_WORDS.split(spaced)]
    kept = [word for word in words if word and not _is_code(word)]
    while kept and _is_number_of_an_article(kept[0]):
        del kept[0]
    while kept and _is_number_of_an_article(kept[-1]):
        del kept[-1]
    return kept


def _is_title(words: list[str]) -> bool:
    return _weight(words) >= _LEAST and not all(word.lower() in _SECTIONS for word in words)


def _weight(words: list[str]) -> int:
    """How many words of letters; where a script has no spaces, two signs count as one."""
    signs = sum(len(_UNSPACED.findall(word)) for word in words) // _SIGNS_OF_A_WORD
    return signs or sum(1 for word in words if _LETTERS.search(word))


def _is_code(word: str) -> bool:
    """Letters among many digits or in one long token, or a token longer than words are."""
    if _UNSPACED.search(word):
        return False
    digits = sum(char.isdigit() for char in word)
    mixed = 0 < digits < len(word)
    long = len(word) > _SHORT_CODE or digits >= _LONG_NUMBER - 1
    return len(word) > _LONGEST_WORD or (mixed and long)


def _is_number_of_an_article(word: str) -> bool:
    """Long numbers at either end of a slug; a round one, as in 11000, is part of the title."""
    return word.isdigit() and len(word) >= _LONG_NUMBER - 1 and not word.endswith("00")
