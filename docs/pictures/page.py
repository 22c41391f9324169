"""Draws a message or a form of ours as a web page, from the payload that Discord is sent.

The page has a look of its own, near enough to a phone's for a reader to know what is what. Whatever
the payload says stands in the page; what this module cannot draw it refuses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from pathlib import Path
from string import Template
from typing import Any

Payload = Mapping[str, Any]
WIDTH = 480
"""CSS pixels: a column as wide as a large phone."""

_STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
_PAGE = Template(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>$title</title>'
    "<style>$style</style></head><body>$body</body></html>\n"
)
_INLINE = re.compile(
    r"\\(?P<escaped>[^\w\s])"
    r"|\*\*(?P<strong>(?:\\.|[^\\])+?)\*\*"
    r"|(?<!\w)\*(?P<slanted>(?:\\.|[^\\*])+?)\*(?!\w)"
    r"|`(?P<code>[^`]+)`"
    r"|\[(?P<label>(?:\\.|[^\\\]])+)\]\((?P<target>[^)\s]+)\)"
    r"|<@!?(?P<member>\d+)>"
    r"|(?P<address>https?://[^\s<>]+)"
)
_LINES: Mapping[str, re.Pattern[str]] = {
    "h1": re.compile(r"# (.*)"),
    "h2": re.compile(r"## (.*)"),
    "h3": re.compile(r"### (.*)"),
    "small": re.compile(r"-# (.*)"),
    "item": re.compile(r"[-*] (.*)"),
    "said": re.compile(r"> (.*)"),
}
_SPANS = {
    "escaped": "{0}",
    "strong": "<b>{0}</b>",
    "slanted": "<em>{0}</em>",
    "code": "<code>{0}</code>",
    "address": '<a href="{0}">{0}</a>',
}
_NUMBERED = re.compile(r"(\d+[.)]) (.*)")
_BUTTONS = {1: "primary", 2: "secondary", 3: "secondary", 4: "danger", 5: "secondary"}
_ANY_ROLE, _ANY_CHANNEL = "Choose roles", "Choose a channel"


class CannotDraw(ValueError):
    """A payload holds a kind of component that has no drawing here."""

    def __init__(self, kind: object) -> None:
        super().__init__(f"Components of type {kind} cannot be drawn; add them to page.py.")


def message_page(
    components: Iterable[Payload],
    *,
    asked: str,
    private: bool,
    names: Mapping[str, str] | None = None,
) -> str:
    """A message as a page.

    Args:
        components: Those of the payload, Components V2.
        asked: What was typed or pressed to get this message, in Discord's mark-up.
        private: Whether its reader alone sees it.
        names: Members' names by id, for mentions.

    Raises:
        CannotDraw: Where a component has no drawing.
    """
    draw = _Drawing(names or {})
    note = '<p class="private">Only you can see this</p>' if private else ""
    who = '<p class="who"><b>Caveat</b><span class="app">APP</span></p>'
    body = f'<p class="asked">{draw.inline(asked)}</p>{who}{draw.all(components)}{note}'
    return _page("A message of Caveat's", f'<main class="message">{body}</main>')


def form_page(form: Payload) -> str:
    """A form as a page: ``form`` has a title and components, as a modal's payload.

    Raises:
        CannotDraw: Where a component has no drawing.
    """
    draw = _Drawing({})
    title = f"<h1>{escape(form['title'])}</h1>"
    ends = '<div class="ends"><span>Cancel</span><span class="primary">Submit</span></div>'
    body = f'<main class="form">{title}{draw.all(form["components"])}{ends}</main>'
    return _page(form["title"], body)


def _page(title: str, body: str) -> str:
    return _PAGE.substitute(title=escape(title), style=_STYLE, body=body)


class _Drawing:
    """Components as HTML, by their type's number."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._kinds: Mapping[int, Callable[[Payload], str]] = {
            1: lambda part: f'<div class="row">{self.all(part["components"])}</div>',
            2: _button,
            3: _menu,
            4: _box,
            6: lambda part: _closed_menu(part.get("placeholder") or _ANY_ROLE),
            8: lambda part: _closed_menu(part.get("placeholder") or _ANY_CHANNEL),
            10: lambda part: f'<div class="text">{self.text(part["content"])}</div>',
            14: lambda part: '<hr class="line">' if part.get("divider", True) else "<hr>",
            17: self._container,
            18: self._label,
            21: lambda part: _choices(part, "radio"),
            22: lambda part: _choices(part, "checkbox"),
        }

    def all(self, components: Iterable[Payload]) -> str:
        """Components one after the other."""
        return "".join(map(self.one, components))

    def one(self, part: Payload) -> str:
        """One component with all that is in it."""
        draw = self._kinds.get(part.get("type", 0))
        if draw is None:
            raise CannotDraw(part.get("type"))
        return draw(part)

    def text(self, content: str) -> str:
        """A text in Discord's mark-up, line by line."""
        return "".join(map(self._line, content.split("\n")))

    def inline(self, text: str) -> str:
        """A run of text with its bold words, links and mentions."""
        drawn, end = [], 0
        for found in _INLINE.finditer(text):
            drawn += [escape(text[end : found.start()]), self._span(found)]
            end = found.end()
        return "".join([*drawn, escape(text[end:])])

    def _line(self, line: str) -> str:
        if not line.strip():
            return '<div class="gap"></div>'
        if numbered := _NUMBERED.fullmatch(line):
            mark, rest = numbered.groups()
            return f'<div class="item"><i>{escape(mark)}</i><span>{self.inline(rest)}</span></div>'
        for name, pattern in _LINES.items():
            if found := pattern.fullmatch(line):
                words = self.inline(found.group(1))
                mark = "<i>•</i>" if name == "item" else ""
                return f'<div class="{name}">{mark}<span>{words}</span></div>'
        return f"<div>{self.inline(line)}</div>"

    def _span(self, found: re.Match[str]) -> str:
        kind, words = found.lastgroup, found.group(found.lastgroup or 0)
        inner = self.inline(words) if kind in ("strong", "slanted") else escape(words)
        if kind == "target":
            return f'<a href="{inner}">{self.inline(found["label"])}</a>'
        if kind == "member":
            return f'<b class="member">@{escape(self._names.get(words, words))}</b>'
        return _SPANS[kind or ""].format(inner)

    def _container(self, part: Payload) -> str:
        colour = part.get("accent_color")
        bar = "" if colour is None else f' style="border-left-color:#{colour:06x}"'
        return f'<section class="card"{bar}>{self.all(part["components"])}</section>'

    def _label(self, part: Payload) -> str:
        inner = part["component"]
        star = ' <b class="required">*</b>' if inner.get("required", inner["type"] == 4) else ""
        hint = (
            f'<p class="hint">{escape(part["description"])}</p>' if part.get("description") else ""
        )
        head = f'<p class="label">{escape(part["label"])}{star}</p>'
        return f'<div class="field">{head}{hint}{self.one(inner)}</div>'


def _button(part: Payload) -> str:
    off = " off" if part.get("disabled") else ""
    return f'<span class="button {_BUTTONS[part["style"]]}{off}">{escape(part["label"])}</span>'


def _menu(part: Payload) -> str:
    options = []
    for option in part["options"]:
        small = option.get("description") or ""
        more = f"<small>{escape(small)}</small>" if small else ""
        options.append(f"<li>{escape(option['label'])}{more}</li>")
    prompt = escape(part.get("placeholder") or "Choose")
    return f'<details class="menu"><summary>{prompt}</summary><ul>{"".join(options)}</ul></details>'


def _closed_menu(prompt: str) -> str:
    return f'<details class="menu"><summary>{escape(prompt)}</summary></details>'


def _box(part: Payload) -> str:
    value, example = part.get("value") or "", part.get("placeholder") or ""
    size = "long" if part.get("style") == 2 else "short"
    empty = "" if value else " empty"
    return f'<div class="box {size}{empty}">{escape(value or example)}</div>'


def _choices(part: Payload, kind: str) -> str:
    drawn = []
    for option in part["options"]:
        mark = " on" if option.get("default") else ""
        small = option.get("description") or ""
        more = f"<small>{escape(small)}</small>" if small else ""
        words = f"<span>{escape(option['label'])}{more}</span>"
        drawn.append(f'<div class="choice"><i class="{kind}{mark}"></i>{words}</div>')
    return "".join(drawn)
