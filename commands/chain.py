"""The forms of a claim's chain: who made it or passed it on, when, where that can be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claims.annotating import HopForm
from claims.errors import NotFound
from claims.forms import filled, read_date
from claims.models import Act, Hop
from commands.acting import acting, deed_of
from commands.annotating import DATE_HINT, EXAMPLE, named
from commands.editing import opened
from commands.replying import FormKind, Press, open_form, put_result
from commands.ui.base import Form, Interaction
from commands.ui.forms import Fields, choice, form, line
from commands.ui.wishes import Wish

END = 0
_ACTS = {act.value: f"{act.value} it" for act in Act}


async def _hop_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    """Arguments: claim, base, the place of the step to change (0: a new one), where to put it."""
    view = await opened(interaction, asked.number(0))
    place = asked.number(2)
    given = _hop_given(view.claim.chain, place)
    if place and view.claim.chain[place - 1].source:
        key = view.claim.chain[place - 1].source or ""
        given["source"] = view.sources[key].url or key if key in view.sources else key
    given |= dict(typed)
    title = f"Step {place} of #{view.number}" if place else f"A step in the chain of #{view.number}"
    return form(
        title,
        asked,
        line(
            "Who passed it on",
            "who",
            given["who"],
            hint="A person, an office or an outlet.",
            example="Associated Press",
            required=True,
        ),
        choice("What they did", "act", given["act"], _ACTS),
        line("Date (optional)", "date", given["date"], hint=DATE_HINT, longest=60),
        line(
            "Link of the source (optional)",
            "source",
            given["source"],
            hint="Where it can be read that they did.",
            example=EXAMPLE,
            longest=2000,
        ),
        line(
            "Their words (optional)",
            "quote",
            given["quote"],
            hint="At most 200 characters, as they stand in the source.",
            longest=200,
        ),
    )


def _hop_given(chain: Sequence[Hop], place: int) -> dict[str, str]:
    if not place:
        return {"who": "", "act": Act.SAID.value, "date": "", "source": "", "quote": ""}
    if place > len(chain):
        raise NotFound(f"The chain has no step {place} any more.")
    hop = chain[place - 1]
    return {
        "who": hop.who,
        "act": hop.act.value,
        "date": hop.date or "",
        "source": "",
        "quote": hop.quote or "",
    }


async def _save_hop(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    claim_id, base, place, to = (asked.number(n) for n in range(4))
    kept: dict[str, object] = {}
    if place:
        chain = (await opened(interaction, claim_id)).claim.chain
        if place <= len(chain):
            kept = {"role": chain[place - 1].role, "earliest": chain[place - 1].earliest}
    hop = filled(
        HopForm,
        {
            **kept,
            **{name: fields.get(name, "").strip() for name in ("who", "act", "quote")},
            "date": read_date(fields.get("date", "")),
        },
    )
    typed = fields.get("source", "").strip()
    source = await named(interaction, claim_id, typed) if typed else None
    at, deed = desk.curators.annotation, deed_of(interaction)
    if place:
        result = await at.change_hop(member, deed, claim_id, place, hop, source=source, base=base)
    else:
        result = await at.add_hop(member, deed, claim_id, hop, source=source, place=to or None)
    await put_result(interaction, result, "Step changed" if place else "Step added")


async def _more_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    view = await opened(interaction, asked.number(0))
    place = asked.number(2)
    _hop_given(view.claim.chain, place)
    hop = view.claim.chain[place - 1]
    given = {"role": hop.role or "", "earliest": "yes" if hop.earliest else "no"} | dict(typed)
    return form(
        f"More about step {place} of #{view.number}",
        asked,
        line(
            "Who they are (optional)",
            "role",
            given["role"],
            hint="An office, or what kind of outlet.",
            example="news agency",
        ),
        choice(
            "Is it the earliest telling that was found?",
            "earliest",
            given["earliest"],
            {"no": "No", "yes": "Yes, the earliest we found"},
        ),
    )


async def _save_more(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    claim_id, base, place = (asked.number(n) for n in range(3))
    chain = (await opened(interaction, claim_id)).claim.chain
    _hop_given(chain, place)
    hop = chain[place - 1]
    given = {**hop.model_dump(exclude={"source"}), "role": fields.get("role", "").strip()}
    changed = filled(HopForm, {**given, "earliest": fields.get("earliest") == "yes"})
    result = await desk.curators.annotation.change_hop(
        member, deed_of(interaction), claim_id, place, changed, source=hop.source, base=base
    )
    await put_result(interaction, result, "Step changed")


HOP = FormKind("hop", _hop_form, _save_hop, base=1)
HOP_MORE = FormKind("hop-more", _more_form, _save_more, base=1)
FORMS: Sequence[FormKind] = (HOP, HOP_MORE)


async def _add_hop(interaction: Interaction, asked: Wish) -> None:
    view = await opened(interaction, asked.number(0))
    await open_form(interaction, HOP, view.claim_id, view.revision, END, END)


async def _open_hop(interaction: Interaction, asked: Wish) -> None:
    await open_form(interaction, HOP, *asked.args)


async def _open_more(interaction: Interaction, asked: Wish) -> None:
    await open_form(interaction, HOP_MORE, *asked.args)


PRESSES: Mapping[str, Press] = {
    "hop-add": _add_hop,
    "hop-edit": _open_hop,
    "hop-more": _open_more,
}
