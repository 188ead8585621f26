"""Addresses that other people chose (attack A7): what is refused, and that nobody inside is even called."""

import ipaddress
import socket

import pytest

from careops.integrations.web.addresses import (
    ANYWHERE,
    PUBLIC,
    AddressRefused,
    Inside,
    NamesSomebody,
    NoAddress,
    NotHttps,
    OddPort,
    Reach,
    ask_dns,
    is_public,
    numbers,
    read,
)
from careops.integrations.web.calling import Caller
from careops.integrations.web.fetching import Fetcher, Refused
from tests.integrations.webserver import canary

ANY_PORT = Reach(frozenset({"http", "https"}), None, is_public)

HOSTS_INSIDE = [
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0x7f.0x0.0x0.0x1",
    "017700000001",
    "0177.0.0.1",
    "0177.0.0.01",
    "00000127.0.0.1",
    "0",
    "0.0.0.0",  # noqa: S104  (an address nobody may call)
    "localhost",
    "LOCALHOST",
    "localhost.",
    "127.0.0.1.nip.example",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "198.18.0.1",
    "192.88.99.1",
    "224.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:0:127.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[2001:db8::1]",
    "[100::1]",
    "[fe80::1]",
    "[fe80::1%25lo]",
    "[fe80::1%lo]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[fec0::1]",
    "[ff02::1]",
    "[3fff::1]",
    "127。0。0。1",
    "127\uff0e0\uff0e0\uff0e1",
    "①②⑦.⓪.⓪.①",
    "\uff11\uff12\uff17.0.0.1",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "%31%32%37.0.0.1",
    "127.0.0.1%00.example.com",
    "127.0.0.1%2f.example.com",
]

SHAPES = [
    ("", NoAddress),
    (" ", NoAddress),
    ("calendar.example", NoAddress),
    ("//calendar.example/a", NoAddress),
    ("https:///a", NoAddress),
    ("https:calendar.example", NoAddress),
    ("https:/calendar.example/a", NoAddress),
    ("file:///etc/passwd", NoAddress),
    ("gopher://calendar.example/_x", NotHttps),
    ("ftp://calendar.example/a", NotHttps),
    ("dict://calendar.example:11211/stat", NotHttps),
    ("javascript:alert(1)", NoAddress),
    ("data:text/calendar,BEGIN", NoAddress),
    ("http://calendar.example/a", NotHttps),
    ("https://ana@calendar.example/", NamesSomebody),
    ("https://ana:secret@calendar.example/", NamesSomebody),
    ("https://calendar.example@127.0.0.1/", NamesSomebody),
    ("https://@calendar.example/", NamesSomebody),
    ("https://calendar.example:6379/", OddPort),
    ("https://calendar.example:80/", OddPort),
    ("https://calendar.example:0/", OddPort),
    ("https://calendar.example:22/", OddPort),
    ("https://calendar.example:99999/", NoAddress),
    ("https://calendar.example:-1/", NoAddress),
    ("https://calendar.example:4 43/", NoAddress),
    ("https://calendar.example:443:443/", NoAddress),
    ("https://calendar.example\\@127.0.0.1/", NoAddress),
    ("https://127.0.0.1\\.calendar.example/", NoAddress),
    ("https://calendar.example/\r\nHost: inside", NoAddress),
    ("https://calendar.example/a b", NoAddress),
    ("https://calendar.example\t/", NoAddress),
    ("https://calen\ndar.example/", NoAddress),
    ("https://calendar.example\0/", NoAddress),
    ("https://[::1/", NoAddress),
    ("https://::1/", NoAddress),
    ("https://[calendar.example]/", NoAddress),
    ("https://[v1.a]/", NoAddress),
    ("https://calendar..example/", NoAddress),
    ("https://.example/", NoAddress),
    ("https://-a.example/", NoAddress),
    ("https://a" + "a" * 63 + ".example/", NoAddress),
    ("https://" + "a." * 130 + "example/", NoAddress),
    ("https://calendar.example/" + "a" * 2000, NoAddress),
    ("https://calendar.example/\ud800", NoAddress),
    ("https://1.2.3.4.5/", NoAddress),
    ("https://calendar.0x7f/", NoAddress),
    ("https://cal$endar.example/", NoAddress),
    ("https://calendar.example,evil.example/", NoAddress),
]


@pytest.mark.parametrize("host", HOSTS_INSIDE)
def test_nobody_inside_is_called_however_the_address_is_written(host: str) -> None:
    with canary() as (port, called):
        fetcher = Fetcher(Caller(reach=ANY_PORT, resolve=lambda _host, _port: ["127.0.0.1"]))
        for url in (f"http://{host}:{port}/", f"https://{host}:{port}/x?y#z"):
            outcome = fetcher.get(url)
            assert isinstance(outcome, Refused), outcome
            assert outcome.reason in (Inside.says, NoAddress.says)
        assert not called()


@pytest.mark.parametrize("host", ["localhost", "127.1", "0x7f.1", "2130706433", "017700000001"])
def test_the_systems_own_reading_of_numbers_opens_no_way_inside(host: str) -> None:
    with canary() as (port, called):
        assert isinstance(Fetcher(Caller(reach=ANY_PORT)).get(f"http://{host}:{port}/"), Refused)
        assert not called()


@pytest.mark.parametrize(("url", "refusal"), SHAPES)
def test_what_is_no_plain_https_address_is_refused(url: str, refusal: type[AddressRefused]) -> None:
    with pytest.raises(refusal):
        read(url)
    assert Fetcher().get(url) == Refused(refusal.says)


@pytest.mark.parametrize(
    ("url", "called"),
    [
        ("https://calendar.example", "https://calendar.example/"),
        ("  https://Calendar.EXAMPLE:443/A%20b?c=d&e=%2F#top ", "https://calendar.example/A%20b?c=d&e=%2F"),
        ("webcal://p12-caldav.icloud.example/published/2/x", "https://p12-caldav.icloud.example/published/2/x"),
        ("https://calendar.example.:8443/ü?ö", "https://calendar.example:8443/%C3%BC?%C3%B6"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://8.8.8.8/a", "https://8.8.8.8/a"),
        ("https://[2606:4700:4700::1111]/a", "https://[2606:4700:4700::1111]/a"),
        ("https://calendar.example/a//b/../c", "https://calendar.example/a//b/../c"),
    ],
)
def test_a_plain_address_is_called_as_it_is_meant(url: str, called: str) -> None:
    assert read(url).url == called
    assert read(called) == read(url)


def test_anything_goes_only_where_somebody_says_so() -> None:
    assert read("http://localhost:1/", ANYWHERE).authority == "localhost:1"
    assert read("http://[::1]:80/", ANYWHERE).authority == "[::1]"
    with pytest.raises(NotHttps):
        read("ftp://localhost/", ANYWHERE)


def test_one_number_inside_is_enough_to_refuse_a_name() -> None:
    target = read("https://calendar.example/")
    assert numbers(target, PUBLIC, lambda _host, _port: ["8.8.8.8", "8.8.8.8", "2606:4700::1"]) == ["8.8.8.8", "2606:4700::1"]
    for trap in ("10.0.0.1", "::1", "fe80::1%lo", "2606:4700::1%lo"):
        with pytest.raises(Inside):
            numbers(target, PUBLIC, lambda _host, _port, trap=trap: ["8.8.8.8", trap])


def test_open_machines_are_public_and_nothing_the_library_knows_as_private_is() -> None:
    for number in ("1.1.1.1", "8.8.8.8", "93.184.216.34", "223.255.255.254", "2606:4700::1111", "2a00:1450::1"):
        assert is_public(ipaddress.ip_address(number)), number
    edges = [edge for block in PRIVATE_BLOCKS for edge in (ipaddress.ip_network(block)[0], ipaddress.ip_network(block)[-1])]
    assert not [str(edge) for edge in edges if is_public(edge)]


PRIVATE_BLOCKS = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
    "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128",
    "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:2::/48", "2001:db8::/32", "2001:20::/28",
    "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
]  # fmt: skip


def test_the_systems_resolver_is_asked_for_real() -> None:
    assert "127.0.0.1" in ask_dns("localhost", 443)
    with pytest.raises(socket.gaierror):
        ask_dns("no-such-name.invalid", 443)
