"""First names that are common in English texts, for telling a person from other words."""

from __future__ import annotations

_NAMES = """
aaron abdul abdullah abigail adam adrian ahmad ahmed aisha alan albert alejandro alex alexander
alexandra alexei alfred ali alice alison amanda amir amy ana anders andre andrea andreas andrei
andrew andy angela anna anne annie anthony anton antonio arthur ashley barbara barry ben benjamin
bernard bernie beth bill billy bjorn bob bobby boris brad brandon brenda brian bruce bryan caitlin
carl carla carlos carmen carol caroline carolyn catherine cathy charles charlie charlotte chloe
chris christina christine christoph christopher cindy claire clara colin connor craig
cynthia daniel daniela danielle danny darren dave david deborah debra denis dennis derek diana diane
dmitri dmitry donald donna dorothy douglas duncan ed eddie edward eileen elena elisabeth
elizabeth ellen emily emma enrique eric erica erik erika ernest ethan eugene eva evan evelyn fatima
felix fernando fiona florian francis francisco francois frank franz fred frederick fritz gabriel
gareth gary geoffrey george gerald gerard gilbert giovanni giulia glen glenn gordon graham greg
gregory guido gustav hannah hans harold harry harvey hassan heather heidi heinrich helen helena
henri henry herbert howard hugh hussein ian ibrahim igor ingrid irene isabel isabella ivan ivana
jack jackie jacob jacqueline jacques jake jakob james jamie jan jane janet janice jared jason javier
jean jeff jeffrey jennifer jenny jeremy jerome jerry jesse jessica jill jim jimmy joan joanna joe
joel johan johann johannes john johnny jon jonas jonathan jorge jose josef joseph josh joshua
juan judith judy julia julian julie justin karen karl kate katherine kathleen kathy katie keith
kelly ken kenneth kevin khaled kim kirsten klaus kristen kurt kyle larry lars laura lauren lawrence
leon leonard leonid leslie lewis liam linda lindsay lisa lorenzo louis louise luca lucas lucia lucy
luis luke lynn magnus mahmoud manfred manuel marc marcel marco marcus margaret maria marie mario
marion markus martha martin martina marvin mary mathias matt matthew maurice max megan melissa
michael michel michelle miguel mikael mike mikhail miriam mohamed mohammad mohammed monica
moses muhammad mustafa nadia naomi natalia natalie natasha nathan neil nicholas nick nicola nicolas
nicole nigel nikita nikolai nina noah noam noel norman oleg oliver olivia olga omar oscar otto pablo
pamela pascal patricia patrick paul paula pauline pavel pedro peggy pete peter petra philip
philippe phil phillip pierre pietro rachel rafael ralph ramon raymond rebecca reinhard renee ricardo
richard rick rita robert roberto robin rodney roger roland ron ronald rosa ross roy russell ruth
ryan sabine sally sam samantha samuel sandra sandy sara sarah scott sean sebastian sergei sergey
seymour shannon sharon sheila shirley simon sofia sonia sophia sophie stacy stanley stefan stella
stephanie stephen steve steven stuart susan susanne suzanne sven svetlana sylvia tamara tanya
tariq tatiana ted teresa terry theodore theresa thomas tim timothy tina todd tom tommy tony tracy
trevor tucker tyler ulrich uwe valentina valerie vanessa vera veronica victor victoria viktor
vincent vladimir walter wendy werner wilhelm william wolfgang xavier yasmin yuri yusuf yvonne
zachary zoe
"""

FIRST_NAMES = frozenset(_NAMES.split())
"""In small letters; those that are everyday words ("will", "grace", "may") are left out."""
