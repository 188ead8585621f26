"""The waitlist from wish to booking, each way it can work, on both databases."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy import event
from sqlmodel import col, select

from careops.activity import queries as activity
from careops.automation import jobs as reactor
from careops.booking import actions as booking
from careops.booking import jobs
from careops.booking import queries as bookings
from careops.booking.models import Booking, BookingType, Hold, Occupancy, WaitlistMode
from careops.booking.rules import SlotTaken
from careops.booking.rules.waiting import (
    MOST_OPEN,
    AlreadyOffered,
    AlreadyWaiting,
    NothingOffered,
    NoWaitlist,
    OfferEnded,
    OfferTaken,
    TooManyWishes,
    WishOver,
)
from careops.booking.schemas import (
    AddOnIn,
    BookingRow,
    BookingTypeIn,
    Customer,
    DayHours,
    ProviderIn,
    ResourceIn,
    ScheduleIn,
    Span,
    VariantIn,
)
from careops.booking.schemas.waiting import DaysIn, HoursIn, OfferIn, WindowIn, WishRow
from careops.booking.schemas.wanted import Wanted
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Forbidden, Invalid, NotFound
from tests import cast
from tests.worlds import ZONE, Shop, opened, workday

pytestmark = pytest.mark.usefixtures("both_engines")
CLEO, DAN, EVE, FAY = (Customer(name=f"{name} Marsh", email=f"{name.lower()}@example.org") for name in ("Cleo", "Dan", "Eve", "Fay"))


@pytest.fixture
def shop(ana: Actor) -> Shop:
    """One provider, so that a time that is taken is taken."""
    return opened(ana)


def set_up(shop: Shop, **values: object) -> None:
    """How the shop's service is sold."""
    with db.transaction(shop.owner) as session:
        session.exec(sa.update(BookingType).values(**values))  # type: ignore[call-overload]


def settle() -> None:
    """Until nobody has anything left to react to or to look for."""
    while reactor.react() or jobs.serve_waitlist():
        pass


def start(shop: Shop, at: int = 0, day: int = 3) -> datetime:
    return shop.starts(workday(day))[at]


def booked(shop: Shop, at: int = 0, who: Customer = FAY, day: int = 3, seats: int = 1) -> BookingRow:
    with db.transaction(shop.owner) as session:
        return booking.book(session, shop.owner, booking_type_id=shop.service, starts_at=start(shop, at, day), customer=who, seats=seats)


def window(shop: Shop, first: int, last: int | None = None, day: int = 3) -> list[WindowIn]:
    """From one start of that day to the next after another."""
    return [WindowIn(earliest=start(shop, first, day), latest=start(shop, last or first, day) + timedelta(minutes=1))]


def wishes(shop: Shop, who: Customer = CLEO, at: int = 0, last: int | None = None, **more: object) -> WishRow:
    visitor = cast.customer(shop.owner)
    with db.transaction(visitor) as session:
        return booking.wish(session, visitor, wanted=Wanted(shop.service), windows=window(shop, at, last), customer=who, **more)  # type: ignore[arg-type]


def cancelled(shop: Shop, row: BookingRow) -> None:
    with db.transaction(shop.owner) as session:
        booking.cancel(session, shop.owner, booking_id=row.id)
    settle()


def seen(shop: Shop, row: WishRow) -> WishRow:
    with db.reading(shop.owner) as session:
        return bookings.wish(session, shop.owner, wish_id=row.id)


def theirs(shop: Shop, row: WishRow) -> Actor:
    """The one who waits, by their private link."""
    return Actor.customer(shop.owner.workspace, row.contact_id)


def says(shop: Shop, row: WishRow, action: object) -> WishRow:
    actor = theirs(shop, row)
    with db.transaction(actor) as session:
        return action(session, actor, wish_id=row.id)  # type: ignore[operator]


def accepts(shop: Shop, row: WishRow) -> WishRow:
    return says(shop, row, booking.accept_offer)


def declines(shop: Shop, row: WishRow) -> WishRow:
    return says(shop, row, booking.decline_offer)


def history(shop: Shop, row: WishRow) -> list[str]:
    with db.reading(shop.owner) as session:
        return [fact.kind.removeprefix("waitlist.") for fact in activity.about(session, shop.owner, subject=row.id)]


def living(shop: Shop) -> list[tuple[str, datetime]]:
    """Who is booked for when."""
    with db.reading(shop.owner) as session:
        found = session.exec(
            select(Booking).where(Booking.status != "cancelled").order_by(col(Booking.starts_at), col(Booking.contact_name))
        )
        return [(row.contact_name.split()[0], row.starts_at) for row in found]


def taken(shop: Shop) -> list[str]:
    """What is taken, by kind."""
    with db.reading(shop.owner) as session:
        return sorted(session.exec(select(Occupancy.kind)))


# ── wishing ──────────────────────────────────────────────


def test_a_wish_waits_and_gets_nothing_while_nothing_is_free(shop: Shop) -> None:
    set_up(shop, waitlist="offer")
    booked(shop)
    row = wishes(shop)
    settle()
    assert (row.status, row.contact_name, row.type_name, row.seats) == ("waiting", "Cleo Marsh", "Cut", 1)
    assert (seen(shop, row).status, history(shop, row), taken(shop)) == ("waiting", ["wished"], ["booking"])


def test_a_service_without_a_waitlist_says_so(shop: Shop) -> None:
    with pytest.raises(NoWaitlist):
        wishes(shop)


def test_windows_must_still_come_and_be_bookable(shop: Shop) -> None:
    set_up(shop, waitlist="offer", window_days=10)
    visitor = cast.customer(shop.owner)
    too_late = [WindowIn(earliest=now().replace(second=0, microsecond=0) + timedelta(days=30), latest=start(shop, 0, 40))]
    past = [WindowIn(earliest=start(shop, 0, 0) - timedelta(days=9), latest=start(shop, 1, 0) - timedelta(days=9))]
    backwards = [WindowIn(earliest=start(shop, 3), latest=start(shop, 1))]
    for windows in (too_late, past, backwards):
        with pytest.raises(Invalid) as refused, db.transaction(visitor) as session:
            booking.wish(session, visitor, wanted=Wanted(shop.service), windows=windows, customer=CLEO)
        assert refused.value.problems[0].field == "windows"
    with pytest.raises(Invalid), db.transaction(visitor) as session:
        booking.wish(session, visitor, wanted=Wanted(shop.service), windows=window(shop, 0), seats=2, customer=CLEO)


def test_days_and_times_of_day_become_windows(shop: Shop) -> None:
    set_up(shop, waitlist="offer")
    visitor = cast.customer(shop.owner)
    day = workday(7)
    said = DaysIn(first_day=day, last_day=day + timedelta(days=6), weekdays=[day.weekday()], hours=[HoursIn(start=540, end=720)])
    with db.transaction(visitor) as session:
        row = booking.wish(session, visitor, wanted=Wanted(shop.service), days=said, customer=CLEO)
    (only,) = row.windows
    assert (only.earliest, only.latest) == (start(shop, 0, 7), start(shop, 0, 7) + timedelta(hours=3))
    assert row.windows_text.endswith("09:00–12:00")


def test_the_same_wish_twice_and_too_many_are_refused(shop: Shop) -> None:
    set_up(shop, waitlist="offer")
    wishes(shop)
    with pytest.raises(AlreadyWaiting):
        wishes(shop)
    for at in range(1, MOST_OPEN):
        wishes(shop, at=at)
    with pytest.raises(TooManyWishes):
        wishes(shop, at=MOST_OPEN)
    assert wishes(shop, DAN).status == "waiting"


def test_a_wish_is_its_owners_and_the_teams(shop: Shop, ben: Actor, stranger: Actor) -> None:
    set_up(shop, waitlist="offer")
    row, other = wishes(shop), wishes(shop, DAN)
    for actor in (stranger, theirs(shop, other)):
        with pytest.raises(NotFound), db.transaction(actor) as session:
            booking.withdraw_wish(session, actor, wish_id=row.id)
    nobody = Actor.customer(shop.owner.workspace)
    with pytest.raises(Forbidden), db.transaction(nobody) as session:
        booking.withdraw_wish(session, nobody, wish_id=row.id)
    with pytest.raises(Forbidden), db.transaction(theirs(shop, row)) as session:
        booking.offer_to(session, theirs(shop, row), wish_id=row.id, offer=OfferIn(starts_at=start(shop)))
    with db.transaction(ben) as session:
        assert booking.withdraw_wish(session, ben, wish_id=row.id).status == "withdrawn"
        assert booking.withdraw_wish(session, ben, wish_id=row.id).status == "withdrawn"
    assert history(shop, row) == ["wished", "withdrawn"]


# ── offered, one after the other ─────────────────────────


def test_a_freed_time_is_kept_for_the_first_in_line_who_takes_it(shop: Shop) -> None:
    set_up(shop, waitlist="offer", offer_minutes=30)
    gone = booked(shop)
    first, second = wishes(shop, CLEO), wishes(shop, DAN)
    cancelled(shop, gone)
    offered = seen(shop, first).offered
    assert offered is not None
    assert (offered.starts_at, offered.kept, offered.provider_name) == (start(shop), True, "Provider 1")
    assert timedelta(minutes=29) < offered.ends_at - now() <= timedelta(minutes=30)
    assert seen(shop, second).status == "waiting"
    with pytest.raises(SlotTaken):
        booked(shop, who=EVE)
    assert accepts(shop, first).status == accepts(shop, first).status == "booked"
    settle()
    assert (living(shop), taken(shop)) == ([("Cleo", start(shop))], ["booking"])
    assert history(shop, first) == ["wished", "offered", "accepted", "booked"]
    assert seen(shop, second).status == "waiting"


def test_declined_it_goes_to_the_next_and_never_back(shop: Shop) -> None:
    set_up(shop, waitlist="offer")
    gone = booked(shop)
    rows = [wishes(shop, who) for who in (CLEO, DAN)]
    cancelled(shop, gone)
    assert declines(shop, rows[0]).status == declines(shop, rows[0]).status == "waiting"
    settle()
    assert [seen(shop, row).status for row in rows] == ["waiting", "offered"]
    declines(shop, rows[1])
    settle()
    assert [seen(shop, row).status for row in rows] == ["waiting", "waiting"]
    assert taken(shop) == []
    assert history(shop, rows[0]) == ["wished", "offered", "declined"]
    with pytest.raises(OfferEnded):
        accepts(shop, rows[0])


def test_an_offer_that_is_not_answered_goes_to_the_next(shop: Shop) -> None:
    set_up(shop, waitlist="offer", offer_minutes=30)
    gone = booked(shop)
    rows = [wishes(shop, who) for who in (CLEO, DAN)]
    cancelled(shop, gone)
    with time_machine.travel(now() + timedelta(minutes=30, seconds=1)):
        assert seen(shop, rows[0]).status == "waiting"
        with pytest.raises(OfferEnded):
            accepts(shop, rows[0])
        settle()
        assert [seen(shop, row).status for row in rows] == ["waiting", "offered"]
        assert history(shop, rows[0]) == ["wished", "offered", "expired"]
        with pytest.raises(OfferEnded):
            accepts(shop, rows[0])
        assert accepts(shop, rows[1]).status == "booked"
    assert living(shop) == [("Dan", start(shop))]


def test_several_times_go_to_several_people_in_their_order(shop: Shop) -> None:
    set_up(shop, waitlist="offer")
    gone = [booked(shop, at) for at in (0, 1, 2)]
    rows = [wishes(shop, who, 0, 2) for who in (CLEO, DAN)]
    for one in gone:
        with db.transaction(shop.owner) as session:
            booking.cancel(session, shop.owner, booking_id=one.id)
    settle()
    given = [seen(shop, row).offered for row in rows]
    assert [one and one.starts_at for one in given] == [start(shop, 0), start(shop, 1)]


def test_looking_again_changes_nothing(shop: Shop) -> None:
    set_up(shop, waitlist="offer")
    gone = booked(shop)
    row = wishes(shop)
    cancelled(shop, gone)
    before = seen(shop, row)
    with db.transaction(shop.owner) as session:
        booking.look_again(session, Actor.system(shop.owner.workspace))
    settle()
    assert seen(shop, row) == before
    with db.reading(shop.owner) as session:
        assert len(session.exec(select(Hold)).all()) == 1


def test_an_offer_never_outlasts_its_start_nor_comes_within_the_notice(shop: Shop) -> None:
    set_up(shop, waitlist="offer", offer_minutes=600, min_notice=0)
    gone, begins = booked(shop), start(shop)
    row, other = wishes(shop), wishes(shop, DAN)
    with time_machine.travel(begins - timedelta(minutes=40)):
        cancelled(shop, gone)
        offered = seen(shop, row).offered
        assert offered is not None
        assert offered.ends_at <= begins
        set_up(shop, min_notice=60)
        declines(shop, row)
        settle()
        assert seen(shop, other).status == "waiting"


def test_a_withdrawn_wish_gives_its_offer_back(shop: Shop) -> None:
    set_up(shop, waitlist="offer")
    gone = booked(shop)
    rows = [wishes(shop, who) for who in (CLEO, DAN)]
    cancelled(shop, gone)
    assert says(shop, rows[0], booking.withdraw_wish).status == "withdrawn"
    settle()
    assert seen(shop, rows[1]).status == "offered"
    with pytest.raises(WishOver):
        accepts(shop, rows[0])
    with pytest.raises(WishOver):
        declines(shop, rows[0])


def test_a_wish_whose_days_have_passed_ends(shop: Shop) -> None:
    set_up(shop, waitlist="offer")
    booked(shop)
    row = wishes(shop)
    settle()
    with time_machine.travel(start(shop) + timedelta(days=1)):
        settle()
        assert (seen(shop, row).status, history(shop, row)) == ("expired", ["wished", "expired"])


def test_hours_that_widen_are_found(shop: Shop) -> None:
    set_up(shop, waitlist="offer")
    visitor = cast.customer(shop.owner)
    early = start(shop) - timedelta(hours=1)
    with db.transaction(visitor) as session:
        windows = [WindowIn(earliest=early, latest=early + timedelta(minutes=30))]
        row = booking.wish(session, visitor, wanted=Wanted(shop.service), windows=windows, customer=CLEO)
    settle()
    assert seen(shop, row).status == "waiting"
    week = [DayHours(weekday=day, hours=[Span(start=480, end=720)]) for day in range(5)]
    with db.transaction(shop.owner) as session:
        booking.set_week(session, shop.owner, provider_id=shop.providers[0], given=ScheduleIn(timezone=ZONE, week=week))
    settle()
    assert seen(shop, row).status == "offered"


def test_a_held_time_that_nobody_booked_is_found_within_minutes(shop: Shop) -> None:
    set_up(shop, waitlist="offer")
    visitor = cast.customer(shop.owner)
    with db.transaction(visitor) as session:
        booking.hold(session, visitor, booking_type_id=shop.service, starts_at=start(shop))
    row = wishes(shop)
    settle()
    assert seen(shop, row).status == "waiting"
    with time_machine.travel(now() + timedelta(minutes=5, seconds=2)):
        settle()
        assert seen(shop, row).status == "offered"


def test_a_service_for_approval_asks_for_it(shop: Shop) -> None:
    set_up(shop, waitlist="offer", auto_confirm=False)
    gone = booked(shop)
    row = wishes(shop)
    cancelled(shop, gone)
    booked_id = accepts(shop, row).booked_id
    with db.reading(shop.owner) as session:
        assert bookings.get(session, shop.owner, booking_id=booked_id or row.id).status == "pending"


# ── told, first come first served ────────────────────────


def test_all_whom_it_suits_are_told_and_the_first_has_it(shop: Shop) -> None:
    set_up(shop, waitlist="notify")
    gone = booked(shop)
    rows = [wishes(shop, who) for who in (CLEO, DAN)]
    booked(shop, at=5)
    elsewhere = wishes(shop, EVE, at=5)
    cancelled(shop, gone)
    assert [(one.status, one.offered and one.offered.kept) for one in (seen(shop, row) for row in rows)] == [("offered", False)] * 2
    assert seen(shop, elsewhere).status == "waiting"
    assert accepts(shop, rows[1]).status == "booked"
    with pytest.raises(OfferTaken):
        accepts(shop, rows[0])
    settle()
    with db.transaction(shop.owner) as session:
        booking.look_again(session, Actor.system(shop.owner.workspace))
    settle()
    assert seen(shop, rows[0]).status == "waiting"
    assert history(shop, rows[0]) == ["wished", "notified"]


# ── booked at once ───────────────────────────────────────


def test_the_first_in_line_is_booked_at_once(shop: Shop) -> None:
    set_up(shop, waitlist="auto")
    gone = booked(shop)
    rows = [wishes(shop, who) for who in (CLEO, DAN)]
    cancelled(shop, gone)
    assert [seen(shop, row).status for row in rows] == ["booked", "waiting"]
    assert living(shop) == [("Cleo", start(shop))]
    with pytest.raises(WishOver):
        declines(shop, rows[0])


# ── staff choose ─────────────────────────────────────────


def test_staff_see_what_would_suit_and_choose(shop: Shop) -> None:
    set_up(shop, waitlist="staff")
    gone = booked(shop)
    rows = [wishes(shop, who) for who in (CLEO, DAN)]
    cancelled(shop, gone)
    assert [(seen(shop, row).status, seen(shop, row).match_at) for row in rows] == [("waiting", start(shop))] * 2
    with db.reading(shop.owner) as session:
        assert [one.starts_at for one in bookings.openings(session, shop.owner, wish_id=rows[1].id)] == [start(shop)]
    owner, offer = shop.owner, OfferIn(starts_at=start(shop))
    with db.transaction(owner) as session:
        assert booking.offer_to(session, owner, wish_id=rows[1].id, offer=offer).status == "offered"
    with pytest.raises(AlreadyOffered), db.transaction(owner) as session:
        booking.offer_to(session, owner, wish_id=rows[1].id, offer=offer)
    with pytest.raises(SlotTaken), db.transaction(owner) as session:
        booking.offer_to(session, owner, wish_id=rows[0].id, offer=offer)
    settle()
    with db.transaction(owner) as session:
        booking.look_again(session, Actor.system(owner.workspace))
    settle()
    assert seen(shop, rows[0]).match_at is None
    assert history(shop, rows[0]) == ["wished", "matched", "unmatched"]
    assert accepts(shop, rows[1]).status == "booked"


def test_staff_book_for_whom_they_choose_even_outside_the_windows(shop: Shop) -> None:
    set_up(shop, waitlist="staff")
    row = wishes(shop)
    with db.transaction(shop.owner) as session:
        made = booking.book_wish(session, shop.owner, wish_id=row.id, offer=OfferIn(starts_at=start(shop, 4)))
    assert (made.status, living(shop)) == ("booked", [("Cleo", start(shop, 4))])
    with pytest.raises(WishOver), db.transaction(shop.owner) as session:
        booking.book_wish(session, shop.owner, wish_id=row.id, offer=OfferIn(starts_at=start(shop, 5)))


def test_what_is_not_offered_cannot_be_accepted(shop: Shop) -> None:
    set_up(shop, waitlist="staff")
    row = wishes(shop)
    with pytest.raises(NothingOffered):
        accepts(shop, row)


# ── coming earlier ───────────────────────────────────────


def earlier(shop: Shop, row: BookingRow) -> WishRow:
    actor = Actor.customer(shop.owner.workspace, row.contact_id)
    with db.transaction(actor) as session:
        return booking.come_earlier(session, actor, booking_id=row.id)


def fill(shop: Shop, count: int) -> list[BookingRow]:
    """The first times of every day up to the third workday are taken."""
    with db.transaction(shop.owner) as session:
        session.exec(sa.update(BookingType).values(min_notice=60 * int((start(shop) - now()).total_seconds() // 3600)))  # type: ignore[call-overload]
    return [booked(shop, at) for at in range(count)]


@pytest.mark.parametrize("mode", ["offer", "auto"])
def test_coming_earlier_moves_the_booking_and_frees_its_time_for_the_next(shop: Shop, mode: str) -> None:
    set_up(shop, waitlist=mode)
    gone, _kept, mine = [*fill(shop, 2), booked(shop, 2, CLEO)]
    later = booked(shop, 3, DAN)
    rows = [earlier(shop, mine), earlier(shop, later)]
    settle()
    assert [seen(shop, row).status for row in rows] == ["waiting", "waiting"]
    cancelled(shop, gone)
    if mode == "offer":
        assert [seen(shop, row).status for row in rows] == ["offered", "waiting"]
        assert accepts(shop, rows[0]).booked_id == mine.id
        settle()
        assert accepts(shop, rows[1]).booked_id == later.id
    assert [seen(shop, row).status for row in rows] == ["booked", "booked"]
    assert living(shop) == [("Cleo", start(shop, 0)), ("Fay", start(shop, 1)), ("Dan", start(shop, 2))]
    assert taken(shop) == ["booking"] * 3


def test_declining_leaves_the_booking_where_it_was(shop: Shop) -> None:
    set_up(shop, waitlist="offer")
    gone, mine = [*fill(shop, 1), booked(shop, 1, CLEO)]
    row = earlier(shop, mine)
    with pytest.raises(AlreadyWaiting):
        earlier(shop, mine)
    cancelled(shop, gone)
    declines(shop, row)
    assert (living(shop), taken(shop)) == ([("Cleo", start(shop, 1))], ["booking"])


def test_a_cancelled_booking_does_not_wait_for_anything_earlier(shop: Shop) -> None:
    set_up(shop, waitlist="offer")
    gone, mine = [*fill(shop, 1), booked(shop, 1, CLEO)]
    row = earlier(shop, mine)
    cancelled(shop, mine)
    assert seen(shop, row).status == "withdrawn"
    cancelled(shop, gone)
    assert taken(shop) == []


def test_only_ones_own_booking_can_come_earlier(shop: Shop) -> None:
    set_up(shop, waitlist="offer")
    mine = booked(shop, 1, CLEO)
    somebody = Actor.customer(shop.owner.workspace, booked(shop, 2, DAN).contact_id)
    with pytest.raises(NotFound), db.transaction(somebody) as session:
        booking.come_earlier(session, somebody, booking_id=mine.id)


# ── parties and sessions ─────────────────────────────────


@pytest.fixture
def group(shop: Shop) -> Shop:
    set_up(shop, waitlist="offer", capacity=3)
    return shop


def test_a_party_needs_that_many_seats(group: Shop) -> None:
    gone = [booked(group, who=who) for who in (CLEO, DAN, EVE)]
    two, one = wishes(group, FAY, seats=2), wishes(group, CLEO)
    cancelled(group, gone[0])
    assert [seen(group, row).status for row in (two, one)] == ["waiting", "offered"]
    cancelled(group, gone[1])
    assert seen(group, two).status == "waiting"
    declines(group, one)
    settle()
    assert seen(group, two).status == "offered"
    accepts(group, two)
    assert [name for name, _at in living(group)] == ["Eve", "Fay", "Fay"]


def test_no_more_seats_are_wished_for_than_a_session_has(group: Shop) -> None:
    with pytest.raises(Invalid):
        wishes(group, seats=4)


# ── with all else a visit can be ─────────────────────────


@pytest.fixture
def colour(shop: Shop) -> UUID:
    """A service with a longer variant, something to add, and a room it takes; given by the shop's provider and another."""
    owner = shop.owner
    with db.transaction(owner) as session:
        room = booking.add_resource(session, owner, given=ResourceIn(name="Room", always_open=True))
        helper = booking.add_provider(session, owner, given=ProviderIn(name="Helper", timezone=ZONE))
        week = [DayHours(weekday=day, hours=[Span(start=540, end=1020)]) for day in range(5)]
        booking.set_week(session, owner, provider_id=helper.id, given=ScheduleIn(timezone=ZONE, week=week))
        made = booking.create_booking_type(
            session,
            owner,
            given=BookingTypeIn(
                name="Colour",
                duration=30,
                min_notice=0,
                window_days=730,
                waitlist=WaitlistMode.offer,
                provider_ids=[shop.providers[0], helper.id],
                variants=[VariantIn(name="Short", duration=30, price=5000), VariantIn(name="Long", duration=60, price=7000)],
                add_ons=[AddOnIn(name="Gloss", minutes=15, price=1000)],
                needs=[[room.id]],
            ),
        )
    return made.id


def test_a_variant_with_something_added_from_somebody_waits_for_the_room(shop: Shop, colour: UUID) -> None:
    owner = shop.owner
    with db.reading(owner) as session:
        row = bookings.booking_type(session, owner, booking_type_id=colour)
    long, gloss, helper = row.variants[1].id, row.add_ons[0].id, next(id for id in row.provider_ids if id != shop.providers[0])
    with db.transaction(owner) as session:
        gone = booking.book(
            session,
            owner,
            booking_type_id=colour,
            starts_at=start(shop, 1),
            customer=FAY,
            variant_id=row.variants[0].id,
            provider_id=shop.providers[0],
        )
    visitor = cast.customer(owner)
    with db.transaction(visitor) as session:
        wanted = Wanted(colour, helper, long, (gloss,))
        waits = booking.wish(session, visitor, wanted=wanted, windows=window(shop, 0), customer=CLEO)
    settle()
    assert seen(shop, waits).status == "waiting"
    cancelled(shop, gone)
    offered = seen(shop, waits).offered
    assert offered is not None
    assert (offered.starts_at, offered.provider_id) == (start(shop), helper)
    made = accepts(shop, waits).booked_id
    with db.reading(owner) as session:
        found = bookings.get(session, owner, booking_id=made or colour)
    assert (found.duration, found.price.amount, found.provider_name) == (75, 8000, "Helper")
    assert taken(shop) == ["booking", "booking"]


def test_a_visit_of_several_services_comes_earlier_as_a_whole(shop: Shop, colour: UUID) -> None:
    set_up(shop, waitlist="offer")
    owner = shop.owner
    with db.reading(owner) as session:
        short = bookings.booking_type(session, owner, booking_type_id=colour).variants[0].id
    also = [Wanted(colour, shop.providers[0], short)]
    with db.transaction(owner) as session:
        gone, mine = (
            booking.book(
                session,
                owner,
                booking_type_id=shop.service,
                starts_at=start(shop, at),
                provider_id=shop.providers[0],
                customer=who,
                also=also,
            )
            for at, who in ((0, FAY), (2, CLEO))
        )
        later = booking.come_earlier(session, owner, booking_id=mine.id, windows=window(shop, 0, 1))
    settle()
    assert seen(shop, later).status == "waiting"
    cancelled(shop, gone)
    assert seen(shop, later).status == "offered"
    accepts(shop, later)
    with db.reading(owner) as session:
        found = bookings.get(session, owner, booking_id=mine.id)
    assert (found.starts_at, found.duration) == (start(shop), 60)
    assert taken(shop) == ["booking"] * 2  # the provider without a break, and the room


# ── what is kept of it ───────────────────────────────────


def test_the_list_is_in_order_and_by_filters(shop: Shop) -> None:
    set_up(shop, waitlist="offer")
    rows = [wishes(shop, who) for who in (CLEO, DAN, EVE)]
    says(shop, rows[1], booking.withdraw_wish)
    with db.reading(shop.owner) as session:
        page = bookings.waitlist(session, shop.owner, limit=2)
        rest = bookings.waitlist(session, shop.owner, limit=2, cursor=page.next_cursor)
        assert [row.contact_name.split()[0] for row in page.items + rest.items] == ["Cleo", "Dan", "Eve"]
        assert [row.id for row in bookings.waitlist(session, shop.owner, status="open").items] == [rows[0].id, rows[2].id]
        assert bookings.waiting_count(session, shop.owner) == 2
        assert [row.id for row in bookings.wishes_of_contact(session, shop.owner, contact_id=rows[2].contact_id)] == [rows[2].id]


def test_a_private_link_opens_one_wish_only(shop: Shop) -> None:
    set_up(shop, waitlist="offer")
    visitor = cast.customer(shop.owner)
    with db.transaction(visitor) as session:
        row = booking.wish_public(session, visitor, wanted=Wanted(shop.service), windows=window(shop, 0), customer=CLEO)
    with db.reading() as session:
        actor, wish_id = bookings.wish_by_link(session, token=row.token)
        assert bookings.public_wish(session, actor, wish_id=wish_id).type_name == "Cut"
    for wrong in ("x", row.token[:-1] + ("A" if row.token[-1] != "A" else "B"), "a" * 43):
        with pytest.raises(NotFound), db.reading() as session:
            bookings.wish_by_link(session, token=wrong)


def look(shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        booking.look_again(session, Actor.system(shop.owner.workspace))
    while jobs.serve_waitlist():
        pass


class Counter:
    """How many statements the database is asked."""

    def __init__(self, engine: sa.Engine) -> None:
        self.count = 0
        event.listen(engine, "before_cursor_execute", self._one)

    def _one(self, *_: object) -> None:
        self.count += 1

    def during(self, work: object) -> int:
        before = self.count
        work()  # type: ignore[operator]
        return self.count - before


@pytest.fixture
def statements(database: sa.Engine) -> Counter:
    return Counter(database)


def test_a_round_asks_the_same_number_of_statements_for_one_wish_and_for_five(shop: Shop, statements: Counter) -> None:
    set_up(shop, waitlist="offer")
    booked(shop)
    wishes(shop)
    settle()
    one = statements.during(lambda: look(shop))
    for who in (DAN, EVE, FAY):
        wishes(shop, who)
    settle()
    assert statements.during(lambda: look(shop)) - one <= 3  # only the rows themselves are written for each
