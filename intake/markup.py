"""Discord mark-up taken out of a text, so that what is matched is what a reader sees."""

from __future__ import annotations

import re

_CODE_FENCE = re.compile(r"```(?:[a-z0-9_+-]*\n)?(.*?)```", re.DOTALL | re.IGNORECASE)
_MASKED_LINK = re.compile(r"\[([^\]\n]{1,500})\]\(<?(https?://[^\s)>]+)>?(?:\s+\"[^\"\n]*\")?\)")
_ANGLE_LINK = re.compile(r"<(https?://[^\s>]+)>")
_TAGS = re.compile(r"<(?:@[!&]?\d+|#\d+|/[\w -]+:\d+|id:\w+)>|@(?:everyone|here)\b")
_EMOJI = re.compile(r"<a?:(\w+):\d+>")
_TIMESTAMP = re.compile(r"<t:-?\d+(?::[tTdDfFR])?>")
_LINE_MARKS = re.compile(
    r"^[ \t]{0,8}(?:>>>[ \t]?|(?:>[ \t]?)+|#{1,3}[ \t]+|-#[ \t]+|[-*][ \t]+)", re.M
)
_RUNS = re.compile(r"(\*{1,3}|__|~~|\|\||`{1,2})(?=\S)(.{1,400}?)(?<=\S)\1", re.DOTALL)
_UNDERLINE = re.compile(r"(?<!\w)_(?=\S)([^_\n]+)(?<=\S)_(?!\w)")
_ESCAPE = re.compile(r"\\([\\`*_~|>#\-\[\](){}.!<@:])")
_LINK = re.compile(r"https?://[^\s<>]*[^\s<>*_~|`]", re.IGNORECASE)
_PRIVATE = re.compile("[\ue000\ue001]")
_ASIDE = re.compile("\ue000(\\d+)\ue001")
_BLANKS = re.compile(r"[ \t\f\v]+")
_GAPS = re.compile(r"\n{3,}")
_NESTING = 4


def plain_text(text: str) -> str:
    """The words of a message without quotes, spoilers, emphasis, mentions and custom emoji.

    Masked links keep their label; addresses are left in place for whoever looks for them.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CODE_FENCE.sub(r"\1", text)
    text = _MASKED_LINK.sub(r"\1 \2", text)
    text = _ANGLE_LINK.sub(r"\1", text)
    text, links = _links_set_aside(text)
    text = _EMOJI.sub(" ", _TIMESTAMP.sub(" ", _TAGS.sub(" ", text)))
    text = _LINE_MARKS.sub("", text)
    for _ in range(_NESTING):
        text, changed = _RUNS.subn(r"\2", text)
        if not changed:
            break
    text = _ESCAPE.sub(r"\1", _UNDERLINE.sub(r"\1", text))
    text = _ASIDE.sub(lambda found: links[int(found.group(1))], text)
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


def _links_set_aside(text: str) -> tuple[str, list[str]]:
    """The text with a number for each address, in which no mark-up is looked for."""
    links: list[str] = []

    def aside(found: re.Match[str]) -> str:
        links.append(found.group())
        return f"\ue000{len(links) - 1}\ue001"

    return _LINK.sub(aside, _PRIVATE.sub("", text)), links


def without_links(text: str, links: tuple[str, ...]) -> str:
    """The text with these addresses taken out; what stood around them stays."""
    for link in sorted(links, key=len, reverse=True):
        text = text.replace(link, " ")
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(lines).strip()
