"""The last step: one's details, while the time is held; or, when it is gone, the same with other times to take."""

from collections.abc import Mapping, Sequence
from typing import Annotated, TypedDict

import htpy as h
from pydantic import BaseModel, Field, ValidationError

from careops.booking.public import repeating, words
from careops.booking.public.chosen import Chosen
from careops.booking.public.services import steps
from careops.booking.public.visit import Visit
from careops.booking.schemas import Customer, HoldRow, PublicProviderRow
from careops.booking.schemas.series import SeriesPlan
from careops.contacts import rules as contacts
from careops.contacts.rules.consent import writes_about_it
from careops.core import when
from careops.core.errors import Invalid, Refusal, invalid
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.typed import Line, Lines
from careops.inbox.rules.letters import brand
from careops.ui.public import forms, frame, parts
from careops.ui.public import times as kit
from careops.ui.public.frame import Page
from careops.ui.public.parts import Fact

TYPED = ("name", "email", "phone", "address", "notes")
FIELDS = (*TYPED, "times")
LABELS = {
    "name": _("Full name"),
    "email": _("Email"),
    "phone": _("Mobile"),
    "address": _("Your address"),
    "notes": _("Anything we should know?"),
}


class Told(TypedDict):
    """What a field holds, and what is wrong with it."""

    value: str
    error: str


class More(BaseModel):
    """What is said beside who it is for."""

    notes: Annotated[Lines, Field(max_length=2000)] = ""
    address: Annotated[Line, Field(max_length=500)] = ""


# ── what was typed ───────────────────────────────────────


def wants_address(chosen: Chosen) -> bool:
    """Whether it takes place at the customer's."""
    return chosen.first.location_kind == "customer"


def customer(visit: Visit, said: Mapping[str, str]) -> Customer:
    """Who books: whoever came by their private link, else whoever the form names; Invalid with each field that has to change."""
    told = {name: said.get(name, "") for name in ("name", "email", "phone")}
    if visit.known is not None:
        told = {"name": visit.known.name, "email": visit.known.email, "phone": visit.known.phone}
    try:
        offers = visit.known is None and said.get("offers") == "yes"
        return Customer(**told, offers=offers, locale=visit.locale, timezone=visit.timezone)
    except ValidationError as problem:
        raise invalid(problem) from None


def more(chosen: Chosen, said: Mapping[str, str]) -> More:
    """The notes, and the address where it takes place at the customer's."""
    try:
        told = More(notes=said.get("notes", ""), address=said.get("address", ""))
    except ValidationError as problem:
        raise invalid(problem) from None
    if not wants_address(chosen):
        return More(notes=told.notes)
    if not told.address:
        raise Invalid.field("address", "Tell us where to come")
    return told


# ── what it looks like ───────────────────────────────────


def details(
    visit: Visit,
    chosen: Chosen,
    held: HoldRow,
    said: Mapping[str, str],
    refusal: Refusal | None = None,
    dates: SeriesPlan | None = None,
) -> Page:
    """One's details, while the time is held; with all `dates` once the visit is to be repeated."""
    locale = visit.locale
    again = [(held.starts_at.isoformat(), _("{time} again", locale, time=visit.time(held.starts_at)))]
    bar = kit.hold_bar(
        visit.when(held.starts_at),
        ends=held.expires_at,
        now=visit.now,
        until=visit.time(held.expires_at),
        form="details",
        again=again,
        all_times=chosen.address(visit),
        locale=locale,
    )
    kept = _("Your time is still held and everything you typed is kept.", locale)
    carried = {"hold": held.token, "start": held.starts_at.isoformat()}
    return _page(visit, chosen, said, refusal, bar, carried, held, kept=kept, dates=dates)


def pick_again(visit: Visit, chosen: Chosen, starts: Sequence[tuple[str, str]], said: Mapping[str, str], refusal: Refusal) -> Page:
    """The same form when the time is gone: what was typed is kept, other times (what is sent, what is shown) stand above it."""
    locale = visit.locale
    offered = [parts.button(shown, name="slot", value=value, look="quiet", form="details", unchecked=True) for value, shown in starts]
    note = parts.note(
        [
            h.b[_(refusal.message, locale)],
            " ",
            _("What you typed is kept.", locale),
            h.div(".row")[offered, h.a(".link", href=chosen.address(visit))[_("All times", locale)]],
        ],
        "warn",
    )
    return _page(visit, chosen, said, refusal, note, {"hold": said.get("hold", "")[:100]}, None)


def _page(
    visit: Visit,
    chosen: Chosen,
    said: Mapping[str, str],
    refusal: Refusal | None,
    above: h.Node,
    carried: Mapping[str, str],
    held: HoldRow | None,
    kept: str = "",
    dates: SeriesPlan | None = None,
) -> Page:
    locale = visit.locale
    wrong = {problem.field.removeprefix("customer."): problem.told(locale) for problem in (refusal.problems if refusal else [])}
    problems = [forms.Problem(field if field in FIELDS else "", message, called(field, locale)) for field, message in wrong.items()]
    if refusal is not None and held is not None and not problems:
        problems = [forms.Problem("", _(refusal.message, locale))]
    body: list[h.Node] = [
        steps(visit, 2, chosen),
        _by_enter(),
        above,
        forms.error_summary(problems, kept=kept, locale=locale),
        frame.heading(_("Your details", locale)),
        forms.form(
            chosen.address(visit),
            [forms.hidden(name, value) for name, value in carried.items()],
            about_person(visit, chosen, said, wrong, carried["hold"]),
            _rest(chosen, said, wrong, locale),
            None if visit.known else _offers(said, locale),
            repeating.step(visit, chosen, said, wrong.get("times", ""), dates) if held else None,
            forms.honeypot(locale=locale),
            _send(visit, chosen, held) if held else None,
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
        query={**visit.query, **chosen.query, "hold": carried["hold"]},
        errors=refusal is not None,
        aside=_summary(visit, chosen, held),
    )


def _by_enter() -> h.Element:
    """What the Enter key presses: the form's first button, which else would be "Hold longer"."""
    return h.button(".trap", form="details", tabindex="-1", aria_hidden="true")


def called(field: str, locale: str) -> str:
    """What a field is called on the page; nothing for one that has no name of its own."""
    return _(LABELS[field], locale) if field in LABELS else ""


def _told(said: Mapping[str, str], wrong: Mapping[str, str], name: str) -> Told:
    return {"value": said.get(name, ""), "error": wrong.get(name, "")}


def about_person(visit: Visit, chosen: Chosen, said: Mapping[str, str], wrong: Mapping[str, str], hold: str = "") -> h.Node:
    """Who it is: fields to fill in, or whoever came by their private link; what they `hold` stays held for somebody else."""
    return _known(visit, chosen, hold) if visit.known else _person(said, wrong, visit.locale)


def _known(visit: Visit, chosen: Chosen, hold: str) -> h.Node:
    """Who came by a private link: enough to know oneself by, no more, since a link may be passed on."""
    if visit.known is None:
        return None
    locale, known = visit.locale, visit.known
    facts = [
        Fact("user", h.b[contacts.masked_name(known.name)]),
        Fact("mail", h.bdi(dir="ltr")[contacts.masked_email(known.email)], _("Your confirmation goes here.", locale)),
        Fact("phone", h.bdi(dir="ltr")[contacts.masked_phone(known.phone)]) if known.phone else None,
    ]
    other = parts.small_link(_("Somebody else? Give other details", locale), chosen.address(visit.stranger(), hold=hold))
    return parts.box(parts.facts([fact for fact in facts if fact]), h.p[other], label=_("You book as", locale))


def _person(said: Mapping[str, str], wrong: Mapping[str, str], locale: str) -> list[h.Node]:
    return [
        forms.field("name", called("name", locale), autocomplete="name", maxlength=120, locale=locale, **_told(said, wrong, "name")),
        forms.pair(
            forms.field(
                "email",
                called("email", locale),
                kind="email",
                help=_("Your confirmation goes here.", locale),
                autocomplete="email",
                maxlength=254,
                locale=locale,
                **_told(said, wrong, "email"),
            ),
            forms.field(
                "phone",
                called("phone", locale),
                kind="tel",
                help=_("Only if something changes.", locale),
                autocomplete="tel",
                required=False,
                maxlength=40,
                locale=locale,
                **_told(said, wrong, "phone"),
            ),
        ),
    ]


def _rest(chosen: Chosen, said: Mapping[str, str], wrong: Mapping[str, str], locale: str) -> list[h.Node]:
    where = forms.field(
        "address",
        called("address", locale),
        help=_("Where we come to.", locale),
        autocomplete="street-address",
        maxlength=500,
        locale=locale,
        **_told(said, wrong, "address"),
    )
    notes = forms.textarea("notes", called("notes", locale), required=False, maxlength=2000, locale=locale, **_told(said, wrong, "notes"))
    return [where if wants_address(chosen) else None, notes]


def _offers(said: Mapping[str, str], locale: str) -> h.Element:
    """Asked apart, and unticked: a booking does not hang on it."""
    return forms.checkbox("offers", _("Send me news and offers too", locale), checked=said.get("offers") == "yes")


def _send(visit: Visit, chosen: Chosen, held: HoldRow) -> h.Element:
    locale = visit.locale
    sure = all(line.type.auto_confirm for line in chosen.lines)
    facts = [
        _("{when} with {name}", locale, when=visit.when(held.starts_at), name=held.provider_name),
        plural("{count} seat", "{count} seats", held.seats, locale) if held.seats > 1 else "",
        chosen.price_text(held.price.amount, locale),
        "" if sure else _("We confirm it by mail.", locale),
        _policy(visit, chosen, held),
    ]
    verb = _("Confirm booking", locale) if sure else _("Ask for this time", locale)
    told = None if visit.known else parts.dim(writes_about_it(locale))
    return h.div(".tight")[parts.button(verb, wide=True), parts.dim(" · ".join(fact for fact in facts if fact)), told]


def _policy(visit: Visit, chosen: Chosen, held: HoldRow) -> str:
    return words.until(visit, words.last_change(held.starts_at, max(line.type.cancel_hours for line in chosen.lines)))


def _summary(visit: Visit, chosen: Chosen, held: HoldRow | None) -> h.Element:
    if held is None:
        return words.summary(visit, chosen, change=False)
    title = _("{when}, {length}", visit.locale, when=visit.when(held.starts_at), length=when.minutes_text(held.duration, visit.locale))
    detail = _("{service} with {name}", visit.locale, service=held.type_name, name=held.provider_name)
    told = chosen
    if len(chosen.lines) == 1:  # whoever gives it has one price
        told = chosen.put(0, chosen.lines[0].given_by(PublicProviderRow(id=held.provider_id, name=held.provider_name)))
    return words.summary(visit, told, title=title, detail=detail, policy=_policy(visit, chosen, held), held=held, change=False)
