"""Everything that can go wrong in a way that a person can mend; each error knows its sentence.

CaveatError
├── InputProblem            what was given cannot be used
│   ├── NothingToCheck      the paste holds no words
│   ├── TextTooLong         more text than one check reads
│   ├── UnreadableText      not text, or not in a known encoding
│   ├── FileProblem         a file is missing, a folder, or cannot be read
│   ├── NotReady            a claim lacks what it needs to be published
│   ├── AskedTooOften       more requests than a member may file in a day
│   ├── TryLater            too much at once; it says when there is room again
│   │   └── AskedTooFast, AskedTooFastAgain, TooManyWaiting
│   ├── TooManyFollows      more follows than a member may have in a community
│   └── AttachmentProblem, ReadingProblem, FetchProblem: see ``claims.reading_errors``
├── NotFound                no such claim, pack or community here
├── NotAllowed              the member may not do this here
├── WatchingOff             whoever runs the bot has not switched watching on
├── Conflict                somebody else changed it first
│   ├── Overtaken           the same, with both versions to choose from
│   └── PlanChanged         what was shown of an import is no longer what it would do
├── PackProblem             a pack file does not hold together
├── ImportProblem           an import cannot go on
├── StoreProblem            the store cannot be opened or written
│   ├── StoreTooNew         it was written by a newer version
│   ├── StoreBusy           another process is using this data folder
│   └── BackupProblem       a backup cannot be made, or cannot be used
├── IndexProblem            the search index cannot be written; the store is not concerned
├── Unheard                 Discord was not there to hear an answer
├── ModelProblem            the vector model is missing or not the one expected
└── SettingsProblem         a setting is missing or malformed
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claims.history import FieldChange
    from claims.report import ClaimView


class CaveatError(Exception):
    """Base of all of them. ``str(error)`` is one kind sentence that says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class InputProblem(CaveatError):
    """What was given cannot be used as it is."""


class NothingToCheck(InputProblem):
    """The paste holds nothing that a claim could be made with."""

    def __init__(self, found: str = "no words") -> None:
        super().__init__(
            f"There is nothing to check: the text holds {found}. Paste a sentence or a headline."
        )


class NotALink(InputProblem):
    """What was given as a link is none."""

    def __init__(self) -> None:
        super().__init__(
            "That is not one link; give an address such as https://example.org/story, "
            "or paste words as text."
        )


class TextTooLong(InputProblem):
    """More text than one check reads."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"The text has {length:,} characters; one check reads up to {limit:,}. "
            "Paste the part that matters."
        )


class UnreadableText(InputProblem):
    """The bytes given are not text in UTF-8."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is not readable text; save it as UTF-8 and try again.")


class FileProblem(InputProblem):
    """A file that was named cannot be used."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path} {problem}")


class NotReady(InputProblem):
    """A claim lacks what it needs to be published; ``missing`` says what, a sentence each."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__("This claim cannot be published yet. " + " ".join(missing))
        self.missing = tuple(missing)


class AskedTooOften(InputProblem):
    """A member filed as many requests as this community takes from one in a day."""

    def __init__(self, limit: int) -> None:
        asked = "one request" if limit == 1 else f"{limit} requests"
        super().__init__(
            f"This community takes {asked} a day from each member; please ask again tomorrow."
        )


class TryLater(InputProblem):
    """Too much at once; ``why`` is a sentence, ``seconds`` later there is room again."""

    def __init__(self, why: str, seconds: float) -> None:
        whole = max(math.ceil(seconds), 1)
        some = "a second" if whole == 1 else f"{whole} seconds"
        super().__init__(f"{why} Please try again in {some}.")
        self.why = why
        self.seconds = whole


class AskedTooFast(TryLater):
    """A member, or all of a community, asked for more than there is for them in a minute."""

    def __init__(self, who: str, per_minute: int, seconds: float) -> None:
        checks = "one check" if per_minute == 1 else f"{per_minute} checks"
        super().__init__(
            f"That was a lot at once: {who} may ask for {checks} a minute, so that there is time "
            "for everyone.",
            seconds,
        )


class AskedTooFastAgain(AskedTooFast):
    """The same, while so many are refused that not each of them can be told."""


class TooManyWaiting(TryLater):
    """So much of one community waits already that nothing can be put behind it."""

    def __init__(self, seconds: float) -> None:
        super().__init__("Many questions of this community wait to be answered already.", seconds)


class TooManyFollows(InputProblem):
    """A member follows as much in this community as anybody may."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"You follow {limit} claims and questions here already, which is as many as there is "
            "room for; end one that you no longer need (/following), then follow this one."
        )


class NotFound(CaveatError):
    """Nothing by that name is visible here."""


class NotAllowed(CaveatError):
    """The member may not do this in this community, as things stand now."""


class WatchingOff(CaveatError):
    """Channels cannot be watched, as the bot does not see what is posted in them."""

    def __init__(self) -> None:
        super().__init__(
            "Watching is switched off: whoever runs this bot has to set CAVEAT_WATCHING to true, "
            "and to switch on the message content intent in Discord's developer portal."
        )


class Conflict(CaveatError):
    """A change was based on a revision that is no longer the newest."""

    def __init__(self, what: str, base: int, current: int) -> None:
        super().__init__(
            f"{what} was changed meanwhile: you started from revision {base}, "
            f"it is now at revision {current}. Look at the newer one and try again."
        )
        self.base = base
        self.current = current


class Overtaken(Conflict):
    """Somebody else changed a claim while this change was being written.

    ``view`` is the claim as it is now; ``theirs`` are the changes since the base, ``mine`` those
    that were asked for. Asking again with ``view.revision`` as base puts them on top.
    """

    def __init__(
        self,
        view: ClaimView,
        base: int,
        theirs: Sequence[FieldChange],
        mine: Sequence[FieldChange],
    ) -> None:
        super().__init__(f"Claim #{view.number}", base, view.revision)
        self.view = view
        self.theirs = tuple(theirs)
        self.mine = tuple(mine)


class PlanChanged(Conflict):
    """An import would no longer do what was shown of it."""

    def __init__(self, title: str) -> None:
        CaveatError.__init__(
            self,
            f"Claims here have changed since you looked at what importing “{title}” would do; "
            "look at it again, then import it.",
        )


class PackProblem(CaveatError):
    """A pack file cannot be used; ``problems`` lists every reason found."""

    def __init__(self, name: str, problems: list[str]) -> None:
        super().__init__(f"{name} is not a usable pack: " + "; ".join(problems))
        self.problems = problems


class ImportProblem(CaveatError):
    """An import cannot start or go on."""


class StoreProblem(CaveatError):
    """The store cannot be opened, read or written."""


class StoreTooNew(StoreProblem):
    """The store was written by a newer version of Caveat."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"This data folder was written by a newer Caveat (schema {found}); "
            "upgrade Caveat or open another folder."
        )
        self.found = found


class StoreBusy(StoreProblem):
    """Another process holds the data folder."""

    def __init__(self, pid: str) -> None:
        super().__init__(
            f"This data folder is in use by another Caveat (process {pid}); "
            "stop it first or choose another folder with --data."
        )


class BackupProblem(StoreProblem):
    """A backup cannot be made, or one that was made cannot be used."""


class IndexProblem(CaveatError):
    """The system does not let the search index be written; ``why`` says so, and what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The search index cannot be brought up to date: {why}, then try again. "
            "Nothing that was stored is lost."
        )
        self.why = why


class Unheard(CaveatError):
    """Discord did not say that it has an answer, so nobody knows whether it was read."""

    def __init__(self) -> None:
        super().__init__(
            "Discord did not hear the answer in time; what you asked for may be done, so look "
            "before you ask again."
        )


class ModelProblem(CaveatError):
    """The vector model is missing, damaged or another one than expected."""


class SettingsProblem(CaveatError):
    """A setting is missing or malformed."""
