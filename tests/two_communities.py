"""Two communities on one bot: one with everything in it, and a word that the other never sees."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from claims.approving import NOT_THIS_CLAIM
from claims.community import CommunitySettings
from claims.deeds import Deed, SaveSettings
from claims.editing import ClaimEdit
from claims.models import Claim, Document, Source, Status
from claims.people import Member
from storage.tables import metadata
from tests import hostile_cards as made
from tests.curating_world import deed
from tests.curator_world import Crew, crew_of, shown
from tests.digest_world import Daily, a_daily, at_nine
from tests.discord_world import World, a_world
from tests.openapi import walk
from tests.storage_worlds import a_pack

CANARY = "Zanzibarite"
"""Stands in everything that the first community owns, and nowhere else."""
ASKED = "tollgate"
"""Stands beside it, so that the second community can ask for it."""
WORDS = f"{CANARY} {ASKED}"


@dataclass
class Ids:
    """What the first community has, by the numbers and tickets that buttons carry."""

    claim: int
    draft: int
    pack_claim: int
    proposal: int
    suggestion: int
    answer: str
    typed: str
    follow: int


@dataclass
class Two:
    """The world, the community with everything, the other one, and what has been sent since."""

    world: World
    daily: Daily
    there: Crew
    ids: Ids
    asked: int = field(default=0)

    @property
    def here(self) -> Crew:
        return self.daily.crew

    def forget(self) -> None:
        """Let what was sent so far not count."""
        self.asked = len(self.world.env.http_requests)

    def sent(self) -> list[str]:
        """All that the bot has sent since, whatever it was."""
        entries = self.world.env.http_requests[self.asked :]
        return [f"{entry.method} {entry.path} {entry!r} {entry.json!r}" for entry in entries]

    def files(self) -> list[str]:
        """What stands in all files that were handed in or sent."""
        blobs = self.world.env.backend.cdn._blobs.values()
        return [blob.decode("utf-8", "replace") for blob in blobs]

    async def rows(self) -> list[Any]:
        """Every row of the community with everything."""
        own = {self.here.community, f"community:{self.here.community}"}
        found = []
        async with self.world.store._database.read() as connection:
            for table in metadata.sorted_tables:
                for row in await connection.execute(table.select()):
                    if own & {str(value) for value in row}:
                        found.append((table.name, tuple(row)))
        return sorted(found, key=repr)


@asynccontextmanager
async def two_communities(folder: Path) -> AsyncIterator[Two]:
    """A world with both communities in it."""
    async with a_world(folder, listens=True) as world:
        daily = await a_daily(world, name="Alpha")
        two = Two(world, daily, crew_of(world, "Beta"), await _furnished(world, daily))
        await two.there.published("The old pier was sold in June.")
        two.forget()
        yield two


async def _furnished(world: World, daily: Daily) -> Ids:
    crew, services = daily.crew, world.services
    admin = crew.member(crew.admin)
    await _settings(world, crew)
    view = await world.knows(_whole(made.claim_of(WORDS)), ASKED, crew.server, **_references())
    draft = _whole(made.claim_of(f"{WORDS} draft"), ref="C2", status=Status.DRAFT)
    draft_id = await world.store.writer.add(view.owner, draft, actor="test", reason=WORDS)
    pack = a_pack(claims=[{"ref": "P1", "text": f"{WORDS} of a pack"}])
    await world.store.packs.load(pack, digest="d")
    await world.store.packs.enable(crew.community, "bridges")
    packed = await world.store.reader.by_ref(crew.community, "P1")
    world.matcher.finds(ASKED, packed)
    for user in (51, 52):
        await services.requests.ask(Member(user, crew.community), deed(), WORDS, consent=True)
    await world.store.answers.put_feedback(
        crew.community, view.claim_id, kind=NOT_THIS_CLAIM, wording=WORDS, remark=WORDS, user="x"
    )
    [suggestion] = await services.suggestions.waiting(admin)
    curator = Member(crew.curator.id, crew.community, can_manage_messages=True)
    await services.communities.change(admin, deed(), {"approval": True})
    edit = ClaimEdit(text=f"{WORDS} edited")
    waits = await services.curation.edit(curator, deed(), view.claim_id, edit)
    await crew.slash(crew.server.ann, "follow claim", number=1)
    answer = await crew.slash(crew.server.ann, "check", text=f"that {ASKED} text")
    await crew.server.ann.click(shown(answer), label="Share here")
    wrong = await crew.filled(
        crew.curator, "annotate source", {"source": WORDS, "stance": "supports"}, number=1
    )
    await daily.at(at_nine())
    async with world.store._database.read() as connection:
        found = await connection.exec_driver_sql("select id from follows")
        follow = found.scalar_one()
    return Ids(
        claim=view.claim_id,
        draft=draft_id,
        pack_claim=packed.claim_id,
        proposal=waits.proposal_id,
        suggestion=suggestion.suggestion_id,
        answer=_ticket(answer, r"caveat:\w+:([^:]+):\d"),
        typed=_ticket(wrong, r"caveat:do\.reopen:([^:]+)"),
        follow=follow,
    )


def _whole(claim: Claim, **more: Any) -> Claim:
    return Claim.model_validate({**claim.model_dump(warnings=False), **more})


def _references() -> dict[str, Any]:
    sources = [
        Source.model_validate(source.model_dump(warnings=False, exclude_unset=True))
        for source in made.sources_of(WORDS).values()
    ]
    document = made.document_of(WORDS).model_dump(warnings=False, exclude_unset=True)
    return {"sources": sources, "documents": [Document.model_validate(document)]}


async def _settings(world: World, crew: Crew) -> None:
    kept = await world.store.curating.settings(crew.community)
    names = {"same_names": ((f"{WORDS} Trust", f"{CANARY} TT"),), "fetch_only": ("a.example",)}
    chosen = CommunitySettings.model_validate({**kept.settings.model_dump(), **names})
    done = Deed("names", crew.community, "1", f"names of {CANARY}", CANARY, datetime.now(UTC))
    await world.store.ledger.perform(done, [SaveSettings(chosen, kept.revision)])
    await crew.slash(crew.admin, "watch add", channel=crew.server.channel, answer="reply")


def _ticket(answer: Any, pattern: str) -> str:
    ids = [str(part.get("custom_id", "")) for part in walk(shown(answer).components)]
    return next(found[1] for each in ids if (found := re.match(pattern, each)))


@dataclass
class Statements:
    """The statements that were carried out, with their values."""

    kept: list[tuple[str, str]] = field(default_factory=list)

    def note(self, conn: Any, cursor: Any, statement: str, values: Any, *more: Any) -> None:
        self.kept.append((" ".join(statement.split()), json.dumps(values, default=str)))


@contextmanager
def statements() -> Iterator[Statements]:
    """Keep every statement that any engine carries out meanwhile."""
    kept = Statements()
    event.listen(Engine, "before_cursor_execute", kept.note)
    try:
        yield kept
    finally:
        event.remove(Engine, "before_cursor_execute", kept.note)
