"""For how many days what is kept: the figures that the hourly job, settings and pages share."""

from __future__ import annotations

from dataclasses import dataclass

ANSWER_DAYS = 30
"""Sealed answers and forms; ``CAVEAT_ANSWER_DAYS`` changes it."""
CORRECTION_DAYS = 90
"""Public answers, so that corrections reach them; ``CAVEAT_CORRECTION_DAYS`` changes it."""
NAME_DAYS = 365
"""The plain ids of curators beside what they did; ``CAVEAT_NAME_DAYS`` changes it."""
REQUEST_DAYS = 90
"""The texts of requests; a community may choose otherwise."""
REMARK_DAYS = 90
DEED_DAYS = 30
ASK_DAYS = 15
"""Who asked about what: a digest looks back 14 days at most."""
DIGEST_DAYS = 90
"""What a digest said; nothing in it is about a person."""
FOLLOW_DAYS = 30
"""For how long whoever asks for it under an answer is told what changes."""
BLOCKED_DAYS = 90
"""Follows of somebody to whom Discord lets nobody write."""
LEFT_DAYS = 30
"""All that a server's community has, once the bot has left the server."""
BACKUP_DAYS = 7
"""Days of which the newest backup is kept; ``CAVEAT_BACKUP_DAYS`` changes it."""
BACKUP_WEEKS = 4
"""Weeks of which the newest backup is kept beside those; ``CAVEAT_BACKUP_WEEKS`` changes it."""


@dataclass(frozen=True, slots=True)
class Days:
    """The figures that an installation or a community may choose."""

    answers: int = ANSWER_DAYS
    corrections: int = CORRECTION_DAYS
    names: int = NAME_DAYS
    requests: int = REQUEST_DAYS
    backups: int = max(BACKUP_DAYS, 7 * BACKUP_WEEKS)
