"""Claims of a community as a pack file, and a pack file among a community's own claims."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from claims.deeds import AddClaim, Draft, Outcome, Propose, PutReferences, SaveClaim, Step, Write
from claims.errors import InputProblem, PlanChanged
from claims.history import FieldChange, Named, compare
from claims.models import Claim, Document, Source, Status
from claims.once import once
from claims.packs import Pack, PackHead
from claims.people import Member, Right
from claims.readiness import is_material
from claims.renaming import renamed
from claims.report import ClaimView
from claims.shelves import OriginShelf, PackFiles
from claims.workbench import Workbench


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """A claim of the community that an import would change, and how."""

    number: int
    headline: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class PackPlan:
    """What an import would do. ``token`` names this very plan: carry out what was shown.

    ``added`` and ``retired`` are headlines; with approval on, ``proposed`` counts the changes that
    would wait for an approver, and what is added comes as drafts (``as_drafts``).
    """

    pack: PackHead
    added: tuple[str, ...]
    changed: tuple[PlannedChange, ...]
    retired: tuple[PlannedChange, ...]
    unchanged: int
    proposed: int
    as_drafts: bool
    token: str
    steps: tuple[Step, ...] = field(repr=False)


class Exchange:
    """Exports and imports the claims of one community."""

    def __init__(self, bench: Workbench, origins: OriginShelf, files: PackFiles) -> None:
        self._bench = bench
        self._origins = origins
        self._files = files

    async def read(self, member: Member, name: str, content: bytes) -> Pack:
        """The pack in a file that a curator sent; raises ``PackProblem`` with every problem."""
        await self._bench.need(member, Right.CURATE)
        return await self._files.read(name, content)

    async def export_file(self, member: Member, head: PackHead, *, drafts: bool = False) -> bytes:
        """The same as ``export``, as the content of a pack file."""
        return await self._files.write(await self.export(member, head, drafts=drafts))

    async def export(self, member: Member, head: PackHead, *, drafts: bool = False) -> Pack:
        """The community's own published claims as a pack; ``drafts`` takes those along.

        Raises ``InputProblem`` where there is none.
        """
        await self._bench.need(member, Right.CURATE)
        taken = {Status.PUBLISHED, Status.DRAFT} if drafts else {Status.PUBLISHED}
        views = (await self._origins.own_by_ref(member.community)).values()
        claims = [view.claim for view in views if view.claim.status in taken]
        if not claims:
            raise InputProblem(
                "This community has no published claims of its own yet; publish one first."
            )
        sources, documents = await self._origins.own_references(member.community)
        return await asyncio.to_thread(_packed, head, claims, sources, documents)

    async def plan(self, member: Member, pack: Pack) -> PackPlan:
        """What importing a pack into the community's own claims would change; writes nothing."""
        settings = await self._bench.need(member, Right.CURATE)
        community = member.community
        own = await self._origins.own_by_ref(community)
        origins = await self._origins.origins(community)
        sources, documents = await self._origins.own_references(community)
        renaming = await asyncio.to_thread(renamed, pack, own, origins, sources, documents)
        named = Named(
            {**sources, **{source.key: source for source in renaming.sources}},
            {**documents, **{document.key: document for document in renaming.documents}},
        )
        references = PutReferences(
            tuple(s for s in renaming.sources if sources.get(s.key) != s),
            tuple(d for d in renaming.documents if documents.get(d.key) != d),
        )
        return await asyncio.to_thread(
            _planned,
            pack,
            renaming.claims,
            own,
            origins,
            named,
            references=references,
            approval=settings.approval,
        )

    @once
    async def carry_out(self, member: Member, deed: str, pack: Pack, token: str) -> Outcome:
        """Import a pack as it was planned, all of it or nothing.

        Raises ``PlanChanged`` where the claims have changed since the plan was shown.
        """
        await self._bench.need(member, Right.CURATE)
        earlier = await self._bench.ledger.outcome(member.community, deed)
        if earlier is not None:
            return earlier
        plan = await self.plan(member, pack)
        if plan.token != token:
            raise PlanChanged(pack.pack.title)
        head = pack.pack
        wish = self._bench.deed(member, deed, "pack imported", f"Pack {head.title} {head.version}")
        return await self._bench.ledger.perform(wish, plan.steps)


def _packed(
    head: PackHead,
    claims: Sequence[Claim],
    sources: Mapping[str, Source],
    documents: Mapping[str, Document],
) -> Pack:
    named = _documents_of(claims, documents)
    keys = _sources_of(claims, [documents[key] for key in named], sources)
    try:
        return Pack(
            format=1,
            pack=head,
            sources=tuple(sources[key] for key in sorted(keys)),
            documents=tuple(documents[key] for key in sorted(named)),
            claims=tuple(claims),
        )
    except ValidationError as error:
        said = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        raise InputProblem(f"The claims cannot be exported yet: {said}.") from error


def _planned(
    pack: Pack,
    claims: Sequence[Claim],
    own: Mapping[str, ClaimView],
    origins: Mapping[int, tuple[str, str]],
    named: Named,
    *,
    references: PutReferences,
    approval: bool,
) -> PackPlan:
    origin = (pack.pack.id, pack.pack.version)
    here = {claim.ref: claim for claim in claims}
    wanted = {ref: _as_here(claim, own.get(ref)) for ref, claim in here.items()}
    gone = {
        ref: view.claim.model_copy(update={"status": Status.RETIRED})
        for ref, view in own.items()
        if ref not in here
        and origins.get(view.claim_id, ("", ""))[0] == pack.pack.id
        and view.claim.status is not Status.RETIRED
    }
    states = {ref: new for ref, new in {**wanted, **gone}.items() if ref in own}
    moved = {ref: new for ref, new in states.items() if own[ref].claim != new}
    added = [claim for ref, claim in wanted.items() if ref not in own]
    drafted = [claim.model_copy(update={"status": Status.DRAFT}) for claim in added]
    steps: list[Step] = [references] if references.sources or references.documents else []
    steps += [AddClaim(claim, origin) for claim in (drafted if approval else added)]
    proposed = 0
    for ref, new in moved.items():
        view = own[ref]
        if approval and is_material(view.claim, new):
            write = Write(claim_id=view.claim_id, base=view.revision, claim=new)
            steps.append(Propose(view.claim_id, Draft(writes=(write,))))
            proposed += 1
        else:
            steps.append(SaveClaim(view.claim_id, view.revision, new, origin))
    return PackPlan(
        pack=pack.pack,
        added=tuple(claim.headline for claim in added),
        changed=_changes({ref: new for ref, new in moved.items() if ref in here}, own, named),
        retired=_changes({ref: new for ref, new in moved.items() if ref in gone}, own, named),
        unchanged=len(wanted) - len(added) - sum(ref in here for ref in moved),
        proposed=proposed,
        as_drafts=approval and bool(added),
        token=hashlib.sha256(repr(steps).encode()).hexdigest()[:32],
        steps=tuple(steps),
    )


def _as_here(claim: Claim, view: ClaimView | None) -> Claim:
    """A claim as the import would leave it: what the community published or hid stays so."""
    if view is None or view.claim.status is Status.RETIRED:
        return claim
    return claim.model_copy(update={"status": view.claim.status})


def _changes(
    moved: Mapping[str, Claim], own: Mapping[str, ClaimView], named: Named
) -> tuple[PlannedChange, ...]:
    return tuple(
        PlannedChange(own[ref].number, own[ref].claim.headline, compare(own[ref].claim, new, named))
        for ref, new in moved.items()
    )


def _documents_of(claims: Sequence[Claim], known: Mapping[str, Document]) -> frozenset[str]:
    return frozenset(
        told.document for claim in claims for told in claim.appearances if told.document in known
    )


def _sources_of(
    claims: Sequence[Claim], documents: Iterable[Document], known: Mapping[str, Source]
) -> set[str]:
    """All sources that claims and documents name, with the originals of reposts."""
    wanted = {key for claim in claims for key in claim.source_keys}
    for document in documents:
        named = (document.source, *(copy.source for copy in document.republications))
        wanted |= {key for key in named if key}
    found: set[str] = set()
    while wanted:
        key = wanted.pop()
        if key in found or key not in known:
            continue
        found.add(key)
        original = known[key].repost_of
        wanted |= {original} if original else set()
    return found
