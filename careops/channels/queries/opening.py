"""Where secrets are opened: for a gateway that sends, and for the reader of a provider's webhooks."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from sqlmodel import Session, select

from careops.channels.models import Integration
from careops.channels.queries.accounts import row
from careops.channels.rules.accounts import local_id
from careops.core.actor import Actor
from careops.core.crypto import check_link, link_id, unseal
from careops.core.db import enter, everywhere
from careops.core.errors import NotFound
from careops.core.settings import settings
from careops.integrations.local.gateway import LocalGateway
from careops.integrations.ports import BadSignature, Gateway, News
from careops.integrations.smtp.gateway import SmtpGateway

Reader = Callable[[bytes, Mapping[str, str], str, Mapping[str, str]], list[News]]
READERS: dict[str, Reader] = {}


def place(integration_id: UUID) -> str:
    """Where an account's secrets are sealed for."""
    return f"integration:{integration_id}"


def secrets(integration: Integration) -> dict[str, str]:
    """The account's secrets by name."""
    if not integration.sealed:
        return {}
    said = unseal(integration.sealed, place(integration.id))
    if not said.startswith('{"'):
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
    told = row(found)
    return SmtpGateway(
        host=told.host,
        port=told.port,
        address=told.mail_from,
        username=told.username,
        password=secrets(found).get("password", ""),
        security="ssl" if told.security == "ssl" else "none" if told.security == "none" else "starttls",
        public_only=public_only(),
    )


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
        reader = READERS.get(self.provider)
        if reader is None:
            raise BadSignature("nobody calls here")
        return reader(raw, headers, url, self.secrets)


def by_hook(db: Session, *, provider: str, token: str) -> Hooked:
    """The account of that webhook address, whose workspace the session is in from now on; NotFound when it is none."""
    id = link_id(token)
    with everywhere(db):
        found = db.exec(select(Integration).where(Integration.id == id, Integration.kind == provider)).one_or_none()
    if found is None:
        raise NotFound
    check_link("hook", token, found.id, found.hook_salt)
    enter(db, found.workspace_id)
    return Hooked(found.id, found.workspace_id, found.kind, secrets(found))
