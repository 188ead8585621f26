"""What must be true of a database whatever happened to the process in front of it. Asked in SQL, past all of CareOps."""

import json
from dataclasses import dataclass, field

import sqlalchemy as sa

from tests.faults.burst import Attempt

# Each finds rows that must not be there; the name says what is wrong with them.
WRONG = {
    "two bookings at the same time": """
        SELECT a.id FROM occupancy a JOIN occupancy b ON a.provider_id = b.provider_id AND a.lane = b.lane AND a.id < b.id
        WHERE a.blocked_from < b.blocked_to AND b.blocked_from < a.blocked_to""",
    "a booking that occupies no time": """
        SELECT b.id FROM booking b WHERE b.status <> 'cancelled' AND 1 <> (
          SELECT count(*) FROM occupancy o WHERE o.booking_id = b.id AND o.kind = 'booking' AND o.provider_id = b.provider_id)""",
    "time occupied by no booking": """
        SELECT o.id FROM occupancy o LEFT JOIN booking b ON b.id = o.booking_id WHERE o.kind = 'booking' AND b.id IS NULL""",
    "a booking nobody heard of": """
        SELECT b.id FROM booking b WHERE 1 <> (SELECT count(*) FROM event e WHERE e.subject = b.id AND e.kind = 'booking.created')""",
    "news of a booking that is not there": """
        SELECT e.id FROM event e LEFT JOIN booking b ON b.id = e.subject WHERE e.kind = 'booking.created' AND b.id IS NULL""",
    "a booking for nobody": """
        SELECT b.id FROM booking b LEFT JOIN contact c ON c.id = b.contact_id AND c.workspace_id = b.workspace_id WHERE c.id IS NULL""",
    "a contact twice": """
        SELECT email_key FROM contact WHERE email_key <> '' GROUP BY workspace_id, email_key HAVING count(*) > 1""",
    "a contact nobody heard of": """
        SELECT c.id FROM contact c WHERE 1 <> (SELECT count(*) FROM event e WHERE e.subject = c.id AND e.kind = 'contact.created')""",
    "a booking without its one confirmation": """
        SELECT e.id FROM event e WHERE e.kind = 'booking.created' AND 1 <> (
          SELECT count(*) FROM message m JOIN delivery d ON d.message_id = m.id AND d.workspace_id = m.workspace_id
          WHERE m.event_id = e.id AND m.automated)""",
    "a new contact without their one welcome": """
        SELECT e.id FROM event e WHERE e.kind = 'contact.created' AND e.source = 'public' AND 1 < (
          SELECT count(*) FROM message m WHERE m.event_id = e.id AND m.automated)""",
    "an event nobody reacted to": "SELECT id FROM event WHERE reacted_at IS NULL",
    "a letter that was not sent": "SELECT id FROM delivery WHERE state <> 'sent'",
    "a letter sent without a letter": """
        SELECT d.id FROM delivery d LEFT JOIN message m ON m.id = d.message_id WHERE d.purpose = 'message' AND m.id IS NULL""",
}


@dataclass
class Ledger:
    """Everything the customers of a run were told, cycle after cycle."""

    attempts: list[Attempt] = field(default_factory=list)
    retried: int = 0
    kept: int = 0  # unknown attempts that turned out to be booked

    def problems(self, connection: sa.Connection) -> list[str]:
        """Where the ledger and the database disagree."""
        booked = dict(connection.execute(sa.text("SELECT c.email, b.id FROM booking b JOIN contact c ON c.id = b.contact_id")).all())
        promised = {attempt.email for attempt in self.attempts if attempt.status == 201}
        wrong = [f"answered 201, but there is no booking for {email}" for email in sorted(promised - set(booked))]
        wrong += [f"booked, but nobody was told: {email}" for email in sorted(set(booked) - promised)]
        wrong += [f"answered {a.status}: {a.answer[:200]}" for a in self.attempts if a.status not in (201, 409)]
        return wrong


def token_of(attempt: Attempt) -> str:
    """The private link's token, which names the booking an answer is about."""
    return json.loads(attempt.answer)["token"]


def check(engine: sa.Engine, ledger: Ledger) -> list[str]:
    """Everything that is wrong; nothing, when all held."""
    with engine.connect() as connection:
        wrong = ledger.problems(connection)
        for name, question in WRONG.items():
            if found := connection.execute(sa.text(question)).all():
                wrong.append(f"{len(found)} × {name}, such as {found[0][0]}")
        wrong += _engine_itself(connection)
    return wrong


def _engine_itself(connection: sa.Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []
    broken = [row[0] for row in connection.execute(sa.text("PRAGMA integrity_check")) if row[0] != "ok"]
    return broken + [f"dangling link in {row[0]}" for row in connection.execute(sa.text("PRAGMA foreign_key_check"))]


def caught_up(engine: sa.Engine) -> bool:
    """Whether everything that was owed has been dealt with."""
    with engine.connect() as connection:
        waiting = connection.scalar(sa.text("SELECT count(*) FROM event WHERE reacted_at IS NULL"))
        return not waiting and not connection.scalar(sa.text("SELECT count(*) FROM delivery WHERE due_at IS NOT NULL"))
