"""Whole articles against the shipped pack: two that make its claims, ten long texts that make none.

``shape`` says how a text is handed in: as pasted words, as a file.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import textwrap
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from bot.services import Services, open_services
from bot.settings import Settings
from claims.paste import Paste, PastedFile
from claims.report import Found, KnownDocument, Match, NothingFound, Report, Tier
from matching.segments import cut
from tests.made_files import pdf
from tests.matching_world import pack_claims

SETTING = "CAVEAT_ARTICLE"
ABSENT = f"{SETTING} names no file, so the article that the pack annotates is not checked"
COMMUNITY = "1"
TEXTS = Path(__file__).with_name("long_texts")
OWN_ARTICLE = TEXTS / "article.txt"
OWN_CLAIMS = tuple((TEXTS / "article_claims.txt").read_text(encoding="utf-8").split())
UNRELATED = sorted(TEXTS.glob("unrelated_*.txt"))
MOST_WRONG = 3


def pasted(text: str) -> Paste:
    """The text as words in the message."""
    return Paste(text=text)


def as_text_file(text: str) -> Paste:
    """The text as a .txt file."""
    return Paste(files=(PastedFile("story.txt", text.encode()),))


def as_web_page(text: str) -> Paste:
    """The text as a saved web page, a paragraph each, with what stands around an article."""
    paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n") if part.strip())
    page = (
        "<!doctype html><html lang='en'><head><title>Story</title></head><body>"
        "<nav><a href='/'>Home</a> <a href='/sports'>Sports</a></nav>"
        f"<article><h1>Story</h1>{paragraphs}</article>"
        "<footer>All rights reserved by the printers of this page.</footer></body></html>"
    )
    return Paste(files=(PastedFile("story.html", page.encode()),))


def as_pdf(text: str) -> Paste:
    """The text as a PDF, in lines of 90 letters on pages of 50 lines."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += textwrap.wrap(paragraph, 90) or [""]
    plain = [line.encode("latin-1", "replace").decode("latin-1") for line in lines]
    pages = [plain[start : start + 50] for start in range(0, len(plain), 50)]
    return Paste(files=(PastedFile("story.pdf", pdf(pages, title="Story")),))


SHAPES: tuple[Callable[[str], Paste], ...] = (pasted, as_text_file, as_web_page, as_pdf)

on_one_loop = pytest.mark.asyncio(loop_scope="module")
in_every_shape = pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
every_unrelated_text = pytest.mark.parametrize(
    "file",
    [
        pytest.param(file, id=file.stem, marks=[pytest.mark.long] if number % 3 else [])
        for number, file in enumerate(UNRELATED)
    ],
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def services(
    shipped: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Services]:
    """All parts with the real model, and a community that has the shipped pack."""
    folder = Path(shutil.copytree(shipped, tmp_path_factory.mktemp("articles") / "data"))
    async with open_services(Settings(data=folder)) as opened:
        assert opened.embedder is not None
        await opened.welcome(COMMUNITY)
        yield opened


def article() -> str:
    """The annotated article, from the file that the environment names; skips where none is."""
    named = os.environ.get(SETTING)
    if not named or not Path(named).is_file():
        pytest.skip(ABSENT)
    return Path(named).read_text(encoding="utf-8")


def made(report: Report) -> list[Match]:
    """The claims that a text makes, in the order of the answer."""
    assert isinstance(report, Found | KnownDocument), type(report)
    matches = report.matches if isinstance(report, Found) else report.found
    return [match for match in matches if match.tier is not Tier.RELATED]


def refs(matches: list[Match]) -> list[str]:
    return [match.view.claim.ref or "" for match in matches]


def wrong(found: list[str], right: tuple[str, ...]) -> list[str]:
    """The refs that are not among the right ones, and those given again."""
    return [ref for at, ref in enumerate(found) if ref not in right or ref in found[:at]]


def paragraph(match: Match) -> int:
    """The paragraph of the annotated article in which the pack has seen a claim."""
    number = re.search(r"\d+", match.view.claim.appearances[0].where or "")
    assert number, match.view.claim.ref
    return int(number.group())


@on_one_loop
@in_every_shape
async def test_an_article_gives_the_claims_it_makes_in_its_order(
    services: Services, shape: Callable[[str], Paste]
) -> None:
    text = OWN_ARTICLE.read_text(encoding="utf-8")
    matches = made(await services.checker.check_paste(shape(text), COMMUNITY))
    found = refs(matches)
    right = [ref for ref in found if ref in OWN_CLAIMS]
    assert len(set(right)) >= 22, set(OWN_CLAIMS) - set(right)
    assert right == [ref for ref in OWN_CLAIMS if ref in right]
    assert len(wrong(found, OWN_CLAIMS)) <= MOST_WRONG


@on_one_loop
@in_every_shape
async def test_the_annotated_article_gives_its_claims_in_its_order(
    services: Services, shape: Callable[[str], Paste]
) -> None:
    matches = made(await services.checker.check_paste(shape(article()), COMMUNITY))
    found = refs(matches)
    pack = tuple(claim.ref or "" for claim in pack_claims())
    assert len(set(found) & set(pack)) >= 36, set(pack) - set(found)
    assert len(wrong(found, pack)) <= MOST_WRONG
    places = [paragraph(match) for match in matches]
    assert places == sorted(places), list(zip(found, places, strict=True))


@on_one_loop
@every_unrelated_text
async def test_a_long_text_on_another_matter_gives_no_claim(services: Services, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    report = await services.checker.check_paste(pasted(text), COMMUNITY)
    assert isinstance(report, NothingFound), refs(made(report))


def test_the_long_texts_are_as_long_as_an_article_and_are_read_to_their_end() -> None:
    assert len(UNRELATED) == 10
    for file in (OWN_ARTICLE, *UNRELATED):
        text = file.read_text(encoding="utf-8")
        shortest, longest = (1_300, 1_700) if file == OWN_ARTICLE else (1_500, 1_800)
        assert shortest <= len(text.split()) <= longest, file.name
        assert cut(text)[-1].end == len(text.rstrip()), file.name


def test_the_own_article_lists_25_claims_of_the_pack_once_each() -> None:
    assert len(OWN_CLAIMS) == len(set(OWN_CLAIMS)) == 25
    assert set(OWN_CLAIMS) <= {claim.ref for claim in pack_claims()}
