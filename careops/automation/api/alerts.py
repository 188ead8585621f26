"""The API's door to what needs a person."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from careops.accounts.api import ask, member
from careops.automation import actions, queries
from careops.automation.schemas import AlertRow, AssignAlertIn, SnoozeAlertIn
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.core.paging import LIMIT, MOST, Page
from careops.core.typed import Line

router = APIRouter(prefix="/api/v1", tags=["automation"])

Keeper = Annotated[Actor, Depends(member(Permission.automation_manage))]
Anyone = Annotated[Actor, Depends(member())]
Cursor = Annotated[str | None, Query(max_length=1000)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Word = Annotated[Line | None, Query(max_length=64)]


@router.get("/alerts")
def alerts(actor: Anyone, standing: queries.Standing = "open", cursor: Cursor = None, limit: Limit = LIMIT) -> Page[AlertRow]:
    """What needs a person, of what the asking one may see."""
    return ask(actor, queries.alerts, standing=standing, cursor=cursor, limit=limit)


@router.post("/alerts/{alert_id}/read")
def read(actor: Anyone, alert_id: UUID) -> AlertRow:
    """Somebody has seen it."""
    with transaction(actor) as db:
        return actions.read_alert(db, actor, alert_id=alert_id)


@router.post("/alerts/{alert_id}/resolve")
def resolve(actor: Anyone, alert_id: UUID) -> AlertRow:
    """Somebody has dealt with it."""
    with transaction(actor) as db:
        return actions.resolve_alert(db, actor, alert_id=alert_id)


@router.post("/alerts/{alert_id}/reopen")
def reopen(actor: Anyone, alert_id: UUID) -> AlertRow:
    """Takes back that somebody has dealt with it; 409 when its cause has opened another since."""
    with transaction(actor) as db:
        return actions.reopen_alert(db, actor, alert_id=alert_id)


@router.post("/alerts/{alert_id}/assign")
def assign(actor: Anyone, alert_id: UUID, wanted: AssignAlertIn) -> AlertRow:
    """A member looks after it, or nobody does."""
    with transaction(actor) as db:
        return actions.assign_alert(db, actor, alert_id=alert_id, member_id=wanted.member_id)


@router.post("/alerts/{alert_id}/snooze")
def snooze(actor: Anyone, alert_id: UUID, wanted: SnoozeAlertIn) -> AlertRow:
    """Out of the way until then, 90 days at most, or back at once; it comes back sooner when it gets worse."""
    with transaction(actor) as db:
        return actions.snooze_alert(db, actor, alert_id=alert_id, until=wanted.until)
