"""How it began: Ana registers, takes the salon's preset, invites her team, says who works when, and opens."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from careops.accounts import actions as accounts
from careops.accounts import queries as people
from careops.accounts.rules import passwords
from careops.accounts.schemas import Entered, Proof, email_key
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas import BookingTypeEdit, BookingTypeRow, ProviderIn, ScheduleIn, TermsIn
from careops.business import actions as business
from careops.channels.rules import local_id
from careops.core import db
from careops.core.actor import Actor, Role
from careops.demo.answering import answer
from careops.demo.cast import ANA, BEN, MIA, PASSWORD, Person
from careops.demo.salon import BUSINESS, CHANGES, MORE_SERVICES, NEEDS, RESOURCES, SENIOR, STYLISTS, ZONE
from careops.demo.shelf import stock_up
from careops.inbox import actions as inbox
from careops.inventory import queries as stock
from careops.onboarding import actions as onboarding
from careops.onboarding.schemas import StepIn, StepKey

HOME = "192.0.2.7"


@dataclass(frozen=True, slots=True)
class Salon:
    """The open salon: its people as those who act, and its things by their names."""

    id: UUID
    ana: Actor
    mia: Actor
    ben: Actor
    services: dict[str, UUID]
    parts: dict[tuple[str, str], UUID]  # lengths and extras, by service and name
    stylists: dict[str, UUID]
    items: dict[str, UUID]

    def staff(self, name: str) -> Actor:
        """The member of that name; Ben picks up the phone for those who have no account."""
        return {actor.name: actor for actor in (self.ana, self.mia)}.get(name, self.ben)


def opened(session: Session) -> Salon:
    """The salon on its first day, open for bookings."""
    password_hash = passwords.hashed(PASSWORD)
    ana = _registered(session, ANA, password_hash)
    db.enter(session, ana.workspace)
    business.update(session, ana, business=BUSINESS)
    mia, ben = (_joined(session, ana, person, role, password_hash) for person, role in ((MIA, Role.manager), (BEN, Role.staff)))
    onboarding.walk(session, ana, step=StepIn(preset="salon"))
    _people(session, ana, {actor.name: actor for actor in (ana, mia, ben)})
    stock_up(session, ana)
    inbox.send_test(session, ana, integration_id=local_id(ana.workspace))
    answer(session)
    for step in StepKey:
        if step is not StepKey.review:
            onboarding.walk(session, ana, step=StepIn(step=step))
    onboarding.activate(session, ana)
    services = bookings.booking_types(session, ana)
    return Salon(
        id=ana.workspace,
        ana=ana,
        mia=mia,
        ben=ben,
        services={service.name: service.id for service in services},
        parts={(service.name, part.name): part.id for service in services for part in (*service.variants, *service.add_ons)},
        stylists={provider.name: provider.id for provider in bookings.providers(session, ana)},
        items={item.name: item.id for item in stock.items(session, ana, limit=100).items},
    )


# ── the team ─────────────────────────────────────────────


def _registered(session: Session, person: Person, password_hash: str) -> Actor:
    user = accounts.register(session, None, name=person.name, email=person.email, password_hash=password_hash, business="Lumen Studio")
    if user is None:
        raise RuntimeError(f"{person.email} has an account here already")
    proof = Proof(user_id=user.id, email_key=email_key(person.email), password_hash=password_hash, usual=True)
    return _seen(session, accounts.sign_in(session, None, proof=proof, address=HOME, agent="Firefox"))


def _joined(session: Session, host: Actor, person: Person, role: Role, password_hash: str) -> Actor:
    invitation = accounts.invite(session, host, email=person.email, role=role)
    link = people.mail_link(session, kind="invite", id=invitation.id).rsplit("/", 1)[1]
    return _seen(session, accounts.join(session, None, token=link, name=person.name, password_hash=password_hash, address=HOME))


def _seen(session: Session, sign_in: Entered) -> Actor:
    """Who signed in; the device is left signed out."""
    actor = people.actor_for_token(session, token=sign_in.token)
    if actor is None:
        raise RuntimeError("the sign-in of a moment ago is gone")
    accounts.sign_out(session, actor)
    return actor


def _people(session: Session, ana: Actor, members: dict[str, Actor]) -> None:
    """The five stylists with their hours, the chairs and the basin room, and who and what each service takes."""
    known = {provider.name: provider.id for provider in bookings.providers(session, ana)}
    for position, stylist in enumerate(STYLISTS):
        name = stylist.person.name
        member = members[name].member_id if name in members else None
        if name not in known:
            known[name] = booking.add_provider(session, ana, given=ProviderIn(name=name, member_id=member, position=position)).id
        booking.set_week(session, ana, provider_id=known[name], given=ScheduleIn(timezone=ZONE, week=stylist.days))
    things = {given.name: booking.add_resource(session, ana, given=given).id for given in RESOURCES}
    for service in MORE_SERVICES:
        booking.create_booking_type(session, ana, given=service)
    for service in bookings.booking_types(session, ana):
        change = CHANGES.get(service.name, BookingTypeEdit()).model_copy()
        change.active = True
        change.provider_ids = [known[stylist.person.name] for stylist in STYLISTS if service.name in stylist.does]
        change.needs = [[things[name] for name in group] for group in NEEDS.get(service.name, ())]
        change.terms = _senior(service, known[ANA.name])
        booking.edit_booking_type(session, ana, booking_type_id=service.id, change=change)


def _senior(service: BookingTypeRow, ana: UUID) -> list[TermsIn]:
    """What Ana asks for it otherwise than the others."""
    lengths = {part.name: part.id for part in service.variants}
    return [
        TermsIn(provider_id=ana, variant_id=lengths.get(length), price=price)
        for (name, length), price in SENIOR.items()
        if name == service.name
    ]
