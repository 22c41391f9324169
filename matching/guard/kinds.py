"""Words that exclude each other in one place: a tank is no missile, a soldier no civilian."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from matching.analysis import Words, read

_KINDS = (
    """missile rocket; tank; warplane jet aircraft plane fighterjet airplane; submarine u-boat;
    warship ship vessel boat destroyer frigate; drone uav unmanned; helicopter chopper; satellite
    spacecraft; truck lorry; bicycle bike""",
    """civilian noncombatant woman women child children kid villager resident; soldier troop
    serviceman servicemen gi fighter militant combatant gunman gunmen insurgent jihadi jihadist
    terrorist""",
    """policeman policemen officer cop; journalist reporter; refugee; prisoner inmate detainee;
    firefighter; nurse; doctor; teacher; student pupil; miner; farmer""",
    """flood flooding; wildfire fire blaze; earthquake quake; hurricane storm typhoon tornado;
    drought; avalanche; landslide""",
    """measles; polio; flu influenza; malaria; cholera; ebola; tuberculosis; cancer; diabetes;
    smallpox; hiv aids; dengue""",
    """oil petroleum crude; gas; coal; gold; silver; copper; wheat grain; rice; sugar; uranium;
    lithium; diamond""",
    """school; hospital clinic; church; mosque; synagogue; airport; prison jail; museum; library;
    theatre theater; factory plant; bridge; dam""",
    """coast coastline shore seaside; valley; desert; mountain; island; forest jungle""",
    """squad platoon; battalion; regiment; brigade; division""",
    """cow cattle; horse; pig swine; sheep; dog; cat; chicken poultry; bee; whale; elephant""",
)


_NEAR = 2


@cache
def _sets() -> dict[str, tuple[int, int]]:
    """For a stem, its kind and the group of words in it that mean the same."""
    found: dict[str, tuple[int, int]] = {}
    for kind, listed in enumerate(_KINDS):
        for group, words in enumerate(listed.split(";")):
            for word in words.split():
                found[_stem(word)] = (kind, group)
    return found


@lru_cache(maxsize=1 << 14)
def _stem(word: str) -> str:
    terms = read(word).terms
    return terms[-1] if terms else word


def other_kind(mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, str] | None:
    """Two words after a figure that exclude each other, where no word is common to both."""
    here = {_sets()[_stem(word)]: word for word in mine if _stem(word) in _sets()}
    there = {_sets()[_stem(word)]: word for word in theirs if _stem(word) in _sets()}
    if here.keys() & there.keys() or "non" in {*mine, *theirs}:
        return None
    for (kind, _), word in here.items():
        for (other, _), rival in there.items():
            if kind == other:
                return word, rival
    return None


def exchanged_thing(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """A thing of the paste where a wording has one that excludes it, beside the same word.

    Nothing is exchanged where the text has any word of that kind that some wording has.
    """
    sets = _sets()
    everything = {sets[term] for words in said for term in words.content if term in sets}
    kept = {sets[term][0] for term in pasted.content if sets.get(term) in everything}
    for at, term in enumerate(pasted.terms):
        mine = sets.get(term)
        if mine is None or mine in everything or mine[0] in kept or _non(pasted, at):
            continue
        for words in said:
            for place, other in enumerate(words.terms):
                theirs = sets.get(other)
                if (
                    theirs is not None
                    and theirs[0] == mine[0]
                    and _beside(pasted, at, words, place)
                ):
                    return _surface(pasted, at), _surface(words, place)
    return None


def _beside(one: Words, at: int, other: Words, place: int) -> bool:
    """Whether some of the terms right before are the same, or of those right after."""
    before = set(one.terms[max(0, at - _NEAR) : at])
    after = set(one.terms[at + 1 : at + 1 + _NEAR])
    return bool(
        before & set(other.terms[max(0, place - _NEAR) : place])
        or after & set(other.terms[place + 1 : place + 1 + _NEAR])
    )


def _non(words: Words, at: int) -> bool:
    """Whether a word is turned round: "non-combatants"."""
    first = words.places[at][0]
    return words.lowered[max(0, first - 1) : first] == ("non",)


def _surface(words: Words, at: int) -> str:
    first, last = words.places[at]
    return " ".join(words.surface[first:last])
