"""What may be chosen, and what an address or a form says was chosen of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session
from starlette.datastructures import QueryParams

from careops.booking import queries as bookings
from careops.booking.public.chosen import MOST, Chosen, Line, R, named
from careops.booking.public.visit import Visit
from careops.booking.schemas import BookingTypeRow, PublicProviderRow, matrix
from careops.booking.schemas.matrix import Piece
from careops.core.errors import Invalid, NotFound


def _found(rows: Sequence[R], said: str) -> R | None:
    """The row of that name, or of that id."""
    return named(rows).get(said) or next((row for row in rows if str(row.id) == said), None) if said else None


@dataclass(frozen=True, slots=True)
class Menu:
    """Everything that may be chosen: the services on offer, and who works."""

    types: list[BookingTypeRow]
    people: list[PublicProviderRow]

    def line(self, piece: Piece) -> Line:
        """The service an address names; NotFound when it is not on offer, and what cannot be read of it is nothing said."""
        found = next((row for row in self.types if piece.type in (row.slug, str(row.id))), None)
        if found is None:
            raise NotFound
        mine = set(found.provider_ids) if found.customer_chooses and found.assignment != "collective" else set[UUID]()
        people = [one for one in self.people if one.id in mine]
        added = {row.id for said in piece.add_ons if (row := _found(found.add_ons, said))}
        variant = _found(found.variants, piece.variant) or (found.variants[0] if len(found.variants) == 1 else None)
        return Line(found, people, variant, tuple(row for row in found.add_ons if row.id in added), _found(people, piece.provider))

    def read(self, service: str, query: QueryParams) -> Chosen:
        """The visit an address says."""
        first = Piece(service, query.get("variant", ""), query.get("with", ""), tuple(query.getlist("add_on")))
        return self._chosen([self.line(first), *self._lines(query.getlist("also"))], query)

    def before(self, query: QueryParams) -> Chosen | None:
        """The visit to which one more service is to be added, if there is one."""
        lines = self._lines(query.getlist("then"))
        return self._chosen(lines, query) if lines else None

    def _chosen(self, lines: list[Line], query: QueryParams) -> Chosen:
        chosen = Chosen(tuple(lines[:MOST]))
        seats = query.get("seats", "")
        return replace(chosen, seats=max(1, min(int(seats), chosen.most_seats))) if seats.isdecimal() and len(seats) < 4 else chosen

    def _lines(self, texts: Iterable[str]) -> list[Line]:
        found: list[Line] = []
        for text in texts:
            try:
                found.append(self.line(matrix.read(text)))
            except (Invalid, NotFound):
                continue
        return found


def menu(db: Session, visit: Visit) -> Menu:
    """What may be chosen here, in a fixed number of statements."""
    return Menu(*bookings.menu(db, visit.actor, currency=visit.host.currency, locale=visit.locale))


def picked(line: Line, query: QueryParams) -> Line:
    """The service with the options that a form sends: `pick` for its variant, `extra` for each thing added."""
    added = {row.id for said in query.getlist("extra") if (row := _found(line.type.add_ons, said))}
    variant = _found(line.type.variants, query.get("pick", "")) or line.variant
    return replace(line, variant=variant, add_ons=tuple(row for row in line.type.add_ons if row.id in added))
