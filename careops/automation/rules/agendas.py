"""The words of the morning that tell each provider their day: in the language of the business, as what it is booked for."""

from collections.abc import Sequence
from datetime import date

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
LIVING = ("pending", "confirmed")


def agenda(here: BusinessRow, name: str, day: date, rows: Sequence[BookingRow]) -> Mail:
    """Somebody's day in the language of the business, in the order it happens."""
    said = here.locale
    lines = [(_span(row, here), _who(row, said)) for row in rows]
    count = plural("{count} booking", "{count} bookings", len(rows), said)
    return Mail(
        Brand(PRODUCT, home=settings.base_url),
        _("Your day at {business}: {count}", said, business=here.name, count=count),
        _("The first one begins at {time}.", said, time=_span(rows[0], here).split("–")[0]),
        long_date(day, said),
        [
            Paragraph(_("Good morning, {name}. This is your day at {business}.", said, name=name, business=here.name)),
            Details(lines),
            Button(_("Open the calendar", said), f"{settings.base_url}/app/calendar"),
        ],
        _(
            "You get this because you take bookings at {business}. Its owner can change when it comes, or stop it.",
            said,
            business=here.name,
        ),
        locale=said,
    )


def _span(row: BookingRow, here: BusinessRow) -> str:
    begins, ends = (clock_text(local(moment, here.timezone), here.locale, here.hour_cycle) for moment in (row.starts_at, row.ends_at))
    return f"{begins}–{ends}"


def _who(row: BookingRow, said: str) -> str:
    told = _("{name}, {service}", said, name=row.contact_name, service=row.type_name)
    told = _("{told} (not confirmed yet)", said, told=told) if row.status == "pending" else told
    return f"{told}\n{row.notes[:200]}" if row.notes else told
