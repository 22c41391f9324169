"""A question that a text answers itself with no: was the lease renewed? "Never happened"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.analysis import Words
from matching.guard.denials import doubts
from matching.weights import total
from matching.wordlists import NOT

_NO = """
no; nope; nah; no way; no chance; not true; not at all; not really; not a chance; not once; never;
never ever; never happened; none; none at all; nobody; no one; noone; nothing; nothing of the sort;
nothing of the kind; wrong; false; didnt happen; that never happened; it never happened; that's
false; it didnt; they didnt; he didnt; she didnt; they never did; he never did; it never did; it
wasnt; they werent; he wasnt; as if; zero; nowhere; of course not; absolutely not; certainly not; no
he didnt; no they didnt; no it didnt; no it wasnt; not even close; not a bit; not in the least; no
truth to it
"""
_ANSWERS = frozenset(" ".join(answer.replace("'", "").split()) for answer in _NO.split(";"))
_BESIDES = frozenset(
    ("that", "why", "how", "when", "where", "what", "surprised", "remember", "coincidence", "care")
)
"""Words of a question by which its "no" leaves what the claim says as it is."""
_CONTRARY = frozenset(("but", "yet", "though", "however", "except", "until", "still", "yes"))
_QUESTION = re.compile(r"([^.!?\n]+)\?+[\"')\]]*\s+([^.!?\n]+)")
_MOST = 0.5


def answered_no(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """The paste's "no" and the claim that it asks about, where the claim itself denies nothing."""
    if "?" not in pasted.text or any(doubts(words) for words in said[:2]):
        return None
    for found in _QUESTION.finditer(pasted.text):
        if not _is_no(found.group(2)) or _CONTRARY & _words(pasted.text[found.end() :]):
            continue
        asked = _words(found.group(1))
        if asked & _BESIDES or asked & NOT:
            continue
        inside = _terms(pasted, found.start(1), found.end(1))
        if total(inside & said[0].content) >= _MOST * total(inside) > 0:
            return found.group(2).strip(), said[0].text
    return None


def _is_no(text: str) -> bool:
    plain = " ".join(re.findall(r"[a-z]+", text.lower().replace("'", "")))
    return plain in _ANSWERS


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", text.lower().replace("'", "")))


def _terms(words: Words, start: int, end: int) -> frozenset[str]:
    placed = zip(words.terms, words.places, strict=True)
    return frozenset(term for term, (at, _) in placed if start <= words.spans[at][0] < end)
