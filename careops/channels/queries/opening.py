"""Where secrets are opened: for a gateway that sends, and for the reader of a provider's webhooks."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, cast
from urllib.parse import urlsplit
from uuid import UUID

from sqlmodel import Session, select

from careops.channels.models import Integration
from careops.channels.queries.accounts import row
from careops.channels.rules.accounts import local_id
from careops.channels.schemas import IntegrationRow
from careops.core.actor import Actor
from careops.core.crypto import check_link, link_id, unseal
from careops.core.db import enter, everywhere
from careops.core.errors import NotFound
from careops.core.settings import settings
from careops.integrations.imap.gateway import ImapMailbox
from careops.integrations.local.gateway import LocalGateway
from careops.integrations.ports import Gateway, News
from careops.integrations.resend import hooks as resend
from careops.integrations.resend.gateway import ResendGateway
from careops.integrations.sendgrid import hooks as sendgrid
from careops.integrations.sendgrid.gateway import SendGridGateway
from careops.integrations.smtp.gateway import SmtpGateway
from careops.integrations.twilio import gateway as texting
from careops.integrations.twilio import hooks as twilio
from careops.integrations.twilio.gateway import TwilioGateway

Reader = Callable[[bytes, Mapping[str, str], str, Mapping[str, str]], list[News]]
READERS: dict[str, Reader] = {"resend": resend.read, "sendgrid": sendgrid.read, "twilio": twilio.read}


def place(integration_id: UUID) -> str:
    """Where an account's secrets are sealed for."""
    return f"integration:{integration_id}"


def secrets(integration: Integration) -> dict[str, str]:
    """The account's secrets by name."""
    if not integration.sealed:
        return {}
    said = unseal(integration.sealed, place(integration.id))
    if "secrets" not in integration.settings:
        return {"password": said}  # sealed when mail servers were the only accounts
    return cast("dict[str, str]", json.loads(said))


def public_only() -> bool:
    """Whether servers inside our own network are refused."""
    return settings.production and not settings.allow_private_mail_hosts


def gateway(db: Session, actor: Actor, *, integration_id: UUID) -> Gateway:
    """The account, ready to send; for the dispatcher only."""
    found = db.exec(select(Integration).where(Integration.id == integration_id)).one_or_none()
    if found is None and integration_id != local_id(actor.workspace):
        raise NotFound
    if found is None or found.kind == "local":
        return LocalGateway()
    return MAKERS[found.kind](row(found), secrets(found))


def mailbox(db: Session, actor: Actor, *, integration_id: UUID) -> ImapMailbox:
    """The mailbox, ready to be looked into; for the job that does."""
    found = db.exec(select(Integration).where(Integration.id == integration_id, Integration.kind == "imap")).one_or_none()
    if found is None:
        raise NotFound
    told = row(found)
    return ImapMailbox(
        host=told.host,
        port=told.port,
        username=told.username,
        password=secrets(found).get("password", ""),
        folder=told.folder,
        security=security(told, "ssl"),
        public_only=public_only(),
    )


def _smtp(told: IntegrationRow, secret: Mapping[str, str]) -> Gateway:
    return SmtpGateway(
        host=told.host,
        port=told.port,
        address=told.mail_from,
        username=told.username,
        password=secret.get("password", ""),
        security=security(told, "starttls"),
        public_only=public_only(),
    )


def _resend(told: IntegrationRow, secret: Mapping[str, str]) -> Gateway:
    return ResendGateway(api_key=secret.get("api_key", ""), address=told.mail_from, url=settings.resend_url)


def _sendgrid(told: IntegrationRow, secret: Mapping[str, str]) -> Gateway:
    return SendGridGateway(api_key=secret.get("api_key", ""), address=told.mail_from, url=settings.sendgrid_url)


def _twilio(told: IntegrationRow, secret: Mapping[str, str]) -> Gateway:
    return TwilioGateway(
        account_sid=told.account_sid,
        auth_token=secret.get("auth_token", ""),
        from_number=told.from_number,
        messaging_service_sid=told.messaging_service_sid,
        callback=told.hook_url if _reachable() else "",
        url=settings.twilio_url,
    )


MAKERS: dict[str, Callable[[IntegrationRow, Mapping[str, str]], Gateway]] = {
    "smtp": _smtp,
    "resend": _resend,
    "sendgrid": _sendgrid,
    "twilio": _twilio,
}


def security(told: IntegrationRow, usual: Literal["ssl", "starttls"]) -> Literal["ssl", "starttls", "none"]:
    """How the connection is protected; as usual for the protocol where nothing, or nothing known, is said."""
    return "ssl" if told.security == "ssl" else "none" if told.security == "none" else "starttls" if told.security else usual


def _reachable() -> bool:
    """Whether Twilio can call us: it refuses texts that name an address it cannot reach."""
    return settings.twilio_url != texting.REAL or urlsplit(settings.base_url).hostname not in ("localhost", "127.0.0.1")


# ── webhooks ─────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Hooked:
    """The account a webhook address belongs to."""

    integration_id: UUID
    workspace_id: UUID
    provider: str
    secrets: Mapping[str, str] = field(repr=False)

    def read(self, raw: bytes, headers: Mapping[str, str], url: str) -> list[News]:
        """What the provider tells, once it has proven to be the provider; else BadSignature.

        `raw` is the body as it came, `headers` have small names, `url` is the address as the provider knows it, with its query:
        made of the configured base address, not of what a proxy says.
        """
        return READERS[self.provider](raw, headers, url, self.secrets)


def by_hook(db: Session, *, provider: str, token: str) -> Hooked:
    """The account of that webhook address, whose workspace the session is in from now on; NotFound when it is none."""
    id = link_id(token)
    if provider not in READERS:
        raise NotFound
    with everywhere(db):
        found = db.exec(select(Integration).where(Integration.id == id, Integration.kind == provider)).one_or_none()
    if found is None:
        raise NotFound
    check_link("hook", token, found.id, found.hook_salt)
    enter(db, found.workspace_id)
    return Hooked(found.id, found.workspace_id, found.kind, secrets(found))
