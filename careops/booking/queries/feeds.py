"""Private calendar links: whose they are, what a program reads at one, and a stretch of the calendar as a file."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.accounts import queries as accounts
from careops.booking.models import CalendarFeed, FeedScope, Provider, ProviderKind
from careops.booking.queries.ask import ask
from careops.booking.queries.entries import entries, fingerprint
from careops.booking.queries.whose import keeps
from careops.booking.rules import day_bounds, moment
from careops.booking.rules.calendars import LONGEST_EXPORT, PAST, READ_NOTED, FeedGone
from careops.booking.schemas.calendars import FeedRow
from careops.business import queries as business
from careops.core import clock
from careops.core.actor import Actor, Permission, Source
from careops.core.crypto import check_link, link_id
from careops.core.db import enter, everywhere
from careops.core.errors import Invalid, NotFound
from careops.integrations.ics.feed import Feed, etag, render

# ── for members ──────────────────────────────────────────


def feeds(db: Session, actor: Actor) -> list[FeedRow]:
    """The links that still work: with the settings everybody's, else one's own and those to one's own calendar."""
    actor.require(Permission.bookings_view)
    question = (
        sa.select(CalendarFeed, col(Provider.name), col(Provider.kind), col(Provider.member_id))
        .outerjoin(Provider, col(Provider.id) == col(CalendarFeed.provider_id))
        .where(col(CalendarFeed.revoked_at).is_(None))
        .order_by(col(CalendarFeed.id))
    )
    return [
        feed_row(feed, name or "", kind or "")
        for feed, name, kind, member_id in ask(db, question)
        if keeps(actor, member_id) or keeps(actor, feed.member_id)
    ]


def feed_row(feed: CalendarFeed, provider_name: str, provider_kind: str) -> FeedRow:
    """The link as its keepers see it."""
    told = feed.model_dump(include={"id", "name", "provider_id", "with_names", "created_at", "last_read_at"})
    kind = "resource" if provider_kind == ProviderKind.resource else "person"
    return FeedRow(**told, provider_name=provider_name, scope="workspace" if feed.scope == FeedScope.workspace else kind)


def export(db: Session, actor: Actor, *, from_: date, to: date, provider_id: UUID | None = None) -> bytes:
    """The bookings of these days as a calendar file, everybody's or one provider's; both days included."""
    actor.require(Permission.bookings_view)
    if not 0 <= (to - from_).days < LONGEST_EXPORT:
        raise Invalid.field("to", "Ask for one day to a year, the last day after the first")
    host = business.profile(db, actor)
    begin, end = (moment(at) for at in (day_bounds(host.timezone, from_.toordinal())[0], day_bounds(host.timezone, to.toordinal())[1]))
    found = entries(db, at=clock.now(), since=begin, until=end, provider_id=provider_id, with_names=True, locale=host.spoken())
    return render(Feed(name=host.name, timezone=host.timezone, entries=found))


# ── for whoever has the link ─────────────────────────────


def feed_by_link(db: Session, *, token: str) -> CalendarFeed:
    """The link's own row, and the session enters its workspace; NotFound for what is none, FeedGone once it was taken back.

    It works for as long as whoever made it may look at bookings.
    """
    wanted = link_id(token)
    with everywhere(db):
        found = db.scalars(sa.select(CalendarFeed).where(col(CalendarFeed.id) == wanted)).one_or_none()
    if found is None:
        raise NotFound
    check_link("feed", token, found.id, found.link_salt)
    if found.revoked_at is not None:
        raise FeedGone
    enter(db, found.workspace_id)
    if found.member_id is not None:
        maker = accounts.member(db, _reader(found), member_id=found.member_id)
        if not maker.active or Permission.bookings_view not in maker.permissions:
            raise NotFound
    return found


def feed_tag(db: Session, *, feed: CalendarFeed) -> str:
    """The ETag of what stands in it now, for a fraction of what it takes to read it."""
    empty, at, since = _empty(db, feed)
    inside = fingerprint(db, at=at, since=since, provider_id=feed.provider_id)
    return etag(replace(empty, version=f"{empty.version} {feed.with_names} {since} {inside}"))


def read_feed(db: Session, *, feed: CalendarFeed) -> Feed:
    """What stands in it now: the past two months and everything to come."""
    empty, at, since = _empty(db, feed)
    found = entries(db, at=at, since=since, provider_id=feed.provider_id, with_names=feed.with_names, locale=empty.version)
    return replace(empty, entries=found)


def _empty(db: Session, feed: CalendarFeed) -> tuple[Feed, datetime, datetime]:
    """The calendar before anything is in it, and from when on it reaches at this moment."""
    host = business.profile(db, _reader(feed))
    at = clock.now()
    since = (at - PAST).replace(hour=0, minute=0, second=0, microsecond=0)  # the same all day: so are the bytes
    return Feed(name=feed.name, timezone=host.timezone, entries=(), version=host.spoken()), at, since


def due_to_note(feed: CalendarFeed) -> bool:
    """Whether it is worth writing down that it was read just now."""
    return feed.last_read_at is None or feed.last_read_at < clock.now() - READ_NOTED


def _reader(feed: CalendarFeed) -> Actor:
    return Actor.system(feed.workspace_id, Source.public)
