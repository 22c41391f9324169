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
"""
_DENYING = """
not no never none nobody nothing neither nor cannot cant dont doesnt didnt isnt arent wasnt werent
wont wouldnt shouldnt couldnt hasnt havent hadnt aint without
deny denies denied denying refuse refuses refused refute refutes refuted debunk debunked false fake
hoax untrue lie myth
"""
_WEAKENING = """
decline declines declined declining reject rejects rejected fail fails failed stop stopped dismiss
dismissed except hardly barely little lack lacks lacking shortage unproven ignored ignore silent
silence unable impossible
"""
_HELPING = "has had have also now even officially publicly have"
_PLACING = "in at of from near inside into out over around across to"
_ASKING = """
did do does is are was were has have had can could will would should didnt isnt wasnt arent who what
when where why how which
"""
_HARMLESS = "only just doubt wonder matter more less fewer longer counting including even"
_PERSONS = """
people civilian person men women children fighter militant terrorist soldier troop dead killed
death died bodie victim live casualtie refugee isis daesh jihadist rebel member isil
"""
_OPPOSITES = """
confirm deny; confirm reject; accept reject; accept refuse; stabilise destabilise; win lose;
increase decrease; increase cut; increase reduce; raise lower; rise fall; grow shrink; leave stay;
ally enemy; ignore cover; guilty innocent; alive dead; legal illegal; support oppose; allow ban;
start end; begin end; safe dangerous; buy sell; arm disarm; attack defend; enter leave;
release detain; release capture; free imprison; open close; import export; lend borrow;
success failure; succeed fail; strong weak; rich poor; true false; real fake; hide reveal;
hide publish; publish withhold; save kill; rescue kill; build destroy; create destroy; join leave;
deploy withdraw; advance retreat; welcome condemn; praise condemn; friend enemy; love hate;
peace war; expand shrink; enlarge shrink; enlarge reduce; older younger; before after; north south;
east west; eastern western; northern southern; admit deny; renew cancel; extend cancel;
consistent contradict; acknowledge deny; permanent temporary; guilty acquitted; major minor;
larger smaller; bigger smaller; wide little; unify divide; protect harm; cooperate refuse
"""

TITLES = frozenset(_TITLES.split())
"""What stands before a person's name."""

TELLING = frozenset(_TELLING.split())
"""Verbs of saying, with the forms that follow a name."""

HELPING = frozenset(_HELPING.split())
"""What may stand between a teller and the verb."""

PLACING = frozenset(_PLACING.split())
"""Prepositions after which a name tells nothing."""

DENYING = frozenset(_DENYING.split())
"""Words that deny what follows."""

WEAKENING = DENYING | frozenset(_WEAKENING.split())
"""Words near which a claim is no plain assertion."""

ASKING = frozenset(_ASKING.split())
"""First words of a question."""

HARMLESS = frozenset(_HARMLESS.split())
"""After "not" or "no", words that take the denial away."""

PERSONS = frozenset(_PERSONS.split())
"""What people are counted as, without a final s."""

OPPOSITES = tuple((a, b) for a, b in (pair.split() for pair in _OPPOSITES.split(";")))
"""Pairs of words that turn a sentence round."""
