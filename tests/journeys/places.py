"""Every page there is, by its address, as the demo's business shows it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from playwright.sync_api import Browser, Page

from careops.core.clock import today
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
        ("waitlist", "/app/bookings/waitlist"),
        ("slots", "/app/slots"),
        ("contacts", "/app/contacts"),
        ("contacts-fields", "/app/contacts/fields"),
        ("contacts-import", "/app/contacts/import"),
        ("reports", "/app/reports"),
        ("import", "/app/import"),
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
        ("inventory-expiring", "/app/inventory?show=expiring"),
        ("stocktakes", "/app/inventory/stocktakes"),
        ("orders", "/app/inventory/orders"),
        ("suppliers", "/app/inventory/suppliers"),
        ("team", "/app/team"),
        ("automations", "/app/automations"),
        ("rule", "/app/automations/booking_reminder"),
        ("integrations", "/app/integrations"),
        ("settings", "/app/settings"),
        ("services", "/app/settings/services"),
        ("providers", "/app/settings/providers"),
        ("share", "/app/settings/share"),
        ("inbox-settings", "/app/settings/inbox"),
        ("messages", "/app/settings/messages"),
        ("message", "/app/settings/messages/booking_confirmation?channel=email&language=en"),
        ("message-text", "/app/settings/messages/booking_reminder?channel=sms&language=de"),
        ("webhooks", "/app/settings/webhooks"),
        ("closed-days", "/app/settings/closures"),
        ("calendars", "/app/settings/calendars"),
        ("you", "/app/settings/you"),
        *((f"onboarding-{step}", f"/app/onboarding?step={step}") for step in ("workspace", "channels", "contact_form", "booking")),
        *((f"onboarding-{step}", f"/app/onboarding?step={step}") for step in ("forms", "inventory", "team", "review")),
        ("lost", "/app/nowhere"),
    )
)

OF_ONE = (  # the picture's name, where such a page is, and what the API calls a list of them
    ("conversation", "/app/inbox", "conversations"),
    ("booking", "/app/bookings", "bookings"),
    ("contact-page", "/app/contacts", "contacts"),
    ("form", "/app/forms", "forms/templates"),
    ("submission", "/app/forms/submissions", "forms/submissions"),
    ("item", "/app/inventory", "inventory/items"),
    ("order", "/app/inventory/orders", "inventory/orders"),
    ("service", "/app/settings/services", "booking-types"),
    ("provider", "/app/settings/providers", "providers"),
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
    """The pages that have an id in their address: of the first there is of each."""
    with visitor(browser, url) as context:
        page = context.new_page()
        sign_in(page, ANA.email, PASSWORD)
        day = today("Europe/Lisbon")
        slots = ("slot", "/app/slots", f"slots?from={day - timedelta(days=30)}&to={day + timedelta(days=30)}")
        return (
            *(Place(name, f"{where}/{_first(page, what)}", signed_in=True) for name, where, what in (*OF_ONE, slots)),
            Place("manage", _own_booking(page)),
        )


def _first(page: Page, what: str) -> str:
    """The id of the first that the API lists."""
    answer: Any = page.request.get(f"/api/v1/{what}").json()
    return str((answer["items"] if isinstance(answer, dict) else answer)[0]["id"])


def _own_booking(page: Page) -> str:
    """The customer's own page of a booking, by the link the team can open."""
    page.goto(f"/app/bookings/{_first(page, 'bookings?status=confirmed')}")
    alive(page)
    return str(page.get_by_role("link", name="Customer's link").get_attribute("href"))
