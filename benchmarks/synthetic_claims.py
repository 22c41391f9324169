"""Claims that nobody made: varied, seeded, as many as wanted, and pastes that retell some."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SEED = 20171228


def _listed(text: str) -> list[str]:
    return [" ".join(item.split()) for item in text.split("|")]


_SPEAKERS = _listed("""
    the health ministry|a police union|the mayor of {place}|the opposition leader {name}|
    minister {name}|the central bank|a spokesman of {firm}|the statistics office|
    general {name}|the broadcaster {firm}|a leaked memo of {firm}|senator {name}|
    the union of teachers|{name}, an economist|the relief agency {firm}|the court of {place}|
    an audit of {firm}|the governor of {place}|the climatologist {name}|a survey by {firm}
""")
_FIRST = _listed("""
    Ada|Bruno|Carla|Dmitri|Elena|Farid|Greta|Hana|Igor|Jana|Karim|Lucia|Mirko|
    Nadia|Omar|Petra|Quentin|Rosa|Stefan|Tamar|Ulrich|Vera|Walid|Xenia|Yusuf|Zofia|
    Andrej|Birgit|Cosmin|Dalia
""")
_LAST = _listed("""
    Abramov|Berger|Castillo|Dimitrov|Eriksen|Fontaine|Grigorescu|Haddad|Ivanova|Jansen|
    Kowalski|Lindqvist|Moreau|Novak|Okafor|Petrov|Quintero|Rossi|Schneider|Takahashi|
    Urban|Vasquez|Weber|Yilmaz|Zimmermann|Adeyemi|Brandt|Cohen|Duarte|Eklund|Farkas|
    Gruber|Horvat|Ibrahim
""")
_PLACES = _listed("""
    Aleppo|Bergen|Cordoba|Dakar|Erfurt|Freetown|Gdansk|Havana|Izmir|Jakarta|Kharkiv|
    Lagos|Marseille|Nairobi|Odessa|Porto|Quito|Riga|Sarajevo|Tbilisi|Uppsala|Valencia|
    Windhoek|Yerevan|Zagreb|Almaty|Bilbao|Cracow|Durban|Essen|Florence|Ghent|Hamburg|
    Innsbruck|Jaffa|Kampala|Leipzig|Malmo|Nantes|Oran|Patras|Rotterdam|Sofia|Tunis|
    Utrecht|Varna|Wroclaw|York|Zaragoza|Antwerp|Basel|Cardiff|Dresden
""")
_FIRMS = _listed("""
    Nordlicht|Helvion|Casparo|Tramontane|Ostwind|Belvera|Quadrant|Sunfjord|Meridian|
    Arkady|Lumen|Palisade|Corvus|Fenwick|Granat|Harbour|Isotope|Juniper|Kestrel|
    Lodestar|Mosaic|Northgate
""")
_THINGS = _listed("""
    refugees|hospital beds|wind turbines|school places|police officers|tonnes of wheat|
    electric buses|cases of measles|wild boars|flats for students|jobs in mining|
    litres of drinking water|counterfeit tickets|traffic deaths|abandoned mines|
    vaccine doses|cruise passengers|burned hectares|asylum claims|heat pumps|stray dogs|
    fishing licences|prison cells|barrels of oil|broken bridges|landmines|solar roofs|
    unpaid fines|smuggled antiques|cancelled flights|honeybee colonies|rejected ballots|
    drone strikes|vacant shops|flooded cellars|forged diplomas|night trains|organ donors|
    wolf attacks|ransom payments
""")
_WHENS = _listed("""
    in March|last winter|within a year|since 2015|in the first half of 2021|
    over nine months|before the election|during the drought|in 2009|after the reform|
    between May and July|in a single week|by the end of 2030|in the past decade|
    on the day of the vote
""")
_TELLINGS = (
    ("{Speaker} said that {number} {thing} were counted in {place} {when}.",
     "{number} {thing} in {place} {when}, says {speaker}"),
    ("The number of {thing} in {place} rose to {number} {when}, according to {speaker}.",
     "{thing} in {place} up to {number} {when} ({speaker})"),
    ("{Speaker} denied that {number} {thing} had been lost in {place} {when}.",
     "{speaker} denies the loss of {number} {thing} in {place} {when}"),
    ("{place} spent {number} euros on {thing} {when}, {speaker} claims.",
     "according to {speaker} {place} paid {number} euros for {thing} {when}"),
    ("Fewer than {number} {thing} were left in {place} {when}, {speaker} estimated.",
     "{speaker}: not even {number} {thing} left in {place} {when}"),
    ("{Speaker} accused {other} of hiding {number} {thing} in {place} {when}.",
     "{other} hid {number} {thing} in {place} {when}, {speaker} alleges"),
    ("{number} percent of all {thing} in {place} belong to {other}, {speaker} reported.",
     "{speaker}: {other} owns {number} percent of the {thing} in {place}"),
    ("{other} promised {number} new {thing} for {place} {when}, {speaker} recalled.",
     "{speaker} reminds of {number} new {thing} that {other} promised {place} {when}"),
)  # fmt: skip
_UNRELATED = (
    "my cat slept through the whole thunderstorm again",
    "does anybody know a good recipe for lentil soup with lemon?",
    "the second season starts slowly but the last two episodes are worth it",
    "I finally fixed the squeaking door with a drop of olive oil",
)


@dataclass(frozen=True, slots=True)
class Telling:
    """A claim and another way to tell it."""

    ref: str
    text: str
    retold: str


def tellings(count: int) -> Iterator[Telling]:
    """That many different claims, always the same ones."""
    dice = random.Random(_SEED)  # noqa: S311 - nothing secret is drawn
    seen: set[str] = set()
    while len(seen) < count:
        claim, retold = dice.choice(_TELLINGS)
        slots = _slots(dice)
        text = claim.format(**slots)
        if text not in seen:
            seen.add(text)
            yield Telling(f"S{len(seen):06d}", text, retold.format(**slots))


def write_claims(file: Path, count: int) -> None:
    """Write them as `caveat claims import` reads them."""
    with file.open("w", encoding="utf-8") as opened:
        for one in tellings(count):
            opened.write(json.dumps({"ref": one.ref, "text": one.text}) + "\n")


def pastes(size: int, count: int) -> list[tuple[str, str | None]]:
    """Sentences to check, each with the ref of the claim that it retells, None for small talk."""
    dice = random.Random(_SEED + size)  # noqa: S311
    chosen = set(dice.sample(range(size), min(count, size)))
    found: list[tuple[str, str | None]] = [
        (one.retold, one.ref) for place, one in enumerate(tellings(size)) if place in chosen
    ]
    found.extend((text, None) for text in _UNRELATED[: max(1, count // 10)])
    dice.shuffle(found)
    return found


def _slots(dice: random.Random) -> dict[str, str]:
    place = dice.choice(_PLACES)

    def name() -> str:
        return f"{dice.choice(_FIRST)} {dice.choice(_LAST)}"

    speaker = dice.choice(_SPEAKERS).format(
        place=dice.choice(_PLACES), name=name(), firm=dice.choice(_FIRMS)
    )
    size = 10 ** dice.randint(1, 6)
    return {
        "speaker": speaker,
        "Speaker": speaker[0].upper() + speaker[1:],
        "place": place,
        "other": dice.choice([name(), dice.choice(_FIRMS)]),
        "thing": dice.choice(_THINGS),
        "when": dice.choice(_WHENS),
        "number": f"{dice.randint(size, 10 * size - 1):,}",
    }
