"""What members and curators of several communities do all day, drawn by chance at a steady rate."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from synthetic_claims import tellings

from tests.loopback import texts_of
from tests.loopback_load import MODAL, Asked, LoadedDiscord, Person, buttons_of

MEMBERS = 60
OWNER = 401
_SMALL_TALK = (
    "does anybody know a good recipe for lentil soup with lemon?",
    "my cat refuses the new food and sleeps on the keyboard",
    "the second season starts slowly but the last two episodes are worth it",
)
_FROM_THE_PACK = (
    "AP: US air strikes killed 110,000 civilians in Mosul",
    "The US command says fewer than 1,000 ISIS fighters remain in Iraq and Syria. "
    "About 4,000 people were allowed to leave Raqqa under a deal. We had soup for lunch.",
    "About 4,000 fighters left Raqqa with their families",
)
_PRESSED = ("Sources", "The chain", "Open questions", "next", "One by one", "Not this claim")
_SHARED = 0.06
"""How many of those who press a button share what they read."""
_TROUBLE = ("Something went wrong", "Please try again", "Try again in", "does not fit this command")
_RECENT = 400
_TOWNS = ("Velm", "Oster", "Kirn", "Arden")

Do = Callable[[Asked], Awaitable[None]]


@dataclass(slots=True)
class Heard:
    """What came back: seconds from when each interaction was due, by what it was, and faults."""

    took: dict[str, list[float]] = field(default_factory=dict)
    lag: list[float] = field(default_factory=list)
    troubles: Counter[str] = field(default_factory=Counter)
    refused_edits: int = 0

    def clear(self) -> None:
        """Begin anew, after the warm-up."""
        self.took.clear()
        self.lag.clear()


class Mix:
    """Draws what is done next, and remembers the newest answers so that their buttons are pressed.

    Args:
        discord: The loopback Discord that the bot is connected to.
        guilds: The servers.
        claims: How many claims each of them keeps of its own, numbered from ``first``.
        seed: Of the dice.
    """

    def __init__(
        self, discord: LoadedDiscord, guilds: Sequence[str], claims: int, first: int, seed: int
    ) -> None:
        self.heard = Heard()
        self.done: Counter[str] = Counter()
        self._discord = discord
        self._guilds = guilds
        self._claims = range(first, first + claims)
        self._dice = random.Random(seed)  # noqa: S311 - nothing secret is drawn
        self._texts = [*_SMALL_TALK, *_FROM_THE_PACK, *(one.retold for one in tellings(claims))]
        self._recent: deque[tuple[Person, dict[str, Any]]] = deque(maxlen=_RECENT)
        self._edited: set[tuple[str, int]] = set()
        self._sending: set[asyncio.Task[None]] = set()
        self._ways: dict[str, tuple[float, Do]] = {
            "check": (40, self._check),
            "press": (25, self._press),
            "type ahead": (15, self._type_ahead),
            "view": (13, self._view),
            "search": (4, self._search),
            "file": (1, self._file),
            "edit": (1, self._edit),
            "form": (1, self._form),
        }

    async def go(self, rate: float, seconds: float) -> None:
        """Do so many things a second, each at its time whether earlier ones are answered or not."""
        names, weights = [*self._ways], [weight for weight, _ in self._ways.values()]
        begin, count = time.perf_counter(), 0
        while count < rate * seconds:
            due = begin + count / rate
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            what = self._dice.choices(names, weights)[0]
            await self._do(what, self._ways[what][1], due)
            count += 1

    async def _do(self, what: str, do: Do, due: float, who: Person | None = None) -> None:
        asked = Asked(what, who or self._somebody(), due, self._answered)
        await do(asked)
        self.heard.lag.append(asked.sent - due)

    def _somebody(self) -> Person:
        return Person(self._dice.choice(self._guilds), 10_000 + self._dice.randrange(MEMBERS))

    def _answered(self, asked: Asked, body: dict[str, Any]) -> None:
        self.heard.took.setdefault(asked.what, []).append(time.perf_counter() - asked.due)
        self.done[asked.what] += 1
        if body["type"] not in (8, MODAL):
            said = texts_of(body)
            for trouble in _TROUBLE:
                self.heard.troubles[f"{asked.what}: {trouble}"] += trouble in said
        if asked.what in ("check", "press") and asked.message.get("components"):
            self._recent.append((asked.who, asked.message))
        if body["type"] == MODAL and asked.what in ("edit", "form"):
            self._send(self._sent_form(asked, body["data"]))

    def _send(self, sending: Any) -> None:
        task = asyncio.create_task(sending)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _sent_form(self, before: Asked, form: dict[str, Any]) -> None:
        figure, town = self._dice.randrange(10, 99), self._dice.choice(_TOWNS)
        changed = f"The mill of {town} burnt {figure} times, says the mayor"
        typed = {"text": changed if before.what == "edit" else self._text()}
        what = "edited" if before.what == "edit" else "check by form"

        async def fill(asked: Asked) -> None:
            await self._discord.fill_in(asked, form, **typed)

        await self._do(what, fill, time.perf_counter(), before.who)

    def _text(self) -> str:
        return self._dice.choice(self._texts)

    async def _check(self, asked: Asked) -> None:
        await self._discord.use(asked, "check", text=self._text())

    async def _file(self, asked: Asked) -> None:
        await self._discord.use(asked, "check", file=None)

    async def _form(self, asked: Asked) -> None:
        await self._discord.use(asked, "check")

    async def _view(self, asked: Asked) -> None:
        await self._discord.use(asked, "claim view", number=self._dice.choice(self._claims))

    async def _search(self, asked: Asked) -> None:
        await self._discord.use(asked, "claim search", words=self._text()[:40])

    async def _type_ahead(self, asked: Asked) -> None:
        await self._discord.type_ahead(asked, "claim view", "number", self._text()[:6])

    async def _press(self, asked: Asked) -> None:
        """Press a button under a newer answer, as whoever had that answer."""
        for _ in range(3):
            if not self._recent:
                break
            who, message = self._dice.choice(self._recent)
            labels = "Share here" if self._dice.random() < _SHARED else _PRESSED
            shown = [
                custom_id
                for label, custom_id in buttons_of(message["components"])
                if label.startswith(labels)
            ]
            if shown:
                asked.who = who
                await self._discord.press_on(asked, message, self._dice.choice(shown))
                return
        asked.what = "view"
        await self._view(asked)

    async def _edit(self, asked: Asked) -> None:
        """Open the form of a claim as the owner of the server; sending it changes the claim."""
        asked.who = Person(asked.who.guild, OWNER, curates=True)
        await self._discord.use(asked, "claim edit", number=self._dice.choice(self._claims))
