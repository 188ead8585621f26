"""How deliveries look: their states in words, and a letter in a list."""

from dataclasses import dataclass
from datetime import datetime

from careops.business.schemas import BusinessRow
from careops.core.i18n import text as _
from careops.inbox.schemas import DeliveryRow

STATES = {
    "queued": (_("On its way"), "", "clock"),
    "sent": (_("Sent"), "ok", "check"),
    "delivered": (_("Delivered"), "ok", "check"),
    "skipped": (_("Not sent"), "", "ban"),
    "bounced": (_("Came back"), "danger", "triangle-alert"),
    "complained": (_("Marked as spam"), "danger", "triangle-alert"),
    "failed": (_("Not delivered"), "danger", "triangle-alert"),
    "dead": (_("Given up"), "danger", "triangle-alert"),
    "unknown": (_("Perhaps not delivered"), "warn", "circle-help"),
}


@dataclass(frozen=True)
class Letter:
    """A delivery in a list."""

    id: str
    href: str
    recipient: str
    subject: str
    at: str
    state: str
    tone: str
    icon: str
    reason: str
    via: str
    can_retry: bool
    current: bool = False


def letter(row: DeliveryRow, here: BusinessRow, moment: datetime, current: str = "") -> Letter:
    """One delivery as the lists show it."""
    words, tone, icon = STATES[row.state]
    return Letter(
        id=str(row.id),
        href=f"/app/outbox?letter={row.id}",
        recipient=row.recipient,
        subject=row.subject,
        at=here.moment(row.created_at, moment),
        state=words,
        tone=tone,
        icon=icon,
        reason=row.reason,
        via=row.via,
        can_retry=row.state in ("failed", "dead", "unknown"),
        current=str(row.id) == current,
    )
