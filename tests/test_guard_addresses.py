"""Which addresses may be connected to, and which hosts are not even looked up."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network

import pytest
from hypothesis import given, strategies

from claims.pages import FetchPolicy, domain_in_ascii
from claims.reading_errors import NotFetched
from intake.fetching import web_address
from intake.guard_addresses import PublicWebOnly, host_refusal, not_public

NAT64 = IPv6Network("64:ff9b::/96")


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.1", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1"),
        *("127.255.255.254", "168.63.129.16", "169.254.169.254", "169.254.170.2", "172.16.0.1"),
        *("172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.5", "192.88.99.1", "192.168.1.1"),
        *("198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250"),
        *("240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1"),
        *("64:ff9b::a00:1", "64:ff9b:1::808:808", "100::1", "2001::1", "2001:0:7f00:1::"),
        *("2001:db8::1", "2002:7f00:1::", "2002:808:808::", "3fff::1", "5f00::1", "fc00::1"),
        *("fd00:ec2::254", "fd20:ce::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1"),
        *("not an address", "", "0x7f.1", "127.1", "2130706433"),
    ],
)
def test_an_address_that_is_not_public_is_refused(address: str):
    assert not_public(address)
    assert PublicWebOnly().address_refusal(address, 80)


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::5"],
)
def test_a_public_address_may_be_connected_to_on_the_ports_of_the_web(address: str):
    guard = PublicWebOnly()
    assert guard.address_refusal(address, 80) is None
    assert guard.address_refusal(address, 443) is None
    assert "port 22" in str(guard.address_refusal(address, 22))


@given(strategies.ip_addresses())
def test_no_address_is_public_that_python_calls_otherwise(address: IPv4Address | IPv6Address):
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert not_public(str(address)) or address in NAT64


@given(strategies.ip_addresses(v=4))
def test_an_inner_address_is_refused_in_every_disguise(address: IPv4Address):
    number = int(address)
    assert host_refusal(str(number))
    assert host_refusal(hex(number))
    for prefix in ("::ffff:", "::", "2002:"):
        hidden = f"{number >> 16:x}:{number & 0xFFFF:x}"
        assert not_public(f"{prefix}{hidden}" + ("::" if prefix == "2002:" else ""))
    translated = f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}"
    assert bool(not_public(translated)) is bool(not_public(str(address)))


def test_a_public_address_behind_the_translation_of_an_ipv6_network_is_public():
    assert not_public("64:ff9b::808:808") is None


@pytest.mark.parametrize(
    "host",
    [
        *("2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "1.2.3.4.5", "256.1.1.1"),
        *("1.2.3.08", "example.0x1", "[", "a..b", "-a.org", "a b", "%31.org", "fe80::1%eth0"),
        *("::g", "exa\tmple.org", "a" * 64 + ".org", "x." * 130 + "org", "a\\b.org"),
    ],
)
def test_a_host_in_an_unusual_spelling_is_not_looked_up(host: str):
    assert host_refusal(host)


@pytest.mark.parametrize("host", ["example.org", "xn--bcher-kva.example", "a_b.example", "8.8.8.8"])
def test_an_ordinary_host_is_looked_up(host: str):
    assert host_refusal(host) is None


@pytest.mark.parametrize(
    "written", ["http://a\r\nb/", "http://a.org/%0d%0aX", "http://[::1", "x" * 2001, "http://a:b/"]
)
def test_what_is_no_address_is_told_in_one_sentence(written: str):
    with pytest.raises(NotFetched) as problem:
        web_address(written)
    assert problem.value.sentence.startswith("The link was not opened: it ")
    assert "\n" not in problem.value.sentence


def test_an_address_without_a_scheme_is_taken_as_https():
    assert str(web_address(" example.org/a#part ")) == "https://example.org/a"
    assert str(web_address("example.org:443/a")) == "https://example.org/a"


def test_a_blocked_domain_stands_for_its_subdomains_and_goes_before_an_allowed_one():
    policy = FetchPolicy(
        allowed_domains=frozenset(("example.org",)),
        blocked_domains=frozenset(("bad.example.org",)),
    )
    assert policy.allows("www.example.org")
    assert not policy.allows("example.org.evil.test")
    assert not policy.allows("notexample.org")
    assert policy.blocks("a.bad.example.org.")
    assert not policy.blocks("example.org")


@pytest.mark.parametrize(
    ("written", "domain"),
    [(" Example.ORG. ", "example.org"), ("*.bücher.example", "xn--bcher-kva.example")],
)
def test_a_domain_is_kept_in_one_form(written: str, domain: str):
    assert domain_in_ascii(written) == domain


@pytest.mark.parametrize("written", ["", "https://a.org", "a.org/b", "a.org:80", "a b", "a..b"])
def test_what_is_no_domain_is_told(written: str):
    with pytest.raises(ValueError, match="is not a domain"):
        domain_in_ascii(written)
