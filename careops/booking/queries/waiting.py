"""The waitlist: who waits for what, in which order, and the private link of one wish."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import Booking, BookingType, Provider, Variant, WaitlistMode, WaitlistWish
from careops.booking.queries.agreed import LIVING, own
from careops.booking.queries.matching import Matching
from careops.booking.queries.rows import Words, words
from careops.booking.rules import day_bounds, day_of, moment, seconds
from careops.booking.rules.links import manage_url, private_part
from careops.booking.rules.waiting import WishOver
from careops.booking.schemas.waiting import Earlier, Offered, Opening, PublicWishRow, Window, WishRow
from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.core import clock, paging, when
from careops.core.actor import Actor, Permission
from careops.core.crypto import check_link, link_id, link_token
from careops.core.db import enter, everywhere
from careops.core.errors import NotFound
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.paging import Page
from careops.core.settings import settings
from careops.ui.people import initials, tint

OPEN = ("waiting", "offered")
PIECES = 3  # stretches of days that are told in full


# ── lists ────────────────────────────────────────────────


def waitlist(
    db: Session,
    actor: Actor,
    *,
    status: str | None = None,
    booking_type_id: UUID | None = None,
    provider_id: UUID | None = None,
    contact_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = paging.LIMIT,
) -> Page[WishRow]:
    """Wishes in their order, the oldest first; `status` is one of theirs, or "open" for those that still wait or have an offer."""
    actor.require(Permission.bookings_view)
    exactly = {"booking_type_id": booking_type_id, "provider_id": provider_id, "contact_id": contact_id}
    question = sa.select(WaitlistWish).filter_by(**{name: value for name, value in exactly.items() if value})
    if status:
        question = question.where(col(WaitlistWish.status).in_(OPEN if status == "open" else (status,)))
    said = words(db, actor)
    attributes = sa.inspect(WaitlistWish).attrs
    found = paging.paginate(
        db,
        question,
        by=attributes["created_at"].class_attribute,
        id=attributes["id"].class_attribute,
        row=lambda wish: wish,
        cursor=cursor,
        limit=limit,
    )
    return Page(items=wish_rows(db, actor, found.items, said), next_cursor=found.next_cursor)


def wishes_of_contact(db: Session, actor: Actor, *, contact_id: UUID) -> list[WishRow]:
    """What somebody waits for, the oldest first."""
    return waitlist(db, actor, status="open", contact_id=contact_id).items


def waiting_count(db: Session, actor: Actor) -> int:
    """How many wishes are open."""
    actor.require(Permission.bookings_view)
    return db.scalars(sa.select(sa.func.count(col(WaitlistWish.id))).where(col(WaitlistWish.status).in_(OPEN))).one()


# ── one ──────────────────────────────────────────────────


def own_wish(db: Session, actor: Actor, wish_id: UUID, *, change: bool = False) -> WaitlistWish:
    """The wish, for members who may and for the customer it belongs to; `change` makes it nobody else's to change until the end."""
    if actor.contact_id is None:
        actor.require(Permission.bookings_manage if change else Permission.bookings_view)
    question = sa.select(WaitlistWish).where(col(WaitlistWish.id) == wish_id)
    found = db.scalars(question.with_for_update() if change else question).one_or_none()
    if found is None or (actor.contact_id is not None and found.contact_id != actor.contact_id):
        raise NotFound
    return found


def wish(db: Session, actor: Actor, *, wish_id: UUID) -> WishRow:
    """One wish."""
    return wish_rows(db, actor, [own_wish(db, actor, wish_id)], words(db, actor))[0]


def wish_by_link(db: Session, *, token: str) -> tuple[Actor, UUID]:
    """Whom a private link belongs to, as an actor, and which wish it is for; the session enters that workspace."""
    wanted = link_id(token)
    with everywhere(db):
        found = db.scalars(sa.select(WaitlistWish).where(col(WaitlistWish.id) == wanted)).one_or_none()
    if found is None:
        raise NotFound
    check_link("waitlist", token, found.id, found.link_salt)
    enter(db, found.workspace_id)
    return Actor.customer(found.workspace_id, found.contact_id), found.id


def public_wish(db: Session, actor: Actor, *, wish_id: UUID, locale: str = "en") -> PublicWishRow:
    """One wish as its own customer sees it."""
    found = own_wish(db, actor, wish_id)
    host = business.profile(db, actor)
    row = wish_rows(db, actor, [found], Words(clock.now(), host.spoken(locale), host.hour_cycle))[0]
    token = link_token("waitlist", found.id, found.link_salt)
    booked = _booked(db, found)
    return PublicWishRow(
        **row.model_dump(include=set(PublicWishRow.model_fields) - {"moves_from"}),
        token=token,
        waitlist_url=f"{settings.base_url}/waitlist/{token}",
        type_slug=_one(db, BookingType, found.booking_type_id).slug,
        moves_from=booked.starts_at if booked and found.booking_id else None,
        timezone=host.timezone,
        manage_url=manage_url(private_part(booked.id, booked.link_salt)) if booked else "",
    )


def _booked(db: Session, wish: WaitlistWish) -> Booking | None:
    """The booking that was made of the wish, or that it would move."""
    booking_id = wish.booked_id or wish.booking_id
    return _one(db, Booking, booking_id) if booking_id else None


def _one(db: Session, table: Any, id: UUID) -> Any:
    return db.scalars(sa.select(table).where(table.id == id)).one()


def earlier(db: Session, actor: Actor, *, booking_id: UUID) -> Earlier:
    """Whether the booking may wait for something earlier, and whether it does."""
    found = own(db, actor, booking_id)
    theirs = sa.select(WaitlistWish).where(col(WaitlistWish.booking_id) == booking_id, col(WaitlistWish.status).in_(OPEN))
    waits = db.scalars(theirs.limit(1)).first()
    if waits is not None:
        return Earlier(possible=True, wish_id=waits.id, token=link_token("waitlist", waits.id, waits.link_salt))
    alive = found.status in LIVING and found.starts_at > clock.now()
    return Earlier(possible=alive and _one(db, BookingType, found.booking_type_id).waitlist != WaitlistMode.off)


def openings(db: Session, actor: Actor, *, wish_id: UUID, limit: int = 12) -> list[Opening]:
    """The soonest starts that could be offered to somebody now."""
    actor.require(Permission.bookings_view)
    found = own_wish(db, actor, wish_id)
    if found.status not in OPEN:
        raise WishOver
    said, host = words(db, actor), business.profile(db, actor)
    at = seconds(said.now)
    starts = Matching(db, actor.workspace, at, found.last_end).starts(found, kept=True)[:limit]
    return [Opening(starts_at=moment(start), when=_moment(start, host.timezone, said)) for start in starts]


# ── rows ─────────────────────────────────────────────────


def wish_rows(db: Session, actor: Actor, wishes: Sequence[WaitlistWish], said: Words) -> list[WishRow]:
    """Wishes with the words ready, in a fixed number of statements however many there are."""
    timezone = business.profile(db, actor).timezone
    people = contacts.by_ids(db, Actor.system(actor.workspace), ids={one.contact_id for one in wishes})
    types: dict[UUID, BookingType] = _by_id(db, BookingType, {one.booking_type_id for one in wishes})
    providers: dict[UUID, Provider] = _by_id(
        db, Provider, {id for one in wishes for id in (one.provider_id, one.offered_provider_id) if id}
    )
    variants: dict[UUID, Variant] = _by_id(db, Variant, {one.variant_id for one in wishes if one.variant_id})
    bookings: dict[UUID, Booking] = _by_id(db, Booking, {one.booking_id for one in wishes if one.booking_id})

    def row(one: WaitlistWish) -> WishRow:
        service, person, moved = types[one.booking_type_id], people.get(one.contact_id), bookings.get(one.booking_id or one.id)
        variant, provider = variants.get(one.variant_id or one.id), providers.get(one.provider_id or one.id)
        offered = _offered(one, providers, timezone, said)
        name = person.name if person else ""
        return WishRow(
            id=one.id,
            version=one.version,
            status="waiting" if one.status == "offered" and offered is None else one.status,
            mode=service.waitlist,
            contact_id=one.contact_id,
            contact_name=name,
            contact_initials=initials(name),
            contact_tint=tint(one.contact_id),
            booking_type_id=one.booking_type_id,
            type_name=moved.type_name if moved else service.name,
            variant_id=one.variant_id,
            variant_name=variant.name if variant else "",
            add_on_ids=[UUID(id) for id in one.add_on_ids],
            provider_id=one.provider_id,
            provider_name=provider.name if provider else "",
            booking_id=one.booking_id,
            moves_from=_moment(seconds(moved.starts_at), timezone, said) if moved else "",
            windows=[Window(earliest=moment(begin), latest=moment(end)) for begin, end in one.windows],
            windows_text=windows_text(one.windows, timezone, said),
            seats=one.party,
            note=one.note,
            offered=offered,
            match_at=moment(one.match_start) if one.match_start else None,
            match_text=_moment(one.match_start, timezone, said) if one.match_start else "",
            offers=one.offers,
            booked_id=one.booked_id,
            created_at=one.created_at,
            waited=when.waited_text(said.now, one.created_at, said.locale),
        )

    return [row(one) for one in wishes]


def _by_id(db: Session, table: Any, ids: set[Any]) -> dict[UUID, Any]:
    return {row.id: row for row in db.scalars(sa.select(table).where(table.id.in_(ids)))} if ids else {}


def _offered(one: WaitlistWish, providers: dict[UUID, Provider], timezone: str, said: Words) -> Offered | None:
    """What they can have; nothing once it has ended, whether or not that was noted yet."""
    if one.status != "offered" or one.offered_start is None or one.offer_ends is None or one.offer_ends <= said.now.timestamp():
        return None
    provider = providers.get(one.offered_provider_id or one.id)
    return Offered(
        starts_at=moment(one.offered_start),
        ends_at=moment(one.offer_ends),
        provider_id=one.offered_provider_id,
        provider_name=provider.name if provider else "",
        kept=one.hold_id is not None,
        when=_moment(one.offered_start, timezone, said),
    )


def _moment(start: int, timezone: str, said: Words) -> str:
    return when.moment_text(said.now, moment(start), timezone, said.locale, said.hour_cycle)


# ── windows in words ─────────────────────────────────────


def windows_text(windows: Sequence[Sequence[int]], timezone: str, said: Words) -> str:
    """ "Mon 23 – Fri 27 Nov, 09:00–12:00"; days that follow one another with the same hours are told together."""
    today = clock.local(said.now, timezone).date()
    pieces: list[str] = []
    for first, last, hours in _stretches(windows, timezone):
        days = [clock.local(moment(day_bounds(timezone, day)[0]), timezone).date() for day in (first, last)]
        told = when.day_text(today, days[0], said.locale) if first == last else when.days_text(today, days[0], days[1], said.locale)
        times = ", ".join(_hours(low, high, timezone, said) for low, high in hours)
        pieces.append(_("{day}, {time}", said.locale, day=told, time=times) if times else told)
    more = len(pieces) - PIECES
    if more > 0:
        pieces = [*pieces[:PIECES], plural("{count} more", "{count} more", more, said.locale)]
    return "; ".join(pieces)


def _hours(low: int, high: int, timezone: str, said: Words) -> str:
    """ "09:00–12:00", "until 12:00", "from 17:00"."""
    begin, end = day_bounds(timezone, day_of(timezone, low))
    times = [when.time_text(moment(one), timezone, said.locale, said.hour_cycle) for one in (low, high)]
    if low == begin:
        return _("until {time}", said.locale, time=times[1])
    if high == end:
        return _("from {time}", said.locale, time=times[0])
    return when.range_text(moment(low), moment(high), timezone, said.locale, said.hour_cycle)


def _stretches(windows: Sequence[Sequence[int]], timezone: str) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Days from first to last that have the same hours, with the first day's; no hours means all day."""
    days: dict[int, list[tuple[int, int]]] = {}
    for begin, end in windows:
        for day in range(day_of(timezone, begin), day_of(timezone, end - 1) + 1):
            low, high = day_bounds(timezone, day)
            days.setdefault(day, []).append((max(begin, low), min(end, high)))

    def alike(numbered: tuple[int, int]) -> Any:
        at, day = numbered
        midnight, end = day_bounds(timezone, day)
        hours = days[day]
        return day - at, () if hours == [(midnight, end)] else tuple((low - midnight, high - midnight) for low, high in hours)

    for (_run, hours), numbered in groupby(enumerate(sorted(days)), key=alike):
        run = [day for _at, day in numbered]
        yield run[0], run[-1], days[run[0]] if hours else []
