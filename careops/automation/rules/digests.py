"""The words of the morning: each provider's day, and what still needs the owner. For people who sign in, so in English."""

from collections.abc import Sequence
from datetime import date

from careops.automation.schemas import AlertRow
from careops.booking.schemas import BookingRow
from careops.business.schemas import BusinessRow
from careops.core.clock import local
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.settings import settings
from careops.core.when import clock_text, long_date
from careops.ui.public.frame import Brand
from careops.ui.public.mail import Button, Details, Mail, Paragraph

PRODUCT = "CareOps"
SHOWN = 15  # alerts in one digest
LIVING = ("pending", "confirmed")


def agenda(here: BusinessRow, name: str, day: date, rows: Sequence[BookingRow]) -> Mail:
    """Somebody's day, in the order it happens."""
    lines = [(_span(row, here), _who(row)) for row in rows]
    count = plural("{count} booking", "{count} bookings", len(rows))
    return Mail(
        Brand(PRODUCT, home=settings.base_url),
        _("Your day at {business}: {count}", business=here.name, count=count),
        _("The first one begins at {time}.", time=_span(rows[0], here).split("–")[0]),
        long_date(day),
        [
            Paragraph(_("Good morning, {name}. This is your day at {business}.", name=name, business=here.name)),
            Details(lines),
            Button(_("Open the calendar"), f"{settings.base_url}/app/calendar"),
        ],
        _("You get this because you take bookings at {business}. Its owner can change when it comes, or stop it.", business=here.name),
    )


def _span(row: BookingRow, here: BusinessRow) -> str:
    begins, ends = (clock_text(local(moment, here.timezone), "en", here.hour_cycle) for moment in (row.starts_at, row.ends_at))
    return f"{begins}–{ends}"


def _who(row: BookingRow) -> str:
    told = _("{name}, {service}", name=row.contact_name, service=row.type_name)
    told = _("{told} (not confirmed yet)", told=told) if row.status == "pending" else told
    return f"{told}\n{row.notes[:200]}" if row.notes else told


def alerts(here: BusinessRow, rows: Sequence[AlertRow], count: int) -> Mail:
    """What is open, the most pressing first."""
    lines = [(_priority(row), row.sentence) for row in rows[:SHOWN]]
    told = plural("{count} thing needs you", "{count} things need you", count)
    return Mail(
        Brand(PRODUCT, home=settings.base_url),
        _("{business}: {told}", business=here.name, told=told),
        rows[0].sentence,
        told,
        [Details(lines), Button(_("Look at the alerts"), f"{settings.base_url}/app/alerts")],
        _("You get this because {business} is yours. You can change when it comes, or stop it, in its settings.", business=here.name),
    )


def _priority(row: AlertRow) -> str:
    return {"critical": _("Critical"), "high": _("High"), "medium": _("Medium"), "low": _("Low")}[row.priority]
