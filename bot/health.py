"""Whether the running bot is well, part by part: what ``/healthz`` and ``caveat health`` say."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from bot.gateway import Gateway
from bot.heartbeats import LONGEST, Loop
from bot.services import Services
from claims.errors import CaveatError


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the bot: whether it is well, a sentence, and its figures."""

    name: str
    well: bool
    said: str
    figures: Mapping[str, Any] = field(default_factory=dict)


class Health:
    """Looks at the parts that an answer needs, and at what goes on beside answering.

    Args:
        services: The open services.
        gateway: The connections to Discord.
        patience: Seconds that the store may take for the smallest question.
    """

    def __init__(self, services: Services, gateway: Gateway, *, patience: float = 3.0) -> None:
        self._patience = patience
        self._services = services
        self._gateway = gateway

    async def look(self) -> tuple[Part, ...]:
        """Every part as it is now; returns within seconds whatever hangs."""
        return (self._connection(), *await self._store_and_index(), self._loops())

    def _connection(self) -> Part:
        latency = self._gateway.latency
        figures: dict[str, Any] = {"reconnects": self._gateway.reconnects}
        if latency is not None:
            figures["latency_milliseconds"] = round(latency * 1000)
        up = self._gateway.is_up
        said = "Discord's gateway is connected." if up else "Discord's gateway is not connected."
        return Part("gateway", up, said, figures)

    async def _store_and_index(self) -> Sequence[Part]:
        try:
            async with asyncio.timeout(self._patience):
                behind = await self._services.current.behind()
        except TimeoutError:
            said = f"The store did not answer within {self._patience:g} seconds."
        except CaveatError as problem:
            said = problem.sentence
        else:
            return Part("store", well=True, said="The store answers."), self._index(behind)
        unknown = "Nobody knows how far the index is, as the store does not answer."
        return Part("store", well=False, said=said), Part("index", well=False, said=unknown)

    def _index(self, behind: int) -> Part:
        index = self._services.index
        figures = {
            "behind": behind,
            "claims": index.claims,
            "vectors_behind": index.vectors_behind,
            "building": self._services.current.is_building,
        }
        if self._services.current.refused is not None:
            said = self._services.current.refused.sentence
            return Part("index", well=False, said=said, figures=figures)
        age = self._services.heartbeats.ages().get(Loop.INDEX)
        if behind and age is not None and age > LONGEST[Loop.INDEX]:
            said = f"The index is {behind:,} changes behind the store and does not move."
            return Part("index", well=False, said=said, figures=figures)
        said = "The index follows the store."
        if behind:
            said = f"The index is {behind:,} changes behind the store and follows it."
        return Part("index", well=True, said=said, figures=figures)

    def _loops(self) -> Part:
        beats = self._services.heartbeats
        figures = {f"{loop}_seconds": round(age, 1) for loop, age in beats.ages().items()}
        stuck = beats.stuck()
        if stuck:
            said = f"Too long nothing was heard of {', '.join(stuck)}."
            return Part("loops", well=False, said=said, figures=figures)
        said = "All that goes on beside answering goes on."
        return Part("loops", well=True, said=said, figures=figures)


def as_json(parts: Sequence[Part]) -> dict[str, Any]:
    """The parts for programs; ``process`` tells which of several Caveats this is."""
    return {
        "well": all(part.well for part in parts),
        "version": version("caveat"),
        "process": os.getpid(),
        "parts": {
            part.name: {"well": part.well, "said": part.said, **part.figures} for part in parts
        },
    }
