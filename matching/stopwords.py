"""Words too common to tell claims apart, small letters, no apostrophes."""

from __future__ import annotations

_COMMON = """
    a about after again all also am an and any are arent as at be because been before being below
    between both but by can cannot cant could couldnt did didnt do does doesnt doing dont down
    during each few for from further get gets got had hadnt has hasnt have havent having he hed
    her here heres hers herself hes him himself his how hows i id if ill im in into is isnt it its
    itself ive just let lets like may me might more most much must mustnt my myself no nor not now
    of off oh on once only or other ought our ours ourselves out over own please really s same she
    shed shes should shouldnt so some such t than that thats the their theirs them themselves then
    there theres these they theyd theyll theyre theyve this those through to too u under until up
    upon us very was wasnt we wed well were werent weve what whats when whens where wheres which
    while who whom whos why whys will with wont would wouldnt yes you youd youll your youre yours
    yourself yourselves youve im lol lmao omg wtf tbh imo imho pls plz btw amp rt via yeah yep nah
    hey guys anyone someone everyone something anything everything nothing thing things one
"""

STOP_WORDS = frozenset(_COMMON.split())
