"""Private calendar links: made, renewed, taken back."""

from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.activity.actions import record
from careops.booking.events import FeedFact, FeedMade, FeedRenewed, FeedRevoked
from careops.booking.models import CalendarFeed, FeedScope, Provider
from careops.booking.queries.ask import ask
from careops.booking.queries.feeds import due_to_note, feed_row
from careops.booking.queries.whose import keeps, kept_provider
from careops.booking.rules.calendars import MOST_FEEDS, TooManyFeeds
from careops.booking.schemas.calendars import FeedIn, MadeFeedRow
from careops.business import queries as business
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.crypto import link_token, new_token
from careops.core.errors import NotFound
from careops.core.settings import settings

F = TypeVar("F", bound=FeedFact)


def make_feed(db: Session, actor: Actor, *, given: FeedIn) -> MadeFeedRow:
    """A new link to one's own calendar; to somebody else's, a room's or everybody's for those who keep the settings."""
    provider = kept_provider(db, actor, given.provider_id) if given.provider_id else None
    if provider is None:
        actor.require(Permission.settings)
    mine = sa.select(sa.func.count(col(CalendarFeed.id))).where(col(CalendarFeed.revoked_at).is_(None))
    if ask(db, mine.where(col(CalendarFeed.member_id) == actor.member_id))[0][0] >= MOST_FEEDS:
        raise TooManyFeeds
    made = CalendarFeed(
        name=given.name or (provider.name if provider else business.profile(db, actor).name)[:120],
        scope=FeedScope.provider if provider else FeedScope.workspace,
        provider_id=given.provider_id,
        member_id=actor.member_id,
        with_names=given.with_names,
    )
    db.add(made)
    db.flush()
    _tell(db, actor, FeedMade, made, provider)
    return _made(made, provider)


def renew_feed(db: Session, actor: Actor, *, feed_id: UUID) -> MadeFeedRow:
    """The same calendar at another address; the old one is dead at once."""
    feed, provider = _own(db, actor, feed_id)
    feed.link_salt = new_token()[:16]
    feed.last_read_at = None
    _tell(db, actor, FeedRenewed, feed, provider)
    return _made(feed, provider)


def revoke_feed(db: Session, actor: Actor, *, feed_id: UUID) -> None:
    """Nothing is read there any more, from now on."""
    feed, provider = _own(db, actor, feed_id)
    feed.revoked_at = now()
    _tell(db, actor, FeedRevoked, feed, provider)


def note_read(db: Session, actor: Actor, *, feed_id: UUID) -> None:
    """Keeps when it was last read, to the hour: keepers see which links are in use."""
    found = db.scalars(sa.select(CalendarFeed).where(col(CalendarFeed.id) == feed_id)).one_or_none()
    if found is not None and due_to_note(found):
        found.last_read_at = now()


def _own(db: Session, actor: Actor, feed_id: UUID) -> tuple[CalendarFeed, Provider | None]:
    """The link, for its keeper; NotFound for others, as if there were none."""
    actor.require(Permission.bookings_view)
    locked = sa.select(CalendarFeed).where(col(CalendarFeed.id) == feed_id, col(CalendarFeed.revoked_at).is_(None)).with_for_update()
    feed = db.scalars(locked).one_or_none()
    if feed is None:
        raise NotFound
    provider = db.scalars(sa.select(Provider).where(col(Provider.id) == feed.provider_id)).one_or_none()
    if not keeps(actor, feed.member_id) and not keeps(actor, provider.member_id if provider else None):
        raise NotFound
    return feed, provider


def _made(feed: CalendarFeed, provider: Provider | None) -> MadeFeedRow:
    row = feed_row(feed, provider.name if provider else "", provider.kind if provider else "")
    address = f"{settings.base_url}/ical/{link_token('feed', feed.id, feed.link_salt)}.ics"
    return MadeFeedRow(**row.model_dump(), url=address, webcal_url="webcal://" + address.partition("://")[2])


def _tell(db: Session, actor: Actor, fact: type[F], feed: CalendarFeed, provider: Provider | None) -> None:
    record(db, actor, fact(subject=feed.id, name=feed.name, whose=provider.name if provider else "", with_names=feed.with_names))
