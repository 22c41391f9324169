"""`caveat demo`: the main job on real input, in a data folder that is thrown away afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from bot.answers import print_report
from bot.services import LOCAL, Services, open_services
from bot.settings import load_settings
from bot.terminal import console_for, print_line, print_small, print_title
from claims.errors import InputProblem
from claims.report import Report

PASTES = (
    (
        "A loose paraphrase",
        "didn't some ex rebel spokesman say like 4000 people got bused out of raqqa "
        "and nearly all of them were isis?",
    ),
    (
        "A figure that changed on the way",
        "AP: US air strikes killed 110,000 civilians in Mosul",
    ),
    (
        "Several claims in one passage",
        "Russia's top general says the US is training former ISIS fighters at its base in Tanf. "
        "Meanwhile my train was late again. "
        "Moscow is enlarging the Syrian port of Tartus for 11 warships, even nuclear ones. "
        "And Lavrov says al-Nusra is the next target now that ISIS is beaten!",
    ),
    (
        "Something that no claim covers",
        "They say the new tram line will open two years late and cost twice as much.",
    ),
)
_INTRO = (
    "Caveat answers four pastes, as a member of a community would see it. It knows the claims of "
    "the packs that ship with it, and gives no verdict."
)
_PAUSE = 0.05
"""Seconds in which the further lines of one paste arrive."""


def demo_command() -> int:
    """Answer four pastes and, on a terminal, whatever is pasted then; an empty line ends it."""
    console = console_for(sys.stdout)
    print_line(console, _INTRO)
    console.print()
    sys.stdout.flush()
    with TemporaryDirectory(prefix="caveat-demo-") as folder, _opened(Path(folder)) as answer:
        for place, (what, text) in enumerate(PASTES, start=1):
            _print_paste(console, f"{place} of {len(PASTES)} · {what}", text)
            print_report(console, answer(text), cards=1)
        _print_next(console)
        if sys.stdin.isatty() and sys.stdout.isatty():
            _go_on(console, answer)
    return 0


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[Callable[[str], Report]]:
    """A function that answers texts; between two answers the event loop stands still."""
    settings = load_settings(folder).model_copy(update={"default_packs": None})
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        services = runner.run(stack.enter_async_context(open_services(settings)))
        try:
            yield lambda text: runner.run(_answer(services, text))
        finally:
            runner.run(stack.aclose())


async def _answer(services: Services, text: str) -> Report:
    await services.welcome(LOCAL)
    return await services.checker.check_text(text, LOCAL)


def _go_on(console: Console, answer: Callable[[str], Report]) -> None:
    while text := _pasted():
        console.print()
        try:
            print_report(console, answer(text))
        except InputProblem as problem:
            print_small(console, (problem.sentence,))
            console.print()


def _pasted() -> str:
    """What somebody pastes, all of its lines; empty where they end."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401, PLC0415 - lets people edit what they paste, where there is one
    try:
        lines = [input("Paste a text (an empty line ends): ")]
        while lines[0] and select.select([sys.stdin], [], [], _PAUSE)[0]:
            lines.append(input())
    except (EOFError, KeyboardInterrupt):
        sys.stdout.write("\n")
        return ""
    return "\n".join(lines).strip()


def _print_paste(console: Console, title: str, text: str) -> None:
    print_title(console, title)
    print_line(console, text, before="> ")
    console.print()


def _print_next(console: Console) -> None:
    caveat = _our_name()
    print_title(console, "What to type next")
    for command, purpose in (
        (f'{caveat} check "…"', "answer a text; --full shows everything, --json is for programs"),
        (f"{caveat} check --file article.txt", "answer a whole article"),
        (f"{caveat} --help", "all commands"),
        ("CAVEAT_TOKEN=… make run", "start the bot; the README says how to invite it"),
    ):
        print_line(console, command)
        print_small(console, (purpose,), before="    ")
    console.print()


def _our_name() -> str:
    """How to call this command from here: by name, or by the path that started it."""
    started = Path(sys.argv[0]).absolute()
    if started.name == "caveat" and started.is_relative_to(Path.cwd()):
        return str(started.relative_to(Path.cwd()))
    return "caveat"
