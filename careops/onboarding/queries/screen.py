"""The wizard's screen: every step's rows with the values its fields begin with."""

from datetime import datetime
from decimal import Decimal

from babel.numbers import get_currency_precision
from sqlmodel import Session

from careops.accounts import queries as accounts
from careops.booking import queries as bookings
from careops.booking.schemas import BookingTypeRow, ProviderRow
from careops.business import queries as businesses
from careops.business.rules import PRESETS
from careops.business.schemas import BusinessRow
from careops.channels import queries as channels
from careops.channels.schemas import IntegrationRow
from careops.core import when
from careops.core.actor import Actor, Permission
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.forms import queries as forms
from careops.forms.schemas import FieldKind, TemplateRow
from careops.inventory import queries as stock
from careops.onboarding.queries.progress import missing
from careops.onboarding.rules import FIXED, clock_of
from careops.onboarding.schemas import (
    AccountLine,
    Choice,
    FormLine,
    HoursIn,
    HoursLine,
    ItemLine,
    PersonLine,
    PickLine,
    QuestionLine,
    ServiceLine,
    WizardPage,
)
from careops.ui.people import initials, tint

SAID = ("name", "slug", "timezone", "currency", "country", "locale", "email", "phone", "address", "initials", "description")


def wizard_page(db: Session, actor: Actor) -> WizardPage:
    """Everything the eight steps show, as it is now."""
    actor.require(Permission.settings)
    business = businesses.profile(db, actor)
    services = bookings.booking_types(db, actor)
    providers = bookings.providers(db, actor, active=True)
    asked = forms.templates(db, actor, limit=200).items
    contact = forms.contact_form(db, actor)
    return WizardPage(
        name=business.name,
        initial=business.mark,
        status=business.status,
        trade=business.trade,
        trade_title=PRESETS[business.trade].title if business.trade in PRESETS else "",
        booking_url=business.booking_url,
        contact_url=business.contact_url,
        booking_path=f"/book/{business.slug}",
        business=_fields(business),
        accounts=[_account(row, business) for row in channels.listing(db, actor)],
        test_to=actor.email,
        tested=_tested(channels.working(db, actor, channel="email"), business),
        intro=contact.intro if contact else "",
        questions=_questions(contact),
        services=[_service(row, providers, asked, business) for row in services],
        form_choices=[Choice(value=str(form.id), label=form.name) for form in asked],
        hours=_hours(db, actor, business),
        zone=_("{place} time", place=when.zone_text(business.timezone)),
        price_label=_("Price in {currency}", currency=business.currency),
        forms=[_form(form, services) for form in asked],
        stock=_items(db, actor),
        people=_people(db, actor),
        missing=missing(db, actor),
    )


def _fields(business: BusinessRow) -> dict[str, str]:
    said = {name: str(getattr(business, name)) for name in SAID}
    return said | {
        "hour_cycle": str(business.hour_cycle),
        "first_weekday": str(business.first_weekday),
        "accent": business.colour,
        "service": business.vocabulary.booking_type,
        "services": business.vocabulary.booking_types,
    }


# ── channels ─────────────────────────────────────────────


def _account(row: IntegrationRow, business: BusinessRow) -> AccountLine:
    states = {
        "unused": ("", "circle-dashed", _("Not tried yet")),
        "working": ("ok", "check", _("Works")),
        "failing": ("danger", "triangle-alert", row.last_error or _("Failing")),
        "down": ("danger", "ban", row.last_error or _("Failing")),
    }
    tone, icon, state = states[row.health]
    sender = row.mail_from or row.from_number or row.messaging_service_sid or row.username
    about = ", ".join(part for part in (sender, row.host) if part)
    if row.kind == "local":
        about = _("Keeps messages here for you to read; nothing leaves this machine")
    return AccountLine(id=str(row.id), label=row.label, about=about, tone=tone, icon=icon, state=state, used=row.used)


def _tested(working: list[IntegrationRow], business: BusinessRow) -> str:
    moments: list[datetime] = [row.tested_at for row in working if row.tested_at]
    if not moments:
        return ""
    said = business.moment(max(moments))
    return _("The test message was accepted: {moment}.", moment=said)


# ── forms ────────────────────────────────────────────────


KINDS = {
    FieldKind.text: _("One line"),
    FieldKind.long_text: _("Long text"),
    FieldKind.email: _("Email"),
    FieldKind.phone: _("Phone"),
    FieldKind.number: _("Number"),
    FieldKind.date: _("Date"),
    FieldKind.choice: _("Choice"),
    FieldKind.yes_no: _("Yes or no"),
}


def _questions(contact: TemplateRow | None) -> list[QuestionLine]:
    return [
        QuestionLine(
            key=field.key, label=field.label, kind=KINDS.get(field.kind, _("Question")), required=field.required, fixed=field.key in FIXED
        )
        for field in (contact.fields if contact else [])
    ]


def _form(form: TemplateRow, services: list[BookingTypeRow]) -> FormLine:
    picked = [PickLine(id=str(s.id), name=s.name, checked=s.id in form.booking_types) for s in services]
    asked = plural("{count} question", "{count} questions", len(form.fields))
    after = sum(pick.checked for pick in picked)
    about = (
        _("{asked}, sent after {services}", asked=asked, services=plural("{count} service", "{count} services", after)) if after else asked
    )
    return FormLine(id=str(form.id), name=form.name, about=about, active=form.active, services=picked)


# ── services and hours ───────────────────────────────────


def _service(row: BookingTypeRow, providers: list[ProviderRow], asked: list[TemplateRow], business: BusinessRow) -> ServiceLine:
    digits = get_currency_precision(business.currency)
    return ServiceLine(
        id=str(row.id),
        name=row.name,
        duration=str(row.duration),
        lasts=_("{minutes} min", minutes=row.duration),
        offer=_("Offer {service}", service=row.name),
        buffer=str(row.buffer_after),
        price=f"{Decimal(row.price.amount).scaleb(-digits):.{digits}f}",
        price_text=row.from_text or _("Free"),
        lengths=_("Sold in several lengths, each with its price: {names}.", names=", ".join(one.name for one in row.variants))
        if row.variants
        else "",
        active=row.active,
        form=next((str(form.id) for form in asked if row.id in form.booking_types), ""),
        who=[
            PickLine(
                id=str(p.id),
                name=p.name.split()[0] if p.name.split() else p.name,
                initials=p.initials,
                tint=p.tint,
                checked=p.id in row.provider_ids,
            )
            for p in providers
        ],
    )


def weekly_hours(db: Session, actor: Actor) -> list[HoursIn]:
    """The opening hours as the first provider keeps them."""
    providers = bookings.providers(db, actor, active=True)
    if not providers:
        return []
    week = bookings.schedule(db, actor, provider_id=providers[0].id).week
    return [HoursIn(weekday=day.weekday, start=clock_of(block.start), end=clock_of(block.end)) for day in week for block in day.hours]


def _hours(db: Session, actor: Actor, business: BusinessRow) -> list[HoursLine]:
    spans = weekly_hours(db, actor)
    lines: list[HoursLine] = []
    for weekday in when.weekdays(business.first_weekday):
        mine = [span for span in spans if span.weekday == weekday]
        rest = _("and {hours}", hours=", ".join(f"{span.start}–{span.end}" for span in mine[1:])) if len(mine) > 1 else ""
        start, end = (mine[0].start, mine[0].end) if mine else ("", "")
        day = when.weekday_name(weekday)
        lines.append(
            HoursLine(
                weekday=weekday,
                key=str(weekday),
                name=day,
                open=bool(mine),
                start=start,
                end=end,
                opens=_("Open on {day}", day=day),
                begins=_("{day} from", day=day),
                ends=_("{day} until", day=day),
                rest=rest,
            )
        )
    return lines


# ── stock and people ─────────────────────────────────────


def _items(db: Session, actor: Actor) -> list[ItemLine]:
    return [
        ItemLine(
            id=str(item.id),
            name=item.name,
            unit=item.unit,
            quantity=str(item.quantity),
            threshold=str(item.threshold),
            about=_("{quantity} {unit}, reorder at {threshold}", quantity=item.quantity, unit=item.unit, threshold=item.threshold),
        )
        for item in stock.items(db, actor, limit=200).items
    ]


def _people(db: Session, actor: Actor) -> list[PersonLine]:
    here = [
        PersonLine(id=str(m.id), name=m.name, about=m.role.value.capitalize(), initials=m.initials, tint=m.tint)
        for m in accounts.members(db, actor)
        if m.active
    ]
    asked = [
        PersonLine(id=str(i.id), name=i.email, about=_("Invited"), initials=initials(i.email), tint=tint(i.id), invited=True)
        for i in accounts.invitations(db, actor)
    ]
    return here + asked
