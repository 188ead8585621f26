"""Reading the accounts, without their secrets."""

from collections import Counter
from datetime import timedelta
from typing import Literal
from uuid import UUID

from sqlmodel import Session, col, select

from careops.channels.models import Integration
from careops.channels.rules.accounts import in_use, local_id
from careops.channels.rules.breaking import Breaker, standing
from careops.channels.schemas import Channel, IntegrationRow
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.crypto import link_token
from careops.core.db import everywhere, once
from careops.core.errors import NotFound
from careops.core.settings import settings

LOCAL_LABEL = "Local outbox"


def row(integration: Integration) -> IntegrationRow:
    """The account as its readers see it."""
    moment = now()
    fresh = integration.window_at is not None and integration.window_at > moment - HOUR
    sent, failed = (integration.window_sent, integration.window_failed) if fresh else (0, 0)
    kept = integration.settings.get("secrets", ["password"] if integration.sealed else [])
    return IntegrationRow(
        **integration.model_dump(include=TOLD),
        **integration.settings | {"secrets": kept},
        has_password="password" in kept,
        breaker=standing(Breaker(integration.failures, integration.open_until), moment),
        hook_url=hook_url(integration),
        hour_sent=sent,
        hour_failed=failed,
        error_rate=round(failed / (sent + failed), 3) if failed else 0,
    )


HOUR = timedelta(hours=1)
TOLD = {
    "id", "kind", "channel", "label", "position", "enabled", "version", "per_minute",
    "tested_at", "last_success_at", "last_failure_at", "last_error", "failures", "open_until", "polled_at",
}  # fmt: skip
HOOKED = {"resend", "sendgrid", "twilio"}


def hook_url(integration: Integration) -> str:
    """Where its provider tells what becomes of messages and which arrived; empty for kinds that tell nothing."""
    if integration.kind not in HOOKED:
        return ""
    return f"{settings.base_url}/hooks/{integration.kind}/{link_token('hook', integration.id, integration.hook_salt)}"


def local(workspace_id: UUID) -> Integration:
    """The local outbox as it is before anything was sent through it."""
    return Integration(id=local_id(workspace_id), kind="local", channel="email", label=LOCAL_LABEL)


def _all(db: Session, workspace_id: UUID) -> list[IntegrationRow]:
    return once(db, "accounts", lambda: _in_order(db, workspace_id))


def _in_order(db: Session, workspace_id: UUID) -> list[IntegrationRow]:
    rows = [row(integration) for integration in db.exec(select(Integration))]
    if not any(r.kind == "local" for r in rows):
        rows.append(row(local(workspace_id)))
    used = {r.id for channel in ("email", "sms") for r in in_use(rows, channel)}
    return sorted((r.model_copy(update={"used": r.id in used}) for r in rows), key=lambda r: (r.kind == "local", r.position, r.id))


def listing(db: Session, actor: Actor) -> list[IntegrationRow]:
    """Every account in the order of fallback, the local outbox last."""
    if not actor.can(Permission.settings):
        actor.require(Permission.deliveries)
    rows = _all(db, actor.workspace)
    if actor.can(Permission.settings):
        return rows
    return [r.model_copy(update={"hook_url": ""}) for r in rows]  # whoever knows it could write letters in others' names


def get(db: Session, actor: Actor, *, integration_id: UUID) -> IntegrationRow:
    """One account."""
    found = next((r for r in listing(db, actor) if r.id == integration_id), None)
    if found is None:
        raise NotFound
    return found


def working(db: Session, actor: Actor, *, channel: Channel) -> list[IntegrationRow]:
    """The accounts letters of that channel leave through, first choice first; empty when the channel has none."""
    return in_use(_all(db, actor.workspace), channel)


def ready(db: Session, actor: Actor, *, channel: Channel | Literal["mailbox"]) -> list[IntegrationRow]:
    """Of the accounts that work for that channel those whose breaker lets them try, first choice first.

    One that stands half open is among them; `actions.admit` says how many messages each may take now.
    """
    return [r for r in in_use(_all(db, actor.workspace), channel) if r.breaker != "open"]


def breakers(db: Session) -> dict[tuple[str, str], int]:
    """How many accounts of all workspaces stand how, by channel; for whoever watches the service."""
    with everywhere(db):
        found = db.exec(select(Integration.channel, Integration.failures, Integration.open_until).where(col(Integration.enabled)))
        return Counter((channel, standing(Breaker(failures, until), now())) for channel, failures, until in found)
