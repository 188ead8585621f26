"""People as a table for a file, read page by page."""

from collections.abc import Sequence

from sqlmodel import Session

from careops.contacts.queries.keeping import fields
from careops.contacts.queries.lists import page
from careops.contacts.schemas import ContactFilter, ContactRow
from careops.core.actor import Actor
from careops.core.i18n import text as _
from careops.core.paging import MOST, Page


def sheet_columns(db: Session, actor: Actor) -> tuple[list[str], list[str]]:
    """The names of the columns, which an import knows again, and the keys of the business's own fields among them."""
    own = fields(db, actor)
    columns = [_("Name"), _("Email"), _("Phone"), _("Language"), _("Tags"), _("Source"), _("Known since"), _("Note")]
    return [*columns, *(one.label for one in own)], [one.key for one in own]


def sheet_page(
    db: Session, actor: Actor, *, keys: Sequence[str], filter: ContactFilter, archived: bool = False, cursor: str | None = None
) -> Page[list[object]]:
    """The next of those who fulfil the conditions, by name; as many statements as a page of the list."""
    found = page(db, actor, filter=filter, archived=archived, cursor=cursor, limit=MOST)
    return Page(items=[_row(person, keys) for person in found.items], next_cursor=found.next_cursor)


def _row(person: ContactRow, keys: Sequence[str]) -> list[object]:
    since = person.created_at.date().isoformat()
    plain = (person.name, person.email, person.phone, person.locale, ", ".join(person.tags), person.source, since, person.notes)
    return [*plain, *(person.fields.get(key, "") for key in keys)]
