"""A cursor walks over every row once, also while rows are added."""

from typing import Any

import pytest
from sqlmodel import select

from careops.activity.models import Event
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Invalid
from careops.core.ids import new_id
from careops.core.paging import Page, paginate

pytestmark = pytest.mark.usefixtures("both_engines", "database")


def _add(actor: Actor, *kinds: str) -> None:
    with db.transaction(actor) as session:
        for kind in kinds:
            session.add(Event(kind=kind, subject=new_id(), actor_kind="system", source="job", occurred_at=now()))


def _page(actor: Actor, **more: Any) -> Page[str]:
    event: Any = Event  # its columns are only known to SQLAlchemy
    with db.reading(actor) as session:
        return paginate(session, select(Event), by=event.kind, id=event.id, row=lambda e: e.kind, **more)


@pytest.mark.parametrize("descending", [False, True])
def test_every_row_comes_once_with_equal_keys_too(descending: bool) -> None:
    actor = Actor.system(new_id())
    _add(actor, *"abbbccda")
    seen, cursor = list[str](), None
    while True:
        page = _page(actor, limit=3, cursor=cursor, descending=descending)
        seen += page.items
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen == sorted("abbbccda", reverse=descending)


def test_rows_added_meanwhile_do_not_shift_the_rest() -> None:
    actor = Actor.system(new_id())
    _add(actor, *"bdf")
    first = _page(actor, limit=2)
    _add(actor, *"aac")
    assert _page(actor, limit=2, cursor=first.next_cursor).items == ["f"]


@pytest.mark.parametrize("cursor", ["x", "e30", "bnVsbA", "W10", "\0", "WzEsIngiXQ", "W1siYSJdLCAiYSJd", "é"])
def test_a_made_up_cursor_is_refused_by_name(cursor: str) -> None:
    with pytest.raises(Invalid) as refusal:
        _page(Actor.system(new_id()), cursor=cursor)
    assert refusal.value.problems[0].field == "cursor"


@pytest.mark.parametrize("limit", [0, -1, 201, 10**12])
def test_a_page_has_a_sane_size(limit: int) -> None:
    with pytest.raises(Invalid):
        _page(Actor.system(new_id()), limit=limit)
