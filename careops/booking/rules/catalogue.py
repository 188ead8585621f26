"""What may be said about services, about who and what they take, and about hours."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from careops.booking.schemas.catalogue_rows import BookingTypeRow
from careops.core.errors import Conflict, Invalid, Problem
from careops.core.i18n import text as _

DAY_MINUTES = 1440


class SlugTaken(Conflict):
    code, says = "slug_taken", "Another service has this address; choose another"


class InUse(Conflict):
    """Bookings point at it: history is kept."""

    code, says = "in_use", "There are bookings of it; make it inactive instead"


class LanesInUse(Conflict):
    """More units of a resource are promised at one time than would be left."""

    code, says = "lanes_in_use", "More of it than that is booked at the same time; move those bookings first"


class ImportedTimeOff(Conflict):
    """A foreign calendar says so, and would say so again."""

    code, says = "imported_time_off", "This comes from a calendar that is read; change it there"


def address_word(name: str) -> str:
    """The part of a service's address made from its name; "service" where nothing of it can be written in ASCII."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:70].strip("-") or "service"


# ── a service as a whole ─────────────────────────────────


def check_sold(row: BookingTypeRow) -> None:
    """Refuses a service whose parts do not fit each other, and names each field that does not."""
    if problems := [*_gaps(row), *_names(row), *_window(row), *_deposit(row)]:
        raise Invalid(problems=problems)


def _gaps(row: BookingTypeRow) -> Iterator[Problem]:
    """A processing gap has service before it and after it, in every length the service is sold in."""
    inside = _("The processing gap must lie inside: with service before it, and after it")
    if not _fits(row.duration, row.gap_after, row.gap_minutes):
        yield Problem("gap_minutes", inside)
    for at, variant in enumerate(row.variants):
        if not _fits(variant.duration, variant.gap_after, variant.gap_minutes):
            yield Problem(f"variants.{at}.gap_minutes", inside)
    variants = {one.id: one for one in row.variants}
    for at, terms in enumerate(row.terms):
        about = variants[terms.variant_id] if terms.variant_id else row
        if terms.duration is not None and not _fits(terms.duration, about.gap_after, about.gap_minutes):
            yield Problem(f"terms.{at}.duration", _("The processing gap does not fit into this length"))


def _fits(duration: int, after: int, gap: int) -> bool:
    return gap == 0 or 0 < after < after + gap < duration


def _names(row: BookingTypeRow) -> Iterator[Problem]:
    """Two of the same name could not be told apart."""
    for field, names in (("variants", [one.name for one in row.variants]), ("add_ons", [one.name for one in row.add_ons])):
        counted = Counter(name.casefold() for name in names)
        for at, name in enumerate(names):
            if counted[name.casefold()] > 1:
                yield Problem(f"{field}.{at}.name", _("Two have this name; give each one of its own"))


def _window(row: BookingTypeRow) -> Iterator[Problem]:
    if row.window_from and row.window_to and row.window_to < row.window_from:
        yield Problem("window_to", _("The last day must not lie before the first"))


def _deposit(row: BookingTypeRow) -> Iterator[Problem]:
    """Nobody pays more ahead than the whole costs."""
    lowest = min((one.price.amount for one in row.variants), default=row.price.amount)
    asked = [one.price.amount for one in row.terms if one.price and (one.variant_id or not row.variants)]
    if row.deposit.amount > min([lowest, *asked]):
        yield Problem("deposit", _("The deposit must not be more than the lowest price"))


# ── hours ────────────────────────────────────────────────

Hours = Sequence[tuple[int, int]]
"""Minutes of work [start, end) that begin on one day; an end after 1440 is on the next day."""


def check_nights(field: str, week: Mapping[int, Hours], dates: Mapping[date, Hours]) -> None:
    """Refuses a night's work that runs into the next day's, in the week or around a date with hours of its own."""
    for day in range(7):
        if _runs_into(week.get(day, ()), week.get((day + 1) % 7, ())):
            raise Invalid.field(field, "The night's hours run into those of the next day")
    for day in sorted(dates):
        for first in (day - timedelta(days=1), day):
            if _runs_into(_of(first, week, dates), _of(first + timedelta(days=1), week, dates)):
                raise Invalid.field(field, "The night's hours run into those of the next day, around {day}", day=day.isoformat())


def _of(day: date, week: Mapping[int, Hours], dates: Mapping[date, Hours]) -> Hours:
    return dates[day] if day in dates else week.get(day.weekday(), ())


def _runs_into(before: Hours, after: Hours) -> bool:
    late = max((end - DAY_MINUTES for _start, end in before), default=0)
    return any(start < late and start < end for start, end in after)


# ── whose turn ───────────────────────────────────────────


def level(others: Iterable[tuple[int, int]]) -> float:
    """Where the ledger of a newcomer begins: at the average share of those who are there, from their (assigned, weight)."""
    shares = [assigned / weight for assigned, weight in others]
    return sum(shares) / len(shares) if shares else 0.0
