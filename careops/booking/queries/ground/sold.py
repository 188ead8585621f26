"""What is sold in a visit: each service as the catalogue has it now, who could give it, and what it takes beside."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session

from careops.booking.models import Assignment, Booking, BookingLine, Offered
from careops.booking.queries.questions import SERVICES
from careops.booking.rules import Offer, Plan, Serving, Stage, Subject, shaped
from careops.booking.schemas.wanted import Visit, Wanted
from careops.core.actor import Actor, Kind
from careops.core.errors import Invalid, NotFound

NOBODY = UUID(int=0)
MOST = 8  # services in one visit


@dataclass(slots=True)
class Sold:
    """One service of the visit as it is sold: the catalogue's row, the variant and what is added, and what each provider asks."""

    wanted: Wanted
    row: Any
    variant_id: UUID | None
    variant_name: str
    add_ons: list[dict[str, Any]]
    prices: dict[UUID, int]
    stage: Stage

    @property
    def uses(self) -> dict[str, int]:
        """What it uses of which stocked thing."""
        return needed(self.row.uses, self.variant_id) if self.row.uses else {}

    @property
    def group(self) -> bool:
        """Whether it is sold by seats of a session."""
        return self.row.capacity > 1 or self.row.offered == Offered.slots


@dataclass(slots=True)
class Ground:
    """What decides about a visit: what is sold, who can give it, and how its starts may lie."""

    sold: list[Sold]
    offer: Offer
    subjects: dict[UUID, Subject] = field(default_factory=dict[UUID, Subject])

    @property
    def stages(self) -> list[Stage]:
        """The chain the rules calculate with."""
        return [one.stage for one in self.sold]

    @property
    def longest(self) -> int:
        """How long the visit takes at most, in seconds."""
        return sum(max((one.shape.duration for one in stage.servings), default=0) for stage in self.stages)

    @property
    def timezone(self) -> str:
        """Where the visit is: the first provider's zone."""
        servings = self.sold[0].stage.servings
        return servings[0].subject.plan.timezone if servings else "UTC"


def ground(db: Session, actor: Actor, visit: Visit) -> Ground:
    """Who could give these services, one after the other; NotFound when one is not on offer, or not from whoever was named."""
    if not 1 <= len(visit) <= MOST:
        raise Invalid.field("also", f"Choose at most {MOST} services for one visit")
    rows = SERVICES.ask(
        db,
        types=[one.booking_type_id for one in visit],
        variants=[one.variant_id for one in visit if one.variant_id] or [NOBODY],
        add_ons=[id for one in visit for id in one.add_on_ids] or [NOBODY],
    )
    subjects: dict[UUID, Subject] = {}
    sold = [_sold(wanted, [row for row in rows if row.id == wanted.booking_type_id], actor, subjects) for wanted in visit]
    return Ground(sold, offer_of(sold[0].row), subjects)


def ground_again(db: Session, actor: Actor, booking: Booking, lines: Sequence[BookingLine], wanted: UUID | None, longer: int = 0) -> Ground:
    """Who could give a visit as it was agreed: today's people and rooms, the lengths and buffers that were promised.

    `wanted` gives what the booking's first provider gave; the last service takes so many minutes longer.
    """
    whose = [line.provider_id if line.provider_id != booking.provider_id else wanted for line in lines]
    visit = [Wanted(line.booking_type_id, provider_id) for line, provider_id in zip(lines, whose, strict=True)]
    found = ground(db, Actor.system(actor.workspace), visit)
    for sold, line in zip(found.sold, lines, strict=True):
        minutes = line.duration + (longer if line is lines[-1] else 0)
        promised = shaped(minutes, line.buffer_before, line.buffer_after, line.gap_after, line.gap_minutes)
        for serving in sold.stage.servings:
            serving.shape = promised
    return found


def _sold(wanted: Wanted, rows: Sequence[Any], actor: Actor, subjects: dict[UUID, Subject]) -> Sold:
    chosen = [row for row in rows if wanted.variant_id is None or row.variant_id == wanted.variant_id]
    if not rows or (actor.kind is Kind.customer and not rows[0].active):
        raise NotFound
    if not chosen:
        raise Invalid.field("variant_id", "Choose one of the service's variants")
    row = chosen[0]
    added = {UUID(id): (name, minutes, price) for id, name, minutes, price in row.added or ()}
    if not set(wanted.add_on_ids) <= added.keys():
        raise Invalid.field("add_on_ids", "Choose from what can be added to the service")
    add_ons = [
        {"id": str(id), "name": added[id][0], "minutes": added[id][1], "price": added[id][2]} for id in dict.fromkeys(wanted.add_on_ids)
    ]
    stage = Stage([], opens=row.offered != Offered.slots, seats=row.capacity, turns=row.assignment == Assignment.round_robin)
    made = Sold(wanted, row, wanted.variant_id, row.variant_name if wanted.variant_id else "", add_ons, {}, stage)
    _staff(made, subjects, actor)
    return made


def _staff(made: Sold, subjects: dict[UUID, Subject], actor: Actor) -> None:
    """Puts those who can give the service, and what it takes beside, into its stage; a room that is put away is none."""
    wanted, row, stage = made.wanted, made.row, made.stage
    together = row.assignment == Assignment.collective
    stage.chosen = wanted.provider_id is not None and not together and (row.customer_chooses or actor.kind is not Kind.customer)
    needs: defaultdict[int, list[Subject]] = defaultdict(list)
    for one in _staff_of(row.staff or "[]"):
        if one.need:
            needs[one.need] += []  # a need remains when all it could take are put away
        if one.id is None or (stage.chosen and not one.need and one.id != wanted.provider_id):
            continue
        subject = subjects.get(one.id) or subjects.setdefault(one.id, _subject(one, one.id))
        if one.need:
            needs[one.need].append(subject)
        else:
            duration, made.prices[subject.id] = _terms(made, subject.id)
            stage.servings.append(Serving(subject, _shape(made, duration), weight=one.weight, assigned=one.assigned))
    stage.needs = [needs[need] for need in sorted(needs)]
    if stage.chosen and not stage.servings:
        raise NotFound
    if together and stage.servings:
        lead, *others = stage.servings
        longest = max(stage.servings, key=lambda one: one.shape.duration).shape
        stage.servings = [Serving(lead.subject, longest, [one.subject for one in others])]


class _Staff(NamedTuple):
    """One who gives a service (need 0), or one thing that it takes; without an id when they are put away."""

    need: int
    position: int
    name: str
    id: UUID | None
    timezone: str
    capacity: int
    always_open: bool
    max_per_day: int | None
    max_per_week: int | None
    weight: int
    assigned: int


@lru_cache(maxsize=256)
def _staff_of(words: str) -> Sequence[_Staff]:
    """Those of a service, in the order in which they are shown."""
    told: list[Any] = json.loads(words)
    found = [_Staff._make([*one[:3], UUID(one[3]) if one[3] else None, *one[4:]]) for one in told]
    return sorted(found, key=lambda one: (one.position or 0, one.name or "", str(one.id), one.need))


def _subject(one: _Staff, id: UUID) -> Subject:
    return Subject(
        id,
        one.name,
        Plan(one.timezone),
        capacity=one.capacity,
        always_open=bool(one.always_open),
        max_per_day=one.max_per_day,
        max_per_week=one.max_per_week,
    )


@lru_cache(maxsize=256)
def _terms_of(words: str) -> Mapping[tuple[UUID, UUID | None], tuple[int | None, int | None]]:
    """The minutes and prices that some ask for themselves, by provider and variant."""
    return {(UUID(who), UUID(variant) if variant else None): (duration, price) for who, variant, duration, price in json.loads(words)}


def _terms(made: Sold, provider_id: UUID) -> tuple[int, int]:
    """Minutes and price with this provider: theirs if they have their own, else the variant's, else the service's; add-ons on top."""
    row = made.row
    duration, price = (row.variant_duration, row.variant_price) if made.variant_id else (row.duration, row.price)
    if row.terms:
        minutes, amount = _terms_of(row.terms).get((provider_id, made.variant_id), (None, None))
        duration, price = minutes or duration, price if amount is None else amount
    added = 0 if made.group else sum(one["minutes"] for one in made.add_ons)  # a session has its own length
    return duration + added, price + sum(one["price"] for one in made.add_ons)


def _shape(made: Sold, duration: int) -> Any:
    row, variant = made.row, made.variant_id is not None
    gap_after, gap = (row.variant_gap_after, row.variant_gap_minutes) if variant else (row.gap_after, row.gap_minutes)
    return shaped(duration, row.buffer_before, row.buffer_after, gap_after, gap)


@lru_cache(maxsize=256)
def _uses_of(words: str) -> Sequence[tuple[UUID, UUID | None, int]]:
    """What a service uses, and what its variants do instead."""
    return [(UUID(item), UUID(variant) if variant else None, quantity) for item, variant, quantity in json.loads(words)]


def needed(words: str, variant_id: UUID | None) -> dict[str, int]:
    """What is used of each item: the variant's own line, else the service's."""
    told = _uses_of(words)
    usual = {str(item): quantity for item, variant, quantity in told if variant is None}
    own = {str(item): quantity for item, variant, quantity in told if variant is not None and variant == variant_id}
    return {item: quantity for item, quantity in {**usual, **own}.items() if quantity}


def offer_of(row: Any) -> Offer:
    """Where the starts of a service may lie."""
    fixed = tuple(day.toordinal() if day else None for day in (row.window_from, row.window_to))
    return Offer(row.slot_interval, 60 * row.min_notice, row.window_days, row.slot_offset, (fixed[0], fixed[1]), row.tidy)
