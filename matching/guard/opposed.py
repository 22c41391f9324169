"""Lists of English words and idioms by which people take one side of a matter or the other.

A word stands for all its forms, one that begins with "=" for itself alone; "_" stands for up to
four words. What means nothing of the kind though it looks like it is listed under ``IDLE``.
"""

from __future__ import annotations

from matching.guard.contraries import IDLE as _MORE_IDLE
from matching.guard.contraries import SIDES as _MORE

_SIDES = """
support; =backs; =backed; =backing; =backer; =backers; favour; favor; endorse; embrace; welcome;
champion; approve; cheer; applaud; love; adore; popular with; side with; stand with; stand by; stand
behind; =stood with; =stood by; =stood behind; in favour; in favor; =are behind; =were behind; =was
behind; =is behind; get behind; =got behind; rally behind; rally round; rally around; loyal to; root
for; fan of; throw _ behind; have _ backs; has _ backs; had _ backs; got their back; got his back;
got her back; has their back; have their back; had their back
| reject; oppose; resist; spurn; shun; denounce; condemn; loathe; hate; despise; detest; scorn;
snub; turn _ back on; turn _ backs on; nothing to do with; no part of; no truck with; no time for;
couldnt stand; can't stand; cant stand; couldn't stand; could not stand; cannot stand; having none;
not having it; fed up with; sick of; had it with; hostile to; =are against; =were against; =was
against; =is against; stand against; come out against; =came out against; speak out against; =spoke
out against; rise up against; =rose up against; no friend of; cold shoulder

consistent with; match; fit; square with; line up; tally; agree with; accord with; dovetail; chime
with; in line with; in keeping with; corroborate; bear out; =bore out; borne out; add up; jibe;
compatible; hang together; fall into line; go together
| contradict; clash with; conflict with; at odds; inconsistent; incompatible; fly in the face; flies
in the face; run counter; give the lie; belie; disprove; refute; cast doubt on; poke hole; contrary
to; out of step; irreconcilable; at variance; hard to reconcile; difficult to reconcile; undercut;
undermine; at cross purposes; cannot be squared; throw doubt on; jar with

headline; front page; front pages; =covered; =covering; =covers; coverage; splash; ran with; run
with; lead story; top story; wall to wall; day and night; round the clock; around the clock; prime
time; highlight; publicise; publicize; trumpet; plaster; in the spotlight; =mention; =mentioned;
=mentions; =touched; =touch; at length; =were all over; =was all over; =are all over; all over the
news; make headlines; made headlines
| ignore; skip; bury; pass over; silent; silence; omit; hush; suppress; shrug; look away; look the
other way; =overlooked; =overlook; sweep under; =swept under; turn a blind eye; blind eye; black
out; blackout; not a word; radio silence; crickets; play down; downplay; brush aside; keep quiet;
stay quiet; deaf ear; =spiked; gloss over

alliance; ally; cooperate; collaborate; in league; cahoots; hand in glove; hand in hand; team up;
side by side; join forces; joined at the hip; partner; best buddies; work closely; work together;
make common cause; thick as thieves; shoulder to shoulder; comrade in arms
| =fight; =fights; =fighting; =fought; at war with; go to war with; go to war against; war against;
war with; clash; battle; feud; enemy; enemies; foe; hostile; loggerheads; each other's throats; each
others throats; lock horns; cross swords; daggers drawn; rival; rivalry; skirmish; bad blood; sworn
enemies; turned on each other; blows with

instrument; tool; vehicle for; servant; proxy; pawn; handmaid; lever; puppet; serve as
| obstacle; hindrance; barrier; hurdle; thorn; impediment; stumbling block; brake on; nuisance; in
the way of; spanner; roadblock; bulwark; counterweight; check on; bane

rescue; save; evacuate; protect; shield; shelter; train; retrain; coach; instruct; =schooling;
=schooled; tutor; regroup; help; aid; assist; feed; heal; relocate; resettle; resupply; harbour;
harbor; bail out; bail _ out; look after; take care of; nurse; finance; =funded; =funds; =funding;
bankroll; reorganise; reorganize; smuggle out; smuggle _ out; get _ out; let go; let _ go;
=drilling; =drilled; =spared; =backed; =backing; organise; organize; arrange; escort; ferry;
=bussed; resupplied
| shoot; gun down; kill; bomb; bombard; shell; attack; execute; massacre; slaughter; ambush; murder;
hunt; wipe out; wipe _ out; mow down; blow up; blow _ up; annihilate; exterminate; liquidate;
destroy; poison; starve; torture; behead; open fire; opening fire; opened fire; pick off; finish
off; finish _ off; eliminate; crush; pound; obliterate; slay; slain; drown; hang; rout; eradicate;
leave _ to die; left _ to die; persecute; stab; lynch; defeat; beat up; raid; storm; capture; wage
war

increase; raise; expand; grow; enlarge; boost; bolster; step up; ramp up; scale up; build up; beef
up; reinforce; swell; double; triple; keep; stay; =remain; =remained; maintain; surge; upgrade; send
more; add more; widen
| =cut; =cuts; =cutting; reduce; shrink; decrease; slash; scale back; scale down; scale _ down;
scale _ back; bring down; bring _ down; draw down; draw _ down; drawdown; wind down; wind _ down;
cut back; cut _ back; trim; halve; downsize; pull out; pull _ out; withdraw; pull back; pull _ back;
send home; send _ home; bring home; bring _ home; thin out; thin _ out; curtail; dwindle; phase out;
phase _ out; take _ out of; recall; pare; lower

begin; =started; =starts; =starting; launch; resume; renew; extend; continue; carry on; keep up;
=signed; =signs; =signing; prolong; press ahead; push ahead; found; inaugurate; reopen; kick off;
=opened; =opens; =opening; roll out
| =ended; =ends; =ending; stop; halt; cancel; scrap; terminate; call off; call _ off; pull the plug;
axe; shelve; suspend; tear up; tore up; torn up; walk away from; lapse; expire; abandon; drop; give
up; shut down; shut _ down; ditch; do away with; put an end; call it quits; =closed; =closes;
=closing; bin; junk; wrap up; mothball; pack up; bow out; freeze; run out; =ran out; let _ run out;
let _ lapse; break with; broke with; broken with

allow; permit; =let; =lets; =letting; =authorised; =authorized; =authorises; =authorizes; green
light; greenlight; wave through; wave _ through; =legalised; =legalized; =legalises; =legalizes;
give the nod; free to; free passage; safe passage; clear the way; open the door; sign off on; wave
on
| ban; forbid; prohibit; bar; block; prevent; veto; outlaw; crack down; turn away; turn _ away; turn
back; turn _ back; stop _ from; keep _ from; hold back; hold _ back; stand in _ way; thwart; =stop;
=stops; =stopping; blockade; shut the door; =stopped; trap; cut off; cut _ off; intercept; seal off;
seal _ off

=arming; rearm; equip; =armed; well armed; supply _ weapons; heavily armed; with weapons; with guns;
with arms; with _ weapons; with _ guns; with _ ammunition; armed to the teeth
| disarm; unarmed; lay down _ arms; laid down _ arms; hand over _ weapons; hand in _ weapons; hand
over _ guns; hand in _ guns; give up _ weapons; give up _ guns; empty handed; weaponless;
demilitarise; demilitarize; confiscate; surrender _ weapons; lay down _ weapons; laid down _
weapons; drop _ weapons; leave _ weapons behind; left _ weapons behind; handed over _ weapons;
without _ weapons; without _ guns

publish; disclose; reveal; make public; make _ public; made public; unveil; go public; went public;
lay bare; come clean; declassify; =openly; =publicly; in public; on the record; open book; aloud
| hide; conceal; cover up; covered up; withhold; keep secret; kept secret; kept _ secret; keep _
secret; under wraps; hush up; hush _ up; =secretly; in secret; redact; in private; =privately;
behind closed doors; off the record; sit on; sat on; under the rug; under the table

praise; applaud; commend; hail; thank; exonerate; acquit; absolve; stick up for; defend; vindicate;
compliment; congratulate; let off the hook; salute; clear _ of
| condemn; criticise; criticize; blame; denounce; slam; blast; lash; rebuke; scold; chide; lambast;
lambaste; rip into; take aim; point the finger; point _ finger; convict; berate; tear into; take to
task

well aware; fully aware; know; knew; full well; on _ radar; perfectly aware; pinpoint; keep tabs
| no idea; no clue; clueless; in the dark; unaware; haven't a clue; havent a clue; hasn't a clue;
hasnt a clue; hadn't a clue; not a clue; haven't an inkling; hasn't an inkling; not an inkling; lose
track; lost track; ignorant; oblivious; not the foggiest; none the wiser; at a loss; haven't the
faintest; puzzled

proven; prove; substantiate; ironclad; rock solid; watertight; beyond doubt; beyond dispute;
undeniable; incontrovertible; irrefutable; indisputable; conclusive; well founded; documented;
airtight; cast iron; verified; hold water; holds water; solid
| unproven; unsubstantiated; baseless; unfounded; no substance; no proof; flimsy; shaky; made up;
bogus; shred of evidence; up in the air; hearsay; dubious; =questionable; groundless; thin evidence;
far fetched; unverified; inconclusive; wobbly; pulled out of thin air; paper thin; thin; rumour;
rumor; weak; threadbare; hollow

stabilise; stabilize; calm; pacify; restore order; keep the peace; steady; settle down; cool down;
smooth over; soothe; keep _ stable
| destabilise; destabilize; stir up; stir _ up; sow; chaos; disrupt; mess up; mess _ up; inflame;
sabotage; trouble; havoc; unrest; turmoil; mayhem

loyal; stay loyal; stick with; stuck with; stand by; stood by; stay put; stay on; hold out; dug in
| defect; desert; switch sides; switch _ sides; change sides; changed sides; betray; turncoat; go
over to; went over to; jump ship; run off to; ran off to; bail on; flee; escape; walk out on

comply; honour; honor; obey; stick to; stuck to; abide; uphold; live up to; keep _ word; respect
| violate; breach; defy; flout; break _ word; tear up; renege; go back on; went back on; disregard

hire; appoint; promote; recruit; reinstate; name _ head
| sack; dismiss; demote; oust; show _ the door; =fired; axe; give _ the boot; kick out; kick _ out;
lay off; laid off; boot

take in; shelter; admit; open _ doors; host; let in; let _ in; roll out the red carpet; red carpet
| expel; deport; turn away; turn _ away; kick out; kick _ out; throw out; throw _ out; evict; send
back; send _ back; shut _ doors; lock out; lock _ out; send packing; send _ packing

build; rebuild; restore; repair; construct; erect; put up; renovate; mend
| destroy; demolish; wreck; =ruined; =ruining; tear down; tear _ down; tore down; tore _ down; knock
down; knock _ down; raze; flatten; bulldoze; dismantle; pull down; pull _ down; burn down; trash

hand; give; supply; provide; donate; send; deliver; gift; return; hand over; hand _ over
| seize; confiscate; steal; loot; deprive; withhold; strip; take away; take _ away; rob; snatch;
starve _ of; pocket; embezzle; refuse; cut off

=armed; =arming; finance; fund; bankroll; train; equip; supply; subsidise; subsidize; subsidy;
sponsor
| cut off; defund; disarm; starve of; turn off the tap; stop funding; stop arming; ditch; drop; shut
off

victory; triumph; declare victory
| concede defeat; conceded defeat; admit defeat; admitted defeat; surrender; throw in the towel;
threw in the towel; capitulate

vote for; vote in favour; vote in favor; vote yes; approve; pass
| vote against; vote down; vote _ down; vote no; reject; veto

rename; rebrand; new name; another name; other name; different name; new label; relabel; rechristen
| old name; same name; keep _ name; kept _ name; hold on to _ name

gain; profit; benefit; cash in; make a killing; made a killing; get the most; got the most; got
most; win most; =earned
| empty handed; lose out; lost out; get nothing; got nothing; come away with nothing; miss out;
missed out; short straw

make peace; peace with; thaw; rapprochement; mend fences; olive branch; friendly; =pro; cosy up;
cozy up; detente; conciliatory; appease; reconcile
| =anti; hostile; confrontation; confront; tough on; hard line; hardline; hawkish; =counter;
=countering; crack down; wage war; war on; push back; pressure; isolate; contain; hunt; belligerent

include; =counts; contain; take into account; took into account; take in; add in; cover
| leave out; left out; exclude; omit; not counting; not even counting; =overlooks; leave aside; left
aside; ignore; skip; miss; not included

admit; confirm; acknowledge; concede; own up; confess; report; announce; declare; come clean; say
yes; said yes; reckon; tell; say; said; reveal; state; claim
| deny it; denied it; denies it; deny that; denied that; denies that; both deny; both denied; deny
any; denied any; denies any; denied _ flatly; flatly deny; flatly denied; deny everything; denied
everything; denial from; issue a denial; issued a denial; denied all; deny all; deny having; denied
having; denies having
"""

_IDLE = """
from the start; at the start; the start; to start with; in the end; the end; end of; at the end;
stop by; stop over; stay tuned; go on record; safe to say; needless to say; let alone; let us; lets
go; let's go; let me; let that; let it sink; love how; loved one; loves one; loved ones; hate to;
aid of; with the help of; back then; war on terror; war on drugs; cold war; civil war; world war;
save for; that said; having said that; to say the least; hard to say; keep an eye; keep in mind;
keep going; keep saying; keep telling; keep accusing; keep charging; keep on; give or take; given
that; given up; give a damn; given the; fit for; no match for; =match up; match day; armed force;
armed forces; arm wrestling; free speech; fire fighter; first aid; self help; help but; help
himself; help itself; point blank; aid worker; aid workers; high school; old school; train station;
by train; the train; trained eye; state media; united states; head of state; islamic state; heads of
state; state department; report card; hang on; hanging out; shell out; shell company; kill time;
kill it; killing it; bar none; block party; hit and run; the shell; no trouble; on the other hand;
second hand; at hand; on hand; steady stream; trust me; believe me; take it; know why; you know; did
you know; know what; who knows; knows why; dont know; don't know; know if; do you know; want to
know; wants to know; wanted to know; let you know; let me know; just so you know; known to; known
as; hard to believe; welcome to; love it; love this; i love; i hate; gotta love; you're welcome; cut
to the chase; a cut above; short cut; =cut short; clear cut; remain to be seen; remains to be seen;
raise the question; raises the question; raise question; raised question; raises question; pay
respect; in this respect; with respect; bury the lede; the trouble is; what trouble; trouble is;
save the date; hands down; first hand; grow up; fighting chance; free fall; in the open; return to;
in return; launch pad; sign up; open secret; fight alongside; fight on the side of; fight for; fight
side by side; fight shoulder to shoulder; fight together; double check; prove it; give me a break;
oppose to; =shooter; =shooters; mass shooting; mass shootings; school shooting; shooting star
"""

_NEGATIVE = """
stop cease quit leave left abandon end halt give fail refuse forget miss lose hide ignore hesitate
lack avoid deny dispute doubt question contradict conflict object oppose mind waste bluff spare
vanish die shrink let expect surprise wonder enemy secret mistake accident coincidence limit peace
different differ wait took seize steal confiscate permission mandate consent
invitation excuse apology reject resist disappear disagree
prevent block spare skip withhold conceal shy stand
"""

_Pattern = tuple[str, ...]


def _patterns(listed: str) -> tuple[_Pattern, ...]:
    found = (tuple(idiom.split()) for idiom in listed.split(";"))
    return tuple(idiom for idiom in found if idiom)


def _matters(listed: str) -> tuple[tuple[tuple[_Pattern, ...], tuple[_Pattern, ...]], ...]:
    both = (matter.split("|") for matter in listed.split("\n\n"))
    return tuple((_patterns(one), _patterns(other)) for one, other in both)


_LISTED = _matters(_SIDES)
_FRIENDLY, _HOSTILE = (
    tuple(idiom for at in (0, 3, 5) for idiom in _LISTED[at][side]) for side in (0, 1)
)
MATTERS = (
    (_FRIENDLY, _HOSTILE),
    *_matters(_MORE),
    *(m for at, m in enumerate(_LISTED) if at not in (0, 3, 5)),
)
"""For each matter the words and idioms of either side; last, all that is done for or against."""

IDLE = (*_patterns(_IDLE), *_patterns(_MORE_IDLE))
"""What takes no side."""

SAYING = len(MATTERS) - 1
"""The matter of who says a thing and who denies it, which no denial turns round."""

NEGATIVE = frozenset(_NEGATIVE.split())
"""Words that, denied, assert something else: "never *stopped*", "no *enemy*", "did not *let*"."""
