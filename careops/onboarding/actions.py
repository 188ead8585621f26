"""Walking through the steps, filling them in from a preset, and opening the public pages."""

from uuid import UUID

from babel.numbers import get_currency_precision
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.models import LocationKind, Offered
from careops.booking.schemas import AddOnIn, BookingTypeIn, DayHours, ProviderIn, ScheduleIn, Span, VariantIn
from careops.business import actions as business
from careops.business import queries as businesses
from careops.business.rules import PRESETS, Preset, Question, Service, price_in
from careops.business.schemas import BusinessRow
from careops.core.actor import Actor, Permission
from careops.core.db import wake
from careops.core.errors import Invalid, Refusal
from careops.core.i18n import text as _
from careops.forms import actions as form
from careops.forms import queries as forms
from careops.forms.schemas import FieldKind, FormField, TemplateEdit, TemplateIn
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.models import Reason
from careops.inventory.schemas import ItemIn, MovementIn
from careops.onboarding import queries, rules
from careops.onboarding.models import Onboarding
from careops.onboarding.schemas import HoursIn, ProgressRow, StepIn, StepKey

Spans = frozenset[tuple[int, int, int]]


def walk(db: Session, actor: Actor, *, step: StepIn) -> ProgressRow:
    """Ends, skips or reopens a step, or pours a preset in; refused with the step's name when something in it is missing."""
    actor.require(Permission.settings)
    if step.preset is not None:
        choose_preset(db, actor, trade=step.preset)
    if step.step is not None:
        rules.check_state(step.step, step.state, queries.missing(db, actor))
        row = _row(db)
        row.steps = {**row.steps, step.step: step.state}
        db.flush()
    wake(db, f"ws:{actor.workspace}")
    return queries.progress(db, actor)


def activate(db: Session, actor: Actor) -> ProgressRow:
    """Opens the public pages; NotReady, naming the steps, when nobody could be reached or nothing could be booked."""
    actor.require(Permission.settings)
    if missing := queries.missing(db, actor):
        raise rules.NotReady.for_want_of(missing)
    business.activate(db, actor)
    row = _row(db)
    row.steps = {**row.steps, StepKey.review: "done"}
    db.flush()
    return queries.progress(db, actor)


def suspend(db: Session, actor: Actor) -> ProgressRow:
    """Closes the public pages for now."""
    business.suspend(db, actor)
    return queries.progress(db, actor)


def set_hours(db: Session, actor: Actor, *, hours: list[HoursIn]) -> None:
    """Gives every provider these opening hours."""
    actor.require(Permission.settings)
    week = _week([(h.weekday, h.start, h.end) for h in hours])
    for provider in bookings.providers(db, actor, active=True) or [booking.add_provider(db, actor, given=_me(actor))]:
        booking.set_week(db, actor, provider_id=provider.id, given=week)


def add_service(db: Session, actor: Actor) -> UUID:
    """Another service to fill in, done by everybody."""
    there = bookings.booking_types(db, actor)
    providers = bookings.providers(db, actor, active=True) or [booking.add_provider(db, actor, given=_me(actor))]
    profile = businesses.profile(db, actor)
    given = BookingTypeIn(
        name=_("New {service}", service=profile.vocabulary.booking_type),
        duration=30,
        policy=profile.cancellation_policy,
        location=profile.address,
        position=len(there),
        provider_ids=[provider.id for provider in providers],
    )
    return booking.create_booking_type(db, actor, given=given).id


def send_after(db: Session, actor: Actor, *, service_id: UUID, form_id: UUID | None) -> None:
    """After that service exactly this form is sent, or none."""
    for template in forms.templates(db, actor, limit=200).items:
        wanted = [id for id in template.booking_types if id != service_id] + ([service_id] if template.id == form_id else [])
        if wanted != template.booking_types:
            form.edit_template(db, actor, template_id=template.id, edit=TemplateEdit(booking_types=wanted))


def change_contact_form(db: Session, actor: Actor, *, intro: str, fields: list[FormField]) -> None:
    """What the public contact page says and asks; how to answer somebody is always asked."""
    missing = rules.FIXED - {field.key for field in fields}
    if missing:
        raise Invalid.field("questions", _("A name, an address and the message are always asked"))
    form.set_contact_form(db, actor, template=TemplateIn(name="Contact", intro=intro, fields=fields))


def count_item(db: Session, actor: Actor, *, item_id: UUID, quantity: int) -> None:
    """There are that many now: the difference goes into the ledger."""
    difference = quantity - stock.get(db, actor, item_id=item_id).quantity
    if difference:
        inventory.move(db, actor, item_id=item_id, movement=MovementIn(reason=Reason.adjust, quantity=difference))


# ── presets ──────────────────────────────────────────────


def choose_preset(db: Session, actor: Actor, *, trade: str) -> None:
    """Fills every step in from a trade's preset. What an earlier preset put in and nobody touched goes; what was entered stays."""
    business.choose_trade(db, actor, trade=trade)
    preset, row = PRESETS[trade], _row(db)
    before = row.filled
    _take_out(db, actor, before)
    db.flush()
    _hours(db, actor, PRESETS.get(row.preset), preset)
    services = {} if bookings.booking_types(db, actor) else _services(db, actor, preset)
    row.filled = {
        "contact": _contact_form(db, actor, preset, before.get("contact", [])),
        "services": [str(id) for id in services.values()],
        "forms": _forms(db, actor, preset, services),
        "items": _items(db, actor, preset),
    }
    row.preset = trade
    db.flush()


def _take_out(db: Session, actor: Actor, filled: dict[str, list[str]]) -> None:
    ours = {UUID(id) for kind in ("services", "forms", "items") for id in filled.get(kind, [])}
    for template in forms.templates(db, actor, limit=200).items:
        if template.id in ours and template.version == 1:
            form.archive_template(db, actor, template_id=template.id)
    for item in stock.items(db, actor, limit=200).items:
        if item.id in ours and item.version == 1:
            inventory.archive_item(db, actor, item_id=item.id)
    for service in bookings.booking_types(db, actor):
        if service.id in ours and service.version == 1:
            _forget(db, actor, service.id)


def _forget(db: Session, actor: Actor, service: UUID) -> None:
    try:
        with db.begin_nested():
            booking.remove_booking_type(db, actor, booking_type_id=service)
    except Refusal:  # somebody booked it: it stays
        pass


def _hours(db: Session, actor: Actor, before: Preset | None, preset: Preset) -> None:
    """The preset's hours for everybody who has none of their own; the owner is the first who can be booked."""
    usual = {_spans(before)} if before else set[Spans]()
    for provider in bookings.providers(db, actor, active=True) or [booking.add_provider(db, actor, given=_me(actor))]:
        week = bookings.schedule(db, actor, provider_id=provider.id).week
        spans = frozenset((day.weekday, block.start, block.end) for day in week for block in day.hours)
        if not spans or spans in usual:
            booking.set_week(db, actor, provider_id=provider.id, given=_week(list(preset.hours)))


def _spans(preset: Preset) -> Spans:
    return frozenset((day, rules.minute_of(start), rules.minute_of(end)) for day, start, end in preset.hours)


def _services(db: Session, actor: Actor, preset: Preset) -> dict[str, UUID]:
    """The preset's services by name, done by everybody there is."""
    profile = businesses.profile(db, actor)
    doing = [provider.id for provider in bookings.providers(db, actor, active=True)]
    made: dict[str, UUID] = {}
    for at, service in enumerate(preset.services):
        given = _sold(service, profile).model_copy(
            update={"min_notice": preset.notice_hours * 60, "position": at, "provider_ids": doing, "active": service.offered}
        )
        made[service.name] = booking.create_booking_type(db, actor, given=given).id
    return made


def _sold(service: Service, profile: BusinessRow) -> BookingTypeIn:
    """How a preset's service is sold in the business's currency."""
    digits = get_currency_precision(profile.currency)
    gap_after, gap_minutes = service.gap
    return BookingTypeIn(
        name=service.name,
        description=service.description,
        duration=service.minutes,
        gap_after=gap_after,
        gap_minutes=gap_minutes,
        buffer_after=service.buffer,
        price=price_in(profile.currency, service.price, digits),
        location_kind=LocationKind(service.place),
        location=profile.address if service.place == "place" else "",
        capacity=service.seats,
        offered=Offered.slots if service.seats > 1 else Offered.hours,
        recurring_max=service.repeats,
        policy=profile.cancellation_policy,
        variants=[
            VariantIn(name=one.name, duration=one.minutes, price=price_in(profile.currency, one.price, digits)) for one in service.lengths
        ],
        add_ons=[
            AddOnIn(name=one.name, minutes=one.minutes, price=price_in(profile.currency, one.price, digits)) for one in service.extras
        ],
    )


def _contact_form(db: Session, actor: Actor, preset: Preset, ours: list[str]) -> list[str]:
    """The preset's contact form, unless somebody wrote their own; returns the version that is ours."""
    present = forms.contact_form(db, actor)
    if present is not None and str(present.version) not in ours:
        return []
    template = TemplateIn(name="Contact", intro=preset.contact_intro, fields=_fields(preset.contact_questions))
    return [str(form.set_contact_form(db, actor, template=template).version)]


def _forms(db: Session, actor: Actor, preset: Preset, services: dict[str, UUID]) -> list[str]:
    if forms.templates(db, actor, limit=1).items:
        return []
    made: list[str] = []
    for asked in preset.forms:
        after = [services[s.name] for s in preset.services if s.form == asked.key and s.name in services]
        template = TemplateIn(name=asked.name, fields=_fields(asked.questions), booking_types=after)
        made.append(str(form.create_template(db, actor, template=template).id))
    return made


def _fields(questions: tuple[Question, ...]) -> list[FormField]:
    return [
        FormField(key=q.key, kind=FieldKind(q.kind), label=q.label, required=q.required, help=q.help, options=list(q.options))
        for q in questions
    ]


def _items(db: Session, actor: Actor, preset: Preset) -> list[str]:
    if stock.counts(db, actor).items:
        return []
    profile = businesses.profile(db, actor)
    digits = get_currency_precision(profile.currency)
    return [
        str(
            inventory.add_item(
                db,
                actor,
                item=ItemIn(
                    name=item.name,
                    sku=item.sku,
                    unit=item.unit,
                    quantity=item.quantity,
                    threshold=item.threshold,
                    reorder_quantity=item.reorder,
                    cost=price_in(profile.currency, item.cost, digits),
                ),
            ).id
        )
        for item in preset.items
    ]


def _week(spans: list[tuple[int, str, str]]) -> ScheduleIn:
    days = sorted({day for day, _start, _end in spans})
    return ScheduleIn(
        week=[
            DayHours(
                weekday=day, hours=[Span(start=rules.minute_of(start), end=rules.minute_of(end)) for d, start, end in spans if d == day]
            )
            for day in days
        ]
    )


def _me(actor: Actor) -> ProviderIn:
    return ProviderIn(name=actor.name, member_id=actor.member_id)


def _row(db: Session) -> Onboarding:
    if (found := queries.kept(db)) is None:
        try:
            with db.begin_nested():
                db.add(Onboarding())
        except IntegrityError:  # another tab was first
            pass
        found = queries.kept(db)
    assert found is not None  # noqa: S101  (one of the two has just made it)
    db.refresh(found, with_for_update=True)
    return found
