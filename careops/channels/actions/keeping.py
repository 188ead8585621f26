"""Setting accounts up."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import SecretStr, ValidationError
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.channels.events import IntegrationAdded, IntegrationChanged, IntegrationRecovered, IntegrationRemoved
from careops.channels.models import Integration
from careops.channels.queries.accounts import row
from careops.channels.queries.opening import place, public_only, secrets
from careops.channels.rules.accounts import IMAP_PORTS, MAIL_PORTS, LocalStays, TooManyAccounts, check_server, local_id
from careops.channels.schemas import CHANNELS, SCHEMAS, SECRETS, ImapIn, IntegrationChange, IntegrationIn, IntegrationRow, SmtpIn
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.crypto import new_token, seal
from careops.core.errors import Invalid, NotFound, first_problems
from careops.core.ids import new_id

MOST = 20  # accounts a workspace may have


def add(db: Session, actor: Actor, *, integration: IntegrationIn) -> IntegrationRow:
    """A new account, tried last of all."""
    actor.require(Permission.settings)
    others = _in_order(db)
    if len(others) >= MOST:
        raise TooManyAccounts
    made = Integration(
        id=new_id(),
        kind=integration.kind,
        channel=CHANNELS[integration.kind],
        label=integration.label or _usual_label(integration),
        position=len(others),
        hook_salt=new_token()[:32],
    )
    _set(made, integration)
    db.add(made)
    record(db, actor, IntegrationAdded(subject=made.id, label=made.label))
    return row(made)


def update(db: Session, actor: Actor, *, integration_id: UUID, change: IntegrationChange) -> IntegrationRow:
    """Changes what was said; an account that changed has to be tested again, and may try again at once if it was down."""
    actor.require(Permission.settings)
    found = _own(db, actor, integration_id)
    said = change.account()
    if said.keys() - {"label", "per_minute"}:
        _set(found, _changed(found, said))
        found.tested_at, found.last_error, found.last_failure_at = None, "", None
        found.open_until = min(found.open_until, now()) if found.open_until else None
    elif said:
        _set(found, _changed(found, said))
    found.label = change.label or found.label
    found.enabled = found.enabled if change.enabled is None else change.enabled
    if change.position is not None:
        _move(db, found, change.position)
    found.version += 1
    record(db, actor, IntegrationChanged(subject=found.id, label=found.label, changed=sorted(change.model_fields_set)))
    if not found.enabled:
        _forgive(db, actor, found, "switched_off")
    return row(found)


def remove(db: Session, actor: Actor, *, integration_id: UUID) -> None:
    """Forgets the account and its secrets; what was sent through it stays."""
    actor.require(Permission.settings)
    found = _own(db, actor, integration_id)
    _forgive(db, actor, found, "removed")
    record(db, actor, IntegrationRemoved(subject=found.id, label=found.label))
    db.delete(found)


def renew_hook(db: Session, actor: Actor, *, integration_id: UUID) -> IntegrationRow:
    """Gives the account another webhook address; the old one is nobody's from now on."""
    actor.require(Permission.settings)
    found = _own(db, actor, integration_id)
    found.hook_salt = new_token()[:32]
    found.version += 1
    record(db, actor, IntegrationChanged(subject=found.id, label=found.label, changed=["hook_url"]))
    return row(found)


def _usual_label(integration: IntegrationIn) -> str:
    named = {"resend": "Resend", "sendgrid": "SendGrid", "twilio": "Twilio"}
    return named.get(integration.kind) or getattr(integration, "host", "")[:80]


def _set(found: Integration, said: IntegrationIn) -> None:
    """What was said, its secrets apart and sealed."""
    if isinstance(said, SmtpIn | ImapIn):
        ports = MAIL_PORTS if isinstance(said, SmtpIn) else IMAP_PORTS
        check_server(said.host, said.port, public_only=public_only(), ports=ports)
    told = said.model_dump(exclude={"kind", "label", "per_minute"} | SECRETS[said.kind])
    secret = {name: _clear(getattr(said, name)) for name in sorted(SECRETS[said.kind]) if _clear(getattr(said, name))}
    found.settings = told | {"secrets": list(secret)}
    found.sealed = seal(json.dumps(secret), place(found.id)) if secret else ""
    found.per_minute = getattr(said, "per_minute", 0)


def _clear(secret: SecretStr) -> str:
    return secret.get_secret_value()


def _changed(found: Integration, said: Mapping[str, Any]) -> IntegrationIn:
    """The account with the change in it, checked as a new one would be.

    A password stays with the server it was given for: else whoever may name another server would be handed it there.
    """
    before_host = found.settings.get("host")
    if found.sealed and before_host and "password" not in said and said.get("host", before_host) != before_host:
        raise Invalid.field("password", "Give the password for this server: the one kept here was given for another")
    before = {name: value for name, value in found.settings.items() if name != "secrets"} | secrets(found)
    if found.kind != "imap":
        before["per_minute"] = found.per_minute
    try:
        return SCHEMAS[found.kind].model_validate(before | dict(said) | {"kind": found.kind})
    except ValidationError as problem:
        raise Invalid(problems=first_problems(problem)) from None


def _forgive(db: Session, actor: Actor, found: Integration, by: str) -> None:
    """An account nobody sends through is not down any more."""
    was_down = found.open_until is not None
    found.failures, found.open_until = 0, None
    if was_down:
        record(db, actor, IntegrationRecovered(subject=found.id, label=found.label, channel=found.channel, by=by))


def _own(db: Session, actor: Actor, integration_id: UUID) -> Integration:
    if integration_id == local_id(actor.workspace):
        raise LocalStays
    found = db.exec(select(Integration).where(Integration.id == integration_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found


def _in_order(db: Session) -> list[Integration]:
    mine = select(Integration).where(Integration.kind != "local")
    return list(db.exec(mine.order_by(col(Integration.position), col(Integration.id)).with_for_update()))


def _move(db: Session, moved: Integration, position: int) -> None:
    others = [i for i in _in_order(db) if i.id != moved.id]
    for at, integration in enumerate([*others[:position], moved, *others[position:]]):
        integration.position = at
