"""The forms around a claim: sources, questions, answers, tellings, context."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from claims import words
from claims.editing import ClaimEdit
from claims.errors import InputProblem, NotFound
from claims.forms import chosen, filled, read_date, replaced
from claims.models import Departure, DepartureLevel, Stance
from claims.sourcing import DocumentForm, SourceForm
from commands.acting import acting, deed_of
from commands.editing import on, opened
from commands.replying import FormKind, Press, open_form, put_result
from commands.ui.base import Form, Interaction
from commands.ui.forms import Fields, choice, form, line, paragraph
from commands.ui.wishes import Wish

STANCES = {
    Stance.SUPPORTS.value: "It supports the claim",
    Stance.DISPUTES.value: "It differs from the claim",
    Stance.CONTEXT.value: "It gives context",
}
_NOT_LOOKED = "unknown"
_LEVELS = {_NOT_LOOKED: "nobody has compared it yet"} | {
    level.value: said for level, said in words.LEVELS.items()
}
DATE_HINT = "As exact as it is known: 2017, Dec 2017 or 2017-12-28."
_LINK = "Its link, or its publisher if it has none"
EXAMPLE = "https://example.org/2017/12/28/article"


def source_from(typed: str, *, title: str = "", date: str = "") -> SourceForm:
    """A source from its link, or from its publisher where it has none."""
    given = typed.strip()
    named = "url" if "://" in given or ("." in given and " " not in given) else "publisher"
    return filled(SourceForm, {named: given, "title": title, "date": read_date(date)})


async def named(interaction: Interaction, claim_id: int, typed: str) -> SourceForm | str:
    """The key of a source that the claim has already, or a form about a new one."""
    view = await opened(interaction, claim_id)
    return typed if typed in view.sources else source_from(typed)


async def _source_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    view = await opened(interaction, asked.number(0))
    return form(
        f"A source for #{view.number}",
        asked,
        line(
            _LINK,
            "source",
            typed.get("source", ""),
            hint="Publisher and date are read from the link where they can be.",
            example=EXAMPLE,
            longest=2000,
            required=True,
        ),
        choice("What it does", "stance", typed.get("stance", ""), STANCES),
        paragraph(
            "What it says about the claim (optional)",
            "note",
            typed.get("note", ""),
            hint="One sentence, in its own terms.",
        ),
        line("Its title (optional)", "title", typed.get("title", ""), longest=1000),
        line("Its date (optional)", "date", typed.get("date", ""), hint=DATE_HINT, longest=60),
    )


async def _save_source(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    source = source_from(
        fields.get("source", ""), title=fields.get("title", ""), date=fields.get("date", "")
    )
    result = await desk.curators.annotation.add_source(
        member,
        deed_of(interaction),
        asked.number(0),
        source,
        chosen(Stance, fields.get("stance", ""), Stance.SUPPORTS),
        note=fields.get("note", "").strip() or None,
    )
    await put_result(interaction, result, "Source added")


async def _question_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    view = await opened(interaction, asked.number(0))
    return form(
        f"An open question on #{view.number}",
        asked,
        paragraph(
            "What is unresolved?",
            "text",
            typed.get("text", ""),
            example="Who is responsible for the rest?",
            required=True,
        ),
        paragraph(
            "What would settle it? (optional)",
            "settled_by",
            typed.get("settled_by", ""),
            example="The inquiry's final report",
        ),
    )


async def _save_question(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    result = await desk.curators.annotation.add_question(
        member,
        deed_of(interaction),
        asked.number(0),
        fields.get("text", "").strip(),
        settled_by=fields.get("settled_by", "").strip() or None,
    )
    await put_result(interaction, result, "Question added")


async def _answer_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    """Arguments: claim, base, the place of the question."""
    view = await opened(interaction, asked.number(0))
    place = asked.number(2)
    if not 1 <= place <= len(view.claim.questions):
        raise NotFound(f"Claim #{view.number} has no question {place}; look at its questions.")
    question = view.claim.questions[place - 1]
    given = {"answer": question.answer or "", "source": question.answer_source or ""} | dict(typed)
    return form(
        f"Answer question {place} on #{view.number}",
        asked,
        paragraph("The answer, in a sentence", "answer", given["answer"], required=True),
        line(
            "The source that it rests on",
            "source",
            given["source"],
            hint=_LINK,
            example=EXAMPLE,
            longest=2000,
        ),
    )


async def _save_answer(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    claim_id, base, place = (asked.number(n) for n in range(3))
    typed = fields.get("source", "").strip()
    result = await desk.curators.annotation.answer_question(
        member,
        deed_of(interaction),
        claim_id,
        place,
        fields.get("answer", "").strip(),
        source=await named(interaction, claim_id, typed) if typed else None,
        base=base,
    )
    await put_result(interaction, result, "Question answered")


async def _telling_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    view = await opened(interaction, asked.number(0))
    return form(
        f"A telling of #{view.number}",
        asked,
        line(
            "Link of the article or post",
            "url",
            typed.get("url", ""),
            example=EXAMPLE,
            longest=2000,
            required=True,
        ),
        line("Its title", "title", typed.get("title", ""), longest=1000, required=True),
        line("Where in it (optional)", "where", typed.get("where", ""), example="paragraph 4"),
        line(
            "Its words (optional)",
            "quote",
            typed.get("quote", ""),
            hint="At most 200 characters.",
            longest=200,
        ),
        choice("How it departs from the source it cites", "level", typed.get("level", ""), _LEVELS),
    )


async def _save_telling(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    told = filled(DocumentForm, {n: fields.get(n, "").strip() for n in ("url", "title")})
    level = fields.get("level") or _NOT_LOOKED
    result = await desk.curators.annotation.add_appearance(
        member,
        deed_of(interaction),
        asked.number(0),
        told,
        where=fields.get("where", "").strip() or None,
        quote=fields.get("quote", "").strip() or None,
        departure=None if level == _NOT_LOOKED else Departure(level=DepartureLevel(level)),
    )
    await put_result(interaction, result, "Telling added")


async def _context_form(interaction: Interaction, asked: Wish, typed: Fields) -> Form:
    view = await opened(interaction, asked.number(0))
    claim = view.claim
    departure = claim.departure
    given = {
        "checkability": claim.checkability or "",
        "evidence_kind": claim.evidence_kind or "",
        "level": departure.level.value if departure else _NOT_LOOKED,
        "note": (departure.note or "") if departure else "",
        "review_on": claim.review_on or "",
    } | dict(typed)
    return form(
        f"Context of #{view.number}",
        on(asked, view),
        paragraph(
            "What can be checked about it? (optional)", "checkability", given["checkability"]
        ),
        paragraph("On what kind of evidence? (optional)", "evidence_kind", given["evidence_kind"]),
        choice("How the telling departs from its source", "level", given["level"], _LEVELS),
        paragraph("What changed on the way? (optional)", "note", given["note"]),
        line(
            "Look at it again on (optional)",
            "review_on",
            given["review_on"],
            hint="It then comes onto the work list.",
            example="2027-01-31",
            longest=60,
        ),
    )


async def _save_context(interaction: Interaction, asked: Wish, fields: Fields) -> None:
    desk, member = await acting(interaction)
    level, note = fields.get("level") or _NOT_LOOKED, fields.get("note", "").strip()
    if level == _NOT_LOOKED and note:
        raise InputProblem("Choose how far the telling departs, since you say what changed.")
    departure = None if level == _NOT_LOOKED else filled(Departure, {"level": level, "note": note})
    edit = replaced(
        ClaimEdit,
        {
            "checkability": fields.get("checkability", ""),
            "evidence_kind": fields.get("evidence_kind", ""),
            "departure": departure,
            "review_on": read_date(fields.get("review_on", "")),
        },
    )
    result = await desk.curators.annotation.context(
        member, deed_of(interaction), asked.number(0), edit, base=asked.number(1)
    )
    await put_result(interaction, result, "Saved")


SOURCE = FormKind("source", _source_form, _save_source)
QUESTION = FormKind("question", _question_form, _save_question)
ANSWER = FormKind("answer", _answer_form, _save_answer, base=1)
TELLING = FormKind("telling", _telling_form, _save_telling)
CONTEXT = FormKind("context", _context_form, _save_context, base=1)
FORMS: Sequence[FormKind] = (SOURCE, QUESTION, ANSWER, TELLING, CONTEXT)


def _opening(kind: FormKind) -> Callable[[Interaction, Wish], Awaitable[None]]:
    async def press(interaction: Interaction, asked: Wish) -> None:
        await open_form(interaction, kind, *asked.args)

    return press


PRESSES: Mapping[str, Press] = {
    "source-add": _opening(SOURCE),
    "question-add": _opening(QUESTION),
    "answer": _opening(ANSWER),
    "telling-add": _opening(TELLING),
    "context": _opening(CONTEXT),
}
