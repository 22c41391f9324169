"""Lists of English words with contrary senses, of words of one family, and of phrasal verbs."""

from __future__ import annotations

_OPPOSITES = """
lack enough; lack plenty; shortage enough; shortage plenty; inadequate adequate; insufficient
sufficient; inadequate enough; won lost; rose fell; grew shrank; bought sold; left stayed; confirm
deny; confirm reject; accept reject; accept refuse; stabilise destabilise; win lose; increase
decrease; increase cut; increase reduce; raise lower; rise fall; grow shrink; leave stay; ally
enemy; ignore cover; ignore coverage; silent coverage; guilty innocent; alive dead; legal illegal;
support oppose; allow ban; start end; begin end; safe dangerous; buy sell; arm disarm; attack
defend; enter leave; release detain; release capture; free imprison; open close; import export; lend
borrow; success failure; succeed fail; strong weak; rich poor; true false; real fake; hide reveal;
hide publish; publish withhold; save kill; rescue kill; build destroy; create destroy; join leave;
deploy withdraw; advance retreat; welcome condemn; praise condemn; friend enemy; love hate; peace
war; expand shrink; enlarge shrink; enlarge reduce; older younger; before after; north south; east
west; eastern western; northern southern; admit deny; renew cancel; extend cancel; consistent
contradict; acknowledge deny; permanent temporary; guilty acquitted; major minor; larger smaller;
bigger smaller; wide little; unify divide; protect harm; cooperate refuse; anti pro; support reject;
back reject; embrace reject; popular unpopular; cold heat; cold hot; freezing hot; freezing heat;
warm cold; arrive leave; approve reject; approve ban; legalise ban; legalize ban; permit ban; permit
forbid; allow forbid; allow block; gain lose; profit lose; profit loss; hire fire; hire sack;
married divorced; innocent convicted; promote demote; trust distrust; agree disagree; appear
disappear; connect disconnect; lock unlock; cause prevent; cause cure; cure cause; encourage
discourage; include exclude; inside outside; positive negative; maximum minimum; most least; oldest
youngest; richest poorest; highest lowest; best worst; tallest shortest; increase drop; rise drop;
rise decline; grow decline; surge plunge; contradict confirm; oppose back; oppose help; oppose fund;
contradict match; fit contradict; consistent inconsistent; compatible incompatible; relevant
irrelevant; escalate wind; escalate withdraw; prepare end; dangerous harmless; spread contain;
overthrow keep; topple keep; annihilate contain; destroy preserve; kill heal; obey defy;
unsubstantiated proven; unsubstantiated confirmed; unsubstantiated proved; unproven confirmed;
unproven established; unsubstantiated established; unsubstantiated documented; unproven documented;
baseless proven; baseless confirmed; unfounded proven; unfounded confirmed
"""
_SAYING_AND_PROVING = """
ignore attention; ignore notice; ignore mention; bury attention; suppress attention; decline
confirm; decline admit; decline accept; decline agree; decline answer; refuse confirm; refuse admit;
refuse agree; refuse answer; speculate confirm; alleged proven; disputed undisputed; disputed
uncontested; doubtful certain; uncertain certain; unclear clear; incontrovertible disputed;
incontrovertible flimsy; incontrovertible shaky; incontrovertible doubtful; incontrovertible weak;
proof rumour; solid flimsy; solid shaky; irrefutable flimsy; irrefutable disputed; true untrue; true
fabricated; real fabricated; authentic forged; genuine fake; genuine forged; genuine staged; honest
dishonest; truth lie; prove disprove; verify refute; confirm refute; confirm dispute; admit conceal;
acknowledge conceal; acknowledge hide; disclose conceal; reveal conceal; secret public; secretly
publicly; secretly openly; privately publicly; covert overt; anonymous named; official unofficial;
silent loud; silent vocal; silent talkative; mention omit; ignore publicise; ignore publicize;
ignore highlight; ignore headline; ignore splash; bury splash; bury headline; bury highlight;
suppress highlight; suppress publicise; suppress trumpet; ignore trumpet; overstate understate;
exaggerate downplay; exaggerate understate; know ignorant; know clueless; remember forget;
understand misunderstand; lose find; praise criticise; praise criticize; praise slam; welcome
reject; welcome denounce; welcome slam; denounce praise; condemn applaud; denounce applaud; accuse
clear; accuse exonerate; accuse thank; blame thank; blame absolve; blame praise; convict acquit;
condemn acquit; apologise defend
"""
_DOING = """
little plenty; little ample; little enough; lack ample; short plenty; renew end; extend end;
destabilise calm; destabilise pacify; destabilise soothe; destabilise steady; destabilise secure;
calm inflame; escalate calm; escalate defuse; worsen improve; aggravate ease; aggravate improve;
improve deteriorate; heal wound; strengthen weaken; harden soften; tighten loosen; tighten relax;
widen narrow; lengthen shorten; deepen ease; accelerate slow; speed slow; quicken delay; hasten
delay; expedite delay; postpone hasten; increase diminish; increase lower; increase dwindle; rise
sink; rise plummet; rise tumble; soar plunge; soar plummet; soar slump; surge slump; surge collapse;
grow dwindle; multiply dwindle; add subtract; add remove; double halve; expand contract; expand
downsize; expand scale; boom slump; inflate deflate; raise cut; raise slash; raise reduce; hike cut;
boost cut; boost slash; boost curb; cut keep; reduce keep; withdraw keep; withdraw stay; withdraw
remain; withdraw reinforce; keep remove; keep scrap; keep abandon; keep drop; maintain abandon;
retain lose; preserve abolish; introduce abolish; found dissolve; found abolish; establish abolish;
establish dissolve; establish dismantle; build dismantle; build demolish; assemble dismantle;
construct demolish; repair damage; repair break; fix break; renew terminate; renew scrap; renew
expire; extend terminate; extend shorten; extend scrap; sign scrap; ratify reject; adopt reject;
adopt scrap; launch scrap; launch end; launch halt; start stop; begin stop; begin finish; start
finish; continue stop; continue end; continue halt; resume suspend; resume halt; open shut; reopen
shut; unlock shut; activate deactivate; enable disable; enable prevent; allow prevent; allow stop;
allow prohibit; permit prohibit; permit prevent; authorise forbid; authorize forbid; legal banned;
lift impose; impose waive; grant deny; grant refuse; grant withhold; hand deny; give deny; provide
deny; supply deny; hand seize; restore seize; give withhold; provide withhold; supply withhold; lend
repay; deposit withdraw; donate steal; earn spend; earn owe; save waste; save spend; enrich
impoverish; hire dismiss; appoint dismiss; appoint sack; appoint fire; recruit dismiss; recruit
expel; admit expel; invite expel; invite exclude; join quit; enlist desert; enlist discharge; attend
skip; attend boycott; attend miss; meet avoid; approach avoid; pursue avoid; pursue abandon; seek
avoid; seek shun; embrace shun; arrive depart; enter exit; enter quit; land take; ascend descend;
climb descend; push pull; chase flee; advance withdraw; attack protect; attack shield; bomb protect;
bomb spare; destroy rebuild; destroy save; destroy protect; destroy spare; annihilate protect;
annihilate spare; annihilate preserve; annihilate save; annihilate rescue; annihilate shield;
annihilate strengthen; kill spare; kill protect; execute pardon; execute spare; help hinder; help
hurt; help obstruct; help harm; help sabotage; help attack; aid hinder; aid obstruct; back attack;
support hinder; support undermine; support attack; support abandon; assist hinder; cooperate clash;
alliance war; alliance clash; alliance feud; alliance enmity; alliance conflict; alliance hostility;
ally feud; ally rival; ally foe; ally war; ally clash; ally hostile; partner rival; partner foe;
partner enemy; partner opponent; friendly hostile; anti friendly; hostile conciliatory; hostile
welcoming; friend foe; ally opponent; supporter opponent; supporter critic; winner loser; beat lose;
triumph fail; conquer surrender; capture surrender; seize lose; seize return; occupy liberate;
occupy free; liberate enslave; arrest release; arrest free; jail free; jail release; detain free;
imprison release; arm demilitarise; deploy recall; deploy pull; send recall; fund defund; finance
defund; subsidise tax; unite split; unite divide; merge split; integrate segregate; include omit;
accept decline; comply defy; comply violate; obey disobey; honour breach; honor breach; honour
violate; fulfil break; fulfill break; respect violate; pass fail; pass reject; vote abstain; elect
oust; crown dethrone; reign abdicate; remain resign; stay resign; stay quit; survive die; survive
perish; alive deceased; born die; thrive wither; thrive collapse; recover relapse; recover worsen;
poison cure; sicken heal; contaminate clean; pollute clean; clean dirty; purify contaminate; wake
sleep; laugh cry; love despise; admire despise; respect despise; trust suspect; believe doubt;
believe disbelieve; hope despair; attract repel; encourage deter; provoke prevent; provoke deter;
trigger prevent; prevent help; counter help; counter support; counter assist; counter aid; counter
strengthen; counter encourage; contain unleash; restrict expand; limit expand; curb encourage;
regulate deregulate; centralise decentralise; privatise nationalise; privatize nationalize; deny
supply; deny guarantee; allow bar; permit bar; stop tolerate; prevent tolerate; intervene tolerate;
times match; times equal; tenfold match; tenfold equal
"""
_BEING = """
former current; former serving; former sitting; former incumbent; ex current; ex serving; ex
sitting; ex incumbent; ancient modern; former future; past future; previous next; temporary lasting;
brief lengthy; short long; big small; large small; large tiny; huge tiny; huge small; great small;
heavy light; thick thin; deep shallow; high low; tall short; wide narrow; broad narrow; full empty;
complete partial; entire partial; whole partial; total partial; complete incomplete; rare common;
rare frequent; rarely often; rarely frequently; seldom often; always rarely; always sometimes;
repeatedly once; routinely rarely; routinely never; routinely seldom; repeatedly rarely; usually
rarely; easy difficult; easy hard; simple complex; cheap expensive; cheap costly; costly free; fast
slow; quick slow; immediate delayed; immediate belated; dry wet; dry flooded; hot freezing; bright
dark; loud quiet; noisy quiet; hard soft; rough smooth; sharp blunt; clean polluted; pure
contaminated; sweet bitter; ripe rotten; healthy sick; healthy ill; fit unfit; sane insane; sober
drunk; brave cowardly; bold timid; generous stingy; kind cruel; gentle violent; peaceful violent;
peaceful armed; violent nonviolent; calm chaotic; orderly chaotic; stable unstable; stable volatile;
steady erratic; safe unsafe; safe risky; safe hazardous; risky secure; dangerous safer; vulnerable
invulnerable; fragile sturdy; flexible rigid; permanent provisional; voluntary forced; voluntary
compulsory; optional mandatory; optional compulsory; accidental deliberate; accidental intentional;
deliberate inadvertent; natural artificial; manmade natural; public private; domestic foreign; local
foreign; internal external; national international; urban rural; religious secular; male female; boy
girl; husband wife; mother father; brother sister; son daughter; adult child; majority minority;
minority most; more fewer; plenty scarce; abundant scarce; surplus deficit; surplus shortage; profit
deficit; asset liability; debtor creditor; employer employee; buyer seller; winner losers; victim
perpetrator; victim culprit; hero villain; saint sinner; expert amateur; rebel loyalist; upper
lower; north southern; south northern; northeast southwest; northwest southeast; northeast
northwest; southeast southwest; northeast southeast; northwest southwest; morning evening; summer
winter; sunrise sunset; oversee neglect; guilty cleared; justified unjustified; justified
groundless; lawful unlawful; legitimate illegitimate; legal unlawful; constitutional
unconstitutional; democratic dictatorial; optimistic pessimistic; optimist pessimist; increase cuts;
strongly mildly; strongly weakly; successful failed; successfully unsuccessfully; effective
ineffective; effective useless; useful useless; harmful harmless; harmful beneficial; toxic
harmless; careful careless; hopeful hopeless; larger lesser; greater lesser; greater smaller; bigger
lesser; longer shorter; higher lower; better worse; stronger weaker; richer poorer; safer riskier;
faster slower; cheaper dearer; earlier later; upward downward; entirely partly; fully partly; fully
partially; wholly partly; mainly partly
"""
_IN = """
adequate sufficient secure complete accurate direct effective efficient visible correct dependent
active capable appropriate credible decisive definite experienced flexible formal humane significant
sensitive tolerant valid voluntary
"""
_IM = "possible probable partial mortal moral mature proper patient perfect polite practical"
_IL = "legal legitimate literate logical"
_IR = "regular relevant responsible rational reversible refutable"
_DIS = """
advantage agree allow appear approve arm assemble believe connect continue courage credit engage
honest infect like loyal mantle obey order organised organized own prove qualify respect satisfied
similar trust unity
"""
_KIN = """
respond response reply answer react reaction comment retort; die death dead dying deadly; prove
proof proven; grow growth; lose loss lost; sell sale sold; buy bought purchase; choose choice chose;
know knowledge knew known; believe belief; succeed success; arrive arrival; refuse refusal; approve
approval; withdraw withdrawal withdrew; give gave given; take took taken; rise rose risen; fall fell
fallen; speak speech spoke spoken; think thought; grow grew grown; shrink shrank shrunk; win won;
leave left; begin began begun; break broke broken; build built; teach taught; fight fought; find
found; hold held; keep kept; make made; meet met; pay paid; seek sought; send sent; shoot shot;
steal stole stolen; strike struck; write wrote written; destroy destruction annihilate annihilation;
intervene intervention; analyse analysis; analyze analyses; ammunition ammo; explosive explosion
explode; defend defence defense; decide decision; collide collision; erode erosion; divide division;
invade invasion; explode exploded; expand expansion; include inclusion; exclude exclusion; strong
strength strengthen; long length; wide width; deep depth; high height; warm warmth; true truth; poor
poverty; free freedom; safe safety; hot heat; angry anger; hungry hunger; warn warning threat
threaten
"""
_PHRASES = """
set out: intend; sets out: intend; setting out: intend; fights against: clash; fight against: clash;
fighting against: clash; fought against: clash; widely reported: coverage; widely covered: coverage;
reported widely: coverage; extensively covered: coverage; widely publicised: coverage; widely
publicized: coverage; prime time: headline; end up: become; ends up: become; ended up: become;
ending up: become; the beginning: outset; the start: outset; leave out: exclude; leaves out:
exclude; left out: exclude; leaving out: exclude; pass over: ignore; passed over: ignore; passes
over: ignore; passing over: ignore; give up: abandon; gives up: abandon; gave up: abandon; given up:
abandon; giving up: abandon; call off: cancel; calls off: cancel; called off: cancel; calling off:
cancel; hit back: reply; hits back: reply; hitting back: reply; fired back: reply; fires back:
reply; shot back: reply; turn down: reject; turns down: reject; turned down: reject; turning down:
reject; at odds: contradict; in line: consistent; front page: headline; front pages: headline; shut
down: close; shuts down: close; set free: release; pull out: withdraw; pulls out: withdraw; pulled
out: withdraw; pulling out: withdraw; pull back: withdraw; speed up: accelerate; slow down: slow;
slowed down: slow; go up: rise; goes up: rise; went up: rise; going up: rise; go down: fall; goes
down: fall; went down: fall; going down: fall; made up: fabricated; plays down: downplay; played
down: downplay; play down: downplay; looked away: ignore; walked away: abandon; walk away: abandon;
backed out: abandon; backs out: abandon; back out: abandon; in secret: secretly; in public:
publicly; in private: privately; no longer: stop; take part: attend; takes part: attend; took part:
attend; wound down: end; wind down: end; wrapped up: end; let go: release; lets go: release; to
blame: guilty; broke off: end; break off: end; kicked off: start; kick off: start; set up:
establish; sets up: establish; lost track: ignorant; lose track: ignorant
"""


def _pairs(*listed: str) -> tuple[tuple[str, str], ...]:
    parts = [pair.split() for text in listed for pair in text.split(";")]
    return tuple((first, second) for first, second in parts)


OPPOSITES = _pairs(_OPPOSITES)
"""Pairs of words that turn a sentence round wherever they stand."""

RIVALS = (
    *_pairs(_SAYING_AND_PROVING, _DOING, _BEING),
    *((word, f"in{word}") for word in _IN.split()),
    *((word, f"im{word}") for word in _IM.split()),
    *((word, f"il{word}") for word in _IL.split()),
    *((word, f"ir{word}") for word in _IR.split()),
    *((word, f"dis{word}") for word in _DIS.split()),
)
"""Pairs of words that turn a sentence round where they stand beside the same words."""

KIN = tuple(tuple(family.split()) for family in _KIN.split(";"))
"""Words of one family or, of answers and destruction, of one sense, that stems keep apart."""

PHRASES = {
    tuple(phrase.split()): word.strip()
    for phrase, word in (entry.split(":") for entry in _PHRASES.split(";"))
}
"""What two words mean together."""
