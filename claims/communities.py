"""The settings and packs of a community, and who may change them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from claims.community import (
    MOST_WATCHED,
    CommunitySettings,
    KeptSettings,
    Manner,
    Watched,
)
from claims.deeds import SaveSettings, SwitchPack
from claims.errors import InputProblem, NotAllowed, NotFound
from claims.forms import sentence_of
from claims.once import once
from claims.people import Member, Right, Rights, rights_of
from claims.ports import PackSummary
from claims.same_names import typed_names
from claims.shelves import InstalledPacks, SettingsShelf
from claims.workbench import Workbench


@dataclass(frozen=True, slots=True)
class PackHere:
    """An installed pack, and whether this community has switched it on."""

    pack: PackSummary
    on: bool


class Communities:
    """What administrators choose for a community, and the packs that curators switch on."""

    def __init__(self, bench: Workbench, settings: SettingsShelf, packs: InstalledPacks) -> None:
        self._bench = bench
        self._settings = settings
        self._packs = packs

    async def rights(self, member: Member) -> Rights:
        """What a member may do now: for deciding which buttons to show, not instead of a check."""
        return await self._bench.rights(member)

    async def settings(self, member: Member) -> KeptSettings:
        """The settings of the member's community, for everybody in it."""
        await self._bench.need(member, Right.ASK)
        return await self._settings.settings(member.community)

    @once
    async def change(
        self, member: Member, deed: str, fields: Mapping[str, Any], *, base: int | None = None
    ) -> KeptSettings:
        """Change some settings; raises ``Conflict`` on a stale base, ``InputProblem``.

        An administrator by role cannot take that role's rights away from themselves unawares:
        that raises ``NotAllowed``.
        """
        await self._bench.need(member, Right.ADMINISTER)
        return await self._store(member, deed, fields, action="settings changed", base=base)

    @once
    async def rename(
        self, member: Member, deed: str, typed: str, *, base: int | None = None
    ) -> KeptSettings:
        """Change which names mean the same here, as typed: a line each, commas between names.

        Raises ``Conflict`` on a stale base, ``InputProblem``.
        """
        await self._bench.need(member, Right.CURATE)
        groups = typed_names(typed)
        return await self._store(
            member, deed, {"same_names": groups}, action="names changed", base=base
        )

    @once
    async def watch(self, member: Member, deed: str, channel: int, manner: Manner) -> KeptSettings:
        """Have a channel watched, or answered in another manner; raises as ``change`` does."""
        now = await self._settings.settings(member.community)
        others = [each for each in now.settings.watched if each.channel != channel]
        if len(others) >= MOST_WATCHED:
            raise InputProblem(
                f"{MOST_WATCHED} channels are watched already; remove one first (/watch remove)."
            )
        watched = (*others, Watched(channel=channel, manner=manner))
        return await self.change(member, deed, {"watched": watched}, base=now.revision)

    @once
    async def unwatch(
        self, member: Member, deed: str, channel: int, there: Collection[int]
    ) -> KeptSettings:
        """Watch a channel no more, nor those that are not ``there`` any more."""
        now = await self._settings.settings(member.community)
        watched = tuple(
            each
            for each in now.settings.watched
            if each.channel != channel and each.channel in there
        )
        return await self.change(member, deed, {"watched": watched}, base=now.revision)

    async def _store(
        self,
        member: Member,
        deed: str,
        fields: Mapping[str, Any],
        *,
        action: str,
        base: int | None,
    ) -> KeptSettings:
        """Store some settings once, whatever right was needed for them."""
        now = await self._settings.settings(member.community)
        if await self._bench.ledger.outcome(member.community, deed) is not None:
            return now
        try:
            wanted = CommunitySettings.model_validate({**now.settings.model_dump(), **fields})
        except ValidationError as error:
            raise InputProblem(sentence_of(error)) from error
        was_admin = rights_of(member, now.settings).admin
        if was_admin and not rights_of(member, wanted).admin:
            raise NotAllowed(
                "With that you could no longer administer Caveat here; ask somebody who may manage "
                "the server to change it."
            )
        if wanted == now.settings:
            return now
        names = sorted(n for n in fields if getattr(wanted, n) != getattr(now.settings, n))
        wish = self._bench.deed(member, deed, action, ", ".join(names))
        step = SaveSettings(wanted, now.revision if base is None else base)
        await self._bench.ledger.perform(wish, [step])
        return await self._settings.settings(member.community)

    async def packs(self, member: Member) -> Sequence[PackHere]:
        """All installed packs with their versions, and which are on here."""
        await self._bench.need(member, Right.CURATE)
        on = await self._packs.enabled(member.community)
        return [PackHere(pack, pack.pack_id in on) for pack in await self._packs.installed()]

    @once
    async def switch(self, member: Member, deed: str, pack_id: str, *, on: bool) -> PackHere:
        """Switch a pack on or off for the community; what it added to its claims stays."""
        await self._bench.need(member, Right.CURATE)
        if await self._bench.ledger.outcome(member.community, deed) is None:
            action = "pack enabled" if on else "pack disabled"
            wish = self._bench.deed(member, deed, action, pack_id)
            await self._bench.ledger.perform(wish, [SwitchPack(pack_id, on)])
        for here in await self.packs(member):
            if here.pack.pack_id == pack_id:
                return here
        raise NotFound(f"There is no pack {pack_id} installed.")
