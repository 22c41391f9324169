"""Correcting public answers: each is edited once for a change of its claims, also after a crash."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import aiohttp
import discord

from bot.heartbeats import Heartbeats, Loop
from bot.logs import outline
from claims.answers import Answers
from claims.corrections import Corrections, PublicAnswer, Shown, Update
from claims.errors import NotFound
from claims.report import Report
from commands.community import DIRECT
from commands.reading import text_of
from commands.ui.base import NO_PINGS
from commands.ui.corrected import card_in, corrected_view, note_line

_EVERY = 20.0
_BATCH = 200
_LANES = 4
_TOGETHER = 20
_SHUT_OUT = (1, 6, 24, 72)
"""Hours after which a channel that shut us out is tried again; after the last, never."""
_LONGEST_WAIT = timedelta(hours=1)
_log = logging.getLogger(__name__)


class Corrector:
    """Edits public answers whose claims changed: some channels at a time, with a pause in each.

    Args:
        bot: Who posted them.
        corrections: What is to be corrected, each claimed before and confirmed after.
        answers: Opens what was sealed of an answer.
        pause: Seconds between two edits in the same channel.
        heartbeats: Hears that this goes on.
    """

    def __init__(
        self,
        bot: discord.Client,
        corrections: Corrections,
        answers: Answers,
        pause: float = 1.0,
        *,
        heartbeats: Heartbeats | None = None,
    ) -> None:
        self.heartbeats = heartbeats or Heartbeats()
        self._bot = bot
        self._corrections = corrections
        self._answers = answers
        self._pause = pause
        self._lanes = asyncio.Semaphore(_LANES)

    async def begin(self) -> None:
        """Take up what was left half way when the program ended."""
        await self._corrections.box.release()

    async def correct_all(self) -> int:
        """Correct what is due and return how many messages were edited."""
        await self._corrections.find()
        edited = 0
        while due := await self._corrections.due(_BATCH):
            by_channel: dict[str, list[PublicAnswer]] = {}
            for answer in due:
                by_channel.setdefault(answer.channel, []).append(answer)
            edited += sum(await asyncio.gather(*map(self._in_channel, by_channel.values())))
        return edited

    async def _in_channel(self, answers: Sequence[PublicAnswer]) -> int:
        """Correct the answers in one channel, some at a time; returns how many were edited.

        What was edited and not yet confirmed when the program ends is known by its own line.
        """
        edited = 0
        async with self._lanes:
            for start in range(0, len(answers), _TOGETHER):
                taken = await self._corrections.claim(answers[start : start + _TOGETHER])
                edited += await self._correct_some(taken)
        return edited

    async def _correct_some(self, answers: Sequence[PublicAnswer]) -> int:
        edited = 0
        done: list[tuple[PublicAnswer, Update]] = []
        updates: dict[tuple[str, tuple[Shown, ...]], Update] = {}
        for answer in answers:
            self.heartbeats.beat(Loop.CORRECTING)
            same = answer.community, answer.shown
            try:
                if same not in updates:
                    updates[same] = await self._corrections.update_of(answer)
                was_edited = await self._correct(answer, updates[same])
            except Exception as error:  # noqa: BLE001 - the others are still to be corrected
                _log.error("correcting message %s failed: %s", answer.message, outline(error))
                await self._corrections.postpone(answer, _LONGEST_WAIT)
                continue
            if was_edited is not None:
                done.append((answer, updates[same]))
            if was_edited:
                edited += 1
                await asyncio.sleep(self._pause)
        await self._corrections.confirm(done)
        return edited

    async def _correct(self, answer: PublicAnswer, update: Update) -> bool | None:
        """Bring one message to what is known now and return whether it had to be edited.

        None where that could not be done, which is seen to here.
        """
        if not update.changed:
            return False
        if self._is_out_of_reach(answer):
            await self._after_shutting_out(answer, "the bot is not in its server")
            return None
        try:
            return await self._edit(answer, update)
        except discord.NotFound as gone:
            await self._forget(answer, f"code {gone.code}")
        except discord.HTTPException as refused:
            await self._after_refusal(answer, refused)
        except (aiohttp.ClientError, OSError) as problem:  # also where an answer was lost
            await self._wait(answer, outline(problem))
        return None

    async def _edit(self, answer: PublicAnswer, update: Update) -> bool:
        """Edit a message through its channel, unless an edit of which we lost count did so."""
        channel = self._bot.get_partial_messageable(int(answer.channel))
        message = await channel.fetch_message(int(answer.message))
        if note_line(update) in text_of(message):
            return False
        card = card_in(message)
        view = corrected_view(card, update, await self._report(answer, card.ticket))
        await message.edit(view=view, allowed_mentions=NO_PINGS)
        return True

    async def _report(self, answer: PublicAnswer, ticket: str) -> Report | None:
        if not ticket:
            return None
        try:
            return await self._answers.open(answer.community, ticket)
        except NotFound:
            return None

    def _is_out_of_reach(self, answer: PublicAnswer) -> bool:
        """True where the bot was taken out of the server; it may come back."""
        if answer.community == DIRECT or not answer.community.isdecimal():
            return False
        return self._bot.get_guild(int(answer.community)) is None

    async def _after_refusal(self, answer: PublicAnswer, refused: discord.HTTPException) -> None:
        """Wait for a Discord that fails; what it refuses is tried some times, then never again."""
        if refused.status >= 500 or refused.status == 429:
            await self._wait(answer, f"status {refused.status}")
            return
        await self._after_shutting_out(answer, f"status {refused.status}, code {refused.code}")

    async def _after_shutting_out(self, answer: PublicAnswer, why: str) -> None:
        """Try again some times; never where the bot posted by the leave of one person alone."""
        if answer.community == DIRECT or answer.attempts >= len(_SHUT_OUT):
            await self._forget(answer, why)
            return
        hours = _SHUT_OUT[answer.attempts]
        _log.info("message %s is tried again in %d h: %s", answer.message, hours, why)
        await self._corrections.postpone(answer, timedelta(hours=hours))

    async def _wait(self, answer: PublicAnswer, why: str) -> None:
        wait = min(timedelta(seconds=30 * 2 ** min(answer.attempts, 10)), _LONGEST_WAIT)
        _log.warning("message %s is corrected in %s: %s", answer.message, wait, why)
        await self._corrections.postpone(answer, wait)

    async def _forget(self, answer: PublicAnswer, why: str) -> None:
        _log.info("message %s is corrected no more: %s", answer.message, why)
        await self._corrections.box.forget(answer)


@contextlib.asynccontextmanager
async def correcting(bot: discord.Client, corrector: Corrector) -> AsyncIterator[None]:
    """Correct public answers, from when the bot is ready until the end of the block."""
    task = asyncio.create_task(_keep_correcting(bot, corrector), name="correcting")
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _keep_correcting(bot: discord.Client, corrector: Corrector) -> None:
    begun = False
    while True:
        corrector.heartbeats.beat(Loop.CORRECTING)
        try:
            if not begun:
                await corrector.begin()
                begun = True
            edited = await corrector.correct_all() if bot.is_ready() else 0
            if edited:
                _log.info("corrected %d public answers", edited)
        except Exception as error:  # noqa: BLE001 - the next round may be better
            _log.error("correcting failed: %s", outline(error))
        await asyncio.sleep(_EVERY if bot.is_ready() else 1.0)
