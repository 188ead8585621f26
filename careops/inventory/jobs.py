"""What stock does by the clock."""

from functools import partial

from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.schedule import Daily
from careops.core.scheduler import Job
from careops.inventory import actions as inventory
from careops.inventory import queries as stock

JOBS = (
    Job(
        name="inventory.prove",
        title=_("The books are proven"),
        about=_("Adds up every movement and compares it with what is there; it tells of what differs and mends nothing."),
        schedule=Daily(150),
        per="workspace",
        whom=stock.stocked,
        act=inventory.prove,
        said=partial(plural, "{count} item does not add up", "{count} items do not add up"),
    ),
    Job(
        name="inventory.warn_of_expiry",
        title=_("Lots that expire are told of"),
        about=_("Tells of every lot of which something is left and that expires in two weeks."),
        schedule=Daily(330),
        per="workspace",
        whom=stock.stocked,
        act=inventory.warn_of_expiry,
        said=partial(plural, "{count} lot expires", "{count} lots expire"),
    ),
)
