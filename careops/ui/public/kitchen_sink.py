"""Every public component at once, as the pages of an invented salon, for the eye and for axe. Served in development only."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import htpy as h
from fastapi import APIRouter, Depends
from starlette.responses import Response

from careops.core.errors import NotFound
from careops.core.http import visitor
from careops.ui.public import forms, parts, times
from careops.ui.public.delivery import html_response
from careops.ui.public.forms import Choice, Option, Problem, choices, field, form, honeypot, textarea
from careops.ui.public.frame import Brand, Page, Step, careops_page, heading, page, steps, telephone
from careops.ui.public.mail import Button, Details, Link, Mail, Paragraph, Strong
from careops.ui.public.parts import Chip, Fact, button, dim, facts, link_button, policy, section

LUMEN = Brand(
    "Lumen Studio",
    colour="#7d3c5f",
    address="14 Harbour Lane, Galway",
    phone="+353 91 555 0142",
    home="/kitchen-sink/book-service",
    contact="/kitchen-sink/contact",
    privacy="#privacy",
)
FLOW = ("Service", "Time", "Details")
HERE = "/kitchen-sink/"
NOW = datetime(2026, 11, 12, 13, 42, 28, tzinfo=UTC)
FREE_UNTIL = h.fragment["Free to move or cancel until ", h.b(".nw")["Tue 17 Nov 14:00"], ". After that, half the price (€36.50)."]
LINES = (("Medium hair, 60 min", "€58"), ("Gloss, 15 min", "€15"))
TOTAL = ("Total, 75 min", "€73")
MAP = "map-pin"


def _flow(current: int) -> h.Element:
    return steps([Step(name, f"{HERE}book-{name.lower()}" if at < current else "") for at, name in enumerate(FLOW)], current)


# ── booking ──────────────────────────────────────────────


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


FREE = {12: 3, 13: 5, 17: 8, 18: 11, 19: 9, 20: 6, 21: 2, 24: 11, 25: 12, 26: 10, 27: 9, 1: 12, 2: 11, 3: 12, 4: 10, 5: 8}


def free_days() -> list[times.DayCell]:
    """Four weeks of a salon's days."""
    first = date(2026, 11, 12)

    def one(day: date) -> times.DayCell:
        if free := FREE.get(day.day if day.month == 11 or day.day < 6 else 0):
            return times.DayCell(day, "free", f"?day={day}", free, selected=day.day == 18)
        return times.DayCell(day, "full" if day.weekday() == 5 else "closed")

    return [one(first + timedelta(days=at)) for at in range(25)]


def free_slots() -> list[times.Slot]:
    """One day's free times."""
    clock = ["09:00", "09:15", "10:30", "11:45", "12:00", "13:15", "14:00", "15:30", "16:15", "17:45", "18:00"]
    return [times.Slot(f"2026-11-18T{at}", time.fromisoformat(at)) for at in clock]


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
            id="todo",
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


# ── forms, contact, leaving ──────────────────────────────


def intake_form() -> Page:
    """Page 2 of a form, with errors."""
    problems = [Problem("react-what", "Say what you reacted to"), Problem("sign", "Type your full name to sign")]
    questions = form(
        "#next",
        choices(
            "react",
            "Have you ever reacted to hair colour or a tint?",
            [Choice("no", "No"), Choice("yes", "Yes"), Choice("unsure", "Not sure")],
            chosen="yes",
            flow=True,
        ),
        textarea(
            "react-what",
            "What did you react to, and how?",
            help="For example: “Box dye in 2023, itchy scalp for two days”.",
            error="Say what you reacted to, so that Mara can choose a safe product",
        ),
        choices(
            "now",
            "Anything that applies to you today",
            [
                Choice("sens", "Sensitive or broken skin on the scalp"),
                Choice("preg", "Pregnant or breastfeeding"),
                Choice("med", "Medication that affects hair or skin"),
            ],
            chosen=["med"],
            many=True,
            required=False,
        ),
        field("when", "Last time your hair was coloured", kind="date", required=False, more={"max": "2026-11-12"}),
        forms.upload(
            "photo",
            "Photo of your hair in daylight",
            accept="image/*",
            held=[("hair-front.jpg", "2.1 MB")],
            help="JPG, PNG or HEIC, up to 10 MB. Only the studio sees it.",
        ),
        forms.group(
            "Consent and signature",
            forms.checkbox("ok", "I answered truthfully and agree to a patch test if Mara finds it necessary.", checked=True),
        ),
        field(
            "sign",
            "Sign with your full name",
            autocomplete="name",
            help="Typing your name counts as your signature. Dated 12 November 2026.",
            error="Type your full name to sign",
        ),
        forms.drawn_signature(),
        h.div(".row.between")[button("Save and go to page 3"), link_button("Back to page 1", "#page1", look="link")],
        dim("Answers save as you go. Finish later on any device from the same link, until Mon 16 Nov. Only Lumen Studio can read them."),
        files=True,
        save_to="#draft",
    )
    body = [
        h.div(".tight")[dim("For your booking on Wed 18 Nov, 14:00 with Mara"), h.h1["Hair and skin form"]],
        forms.form_progress(2, 3, "Skin, photo and consent", saved="Saved at 13:44"),
        forms.error_summary(problems, title="Two answers to fix on this page"),
        questions,
    ]
    return page(title="Hair and skin form, page 2 of 3", body=body, brand=LUMEN, errors=True, private=True)


def contact() -> Page:
    """Write to the business."""
    ways = [
        Fact("phone", telephone(LUMEN.phone), h.span(".s")["Open now, until 19:00"]),
        Fact("clock", "Tue to Fri 09:00–19:00, Sat 09:00–17:00", h.span(".s")["Closed Sunday and Monday"]),
        Fact(MAP, h.fragment["14 Harbour Lane, Galway", h.br, h.a(".s", href="#map")["Directions"]]),
        Fact("calendar", h.fragment["Looking for a time? ", h.a(href=f"{HERE}book-service")["Book online"]]),
    ]
    body = [
        heading("Write to Lumen Studio", "We usually answer within 2 hours while the studio is open."),
        form(
            "#sent",
            field("name", "Your name", autocomplete="name"),
            field("reach", "Email or mobile", autocomplete="email", help="We answer here and use it for nothing else."),
            textarea("message", "Message"),
            honeypot(),
            forms.form_token("0" * 32),
            button("Send message", wide=True),
        ),
        h.section(".box", aria_label="Other ways")[facts(ways)],
    ]
    return page(title="Write to Lumen Studio", body=body, brand=LUMEN)


def unsubscribe() -> Page:
    """Three levels of stopping."""
    options = [
        Choice("news", "News and offers", "About one a month. Reminders keep coming."),
        Choice("auto", "News, offers and reminders", "You still get a confirmation of what you book."),
        Choice("all", "Everything by email and text", "The studio can only reach you by phone."),
    ]
    body = [
        heading("What should we stop sending?", ["For ", h.bdi["n•••a.quinn@example.com"]]),
        form("#done", choices("stop", "Messages to stop", options, chosen="news", hide_legend=True), button("Unsubscribe", wide=True)),
        dim("It takes effect at once and you can turn it on again from the same link. No sign-in, no questions."),
    ]
    return page(title="Unsubscribe", body=body, brand=LUMEN, private=True)


def error() -> Page:
    """A link that no longer works."""
    body = [
        parts.mark("warn", symbol="clock"),
        h.div(".tight")[
            h.h1["This link has expired"],
            h.p["Private links work for 30 days. ", h.b["Your booking and your answers are safe"], "; only the link stopped working."],
        ],
        form(
            "#sent",
            field(
                "reach",
                "Email or mobile you booked with",
                autocomplete="email",
                help="If it matches a booking, a new link arrives within a minute.",
            ),
            button("Send me a new link", wide=True),
        ),
        dim(["In a hurry? Call ", telephone(LUMEN.phone), " or ", h.a(href=f"{HERE}book-service")["make a new booking"], "."]),
    ]
    return page(title="This link has expired", body=body, brand=LUMEN, private=True)


# ── CareOps itself ───────────────────────────────────────


def login() -> Page:
    """Sign in."""
    body = [
        heading("Sign in"),
        form(
            "#app",
            field("email", "Email", kind="email", autocomplete="username"),
            forms.password(forgot="/forgot"),
            forms.checkbox("keep", "Keep me signed in on this device"),
            button("Sign in", wide=True),
        ),
        h.p["New here? ", h.a(href=f"{HERE}register")["Create an account"]],
    ]
    return careops_page(title="Sign in", body=body, footer="Looking for your appointment? Use the link in your confirmation message.")


def register() -> Page:
    """Create an account."""
    body = [
        heading("Create your account", "Then eight short questions, and your booking page is ready."),
        form(
            "#onboarding",
            field("name", "Your name", autocomplete="name"),
            field("email", "Work email", kind="email", autocomplete="email", help="We send one message to check that it reaches you."),
            forms.password(new=True, help="12 characters or more. A sentence is fine."),
            h.div(".tight")[
                button("Create account", wide=True),
                dim(
                    [
                        "By creating an account you accept the ",
                        h.a(href="#terms")["terms"],
                        " and ",
                        h.a(href="#privacy")["privacy notice"],
                        ".",
                    ]
                ),
            ],
        ),
        h.p["Already have one? ", h.a(href=f"{HERE}login")["Sign in"]],
    ]
    return careops_page(title="Create your account", body=body)


# ── the rest of the kit ──────────────────────────────────


def rest() -> Page:
    """Components and states that no page above shows."""
    everyone = [Chip(name, f"#{name}", person_id=name) for name in ("Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal")]
    body = [
        heading("Everything else", "States that the other pages do not show."),
        parts.note("Grey says what is so.", "plain"),
        parts.note("Blue explains.", "info"),
        parts.note("Amber asks for attention.", "warn"),
        parts.note("Red says what failed, what was kept and what to do.", "danger"),
        parts.note("Green says that it worked.", "ok"),
        h.p[[[parts.badge(kind, kind), " "] for kind in parts.KINDS]],
        parts.switch(
            "Time zone", [parts.Way("School time", "?tz=school", current=True), parts.Way("Dubai, +4 h", "?tz=mine")], symbol="globe"
        ),
        parts.chips("People", everyone),
        parts.progress(1, 4, "1 of 4"),
        h.div(".row")[
            button("Main", form="rest"),
            button("Quiet", look="quiet", form="rest"),
            button("Danger", look="danger", form="rest"),
            button("Link", look="link", form="rest"),
        ],
        form(
            "#rest",
            forms.select("who", "Person", [Option("", "Anyone"), Option("m", "Mara")], value="m", help="A select with help."),
            forms.select("where", "Place", [Option("", "Choose")], error="Choose a place"),
            field("weight", "Weight", unit="kg", inputmode="decimal", required=False),
            choices("meet", "How to meet", [Choice("r", "In person"), Choice("v", "Video call")], error="Choose one", flow=True),
            forms.checkbox("terms", "I accept the terms", error="Accept the terms to go on", required=True),
            id="rest",
        ),
        parts.mark("danger"),
        parts.mark("info"),
        times.day_strip(free_days(), earlier="?from=1", later="?from=2", title="Earlier and later", id="rest-days"),
    ]
    return page(title="Everything else", body=body, brand=Brand("Ohne Farbe"))


PAGES: dict[str, Callable[[], Page]] = {
    "book-service": book_service,
    "book-time": book_time,
    "book-details": book_details,
    "book-details-errors": book_details_errors,
    "book-done": book_done,
    "manage": manage,
    "form": intake_form,
    "contact": contact,
    "unsubscribe": unsubscribe,
    "error": error,
    "login": login,
    "register": register,
    "rest": rest,
}


def index() -> Page:
    """The list of all pages."""
    links = parts.rows(*[parts.offer(name, [made.__doc__ or ""], "", HERE + name) for name, made in PAGES.items()])
    return careops_page(title="Kitchen sink", body=[heading("Kitchen sink"), links])


# ── mail ─────────────────────────────────────────────────

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


# ── where it is served ───────────────────────────────────

router = APIRouter(prefix="/kitchen-sink", include_in_schema=False, dependencies=[Depends(visitor("600/minute"))])


@router.get("")
def all_pages() -> Response:
    """The list of pages."""
    return html_response(index())


@router.get("/{name}")
def one_page(name: str) -> Response:
    """One page; NotFound for a name that is none."""
    if name not in PAGES:
        raise NotFound
    return html_response(PAGES[name]())
