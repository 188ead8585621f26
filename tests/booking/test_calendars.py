"""Calendars of other programs: private links that go out, foreign busy times that come in; on both databases."""

import socket
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from fastapi import FastAPI
from fastapi.testclient import TestClient
from icalendar import Calendar
from sqlalchemy import event as event_of
from sqlmodel import col, select

from careops.activity import queries as activity
from careops.automation import actions as automation
from careops.automation import queries as alerts
from careops.booking import actions as booking
from careops.booking import jobs, public
from careops.booking import queries as bookings
from careops.booking.api import router
from careops.booking.models import CalendarFeed, CalendarImport, Provider, TimeOff
from careops.booking.queries.imports import link
from careops.booking.rules.calendars import FeedGone, TooManyImports
from careops.booking.schemas import BookingRow, BookingTypeEdit, BookingTypeIn, Customer, ResourceIn
from careops.booking.schemas.calendars import FeedIn, ImportEdit, ImportIn, ImportRow, MadeFeedRow
from careops.booking.schemas.wanted import Wanted
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Forbidden, Invalid, NotFound
from careops.core.http import speak_problems
from careops.integrations.ics import foreign
from careops.integrations.ics.feed import render
from careops.integrations.ics.foreign import Look
from careops.integrations.web.fetching import Fetcher
from tests import cast
from tests.integrations.test_busy import calendar, event
from tests.integrations.test_fetching import HOME
from tests.integrations.webserver import WebServer, answering, saying
from tests.worlds import Shop, opened, workday

pytestmark = pytest.mark.usefixtures("both_engines")
CLEO = Customer(name="Cleo Marsh", email="cleo@example.org", phone="+351912345678")


class Elsewhere:
    """A foreign calendar on a real server, whose content the test changes."""

    def __init__(self) -> None:
        self.body: bytes = calendar()
        self.status = "200 OK"
        self.server: WebServer

    def answer(self, wire: socket.socket, request: bytes) -> None:
        tag = f'"{hash(self.body)}"'
        if self.status != "200 OK":
            saying(self.status)(wire, request)
        elif f"If-None-Match: {tag}".encode() in request:
            saying("304 Not Modified")(wire, request)
        else:
            saying("200 OK", f"ETag: {tag}", body=self.body)(wire, request)

    def says(self, *events: str) -> None:
        self.body = calendar(*events)

    @property
    def asked(self) -> int:
        return len(self.server.heard)

    @property
    def link(self) -> str:
        return self.server.url("/private-3f9a/basic.ics")


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Elsewhere]:
    """It stands on loopback, so looks may reach there; everything else is as it always is."""
    monkeypatch.setattr(foreign, "FETCHER", Fetcher(HOME.__class__(reach=HOME.reach, resolve=HOME.resolve)))
    made = Elsewhere()
    with answering(made.answer) as server:
        made.server = server
        yield made


@pytest.fixture
def web() -> Iterator[TestClient]:
    """Booking's API and its public doors."""
    house = FastAPI()
    speak_problems(house)
    house.include_router(router)
    house.include_router(public.router)
    with TestClient(house) as client:
        yield client


def local_event(day: date, begin: int, end: int, *more: str, uid: str = "1") -> str:
    times = [f"DT{word};TZID=Europe/Lisbon:{day:%Y%m%d}T{hour:02}0000" for word, hour in (("START", begin), ("END", end))]
    return event(*times, *more, uid=uid)


def booked(shop: Shop, at: int = 0, provider: int = 0, day: int = 3, who: Customer = CLEO) -> BookingRow:
    with db.transaction(shop.owner) as session:
        return booking.book(
            session,
            shop.owner,
            booking_type_id=shop.service,
            starts_at=shop.starts(workday(day))[at],
            provider_id=shop.providers[provider],
            customer=who,
        )


def made(actor: Actor, **given: Any) -> MadeFeedRow:
    with db.transaction(actor) as session:
        return booking.make_feed(session, actor, given=FeedIn(**given))


def token(row: MadeFeedRow) -> str:
    return row.url.rpartition("/")[2].removesuffix(".ics")


def path(row: MadeFeedRow) -> str:
    return f"/ical/{token(row)}.ics"


def events(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def read(row: MadeFeedRow) -> list[Any]:
    """What a program finds at the link."""
    with db.reading() as session:
        feed = bookings.feed_by_link(session, token=token(row))
        return list(bookings.read_feed(session, feed=feed).entries)


def provider_of(shop: Shop, member: Actor, at: int = 0) -> UUID:
    """Makes the member that provider."""
    with db.transaction(shop.owner) as session:
        found = session.exec(select(Provider).where(Provider.id == shop.providers[at])).one()
        found.member_id = member.member_id
    return shop.providers[at]


# ── links that go out ────────────────────────────────────


def test_a_provider_reads_their_own_bookings_through_change_and_cancellation(shop: Shop) -> None:
    row, other = booked(shop), booked(shop, provider=1)
    feed = made(shop.owner, provider_id=shop.providers[0])
    (entry,) = read(feed)
    assert (entry.uid, entry.sequence, entry.status) == (f"booking-{row.id}@careops", 0, "CONFIRMED")
    assert (entry.starts, entry.ends, entry.summary) == (row.starts_at, row.ends_at, "Cut · Cleo Marsh")
    with db.transaction(shop.owner) as session:
        booking.reschedule(session, shop.owner, booking_id=row.id, starts_at=shop.starts(workday(4))[2])
    (moved,) = read(feed)
    assert (moved.uid, moved.sequence, moved.starts) == (entry.uid, 1, shop.starts(workday(4))[2])
    with db.transaction(shop.owner) as session:
        booking.cancel(session, shop.owner, booking_id=row.id)
    (gone,) = read(feed)
    assert (gone.uid, gone.sequence, gone.status) == (entry.uid, 2, "CANCELLED")
    with time_machine.travel(now() + timedelta(days=29)):
        assert read(feed) == []
    assert [entry.uid for entry in read(made(shop.owner, provider_id=shop.providers[1]))] == [f"booking-{other.id}@careops"]


def test_without_names_nobody_is_told_who_comes(shop: Shop) -> None:
    booked(shop)
    feed = made(shop.owner, with_names=False)
    (entry,) = read(feed)
    assert entry.summary == "Cut · Provider 1"
    assert not {word for word in ("Cleo", "cleo@", "912345678") if word in repr(entry)}
    (named,) = read(made(shop.owner))
    assert named.summary == "Cut · Provider 1 · Cleo Marsh"
    assert not {word for word in ("cleo@", "912345678") if word in repr(named)}


def test_a_visit_is_one_entry_for_the_business_and_each_providers_own_part_for_them(shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        asked = BookingTypeIn(name="Colour", duration=60, min_notice=0, provider_ids=[shop.providers[1]])
        colour = booking.create_booking_type(session, shop.owner, given=asked)
        row = booking.book(
            session,
            shop.owner,
            booking_type_id=shop.service,
            provider_id=shop.providers[0],
            also=[Wanted(colour.id)],
            starts_at=shop.starts(workday(3))[0],
            customer=CLEO,
        )
    half = row.starts_at + timedelta(minutes=30)
    parts = [[(e.uid, e.starts, e.ends, e.summary.split(" · ")[0]) for e in read(made(shop.owner, provider_id=p))] for p in shop.providers]
    uid = f"booking-{row.id}@careops"
    assert parts == [[(uid, row.starts_at, half, "Cut")], [(uid, half, row.ends_at, "Colour")]]
    (whole,) = read(made(shop.owner))
    assert (whole.uid, whole.starts, whole.ends) == (uid, row.starts_at, row.ends_at)
    assert whole.summary == "Cut + Colour · Provider 1, Provider 2 · Cleo Marsh"
    with db.reading(shop.owner) as session:
        entry = bookings.appointment(session, shop.owner, booking_id=row.id)
    assert (entry.uid, entry.attendee, entry.method) == (uid, ("Cleo Marsh", "cleo@example.org"), "REQUEST")
    assert entry.services == ("09:00 Cut · Provider 1", "09:30 Colour · Provider 2")


def test_a_session_is_one_entry_for_whoever_leads_it_and_for_its_room(shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        room = booking.add_resource(session, shop.owner, given=ResourceIn(name="Studio"))
        asked = BookingTypeIn(name="Yoga", duration=60, min_notice=0, capacity=5, provider_ids=[shop.providers[0]], needs=[[room.id]])
        yoga = booking.create_booking_type(session, shop.owner, given=asked)
    for name in ("Dan", "Eve"):
        with db.transaction(shop.owner) as session:
            who = Customer(name=name, email=f"{name}@example.org")
            booking.book(session, shop.owner, booking_type_id=yoga.id, starts_at=shop.starts(workday(3))[0], customer=who)
    (led,) = read(made(shop.owner, provider_id=shop.providers[0]))
    (held,) = read(made(shop.owner, provider_id=room.id))
    assert led.uid == held.uid
    assert (led.summary, led.description) == ("Yoga · 2 booked", "Dan\nEve")
    assert (led.starts, led.ends) == (held.starts, held.ends) == (shop.starts(workday(3))[0], shop.starts(workday(3))[2])


def test_a_room_reads_what_takes_it(shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        room = booking.add_resource(session, shop.owner, given=ResourceIn(name="Room A"))
        change = BookingTypeEdit(needs=[[room.id]], buffer_after=15)
        booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=change)
    row = booked(shop)
    (entry,) = read(made(shop.owner, provider_id=room.id))
    assert (entry.starts, entry.ends, entry.summary) == (row.starts_at, row.ends_at, "Cut · Cleo Marsh")


def test_reading_takes_as_many_statements_for_many_bookings_as_for_one(web: TestClient, shop: Shop) -> None:
    shared = [made(shop.owner), made(shop.owner, provider_id=shop.providers[0])]
    for feed in shared:
        web.get(path(feed))  # the first of the hour is noted
    counts: list[list[int]] = []
    for more in (1, 5):
        for at in range(more):
            booked(shop, at=at, day=3 + more)
        counts.append([statements(lambda one=feed: web.get(path(one))) for feed in shared])
        assert [web.get(path(feed)).content.count(b"BEGIN:VEVENT") for feed in shared] == [more + (more > 1)] * 2
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 13  # the BEGIN of the session included


def statements(deed: Any) -> int:
    """How many statements it takes."""
    seen: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event_of.listen(db.engine, "before_cursor_execute", note)
    try:
        deed()
    finally:
        event_of.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_members_share_their_own_calendar_and_only_those_with_the_settings_any(shop: Shop, ben: Actor, stranger: Actor) -> None:
    mine, theirs = provider_of(shop, ben), shop.providers[1]
    feed = made(ben, provider_id=mine)
    for given in ({"provider_id": theirs}, {}):
        with pytest.raises(Forbidden):
            made(ben, **given)
    with pytest.raises(NotFound):
        made(stranger, provider_id=mine)
    made(shop.owner)
    with db.reading(ben) as session:
        assert [row.id for row in bookings.feeds(session, ben)] == [feed.id]
    with db.reading(shop.owner) as session:
        assert len(bookings.feeds(session, shop.owner)) == 2
    for actor in (stranger, cast.customer(shop.owner)):
        with pytest.raises((NotFound, Forbidden)), db.transaction(actor) as session:
            booking.revoke_feed(session, actor, feed_id=feed.id)


def test_a_link_dies_with_being_taken_back_renewed_or_its_makers_membership(shop: Shop, ben: Actor) -> None:
    mine = provider_of(shop, ben)
    first = made(ben, provider_id=mine)
    with db.transaction(ben) as session:
        second = booking.renew_feed(session, ben, feed_id=first.id)
    with pytest.raises(NotFound):
        read(first)
    assert read(second) == []
    with db.transaction(ben) as session:
        booking.revoke_feed(session, ben, feed_id=first.id)
    with pytest.raises(FeedGone):
        read(second)
    with pytest.raises(NotFound), db.transaction(ben) as session:
        booking.renew_feed(session, ben, feed_id=first.id)
    third = made(ben, provider_id=mine)
    assert ben.member_id
    with db.transaction(shop.owner) as session:
        cast.accounts.edit_member(session, shop.owner, member_id=ben.member_id, active=False)
    with pytest.raises(NotFound):
        read(third)


def test_a_link_never_leads_into_another_business(shop: Shop, stranger: Actor) -> None:
    booked(shop)
    theirs = opened(stranger)
    feed = made(stranger)
    assert read(feed) == []
    assert read(made(theirs.owner, provider_id=theirs.providers[0])) == []
    with pytest.raises(NotFound):
        made(stranger, provider_id=shop.providers[0])


# ── at the door ──────────────────────────────────────────


def test_a_program_gets_the_calendar_once_and_then_only_what_is_new(web: TestClient, shop: Shop) -> None:
    row = booked(shop)
    feed = made(shop.owner, name="Everybody")
    first = web.get(path(feed))
    assert (first.status_code, first.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert first.headers["cache-control"] == "private, max-age=300"
    assert "last-modified" in first.headers
    (found,) = events(first.content)
    assert found["UID"] == f"booking-{row.id}@careops"
    assert Calendar.from_ical(first.content)["X-WR-CALNAME"] == "Everybody"
    same = web.get(path(feed), headers={"If-None-Match": first.headers["etag"]})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", first.headers["etag"])
    assert web.head(path(feed)).status_code == 200
    with db.transaction(shop.owner) as session:
        booking.cancel(session, shop.owner, booking_id=row.id)
    third = web.get(path(feed), headers={"If-None-Match": first.headers["etag"]})
    assert (third.status_code, events(third.content)[0]["STATUS"]) == (200, "CANCELLED")


def test_a_booking_that_goes_to_somebody_else_leaves_the_calendar_at_once(web: TestClient, shop: Shop) -> None:
    booked(shop, at=4)
    row = booked(shop)
    feed = made(shop.owner, provider_id=shop.providers[0])
    first = web.get(path(feed))
    with db.transaction(shop.owner) as session:
        booking.reschedule(session, shop.owner, booking_id=row.id, starts_at=row.starts_at, provider_id=shop.providers[1])
    headers = {"If-None-Match": first.headers["etag"], "If-Modified-Since": first.headers["last-modified"]}
    assert len(events(web.get(path(feed), headers=headers).content)) == 1


def test_what_is_no_link_is_not_found_and_what_was_one_is_gone(web: TestClient, shop: Shop) -> None:
    feed = made(shop.owner)
    good = token(feed)
    for wrong in ("x", good[:-1] + ("A" if good[-1] != "A" else "B"), "%00", good * 2, "é" * 43):
        assert web.get(f"/ical/{wrong}.ics").status_code == 404
    with db.transaction(shop.owner) as session:
        booking.revoke_feed(session, shop.owner, feed_id=feed.id)
    assert web.get(path(feed)).status_code == 410


def test_reading_is_noted_once_an_hour(web: TestClient, shop: Shop) -> None:
    feed = made(shop.owner)

    def noted() -> datetime | None:
        with db.reading(shop.owner) as session:
            return session.exec(select(CalendarFeed.last_read_at).where(CalendarFeed.id == feed.id)).one()

    assert noted() is None
    web.get(path(feed))
    first = noted()
    assert first is not None
    writes: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SELECT", "PRAGMA", "BEGIN")):
            writes.append(statement)

    event_of.listen(db.engine, "before_cursor_execute", note)
    web.get(path(feed))
    event_of.remove(db.engine, "before_cursor_execute", note)
    assert (noted(), writes) == (first, [])
    with time_machine.travel(now() + timedelta(minutes=61)):
        web.get(path(feed))
    later = noted()
    assert later is not None
    assert later > first


def test_the_api_makes_lists_renews_and_takes_back_and_tells_the_address_once(web: TestClient, shop: Shop) -> None:
    owner = cast.bearer(cast.ANA)
    said = web.post("/api/v1/calendar/feeds", headers=owner, json={"provider_id": str(shop.providers[0])}).json()
    assert (said["scope"], said["name"]) == ("person", "Provider 1")
    assert said["webcal_url"].startswith("webcal://")
    listed = web.get("/api/v1/calendar/feeds", headers=owner)
    assert [row["id"] for row in listed.json()["items"]] == [said["id"]]
    assert "/ical/" not in listed.text
    renewed = web.post(f"/api/v1/calendar/feeds/{said['id']}/renew", headers=owner).json()
    assert renewed["url"] != said["url"]
    assert web.delete(f"/api/v1/calendar/feeds/{said['id']}", headers=owner).status_code == 204
    assert web.delete(f"/api/v1/calendar/feeds/{said['id']}", headers=owner).status_code == 404
    assert web.get("/api/v1/calendar/feeds").status_code == 401


def test_some_days_can_be_had_as_a_file(web: TestClient, shop: Shop, stranger: Actor) -> None:
    row, _later = booked(shop), booked(shop, day=20)
    owner, day = cast.bearer(cast.ANA), workday(3)
    answer = web.get("/api/v1/calendar/export.ics", headers=owner, params={"from": f"{day}", "to": f"{day}"})
    assert [found["UID"] for found in events(answer.content)] == [f"booking-{row.id}@careops"]
    assert "attachment" in answer.headers["content-disposition"]
    for wrong in (
        {"from": f"{day}", "to": f"{day - timedelta(days=1)}"},
        {"from": "2026-01-01", "to": "2027-06-01"},
        {"from": "x", "to": ""},
    ):
        assert web.get("/api/v1/calendar/export.ics", headers=owner, params=wrong).status_code == 422
    theirs = web.get("/api/v1/calendar/export.ics", headers=cast.bearer(cast.SAM), params={"from": f"{day}", "to": f"{day}"})
    assert theirs.status_code in (200, 404)
    assert b"BEGIN:VEVENT" not in theirs.content


# ── busy times that come in ──────────────────────────────


def added(actor: Actor, provider: UUID, elsewhere: Elsewhere, name: str = "") -> ImportRow:
    given = ImportIn(provider_id=provider, url=elsewhere.link, name=name)  # type: ignore[arg-type]
    with db.reading(actor) as session:
        errand = bookings.plan_import(session, actor, given=given)
    found = foreign.look(errand)
    with db.transaction(actor) as session:
        return booking.add_import(session, actor, given=given, look=found)


def shown(actor: Actor) -> ImportRow:
    with db.reading(actor) as session:
        (row,) = bookings.imports(session, actor)
        return row


def later(minutes: float, deed: Any = jobs.refresh_calendars) -> Any:
    """What comes of it so much later."""
    with time_machine.travel(now() + timedelta(minutes=minutes)):
        return deed()


def busy(actor: Actor) -> list[tuple[int, int]]:
    with db.reading(actor) as session:
        return [(row.starts, row.ends) for row in session.exec(select(TimeOff).order_by(col(TimeOff.starts)))]


def ids(actor: Actor) -> set[UUID]:
    with db.reading(actor) as session:
        return set(session.exec(select(TimeOff.id)))


def free_at(shop: Shop, day: date, provider: int = 0) -> list[int]:
    """The hours of that day at which customers are offered the provider."""
    visitor = cast.customer(shop.owner)
    with db.reading(visitor) as session:
        asked = {"booking_type_id": shop.service, "provider_id": shop.providers[provider], "from_": day, "to": day}
        found = bookings.available(session, visitor, **asked)
    return sorted({time.starts_at.astimezone(ZoneInfo(found.timezone)).hour for one in found.days for time in one.times})


def kinds(actor: Actor, subject: UUID) -> list[str]:
    with db.reading(actor) as session:
        return [one.kind for one in activity.about(session, actor, subject=subject)]


def test_nobody_is_offered_a_provider_who_is_busy_elsewhere(shop: Shop, elsewhere: Elsewhere) -> None:
    day = workday(3)
    assert free_at(shop, day) == [9, 10, 11, 13, 14, 15, 16]
    elsewhere.says(local_event(day, 10, 12, "SUMMARY:Dentist"), local_event(day, 15, 16, "TRANSP:TRANSPARENT", uid="2"))
    row = added(shop.owner, shop.providers[0], elsewhere)
    assert (row.state, row.busy, row.name, row.host) == ("good", 1, "calendar.example", "calendar.example")
    assert free_at(shop, day) == [9, 13, 14, 15, 16]
    assert free_at(shop, day, provider=1) == [9, 10, 11, 13, 14, 15, 16]
    booked(shop, at=2)  # staff may


def test_the_link_is_sealed_and_neither_it_nor_what_they_do_is_kept_or_shown(
    shop: Shop, elsewhere: Elsewhere, caplog: pytest.LogCaptureFixture
) -> None:
    elsewhere.says(local_event(workday(3), 10, 12, "SUMMARY:Dentist", "ATTENDEE:mailto:eve@example.org"))
    row = added(shop.owner, shop.providers[0], elsewhere)
    elsewhere.status = "500 No"
    later(20)
    with db.reading(shop.owner) as session:
        kept = session.exec(select(CalendarImport)).one()
        facts = repr([one.data for one in activity.about(session, shop.owner, subject=row.id)])
        busy_rows = repr(session.exec(select(TimeOff)).all())
    for said in (repr(kept.model_dump()), facts, busy_rows, row.model_dump_json(), shown(shop.owner).model_dump_json(), caplog.text):
        assert not {word for word in ("private-3f9a", "Dentist", "eve@", "VEVENT") if word in said}


def test_what_changes_there_changes_here_and_what_does_not_is_not_written(shop: Shop, elsewhere: Elsewhere) -> None:
    day = workday(3)
    elsewhere.says(local_event(day, 10, 11), local_event(day, 14, 15, uid="2"))
    row = added(shop.owner, shop.providers[0], elsewhere)
    before, asked = ids(shop.owner), elsewhere.asked
    assert later(10) == 0
    assert later(16) == 1
    assert (ids(shop.owner), elsewhere.asked) == (before, asked + 1)
    assert kinds(shop.owner, row.id) == ["calendar_import.added"]
    elsewhere.says(local_event(day, 10, 11), local_event(day, 16, 17, uid="2"))
    assert later(40) == 1
    assert len(ids(shop.owner) & before) == 1
    assert free_at(shop, day) == [9, 11, 13, 14, 15]
    assert kinds(shop.owner, row.id) == ["calendar_import.added", "calendar_import.changed"]
    elsewhere.says()
    later(60)
    assert busy(shop.owner) == []


def test_ones_own_bookings_coming_back_bar_nothing_and_those_of_others_do(shop: Shop, elsewhere: Elsewhere) -> None:
    day = workday(3)
    row = booked(shop)
    mine = local_event(day, 9, 10, uid=f"booking-{row.id}@careops")
    with db.reading() as session:
        feed = bookings.feed_by_link(session, token=token(made(shop.owner)))
        elsewhere.body = render(bookings.read_feed(session, feed=feed))
    assert added(shop.owner, shop.providers[0], elsewhere).busy == 0
    elsewhere.says(mine, local_event(day, 15, 17, uid="booking-01930d2e-7c1a-7b5e-8f00-000000000001@careops"))
    later(20)
    assert shown(shop.owner).busy == 1
    assert free_at(shop, day) == [9, 10, 11, 13, 14]
    with db.transaction(shop.owner) as session:
        booking.cancel(session, shop.owner, booking_id=row.id)
    later(40)
    assert 9 in free_at(shop, day)


def test_a_calendar_that_fails_keeps_its_last_busy_times_tells_and_recovers(shop: Shop, elsewhere: Elsewhere) -> None:
    day = workday(3)
    elsewhere.says(local_event(day, 10, 12))
    row = added(shop.owner, shop.providers[0], elsewhere)
    good, asked = busy(shop.owner), elsewhere.asked
    elsewhere.status = "503 Busy"
    passed = 0
    for wait in (15, 15, 30, 60):  # less and less often
        passed += wait + 1
        assert later(passed - 2) == 0
        assert later(passed) == 1
    failing = shown(shop.owner)
    assert (failing.state, failing.error, failing.failures) == ("failing", "It answered with the error 503", 4)
    assert elsewhere.asked == asked + 4
    assert busy(shop.owner) == good
    assert failing.succeeded_at == row.succeeded_at
    react()
    assert [alert.sentence for alert in open_alerts(shop.owner)] == [
        "The calendar “calendar.example” of Provider 1 cannot be read: It answered with the error 503"
    ]
    elsewhere.status = "200 OK"
    later(passed + 121)
    assert (shown(shop.owner).state, shown(shop.owner).failures) == ("good", 0)
    react()
    assert open_alerts(shop.owner) == []
    assert kinds(shop.owner, row.id)[1:] == ["calendar_import.failing", "calendar_import.recovered"]


def react() -> None:
    with db.transaction() as session:
        while automation.react(session, Actor.system(None)):
            pass


def open_alerts(owner: Actor) -> list[Any]:
    with db.reading(owner) as session:
        return alerts.needs_you(session, owner)


def test_the_days_ahead_move_on_though_the_calendar_does_not_change_or_cannot_be_had(shop: Shop, elsewhere: Elsewhere) -> None:
    elsewhere.says(local_event(workday(3), 10, 11, "RRULE:FREQ=DAILY"))
    added(shop.owner, shop.providers[0], elsewhere)
    ends = [busy(shop.owner)[-1][1]]
    assert 731 <= (workday(3) - now().date()).days + len(busy(shop.owner)) <= 733  # as far ahead as can be booked
    later(60 * 24)
    ends.append(busy(shop.owner)[-1][1])
    elsewhere.status = "500 No"
    later(2 * 60 * 24)
    ends.append(busy(shop.owner)[-1][1])
    assert [(b - a) // 3600 for a, b in pairwise(ends)] == [24, 24]


def test_a_provider_keeps_ten_calendars_and_others_keep_out(shop: Shop, ben: Actor, stranger: Actor, elsewhere: Elsewhere) -> None:
    mine = provider_of(shop, ben)
    row = added(ben, mine, elsewhere)
    with pytest.raises(Forbidden):
        added(ben, shop.providers[1], elsewhere)
    with pytest.raises(NotFound):
        added(stranger, mine, elsewhere)
    other = added(shop.owner, shop.providers[1], elsewhere, name="Hers")
    with db.reading(ben) as session:
        assert [one.id for one in bookings.imports(session, ben)] == [row.id]
        with pytest.raises(NotFound):
            bookings.import_of(session, ben, import_id=other.id)
    for actor in (ben, stranger, cast.customer(shop.owner)):
        deeds: tuple[tuple[Any, dict[str, Any]], ...] = (
            (booking.remove_import, {}),
            (booking.start_refresh, {}),
            (booking.edit_import, {"change": ImportEdit(enabled=False)}),
        )
        for deed, more in deeds:
            with pytest.raises((NotFound, Forbidden)), db.transaction(actor) as session:
                deed(session, actor, import_id=other.id, **more)
    for _more in range(9):
        added(ben, mine, elsewhere)
    with pytest.raises(TooManyImports):
        added(ben, mine, elsewhere)


def test_switched_off_or_removed_its_busy_times_go(shop: Shop, elsewhere: Elsewhere) -> None:
    elsewhere.says(local_event(workday(3), 10, 12))
    row = added(shop.owner, shop.providers[0], elsewhere)
    with db.transaction(shop.owner) as session:
        off = booking.edit_import(session, shop.owner, import_id=row.id, change=ImportEdit(enabled=False, name="Mine"))
    assert (off.state, off.name, off.busy, busy(shop.owner)) == ("off", "Mine", 0, [])
    assert later(60) == 0
    with db.transaction(shop.owner) as session:
        booking.edit_import(session, shop.owner, import_id=row.id, change=ImportEdit(enabled=True))
    assert jobs.refresh_calendars() == 1
    assert len(busy(shop.owner)) == 1
    with db.transaction(shop.owner) as session:
        booking.remove_import(session, shop.owner, import_id=row.id)
    assert busy(shop.owner) == []


def test_of_two_looks_at_once_only_the_later_counts(shop: Shop, elsewhere: Elsewhere) -> None:
    row = added(shop.owner, shop.providers[0], elsewhere)
    with db.transaction(shop.owner) as session:
        early = booking.start_refresh(session, shop.owner, import_id=row.id)
    with db.transaction(shop.owner) as session:
        late = booking.start_refresh(session, shop.owner, import_id=row.id)
    assert later(4) == 0  # somebody is at it
    stretch = (int(now().timestamp()) + 86_400, int(now().timestamp()) + 90_000)
    with db.transaction(shop.owner) as session:
        assert booking.finish_refresh(session, shop.owner, refresh=early, look=Look(busy=(stretch,))) is None
    assert busy(shop.owner) == []
    with db.transaction(shop.owner) as session:
        assert booking.finish_refresh(session, shop.owner, refresh=late, look=Look(busy=(stretch,)))
    assert busy(shop.owner) == [stretch]
    with db.transaction(shop.owner) as session:
        left = booking.start_refresh(session, shop.owner, import_id=row.id)  # and its process dies
        booking.remove_import(session, shop.owner, import_id=row.id)
    with db.transaction(shop.owner) as session:
        assert booking.finish_refresh(session, shop.owner, refresh=left, look=Look(busy=(stretch,))) is None


def test_several_processes_share_the_work_and_a_left_look_is_taken_up_again(shop: Shop, elsewhere: Elsewhere) -> None:
    for provider in (0, 0, 1):
        added(shop.owner, shop.providers[provider], elsewhere)
    asked = elsewhere.asked
    with time_machine.travel(now() + timedelta(minutes=20)):
        with db.transaction() as session:
            assert booking.claim_refresh(session, Actor.system(None))
        assert jobs.refresh_calendars(lanes=4) == 2
    assert elsewhere.asked == asked + 2
    assert later(26) == 1  # the lease of the first is over


# ── adding one at the door ───────────────────────────────


def test_the_api_adds_reads_now_changes_and_removes(web: TestClient, shop: Shop, elsewhere: Elsewhere) -> None:
    owner = cast.bearer(cast.ANA)
    elsewhere.says(local_event(workday(3), 10, 12))
    body = {"provider_id": str(shop.providers[0]), "url": elsewhere.link, "name": "Private"}
    key = {"Idempotency-Key": "once"}
    said = web.post("/api/v1/calendar/imports", headers=owner | key, json=body)
    assert said.status_code == 201, said.text
    row = said.json()
    assert (row["name"], row["busy"], row["state"]) == ("Private", 1, "good")
    assert web.post("/api/v1/calendar/imports", headers=owner | key, json=body).json()["id"] == row["id"]
    assert [one["id"] for one in web.get("/api/v1/calendar/imports", headers=owner).json()["items"]] == [row["id"]]
    place = f"/api/v1/calendar/imports/{row['id']}"
    elsewhere.says()
    assert web.post(f"{place}/refresh", headers=owner).json()["busy"] == 0
    elsewhere.status = "404 Gone"
    now_failing = web.post(f"{place}/refresh", headers=owner).json()
    assert (now_failing["state"], now_failing["error"]) == ("failing", "There is nothing at this address any more")
    changed = web.patch(place, headers=owner | {"If-Match": f'"{row["version"]}"'}, json={"name": "Ours"})
    assert (changed.json()["name"], changed.headers["etag"]) == ("Ours", f'"{row["version"] + 1}"')
    assert web.patch(place, headers=owner | {"If-Match": '"1"'}, json={"name": "Late"}).status_code == 412
    assert web.delete(place, headers=owner).status_code == 204
    assert web.get(place, headers=owner).status_code == 404
    assert "private-3f9a" not in said.text + changed.text


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://127.0.0.1/a.ics", "private network"),
        ("https://[::1]/a.ics", "private network"),
        ("webcal://169.254.169.254/latest/meta-data", "private network"),
        ("https://2130706433/a.ics", "not a web address"),
        ("http://calendar.example.com/a.ics", "https://"),
        ("file:///etc/passwd", "not a web address"),
        ("https://eve:pw@calendar.example.com/a.ics", "password"),
        ("https://calendar.example.com:25/a.ics", "ports"),
        ("https://localhost/a.ics", "private network"),
    ],
)
def test_an_address_inside_is_refused_when_it_is_added(web: TestClient, shop: Shop, url: str, words: str) -> None:
    body = {"provider_id": str(shop.providers[0]), "url": url}
    answer = web.post("/api/v1/calendar/imports", headers=cast.bearer(cast.ANA), json=body)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == "url"
    assert words in error["message"]
    with db.reading(shop.owner) as session:
        assert bookings.imports(session, shop.owner) == []


def test_webcal_links_are_called_by_https() -> None:
    assert link("webcal://calendar.example.com/a%20b.ics?key=1").url == "https://calendar.example.com/a%20b.ics?key=1"


def test_what_leads_to_no_calendar_is_not_added_and_says_why(web: TestClient, shop: Shop, elsewhere: Elsewhere) -> None:
    elsewhere.body = b"<html>Sign in</html>"
    body = {"provider_id": str(shop.providers[0]), "url": elsewhere.link}
    answer = web.post("/api/v1/calendar/imports", headers=cast.bearer(cast.ANA), json=body)
    assert answer.json()["errors"] == [{"field": "url", "message": "This link does not lead to a calendar"}]
    with pytest.raises(Invalid):
        added(shop.owner, shop.providers[0], elsewhere)
