"""Reading the accounts; a secret leaves this file only inside a gateway."""

from uuid import UUID

from sqlmodel import Session, select

from careops.channels.models import Integration
from careops.channels.rules import in_use, local_id
from careops.channels.schemas import Channel, IntegrationRow
from careops.core.actor import Actor, Permission
from careops.core.crypto import unseal
from careops.core.errors import NotFound
from careops.core.settings import settings
from careops.integrations.local.gateway import LocalGateway
from careops.integrations.ports import Gateway
from careops.integrations.smtp.gateway import SmtpGateway

LOCAL_LABEL = "Local outbox"


def place(integration_id: UUID) -> str:
    """Where a secret is sealed for."""
    return f"integration:{integration_id}"


def public_only() -> bool:
    """Whether servers inside our own network are refused."""
    return settings.production and not settings.allow_private_mail_hosts


def row(integration: Integration) -> IntegrationRow:
    """The account as its readers see it."""
    told = integration.model_dump(include={"id", "kind", "channel", "label", "position", "enabled", "version"} | HEALTH)
    return IntegrationRow(**told, **integration.settings, has_password=bool(integration.sealed))


HEALTH = {"tested_at", "last_success_at", "last_failure_at", "last_error"}


def local(workspace_id: UUID) -> Integration:
    """The local outbox as it is before anything was sent through it."""
    return Integration(id=local_id(workspace_id), kind="local", channel="email", label=LOCAL_LABEL)


def _all(db: Session, workspace_id: UUID) -> list[IntegrationRow]:
    rows = [row(integration) for integration in db.exec(select(Integration))]
    if not any(r.kind == "local" for r in rows):
        rows.append(row(local(workspace_id)))
    used = {r.id for channel in ("email", "sms") for r in in_use(rows, channel)}
    return sorted((r.model_copy(update={"used": r.id in used}) for r in rows), key=lambda r: (r.kind == "local", r.position, r.id))


def listing(db: Session, actor: Actor) -> list[IntegrationRow]:
    """Every account in the order of fallback, the local outbox last."""
    if not actor.can(Permission.settings):
        actor.require(Permission.deliveries)
    return _all(db, actor.workspace)


def get(db: Session, actor: Actor, *, integration_id: UUID) -> IntegrationRow:
    """One account."""
    found = next((r for r in listing(db, actor) if r.id == integration_id), None)
    if found is None:
        raise NotFound
    return found


def working(db: Session, actor: Actor, *, channel: Channel) -> list[IntegrationRow]:
    """The accounts letters of that channel leave through, first choice first; empty when the channel has none."""
    return in_use(_all(db, actor.workspace), channel)


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
        password=unseal(found.sealed, place(found.id)) if found.sealed else "",
        security="ssl" if told.security == "ssl" else "none" if told.security == "none" else "starttls",
        public_only=public_only(),
    )
