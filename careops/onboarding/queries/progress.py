"""How far setting up is, told from the rows of every domain."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, select

from careops.accounts import queries as accounts
from careops.booking import queries as bookings
from careops.booking.schemas import Availability, BookingTypeRow
from careops.business import queries as businesses
from careops.business.schemas import BusinessRow
from careops.channels import queries as channels
from careops.core import when
from careops.core.actor import Actor, Permission
from careops.core.clock import today
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.forms import queries as forms
from careops.inventory import queries as stock
from careops.onboarding import rules
from careops.onboarding.models import Onboarding
from careops.onboarding.schemas import MissingRow, ProgressRow, StepKey, StepRow

LOOK_AHEAD = 14  # days within which something must be free before the pages open


def kept(db: Session) -> Onboarding | None:
    """The wizard's own row, once there is one."""
    return db.exec(select(Onboarding)).first()


def progress(db: Session, actor: Actor) -> ProgressRow:
    """The eight steps with what is in them, what is still missing, and where to go on."""
    actor.require(Permission.settings)
    row, business = kept(db), businesses.profile(db, actor)
    states = row.steps if row else {}
    details = _details(db, actor, business)
    steps = [
        StepRow(
            key=step,
            number=at + 1,
            title=title(step),
            state=states.get(step, "open"),
            detail=details.get(step, ""),
            skippable=step in rules.SKIPPABLE,
        )
        for at, step in enumerate(rules.ORDER)
    ]
    return ProgressRow(
        workspace_id=business.id,
        status=business.status,
        preset=row.preset if row else "",
        current=rules.current(states),
        steps=steps,
        missing=missing(db, actor),
        minutes_left=rules.minutes_left(states),
        booking_url=business.booking_url,
        contact_url=business.contact_url,
    )


def title(step: StepKey) -> str:
    """What the rail calls a step."""
    return {
        StepKey.workspace: _("Workspace"),
        StepKey.channels: _("Channels"),
        StepKey.contact_form: _("Contact form"),
        StepKey.booking: _("Services and hours"),
        StepKey.forms: _("Forms"),
        StepKey.inventory: _("Inventory"),
        StepKey.team: _("Team"),
        StepKey.review: _("Review and activate"),
    }[step]


def _details(db: Session, actor: Actor, business: BusinessRow) -> dict[StepKey, str]:
    contact = forms.contact_form(db, actor)
    services = len(bookings.booking_types(db, actor, active=True))
    asked = len(forms.templates(db, actor, limit=200).items)
    items = stock.counts(db, actor).items
    people = sum(member.active for member in accounts.members(db, actor))
    invited = len(accounts.invitations(db, actor))
    return {
        StepKey.workspace: f"{when.zone_text(business.timezone)}, {business.currency}" if business.version else "",
        StepKey.channels: _("Email works") if _tested(db, actor) else "",
        StepKey.contact_form: plural("{count} question", "{count} questions", len(contact.fields)) if contact else "",
        StepKey.booking: plural("{count} service", "{count} services", services) if services else "",
        StepKey.forms: plural("{count} form", "{count} forms", asked) if asked else "",
        StepKey.inventory: plural("{count} item", "{count} items", items) if items else "",
        StepKey.team: _team(people, invited),
    }


def _team(people: int, invited: int) -> str:
    if not invited:
        return plural("{count} person", "{count} people", people) if people > 1 else ""
    return _("{people} here, {invited} invited", people=people, invited=invited)


# ── what activation waits for ────────────────────────────


def missing(db: Session, actor: Actor) -> list[MissingRow]:
    """What still keeps the public pages closed, in the order of the steps."""
    found: list[MissingRow] = []
    if not businesses.profile(db, actor).version:
        found.append(MissingRow(step=StepKey.workspace, message=_("Say where the business is and how it tells time")))
    if not _tested(db, actor):
        found.append(MissingRow(step=StepKey.channels, message=_("Send a test message that arrives")))
    if first_free(db, actor) is None:
        found.append(MissingRow(step=StepKey.booking, message=_("Offer a service with free times in the next two weeks")))
    return found


def _tested(db: Session, actor: Actor) -> bool:
    return any(account.tested_at for account in channels.working(db, actor, channel="email"))


def first_free(db: Session, actor: Actor) -> tuple[BookingTypeRow, Availability] | None:
    """The first offered service that has a free time soon, with its times."""
    for service in bookings.offered_types(db, actor):
        times = _times(db, actor, service.id)
        if any(day.times for day in times.days):
            return service, times
    return None


def _times(db: Session, actor: Actor, service: UUID) -> Availability:
    begin = today(businesses.profile(db, actor).timezone)
    return bookings.available(db, actor, booking_type_id=service, from_=begin, to=begin + timedelta(days=LOOK_AHEAD))
