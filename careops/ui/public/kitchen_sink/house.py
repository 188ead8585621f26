"""CareOps' own pages, and what no other page shows of the kit."""

import htpy as h

from careops.ui.public import forms, parts, times
from careops.ui.public.forms import Choice, Option, choices, field, form
from careops.ui.public.frame import Brand, Page, careops_page, heading, page
from careops.ui.public.kitchen_sink.salon import HERE, free_days
from careops.ui.public.parts import Chip, button, dim


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
