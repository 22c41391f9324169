"""Reads a Dockerfile: its stages and their instructions, as Docker would take them."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Stage:
    """One ``FROM`` and what follows it; each instruction is its word and the rest."""

    base: str
    name: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def all(self, word: str) -> list[str]:
        return [rest for found, rest in self.steps if found == word]

    def one(self, word: str) -> str:
        [rest] = self.all(word)
        return rest

    @property
    def environment(self) -> dict[str, str]:
        given = [part for rest in self.all("ENV") for part in shlex.split(rest)]
        return dict(part.split("=", 1) for part in given)


def stages(file: Path = ROOT / "Dockerfile") -> list[Stage]:
    """The stages of a Dockerfile, in order."""
    text = re.sub(r"^\s*#.*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = text.replace("\\\n", " ")
    found: list[Stage] = []
    for line in filter(str.strip, text.splitlines()):
        word, _, rest = line.strip().partition(" ")
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            found.append(Stage(base, name))
        else:
            found[-1].steps.append((word, rest.strip()))
    return found


def words_of(rest: str) -> list[str]:
    """The words of ``CMD``, ``ENTRYPOINT`` or a check, which are written as JSON here."""
    return json.loads(rest[rest.index("[") :])
