"""Everything there is of one person, in every table."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from careops.booking.models import Booking
from careops.contacts.models import Contact
from careops.contacts.rules import GONE, ContactErased
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.errors import NotFound
from careops.desk import rules
from careops.desk.queries.links import run
from careops.desk.rules.erasing import SOUGHT
from careops.desk.schemas.erasing import ErasePreview, Left

AT_ONCE = 500
ESCAPED = re.compile(r"\\[nrt]|%2b")
UUIDS = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE)


def erase_preview(db: Session, actor: Actor, *, contact_id: UUID) -> ErasePreview:
    """How much of what there is of a person, and how many bookings stand before them; nothing has happened yet."""
    actor.require(Permission.contacts_manage)
    family = everyone(db, contact_id)
    found = Found(db, family)
    told = [
        Left(table=name, called=rules.CALLED.get(name, name), count=len(ids), stays=name in found.staying)
        for name, ids in found.ids.items()
        if ids and name != "contact"
    ]
    return ErasePreview(contact_id=contact_id, name=family[0].name, upcoming=len(upcoming(db, family)), left=told)


def everyone(db: Session, contact_id: UUID, *, lock: bool = False) -> list[Contact]:
    """The person and every entry that was merged into them; who was merged is erased with who was kept."""
    question = select(Contact).where(Contact.id == contact_id)
    found = db.exec(question.with_for_update() if lock else question).one_or_none()
    if found is None:
        raise NotFound
    if found.merged_into is not None:
        raise rules.AlreadyMerged
    if found.source == GONE:
        raise ContactErased
    family, news = [found], [found.id]
    while news:
        more = db.exec(select(Contact).where(col(Contact.merged_into).in_(news))).all()
        family += more
        news = [one.id for one in more]
    return family


def upcoming(db: Session, family: Sequence[Contact]) -> list[UUID]:
    """Bookings that somebody still expects them for."""
    theirs = col(Booking.contact_id).in_([one.id for one in family])
    question = select(Booking.id).where(theirs, col(Booking.ends_at) > now(), col(Booking.status).in_(("pending", "confirmed")))
    return list(db.exec(question.order_by(col(Booking.starts_at))))


class Found:
    """The ids of all that is theirs, by table; each trace is followed once, from the person outwards."""

    def __init__(self, db: Session, family: Sequence[Contact]) -> None:
        self.ids: dict[str, set[UUID]] = {"contact": {one.id for one in family}}
        self.staying = {trace.table for trace in rules.TRACES if trace.blank}
        self.needles = needles(family)
        for trace in rules.TRACES:
            table = SQLModel.metadata.tables[trace.table]
            known = set[UUID]().union(*self.ids.values()) if trace.of == "*" else self.ids.get(trace.of, set())
            here = self.ids.setdefault(trace.table, set())
            for some in some_of(known):
                which = sa.and_(table.c.workspace_id == db.info["workspace"], table.c[trace.column].in_(some))
                here |= {row.id for row in run(db, sa.select(table.c.id).where(which))}
        self._seek(db)

    def _seek(self, db: Session) -> None:
        """Rows that tell of them without leading to them: their address, number or one of their ids stands in the text."""
        theirs = {id.hex for ids in self.ids.values() for id in ids}
        for name in SOUGHT:
            table = SQLModel.metadata.tables[name]
            words = [column for column in table.columns if isinstance(column.type, sa.Text | sa.String | sa.JSON | sa.LargeBinary)]
            question = sa.select(table.c.id, *words).where(table.c.workspace_id == db.info["workspace"])
            here = self.ids.setdefault(name, set())
            for row in run(db, question.execution_options(yield_per=50)):
                if row.id not in here and tells_of(list(row)[1:], self.needles, theirs):
                    here.add(row.id)


@dataclass(frozen=True, slots=True)
class Needles:
    """What would give them away in a text, and never what is only a part of somebody else's: `alone` is a name of one word.

    Whoever is called like half the world, or like a column, is looked for where nothing else stands beside the name.
    """

    anywhere: re.Pattern[str] | None
    alone: re.Pattern[str] | None

    def found_in(self, text: str) -> bool:
        """Whether the text speaks of them."""
        return any(pattern is not None and pattern.search(text) for pattern in (self.anywhere, self.alone))


def needles(family: Iterable[Contact]) -> Needles:
    """Their addresses, numbers and names, as they may stand in a text."""
    people = list(family)
    ways = {way.casefold() for one in people for way in (one.email, one.phone.lstrip("+")) if len(way) > 3}
    names = {" ".join(one.name.casefold().split()) for one in people if len(one.name) > 3}
    whole = [re.escape(said).replace(r"\ ", r"\s+") for said in sorted(ways | {name for name in names if " " in name})]
    single = [re.escape(name) for name in sorted(names) if " " not in name]
    return Needles(
        re.compile(rf"(?<![\w.+-])\+?(?:{'|'.join(whole)})(?!\w|[.-]\w)") if whole else None,
        re.compile(rf"(?:^|[\r\n,;\t|\"])(?:{'|'.join(single)})(?=$|[\r\n,;\t|\"])(?!\"\s*:)") if single else None,
    )


def tells_of(values: Sequence[Any], needles: Needles, ids: set[str]) -> bool:
    """Whether one of the values holds one of their words or ids."""
    for value in values:
        text = _text(value)
        if any(found.replace("-", "") in ids for found in UUIDS.findall(text)):
            return True
        if needles.found_in(text if isinstance(value, bytes | str) else "\n".join(_words(value))):
            return True
    return False


def _text(value: Any) -> str:
    """The letters of a column, also where line ends and signs stand in it as other signs."""
    if isinstance(value, bytes | str):
        said = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        return ESCAPED.sub("\n", said.casefold()).replace("%40", "@")
    return json.dumps(value, ensure_ascii=False).casefold() if value else ""


def _words(value: Any) -> Iterator[str]:
    """Every text in a column of JSON; what its fields are called is ours."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one.casefold()
        elif isinstance(one, dict):
            waiting += cast("dict[str, Any]", one).values()
        elif isinstance(one, list):
            waiting += cast("list[Any]", one)


def some_of(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    """As many at a time as a statement takes."""
    known = list(ids)
    return (known[at : at + AT_ONCE] for at in range(0, len(known), AT_ONCE))
