"""The morning's mail: to each provider their day, to the owners what needs them. Once a day for each, whoever asks how often."""

from uuid import UUID

from sqlmodel import Session

from careops.accounts import queries as accounts
from careops.accounts.schemas import MemberRow
from careops.automation.queries import needs_you, open_alerts
from careops.automation.rules import agendas, digests
from careops.booking import queries as bookings
from careops.booking.schemas import BookingRow
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.core.actor import Actor, Role
from careops.core.clock import today
from careops.core.paging import MOST
from careops.inbox import actions as inbox
from careops.ui.public.mail import Mail, mail_html, mail_text


def send_agendas(db: Session, actor: Actor) -> int:
    """To everybody who takes bookings and signs in: today's, where the business is; nobody gets an empty one."""
    here = business.profile(db, actor)
    people = {member.id: member for member in accounts.members(db, actor) if member.active}
    sent = 0
    for provider in bookings.providers(db, actor, active=True):
        member = people.get(provider.member_id) if provider.member_id else None
        rows = _todays(db, actor, here, provider.id) if member else []
        if member and rows:
            _mail(db, actor, here, member, f"agenda:{provider.id}", agendas.agenda(here, member.name, today(here.timezone), rows))
            sent += 1
    return sent


def _todays(db: Session, actor: Actor, here: BusinessRow, provider_id: UUID) -> list[BookingRow]:
    day = today(here.timezone)
    page = bookings.between(db, actor, from_=day, to=day, provider_id=provider_id, limit=MOST)
    return [row for row in page.items if row.status in agendas.LIVING]


def send_digest(db: Session, actor: Actor) -> int:
    """To the owners: what is open and not put off, where there is anything."""
    count = open_alerts(db, actor)
    if not count:
        return 0
    here, rows = business.profile(db, actor), needs_you(db, actor, limit=digests.SHOWN)
    owners = [member for member in accounts.members(db, actor) if member.active and member.role is Role.owner]
    for owner in owners:
        _mail(db, actor, here, owner, "digest", digests.alerts(here, rows, count))
    return len(owners)


def _mail(db: Session, actor: Actor, here: BusinessRow, member: MemberRow, what: str, mail: Mail) -> None:
    key = f"{what}:{member.id}:{today(here.timezone).isoformat()}"
    inbox.mail_member(db, actor, key=key, to=member.email, subject=mail.subject, text=mail_text(mail), html=mail_html(mail))
