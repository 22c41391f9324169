"""Lists of English words that the guard knows; small letters, no apostrophes, one blank apart."""

from __future__ import annotations

_TITLES = """
general gen president minister mr mrs ms dr sir king prince colonel col captain capt lieutenant lt
admiral adm sergeant sgt professor prof senator sen governor gov judge
"""
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
_SAYINGS = """
accusation accusations allegation allegations charge charges claim claims statement statements words
remark remarks report reports warning warnings comment comments assertion assertions estimate
"""
_CEASING = """
stop stops stopped stopping cease ceases ceased abandon abandons abandoned scrap scraps scrapped
halt halts halted quit quits cancel cancels cancelled canceled drop drops dropped dropping shelve
shelves shelved close closes closed closing shut shuts shutting
"""
_AIMED = "accuse accuses accused blame blames blamed charge charges charged warn warns warned"
_SPEECH = "word comment answer response reaction statement reply surprise joke kidding"
_ATTACHED = "held led backed controlled trained armed linked dominated owned made majority style"
_CALENDAR = """
january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct
nov dec mon tue tues wed thu thur thurs fri sat sun
"""
_SYMMETRIC = """
meet meets met talk talks talked agree agreed encounter encounters ally allies allied border clash
clashes clashed fight fights fighting fought war deal deals alliance between relation relations
"""
_NOT = """
not no never none nobody nothing neither nor cannot cant dont doesnt didnt isnt arent wasnt werent
wont wouldnt shouldnt couldnt hasnt havent hadnt aint without zero nowhere
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
_REFUSING = "decline declines declined declining refuse refuses refused refusing dodge dodged"
_ANSWERING = """
answer comment speculate say tell confirm respond reply response reaction answered commented
responded replied
"""
_ANSWERED = """
denied denies denying rejected rejects rejecting ruled answered answers answering replied replies
replying responded responding retorted
"""
_PROMPT = "immediately promptly instantly immediate prompt instant"
_SILENT = "silent silence quiet mum crickets ducked dodged declined declines refused refuses"
_HUSHING = "ignore suppress silent bury skip hush conceal hide"
_COVERING = """
report mention cover coverage carry note notice touch pick talk word write print air tell attention
"""
_CONTRARY = """
odds contradict contradicts contradicted contradicting inconsistent incompatible mystery secret
"""
_PREVENTING = "deny prevent keep stop block bar hinder withhold"
_UNDOING = """
false untrue fake fabricated hoax lie lies myth nonsense rubbish baseless debunked refuted disproved
disproven unproven unfounded groundless bogus excluded omitted cancelled canceled scrapped shelved
abandoned
"""
_EMPTY = """
interest desire appetite need sign signs hint hints plan plans planned planning intend intends
intention intentions intent mean means meant evidence proof indication indications reason idea wish
word want wants going willing give gives given gave show shows shown make made any ever single
immediate clear real been
"""
_TURNING = (
    "but despite although though while whereas if whether because unless except rather instead"
)
_CAUSING = "because since cos cuz coz bc due thanks owing"
_CONTRASTING = "although though despite notwithstanding tho"
_HELPING = "has had have also now even officially publicly have"
_PLACING = "in at of from near inside into out over around across to"
_ASKING = """
did do does is are was were has have had can could will would should didnt isnt wasnt arent who what
when where why how which
"""
_HARMLESS = """
only just doubt wonder matter more less fewer longer counting including even forget worry miss far
long merely simply unlike mystery secret surprisingly mention
"""
_PERSONS = """
people civilian person men women children fighter militant terrorist soldier troop dead killed
death died bodie victim live casualtie refugee isis daesh jihadist rebel member isil
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

CONTRARY = frozenset(_CONTRARY.split())
"""Words that, denied, assert: "nothing is at *odds* with it", "it is no *secret*"."""

PREVENTING = frozenset(_PREVENTING.split())
"""Words for which people also say "so that somebody could not"."""

UNDOING = frozenset(_UNDOING.split())
"""What something is said to be that did not happen, or does not count."""

REFUSING = frozenset(_REFUSING.split())
"""Verbs of those who will not do a thing."""

ANSWERING = frozenset(_ANSWERING.split())
"""What those do not do who will not comment."""

SAYINGS = frozenset(_SAYINGS.split())
"""What somebody's saying is called."""

ANSWERED = frozenset(_ANSWERED.split())
"""What those did who were asked and answered."""

PROMPT = frozenset(_PROMPT.split())
"""How they did it who did not wait."""

SILENT = frozenset(_SILENT.split())
"""What those are or do who say nothing."""

HUSHING = frozenset(_HUSHING.split())
"""What the press does that does not tell a thing."""

COVERING = frozenset(_COVERING.split())
"""What it does that tells it."""
