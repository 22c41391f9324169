"""`/settings`: who curates and administers, how answers, requests, pages and matches work."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from discord import app_commands
from discord.ext.commands import Cog

from claims.card import Block, TextLine
from claims.community import CommunitySettings, KeptSettings
from claims.errors import InputProblem
from claims.people import Right
from commands.acting import acting, deed_of
from commands.desk import Desk
from commands.everywhere import in_servers
from commands.replying import FormKind, Press, open_form, put, wait
from commands.ui.base import CardView, Form, Interaction
from commands.ui.bench import button, page, plain, row
from commands.ui.forms import (
    SEVERAL,
    Fields,
    channel,
    choice,
    form,
    line,
    numbers_in,
    paragraph,
    roles,
)
from commands.ui.limits import FIELD
from commands.ui.wishes import Wish, wish

_ON = {"on": "On", "off": "Off"}
_ROLES = ("curator_roles", "approver_roles", "admin_roles")
_SENSITIVITY = {
    "careful": "Careful: fewer matches, and only those that are hardly in doubt",
    "balanced": "Balanced: a match is shown where it is much more likely than not",
    "eager": "Eager: more matches, of which more are another claim",
}
_FETCHING = {"on": "Yes, links that members paste are opened", "off": "No page is ever opened"}
_DOMAINS = ("fetch_only", "fetch_never")
_BETWEEN = re.compile(r"[\s,;]+")
_SHOWN_DOMAINS = 10


def settings_view(kept: KeptSettings, named: Mapping[int, str], said: str = "Settings") -> CardView:
    """What is set here; ``named`` gives the roles and channels of the server their names."""
    chosen = kept.settings

    def those(ids: frozenset[int], none: str) -> str:
        return ", ".join(sorted(named.get(i, "a role that is gone") for i in ids)) or none

    shown = "posted for everyone" if chosen.replies_public else "private"
    audit = chosen.audit_channel
    blocks = [
        Block(
            plain(
                f"Curators: {those(chosen.curator_roles, 'who may manage messages')}",
                f"Approvers: {those(chosen.approver_roles, 'every curator')}",
                "Administrators: who may manage the server"
                + (f", {those(chosen.admin_roles, '')}" if chosen.admin_roles else ""),
            ),
            heading="Who",
            listed=True,
        ),
        Block(
            plain(
                f"Approval by a second person: {'on' if chosen.approval else 'off'}",
                f"Answers are {shown}",
                f"Requests a day and member: {chosen.asks_a_day}, "
                f"their text kept {chosen.keep_requests_days} days",
                f"Audit channel: {named.get(audit, 'a channel that is gone') if audit else 'none'}",
            ),
            heading="How",
            listed=True,
        ),
    ]
    blocks.append(Block(_reading(chosen), heading="Pages and matches", listed=True))
    buttons = row(
        button("Who", wish("settings-who")),
        button("How", wish("settings-how")),
        button("Pages and matches", wish("settings-reading")),
    )
    return page(said, blocks, [buttons])


def _reading(chosen: CommunitySettings) -> tuple[TextLine, ...]:
    pages = "every site's" if not chosen.fetch_only else f"only those of {_some(chosen.fetch_only)}"
    never = f"; never those of {_some(chosen.fetch_never)}" if chosen.fetch_never else ""
    return plain(
        f"Pages that are opened: {pages}{never}" if chosen.fetching else "No page is opened",
        _SENSITIVITY[chosen.sensitivity],
    )


def _some(domains: Sequence[str]) -> str:
    more = len(domains) - _SHOWN_DOMAINS
    return ", ".join(domains[:_SHOWN_DOMAINS]) + (f" and {more} more" if more > 0 else "")


async def _kept(interaction: Interaction, right: Right) -> KeptSettings:
    desk, member = await acting(interaction)
    (await desk.curators.communities.rights(member)).need(right)
    return await desk.curators.communities.settings(member)


async def _who(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    kept = await _kept(interaction, Right.ADMINISTER)
    given = {name: _ids(getattr(kept.settings, name)) for name in _ROLES} | dict(typed)
    asked = Wish(asked.verb, asked.args or (str(kept.revision),))
    return form(
        "Who may do what",
        asked,
        roles(
            "Curators",
            "curator_roles",
            given["curator_roles"],
            hint="They write claims. None: who may manage messages.",
        ),
        roles(
            "Approvers",
            "approver_roles",
            given["approver_roles"],
            hint="They accept what others propose, if approval is on. None: every curator.",
        ),
        roles(
            "Administrators",
            "admin_roles",
            given["admin_roles"],
            hint="They change these settings, beside those who may manage the server.",
        ),
    )


async def _save_who(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    await _change(interaction, asked, {n: numbers_in(fields.get(n, "")) for n in _ROLES})


async def _how(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    kept = await _kept(interaction, Right.ADMINISTER)
    given = _as_typed(kept.settings) | dict(typed)
    asked = Wish(asked.verb, asked.args or (str(kept.revision),))
    public = {"off": "Only who asks sees the answer", "on": "Everyone in the channel sees it"}
    return form(
        "How Caveat works here",
        asked,
        choice(
            "Approval by a second person",
            "approval",
            given["approval"],
            _ON,
            hint="Another approver accepts what members will see.",
        ),
        choice("Answers", "replies_public", given["replies_public"], public),
        line(
            "Requests a day from one member",
            "asks_a_day",
            given["asks_a_day"],
            hint="0 switches requests off.",
            example="3",
            longest=2,
            required=True,
        ),
        line(
            "Days that the text of a request is kept",
            "keep_requests_days",
            given["keep_requests_days"],
            example="90",
            longest=3,
            required=True,
        ),
        channel(
            "Audit channel",
            "audit_channel",
            given["audit_channel"],
            hint="Every change is announced there, without pings. None: nowhere.",
        ),
    )


async def _save_how(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    channels = numbers_in(fields.get("audit_channel", ""))
    changed = {
        "approval": fields.get("approval") == "on",
        "replies_public": fields.get("replies_public") == "on",
        "asks_a_day": _number(fields.get("asks_a_day", ""), "requests a day"),
        "keep_requests_days": _number(fields.get("keep_requests_days", ""), "days"),
        "audit_channel": min(channels, default=None),
    }
    await _change(interaction, asked, changed)


async def _pages(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    kept = await _kept(interaction, Right.ADMINISTER)
    chosen = kept.settings
    given = {
        "fetching": "on" if chosen.fetching else "off",
        "sensitivity": chosen.sensitivity,
        **{name: _listed(getattr(chosen, name)) for name in _DOMAINS},
    } | dict(typed)
    asked = Wish(asked.verb, asked.args or (str(kept.revision),))
    return form(
        "Pages and matches",
        asked,
        choice("Are pages opened?", "fetching", given["fetching"], _FETCHING),
        paragraph(
            "Only pages of these domains (optional)",
            "fetch_only",
            given["fetch_only"],
            hint="With commas between them. None: of every site.",
            example="example.org, news.example",
            longest=FIELD,
        ),
        paragraph(
            "Never pages of these domains (optional)",
            "fetch_never",
            given["fetch_never"],
            hint="With commas between them; this goes before the list above.",
            example="example.net",
            longest=FIELD,
        ),
        choice("How sure must a match be?", "sensitivity", given["sensitivity"], _SENSITIVITY),
    )


async def _save_pages(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    changed = {
        "fetching": fields.get("fetching") == "on",
        "sensitivity": fields.get("sensitivity"),
        **{name: _domains_in(fields.get(name, "")) for name in _DOMAINS},
    }
    await _change(interaction, asked, changed)


def _listed(domains: Sequence[str]) -> str:
    """Domains as a field holds them: all of them, if need be without spaces."""
    written = ", ".join(domains)
    return written if len(written) <= FIELD else ",".join(domains)


def _domains_in(typed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in _BETWEEN.split(typed.lower()) if part))


async def _change(interaction: Interaction, asked: Wish, changed: Mapping[str, Any]) -> None:
    desk, member = await acting(interaction)
    kept = await desk.curators.communities.change(
        member, deed_of(interaction), changed, base=asked.number(0)
    )
    await put(interaction, settings_view(kept, names_of(interaction), "Saved"))


def names_of(interaction: Interaction) -> dict[int, str]:
    """The roles and channels of the server by id."""
    guild = interaction.guild
    if guild is None:
        return {}
    channels = {found.id: f"#{found.name}" for found in guild.channels}
    return {**channels, **{role.id: role.name for role in guild.roles}}


def _ids(chosen: frozenset[int]) -> str:
    return SEVERAL.join(map(str, sorted(chosen)))


def _as_typed(settings: CommunitySettings) -> dict[str, str]:
    return {
        "approval": "on" if settings.approval else "off",
        "replies_public": "on" if settings.replies_public else "off",
        "asks_a_day": str(settings.asks_a_day),
        "keep_requests_days": str(settings.keep_requests_days),
        "audit_channel": str(settings.audit_channel or ""),
    }


def _number(typed: str, what: str) -> int:
    if not typed.strip().isdecimal():
        raise InputProblem(f"Write the {what} as a whole number, such as 3.")
    return int(typed.strip())


WHO = FormKind("settings-who", _who, _save_who, base=0)
HOW = FormKind("settings-how", _how, _save_how, base=0)
PAGES = FormKind("settings-reading", _pages, _save_pages, base=0)
FORMS: Sequence[FormKind] = (WHO, HOW, PAGES)


async def _open_who(interaction: Interaction, asked: Wish) -> None:
    await open_form(interaction, WHO)


async def _open_how(interaction: Interaction, asked: Wish) -> None:
    await open_form(interaction, HOW)


async def _open_pages(interaction: Interaction, asked: Wish) -> None:
    await open_form(interaction, PAGES)


PRESSES: Mapping[str, Press] = {
    "settings-who": _open_who,
    "settings-how": _open_how,
    "settings-reading": _open_pages,
}


class SettingsCommand(Cog):
    """Shows the settings of a community; administrators change them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @in_servers
    @app_commands.command(name="settings")
    async def settings(self, interaction: Interaction) -> None:
        """Who curates here, how answers and requests work, which pages are opened."""
        await wait(interaction)
        kept = await _kept(interaction, Right.ADMINISTER)
        await put(interaction, settings_view(kept, names_of(interaction)))
