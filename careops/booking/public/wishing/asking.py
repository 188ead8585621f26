"""The form of the waitlist, and what it says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

import htpy as h
from pydantic import BaseModel, Field, ValidationError

from careops.booking.public import words
from careops.booking.public.chosen import Chosen
from careops.booking.public.details import about_person, called
from careops.booking.public.visit import Visit, book_path
from careops.core import when
from careops.core.errors import Refusal, invalid
from careops.core.i18n import text as _
from careops.core.typed import Lines
from careops.inbox.rules.letters import brand
from careops.ui.public import forms, frame, parts
from careops.ui.public.frame import Page
from careops.ui.public.icons import icon

# The parts of a day: minutes after midnight.
PARTS = {"morning": (0, 720), "afternoon": (720, 1020), "evening": (1020, 1440)}
AHEAD = timedelta(days=13)
FIELDS = ("first_day", "last_day", "day0", "name", "email", "phone", "note", "with", "seats")


class Note(BaseModel):
    """What is said beside."""

    note: Annotated[Lines, Field(max_length=500)] = ""


def note_of(said: Mapping[str, str]) -> str:
    """The note as it is kept."""
    try:
        return Note(note=said.get("note", "")).note
    except ValidationError as problem:
        raise invalid(problem) from None


def with_choices(chosen: Chosen, said: Mapping[str, str]) -> Chosen:
    """The service with whom, and for how many, the form says."""
    line = chosen.lines[0]
    whom = next((one for one in line.people if str(one.id) == said.get("with", "")), None)
    seats = said.get("seats", "")
    count = int(seats) if seats.isdecimal() and len(seats) < 4 else chosen.seats
    return replace(chosen.put(0, line.given_by(whom)), seats=max(1, min(count, chosen.most_seats)))


def form(visit: Visit, chosen: Chosen, said: Mapping[str, str], refusal: Refusal | None = None) -> Page:
    """Days, times of day, with whom, for how many, and who it is: plain fields, nothing needs a script."""
    locale = visit.locale
    wrong = {problem.field.removeprefix("customer."): problem.told(locale) for problem in (refusal.problems if refusal else [])}
    problems = [forms.Problem(field if field in FIELDS else "", message, called(field, locale)) for field, message in wrong.items()]
    if refusal is not None and not problems:
        problems = [forms.Problem("", _(refusal.message, locale))]
    lead = {
        "notify": _("We tell you as soon as a time frees up. Whoever takes it first has it.", locale),
        "auto": _("As soon as a time that suits you frees up we book it for you and tell you.", locale),
        "staff": _("We get in touch as soon as a time that suits you frees up.", locale),
    }.get(chosen.first.waitlist, _("As soon as a time that suits you frees up we keep it for you and tell you.", locale))
    body: list[h.Node] = [
        forms.error_summary(problems, kept=_("What you typed is kept.", locale), locale=locale),
        frame.heading(_("When would it suit you?", locale), lead),
        forms.form(
            visit.address(f"{book_path(visit.host, chosen.first.slug)}/waitlist", **chosen.query),
            _days(visit, said, wrong),
            _weekdays(visit, said, wrong),
            _times(visit, said),
            _people(visit, chosen, said),
            about_person(visit, chosen, said, wrong),
            forms.textarea(
                "note",
                _("Anything we should know?", locale),
                value=said.get("note", ""),
                error=wrong.get("note", ""),
                required=False,
                maxlength=500,
                locale=locale,
            ),
            forms.honeypot(locale=locale),
            h.div(".tight")[
                parts.button(_("Join the waitlist", locale), wide=True),
                parts.dim(_("Nothing is booked yet, and you can leave the waitlist at any time.", locale)),
            ],
            locale=locale,
        ),
        h.p[h.a(".link", href=chosen.address(visit))[_("Back to the free times", locale)]],
    ]
    return frame.page(
        title=_("Waitlist: {service}", locale, service=chosen.first.name),
        body=body,
        brand=brand(visit.host),
        locale=locale,
        private=True,
        embed=visit.embed,
        query={**visit.query, **chosen.query},
        errors=refusal is not None,
        aside=words.summary(visit, chosen, change=False),
    )


def _days(visit: Visit, said: Mapping[str, str], wrong: Mapping[str, str]) -> h.Element:
    today, locale = visit.local(visit.now).date(), visit.locale
    first, last = today.isoformat(), (today + AHEAD).isoformat()
    limits: dict[str, str | int | bool | None] = {"min": first}
    return forms.pair(
        forms.field(
            "first_day",
            _("From", locale),
            kind="date",
            value=said.get("first_day", first),
            error=wrong.get("first_day", ""),
            more=limits,
            locale=locale,
        ),
        forms.field(
            "last_day",
            _("To", locale),
            kind="date",
            value=said.get("last_day", last),
            error=wrong.get("last_day", "") or wrong.get("windows", ""),
            more=limits,
            locale=locale,
        ),
    )


def _weekdays(visit: Visit, said: Mapping[str, str], wrong: Mapping[str, str]) -> h.Element:
    locale = visit.locale
    boxes = [
        _tick(f"day{day}", when.weekday_name(day, locale, short=True), not said or bool(said.get(f"day{day}")))
        for day in when.weekdays(visit.host.first_weekday)
    ]
    error = wrong.get("day0", "")
    return h.fieldset(aria_describedby="day0-err" if error else None)[
        h.legend[_("On these days", locale)],
        h.div(class_=["opts flow", {"wrong": bool(error)}])[boxes],
        h.p(".err", id="day0-err")[icon("circle-alert", small=True), h.span[error]] if error else None,
    ]


def _times(visit: Visit, said: Mapping[str, str]) -> h.Element:
    locale = visit.locale
    names = {
        "morning": _("Morning, until 12", locale),
        "afternoon": _("Afternoon, 12 to 17", locale),
        "evening": _("Evening, from 17", locale),
    }
    boxes = [_tick(name, label, not said or bool(said.get(name))) for name, label in names.items()]
    zone = _("{zone} time", locale, zone=when.zone_text(visit.timezone, locale))
    return h.fieldset[h.legend[_("At these times", locale), " ", h.span(".dim.s")[zone]], h.div(".opts.flow")[boxes]]


def _tick(name: str, label: str, checked: bool) -> h.Element:
    return h.label(".opt")[h.input(type="checkbox", id=name, name=name, value="1", checked=checked), h.span[label]]


def _people(visit: Visit, chosen: Chosen, said: Mapping[str, str]) -> h.Node:
    """With whom, and for how many, where there is a choice."""
    line, locale = chosen.lines[0], visit.locale
    whom = said.get("with", str(line.provider.id) if line.provider else "")
    named = [forms.Option("", _("Anyone", locale)), *(forms.Option(str(one.id), one.name) for one in line.people)]
    counts = [forms.Option(str(count), str(count)) for count in range(1, chosen.most_seats + 1)]
    fields = [
        forms.select("with", _("With", locale), named, value=whom, locale=locale) if len(line.people) > 1 else None,
        forms.select("seats", _("Seats", locale), counts, value=said.get("seats", str(chosen.seats)), locale=locale)
        if len(counts) > 1
        else None,
    ]
    found = [one for one in fields if one is not None]
    return forms.pair(*found) if len(found) > 1 else found
