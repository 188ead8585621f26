"""What is asked of the contacts' list, and what it answers."""

from dataclasses import dataclass, field
from typing import cast, get_args

from sqlmodel import Session

from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.contacts import queries
from careops.contacts.rules import shown_phone
from careops.contacts.schemas import ContactFilter, ContactRow, SegmentIn, Source
from careops.core import when
from careops.core.actor import Actor
from careops.core.clock import local
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.core.paging import together

PAGE, MOST, DEEPEST = 50, 200, 1000  # a page, as many as one statement brings and one deed concerns, and as far as a list is walked
COLUMNS = {"email": _("Email"), "phone": _("Phone"), "tags": _("Tags"), "source": _("Source"), "since": _("Known since")}
AT_FIRST = ("email", "phone", "tags", "since")
SOURCES = {
    Source.contact_form: _("Contact page"),
    Source.email: _("Email"),
    Source.sms: _("Text message"),
    Source.booking: _("Booking"),
    Source.staff: _("Staff"),
    Source.api: _("API"),
    Source.imported: _("File"),
    Source.demo: _("Demo"),
}


@dataclass(frozen=True)
class Line:
    """A person in the list; the cells stand in the order of the chosen columns."""

    id: str
    href: str
    name: str
    initials: str
    tint: int
    cells: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Choice:
    """Something to choose from."""

    value: str
    label: str


@dataclass(frozen=True)
class Asked:
    """What the tab wants to see."""

    q: str = ""
    sort: queries.Sort = "name"
    reach: str = ""
    source: str = ""
    tag: str = ""
    segment: str = ""
    archived: bool = False
    columns: tuple[str, ...] = AT_FIRST
    length: int = PAGE

    @property
    def narrow(self) -> bool:
        return bool(self.q or self.reach or self.source or self.tag or self.segment or self.archived)


@dataclass(frozen=True)
class Seen:
    """The list, and what can be asked of it."""

    lines: list[Line]
    more: bool
    heads: list[str]
    tags: list[Choice]
    segments: list[Choice]
    columns: list[Choice]


def listed(db: Session, actor: Actor, *, asked: Asked) -> Seen:
    """The asked people; a tag or a segment that is gone by now is as if it had not been asked for."""
    tags, segments, own = queries.tags(db, actor), queries.segments(db, actor), queries.fields(db, actor)
    chosen = next((one.filter for one in segments if str(one.id) == asked.segment), ContactFilter())
    bearing = [tag.id for tag in tags if str(tag.id) == asked.tag]
    pages = -(-asked.length // MOST)
    page = together(
        lambda cursor: queries.page(
            db,
            actor,
            q=asked.q,
            reach=cast(queries.Reach, asked.reach) if asked.reach in get_args(queries.Reach) else None,
            source=asked.source if asked.source in set(Source) else None,
            filter=chosen.model_copy(update={"tags": [*chosen.tags, *bearing]}),
            archived=asked.archived,
            sort=asked.sort,
            limit=-(-asked.length // pages),
            cursor=cursor,
        ),
        pages,
    )
    columns = [Choice(key, label) for key, label in COLUMNS.items()] + [Choice(f"field:{one.key}", one.label) for one in own]
    shown = [column for column in columns if column.value in asked.columns]
    here = business.profile(db, actor)
    return Seen(
        [_line(row, here, [column.value for column in shown]) for row in page.items],
        page.next_cursor is not None and asked.length < DEEPEST,
        [column.label for column in shown],
        [Choice(str(tag.id), tag.name) for tag in tags],
        [Choice(str(one.id), one.name) for one in segments],
        columns,
    )


def _line(row: ContactRow, here: BusinessRow, columns: list[str]) -> Line:
    cells = {
        "email": row.email,
        "phone": shown_phone(row.phone),
        "tags": ", ".join(row.tags),
        "source": SOURCES.get(Source(row.source), row.source) if row.source in set(Source) else row.source,
        "since": when.date_text(local(row.created_at, here.timezone).date(), here.spoken(), year=True),
    } | {f"field:{key}": text for key, text in row.fields.items()}
    return Line(str(row.id), f"/app/contacts/{row.id}", row.name, row.initials, row.tint, [cells.get(column, "") for column in columns])


def as_segment(db: Session, actor: Actor, *, asked: Asked, name: str) -> SegmentIn:
    """What is asked, with the conditions of the segment it began with."""
    base = queries.segment_filter(db, actor, segment_id=read_id(asked.segment) if asked.segment else None)
    said = {"q": asked.q, "reach": asked.reach, "source": asked.source}
    conditions = base.model_dump() | {key: value for key, value in said.items() if value}
    conditions["tags"] = [*base.tags, *([asked.tag] if asked.tag else [])]
    return SegmentIn.model_validate({"name": name, "filter": conditions})
