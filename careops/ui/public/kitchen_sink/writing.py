"""Answering, writing, stopping, and a link that is over."""

import htpy as h

from careops.ui.public import forms, parts
from careops.ui.public.forms import Choice, Problem, choices, field, form, honeypot, textarea
from careops.ui.public.frame import Page, heading, page, telephone
from careops.ui.public.kitchen_sink.salon import HERE, LUMEN, MAP
from careops.ui.public.parts import Fact, button, dim, facts, link_button


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
        forms.script(),
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
