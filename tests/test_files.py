"""Files that people hand in: what is read of them, what is said not to be, what is refused."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from claims.errors import InputProblem
from claims.pages import FILE_LIMIT, FileText
from claims.reading_errors import (
    FileDamaged,
    FileEmpty,
    FileLocked,
    FileMislabelled,
    FileNotSupported,
    FileTooLarge,
    ReadingProblem,
)
from intake.documents import unwrapped
from intake.files import HandedFiles
from intake.worker import ReadingWorker
from tests.hostile_web import article, watching_the_loop
from tests.made_files import (
    crowded_zip,
    laughs,
    lying_zip,
    mail,
    pdf,
    pdf_bomb,
    pdf_of_itself,
    pdf_of_pictures,
    with_part,
    word_document,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")
BODY = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
RTF = rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\b The dyke\b0  holds \'fcber alles.\par It does.}"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def files() -> AsyncIterator[HandedFiles]:
    worker = ReadingWorker(seconds=6)
    yield HandedFiles(worker)
    await worker.close()


async def problem_of(files: HandedFiles, name: str, content: bytes) -> InputProblem:
    with pytest.raises(InputProblem) as problem:
        await files.read(name, content)
    assert "\n" not in problem.value.sentence
    return problem.value


async def test_a_pdf_is_read_page_by_page_with_its_lines_joined(files):
    lines = ["The council of the river town has decided that the dyke is to be re-", "newed soon."]
    made = pdf([lines, ["It costs 9 million."]], title="On dykes")
    found = await files.read("Dyke.PDF", made)
    assert found.text == (
        "The council of the river town has decided that the dyke is to be renewed soon.\n\n"
        "It costs 9 million."
    )
    assert (found.kind, found.title, found.pages, found.pages_read) == ("pdf", "On dykes", 2, 2)
    assert found.notes == ()


async def test_a_word_document_is_read_with_its_tables(files):
    found = await files.read("dyke.docx", word_document())
    assert found.text == "Findings\nThe dyke holds.\nHouses, 4,100\nThe river rises."
    assert (found.kind, found.title, found.author) == ("docx", "On dykes", "Ida Holm")


async def test_what_a_word_document_holds_beside_its_text_is_said(files):
    made = with_part(word_document(), "word/footnotes.xml", b"<x/>")
    found = await files.read("dyke.docx", with_part(made, "word/media/a.png", b"x"))
    assert found.notes == ("Its footnotes were not read.", "1 picture was not read.")


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.txt", "Der Deich hält.".encode("cp1252"), "Der Deich hält."),
        ("a.md", b"# The dyke\n\nIt holds.", "# The dyke\n\nIt holds."),
        ("a.txt", b"<p>not a page</p>", "<p>not a page</p>"),
        ("noname", b"The dyke holds.", "The dyke holds."),
        ("a.rtf", RTF, "The dyke holds über alles.\nIt does."),
        ("a.csv", b"Place;Houses\nUpper town;4,100\n;;\n", "Place, Houses\nUpper town, 4,100"),
        ("a.csv", b'Place,"Said, by whom"\nHarbour,"The office"\n', "Said, by whom\nHarbour"),
        ("..\\..\\a.txt", b"The dyke holds.", "The dyke holds."),
    ],
)
async def test_a_text_file_is_read_as_it_is_written(files, name, content, text):
    found = await files.read(name, content)
    assert text in found.text
    assert found.name == name


async def test_a_saved_page_is_read_as_an_article(files):
    found = await files.read("page.html", article("The dyke holds.").encode())
    assert "The dyke holds." in found.text
    assert (found.kind, found.title) == ("html", "The dyke")


@pytest.mark.parametrize("html_only", [False, True])
async def test_a_mail_is_read_and_its_attachments_are_counted(files, html_only):
    found = await files.read("m.eml", mail(html_only=html_only, attachments=2))
    assert found.text == ("The dyke holds.\nIt does." if html_only else "The dyke holds.")
    assert (found.title, found.author, found.date) == ("Über den Deich", "Ida Holm", "2026-05-04")
    assert found.notes == ("2 attachments were not read.",)


@pytest.mark.parametrize(
    ("name", "content", "problem", "words"),
    [
        ("a.txt", b"", FileEmpty, "empty"),
        ("a.txt", b" \n\t ", FileEmpty, "empty"),
        ("a.txt", b"... --- !!!", FileEmpty, "holds no text"),
        ("a.txt", b"x" * (FILE_LIMIT + 1), FileTooLarge, "8 MB"),
        ("a.png", b"\x89PNG\r\n", FileNotSupported, "a picture"),
        ("a.exe", b"MZ\x90\x00\x03", FileNotSupported, "a program"),
        ("a.py", b"print(1)", FileNotSupported, "a .py file"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(99), FileNotSupported, "an old Office file"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(99), FileLocked, "locked with a password"),
        ("a.pdf", word_document(), FileMislabelled, "named .pdf but holds a zip archive"),
        ("a.txt", pdf([["x"]]), FileMislabelled, "named .txt but holds a PDF"),
        ("a.docx", b"The dyke holds.", FileMislabelled, "plain text"),
        ("a.txt", bytes(50) + b"abc", FileMislabelled, "data that is no text"),
        ("a.pdf", pdf([["x"]], password="opens"), FileLocked, "password"),
        ("a.pdf", pdf_of_pictures(), FileEmpty, "only pictures"),
        ("a.pdf", b"%PDF-1.4\n" + b"junk" * 99, FileDamaged, "a PDF but is damaged"),
        ("a.pdf", pdf([["x"]])[:400], FileDamaged, "a PDF but is damaged"),
        ("a.docx", b"PK\x03\x04 cut off", FileDamaged, "a Word document but is damaged"),
        ("a.docx", word_document()[:-400], FileDamaged, "a Word document but is damaged"),
        ("a.eml", b"no header at all\n\nbody", FileDamaged, "a mail but is damaged"),
        ("a.html", b"<html><body></body></html>", FileEmpty, "no article text"),
    ],
)
async def test_a_file_that_cannot_be_read_is_told_in_its_own_sentence(
    files, name, content, problem, words
):
    found = await problem_of(files, name, content)
    assert type(found) is problem
    assert words in found.sentence


async def test_a_file_without_a_password_but_with_an_empty_one_is_read(files):
    assert (await files.read("a.pdf", pdf([["The dyke holds."]], password=""))).text


async def test_only_what_one_check_reads_is_taken_and_the_rest_is_said(files):
    text = await files.read("a.txt", b"word " * 100_000)
    assert len(text.text) == 200_000
    assert text.notes == ("Only the first 200,000 of 499,999 characters were read.",)
    page = ["The river rises and falls, and the council counts its houses again."] * 55
    found = await files.read("a.pdf", pdf([page] * 80))
    assert len(found.text) == 200_000
    assert found.pages_read < found.pages == 80
    assert f"Only {found.pages_read} of 80 pages were read." in found.notes


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", with_part(word_document(), "word/media/a.bin", bytes(51 * 1024 * 1024))),
        ("a.docx", with_part(word_document(), "word/document.xml", BODY * 200_000)),
        ("a.docx", with_part(word_document(), "word/document.xml", b"<a>" * 100_000)),
        ("a.docx", with_part(word_document(), "word/document.xml", laughs(BODY))),
        ("a.docx", crowded_zip(5_001)),
        ("a.docx", lying_zip(word_document(), "word/document.xml", BODY * 50_000)),
        ("a.pdf", pdf_bomb(100)),
        ("a.pdf", pdf_bomb(100, twice=True)),
        ("a.pdf", pdf_of_itself()),
        ("a.html", b"<div>" * 400_000),
        ("a.rtf", b"{\\rtf1 " + b"{" * 2_000_000),
        ("a.eml", b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n" * 400_000),
        ("a.csv", b'"' + b"a," * 3_000_000),
    ],
)
async def test_a_bomb_is_defused_and_the_next_file_is_read(files, name, content):
    async with watching_the_loop() as held:
        try:
            found = await files.read(name, content)
            assert isinstance(found, FileText)
        except (ReadingProblem, FileTooLarge, FileDamaged, FileEmpty) as problem:
            assert problem.sentence.endswith(("checked.", "text."))
    assert held.busy < 0.05
    assert (await files.read("b.txt", b"The dyke holds.")).text == "The dyke holds."


async def test_entities_of_a_word_document_are_not_expanded(files):
    entities = b'<!DOCTYPE d [<!ENTITY a "boom"><!ENTITY x SYSTEM "file:///etc/hostname">]>'
    body = BODY + b"<w:body><w:p><w:r><w:t>Safe &a;&x; text</w:t></w:r></w:p></w:body></w:document>"
    made = with_part(word_document(), "word/document.xml", entities + body)
    try:
        assert "boom" not in (await files.read("a.docx", made)).text
    except FileDamaged as problem:
        assert "damaged" in problem.sentence


async def test_lines_set_for_paper_become_paragraphs_again():
    text = (
        "The council of the river town has decided today that\n"
        "the dyke is to be re-\n"
        "newed within a year, and that the town\n"
        "pays.\n"
        "A second paragraph begins here and goes on to the mar-\n"
        "gin.\n"
        "\n"
        "Heading\n"
        "Third."
    )
    assert unwrapped(text).split("\n") == [
        "The council of the river town has decided today that the dyke is to be renewed within a "
        "year, and that the town pays.",
        "A second paragraph begins here and goes on to the margin.",
        "",
        "Heading",
        "Third.",
    ]
