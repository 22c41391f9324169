"""A web address taken apart as browsers do it, and put together again.

Browsers agree on backslashes, user names, percent-encoded, upper-case and international hosts; a
reading of our own would be led to another host than the one a reader reaches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from pydantic_core import Url

_SCHEMES = ("http", "https")
_USUAL_PORTS = (80, 443)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d+(?:[/?#]|$))", re.IGNORECASE)
_DOUBLY_ENCODED = re.compile(r"(?:https?)?%3a%2f", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WebAddress:
    """The parts of an http address: an ASCII host, the rest percent-encoded as it was written."""

    host: str
    port: int | None = None
    path: str = ""
    query: str = ""
    fragment: str = ""

    def __str__(self) -> str:
        port = f":{self.port}" if self.port is not None else ""
        query = f"?{self.query}" if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"https://{self.host}{port}{self.path}{query}{fragment}"

    @property
    def rest(self) -> str:
        """Path and query as one, for sites that write another address behind their own."""
        return self.path + (f"?{self.query}" if self.query else "")

    def parameter(self, *names: str) -> str:
        """The first filled parameter of these names, decoded; empty where there is none."""
        given = parse_qsl(self.query)
        return next((value for name in names for key, value in given if key == name), "")


def read_address(written: str) -> WebAddress | None:
    """Take an address apart; None where it is no http one or no browser could open it."""
    written = written.strip()
    if "://" not in written:
        if _OTHER_SCHEME.match(written):
            return None
        written = f"https://{written.removeprefix('//')}"
    try:
        url = Url(written)
    except ValueError:
        return None
    host = (url.host or "").rstrip(".")
    if url.scheme not in _SCHEMES or not host or ".." in host:
        return None
    return WebAddress(
        host=host,
        port=None if url.port in _USUAL_PORTS else url.port,
        path="" if url.path in (None, "/") else url.path,
        query=url.query or "",
        fragment=url.fragment or "",
    )


def read_wrapped(written: str) -> WebAddress | None:
    """An address found inside another one; None unless it is http with a host that has a dot."""
    written = written.strip()
    if _DOUBLY_ENCODED.match(written.removeprefix("https").removeprefix("http")):
        written = unquote(written)
    written = re.sub(r"^(https?):/*", r"\1://", written, flags=re.IGNORECASE)
    found = read_address(written)
    return found if found is not None and "." in found.host else None
