"""Undoes what people do to hide a text from a search, and takes out what is no text at all.

Nothing here knows words or languages; see ``analysis``.
"""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 200_000

_COMBINING = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_ZALGO = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3,}")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_EUROPEAN_WORD = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_GREEK_OR_CYRILLIC = re.compile("[\u0370-\u052f]")
_LONG_RUN = re.compile(r"([^\W\d_])\1{3,}")

_PUNCTUATION = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "ʼ": "'", "′": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "−": "-", "—": " — ", "―": " — ",
        "…": "...", "\u2028": "\n", "\u2029": "\n", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    }
)  # fmt: skip
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁԛԝһӏьвнмткгпАЕОРСУХІЈЅВНМТКԌԚԜҺӀЗзαεικνορτυχγβηωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdqwhlbbhmtkrnAEOPCYXIJSBHMTKGQWHI33aeiknoptuxybnwABEZHIKMNOPTYX",
)
_SMALL_CAPITALS = str.maketrans("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz")

_ADDRESS = re.compile(
    r"https?\s?:\s?//\S+|\bwww\.\S+|\bpic\.twitter\.com/\S+|\bt\.co/\w+|https?t\.co/?\w*",
    re.IGNORECASE,
)
_GLUED_ADDRESS = re.compile(r"(?<=\w)(?=https?://|pic\.twitter\.com/)", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\(<?https?://[^)\s]+>?\)")
_MENTION = re.compile(r"<(?:@[!&]?|#|/[\w -]+:|a?:\w+:|t:-?)\d+(?::\w)?>|@(?:everyone|here)\b")
_MARKUP = re.compile(r"\|\||\*{1,3}|~~|`{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")
_LINE_MARK = re.compile(r"(?m)^[ \t]*(?:>{1,3}|#{1,3}|-#|[-•*])[ \t]+")


def fold(text: str) -> str:
    """One plain spelling of a text: NFKC, no invisible characters, no look-alikes, no zalgo.

    Letters of other scripts stay as they are, except inside words that mix scripts; accents of
    ordinary words stay too (see ``bare``). Works on at most ``MAX_CHARACTERS`` and is linear.
    """
    text = text[:MAX_CHARACTERS]
    if text.isascii():
        return _LONG_RUN.sub(r"\1\1\1", _CONTROL.sub(" ", text))
    text = _INVISIBLE.sub("", _ZALGO.sub("", text))
    text = unicodedata.normalize("NFKC", text.translate(_PUNCTUATION))
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", text)).translate(_PUNCTUATION)
    text = _EUROPEAN_WORD.sub(_one_script, text.translate(_SMALL_CAPITALS))
    return _LONG_RUN.sub(r"\1\1\1", text)


def bare(word: str) -> str:
    """A word without accents, vowel points and tatweel; Indic and Thai vowels stay."""
    if word.isascii():
        return word
    apart = _COMBINING.sub("", unicodedata.normalize("NFKD", word))
    return unicodedata.normalize("NFKC", apart).translate(_ARABIC)


def without_markup(text: str) -> str:
    """A text without addresses, mentions and Discord mark-up; the words they wrap stay."""
    text = _MARKDOWN_LINK.sub(r"\1", text)
    text = _ADDRESS.sub(" ", _GLUED_ADDRESS.sub(" ", text))
    text = _MENTION.sub(" ", text)
    return _MARKUP.sub("", _LINE_MARK.sub("", text))


_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي",
                         "ک": "ك"})  # fmt: skip


def _one_script(found: re.Match[str]) -> str:
    word = found.group()
    mixed = _GREEK_OR_CYRILLIC.search(word) and _LATIN.search(word)
    return word.translate(_LOOKALIKES) if mixed else word
