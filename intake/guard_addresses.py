"""Which addresses may be connected to: public web servers alone, whatever a name resolves to.

The networks are written out here, after the special-purpose registries of IANA (IPv4 and IPv6) and
the providers' pages on their metadata services, so that no Python version decides them.
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Protocol

WEB_PORTS = frozenset((80, 443))

_REFUSED_4 = tuple(
    (IPv4Network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "an address without a place"),
        ("10.0.0.0/8", "a private network"),
        ("100.64.0.0/10", "a provider's inner network"),
        ("127.0.0.0/8", "the machine that Caveat runs on"),
        ("168.63.129.16/32", "a cloud's inner service"),
        ("169.254.0.0/16", "a link-local address or a cloud's inner service"),
        ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "a reserved address"),
        ("192.31.196.0/24", "a reserved address"),
        ("192.52.193.0/24", "a reserved address"),
        ("192.88.99.0/24", "a relay address"),
        ("192.168.0.0/16", "a private network"),
        ("192.175.48.0/24", "a reserved address"),
        ("198.18.0.0/15", "a reserved address"),
        ("198.51.100.0/24", "a reserved address"),
        ("203.0.113.0/24", "a reserved address"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")
_GLOBAL_6 = IPv6Network("2000::/3")
_REFUSED_6 = tuple(
    (IPv6Network(network), kind)
    for network, kind in (
        ("::/128", "an address without a place"),
        ("::1/128", "the machine that Caveat runs on"),
        ("::ffff:0:0/96", "an IPv4 address in disguise"),
        ("::/96", "an IPv4 address in disguise"),
        ("64:ff9b:1::/48", "a private network"),
        ("2001::/23", "a tunnel or a reserved address"),
        ("2001:db8::/32", "a reserved address"),
        ("2002::/16", "an IPv4 address in disguise"),
        ("2620:4f:8000::/48", "a reserved address"),
        ("3fff::/20", "a reserved address"),
        ("fc00::/7", "a private network or a cloud's inner service"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a private network"),
        ("ff00::/8", "a multicast address"),
    )
)
_LAST_IS_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$", re.IGNORECASE)
_HOST_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.(?!-)[a-z0-9_-]{1,63})*\.?", re.IGNORECASE)


class ConnectionGuard(Protocol):
    """Says why a connection must not be made; None where it may be."""

    def port_refusal(self, port: int) -> str | None:
        """Judge a port before anything is resolved."""
        ...

    def address_refusal(self, address: str, port: int) -> str | None:
        """Judge the very address, without a name, that a socket is about to connect to."""
        ...


class PublicWebOnly:
    """Ports 80 and 443 of public addresses; the only guard that the running program has."""

    def port_refusal(self, port: int) -> str | None:
        """Refuse every port that is not one of the web's own."""
        return None if port in WEB_PORTS else f"port {port} is not one of the web (80 and 443)"

    def address_refusal(self, address: str, port: int) -> str | None:
        """Refuse addresses that are not public, and ports that are not the web's."""
        kind = not_public(address)
        return f"it leads to {kind}" if kind else self.port_refusal(port)


def not_public(address: str) -> str | None:
    """What a numeric address is where it is not a public one, in words; None where it is."""
    try:
        return _not_public_4(IPv4Address(address))
    except AddressValueError:
        pass
    try:
        return _not_public_6(IPv6Address(address))
    except AddressValueError:
        return "something that is no internet address"


def host_refusal(host: str) -> str | None:
    """Why a host, as it stands in an address, is not even looked up; None where it may be.

    Numbers in other spellings than four decimal ones (``2130706433``, ``0177.1``, ``0x7f.1``) are
    refused as such: systems disagree about what they mean.
    """
    if ":" in host:
        return "its address names a network card" if "%" in host else _unless_ipv6(host)
    if _LAST_IS_NUMBER.search(host):
        return _unless_ipv4(host)
    if len(host) > 253 or not _HOST_NAME.fullmatch(host):
        return "it has no proper host name"
    return None


def is_numeric(host: str) -> bool:
    """True where a host that passed ``host_refusal`` is an address and not a name."""
    return ":" in host or _LAST_IS_NUMBER.search(host) is not None


def _unless_ipv4(host: str) -> str | None:
    try:
        IPv4Address(host)
    except AddressValueError:
        return "its host is a number in an unusual spelling"
    return None


def _unless_ipv6(host: str) -> str | None:
    try:
        IPv6Address(host)
    except AddressValueError:
        return "it has no proper host name"
    return None


def _not_public_4(address: IPv4Address) -> str | None:
    return next((kind for network, kind in _REFUSED_4 if address in network), None)


def _not_public_6(address: IPv6Address) -> str | None:
    if address.scope_id:
        return "a link-local address"
    if address in _NAT64:
        return _not_public_4(IPv4Address(int(address) & 0xFFFFFFFF))
    kind = next((kind for network, kind in _REFUSED_6 if address in network), None)
    return kind or (None if address in _GLOBAL_6 else "a reserved address")
