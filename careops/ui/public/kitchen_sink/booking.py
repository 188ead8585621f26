"""Choosing what, when and by whom."""

from datetime import UTC, datetime, timedelta

import htpy as h

from careops.ui.public import forms, parts, times
from careops.ui.public.forms import Choice, Problem, choices, field, form, textarea
from careops.ui.public.frame import Page, Step, heading, page, steps
from careops.ui.public.kitchen_sink.salon import FREE_UNTIL, HERE, LUMEN, MAP, free_days, free_slots
from careops.ui.public.parts import Chip, Fact, button, dim, facts, link_button, policy, section

FLOW = ("Service", "Time", "Details")
NOW = datetime(2026, 11, 12, 13, 42, 28, tzinfo=UTC)
LINES = (("Medium hair, 60 min", "€58"), ("Gloss, 15 min", "€15"))
TOTAL = ("Total, 75 min", "€73")


def _flow(current: int) -> h.Element:
    return steps([Step(name, f"{HERE}book-{name.lower()}" if at < current else "") for at, name in enumerate(FLOW)], current)


def book_service() -> Page:
    """What would you like?"""
    cut = form(
        f"{HERE}book-time",
        choices(
            "variant",
            "Hair length",
            [
                Choice("short", "Short", "45 min", "€48", 4800, 45),
                Choice("medium", "Medium", "60 min", "€58", 5800, 60),
                Choice("long", "Long", "75 min", "€68", 6800, 75),
            ],
            chosen="medium",
        ),
        choices(
            "add",
            "Add to it",
            [
                Choice("gloss", "Gloss treatment", "15 min, shine for four weeks", "+ €15", 1500, 15),
                Choice("scalp", "Scalp massage", "10 min", "+ €10", 1000, 10),
            ],
            chosen=["gloss"],
            many=True,
            required=False,
        ),
        forms.total_line("Total on the next page", button("Choose a time")),
        method="get",
        total_in="EUR",
    )
    there = f"{HERE}book-time"
    again = h.fragment[h.b["Cut and finish with Mara"], h.br, h.span(".dim")["Tomorrow 09:15 · 60 min · €58"]]
    body = [
        _flow(0),
        heading("What would you like?", "Pay at the studio. Free to move or cancel up to 24 hours before."),
        parts.banner("Welcome back, Nora. Same again?", again, link_button("Book again", f"{HERE}book-details"), id="again", quiet=True),
        parts.chips("Kinds of service", [Chip("Hair", "#hair"), Chip("Colour", "#colour"), Chip("Brows and lashes", "#brows")]),
        section(
            "Hair",
            parts.rows(
                parts.open_offer(
                    "Cut and finish",
                    ["Consultation, wash, cut and blow-dry.", "45–75 min · next free today 15:30"],
                    "from €48",
                    cut,
                    open=True,
                ),
                parts.offer("Blow-dry", ["Wash and styling for the day or the evening.", "40 min · next free today 17:10"], "€32", there),
                parts.offer("Fringe trim", ["Between cuts. No wash.", "15 min · next free today 14:45"], "€12", there),
            ),
            id="hair",
        ),
        section(
            "Colour",
            parts.rows(
                parts.offer(
                    "Root touch-up",
                    ["Needs a patch test 48 hours before; we send a short form.", "90 min · next free Tue 10:00"],
                    "€74",
                    there,
                ),
                parts.offer(
                    "Balayage",
                    ["Hand-painted lightening with gloss and finish.", "3 h · next free Thu 19 Nov 09:30"],
                    "from €165",
                    there,
                ),
            ),
            id="colour",
        ),
        section(
            "Brows and lashes",
            parts.rows(
                parts.offer("Brow shape and tint", ["Shape, tint and aftercare.", "30 min · next free tomorrow 11:30"], "€28", there),
                parts.offer("Lash lift", ["No free times in the next four weeks.", "60 min · join the waitlist"], "€55", there),
            ),
            id="brows",
        ),
    ]
    facts_for_search = {"@context": "https://schema.org", "@type": "HairSalon", "name": "Lumen Studio", "telephone": "+353915550142"}
    return page(
        title="Choose a service",
        body=body,
        brand=LUMEN,
        canonical="https://book.lumen.example/book/lumen",
        description="Book a cut, colour or brows at Lumen Studio in Galway.",
        data=facts_for_search,
    )


def book_time() -> Page:
    """When suits you?"""
    zones = [
        times.Zone("Europe/Dublin", "GMT, Dublin, London 13:42"),
        times.Zone("Europe/Berlin", "GMT+1, Berlin, Paris 14:42"),
        times.Zone("Europe/Athens", "GMT+2, Athens, Kyiv 15:42"),
        times.Zone("America/New_York", "GMT−5, New York 08:42"),
    ]
    people = [
        Chip("Anyone", "?with=anyone", current=True),
        Chip("Mara", "?with=mara", person_id="mara", full_name="Mara Byrne"),
        Chip("Inês", "?with=ines", person_id="ines", full_name="Inês Costa"),
        Chip("Theo", "?with=theo", person_id="theo-1", full_name="Theo Okonkwo"),
    ]
    zone = times.zone_line("Europe/Dublin", zones, "Dublin time, now 13:42", action=f"{HERE}book-time", kept={"day": "2026-11-18"})
    there = f"{HERE}book-details"
    body = [
        _flow(1),
        heading("When suits you?"),
        times.next_free(there, "2026-11-12T15:30", "Today 15:30", "Take 15:30", who="with Mara"),
        section("With", parts.chips("With whom", people), id="who", quiet=True),
        times.pick(
            times.day_strip(free_days(), later="?from=2026-12-07", week_of="en_IE"),
            times.times(there, free_slots()),
            title="Wednesday 18 November",
            zone=zone,
        ),
        dim(["Nothing that fits? ", h.a(href="#waitlist")["Join the waitlist"], " and we tell you when a time frees up."]),
    ]
    aside = times.summary(
        "Cut and finish, medium",
        "with gloss · 75 min",
        "€73",
        LINES,
        TOTAL,
        policy("Free to move or cancel up to 24 hours before. Later, half the price.", good=False, small=True),
        dim("Nothing to pay now. You pay at the studio by card or cash."),
        h.p(".s")[h.a(href=f"{HERE}book-service")["Change service"]],
    )
    return page(title="Choose a time", body=body, brand=LUMEN, aside=aside)


def _details(*, wrong: bool) -> Page:
    problems = (
        [Problem("email", "Email: the part after @ is missing"), Problem("mobile", "Mobile: enter a number so Mara can reach you")]
        if wrong
        else []
    )
    ends = NOW + timedelta(seconds=148 if wrong else 272)
    terms = [h.a(href="#terms")["studio’s terms"], " and ", h.a(href="#privacy")["privacy notice"], "."]
    body = [
        _flow(2),
        times.hold_bar(
            "Wed 18 Nov, 14:00",
            ends=ends,
            now=NOW,
            until="13:47",
            form="details",
            again=[("2026-11-18T14:00", "14:00 again"), ("2026-11-18T15:30", "15:30")],
            all_times=f"{HERE}book-time",
        ),
        forms.error_summary(problems, title="Two things to fix", kept="Your time is still held and everything you typed is kept."),
        heading("Your details"),
        form(
            f"{HERE}book-done",
            field("name", "Full name", autocomplete="name", value="Nora Quinn" if wrong else ""),
            forms.pair(
                field(
                    "email",
                    "Email",
                    kind="email",
                    autocomplete="email",
                    help="Your confirmation goes here.",
                    value="nora.quinn@" if wrong else "",
                    error="Add the part after @, like nora@example.com" if wrong else "",
                ),
                field(
                    "mobile",
                    "Mobile",
                    kind="tel",
                    autocomplete="tel",
                    help="Only if something changes.",
                    error="Enter a mobile number, like 087 555 0199" if wrong else "",
                ),
            ),
            textarea(
                "notes",
                "Anything Mara should know?",
                help="Allergies, a photo link, getting in with a wheelchair.",
                value="Growing out a fringe, please keep the length." if wrong else "",
                required=False,
            ),
            forms.checkbox("sms", "Text me a reminder the day before", help="One message. Reply STOP at any time."),
            h.div(".tight")[
                button("Confirm booking", wide=True),
                dim(
                    [
                        "Wed 18 Nov, 14:00 with Mara · €73, paid at the studio. Free to move or cancel until Tue 17 Nov 14:00. "
                        "By booking you accept the ",
                        terms,
                    ]
                ),
            ],
            id="details",
        ),
    ]
    aside = times.summary(
        "Wed 18 Nov, 14:00–15:15",
        "Cut and finish with Mara",
        "€73",
        LINES,
        TOTAL,
        facts(
            [
                Fact(MAP, "Lumen Studio, 14 Harbour Lane, Galway"),
                Fact("shield", FREE_UNTIL),
                Fact("banknote", "Nothing to pay now. Pay at the studio."),
            ],
            small=True,
        ),
        h.p(".s")[h.a(href=f"{HERE}book-time")["Change time"], " · ", h.a(href=f"{HERE}book-service")["Change service"]],
    )
    return page(title="Your details", body=body, brand=LUMEN, aside=aside, errors=wrong, private=True)


def book_details() -> Page:
    """A held time and the visitor's details."""
    return _details(wrong=False)


def book_details_errors() -> Page:
    """The same with two things to fix."""
    return _details(wrong=True)
