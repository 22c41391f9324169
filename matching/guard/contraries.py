"""More matters with the words and idioms of either side: free or held, safe or deadly, up or down.

They are written as in ``matching.guard.opposed``.
"""

from __future__ import annotations

SIDES = """
arrest; detain; jail; imprison; lock up; lock _ up; locked up; into custody; behind bars; round up;
nab; =cuffed; in handcuffs; put away
| release; free; set free; let go; let _ go; walk free; walked free; on bail; drop _ charges;
acquit; out of jail; out of prison

safe; harmless; risk free; no danger; out of danger; nothing to fear; no risk; safest
| dangerous; risky; unsafe; hazardous; deadly; lethal; perilous; death trap; harmful; life
threatening; toxic; poisonous

cure; heal; prevent; protect against; ward off; fight off; guard against; =wards off; remedy
| =cause; =causes; =caused; =causing; trigger; bring on; brings on; lead to; leads to; =led to;
spark; set off; raise _ risk of

rich; wealthy; affluent; well off; well to do; rolling in it; rolling in money
| poor; penniless; bankrupt; hard up; destitute; skint; impoverish; flat broke; on the breadline

=soar; =soared; =soars; =soaring; =surged; =surges; skyrocket; shoot up; shot up; go up; =went up;
=goes up; gone up; going up; =rose; =risen; =rising; =rises
| plunge; tumble; slump; plummet; nosedive; go down; =went down; =goes down; gone down; going down;
=fell; =fallen; =falling; =falls; tank; bottom out

attend; show up; showed up; turn up; turned up; took part; take part; takes part; taking part;
participate
| skip; boycott; stay away; stayed away; stays away; give _ a miss; gave _ a miss; no show; sit out;
sat out; cried off; stood _ up

accept; take up; took up; jump at; jumped at; agree to; agreed to; =took the offer
| decline; turn down; turn _ down; turned down; reject; rebuff; say no; said no; spurn

marry; =wed; =weds; tie the knot; tied the knot; wedding
| divorce; split up; separated; part ways; parted ways

tighten; toughen; stiffen; harden; stricter; get tough; clamp down
| ease; relax; loosen; soften; water down; watered down; go easy; laxer; looser; more lenient

impose; slap; introduce; bring in; brought in; put in place; enact; levy
| =lift; =lifts; =lifted; =lifting; repeal; abolish; waive; do away with; did away with; roll back;
rolled back; scrap; revoke

trust; faith in; believe in; confidence in; rely on; count on; swear by; vouch for
| distrust; mistrust; suspicious of; wary of; sceptical; skeptical; lost faith; lose faith; no
faith; leery of

warn; sound the alarm; sounded the alarm; raise the alarm; raised the alarm; alarm bell; threaten
| reassure; all clear; no cause for alarm; no need to worry; nothing to worry; rest easy; allay;
promise not to; promised not to; guarantee not to

reopen; inaugurate; cut the ribbon; =opened; =opening its doors; open its doors; open their doors
| shutter; board up; boarded up; padlock; close down; closed down; shut; =closed; close its doors;
closed its doors; mothball

agree; see eye to eye; common ground; struck a deal; strike a deal; reach a deal; reached a deal;
come to terms; came to terms; shook hands; of one mind; of the same mind
| disagree; fall out with; fell out with; loggerheads; broke off; break off; deadlock; stalemate; no
deal; at odds over; could not agree; couldn't agree; failed to agree

carve out; =grab; =grabs; grabbing; annex; seize; take over; took over; occupy; conquer; take
control; hold on to; cling to; hang on to
| hand over; hand _ over; cede; relinquish; hand back; hand _ back; give back; give _ back; give up;
gave up; return; surrender; pull out of; cast off; sign away; let go of

near miss; near misses; near collision; near collisions; close call; close calls; close encounter;
close encounters; close shave; close shaves; nearly collided; almost collided; narrowly missed;
buzz; =buzzed; run in; run ins; brush with; nearly crashed; almost crashed; nearly hit; almost hit
| joint patrol; joint patrols; joint flight; joint flights; joint exercise; joint exercises; joint
drill; joint drills; joint mission; joint missions; fly together; flying together; flew together; in
formation; patrol together; patrolling together

practically; virtually; in all but name; to all intents; the same as; identical; indistinguishable;
=basically; nothing but; no different; in essence; more or less
| nothing in common; as good as nothing in common; practically nothing in common; virtually nothing
in common; basically nothing in common; next to nothing in common; little in common; a far cry;
worlds apart; poles apart; nothing like; the opposite of; no resemblance; no relation to; totally
different; completely different; altogether different; far from being

repeatedly; time and again; again and again; over and over; routinely; regularly; constantly;
without fail; many times; every time; on many occasions; habitually; always; keep accusing; keeps
accusing
| only once; just once; for the first time; a single time; once in a blue moon; hardly ever; rarely;
seldom; once only; a one off; on one occasion

=succeed; =succeeded; =succeeds; pull off; pulled off; pull it off; pay off; paid off; a success;
worked out well; bear fruit; bore fruit
| fail; flop; fall flat; fell flat; come to nothing; came to nothing; fall through; fell through;
backfire; misfire; a failure; bomb out

delay; postpone; put off; put _ off; drag _ feet; dragged _ feet; hold up; held up; push back;
pushed back; slow down; slowed down
| speed up; sped up; hasten; bring forward; brought forward; fast track; rush through; rushed
through; accelerate; expedite

employ; take on; took on; hiring; =hired; give _ a job; gave _ a job
| make redundant; made redundant; laid off; lay off; =sacked; =fired; let _ go; give _ the sack;
gave _ the sack; show _ the door; showed _ the door

optimistic; upbeat; confident; hopeful; bullish; rosy; bright future
| pessimistic; gloomy; downbeat; bearish; bleak; doom; despair

united; unanimous; as one; speak with one voice; spoke with one voice; closed ranks; close ranks
| divided; split over; at each other; torn over; infighting; broke ranks; break ranks; in two minds
"""

IDLE = """
=executive; =executives; safe to; play safe; better safe; poor thing; free to; free of charge; for
free; sugar free; gluten free; duty free; smoke free; tax free; feel free; free speech; free trade;
free press; rich in; fallen soldier; falling out; fell in love; fall in love; fell asleep; dead end;
dead wrong; dead right; drop dead gorgeous; ease of use; at ease; with ease; shut up; death
sentence; water tank; think tank; fish tank; fuel tank; septic tank; close to; safe house; safe
haven; dead of night; dead set; rose garden; rising star; rising sun; grab a; in all; more or less
than
"""
