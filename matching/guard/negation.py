"""Whether a text denies what a claim says, or asserts what the claim denies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from matching.analysis import Words
from matching.guard.denials import (
    BEFORE,
    BEING,
    FAR,
    NEITHER,
    WIDE,
    Denial,
    asks,
    cancelled,
    denials,
    denied_after,
    doubted,
    doubts,
    empty_terms,
    heads_after,
    plain_denials,
    scope_end,
    scope_start,
    terms_in,
    unmarked,
)
from matching.guard.litotes import litotes
from matching.guard.senses import all_kin, kin, opposite_of, senses, stem
from matching.weights import total
from matching.wordlists import (
    ADMITTING,
    ANSWERED,
    ANSWERING,
    CAUSING,
    CEASING,
    CONTRASTING,
    COVERING,
    HUSHING,
    NOT,
    PREVENTING,
    PROMPT,
    REFUSING,
    SILENT,
    UNDOING,
)

_MOST_WORDINGS = 0.6
_AT_ONCE = re.compile(
    r"\b(?:at once|(?:right|straight) away|(?:in|lost|wasted) no time|on the spot|same hour"
    r"|within (?:the |an |a |one |two |three |few |a few )?(?:hours?|minutes?|moments|seconds)"
    r"|(?:minutes|moments|seconds|an hour) later)\b"
)
_REPLYING = frozenset(("ruled", "replied", "answered", "responded", "replies", "answers"))
_NEAR = 0.6
"""Share of a paste's words that a wording has, from which on a denial is about the claim."""


def denied(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """The paste's denying word and the claim's words that it denies, where no wording does."""
    if asks(said[1]) or cancelled(pasted):
        return None
    everything = _everything(said)
    unsure = _unsure(said)
    denied_there = all_kin(frozenset().union(*(doubted(words) for words in said[:2])))
    near = total(pasted.content & said[0].content) >= _NEAR * total(pasted.content)
    for item in denials(pasted):
        heads = [kin(term) for term in item.heads]
        # "Not allowed" is what "banned" says; of what the claim does not speak, nothing follows.
        first = [term for term in heads if term not in empty_terms()][:1]
        if (
            any(opposites_in(term, everything) or term in unsure for term in first)
            or any(term not in everything and not _of(near, item) for term in first)
            or all_kin(item.before) & denied_there
            or (unmarked(item.text.lower()) in NEITHER and _opposed(item.at, pasted, everything))
            or _untold(item.at, pasted, everything)
            or litotes(item, pasted, said, everything)
            or (
                everything & _preventing() and "so" in pasted.lowered[max(0, item.at - 9) : item.at]
            )
        ):
            continue
        there = frozenset(heads) & everything - unsure
        if there:
            return item.text, _surface(there, said)
    return None


def _of(near: bool, item: Denial) -> bool:
    """Whether what is denied may be of the claim though its first word is not: not of "nobody"."""
    return near and item.text.lower() not in {"nobody", "none"}


def _everything(said: Sequence[Words]) -> frozenset[str]:
    """The terms of all wordings, one for each family; read once for a claim."""
    return said[1].once("everything", lambda: _read_everything(said))


def _read_everything(said: Sequence[Words]) -> frozenset[str]:
    phrases = (term for words in said for term, first, last in senses(words) if last - first > 1)
    return all_kin(frozenset(phrases).union(*(words.content for words in said)))


def _unsure(said: Sequence[Words]) -> frozenset[str]:
    """What a claim denies or doubts; read once for it."""
    return said[1].once("unsure", lambda: _read_unsure(said))


def _read_unsure(said: Sequence[Words]) -> frozenset[str]:
    """The terms behind a denial in some wording, and those that half of the wordings doubt."""
    has = Counter(term for words in said[1:] for term in all_kin(words.content))
    doubts = Counter(term for words in said[1:] for term in all_kin(doubted(words)))
    most = frozenset(term for term, count in doubts.items() if 2 * count >= has[term])
    return most.union(*(all_kin(denied_after(words)) for words in said))


def opposites_in(term: str, terms: frozenset[str]) -> bool:
    """Whether a claim has the opposite of a term."""
    return bool(opposite_of(term, terms, beside=True))


def _untold(at: int, words: Words, everything: frozenset[str]) -> bool:
    """Whether a text says in denying words that something was hushed up, as the claim does."""
    reached = terms_in(words, at, scope_end(words, at))
    hushing = _hushing_terms()
    return bool(hushing & everything and _telling_terms() & reached and not hushing & reached)


@cache
def _telling_terms() -> frozenset[str]:
    return frozenset(stem(word) for word in COVERING)


@cache
def _hushing_terms() -> frozenset[str]:
    return frozenset(stem(word) for word in HUSHING)


def _opposed(at: int, words: Words, everything: frozenset[str]) -> bool:
    """Whether, after "neither", the claim has the opposite of what is said of both."""
    after = terms_in(words, at, scope_end(words, at, FAR))
    return any(opposites_in(term, everything) for term in after)


@cache
def _preventing() -> frozenset[str]:
    return frozenset(stem(word) for word in PREVENTING)


def undone(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """What the claim speaks of and the paste calls false or left out: "the boats are excluded"."""
    if asks(pasted) or asks(said[1]) or any(doubts(words) for words in said[:2]):
        return None
    everything = _everything(said)
    for at, word in enumerate(pasted.lowered):
        before = pasted.lowered[max(0, at - BEFORE) : at]
        if word not in UNDOING or not BEING & set(before) or NOT & set(map(unmarked, before)):
            continue
        subject = all_kin(terms_in(pasted, scope_start(pasted, at, WIDE), at))
        if subject & everything:
            return pasted.surface[at], _surface(subject & everything, said)
    return None


def affirmed(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """The paste's word for what the claim denies, where the paste neither denies nor doubts it.

    The claim's text or the wording that was met must deny it, and most wordings that speak of it.
    """
    if any(doubts(words) for words in said if words.plain == pasted.plain):
        return None
    present = all_kin(term for term, _, _ in senses(pasted)) - all_kin(doubted(pasted))
    denies = any(unmarked(word) in NOT for word in pasted.lowered)
    for words in said[:2] if not denies else ():
        for item in plain_denials(words):
            heads = all_kin(item.heads)
            if not heads <= present or not heads:
                continue
            about = _about(heads, said)
            doubting = [other for other in about if doubts(other)]
            if len(doubting) >= _MOST_WORDINGS * len(about):
                denied_there = f"{item.text} {_surface(heads, [words])}"
                return _surface(heads, [pasted]), denied_there
    return None


def _about(heads: frozenset[str], said: Sequence[Words]) -> list[Words]:
    """The wordings that have all of some terms, or some of them if only one has all."""
    told = [(all_kin(words.content), words) for words in said if not asks(words)]
    both = [words for content, words in told if heads <= content]
    return both if len(both) > 1 else [words for content, words in told if heads & content]


def broken(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """The paste's "confirmed" of somebody who, by the claim, would not comment, or not at once."""
    if asks(pasted) or not all(map(_silent, said[:2])):
        return None
    if (NOT | SILENT) & frozenset(map(unmarked, pasted.lowered)) and not _without_delay(pasted):
        return None
    others = frozenset().union(*(words.lowered for words in said if not _silent(words)))
    answered = ADMITTING - others if not doubts(pasted) else frozenset[str]()
    if _promptly(pasted) and not any(map(_promptly, said[2:])):
        answered |= ADMITTING | ANSWERED
    if not any(PROMPT & set(words.lowered) for words in said[:2]):
        answered |= _REPLYING - others
    at = next((at for at, word in enumerate(pasted.lowered) if word in answered), None)
    if at is None:
        return None
    words = said[0]
    there = next(place for place in range(len(words.lowered)) if _refuses(words, place))
    return pasted.surface[at], words.surface[there]


def _without_delay(words: Words) -> bool:
    """Whether "no" is only part of how quickly something is done: "lost *no* time"."""
    denying = [at for at, word in enumerate(words.lowered) if unmarked(word) in NOT | SILENT]
    return all(words.lowered[at : at + 2] == ("no", "time") for at in denying)


def _promptly(words: Words) -> bool:
    """Whether something is said to be done without delay, and that it was not done is not said."""
    prompt = bool(PROMPT & set(words.lowered)) or _AT_ONCE.search(words.plain) is not None
    return prompt and not _silent(words)


def _silent(words: Words) -> bool:
    return any(_refuses(words, at) for at in range(len(words.lowered)))


def _refuses(words: Words, at: int) -> bool:
    """Whether somebody declines, or does not want, to say something."""
    if words.lowered[at : at + 2] == ("yet", "to"):
        return bool(ANSWERING & set(words.lowered[at + 2 : at + 3]))
    if words.lowered[at] not in REFUSING and unmarked(words.lowered[at]) not in NOT:
        return False
    return bool(ANSWERING & set(words.lowered[at + 1 : scope_end(words, at)]))


def ceased(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """The paste's "stopped" or "gave up" and what the claim says goes on, or is planned."""
    if asks(pasted) or asks(said[1]) or denials(pasted) or any(_ceasing(words) for words in said):
        return None
    everything = _everything(said)
    for first, last in _ceasing(pasted):
        after = [kin(term) for term in heads_after(pasted, last)]
        heads = [term for term in after if term not in empty_terms()][:1]
        # "To stop somebody" ends nothing that the claim says.
        if heads and heads[0] in everything and heads[0][0] != "~":
            text = " ".join(pasted.surface[first:last])
            return text, _surface(frozenset(heads), said)
    return None


def _ceasing(words: Words) -> list[tuple[int, int]]:
    """Where a text has such a word, or two that mean as much."""
    return [
        (first, last)
        for term, first, last in senses(words)
        if (words.lowered[first] in CEASING or (last - first > 1 and term in _ceasing_terms()))
        and words.lowered[first : first + 2] != ("close", "to")
    ]


@cache
def _ceasing_terms() -> frozenset[str]:
    return frozenset(stem(word) for word in CEASING)


def conceded(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """The paste's "although" where the claim gives a reason, or the other way round."""
    mine, theirs = _links(pasted), [_links(words) for words in said]
    for one, other in ((CONTRASTING, CAUSING), (CAUSING, CONTRASTING)):
        links = mine & one
        if links and not mine & other and not any(found & one for found in theirs):
            rival = next((found & other for found in theirs[:2] if found & other), None)
            if rival:
                return min(links), min(rival)
    return None


def _links(words: Words) -> frozenset[str]:
    return frozenset(words.lowered) & (CAUSING | CONTRASTING)


def _surface(terms: frozenset[str], said: Sequence[Words]) -> str:
    for words in said:
        for term, (first, last) in zip(words.terms, words.places, strict=True):
            if term in terms or kin(term) in terms:
                return " ".join(words.surface[first:last])
    return ""
