"""The parts of a claim, one list a kind, and what can be done with each: change, move, remove."""

from __future__ import annotations

from collections.abc import Mapping

from claims.card import Block, shortened
from claims.errors import NotFound
from claims.models import QuestionStatus
from claims.people import Member
from claims.report import ClaimView
from claims.workbench import Result
from commands.acting import acting, deed_of
from commands.desk import Curators
from commands.editing import opened
from commands.replying import Chosen, Press, put, put_result, wait
from commands.ui.base import CardView, Interaction
from commands.ui.bench import button, menu, page, plain, row
from commands.ui.cards import Button, Row
from commands.ui.limits import OPTIONS
from commands.ui.wishes import Wish, number_in, wish

_TITLES = {
    "hops": "Steps of the chain",
    "sources": "Sources",
    "questions": "Questions",
    "tellings": "Tellings",
    "wordings": "Wordings",
}
_LONGEST = 600


def items_of(view: ClaimView, kind: str) -> list[tuple[str, str]]:
    """The parts of one kind in their order: each in a line, and what else is to be said of it."""
    claim = view.claim
    match kind:
        case "hops":
            return [
                (f"{hop.who} {hop.act.value} it", hop.date.spoken() if hop.date else "no date")
                for hop in claim.chain
            ]
        case "sources":
            return [
                (_source_name(view, item.source), f"{item.stance.value}: {item.note or 'no note'}")
                for item in claim.evidence
            ]
        case "questions":
            return [(question.text, question.status.value) for question in claim.questions]
        case "tellings":
            return [
                (_document_name(view, item.document), item.where or "")
                for item in claim.appearances
            ]
        case _:
            wordings = [(text, "a wording") for text in claim.phrasings]
            return wordings + [(text, "ruled not to be this claim") for text in claim.blocked]


def parts_view(view: ClaimView, kind: str, first: int, said: str = "") -> CardView:
    """The parts of one kind as a list and a menu, 25 at a time."""
    items = items_of(view, kind)
    here = items[first * OPTIONS : (first + 1) * OPTIONS]
    start = first * OPTIONS + 1
    lines = [
        f"{place}. {shortened(name, 120)} · {shortened(small, 80)}"
        for place, (name, small) in enumerate(here, start=start)
    ]
    rows: list[Row] = []
    if here:
        options = [(str(start + at), *item) for at, item in enumerate(here)]
        asked = wish("part", kind, view.claim_id, view.revision)
        rows.append(menu("Choose one to change it", asked, options))
    buttons = [button("Back", wish("open", view.claim_id))]
    if first:
        buttons.append(button("‹ page", wish("parts", kind, view.claim_id, first - 1)))
    if len(items) > (first + 1) * OPTIONS:
        buttons.append(button("page ›", wish("parts", kind, view.claim_id, first + 1)))
    rows.append(row(*buttons))
    title = said or f"{_TITLES.get(kind, 'Parts')} of #{view.number}"
    return page(title, [Block(plain(*(lines or ["None."])))], rows)


def part_view(view: ClaimView, kind: str, place: int) -> CardView:
    """One part, with buttons for what can be done with it."""
    items = items_of(view, kind)
    if not 1 <= place <= len(items):
        raise NotFound("That was removed meanwhile; look at the list again.")
    name, small = items[place - 1]
    base, at = view.revision, view.claim_id
    buttons = _buttons(view, kind, place)
    back = button("Back", wish("parts", kind, at, (place - 1) // OPTIONS))
    remove = button("Remove", wish("remove", kind, at, place, base))
    can_remove = kind != "questions" and (kind != "sources" or view.owner.kind == "community")
    rows = [row(*buttons)] if buttons else []
    rows.append(row(back, remove) if can_remove else row(back))
    lines = plain(shortened(name, _LONGEST), shortened(small, _LONGEST))
    return page(f"{_TITLES[kind]} of #{view.number}: {place}", [Block(lines)], rows)


def _buttons(view: ClaimView, kind: str, place: int) -> list[Button]:
    at, base, claim = view.claim_id, view.revision, view.claim
    if kind == "hops":
        found = [
            button("Change", wish("hop-edit", at, base, place, 0), first=True),
            button("More", wish("hop-more", at, base, place)),
        ]
        if place > 1:
            found.append(button("Move up", wish("hop-move", at, place, place - 1, base)))
        if place < len(claim.chain):
            found.append(button("Move down", wish("hop-move", at, place, place + 1, base)))
        return found
    if kind == "sources":
        return [
            button("Stance and note", wish("stance", at, base, place), first=True),
            button("Describe it", wish("describe", at, base, place)),
            button("Archive and party", wish("describe-more", at, base, place)),
            button("I opened it", wish("opened", at, place, base)),
        ]
    if kind == "questions":
        answer = button("Answer", wish("answer", at, base, place), first=True)
        withdraw = button("Withdraw", wish("withdraw", at, place, base))
        again = button("Ask again", wish("ask-again", at, place, base))
        is_open = claim.questions[place - 1].status is QuestionStatus.OPEN
        return [answer, withdraw] if is_open else [again]
    return []


def _source_name(view: ClaimView, key: str) -> str:
    source = view.sources.get(key)
    if source is None:
        return key
    return f"{source.publisher}: {source.title}" if source.title else source.publisher


def _document_name(view: ClaimView, key: str) -> str:
    document = view.documents.get(key)
    return f"{document.publisher}: {document.title}" if document else key


async def source_at(interaction: Interaction, claim_id: int, place: int) -> tuple[ClaimView, str]:
    """The claim and the key of the source at a place; raises ``NotFound``."""
    view = await opened(interaction, claim_id)
    if not 1 <= place <= len(view.claim.evidence):
        raise NotFound("This source was removed meanwhile; look at the list again.")
    return view, view.claim.evidence[place - 1].source


async def _show_parts(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    view = await opened(interaction, asked.number(1))
    await put(interaction, parts_view(view, asked.word(0), asked.number(2)))


async def _choose_part(interaction: Interaction, asked: Wish, value: str) -> None:
    await wait(interaction)
    view = await opened(interaction, asked.number(1))
    if view.revision != asked.number(2):
        said = "The claim was changed meanwhile; choose again"
        await put(interaction, parts_view(view, asked.word(0), 0, said))
        return
    await put(interaction, part_view(view, asked.word(0), number_in(value)))


async def _move(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    claim_id, place, to, base = (asked.number(n) for n in range(4))
    result = await desk.curators.annotation.move_hop(
        member, deed_of(interaction), claim_id, place, to, base=base
    )
    await put_result(interaction, result, f"Step {place} is step {to} now")


async def _remove(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    kind, deed = asked.word(0), deed_of(interaction)
    claim_id, place, base = (asked.number(n) for n in (1, 2, 3))
    at = desk.curators.annotation
    if kind == "hops":
        result = await at.remove_hop(member, deed, claim_id, place, base=base)
    elif kind == "sources":
        _, key = await source_at(interaction, claim_id, place)
        result = await at.remove_source(member, deed, claim_id, key, base=base)
    elif kind == "tellings":
        result = await at.remove_appearance(member, deed, claim_id, place, base=base)
    else:
        result = await _remove_wording(desk.curators, member, deed, interaction, asked)
    await put_result(interaction, result, "Removed")


async def _remove_wording(
    at: Curators, member: Member, deed: str, interaction: Interaction, asked: Wish
) -> Result:
    view = await opened(interaction, asked.number(1))
    place = asked.number(2) - 1
    claim = view.claim
    if view.revision != asked.number(3) or place >= len(claim.phrasings) + len(claim.blocked):
        raise NotFound("The claim was changed meanwhile; look at its wordings again.")
    if place < len(claim.phrasings):
        wording = claim.phrasings[place]
        return await at.curation.remove_phrasing(member, deed, view.claim_id, wording)
    wording = claim.blocked[place - len(claim.phrasings)]
    return await at.curation.unblock(member, deed, view.claim_id, wording)


async def _withdraw(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    claim_id, place, base = (asked.number(n) for n in range(3))
    result = await desk.curators.annotation.withdraw_question(
        member, deed_of(interaction), claim_id, place, base=base
    )
    await put_result(interaction, result, "Question withdrawn")


async def _ask_again(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    claim_id, place, base = (asked.number(n) for n in range(3))
    result = await desk.curators.annotation.reopen_question(
        member, deed_of(interaction), claim_id, place, base=base
    )
    await put_result(interaction, result, "Asked again")


PRESSES: Mapping[str, Press] = {
    "parts": _show_parts,
    "hop-move": _move,
    "remove": _remove,
    "withdraw": _withdraw,
    "ask-again": _ask_again,
}
MENUS: Mapping[str, Chosen] = {"part": _choose_part}
