"""The words of the morning that tell what still needs the owner: as the app tells alerts, so in English."""

from collections.abc import Sequence

from careops.automation.schemas import AlertRow
from careops.business.schemas import BusinessRow
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.settings import settings
from careops.ui.public.frame import Brand
from careops.ui.public.mail import Button, Details, Mail

PRODUCT = "CareOps"
SHOWN = 15  # alerts in one digest


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
