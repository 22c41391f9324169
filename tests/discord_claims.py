"""Claims for the stories told in Discord: ordinary ones, and one as long as a claim may be."""

from claims.models import (
    Act,
    Appearance,
    Checked,
    Claim,
    ClaimKind,
    Departure,
    DepartureLevel,
    Document,
    Evidence,
    Hop,
    OpenQuestion,
    QuestionStatus,
    Republication,
    Source,
    SourceKind,
    Stance,
)

AP = Source(
    key="AP",
    publisher="Associated Press",
    title="More than 9,000 died",
    date="2017-12-20",
    url="https://apnews.com/mosul",
    checked=Checked.OPENED,
)
HILL = Source(key="HILL", publisher="The Hill", date="2017-12-20", url="https://thehill.com/x")
MOSUL = Claim(
    ref="C37",
    text="The article puts the known civilian dead of Mosul at about 11,000, citing AP.",
    title="11,000 civilian dead in Mosul",
    chain=(
        Hop(who="Mosul morgue", act=Act.ESTIMATED, earliest=True),
        Hop(who="Associated Press", act=Act.REPORTED, date="2017-12-20", source="AP"),
    ),
    departure=Departure(level=DepartureLevel.MAJOR, note="AP gives a range; this takes its top."),
    evidence=(
        Evidence(source="AP", stance=Stance.SUPPORTS, note="Gives 9,000 to 11,000."),
        Evidence(source="HILL", stance=Stance.DISPUTES),
    ),
    questions=(OpenQuestion(text="Who is responsible for the rest?", settled_by="An inquiry."),),
)
RAQQA = Claim(ref="C12", text="About 4,000 fighters left Raqqa under a deal.", title="4,000 left")
TROOPS = Claim(ref="C27", text="There is no sign of troop cuts in Syria.", title="No troop cuts")
ARTICLE = Document(
    key="art",
    title="Pentagon trains fighters",
    publisher="The Daily Paper",
    author="A. Writer",
    date="2017-12-28",
    urls=("https://paper.example/article",),
    republications=(Republication(publisher="The Copy", url="https://copy.example/article"),),
)
HARD = "*_[x](https://evil.example)~`|<@1>\\ @everyone "
WIDE = "Ünïcödé 🕊️ "


def filled(pattern: str, length: int) -> str:
    """A text of exactly this length."""
    text = (pattern * (length // len(pattern) + 1))[:length]
    return text if text == text.strip() else f"{text.strip()}{'x' * length}"[:length]


def longest_claim(pattern: str = "word ") -> tuple[Claim, tuple[Source, ...], Document]:
    """A claim with every field at its longest legal length, 20 sources and 30 hops."""
    line, sentence = filled(pattern, 300), filled(pattern, 1000)
    sources = tuple(_longest_source(number, line, sentence) for number in range(20))
    stances = (Stance.DISPUTES, Stance.SUPPORTS, Stance.CONTEXT)
    quote = filled(pattern, 200)
    claim = Claim(
        ref="LONG",
        text=filled(pattern, 4000),
        title=line,
        kind=ClaimKind.INTERPRETATION,
        checkability=sentence,
        evidence_kind=sentence,
        chain=tuple(
            Hop(
                who=line,
                act=Act.DENIED,
                role=line,
                date="2017-12-27~/2017-12-28~",
                source=f"s{number % 20}",
                quote=quote,
                earliest=number == 0,
            )
            for number in range(30)
        ),
        departure=Departure(level=DepartureLevel.FACTUAL_SLIP, note=sentence),
        evidence=tuple(
            Evidence(source=f"s{number}", stance=stances[number % 3], note=sentence)
            for number in range(20)
        ),
        questions=tuple(
            OpenQuestion(
                text=sentence,
                settled_by=sentence,
                status=QuestionStatus.OPEN if number % 2 else QuestionStatus.ANSWERED,
                answer=sentence,
                answer_source="s0",
            )
            for number in range(12)
        ),
        appearances=tuple(
            Appearance(document="d", where=f"{number}", quote=quote) for number in range(10)
        ),
    )
    document = Document(key="d", title=sentence, publisher=line, author=line, date="2017")
    return claim, sources, document


def _longest_source(number: int, line: str, sentence: str) -> Source:
    return Source(
        key=f"s{number}",
        publisher=line,
        title=sentence,
        title_note=line,
        date="2017-12-27~/2017-12-28~",
        url="https://example.org/" + "a(b)*" * 395 + str(number),
        kind=SourceKind.OFFICIAL_STATEMENT,
        language="ru",
        party=line,
        affiliation=line,
        repost_of="s0" if number else None,
        note=sentence,
    )
