"""Other programs' files, made to keep us busy: what twenty megabytes from a member may cost everybody else."""

from collections.abc import Sequence
from threading import Event, Thread

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from careops.contacts.actions import importing
from careops.contacts.schemas import Looked, Target
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Invalid
from careops.core.http import speak_problems
from careops.core.sheets import opened
from careops.importers.actions.bookings import BookingsFrom
from careops.importers.api import router
from careops.importers.rules import calcom, easyappointments, mysql
from careops.importers.rules.readers import CalCom, EasyAppointments
from careops.importers.schemas import Reading
from tests import cast
from tests.spending import at_most

READING = Reading({}, "UTC", month_first=False)
HEAD = b"INSERT INTO ea_users (id,first_name) VALUES (1,'a');INSERT INTO ea_services (id,name,duration) VALUES (1,'a',30);"
MANY = 20_000


def ids(table: bytes, column: bytes, count: int = MANY, more: bytes = b"") -> bytes:
    rows = b",".join(b"(%d%s)" % (number, more) for number in range(count))
    return b"INSERT INTO ea_%s (%s) VALUES %s;" % (table, column, rows)


def test_remarks_that_never_end_are_read_once() -> None:
    with at_most(2), pytest.raises(Invalid):
        easyappointments.opened(b"/*a" * 200_000)  # each to the end, again and again: an hour


def test_rows_that_speak_of_each_other_are_found_at_once() -> None:
    dump = HEAD + ids(b"services", b"id") + ids(b"services_providers", b"id_users") + ids(b"user_settings", b"id_users")
    dump += (
        b"INSERT INTO ea_roles (id,slug) VALUES (2,'provider');" + ids(b"users", b"id,id_roles", more=b",2") + ids(b"appointments", b"id")
    )
    with at_most(10):  # by looking through all for each, 20,000 times 60,000
        assert sum(1 for _one in EasyAppointments().found(dump, READING)) > 3 * MANY


@pytest.mark.parametrize(
    "content",
    [
        b"(" * mysql.MOST_TOKENS,
        b"CREATE TABLE a(" + b"`b`," * mysql.MOST_TOKENS,
        b"INSERT INTO ea_users (" + b"b," * mysql.MOST_TOKENS,
    ],
    ids=["brackets", "columns", "named columns"],
)
def test_a_dump_of_nothing_but_signs_is_given_up(content: bytes) -> None:
    with pytest.raises(Invalid, match="too much"):
        easyappointments.opened(content)


@pytest.mark.parametrize(
    "content",
    [
        b"COPY public.users (" + b",".join(b"c%d" % number for number in range(201)) + b") FROM stdin;\n\\.\n",
        b"[" + b"{}," * calcom.MOST_PARTS + b"{}]",
        b"[" + b"[]," * calcom.MOST_PARTS + b"[]]",
    ],
    ids=["columns", "objects", "lists"],
)
def test_what_would_fill_the_memory_is_refused_before_it_does(content: bytes) -> None:
    with pytest.raises(Invalid):
        calcom.opened(content)


def test_a_week_of_a_thousand_mondays_is_one() -> None:
    def copied(table: str, columns: str, row: str) -> str:
        return f'COPY public."{table}" ({columns}) FROM stdin;\n{row}\n\\.\n'

    days = "{" + ",".join(["1"] * 9000) + "}"
    dump = (
        copied("users", "id,name", "1\tMara")
        + copied("EventType", "id,title,length", "1\tCut\t30")
        + copied("Booking", "id,userId,eventTypeId", "1\t1\t1").replace(",userId,eventTypeId", ',"userId","eventTypeId"')
        + copied("Schedule", '"id","userId"', "1\t1")
        + copied("Availability", '"scheduleId","days","startTime","endTime","date"', "\n".join([f"1\t{days}\t09:00\t10:00\t\\N"] * 50))
    )
    weeks = [getattr(one.thing, "week", ()) for one in CalCom().found(dump.encode(), READING)]
    assert 0 < max(len(week) for week in weeks) <= calcom.MOST_SPANS


def test_a_table_of_millions_of_lines_is_refused() -> None:
    for line in (b"\n", b"1\n"):
        with at_most(5), pytest.raises(Invalid):
            list(opened(b"a,b\n" + line * 2_000_000).rows())


class Slow(BookingsFrom):
    """Looks at a file until somebody else has written."""

    def __init__(self) -> None:
        super().__init__(EasyAppointments())
        self.looking, self.wrote = Event(), Event()

    def look(self, content: bytes, targets: Sequence[Target]) -> Looked:
        """As any other, in its own time."""
        self.looking.set()
        assert self.wrote.wait(10)
        return super().look(content, targets)


def test_nobody_waits_while_a_file_is_looked_at(ana: Actor) -> None:
    """On SQLite there is one writer for every business here: a large file is read before its turn comes."""
    api, slow = FastAPI(), Slow()
    api.include_router(router)
    speak_problems(api)
    client, answers = TestClient(api, headers=cast.bearer(cast.ANA)), list[int]()
    address = "/api/v1/imports/bookings/slow/import"
    upload = Thread(target=lambda: answers.append(client.post(address, content=HEAD).status_code))
    importing.importers["bookings", "slow"] = slow
    try:
        upload.start()
        assert slow.looking.wait(10)
        with db.transaction(ana):
            slow.wrote.set()
        upload.join(20)
    finally:
        del importing.importers["bookings", "slow"]
    assert answers == [201]
