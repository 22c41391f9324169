"""Lists of English words that the guard knows; small letters, no apostrophes, one blank apart."""

from __future__ import annotations

_TITLES = "general gen president minister mr mrs ms dr sir king prince"
_TELLING = """
say says said claim claims claimed report reports reported tell tells told warn warns warned write
writes wrote announce announces announced confirm confirms confirmed admit admits admitted reveal
reveals revealed accuse accuses accused allege alleges alleged estimate estimates estimated put puts
counted find finds found prove proves proved show shows showed document documents
documented concede concedes conceded acknowledge acknowledges acknowledged vow vows vowed stated
indicate indicates indicated confess confessed film filmed declare declares declared
assert asserts asserted contend contends contended insist insists insisted argue argues argued
call calls called describe describes described suggest suggests suggested relay relays relayed
"""
_ADMITTING = """
admit admits admitted concede concedes conceded confess confesses confessed acknowledge acknowledges
acknowledged confirm confirms confirmed
"""
_OFFICES = """
government governments ministry ministries minister officials official authorities authority
military army navy forces command regime administration parliament president spokesman spokeswoman
spokesperson defence defense foreign general chief state media news agency intelligence services
service police prime interior leader leaders officers commanders team press office itself himself
"""
_LOCATED = """
base bases soil territory border borders city town capital desert coast camp camps outpost outposts
village province region side garrison
"""
_CEASING = """
stop stops stopped stopping cease ceases ceased abandon abandons abandoned scrap scraps scrapped
halt halts halted quit quits cancel cancels cancelled canceled
"""
_AIMED = "accuse accuses accused blame blames blamed charge charges charged warn warns warned"
_SPEECH = "word comment answer response reaction statement reply surprise joke kidding"
_ATTACHED = "held led backed controlled trained armed linked dominated owned made majority style"
_CALENDAR = """
january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
"""
_SYMMETRIC = """
meet meets met talk talks talked agree agreed encounter encounters ally allies allied border clash
clashes clashed fight fights fighting fought war deal deals alliance between relation relations
"""
_NOT = """
not no never none nobody nothing neither nor cannot cant dont doesnt didnt isnt arent wasnt werent
wont wouldnt shouldnt couldnt hasnt havent hadnt aint without
"""
_DENYING = """
deny denies denied denying refuse refuses refused refute refutes refuted debunk debunked false fake
hoax untrue lie myth
"""
_WEAKENING = """
decline declines declined declining reject rejects rejected fail fails failed stop stopped dismiss
dismissed except hardly barely little lack lacks lacking shortage unproven ignored ignore silent
silence unable impossible exclude excludes excluded excluding beyond beneath pretext excuse cover
rather instead unsubstantiated unproven buried suppressed blackout hide hid stopping ruled
"""
_DOUBTFUL = """
false fake hoax untrue lie myth unproven unsubstantiated unable impossible pretext excuse cover
silence silent buried suppressed blackout hidden
"""
_EMPTY = """
sign signs hint hints plan plans planned planning intend intends intention intentions intent mean
means meant evidence proof indication indications reason idea wish word want wants going willing
give gives given gave show shows shown make made any ever single immediate clear real been
"""
_TURNING = "but although though while whereas if whether because unless except rather instead"
_CAUSING = "because since cos cuz coz bc due thanks owing"
_CONTRASTING = "although though despite notwithstanding tho"
_HELPING = "has had have also now even officially publicly have"
_PLACING = "in at of from near inside into out over around across to"
_ASKING = """
did do does is are was were has have had can could will would should didnt isnt wasnt arent who what
when where why how which
"""
_HARMLESS = (
    "only just doubt wonder matter more less fewer longer counting including even forget worry miss"
)
_PERSONS = """
people civilian person men women children fighter militant terrorist soldier troop dead killed
death died bodie victim live casualtie refugee isis daesh jihadist rebel member isil
"""
_OPPOSITES = """
lack enough; shortage enough; shortage plenty; inadequate adequate; insufficient sufficient;
inadequate enough; won lost; rose fell; grew shrank; bought sold; left stayed; confirm deny;
confirm reject; accept reject; accept refuse; stabilise destabilise; win lose; increase decrease;
increase cut; increase reduce; raise lower; rise fall; grow shrink; leave stay; ally enemy; ignore
cover; ignore coverage; silent coverage; guilty innocent; alive dead; legal illegal; support
oppose; allow ban; start end; begin end; safe dangerous; buy sell; arm disarm; attack defend;
enter leave; release detain; release capture; free imprison; open close; import export; lend
borrow; success failure; succeed fail; strong weak; rich poor; true false; real fake; hide reveal;
hide publish; publish withhold; save kill; rescue kill; build destroy; create destroy; join leave;
deploy withdraw; advance retreat; welcome condemn; praise condemn; friend enemy; love hate; peace
war; expand shrink; enlarge shrink; enlarge reduce; older younger; before after; north south; east
west; eastern western; northern southern; admit deny; renew cancel; extend cancel; consistent
contradict; acknowledge deny; permanent temporary; guilty acquitted; major minor; larger smaller;
bigger smaller; wide little; unify divide; protect harm; cooperate refuse; anti pro; support
reject; back reject; embrace reject; popular unpopular; cold heat; cold hot; freezing hot;
freezing heat; warm cold; arrive leave; approve reject; approve ban; legalise ban; legalize ban;
permit ban; permit forbid; allow forbid; allow block; gain lose; profit lose; profit loss; hire
fire; hire sack; married divorced; innocent convicted; promote demote; trust distrust; agree
disagree; appear disappear; connect disconnect; lock unlock; cause prevent; cause cure; cure
cause; encourage discourage; include exclude; inside outside; positive negative; maximum minimum;
most least; oldest youngest; richest poorest; highest lowest; best worst; tallest shortest;
increase drop; rise drop; rise decline; grow decline; surge plunge; contradict confirm; oppose
back; oppose help; oppose fund; contradict match; fit contradict; consistent inconsistent;
compatible incompatible; relevant irrelevant; escalate wind; escalate withdraw; prepare end;
dangerous harmless; spread contain; overthrow keep; topple keep; annihilate contain; destroy
preserve; kill heal; obey defy
"""

TITLES = frozenset(_TITLES.split())
"""What stands before a person's name."""

TELLING = frozenset(_TELLING.split())
"""Verbs of saying, with the forms that follow a name."""

ADMITTING = frozenset(_ADMITTING.split())
"""Verbs of saying by which somebody owns up to a thing."""

OFFICES = frozenset(_OFFICES.split())
"""Words between a country or a body and its verb: "the Syrian *government* says"."""

LOCATED = frozenset(_LOCATED.split())
"""Nouns before which a country says where, not whose: "the Syrian *border*"."""

CEASING = frozenset(_CEASING.split())
"""Verbs by which something goes on no more."""

AIMED = frozenset(_AIMED.split())
"""Verbs of saying that are done to somebody."""

SPEECH = frozenset(_SPEECH.split())
"""After "no", words by which nothing of a claim is denied: "no *word* from the owner"."""

ATTACHED = frozenset(_ATTACHED.split())
"""After a name and a hyphen, words that make it a quality of something else."""

CALENDAR = frozenset(_CALENDAR.split())
"""Months and weekdays, which are written with capitals and name nobody."""

SYMMETRIC = frozenset(_SYMMETRIC.split())
"""Words for what two do to each other, so that their order says nothing."""

HELPING = frozenset(_HELPING.split())
"""What may stand between a teller and the verb."""

PLACING = frozenset(_PLACING.split())
"""Prepositions after which a name tells nothing."""

NOT = frozenset(_NOT.split())
"""Words that turn a statement into its contrary."""

DENYING = NOT | frozenset(_DENYING.split())
"""Words that deny what follows."""

WEAKENING = DENYING | frozenset(_WEAKENING.split())
"""Words near which a claim is no plain assertion."""

ASKING = frozenset(_ASKING.split())
"""First words of a question."""

HARMLESS = frozenset(_HARMLESS.split())
"""After "not" or "no", words that take the denial away."""

DOUBTFUL = frozenset(_DOUBTFUL.split())
"""Words that weaken what stands before them, too: "that report is *unproven*"."""

EMPTY = frozenset(_EMPTY.split())
"""Words between a denial and what it denies: "no *sign* that it *means* to cut"."""

TURNING = frozenset(_TURNING.split())
"""Words at which what a denial reaches ends."""

CAUSING = frozenset(_CAUSING.split())
"""Words that give a reason."""

CONTRASTING = frozenset(_CONTRASTING.split())
"""Words that say "in spite of"."""

PERSONS = frozenset(_PERSONS.split())
"""What people are counted as, without a final s."""

OPPOSITES = tuple((a, b) for a, b in (pair.split() for pair in _OPPOSITES.split(";")))
"""Pairs of words that turn a sentence round."""
