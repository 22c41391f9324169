"""The sources that a community keeps: what a link tells, what is known of each, who opened them."""

from __future__ import annotations

from claims.deeds import PutReferences
from claims.domains import domain_of
from claims.errors import InputProblem
from claims.forms import filled
from claims.linking import Guess, at_address, clean_link
from claims.models import Checked, Source
from claims.once import once
from claims.people import Member, Right
from claims.sourcing import SourceForm, Sourcing, with_scheme
from claims.workbench import Workbench


class Library:
    """What curators do with the sources of their community, whichever claims list them."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._sourcing = Sourcing(bench.shelf, bench.canonical)

    async def guess(self, member: Member, url: str) -> Guess:
        """Publisher and date as far as a link tells them; raises ``InputProblem`` for no link."""
        await self._bench.need(member, Right.CURATE)
        return await self._sourcing.guess(member.community, url)

    async def source(self, member: Member, key: str) -> Source:
        """One of the community's own sources; raises ``NotFound``."""
        await self._bench.need(member, Right.CURATE)
        return await self._sourcing.own(member.community, key)

    @once
    async def describe(self, member: Member, deed: str, key: str, form: SourceForm) -> Source:
        """Change what is known of one of the community's own sources: the fields that are given.

        What was known before is kept, but for fields that are given as None. Raises
        ``InputProblem`` where a link is none, or its new link is another source's.
        """
        await self._bench.need(member, Right.CURATE)
        old = await self._sourcing.own(member.community, key)
        if await self._bench.ledger.outcome(member.community, deed) is not None:
            return old
        changed = {name: getattr(form, name) for name in form.model_fields_set}
        if form.url:
            await self._check_free(member, key, form.url)
        if form.archived_url:
            clean_link(form.archived_url, self._bench.canonical)
            changed["archived_url"] = with_scheme(form.archived_url)
        if "checked" in changed and form.checked is not old.checked:
            changed["checked_on"] = self._bench.clock().date().isoformat()
            changed["checked_by"] = "a curator"
        source = filled(Source, {**old.model_dump(), **changed})
        reason = f"Described {source.publisher}"[:200]
        wish = self._bench.deed(member, deed, "source described", reason)
        await self._bench.ledger.perform(wish, [PutReferences(sources=(source,))])
        return source

    @once
    async def opened(self, member: Member, deed: str, key: str) -> Source:
        """Note that a curator opened and read a source today."""
        return await self.describe(member, deed, key, SourceForm(checked=Checked.OPENED))

    async def _check_free(self, member: Member, key: str, url: str) -> None:
        canonical = self._bench.canonical
        address = clean_link(url, canonical)
        site = domain_of(address)
        others = await self._bench.shelf.sources_at(member.community, site)
        taken = at_address(address, (s for s in others if s.key != key), canonical)
        if taken is not None:
            raise InputProblem(f"This link is listed already, as a source of {taken.publisher}.")
