"""Words for classes of what people do, and for what they do it for: to guard, to spy on, to lend.

Of each class, first the words that plainly name it, then those that may mean it or go with it. A
word stands for all its forms, one that begins with "=" for itself alone.
"""

from __future__ import annotations

DEEDS = """
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

=visited; =visiting; =visits; =toured; =touring
| tour; trip; travel; tourist; guest; go; come; fly; meet; holiday; arrive; flee; escape; defect

resign; resignation; =retire; =retired; =retiring; retirement; stepped down; steps down
| quit; leave; job; out; go; post; former; ex; end; sack; oust; remove; fire; give

=interview; =interviewed; =interviewing
| talk; tell; say; ask; answer; question; speak; press; media; report; quote; told

=recruit; =recruiting; =recruited; =enlisting; recruitment
| hire; join; train; sign; enlist; employ; take; fighter; new; soldier; rank; build; form; use

=feed; =feeding; feeding; =meals; rations
| food; eat; aid; help; meal; supply; hungry; hunger; starve; give; support; keep

interrogate; interrogation; =questioning; =questioned
| question; ask; hold; detain; prison; arrest; torture; police; suspect; answer; talk

=arresting; =arrested; =jailing; =jailed; imprison; =detaining
| arrest; penalty; detain; jail; prison; hold; capture; catch; custody; police; charge; seize; take;
trap; let

deport; =deporting; deportation; extradite; extradition
| send; return; expel; home; out; remove; leave; escape; move; evacuate; border; flee; hand

=photographing; =photographed; photographer; =filming; =filmed; documentary
| photo; picture; film; show; image; drone; satellite; document; camera; video; see; detect; record

=mapping; =mapped; surveying; cartograph
| map; survey; know; locate; chart; find; satellite; drone; detect

apology; =apologise; =apologised; =apologised; apologize; =apologized
| sorry; regret; admit; say; reply; respond; answer; excuse; blame; forgive; acknowledge

=celebrate; =celebrated; =celebrating; =parade; =parades; anniversary; jubilee
| party; victory; feast; win; cheer; mark; festival; triumph; parade

=protest; =protests; =protesting; demonstrate; =demonstrators; =marched
| march; rally; demonstration; oppose; against; crowd; strike; reject; complain; charge; accuse

amnesty; =pardoned; =pardon; =pardons; clemency
| release; free; forgive; spare; let; mercy; jail; exempt

prisoner exchange; prisoner swap; =swapped; hostage swap
| exchange; swap; trade; prisoner; release; deal; captive; free; rescue; let; move

ceasefire; =truce; armistice
| peace; stop; end; talk; halt; war; pause; agreement; deal; fight

=inspect; =inspecting; inspection; =inspectors; =audited; =auditing; =audit
| check; examine; monitor; look; visit; control; review; watch; survey; see

=emigrate; emigration; =visas; =visa; =passport; =passports; citizenship; asylum
| leave; flee; move; refugee; migrant; border; country; travel; nationality; escape; defect; enter

=flooding; =floods; =floodwater; =flooded
| flood; water; rain; storm; wet; river; drown; sea

=epidemic; =cholera; =outbreak; =measles; =typhoid; =malaria; pandemic
| disease; sick; ill; virus; infect; medical; health; medicine; care; die; plague

=heatwave; =scorching; =sweltering; =drought
| hot; heat; dry; sun; warm; summer; thirst; temperature

=burying; =buried; burial; funeral; =cemetery; graves
| bury; grave; dead; death; rubble; body; die; kill; toll

=electricity; =blackouts; =power grid; power plant; =pipeline; =pipelines; hydroelectric
| power; energy; oil; gas; fuel; light; plant; field; line

=pension; =pensions; welfare; =benefits; unemployment
| pay; money; retire; social; fund; aid; support; cost; benefit

=railway; =railways; railroad; =motorway; =highway; =highways
| road; train; line; transport; route; rail; track; build; travel

investment; =invest; =investing; =investors; shareholder; stock market
| money; fund; finance; business; buy; economic; market; share; profit; bank; pay

=donate; =donating; =donated; donation; fundraising
| give; gift; money; aid; charity; help; fund; pay; finance; support; supply; send

=singing; =dancing; =dance; choir; =sang; =orchestra
| song; music; perform; play; show; band; celebrate; tune

=translate; =translating; translation; dictionary
| language; word; interpret; speak; write; call; text; name

=converting; conversion; =convert; baptise; =baptised; missionary; =preaching; =preach
| church; religion; god; faith; turn; change; convert; islam; belief; islamist; teach; train

=reforest; =forestry; =logging; =felling; timber
| tree; wood; forest; plant; cut

=disguise; =disguised; =disguising; =impersonate; =impersonating
| hide; dress; fake; mask; pose; name; cover; pretend; uniform; call

=census; =counting heads; =registering; registration
| count; register; number; list; record; name; estimate; survey; vote

=cleaning; =sweeping; =scrubbing; =laundry; =washing
| clean; wash; water; dirt; clear; sweep

=privatise; =privatising; =privatize; =nationalise; =nationalize; privatisation
| state; sell; company; own; public; private; government; economic; buy

=gassing; chemical weapons; =sarin; poison gas; chemical attack
| gas; chemical; weapon; poison; attack; bomb; toxic; kill; missile; arm

=assassinate; =assassinating; assassination; =assassinated
| kill; murder; shoot; death; attack; die; bomb; poison; execute; dead; topple; overthrow; war

=deradicalise; =rehabilitate; =rehabilitating; rehabilitation; =reeducate; =counselling
| train; turn; help; heal; therapy; reform; teach; treat; regroup; retrain; support; work; change

=escorted; =escorting; escort
| guard; protect; patrol; accompany; convoy; rescue; evacuate; help; lead; train; take; bus; move

=tunnel; =tunnels; =tunnelling; =digging
| dig; underground; hole; mine; escape; excavate; build

=vaccination; =quarantine; =quarantined
| disease; isolate; sick; health; virus; hold; keep; lock; vaccine; medical
"""

FRAMES = """
job task mission duty role assignment work
aim goal purpose objective intention want
pretext excuse cover smokescreen pretence pretense facade
base
reason
"""
"""Words that say what a deed is to somebody: a task, an aim, a pretext; a line for each."""
