"""Classes of what people do and what they do it for: to guard, to spy on, to lend, to sanction.

Two classes are different deeds if neither has, among its plain or loose words, one of the other's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from matching.analysis import Words
from matching.senses import kin, stem

_LISTED = """
guard; sentry; bodyguard; =patrolling
| protect; escort; secure; defend; patrol; watch; shield; control; police; safeguard

=spied; =spying; espionage; eavesdrop; wiretap; snoop; surveillance; =bugged; =bugging
| spy; watch; monitor; track; intelligence; listen; observe; detect; secret; follow; drone;
satellite; agent; know; find; hack

hack; hacker; =hacking; cyberattack; malware; phishing; ransomware; cyber
| computer; leak; break; spy; attack; online; data

smuggle; traffick; =trafficking; contraband; bootleg
| ship; supply; route; deliver; send; move; carry; bring; illegal; black; arm; weapon; sneak

trade; tariff; merchandise; commerce
| deal; sell; buy; export; import; economic; business; market; commercial; customs; swap

sell; =sold; =selling; auction; =sales
| trade; export; supply; arm; market; profit; buy; deal; price; give; weapon; money; hand

=buying; purchase; =bought; =buys
| sell; trade; commerce; acquire; shop; deal; own; get; pay; price; money; order

salary; wages of; wages to; wages for; =salaries; payroll; =paycheck; =paychecks; =bribing; bribe
| pay; fund; finance; money; sponsor; bankroll; subsidise; hire; cash; buy

lend; loan; =borrow; =borrowing; mortgage; creditor; =lent
| money; finance; fund; debt; bank; credit; pay; bail; economic; bond; rate

sanction; embargo
| ban; punish; restrict; trade; measure; pressure; penalty; block; blockade; freeze; economic

negotiate; diplomacy; negotiating; =mediate; =mediating; =negotiator; peace talks; =truce
| talk; meet; deal; agree; peace; diplomat; ceasefire; table; settle; discuss; bargain; accord;
offer; envoy; summit

=arming; rearm; =weaponry; =weapons; =missiles; =rockets
| arm; equip; supply; gun; ammunition; ship; sell; weapon; missile; military; rocket; send; bomb

train; retrain; =drilling; =drilled; coach; tutor; instruct; teach; =schooling
| prepare; exercise; regroup; camp; learn; course; school; drill; skill; turn; programme; program;
recruit; ready; work; arm; exercise; reshape; build; forge; base

=bombing; bombard; =invade; invasion; =fighting; assault; airstrike; aggression; attack;
=militarily; =warfare; battle; annihilate; military help; military aid; military involvement;
military support; military action; military intervention; military campaign; military operation;
military assistance; military role; military phase; military stage; military means; military force
| war; bomb; fight; raid; shell; intervene; clash; defeat; kill; strike; troop; destroy; arm; force;
army; soldier; weapon; offensive; invade; shoot; hit; crush; armed; fire; storm; conflict; violent;
hunt; combat; operation; gun; missile; victory; warplane; jet

humanitarian; =refugees; charity; =relief
| aid; help; food; rescue; fled; flee; displaced; support; assist; feed; medicine; water; shelter;
migrant; home; civilian; suffer; donate; hunger; people; camp; crisis

=counter; =countering; =counters; contain; =containing; thwart; =rollback
| oppose; against; stop; fight; block; confront; check; push; curb; rival; weaken; limit; beat;
stand; take; resist; hit; war; anti; hold; hinder; undermine; hurt; influence; keep; back; defeat;
roll; pressure; prevent; deal; target

rename; rebrand; relabel; =renamed; rechristen
| call; name; label; known; title; dub; identity; term; become; under; brand; turn; style

=hunt; =hunting; chase; pursue; manhunt
| fight; search; find; destroy; attack; seek; track; kill; target; catch; after; war; defeat

evacuate; relocate; resettle; =ferried; =airlift; =airlifted; =bussed
| move; rescue; leave; take; bus; convoy; out; transport; remove; bring; ship; carry; get; help;
let; transfer; flee; escape; safe; send; go; smuggle; home

=destabilise; =destabilising; =destabilize; =destabilizing; sabotage
| trouble; chaos; unrest; stir; disrupt; mess; havoc; undermine; wreck; attack; fight; unstable;
inflame; turmoil; stable; calm; war; upset; weaken; harm; shake; create; break; topple; ruin

=vaccinate; vaccine; =vaccinating; inoculate; immunise; immunize; =jab; =jabs
| treat; medicine; health; shot; dose; disease; protect; virus; doctor

=advertise; =advertising; =advertisement; =marketing
| promote; sell; campaign; post; message; commercial; publicity

=elect; election; referendum; ballot
| vote; poll; win; candidate; campaign; choose; democracy; party; president; seat

lawsuit; =sue; =sued; =suing; prosecute; =prosecuting; =indict
| court; trial; charge; judge; law; legal; case; accuse; justice; claim; convict; jail; arrest

farm; =farming; harvest; plough; irrigate; =crops
| plant; grow; food; land; field; water; wheat; agriculture

build; construct; =building; erect
| rebuild; expand; make; set; create; establish; develop; found; work; base; new; site; extend;
renovate; open; add; plan; put; up; enlarge

=demolish; =demolishing; bulldoze; =demolished; demolition
| destroy; tear; knock; remove; wreck; pull; flatten; clear; raze; down; build; level; ruin

=publishing; =publish; =published; =publication
| release; reveal; disclose; write; print; issue; share; post; public; leak; book

=withdraw; =withdrawal; =withdrawing; pullout; drawdown
| leave; cut; reduce; home; pull; remove; out; back; exit; retreat; end; go; quit; draw; troop;
fewer; scale; bring; recall; lower; stay; trim; down; shrink; slash

deprive; =depriving
| deny; withhold; starve; rob; cut; keep; prevent; stop; block; steal; take; without; lose; cost;
choke; grab; seize; strip; away; get; hand; refuse; say; claim; reject

=tax; =taxing; =taxes; taxation; =levy
| pay; money; fee; duty; tariff; charge; revenue; rate; levy; budget; cost

=repair; =repairing; =repaired; renovate; refurbish; =mend
| fix; build; restore; work; rebuild; maintain; make; damage; new

=paint; =painting; =painted; repaint; decorate
| colour; color; coat; art; wall; new

=kidnap; =kidnapping; =kidnapped; abduct; =ransom; hostage
| take; hold; capture; seize; disappear; miss; captive; grab; snatch

=blackmail; =extort; extortion; =blackmailing
| threaten; pay; force; money; pressure

=counterfeit; =counterfeiting; forgery; =forging
| fake; false; forge; copy; print

=mining; =mined; quarry; =fracking
| mine; dig; oil; coal; gold; drill; extract; ore

=gambling; casino; =betting; lottery
| bet; game; play; win; money

=fishing; trawl; =whaling; =poaching
| fish; catch; hunt; boat; sea; net

=cook; =cooking; =baking; =catering
| food; meal; kitchen; eat; feed; bake

=nurse; =nursing; =surgery; =surgeries
| doctor; treat; care; hospital; health; medical; heal; operate

tourism; tourist; sightseeing; =holiday; =vacation
| visit; travel; trip; hotel; guest; beach; visitor

football; =soccer; olympic; =tournament; basketball; =championship; cricket
| play; match; sport; game; team; win; league; cup; club; player

concert; =filming; =filmed; theatre; =opera; =festival
| film; show; play; music; movie; art; sing; stage; perform; band; event; celebrate

=praying; prayer; worship; pilgrimage
| church; mosque; god; faith; religious; believe; holy

=excavate; archaeology; archaeological; =excavating
| dig; find; ancient; museum; site; study

=launder; =laundering
| money; wash; clean; bank; hide

=evict; =evicting; eviction
| rent; home; throw; expel; remove; out; house; force; leave

alliance; ally; coalition; =partnership
| cooperate; partner; team; together; deal; pact; side; join; axis; league; friend; unite; block;
bloc; with; agreement; treaty; support; back; link; relation; bond; tie; front; union; help; closer
"""
_FRAMES = """
job task mission duty role assignment work
aim goal purpose objective intention want
pretext excuse cover smokescreen pretence pretense facade
base
reason
"""


@dataclass(frozen=True, slots=True)
class Did:
    """A word for a deed, its class, and where it stands in the terms of its text."""

    sort: int
    at: int
    word: str


@cache
def _classes() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    found = []
    for listed in _LISTED.strip().split("\n\n"):
        plain, loose = ({_key(entry) for entry in part.split(";")} for part in listed.split("|"))
        found.append((frozenset(plain), frozenset(plain | loose)))
    return tuple(found)


def _key(entry: str) -> str:
    entry = " ".join(entry.split())
    return entry if entry[0] == "=" or " " in entry else kin(stem(entry))


@cache
def _plain() -> dict[str, frozenset[int]]:
    return _by_word(0)


@cache
def _loose() -> dict[str, frozenset[int]]:
    return _by_word(1)


def _by_word(which: int) -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for sort, lists in enumerate(_classes()):
        for word in lists[which]:
            found[word] = found.get(word, frozenset()) | {sort}
    return found


def done(words: Words) -> tuple[Did, ...]:
    """The deeds that a text plainly names; read once."""
    return words.once("deeds done", lambda: tuple(_done(words)))


def _done(words: Words) -> Iterator[Did]:
    known = _plain()
    for at, (term, (first, last)) in enumerate(zip(words.terms, words.places, strict=True)):
        if term[0] == "~":
            continue
        for key in _keys(words, term, first, last):
            for sort in known.get(key, ()):
                yield Did(sort, at, words.surface[first])


def _keys(words: Words, term: str, first: int, last: int) -> tuple[str, ...]:
    exact = words.lowered[first]
    return kin(term), f"={exact}", " ".join(words.lowered[first : last + 1])


def may_do(words: Words, beside: int | None = None) -> frozenset[int]:
    """The classes of deeds that a text names or may mean.

    What stands right by one term, as in "trade *deals*", may be left aside.
    """
    found = words.once("deeds perhaps", lambda: tuple(_may_do(words)))
    return frozenset(
        sort for at, sorts in found if beside is None or abs(at - beside) > 1 for sort in sorts
    )


def _may_do(words: Words) -> Iterator[tuple[int, frozenset[int]]]:
    known = _loose()
    for at, (term, (first, last)) in enumerate(zip(words.terms, words.places, strict=True)):
        for key in _keys(words, term, first, last):
            if key in known:
                yield at, known[key]


@cache
def frames() -> dict[str, int]:
    """For a word that says what something is for ("job", "pretext"), which of these it is."""
    listed = enumerate(_FRAMES.strip().splitlines())
    return {kin(stem(word)): at for at, line in listed for word in line.split()}
