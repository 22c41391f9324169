"""What a member hands in: words, a link, files, in any combination."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PastedFile:
    """A file as it was handed in."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Paste:
    """One question. ``link`` is asked about expressly: its page is read whatever the words say.

    ``notes`` says in whole sentences what was left out before, and why.
    """

    text: str = field(default="", repr=False)
    link: str = field(default="", repr=False)
    files: tuple[PastedFile, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def asked(self) -> str:
        """The words and the link: what curators can be asked about. Files are not kept."""
        return "\n".join(part for part in (self.link, self.text) if part)
