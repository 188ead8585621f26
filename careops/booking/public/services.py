"""The first step: which service, in which form, with what added; and, for who came before, the same again."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import htpy as h

from careops.booking.public import search, words
from careops.booking.public.chosen import Chosen, Line, named
from careops.booking.public.menu import Menu
from careops.booking.public.visit import Visit, book_path
from careops.booking.rules import moment
from careops.booking.schemas import BookingTypeRow
from careops.booking.schemas.matrix import Piece
from careops.contacts import rules as contacts
from careops.core import when
from careops.core.i18n import text as _
from careops.inbox.rules.letters import brand
from careops.ui.public import forms, frame, parts
from careops.ui.public.frame import Page, Step


def steps(visit: Visit, at: int, chosen: Chosen | None = None) -> h.Element:
    """Where the visitor is; the finished steps lead back."""
    return frame.steps(
        [
            Step(_("Service", visit.locale), visit.address(book_path(visit.host))),
            Step(_("Time", visit.locale), chosen.address(visit) if chosen else ""),
            Step(_("Details", visit.locale)),
        ],
        at,
        locale=visit.locale,
    )


# ── the list ─────────────────────────────────────────────


def services(visit: Visit, menu: Menu, firsts: Mapping[UUID, int | None], before: Chosen | None, again: h.Node = None) -> Page:
    """What can be booked: name, what it is, how long, the first free time, what it costs. After `before` it is what else."""
    locale, host = visit.locale, visit.host
    title = _("What else would you like?", locale) if before else _("What would you like?", locale)
    lead = _("It follows {services} in the same visit.", locale, services=" + ".join(line.name for line in before.lines)) if before else ""
    rows = [_one(visit, menu.line(Piece(row.slug)), firsts, before) for row in menu.types]
    body: list[h.Node] = [
        steps(visit, 0),
        again,
        frame.heading(title, lead or host.description or None),
        parts.rows(*rows) if rows else parts.note([_("Nothing can be booked online at the moment.", locale), " ", ask(visit)], "info"),
        h.p[h.a(".link", href=before.address(visit))[_("Nothing else, on to the times", locale)]] if before else None,
    ]
    return frame.page(
        title=_("Choose a service", locale),
        body=body,
        brand=brand(host),
        locale=locale,
        private=visit.known is not None,
        embed=visit.embed,
        query=visit.query,
        canonical=host.booking_url,
        description=host.description[:160] or _("Book a time with {business}.", locale, business=host.name),
        data=search.business(host, menu.types) if visit.known is None else None,
    )


def ask(visit: Visit) -> h.Element:
    """The way to a person."""
    return h.a(href=visit.host.contact_url)[_("Ask a question", visit.locale)]


def _one(visit: Visit, line: Line, firsts: Mapping[UUID, int | None], before: Chosen | None) -> h.Element:
    row, locale = line.type, visit.locale
    details = [row.description, " · ".join([_length(row, locale), *_first(visit, row, firsts)])]
    if before is not None:
        grown = before.put(len(before.lines), line)
        more = {"change": len(grown.lines)} if line.has_options else {}
        return parts.offer(row.name, details, row.from_text, grown.address(visit, **more))
    here = book_path(visit.host, row.slug)
    if not line.has_options:
        return parts.offer(row.name, details, row.from_text, visit.address(here))
    form = _form(visit, here, line, {name: [value] for name, value in visit.kept().items()}, "variant", "add_on", row.slug)
    return parts.open_offer(row.name, details, row.from_text, form)


def _length(row: BookingTypeRow, locale: str) -> str:
    """ "45–75 min" where its variants differ."""
    lengths = sorted({one.duration for one in row.variants} or {row.duration})
    if len(lengths) == 1:
        return when.minutes_text(lengths[0], locale)
    return _(
        "{shortest} to {longest}", locale, shortest=when.minutes_text(lengths[0], locale), longest=when.minutes_text(lengths[-1], locale)
    )


def _first(visit: Visit, row: BookingTypeRow, firsts: Mapping[UUID, int | None]) -> list[str]:
    if row.id not in firsts:
        return []
    start = firsts[row.id]
    if start is not None:
        return [_("next free {when}", visit.locale, when=visit.when(moment(start)))]
    if row.waitlist != "off":
        return [_("full for four weeks, join the waitlist", visit.locale)]
    return [_("nothing free in the next four weeks", visit.locale)]


# ── options of one ───────────────────────────────────────


def options(visit: Visit, chosen: Chosen, at: int) -> Page:
    """One service of the visit to be made more exact: its variant, and what is added."""
    locale, line = visit.locale, chosen.lines[at]
    kept: dict[str, object] = {**chosen.query, **visit.kept(), "line": str(at + 1)}
    body: list[h.Node] = [
        steps(visit, 0),
        frame.heading(line.type.name, line.type.description or None),
        _form(visit, book_path(visit.host, chosen.first.slug), line, kept, "pick", "extra"),
    ]
    return frame.page(
        title=line.type.name,
        body=body,
        brand=brand(visit.host),
        locale=locale,
        private=visit.known is not None,
        embed=visit.embed,
        query=visit.query,
        canonical=search.service_url(visit.host, line.type),
        description=line.type.description[:160],
        data=search.service(visit.host, line.type) if visit.known is None else None,
        aside=words.summary(visit, chosen) if len(chosen.lines) > 1 else None,
    )


def _form(visit: Visit, action: str, line: Line, kept: Mapping[str, object], variant: str, add_on: str, word: str = "") -> h.Element:
    """The choices of one service as a form that only leads on: what is chosen stands in the next address."""
    row, locale = line.type, visit.locale
    first, minutes = line.variant or next(iter(row.variants), None), 0 if line.variant or row.variants else row.duration
    added = {one.id for one in line.add_ons}
    variants = [
        forms.Choice(key, one.name, one.duration_text, one.price_text, one.price.amount, one.duration)
        for key, one in named(row.variants).items()
    ]
    extras = [
        forms.Choice(
            key,
            one.name,
            " · ".join(part for part in (one.minutes_text, one.description) if part),
            one.price_text,
            one.price.amount,
            one.minutes,
        )
        for key, one in named(row.add_ons).items()
    ]
    chosen_keys = [key for key, one in named(row.add_ons).items() if one.id in added]
    return h.form(
        ".form",
        method="get",
        action=action,
        data_total=row.price.currency if not row.terms else None,
        data_minutes=_("{count} min", locale),
        data_c=row.price.amount if not variants else None,
        data_m=minutes or None,
    )[
        [forms.hidden(name, value) for name, values in kept.items() for value in _each(values) if name not in _replaced(variant, add_on)],
        _choices(variant, _("Which one?", locale), variants, _picked(row, first.id if first else None), word, locale) if variants else None,
        _choices(add_on, _("Add to it", locale), extras, chosen_keys, word, locale, many=True) if extras else None,
        forms.total_line("", parts.button(_("Choose a time", locale))),
    ]


def _replaced(variant: str, add_on: str) -> set[str]:
    return {variant, add_on}


def _each(values: object) -> Sequence[object]:
    found: Sequence[object] = values if isinstance(values, list) else [values]
    return [value for value in found if value]


def _picked(row: BookingTypeRow, id: UUID | None) -> str:
    return next((key for key, one in named(row.variants).items() if one.id == id), "")


def _choices(
    name: str, legend: str, found: Sequence[forms.Choice], chosen: str | list[str], word: str, locale: str, *, many: bool = False
) -> h.Element:
    return forms.choices(
        name, legend, found, chosen=chosen, many=many, required=not many, id=f"{name}-{word}" if word else "", locale=locale
    )


# ── the same again ───────────────────────────────────────


def same_again(visit: Visit, last: Chosen, first: tuple[int, UUID, str] | None) -> h.Node:
    """What somebody had last, with its first free time one tap away; of them no more is shown than a forwarded link may tell."""
    if visit.known is None:
        return None
    locale = visit.locale
    hello = _("Welcome back, {name}. Same again?", locale, name=contacts.first_name(visit.known.name))
    amount, or_more = last.total
    what = " + ".join(line.name for line in last.lines)
    if first is None:
        action: h.Node = parts.link_button(_("Choose a time", locale), last.address(visit))
        facts = [last.length_text(locale), last.price_text(amount, locale, or_more=or_more)]
    else:
        start = moment(first[0])
        what = _("{service} with {name}", locale, service=what, name=first[2])
        facts = [visit.when(start), last.length_text(locale), last.price_text(amount, locale, or_more=or_more)]
        action = h.form(method="post", action=last.address(visit))[
            parts.button(_("Book again", locale), name="slot", value=start.isoformat(), more=f"{what}, {visit.when(start)}")
        ]
    other = h.a(".link.s", href=last.address(visit))[_("Another time", locale)] if first else None
    said = [h.b[what], h.br, h.span(".dim")[" · ".join(fact for fact in facts if fact)], h.br if other else None, other]
    return parts.banner(hello, h.p[said], action, id="again", quiet=True)
