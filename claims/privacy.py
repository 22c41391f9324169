"""What is stored about people, why, how, for how long, and what deleting it does: said once.

PRIVACY.md and `/privacy show` are made of these lines, and `storage.personal` says for every
column of the store to which line it belongs, or that it says nothing of a person. Tests hold them
together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claims.retention import (
    ASK_DAYS,
    BLOCKED_DAYS,
    DEED_DAYS,
    FOLLOW_DAYS,
    LEFT_DAYS,
    REMARK_DAYS,
    Days,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of thing that is stored. ``what`` and ``until`` are short enough for a card.

    ``key`` is the name by which the schema refers to it; stars and backticks are mark-up.
    """

    key: str
    what: str
    why: str
    how: str
    until: str
    deleting: str


def lines(days: Days) -> Sequence[Line]:
    """Everything that is stored, for an installation with these figures."""
    return (
        Line(
            "text",
            "the text you check",
            "to find the claims it makes",
            "in memory alone, never on disk",
            "seconds, while it is answered",
            "nothing is left to delete",
        ),
        Line(
            "answers",
            "the words of your text that met a claim, also those in a card you chose to *Share "
            "here*; a text that found nothing; a form of yours that could not be saved",
            "so that the buttons work, also after a restart, and *Ask the curators* can offer the "
            "text to you again",
            "encrypted with a key that is kept only in the button of your message; whoever runs "
            "the bot cannot read it",
            f"{days.answers} days",
            "stays until then: nobody, we neither, can tell whose it is",
        ),
        Line(
            "shared",
            "answers that everyone sees (*Share here*, public replies, replies in watched "
            "channels): channel, message and which claims",
            "so that a correction of a claim reaches the answer",
            "no user id is kept",
            f"{days.corrections} days, or until the message is gone or out of reach",
            "stays: it does not say whose it was",
        ),
        Line(
            "remarks",
            "*Not this claim* and *It is this claim*: the words you send with it (you see and can "
            "edit them first) and your remark",
            "so that curators can correct the claim, and the same remark counts once",
            "with a keyed hash of your user id",
            f"{REMARK_DAYS} days",
            "deleted",
        ),
        Line(
            "requests",
            "*Ask the curators*: the text and reason you send, with your consent",
            "so that curators can look into it, and the same member asks only so often a day",
            "with a keyed hash of your user id",
            f"the text and the reason {days.requests} days, unless the community chose otherwise; "
            f"the hash {days.names} days after the request is closed",
            "deleted; what others wrote who asked the same stays",
        ),
        Line(
            "notices",
            "your user id, where you ask to be told an answer by direct message",
            "to tell you, once",
            "as it is: you cannot be reached otherwise",
            "until you were told",
            "deleted; you are not told any more",
        ),
        Line(
            "follows",
            "*Follow* and *Tell me if this changes*: your user id, which claims and questions you "
            "follow in which server, how far you have been told, at what time of day",
            "to tell you what changes, once each, by direct message",
            "as it is: you cannot be reached otherwise",
            f"until you end it (`/following`) or leave the server; *Tell me* ends after "
            f"{FOLLOW_DAYS} days, all of it after {BLOCKED_DAYS} where you cannot be written to; "
            "with the last one your id goes",
            "deleted; you are not told any more",
        ),
        Line(
            "opt_outs",
            "that you opted out of watched channels (`/watch optout`), and when",
            "so that your posts are left alone",
            "as a keyed hash of your user id",
            "until `/watch optin`",
            "deleted, so that your posts may be matched again, unless you choose to keep it",
        ),
        Line(
            "asks",
            "where a digest says what is asked about most: that somebody asked about a claim, and "
            "in which hour",
            "so that it can say how many different members asked, where at least three did",
            "as a keyed hash of your user id and the claim, another one for every claim",
            f"{ASK_DAYS} days",
            "deleted",
        ),
        Line(
            "changes",
            "what curators and administrators change, propose and decide: who, what, when, why",
            "every change must be traceable and reversible, and nobody approves their own",
            "your user id as it is, so that other curators see who it was; later a keyed hash",
            f"your id {days.names} days, longer only while a proposal or a request that you took "
            "waits; the change itself as long as the claim",
            "your name goes at once, for a sign that leads nowhere; the changes stay. What you "
            "proposed and nobody decided is withdrawn, requests that you took are given back",
        ),
        Line(
            "deeds",
            "which interactions were carried out (their ids, and what they changed)",
            "so that one that Discord delivers twice changes once",
            "no user id is kept",
            f"{DEED_DAYS} days",
            "stays until then: it does not say whose it was",
        ),
        Line(
            "figures",
            "how often each wording of a claim was met in each community",
            "so that curators see which wordings never are met",
            "figures alone, not of whom, of which text or when",
            "as long as the claim",
            "stays: it is about nobody",
        ),
        Line(
            "left",
            "all of that, of a server which Caveat has left",
            "so that a removal by mistake costs nothing",
            "as it was",
            f"{LEFT_DAYS} days, then all of the server is erased; an administrator can do so at "
            "once (`/privacy erase`)",
            "as above, also meanwhile",
        ),
        Line(
            "backups",
            "backups: copies of all of that, made once a day",
            "so that a broken disk or a mistake costs no more than a day",
            "as it was, with the secret of the keyed hashes; only whoever runs the bot can read "
            "them",
            f"{days.backups} days at most while the bot runs, as each new one makes an old one go",
            "stays until then; whoever runs the bot can delete backups at once, and deletes anew "
            "where one has to be restored",
        ),
    )


def table(days: Days) -> str:
    """The lines as the table of PRIVACY.md, Markdown."""
    head = ("what", "why", "how", "how long", "`/privacy delete`")
    rows = [(line.what, line.why, line.how, line.until, line.deleting) for line in lines(days)]
    written = (f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows))
    return "\n".join(written).replace("| --- | --- | --- | --- | --- |", "|---|---|---|---|---|")
