"""Step 1: who and where the business is."""

from typing import Any
from zoneinfo import available_timezones

import reflex as rx

from careops.business.rules import PRESETS
from careops.core.i18n import text as _
from careops.core.money import CURRENCIES
from careops.onboarding.state import Wizard, WorkspaceStep
from careops.ui import kit

PAGE: Any = Wizard.page
SAID: Any = Wizard.page.business
STEP: Any = WorkspaceStep
ERRORS: Any = WorkspaceStep.errors

TRADES = [(preset.trade, preset.title, preset.sentence) for preset in PRESETS.values()]
ZONES = [
    (name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name and not name.startswith(("Etc/", "SystemV/"))
]
USUAL = ["EUR", "USD", "GBP", "INR", "CHF", "CAD", "AUD", "BRL", "MXN", "JPY", "SEK", "NOK", "DKK", "PLN", "ZAR"]
MONEY = [(code, code) for code in [*USUAL, *sorted(code for code in CURRENCIES - set(USUAL) if len(code) == 3)]]
LANGUAGES = [
    ("en", _("English")), ("en-GB", _("English, United Kingdom")), ("en-IN", _("English, India")), ("es", "Español"),
    ("de", "Deutsch"), ("fr", "Français"), ("hi", "हिन्दी"),
]  # fmt: skip
CLOCKS = [("24", _("14:30")), ("12", _("2:30 PM"))]
WEEKS = [("0", _("Monday")), ("6", _("Sunday")), ("5", _("Saturday"))]
HERE = rx.Var("Intl.DateTimeFormat().resolvedOptions().timeZone", _var_type=str)


def _line(label: str, name: str, **more: Any) -> rx.Component:
    return kit.field(label, name, default_value=SAID[name], on_blur=STEP.save(name), error=ERRORS[name], **more)


def _choice(label: str, name: str, choices: list[tuple[str, str]], **more: Any) -> rx.Component:
    return kit.select(label, name, choices, value=SAID[name], on_change=STEP.save(name), error=ERRORS[name], **more)


def workspace_step() -> rx.Component:
    """The trade, then name, place and money; the rest waits behind a line."""
    trades = kit.radio_cards(_("What do you do?"), "trade", TRADES, value=PAGE.trade, on_change=STEP.choose_trade)
    about = rx.el.div(
        _line(_("Name"), "name", auto_complete="organization"),
        _line(_("Address of your booking page"), "slug", help_text=PAGE.booking_url, key=SAID["slug"]),
        kit.form_row(_choice(_("Time zone"), "timezone", ZONES), _choice(_("Currency"), "currency", MONEY)),
        _line(_("Street and town"), "address", optional=True, auto_complete="street-address"),
        _line(_("Email customers answer to"), "email", optional=True, type="email", auto_complete="email"),
        class_name="form",
        on_mount=STEP.guess(HERE),
    )
    more = rx.el.details(
        rx.el.summary(_("Language, clock, colour"), class_name="link"),
        rx.el.div(
            kit.form_row(_choice(_("Language"), "locale", LANGUAGES), _choice(_("Clock"), "hour_cycle", CLOCKS)),
            kit.form_row(
                _choice(_("Week begins on"), "first_weekday", WEEKS),
                _line(_("Country"), "country", max_length=2, help_text=_("Two letters, for example PT")),
            ),
            kit.form_row(_line(_("Phone"), "phone", type="tel", optional=True), _line(_("Colour"), "accent", type="color")),
            kit.form_row(_line(_("Initials on the logo"), "initials", max_length=2, optional=True)),
            kit.textarea(
                _("About you"),
                "description",
                default_value=SAID["description"],
                on_blur=STEP.save("description"),
                error=ERRORS["description"],
                optional=True,
            ),
            class_name="form",
        ),
    )
    return rx.fragment(
        kit.wizard_title(
            _("Tell us about your business"), _("Choose your trade and the next steps fill themselves in. Change what is different.")
        ),
        rx.el.div(trades, class_name="[&_.cards]:grid [&_.cards]:grid-cols-1 sm:[&_.cards]:grid-cols-2"),
        about,
        more,
    )
