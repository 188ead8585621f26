"""Finding anything: each domain brings its finder, the frame asks those it may and keeps the answers in groups."""

from collections.abc import Callable

from sqlmodel import Session

from careops.core.actor import Actor
from careops.core.i18n import text as _
from careops.frame.schemas import Found, FoundGroup

Finder = Callable[[Session, Actor, str], list[Found]]

# What looks for what was typed, by the kind of things it finds; entered when the app is put together, asked in this order. Each asks
# a fixed number of statements, and answers nothing to members who may not see its kind.
finders: dict[str, Finder] = {}

TITLES = {
    "contacts": _("Contacts"),
    "bookings": _("Bookings"),
    "conversations": _("Messages"),
    "forms": _("Forms"),
    "items": _("Stock"),
}
LEAST, MOST = 2, 200  # letters; a pasted address is one, too


def search(db: Session, actor: Actor, *, q: str) -> list[FoundGroup]:
    """What the caller may see and what bears these words, a few of each kind; nothing for less than two letters."""
    actor.require_member()
    words = " ".join(q.replace("\0", "").split())[:MOST]
    if len(words) < LEAST:
        return []
    groups = [FoundGroup(key=key, title=TITLES.get(key, key), found=find(db, actor, words)) for key, find in finders.items()]
    return [group for group in groups if group.found]
