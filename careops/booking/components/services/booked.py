"""How a service may be booked: together, how early, how often, again and where."""

import reflex as rx

from careops.booking.components.parts import fold
from careops.booking.components.services.fields import ERRORS, HERE, SAID, choice, field, number, switch
from careops.core.i18n import text as _
from careops.ui import kit


def group() -> rx.Component:
    """How many come at once, and where its times come from."""
    return fold(
        _("Groups and published times"),
        _("Seats, classes"),
        kit.form_row(
            number(_("Seats"), "capacity", help_text=_("More than one makes it a group: each seat is a booking of its own")),
            choice(
                _("Times come from"),
                "offered",
                [("hours", _("Opening hours")), ("slots", _("Times you publish one by one"))],
            ),
        ),
        id="group",
        wrong=HERE.wrong,
    )


def rules() -> rx.Component:
    """When it may be booked."""
    return fold(
        _("When it may be booked"),
        _("Notice, window, limits"),
        kit.form_row(
            number(_("At least this long before"), "notice"),
            choice(_("Counted in"), "notice_unit", [("min", _("minutes")), ("h", _("hours")), ("days", _("days"))]),
        ),
        kit.form_row(
            number(_("At most this far ahead"), "window_days", _("days")),
            field(_("Not before"), "window_from", type="date", optional=True),
            field(_("Not after"), "window_to", type="date", optional=True, help_text=_("A fixed last day takes the place of days ahead")),
        ),
        kit.form_row(
            number(_("A customer a day"), "customer_max_per_day", optional=True, help_text=_("Empty: as often as they like")),
            number(_("A customer a week"), "customer_max_per_week", optional=True),
        ),
        id="rules",
        wrong=HERE.wrong,
    )


def policy() -> rx.Component:
    """What is agreed with a booking."""
    return fold(
        _("What is agreed"),
        _("Confirming, cancelling, deposit"),
        switch(_("Confirm bookings at once; else each waits for your yes"), "auto_confirm"),
        kit.form_row(
            number(_("Cancelling is free until"), "cancel_hours", _("h before")),
            number(_("Moving is possible until"), "reschedule_hours", _("h before")),
            field(_("Deposit"), "deposit", input_mode="decimal", max_length=16, optional=True),
        ),
        kit.textarea(
            _("Policy"),
            "policy",
            default_value=SAID["policy"],
            error=ERRORS["policy"],
            help_text=_("Shown before booking, kept on each booking as it was. Empty: your general one"),
            rows=3,
        ),
        id="policy",
        wrong=HERE.wrong,
    )


def again() -> rx.Component:
    """What happens when it is full, and whether customers may repeat it."""
    return fold(
        _("Waitlist and repeating"),
        _("When it is full, and series"),
        kit.form_row(
            choice(
                _("When a time frees"),
                "waitlist",
                [
                    ("off", _("No waitlist")),
                    ("offer", _("Keep it for the next in line")),
                    ("notify", _("Tell everybody who waits")),
                    ("auto", _("Book the next in line")),
                    ("staff", _("Let staff choose")),
                ],
            ),
            number(_("Keep an offer for"), "offer_minutes", _("min")),
        ),
        number(_("Visits in one series"), "recurring_max", help_text=_("How many a customer may book in one go. 0: they book one by one")),
        id="again",
        wrong=HERE.wrong,
    )


def place() -> rx.Component:
    """Where it happens."""
    kinds = [
        ("place", _("At your place")),
        ("phone", _("By phone")),
        ("video", _("By video")),
        ("customer", _("At the customer's")),
    ]
    return fold(
        _("Where"),
        _("Place, phone, video, their address"),
        kit.form_row(
            choice(_("It happens"), "location_kind", kinds),
            field(_("Address, number or link"), "location", optional=True, help_text=_("Empty: your address"), max_length=500),
        ),
        id="place",
        wrong=HERE.wrong,
    )
