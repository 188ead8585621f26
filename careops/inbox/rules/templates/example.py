"""An invented visit, to show words with before anything has happened."""

from datetime import datetime

from careops.business.schemas import BusinessRow
from careops.contacts.schemas import ContactRow
from careops.core.i18n import text as _
from careops.core.when import clock_text, date_text, long_date
from careops.inbox.rules.letters import brand
from careops.inbox.rules.templates.sandbox import Values
from careops.inbox.rules.templates.writing import of_everybody
from careops.ui.public.mail import Button, Details, Mail


def example(here: BusinessRow, who: ContactRow | None, locale: str) -> tuple[Values, Mail]:
    """An invented visit of an invented person, or of a real one."""
    name = who.name if who else "Cleo Marsh"
    wall = datetime(2026, 11, 24, 14, 30)  # noqa: DTZ001  a wall clock's time on a Tuesday, nowhere in particular
    day, time = long_date(wall.date(), locale), clock_text(wall, locale, here.hour_cycle)
    when, service, provider = _("{day} {time}", locale, day=day, time=time), _("Consultation", locale), "Ben"
    short = f"{date_text(wall.date(), locale)} {time}"
    visit = {"when": when, "service": service, "provider": provider}
    values: dict[str, dict[str, str] | str] = {
        **of_everybody(here, name, here.booking_url),
        "booking": visit
        | {"when_short": short, "day": day, "time": time, "place": here.address, "price": "", "policy": here.cancellation_policy}
        | {"before": when, "cancelled_by": "staff", "reason": ""},
        "series": {"first": short, "count": "6", "service": service, "provider": provider},
        "waitlist": visit | {"when": short, "until": time},
    }
    details = Details([(_("When", locale), when), (_("What", locale), service), (_("With", locale), provider)])
    blocks = [details, Button(_("View or change booking", locale), here.booking_url)]
    why = _("You get this because you booked with {business}.", locale, business=here.name)
    return values, Mail(brand(here), here.name, "", here.name, blocks, why, locale=locale)
