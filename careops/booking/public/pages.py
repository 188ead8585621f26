"""How the steps of booking look; every word through the catalogue, in the visitor's language."""

from collections.abc import Mapping, Sequence
from typing import Annotated, TypedDict
from uuid import UUID

import htpy as h
from pydantic import BaseModel, Field

from careops.booking.public import words
from careops.booking.public.picking import Choice, picker
from careops.booking.public.visit import Visit, book_path
from careops.booking.queries import Found
from careops.booking.rules import moment
from careops.booking.schemas import BookingTypeRow, HoldRow, ProviderRow
from careops.core import when
from careops.core.errors import Refusal
from careops.core.i18n import text as _
from careops.core.settings import settings
from careops.core.typed import Lines
from careops.inbox.rules.letters import brand
from careops.ui.public import forms, frame, parts
from careops.ui.public import times as kit
from careops.ui.public.frame import Page, Step

FIRSTS = 12  # services whose first free time is looked up for the list
TYPED = ("name", "email", "phone", "notes")
OTHERS = 5  # times offered when the wanted one is gone


class Told(TypedDict):
    """What a field holds, and what is wrong with it."""

    value: str
    error: str


class _Notes(BaseModel):
    notes: Annotated[Lines, Field(max_length=2000)] = ""


def check_notes(said: Mapping[str, str]) -> None:
    """Passes when the notes can be kept."""
    _Notes(notes=said.get("notes", ""))


def notes_of(said: Mapping[str, str]) -> str:
    """The notes as they are kept."""
    return _Notes(notes=said.get("notes", "")).notes


def _steps(visit: Visit, at: int, service: BookingTypeRow | None = None) -> h.Element:
    here = book_path(visit.host, service.slug if service else "")
    return frame.steps(
        [
            Step(_("Service", visit.locale), visit.address(book_path(visit.host))),
            Step(_("Time", visit.locale), visit.address(here)),
            Step(_("Details", visit.locale)),
        ],
        at,
        locale=visit.locale,
    )


# ── service ──────────────────────────────────────────────


def services(visit: Visit, offered: Sequence[BookingTypeRow], firsts: Mapping[UUID, str]) -> Page:
    """What can be booked: name, what it is, how long, the first free time, what it costs."""
    locale = visit.locale

    def one(row: BookingTypeRow) -> h.Element:
        first = firsts.get(row.id, "")
        facts = [when.minutes_text(row.duration, locale)]
        if row.id in firsts:
            facts.append(_("next free {when}", locale, when=first) if first else _("nothing free at the moment", locale))
        return parts.offer(row.name, [row.description, " · ".join(facts)], row.price_text, visit.address(book_path(visit.host, row.slug)))

    body: list[h.Node] = [
        _steps(visit, 0),
        frame.heading(_("What would you like?", locale), visit.host.description or None),
        parts.rows(*[one(row) for row in offered])
        if offered
        else parts.note([_("Nothing can be booked online at the moment.", locale), " ", _ask(visit)], "info"),
    ]
    return frame.page(
        title=_("Choose a service", locale),
        body=body,
        brand=brand(visit.host),
        locale=locale,
        embed=visit.embed,
        query=visit.query,
        canonical=visit.host.booking_url,
        description=visit.host.description[:160] or _("Book a time with {business}.", locale, business=visit.host.name),
        data=_facts_for_search(visit, offered),
    )


def _ask(visit: Visit) -> h.Element:
    return h.a(href=visit.host.contact_url)[_("Ask a question", visit.locale)]


def _facts_for_search(visit: Visit, offered: Sequence[BookingTypeRow]) -> dict[str, object]:
    host = visit.host
    known = {"telephone": host.phone, "email": host.email, "address": host.address, "description": host.description}
    return {
        "@context": "https://schema.org",
        "@type": "LocalBusiness",
        "name": host.name,
        "url": host.booking_url,
        **{name: value for name, value in known.items() if value},
        "makesOffer": [_offer_for_search(host.booking_url, row) for row in offered],
    }


def _offer_for_search(url: str, row: BookingTypeRow) -> dict[str, object]:
    return {"@type": "Offer", "name": row.name, "url": f"{url}/{row.slug}", "priceCurrency": row.price.currency}


# ── time ─────────────────────────────────────────────────


def times(
    visit: Visit, service: BookingTypeRow, chosen: Choice, found: Found, people: Sequence[ProviderRow], refusal: Refusal | None = None
) -> Page:
    """When it suits: the first free time, who, days, hours."""
    locale = visit.locale
    body: list[h.Node] = [
        _steps(visit, 1, service),
        parts.note(_(refusal.message, locale), "warn") if refusal else None,
        frame.heading(_("When suits you?", locale)),
        picker(visit, chosen, found, people, {}),
    ]
    return frame.page(
        title=_("Choose a time: {service}", locale, service=service.name),
        body=body,
        brand=brand(visit.host),
        locale=locale,
        embed=visit.embed,
        query=visit.query,
        errors=refusal is not None,
        aside=words.summary(visit, service, detail=when.minutes_text(service.duration, locale)),
        canonical=f"{settings.base_url}{book_path(visit.host, service.slug)}",
        description=service.description[:160],
    )


# ── details ──────────────────────────────────────────────


def details(visit: Visit, service: BookingTypeRow, held: HoldRow, said: Mapping[str, str], refusal: Refusal | None = None) -> Page:
    """One's details, while the time is held."""
    locale = visit.locale
    what = visit.when(held.starts_at)
    here = book_path(visit.host, service.slug)
    again = [(held.starts_at.isoformat(), _("{time} again", locale, time=visit.time(held.starts_at)))]
    bar = kit.hold_bar(
        what,
        ends=held.expires_at,
        now=visit.now,
        until=visit.time(held.expires_at),
        form="details",
        again=again,
        all_times=visit.address(here),
        locale=locale,
    )
    kept = _("Your time is still held and everything you typed is kept.", locale)
    carried = {"hold": held.token, "start": held.starts_at.isoformat(), "with": str(held.provider_id)} | visit.kept()
    return _details(visit, service, said, refusal, bar, carried, held, kept=kept)


def pick_again(visit: Visit, service: BookingTypeRow, found: Found, said: Mapping[str, str], refusal: Refusal) -> Page:
    """The same form when the time is gone: what was typed is kept, other times stand above it."""
    locale = visit.locale
    starts = [moment(start) for _day, _works, free in found.days for start, _count in free][:OTHERS]
    offered = [
        parts.button(visit.when(start), name="slot", value=start.isoformat(), look="quiet", form="details", unchecked=True)
        for start in starts
    ]
    note = parts.note(
        [
            h.b[_(refusal.message, locale)],
            " ",
            _("What you typed is kept.", locale),
            h.div(".row")[offered, h.a(".link", href=visit.address(book_path(visit.host, service.slug)))[_("All times", locale)]],
        ],
        "warn",
    )
    return _details(visit, service, said, refusal, note, {"hold": said.get("hold", "")[:100]} | visit.kept(), None)


def _details(
    visit: Visit,
    service: BookingTypeRow,
    said: Mapping[str, str],
    refusal: Refusal | None,
    above: h.Node,
    carried: Mapping[str, str],
    held: HoldRow | None,
    kept: str = "",
) -> Page:
    locale = visit.locale
    wrong = {problem.field.removeprefix("customer."): problem.told(locale) for problem in (refusal.problems if refusal else [])}
    problems = [forms.Problem(field if field in TYPED else "", message) for field, message in wrong.items()]
    body: list[h.Node] = [
        _steps(visit, 2, service),
        above,
        forms.error_summary(problems, kept=kept, locale=locale),
        frame.heading(_("Your details", locale)),
        forms.form(
            book_path(visit.host, service.slug),
            [forms.hidden(name, value) for name, value in carried.items()],
            *_fields(said, wrong, locale),
            forms.honeypot(locale=locale),
            _send(visit, service, held) if held else None,
            id="details",
            locale=locale,
        ),
    ]
    return frame.page(
        title=_("Your details", locale),
        body=body,
        brand=brand(visit.host),
        locale=locale,
        private=True,
        embed=visit.embed,
        query={**visit.query, "hold": carried["hold"]},
        errors=refusal is not None,
        aside=_held_summary(visit, service, held),
    )


def _fields(said: Mapping[str, str], wrong: Mapping[str, str], locale: str) -> list[h.Node]:
    def told(name: str) -> Told:
        return {"value": said.get(name, ""), "error": wrong.get(name, "")}

    fields: list[h.Node] = [
        forms.field("name", _("Full name", locale), autocomplete="name", maxlength=120, locale=locale, **told("name")),
        forms.pair(
            forms.field(
                "email",
                _("Email", locale),
                kind="email",
                help=_("Your confirmation goes here.", locale),
                autocomplete="email",
                maxlength=254,
                locale=locale,
                **told("email"),
            ),
            forms.field(
                "phone",
                _("Mobile", locale),
                kind="tel",
                help=_("Only if something changes.", locale),
                autocomplete="tel",
                required=False,
                maxlength=40,
                locale=locale,
                **told("phone"),
            ),
        ),
        forms.textarea("notes", _("Anything we should know?", locale), required=False, maxlength=2000, locale=locale, **told("notes")),
    ]
    return fields


def _send(visit: Visit, service: BookingTypeRow, held: HoldRow) -> h.Element:
    locale = visit.locale
    asks = _("Confirm booking", locale) if service.auto_confirm else _("Ask for this time", locale)
    facts = [
        _("{when} with {name}", locale, when=visit.when(held.starts_at), name=held.provider_name),
        service.price_text,
        "" if service.auto_confirm else _("We confirm it by mail.", locale),
        _policy(visit, service, held),
    ]
    return h.div(".tight")[parts.button(asks, wide=True), parts.dim(" · ".join(fact for fact in facts if fact))]


def _policy(visit: Visit, service: BookingTypeRow, held: HoldRow) -> str:
    return words.until(visit, words.last_change(held.starts_at, service.cancel_hours))


def _held_summary(visit: Visit, service: BookingTypeRow, held: HoldRow | None) -> h.Element:
    if held is None:
        return words.summary(visit, service, detail=when.minutes_text(service.duration, visit.locale))
    title = _("{when}, {length}", visit.locale, when=visit.when(held.starts_at), length=when.minutes_text(service.duration, visit.locale))
    detail = _("{service} with {name}", visit.locale, service=service.name, name=held.provider_name)
    return words.summary(visit, service, title=title, detail=detail, policy=_policy(visit, service, held))
