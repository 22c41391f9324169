"""Every method of the curators' services, and the right that it needs: one call of each."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.curators import CuratorServices
from claims.annotating import HopForm
from claims.digesting import Choice
from claims.editing import ClaimEdit
from claims.models import Stance
from claims.packs import PackHead
from claims.people import Member
from claims.sourcing import DocumentForm, SourceForm
from storage.pack_files import written_pack
from tests.curating_world import a_link, deed
from tests.storage_worlds import a_pack


@dataclass(frozen=True)
class Ids:
    """What there is in the community that the stories are about."""

    claim: int
    other: int
    proposal: int
    suggestion: int
    request: int
    asker: int
    source: str


Do = Callable[[CuratorServices, Member, Ids], Awaitable[Any]]
HEAD = PackHead.model_validate(a_pack().pack.model_dump())
FILE = written_pack(a_pack())
EDIT = ClaimEdit(title="Another title")

MATRIX: dict[str, tuple[str, Do]] = {
    "curation.open": ("curate", lambda d, m, i: d.curation.open(m, i.claim)),
    "curation.by_number": ("curate", lambda d, m, i: d.curation.by_number(m, 1)),
    "curation.similar": ("curate", lambda d, m, i: d.curation.similar(m, "A bridge closed.")),
    "curation.add": ("curate", lambda d, m, i: d.curation.add(m, deed(), ClaimEdit(text="New."))),
    "curation.edit": ("curate", lambda d, m, i: d.curation.edit(m, deed(), i.claim, EDIT)),
    "curation.add_phrasing": (
        "curate",
        lambda d, m, i: d.curation.add_phrasing(m, deed(), i.claim, f"New {m.user}"),
    ),
    "curation.remove_phrasing": (
        "curate",
        lambda d, m, i: d.curation.remove_phrasing(m, deed(), i.claim, "A wording."),
    ),
    "curation.block": (
        "curate",
        lambda d, m, i: d.curation.block(m, deed(), i.claim, f"Not {m.user}"),
    ),
    "curation.unblock": (
        "curate",
        lambda d, m, i: d.curation.unblock(m, deed(), i.claim, "Not it."),
    ),
    "curation.publish": ("curate", lambda d, m, i: d.curation.publish(m, deed(), i.claim)),
    "curation.to_draft": ("curate", lambda d, m, i: d.curation.to_draft(m, deed(), i.claim)),
    "curation.retire": ("curate", lambda d, m, i: d.curation.retire(m, deed(), i.other)),
    "curation.restore": ("curate", lambda d, m, i: d.curation.restore(m, deed(), i.other)),
    "curation.missing": ("curate", lambda d, m, i: d.curation.missing(m, i.claim)),
    "annotation.add_hop": (
        "curate",
        lambda d, m, i: d.annotation.add_hop(m, deed(), i.claim, HopForm(who=f"H{m.user}")),
    ),
    "annotation.change_hop": (
        "curate",
        lambda d, m, i: d.annotation.change_hop(m, deed(), i.claim, 1, HopForm(who="Else")),
    ),
    "annotation.move_hop": (
        "curate",
        lambda d, m, i: d.annotation.move_hop(m, deed(), i.claim, 1, 2),
    ),
    "annotation.remove_hop": (
        "curate",
        lambda d, m, i: d.annotation.remove_hop(m, deed(), i.claim, 2),
    ),
    "annotation.add_source": (
        "curate",
        lambda d, m, i: d.annotation.add_source(
            m, deed(), i.claim, a_link(f"https://x.example/{m.user}"), Stance.CONTEXT
        ),
    ),
    "annotation.change_stance": (
        "curate",
        lambda d, m, i: d.annotation.change_stance(m, deed(), i.claim, i.source, Stance.CONTEXT),
    ),
    "annotation.remove_source": (
        "curate",
        lambda d, m, i: d.annotation.remove_source(m, deed(), i.other, i.source),
    ),
    "annotation.add_question": (
        "curate",
        lambda d, m, i: d.annotation.add_question(m, deed(), i.claim, f"Why {m.user}?"),
    ),
    "annotation.answer_question": (
        "curate",
        lambda d, m, i: d.annotation.answer_question(m, deed(), i.claim, 1, "So.", source=i.source),
    ),
    "annotation.withdraw_question": (
        "curate",
        lambda d, m, i: d.annotation.withdraw_question(m, deed(), i.claim, 1),
    ),
    "annotation.reopen_question": (
        "curate",
        lambda d, m, i: d.annotation.reopen_question(m, deed(), i.claim, 1),
    ),
    "annotation.add_appearance": (
        "curate",
        lambda d, m, i: d.annotation.add_appearance(
            m, deed(), i.claim, DocumentForm(url="https://a.example/1", title=f"T{m.user}")
        ),
    ),
    "annotation.remove_appearance": (
        "curate",
        lambda d, m, i: d.annotation.remove_appearance(m, deed(), i.claim, 1),
    ),
    "annotation.context": (
        "curate",
        lambda d, m, i: d.annotation.context(m, deed(), i.claim, EDIT),
    ),
    "revising.history": ("curate", lambda d, m, i: d.revising.history(m, i.claim)),
    "revising.compare": ("curate", lambda d, m, i: d.revising.compare(m, i.claim, 1, 2)),
    "revising.revert": ("curate", lambda d, m, i: d.revising.revert(m, deed(), i.claim, 1)),
    "revising.telling": ("curate", lambda d, m, i: d.revising.telling(m, i.claim)),
    "revising.call_minor": (
        "curate",
        lambda d, m, i: d.revising.call_minor(m, deed(), i.claim, 1),
    ),
    "revising.call_material": (
        "curate",
        lambda d, m, i: d.revising.call_material(m, deed(), i.claim, 1),
    ),
    "revising.word": ("curate", lambda d, m, i: d.revising.word(m, deed(), i.claim, 1, "So.")),
    "revising.merge": ("curate", lambda d, m, i: d.revising.merge(m, deed(), i.claim, i.other)),
    "revising.audit": ("administer", lambda d, m, i: d.revising.audit(m)),
    "revising.audit of a claim": (
        "curate",
        lambda d, m, i: d.revising.audit(m, claim_id=i.claim),
    ),
    "approvals.waiting": ("curate", lambda d, m, i: d.approvals.waiting(m)),
    "approvals.show": ("curate", lambda d, m, i: d.approvals.show(m, i.proposal)),
    "approvals.accept": ("approve", lambda d, m, i: d.approvals.accept(m, deed(), i.proposal)),
    "approvals.decline": (
        "approve",
        lambda d, m, i: d.approvals.decline(m, deed(), i.proposal, "No."),
    ),
    "approvals.withdraw": ("curate", lambda d, m, i: d.approvals.withdraw(m, deed(), i.proposal)),
    "suggestions.waiting": ("curate", lambda d, m, i: d.suggestions.waiting(m)),
    "suggestions.accept": (
        "curate",
        lambda d, m, i: d.suggestions.accept(m, deed(), i.suggestion),
    ),
    "suggestions.dismiss": (
        "curate",
        lambda d, m, i: d.suggestions.dismiss(m, deed(), i.suggestion),
    ),
    "library.guess": ("curate", lambda d, m, i: d.library.guess(m, "https://a.example/2017/1/2")),
    "library.source": ("curate", lambda d, m, i: d.library.source(m, i.source)),
    "library.describe": (
        "curate",
        lambda d, m, i: d.library.describe(m, deed(), i.source, SourceForm(note=f"N{m.user}")),
    ),
    "library.opened": ("curate", lambda d, m, i: d.library.opened(m, deed(), i.source)),
    "requests.ask": (
        "ask",
        lambda d, m, i: d.requests.ask(m, deed(), f"What of {m.user}?", consent=True),
    ),
    "requests.status": ("ask", lambda d, m, i: d.requests.status(m)),
    "requests.list": ("curate", lambda d, m, i: d.requests.list(m)),
    "requests.show": ("curate", lambda d, m, i: d.requests.show(m, i.request)),
    "requests.take": ("curate", lambda d, m, i: d.requests.take(m, deed(), i.request)),
    "requests.give_back": ("curate", lambda d, m, i: d.requests.give_back(m, deed(), i.request)),
    "requests.answer": (
        "curate",
        lambda d, m, i: d.requests.answer(m, deed(), i.request, i.claim),
    ),
    "requests.dismiss": ("curate", lambda d, m, i: d.requests.dismiss(m, deed(), i.request, "No.")),
    "requests.split": (
        "curate",
        lambda d, m, i: d.requests.split(m, deed(), i.request, [i.asker]),
    ),
    "review.list": ("curate", lambda d, m, i: d.review.list(m)),
    "exchange.export": ("curate", lambda d, m, i: d.exchange.export(m, HEAD, drafts=True)),
    "exchange.export_file": ("curate", lambda d, m, i: d.exchange.export_file(m, HEAD)),
    "exchange.read": ("curate", lambda d, m, i: d.exchange.read(m, "x.yaml", FILE)),
    "exchange.plan": ("curate", lambda d, m, i: d.exchange.plan(m, a_pack())),
    "exchange.carry_out": (
        "curate",
        lambda d, m, i: d.exchange.carry_out(m, deed(), a_pack(), "?"),
    ),
    "reach.of_claim": ("curate", lambda d, m, i: d.reach.of_claim(m, i.claim)),
    "communities.settings": ("ask", lambda d, m, i: d.communities.settings(m)),
    "communities.change": (
        "administer",
        lambda d, m, i: d.communities.change(m, deed(), {"asks_a_day": 5}),
    ),
    "communities.watch": (
        "administer",
        lambda d, m, i: d.communities.watch(m, deed(), 71, "reply"),
    ),
    "communities.unwatch": (
        "administer",
        lambda d, m, i: d.communities.unwatch(m, deed(), 71, {71}),
    ),
    "communities.rename": (
        "curate",
        lambda d, m, i: d.communities.rename(m, deed(), f"Old Mill Trust, OMT {m.user}"),
    ),
    "communities.packs": ("curate", lambda d, m, i: d.communities.packs(m)),
    "communities.switch": (
        "curate",
        lambda d, m, i: d.communities.switch(m, deed(), "bridges", on=True),
    ),
    "digests.set": (
        "administer",
        lambda d, m, i: d.digests.set(m, deed(), Choice(71, time(9), "Europe/Berlin")),
    ),
    "digests.pause": ("administer", lambda d, m, i: d.digests.pause(m, deed(), "3 days")),
    "digests.resume": ("administer", lambda d, m, i: d.digests.resume(m, deed())),
    "digests.ask_now": ("administer", lambda d, m, i: d.digests.ask_now(m)),
    "digests.preview": ("curate", lambda d, m, i: d.digests.preview(m)),
    "digests.status": ("ask", lambda d, m, i: d.digests.status(m)),
    "digests.posted": ("ask", lambda d, m, i: d.digests.posted(m, date(2026, 11, 24))),
}
