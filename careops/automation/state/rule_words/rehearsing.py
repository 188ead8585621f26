"""How a rehearsal came out."""

from dataclasses import dataclass, field

from sqlmodel import Session

from careops.automation import queries
from careops.automation.schemas.defining import Definition
from careops.business import queries as business
from careops.core.actor import Actor
from careops.core.i18n import plural
from careops.core.i18n import text as _

PAST = 100  # of a rehearsal


@dataclass(frozen=True)
class WouldLine:
    """One time a rehearsed rule would have acted, or not."""

    who: str
    at: str
    what: str
    state: str
    tone: str
    icon: str


@dataclass(frozen=True)
class Rehearsed:
    """What a rehearsal came to."""

    sentence: str = ""
    lines: list[WouldLine] = field(default_factory=list[WouldLine])


def rehearsed(db: Session, actor: Actor, *, name: str, definition: Definition | None) -> Rehearsed:
    """What the rule would have done in the last 30 days, in words."""
    told, here = queries.rehearse(db, actor, name=name, definition=definition), business.profile(db, actor)
    lines = [
        WouldLine(
            who=row.contact_name or _("Nobody in particular"),
            at=here.moment(row.at),
            what=" · ".join(part for part in (row.does, row.reason) if part),
            state=_("Would act") if row.acts else _("Would skip"),
            tone="ok" if row.acts else "",
            icon="check" if row.acts else "redo-2",
        )
        for row in told.rows[:PAST]
    ]
    times = plural(
        "It would have acted {count} time in the last 30 days", "It would have acted {count} times in the last 30 days", told.acts
    )
    rest = plural("and kept silent {count} time.", "and kept silent {count} times.", told.skipped)
    return Rehearsed(_("{times} {rest} Nothing was sent.", times=times, rest=rest), lines)
