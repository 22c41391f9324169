"""Whether a text has a stranger tell a claim that somebody else tells, in whatever letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from rapidfuzz import fuzz

from claims.report import Difference, DifferenceKind
from matching.analysis import Words
from matching.guard.contrast import Contrast
from matching.guard.persons import name_after, name_before
from matching.guard.tellers import tells
from matching.names import Named, named
from matching.record import Record
from matching.wordlists import HELPING

_SAYING = """
says said writes wrote argues argued claims claimed reckons reckoned thinks insists insisted
maintains maintained asserts asserted contends contended predicts predicted notes noted believes
explains explained concludes concluded states stated tells told alleges alleged charges charged
suggests suggested warns warned reports reported announced announces indicated
goes sees spells points lists gives puts recalls describes calls names
"""
_SAY = frozenset(_SAYING.split())
_OTHERWISE = """
goes sees spells charged charges told noted notes points lists gives puts recalls describes calls
names
"""
_LOOSE = frozenset(_OTHERWISE.split())
"""Verbs that say something else as often: only a name of two words tells with them."""
_LEADING = frozenset(("according", "acc", "per", "if", "listen"))
_VIEWING = """
view opinion reading telling words account book eyes analysis take argument claim claims point
answer conclusion thesis verdict theory version
"""
_VIEWS = frozenset(_VIEWING.split())
_BESIDE = HELPING | frozenset(("just", "openly", "publicly", "once", "still"))
_JOINING = frozenset(("that", "and", "but", "as", "what", "when", "if", "so", "because", "how"))
_ASIDE = frozenset(("what", "how", "why", "whether", "who"))
_PAPERS = frozenset(("article", "author", "piece", "paper", "report"))
_OPENING = re.compile(
    r"(?:,? (?:(?:on )?[\w./]*\d[\w./]*|[a-z]{3,9})){0,4}\s*:(?!\d)", re.IGNORECASE
)
_CLOSING = re.compile(r"(?:\s[-–—]|[:(])\s*(?:by\s+)?$", re.IGNORECASE)
_STOP = re.compile(r"\s*(?:[,.;:!?)(\]\"–—]|-\s|$)")
_ALIKE = 78
_LONG = 4
_TWO = 2


def told_by_a_stranger(both: Contrast, pasted: Words) -> Difference | None:
    """Somebody of whom the claim knows nothing tells it; who tells the claim is not in the text.

    Args:
        both: The sentence that speaks of the claim, and the claim.
        pasted: All of the text.
    """
    about = both.pasted
    places = list(_tellers_places(about, words_of(both.record)))
    own = _tellers(both) if places else []
    if not own or any(_has(pasted, name) for name in own):
        return None
    first, last = places[0]
    text = about.text[about.spans[first][0] : about.spans[last - 1][1]]
    return Difference(DifferenceKind.NAME, text.removesuffix("'s"), own[0])


def _tellers(both: Contrast) -> list[str]:
    """The persons whom the claim's own words have tell it, or who wrote what it speaks of."""
    record, said = both.record, both.said
    speaker = record.teller_words[0] if record.speaker else None
    written = said[1].lowered + said[0].lowered
    found = [
        item.text
        for item in (named(speaker, both.known) if speaker else ())
        if _person(item)
        and (not _PAPERS.isdisjoint(said[1].lowered) or _last_name(item.text) in written)
    ]
    found += [item.text for words, item in both.told_near if _person(item) and tells(item, words)]
    return found


def _person(item: Named) -> bool:
    return item.sort in {"people", "names", ""}


def _last_name(name: str) -> str:
    return name.lower().removesuffix("'s").split()[-1]


def _has(pasted: Words, name: str) -> bool:
    """Whether a text has a last name, or nearly that."""
    last = _last_name(name)
    return any(
        fuzz.ratio(word.removesuffix("'s"), last) >= _ALIKE
        for word in pasted.lowered
        if len(word) >= _LONG or word == last
    )


def _tellers_places(words: Words, known: Set[str]) -> Iterator[tuple[int, int]]:
    """Where a person stands who tells what the text says: words first up to last."""
    yield from _at_the_ends(words, known)
    for at, word in enumerate(words.lowered):
        if word in _SAY:
            yield from _beside_a_verb(words, at, known)
        elif word in _LEADING:
            yield from _behind(words, at, known)
        elif word in _VIEWS and words.lowered[at - 1].endswith("'s"):
            first = name_before(words, at, known)
            if first is not None:
                yield first, at


def _behind(words: Words, at: int, known: Set[str]) -> Iterator[tuple[int, int]]:
    """A name behind "according to", "per", "if" (it "is right") or "listen to"."""
    lead = words.lowered[at]
    first = at + 2 if words.lowered[at + 1 : at + 2] == ("to",) else at + 1
    last = name_after(words, first, known, _TWO if lead == "per" else 1)
    if last is None or (lead == "if" and words.lowered[last : last + 2] != ("is", "right")):
        return
    if lead != "listen" or first == at + 2:
        yield first, last


def _at_the_ends(words: Words, known: Set[str]) -> Iterator[tuple[int, int]]:
    """A name before the first colon or "on how", or behind the last colon, dash or bracket."""
    last = name_after(words, 0, known, _TWO)
    if last is not None:
        aside = words.lowered[last : last + 1] in {("on",), ("about",)}
        subject = frozenset(words.lowered[last + 1 : last + 2]) & _ASIDE
        if _OPENING.match(words.text, words.spans[last - 1][1]) or (aside and subject):
            yield 0, last
    first = name_before(words, len(words.lowered), known, _TWO)
    if first and _CLOSING.search(words.text[: words.spans[first][0]]):
        yield first, len(words.lowered)


def _beside_a_verb(words: Words, at: int, known: Set[str]) -> Iterator[tuple[int, int]]:
    """A name right before a verb of saying, or behind one at the end of a clause."""
    fewest = _TWO if words.lowered[at] in _LOOSE else 1
    end = at
    while end > 0 and words.lowered[end - 1] in _BESIDE:
        end -= 1
    first = name_before(words, end, known, fewest)
    if first is not None and (end - first > 1 or _begins(words, first)):
        yield first, end
    last = name_after(words, at + 1, known, fewest)
    if last is not None and _STOP.match(words.text, words.spans[last - 1][1]):
        yield at + 1, last


def _begins(words: Words, at: int) -> bool:
    """Whether a word begins a text or a clause."""
    if at == 0 or words.lowered[at - 1] in _JOINING:
        return True
    return _STOP.match(words.text, words.spans[at - 1][1]) is not None


def words_of(record: Record) -> frozenset[str]:
    """All words of a claim's texts in small letters; read once."""
    return record.words[0].once("words of the claim", lambda: _all_words(record))


def _all_words(record: Record) -> frozenset[str]:
    texts = (*record.words, *record.teller_words, *map(record.read, record.names))
    return frozenset(word.removesuffix("'s") for words in texts for word in words.lowered)
