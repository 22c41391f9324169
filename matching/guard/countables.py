"""Classes of things that are counted: a family is no person, a truckload no fighter.

Words of one class may stand for each other in a retelling ("troops", "men"); words without a class
in common count other things. A word in two classes ("homes": buildings, households) can mean both.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from matching.measures import measure

_CLASSES = {
    "persons": """
        person/people person/persons ppl/ folk/ folks/ man/men woman/women child/children kid boy
        girl baby infant adult teen teenager youth guy lad dude human individual soul citizen
        civilian noncombatant resident inhabitant villager islander local foreigner tourist visitor
        traveller traveler passenger commuter pedestrian driver rider pilot sailor seaman/seamen
        crewman/crewmen marine soldier troop serviceman/servicemen combatant fighter militant
        militiaman/militiamen rebel insurgent guerrilla gunman/gunmen terrorist jihadist jihadi
        extremist mercenary veteran recruit conscript reservist officer policeman/policemen police/
        cop guard agent spy prisoner inmate detainee captive hostage convict suspect criminal
        gangster protester protestor demonstrator marcher striker activist supporter opponent voter
        vote elector member employee worker labourer laborer staff/ staffer personnel/ jobseeker
        retiree pensioner student pupil teacher nurse doctor medic patient farmer peasant miner
        fisherman/fishermen baker builder engineer scientist researcher expert journalist reporter
        refugee migrant immigrant seeker evacuee returnee survivor victim casualty fatality death
        life/lives body corpse orphan widow parent mother father player athlete runner fan spectator
        guest attendee participant delegate lawmaker senator politician candidate official diplomat
        lawyer judge artist actor musician believer pilgrim muslim christian customer client user
        dead/ killed/ died/ slain/ drowned/ perished/ wounded/ injured/ hurt/ missing/ displaced/
        homeless/ unemployed/ arrested/ detained/ killing murder execution arrest kidnapping birth
        injury servant maid cook waiter clerk neighbour neighbor friend relative
    """,
    "households": "household family home house dwelling apartment flat tent customer farm couple",
    "formations": """
        cell unit brigade battalion regiment division squadron platoon squad company group gang band
        militia army force fleet flotilla convoy corps/ team crew tribe clan faction party herd
        flock pack
    """,
    "vehicles": """
        vehicle car truck lorry bus van tank jeep pickup plane airplane aircraft/ jet warplane
        bomber helicopter drone flight sortie ship warship vessel boat ferry submarine destroyer
        frigate cruiser carrier tanker train carriage wagon motorcycle bike bicycle unit tractor
        truckload lorryload busload planeload boatload shipload carload trainload vanload
    """,
    "aircraft": "plane airplane aircraft/ jet warplane bomber fighter flight sortie",
    "buildings": """
        building house home dwelling apartment flat tent school hospital clinic church mosque temple
        synagogue shop store office factory plant warehouse station hotel restaurant prison museum
        library theatre theater tower barn bridge camp base bunker outpost stronghold unit bank
        university farm cinema castle palace mansion villa
    """,
    "bodies of people": """
        company firm business shop store bank hotel restaurant school hospital university church
        mosque factory plant farm group union charity party association club organisation
        organization agency newspaper station airline customer client faction team militia
    """,
    "settlements": """
        village town city settlement hamlet municipality suburb neighbourhood camp outpost
        stronghold
    """,
    "regions": "province county district region state canton governorate",
    "countries": "country nation state",
    "documents": """
        document file email letter report record cable memo article paper message tweet post dossier
        newspaper
    """,
    "pages": "page paper sheet",
    "weapons": """
        weapon missile rocket shell bomb mine rifle gun pistol grenade mortar bullet warhead
    """,
    "containers": "container crate box bag barrel bottle sack pallet",
    "money": "dollar euro ruble rouble dinar lira/ yen/ rupee franc peso buck",
    "beasts": """
        animal cattle/ cow sheep/ goat pig chicken bird dog cat horse goose/geese fish/ whale seal
        elephant bee wolf/wolves bear deer/
    """,
    "plants": "tree plant seedling sapling",
    "deeds": """
        attack raid strike airstrike bombing explosion battle clash protest rally demonstration
        earthquake flight sortie killing murder execution arrest kidnapping incident visit match
    """,
}
_FARING = """
dead killed died slain drowned perished wounded injured hurt missing displaced homeless unemployed
arrested detained
"""
_DESCRIBING = frozenset(_FARING.split())
"""What is counted, or says of what sort that is: "40 dead", "40 dead sheep", "40 sheep dead"."""


def _entries() -> Iterator[tuple[str, str, str]]:
    for name, listed in _CLASSES.items():
        for entry in listed.split():
            one, _, many = entry.partition("/")
            yield name, one, many or (one if "/" in entry else _plural(one))


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2] not in "aeou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


@cache
def _many() -> dict[str, frozenset[str]]:
    """For a word that stands for several of something, the classes that it can be of."""
    found: dict[str, frozenset[str]] = {}
    for name, _, many in _entries():
        found[many] = found.get(many, frozenset()) | {name}
    return found


@cache
def _one() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name, one, _ in _entries():
        found[one] = found.get(one, frozenset()) | {name}
    return found


def classes(word: str) -> frozenset[str]:
    """The classes of a plural in small letters, dimensions of measures too; empty if unknown."""
    known = _many().get(word)
    if known is not None:
        return known
    measured = measure((word,)) if word.endswith("s") and len(word) > 3 else None
    return frozenset((measured[0],)) if measured else frozenset()


def classes_of_one(word: str) -> frozenset[str]:
    """The same for one of something, which before a plural only says of what sort that is."""
    measured = measure((word,))
    return _one().get(word, frozenset((measured[0],)) if measured else frozenset())


def describes(word: str) -> bool:
    """Whether a word can be what is counted, but also say how it fared."""
    return word in _DESCRIBING
