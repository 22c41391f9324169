"""*Ask the curators* and `/request status`: what members ask, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from discord import app_commands
from discord.ext.commands import GroupCog

from claims.approving import SAME_CLAIM
from claims.card import Block, shortened
from claims.errors import InputProblem
from claims.forms import chosen
from claims.limits import Cost
from claims.people import Right
from claims.report import Match
from claims.requesting import Request, RequestStatus, Told
from commands.acting import acting, deed_of
from commands.desk import Desk
from commands.everywhere import in_servers
from commands.pacing import paced_again, paced_form
from commands.replying import FormKind, Press, open_form, put, wait
from commands.ui.base import CardView, Form, Interaction
from commands.ui.bench import page, plain
from commands.ui.entries import view_of
from commands.ui.forms import Fields, choice, form, paragraph, ticks
from commands.ui.limits import FIELD
from commands.ui.markup import clean
from commands.ui.navigation import open_entry
from commands.ui.places import Place
from commands.ui.wishes import Wish

_TOLD = {
    Told.DIRECT.value: "By direct message (your id is kept until then)",
    Told.NOTHING.value: "Not at all; I look with /request status",
}


async def _form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    desk, member = await acting(interaction)
    (await desk.curators.communities.rights(member)).need(Right.ASK)
    days = (await desk.curators.communities.settings(member)).settings.keep_requests_days
    given = dict(typed)
    if "text" not in given:
        given["text"] = await desk.answers.pasted(member.community, asked.word(0))
    return form(
        "Ask the curators",
        asked,
        paragraph(
            "What should they look into?",
            "text",
            given["text"],
            hint="Take out what is private.",
            longest=FIELD,
            required=True,
        ),
        paragraph(
            "Why does it matter? (optional)",
            "reason",
            given.get("reason", ""),
            example="It is being shared a lot here",
        ),
        choice(
            "How do you want to hear of the answer?",
            "told",
            given.get("told", Told.DIRECT.value),
            _TOLD,
        ),
        ticks(
            "Your consent",
            "consent",
            given.get("consent", ""),
            {"yes": f"Curators may read and keep this text for {days} days"},
        ),
    )


async def _save(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    paced_again(interaction, Cost.REMARK)
    desk, member = await acting(interaction)
    request = await desk.curators.requests.ask(
        member,
        deed_of(interaction),
        fields.get("text", ""),
        consent=fields.get("consent") == "yes",
        reason=fields.get("reason", ""),
        told=chosen(Told, fields.get("told", ""), Told.NOTHING),
    )
    await put(interaction, asked_view(request))


def asked_view(request: Request) -> CardView:
    """That a request was filed."""
    others = request.asked - 1
    lines = [f"It is request {request.number}; /request status says what became of it."]
    if others > 0:
        lines.append(f"{others} other{'s' * (others > 1)} asked the same.")
    return page("The curators have it", [Block(plain(*lines))])


def status_view(requests: Sequence[Request], numbers: Mapping[int, int]) -> CardView:
    """What one member asked, newest first."""
    lines = []
    for request in requests:
        text = shortened(request.text, 160) or "(its text has expired)"
        lines.append(f"{request.number}: “{text}” · {became_of(request, numbers)}")
    body = plain(*lines) or plain("You have asked nothing here yet.")
    return page("Your requests", [Block(body, listed=True)])


def became_of(request: Request, numbers: Mapping[int, int]) -> str:
    """Where a request stands, in a few words."""
    match request.status:
        case RequestStatus.OPEN:
            return f"waits since {request.first_asked:%d %b %Y}"
        case RequestStatus.TAKEN:
            return "a curator looks into it"
        case RequestStatus.ANSWERED:
            number = numbers.get(request.claim_id or 0)
            with_claim = f" with claim #{number}" if number else ""
            return f"answered{with_claim}. {request.sentence}".strip()
        case _:
            return f"dismissed: {request.sentence}"


ASK = FormKind("ask", _form, _save)


async def _same_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    """Arguments: the answer's ticket and the claim's number."""
    desk, member = await acting(interaction)
    (await desk.curators.communities.rights(member)).need(Right.ASK)
    entry = await open_entry(interaction, Place(asked.word(0), asked.number(1)))
    words = entry.found.segment.text if isinstance(entry, Match) else ""
    return form(
        f"This is claim #{asked.word(1)}",
        asked,
        paragraph(
            "The words that say the same",
            "words",
            typed.get("words", words),
            hint="Curators will see them; they are kept for at most 90 days.",
            longest=FIELD,
            required=True,
        ),
    )


async def _save_same(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    paced_again(interaction, Cost.REMARK)
    desk, member = await acting(interaction)
    (await desk.curators.communities.rights(member)).need(Right.ASK)
    wording = clean(fields.get("words", ""))
    if not wording:
        raise InputProblem("Write the words that say the same, then send the form again.")
    entry = await open_entry(interaction, Place(asked.word(0), asked.number(1)))
    kept = await desk.feedback.put_feedback(
        member.community,
        view_of(entry).claim_id,
        kind=SAME_CLAIM,
        wording=wording,
        remark="",
        user=str(member.user),
    )
    said = "Thank you. Curators will look at it." if kept else "You told us this already."
    await put(interaction, page("", [Block(plain(said))]))


SAME = FormKind("same", _same_form, _save_same)
FORMS: Sequence[FormKind] = (ASK, SAME)


async def _open_ask(interaction: Interaction, asked: Wish) -> None:
    paced_form(interaction, Cost.REMARK)
    await open_form(interaction, ASK, asked.word(0))


async def _open_same(interaction: Interaction, asked: Wish) -> None:
    paced_form(interaction, Cost.REMARK)
    await open_form(interaction, SAME, *asked.args)


PRESSES: Mapping[str, Press] = {"ask": _open_ask, "same": _open_same}


@in_servers
class RequestCommands(
    GroupCog, group_name="request", group_description="What you asked the curators"
):
    """Lets members see what became of what they asked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command(name="status")
    async def status(self, interaction: Interaction) -> None:
        """What you asked the curators here, and what became of it."""
        await wait(interaction)
        desk, member = await acting(interaction)
        found = await desk.curators.requests.status(member)
        ids = [request.claim_id for request in found if request.claim_id]
        numbers = await desk.curators.numbers(member.community, ids)
        await put(interaction, status_view(found, numbers))
