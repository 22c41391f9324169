"""What curators say of a listed source: its bearing, what it is, that they opened it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claims import words
from claims.card import Block
from claims.forms import chosen, filled, read_date, replaced
from claims.models import Source, Stance
from claims.sourcing import SourceForm
from commands.acting import acting, deed_of
from commands.annotating import DATE_HINT, STANCES
from commands.parts import source_at
from commands.replying import FormKind, Press, open_form, put, put_result, wait
from commands.ui.base import CardView, Form, Interaction
from commands.ui.bench import button, page, plain, row
from commands.ui.forms import Fields, choice, form, line, paragraph
from commands.ui.wishes import Wish, wish

_MORE = ("archived_url", "author", "party")
_KINDS = {kind.value: said for kind, said in words.SOURCE_KINDS.items()}
_CHECKED = {
    "opened": "I opened and read it today",
    "copy": "I saw a copy of it",
    "not_opened": "Nobody here opened it yet",
}


async def _stance_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    """Arguments: claim, base, the place of the source."""
    view, key = await source_at(interaction, asked.number(0), asked.number(2))
    item = next(found for found in view.claim.evidence if found.source == key)
    given = {"stance": item.stance.value, "note": item.note or ""} | dict(typed)
    return form(
        "What the source does",
        asked,
        choice("Its bearing", "stance", given["stance"], STANCES),
        paragraph("What it says about the claim (optional)", "note", given["note"]),
    )


async def _save_stance(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    claim_id, base, place = (asked.number(n) for n in range(3))
    _, key = await source_at(interaction, claim_id, place)
    result = await desk.curators.annotation.change_stance(
        member,
        deed_of(interaction),
        claim_id,
        key,
        chosen(Stance, fields.get("stance", ""), Stance.CONTEXT),
        note=fields.get("note", "").strip() or None,
        base=base,
    )
    await put_result(interaction, result, "Source changed")


async def _own_source(interaction: Interaction, asked: Wish, place: int) -> Source:
    desk, member = await acting(interaction)
    _, key = await source_at(interaction, asked.number(0), place)
    return await desk.curators.library.source(member, key)


async def _describe_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    source = await _own_source(interaction, asked, asked.number(2))
    given = {
        "publisher": source.publisher,
        "title": source.title or "",
        "date": source.date or "",
        "kind": source.kind.value,
        "checked": source.checked.value,
    } | dict(typed)
    return form(
        "About this source",
        asked,
        line("Publisher", "publisher", given["publisher"], required=True),
        line("Title (optional)", "title", given["title"], longest=1000),
        line("Date (optional)", "date", given["date"], hint=DATE_HINT, longest=60),
        choice("What it is", "kind", given["kind"], _KINDS),
        choice("How far it was read", "checked", given["checked"], _CHECKED),
    )


async def _save_described(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    source = await _own_source(interaction, asked, asked.number(2))
    names = ("publisher", "title", "kind", "checked")
    described = filled(
        SourceForm,
        {
            **{name: fields.get(name, "").strip() for name in names},
            "date": read_date(fields.get("date", "")),
        },
    )
    changed = await desk.curators.library.describe(
        member, deed_of(interaction), source.key, described
    )
    await put(interaction, _source_view(changed, asked.number(0)))


async def _more_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    source = await _own_source(interaction, asked, asked.number(2))
    given = {name: getattr(source, name) or "" for name in _MORE} | dict(typed)
    return form(
        "Archive, author and party",
        asked,
        line(
            "Archived link (optional)",
            "archived_url",
            given["archived_url"],
            hint="A copy that stays when the page goes.",
            example="https://web.archive.org/web/2017/https://paper.example/story",
            longest=2000,
        ),
        line("Author (optional)", "author", given["author"], example="Jane Roe"),
        line(
            "Party it speaks for (optional)",
            "party",
            given["party"],
            hint="Only where the source is a party to the dispute itself.",
            example="Ministry of Defence",
        ),
    )


async def _save_more(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    """An emptied field is emptied."""
    desk, member = await acting(interaction)
    source = await _own_source(interaction, asked, asked.number(2))
    described = replaced(SourceForm, {name: fields[name] for name in _MORE if name in fields})
    changed = await desk.curators.library.describe(
        member, deed_of(interaction), source.key, described
    )
    await put(interaction, _source_view(changed, asked.number(0)))


async def _opened(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    source = await _own_source(interaction, asked, asked.number(1))
    changed = await desk.curators.library.opened(member, deed_of(interaction), source.key)
    await put(interaction, _source_view(changed, asked.number(0)))


def _source_view(source: Source, claim_id: int) -> CardView:
    lines = plain(
        f"{source.publisher}: {source.title or 'title not seen'}",
        f"{words.SOURCE_KINDS[source.kind]}, {words.CHECKED[source.checked]}",
        f"By {source.author}" if source.author else "",
        f"Party to the dispute: {source.party}" if source.party else "",
        f"Archived: {source.archived_url}" if source.archived_url else "",
    )
    back = row(button("Back to the claim", wish("open", claim_id)))
    return page("Saved", [Block(lines, listed=True)], [back])


STANCE = FormKind("stance", _stance_form, _save_stance, base=1)
DESCRIBE = FormKind("describe", _describe_form, _save_described)
MORE = FormKind("describe-more", _more_form, _save_more)
FORMS: Sequence[FormKind] = (STANCE, DESCRIBE, MORE)


async def _open_stance(interaction: Interaction, asked: Wish) -> None:
    await open_form(interaction, STANCE, *asked.args)


async def _open_describe(interaction: Interaction, asked: Wish) -> None:
    await open_form(interaction, DESCRIBE, *asked.args)


async def _open_more(interaction: Interaction, asked: Wish) -> None:
    await open_form(interaction, MORE, *asked.args)


PRESSES: Mapping[str, Press] = {
    "stance": _open_stance,
    "describe": _open_describe,
    "describe-more": _open_more,
    "opened": _opened,
}
