"""A service as its editor shows it: plain rows and plain functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from careops.booking.schemas import BookingTypeRow, ProviderRow, TermsRow
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.core.money import amount_text
from careops.core.typed import whole

EVERY = "all"  # stands for the service itself where a variant could stand
NUMBERS = (
    "duration", "buffer_before", "buffer_after", "gap_after", "gap_minutes", "slot_interval", "slot_offset", "window_days", "capacity",
    "recurring_max", "offer_minutes", "cancel_hours", "reschedule_hours",
)  # fmt: skip
MAYBE = ("customer_max_per_day", "customer_max_per_week", "window_from", "window_to")
WORDS = ("name", "slug", "description", "location", "policy")
CHOICES = ("location_kind", "assignment", "offered", "waitlist")
SWITCHES = ("active", "tidy", "customer_chooses", "auto_confirm")
UNITS = {"min": 1, "h": 60, "days": 1440}


@dataclass(frozen=True)
class VariantLine:
    """A length it is sold in; `key` is its id, or a word for one that is new. A removed one is only hidden, so that it can come back."""

    key: str
    id: str = ""
    name: str = ""
    duration: str = ""
    price: str = ""
    gap_after: str = "0"
    gap_minutes: str = "0"
    removed: bool = False


@dataclass(frozen=True)
class AddOnLine:
    """Something that can be added."""

    key: str
    id: str = ""
    name: str = ""
    description: str = ""
    minutes: str = ""
    price: str = ""
    removed: bool = False


@dataclass(frozen=True)
class TermLine:
    """A place for one person's own length and price of one variant; `name` begins the names of its two fields."""

    name: str
    about: str
    variant: str
    label: str
    duration: str = ""
    price: str = ""
    removed: bool = False


@dataclass(frozen=True)
class PersonLine:
    """Somebody who does it, or could."""

    id: str
    name: str
    initials: str
    tint: int
    does: bool
    weight: str
    own: str
    terms: list[TermLine] = field(default_factory=list[TermLine])


@dataclass(frozen=True)
class Pick:
    """A resource that would do."""

    name: str
    id: str
    label: str
    checked: bool


@dataclass(frozen=True)
class NeedLine:
    """One of these is needed."""

    key: str
    picks: list[Pick] = field(default_factory=list[Pick])
    removed: bool = False


@dataclass(frozen=True)
class Shape:
    """The service drawn as a bar: how long each part of it is, and the whole in words."""

    before: int = 0
    first: int = 0
    gap: int = 0
    rest: int = 0
    after: int = 0
    words: str = ""


@dataclass(frozen=True)
class Sheet:
    """Everything the editor shows."""

    said: dict[str, str]
    variants: list[VariantLine]
    add_ons: list[AddOnLine]
    people: list[PersonLine]
    needs: list[NeedLine]


def sheet(row: BookingTypeRow | None, people: Sequence[ProviderRow], resources: Sequence[ProviderRow], currency: str) -> Sheet:
    """A service in its fields; a new one with what most services are."""
    if row is None:
        return Sheet(dict(USUAL), [], [], [_person(one, None, [], currency) for one in people], [])
    variants = [
        VariantLine(
            str(one.id), str(one.id), one.name, str(one.duration), amount_text(one.price.amount, currency),
            str(one.gap_after), str(one.gap_minutes),
        )
        for one in row.variants
    ]  # fmt: skip
    add_ons = [
        AddOnLine(str(one.id), str(one.id), one.name, one.description, str(one.minutes), amount_text(one.price.amount, currency))
        for one in row.add_ons
    ]
    needs = [need_line(f"n{at}", resources, need) for at, need in enumerate(row.needs)]
    return Sheet(_said(row, currency), variants, add_ons, [_person(one, row, variants, currency) for one in people], needs)


USUAL = {
    "duration": "30", "buffer_before": "0", "buffer_after": "0", "gap_after": "0", "gap_minutes": "0", "slot_interval": "15",
    "slot_offset": "0", "window_days": "60", "capacity": "1", "recurring_max": "0", "offer_minutes": "60", "cancel_hours": "24",
    "reschedule_hours": "24", "notice": "1", "notice_unit": "h", "location_kind": "place", "assignment": "balanced",
    "offered": "hours", "waitlist": "off", "price": "", "deposit": "", "active": "on", "customer_chooses": "on", "auto_confirm": "on",
}  # fmt: skip


def _said(row: BookingTypeRow, currency: str) -> dict[str, str]:
    said = {name: str(getattr(row, name)) for name in (*NUMBERS, *WORDS, *CHOICES)}
    said |= {name: str(value) if (value := getattr(row, name)) is not None else "" for name in MAYBE}
    said |= {name: "on" if getattr(row, name) else "" for name in SWITCHES}
    said |= {name: amount_text(amount, currency) if (amount := getattr(row, name).amount) else "" for name in ("price", "deposit")}
    unit = next(name for name, minutes in reversed(UNITS.items()) if row.min_notice % minutes == 0 and (row.min_notice or name == "h"))
    return said | {"notice": str(row.min_notice // UNITS[unit]), "notice_unit": unit}


def _person(one: ProviderRow, row: BookingTypeRow | None, variants: Sequence[VariantLine], currency: str) -> PersonLine:
    mine = [terms for terms in row.terms if terms.provider_id == one.id] if row else []
    does = row is not None and one.id in row.provider_ids
    weight = str(row.weights.get(one.id, 1)) if row else "1"
    made = PersonLine(str(one.id), one.name, one.initials, one.tint, does, weight, _("{name}: own length and price", name=one.name))
    asked = {str(terms.variant_id or EVERY): terms for terms in mine}
    return with_terms(made, variants, asked, currency)


def with_terms(one: PersonLine, variants: Sequence[VariantLine], asked: Mapping[str, TermsRow], currency: str) -> PersonLine:
    """The person with a place for each variant there is now; what stands there already stays."""
    there = {line.variant: line for line in one.terms}
    about = [(EVERY, _("The service"), False), *((line.key, line.name or _("New variant"), line.removed) for line in variants)]

    def made(key: str, label: str, removed: bool) -> TermLine:
        words = _("{name}, {variant}", name=one.name, variant=label)
        if key in there:
            return replace(there[key], about=words, label=label, removed=removed)
        terms = asked.get(key)
        price = amount_text(terms.price.amount, currency) if terms and terms.price else ""
        length = str(terms.duration) if terms and terms.duration else ""
        return TermLine(f"terms-{one.id}-{key}", words, key, label, length, price, removed)

    return replace(one, terms=[made(*told) for told in about])


def need_line(key: str, resources: Sequence[ProviderRow], chosen: Sequence[UUID] = ()) -> NeedLine:
    """One of several rooms or things, each with its box."""
    return NeedLine(key, [Pick(f"need-{key}-{one.id}", str(one.id), one.name, one.id in chosen) for one in resources])


def drawn(typed: Mapping[str, str]) -> Shape:
    """How the service lies in the day, from what is typed so far."""
    before, whole, after, gap_after, gap = (
        _minutes(typed.get(name, "")) for name in ("buffer_before", "duration", "buffer_after", "gap_after", "gap_minutes")
    )
    if not (gap and 0 < gap_after < gap_after + gap < whole):
        gap_after, gap = whole, 0
    rest = whole - gap_after - gap
    lengths: dict[str, Any] = {"before": before, "first": gap_after, "gap": gap, "rest": rest, "after": after}
    told = (
        _("{before} min before, {first} min, {gap} min free, {rest} min, {after} min after", **lengths)
        if gap
        else _("{before} min before, {first} min, {after} min after", **lengths)
    )
    return Shape(before, gap_after, gap, rest, after, told)


def _minutes(typed: str) -> int:
    return min(whole(typed) or 0, 1440)


PARTS = {
    "basics": {"name", "slug", "description", "price", "duration", "active"},
    "time": {"buffer_before", "buffer_after", "gap_after", "gap_minutes", "slot_interval", "slot_offset", "tidy"},
    "who": {"assignment", "customer_chooses", "provider_ids", "weights"},
    "group": {"capacity", "offered"},
    "rules": {"notice", "window_days", "window_from", "window_to", "customer_max_per_day", "customer_max_per_week"},
    "policy": {"auto_confirm", "cancel_hours", "reschedule_hours", "deposit", "policy"},
    "again": {"recurring_max", "waitlist", "offer_minutes"},
    "place": {"location_kind", "location"},
}
STARTS = {"variant-": "variants", "addon-": "add_ons", "terms-": "who", "weight-": "who", "need": "needs"}


def part_of(name: str) -> str:
    """The part of the page a field stands in, so that it can be opened when something is wrong there."""
    found = next((part for part, names in PARTS.items() if name in names), "")
    return found or next((part for start, part in STARTS.items() if name.startswith(start)), "basics")


def moved(keys: Sequence[Any], key: str, step: int) -> list[Any]:
    """The lines with one of them a place further up or down, past those that are hidden."""
    lines = list(keys)
    at = next((at for at, line in enumerate(lines) if line.key == key), None)
    if at is None:
        return lines
    to = at + step
    while 0 <= to < len(lines) and lines[to].removed:
        to += step
    if 0 <= to < len(lines):
        lines.insert(to, lines.pop(at))
    return lines


def service_id(text: str) -> UUID | None:
    """The service an address names; None for one that is still to be made."""
    return None if text == "new" else read_id(text)
