"""`/review`: the work list, and the decisions on proposals and on what members suggested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from discord import app_commands
from discord.ext.commands import Cog

from claims.approving import SAME_CLAIM, Proposed
from claims.card import Block, Span, shortened
from claims.deeds import Decision, Proposal
from claims.errors import NotFound
from claims.people import Right
from claims.report import ClaimView
from claims.worklist import Suggestion
from commands.acting import acting, deed_of
from commands.audit import actor_span
from commands.desk import Desk
from commands.editing import opened
from commands.everywhere import in_servers
from commands.queue import show_request
from commands.replying import Chosen, FormKind, Press, open_form, put, put_result, wait
from commands.ui.base import CardView, Form, Interaction
from commands.ui.bench import bench_view, button, changes_block, page, plain, row
from commands.ui.cards import Button
from commands.ui.entries import entry_line
from commands.ui.forms import Fields, form, paragraph
from commands.ui.wishes import Wish, number_in, wish
from commands.ui.worklists import kind_view, review_view


def proposal_view(found: Proposed, number_of: Mapping[int, int]) -> CardView:
    """A proposal with what it would change, and the decisions on it."""
    proposal = found.proposal
    number = number_of.get(proposal.claim_id, found.view.number)
    when = f" on {proposal.at:%d %b %Y %H:%M}: {proposal.reason}"
    by = (Span("By "), actor_span(proposal.actor), Span(when))
    lines = [entry_line(found.view)]
    waits = proposal.decision is Decision.WAITING
    if not waits:
        lines.append(f"It was {proposal.decision.value}. {proposal.sentence}".strip())
    elif found.stale:
        lines.append("The claim has changed since; decline it, and its proposer can mend it.")
    blocks = [Block((by, *plain(*lines))), changes_block("What would change", found.changes)]
    at = proposal.proposal_id
    decide = [
        button("Accept", wish("accept", at), first=True),
        button("Decline", wish("decline", at)),
        button("Withdraw", wish("withdraw-proposal", at)),
    ]
    rows = [row(*decide)] if waits else []
    rows.append(row(button("The claim", wish("open", proposal.claim_id)), _back()))
    return page(f"Proposal {at}: {proposal.action}, #{number}", blocks, rows)


def suggestion_view(found: Suggestion, view: ClaimView) -> CardView:
    """What members said of a wording, and one press for each decision."""
    same = found.kind == SAME_CLAIM
    who = f"{found.members} member{'s' * (found.members != 1)}"
    said = "say that this is the same claim" if same else "say that this is not the claim"
    blocks = [
        Block(plain(f"{who} {said}:", f"“{shortened(found.wording, 1000)}”")),
        Block(plain(entry_line(view), shortened(view.claim.text, 800)), heading="The claim"),
    ]
    remarks = [shortened(remark, 300) for remark in found.remarks[:6] if remark]
    if remarks:
        blocks.append(Block(plain(*remarks), heading="What they wrote", listed=True))
    yes = "Add it as a wording" if same else "Rule it out"
    at = found.suggestion_id
    rows = row(
        button(yes, wish("suggestion-yes", at), first=True),
        button("Put aside", wish("suggestion-no", at)),
        button("The claim", wish("open", found.claim_id)),
        _back(),
    )
    return page("A suggestion", blocks, [rows])


def _back() -> Button:
    return button("Work list", wish("review"))


async def _review(interaction: Interaction, said: str = "") -> None:
    desk, member = await acting(interaction)
    await put(interaction, review_view(await desk.curators.review.list(member), said))


async def _press_review(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    await _review(interaction)


async def _press_kind(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    work = await desk.curators.review.list(member)
    ids = {item.claim_id for item in (*work.proposals, *work.declined)}
    ids |= {item.claim_id for item in work.suggestions}
    numbers = await desk.curators.numbers(member.community, sorted(ids))
    await put(interaction, kind_view(work, asked.word(0), numbers))


async def _choose(interaction: Interaction, asked: Wish, value: str) -> None:
    """Open what was chosen on the work list: most of it is a claim."""
    await wait(interaction)
    kind, number = asked.word(0), number_in(value)
    if kind in {"proposals", "declined"}:
        await _show_proposal(interaction, number)
    elif kind == "suggestions":
        await _show_suggestion(interaction, number)
    elif kind == "requests":
        await show_request(interaction, number)
    else:
        await put(interaction, bench_view(await opened(interaction, number)))


async def _show_proposal(interaction: Interaction, proposal_id: int) -> None:
    desk, member = await acting(interaction)
    found = await desk.curators.approvals.show(member, proposal_id)
    numbers = await desk.curators.numbers(member.community, [found.proposal.claim_id])
    await put(interaction, proposal_view(found, numbers))


async def _press_proposal(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    await _show_proposal(interaction, asked.number(0))


async def _show_suggestion(interaction: Interaction, suggestion_id: int) -> None:
    desk, member = await acting(interaction)
    waiting: Sequence[Suggestion] = await desk.curators.suggestions.waiting(member, 200)
    found = next((item for item in waiting if item.suggestion_id == suggestion_id), None)
    if found is None:
        raise NotFound("Somebody has decided on this suggestion already.")
    view = await opened(interaction, found.claim_id)
    await put(interaction, suggestion_view(found, view))


async def _accept(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    result = await desk.curators.approvals.accept(member, deed_of(interaction), asked.number(0))
    await put_result(interaction, result, "Accepted")


async def _withdraw(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    at = asked.number(0)
    found: Proposal = await desk.curators.approvals.withdraw(member, deed_of(interaction), at)
    await _show_proposal(interaction, found.proposal_id)


async def _decline_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    desk, member = await acting(interaction)
    (await desk.curators.communities.rights(member)).need(Right.APPROVE)
    return form(
        f"Decline proposal {asked.word(0)}",
        asked,
        paragraph(
            "Why? Its proposer will read it",
            "reason",
            typed.get("reason", ""),
            example="The source gives another date.",
            required=True,
        ),
    )


async def _save_declined(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    at = asked.number(0)
    await desk.curators.approvals.decline(
        member, deed_of(interaction), at, fields.get("reason", "")
    )
    await _show_proposal(interaction, at)


async def _suggestion_yes(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    result = await desk.curators.suggestions.accept(member, deed_of(interaction), asked.number(0))
    await put_result(interaction, result, "Done; thank you")


async def _suggestion_no(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    desk, member = await acting(interaction)
    await desk.curators.suggestions.dismiss(member, deed_of(interaction), asked.number(0))
    await _review(interaction, "Put aside")


DECLINE = FormKind("decline", _decline_form, _save_declined)
FORMS: Sequence[FormKind] = (DECLINE,)


async def _open_decline(interaction: Interaction, asked: Wish) -> None:
    await open_form(interaction, DECLINE, asked.number(0))


PRESSES: Mapping[str, Press] = {
    "review": _press_review,
    "work": _press_kind,
    "proposal": _press_proposal,
    "accept": _accept,
    "decline": _open_decline,
    "withdraw-proposal": _withdraw,
    "suggestion-yes": _suggestion_yes,
    "suggestion-no": _suggestion_no,
}
MENUS: Mapping[str, Chosen] = {"work": _choose}


class ReviewCommand(Cog):
    """Shows what needs hands."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @in_servers
    @app_commands.command(name="review")
    async def review(self, interaction: Interaction) -> None:
        """What waits for curators: drafts, proposals, suggestions, requests, stale claims."""
        await wait(interaction)
        await _review(interaction)
