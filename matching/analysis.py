"""From a text to what a search compares: words, stems, character 4-grams and query views."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import Stemmer

from matching.aliases import Aliases, shipped_aliases
from matching.folding import bare, fold, without_markup
from matching.stopwords import STOP_WORDS

_MARKS = "".join(
    chr(code) for code in range(0x300, 0x1C00) if unicodedata.category(chr(code)).startswith("M")
)
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\d[\d.,:/]*\d(?:[^\W\d_]{1,3}\b)?|\d+[^\W\d_]*"  # 11,000  12/27/2017  11k  49th
    rf"|[^\W_](?:[^\W_]|[{_MARKS}])*(?:'[^\W\d_]+)*"  # don't
)
_TAG = re.compile(r"(?<![\w&/])[#＃@]([^\W_]\w*)")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d{2,})|_+")
_AUTHORSHIP = re.compile(
    r"\s*—\s*(?P<name>[^—\n]{1,80}?)\s*\(@(?P<handle>\w{1,30})\)"
    r"\s*(?P<date>[A-Z][a-z]+ \d{1,2}, \d{4})?\s*$"
)
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_LETTER = re.compile(r"[^\W\d_]")

_T = TypeVar("_T")

MOST_WORDS = 600
_LONGEST_WORD = 40

_STEMMERS = {
    "ar": "arabic", "ara": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan",
    "cs": "czech", "ces": "czech", "da": "danish", "dan": "danish", "nl": "dutch", "nld": "dutch",
    "en": "english", "eng": "english", "et": "estonian", "fi": "finnish", "fin": "finnish",
    "fr": "french", "fra": "french", "de": "german", "deu": "german", "el": "greek",
    "ell": "greek", "hi": "hindi", "hin": "hindi", "hu": "hungarian", "hun": "hungarian",
    "id": "indonesian", "ind": "indonesian", "ms": "indonesian", "msa": "indonesian",
    "ga": "irish", "it": "italian", "ita": "italian", "lt": "lithuanian", "ne": "nepali",
    "no": "norwegian", "nb": "norwegian", "nn": "norwegian", "fa": "persian", "pl": "polish",
    "pol": "polish", "pt": "portuguese", "por": "portuguese", "ro": "romanian", "ron": "romanian",
    "ru": "russian", "rus": "russian", "sr": "serbian", "es": "spanish", "spa": "spanish",
    "sv": "swedish", "swe": "swedish", "ta": "tamil", "tam": "tamil", "tr": "turkish",
    "tur": "turkish", "yi": "yiddish",
}  # fmt: skip
_PER_THREAD = threading.local()


@dataclass(frozen=True)
class Words:
    """A folded text and its words.

    ``spans`` are the words' places in ``text``; ``terms`` are what a search compares: stems, with
    one token for names of the same thing, stop words left out; ``places`` are the indexes of the
    words that each term stands for.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    terms: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    _found: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, what: str, make: Callable[[], _T]) -> _T:
        """Something that is read out of this text, read once however often it is asked for."""
        if what not in self._found:
            self._found[what] = make()
        found: _T = self._found[what]
        return found

    def once_among(self, what: str, among: object, make: Callable[[], _T]) -> _T:
        """The same for what depends on something else: only what was read with the last is kept."""
        kept = self._found.get(what)
        if kept is None or kept[0] != among:
            kept = self._found[what] = (among, make())
        found: _T = kept[1]
        return found

    @cached_property
    def surface(self) -> tuple[str, ...]:
        """The words as written."""
        return tuple(self.text[start:end] for start, end in self.spans)

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """What stands before each word, as far back as to the word before it."""
        ends = (0, *(end for _, end in self.spans))
        return tuple(
            self.text[end:start] for end, (start, _) in zip(ends, self.spans, strict=False)
        )

    @cached_property
    def content(self) -> frozenset[str]:
        """The distinct terms."""
        return frozenset(self.terms)

    @cached_property
    def lowered(self) -> tuple[str, ...]:
        """The words in small letters without accents."""
        return tuple(bare(word).lower() for word in self.surface)

    @cached_property
    def plain(self) -> str:
        """All words in small letters, one blank apart: for comparing wordings."""
        return " ".join(self.lowered)


def read(text: str, language: str | None = None, aliases: Aliases | None = None) -> Words:
    """Fold, clean and analyse a text; at most ``MOST_WORDS`` words are looked at."""
    clean = cleaned(text)
    spans = []
    for found in _WORD.finditer(clean):
        if found.end() - found.start() <= _LONGEST_WORD or _UNSPACED.search(found.group()):
            spans.append(found.span())
        if len(spans) == MOST_WORDS:
            break
    surface = [clean[start:end] for start, end in spans]
    terms, places = _terms(surface, language, aliases or shipped_aliases())
    return Words(clean, tuple(spans), terms, places)


def read_words(words: Sequence[str]) -> list[tuple[str, ...]]:
    """For each of very many words of small ASCII letters the terms that ``read`` finds in it."""
    stemmer, aliases = _stemmer("en"), shipped_aliases()
    stems = stemmer.stemWords(words) if stemmer is not None else words
    return [
        _terms([word], None, aliases)[0]
        if word in STOP_WORDS or aliases.may_begin_with(word)
        else (stem,)
        for word, stem in zip(words, stems, strict=True)
    ]


def cleaned(text: str) -> str:
    """A text folded, without addresses and mark-up, hashtags and handles as words."""
    return _TAG.sub(_apart, without_markup(fold(text)))


def without_authorship(text: str) -> str:
    """A quoted tweet without its closing "— Name (@handle) Month D, YYYY"."""
    return _AUTHORSHIP.sub("", text)


def day_of_authorship(text: str) -> str:
    """The day with which a quoted tweet's authorship closes; empty where it has none."""
    closing = _AUTHORSHIP.search(text)
    return (closing["date"] or "") if closing else ""


def for_vectors(text: str) -> str:
    """A text as the vector model gets it: cleaned, without a tweet's authorship, blanks joined."""
    return " ".join(cleaned(without_authorship(text)).split())


def grams(words: Words) -> list[str]:
    """Character 4-grams of the words, marked at their borders; pairs in scripts without blanks."""
    found: list[str] = []
    for word in words.lowered:
        if word in STOP_WORDS:
            continue
        if _UNSPACED.search(word):
            found += [word[i : i + 3] for i in range(max(1, len(word) - 2))]
        elif len(word) < 3:
            found.append(f"_{word}_")
        else:
            marked = "_" + word.replace("'", "") + "_"
            found += [marked[i : i + 4] for i in range(len(marked) - 3)]
    return found


def latin_share(text: str) -> float:
    """The share of Latin letters among the letters of a text; 1.0 where it has none."""
    letters = len(_LETTER.findall(text[:2000]))
    return len(_LATIN.findall(text[:2000])) / letters if letters else 1.0


def _terms(
    surface: list[str], language: str | None, aliases: Aliases
) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    plain = [_plain(word) for word in surface]
    terms: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for first, last, token in [*aliases.spans(plain), (len(plain), len(plain), "")]:
        for index in range(at, first):
            term = _stem(plain[index], language or "en")
            if term:
                terms.append(term)
                places.append((index, index + 1))
        if token:
            terms.append(token)
            places.append((first, last))
        at = last
    return tuple(terms), tuple(places)


def _plain(word: str) -> str:
    if "." in word and word[:1].isalpha():
        word = word.replace(".", "")
    if word[-2:].lower() == "'s":
        word = word[:-2]
    return word.replace("'", "")


@lru_cache(maxsize=65_536)
def _stem(word: str, language: str) -> str:
    small = word.lower()
    english = language.startswith("en")
    if english:
        small = bare(small)
    if not small or small in STOP_WORDS:
        return ""
    if small[0].isdigit():
        return small.rstrip(".,:/").replace(",", "")
    stemmer = _stemmer(language.split("-", maxsplit=1)[0])
    return bare(stemmer.stemWord(small)) if stemmer is not None else bare(small)


def _stemmer(language: str) -> Stemmer.Stemmer | None:
    algorithm = _STEMMERS.get(language)
    if algorithm is None:
        return None
    kept: dict[str, Stemmer.Stemmer] = _PER_THREAD.__dict__.setdefault("stemmers", {})
    if algorithm not in kept:
        kept[algorithm] = Stemmer.Stemmer(algorithm)
    return kept[algorithm]


def _apart(tag: re.Match[str]) -> str:
    return " " + _HUMP.sub(" ", tag.group(1)) + " "
