"""How a community's digest stands, as a card: its plan, when the next one comes, the last one."""

from __future__ import annotations

from collections.abc import Mapping

from claims.card import Block, Card
from claims.digest import SECTIONS, Run, spoken_day, spoken_plan
from claims.digesting import DigestStatus
from claims.schedule import Plan, Section
from commands.ui.base import CardView
from commands.ui.bench import plain
from commands.ui.cards import framed


def status_view(status: DigestStatus, named: Mapping[int, str], said: str) -> CardView:
    """The digest's plan and state; ``named`` gives the channels and roles their names."""
    plan = status.plan
    lines = plain(
        f"{spoken_plan(plan)}, in {named.get(plan.channel, 'a channel that is gone')}",
        f"Parts: {_parts(plan)}",
        f"Notifies: {named.get(plan.role, 'a role that is gone') if plan.role else 'nobody'}",
        "A thread is opened under each" if plan.thread else "",
    )
    blocks = [Block(lines, listed=True)]
    if status.trouble is not None:
        problem = f"Stopped: {status.trouble.problem} Mend that and use /digest resume."
        blocks.insert(0, Block(plain(problem)))
    small = [_next(status)]
    if status.last is not None:
        last = status.last
        small.append(f"-# Last: {spoken_day(last.day)}, {link_to(last)}")
    return framed(Card(said, tuple(blocks)), [], small=small)


def posted_view(link: str) -> CardView:
    """That a digest was posted, and where."""
    return framed(Card("Posted", ()), [], small=[link])


def link_to(run: Run) -> str:
    """The address of a digest's message."""
    return f"https://discord.com/channels/{int(run.community)}/{run.channel}/{run.message}"


def _parts(plan: Plan) -> str:
    if plan.sections == frozenset(Section):
        return "all"
    return ", ".join(words for key, words in SECTIONS.items() if key in plan.sections)


def _next(status: DigestStatus) -> str:
    """When the next one comes, in the time of whoever reads it."""
    if status.trouble is not None:
        return "-# Nothing is posted until then."
    if status.plan.paused:
        return "-# Paused until somebody uses /digest resume."
    if status.due is None:
        return "-# None is due within the next weeks."
    stamp = int(status.due.at.timestamp())
    rests = ""
    if status.rests_until is not None:
        rests = f"Paused until <t:{int(status.rests_until.timestamp())}:D>. "
    return f"{rests}Next: <t:{stamp}:F> (<t:{stamp}:R>)"
