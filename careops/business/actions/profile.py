"""Saying what the business is, opening and closing its public pages."""

from typing import Any

from sqlmodel import Session

from careops.accounts import actions as workspace
from careops.accounts.models import Status
from careops.activity.actions import record
from careops.business import queries
from careops.business.actions.holidays import write_holidays
from careops.business.actions.row import locked
from careops.business.events import BusinessActivated, BusinessChanged, BusinessSuspended
from careops.business.models import Business
from careops.business.rules import PRESETS
from careops.business.schemas import BusinessIn, BusinessRow, phone_number
from careops.core.actor import Actor, Permission
from careops.core.errors import Invalid, Stale

HOLIDAYS_FOLLOW = {"country", "locale", "timezone"}


def create(db: Session, actor: Actor) -> BusinessRow:
    """The business's own row with the house's defaults; once there, it stays as it is."""
    actor.require(Permission.settings)
    locked(db)
    return queries.profile(db, actor)


def update(db: Session, actor: Actor, *, business: BusinessIn, expected: int | None = None) -> BusinessRow:
    """Changes what was said, the workspace's name and address word included; Stale when it is not the version the editor saw."""
    actor.require(Permission.settings)
    row = locked(db)
    if expected is not None and expected != row.version:
        raise Stale
    if business.name is not None or business.slug is not None:
        workspace.rename(db, actor, name=business.name, slug=business.slug)
    changes = _changes(row, business)
    if changes.get("country", row.country) != row.country:
        row.holiday_region, row.open_holidays = "", []
    for name, value in changes.items():
        setattr(row, name, value)
    if changes.keys() & HOLIDAYS_FOLLOW:
        write_holidays(db, row)
    row.version += 1
    db.flush()
    record(db, actor, BusinessChanged(subject=actor.workspace, fields=tuple(sorted(changes))))
    return queries.profile(db, actor)


def choose_trade(db: Session, actor: Actor, *, trade: str) -> BusinessRow:
    """Takes over a trade's words, welcome and policy where nothing of one's own was said yet."""
    actor.require(Permission.settings)
    preset = PRESETS.get(trade)
    if preset is None:
        raise Invalid.field("preset", "Choose one of the trades from the list")
    row = locked(db)
    row.trade, row.vocabulary = trade, dict(preset.vocabulary)
    row.welcome = row.welcome or preset.welcome
    row.cancellation_policy = row.cancellation_policy or preset.policy
    row.version += 1
    db.flush()
    record(db, actor, BusinessChanged(subject=actor.workspace, fields=("trade",)))
    return queries.profile(db, actor)


def activate(db: Session, actor: Actor) -> BusinessRow:
    """Opens the public pages; whether it is ready was asked before (onboarding)."""
    workspace.set_status(db, actor, status=Status.active)
    record(db, actor, BusinessActivated(subject=actor.workspace))
    return queries.profile(db, actor)


def suspend(db: Session, actor: Actor) -> BusinessRow:
    """Closes the public pages; everything inside stays and works."""
    workspace.set_status(db, actor, status=Status.suspended)
    record(db, actor, BusinessSuspended(subject=actor.workspace))
    return queries.profile(db, actor)


def _changes(row: Business, business: BusinessIn) -> dict[str, Any]:
    said = business.said()
    if "phone" in said:
        try:
            said["phone"] = phone_number(said["phone"], said.get("country", row.country))
        except ValueError as wrong:
            raise Invalid.field("phone", str(wrong)) from None
    return said
