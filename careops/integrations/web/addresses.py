"""Which addresses of other people's choosing may be called: https, on usual ports, on machines of the public internet.

What decides is never the name but the machine it leads to: every number a name resolves to is checked, and the call goes to
exactly these numbers.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, quote, urlsplit

from careops.core.errors import Invalid

Number = IPv4Address | IPv6Address
Resolver = Callable[[str, int], Sequence[str]]

LONGEST = 2000
NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")
USUAL_PORTS = {"http": 80, "https": 443}
ALSO = {"webcal": "https", "webcals": "https"}  # how calendar programs write their links
UNQUOTED = "/%:@!$&'()*+,;=~-._?"


# ── what is refused ──────────────────────────────────────


class AddressRefused(Invalid):
    """The address may not be called at all."""

    code = "address_refused"
    says = "This address cannot be used"


class NoAddress(AddressRefused):
    code = "not_an_address"
    says = "This is not a web address"


class NotHttps(AddressRefused):
    code = "address_not_https"
    says = "Only an address that begins with https:// can be used"


class NamesSomebody(AddressRefused):
    code = "address_with_password"
    says = "Leave the user name and the password out of the address"


class OddPort(AddressRefused):
    code = "address_odd_port"
    says = "Only the ports 443 and 8443 can be used"


class Inside(AddressRefused):
    code = "address_inside"
    says = "This address is inside a private network"


# ── public machines ──────────────────────────────────────

# The registries of special addresses (IANA), and Microsoft's cloud's own machine among the public ones.
NOT_PUBLIC_4 = [
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
]
# Of IPv6 only the space given out to networks. So no address with an older one inside (mapped, NAT64, 6to4, Teredo) is left.
PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
NOT_PUBLIC_6 = [ipaddress.IPv6Network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]


def is_public(number: Number) -> bool:
    """Whether the machine stands in the open internet, where anybody may call it."""
    if isinstance(number, IPv4Address):
        return not any(number in block for block in NOT_PUBLIC_4)
    return number in PUBLIC_6 and not any(number in block for block in NOT_PUBLIC_6)


# ── reading an address ───────────────────────────────────


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a call may go: by which schemes, to which ports (None is any), to which machines."""

    schemes: frozenset[str] = frozenset({"https"})
    ports: frozenset[int] | None = frozenset({443, 8443})
    permits: Callable[[Number], bool] = is_public


PUBLIC = Reach()
ANYWHERE = Reach(frozenset({"http", "https"}), None, lambda _number: True)  # tests, and networks closed on purpose


@dataclass(frozen=True, slots=True)
class Target:
    """An address as it is called: ASCII only, without a fragment; what was checked is what is sent."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The machine's name as the Host header wants it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == USUAL_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def read(url: str, reach: Reach = PUBLIC) -> Target:
    """The address, checked as far as that goes without asking for its machine; AddressRefused says what is wrong with it."""
    parts = _split(url.strip())
    scheme = ALSO.get(parts.scheme.lower(), parts.scheme.lower())
    if scheme not in reach.schemes:
        raise NotHttps if parts.scheme and parts.netloc else NoAddress
    if "@" in parts.netloc:
        raise NamesSomebody
    host, port = _host(parts, reach), _port(parts, scheme)
    if reach.ports is not None and port not in reach.ports:
        raise OddPort
    path = quote(parts.path or "/", safe=UNQUOTED) + (f"?{quote(parts.query, safe=UNQUOTED)}" if parts.query else "")
    return Target(scheme, host, port, path if path.startswith("/") else f"/{path}")


def _split(url: str) -> SplitResult:
    """The library drops line breaks and forgives backslashes; browsers read them otherwise, so neither is let in."""
    if not url or len(url) > LONGEST or any(c <= " " or c in "\\\x7f" or "\ud800" <= c <= "\udfff" for c in url):
        raise NoAddress
    try:
        return urlsplit(url)
    except ValueError:
        raise NoAddress from None


def _port(parts: SplitResult, scheme: str) -> int:
    try:
        return USUAL_PORTS[scheme] if parts.port is None else parts.port
    except ValueError:
        raise NoAddress from None


def _host(parts: SplitResult, reach: Reach) -> str:
    """The name in ASCII and small letters, or the number; a number in disguise (127.1, 0x7f.1, 2130706433) is none."""
    name = (parts.hostname or "").removesuffix(".")
    if number := _number(name):
        check(number, reach)
        return str(number)
    if "[" in parts.netloc:
        raise NoAddress
    try:
        name = name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise NoAddress from None
    # Foreign dots and digits are plain ones by now.
    if number := _number(name):
        check(number, reach)
        return str(number)
    if not NAME.fullmatch(name) or len(name) > 253 or NUMERIC.fullmatch(name.rpartition(".")[2]):
        raise NoAddress
    return name


def _number(text: str) -> Number | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


# ── whose machine it is ──────────────────────────────────


def check(number: Number, reach: Reach = PUBLIC) -> None:
    """Inside, unless the machine may be called. An address with a zone ("%eth0") never may."""
    if getattr(number, "scope_id", None) or not reach.permits(number):
        raise Inside


def numbers(target: Target, reach: Reach, resolve: Resolver) -> list[str]:
    """The machine's numbers, asked for once. One private number among them is enough to refuse: it is a trap, or a mistake."""
    found = [ipaddress.ip_address(text) for text in resolve(target.host, target.port)]
    for number in found:
        check(number, reach)
    return [str(number) for number in dict.fromkeys(found)]


def ask_dns(host: str, port: int) -> list[str]:
    """The numbers the system knows for the name, in its order."""
    return [str(answer[4][0]) for answer in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
