"""The business's settings at /app/settings, and its closed days below them."""

from typing import Any
from zoneinfo import available_timezones

import reflex as rx

from careops.business.components import DAYS, closure_form, closure_line, holidays
from careops.business.state import BusinessSettings, ClosedDays
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.core.money import CURRENCIES
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.ui import kit

HERE: Any = BusinessSettings
SAID: Any = BusinessSettings.said
ERRORS: Any = BusinessSettings.errors

ZONES = [
    ("UTC", "UTC"),
    *((name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name and not name.startswith("Etc/")),
]
MONEY = [(code, code) for code in sorted(CURRENCIES)]
LANGUAGES = [
    ("en", _("English")), ("en-GB", _("English, United Kingdom")), ("en-IN", _("English, India")), ("es", "Español"),
    ("de", "Deutsch"), ("fr", "Français"), ("hi", "हिन्दी"),
]  # fmt: skip
CLOCKS = [("24", _("14:30")), ("12", _("2:30 PM"))]
WEEKS = [("0", _("Monday")), ("6", _("Sunday")), ("5", _("Saturday"))]


def _line(label: str, name: str, **more: Any) -> rx.Component:
    return kit.field(label, name, default_value=SAID[name], on_blur=HERE.save(name), error=ERRORS[name], **more)


def _choice(label: str, name: str, choices: list[tuple[str, str]]) -> rx.Component:
    return kit.select(label, name, choices, value=SAID[name], on_change=HERE.save(name), error=ERRORS[name])


def _lines(label: str, name: str, help_text: str) -> rx.Component:
    return kit.textarea(label, name, default_value=SAID[name], on_blur=HERE.save(name), error=ERRORS[name], help_text=help_text)


def settings() -> rx.Component:
    """Everything the business says about itself; each field saves itself."""
    identity = [
        kit.form_row(_line(_("Name"), "name"), _line(_("Address of your booking page"), "slug", help_text=HERE.booking_url)),
        kit.form_row(_line(_("Email"), "email", type="email"), _line(_("Phone"), "phone", type="tel")),
        _line(_("Street and town"), "address"),
        kit.form_row(_line(_("Colour"), "accent", type="color"), _line(_("Initials on the logo"), "initials", max_length=2)),
    ]
    place = [
        kit.form_row(_choice(_("Time zone"), "timezone", ZONES), _choice(_("Currency"), "currency", MONEY)),
        kit.form_row(_choice(_("Language"), "locale", LANGUAGES), _choice(_("Clock"), "hour_cycle", CLOCKS)),
        kit.form_row(
            _choice(_("Week begins on"), "first_weekday", WEEKS),
            _line(_("Country"), "country", max_length=2, help_text=_("Two letters, for example PT")),
        ),
    ]
    words = [
        kit.form_row(_line(_("A customer is a"), "word_contact"), _line(_("Several are"), "word_contacts")),
        kit.form_row(_line(_("What is booked is a"), "word_booking_type"), _line(_("Several are"), "word_booking_types")),
        kit.form_row(_line(_("A visit is a"), "word_booking"), _line(_("Several are"), "word_bookings")),
        kit.form_row(_line(_("Whoever does it is a"), "word_provider"), _line(_("Several are"), "word_providers")),
    ]
    texts = [
        _lines(_("About you"), "description", _("On your booking page.")),
        _lines(_("Welcome"), "welcome", _("In the first message to somebody new.")),
        _lines(_("Cancelling"), "cancellation_policy", _("Shown before booking, and kept on each booking as it was.")),
    ]
    parts = [(_("The business"), identity), (_("Place, money, language"), place), (_("Words"), words), (_("Texts"), texts)]
    sections = [kit.section(title, rx.el.div(*fields, class_name="form"), id=f"part-{at}") for at, (title, fields) in enumerate(parts)]
    content = kit.page(
        kit.page_header(
            _("Settings"),
            kit.link_button(_("Set-up steps"), "/app/onboarding"),
            sentence=rx.el.p(_("Each field is saved when you leave it."), class_name="t2"),
        ),
        kit.sections(*sections, *_ways(), _public()),
        narrow=True,
    )
    return frame(rx.cond(HERE.status, content, kit.page(kit.skeleton_rows(6))), title=_("Settings"), active="settings")


def _ways() -> list[rx.Component]:
    """What is kept on pages of their own."""
    link = kit.link_button
    return [
        _way(
            "sold",
            _("What is sold, and by whom"),
            _("Services with their lengths, prices and rules; people with their hours; rooms and equipment."),
            link(_("Services"), "/app/settings/services", icon_name="scissors"),
            link(_("People and rooms"), "/app/settings/providers", icon_name="users"),
        ),
        _way(
            "closing",
            _("Closed days"),
            _("Breaks and public holidays: days on which nobody can book."),
            link(_("Plan closed days"), "/app/settings/closures", icon_name="calendar-off"),
        ),
        _way(
            "messages",
            _("Messages"),
            _("What your customers get by itself, in whose words, and when it rests."),
            link(_("Hours and words"), "/app/settings/messages", icon_name="message-square-text"),
        ),
        _way(
            "calendars",
            _("Calendars"),
            _("Bookings in Apple, Google or Outlook, and busy times from there."),
            link(_("Connect calendars"), "/app/settings/calendars", icon_name="calendar-sync"),
        ),
        _way(
            "integrations",
            _("Integrations"),
            _("The accounts messages leave and arrive through: mail, texts, mailboxes."),
            link(_("Connect accounts"), "/app/integrations", icon_name="plug"),
        ),
        _way(
            "webhooks",
            _("Webhooks"),
            _("Other programs hear of bookings, messages and stock as it happens."),
            link(_("Keep webhooks"), "/app/settings/webhooks", icon_name="webhook"),
        ),
    ]


def _way(id: str, title: str, about: str, *links: rx.Component) -> rx.Component:
    return kit.section(title, rx.el.p(about, class_name="t2"), kit.form_foot(*links), id=id)


def _public() -> rx.Component:
    opened = rx.fragment(
        kit.note(_("Your booking and contact pages are open."), tone="ok"),
        kit.form_foot(
            kit.link_button(_("View public page"), HERE.booking_url, outside=True, icon_name="external-link"),
            kit.link_button(_("Share"), "/app/settings/share", icon_name="share-2"),
            kit.button(_("Close public pages"), look="danger", opens="suspend"),
        ),
        kit.confirm_dialog(
            _("Close your public pages?"),
            _("Nobody can book or write until you activate again. Bookings already made stay."),
            id="suspend",
            verb=_("Close public pages"),
            keep=_("Keep them open"),
            on_confirm=HERE.suspend,
        ),
    )
    closed = kit.note(_("Your public pages are closed."), action=kit.link_button(_("Review and activate"), "/app/onboarding?step=review"))
    return kit.section(
        _("Public pages"), rx.el.div(rx.cond(HERE.status == "active", opened, closed), class_name="stack stack-4"), id="public"
    )


def closed_days() -> rx.Component:
    """The days on which nobody is served: one's own, and public holidays."""
    add = kit.button(_("Close for some days"), DAYS.start, look="primary", icon_name="plus", key="n")
    nothing = kit.empty(
        _("No closed days ahead"),
        _("A holiday, a move, a day of training: while you are closed, nobody can book."),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
        action=kit.button(_("Close for some days"), DAYS.start, look="primary", icon_name="plus"),
    )
    own = kit.section(
        _("Your own"), kit.loaded(DAYS.loaded, DAYS.closures, closure_line, nothing, label=_("Your closed days"), count=2), id="own"
    )
    content = kit.page(
        kit.page_header(
            _("Closed days"),
            add,
            sentence=rx.el.p(_("Nobody can book on these days."), " ", kit.link(_("All settings"), "/app/settings"), class_name="t2"),
        ),
        kit.sections(own, holidays()),
        narrow=True,
    )
    return frame(rx.fragment(content, closure_form()), title=_("Closed days"), active="settings")


PAGES = (
    Page("/app/settings", _("Settings"), settings, (BusinessSettings.load,), Permission.settings),
    Page("/app/settings/closures", _("Closed days"), closed_days, (ClosedDays.load,), Permission.settings),
)
