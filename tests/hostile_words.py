"""Words that are built to do something where they are shown, and a reader of what they do.

``live`` finds the mark-up in a text on which Discord acts; it knows nothing of how ours is made.
"""

from __future__ import annotations

import re
import unicodedata

WORDS = {
    "everyone": "@everyone @here everyone@here",
    "member": "<@123456789012345678> <@!123456789012345678>",
    "role": "<@&123456789012345678>",
    "channel": "<#123456789012345678> <id:guide> <id:browse>",
    "command": "</check:123456789012345678>",
    "masked": "[bank](http://evil.example) [bank](<http://evil.example> 'title')",
    "nested link": "[a](https://x.example) [[b]](https://x.example) ](https://x.example)",
    "half link": "](https://evil.example/",
    "reference": "[bank][1] [1]: http://evil.example",
    "spoiler": "||hidden|| ||",
    "heading": "# Verdict: FALSE",
    "small": "-# Caveat gives this verdict",
    "quote": "> quoted",
    "quote all": ">>> everything after",
    "list": "- item",
    "star list": "* item",
    "plus list": "+ item",
    "numbered": "1. one",
    "fence": "```ansi\n\x1b[31mred\x1b[0m\n```",
    "code": "`code` ``more``",
    "emphasis": "**b** *i* __u__ ~~s~~ ***x*** _y_",
    "half emphasis": "**b *i __u ~~s `c ||x",
    "escaped": "\\*\\_\\\\ \\",
    "emoji": "<:sad:123456789012345678> <a:wave:123456789012345678>",
    "time": "<t:1700000000:R>",
    "override": "\u202egnitirw\u202c \u202d",
    "isolate": "\u2066a\u2067b\u2068c",
    "isolate end": "\u2069\u2069\u2069 out",
    "embedding": "\u202aa\u202bb",
    "right to left": "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u200f",
    "invisible": "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u3164\u2800",
    "tags": "x\U000e0041\U000e0042\U000e007f",
    "look-alike": "https://\u0440\u0430\u0443\u0440\u0430l.com/login",
    "wide dots": "paypal\uff0ecom paypal\u3002com paypal\u2024com",
    "script": "javascript:alert(1) data:text/html,<b>x</b> vbscript:x",
    "app": "discord://-/settings discord.gg/abcdef tel:123 mailto:a@b.example <mailto:a@b.example>",
    "bare link": "http://evil.example/x https://evil.example www.evil.example <https://evil.example>",
    "long": "Donaudampfschifffahrt" * 12,
    "zalgo": "z\u034e\u0357\u0363\u1e01\u0335\u0311l\u0309\u0303g\u0303" + "\u0301" * 60,
    "controls": "a\x00b\x07c\x1b[2J\x1b]0;title\x07\x7f\x9b31m",
    "half": "\ud800x\udfff",
    "lines": "one\r\n# two\u2028- three\u2029> four\x0b-# five\x0c\x85# six",
    "formula": '=HYPERLINK("http://evil.example") +1 -1 @SUM(1)',
}
"""What people can type, by what it tries to do."""

_OURS = re.compile(r"(?<!\\)\[(?P<label>(?:[^\[\]\\]|\\.)*)\]\((?P<address>[^()\s]*)\)")
_ESCAPED = re.compile(r"\\(?:_|[^\w\s])")
_INLINE = re.compile(
    r"\*+|_+|~~|\|\||`+|<(?:[@#:/]|a:|t:|id:|https?:|mailto:|tel:)|\]\(|@(?:everyone|here)\b|"
    r"\b(?:https?|discord|steam|ftp)://\S"
)
_AT_START = re.compile(r"^(?:#{1,3}(?=\s)|-#(?=\s)|[-*+](?=\s)|>>>|>(?=\s)|\d+[.)](?=\s))")
TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u061c"
"""Signs that turn the text behind them, beyond what ours are closed with."""


def live(text: str) -> list[str]:
    """The mark-up in a text that has an effect, in its order; links of a label stand apart."""
    found: list[str] = []
    for line in _OURS.sub(r"\g<label>", text).split("\n"):
        left = line
        while start := _AT_START.match(left):
            found.append(start.group())
            left = left[start.end() :].lstrip()
        found += _INLINE.findall(_ESCAPED.sub("", left))
    return found


def links(text: str) -> list[tuple[str, str]]:
    """The links that can be pressed in a text, each with the words on it."""
    return [(found["label"], found["address"]) for found in _OURS.finditer(text)]


def turned(text: str) -> list[str]:
    """What in a text would turn or hide other text: open isolates, overrides, controls."""
    problems = []
    for line in text.split("\n"):
        depth = 0
        for char in line:
            depth += (char == "\u2068") - (char == "\u2069")
            if depth < 0 or char in TURNS or unicodedata.category(char) in ("Cc", "Cs"):
                problems.append(f"{char!r} in {line[:80]!r}")
                break
        if depth > 0:
            problems.append(f"an open isolate in {line[:80]!r}")
    return problems
