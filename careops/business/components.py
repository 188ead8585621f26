"""Lines of the closed days, and the form for one closure."""

from typing import Any

import reflex as rx

from careops.business.state import ClosedDays, ClosureLine, HolidayLine
from careops.business.state.closures import NEW
from careops.core.i18n import text as _
from careops.ui import kit

DAYS: Any = ClosedDays  # a Var to Reflex; to a type checker a plain class
HOLIDAYS: Any = ClosedDays.holidays


def closure_line(closure: ClosureLine) -> rx.Component:
    """One of one's own closures: its name and days, and what can be done with it."""
    today = rx.cond(closure.now, rx.el.span(kit.status(_("Closed now"), "warn", "lock"), class_name="block"), rx.fragment())
    return kit.plain_row(
        rx.el.span(
            rx.el.b(closure.name, class_name="block"),
            rx.el.span(closure.days, " · ", closure.how_many, class_name="t2 num block"),
            today,
            class_name="grow",
        ),
        end=rx.el.span(
            kit.icon_button("pencil", closure.to_edit, DAYS.edit(closure.id)),
            kit.icon_button("trash-2", closure.to_remove, DAYS.remove(closure.id)),
            class_name="row",
        ),
    )


def closure_form() -> rx.Component:
    """When, and what it is called."""
    new = DAYS.editing == NEW
    fields = kit.form(
        kit.field(
            _("Name"),
            "name",
            default_value=DAYS.said["name"],
            error=DAYS.errors["name"],
            placeholder=_("Summer break"),
            help_text=_("Your customers read it beside the closed days."),
            max_length=120,
            auto_complete="off",
        ),
        kit.form_row(
            kit.field(_("First day"), "first_day", type="date", default_value=DAYS.said["first_day"], error=DAYS.errors["first_day"]),
            kit.field(
                _("Last day"),
                "last_day",
                type="date",
                default_value=DAYS.said["last_day"],
                error=DAYS.errors["last_day"],
                help_text=_("Empty for one day"),
                optional=True,
            ),
        ),
        kit.note(_("Bookings already made on these days stay; move or cancel them yourself.")),
        kit.form_foot(
            kit.button(rx.cond(new, _("Close these days"), _("Save")), submit=True, look="primary"), kit.button(_("Cancel"), DAYS.cancel)
        ),
        on_submit=DAYS.save,
    )
    return kit.dialog(
        rx.cond(new, _("Close for some days"), _("Change closed days")),
        rx.el.div(fields, key=DAYS.form_key.to_string()),
        id="closure",
        shown=DAYS.editing != "",
        on_close=DAYS.cancel,
    )


# ── public holidays ──────────────────────────────────────


def holidays() -> rx.Component:
    """Whether public holidays are closed, where, and each with its switch; without a country, where to say it."""
    nowhere = kit.note(
        _("Say in which country you are, and its public holidays are listed here."),
        action=kit.link_button(_("Choose the country"), "/app/settings#part-1", small=True),
    )
    unknown = kit.note(_("The public holidays of this country are not known here; add the days you close yourself."))
    switch = kit.toggle(_("Close on public holidays"), checked=HOLIDAYS.observed, on_change=DAYS.observe)
    known = rx.el.div(
        switch,
        rx.cond(
            HOLIDAYS.observed,
            _observed(),
            rx.el.p(_("You are open on public holidays. Switched on, each one is closed unless you open it."), class_name="t2"),
        ),
        class_name="stack stack-4",
    )
    listed = rx.cond(HOLIDAYS.known, known, rx.cond(HOLIDAYS.country == "", nowhere, unknown))
    return kit.section(
        _("Public holidays"),
        rx.cond(DAYS.loaded, listed, kit.skeleton_rows(4)),
        aside=HOLIDAYS.country,
        id="holidays",
    )


def _observed() -> rx.Component:
    region = rx.cond(
        HOLIDAYS.regions.length() > 1,
        kit.select(_("Region"), "region", HOLIDAYS.regions, value=HOLIDAYS.region, on_change=DAYS.choose_region),
        rx.fragment(),
    )
    years = kit.segmented(_("Year"), [(str(ahead), DAYS.years[ahead]) for ahead in range(3)], value=DAYS.ahead, on_choose=DAYS.choose_year)
    lines = rx.cond(
        HOLIDAYS.lines.length() > 0,
        kit.rows(rx.foreach(HOLIDAYS.lines, holiday_line), boxed=True, label=_("Public holidays")),
        rx.el.p(_("No public holiday is left this year."), class_name="t2"),
    )
    return rx.fragment(region, rx.el.div(years), lines)


def holiday_line(holiday: HolidayLine) -> rx.Component:
    """A public holiday, closed or open."""
    word = rx.cond(holiday.closed, _("Closed"), _("Open"))
    return kit.plain_row(
        rx.el.span(
            rx.el.b(holiday.name, class_name="block"),
            rx.el.span(holiday.on, class_name="t2 num block"),
            class_name="grow",
        ),
        end=rx.el.span(
            rx.el.span(word, class_name="t3", aria_hidden="true"),
            kit.toggle(holiday.label, checked=holiday.closed, on_change=lambda on: DAYS.keep(holiday.day, on), bare=True),
            class_name="row",
        ),
    )
