"""What something is called: another name behind "renamed", "known as" and the like."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.analysis import Words, read
from matching.record import Record

_CALLING = (
    r"\b(?:re-?named|re-?branded|re-?labell?ed|called|dubbed|christened|nicknamed|known|styled|"
    r"(?:re-?names?|re-?brands?|re-?labels?|calls?|dubs?)(?: (?:it|them|him|her|themselves))?|"
    r"under the (?:new )?(?:name|label|banner)|by the name)"
)
_CALLED = re.compile(
    rf"(?i:{_CALLING})(?:\s+(?:as|of|the|a|an|to|now))*\s+"
    r"(?:[\"'](?P<quoted>[^\"'\n]{2,40})[\"']"
    r"|(?P<name>[A-Z][\w-]+(?:\s[A-Z][\w-]+){1,4})(?![\w-]))"
)


def called_otherwise(
    pasted: Words, record: Record, said: Sequence[Words]
) -> tuple[str, str] | None:
    """The name that a text gives to what has another name in the claim.

    The text must have words in its name that the claim has nowhere, and lack the claim's name.
    """
    theirs = [name for words in said for name in _names(words)]
    for name in _names(pasted) if theirs else ():
        terms = frozenset(read(name).terms)
        if not terms or terms <= record.all_terms:
            continue
        missing = [other for other in theirs if not set(read(other).terms) <= pasted.content]
        if len(missing) == len(theirs):
            return name, missing[0]
    return None


def _names(words: Words) -> tuple[str, ...]:
    return words.once("names given", lambda: _read(words))


def _read(words: Words) -> tuple[str, ...]:
    return tuple(found["quoted"] or found["name"] for found in _CALLED.finditer(words.text))
