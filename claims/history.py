"""What changed between two states of a claim, in lines that people read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TypeVar

from claims import words
from claims.models import (
    Appearance,
    Claim,
    Departure,
    Document,
    Evidence,
    Hop,
    OpenQuestion,
    QuestionStatus,
    Source,
    Variant,
)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing that changed: what, and how it read before and after; empty: it was not there."""

    what: str
    before: str = ""
    after: str = ""

    @property
    def line(self) -> str:
        """The change as one line: ``title: Bridge shut → Bridge closed``."""
        if self.before and self.after:
            return f"{self.what}: {self.before} → {self.after}"
        return f"{self.what} {'removed' if self.before else 'added'}: {self.before or self.after}"


@dataclass(frozen=True, slots=True)
class Named:
    """The sources and documents that changes are told with, by key; what is missing goes by key."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)

    def source(self, key: str) -> str:
        """A source as people know it: ``Rudaw, 3 Nov 2017``."""
        known = self.sources.get(key)
        if known is None:
            return key
        return f"{known.publisher}, {known.date.spoken()}" if known.date else known.publisher

    def document(self, key: str) -> str:
        """A document as people know it: its publisher and title."""
        known = self.documents.get(key)
        return f"{known.publisher}: {known.title}" if known else key


_PLAIN = {
    "text": "sentence",
    "title": "title",
    "language": "language",
    "status": "status",
    "kind": "kind",
    "checkability": "what can be checked",
    "speaker": "speaker",
    "date": "date",
    "evidence_kind": "kind of evidence",
    "url": "link",
    "review_on": "review date",
    "merged_into": "merged into",
    "ref": "name in files",
}
_LISTS = {
    "topics": "topic",
    "names": "name",
    "places": "place",
    "phrasings": "wording",
    "blocked": "blocked wording",
}


def compare(old: Claim, new: Claim, named: Named | None = None) -> tuple[FieldChange, ...]:
    """All that differs between two states of a claim, in the order in which a card shows it."""
    known = named or Named()
    return tuple(_changes(old, new, known))


def _changes(old: Claim, new: Claim, known: Named) -> Iterator[FieldChange]:
    for name, what in _PLAIN.items():
        before, after = _said(getattr(old, name)), _said(getattr(new, name))
        if before != after:
            yield FieldChange(what, before, after)
    before, after = _departure(old.departure), _departure(new.departure)
    if before != after:
        yield FieldChange("departure", before, after)
    for name, what in _LISTS.items():
        yield from _listed(what, getattr(old, name), getattr(new, name), str)
    yield from _chain(old.chain, new.chain, known)
    yield from _evidence(old.evidence, new.evidence, known)
    yield from _questions(old.questions, new.questions, known)
    yield from _listed("variant", old.variants, new.variants, _variant)
    yield from _listed(
        "telling", old.appearances, new.appearances, lambda item: _telling(item, known)
    )


def _said(value: object) -> str:
    spoken = getattr(value, "spoken", None)
    if callable(spoken):
        return str(spoken())
    return "" if value is None else str(value)


def _departure(departure: Departure | None) -> str:
    if departure is None:
        return ""
    level = words.LEVELS[departure.level]
    return f"{level} ({departure.note})" if departure.note else level


def _variant(variant: Variant) -> str:
    return f"“{variant.text}” ({variant.differs})"


def _telling(appearance: Appearance, known: Named) -> str:
    parts = [known.document(appearance.document), appearance.where or ""]
    parts.append(f"“{appearance.quote}”" if appearance.quote else "")
    parts.append(_departure(appearance.departure))
    return ", ".join(part for part in parts if part)


def _hop(hop: Hop, known: Named) -> str:
    parts = [f"{hop.who} {hop.act.value} it"]
    parts += [hop.role] if hop.role else []
    parts += [hop.date.spoken()] if hop.date else []
    parts += [f"source {known.source(hop.source)}"] if hop.source else []
    parts += [f"“{hop.quote}”"] if hop.quote else []
    parts += ["the earliest we found"] if hop.earliest else []
    return ", ".join(parts)


def _listed(
    what: str, old: Sequence[_T], new: Sequence[_T], said: Callable[[_T], str]
) -> Iterator[FieldChange]:
    for item in old:
        if item not in new:
            yield FieldChange(what, before=said(item))
    for item in new:
        if item not in old:
            yield FieldChange(what, after=said(item))


def _chain(old: Sequence[Hop], new: Sequence[Hop], known: Named) -> Iterator[FieldChange]:
    """Steps that were added, removed or rewritten, and then those that only moved."""
    gone, come = [hop for hop in old if hop not in new], [hop for hop in new if hop not in old]
    for before, after in _pairs(gone, come, lambda hop: hop.who):
        what = "step" if before is None or after is None else "step changed"
        yield FieldChange(
            what,
            _hop(before, known) if before else "",
            _hop(after, known) if after else "",
        )
    stayed = [hop for hop in old if hop in new]
    order = [hop for hop in new if hop in old]
    if stayed != order:
        matcher = SequenceMatcher(a=[repr(hop) for hop in stayed], b=[repr(hop) for hop in order])
        for tag, _, _, start, end in matcher.get_opcodes():
            if tag in ("insert", "replace"):
                for hop in order[start:end]:
                    moved = f"to place {list(new).index(hop) + 1}"
                    yield FieldChange("step moved", _hop(hop, known), moved)


def _evidence(
    old: Sequence[Evidence], new: Sequence[Evidence], known: Named
) -> Iterator[FieldChange]:
    def said(item: Evidence) -> str:
        note = f" ({item.note})" if item.note else ""
        return f"{item.stance.value}{note}"

    gone = [item for item in old if item not in new]
    come = [item for item in new if item not in old]
    for before, after in _pairs(gone, come, lambda item: item.source):
        if before is not None and after is not None:
            what = f"source {known.source(before.source)}"
            yield FieldChange(what, said(before), said(after))
            continue
        item = before or after
        if item is not None:
            text = f"{known.source(item.source)}, {said(item)}"
            yield FieldChange("source", text if before else "", text if after else "")


def _questions(
    old: Sequence[OpenQuestion], new: Sequence[OpenQuestion], known: Named
) -> Iterator[FieldChange]:
    gone = [item for item in old if item not in new]
    come = [item for item in new if item not in old]
    for before, after in _pairs(gone, come, lambda item: item.text):
        if before is not None and after is not None:
            what = f"question “{before.text}”"
            yield FieldChange(what, _state(before, known), _state(after, known))
        elif before is not None:
            yield FieldChange("question", before=before.text)
        elif after is not None:
            yield FieldChange("question", after=after.text)


def _state(question: OpenQuestion, known: Named) -> str:
    settled = f"; settled by {question.settled_by}" if question.settled_by else ""
    if question.status is not QuestionStatus.ANSWERED:
        return f"{question.status.value}{settled}"
    source = f" ({known.source(question.answer_source)})" if question.answer_source else ""
    return f"answered: {question.answer}{source}{settled}"


def _pairs(
    gone: Sequence[_T], come: Iterable[_T], key: Callable[[_T], str]
) -> Iterator[tuple[_T | None, _T | None]]:
    """What went with what came under the same key; None where there is no such other."""
    left = list(gone)
    for after in come:
        before = next((item for item in left if key(item) == key(after)), None)
        if before is not None:
            left.remove(before)
        yield before, after
    for before in left:
        yield before, None
