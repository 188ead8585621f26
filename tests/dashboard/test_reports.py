"""Reports: each figure on the local day it belongs to, compared, for those who may, by an index, in a fixed number of statements."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import ceil
from random import Random
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlmodel import Session

from careops.accounts import api as accounts_api
from careops.booking.models import Booking, Occupancy
from careops.booking.rules import seconds
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.core.days import Days
from careops.core.errors import Forbidden, Invalid
from careops.core.http import speak_problems
from careops.dashboard import api as dashboard_api
from careops.dashboard import queries
from careops.dashboard.schemas import Chart, Report, ReportName
from careops.forms.models import FormSubmission, FormTemplate, FormVersion
from careops.inbox import actions as inbox
from careops.inbox import queries as talks
from careops.inbox.models import Message
from careops.inbox.queries.reports import answer_times
from careops.inventory import actions as inventory
from careops.inventory.models import StockDay
from careops.inventory.schemas import ItemIn
from tests import cast
from tests.benchmarks.statements import counted
from tests.worlds import Shop, furnished, opened

pytestmark = pytest.mark.usefixtures("both_engines")

BIG = {"booking", "message", "formsubmission", "occupancy", "stockmovement", "stockday"}
BY_INDEX = {"Index Cond", "Recheck Cond"}  # what a step of Postgres says that reads only what an index found
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def friday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def shop(ana: Actor) -> Shop:
    return opened(ana, providers=2)


@pytest.fixture
def api() -> Iterator[TestClient]:
    house = FastAPI()
    speak_problems(house)
    for router in (accounts_api.router, dashboard_api.router):
        house.include_router(router)
    with TestClient(house) as client:
        yield client


def someone(shop: Shop) -> UUID:
    with db.transaction(shop.owner) as session:
        return contacts.register(session, shop.owner, name="Cleo Marsh", email="cleo@example.org").id


def booked(shop: Shop, who: UUID, starts: datetime, *, status: str = "completed", source: str = "public", currency: str = "EUR") -> None:
    told = {"contact_id": who, "contact_name": "Cleo Marsh", "booking_type_id": shop.service, "type_name": "Cut", "currency": currency}
    told |= {"provider_id": shop.providers[0], "provider_name": "Ana", "timezone": "Europe/Lisbon", "location_kind": "place"}
    told |= {"duration": 30, "buffer_before": 0, "buffer_after": 0, "price": 4500, "cancel_hours": 24, "reschedule_hours": 24}
    with db.transaction(shop.owner) as session:
        made = Booking(**told, starts_at=starts, ends_at=starts + timedelta(minutes=30), local_start="", status=status, source=source)
        session.add(made)
        session.flush()
        if status != "cancelled":
            session.add(
                Occupancy(
                    provider_id=made.provider_id,
                    blocked_from=seconds(starts),
                    blocked_to=seconds(made.ends_at),
                    kind="booking",
                    starts=seconds(starts),
                    booking_id=made.id,
                )
            )


def reported(actor: Actor, name: str, first: str | None = None, last: str | None = None, *, compare: bool = True) -> Report:
    begin, end = (date.fromisoformat(day) if day else None for day in (first, last))
    with db.reading(actor) as session:
        days = queries.stretch(session, actor, first=begin, last=end)
        return queries.report(session, actor, name=ReportName(name), days=days, compare=compare)


def chart(made: Report, key: str) -> Chart:
    return next(one for one in made.charts if one.key == key)


def column(one: Chart, key: str) -> dict[str, int]:
    labels = [day.isoformat() for day in one.days] or one.labels
    values = next(series.values for series in one.series if series.key == key)
    return {label: value for label, value in zip(labels, values, strict=True) if value}


def test_a_booking_belongs_to_its_local_day_also_where_clocks_change(shop: Shop) -> None:
    who = someone(shop)
    booked(shop, who, datetime(2026, 3, 28, 23, 30, tzinfo=UTC))  # 23:30 of the 28th in Lisbon, winter time
    booked(shop, who, datetime(2026, 3, 29, 0, 30, tzinfo=UTC))  # half past midnight of the 29th
    booked(shop, who, datetime(2026, 3, 29, 23, 30, tzinfo=UTC))  # summer time: half past midnight of the 30th
    made = reported(shop.owner, "bookings", "2026-03-27", "2026-03-31")
    assert column(chart(made, "bookings"), "completed") == {"2026-03-28": 1, "2026-03-29": 1, "2026-03-30": 1}


def test_bookings_are_told_by_status_source_and_how_many_did_not_come(shop: Shop) -> None:
    who, day = someone(shop), datetime(2026, 11, 18, 10, tzinfo=UTC)
    for number, status in enumerate(("completed", "completed", "no_show", "cancelled")):
        booked(shop, who, day + timedelta(hours=number), status=status, source="public" if number else "app")
    booked(shop, who, day - timedelta(days=7))
    made = reported(shop.owner, "bookings", "2026-11-14", "2026-11-20")
    assert column(chart(made, "bookings"), "cancelled") == {"2026-11-18": 1}
    assert column(chart(made, "bookings"), "before") == {"2026-11-18": 1}
    assert column(chart(made, "no_show"), "rate") == {"2026-11-18": 333}
    assert column(chart(made, "sources"), "bookings") == {"Booking page": 2, "Staff": 1}
    assert "before" not in {one.key for one in reported(shop.owner, "bookings", compare=False).charts[0].series}


def test_revenue_is_what_was_completed_in_the_workspaces_currency(shop: Shop) -> None:
    who, day = someone(shop), datetime(2026, 11, 18, 10, tzinfo=UTC)
    booked(shop, who, day)
    booked(shop, who, day + timedelta(hours=1), status="no_show")
    booked(shop, who, day + timedelta(hours=2), currency="JPY")
    assert column(reported(shop.owner, "revenue").charts[0], "revenue") == {"2026-11-18": 4500}


def test_utilisation_is_booked_time_of_open_time(shop: Shop) -> None:
    booked(shop, someone(shop), datetime(2026, 11, 18, 10, tzinfo=UTC))
    use = chart(reported(shop.owner, "bookings", "2026-11-18", "2026-11-18"), "utilisation")
    assert list(column(use, "booked").values()) == [30]
    assert set(column(use, "open").values()) == {420}
    assert list(column(use, "share").values()) == [71]


def test_answers_are_told_by_their_median_and_slowest_tenth(shop: Shop) -> None:
    who = someone(shop)
    for minutes in range(10, 110, 10):
        with time_machine.travel(NOON - timedelta(days=1), tick=False), db.transaction(shop.owner) as session:
            inbox.receive(session, shop.owner, contact_id=who, text="Hello?", channel="email")
            (talk,) = talks.listing(session, shop.owner).items
        with time_machine.travel(NOON - timedelta(days=1) + timedelta(minutes=minutes), tick=False), db.transaction(shop.owner) as session:
            inbox.reply(session, shop.owner, conversation_id=talk.id, text="Hello!")
    one = reported(shop.owner, "messages").charts[0]
    assert (column(one, "median"), column(one, "p90")) == ({"2026-11-19": 3000}, {"2026-11-19": 5400})
    assert column(one, "answers") == {"2026-11-19": 10}
    assert one.finding == "Half are answered within 50 min, nine of ten within 1 h 30 min"


def test_answers_are_ranked_as_their_list_is(shop: Shop) -> None:
    dice, talk = Random(5), _talk(shop)
    days = asked_days(shop, "2026-10-22", "2026-11-20")
    waits: dict[int | None, list[int]] = {}
    with db.transaction(shop.owner) as session:
        for many, step in enumerate([0, 3, 3, *range(4, 30)]):  # of one, two, three… to twenty-nine answers
            for _answer in range(many):
                waited = dice.choice((0, 60, dice.randint(1, 90_000)))
                told = {"conversation_id": talk, "direction": "out", "channel": "email", "text": "Hello!", "waited": waited}
                session.add(Message(**told, at=days.begin + timedelta(days=step, hours=12)))
                for whose in (None, step):
                    waits.setdefault(whose, []).append(waited)
        session.add(Message(conversation_id=talk, direction="out", channel="email", text="Nobody waited", at=days.begin))
    with db.reading(shop.owner) as session:
        told = answer_times(session, shop.owner, days=days)
    assert [one.step for one in told] == [None, *sorted(step for step in waits if step is not None)]
    for one in told:
        ranked = sorted(waits[one.step])
        assert one.answers == len(ranked)
        assert one.median == ranked[ceil(Fraction(1, 2) * len(ranked)) - 1]
        assert one.slowest_tenth == ranked[ceil(Fraction(9, 10) * len(ranked)) - 1]


def _talk(shop: Shop) -> UUID:
    who = someone(shop)
    with db.transaction(shop.owner) as session:
        inbox.receive(session, shop.owner, contact_id=who, text="Hello?", channel="email")
        return talks.of_contact(session, shop.owner, contact_id=who).id


def asked_days(shop: Shop, first: str, last: str) -> Days:
    with db.reading(shop.owner) as session:
        return queries.stretch(session, shop.owner, first=date.fromisoformat(first), last=date.fromisoformat(last))


def test_forms_are_told_by_how_fast_they_come_back(shop: Shop) -> None:
    who = someone(shop)
    with db.transaction(shop.owner) as session:
        form = FormTemplate(name="Intake")
        session.add(form)
        session.flush()
        session.add(FormVersion(template_id=form.id, number=1, fields=[], created_at=NOON))
        for hours in (1, 2, 60, None):
            sent = NOON - timedelta(days=4)
            done = sent + timedelta(hours=hours) if hours else None
            said = {"template_id": form.id, "number": 1, "contact_id": who, "created_at": sent, "sent_at": sent, "completed_at": done}
            session.add(FormSubmission(**said, due_at=sent + timedelta(hours=48), status="completed" if done else "pending"))
    made = reported(shop.owner, "forms")
    assert column(chart(made, "forms"), "on_time") == {"2026-11-16": 2}
    assert [column(chart(made, "turnaround"), key)["Intake"] for key in ("share", "median", "sent", "overdue")] == [500, 7200, 4, 1]


def test_stock_is_told_back_from_what_it_is_worth_now(shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        item = inventory.add_item(session, shop.owner, item=ItemIn(name="Foil", quantity=10, cost=200))
        session.execute(sa.delete(StockDay))
        session.add(StockDay(item_id=item.id, day=date(2026, 11, 18), used=5, received=0, lost=0))
        session.add(StockDay(item_id=item.id, day=date(2026, 11, 20), used=0, received=10, lost=0))
    made = reported(shop.owner, "inventory", "2026-11-17", "2026-11-20")
    assert column(chart(made, "value"), "value") == {"2026-11-17": 1000, "2026-11-20": 2000}
    assert column(chart(made, "used"), "used") == {"2026-11-18": 1000}
    assert chart(made, "items").labels == ["Foil (piece)"]


def test_only_those_who_may_see_reports_do(shop: Shop, ben: Actor, stranger: Actor) -> None:
    booked(shop, someone(shop), datetime(2026, 11, 18, 10, tzinfo=UTC))
    with pytest.raises(Forbidden):
        reported(ben, "bookings")
    assert reported(stranger, "bookings").charts[0].empty


def test_a_range_is_held_to_its_measure(shop: Shop) -> None:
    with pytest.raises(Invalid):
        reported(shop.owner, "bookings", "2026-11-20", "2026-11-19")
    with pytest.raises(Invalid):
        reported(shop.owner, "bookings", "2020-01-01", "2026-11-19")
    assert reported(shop.owner, "bookings", "2026-01-01", "2026-11-20").step_days == 7


@pytest.mark.parametrize("name", list(ReportName))
def test_a_report_is_the_same_few_statements_and_each_chart_is_a_file(shop: Shop, api: TestClient, name: ReportName) -> None:
    counts: list[int] = []
    who = someone(shop)
    for batch in (1, 3):
        for number in range(batch):
            booked(shop, who, datetime(2026, 11, 10 + batch, 10 + number, tzinfo=UTC))
        with counted(db.engine) as seen:
            made = reported(shop.owner, name)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 20, (counts, seen)
    headers = cast.bearer(cast.ANA)
    asked = api.get(f"/api/v1/reports/{name}", headers=headers)
    assert asked.status_code == 200, asked.text
    assert [one["key"] for one in asked.json()["charts"]] == [one.key for one in made.charts]
    for one in made.charts:
        file = api.get(f"/api/v1/reports/{name}?format=csv&chart={one.key}", headers=headers)
        assert file.headers["content-disposition"].startswith("attachment")
        rows = list(csv.reader(io.StringIO(file.text.lstrip("\ufeff"))))
        assert len(rows) == 1 + len(one.labels)
        assert {len(row) for row in rows} == {1 + len(one.series)}
    assert api.get(f"/api/v1/reports/{name}?format=csv&chart=none", headers=headers).status_code == 422


def test_a_name_that_is_a_formula_is_only_a_name_in_the_file(shop: Shop, api: TestClient) -> None:
    with db.transaction(shop.owner) as session:
        item = inventory.add_item(session, shop.owner, item=ItemIn(name="=cmd|' /C calc'!A0", quantity=1, cost=5))
        session.add(StockDay(item_id=item.id, day=date(2026, 11, 18), used=5))
    text = api.get("/api/v1/reports/inventory?format=csv&chart=items", headers=cast.bearer(cast.ANA)).text
    assert "'=cmd" in text


def steps(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every step of a plan of Postgres."""
    yield node
    for inner in node.get("Plans", ()):
        yield from steps(inner)


def walked(session: Session, statement: str, given: Any) -> list[str]:
    """Which of the big tables the database would read from end to end for it."""
    ask = session.connection().exec_driver_sql
    if session.get_bind().dialect.name == "sqlite":
        told = [row[-1].split() for row in ask(f"EXPLAIN QUERY PLAN {statement}", given)]
        return [words[1] for words in told if words[0] == "SCAN" and words[1] in BIG and "INDEX" not in words]
    (plan,) = ask(f"EXPLAIN (FORMAT JSON) {statement}", given).scalar_one()
    reads = [step for step in steps(plan["Plan"]) if step.get("Relation Name") in BIG]
    return [step["Relation Name"] for step in reads if step["Node Type"] == "Seq Scan" or not (step.keys() & BY_INDEX)]


@pytest.mark.parametrize("name", list(ReportName))
def test_no_report_walks_a_big_table(ana: Actor, name: ReportName) -> None:
    furnished(ana)
    seen: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, given: Any, *_: object) -> None:
        seen.append((statement, given))

    with db.reading(ana) as session:
        event.listen(db.engine, "before_cursor_execute", note)
        queries.report(session, ana, name=name, days=queries.stretch(session, ana))
        event.remove(db.engine, "before_cursor_execute", note)
        if session.get_bind().dialect.name == "postgresql":  # it would rightly walk tables as small as these, were it free to
            session.connection().exec_driver_sql("SET LOCAL enable_seqscan = off")
        assert [(statement, found) for statement, given in seen if (found := walked(session, statement, given))] == []
        assert any(set(statement.split()) & BIG for statement, _given in seen)
