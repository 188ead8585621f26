"""The owner's screens of services, people and rooms, called the way a browser calls them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from reflex.istate.data import ReflexURL, URLData

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.models import ProviderKind
from careops.booking.schemas import BookingTypeEdit, BookingTypeIn, BookingTypeRow, Customer, ResourceIn, VariantIn
from careops.booking.state.provider import ProviderEditor
from careops.booking.state.provider_form import hours_of
from careops.booking.state.providers import ProviderList
from careops.booking.state.service import ServiceEditor
from careops.booking.state.service_form import drawn
from careops.booking.state.services import ServiceList
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Invalid
from careops.frame.state import Frame
from tests import cast
from tests.screens import said
from tests.worlds import Shop, workday

Tab = Callable[..., Any]


async def at(root: Any, state: Any, address: str) -> Any:
    """The page behind that address, loaded."""
    root.rx_router_url = URLData(href=ReflexURL(f"http://localhost/app/settings{address}"))
    page = await root.get_state(state)
    await page.load()
    return page


@pytest.fixture
def root(tab: Tab, shop: Shop) -> Any:
    return tab(cast.entered(cast.ANA).token)


def service(actor: Actor, id: UUID) -> BookingTypeRow:
    with db.reading(actor) as session:
        return bookings.booking_type(session, actor, booking_type_id=id)


def edited(shop: Shop, **change: Any) -> BookingTypeRow:
    with db.transaction(shop.owner) as session:
        return booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=BookingTypeEdit(**change))


def typed(page: Any, **more: str) -> dict[str, str]:
    """The form as the page shows it, and what is typed into it."""
    form = {name: value for name, value in page.said.items() if value or name not in {"tidy", "active", "customer_chooses", "auto_confirm"}}
    for line in page.variants:
        form |= {f"variant-{line.key}-{part}": getattr(line, part) for part in ("name", "duration", "price", "gap_after", "gap_minutes")}
    for line in page.add_ons:
        form |= {f"addon-{line.key}-{part}": getattr(line, part) for part in ("name", "description", "minutes", "price")}
    for one in page.people:
        form |= {f"does-{one.id}": "on"} if one.does else {}
        form[f"weight-{one.id}"] = one.weight
        form |= {f"{line.name}-{part}": getattr(line, part) for line in one.terms for part in ("duration", "price")}
    form |= {pick.name: "on" for need in page.needs for pick in need.picks if pick.checked}
    return form | more


# ── services ─────────────────────────────────────────────


async def test_services_are_listed_switched_and_moved(root: Any, shop: Shop) -> None:
    page = await at(root, ServiceList, "/services")
    with db.transaction(shop.owner) as session:
        booking.create_booking_type(session, shop.owner, given=BookingTypeIn(name="Beard", duration=15))
    await page.load()
    assert [(line.name, line.price, line.who, line.troubled) for line in page.lines] == [
        ("Beard", "Free of charge", "Nobody does it yet", True),
        ("Cut", "€45", "Provider 1, Provider 2", False),
    ]
    await page.move(page.lines[1].id, -1)
    assert [line.name for line in page.lines] == ["Cut", "Beard"]
    await page.move(page.lines[0].id, -1)
    assert [line.name for line in page.lines] == ["Cut", "Beard"]
    await page.offer(page.lines[1].id, False)
    assert [line.active for line in page.lines] == [True, False]
    assert await said(root) == ["Beard is not offered any more"]


async def test_saving_what_is_shown_changes_nothing(root: Any, shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        room = booking.add_resource(session, shop.owner, given=ResourceIn(name="Room"))
    before = edited(
        shop,
        variants=[VariantIn(name="Short", duration=30, price=4500), VariantIn(name="Long", duration=60, price=7050)],
        needs=[[room.id]],
        min_notice=2880,
        deposit=1000,
        weights={shop.providers[0]: 2},
        customer_max_per_day=1,
    )
    page = await at(root, ServiceEditor, f"/services/{shop.service}")
    assert (page.title, page.said["notice"], page.said["notice_unit"]) == ("Cut", "2", "days")
    assert page.next_free.startswith("Next free: ")
    await page.save(typed(page))
    assert (page.errors, await said(root)) == ({}, ["Saved: Cut"])
    assert service(shop.owner, shop.service) == before


async def test_everything_is_typed_and_kept_at_once(root: Any, shop: Shop) -> None:
    first, second = map(str, shop.providers)
    page = await at(root, ServiceEditor, f"/services/{shop.service}")
    await page.add("variant")
    await page.add("variant")
    await page.add("addon")
    short, long = page.variants
    await page.rename(long.key, "Long hair")
    (wash,) = page.add_ons
    terms = next(line for one in page.people if one.id == first for line in one.terms if line.variant == long.key)
    assert (terms.label, terms.about) == ("Long hair", "Provider 1, Long hair")
    await page.save(
        typed(
            page,
            name="Cut and finish",
            notice="3",
            window_from="2027-01-04",
            tidy="on",
            **{f"variant-{short.key}-name": "Short hair", f"variant-{short.key}-duration": "30", f"variant-{short.key}-price": "45"},
            **{f"variant-{long.key}-name": "Long hair", f"variant-{long.key}-duration": "60", f"variant-{long.key}-price": "70,50"},
            **{f"addon-{wash.key}-name": "Wash", f"addon-{wash.key}-minutes": "15", f"addon-{wash.key}-price": "8"},
            **{f"{terms.name}-price": "90", f"{terms.name}-duration": "75", f"weight-{second}": "3"},
        )
    )
    assert page.errors == {}
    row = service(shop.owner, shop.service)
    assert [(one.name, one.duration, one.price.amount) for one in row.variants] == [("Short hair", 30, 4500), ("Long hair", 60, 7050)]
    assert [(one.name, one.minutes, one.price.amount) for one in row.add_ons] == [("Wash", 15, 800)]
    assert [(one.variant_id, one.duration, one.price.amount) for one in row.terms if one.price] == [(row.variants[1].id, 75, 9000)]
    assert (row.name, row.min_notice, row.tidy, str(row.window_from)) == ("Cut and finish", 180, True, "2027-01-04")
    assert row.weights == {shop.providers[0]: 1, shop.providers[1]: 3}
    await page.save(typed(page, window_from=""))
    assert service(shop.owner, shop.service).window_from is None


async def test_what_is_wrong_is_said_at_its_field_and_opens_its_part(root: Any, shop: Shop) -> None:
    edited(shop, variants=[VariantIn(name="Short", duration=30), VariantIn(name="Long", duration=60)])
    page = await at(root, ServiceEditor, f"/services/{shop.service}")
    long = page.variants[1].key
    await page.save(typed(page, **{f"variant-{long}-gap_minutes": "90", f"variant-{long}-gap_after": "10"}))
    assert list(page.errors) == [f"variant-{long}-gap_minutes"]
    assert page.wrong == ["variants"]
    await page.save(typed(page, price="lots", window_days="", deposit="1"))
    assert set(page.errors) == {"price"}
    await page.save(typed(page, window_days="", **{f"variant-{long}-duration": "1", f"weight-{shop.providers[0]}": "0"}))
    assert set(page.errors) == {"window_days", f"variant-{long}-duration", f"weight-{shop.providers[0]}"}
    assert page.wrong == ["rules", "variants", "who"]
    assert [problem["field"] for problem in page.problems] == list(page.errors)
    assert service(shop.owner, shop.service).name == "Cut"


async def test_a_removed_variant_comes_back_with_what_it_was(root: Any, shop: Shop) -> None:
    edited(shop, variants=[VariantIn(name="Short", duration=30), VariantIn(name="Long", duration=60)])
    page = await at(root, ServiceEditor, f"/services/{shop.service}")
    short, long = page.variants
    await page.remove("variant", short.key)
    assert [line.removed for line in page.variants] == [True, False]
    (notice,) = (await root.get_state(Frame)).notices
    assert notice.undo
    await page.bring_back(f"variant:{short.key}")
    assert page.variants == [short, long]
    await page.move("variant", long.key, -1)
    await page.remove("variant", short.key)
    await page.save(typed(page))
    assert [one.name for one in service(shop.owner, shop.service).variants] == ["Long"]


async def test_a_new_service_is_made_and_shown(root: Any, shop: Shop) -> None:
    page = await at(root, ServiceEditor, "/services/new")
    assert (page.title, page.said["duration"]) == ("New service", "30")
    await page.save(typed(page))
    assert list(page.errors) == ["name"]
    answer = await page.save(typed(page, name="Colour", duration="90", price="74"))
    with db.reading(shop.owner) as session:
        made = next(row for row in bookings.booking_types(session, shop.owner) if row.name == "Colour")
    assert (made.duration, made.price.amount, made.slug) == (90, 7400, "colour")
    assert str(made.id) in str(answer)


async def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unasked(root: Any, shop: Shop) -> None:
    page = await at(root, ServiceEditor, f"/services/{shop.service}")
    edited(shop, name="Trim")
    await page.save(typed(page, name="Chop"))
    assert (page.stale, service(shop.owner, shop.service).name) == (True, "Trim")
    await page.insist()
    await page.save(typed(page, name="Chop"))
    assert (page.stale, service(shop.owner, shop.service).name) == (False, "Chop")
    edited(shop, name="Trim")
    await page.save(typed(page, name="Chop"))
    await page.give_in()
    assert (page.stale, page.said["name"]) == (False, "Trim")


async def test_a_service_with_bookings_is_not_deleted(root: Any, shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        start = shop.starts(workday(3))[0]
        booking.book(
            session,
            shop.owner,
            booking_type_id=shop.service,
            starts_at=start,
            customer=Customer(name="Cleo Marsh", email="cleo@example.org"),
        )
    page = await at(root, ServiceEditor, f"/services/{shop.service}")
    await page.delete()
    assert await said(root) == ["There are bookings of it; make it inactive instead"]
    assert service(shop.owner, shop.service)


async def test_the_bar_follows_what_is_typed(root: Any, shop: Shop) -> None:
    page = await at(root, ServiceEditor, f"/services/{shop.service}")
    for name, value in (("duration", "90"), ("gap_after", "30"), ("gap_minutes", "20"), ("buffer_after", "10")):
        await page.draw(name, value)
    shape = page.shape
    assert (shape.before, shape.first, shape.gap, shape.rest, shape.after) == (0, 30, 20, 40, 10)
    assert drawn({"duration": "x", "gap_after": "5", "gap_minutes": "5"}).first == 0


# ── people and rooms ─────────────────────────────────────


async def test_people_and_rooms_are_listed_switched_and_moved(root: Any, shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        booking.add_resource(session, shop.owner, given=ResourceIn(name="Laser", capacity=2))
    page = await at(root, ProviderList, "/providers")
    assert [line.name for line in page.people] == ["Provider 1", "Provider 2"]
    assert [(line.name, line.about) for line in page.resources] == [("Laser", "2 of them, 0 services")]
    await page.move(page.people[1].id, -1)
    assert [line.name for line in page.people] == ["Provider 2", "Provider 1"]
    await page.switch(page.resources[0].id, False)
    await page.switch(page.people[0].id, False)
    assert [line.active for line in (*page.people, *page.resources)] == [False, True, False]


async def test_a_person_is_kept_with_their_week(root: Any, shop: Shop) -> None:
    page = await at(root, ProviderEditor, f"/providers/{shop.providers[0]}")
    assert page.week[0].name == "Monday"
    monday = page.week[0]
    assert [(span.start, span.end) for span in monday.spans] == [("09:00", "12:00"), ("13:00", "17:00")]
    await page.add_hours(4)
    friday = page.week[4]
    night = friday.spans[-1]
    form = week_form(page) | {"name": "Ana", "timezone": "Europe/Lisbon", "active": "on", "max_per_day": "6", "member_id": ""}
    form |= {f"does-{shop.service}": "on", night.begins: "22:00", night.ends: "06:00"}
    await page.remove_hours(0, monday.spans[0].key)
    await page.save(form)
    assert page.errors == {}
    with db.reading(shop.owner) as session:
        row = bookings.provider(session, shop.owner, provider_id=shop.providers[0])
        week = bookings.schedule(session, shop.owner, provider_id=shop.providers[0]).week
    assert (row.name, row.max_per_day, row.booking_type_ids) == ("Ana", 6, [shop.service])
    assert [block.text for block in week[4].hours][-1] == "22:00–06:00 (+1)"
    assert [block.text for block in week[0].hours] == ["13:00–17:00"]


def week_form(page: Any) -> dict[str, str]:
    return {name: value for day in page.week for span in day.spans for name, value in ((span.begins, span.start), (span.ends, span.end))}


async def test_hours_that_cannot_be_are_said_at_their_day(root: Any, shop: Shop) -> None:
    page = await at(root, ProviderEditor, f"/providers/{shop.providers[0]}")
    form = week_form(page) | {"name": "Ana", "timezone": "Europe/Lisbon", "active": "on"}
    first, second = page.week[2].spans
    await page.save(form | {second.begins: "11:00"})
    assert list(page.errors) == ["day-2"]
    await page.save(form | {first.begins: "soon"})
    assert list(page.errors) == [first.begins]
    await page.save(form | {second.ends: "10:00"})  # into Thursday, which begins at nine
    assert list(page.errors) == ["week"]
    await page.save(form | {"name": "", "max_per_day": "many"})
    assert set(page.errors) == {"name", "max_per_day"}


async def test_rooms_are_made_and_kept(root: Any, shop: Shop) -> None:
    page = await at(root, ProviderEditor, "/providers/new-resource")
    assert (page.kind, page.title) == ("resource", "New room or thing")
    await page.save({"name": "Laser", "capacity": "3", "always_open": "on", "active": "on", "timezone": "Europe/Lisbon"})
    with db.reading(shop.owner) as session:
        (made,) = bookings.providers(session, shop.owner, kind=ProviderKind.resource)
    assert (made.name, made.capacity, made.always_open) == ("Laser", 3, True)
    page = await at(root, ProviderEditor, f"/providers/{made.id}")
    await page.save({"name": "Lasers", "capacity": "0"})
    assert list(page.errors) == ["capacity"]
    await page.delete()
    with db.reading(shop.owner) as session:
        assert bookings.providers(session, shop.owner, kind=ProviderKind.resource) == []


async def test_dates_and_time_off_come_go_and_come_back(root: Any, shop: Shop) -> None:
    page = await at(root, ProviderEditor, f"/providers/{shop.providers[0]}")
    await page.open_form("date")
    await page.keep_date({"day": "", "hours": ""})
    assert (page.opened, list(page.errors)) == ("date", ["day"])
    await page.keep_date({"day": workday(9).isoformat(), "hours": "10-12, 14:30 – 18"})
    assert (page.opened, page.errors, [line.hours for line in page.dates]) == ("", {}, ["10:00–12:00, 14:30–18:00"])
    await page.remove_date(page.dates[0].day)
    assert page.dates == []
    await page.put_date_back('{"day":"' + workday(9).isoformat() + '","hours":[]}')
    assert [line.hours for line in page.dates] == ["Does not work"]
    await page.keep_off({"starts_at": "2027-08-02T00:00", "ends_at": "", "reason": ""})
    assert list(page.errors) == ["ends_at"]
    await page.keep_off({"starts_at": "2027-08-02T00:00", "ends_at": "2027-08-16T00:00", "reason": "Summer"})
    (line,) = page.off
    assert (line.reason, line.clashes) == ("Summer", "")
    await page.remove_off(line.id)
    assert page.off == []
    (notice,) = [one for one in (await root.get_state(Frame)).notices if "time off," in one.text]
    assert notice.undo
    await page.put_off_back('{"starts_at":"2027-08-02T00:00:00+01:00","ends_at":"2027-08-03T00:00:00+01:00"}')
    assert len(page.off) == 1


@pytest.mark.parametrize("written", ["9", "9-", "9-10-11", "soon-later", "25:00-26:00"])
def test_hours_are_read_or_refused(written: str) -> None:
    with pytest.raises(Invalid):
        hours_of(written)


# ── by whom ──────────────────────────────────────────────


async def test_a_stranger_sees_and_changes_nothing(tab: Tab, shop: Shop, stranger: Actor) -> None:
    for token in (cast.entered(cast.SAM).token, "", "forged"):
        root = tab(token)
        editor = await at(root, ServiceEditor, f"/services/{shop.service}")
        assert (editor.title, editor.said) == ("", {})
        editor.id = str(shop.service)  # as if the id had been taken from another screen
        await editor.save({"name": "Stolen", "duration": "30"})
        await editor.delete()
        person = await at(root, ProviderEditor, f"/providers/{shop.providers[0]}")
        person.id, person.kind = str(shop.providers[0]), "person"
        await person.save({"name": "Stolen"})
        await person.keep_date({"day": workday(9).isoformat(), "hours": ""})
        await person.keep_off({"starts_at": "2027-08-02T00:00", "ends_at": "2027-08-16T00:00"})
        listed = await at(root, ServiceList, "/services")
        await listed.offer(str(shop.service), False)
    row = service(shop.owner, shop.service)
    assert (row.name, row.active) == ("Cut", True)
    with db.reading(shop.owner) as session:
        assert bookings.provider(session, shop.owner, provider_id=shop.providers[0]).name == "Provider 1"
        assert bookings.schedule(session, shop.owner, provider_id=shop.providers[0]).overrides == []
        assert bookings.time_off(session, shop.owner, provider_id=shop.providers[0]) == []


@pytest.mark.parametrize("nonsense", ["", "x", "\0", "9" * 5000, "'; DROP TABLE booking"])
async def test_the_editors_take_no_nonsense(root: Any, shop: Shop, nonsense: str) -> None:
    page = await at(root, ServiceEditor, f"/services/{shop.service}")
    for kind in ("variant", "addon", "need", nonsense):
        await page.add(kind)
        await page.remove(kind, nonsense)
        await page.move(kind, nonsense, 5)
    await page.rename(nonsense, nonsense)
    await page.turn(nonsense, True)
    await page.draw(nonsense, nonsense)
    await page.assign(nonsense)
    await page.bring_back(nonsense)
    await page.save(dict.fromkeys(page.said, nonsense))
    assert page.errors
    person = await at(root, ProviderEditor, f"/providers/{shop.providers[0]}")
    await person.save(dict.fromkeys(["name", "capacity", "timezone", "member_id", "max_per_day"], nonsense))
    await person.keep_date({"day": nonsense, "hours": nonsense})
    await person.keep_off({"starts_at": nonsense, "ends_at": nonsense, "reason": nonsense})
    await person.remove_date(nonsense)
    await person.remove_off(nonsense)
    await person.open_form(nonsense)
    assert service(shop.owner, shop.service).name == "Cut"
