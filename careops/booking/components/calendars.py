"""What the screen of calendars is made of: a line for each link and each calendar that is read, and their forms."""

from typing import Any

import reflex as rx

from careops.booking.state.calendar_links import FeedLine, ImportLine
from careops.booking.state.calendars import Calendars
from careops.core.i18n import text as _
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
HERE: Any = Calendars
MADE: Any = Calendars.made
ASKED: Any = Calendars.asked


# ── lines ────────────────────────────────────────────────


def feed_line(feed: FeedLine) -> rx.Component:
    """A private link: what it shows, whether it is read, and what can be done with it."""
    return kit.plain_row(
        rx.el.span(
            rx.el.b(feed.name, class_name="block"),
            rx.el.span(feed.about, class_name="t2 block"),
            rx.el.span(feed.read, class_name="t3 num block"),
            class_name="grow",
        ),
        end=rx.el.span(
            kit.icon_button("refresh-cw", feed.to_renew, HERE.ask("renew", feed.id)),
            kit.icon_button("trash-2", feed.to_revoke, HERE.ask("revoke", feed.id)),
            class_name="row",
        ),
    )


def import_line(calendar: ImportLine) -> rx.Component:
    """A calendar that is read: how that goes, since when, and what can be done about it."""
    busy = HERE.reading == calendar.id
    how = rx.fragment(
        rx.el.span(kit.status(calendar.state, calendar.tone, calendar.icon, plain=True), class_name="block"),
        kit.shown(calendar.busy, rx.el.span(calendar.busy, class_name="t2 num block")),
        kit.shown(calendar.read, rx.el.span(calendar.read, class_name="t3 num block")),
    )
    why = kit.shown(calendar.error, rx.el.span(calendar.error, class_name="c-warn block"))
    return kit.plain_row(
        rx.el.span(
            rx.el.b(calendar.name, class_name="block"), rx.el.span(calendar.about, class_name="t2 block"), how, why, class_name="grow"
        ),
        end=rx.el.span(
            kit.toggle(calendar.to_switch, checked=calendar.on, on_change=lambda on: HERE.switch(calendar.id, on), bare=True),
            kit.icon_button("refresh-cw", calendar.to_refresh, HERE.refresh(calendar.id), disabled=busy | ~calendar.on),
            kit.icon_button("trash-2", calendar.to_remove, HERE.ask("remove", calendar.id)),
            class_name="row",
        ),
    )


# ── forms ────────────────────────────────────────────────


def feed_form() -> rx.Component:
    """Whose calendar other programs may read, and how much it tells. Reflex knows fields by their ids, so no other form has these."""
    fields = kit.form(
        kit.select(_("Whose bookings"), "shared", HERE.shared, error=HERE.errors["provider_id"]),
        kit.field(
            _("Name"),
            "called",
            error=HERE.errors["name"],
            optional=True,
            max_length=120,
            auto_complete="off",
            help_text=_("What it is called in the other program."),
        ),
        kit.checkbox(
            _("Show customers’ names"),
            "with_names",
            default_checked=True,
            help_text=_("Whoever has the link can read them, without signing in."),
        ),
        kit.form_foot(kit.button(_("Make link"), submit=True, look="primary"), kit.button(_("Cancel"), HERE.close("form"))),
        on_submit=HERE.make,
    )
    return kit.dialog(
        _("Calendar link"),
        rx.el.div(fields, key=HERE.form_key.to_string()),
        id="feed",
        shown=HERE.form == "feed",
        on_close=HERE.close("form"),
    )


def made_dialog() -> rx.Component:
    """The link, this once, and how it gets into the programs people use."""
    ways = kit.facts(
        (_("Apple"), rx.fragment(kit.raw_link(_("Open in Calendar"), href=MADE.webcal_url), ". ", _("It looks about every hour."))),
        (
            _("Google"),
            rx.fragment(
                kit.raw_link(_("Add to Google Calendar"), href=MADE.google_url, new_tab=True),
                ", ",
                _("or there: Other calendars, +, From URL. It looks once or twice a day."),
            ),
        ),
        (_("Outlook"), _("Add calendar, Subscribe from web, paste the link. It looks every three hours to once a day.")),
    )
    return kit.dialog(
        MADE.name,
        rx.el.p(_("Copy the link now: it is not shown again. Whoever has it can read this calendar."), class_name="t2"),
        kit.field(_("Link"), "feed-url", value=MADE.url, read_only=True),
        rx.el.div(kit.copy_button("feed-url", _("Copy link")), class_name="row"),
        ways,
        kit.note(_("Other programs look by themselves, some only once a day. What changes today, look up here.")),
        id="made",
        shown=MADE.url != "",
        on_close=HERE.close("made"),
        foot=(kit.button(_("Done"), HERE.close("made"), look="primary"),),
    )


def import_form() -> rx.Component:
    """The private link of a calendar elsewhere, and whom it keeps free."""
    fields = kit.form(
        kit.select(_("Who is busy then"), "kept", HERE.kept, error=HERE.errors["provider_id"]),
        kit.field(
            _("Link to the calendar"),
            "url",
            type="url",
            error=HERE.errors["url"],
            placeholder="https://",
            auto_complete="off",
            help_text=_("It is kept under seal and not shown again. Only busy times are kept, nothing about what they are."),
        ),
        kit.field(_("Name"), "name", error=HERE.errors["name"], optional=True, max_length=120, auto_complete="off"),
        kit.facts(
            (_("Google"), _("Settings, your calendar, Integrate calendar: the secret address in iCal format.")),
            (_("Apple"), _("In iCloud, share the calendar as public and copy its link.")),
            (_("Outlook"), _("Settings, Shared calendars, Publish a calendar: the ICS link.")),
        ),
        kit.form_foot(
            kit.button(_("Read and add"), submit=True, look="primary", busy=HERE.reading == "new"),
            kit.button(_("Cancel"), HERE.close("form")),
        ),
        on_submit=HERE.add,
    )
    return kit.dialog(
        _("Read a calendar"),
        rx.el.div(fields, key=HERE.form_key.to_string()),
        id="import",
        shown=HERE.form == "import",
        on_close=HERE.close("form"),
    )


def asking_dialog() -> rx.Component:
    """Asks before a link or a calendar is gone."""
    return kit.confirm_dialog(
        ASKED.question,
        ASKED.consequence,
        id="asking",
        verb=ASKED.verb,
        keep=_("Keep it as it is"),
        on_confirm=HERE.go_on,
        shown=ASKED.id != "",
        on_close=HERE.close("question"),
    )
