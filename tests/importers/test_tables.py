"""Bookings from other programs' CSV exports: recognised, judged, made without a word to anybody, known the second time, taken back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from careops.activity.models import Event
from careops.automation.actions import react
from careops.booking import actions as booking
from careops.booking.models import Booking, BookingType, Occupancy, Provider
from careops.contacts import actions as people
from careops.contacts import jobs
from careops.contacts import queries as contacts
from careops.contacts.actions import importing
from careops.contacts.models import Contact
from careops.contacts.rules.importing import FORGOTTEN
from careops.contacts.schemas import ImportOptions, ImportRow
from careops.core import db
from careops.core.actor import Actor, Role
from careops.core.errors import Forbidden, Invalid
from careops.importers import actions, queries
from careops.inbox.models import Message
from tests import cast
from tests.worlds import Shop, opened, workday

pytestmark = pytest.mark.usefixtures("both_engines")
LISBON = ZoneInfo("Europe/Lisbon")


@pytest.fixture
def shop(ana: Actor) -> Shop:
    """Ana's salon, open, with two providers."""
    return opened(ana, providers=2)


def at(hour: int, minute: int = 0, *, days: int = 3) -> datetime:
    return datetime.combine(workday(days), datetime.min.time(), LISBON).replace(hour=hour, minute=minute)


def acuity() -> str:
    long = "%B %-d, %Y %-I:%M %p"
    rows = [
        (at(9), at(9, 30), "Zoë", "Quinn", "+351911111111", "zoe@example.org", "Cut", "Provider 1", "first", "101"),
        (at(9, 15), at(9, 45), "Marta", "Figueiredo", "", "marta@example.org", "Cut", "Provider 1", "", "102"),  # at the same time
        (at(10), at(11), "Marta", "Figueiredo", "", "marta@example.org", "Cut", "provider 2", "", "103"),
        (at(11), at(11, 30), "Wes", "Hart", "", "wes@example.org", "Perm", "Provider 1", "", "104"),  # no such service
        (
            at(9) - timedelta(days=400),
            at(9, 30) - timedelta(days=400),
            "Old",
            "Friend",
            "",
            "old@example.org",
            "Cut",
            "Provider 1",
            "",
            "9",
        ),
        (at(12), at(12, 30), "=cmd|x", "'", "", "no-address", "Cut", "Provider 1", "", "105"),
    ]
    head = "Start Time,End Time,First Name,Last Name,Phone,Email,Type,Calendar,Notes,Appointment ID"
    return "\n".join([head, *(",".join([f'"{a.strftime(long)}"', f'"{b.strftime(long)}"', *rest]) for a, b, *rest in rows)])


def uploaded(actor: Actor, origin: str, text: str | bytes, what: str = "bookings", **more: object) -> ImportRow:
    content = text.encode() if isinstance(text, str) else text
    with db.transaction(actor) as session:
        row = importing.upload(session, actor, what=what, origin=origin, file_name="export", content=content)
        return importing.choose(session, actor, import_id=row.id, options=row.options.model_copy(update={"more": more}))


def done(actor: Actor, task: Callable[..., ImportRow], run: ImportRow) -> ImportRow:
    with db.transaction(actor) as session:
        task(session, actor, import_id=run.id)
    assert jobs.bring_in() == 1
    with db.reading(actor) as session:
        return contacts.import_run(session, actor, import_id=run.id)


def booked(actor: Actor) -> list[tuple[str, str, int, str]]:
    with db.reading(actor) as session:
        rows = session.exec(select(Booking)).all()
    return sorted((row.contact_name, row.local_start[11:], row.duration, row.provider_name) for row in rows)


def test_an_export_is_known_by_its_columns_and_looked_over(shop: Shop) -> None:
    run = uploaded(shop.owner, "acuity", acuity())
    assert run.options.mapping["service"] == "Type"
    looked = done(shop.owner, importing.look_over, run).looked
    assert looked is not None
    assert looked.counts.model_dump() == {"made": 3, "changed": 0, "known": 0, "refused": 3}
    assert [(one.number, one.reason) for one in looked.problems] == [
        (3, "At the same time as row 2 of this file"),
        (5, "No service here is called “Perm”; choose one, or have it made"),
        (7, "email: Give an address like name@example.com"),
    ]
    assert booked(shop.owner) == []


def test_what_was_looked_over_is_brought_in_and_nobody_hears_of_it(shop: Shop) -> None:
    everybody = Actor.system(None)
    with db.transaction(everybody) as session:
        while react(session, everybody):
            pass
    with db.reading(shop.owner) as session:
        before = len(session.exec(select(Message)).all())
    ran = done(shop.owner, importing.bring_in, uploaded(shop.owner, "acuity", acuity())).ran
    assert ran is not None
    assert ran.counts.model_dump() == {"made": 3, "changed": 0, "known": 0, "refused": 3}
    assert booked(shop.owner) == [("Marta Figueiredo", "10:00", 60, "Provider 2"), ("Zoë Quinn", "09:00", 30, "Provider 1")]
    with db.reading(shop.owner) as session:
        waiting = session.exec(select(Event.kind).where(Event.reacted_at == None)).all()  # noqa: E711
        assert {one.source for one in session.exec(select(Contact))} == {"import"}
    assert list(waiting) == ["import.ended"]
    with db.transaction(everybody) as session:
        while react(session, everybody):
            pass
    with db.reading(shop.owner) as session:
        assert len(session.exec(select(Message)).all()) == before


def test_the_same_file_again_changes_nothing_and_a_cancelled_booking_stays_cancelled(shop: Shop) -> None:
    done(shop.owner, importing.bring_in, uploaded(shop.owner, "acuity", acuity()))
    with db.transaction(shop.owner) as session:
        first = session.exec(select(Booking).where(Booking.contact_name == "Zoë Quinn")).one()
        booking.cancel(session, shop.owner, booking_id=first.id)
    before = booked(shop.owner)
    ran = done(shop.owner, importing.bring_in, uploaded(shop.owner, "acuity", acuity())).ran
    assert ran is not None
    # the row that clashed fits now that the other was cancelled
    assert (ran.counts.made, ran.counts.known, ran.counts.refused) == (1, 3, 2)
    assert len(booked(shop.owner)) == len(before) + 1


def test_undoing_takes_out_bookings_and_whom_they_brought(shop: Shop) -> None:
    run = done(shop.owner, importing.bring_in, uploaded(shop.owner, "acuity", acuity(), missing="make"))
    with db.reading(shop.owner) as session:
        assert {one.name for one in session.exec(select(BookingType))} == {"Cut", "Perm"}
    undone = done(shop.owner, importing.take_out, run).undone
    assert undone is not None
    assert undone.counts.known == 0
    assert booked(shop.owner) == []
    with db.reading(shop.owner) as session:
        assert session.exec(select(Contact)).all() == []
        assert session.exec(select(Occupancy)).all() == []
        assert {one.name for one in session.exec(select(BookingType))} == {"Cut"}
    again = done(shop.owner, importing.bring_in, uploaded(shop.owner, "acuity", acuity())).ran
    assert again is not None
    assert again.counts.made == 3


def test_names_are_matched_chosen_or_made(shop: Shop) -> None:
    run = uploaded(shop.owner, "acuity", acuity())
    with db.reading(shop.owner) as session:
        names = queries.names(session, shop.owner, import_id=run.id)
    said = {one.name: (one.count, one.choice) for one in [*names.services, *names.providers]}
    assert said["Cut"] == (5, str(shop.service))
    assert (said["Perm"], said["provider 2"]) == ((1, ""), (1, str(shop.providers[1])))
    theirs = {"Provider 1": str(shop.providers[1])}
    ran = done(shop.owner, importing.bring_in, uploaded(shop.owner, "acuity", acuity(), services={"Perm": "make"}, providers=theirs)).ran
    assert ran is not None
    assert ran.counts.refused == 2
    assert ("Wes Hart", "11:00", 30, "Provider 2") in booked(shop.owner)
    bad = ImportOptions(mapping=run.options.mapping, more={"services": {"Perm": str(shop.providers[0])}})
    with db.transaction(shop.owner) as session, pytest.raises(Invalid):
        importing.choose(session, shop.owner, import_id=run.id, options=bad)


CALENDLY = (
    "User Name,Team,Invitee Name,Invitee First Name,Invitee Last Name,Invitee Email,Invitee Time Zone,Text Reminder Number,"
    "Event Type Name,Start Date & Time,End Date & Time,Location,Canceled,Meeting Notes,Event UUID,Invitee UUID\n"
)


def test_calendly_square_and_fresha_and_any_table(shop: Shop) -> None:
    day = workday(3)
    iso, slashed, words = day.isoformat(), day.strftime("%d/%m/%Y"), day.strftime("%-d %b %Y")
    files = {
        "calendly": CALENDLY
        + f"Provider 1,,Ada L,Ada,L,ada@example.org,Paris,,Cut,{iso} 09:00 am,{iso} 09:30 am,,false,,e1,i1\n"
        + f"Provider 1,,Bo L,Bo,L,bo@example.org,Paris,,Cut,{iso} 09:30 am,{iso} 10:00 am,,true,,e2,i2\n",
        "square": "Start Date,Start Time,Duration,Customer Name,Customer Email,Service,Staff,Status\n"
        + f"{slashed},10:00 AM,30 mins,Cy D,cy@example.org,Cut,Provider 1,Accepted\n"
        + f"{slashed},10:30 AM,30 mins,Di D,di@example.org,Cut,Provider 1,Pending\n",
        "fresha": "Ref #,Client,Service,Scheduled date,Time,Duration,Team member,Status\n"
        + f"#1,Eve F,Cut,{words},14:00,1h 15min,Provider 2,Booked\n",
        "csv": f"Date;Service;Customer name\n{iso}T15:00;Cut;Gil H\n",
    }
    counted: dict[str, tuple[int, int]] = {}
    for origin, text in files.items():
        ran = done(shop.owner, importing.bring_in, uploaded(shop.owner, origin, text)).ran
        assert ran is not None
        counted[origin] = ran.counts.made, ran.counts.refused
    assert counted == {"calendly": (2, 0), "square": (1, 1), "fresha": (1, 0), "csv": (1, 0)}  # who cancelled comes as a person
    told = [(name, start, minutes) for name, start, minutes, _who in booked(shop.owner)]
    assert told == [("Ada L", "09:00", 30), ("Cy D", "10:00", 30), ("Eve F", "14:00", 75), ("Gil H", "15:00", 30)]


def test_lists_of_customers_are_read_with_the_programs_own_columns(shop: Shop) -> None:
    text = "First Name,Surname,Email Address,Phone Number,Memo,Email Subscription Status\n"
    text += "Ivy,Jones,ivy@example.org,+351912222222,vip,Subscribed\n"
    with db.transaction(shop.owner) as session:
        run = importing.upload(session, shop.owner, what="contacts", origin="square", file_name="x.csv", content=text.encode())
    assert run.options.mapping == {
        "first_name": "First Name",
        "last_name": "Surname",
        "email": "Email Address",
        "phone": "Phone Number",
        "notes": "Memo",
    }
    ran = done(shop.owner, importing.bring_in, run).ran
    assert ran is not None
    assert ran.counts.made == 1


def test_whoever_was_erased_comes_back_by_no_programs_file(shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        people.suppress(session, shop.owner, channel="email", address="zoe@example.org", reason="erased")
        people.suppress(session, shop.owner, channel="sms", address="+351912222222", reason="erased")
    run = uploaded(shop.owner, "acuity", acuity())
    looked = done(shop.owner, importing.look_over, run).looked
    ran = done(shop.owner, importing.bring_in, run).ran
    assert looked is not None
    assert ran is not None
    for report in (looked, ran):
        assert [problem.number for problem in report.problems if problem.reason == FORGOTTEN] == [2]
    with db.transaction(shop.owner) as session:
        text = b"First Name,Surname,Phone Number\nIvy,Jones,+351912222222\n"
        customers = importing.upload(session, shop.owner, what="contacts", origin="square", file_name="x.csv", content=text)
    told = done(shop.owner, importing.bring_in, customers).ran
    assert told is not None
    assert [problem.reason for problem in told.problems] == [FORGOTTEN]
    with db.reading(shop.owner) as session:
        assert not session.exec(select(Contact).where(col(Contact.name).in_(["Zoë Quinn", "Ivy Jones"]))).all()


def test_nobody_brings_bookings_in_who_may_not(shop: Shop) -> None:
    ida = cast.joined(shop.owner, "Ida Holt", "ida@example.org", Role.staff, [])
    with db.transaction(ida) as session, pytest.raises(Forbidden):
        importing.upload(session, ida, what="bookings", origin="acuity", file_name="x.csv", content=acuity().encode())
    with db.reading(shop.owner) as session:
        assert len(session.exec(select(Provider)).all()) == 2


def test_every_program_is_offered(shop: Shop) -> None:
    offered = {(one.what, one.origin) for one in actions.origins()}
    assert {("bookings", one) for one in ("acuity", "calendly", "square", "fresha", "csv", "easyappointments", "calcom")} <= offered
    assert {("contacts", one) for one in ("acuity", "square", "fresha", "csv")} <= offered
