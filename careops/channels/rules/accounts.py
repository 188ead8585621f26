"""Which mail servers an owner may name, and in which order accounts are tried."""

import ipaddress
import re
from collections.abc import Sequence, Set
from uuid import NAMESPACE_OID, UUID, uuid5

from careops.channels.schemas import IntegrationRow
from careops.core.errors import Conflict, Invalid

MAIL_PORTS = frozenset({25, 465, 587, 2525})
IMAP_PORTS = frozenset({143, 993})
NAME = re.compile(r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.?", re.IGNORECASE)
INNER = (".local", ".localhost", ".internal", ".lan", ".home.arpa")

CHECKERS = {"sendgrid": "sendgrid", "resend": "amazonses.com"}  # the wire's own word; the service that takes mail in for Resend
CHECKING_HOSTS = {"imap.gmail.com": "mx.google.com", "imap.fastmail.com": "messagingengine.com"}


class LocalStays(Conflict):
    """The local outbox is what remains when there is nothing else."""

    code = "local_stays"
    says = "The local outbox cannot be changed or removed; it steps aside once another account is switched on"


class TooManyAccounts(Conflict):
    code = "too_many_accounts"
    says = "There are as many accounts as there can be; remove one first"


def local_id(workspace_id: UUID) -> UUID:
    """The local outbox's id in that workspace: known before its row exists."""
    return uuid5(NAMESPACE_OID, f"careops-local-outbox:{workspace_id}")


def check_server(host: str, port: int, *, public_only: bool, ports: Set[int] = MAIL_PORTS) -> None:
    """Passes for a server mail may be handed to.

    In production only public names and mail ports are taken, so that nobody explores our own network with the test button;
    where such a name leads is checked again each time a connection stands.
    """
    if not NAME.fullmatch(host) and not _is_ip(host):
        raise Invalid.field("host", "Give a server name like smtp.example.com")
    if not public_only:
        return
    if port not in ports:
        raise Invalid.field("port", "Mail servers listen on {ports}", ports=", ".join(map(str, sorted(ports))))
    inner = (
        not ipaddress.ip_address(host).is_global
        if _is_ip(host)
        else "." not in host.rstrip(".") or host.rstrip(".").lower().endswith(INNER)
    )
    if inner:
        raise Invalid.field("host", "This server is inside our own network; name one that the internet can reach")


def checker(row: IntegrationRow) -> str:
    """The server whose findings about senders (Authentication-Results) are believed of mail that comes through the account; may be none.

    It has to be one that writes such a finding above each mail it takes in: of any other, the topmost may be the sender's own. Of a
    mailbox its owner says which; two large hosts are known.
    """
    return row.checked_by or CHECKERS.get(row.kind, "") or (CHECKING_HOSTS.get(row.host.lower(), "") if row.kind == "imap" else "")


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def in_use(rows: Sequence[IntegrationRow], channel: str) -> list[IntegrationRow]:
    """The accounts letters or texts leave through, in the order they are tried.

    The local outbox serves only while nothing else is switched on, and takes texts only while nothing leaves this machine at all: a
    message that quietly stays here would be a lost one.
    """
    outside = sorted((r for r in rows if r.channel == channel and r.enabled and r.kind != "local"), key=lambda r: (r.position, r.id))
    if outside or channel not in ("email", "sms"):
        return outside
    trying = channel == "email" or not any(r.enabled and r.kind != "local" and r.channel in ("email", "sms") for r in rows)
    return [r for r in rows if r.kind == "local" and trying]
