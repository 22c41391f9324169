"""Telling those who asked, once: also where the program was down or died while it told them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from claims.requesting import Notice
from claims.shelves import NoticeBox
from claims.workbench import utc_now


class Notices:
    """The outbox. To send one: ``pending``, ``claim`` it, send it with its nonce, ``confirm``.

    A notice that was claimed and never confirmed comes back as ``tried``: whoever sends it first
    looks for a message with its nonce.
    """

    def __init__(self, box: NoticeBox, clock: Callable[[], datetime] = utc_now) -> None:
        self._box = box
        self._clock = clock

    async def pending(self, limit: int = 50) -> Sequence[Notice]:
        """What is to be told, oldest first."""
        return await self._box.pending(self._clock(), limit)

    async def claim(self, notice: Notice) -> bool:
        """Take a notice to send it; False where another has taken it or it is done."""
        return await self._box.claim(notice.notice_id, self._clock())

    async def confirm(self, notice: Notice, *, sent: bool) -> None:
        """Say that it was sent, or given up because its reader cannot be written to."""
        await self._box.confirm(notice.notice_id, sent=sent)
