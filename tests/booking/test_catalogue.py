"""What is sold, by whom and with what, and when they work: on both databases."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from careops.activity.models import Event
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.models import BookingLine, CalendarImport, Provider, ProviderKind, ProviderService, TimeOff, Variant
from careops.booking.rules import ImportedTimeOff, InUse, LanesInUse, SlotTaken
from careops.booking.schemas import (
    AddOnIn,
    BookingRow,
    BookingTypeEdit,
    BookingTypeIn,
    BookingTypeRow,
    Customer,
    DayHours,
    OverrideIn,
    ProviderEdit,
    ProviderIn,
    ProviderRow,
    ResourceEdit,
    ResourceIn,
    ScheduleIn,
    Span,
    TermsIn,
    TimeOffIn,
    TimeOffRow,
    VariantIn,
)
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Forbidden, Invalid, NotFound, Stale
from tests import cast
from tests.worlds import WEEKDAYS, Shop, workday

pytestmark = pytest.mark.usefixtures("both_engines")
CLEO = Customer(name="Cleo Marsh", email="cleo@example.org")
SHORT, LONG = VariantIn(name="Short hair", duration=30, price=4500), VariantIn(name="Long hair", duration=60, price=7000)
WASH = AddOnIn(name="Wash", description="With a massage", minutes=15, price=800)


def edited(shop: Shop, version: int | None = None, **change: Any) -> BookingTypeRow:
    with db.transaction(shop.owner) as session:
        return booking.edit_booking_type(
            session, shop.owner, booking_type_id=shop.service, change=BookingTypeEdit(**change), version=version
        )


def service(shop: Shop, actor: Actor | None = None) -> BookingTypeRow:
    with db.reading(actor or shop.owner) as session:
        return bookings.booking_type(session, actor or shop.owner, booking_type_id=shop.service)


def refused(shop: Shop, **change: Any) -> list[str]:
    """The fields that are named when the service cannot be changed so; nothing of it was changed."""
    before = service(shop)
    with pytest.raises(Invalid) as refusal:
        edited(shop, **change)
    assert service(shop) == before
    return [problem.field for problem in refusal.value.problems]


def room(shop: Shop, name: str = "Room", **more: Any) -> ProviderRow:
    with db.transaction(shop.owner) as session:
        return booking.add_resource(session, shop.owner, given=ResourceIn(name=name, **more))


def person(shop: Shop, name: str, **more: Any) -> ProviderRow:
    with db.transaction(shop.owner) as session:
        return booking.add_provider(session, shop.owner, given=ProviderIn(name=name, **more))


def booked(shop: Shop, at: int = 0, day: int = 3, **more: Any) -> BookingRow:
    with db.transaction(shop.owner) as session:
        start = shop.starts(workday(day))[at]
        return booking.book(session, shop.owner, booking_type_id=shop.service, starts_at=start, customer=CLEO, **more)


def ledger(shop: Shop) -> dict[UUID, tuple[int, int]]:
    with db.reading(shop.owner) as session:
        rows = session.exec(select(ProviderService).where(ProviderService.booking_type_id == shop.service, ProviderService.need == 0))
        return {row.provider_id: (row.assigned, row.weight) for row in rows}


# ── every field, and what does not fit ───────────────────

ALL: dict[str, Any] = {
    "gap_after": 10, "gap_minutes": 10, "buffer_before": 5, "buffer_after": 10, "slot_interval": 20, "slot_offset": 5, "tidy": True,
    "window_from": date(2027, 1, 4), "window_to": date(2027, 3, 31), "deposit": 1000, "location_kind": "customer",
    "assignment": "round_robin", "customer_chooses": False, "capacity": 8, "offered": "slots", "customer_max_per_day": 1,
    "customer_max_per_week": 2, "recurring_max": 12, "waitlist": "offer", "offer_minutes": 90,
}  # fmt: skip


def test_every_field_is_kept_and_told(shop: Shop) -> None:
    row = edited(shop, **ALL)
    told = row.model_dump(include=set(ALL)) | {"deposit": row.deposit.amount}
    assert told == ALL
    assert service(shop) == row
    assert (row.deposit_text, row.version) == ("€10", 2)
    with db.transaction(shop.owner) as session:
        made = booking.create_booking_type(session, shop.owner, given=BookingTypeIn(name="Class", duration=60, price=2000, **ALL))
    assert made.model_dump(include=set(ALL)) == row.model_dump(include=set(ALL))


def test_what_is_left_out_stays_and_null_clears_only_what_can_be_none(shop: Shop) -> None:
    before = edited(shop, **ALL)
    assert edited(shop) == before
    assert edited(shop, name=None, deposit=None, capacity=None) == before
    cleared = edited(shop, window_from=None, window_to=None, customer_max_per_day=None, customer_max_per_week=None)
    assert (cleared.window_from, cleared.window_to) == (None, None)
    assert (cleared.customer_max_per_day, cleared.customer_max_per_week) == (None, None)
    assert cleared.deposit == before.deposit


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"gap_after": 20, "gap_minutes": 10}, ["gap_minutes"]),  # nothing would follow it
        ({"gap_after": 0, "gap_minutes": 10}, ["gap_minutes"]),
        ({"variants": [SHORT, LONG.model_copy(update={"gap_after": 30, "gap_minutes": 30})]}, ["variants.1.gap_minutes"]),
        ({"variants": [SHORT, SHORT.model_copy(update={"name": "SHORT hair"})]}, ["variants.0.name", "variants.1.name"]),
        ({"add_ons": [WASH, WASH]}, ["add_ons.0.name", "add_ons.1.name"]),
        ({"window_from": date(2027, 2, 1), "window_to": date(2027, 1, 31)}, ["window_to"]),
        ({"deposit": 4501}, ["deposit"]),
        ({"deposit": 4501, "variants": [LONG]}, []),
        ({"deposit": 5000, "variants": [SHORT, LONG]}, ["deposit"]),
        ({"provider_ids": [uuid4()]}, ["provider_ids"]),
        ({"weights": {uuid4(): 2}}, ["weights"]),
        ({"needs": [[uuid4()]]}, ["needs.0"]),
        ({"terms": [TermsIn(provider_id=uuid4(), price=1)]}, ["terms.0.provider_id"]),
        ({"variants": [VariantIn(id=uuid4(), name="Stray", duration=30)]}, ["variants.0.id"]),
        ({"add_ons": [AddOnIn(id=uuid4(), name="Stray")]}, ["add_ons.0.id"]),
    ],
)
def test_parts_that_do_not_fit_are_named(shop: Shop, change: dict[str, Any], fields: list[str]) -> None:
    if fields:
        assert refused(shop, **change) == fields
    else:
        assert edited(shop, **change).deposit.amount == change["deposit"]


def test_one_providers_own_length_must_hold_the_gap_as_well(shop: Shop) -> None:
    edited(shop, gap_after=10, gap_minutes=10)
    assert refused(shop, terms=[TermsIn(provider_id=shop.providers[0], duration=20)]) == ["terms.0.duration"]
    assert edited(shop, terms=[TermsIn(provider_id=shop.providers[0], duration=45)]).terms[0].duration == 45


def test_a_deposit_is_no_more_than_whoever_is_cheapest_asks(shop: Shop) -> None:
    edited(shop, deposit=3000)
    assert refused(shop, terms=[TermsIn(provider_id=shop.providers[0], price=2999)]) == ["deposit"]


# ── variants and add-ons ─────────────────────────────────


def test_variants_keep_their_ids_through_every_change(shop: Shop) -> None:
    short, long = edited(shop, variants=[SHORT, LONG]).variants
    again = edited(shop, variants=[LONG.model_copy(update={"id": long.id, "price": 7500}), SHORT.model_copy(update={"id": short.id})])
    assert [(one.id, one.price.amount, one.price_text) for one in again.variants] == [(long.id, 7500, "€75"), (short.id, 4500, "€45")]
    assert again.from_text == "from €45"
    assert edited(shop, variants=[VariantIn(**one.model_dump(include={"id", "name", "duration"}), price=9) for one in again.variants])


def test_a_withdrawn_variant_stays_in_history_and_can_come_back(shop: Shop) -> None:
    short, long = edited(shop, variants=[SHORT, LONG]).variants
    made = booked(shop, variant_id=long.id)
    row = edited(shop, variants=[SHORT.model_copy(update={"id": short.id})])
    assert [one.id for one in row.variants] == [short.id]
    with pytest.raises(Invalid):
        booked(shop, at=4, variant_id=long.id)
    with db.reading(shop.owner) as session:
        line = session.exec(select(BookingLine).where(BookingLine.booking_id == made.id)).one()
        assert (line.variant_name, line.price) == ("Long hair", 7000)
        assert session.exec(select(Variant.active).where(Variant.id == long.id)).one() is False
    with db.transaction(shop.owner) as session:  # what was agreed can still be moved
        booking.reschedule(session, shop.owner, booking_id=made.id, starts_at=shop.starts(workday(3))[6])
    back = edited(shop, variants=[SHORT.model_copy(update={"id": short.id}), LONG.model_copy(update={"id": long.id})])
    assert [one.id for one in back.variants] == [short.id, long.id]


def test_add_ons_say_what_they_add(shop: Shop) -> None:
    wash, tea = edited(shop, add_ons=[WASH, AddOnIn(name="Tea")]).add_ons
    assert (wash.minutes_text, wash.price_text, wash.description) == ("+15 min", "+€8", "With a massage")
    assert (tea.minutes_text, tea.price_text) == ("", "")
    made = booked(shop, add_on_ids=[wash.id])
    assert (made.duration, made.price.amount) == (45, 5300)
    assert edited(shop, add_ons=[AddOnIn(id=tea.id, name="Green tea")]).add_ons[0].id == tea.id


# ── who does it, and on which terms ──────────────────────


def test_a_provider_asks_their_own_price_and_length_of_one_variant(shop: Shop) -> None:
    first, second = shop.providers
    row = edited(
        shop,
        variants=[SHORT, LONG],
        terms=[TermsIn(provider_id=first, variant_at=1, price=9000), TermsIn(provider_id=second, duration=45)],
    )
    long = row.variants[1]
    assert [(one.provider_id, one.variant_id) for one in row.terms] == [(first, long.id), (second, None)]
    assert booked(shop, variant_id=long.id, provider_id=first).price.amount == 9000
    assert booked(shop, variant_id=long.id, provider_id=second).price.amount == 7000
    assert booked(shop, at=6, provider_id=second).duration == 45
    assert refused(shop, terms=[TermsIn(provider_id=first, variant_id=uuid4(), price=1)]) == ["terms.0.variant_id"]
    assert refused(shop, terms=[TermsIn(provider_id=first, variant_at=7, price=1)]) == ["terms.0.variant_at"]
    assert refused(shop, terms=[TermsIn(provider_id=first, price=1), TermsIn(provider_id=first, price=2)]) == ["terms.1.provider_id"]
    assert edited(shop, terms=[TermsIn(provider_id=first)]).terms == []  # nothing said is nothing kept


def test_terms_leave_with_whom_they_are_about(shop: Shop) -> None:
    first, second = shop.providers
    edited(shop, terms=[TermsIn(provider_id=first, price=5000), TermsIn(provider_id=second, price=6000)])
    assert [one.provider_id for one in edited(shop, provider_ids=[second]).terms] == [second]
    assert edited(shop, provider_ids=[first, second]).from_text == "from €45"


def test_a_new_colleague_begins_at_the_average_of_the_others(shop: Shop) -> None:
    first, second = shop.providers
    edited(shop, assignment="round_robin")
    for at in range(0, 8, 2):
        booked(shop, at=at)
    assert ledger(shop) == {first: (2, 1), second: (2, 1)}
    third = person(shop, "Third", booking_type_ids=[shop.service])
    assert ledger(shop)[third.id] == (2, 1)
    with db.transaction(shop.owner) as session:
        week = [DayHours(weekday=day, hours=[Span(start=540, end=1020)]) for day in WEEKDAYS]
        booking.set_week(session, shop.owner, provider_id=third.id, given=ScheduleIn(week=week))
    assert {booked(shop, at=at, day=4).provider_id for at in (0, 2, 4)} == {first, second, third.id}


def test_whoever_was_away_does_not_make_up_for_it(shop: Shop) -> None:
    first, second = shop.providers
    edited(shop, assignment="round_robin")
    with db.transaction(shop.owner) as session:
        booking.edit_provider(session, shop.owner, provider_id=second, change=ProviderEdit(active=False))
    for at in range(0, 8, 2):
        booked(shop, at=at)
    with db.transaction(shop.owner) as session:
        booking.edit_provider(session, shop.owner, provider_id=second, change=ProviderEdit(active=True))
    assert ledger(shop) == {first: (4, 1), second: (4, 1)}


def test_new_weights_keep_the_shares_there_are(shop: Shop) -> None:
    first, second = shop.providers
    edited(shop, assignment="round_robin")
    for at in range(0, 8, 2):
        booked(shop, at=at)
    row = edited(shop, weights={first: 3})
    assert row.weights == {first: 3, second: 1}
    assert ledger(shop) == {first: (6, 3), second: (2, 1)}
    given = [booked(shop, at=at, day=5).provider_id for at in range(0, 8, 2)]
    assert (given.count(first), given.count(second)) == (3, 1)
    assert edited(shop, weights={}).weights == {first: 1, second: 1}


# ── rooms and things ─────────────────────────────────────


def test_rooms_stand_apart_from_people(shop: Shop, visitor: Actor) -> None:
    laser = room(shop, "Laser", capacity=2)
    row = edited(shop, needs=[[laser.id]])
    assert (row.needs, row.provider_ids) == ([[laser.id]], shop.providers)
    with db.reading(shop.owner) as session:
        assert [one.id for one in bookings.providers(session, shop.owner)] == shop.providers
        assert [one.id for one in bookings.providers(session, shop.owner, booking_type_id=shop.service)] == shop.providers
        (found,) = bookings.providers(session, shop.owner, kind=ProviderKind.resource)
        assert (found.id, found.kind, found.capacity, found.booking_type_ids) == (laser.id, "resource", 2, [shop.service])
    with db.reading(visitor) as session:
        (public,) = bookings.public_types(session, visitor)
    assert [one.id for one in public.providers] == shop.providers
    assert refused(shop, provider_ids=[laser.id]) == ["provider_ids"]
    assert refused(shop, needs=[[shop.providers[0]]]) == ["needs.0"]
    with pytest.raises(NotFound), db.transaction(shop.owner) as session:
        booking.edit_provider(session, shop.owner, provider_id=laser.id, change=ProviderEdit(name="x"))
    with pytest.raises(NotFound), db.transaction(shop.owner) as session:
        booking.edit_resource(session, shop.owner, resource_id=shop.providers[0], change=ResourceEdit(name="x"))
    with pytest.raises(NotFound), db.transaction(shop.owner) as session:
        booking.remove_resource(session, shop.owner, resource_id=shop.providers[0])


def test_a_capacity_falls_only_as_far_as_nothing_is_promised(shop: Shop) -> None:
    laser = room(shop, "Laser", capacity=3)
    edited(shop, needs=[[laser.id]])
    one, other = booked(shop), booked(shop)

    def sized(capacity: int) -> ProviderRow:
        with db.transaction(shop.owner) as session:
            return booking.edit_resource(session, shop.owner, resource_id=laser.id, change=ResourceEdit(capacity=capacity))

    assert sized(2).capacity == 2
    with pytest.raises(LanesInUse):
        sized(1)
    for made in (one, other):
        with db.transaction(shop.owner) as session:
            booking.cancel(session, shop.owner, booking_id=made.id)
    assert sized(1).capacity == 1
    booked(shop)
    with pytest.raises(SlotTaken):
        booked(shop)
    with pytest.raises(InUse), db.transaction(shop.owner) as session:
        booking.remove_resource(session, shop.owner, resource_id=laser.id)
    unused = room(shop, "Spare")
    with db.transaction(shop.owner) as session:
        booking.remove_resource(session, shop.owner, resource_id=unused.id)


def test_needs_are_replaced_as_a_whole(shop: Shop) -> None:
    a, b, laser = room(shop, "A"), room(shop, "B"), room(shop, "Laser")
    assert edited(shop, needs=[[a.id, b.id], [laser.id]]).needs == [[a.id, b.id], [laser.id]]
    assert edited(shop, needs=[[laser.id]]).needs == [[laser.id]]
    assert edited(shop, needs=[]).needs == []


def test_limits_and_accounts_of_people_can_be_let_go(shop: Shop) -> None:
    made = person(shop, "Ben", max_per_day=4, max_per_week=20, member_id=shop.owner.member_id)
    with db.transaction(shop.owner) as session:
        same = booking.edit_provider(session, shop.owner, provider_id=made.id, change=ProviderEdit(name=None))
        row = booking.edit_provider(
            session, shop.owner, provider_id=made.id, change=ProviderEdit(max_per_day=None, max_per_week=None, member_id=None)
        )
    assert (same.max_per_day, same.max_per_week, same.member_id) == (4, 20, shop.owner.member_id)
    assert (row.max_per_day, row.max_per_week, row.member_id) == (None, None, None)


# ── order, versions, who may ─────────────────────────────


def test_the_owner_puts_them_in_order(shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        other = booking.create_booking_type(session, shop.owner, given=BookingTypeIn(name="Beard", duration=15))
        third = booking.create_booking_type(session, shop.owner, given=BookingTypeIn(name="Colour", duration=90))
        rows = booking.order_booking_types(session, shop.owner, ids=[third.id, shop.service])
        people = booking.order_providers(session, shop.owner, ids=[shop.providers[1], uuid4()])
    assert [row.id for row in rows] == [third.id, shop.service, other.id]
    assert [row.id for row in people] == [shop.providers[1], shop.providers[0]]


def test_a_part_that_changed_makes_a_new_version_and_one_that_did_not_none(shop: Shop) -> None:
    first = edited(shop, variants=[SHORT])
    with pytest.raises(Stale):
        edited(shop, version=first.version - 1, add_ons=[WASH])
    same = edited(shop, version=first.version, variants=[SHORT.model_copy(update={"id": first.variants[0].id})])
    assert same.version == first.version
    with db.reading(shop.owner) as session:
        facts = session.exec(select(Event).where(Event.subject == shop.service).order_by(col(Event.id))).all()
    assert [fact.data.get("changed") for fact in facts if fact.kind == "booking_type.changed"] == [["variants"]]


def test_only_who_may_set_up_changes_anything(shop: Shop, stranger: Actor, visitor: Actor) -> None:
    at = datetime.combine(workday(3), datetime.min.time(), ZoneInfo("UTC"))
    off = TimeOffIn(starts_at=at, ends_at=at + timedelta(days=1))
    who = shop.providers[0]
    attempts: list[tuple[Callable[..., object], dict[str, object]]] = [
        (booking.edit_booking_type, {"booking_type_id": shop.service, "change": BookingTypeEdit(variants=[SHORT])}),
        (booking.add_time_off, {"provider_id": who, "given": off}),
        (booking.remove_time_off, {"provider_id": who, "time_off_id": uuid4()}),
        (booking.edit_resource, {"resource_id": who, "change": ResourceEdit(capacity=2)}),
        (booking.set_override, {"provider_id": who, "given": OverrideIn(day=workday(3))}),
    ]
    for actor, refusal in ((stranger, NotFound), (visitor, Forbidden)):
        for act, asked in attempts:
            with pytest.raises(refusal), db.transaction(actor) as session:
                act(session, actor, **asked)
    with db.transaction(stranger) as session:
        assert booking.order_booking_types(session, stranger, ids=[shop.service]) == []
        assert booking.order_providers(session, stranger, ids=shop.providers) == []
    with db.transaction(stranger) as session:
        theirs = booking.create_booking_type(session, stranger, given=BookingTypeIn(name="Theirs", duration=30))
    with pytest.raises(Invalid), db.transaction(stranger) as session:
        booking.edit_booking_type(session, stranger, booking_type_id=theirs.id, change=BookingTypeEdit(provider_ids=shop.providers))
    with db.reading(shop.owner) as session:
        assert session.exec(select(TimeOff)).all() == []
        assert session.exec(select(Variant)).all() == []


# ── nights ───────────────────────────────────────────────

NIGHT = Span(start=22 * 60, end=30 * 60)


def week_of(shop: Shop, *days: DayHours) -> Any:
    with db.transaction(shop.owner) as session:
        return booking.set_week(session, shop.owner, provider_id=shop.providers[0], given=ScheduleIn(week=list(days)))


def test_a_night_is_told_with_its_morning_and_is_offered(shop: Shop, visitor: Actor) -> None:
    row = week_of(shop, DayHours(weekday=4, hours=[NIGHT]))
    assert [block.text for block in row.week[4].hours] == ["22:00–06:00 (+1)"]
    friday = workday(3)
    while friday.weekday() != 4:
        friday += timedelta(days=1)
    with db.reading(visitor) as session:
        found = bookings.available(
            session, visitor, booking_type_id=shop.service, provider_id=shop.providers[0], from_=friday, to=friday + timedelta(days=1)
        )
    lisbon = ZoneInfo("Europe/Lisbon")
    times = [time.starts_at.astimezone(lisbon) for day in found.days for time in day.times]
    assert (times[0].hour, times[0].date(), times[-1].hour, times[-1].minute, times[-1].date()) == (
        22, friday, 5, 30, friday + timedelta(days=1),
    )  # fmt: skip


def test_a_night_may_touch_the_morning_but_not_run_into_it(shop: Shop) -> None:
    week_of(shop, DayHours(weekday=6, hours=[NIGHT]), DayHours(weekday=0, hours=[Span(start=6 * 60, end=600)]))
    with pytest.raises(Invalid) as refusal:
        week_of(shop, DayHours(weekday=6, hours=[NIGHT]), DayHours(weekday=0, hours=[Span(start=5 * 60, end=600)]))
    assert [problem.field for problem in refusal.value.problems] == ["week"]


def test_a_dates_own_night_keeps_clear_of_its_neighbours(shop: Shop) -> None:
    monday = workday(10)
    while monday.weekday() != 0:
        monday += timedelta(days=1)

    def on(day: date, *hours: Span) -> Any:
        with db.transaction(shop.owner) as session:
            return booking.set_override(session, shop.owner, provider_id=shop.providers[0], given=OverrideIn(day=day, hours=list(hours)))

    late = Span(start=22 * 60, end=34 * 60)  # until ten, when the week's Tuesday has begun
    with pytest.raises(Invalid) as refusal:
        on(monday, late)
    assert [problem.field for problem in refusal.value.problems] == ["hours"]
    on(monday + timedelta(days=1))  # a Tuesday off makes room for it
    row = on(monday, late)
    assert [block.text for day in row.overrides if day.day == monday for block in day.hours] == ["22:00–10:00 (+1)"]
    with pytest.raises(Invalid), db.transaction(shop.owner) as session:
        booking.clear_override(session, shop.owner, provider_id=shop.providers[0], day=monday + timedelta(days=1))
    with pytest.raises(Invalid):
        week_of(shop, DayHours(weekday=0, hours=[Span(start=0, end=60)]), DayHours(weekday=6, hours=[Span(start=600, end=1441 + 60)]))


# ── time off ─────────────────────────────────────────────


def off(shop: Shop, first: datetime, last: datetime, who: int = 0, reason: str = "Dentist") -> TimeOffRow:
    with db.transaction(shop.owner) as session:
        given = TimeOffIn(starts_at=first, ends_at=last, reason=reason)
        return booking.add_time_off(session, shop.owner, provider_id=shop.providers[who], given=given)


def test_time_off_says_what_is_booked_in_it_and_offers_nothing_more(shop: Shop, visitor: Actor) -> None:
    day = workday(3)
    made, later = booked(shop, provider_id=shop.providers[0]), booked(shop, at=8, provider_id=shop.providers[0])
    row = off(shop, shop.starts(day)[0], shop.starts(day)[2])
    assert [(one.id, one.contact_name) for one in row.bookings] == [(made.id, "Cleo Marsh")]
    assert later.id not in {one.id for one in row.bookings}
    assert (row.reason, row.imported, row.timezone) == ("Dentist", False, "Europe/Lisbon")
    assert row.when.endswith("09:00–10:00")
    with db.reading(visitor) as session:
        found = bookings.available(session, visitor, booking_type_id=shop.service, provider_id=shop.providers[0], from_=day, to=day)
    free = [time.starts_at for one in found.days for time in one.times]
    assert free[0] == shop.starts(day)[2]
    with db.transaction(shop.owner) as session:
        assert bookings.time_off(session, shop.owner, provider_id=shop.providers[0]) == [row]
        booking.remove_time_off(session, shop.owner, provider_id=shop.providers[0], time_off_id=row.id)
        assert bookings.time_off(session, shop.owner, provider_id=shop.providers[0]) == []


def test_staff_take_their_own_time_off_and_nobody_elses(shop: Shop, ben: Actor) -> None:
    at = shop.starts(workday(3))[0]
    given = TimeOffIn(starts_at=at, ends_at=at + timedelta(hours=1))
    with db.transaction(shop.owner) as session:
        session.exec(select(Provider).where(Provider.id == shop.providers[0])).one().member_id = ben.member_id
    with db.transaction(ben) as session:
        made = booking.add_time_off(session, ben, provider_id=shop.providers[0], given=given)
    with pytest.raises(Forbidden), db.transaction(ben) as session:
        booking.add_time_off(session, ben, provider_id=shop.providers[1], given=given)
    with db.transaction(ben) as session:
        booking.remove_time_off(session, ben, provider_id=shop.providers[0], time_off_id=made.id)


def test_whole_days_are_said_as_days(shop: Shop) -> None:
    lisbon = ZoneInfo("Europe/Lisbon")
    first = datetime(2027, 8, 2, tzinfo=lisbon)
    told = off(shop, first, first + timedelta(days=14)).when
    assert " ".join(told.split()) == "Mon, 2 Aug – Sun, 15 Aug 2027"  # the spaces around the dash are thin ones
    assert off(shop, first, first + timedelta(days=1)).when == "Mon, 2 Aug 2027"
    assert off(shop, first + timedelta(hours=9), first + timedelta(days=1, hours=9)).when.count("09:00") == 2


def test_time_off_needs_an_end_and_calendars_keep_theirs(shop: Shop) -> None:
    at = shop.starts(workday(3))[0]
    with pytest.raises(Invalid) as refusal:
        off(shop, at, at)
    assert [problem.field for problem in refusal.value.problems] == ["ends_at"]
    row = off(shop, at, at + timedelta(hours=1))
    other = off(shop, at, at + timedelta(hours=1), who=1)
    with pytest.raises(NotFound), db.transaction(shop.owner) as session:  # somebody else's
        booking.remove_time_off(session, shop.owner, provider_id=shop.providers[0], time_off_id=other.id)
    with db.transaction(shop.owner) as session:
        read = booking_import(session, shop.providers[0])
        session.exec(sa.update(TimeOff).where(col(TimeOff.id) == row.id).values(calendar_import_id=read))
    with pytest.raises(ImportedTimeOff), db.transaction(shop.owner) as session:
        booking.remove_time_off(session, shop.owner, provider_id=shop.providers[0], time_off_id=row.id)
    with db.reading(shop.owner) as session:
        assert bookings.time_off(session, shop.owner, provider_id=shop.providers[0]) == []
        (shown,) = bookings.time_off(session, shop.owner, provider_id=shop.providers[0], imported=True)
    assert (shown.id, shown.imported) == (row.id, True)


def booking_import(session: Any, provider_id: UUID) -> UUID:
    made = CalendarImport(provider_id=provider_id, name="Private", sealed_url="sealed")
    session.add(made)
    session.flush()
    return made.id


# ── how it is read ───────────────────────────────────────


@pytest.mark.parametrize("more", [0, 3])
def test_services_are_read_in_a_fixed_number_of_statements(shop: Shop, more: int, database: sa.Engine) -> None:
    rooms = [room(shop, f"Room {at}") for at in range(2)]
    for at in range(more):
        with db.transaction(shop.owner) as session:
            given = BookingTypeIn(
                name=f"More {at}", duration=60, provider_ids=shop.providers, variants=[SHORT, LONG], add_ons=[WASH],
                needs=[[one.id for one in rooms]], terms=[TermsIn(provider_id=shop.providers[0], variant_at=0, price=100)],
            )  # fmt: skip
            booking.create_booking_type(session, shop.owner, given=given)
    asked: list[str] = []
    event.listen(database, "before_cursor_execute", lambda *told: asked.append(told[2]))
    with db.reading(shop.owner) as session:
        rows = bookings.booking_types(session, shop.owner)
    assert len(rows) == more + 1
    assert len([one for one in asked if one.lstrip().upper().startswith("SELECT")]) == 3  # two of them are the business's own


def test_providers_are_what_the_model_says(shop: Shop) -> None:
    with pytest.raises(IntegrityError), db.transaction(shop.owner) as session:
        session.add(Provider(name="Twins", capacity=2, timezone="UTC"))


def test_one_of_another_business_weighs_nothing(shop: Shop, stranger: Actor) -> None:
    assert cast.customer(stranger).workspace != shop.owner.workspace
    assert refused(shop, weights={shop.owner.workspace: 2}) == ["weights"]
