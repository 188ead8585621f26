"""What the visitor has chosen so far: services in order, each with its variant, what is added and with whom.

It lives in the address of the page, in names people can read, so it can be shared, kept and gone back to:
`/book/lumen/cut?variant=long&add_on=gloss&with=mara&also=colour;provider=theo&seats=2`. What cannot be read is nothing said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar
from uuid import UUID

from careops.booking.public.visit import Visit, book_path
from careops.booking.rules import address_word
from careops.booking.schemas import AddOnRow, BookingTypeRow, PublicProviderRow, VariantRow, matrix
from careops.booking.schemas.matrix import Piece
from careops.booking.schemas.wanted import Wanted
from careops.core import when
from careops.core.i18n import text as _
from careops.core.money import Money, format_money

MOST = 8  # services in one visit
MOST_SEATS = 10  # offered at once; a school class writes


class Row(Protocol):
    """Whatever has an id and a name."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...


R = TypeVar("R", bound=Row)


def named(rows: Iterable[R]) -> dict[str, R]:
    """The rows by the names they have in addresses: short words, told apart by a number where two are the same."""
    found: dict[str, R] = {}
    for row in rows:
        word = key = address_word(row.name)
        again = 1
        while key in found:
            again += 1
            key = f"{word}-{again}"
        found[key] = row
    return found


def _key(rows: Sequence[R], chosen: R) -> str:
    return next(key for key, row in named(rows).items() if row.id == chosen.id)


# ── one service ──────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Line:
    """One service as it is chosen; `people` are those one may choose from, none where the business decides."""

    type: BookingTypeRow
    people: list[PublicProviderRow]
    variant: VariantRow | None = None
    add_ons: tuple[AddOnRow, ...] = ()
    provider: PublicProviderRow | None = None

    @property
    def open(self) -> bool:
        """Whether something has to be chosen before a time can be."""
        return bool(self.type.variants) and self.variant is None

    @property
    def has_options(self) -> bool:
        return bool(self.type.variants or self.type.add_ons)

    @property
    def group(self) -> bool:
        """Whether it is sold by seats of a session."""
        return self.type.capacity > 1 or self.type.offered == "slots"

    @property
    def wanted(self) -> Wanted:
        """The service as the engine is asked for it."""
        return Wanted(
            self.type.id,
            self.provider.id if self.provider else None,
            self.variant.id if self.variant else None,
            tuple(one.id for one in self.add_ons),
        )

    @property
    def piece(self) -> Piece:
        """The service as an address says it."""
        return Piece(
            self.type.slug,
            _key(self.type.variants, self.variant) if self.variant else "",
            _key(self.people, self.provider) if self.provider else "",
            tuple(_key(self.type.add_ons, one) for one in self.add_ons),
        )

    @property
    def name(self) -> str:
        return f"{self.type.name}, {self.variant.name}" if self.variant else self.type.name

    def given_by(self, provider: PublicProviderRow | None) -> "Line":
        """The same from somebody, or from anyone."""
        return replace(self, provider=provider)

    def asked(self, provider: UUID | None) -> tuple[int, int]:
        """The minutes and the price of the bare service with somebody, or as the service says."""
        base: VariantRow | BookingTypeRow = self.variant or self.type
        minutes, price = base.duration, base.price.amount
        for terms in self.type.terms:
            if terms.provider_id == provider and terms.variant_id == (self.variant.id if self.variant else None):
                minutes, price = terms.duration or minutes, price if terms.price is None else terms.price.amount
        return minutes, price

    def _all(self) -> list[tuple[int, int]]:
        whom = [self.provider.id] if self.provider else self.type.provider_ids
        return [self.asked(one) for one in whom] or [self.asked(None)]

    @property
    def minutes(self) -> int:
        """How long it takes, at most, with what is added."""
        return max(minutes for minutes, _price in self._all()) + (0 if self.group else sum(one.minutes for one in self.add_ons))

    @property
    def bare(self) -> tuple[int, bool]:
        """The price without what is added, and whether somebody asks more."""
        prices = {price for _minutes, price in self._all()}
        return min(prices), len(prices) > 1


# ── the visit ────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Chosen:
    """The services of the visit, in order, and for how many people."""

    lines: tuple[Line, ...]
    seats: int = 1

    @property
    def first(self) -> BookingTypeRow:
        return self.lines[0].type

    @property
    def open_at(self) -> int | None:
        """The first service of which something has still to be chosen."""
        return next((at for at, line in enumerate(self.lines) if line.open), None)

    @property
    def most_seats(self) -> int:
        """How many seats may be taken together."""
        return min(MOST_SEATS, *(line.type.capacity for line in self.lines)) if all(line.group for line in self.lines) else 1

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.lines)

    @property
    def asks(self) -> dict[str, object]:
        """The visit as the engine is asked for it."""
        first, *rest = (line.wanted for line in self.lines)
        return {
            "booking_type_id": first.booking_type_id,
            "provider_id": first.provider_id,
            "variant_id": first.variant_id,
            "add_on_ids": first.add_on_ids,
            "also": rest,
            "seats": self.seats,
        }

    @property
    def query(self) -> dict[str, object]:
        """The visit as the address says it."""
        first, *rest = (line.piece for line in self.lines)
        return {
            "variant": first.variant,
            "add_on": list(first.add_ons),
            "with": first.provider,
            "also": [matrix.write(piece) for piece in rest],
            "seats": self.seats if self.seats > 1 else "",
        }

    def address(self, visit: Visit, **more: object) -> str:
        """The page of this visit, where its time is chosen."""
        return visit.address(book_path(visit.host, self.first.slug), **self.query, **more)

    def adding(self, visit: Visit) -> str:
        """The list of services from which one more is added."""
        return visit.address(book_path(visit.host), then=[matrix.write(line.piece) for line in self.lines], seats=self.query["seats"])

    def put(self, at: int, line: Line) -> "Chosen":
        """The same with that service in that place; behind the last it is added."""
        lines = [*self.lines]
        lines[at : at + 1] = [line]
        return replace(self, lines=tuple(lines[:MOST]))

    def without(self, at: int) -> "Chosen":
        return replace(self, lines=(*self.lines[:at], *self.lines[at + 1 :]))

    def sooner(self, at: int) -> "Chosen":
        """The same with that service before the one it follows."""
        lines = [*self.lines]
        lines[at - 1], lines[at] = lines[at], lines[at - 1]
        return replace(self, lines=tuple(lines))

    def for_seats(self, count: int) -> "Chosen":
        return replace(self, seats=count)

    # ── what it costs ──

    @property
    def total(self) -> tuple[int, bool]:
        """What the visit costs for all, and whether somebody asks more."""
        bare = [line.bare for line in self.lines]
        added = sum(one.price.amount for line in self.lines for one in line.add_ons)
        return self.seats * (sum(price for price, _more in bare) + added), any(more for _price, more in bare)

    @property
    def deposit(self) -> int:
        return self.seats * sum(line.type.deposit.amount for line in self.lines)

    def money(self, amount: int) -> Money:
        return Money(amount=amount, currency=self.first.price.currency)

    def price_text(self, amount: int, locale: str, *, or_more: bool = False) -> str:
        """A price in words, nothing for nothing; "from €45" where somebody asks more."""
        if not amount and not or_more:
            return ""
        said = format_money(amount, self.first.price.currency, locale)
        return _("from {price}", locale, price=said) if or_more else said

    def length_text(self, locale: str) -> str:
        return when.minutes_text(self.minutes, locale)
