"""Whether a text is English, which most of the training data is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.analysis import Words
from matching.stopwords import STOP_WORDS
from matching.weights import known_share

_LEAST = 0.5

_FUNCTION_WORDS = """
    der und ist nicht ein eine einen einem einer eines das dass den des mit sich auf fur von zum
    zur auch aus bei nach wird werden wurde wurden haben hat sind noch wie wenn aber oder durch uber
    sein seine ihre kein keine mehr nur gegen wegen schon jetzt gibt alle diese dieser dieses ich
    wir sie uns euch

    les une dans est pour que qui sur pas par avec ce cette ces sont ont ete etre au aux plus mais
    ou ses leur leurs nous vous ils elle elles sans ne se cet tous tout toute fait comme contre
    quand dont son sa je tu

    los las una del por para con como esta este esto estos estas fue han pero mas muy ya desde
    sobre hasta cuando donde porque tambien todos todo sin hay ser son entre segun su se nos yo
    unos unas les

    uma dos das nos nas pelo pela nao mais foi sao seu sua seus suas ao aos esta esse essa isso
    isto ele ela eles elas mas muito tambem ja sem quem voce voces depois ate

    il gli che di non per una sono della delle dei nel nella alla con piu anche come questo questa
    hanno stato stata essere ma perche dopo

    het een en van niet dat voor met zijn op te aan er ook naar bij uit worden wordt heeft hebben
    maar dit deze geen tegen

    och att det som pa inte ett av fran har kan till om men de vi jag

    nie jest sie na przez jak ale czy tak tego jego ich oraz juz tylko moze byc dla od po jako
    ktory ktora ktore sa byl byla

    yang dan ini itu tidak dengan untuk dari dalam akan pada adalah oleh kepada juga telah boleh
    bukan kerana karena sudah atau ada saya kami mereka orang lagi saja

    bir ve bu icin ile olarak olan gibi daha degil cok ama sonra kadar
"""
_IN_NAMES = """
    de la le el al di da do van von du san du os as um no na em e y o u w z i un en et das den der
    man ma men no me te si so sin te ad met son plus tout est all fait con per kan dan ada tu
    se ha mas par fur sobre pas ou sa ya ser il ve ce es od po op om era com dem lo sus
"""
"""Words of other languages that stand in names or are English words, abbreviations or slang, too:
half as telling."""

_HALF = frozenset(_IN_NAMES.split())
_FOREIGN = frozenset(_FUNCTION_WORDS.split()) - STOP_WORDS - _HALF
_SMALL = _FOREIGN | _HALF
_ELIDED = re.compile("^(?:[cdjlmnst]|qu)'(?=.)")


def english(words: Words) -> bool:
    """Whether a text is English: by its small words, and by how many of the others are."""
    if _elsewhere(*_small_words(words)):
        return False
    return known_share(words.content) >= _LEAST


def english_parts(parts: Sequence[Words]) -> list[bool]:
    """For each part of a text whether it is English.

    A few words may have no small one among them, or one that two languages share: they are of the
    language of the whole, where that is another one and they have no more of English.
    """
    found = [_small_words(words) for words in parts]
    if not _elsewhere(sum(foreign for foreign, _ in found), sum(own for _, own in found)):
        return [english(words) for words in parts]
    return [
        own > foreign and english(words) for words, (foreign, own) in zip(parts, found, strict=True)
    ]


def telling_words(words: Words, *, is_english: bool) -> int:
    """How many different terms of a text say anything: none of the small words of any language."""
    if is_english:
        return len(words.content)
    return len(
        {
            term
            for term, (first, last) in zip(words.terms, words.places, strict=True)
            if last - first > 1 or _without_article(words.lowered[first]) not in _SMALL
        }
    )


def _without_article(word: str) -> str:
    """What follows an elided word: "d'une"."""
    return _ELIDED.sub("", word)


def _elsewhere(foreign: float, own: float) -> bool:
    """Whether so many small words of other languages beside English ones make a text foreign."""
    return foreign > own and foreign >= 1.0


def _small_words(words: Words) -> tuple[float, float]:
    """The small words of other languages and those of English, for as much as they tell."""
    found: tuple[float, float] = words.once("small words", lambda: _counted(words))
    return found


def _counted(words: Words) -> tuple[float, float]:
    foreign = own = 0.0
    for word, written in zip(words.lowered, words.surface, strict=True):
        if word in _FOREIGN or (bare := _without_article(word)) in _FOREIGN:
            foreign += 1.0
        elif word in STOP_WORDS:
            own += 1.0
        elif written.islower() and (word in _HALF or bare != word or not written.isascii()):
            foreign += 0.5
    return foreign, own
