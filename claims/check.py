"""The check: a paste goes in, a report comes out. Nothing of the paste is kept."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from claims.errors import InputProblem, NotALink, NothingToCheck
from claims.pages import FetchPolicy, FileText, Page
from claims.paste import Paste
from claims.ports import ClaimReader, FileReader, Intake, Matcher, PageReader, WordingTally
from claims.recognising import FEWEST_CLAIMS, Documents, made_in
from claims.report import (
    Candidate,
    Found,
    KnownBy,
    KnownDocument,
    Match,
    Matching,
    NothingFound,
    ReadText,
    Report,
    Submission,
    Tier,
)
from claims.tracing import Stage, spent_on

_WORD = re.compile(r"\w{2,}")
_CLOSEST = 2
_RELATED = 3
_ONLY_A_LINK = "only a link that nobody here has annotated yet"
_BY_ADDRESS = "Only the words in the link's address were looked at; its page was not read."


@dataclass(frozen=True, slots=True)
class Reading:
    """How pages behind links and files are read, and whose pages a community lets us read."""

    pages: PageReader
    files: FileReader
    policy: Callable[[str], Awaitable[FetchPolicy]]


class Checker:
    """Answers what a member pasted, from the claims that the member's community sees.

    Args:
        reader: The store, as communities see it.
        matcher: Finds claims in texts.
        intake: Takes pastes apart.
        reading: Reads pages and files; without it, links are known by their address alone.
        tally: Hears which wordings answered.
    """

    def __init__(
        self,
        reader: ClaimReader,
        matcher: Matcher,
        intake: Intake,
        reading: Reading | None = None,
        *,
        tally: WordingTally | None = None,
    ) -> None:
        self._reader = reader
        self._matcher = matcher
        self._intake = intake
        self._reading = reading
        self._tally = tally
        self._documents = Documents(reader, intake)

    async def check_text(self, pasted: str, community: str) -> Report:
        """Answer a raw paste; raises ``InputProblem`` where it cannot be read."""
        return await self.check_paste(Paste(text=pasted), community)

    async def check_paste(self, paste: Paste, community: str, *, pages: bool = True) -> Report:
        """Answer words, a link and files; raises ``InputProblem`` where there is nothing to read.

        A known document comes first. The page behind a link is read where it was asked about
        expressly, or where the words beside it make no claim; without ``pages``, never.
        """
        asked, read = await self._taken_apart(paste, community)
        express = bool(paste.link)
        return await self.check(asked, community, read=read, express=express, pages=pages)

    async def check(
        self,
        asked: Submission,
        community: str,
        *,
        read: ReadText | None = None,
        express: bool = False,
        pages: bool = True,
    ) -> Report:
        """Answer a submission; raises ``NothingToCheck`` where it says nothing.

        Args:
            asked: The words and links.
            community: Whose claims answer.
            read: What the words were read from, where they come from a file.
            express: Read the page behind the first link whatever the words make.
            pages: Whether pages may be read at all; nobody may have asked for that.
        """
        with spent_on(Stage.STORE):
            known = await self._documents.at(asked.links, community)
        report, document = await self._answer(asked, community, read)
        if known is not None:
            return _with_text(known, report)
        if asked.links and pages and (express or not isinstance(report, Found)):
            behind = await self._behind(asked.written[0], community)
            return _together(report, behind, more_links=len(asked.links) - 1)
        if _WORD.search(asked.text) is None:
            raise NothingToCheck
        return report if document is None else _with_text(document, report)

    async def nearest(self, words: str, community: str, limit: int) -> Sequence[Match]:
        """The claims nearest to some words, whatever their tier: what a search shows."""
        if _WORD.search(words) is None:
            return ()
        readers = await self._reader.readership(community)
        return await self._seen(await self._matcher.rank(words, readers, limit), community)

    async def _taken_apart(
        self, paste: Paste, community: str
    ) -> tuple[Submission, ReadText | None]:
        """The words and links of a paste, those in its files with them."""
        asked = Submission("", notes=paste.notes)
        if paste.text.strip() or paste.link or not paste.files:
            try:
                with spent_on(Stage.INTAKE):
                    asked = await self._intake.read(f"{paste.link}\n{paste.text}".strip())
            except NothingToCheck:
                if not paste.files:
                    raise
            if paste.link and not _is_link(asked, paste):
                raise NotALink
            asked = replace(asked, notes=(*paste.notes, *asked.notes))
        if not paste.files:
            return asked, None
        texts, unread = await self._files(paste, asked, community)
        text = "\n\n".join(part for part in (asked.text, *(item.text for item in texts)) if part)
        notes = (*asked.notes, *unread, *(note for item in texts for note in item.notes))
        read = _of_file(texts[0]) if len(texts) == 1 else None
        return replace(asked, text=text, notes=notes), read

    async def _files(
        self, paste: Paste, asked: Submission, community: str
    ) -> tuple[list[FileText], list[str]]:
        """The files' texts and why others were not read; raises where nothing else is there."""
        if self._reading is None:
            raise NothingToCheck("only files, which are not read here")
        texts: list[FileText] = []
        problems: list[InputProblem] = []
        for file in paste.files:
            try:
                with spent_on(Stage.READING):
                    text = await self._reading.files.read(file.name, file.content, community)
                texts.append(text)
            except InputProblem as problem:
                problems.append(problem)
        if not texts and not asked.text and not asked.links:
            raise problems[0]
        return texts, [problem.sentence for problem in problems]

    async def _answer(
        self, asked: Submission, community: str, read: ReadText | None = None
    ) -> tuple[Found | NothingFound, KnownDocument | None]:
        """What the words of a submission make, and the known document whose text they are."""
        if _WORD.search(asked.text) is None:
            return NothingFound((), asked.notes, read), None
        with spent_on(Stage.STORE):
            readers = await self._reader.readership(community)
        matching = await self._matcher.match(asked.text, readers, language=asked.language)
        matches = await self._seen(_worth_reading(matching.candidates), community)
        self._count(matches, community)
        document = await self._documents.told_by(asked.text, matches, community)
        if document is not None and document.by is KnownBy.TEXT:
            matches = made_in(document.document, matches)
            carrier = read.publisher if read is not None and read.publisher else document.carrier
            document = replace(document, carrier=carrier)
        return replace(_report(asked, matching, matches), read=read), document

    async def _behind(self, address: str, community: str) -> Report:
        """What the page behind a link says, or its address where it cannot be read."""
        page, notes = await self._page(address, community)
        if page is None:
            return await self._by_address(address, community, notes)
        read = self._of_page(page)
        titled = page.title and page.title not in page.text[: len(page.title) + 200]
        text = f"{page.title}\n\n{page.text}" if titled else page.text
        asked = Submission(text, language=page.language, notes=page.notes)
        report, document = await self._answer(asked, community, read)
        for addresses, by in (
            ((page.final_address, page.canonical), KnownBy.ADDRESS),
            (page.republished_from, KnownBy.ORIGIN),
        ):
            canonical = await self._canonical(addresses)
            known = await self._documents.at(canonical, community, by=by)
            if known is not None:
                carrier = read.publisher if by is KnownBy.ORIGIN else known.carrier
                return _with_text(replace(known, carrier=carrier, read=read), report)
        return report if document is None else _with_text(document, report)

    async def _page(self, address: str, community: str) -> tuple[Page | None, tuple[str, ...]]:
        if self._reading is None:
            return None, ()
        policy = await self._reading.policy(community)
        try:
            with spent_on(Stage.READING):
                return await self._reading.pages.read(address, community, policy), ()
        except InputProblem as problem:
            return None, (problem.sentence,)

    def _count(self, matches: Sequence[Match], community: str) -> None:
        if self._tally is None:
            return
        for match in matches:
            if match.tier is not Tier.RELATED:
                self._tally.met(community, match.view.claim_id, match.found.wording)

    async def _canonical(self, addresses: Sequence[str]) -> tuple[str, ...]:
        """Those among some words that are addresses, in their one form."""
        links = [word for word in addresses if word.startswith(("http://", "https://"))]
        return (await self._intake.read("\n".join(links))).links if links else ()

    async def _by_address(self, address: str, community: str, notes: tuple[str, ...]) -> Report:
        """What the words in an address tell, where its page was not read."""
        known = await self._documents.looking_like(address, community)
        if known is not None:
            return replace(known, notes=notes)
        words = self._intake.title_in(address)
        if not words and not notes:
            raise NothingToCheck(_ONLY_A_LINK)
        report, _ = await self._answer(Submission(words), community)
        notes = (*notes, *((_BY_ADDRESS,) if words else ()), *report.notes)
        if isinstance(report, Found):
            return replace(report, uncovered=0, notes=notes)
        return replace(report, notes=notes)

    def _of_page(self, page: Page) -> ReadText:
        host = self._intake.publisher_of(page.final_address)
        return ReadText(
            name=page.title or host,
            publisher=page.publisher or host,
            published=page.published.spoken() if page.published else "",
            address=page.final_address,
            ratings=page.ratings,
            republished_from=page.republished_from,
        )

    async def _seen(self, found: Sequence[Candidate], community: str) -> tuple[Match, ...]:
        """Join candidates with what the community sees; one gone meanwhile is left out."""
        with spent_on(Stage.STORE):
            views = await self._reader.views(community, [item.claim_id for item in found])
        return tuple(Match(views[c.claim_id], c) for c in found if c.claim_id in views)


def _is_link(asked: Submission, paste: Paste) -> bool:
    """Whether what was given as a link is an address and nothing else."""
    return bool(asked.links) and (bool(paste.text) or _WORD.search(asked.text) is None)


def _of_file(file: FileText) -> ReadText:
    return ReadText(
        name=file.title or file.name,
        publisher=file.author or "",
        published=file.date.spoken() if file.date else "",
    )


def _with_text(known: KnownDocument, report: Found | NothingFound) -> KnownDocument:
    """A known document with what the words that came with it make."""
    found = report.matches if isinstance(report, Found) else ()
    uncovered = report.uncovered if isinstance(report, Found) else 0
    return replace(
        known,
        found=found,
        uncovered=uncovered,
        notes=(*known.notes, *report.notes),
        read=known.read or report.read,
    )


def _together(report: Found | NothingFound, behind: Report, *, more_links: int) -> Report:
    """What was found behind a link, joined to what the words beside it made."""
    notes = tuple(dict.fromkeys((*report.notes, *behind.notes)))
    if more_links:
        what = "1 more link" if more_links == 1 else f"{more_links} more links"
        was = "was" if more_links == 1 else "were"
        notes = (*notes, f"{what} in the text {was} not opened; check links one at a time.")
    if not isinstance(report, Found):
        return replace(behind, notes=notes)
    if isinstance(behind, NothingFound):
        return replace(report, notes=notes, read=behind.read)
    if isinstance(behind, KnownDocument):
        return replace(behind, found=_merged(report.matches, behind.found), notes=notes)
    return replace(behind, matches=_merged(report.matches, behind.matches), notes=notes)


def _merged(first: Sequence[Match], second: Sequence[Match]) -> tuple[Match, ...]:
    known = {match.view.claim_id for match in first}
    return (*first, *(match for match in second if match.view.claim_id not in known))


def _worth_reading(candidates: Sequence[Candidate]) -> list[Candidate]:
    """All that the text makes, and the nearest few; of what may be a known document, all."""
    made = [found for found in candidates if found.tier is not Tier.RELATED]
    near = [found for found in candidates if found.tier is Tier.RELATED]
    return [*made, *(near if len(made) >= FEWEST_CLAIMS else near[:_RELATED])]


def _report(
    submission: Submission, matching: Matching, matches: Sequence[Match]
) -> Found | NothingFound:
    notes = (*submission.notes, *matching.notes)
    made = [match for match in matches if match.tier is not Tier.RELATED]
    near = [match for match in matches if match.tier is Tier.RELATED]
    if not made:
        return NothingFound(closest=tuple(near[:_CLOSEST]), notes=notes)
    made.sort(key=lambda match: (match.found.segment.start, -match.found.score))
    covered = {(match.found.segment.start, match.found.segment.end) for match in made}
    uncovered = sum(
        1
        for segment in matching.segments
        if not any(start < segment.end and segment.start < end for start, end in covered)
    )
    return Found(
        matches=tuple(made), related=tuple(near[:_RELATED]), uncovered=uncovered, notes=notes
    )
