"""What was booked: the last page, the private one, and the letter."""

import htpy as h

from careops.ui.public import parts
from careops.ui.public.forms import textarea
from careops.ui.public.frame import Page, heading, page, telephone
from careops.ui.public.kitchen_sink.salon import FREE_UNTIL, HERE, LUMEN, MAP
from careops.ui.public.mail import Button, Details, Link, Mail, Paragraph, Strong
from careops.ui.public.parts import Fact, dim, facts, link_button, policy, section


def _booked() -> h.Element:
    return facts(
        [
            Fact("calendar", h.b["Wednesday 18 November, ", h.span(".nw")["14:00–15:15"]], "Dublin time"),
            Fact("user", "Cut and finish, medium, with gloss treatment", "with Mara Byrne · 75 min"),
            Fact(MAP, h.fragment["14 Harbour Lane, Galway", h.br, h.a(".s", href="#map")["Directions", h.span(".vh")[" to Lumen Studio"]]]),
            Fact("banknote", "€73, paid at the studio"),
        ]
    )


def _calendars() -> h.Element:
    return parts.calendar_links(google="#google", outlook="#outlook", ics="#ics")


def book_done() -> Page:
    """Booked."""
    body = [
        parts.mark("ok"),
        heading(
            "You’re booked, Nora", ["We sent this to ", h.bdi["nora.quinn@example.com"], ". Booking ", h.span(".nw.num")["LS-4F7K"], "."]
        ),
        parts.box(_booked(), label="Your booking"),
        _calendars(),
        parts.banner(
            "One short form before you come",
            h.p(".dim")["Hair and skin, about 2 minutes. Please by Mon 16 Nov."],
            link_button("Fill in the form", f"{HERE}form"),
        ),
        section(
            "Need to change it?",
            h.p[FREE_UNTIL],
            h.p[link_button("Move or cancel this booking", f"{HERE}manage", look="link")],
            id="change",
            quiet=True,
        ),
    ]
    return page(title="Booked: Wed 18 Nov, 14:00", body=body, brand=LUMEN, private=True)


def manage() -> Page:
    """A booking by its private link."""
    rule = h.fragment[
        h.b["Free until Tue 17 Nov 14:00"],
        ", five days from now. After that, half the price (€36.50). Not coming without a word: full price.",
    ]
    body = [
        h.div(".tight")[h.p[parts.badge("Confirmed", "ok", symbol="check")], h.h1["Your booking with Mara"]],
        parts.box(_booked(), label="Booking details"),
        section(
            "Move or cancel",
            policy(rule),
            h.p[link_button("Move to another time", f"{HERE}book-time", wide=True)],
            parts.confirm_step(
                "Cancel booking",
                h.p["Cancelling today is free. Wed 18 Nov, 14:00 goes to the next person on the waitlist, so it may not be there later."],
                textarea("why", "Tell Mara why", required=False),
                action="#cancelled",
                confirm="Cancel my booking",
                keep="Keep it",
                keep_href=f"{HERE}manage",
            ),
            id="policy",
        ),
        section(
            "Before you come",
            parts.rows(
                parts.task(
                    "Hair and skin form",
                    "About 2 minutes, please by Mon 16 Nov",
                    parts.badge("To do", "warn", symbol="clock"),
                    f"{HERE}form",
                ),
                parts.task(
                    "Reminder", "Text and email on Tue 17 Nov at 14:00", parts.badge("On", "ok", symbol="check"), "#add-to-calendar"
                ),
            ),
            id="before",
        ),
        _calendars(),
        dim(
            [
                "Anything else? ",
                h.a(href=f"{HERE}contact")["Write to the studio"],
                " or call ",
                telephone(LUMEN.phone),
                ". Booking ",
                h.span(".nw.num")["LS-4F7K"],
                ".",
            ]
        ),
    ]
    return page(title="Your booking, Wed 18 Nov 14:00", body=body, brand=LUMEN, private=True)


MAIL = Mail(
    brand=LUMEN,
    subject="Booked: Wed 18 Nov, 14:00 with Mara",
    preheader="Cut and finish, 75 min, €73 at the studio. Free to move or cancel until Tue 17 Nov 14:00.",
    title="You’re booked, Nora",
    blocks=[
        Paragraph("Wednesday 18 November, 14:00 with Mara. The calendar file is attached.", quiet=True),
        Details(
            [
                ("When", [Strong("Wed 18 November 2026, 14:00–15:15"), "\nDublin time"]),
                ("What", "Cut and finish, medium, with gloss treatment"),
                ("With", "Mara Byrne"),
                ("Where", ["14 Harbour Lane, Galway · ", Link("Directions", "https://book.lumen.example/map")]),
                ("Price", "€73, paid at the studio"),
                ("Change", ["Free to move or cancel until ", Strong("Tue 17 Nov 14:00"), ". After that, half the price (€36.50)."]),
            ]
        ),
        Button("View or change booking", "https://book.lumen.example/manage/4f7kq2"),
        Paragraph(
            [
                "One short form before you come: ",
                Link("hair and skin, 2 minutes", "https://book.lumen.example/form/9c2hd8"),
                ", please by Mon 16 Nov.",
            ]
        ),
        Paragraph("Questions? Reply to this email and Mara’s team answers."),
    ],
    why="You get this because you booked with Lumen Studio on 12 November 2026. Booking LS-4F7K.",
)
