"""A claim as its curators work on it: where it stands, what it lacks, a button for every change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import discord
from discord import ui

from claims.card import Block, Card, Span, TextLine, claim_card, shortened
from claims.deeds import Proposal
from claims.errors import CaveatError, Overtaken
from claims.history import FieldChange
from claims.models import Status
from claims.readiness import missing_for_publication
from claims.report import ClaimView
from claims.revising import Telling
from commands.ui.base import CardView
from commands.ui.cards import Button, Row, framed
from commands.ui.limits import OPTION_LABEL, OPTIONS, label
from commands.ui.wishes import Wish, wish

_STANDS = {
    Status.DRAFT: "Draft: only curators see it.",
    Status.PUBLISHED: "Published: members see it.",
    Status.RETIRED: "Retired: nobody is shown it.",
}
LONGEST_LINE = 400
_TOLD = "What readers of earlier answers are told"


def plain(*lines: str) -> tuple[TextLine, ...]:
    """Lines of text without links or weight."""
    return tuple((Span(line),) for line in lines if line)


def page(title: str, blocks: Iterable[Block], rows: Iterable[Row] = ()) -> CardView:
    """A card of blocks with rows of buttons under it."""
    return framed(Card(title, tuple(blocks)), rows)


def button(text: str, asked: Wish, *, first: bool = False) -> Button:
    """A button that asks for something; ``first`` for the one that people look for."""
    style = discord.ButtonStyle.primary if first else discord.ButtonStyle.secondary
    return ui.Button(label=label(text, 80), custom_id=asked.button, style=style)


def row(*buttons: Button) -> Row:
    """Up to five buttons in a row."""
    return ui.ActionRow(*buttons)


def menu(prompt: str, asked: Wish, options: Sequence[tuple[str, str, str]]) -> Row:
    """A menu of at most 25 values, each with its words and smaller words."""
    chosen: ui.Select[Any] = ui.Select(
        custom_id=asked.menu,
        placeholder=label(prompt, 150),
        options=[
            discord.SelectOption(
                label=label(words, OPTION_LABEL) or value,
                value=value,
                description=label(small, OPTION_LABEL) or None,
            )
            for value, words, small in options[:OPTIONS]
        ],
    )
    return ui.ActionRow(chosen)


def bench_view(view: ClaimView, said: str = "", telling: Telling | None = None) -> CardView:
    """The claim with all that a curator may do with it, and how readers are told of a change."""
    claim = view.claim
    own = view.owner.kind == "community"
    stands = [_STANDS[claim.status] if own else "A pack's claim: you can add to it."]
    if claim.status is Status.DRAFT:
        missing = missing_for_publication(claim)
        stands += ["To publish it:", *missing] if missing else ["It can be published."]
    blocks = [Block(plain(" ".join(stands))), *claim_card(view).blocks]
    rows = (
        [_standing(view), _adding(view), _around(view), _parts(view)] if own else [_for_pack(view)]
    )
    if telling is not None:
        blocks.insert(1, _telling_block(telling))
        rows.insert(0, _telling_row(view, telling))
    title = said or f"Claim #{view.number}"
    return page(title, blocks, [found for found in rows if found is not None])


def proposed_view(proposal: Proposal) -> CardView:
    """That a change waits for a second person."""
    words = (
        f"Your change waits for another approver (proposal {proposal.proposal_id}). "
        "Members see the claim as it was until then."
    )
    show = button("Look at it", wish("proposal", proposal.proposal_id))
    return page("Proposed", [Block(plain(words))], [row(show)])


def problem_view(problem: CaveatError, ticket: str) -> CardView:
    """What is wrong with what was typed, and the way back to it."""
    again = button("Open the form again", wish("reopen", ticket), first=True)
    return page("Not saved yet", [Block(plain(problem.sentence))], [row(again)])


def overtaken_view(conflict: Overtaken, ticket: str) -> CardView:
    """What somebody else changed meanwhile beside what was asked for, and the choice."""
    rows = row(
        button("Save mine on top", wish("on-top", ticket), first=True),
        button("Open the form again", wish("reopen", ticket)),
        button("Leave it", wish("open", conflict.view.claim_id)),
    )
    return _both(conflict, rows)


def overtaken_press(conflict: Overtaken, again: Wish) -> CardView:
    """The same for a button that was pressed on an older state."""
    rows = row(
        button("Do it anyway", again, first=True),
        button("Leave it", wish("open", conflict.view.claim_id)),
    )
    return _both(conflict, rows)


def changes_block(
    heading: str, changes: Sequence[FieldChange], most: int = 12, by: TextLine = ()
) -> Block:
    """Changes as a list, each cut to a few lines, after a line on who made them."""
    lines = [shortened(change.line, LONGEST_LINE) for change in changes[:most]]
    more = len(changes) - most
    lines += [f"and {more} more"] if more > 0 else []
    body = plain(*(lines or ["nothing"]))
    return Block((by, *body) if by else body, heading=heading, listed=True)


def _both(conflict: Overtaken, rows: Row) -> CardView:
    blocks = [
        Block(plain(conflict.sentence)),
        changes_block("What was changed meanwhile", conflict.theirs),
        changes_block("What you asked for", conflict.mine),
    ]
    return page("Somebody was faster", blocks, [rows])


def _telling_block(telling: Telling) -> Block:
    """What readers of earlier answers are told in some minutes."""
    if telling.minor:
        return Block(plain("Nobody: this change is called minor."), heading=_TOLD)
    lines = plain(*(shortened(change.sentence, LONGEST_LINE) for change in telling.changes[:3]))
    return Block(lines, heading=_TOLD, listed=True)


def _telling_row(view: ClaimView, telling: Telling) -> Row:
    here = view.claim_id, telling.revision
    if telling.minor:
        return row(button("Tell readers after all", wish("material", *here)))
    buttons = [button("Say it in your own words", wish("word", *here))]
    if telling.may_be_minor:
        buttons.insert(0, button("Minor: tell nobody", wish("minor", *here)))
    return row(*buttons)


def _standing(view: ClaimView) -> Row:
    here = view.claim_id, view.revision
    buttons = [button("Edit", wish("edit", view.claim_id))]
    if view.claim.status is Status.DRAFT:
        buttons.append(button("Publish", wish("publish", *here), first=True))
    elif view.claim.status is Status.PUBLISHED:
        buttons.append(button("Make a draft", wish("draft", *here)))
    else:
        buttons.append(button("Restore", wish("restore", *here)))
    buttons.append(button("Another wording", wish("phrasing", view.claim_id)))
    buttons.append(button("History", wish("history", view.claim_id, 0)))
    if view.claim.status is not Status.RETIRED:
        buttons.append(button("Retire", wish("retire", view.claim_id)))
    return row(*buttons)


def _adding(view: ClaimView) -> Row:
    at = view.claim_id
    return row(
        button("Add step", wish("hop-add", at)),
        button("Add source", wish("source-add", at)),
        button("Add question", wish("question-add", at)),
        button("Add telling", wish("telling-add", at)),
    )


def _around(view: ClaimView) -> Row:
    at = view.claim_id
    return row(button("Context", wish("context", at)), button("Details", wish("details", at)))


def _parts(view: ClaimView) -> Row | None:
    claim = view.claim
    counts = {
        "hops": ("Steps", len(claim.chain)),
        "sources": ("Sources", len(claim.evidence)),
        "questions": ("Questions", len(claim.questions)),
        "tellings": ("Tellings", len(claim.appearances)),
        "wordings": ("Wordings", len(claim.phrasings) + len(claim.blocked)),
    }
    buttons = [
        button(f"{words} ({count})", wish("parts", kind, view.claim_id, 0))
        for kind, (words, count) in counts.items()
        if count
    ]
    return row(*buttons) if buttons else None


def _for_pack(view: ClaimView) -> Row:
    at = view.claim_id
    return row(
        button("Another wording", wish("phrasing", at)),
        button("Add source", wish("source-add", at)),
        button("Add question", wish("question-add", at)),
        button(f"Questions ({len(view.claim.questions)})", wish("parts", "questions", at, 0)),
        button("History", wish("history", at, 0)),
    )
