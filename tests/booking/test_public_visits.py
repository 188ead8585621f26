"""What a customer may put together on the public pages: variants, add-ons, people, several services, seats; and coming again."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
import time_machine
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import event
from sqlmodel import select

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.models import Booking, BookingLine, LocationKind, WaitlistMode
from careops.booking.public import router
from careops.booking.rules import NotOffered, SlotTaken
from careops.booking.schemas import AddOnIn, BookingTypeIn, BookingTypeRow, TermsIn, VariantIn
from careops.business import actions as business
from careops.business.schemas import ClosureIn
from careops.contacts import actions as contacts
from careops.contacts import queries as people
from careops.contacts.rules import prefill_token
from careops.contacts.schemas import ContactChange, Source
from careops.core import db
from careops.core.actor import Actor
from tests import cast
from tests.worlds import Shop, opened, workday

CLEO = {"name": "Cleo Marsh", "email": "cleo@example.org", "phone": "+351 912 345 678"}
SLOT = re.compile(r'<button class="t" name="slot" value="([^"]+)">')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass(frozen=True)
class Studio:
    """A business that sells a bit of everything."""

    shop: Shop
    colour: BookingTypeRow
    group: BookingTypeRow
    pages: TestClient

    def get(self, path: str = "", **query: Any) -> Response:
        return self.pages.get(f"/book/{self.shop.slug}{path}", params=query)

    def slots(self, path: str, **query: Any) -> list[str]:
        return SLOT.findall(self.get(path, day=workday(3), **query).text)

    def book(self, path: str, at: int = 0, typed: dict[str, str] | None = None, whom: str = "", **query: Any) -> Response:
        """Takes a time of that page and gives one's details."""
        here, query = f"/book/{self.shop.slug}{path}", query | ({"with": whom} if whom else {})
        form = self.pages.post(here, params=query, data={"slot": self.slots(path, **query)[at]})
        assert "Your details" in form.text, form.text[:2000]
        return self.pages.post(form.url.path, params=parse_qs(form.url.query.decode()), data={**carried(form), **(typed or CLEO)})


def carried(page: Response) -> dict[str, str]:
    """The hidden values of the form for one's details."""
    form = page.text.split('id="details"')[-1]
    return {name: unescape(value) for name, value in HIDDEN.findall(form)}


@pytest.fixture
def studio(shop: Shop) -> Studio:
    first, second = shop.providers
    with db.transaction(shop.owner) as session:
        colour = booking.create_booking_type(
            session,
            shop.owner,
            given=BookingTypeIn(
                name="Colour",
                duration=60,
                price=6000,
                deposit=1000,
                min_notice=0,
                window_days=730,
                provider_ids=[first, second],
                variants=[VariantIn(name="Short hair", duration=60, price=6000), VariantIn(name="Long hair", duration=90, price=9000)],
                add_ons=[AddOnIn(name="Gloss", minutes=15, price=1500), AddOnIn(name="Mask", price=500)],
                terms=[TermsIn(provider_id=second, variant_at=1, price=11000)],
            ),
        )
        given = BookingTypeIn(
            name="Class", duration=60, slot_interval=60, price=1500, capacity=6, min_notice=0, window_days=730, provider_ids=[second]
        )
        group = booking.create_booking_type(session, shop.owner, given=given)
    house = FastAPI()
    house.include_router(router)
    return Studio(shop, colour, group, TestClient(house, follow_redirects=True))


def lines(shop: Shop) -> list[BookingLine]:
    with db.reading(shop.owner) as session:
        return list(session.exec(select(BookingLine).order_by(BookingLine.booking_id, BookingLine.position)))  # pyright: ignore[reportArgumentType]


# ── variants, add-ons, people ────────────────────────────


def test_a_service_unfolds_into_its_choices(studio: Studio) -> None:
    page = studio.get()
    assert "from €60" in page.text
    assert "1 h to 1 h 30 min" in page.text
    assert 'name="variant" value="long-hair"' in page.text
    assert 'name="add_on" value="gloss"' in page.text


def test_a_service_with_variants_asks_which_before_a_time(studio: Studio) -> None:
    page = studio.get("/colour")
    assert ("Which one?" in page.text, "When suits you?" in page.text) == (True, False)
    chosen = studio.get("/colour", line=1, pick="long-hair", extra=["gloss", "mask"])
    assert "When suits you?" in chosen.text
    assert chosen.url.query.decode() == "variant=long-hair&add_on=gloss&add_on=mask"


def test_what_is_chosen_decides_price_length_and_times(studio: Studio) -> None:
    page = studio.get("/colour", variant="long-hair", add_on="gloss")
    assert "from €105" in page.text
    assert "1 h 45 min" in page.text
    assert "€90" in page.text
    assert "€110" in page.text
    assert "A deposit of €10 applies" in page.text
    with_two = studio.get("/colour", variant="long-hair", add_on="gloss", **{"with": "provider-2"})
    assert "€125" in with_two.text
    last = studio.slots("/colour", variant="long-hair", add_on="gloss")[-1]
    assert studio.slots("/colour", variant="short-hair")[-1] > last


def test_the_booking_is_what_was_chosen(studio: Studio) -> None:
    done = studio.book("/colour", variant="long-hair", add_on="gloss", whom="provider-2")
    assert "You’re booked" in done.text
    (line,) = lines(studio.shop)
    assert (line.variant_name, line.price, line.duration, [one["name"] for one in line.add_ons]) == ("Long hair", 12500, 105, ["Gloss"])
    assert line.provider_id == studio.shop.providers[1]
    for words in ("Colour, Long hair", "Gloss", "€125", "A deposit of €10 applies"):
        assert words in done.text


def test_nobody_is_to_be_chosen_where_the_business_decides(studio: Studio) -> None:
    with db.transaction(studio.shop.owner) as session:
        given = BookingTypeIn(name="Trim", duration=15, min_notice=0, provider_ids=studio.shop.providers, customer_chooses=False)
        booking.create_booking_type(session, studio.shop.owner, given=given)
    page = studio.get("/trim", **{"with": "provider-2"})
    assert "When suits you?" in page.text
    assert "Anyone" not in page.text


# ── several services ─────────────────────────────────────


def test_services_are_added_changed_reordered_and_removed_by_links(studio: Studio) -> None:
    start = studio.get("/cut")
    more = studio.pages.get(links(start)["Add another service"])
    assert "What else would you like?" in more.text
    options = studio.pages.get(hrefs(more, "Colour"))
    assert "Which one?" in options.text
    both = studio.get("/cut", also="colour", line=2, pick="short-hair")
    assert both.url.query.decode() == "also=colour;variant=short-hair"
    assert "€105" in both.text
    swapped = studio.pages.get(links(both)["Do it first Colour, Short hair"])
    assert (swapped.url.path.rsplit("/")[-1], swapped.url.query.decode()) == ("colour", "variant=short-hair&also=cut")
    assert studio.pages.get(links(both)["Remove Cut"]).url.path.endswith("/colour")
    changed = studio.pages.get(links(both)["Change Colour, Short hair"])
    assert 'value="short-hair" checked' in changed.text


def links(page: Response) -> dict[str, str]:
    """Every link by its words."""
    found = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', page.text, re.S)
    return {" ".join(re.sub(r"<[^>]+>", " ", words).split()): unescape(href) for href, words in found}


def hrefs(page: Response, begins: str) -> str:
    return next(href for words, href in links(page).items() if words.startswith(begins))


def test_several_services_become_one_booking_with_lines_in_order(studio: Studio) -> None:
    done = studio.book("/cut", also="colour;variant=short-hair;provider=provider-2")
    assert "You’re booked" in done.text
    first, second = lines(studio.shop)
    assert (first.type_name, second.type_name, second.provider_id) == ("Cut", "Colour", studio.shop.providers[1])
    assert first.ends_at == second.starts_at
    assert "€105" in done.text


def test_nonsense_in_the_visit_is_nothing_said(studio: Studio) -> None:
    for query in (
        {"also": "massage"},
        {"also": ";;"},
        {"also": "cut;variant=1;variant=2"},
        {"also": "x" * 4000},
        {"also": ["cut"] * 30},
        {"seats": "99"},
        {"seats": "²"},
        {"add_on": "gold"},
        {"variant": "huge"},
        {"change": "77"},
        {"line": "0"},
        {"me": "x" * 43},
        {"me": "é"},
    ):
        assert studio.get("/cut", **query).status_code == 200, query
    for query in ({"then": "massage"}, {"then": ["cut"] * 30}):
        assert studio.get("", **query).status_code == 200, query
    assert studio.get("/cut", also=["cut"] * 30).text.count("Remove") == 8


# ── seats ────────────────────────────────────────────────


def test_seats_are_chosen_counted_and_each_has_its_own_link(studio: Studio) -> None:
    assert "How many seats?" in studio.get("/class").text
    assert "6 left" in studio.get("/class", day=workday(3)).text
    done = studio.book("/class", seats=2)
    assert "You’re booked" in done.text
    own = re.findall(r'href="[^"]*(/manage/[\w-]+)"', done.text)
    seats = [path for path in dict.fromkeys(own) if path in done.text]
    assert len(seats) == 2
    assert "4 left" in studio.get("/class", day=workday(3)).text
    friend = next(path for path in seats if path not in str(done.url))
    page = studio.pages.get(friend)
    assert ("Seat 1" in page.text, "?me=" in page.text) == (False, False)
    assert "Cancelled" in studio.pages.post(friend, data={"do": "cancel"}).text
    assert "5 left" in studio.get("/class", day=workday(3)).text


def test_more_seats_than_a_session_has_are_neither_offered_nor_held(studio: Studio) -> None:
    owner, start = studio.shop.owner, studio.slots("/class")[0]
    with db.reading(owner) as session:
        found = bookings.free_times(session, owner, booking_type_id=studio.group.id, from_=workday(3), to=workday(3), seats=7)
    assert found.next is None
    for actor in (owner, cast.customer(owner)):
        with pytest.raises((SlotTaken, NotOffered)), db.transaction(actor) as session:
            booking.hold(session, actor, booking_type_id=studio.group.id, starts_at=datetime.fromisoformat(start), seats=7)


def test_one_seat_is_moved_while_the_others_stay(studio: Studio) -> None:
    done = studio.book("/class", seats=2)
    own = done.url.path
    page = studio.pages.get(own, params={"move": "1", "day": str(workday(3))})
    moved = studio.pages.post(own, data={"do": "move", "slot": SLOT.findall(page.text)[0]})
    assert "has been moved" in moved.text
    with db.reading(studio.shop.owner) as session:
        assert len({row.starts_at for row in session.exec(select(Booking))}) == 2


# ── where, closed days, the waitlist ─────────────────────


def test_a_service_at_the_customers_asks_where(studio: Studio) -> None:
    with db.transaction(studio.shop.owner) as session:
        given = BookingTypeIn(
            name="At home",
            duration=60,
            min_notice=0,
            window_days=90,
            location_kind=LocationKind.customer,
            provider_ids=studio.shop.providers,
        )
        booking.create_booking_type(session, studio.shop.owner, given=given)
    nowhere = studio.book("/at-home")
    assert (nowhere.status_code, "Tell us where to come" in nowhere.text) == (422, True)
    done = studio.book("/at-home", typed={**CLEO, "address": "1 Quiet Lane"})
    assert "1 Quiet Lane" in done.text


def test_a_closed_day_says_why(studio: Studio) -> None:
    with db.transaction(studio.shop.owner) as session:
        business.add_closure(session, studio.shop.owner, closure=ClosureIn(first_day=workday(4), name="Stocktaking & tea"))
    page = studio.get("/cut")
    assert "Stocktaking &amp; tea" in page.text
    assert SLOT.findall(studio.get("/cut", day=workday(4)).text) != []  # another day is shown in its place


def test_a_full_service_with_a_list_leads_to_it(studio: Studio) -> None:
    with db.transaction(studio.shop.owner) as session:
        past = date(2026, 1, 1)
        given = BookingTypeIn(
            name="Lash lift",
            duration=60,
            provider_ids=studio.shop.providers,
            waitlist=WaitlistMode.offer,
            window_from=past,
            window_to=past,  # pyright: ignore[reportArgumentType]
        )
        booking.create_booking_type(session, studio.shop.owner, given=given)
    page = studio.get("/lash-lift", **{"with": "provider-1"})
    assert f'href="/book/{studio.shop.slug}/lash-lift/waitlist?with=provider-1"' in page.text


# ── coming again ─────────────────────────────────────────


def token(studio: Studio) -> str:
    with db.reading(studio.shop.owner) as session:
        found = people.find(session, studio.shop.owner, email=CLEO["email"])
        assert found is not None
        return prefill_token(found.id, found.email)


def test_who_comes_again_needs_two_taps_and_types_nothing(studio: Studio) -> None:
    done = studio.book("/colour", variant="short-hair", add_on="gloss", whom="provider-2")
    again = studio.pages.get(links(done)["Book again"])
    assert "Welcome back, Cleo. Same again?" in again.text
    assert "Colour, Short hair with Provider 2" in again.text
    action, slot = re.search(
        r'<form method="post" action="([^"]+)"><button[^>]*value="([^"]+)"', again.text.split("Same again?")[1]
    ).groups()  # pyright: ignore[reportOptionalMemberAccess]
    form = studio.pages.post(unescape(action), data={"slot": slot})
    assert ("Cleo M." in form.text, "c•••@example.org" in form.text, "••• 678" in form.text) == (True, True, True)
    second = studio.pages.post(str(form.url), data=carried(form))
    assert "You’re booked" in second.text
    assert [line.variant_name for line in lines(studio.shop)] == ["Short hair", "Short hair"]
    with db.reading(studio.shop.owner) as session:
        assert len({row.contact_id for row in session.exec(select(Booking))}) == 1


def test_the_link_tells_nothing_that_a_friend_should_not_know(studio: Studio) -> None:
    studio.book("/cut", typed={**CLEO, "notes": "Knee operation"})
    me = token(studio)
    for page in (
        studio.get("", me=me),
        studio.get("/cut", me=me),
        studio.pages.post(f"/book/{studio.shop.slug}/cut?me={me}", data={"slot": studio.slots("/cut")[0]}),
    ):
        for secret in ("Marsh", "cleo@example.org", "912", "Knee operation", "/manage/"):
            assert secret not in page.text
        assert (page.headers["referrer-policy"], page.headers["cache-control"]) == ("no-referrer", "no-store")
        assert "noindex" in page.headers["x-robots-tag"]
        assert "ld+json" not in page.text


def test_the_link_ends_with_the_address_and_with_the_contact(studio: Studio) -> None:
    studio.book("/cut")
    me = token(studio)
    assert "Welcome back" in studio.get("", me=me).text
    owner = studio.shop.owner
    with db.transaction(owner) as session:
        found = people.find(session, owner, email=CLEO["email"])
        assert found is not None
        contacts.edit(session, owner, contact_id=found.id, change=ContactChange(email="cleo@new.example"))
    assert "Welcome back" not in studio.get("", me=me).text
    with db.transaction(owner) as session:
        contacts.edit(session, owner, contact_id=found.id, change=ContactChange(email=CLEO["email"]))
        contacts.archive(session, owner, contact_id=found.id)
    assert "Welcome back" not in studio.get("", me=me).text


def test_another_business_does_not_know_the_link(studio: Studio, stranger: Actor) -> None:
    studio.book("/cut")
    other = opened(stranger)
    assert "Welcome back" not in studio.pages.get(f"/book/{other.slug}", params={"me": token(studio)}).text


# ── one's own booking ────────────────────────────────────


def test_a_visit_of_several_services_is_moved_as_it_was_agreed(studio: Studio) -> None:
    own = studio.book("/cut", 2, also="colour;variant=long-hair;provider=provider-2").url.path
    with db.transaction(studio.shop.owner) as session:
        booking.remove_booking_type(session, studio.shop.owner, booking_type_id=studio.group.id)
    page = studio.pages.get(own, params={"move": "1", "day": str(workday(3))})
    near = SLOT.findall(page.text)
    before = lines(studio.shop)[0].starts_at
    assert (before + timedelta(minutes=15)).isoformat() in near  # its own time is not in the way of itself
    assert before.isoformat() not in near
    moved = studio.pages.post(own, data={"do": "move", "slot": (before + timedelta(minutes=15)).isoformat()})
    assert "has been moved" in moved.text
    assert "Moved once; it was" in moved.text
    first, second = lines(studio.shop)
    assert (first.starts_at, second.starts_at, second.duration) == (before + timedelta(minutes=15), first.ends_at, 90)


def test_moving_and_cancelling_may_end_at_different_hours(studio: Studio) -> None:
    with db.transaction(studio.shop.owner) as session:
        given = BookingTypeIn(
            name="Chat", duration=30, min_notice=0, window_days=90, provider_ids=studio.shop.providers, cancel_hours=48, reschedule_hours=2
        )
        booking.create_booking_type(session, studio.shop.owner, given=given)
    own = studio.book("/chat").url.path
    with db.reading(studio.shop.owner) as session:
        starts = session.exec(select(Booking.starts_at)).one()
    page = studio.pages.get(own)
    assert "You can move it until" in page.text
    assert "You can cancel it until" in page.text
    with time_machine.travel(starts - timedelta(hours=5)):
        late = studio.pages.get(own)
        assert ("You can move it until" in late.text, "You can cancel it until" in late.text) == (True, False)


# ── what a page costs ────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "query", "most"),
    [("", {}, 8), ("/cut", {}, 7), ("/cut", {"also": ["colour;variant=long-hair", "cut"]}, 7), ("/colour", {}, 4), ("/class", {}, 8)],
)
def test_a_page_takes_so_many_statements_whatever_it_shows(
    studio: Studio, database: sa.Engine, path: str, query: dict[str, object], most: int
) -> None:
    def asked() -> int:
        sent: list[str] = []

        def note(*told: object) -> None:
            if not str(told[2]).startswith("BEGIN"):
                sent.append(str(told[2]))

        event.listen(database, "before_cursor_execute", note)
        page = studio.get(path, **query)
        event.remove(database, "before_cursor_execute", note)
        assert page.status_code == 200
        assert len(page.content) < 30_000
        return len(sent)

    before = asked()
    with db.transaction(studio.shop.owner) as session:
        for number in range(4):
            given = BookingTypeIn(name=f"Extra {number}", duration=30, provider_ids=studio.shop.providers)
            booking.create_booking_type(session, studio.shop.owner, given=given)
    assert asked() == before
    assert before <= most


def test_every_address_that_is_written_can_be_read(studio: Studio) -> None:
    page = studio.get("/cut", also="colour;variant=long-hair;add_on=gloss;provider=provider-2", tz="Asia/Kathmandu", lang="de")
    ours = [href for href in links(page).values() if href.startswith(f"/book/{studio.shop.slug}")]
    assert len(ours) > 20
    assert {studio.pages.get(href).status_code for href in ours} == {200}
    without_zone = [href for href in ours if "tz" not in parse_qs(urlsplit(href).query)]
    assert len(without_zone) == 1  # the one that the script completes with the visitor's own


# ── being found ──────────────────────────────────────────


def test_search_engines_are_told_what_is_offered_and_nothing_ends_the_script(studio: Studio) -> None:
    with db.transaction(studio.shop.owner) as session:
        given = BookingTypeIn(name="</script><b>Bang", duration=30, price=1250, provider_ids=studio.shop.providers, slug="bang")
        booking.create_booking_type(session, studio.shop.owner, given=given)
    for path in ("", "/bang"):
        page = studio.get(path)
        (told,) = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page.text, re.S)
        facts = json.loads(told)
        assert facts["@context"] == "https://schema.org"
        offers = facts["makesOffer"] if path == "" else [{**facts["offers"], "itemOffered": facts}]
        bang = next(one for one in offers if one["itemOffered"]["name"] == "</script><b>Bang")
        assert (bang["price"], bang["priceCurrency"], bang["url"].endswith("/bang")) == ("12.50", "EUR", True)
        assert '<link rel="canonical"' in page.text
        assert '<meta name="description"' in page.text
    (colour,) = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', studio.get("/colour").text, re.S)
    assert (json.loads(colour)["offers"]["lowPrice"], json.loads(colour)["offers"]["highPrice"]) == ("60.00", "90.00")


def test_open_businesses_are_listed_and_private_pages_are_not(studio: Studio, stranger: Actor) -> None:
    closed = opened(stranger)
    with db.transaction(stranger) as session:
        business.suspend(session, stranger)
    listed = studio.pages.get("/sitemap.xml")
    found = ElementTree.fromstring(listed.text)  # noqa: S314  our own
    places = [one.text for one in found.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    here = f"http://localhost:8000/book/{studio.shop.slug}"
    assert set(places) == {here, f"{here}/cut", f"{here}/colour", f"{here}/class", here.replace("/book/", "/contact/")}
    assert closed.slug not in listed.text
    robots = studio.pages.get("/robots.txt")
    assert "Disallow: /manage/" in robots.text
    assert "Sitemap: http://localhost:8000/sitemap.xml" in robots.text


# ── repeating ────────────────────────────────────────────


@pytest.fixture
def weekly(studio: Studio) -> Studio:
    with db.transaction(studio.shop.owner) as session:
        given = BookingTypeIn(name="Lesson", duration=30, price=2000, min_notice=0, provider_ids=studio.shop.providers[:1], recurring_max=8)
        booking.create_booking_type(session, studio.shop.owner, given=given)
    return studio


def repeated(studio: Studio, **said: str) -> tuple[Response, str]:
    """The form for one's details, sent with how often; and where to send the next."""
    here = f"/book/{studio.shop.slug}/lesson"
    form = studio.pages.post(here, data={"slot": studio.slots("/lesson")[0]})
    return studio.pages.post(here, data={**carried(form), **CLEO, "repeat": "weekly", "times": "3", **said}), here


def test_a_visit_is_repeated_after_all_its_dates_were_shown(weekly: Studio) -> None:
    page, here = repeated(weekly, do="repeat")
    assert (page.status_code, page.text.count(">Free<")) == (200, 3)
    assert "Every week" in page.text
    assert "€60" in page.text
    assert 'value="Cleo Marsh"' in page.text
    done = weekly.pages.post(here, data={**carried(page), **CLEO, "repeat": "weekly", "times": "3"})
    assert "All dates" in done.text
    first, second, third = lines(weekly.shop)
    assert (second.starts_at - first.starts_at, third.starts_at - first.starts_at) == (timedelta(days=7), timedelta(days=14))


def test_confirming_without_having_seen_the_dates_shows_them(weekly: Studio) -> None:
    page, _here = repeated(weekly)
    assert page.text.count(">Free<") == 3
    assert lines(weekly.shop) == []


def test_a_date_that_is_taken_is_shown_and_skipped_or_moved(weekly: Studio) -> None:
    start = datetime.fromisoformat(weekly.slots("/lesson")[0])
    owner = weekly.shop.owner
    with db.transaction(owner) as session:
        ida = contacts.register(session, owner, name="Ida", source=Source.staff)
        booking.book(
            session,
            owner,
            booking_type_id=weekly.shop.service,
            provider_id=weekly.shop.providers[0],
            starts_at=start + timedelta(days=7),
            contact_id=ida.id,
        )
    page, here = repeated(weekly, do="repeat")
    assert (page.text.count(">Free<"), page.text.count(">Not free<")) == (2, 1)
    assert "Somebody else has that time" in page.text
    moved = weekly.pages.post(here, data={**carried(page), **CLEO, "repeat": "weekly", "times": "3", "conflict": "move"})
    assert "All dates" in moved.text
    mine = sorted(line.starts_at for line in lines(weekly.shop) if line.type_name == "Lesson")
    assert mine == [start, start + timedelta(days=7, minutes=30), start + timedelta(days=14)]


def test_more_visits_than_allowed_are_refused_at_the_field(weekly: Studio) -> None:
    page, _here = repeated(weekly, do="repeat", times="9")
    assert (page.status_code, 'href="#times"' in page.text) == (422, True)
    assert "Repeat this visit" not in weekly.get("/cut").text


def test_one_visit_or_all_that_follow_are_cancelled(weekly: Studio) -> None:
    page, here = repeated(weekly, do="repeat")
    done = weekly.pages.post(here, data={**carried(page), **CLEO, "repeat": "weekly", "times": "3"})
    second = re.findall(r'href="[^"]*(/manage/[\w-]+)[^"]*"', done.text.split("All dates")[1])[1]
    assert "This one and all that follow" in weekly.pages.get(second).text
    gone = weekly.pages.post(second, data={"do": "cancel", "scope": "following"})
    assert "Cancelled" in gone.text
    with db.reading(weekly.shop.owner) as session:
        assert sorted(row.status for row in session.exec(select(Booking))) == ["cancelled", "cancelled", "confirmed"]
