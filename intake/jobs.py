"""The jobs of the reading process, by name: content and details in, plain data out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from protego import Protego

from claims.pages import FileText
from claims.reading_errors import FileEmpty, LoginPage, NothingReadable
from intake.documents import csv_text, docx_text, mail_text, pdf_text, plain_file_text, rtf_text
from intake.extraction import read_article
from intake.sniffing import decoded

Job = Callable[..., dict[str, Any]]


def _html_text(name: str, content: bytes) -> FileText:
    try:
        article = read_article(content, address="", charset=None)
    except (LoginPage, NothingReadable) as problem:
        raise FileEmpty("The page in the file holds no article text") from problem
    return FileText(
        name,
        "html",
        article.text,
        title=article.title,
        author=article.author,
        date=article.published,
        notes=article.notes,
    )


_READERS: Mapping[str, Callable[[str, bytes], FileText]] = {
    "html": _html_text,
    "pdf": pdf_text,
    "docx": docx_text,
    "rtf": rtf_text,
    "eml": mail_text,
    "csv": csv_text,
}


def _file(content: bytes, *, name: str, kind: str, charset: str | None = None) -> dict[str, Any]:
    if kind == "text":
        return asdict(plain_file_text(name, content, charset))
    return asdict(_READERS[kind](name, content))


def _page(content: bytes, *, address: str, charset: str | None) -> dict[str, Any]:
    return asdict(read_article(content, address=address, charset=charset))


def _robots(content: bytes, *, address: str, agent: str) -> dict[str, Any]:
    rules = Protego.parse(decoded(content))
    return {"allowed": bool(rules.can_fetch(address, agent))}


JOBS: Mapping[str, Job] = {"page": _page, "file": _file, "robots": _robots}
