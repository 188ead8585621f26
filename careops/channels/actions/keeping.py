"""Setting accounts up."""

from uuid import UUID

from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.channels.events import IntegrationAdded, IntegrationChanged, IntegrationRemoved
from careops.channels.models import Integration
from careops.channels.queries.accounts import row
from careops.channels.queries.opening import place, public_only
from careops.channels.rules.accounts import LocalStays, check_server, local_id
from careops.channels.schemas import IntegrationChange, IntegrationRow, SmtpIn
from careops.core.actor import Actor, Permission
from careops.core.crypto import seal
from careops.core.errors import NotFound
from careops.core.ids import new_id

MOST = 20  # accounts a workspace may have


def add(db: Session, actor: Actor, *, integration: SmtpIn) -> IntegrationRow:
    """A new account, tried last of all."""
    actor.require(Permission.settings)
    check_server(integration.host, integration.port, public_only=public_only())
    others = _in_order(db)
    id = new_id()
    made = Integration(
        id=id,
        kind=integration.kind,
        channel="email",
        label=integration.label or integration.host[:80],
        settings=integration.model_dump(include={"host", "port", "security", "username", "mail_from"}),
        sealed=_sealed(id, integration.password.get_secret_value()),
        position=len(others),
    )
    db.add(made)
    record(db, actor, IntegrationAdded(subject=id, label=made.label))
    return row(made)


def update(db: Session, actor: Actor, *, integration_id: UUID, change: IntegrationChange) -> IntegrationRow:
    """Changes what was said; a server that changed has to be tested again."""
    actor.require(Permission.settings)
    found = _own(db, actor, integration_id)
    said = change.server()
    if said:
        found.settings = found.settings | said
        check_server(found.settings["host"], found.settings["port"], public_only=public_only())
    if change.password is not None:
        found.sealed = _sealed(found.id, change.password.get_secret_value())
    if said or change.password is not None:
        found.tested_at, found.last_error, found.last_failure_at = None, "", None
    found.label = change.label or found.label
    found.enabled = found.enabled if change.enabled is None else change.enabled
    if change.position is not None:
        _move(db, found, change.position)
    found.version += 1
    record(db, actor, IntegrationChanged(subject=found.id, label=found.label, changed=sorted(change.model_fields_set)))
    return row(found)


def remove(db: Session, actor: Actor, *, integration_id: UUID) -> None:
    """Forgets the account and its secret; what was sent through it stays."""
    actor.require(Permission.settings)
    found = _own(db, actor, integration_id)
    record(db, actor, IntegrationRemoved(subject=found.id, label=found.label))
    db.delete(found)


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


def _sealed(id: UUID, password: str) -> str:
    return seal(password, place(id)) if password else ""
