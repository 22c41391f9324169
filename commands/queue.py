"""`/requests`: what members asked, for curators who take, answer or dismiss it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from discord import app_commands, utils
from discord.ext.commands import GroupCog

from claims.card import Block, Span, TextLine, shortened
from claims.errors import InputProblem
from claims.models import Status
from claims.people import Right
from claims.requesting import Request, RequestStatus
from commands.acting import acting, deed_of
from commands.adding import ADD
from commands.asking import became_of
from commands.audit import actor_span
from commands.choosing import LARGEST, near_numbers, waiting_requests
from commands.desk import Desk
from commands.editing import Number
from commands.everywhere import in_servers
from commands.replying import Chosen, FormKind, Press, open_form, put, wait
from commands.ui.base import CardView, Form, Interaction
from commands.ui.bench import button, menu, page, plain, row
from commands.ui.forms import Fields, form, line, numbers_in, paragraph, several
from commands.ui.limits import OPTIONS
from commands.ui.wishes import Wish, number_in, wish

_SHOWN_ASKERS = 8
_MENUS = 5
Waiting = app_commands.Range[int, 1, LARGEST]


def queue_view(requests: Sequence[Request], now: datetime) -> CardView:
    """Requests, most asked first, with a menu to open one."""
    lines: list[TextLine] = []
    options = []
    for request in requests[:OPTIONS]:
        text = shortened(request.text, 120) or "(its text has expired)"
        how = f"{request.asked} asked, {_age(request.first_asked, now)}"
        line = [Span(f"{request.number}: “{text}” · {how}")]
        if request.taken_by:
            line += [Span(", taken by "), actor_span(request.taken_by)]
        lines.append(tuple(line))
        options.append((str(request.number), f"{request.number}: {text}", how))
    more = len(requests) - OPTIONS
    lines += plain(f"and {more} more") if more > 0 else ()
    rows = [menu("Open a request", wish("request"), options)] if options else []
    body = tuple(lines) or plain("No request waits.")
    return page("Requests", [Block(body, listed=bool(lines))], rows)


def request_view(request: Request, numbers: Mapping[int, int], said: str = "") -> CardView:
    """One request with what its askers wrote, and what can be done with it."""
    how = f"{request.asked} asked, first on {request.first_asked:%d %b %Y}"
    taken = (Span("Taken by "), actor_span(request.taken_by)) if request.taken_by else ()
    draft = numbers.get(request.claim_id or 0) if request.status.waits else None
    linked = f"Draft #{draft} will answer it once it is published." if draft else ""
    blocks = [
        Block(plain(shortened(request.text, 1200) or "(its text has expired)")),
        Block((*plain(how, became_of(request, numbers), linked), *([taken] if taken else []))),
    ]
    wrote = [
        " · ".join(shortened(part, 200) for part in (asker.text, asker.reason) if part)
        for asker in request.askers[:_SHOWN_ASKERS]
    ]
    if any(wrote):
        blocks.append(Block(plain(*wrote), heading="What they wrote", listed=True))
    rows = []
    number = request.number
    if request.status.waits:
        taking = "request-back" if request.status is RequestStatus.TAKEN else "request-take"
        label = "Give it back" if request.status is RequestStatus.TAKEN else "Take it"
        deeds = [
            button(label, wish(taking, number)),
            button("Answer with a claim", wish("request-answer", number)),
            button("New claim from this", wish("request-claim", number)),
            button("Dismiss", wish("request-dismiss", number)),
        ]
        if len(request.askers) > 1:
            deeds.append(button("Split", wish("request-split", number)))
        rows.append(row(*deeds))
    rows.append(row(button("All requests", wish("requests"))))
    return page(said or f"Request {number}", blocks, rows)


def _age(since: datetime, now: datetime) -> str:
    days = (now - since).days
    return "today" if days < 1 else f"{days} day{'s' * (days > 1)} old"


async def _list(interaction: Interaction) -> None:
    desk, member = await acting(interaction)
    found = await desk.curators.requests.list(member)
    await put(interaction, queue_view(found, utils.utcnow()))


async def put_request(interaction: Interaction, request: Request, said: str = "") -> None:
    """Show one request."""
    desk, member = await acting(interaction)
    ids = [request.claim_id] if request.claim_id else []
    numbers = await desk.curators.numbers(member.community, ids)
    await put(interaction, request_view(request, numbers, said))


async def show_request(interaction: Interaction, number: int) -> None:
    """Open one request by its number."""
    desk, member = await acting(interaction)
    await put_request(interaction, await desk.curators.requests.show(member, number))


async def _press_list(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    await _list(interaction)


async def _choose(interaction: Interaction, asked: Wish, value: str) -> None:
    await wait(interaction)
    await show_request(interaction, number_in(value))


async def _take(interaction: Interaction, number: int) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    taken = await desk.curators.requests.take(member, deed_of(interaction), number)
    await put_request(interaction, taken, "You look into it")


async def _press_take(interaction: Interaction, asked: Wish) -> None:
    await _take(interaction, asked.number(0))


async def _press_back(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    found = await desk.curators.requests.give_back(member, deed_of(interaction), asked.number(0))
    await put_request(interaction, found, "Others may look into it")


async def _answer(interaction: Interaction, request: int, claim: int, sentence: str) -> None:
    desk, member = await acting(interaction)
    view = await desk.curators.curation.by_number(member, claim)
    closed = await desk.curators.requests.answer(
        member, deed_of(interaction), request, view.claim_id, sentence
    )
    await put_request(interaction, closed, "Answered; those who asked are told")


async def _answer_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    await _waiting(interaction, asked.number(0))
    return form(
        f"Answer request {asked.word(0)}",
        asked,
        line(
            "The number of the claim that answers it",
            "claim",
            typed.get("claim", ""),
            example="#12",
            longest=12,
            required=True,
        ),
        paragraph(
            "A sentence for those who asked (optional)", "sentence", typed.get("sentence", "")
        ),
    )


async def _save_answer(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    typed = fields.get("claim", "").strip().removeprefix("#")
    if not typed.isdecimal() or int(typed) > LARGEST:
        raise InputProblem("Write the claim's number, such as #12; /claim search finds it.")
    await _answer(interaction, asked.number(0), int(typed), fields.get("sentence", ""))


async def _dismiss_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    await _waiting(interaction, asked.number(0))
    return form(
        f"Dismiss request {asked.word(0)}",
        asked,
        paragraph(
            "Why? Those who asked will read it",
            "reason",
            typed.get("reason", ""),
            example="It is an opinion; there is nothing to look up.",
            required=True,
        ),
    )


async def _save_dismissed(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    closed = await desk.curators.requests.dismiss(
        member, deed_of(interaction), asked.number(0), fields.get("reason", "")
    )
    await put_request(interaction, closed, "Dismissed; those who asked are told")


async def _split_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    """One menu for 25 askers: what each wrote, and nobody's name."""
    request = await _waiting(interaction, asked.number(0))
    if not request.status.waits:
        raise InputProblem(f"Request {request.number} was {request.status.value} already.")
    if len(request.askers) < 2:
        raise InputProblem("Only one member asked this request; there is nothing to split.")
    parts = [request.askers[at : at + OPTIONS] for at in range(0, len(request.askers), OPTIONS)]
    return form(
        f"Split request {asked.word(0)}",
        asked,
        *(
            several(
                "Who asked something else?" if not at else "Or one of these?",
                f"askers-{at}",
                typed.get(f"askers-{at}", ""),
                [(str(a.asker_id), a.text or "(its text has expired)", a.reason) for a in part],
                hint="What you choose becomes a request of its own; one must stay.",
                required=len(parts) == 1,
            )
            for at, part in enumerate(parts[:_MENUS])
        ),
    )


async def _save_split(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    chosen = {n for at in range(_MENUS) for n in numbers_in(fields.get(f"askers-{at}", ""))}
    number = asked.number(0)
    made = await desk.curators.requests.split(member, deed_of(interaction), number, sorted(chosen))
    await put_request(interaction, made, f"Split from request {number}: this is {made.number} now")


async def _waiting(interaction: Interaction, number: int) -> Request:
    desk, member = await acting(interaction)
    (await desk.curators.communities.rights(member)).need(Right.CURATE)
    return await desk.curators.requests.show(member, number)


async def _press_claim(interaction: Interaction, asked: Wish) -> None:
    request = await _waiting(interaction, asked.number(0))
    built = await ADD.build(interaction, wish(ADD.name, request.number), {"text": request.text})
    await interaction.response.send_modal(built)


ANSWER = FormKind("request-answer", _answer_form, _save_answer)
DISMISS = FormKind("request-dismiss", _dismiss_form, _save_dismissed)
SPLIT = FormKind("request-split", _split_form, _save_split)
FORMS: Sequence[FormKind] = (ANSWER, DISMISS, SPLIT)


async def _open_answer(interaction: Interaction, asked: Wish) -> None:
    await open_form(interaction, ANSWER, asked.number(0))


async def _open_dismiss(interaction: Interaction, asked: Wish) -> None:
    await open_form(interaction, DISMISS, asked.number(0))


async def _open_split(interaction: Interaction, asked: Wish) -> None:
    await open_form(interaction, SPLIT, asked.number(0))


PRESSES: Mapping[str, Press] = {
    "requests": _press_list,
    "request-take": _press_take,
    "request-back": _press_back,
    "request-answer": _open_answer,
    "request-claim": _press_claim,
    "request-dismiss": _open_dismiss,
    "request-split": _open_split,
}
MENUS: Mapping[str, Chosen] = {"request": _choose}


@in_servers
class QueueCommands(
    GroupCog, group_name="requests", group_description="What members asked curators to look into"
):
    """The queue, for curators."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command(name="list")
    async def waiting(self, interaction: Interaction) -> None:
        """What waits: most asked first, then oldest."""
        await wait(interaction)
        await _list(interaction)

    @app_commands.command(name="take")
    @app_commands.describe(request="The request's number")
    async def take(self, interaction: Interaction, request: Waiting) -> None:
        """Say that you look into a request."""
        await _take(interaction, request)

    @app_commands.command(name="answer")
    @app_commands.describe(
        request="The request's number",
        number="The claim that answers it, by number or words",
        sentence="A sentence for those who asked",
    )
    async def answer(
        self,
        interaction: Interaction,
        request: Waiting,
        number: Number,
        sentence: app_commands.Range[str, 1, 1000] = "",
    ) -> None:
        """Answer a request with a published claim; those who asked are told."""
        await wait(interaction)
        await _answer(interaction, request, number, sentence)

    @app_commands.command(name="dismiss")
    @app_commands.describe(request="The request's number")
    async def dismiss(self, interaction: Interaction, request: Waiting) -> None:
        """Close a request without an answer, with a reason that is told."""
        await open_form(interaction, DISMISS, request)

    @app_commands.command(name="split")
    @app_commands.describe(request="The request's number")
    async def split(self, interaction: Interaction, request: Waiting) -> None:
        """Make a request of its own of what some of its askers meant."""
        await open_form(interaction, SPLIT, request)

    @take.autocomplete("request")
    @split.autocomplete("request")
    @answer.autocomplete("request")
    @dismiss.autocomplete("request")
    async def _requests(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        return await waiting_requests(interaction, current)

    @answer.autocomplete("number")
    async def _published(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        return await near_numbers(interaction, current, [Status.PUBLISHED])
