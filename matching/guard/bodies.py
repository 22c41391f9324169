"""Whether a text has another body of a state where the claim has its own: parliament for police."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from matching.analysis import Words
from matching.guard.body_names import GOVERNMENT, REBELS, Body, bodies, countries, fights
from matching.guard.senses import all_kin
from matching.record import Record
from matching.weights import total
from matching.wordlists import TELLING

_UNDER_A_GOVERNMENT = """
foreign military intelligence interior justice finance health education trade energy transport
agriculture labour environment culture sports housing tourism police aid customs tax science
"""
_PARTS = frozenset(_UNDER_A_GOVERNMENT.split())
_SAME = (
    "justice; police; interior",
    "interior; intelligence; police",
    "finance; central bank; tax",
)
"""Bodies that people take for one another."""
_SPEAKS_OF = 0.4
_SAYS_MUCH = 0.55
_WITH = frozenset(("of", "with", "between", "to", "for", "against"))
_NEAR = 4
_MARK = re.compile(r"[;:.!?()]")


def exchanged_body(pasted: Words, record: Record, said: Sequence[Words]) -> tuple[str, str] | None:
    """A body of the paste that the claim does not know, and one of the claim's that it lacks.

    A government may be named for its ministries and they for it. Both bodies must stand near the
    same word, unless they are of one country, and that is not in the text for itself.

    Args:
        pasted: The text.
        record: The claim.
        said: The wording that was met, then all wordings, the claim's own text first.
    """
    mine = [body for body in bodies(pasted) if body.acts or _abroad(body, record)]
    known = _known(record) if mine else ()
    foreign = [body for body in mine if not _in_claim(body, known)]
    if not foreign or not _speaks_of(pasted, said):
        return None
    gone = [
        (other, words)
        for words in said[:2]
        for other in bodies(words)
        if other.acts and not _present(other, pasted)
    ]
    for body in foreign:
        for other, words in gone:
            if _takes_its_place(body, pasted, other, (words, *said), record):
                return body.text, other.text
    return None


def _takes_its_place(
    body: Body, pasted: Words, other: Body, said: Sequence[Words], record: Record
) -> bool:
    country = body.country
    if body.kind == GOVERNMENT and other.kind != REBELS and country in record.keys:
        return False  # the claim speaks of that country, which is as much
    one_state = country and country == other.country and body.kind != GOVERNMENT
    if one_state and not _besides(body, pasted):
        return True
    if _at_its_head(body, pasted, other, said):
        return True
    acts = _near(body, pasted)
    return any(
        acts & all_kin(_near(found, words))
        for words in said
        for found in bodies(words)
        if _compatible(found, other)
    )


def _at_its_head(body: Body, pasted: Words, other: Body, said: Sequence[Words]) -> bool:
    """Whether a text begins with a body as the claim does with its own, which acts nowhere else."""
    if not (_heads(body, pasted) and _heads(other, said[0])):
        return False
    acting = [
        first
        for first, _, key in countries(pasted)
        if key == other.country and not _behind(pasted, first)
    ]
    return not acting and _speaks_of(pasted, said, _SAYS_MUCH)


def _heads(body: Body, words: Words) -> bool:
    """Whether a text begins with a body, which does not tell the rest of it."""
    return body.first <= 1 and TELLING.isdisjoint(words.lowered[body.last : body.last + 2])


def _behind(words: Words, at: int) -> bool:
    before = [word for word in words.lowered[max(0, at - 2) : at] if word != "the"]
    return bool(before) and before[-1] in _WITH


def _abroad(body: Body, record: Record) -> bool:
    """Whether a body is of a country of which the claim does not speak."""
    return body.country.startswith("~") and body.country not in record.keys


def _in_claim(body: Body, known: Sequence[Body]) -> bool:
    """Whether a claim knows a body; one of no country counts where it has none with a country."""
    alike = [other for other in known if other.kind == body.kind and other.country]
    if body.country and alike:
        known = [other for other in known if other.country or other.kind != body.kind]
    return any(_compatible(body, other) for other in known)


def _compatible(one: Body, other: Body) -> bool:
    """Whether two bodies may be the same, or one speaks for the other."""
    if one.country != other.country and one.country and other.country:
        return False
    return _kindred(one.kind, other.kind)


@cache
def _kindred(one: str, other: str) -> bool:
    if one == other:
        return True
    if GOVERNMENT in {one, other}:
        return bool({one, other} & _PARTS)
    return any({one, other} <= set(group.split("; ")) for group in _SAME)


def _present(other: Body, pasted: Words) -> bool:
    """Whether a text has a body of the claim's, or what people say for it."""
    if other.kind == REBELS and fights(pasted):
        return True
    return any(_compatible(body, other) for body in bodies(pasted))


def _besides(body: Body, pasted: Words) -> bool:
    """Whether a text names the country of a body elsewhere than with it."""
    return any(
        key == body.country and not body.first <= first < body.last
        for first, _, key in countries(pasted)
    )


def _near(body: Body, words: Words) -> frozenset[str]:
    """The terms near a body in its clause, without names."""
    return frozenset(
        term
        for term, (first, last) in zip(words.terms, words.places, strict=True)
        if term[0] != "~"
        and (
            (body.first - _NEAR <= last - 1 < body.first and _joined(words, last, body.first))
            or (body.last <= first < body.last + _NEAR and _joined(words, body.last, first))
        )
    )


def _joined(words: Words, last: int, first: int) -> bool:
    between = words.text[words.spans[last - 1][1] : words.spans[first][0]]
    return _MARK.search(between) is None


def _speaks_of(pasted: Words, said: Sequence[Words], share: float = _SPEAKS_OF) -> bool:
    everything = frozenset().union(*(words.content for words in said))
    return total(pasted.content & everything) >= share * total(pasted.content)


def _known(record: Record) -> tuple[Body, ...]:
    """The bodies that any text of a claim names; read once."""
    return record.words[0].once("bodies of the claim", lambda: _all_bodies(record))


def _all_bodies(record: Record) -> tuple[Body, ...]:
    texts = (*record.words, *record.teller_words, *map(record.read, record.names))
    return tuple(body for words in texts for body in bodies(words))
