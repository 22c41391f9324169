"""Why a file, or the page behind a link, was not read; each error knows its sentence.

InputProblem
├── AttachmentProblem   a file that was handed in cannot be read
│   └── FileTooLarge, FileEmpty, FileNotSupported, FileMislabelled, FileLocked, FileDamaged
├── ReadingProblem      reading a page or a file was given up
│   └── ReadingTooSlow, ReadingTooHeavy, ReadingFailed, ReadingBusy
└── FetchProblem        a page that was linked cannot be read
    ├── FetchingOff, NotFetched (blocked by us), RobotsForbid, RobotsUnknown
    ├── PageNotFound, SiteUnknown, SiteUnreachable, SiteRefused, FetchTimedOut
    ├── TooManyRedirects, BadRedirect, BrokenAnswer, PageTooLarge
    └── NotReadable, Mislabelled, LoginPage, NothingReadable, LanguageNotSupported
"""

from __future__ import annotations

from claims.errors import InputProblem


class AttachmentProblem(InputProblem):
    """A file that was handed in cannot be read."""


class FileTooLarge(AttachmentProblem):
    """The file, or what it unpacks to, is larger than one check reads."""

    def __init__(self, what: str, limit_mb: int) -> None:
        super().__init__(
            f"{what} is larger than the {limit_mb} MB that one check reads. "
            "Hand in the part that matters, or paste its text."
        )


class FileEmpty(AttachmentProblem):
    """The file holds no text."""

    def __init__(self, why: str = "The file holds no text") -> None:
        super().__init__(f"{why}. Paste the words that you want checked.")


class FileNotSupported(AttachmentProblem):
    """The file is of a kind that is not read."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"The file is {found}, which is not read here. "
            "Hand in .txt, .md, .html, .pdf, .docx, .rtf, .eml or .csv."
        )


class FileMislabelled(AttachmentProblem):
    """The bytes of the file are not what its name says."""

    def __init__(self, suffix: str, found: str) -> None:
        super().__init__(
            f"The file is named {suffix} but holds {found}; it was not opened. "
            "Give it its right ending, or paste the text."
        )


class FileLocked(AttachmentProblem):
    """The file is encrypted."""

    def __init__(self) -> None:
        super().__init__(
            "The file is locked with a password. Hand in an unlocked copy, or paste the text."
        )


class FileDamaged(AttachmentProblem):
    """The file is of a known kind but cannot be read."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"The file looks like {kind} but is damaged. Save it anew, or paste the text."
        )


class ReadingProblem(InputProblem):
    """Reading a page or a file was given up."""


class ReadingTooSlow(ReadingProblem):
    """Reading took more time than it is given."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"Reading this took longer than {seconds:g} seconds and was given up. "
            "Paste the text that you want checked."
        )


class ReadingTooHeavy(ReadingProblem):
    """Reading needed more memory or nesting than it is given."""

    def __init__(self) -> None:
        super().__init__(
            "This is too large inside, or nested too deeply, to be read here. "
            "Paste the text that you want checked."
        )


class ReadingFailed(ReadingProblem):
    """The reader does not understand how this is built."""

    def __init__(self) -> None:
        super().__init__(
            "This is built in a way that cannot be read here. Paste the text that you want checked."
        )


class ReadingBusy(ReadingProblem):
    """Too many pages and files wait to be read."""

    def __init__(self) -> None:
        super().__init__("Too much is being read at the moment. Try again in a minute.")


class FetchProblem(InputProblem):
    """A page that was linked cannot be read; the sentence tells what to do instead."""

    advice = "Paste its text instead."

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} {self.advice}")


class FetchingOff(FetchProblem):
    """Reading linked pages is switched off."""

    def __init__(self) -> None:
        super().__init__("Reading linked pages is switched off here.")


class NotFetched(FetchProblem):
    """We do not open this address, whatever is behind it; ``why`` is a whole clause."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The link was not opened: {why}.")


class RobotsForbid(FetchProblem):
    """The site's robots.txt asks programs not to read the page."""

    def __init__(self) -> None:
        super().__init__("The site asks programs not to read this page (robots.txt).")


class RobotsUnknown(FetchProblem):
    """The site has a robots.txt but did not give it out, so we may not assume anything."""

    def __init__(self) -> None:
        super().__init__(
            "The site could not say whether programs may read the page (robots.txt failed)."
        )


class PageNotFound(FetchProblem):
    """The site answers, but there is no such page."""

    def __init__(self, status: int) -> None:
        super().__init__(f"The site has no such page (status {status}); check the link.")


class SiteUnknown(FetchProblem):
    """The host name leads nowhere."""

    def __init__(self) -> None:
        super().__init__("There is no site by that name; check the link.")


class SiteUnreachable(FetchProblem):
    """No connection, or no trustworthy one."""

    def __init__(self, why: str = "it takes no connections") -> None:
        super().__init__(f"The site cannot be reached: {why}.")


class SiteRefused(FetchProblem):
    """The site answers with a failure of its own or keeps programs out."""

    def __init__(self, status: int) -> None:
        said = "is having trouble" if status >= 500 else "does not give this page to programs"
        super().__init__(f"The site {said} (status {status}).")
        self.status = status


class FetchTimedOut(FetchProblem):
    """The page did not arrive in time."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The page did not arrive within {seconds:g} seconds.")


class TooManyRedirects(FetchProblem):
    """The link is passed on too often, or in a circle."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"The link is passed on more than {limit} times, or in a circle.")


class BadRedirect(FetchProblem):
    """The site passes the link on to something that is no address."""

    def __init__(self) -> None:
        super().__init__("The site passes the link on to something that is not a web address.")


class BrokenAnswer(FetchProblem):
    """The site's answer does not hold together."""

    def __init__(self, what: str = "its answer breaks off or breaks the rules of the web") -> None:
        super().__init__(f"The site's page did not arrive whole: {what}.")


class PageTooLarge(FetchProblem):
    """More bytes than a page is given, on the wire or unpacked."""

    def __init__(self, limit_mb: float, where: str) -> None:
        super().__init__(f"The page is larger than {limit_mb:g} MB {where}.")


class NotReadable(FetchProblem):
    """The link leads to something that is no text."""

    def __init__(self, found: str) -> None:
        super().__init__(f"The link leads to {found}, which is not readable text.")


class Mislabelled(FetchProblem):
    """The bytes are not what the site says they are."""

    def __init__(self, said: str, found: str) -> None:
        super().__init__(f"The site says that the link is {said} but sends {found}.")


class LoginPage(FetchProblem):
    """The page is only for those who log in."""

    def __init__(self) -> None:
        super().__init__("The link leads to a login page; what is behind it was not read.")


class NothingReadable(FetchProblem):
    """The page holds no article text, or only builds it in a browser."""

    def __init__(self) -> None:
        super().__init__("The page holds no text that can be read without a browser.")


class LanguageNotSupported(FetchProblem):
    """The page is in a language that is not read here."""

    advice = "Paste a translation of the part that matters."

    def __init__(self, language: str) -> None:
        super().__init__(f"The page is in a language that is not read here ({language}).")
