"""Names the host that an address leads to, as whoever presses a link will meet it."""

from __future__ import annotations

from pydantic_core import Url


def domain_of(address: str) -> str:
    """The host that a browser opens for an address, without ``www.``; empty where there is none.

    International names stay in their ASCII form, which cannot pass for another name.
    """
    try:
        host = Url(address.strip()).host or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
