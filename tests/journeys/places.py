"""Every page there is, by its address, as the demo's business shows it."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

from careops.demo.cast import ANA, PASSWORD
from careops.demo.salon import SLUG
from tests.journeys.browsing import alive, sign_in, visitor


@dataclass(frozen=True, slots=True)
class Place:
    """A page: what its picture is called, where it is, and whether one has to be signed in."""

    name: str
    path: str
    signed_in: bool = False


PUBLIC = (
    Place("login", "/login"),
    Place("register", "/register"),
    Place("forgot", "/forgot"),
    Place("forgot-sent", "/forgot?said=sent"),
    Place("reset-over", "/reset/nothing"),
    Place("book", f"/book/{SLUG}"),
    Place("book-time", f"/book/{SLUG}/cut-finish"),
    Place("book-hold-over", f"/book/{SLUG}/cut-finish?hold=over"),
    Place("contact", f"/contact/{SLUG}"),
    Place("contact-sent", f"/contact/{SLUG}?sent=1"),
    Place("not-found", "/book/nobody-here"),
)
APP = tuple(
    Place(name, path, signed_in=True)
    for name, path in (
        ("today", "/app"),
        ("inbox", "/app/inbox"),
        ("calendar", "/app/calendar"),
        ("bookings", "/app/bookings"),
        ("bookings-upcoming", "/app/bookings?view=upcoming"),
        ("contacts", "/app/contacts"),
        ("outbox", "/app/outbox"),
        ("deliveries", "/app/deliveries"),
        ("alerts", "/app/alerts"),
        ("alerts-resolved", "/app/alerts?standing=resolved"),
        ("jobs", "/app/jobs"),
        ("jobs-history", "/app/jobs?job=automation.watch"),
        ("forms", "/app/forms"),
        ("forms-submissions", "/app/forms?status=any"),
        ("inventory", "/app/inventory"),
        ("inventory-low", "/app/inventory?show=low"),
        ("team", "/app/team"),
        ("settings", "/app/settings"),
        ("closed-days", "/app/settings/closures"),
        ("calendars", "/app/settings/calendars"),
        ("you", "/app/settings/you"),
        *((f"onboarding-{step}", f"/app/onboarding?step={step}") for step in ("workspace", "channels", "contact_form", "booking")),
        *((f"onboarding-{step}", f"/app/onboarding?step={step}") for step in ("forms", "inventory", "team", "review")),
        ("lost", "/app/nowhere"),
    )
)


def visit(page: Page, place: Place) -> None:
    """Opens the page as if in a tab of its own, and waits until it shows its data: a tab keeps what it showed last until news comes."""
    if place.signed_in:
        if "/app" not in page.url:
            sign_in(page, ANA.email, PASSWORD)
        page.evaluate("sessionStorage.clear()")
    page.goto(place.path)
    if place.signed_in:
        alive(page)


def found(browser: Browser, url: str) -> tuple[Place, ...]:
    """The pages that have an id in their address: of the first conversation, booking and contact there is."""
    with visitor(browser, url) as context:
        page = context.new_page()
        sign_in(page, ANA.email, PASSWORD)
        return (
            Place("conversation", _first(page, "conversations"), signed_in=True),
            Place("booking", _first(page, "bookings"), signed_in=True),
            Place("contact-page", _first(page, "contacts"), signed_in=True),
            Place("manage", _own_booking(page)),
        )


def _first(page: Page, what: str, query: str = "") -> str:
    answer: Any = page.request.get(f"/api/v1/{what}?limit=1{query}").json()
    return f"/app/{'inbox' if what == 'conversations' else what}/{answer['items'][0]['id']}"


def _own_booking(page: Page) -> str:
    """The customer's own page of a booking, by the link the team can open."""
    page.goto(_first(page, "bookings", "&status=confirmed"))
    alive(page)
    return str(page.get_by_role("link", name="Customer's link").get_attribute("href"))
