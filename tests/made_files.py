"""Real files for stories: PDFs, Word documents, mails, each made by the library that makes such."""

import io
import itertools
import zipfile
import zlib
from collections.abc import Sequence
from email.message import EmailMessage

import docx
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas


def pdf(pages: Sequence[Sequence[str]], *, password: str | None = None, title: str = "") -> bytes:
    """A PDF with these lines on each of its pages."""
    file = io.BytesIO()
    lock = StandardEncryption(password, canPrint=1) if password is not None else None
    canvas = Canvas(file, encrypt=lock)
    canvas.setTitle(title)
    for lines in pages:
        for number, line in enumerate(lines):
            canvas.drawString(50, 800 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def pdf_of_pictures() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.rect(50, 50, 300, 300, fill=1)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def pdf_bomb(megabytes: int, *, twice: bool = False) -> bytes:
    """One page whose content is packed a thousand times smaller than it is, or a million times."""
    content = zlib.compress(b"BT (flood) Tj ET\n" * (megabytes * 1024 * 1024 // 17), 1)
    filters = b"/FlateDecode"
    if twice:
        content, filters = zlib.compress(content, 9), b"[/FlateDecode/FlateDecode]"
    return _pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter%b>>stream\n%b\nendstream" % (len(content), filters, content),
    )


def pdf_of_itself() -> bytes:
    """Pages that hold themselves, and content that is its own filter's setting."""
    return _pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[2 0 R 3 0 R]/Parent 2 0 R/Count 1000000>>",
        b"<</Type/Page/Parent 3 0 R/MediaBox[0 0 9 9]/Contents[4 0 R 4 0 R]>>",
        b"<</Length 5 0 R/Filter 4 0 R>>stream\nx\nendstream",
    )


def _pdf_of(*objects: bytes) -> bytes:
    file = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(file)
    return file + b"xref\n0 5\n0000000000 65535 f \n" + table + end


def laughs(body: bytes) -> bytes:
    """A document whose one word is entities of entities, a thousand million of them."""
    names = [b"a%d" % number for number in range(10)]
    steps = b"".join(
        b'<!ENTITY %b "%b">' % (name, b"&%b;" % before * 10)
        for before, name in itertools.pairwise(names)
    )
    said = b"<w:body><w:p><w:r><w:t>&a9;</w:t></w:r></w:p></w:body></w:document>"
    return b'<!DOCTYPE d [<!ENTITY a0 "ha">%b]>%b%b' % (steps, body, said)


def crowded_zip(parts: int) -> bytes:
    """A zip of many empty parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for number in range(parts):
            made.writestr(f"{number}", b"")
    return file.getvalue()


def lying_zip(document: bytes, name: str, content: bytes) -> bytes:
    """A document with a part that says in both of its places that it is ten bytes long."""
    made = with_part(document, name, content)
    return made.replace(len(content).to_bytes(4, "little"), (10).to_bytes(4, "little"))


def word_document() -> bytes:
    document = docx.Document()
    document.core_properties.title = "On dykes"
    document.core_properties.author = "Ida Holm"
    document.add_heading("Findings")
    document.add_paragraph("The dyke holds.")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Houses", "4,100"
    document.add_paragraph("The river rises.")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_part(document: bytes, name: str, content: bytes) -> bytes:
    """The same document with one part of its zip replaced or added."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, content)
    return file.getvalue()


def mail(*, html_only: bool = False, attachments: int = 0) -> bytes:
    message = EmailMessage()
    message["From"] = "Ida Holm <ida@river.test>"
    message["Subject"] = "Über den Deich"
    message["Date"] = "Mon, 04 May 2026 10:00:00 +0200"
    if html_only:
        message.set_content("<p>The dyke <b>holds</b>.</p><p>It does.</p>", subtype="html")
    else:
        message.set_content("The dyke holds.\n")
        message.add_alternative("<p>Not this one.</p>", subtype="html")
    for number in range(attachments):
        message.add_attachment(b"x", "application", "octet-stream", filename=f"{number}.bin")
    return message.as_bytes()
