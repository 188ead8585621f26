"""What grows: a hundred thousand contacts and more, and how long lists, searches and files of them take on the server.

`python -m tests.benchmarks.scale contacts` (or `inventory`, `forms`) on SQLite, `--postgres` on the embedded Postgres. It only prints.
"""

import argparse
import csv
import io
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import sqlalchemy as sa

from careops.contacts import actions as contacts
from careops.contacts import jobs, queries
from careops.contacts.actions import importing
from careops.contacts.schemas import BulkIn, ContactFilter, FieldIn, FieldTest, ImportOptions, Source
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now, today
from careops.core.ids import new_id
from careops.core.memory import settle
from careops.dashboard import queries as reports
from careops.dashboard.schemas import ReportName
from careops.desk import queries as desk
from careops.forms import actions as forms
from careops.forms import queries as asking
from careops.forms.models import FormSubmission
from careops.forms.schemas import FieldKind, FormField, Status, TemplateIn
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.models import Reason, StockReservation
from careops.inventory.schemas import ItemIn, MovementIn
from tests import cast
from tests.benchmarks.statements import counted
from tests.conftest import migrate
from tests.servers import Postgres

ROUNDS = 40
BROUGHT = 50_000
NAMES = "Ana Ben Cleo Dina Emil Fatima Georg Hana Igor Julia Karl Lena Marta Nils Olga Pedro Quinn Rosa Sven Tara Uwe Vera Wim Xenia Zoë"
FIRST = NAMES.split()
SYLLABLES = [f"{first}{second}" for first in "bdfklmnprst" for second in "aeio"]


def timed(name: str, work: Callable[[], object]) -> None:
    """Prints the middle and the 95th of a hundred, on the wall and of this thread's processor, and how many statements one takes."""
    work()
    with counted(db.engine) as sent:
        work()
    took: list[float] = []
    spent: list[float] = []
    for _round in range(ROUNDS):
        began, thread = time.perf_counter(), time.thread_time()
        work()
        took.append((time.perf_counter() - began) * 1000)
        spent.append((time.thread_time() - thread) * 1000)
    took.sort()
    spent.sort()
    p95 = int(ROUNDS * 0.95) - 1
    figures = f"p50 {statistics.median(took):6.1f} ms  p95 {took[p95]:6.1f} ms  own processor time p95 {spent[p95]:6.1f} ms"
    print(f"{name:40} {figures}  {len(sent)} statements", flush=True)


# ── contacts ─────────────────────────────────────────────


def people(count: int, seed: int) -> str:
    """A CSV of so many different people."""
    dice = Random(seed)
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(["First name", "Last name", "Email", "Phone", "Birthday", "Tags", "Notes"])
    for number in range(count):
        first, last = dice.choice(FIRST), "".join(dice.choices(SYLLABLES, k=3)).title()
        day = f"{1950 + number % 60}-{1 + number % 12:02}-{1 + number % 28:02}"
        tag = "Rare" if number % 1000 == 0 else "Common" if number % 2 else ""
        lines.writerow(
            [first, last, f"{first}.{last}.{seed}.{number}@example.org", f"+3519{seed}{number:07}", day, tag, "likes tea" * (number % 3)]
        )
    return text.getvalue()


def bring(ana: Actor, text: str, *tasks: Callable[..., object]) -> UUID:
    """Uploads a file and does that with it; prints how long each took."""
    began = time.perf_counter()
    with db.transaction(ana) as session:
        row = importing.upload(session, ana, what="contacts", origin="csv", file_name="people.csv", content=text.encode())
        importing.choose(
            session, ana, import_id=row.id, options=ImportOptions(mapping=row.options.mapping | {"field:birthday": "Birthday"})
        )
    print(f"uploaded {row.total} rows in {time.perf_counter() - began:.1f} s")
    for task in tasks:
        with db.transaction(ana) as session:
            task(session, ana, import_id=row.id)
        began = time.perf_counter()
        waits = Waits(ana)
        jobs.bring_in()
        waits.stop()
        with db.reading(ana) as session:
            ended = queries.import_run(session, ana, import_id=row.id)
        told = {"undo": ended.undone, "run": ended.ran, "look": ended.looked}[ended.task]
        counts = told.counts.model_dump() if told else {}
        took = time.perf_counter() - began
        print(f"{ended.task:6} {took:6.1f} s  {ended.status}  {counts}  others meanwhile: {waits.said()}", flush=True)
    return row.id


class Waits:
    """Somebody who registers a contact every tenth of a second meanwhile, and how long each takes."""

    def __init__(self, ana: Actor) -> None:
        self.took: list[float] = []
        self.ana = ana
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()

    def _work(self) -> None:
        while not self.over.wait(0.1):
            began = time.perf_counter()
            with db.transaction(self.ana) as session:
                contacts.register(session, self.ana, name="Meanwhile", source=Source.staff)
            self.took.append((time.perf_counter() - began) * 1000)

    def stop(self) -> None:
        self.over.set()
        self.thread.join()

    def said(self) -> str:
        took = sorted(self.took)
        if not took:
            return "nobody"
        return (
            f"{len(took)} wrote, p50 {statistics.median(took):.0f} ms, p95 {took[int(len(took) * 0.95) - 1]:.0f} ms, most {took[-1]:.0f} ms"
        )


def contacts_at_scale(ana: Actor) -> None:
    """Files of 50,000 people looked over, brought in and one of them taken out; then every question of the list."""
    with db.transaction(ana) as session:
        contacts.add_field(session, ana, field=FieldIn(label="Birthday", kind="date"))
    bring(ana, people(BROUGHT, 1), importing.look_over, importing.bring_in)
    bring(ana, people(BROUGHT, 2), importing.bring_in)
    bring(ana, people(5_000, 3), importing.bring_in, importing.take_out)
    with db.transaction(ana) as session:
        session.connection().execute(sa.text("ANALYZE"))
        print(session.connection().execute(sa.text("SELECT count(*) FROM contact")).scalar_one(), "contacts")
    with db.reading(ana) as session:
        tags = {tag.name: tag.id for tag in queries.tags(session, ana)}

    def page(**asked: object) -> Callable[[], object]:
        def work() -> object:
            with db.reading(ana) as session:
                return queries.page(session, ana, **asked).items  # type: ignore[arg-type]

        return work

    timed("the first page", page())
    timed("the newest first", page(sort="-created_at"))
    for q in ("marta", "m", "ba", "marta ba", "912000", "4321", "lena.ba", "example", "nobody"):
        timed(f"search {q!r}", page(q=q))
    timed("a common tag", page(filter=ContactFilter(tags=[tags["Common"]])))
    timed("a rare tag", page(filter=ContactFilter(tags=[tags["Rare"]])))
    timed("a rare tag and a common word", page(q="a", filter=ContactFilter(tags=[tags["Rare"]])))
    timed("a source", page(source="staff"))
    timed("who cannot be reached", page(reach="none"))
    timed("a birthday", page(filter=ContactFilter(fields=[FieldTest(key="birthday", value="1984-05-05")])))
    timed("born since 2000", page(filter=ContactFilter(fields=[FieldTest(key="birthday", test="from", value="2000-01-01")])))
    with db.reading(ana) as session:
        some = [row.id for row in queries.page(session, ana, limit=200).items]

    def tag_many() -> None:
        with db.transaction(ana) as session:
            for deed in ("tag", "untag"):
                contacts.do_to_many(session, ana, bulk=BulkIn.model_validate({"deed": deed, "ids": some, "tag": "Bulk"}))

    timed("200 people tagged and untagged", tag_many)

    def whole() -> object:
        with db.reading(ana) as session:
            return desk.contact_page(session, ana, contact_id=some[100])

    timed("a contact's page", whole)


# ── inventory ────────────────────────────────────────────


# A year of uses, one and a third a day, and the days' sums, written by the database itself: only reading is timed.
_SERIES = "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {many})"
_MOVED = _SERIES.format(many=500) + (  # noqa: S608  (nothing of it comes from anybody)
    " INSERT INTO stockmovement"
    " (id, workspace_id, item_id, location_id, change, balance, reason, note, ref, actor_kind, actor_name, moved_at)"
    " SELECT {id}, i.workspace_id, i.id, p.id, -1, 0, 'use', '', '', 'member', 'Ana', {at} FROM series, inventoryitem i, stocklocation p"
)
_SUMMED = _SERIES.format(many=365) + (  # noqa: S608
    " INSERT INTO stockday"
    " (id, workspace_id, item_id, day, used, received, lost)"
    " SELECT {id}, i.workspace_id, i.id, {day}, 1, 1, 0 FROM series, inventoryitem i"
)
_WORDS = {
    "sqlite": {
        "id": "lower(hex(randomblob(16)))",
        "at": "strftime('%Y-%m-%d %H:%M:%S.000000', 'now', '-' || (n * 17) || ' hours')",
        "day": "date('now', '-' || n || ' days')",
    },
    "postgresql": {"id": "gen_random_uuid()", "at": "now() - n * interval '17 hours'", "day": "current_date - n"},
}


def ledger(ana: Actor) -> list[UUID]:
    """A thousand items with five hundred movements each over a year, and ten bookings ahead that use each."""
    dice, words = Random(5), _WORDS[db.engine.dialect.name]
    with db.transaction(ana) as session:
        items = [inventory.add_item(session, ana, item=ItemIn(name=f"Item {n:04}", threshold=n % 40, sku=f"S-{n}")).id for n in range(1000)]
    with db.transaction(ana) as session:
        for statement in (_MOVED, _SUMMED, "UPDATE stocklevel SET quantity = 30"):
            session.connection().exec_driver_sql(statement.format(**words))
        due = [(id, now() + timedelta(hours=dice.randint(1, 600))) for id in items for _booking in range(10)]
        rows = [{"item_id": id, "booking_id": new_id(), "quantity": 1, "due_at": at} for id, at in due]
        db.Inserted(StockReservation).add_all(session, rows)
    return items


def inventory_at_scale(ana: Actor) -> None:
    """Half a million movements: the list with how long each item lasts, an item, its ledger and forecast, what to order, the proof."""
    began = time.perf_counter()
    items = ledger(ana)
    with db.transaction(ana) as session:
        session.connection().execute(sa.text("ANALYZE"))
        count = session.connection().execute(sa.text("SELECT count(*) FROM stockmovement")).scalar_one()
    print(f"{count} movements in {time.perf_counter() - began:.0f} s", flush=True)

    def see(query: Callable[..., object], **asked: object) -> Callable[[], object]:
        def work() -> object:
            with db.reading(ana) as session:
                return query(session, ana, **asked)

        return work

    timed("the first page of items", see(stock.items))
    timed("what is low, as a page", see(stock.items, short=True))
    timed("search 'item 05'", see(stock.items, q="item 05"))
    timed("how many are low", see(stock.counts))
    timed("an item", see(stock.get, item_id=items[500]))
    timed("its ledger", see(stock.movements, item_id=items[500]))
    timed("its forecast", see(stock.forecast, item_id=items[500]))
    timed("the whole ledger, the latest", see(stock.moves))
    timed("what to order", see(stock.suggestions))
    with db.reading(ana) as session:
        last = today("UTC")
        ranges = {many: reports.stretch(session, ana, first=last - timedelta(days=many - 1), last=last) for many in (7, 30, 90, 365)}
    for many, days in ranges.items():
        timed(f"stock's report of {many} days, compared", see(reports.report, name=ReportName.inventory, days=days))
    began = time.perf_counter()
    see(stock.unproven)()
    print(f"the nightly proof: {(time.perf_counter() - began) * 1000:.0f} ms", flush=True)

    def move() -> None:
        with db.transaction(ana) as session:
            inventory.move(session, ana, item_id=items[7], movement=MovementIn(reason=Reason.receive, quantity=1))

    timed("a movement", move)


# ── forms ────────────────────────────────────────────────


def copies(ana: Actor, many: int) -> tuple[UUID, list[UUID], list[UUID]]:
    """So many copies of two forms over a year for a tenth as many people, written past the actions; the form, the people, the copies."""
    dice = Random(5)
    asked = [FormField(key="allergies", kind=FieldKind.text, label="Any allergies?")]
    with db.transaction(ana) as session:
        templates = [forms.create_template(session, ana, template=TemplateIn(name=name, fields=asked)).id for name in ("Intake", "Consent")]
        names = [f"{dice.choice(FIRST)} {dice.choice(SYLLABLES).title()}" for _person in range(many // 10)]
        ids = [contacts.register(session, ana, name=name, source=Source.staff).id for name in names]
    made = list[UUID]()
    for start in range(0, many, 5_000):
        with db.transaction(ana) as session:
            rows = [_copy(dice, templates, dice.choice(ids), start + number) for number in range(5_000)]
            session.add_all(rows)
            made += [row.id for row in rows]
    return templates[0], ids, made


def _copy(dice: Random, templates: list[UUID], contact_id: UUID, number: int) -> FormSubmission:
    asked = now() - timedelta(minutes=10 * number)
    state = dice.choices(["completed", "pending", "in_progress", "waived"], [90, 6, 3, 1])[0]
    answers = {"allergies": "Nuts"} if state == "completed" else {}
    return FormSubmission(
        template_id=templates[number % 2],
        number=1,
        contact_id=contact_id,
        status=state,
        answers=answers,
        created_at=asked,
        due_at=asked + timedelta(days=2),
        completed_at=asked + timedelta(hours=5) if state == "completed" else None,
    )


def forms_at_scale(ana: Actor) -> None:
    """Fifty thousand copies: the lists and their filters, one copy, its page, the counts, the chart's steps."""
    began = time.perf_counter()
    template, people, made = copies(ana, 50_000)
    with db.transaction(ana) as session:
        session.connection().execute(sa.text("ANALYZE"))
    print(f"{len(made)} copies in {time.perf_counter() - began:.0f} s", flush=True)

    def see(query: Callable[..., object], **asked: object) -> Callable[[], object]:
        def work() -> object:
            with db.reading(ana) as session:
                return query(session, ana, **asked)

        return work

    timed("the first page of copies", see(asking.submissions))
    for status in Status:
        timed(f"copies that are {status}", see(asking.submissions, status=status))
    timed("copies of one form", see(asking.submissions, template_id=template))
    timed("copies of one person", see(asking.submissions, contact_id=people[7]))
    for q in ("marta", "ba", "nobody"):
        timed(f"search {q!r}", see(asking.submissions, q=q))
    timed("one copy as it was asked", see(asking.filled, submission_id=made[25_000]))
    timed("how many are owed", see(asking.counts))
    timed("the forms, with how many copies", see(asking.templates))


WHAT: dict[str, Callable[[Actor], None]] = {"inventory": inventory_at_scale, "contacts": contacts_at_scale, "forms": forms_at_scale}


def main() -> None:
    """Makes the database and asks."""
    asked = argparse.ArgumentParser()
    asked.add_argument("what", choices=sorted(WHAT))
    asked.add_argument("--postgres", action="store_true")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Postgres(Path(folder) / "postgres") if given.postgres else None
        url = server.create("scale") if server else f"sqlite:///{folder}/scale.db"
        try:
            migrate(url)
            db.connect(url)
            settle()
            WHAT[given.what](cast.ana())
        finally:
            db.engine.dispose()


if __name__ == "__main__":
    main()
