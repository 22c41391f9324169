"""A paste becomes a submission: its words without mark-up, and its links in canonical form."""

from __future__ import annotations

import asyncio
import re
import unicodedata

from claims.errors import NothingToCheck, TextTooLong
from claims.report import Submission
from claims.wordings import whole
from intake.addresses import canonical_address, links_in, publisher_host, words_in_address
from intake.markup import plain_text, without_links

LIMIT = 200_000
"""Characters of text that one check reads."""

_LONG_TEXT = 6_000
_WORD = re.compile(r"[^\W_]{2,}")
_LONGEST_WORD = 100
_ONLY_MENTIONS = re.compile(r"(?:\s|<[@#][!&]?\d+>|@everyone|@here)+")
_CUSTOM_EMOJI = re.compile(r"<a?:\w+:\d+>")


class PastedText:
    """Reads what members paste into a command, a form or a message."""

    async def read(self, pasted: str) -> Submission:
        """Take links and mark-up out; long texts are read off the event loop.

        Raises ``TextTooLong`` above 200,000 characters and ``NothingToCheck`` where neither
        words nor links are left.
        """
        if len(pasted) > LIMIT:
            raise TextTooLong(len(pasted), LIMIT)
        if len(pasted) > _LONG_TEXT:
            return await asyncio.to_thread(read_paste, pasted)
        return read_paste(pasted)

    def title_in(self, address: str) -> str:
        """The title words in an address as it was pasted; empty below three words."""
        return words_in_address(address)

    def publisher_of(self, address: str) -> str:
        """The host of whoever published a page, as people know it; empty where there is none."""
        return publisher_host(address)


def read_paste(pasted: str) -> Submission:
    """The submission in a paste; raises ``NothingToCheck`` where there is none."""
    pasted = whole(pasted)
    found = what_is_missing(pasted)
    if found is not None:
        raise NothingToCheck(found)
    text = plain_text(pasted)
    links = links_in(text)
    written: dict[str, str] = {}
    for link in links:
        written.setdefault(canonical_address(link), link)
    words = without_links(text, links)
    if not written and not _has_words(words):
        raise NothingToCheck("only mark-up")
    return Submission(text=words, links=tuple(written), written=tuple(written.values()))


def what_is_missing(pasted: str) -> str | None:
    """Say what a paste holds instead of words; None where it has words or links."""
    text = pasted.strip().strip("\ufeff\x00")
    if len(text) > 200 and len(set(text)) <= 2:
        return "the same characters over and over"
    if links_in(text) or _has_words(plain_text(text)):
        return None
    return _description(text)


def _description(text: str) -> str:
    if _ONLY_MENTIONS.fullmatch(text):
        return "only a mention"
    if not text or any(char.isalnum() for char in _CUSTOM_EMOJI.sub("", text)):
        return "no words"
    return "only emoji or punctuation" if _has_symbols(text) else "only punctuation"


def _has_words(text: str) -> bool:
    return any(
        len(word) <= _LONGEST_WORD and len(set(word.casefold())) > 1 for word in _WORD.findall(text)
    )


def _has_symbols(text: str) -> bool:
    return "<" in text or any(unicodedata.category(char) == "So" for char in text)
