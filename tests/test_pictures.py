"""The pictures of the docs: what a payload says stands in its page, and what is shown is there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from docs.pictures.freshness import digest_of, recorded
from docs.pictures.page import WIDTH, CannotDraw, form_page, message_page
from docs.pictures.stories import Message, pictures
from tests.openapi import walk

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "pictures"
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
SHOWN = re.compile(r"!\[(?P<md>[^\]]*)\]\((?P<at>[^)\s]+)\)|<img (?P<tag>[^>]*)>")
A_TEXT = {"type": 10, "content": "Some words"}
LARGEST = 150_000
TELLING = {
    "answer-match": "Matched “The US coalition's campaign",
    "answer-differs": "Your text says 110,000; the claim says 11,000.",
    "answer-several": "3 claims recognised in your text",
    "answer-article": "you pasted the copy at Astute News",
    "nothing-found": "Nothing in this community's store matches that.",
    "sources": "Sources of #37",
    "chain": "The chain of #37",
    "privacy-delete": "1 time of day for your messages",
    "form-add-claim": "40,000 passengers in July 2025, the harbour office says",
    "form-attribution": "republished it",
    "digest-quiet": "“39,812 to 41,200” replaces “about 40,000”",
    "digest-busy": "See all of it",
    "draft-missing": "Add at least one source.",
    "requests": "2 asked",
    "followed": "replaces",
    "readers-told": "What readers of earlier answers are told",
    "corrected": "The range of both counts replaces the harbour office's figure",
    "review": "Past their review date: 1",
    "history-diff": "→ The ferry to the island carried about 40,000 paying passengers",
}
"""By the name of a picture, words without which it would not show what it is for."""


async def test_whatever_a_payload_says_stands_in_its_picture(tmp_path: Path):
    drawn = await pictures(tmp_path)
    assert {picture.name for picture in drawn} == set(TELLING)
    for picture in drawn:
        page, said = plain(picture.html), list(words_in(picture.components))
        assert said
        assert [words for words in said if squeezed(words) not in page] == [], picture.name
        assert squeezed(TELLING[picture.name]) in page, picture.name
        seen_by_one = isinstance(picture, Message) and picture.private
        assert ("Onlyyoucanseethis" in page) is seen_by_one, picture.name
    shown = recorded()
    stale = [
        picture.name for picture in drawn if shown.get(picture.name) != digest_of(picture.html)
    ]
    assert stale == [], "these show something older: run `make pictures`, and look at them"


def test_a_picture_grows_no_staler_by_the_day():
    of_november = "<p>revision 1, 23 Nov 2026 · Posted Tuesday 24 November, 24 Nov 2026 09:00</p>"
    of_may = "<p>revision 1, 3 May 2027 · Posted Friday 7 May, 7 May 2027 17:20</p>"
    assert digest_of(of_november) == digest_of(of_may)
    assert digest_of(of_november) != digest_of(of_november.replace("revision 1", "revision 2"))


def test_words_cannot_become_part_of_the_page():
    hostile = '<script>x</script> & "[a](https://x.example/"onclick=")'
    page = message_page([{"type": 10, "content": hostile}], asked=hostile, private=False)
    assert "<script" not in page
    assert 'onclick="' not in page
    form = {"title": "<b>", "components": [A_TEXT]}
    assert "<h1>&lt;b&gt;</h1>" in form_page(form)


def test_mark_up_is_set_as_discord_sets_it():
    content = "### A *b*\n- [c](https://c.example/)\n-# **d** \\*e\\*\n1. f\n<@7> g"
    page = message_page(
        [{"type": 10, "content": content}], asked="", private=True, names={"7": "Ada"}
    )
    assert '<div class="h3"><span>A <em>b</em></span></div>' in page
    assert '<a href="https://c.example/">c</a>' in page
    assert '<div class="small"><span><b>d</b> *e*</span></div>' in page
    assert "<i>1.</i><span>f</span>" in page
    assert "@Ada</b> g" in page


@pytest.mark.parametrize("kind", [12, 99, None])
def test_a_component_without_a_drawing_is_refused_with_its_number(kind: int | None):
    nested = [{"type": 17, "components": [A_TEXT, {"type": kind}]}]
    with pytest.raises(CannotDraw, match=f"type {kind} "):
        message_page(nested, asked="", private=True)
    labelled = {"type": 18, "label": "A file", "component": {"type": kind}}
    with pytest.raises(CannotDraw, match=f"type {kind} "):
        form_page({"title": "A form", "components": [labelled]})


def test_every_picture_that_a_page_shows_is_a_small_png_with_words_for_it():
    shown = [(page, *found) for page in PAGES for found in pictures_in(page)]
    assert shown
    for page, alt, target in shown:
        file = page.parent / target
        assert file.is_file(), f"{page.name} shows {target}"
        with Image.open(file) as picture:
            assert (picture.format, picture.width) == ("PNG", 2 * WIDTH)
        assert file.stat().st_size <= LARGEST
        assert len(alt.split()) > 4, f"{page.name} does not say what {target} shows"


def test_no_picture_lies_about_that_no_page_shows():
    shown = {(page.parent / at).resolve() for page in PAGES for _, at in pictures_in(page)}
    assert {file.name for file in FOLDER.glob("*.png") if file.resolve() not in shown} == set()


def pictures_in(page: Path) -> Iterator[tuple[str, str]]:
    """The words for each picture of a page, and where it lies."""
    for found in SHOWN.finditer(page.read_text(encoding="utf-8")):
        named = dict(re.findall(r'(\w+)="([^"]*)"', found["tag"] or ""))
        yield found["md"] or named.get("alt", ""), found["at"] or named["src"]


def words_in(components: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Everything in a payload that its reader can read, texts without their mark-up."""
    for part in walk(components):
        if part["type"] == 10:
            yield from filter(None, map(unmarked, part["content"].split("\n")))
        fields = [part, *part.get("options", ())]
        yield from (str(f[key]) for f in fields for key in ("label", "description") if f.get(key))
        yield from filter(None, [part.get("value") or part.get("placeholder")])


def unmarked(line: str) -> str:
    line = re.sub(r"^(#{1,3}|-#|-|\d+\.) ", "", line)
    line = re.sub(r"\[((?:\\.|[^\\\]])+)\]\(\S+?\)", r"\1", line)
    line = re.sub(r"<@\d+>", "@", line).replace("**", "")
    return re.sub(r"\\([^\w\s])", r"\1", line)


def plain(page: str) -> str:
    """What stands in a page, without tags, style and blanks."""
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return squeezed(unescape(re.sub(r"<[^>]+>", "", body)))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
