"""What Discord accepts: its own OpenAPI file, where there is one, and the limits that it misses."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

SETTING = "CAVEAT_DISCORD_OPENAPI"
ABSENT = f"{SETTING} names no OpenAPI file of Discord's, so requests are not checked against it"
V2 = 1 << 15
COMMAND_NAME = re.compile(r"^[-_'\w\u0900-\u097f\u0e00-\u0e7f]{1,32}$")


def path_of_file() -> Path | None:
    """The OpenAPI file that the environment names, if it is there."""
    named = os.environ.get(SETTING)
    return Path(named) if named and Path(named).is_file() else None


@lru_cache(maxsize=1)
def contract() -> Contract | None:
    """The contract, read once a test run; None where there is no file."""
    path = path_of_file()
    return Contract(json.loads(path.read_text(encoding="utf-8"))) if path else None


class Contract:
    """Discord's OpenAPI file, asked whether a request is one it describes."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._components = document["components"]
        self._routes = [
            (re.compile(re.sub(r"\\{[^}]+\\}", "[^/]+", re.escape(path))), path, methods)
            for path, methods in document["paths"].items()
        ]
        self._judges: dict[tuple[str, str], Judge] = {}

    def problem(self, method: str, path: str, body: Any) -> str | None:
        """Say what is wrong with a request; None where nothing is."""
        found = self._route(method, path)
        if found is None:
            return f"{method} {path}: no such route"
        template, operation = found
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if content is None or body is None:
            return None
        problem = self._judge(template, method, content["schema"]).problem(body)
        return f"{method} {template} {problem}" if problem else None

    def _route(self, method: str, path: str) -> tuple[str, Mapping[str, Any]] | None:
        fitting = [
            (template.count("{"), template, methods[method.lower()])
            for pattern, template, methods in self._routes
            if method.lower() in methods and pattern.fullmatch(path)
        ]
        if not fitting:
            return None
        _, template, operation = min(fitting, key=lambda item: item[0])
        return template, operation

    def _judge(self, template: str, method: str, schema: Any) -> Judge:
        key = (template, method)
        if key not in self._judges:
            self._judges[key] = Judge({"components": self._components, "allOf": [schema]})
        return self._judges[key]


class Judge:
    """A schema, asked by what answers at once, then by what says best what is wrong."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        # A card of many lines takes the one 0.4 ms and the other 100.
        self._quick = jsonschema_rs.Draft202012Validator(dict(schema))
        self._thorough = Draft202012Validator(schema)

    def problem(self, body: Any) -> str | None:
        """Say what is wrong with a body, and where; None where nothing is."""
        if self._quick.is_valid(body):
            return None
        error = best_match(self._thorough.iter_errors(body))
        if error is None:
            return "is refused by one reader of the schema and not by the other"
        return f"at {'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"


def message_problems(body: Mapping[str, Any]) -> Iterator[str]:
    """The limits of a message that the OpenAPI file misses."""
    parts = list(walk(body.get("components") or ()))
    texts = [part["content"] for part in parts if part.get("type") == 10]
    total = sum(len(text.encode("utf-16-le")) // 2 for text in texts)
    if total > 4000:
        yield f"{total} characters of text"
    if any(not text.strip() for text in texts):
        yield "an empty text"
    if len(parts) > 40:
        yield f"{len(parts)} components"
    ids = [part["custom_id"] for part in parts if part.get("custom_id")]
    yield from (f"a custom id of {len(i)} characters" for i in ids if len(i) > 100)
    if len(ids) != len(set(ids)):
        yield f"a custom id twice in {ids}"
    if parts and texts and not int(body.get("flags") or 0) & V2 and "data" not in body:
        yield "no flag for components of the second version"
    allowed = body.get("allowed_mentions")
    if parts and (allowed is None or allowed.get("parse") != []):
        yield f"mentions are not switched off: {allowed}"
    for part in parts:
        yield from (f"a label of {len(o['label'])}" for o in part.get("options", ()) if too_long(o))


def too_long(option: Mapping[str, Any]) -> bool:
    """True where a menu's option is longer than Discord shows."""
    return any(len(option.get(key) or "") > 100 for key in ("label", "value", "description"))


def modal_problems(body: Mapping[str, Any]) -> Iterator[str]:
    """The limits of a form that the OpenAPI file misses."""
    if not 1 <= len(body["title"]) <= 45:
        yield f"a title of {len(body['title'])} characters"
    if not 1 <= len(body["components"]) <= 5:
        yield f"{len(body['components'])} items in a form"
    ids = [part["custom_id"] for part in walk(body["components"]) if part.get("custom_id")]
    if len(ids) != len(set(ids)):
        yield f"a custom id twice in {ids}"


def command_problems(payload: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The limits of commands that the OpenAPI file misses."""
    seen = set()
    for command in payload:
        name, kind = command["name"], command.get("type", 1)
        if (name, kind) in seen:
            yield f"two commands are called {name}"
        seen.add((name, kind))
        if kind == 1:
            yield from _chat_problems(command, name)
        if characters(command) > 8000:
            yield f"{name} has {characters(command)} characters"


def characters(command: Mapping[str, Any]) -> int:
    """Everything that counts towards the 8,000 characters of a command."""
    own = sum(len(command.get(key) or "") for key in ("name", "description"))
    choices = sum(len(c["name"]) + len(str(c["value"])) for c in command.get("choices") or ())
    return own + choices + sum(map(characters, command.get("options") or ()))


def walk(components: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Every component, nested ones included."""
    for component in components:
        yield component
        yield from walk(component.get("components") or ())
        for key in ("accessory", "component"):
            if component.get(key):
                yield from walk([component[key]])


def _chat_problems(node: Mapping[str, Any], path: str) -> Iterator[str]:
    if not COMMAND_NAME.fullmatch(node["name"]) or node["name"] != node["name"].lower():
        yield f"{path} is not a name for a command"
    if not 1 <= len(node.get("description") or "") <= 100:
        yield f"{path} has a description of {len(node.get('description') or '')} characters"
    optional = False
    names = [option["name"] for option in node.get("options") or ()]
    if len(names) != len(set(names)):
        yield f"{path} has an option twice"
    if len(names) > 25:
        yield f"{path} has {len(names)} options"
    for option in node.get("options") or ():
        if option.get("required") and optional:
            yield f"{path} asks for {option['name']} after something optional"
        optional = optional or (option["type"] > 2 and not option.get("required"))
        yield from _chat_problems(option, f"{path} {option['name']}")


def _in_words(body: Any) -> Any:
    """A body with the ids written out that discord.py sends as numbers, which Discord takes."""
    if isinstance(body, list):
        return [_in_words(item) for item in body]
    if not isinstance(body, Mapping):
        return body
    plain = {key: _in_words(value) for key, value in body.items()}
    for key in ("attachments", "default_values"):
        for item in plain.get(key) or ():
            item["id"] = str(item["id"])
    allowed = plain.get("allowed_mentions") or {}
    for key in {"roles", "users"} & allowed.keys():
        allowed[key] = [str(item) for item in allowed[key]]
    answered = plain.get("message_reference") or {}
    for key in {"message_id", "channel_id", "guild_id"} & answered.keys():
        answered[key] = str(answered[key])
    return plain


_judged: dict[str, tuple[str, ...]] = {}
"""What was wrong with requests that were made before: worlds announce and say much the same."""
_LIBRARYS = re.compile(r"^/users/@me/channels$|^/channels/\d+/permissions/\d+$")
"""discord.py names the reader of a direct message by a number, and writes the bits that a story's
administrator sets as text; Discord takes both."""
_IDS = re.compile(r"/\d{6,}(?:/[^/]{20,})?")


def request_problems(method: str, path: str, body: Any) -> Iterator[str]:
    """All that is wrong with one recorded request, by the file and by our own list."""
    key = json.dumps([method, _IDS.sub("/*", path), body], sort_keys=True)
    if key not in _judged:
        _judged[key] = tuple(_problems(method, path, body))
    yield from _judged[key]


def _problems(method: str, path: str, body: Any) -> Iterator[str]:
    body = _in_words(body)
    rules = contract() if not _LIBRARYS.search(path) else None
    if rules is not None and (problem := rules.problem(method, path, body)):
        yield problem
    if method == "PUT" and path.endswith("/commands"):
        yield from command_problems(body)
    elif isinstance(body, Mapping):
        data = body.get("data") if path.endswith("/callback") else body
        if body.get("type") == 9 and path.endswith("/callback"):
            yield from modal_problems(body["data"])
        elif isinstance(data, Mapping):
            yield from message_problems(data)
