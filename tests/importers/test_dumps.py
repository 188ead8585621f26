"""Whole databases of other programs: read offline, in order, with their people, services, hours and upcoming bookings."""

import json
from datetime import UTC, datetime, time

import pytest
from sqlmodel import select

from careops.booking import queries as bookings
from careops.booking.models import Booking, BookingType, Provider, WeeklyHours
from careops.contacts.actions import importing
from careops.contacts.models import Contact
from careops.core import db
from careops.core.errors import Invalid
from careops.importers.rules import calcom, easyappointments
from careops.importers.schemas import Found, Reading, Visit
from tests.importers.test_tables import booked, done, shop, uploaded
from tests.worlds import Shop, workday

__all__ = ["shop"]
UTC_READING = Reading({}, "UTC", month_first=False)
PLAN = {
    "monday": {"start": "09:00", "end": "18:00", "breaks": [{"start": "13:00", "end": "14:00"}]},
    "tuesday": None,
    "friday": {"start": "10:00", "end": "12:00", "breaks": []},
}


def dump(prefix: str = "ea_", *, extra: str = "", notes: str = "NULL") -> bytes:
    """What mysqldump writes: tables in the order of their names, several rows a statement, JSON with escaped quotes."""
    day = workday(3).isoformat()
    plan = json.dumps(PLAN).replace('"', '\\"')
    return f"""-- MySQL dump 10.13  Distrib 8.0
/*!40101 SET NAMES utf8mb4 */;
DROP TABLE IF EXISTS `{prefix}appointments`;
CREATE TABLE `{prefix}appointments` (
  `id` int NOT NULL AUTO_INCREMENT,
  `start_datetime` datetime DEFAULT NULL,
  `end_datetime` datetime DEFAULT NULL,
  `notes` text,
  `hash` text,
  `status` varchar(512) DEFAULT '',
  `is_unavailability` tinyint NOT NULL DEFAULT '0',
  `id_users_provider` int DEFAULT NULL,
  `id_users_customer` int DEFAULT NULL,
  `id_services` int DEFAULT NULL,
  PRIMARY KEY (`id`), KEY `id_users_provider` (`id_users_provider`),
  CONSTRAINT `a` FOREIGN KEY (`id_services`) REFERENCES `{prefix}services` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
LOCK TABLES `{prefix}appointments` WRITE;
INSERT INTO `{prefix}appointments` VALUES (1,'{day} 10:00:00','{day} 10:45:00',{notes},'h1','Booked',0,2,3,5),
(2,'{day} 12:00:00','{day} 13:00:00',NULL,'h2','',1,2,NULL,NULL),(3,'{day} 15:00:00','{day} 15:45:00','','h3','Cancelled',0,2,4,5){extra};
UNLOCK TABLES;
INSERT INTO `{prefix}roles` (`id`,`name`,`slug`) VALUES (1,'Provider','provider'),(2,'Customer','customer'),(3,'Admin','admin');
INSERT INTO `{prefix}services` (`id`,`name`,`duration`,`price`,`currency`,`description`) VALUES (5,'Massage \\'deep\\'',45,60.5,'EUR','');
INSERT INTO `{prefix}services_providers` (`id_users`,`id_services`) VALUES (2,5);
INSERT INTO `{prefix}user_settings` (`id_users`,`password`,`working_plan`) VALUES (2,'secret','{plan}');
INSERT INTO `{prefix}users` (`id`,`first_name`,`last_name`,`email`,`mobile_number`,`phone_number`,`notes`,`timezone`,`id_roles`) VALUES
(2,'Nora','Lind','nora@example.org',NULL,NULL,NULL,'Europe/Paris',1),(3,'Zo\u00eb',_utf8mb4'O\\'Neil','zoe@example.org',NULL,'+351911111111',NULL,'UTC',2),
(4,'Abe','','abe@example.org','','','','',2),(6,'Root','','root@example.org','','','','',3);
-- Dump completed
""".encode()  # noqa: S608  (nobody runs it)


@pytest.mark.usefixtures("both_engines")
@pytest.mark.parametrize("prefix", ["ea_", ""])
def test_an_easy_appointments_dump_comes_whole(shop: Shop, prefix: str) -> None:
    run = uploaded(shop.owner, "easyappointments", dump(prefix))
    looked = done(shop.owner, importing.look_over, run).looked
    assert looked is not None
    assert looked.counts.model_dump() == {"made": 5, "changed": 0, "known": 1, "refused": 0}
    ran = done(shop.owner, importing.bring_in, run).ran
    assert ran is not None
    assert ran.counts.model_dump() == looked.counts.model_dump()
    assert booked(shop.owner) == [("Zoë O'Neil", "10:00", 45, "Nora Lind")]
    with db.reading(shop.owner) as session:
        made = session.exec(select(Booking)).one()
        nora = session.exec(select(Provider).where(Provider.name == "Nora Lind")).one()
        hours = session.exec(select(WeeklyHours).where(WeeklyHours.provider_id == nora.id)).all()
        massage = session.exec(select(BookingType).where(BookingType.name == "Massage 'deep'")).one()
        assert bookings.provider(session, shop.owner, provider_id=nora.id).booking_type_ids == [massage.id]
        assert {one.name for one in session.exec(select(Contact))} == {"Zoë O'Neil", "Abe"}
    assert (made.starts_at.astimezone(UTC).hour, nora.timezone, massage.price) == (9, "Europe/Paris", 6050)
    assert sorted((one.weekday, one.start_minute, one.end_minute) for one in hours) == [(0, 540, 780), (0, 840, 1080), (4, 600, 720)]
    again = done(shop.owner, importing.bring_in, uploaded(shop.owner, "easyappointments", dump(prefix))).ran
    assert again is not None
    assert again.counts.model_dump() == {"made": 0, "changed": 0, "known": 6, "refused": 0}
    undone = done(shop.owner, importing.take_out, run).undone
    assert undone is not None
    assert (booked(shop.owner), undone.counts.known) == ([], 0)
    with db.reading(shop.owner) as session:
        assert session.exec(select(Contact)).all() == []
        assert {one.name for one in session.exec(select(Provider))} == {"Provider 1", "Provider 2"}


def test_each_bad_appointment_names_itself_and_the_rest_comes() -> None:
    bad = ",".join(
        f"({number},'{starts}','{ends}',NULL,'h{number}','',0,{provider},3,5)"
        for number, (starts, ends, provider) in enumerate(
            [
                ("0000-00-00 00:00:00", "0000-00-00 00:00:00", 2),
                ("9999-12-31 23:59:59", "9999-12-31 23:59:59", 2),
                ("2027-03-28 02:30:00", "2027-03-28 03:30:00", 2),  # Paris has no half past two on that night
                ("2027-03-01 10:00:00", "2027-03-01 09:00:00", 2),
                ("NaN", "", 2),
                ("2027-03-01 10:00:00", "2027-03-01 11:00:00", 99),
            ],
            10,
        )
    )
    found = list(easyappointments.found(easyappointments.opened(dump(extra=f",{bad},(1,2)")), UTC_READING))
    problems = [one.problem for one in found if one.problem]
    assert [problem.split(":")[0] for problem in problems] == [f"ea_appointments {n}" for n in range(10, 16)] + [
        "A row of ea_appointments cannot be read"
    ]
    assert "clocks are put forward" in problems[2]
    assert sum(isinstance(one.thing, Visit) for one in found) == 2


@pytest.mark.parametrize(
    "notes",
    ["'it\\'s; -- \\\\'", "0x3c7363726970743e", "_binary 'a''b'", "'\\0\\Z),(9,'", "CONCAT('a',(SELECT 1))", '"/* x */"', "X'6869'"],
)
def test_whatever_stands_in_a_cell_stays_in_it(notes: str) -> None:
    found = list(easyappointments.found(easyappointments.opened(dump(notes=notes)), UTC_READING))
    assert [one.problem for one in found] == [""] * 6
    assert not any("\0" in one.thing.notes for one in found if isinstance(one.thing, Visit))


@pytest.mark.parametrize(
    "content",
    [
        dump()[:-700],
        dump().removesuffix(b"-- Dump completed\n"),
        dump()[:1800],
        b"INSERT INTO `ea_users` VALUES ('" + b"\\'" * 100_000,
        b"/*" + b"*" * 100_000,
        b"(" * 100_000,
        b"",
        b"\0" * 1000,
        b"SELECT 1;",
        b"PK\x03\x04" + bytes(range(256)) * 10,
        b"INSERT INTO `ea_users` (`id`) VALUES (1);",
    ],
    ids=["cut", "cut between statements", "cut early", "open text", "open remark", "brackets", "empty", "nul", "other", "zip", "half"],
)
def test_a_dump_that_is_none_or_ends_in_the_middle_is_refused_whole(content: bytes) -> None:
    with pytest.raises(Invalid):
        easyappointments.opened(content)


def copied(*, cut: bool = False) -> bytes:
    """What pg_dump writes."""
    day = workday(3).isoformat()
    rows = "\n".join(
        [
            f"1\tuid-1\t7\t3\tIntro\tline one\\nline two\\t\\\\\t{day} 09:00:00\t{day} 09:30:00\taccepted",
            f"2\tuid-2\t7\t3\tIntro\t\\N\t{day} 10:00:00\t{day} 10:30:00\tcancelled",
            f"3\tuid-3\t7\t3\tIntro\t\\N\t{day} 11:00:00\t{day} 11:30:00\tpending",
            "4\tuid-4\t7\t3\tIntro\t\\N\tinfinity\t-infinity\taccepted",
        ]
    )
    text = f"""--
-- PostgreSQL database dump
--
SET statement_timeout = 0;
COPY public."Attendee" (id, email, name, "timeZone", "phoneNumber", "bookingId") FROM stdin;
1\tada@example.org\tAda\tEurope/Paris\t\\N\t1
2\tbo@example.org\tBo\tEurope/Paris\t\\N\t2
3\tcy@example.org\tCy\tEurope/Paris\t\\N\t3
4\tdi@example.org\tDi\tEurope/Paris\t\\N\t4
\\.

COPY public."Availability" (id, "userId", "eventTypeId", days, "startTime", "endTime", date, "scheduleId") FROM stdin;
1\t\\N\t\\N\t{{1,2,0}}\t09:00:00\t17:00:00\t\\N\t5
\\.

COPY public."Booking" (id, uid, "userId", "eventTypeId", title, description, "startTime", "endTime", status) FROM stdin;
{rows}
\\.

COPY public."EventType" (id, title, slug, length, "userId") FROM stdin;
3\tIntro call\tintro\t30\t7
4\tNever booked\tnever\t30\t7
\\.

COPY public."Schedule" (id, "userId", name, "timeZone") FROM stdin;
5\t7\tHours\tEurope/Berlin
\\.

COPY public.users (id, username, name, email, password, "timeZone") FROM stdin;
7\thal\tHal Host\thal@example.org\tsecret\tEurope/Berlin
\\.

-- PostgreSQL database dump complete
"""
    return text.rsplit("\n", 3)[0].encode() if cut else text.encode()


@pytest.mark.usefixtures("both_engines")
def test_a_cal_com_dump_and_its_api_say_the_same(shop: Shop) -> None:
    ran = done(shop.owner, importing.bring_in, uploaded(shop.owner, "calcom", copied())).ran
    assert ran is not None
    assert ran.counts.model_dump() == {"made": 4, "changed": 0, "known": 0, "refused": 2}
    assert [problem.reason.split(":")[0] for problem in ran.problems] == ["Booking 3", "Booking 4"]
    with db.reading(shop.owner) as session:
        made = session.exec(select(Booking)).one()
        hal = session.exec(select(Provider).where(Provider.name == "Hal Host")).one()
        days = {one.weekday for one in session.exec(select(WeeklyHours).where(WeeklyHours.provider_id == hal.id))}
    assert (made.starts_at, made.contact_name) == (datetime.combine(workday(3), time(9), UTC), "Ada")
    assert (made.notes, hal.timezone, days) == ("line one line two \\", "Europe/Berlin", {0, 1, 6})
    answer = {
        "status": "success",
        "data": [
            {
                "id": 1,
                "uid": "uid-1",
                "status": "accepted",
                "start": f"{workday(3)}T09:00:00.000Z",
                "end": f"{workday(3)}T09:30:00.000Z",
                "hosts": [{"id": 7, "name": "Hal Host", "email": "hal@example.org"}],
                "eventType": {"id": 3, "slug": "intro-call"},
                "attendees": [{"name": "Ada", "email": "ada@example.org", "timeZone": "Europe/Paris"}],
            }
        ],
    }
    again = done(shop.owner, importing.bring_in, uploaded(shop.owner, "calcom", json.dumps(answer))).ran
    assert again is not None
    assert again.counts.model_dump() == {"made": 0, "changed": 0, "known": 1, "refused": 0}


@pytest.mark.parametrize(
    "content",
    [copied(cut=True), b"{" * 100_000, b"[" * 200_000, b'{"data": 1}', b'[1, "x"]', b"{}", b"", b"COPY x", b'[{"a": NaN'],
)
def test_what_is_neither_dump_nor_answer_is_refused_whole(content: bytes) -> None:
    with pytest.raises(Invalid):
        calcom.opened(content)


def test_an_answer_with_nonsense_in_it_names_what_is_wrong() -> None:
    nonsense: list[dict[str, object]] = [
        {},
        {"start": 1, "end": None, "attendees": "x", "hosts": [[]], "eventType": []},
        {"start": "NaN", "end": "NaN", "attendees": [None]},
        {"start": "9999-01-01T00:00Z", "end": "0000-01-01T00:00Z", "attendees": [{"name": "A"}], "title": "x"},
        {"start": "2027-01-01T00:00:00+99:99", "end": "2027-01-01T01:00Z", "attendees": [{"name": "A"}], "title": "x"},
    ]
    found: list[Found] = list(calcom.found(calcom.opened(json.dumps(nonsense).encode())))
    assert [bool(one.problem) for one in found] == [True] * 5
