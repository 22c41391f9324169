"""Reads pack files: YAML kept plain, and every problem said with its place."""

from __future__ import annotations

import asyncio
import datetime
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from claims.errors import FileProblem, PackProblem
from claims.packs import Pack
from claims.shelves import PackFiles

_LARGEST = 20_000_000
_DEEPEST = 30
_MOST_PROBLEMS = 20
_NODES, _CHARACTERS_A_NODE = 20_000, 10
"""So many values a pack may hold, and one more for so many characters: more would fill memory."""
_IN_OUR_WORDS = {
    "found unhashable key": "a key is to be a word, not a list or a mapping",
    "but found another document": "a pack file holds one document; --- begins another",
}
_CROWDED = "it holds far more lists, keys and values than a pack of its size"
_NO_NUMBER = "it holds a number or a day that cannot be read; put it in quotation marks"


class _Crowded(Exception):
    """There is more in a file than any pack of its size holds."""


class _Dumper(yaml.SafeDumper):
    """Writes everything out: packs use no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        """Repeat what is there twice."""
        return True


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_pack(path: Path) -> tuple[Pack, str]:
    """Read a pack file of at most 20 MB; returns the pack and the sha256 of the file, in hex.

    Raises ``FileProblem`` where the file cannot be read, ``PackProblem`` with every problem found.
    """
    return parse_pack(path.name, _content(path))


def parse_pack(name: str, content: bytes) -> tuple[Pack, str]:
    """The same for the content of a file that was sent; ``name`` is what its problems are told of.

    Raises ``PackProblem`` with every problem found.
    """
    if len(content) > _LARGEST:
        raise PackProblem(name, [f"it is larger than {_LARGEST // 1_000_000} MB"])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise PackProblem(name, ["it is not text in UTF-8"]) from problem
    plain = _plain(name, text)
    if not isinstance(plain, dict):
        raise PackProblem(name, ["it does not begin with format: 1"])
    try:
        pack = Pack.model_validate(plain)
    except ValidationError as error:
        raise PackProblem(name, _problems(error, plain)) from error
    return pack, hashlib.sha256(content).hexdigest()


def written_pack(pack: Pack) -> bytes:
    """A pack as a file that ``parse_pack`` reads back to an equal one; defaults are left out."""
    plain = {"format": pack.format, **pack.model_dump(mode="json", exclude_defaults=True)}
    text = yaml.dump(plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return text.encode("utf-8")


class PackText(PackFiles):
    """Reads and writes pack files in memory, off the event loop."""

    async def read(self, name: str, content: bytes) -> Pack:
        """The pack in a file that was sent; raises ``PackProblem`` with every problem found."""
        pack, _ = await asyncio.to_thread(parse_pack, name, content)
        return pack

    async def write(self, pack: Pack) -> bytes:
        """A pack as a YAML file in UTF-8."""
        return await asyncio.to_thread(written_pack, pack)


def pack_schema() -> dict[str, Any]:
    """The JSON Schema of a pack file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Pack.model_json_schema(),
    }


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except IsADirectoryError as problem:
        raise FileProblem(path, "is a folder, not a pack file.") from problem
    except FileNotFoundError as problem:
        raise FileProblem(path, "is not there.") from problem
    except OSError as problem:
        raise FileProblem(path, f"cannot be read: {problem.strerror}.") from problem
    return content


def _plain(name: str, text: str) -> Any:
    """What the YAML says, once it was seen to have no anchors, tags, repeated keys or abysses."""
    try:
        problems = list(_unwelcome(text))
        if problems:
            raise PackProblem(name, problems[:_MOST_PROBLEMS])
        # A safe loader, in C where there is one.
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - see above  # nosec B506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}: " if mark else ""
        said = error.problem or error.context or ""
        raise PackProblem(name, [f"{where}{_IN_OUR_WORDS.get(said, said)}"]) from error
    except yaml.YAMLError as error:
        raise PackProblem(name, [f"it cannot be read as YAML: {error}"]) from error
    except _Crowded as error:
        raise PackProblem(name, [_CROWDED]) from error
    except ValueError as error:  # a number or a day that Python does not take
        raise PackProblem(name, [_NO_NUMBER]) from error


_Open = tuple[set[str], list[int]] | None
"""An open collection: the keys and the count of nodes of a mapping so far, None for a list."""


def _unwelcome(text: str) -> Iterator[str]:
    """What a pack file has no use for, and what a hostile one would be made of."""
    open_ones: list[_Open] = []
    for event in _events(text):
        if isinstance(event, yaml.CollectionEndEvent):
            open_ones.pop()
        if not isinstance(event, yaml.NodeEvent):
            continue
        line = event.start_mark.line + 1 if event.start_mark else 0
        trap = _trap(event, len(open_ones))
        if trap is not None:
            yield f"line {line}: {trap}"
            return
        if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and event.implicit[0]:
            yield f"line {line}: <<, which merges, is not used in packs; write the values out"
        key = _repeated_key(open_ones, event)
        if key is not None:
            yield f"line {line}: {key} is there twice"
        if isinstance(event, yaml.CollectionStartEvent):
            open_ones.append((set(), [0]) if isinstance(event, yaml.MappingStartEvent) else None)


def _events(text: str) -> Iterator[yaml.Event]:
    """What the parser finds; raises ``_Crowded`` before it is too much to be built."""
    left = _NODES + len(text) // _CHARACTERS_A_NODE
    for event in yaml.parse(text, Loader=_Loader):
        left -= isinstance(event, yaml.NodeEvent)
        if left < 0:
            raise _Crowded
        yield event


def _trap(event: yaml.NodeEvent, depth: int) -> str | None:
    """Why a node must not even be built."""
    if event.anchor is not None:
        return "anchors and aliases are not used in packs; write the value out"
    if getattr(event, "tag", None) is not None:
        return "tags, which begin with !, are not used in packs"
    return "it is nested too deeply" if depth >= _DEEPEST else None


def _repeated_key(open_ones: Sequence[_Open], event: yaml.NodeEvent) -> str | None:
    """Count a node of the innermost mapping; gives back a key that the mapping has already."""
    innermost = open_ones[-1] if open_ones else None
    if innermost is None:
        return None
    keys, count = innermost
    count[0] += 1
    if count[0] % 2 == 0 or not isinstance(event, yaml.ScalarEvent):
        return None
    if event.value in keys:
        return str(event.value)
    keys.add(event.value)
    return None


def _problems(error: ValidationError, plain: dict[str, Any]) -> list[str]:
    found = error.errors(include_url=False)
    # A list of which nothing is sound counts as empty, which it is not.
    broken = {detail["loc"][0] for detail in found if len(detail["loc"]) > 1}
    found = [one for one in found if one["type"] != "too_short" or one["loc"][0] not in broken]
    problems = [
        f"{place}: {sentence}" if place else sentence
        for detail in found[:_MOST_PROBLEMS]
        for place in [_place(detail["loc"], plain)]
        for sentence in _sentences(detail)
    ]
    left = len(problems) - _MOST_PROBLEMS + max(0, len(found) - _MOST_PROBLEMS)
    if left > 0:
        return [*problems[:_MOST_PROBLEMS], f"and {left} more"]
    return problems


def _place(loc: tuple[int | str, ...], plain: Any) -> str:
    """Where it is: ``claims[12] C13: departure.level``."""
    place, node, name = "", plain, ""
    for step in loc:
        if isinstance(step, int):
            place += f"[{step}]"
        else:
            place += f".{step}" if place and not place.endswith(": ") else str(step)
        node = _child(node, step)
        if not name and isinstance(node, dict):
            name = str(node.get("ref") or node.get("key") or "")
            place += f" {name}: " if name else ""
    return place.rstrip(": ").strip()


def _child(node: Any, step: int | str) -> Any:
    try:
        return node[step]
    except (KeyError, IndexError, TypeError):
        return None


def _sentences(detail: ErrorDetails) -> list[str]:
    kind, given = detail["type"], detail["input"]
    if kind == "missing":
        return ["is missing"]
    if kind == "extra_forbidden":
        return ["is not a field of packs"]
    if kind == "string_type" and isinstance(given, bool):
        return ["put it in quotation marks; YAML takes it for yes or no, on or off"]
    if kind == "string_type" and isinstance(given, (datetime.date, int, float)):
        return [f"put {given} in quotation marks"]
    if kind == "value_error":
        return detail["msg"].removeprefix("Value error, ").split("; ")
    message = detail["msg"]
    return [message[:1].lower() + message[1:]]
