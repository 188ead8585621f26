"""Sentences that several pages say: the policy with its date, the summary, facts about a booking."""

from collections.abc import Sequence
from datetime import datetime

import htpy as h

from careops.booking.public.chosen import MOST, Chosen, Line
from careops.booking.public.visit import Visit, book_path
from careops.booking.rules import free_until
from careops.booking.schemas import HoldRow, PublicBookingRow
from careops.booking.schemas.visits import LineRow, VisitRow
from careops.core import when
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.ui.public import parts, times
from careops.ui.public.parts import Fact

PLACES = {"phone": "phone", "video": "video"}

# ── the policy ───────────────────────────────────────────


def rule(visit: Visit, cancel_hours: int) -> str:
    """The policy before a time is known: "Free to move or cancel up to 24 hours before."."""
    if not cancel_hours:
        return _("You can move or cancel it any time before.", visit.locale)
    days, locale = cancel_hours // 24, visit.locale
    if cancel_hours % 24 == 0:
        return plural("Free to move or cancel up to {count} day before.", "Free to move or cancel up to {count} days before.", days, locale)
    return plural(
        "Free to move or cancel up to {count} hour before.", "Free to move or cancel up to {count} hours before.", cancel_hours, locale
    )


def until(visit: Visit, last: datetime) -> str:
    """The policy once a time is known: with its own date."""
    if last <= visit.now:
        return _("It can no longer be moved or cancelled online.", visit.locale)
    return _("You can move or cancel it until {when}.", visit.locale, when=visit.when(last))


def last_change(starts: datetime, hours: int) -> datetime:
    """The last moment at which the customer may change a booking that begins then."""
    return free_until(starts, hours)


def deposit(visit: Visit, amount: str) -> str:
    """The deposit as policy: nothing is taken on this page."""
    return _("A deposit of {amount} applies; we tell you how to pay it.", visit.locale, amount=amount)


# ── times ────────────────────────────────────────────────


def span(visit: Visit, starts: datetime, ends: datetime) -> str:
    return when.range_text(starts, ends, visit.timezone, visit.locale, visit.host.hour_cycle)


def day_and_span(visit: Visit, starts: datetime, ends: datetime) -> str:
    """ "Wednesday, November 18, 14:00–14:30"."""
    day = when.long_date(visit.local(starts).date(), visit.locale)
    return _("{day}, {time}", visit.locale, day=day, time=span(visit, starts, ends))


# ── what is being booked ─────────────────────────────────


def summary(
    visit: Visit,
    chosen: Chosen,
    *,
    title: str = "",
    detail: str = "",
    policy: str = "",
    held: HoldRow | None = None,
    change: bool = True,
) -> h.Element:
    """The visit beside the task: each service with its price, the sum, the policy; `change` while it can still be put together.

    What is `held` has one price, whoever gives it.
    """
    locale = visit.locale
    amount, or_more = (held.price.amount, False) if held else chosen.total
    price = chosen.price_text(amount, locale, or_more=or_more)
    texts = dict.fromkeys(line.type.policy for line in chosen.lines if line.type.policy)
    hours = max(line.type.cancel_hours for line in chosen.lines)
    more: list[h.Node] = [
        parts.policy(policy or rule(visit, hours), small=True),
        [h.p(".s")[text] for text in texts or ([visit.host.cancellation_policy] if visit.host.cancellation_policy else [])],
        parts.dim(deposit(visit, chosen.price_text(chosen.deposit, locale))) if chosen.deposit else None,
        parts.dim(_("Nothing to pay now.", locale)) if price else None,
        _other(visit, chosen) if change else None,
    ]
    length = when.minutes_text(held.duration, locale) if held else chosen.length_text(locale)
    total: tuple[h.Node, h.Node] | None = (_("Total, {length}", locale, length=length), price) if price else None
    lines = [told for at, line in enumerate(chosen.lines) for told in _line(visit, chosen, at, line, change=change)]
    if chosen.seats > 1:
        lines.append((plural("{count} seat", "{count} seats", chosen.seats, locale), f"× {chosen.seats}"))
    names = " + ".join(line.name for line in chosen.lines)
    facts = [chosen.length_text(locale), plural("{count} seat", "{count} seats", chosen.seats, locale) if chosen.seats > 1 else ""]
    shown = detail or " · ".join(fact for fact in facts if fact)
    return times.summary(title or names, shown, price, lines, total, *more, locale=locale)


def _line(visit: Visit, chosen: Chosen, at: int, line: Line, *, change: bool) -> list[tuple[h.Node, h.Node]]:
    """One service, then what is added to it."""
    locale = visit.locale
    price, or_more = line.bare
    facts = [when.minutes_text(line.minutes, locale), _("with {name}", locale, name=line.provider.name) if line.provider else ""]
    said: h.Node = [line.name, h.small[" · ".join(fact for fact in facts if fact)]]
    ways = _ways(visit, chosen, at, line) if change else None
    added: list[tuple[h.Node, h.Node]] = [
        (_("{name}, {length}", locale, name=one.name, length=one.minutes_text) if one.minutes else one.name, one.price_text)
        for one in line.add_ons
    ]
    return [(said, chosen.price_text(price, locale, or_more=or_more)), *added, *([(ways, None)] if ways else [])]


def _ways(visit: Visit, chosen: Chosen, at: int, line: Line) -> h.Node:
    """What can be done with one service of the visit."""
    locale, several = visit.locale, len(chosen.lines) > 1
    ways = [
        (_("Change", locale), chosen.address(visit, change=at + 1)) if line.has_options else None,
        (_("Do it first", locale) if at == 1 else _("Do it sooner", locale), chosen.sooner(at).address(visit)) if at else None,
        (_("Remove", locale), chosen.without(at).address(visit)) if several else None,
    ]
    shown = [way for way in ways if way]
    if not shown:
        return None
    return h.span(".row")[[h.a(".link.s", href=href)[label, h.span(".vh")[" ", line.name]] for label, href in shown]]


def _other(visit: Visit, chosen: Chosen) -> h.Node:
    if len(chosen.lines) > 1:
        return None
    return h.p(".s")[h.a(".link.s", href=visit.address(book_path(visit.host)))[_("Change service", visit.locale)]]


def add_another(visit: Visit, chosen: Chosen) -> h.Node:
    """The way to one more service in the same visit."""
    if len(chosen.lines) >= MOST:
        return None
    return h.a(".link.s", href=chosen.adding(visit))[_("Add another service", visit.locale)]


# ── a booking ────────────────────────────────────────────


def facts(visit: Visit, row: PublicBookingRow, told: VisitRow) -> h.Element:
    """When, what and with whom, where, how much."""
    found = [
        Fact("calendar", h.b[day_and_span(visit, row.starts_at, row.ends_at)], _zones(visit, row)),
        *[_service(visit, line, alone=len(told.lines) == 1) for line in told.lines],
        Fact(PLACES.get(row.location_kind, "map-pin"), row.location) if row.location else None,
        _money(visit, row, told),
        Fact("clock", _moved(visit, told.was_at)) if told.was_at else None,
    ]
    return parts.facts([fact for fact in found if fact])


def _service(visit: Visit, line: LineRow, *, alone: bool) -> Fact:
    locale = visit.locale
    names = ", ".join([line.provider_name, *line.with_names])
    said = _("with {name} · {length}", locale, name=names, length=line.duration_text)
    begins = "" if alone else visit.time(line.starts_at)
    detail = " · ".join(part for part in (begins, said, *line.add_ons) if part)
    return Fact("user", line.name, detail)


def _money(visit: Visit, row: PublicBookingRow, told: VisitRow) -> Fact | None:
    if not row.price_text and not told.deposit_text:
        return None
    return Fact("banknote", row.price_text, deposit(visit, told.deposit_text) if told.deposit_text else None)


def _moved(visit: Visit, was_at: Sequence[datetime]) -> str:
    """How it came to its time, in one line."""
    locale = visit.locale
    if len(was_at) == 1:
        return _("Moved once; it was {when} before.", locale, when=visit.when(was_at[0]))
    return plural(
        "Moved {count} time; first it was {when}.",
        "Moved {count} times; first it was {when}.",
        len(was_at),
        locale,
        when=visit.when(was_at[0]),
    )


def _zones(visit: Visit, row: PublicBookingRow) -> str:
    """Whose clock that is; and the time there, where the business's clock shows another."""
    mine = _("{zone} time", visit.locale, zone=when.zone_text(visit.timezone, visit.locale))
    there = when.time_text(row.starts_at, row.timezone, visit.locale, visit.host.hour_cycle)
    if there == visit.time(row.starts_at):
        return mine
    return _("{mine}, {time} in {zone}", visit.locale, mine=mine, time=there, zone=when.zone_text(row.timezone, visit.locale))
