"""Servers of other people's choosing that speak no HTTP: none of them may be a machine inside our own network."""

import ipaddress
import socket

from careops.integrations.web.addresses import is_public


class PrivateServer(OSError):
    """The name leads to a machine that no customer's mail server can be."""


def check_name(host: str, port: int) -> None:
    """Nobody inside is called at all: even a refused call tells that somebody is there."""
    for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        check_number(str(address[0]))


def check_peer(sock: socket.socket | None) -> None:
    """The name may have led elsewhere the second time it was asked."""
    check_number(sock.getpeername()[0] if sock else "::1")


def check_number(address: str) -> None:
    """Passes for a machine of the public internet."""
    if not is_public(ipaddress.ip_address(address.partition("%")[0])):
        raise PrivateServer("This mail server is inside our own network")
