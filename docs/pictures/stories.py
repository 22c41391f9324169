"""What the pictures show: a small community over the shipped pack, asked and curated for real."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import simcord

from bot.client import CaveatBot
from bot.desk import desk_over
from bot.services import open_services
from bot.settings import Settings
from docs.pictures.digests import digests
from docs.pictures.page import form_page, message_page
from tests.corrections_world import corrector, fresh
from tests.curator_world import Crew, crew_of, shown
from tests.discord_world import World, _name_installers, offered
from tests.following_world import last_letter, tomorrow

ABOUT_MOSUL = "The US coalition's campaign for Mosul killed around 11,000 civilians, AP reports"
ABOUT_MORE = "AP: US air strikes killed 110,000 civilians in Mosul"
A_PASSAGE = (
    "Russia's chief of staff says the US trains former ISIS fighters at Tanf. "
    "Talal Silo says 14,000 people left Raqqa, almost all of them armed fighters. "
    "My bus was late again this morning. "
    "Fewer than 1,000 IS fighters are left in Iraq and Syria, according to the coalition."
)
A_COPY = "https://astutenews.com/2017/12/russia-charges-pentagon-with-training-ex-isis-fighters/"
NOT_KEPT = "The town wants to plant 300 lime trees along the river next spring"
SEEN = (
    "The ferry to the island carried 40,000 passengers in July 2025, the harbour office says "
    "https://harbour.example/2025/08/04/ferry"
)
CLAIM = "The ferry to the island carried about 40,000 passengers in July 2025."
COUNT = "https://islander.example/2025/08/20/gates"
LINK = "https://harbour.example/2025/08/04/ferry"
FERRY = "The ferry carried 39,812 paying passengers to the island in July 2025"
COUNTED = "The range of both counts replaces the harbour office's figure"
FIELDS = {"text": CLAIM, "speaker": "Harbour office", "date": "2025-08-04", "link": LINK}


@dataclass(frozen=True, slots=True)
class Message:
    """A message of ours: its components, what brought it, who sees it."""

    name: str
    components: Sequence[Mapping[str, Any]]
    asked: str
    private: bool
    names: Mapping[str, str]

    @property
    def html(self) -> str:
        """The message as a page."""
        return message_page(
            self.components, asked=self.asked, private=self.private, names=self.names
        )


@dataclass(frozen=True, slots=True)
class Form:
    """A form of ours, as Discord is asked to open it."""

    name: str
    payload: Mapping[str, Any]

    @property
    def components(self) -> Sequence[Mapping[str, Any]]:
        """The fields with their labels."""
        return list(self.payload["components"])

    @property
    def html(self) -> str:
        """The form as a page."""
        return form_page(self.payload)


Picture = Message | Form


class PackWorld(World):
    """A world with all the parts that the program has, and no way to the web."""

    async def open(self) -> CaveatBot:
        """A bot over the services of the folder, with the pack that ships."""
        settings = Settings(data=self._folder, fetching=False)
        opened = await self._opened.enter_async_context(open_services(settings))
        self.store, self.services = opened.store, opened.curators
        self.bot = CaveatBot(await desk_over(opened), opened.memos, shard_count=1)
        return self.bot


@asynccontextmanager
async def a_community(folder: Path) -> AsyncIterator[Crew]:
    """A server that has just invited Caveat; ``folder`` is where the data goes."""
    world = PackWorld(folder)
    env = world.env = simcord.Env(await world.open(), settle_timeout=60)
    try:
        await env.start()
        _name_installers(world)
        yield crew_of(world)
    finally:
        await env.shutdown()
        await world.close()


async def pictures(folder: Path) -> Sequence[Picture]:
    """Everything that is shown in the docs, made anew in an empty folder."""
    async with a_community(folder) as crew:
        return [
            *await _answers(crew),
            await _own_data(crew),
            *await _curating(crew),
            await _followed(crew),
            *await _corrected(crew),
            *await _digests(crew),
        ]


async def _answers(crew: Crew) -> Sequence[Picture]:
    ann = crew.server.ann

    async def checked(text: str) -> Any:
        return await crew.slash(ann, "check", text=text)

    found = {
        "answer-match": (await checked(ABOUT_MOSUL), ABOUT_MOSUL),
        "answer-differs": (await checked(ABOUT_MORE), ABOUT_MORE),
        "answer-several": (await checked(A_PASSAGE), A_PASSAGE),
        "answer-article": (await checked(A_COPY), A_COPY),
        "nothing-found": (await checked(NOT_KEPT), NOT_KEPT),
    }
    made = [
        _message(crew, name, answer, f"**Ann** used **/check** with: {text}")
        for name, (answer, text) in found.items()
    ]
    for name, label in {"sources": "Sources", "chain": "The chain"}.items():
        card = shown(await checked(ABOUT_MOSUL))
        whole = next(text for text in offered(card) if text.startswith(label))
        pressed = await ann.click(card, label=whole)
        made.append(_message(crew, name, pressed, f"**Ann** pressed **{label}**"))
    return made


async def _own_data(crew: Crew) -> Picture:
    """What goes where somebody deletes their own."""
    ann = crew.server.ann
    await crew.slash(ann, "follow claim", number=37)
    asked = await crew.slash(ann, "privacy delete")
    return _message(crew, "privacy-delete", asked, "**Ann** used **/privacy delete**")


async def _curating(crew: Crew) -> Sequence[Picture]:
    cara, channel = crew.curator, crew.server.channel
    message = await crew.server.bob.send(channel, SEEN)
    adding = await cara.context_menu(channel, "Add as claim", message)
    draft = await cara.submit_modal(adding, FIELDS)
    number = await _number(crew, CLAIM)
    step = await crew.slash(cara, "annotate attribution", number=number)
    made: list[Picture] = [
        Form("form-add-claim", adding.modal),
        _message(crew, "draft-missing", draft, "**Cara** sent the form **Add a claim**"),
        Form("form-attribution", step.modal),
    ]
    await _annotated(crew, number, step)
    history = await crew.slash(crew.other, "claim history", number=number)
    made.append(
        _message(crew, "history-diff", history, f"**Otto** used **/claim history** {number}")
    )
    for who in (crew.server.ann, crew.server.bob):
        await _asked(crew, who, NOT_KEPT)
    await _asked(crew, crew.server.ann, "They say that the old mill burned down twice in 1910")
    queue = await crew.slash(cara, "requests list")
    made.append(_message(crew, "requests", queue, "**Cara** used **/requests list**"))
    work = await crew.slash(cara, "review")
    made.append(_message(crew, "review", work, "**Cara** used **/review**"))
    return made


async def _followed(crew: Crew) -> Picture:
    """What a follower is told on the day after two corrections."""
    cara, number = crew.curator, await _number_of_published(crew)
    await crew.slash(crew.server.ann, "follow claim", number=number)
    limit = {"text": CLAIM.replace("about 40,000", "39,812 paying"), "kind": "fact"}
    await crew.filled(cara, "claim edit", limit, number=number)
    count = {"source": COUNT, "stance": "disputes", "note": "Its gates counted 41,200."}
    await crew.filled(cara, "annotate source", count, number=number)
    await tomorrow(crew.world)
    letter = last_letter(crew.server.ann)
    return Message("followed", letter, "A direct message to **Ann**", private=False, names={})


async def _corrected(crew: Crew) -> Sequence[Picture]:
    """What a curator tells readers of, and a card in the channel that is corrected then."""
    ann, cara, number = crew.server.ann, crew.curator, await _number_of_published(crew)
    answer = await crew.slash(ann, "check", text=FERRY)
    posted = (await ann.click(shown(answer), label="Share here")).response
    better = {"text": CLAIM.replace("about 40,000", "39,812 to 41,200"), "kind": "fact"}
    saved = await crew.filled(cara, "claim edit", better, number=number)
    told = _message(crew, "readers-told", saved, f"**Cara** sent the form **Edit #{number}**")
    await crew.pressed(cara, saved, "Say it in your own words", {"told": COUNTED})
    await corrector(crew.world).correct_all()
    card = await fresh(crew.server, posted)
    parts = [part.to_dict() for part in card.components]
    return [
        told,
        Message("corrected", parts, f"**Ann** shared this from a check of: {FERRY}", False, {}),
    ]


async def _digests(crew: Crew) -> Sequence[Picture]:
    """A quiet day and a busy one, as they stand in a channel."""
    made = await digests(crew.world)
    where = "Posted at 09:00 in **#news**, for everyone"
    return [Message(name, parts, where, False, {}) for name, parts in made.items()]


async def _annotated(crew: Crew, number: int, step: Any) -> None:
    """A draft on its way: a step, a source, a better sentence, published, and one more draft."""
    cara, otto = crew.curator, crew.other
    said = {"who": "Harbour office", "act": "said", "date": "4 Aug 2025", "source": LINK}
    await cara.submit_modal(step, said)
    source = {"source": LINK, "stance": "supports", "note": "It counts 39,812 tickets."}
    await crew.filled(cara, "annotate source", source, number=number)
    better = {**FIELDS, "text": CLAIM.replace("passengers", "paying passengers"), "kind": "fact"}
    del better["link"]
    await crew.filled(otto, "claim edit", better, number=number)
    await crew.slash(cara, "claim publish", number=number)
    context = {"level": "minor", "note": "Rounded up from 39,812.", "review_on": "2026-01-15"}
    await crew.filled(cara, "annotate context", context, number=number)
    await crew.draft("The lighthouse was lit by gas until 1958.")


async def _asked(crew: Crew, who: Any, text: str) -> None:
    nothing = await crew.slash(who, "check", text=text)
    form = {"text": text, "told": "direct", "consent": ["yes"]}
    await crew.pressed(who, nothing, "Ask the curators", form)


async def _number_of_published(crew: Crew) -> int:
    [found] = await crew.world.store.reader.suggest(crew.community, "ferry", 1)
    return found.number


async def _number(crew: Crew, text: str) -> int:
    work = await crew.world.services.review.list(crew.member(crew.curator))
    return next(view.number for view in work.drafts if view.claim.text == text)


def _message(crew: Crew, name: str, answer: Any, asked: str) -> Message:
    people = {"Cara": crew.curator, "Otto": crew.other, "Ada": crew.admin}
    names = {str(member.id): who for who, member in people.items()}
    sent = shown(answer)
    return Message(name, list(sent.components), asked, bool(sent.ephemeral), names)
