"""Today's figures and lists: true, each with its address, only for those who may see them, in a fixed number of statements."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.dashboard import queries as dashboard
from careops.dashboard.schemas import TodayPage
from careops.inbox import actions as inbox
from careops.inventory import actions as inventory
from careops.inventory.schemas import ItemIn

pytestmark = pytest.mark.usefixtures("database")


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement != "BEGIN":
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def figures(actor: Actor) -> dict[str, int]:
    with db.reading(actor) as session:
        return {name: figure.value for name, figure in dashboard.stats(session, actor).figures.items()}


def page(actor: Actor) -> TodayPage:
    with db.reading(actor) as session:
        return dashboard.today_page(session, actor)


def someone_writes(actor: Actor, number: int) -> None:
    with db.transaction(actor) as session:
        who = contacts.register(session, actor, name=f"Cleo {number}", email=f"cleo{number}@example.com")
        inbox.receive(session, actor, contact_id=who.id, text="Is there parking?", channel="email")


def test_every_figure_of_a_new_business_is_zero_and_leads_somewhere(ana: Actor) -> None:
    with db.reading(ana) as session:
        found = dashboard.stats(session, ana).figures
    assert {"bookings_today", "conversations_open", "forms_overdue", "inventory_low", "alerts"} <= set(found)
    assert {figure.value for figure in found.values()} == {0}
    assert all(figure.href.startswith("/app") for figure in found.values())


def test_figures_count_what_is_there(ana: Actor) -> None:
    someone_writes(ana, 1)
    with db.transaction(ana) as session:
        inventory.add_item(session, ana, item=ItemIn(name="Foil", quantity=1, threshold=5))
    found = figures(ana)
    assert (found["conversations_unanswered"], found["inventory_critical"], found["inventory_low"]) == (1, 1, 0)


def test_the_figures_take_the_same_statements_however_much_there_is(ana: Actor) -> None:
    counted: list[int] = []
    for batch in (1, 2):
        for number in range(batch):
            someone_writes(ana, batch * 10 + number)
        with db.reading(ana) as session, statements() as seen:
            dashboard.stats(session, ana)
        counted.append(len(seen))
    assert counted[0] == counted[1] <= 12


def test_today_names_who_waits_the_longest_first(ana: Actor) -> None:
    for number in (1, 2):
        someone_writes(ana, number)
    waiting = page(ana).waiting
    assert [line.name for line in waiting] == ["Cleo 1", "Cleo 2"]
    assert all(line.href.startswith("/app/inbox/") for line in waiting)


def test_today_of_a_business_being_set_up_says_so_to_its_owner_only(ana: Actor, ben: Actor) -> None:
    assert page(ana).setup
    assert not page(ben).setup


def test_a_stranger_sees_their_own_day(ana: Actor, stranger: Actor) -> None:
    someone_writes(ana, 1)
    assert page(stranger).waiting == []
    assert set(figures(stranger).values()) == {0}
