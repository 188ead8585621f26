"""The told business: whole, the same each time, told once, and with nothing of the past left to be sent."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from careops.core import clock, db
from careops.core.settings import settings
from careops.demo import __main__ as narrator
from careops.demo import story, visits
from tests import cast

pytestmark = pytest.mark.xdist_group("story")  # it is told once for all of them
LINK = re.compile(r"/(manage|waitlist|form)/[\w-]{43}")  # private links are of the rows' ids
NOW = datetime(2026, 11, 20, 13, 30, tzinfo=UTC)


def tell(*, back: int = 3, ahead: int = 6) -> None:
    """A few days tell the same things as sixty."""
    with pytest.MonkeyPatch.context() as patch, clock.telling(NOW):
        patch.setattr(visits, "BACK", back)
        patch.setattr(visits, "AHEAD", ahead)
        story.tell()


@pytest.fixture(scope="module")
def told_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The story, told once for this file."""
    file = tmp_path_factory.mktemp("told") / "told.db"
    shutil.copy(sqlite_template, file)
    db.connect(f"sqlite:///{file}")
    tell()
    yield file
    db.connect(settings.database_url)


@pytest.fixture
def told(told_file: Path, tmp_path: Path) -> Iterator[None]:
    """This test's own copy of it."""
    db.connect(f"sqlite:///{shutil.copy(told_file, tmp_path / 'copy.db')}")
    yield
    db.connect(settings.database_url)


def ask(question: str) -> list[Any]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(question))]


def summary() -> dict[str, Any]:
    """What there is of everything, and the names that stand on it; ids and secrets differ from telling to telling."""
    return {
        "bookings": ask("SELECT local_start, provider_name, contact_name, type_name, status, source FROM booking ORDER BY 1, 2"),
        "contacts": ask("SELECT name, email, phone, created_at FROM contact ORDER BY 1, 2, 3"),
        "messages": sorted(
            (at, direction, kind, subject, LINK.sub("/…/", text))
            for at, direction, kind, subject, text in ask("SELECT at, direction, kind, subject, text FROM message")
        ),
        "facts": Counter(kind for (kind,) in ask("SELECT kind FROM event")),
        "stock": ask("SELECT name, quantity FROM inventoryitem JOIN stocklevel ON item_id = inventoryitem.id ORDER BY 1"),
    }


@pytest.mark.usefixtures("told")
def test_two_tellings_are_the_same_story(sqlite_template: Path, tmp_path: Path) -> None:
    first = summary()
    db.connect(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'other.db')}")
    tell()
    assert summary() == first
    assert len(first["bookings"]) > 100


@pytest.mark.usefixtures("told")
def test_a_second_telling_does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = summary()
    narrator.main()
    assert summary() == before
    assert "ana@demo.example" in capsys.readouterr().out


@pytest.mark.usefixtures("told")
def test_nothing_of_the_past_waits_to_be_sent_or_answered() -> None:
    assert ask("SELECT count(*) FROM event WHERE reacted_at IS NULL") == [(0,)]
    assert ask("SELECT count(*) FROM run WHERE state = 'failed' OR due_at < '2026-11-20 13:30'") == [(0,)]
    assert ask("SELECT count(*) FROM run WHERE state = 'waiting'") != [(0,)]  # reminders of what is to come
    assert {state for (state,) in ask("SELECT DISTINCT state FROM delivery")} == {"sent", "failed"}
    assert ask("SELECT count(*) FROM delivery WHERE local") != [(0,)]


@pytest.mark.usefixtures("told")
def test_a_few_problems_are_there_to_solve() -> None:
    assert ask("SELECT substr(local_start, 1, 10) FROM booking WHERE status = 'pending' AND contact_name = 'Nadia Haddad'") == [
        ("2026-11-20",)
    ]
    assert {state for (state,) in ask("SELECT state FROM delivery WHERE recipient LIKE '%typo.example'")} == {"failed"}
    assert ask("SELECT count(*) FROM alert WHERE resolved_at IS NULL") != [(0,)]
    assert ask("SELECT count(*) FROM stocklevel s JOIN inventoryitem i ON i.id = s.item_id WHERE quantity * 2 <= threshold") == [(1,)]
    assert ask("SELECT count(*) FROM conversation WHERE waiting_since IS NOT NULL") == [(4,)]
    assert ask("SELECT count(*) FROM conversation WHERE status = 'closed'") == [(1,)]
    assert ask("SELECT count(*) FROM conversation WHERE automation_paused_at IS NOT NULL") != [(0,)]
    assert ask("SELECT count(*) FROM formsubmission WHERE status = 'pending' AND due_at < '2026-11-20 13:30'") == [(1,)]


@pytest.mark.usefixtures("told")
def test_everything_the_engine_sells_is_there_to_see() -> None:
    assert ask("SELECT DISTINCT variant_name FROM bookingline WHERE type_name = 'Cut & finish' ORDER BY 1") == [
        ("Long hair",),
        ("Short hair",),
    ]
    assert ask("SELECT count(*) FROM bookingline WHERE add_ons LIKE '%Repair mask%'") != [(0,)]
    ana, others = (
        ask("SELECT DISTINCT price FROM bookingline WHERE variant_name = 'Short hair' AND add_ons = '[]' AND provider_name " + who)  # noqa: S608
        for who in ("= 'Ana Alves'", "<> 'Ana Alves'")
    )
    assert (ana, others) == ([(5800,)], [(4800,)])
    assert {names for (names,) in ask("SELECT with_names FROM bookingline WHERE type_name IN ('Colour refresh', 'Blow-dry')")} <= {
        '["Window chair"]',
        '["Mirror chair"]',
        '["Basin room"]',
    }
    assert ask("SELECT count(*) FROM booking WHERE series_id IS NOT NULL AND contact_name = 'Oscar Nyberg'") == [(12,)]
    assert ask("SELECT count(*) FROM booking WHERE series_id IS NOT NULL AND status = 'completed'") == [(3,)]
    seats = "SELECT count(*) FROM bookingline JOIN booking ON booking.id = booking_id WHERE bookingline.slot_id = slot.id"
    assert ask(f"SELECT capacity, ({seats}), ({seats} AND status = 'completed') FROM slot ORDER BY starts") == [  # noqa: S608
        (6, 5, 5),
        (6, 6, 0),
        (6, 2, 0),
    ]
    assert ask("SELECT contact.name, waitlistwish.status FROM waitlistwish JOIN contact ON contact.id = contact_id ORDER BY 1") == [
        ("Helena Costa", "waiting"),
        ("Priya Raman", "waiting"),
    ]
    assert ask("SELECT first_day, last_day FROM closure") == [("2026-12-14", "2026-12-15")]
    assert ask("SELECT count(*) FROM timeoff") == [(2,)]


@pytest.mark.usefixtures("told")
def test_the_inbox_shows_what_it_can_keep() -> None:
    assert ask("SELECT shortcut FROM cannedreply ORDER BY 1") == [("next-visit",), ("parking",)]
    of = "JOIN conversation c ON c.id = conversation_id JOIN contact ON contact.id = c.contact_id"
    assert ask(f"SELECT label.name, contact.name FROM labelled {of} JOIN label ON label.id = label_id ORDER BY 1") == [  # noqa: S608
        ("Allergy", "Camille Dubois"),
        ("Wedding", "João Pires"),
    ]
    assert ask(
        "SELECT contact.name FROM conversation JOIN contact ON contact.id = contact_id WHERE snoozed_until > '2026-11-20 13:30'"
    ) == [("Felix Braun",)]
    assert ask(f"SELECT contact.name, mention.read_at FROM mention {of}") == [("Camille Dubois", None)]  # noqa: S608
    gone = "SELECT contact.name, channel, purpose FROM consent JOIN contact ON contact.id = contact_id WHERE NOT allowed"
    assert ask(gone) == [("Oscar Nyberg", "email", "marketing")]


@pytest.mark.usefixtures("told")
def test_the_shelf_is_ordered_for_used_by_visits_and_counted() -> None:
    assert ask("SELECT number, status, supplier.name FROM purchaseorder JOIN supplier ON supplier.id = supplier_id ORDER BY 1") == [
        (1, "received", "Alba Professional"),
        (2, "draft", "Alba Professional"),
    ]
    assert ask("SELECT count(*) FROM purchaseline JOIN purchaseorder o ON o.id = order_id WHERE o.number = 2") == [(2,)]
    assert ask("SELECT code, expires_on FROM lot WHERE quantity > 0 ORDER BY 2") == [
        ("A7-0931", "2026-12-01"),
        ("BP-118", "2027-04-19"),
        ("A7-1187", "2027-07-18"),
    ]
    used = "SELECT count(*) FROM stockmovement m JOIN inventoryitem i ON i.id = m.item_id WHERE i.name = 'Salon shampoo'"
    assert ask(f"{used} AND m.reason = 'use' AND booking_id IS NOT NULL")[0][0] > 40
    assert ask("SELECT count(*) FROM stockreservation WHERE settled_at IS NULL")[0][0] > 40
    assert ask("SELECT status, blind FROM stocktake") == [("applied", True)]
    assert ask("SELECT sum(lost) FROM stockday") == [(2 + 140 + 40,)]
    assert {reason for (reason,) in ask("SELECT reason FROM stockmovement")} == {"count", "move", "receive", "sale", "use", "waste"}
    assert ask("SELECT count(*) FROM event WHERE kind IN ('inventory.missing', 'inventory.unproven')") == [(0,)]


@pytest.mark.usefixtures("told")
def test_no_act_is_told_later_than_now() -> None:
    for table, column in (("event", "occurred_at"), ("message", "at"), ("delivery", "settled_at"), ("booking", "created_at")):
        assert ask(f"SELECT max({column}) <= '2026-11-20 13:30:00.000000' FROM {table}") == [(1,)], table  # noqa: S608


@pytest.mark.usefixtures("told")
def test_both_accounts_have_the_printed_password() -> None:
    for email in (cast.ANA, cast.BEN):
        assert cast.actor_of(cast.entered(email)).workspace_id


@pytest.mark.usefixtures("database")
def test_a_database_with_other_businesses_is_left_alone() -> None:
    cast.sam()
    with pytest.raises(SystemExit, match="one of its own"):
        narrator.main()
    assert ask("SELECT count(*) FROM workspace") == [(1,)]


@pytest.mark.usefixtures("database")
def test_production_refuses_the_story(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "environment", "production")
    with pytest.raises(SystemExit, match="not told in production"):
        narrator.main()
    with pytest.raises(RuntimeError), clock.telling(NOW):
        pass
    assert ask("SELECT count(*) FROM workspace") == [(0,)]


def test_the_clock_goes_on_where_the_story_ends() -> None:
    before = clock.now()
    with clock.telling(NOW):
        assert clock.now() == NOW
    assert clock.now() >= before


@pytest.mark.usefixtures("database")
def test_the_whole_story_can_be_told() -> None:
    tell(back=visits.BACK, ahead=visits.AHEAD)
    assert len(ask("SELECT id FROM booking")) > 400
