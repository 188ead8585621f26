"""Rules at work: armed for their moment, judged again when it has come, done once, and every time with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from pydantic import SecretStr
from sqlalchemy import event
from sqlmodel import col, select

from careops.activity.actions import caused, record
from careops.activity.models import Event
from careops.automation import actions as automation
from careops.automation import jobs, queries
from careops.automation.models import Alert, Rule, Run, RunStep
from careops.automation.schemas import RunPage, RunRow
from careops.automation.schemas.defining import (
    AddLabel,
    AlertTeam,
    Assign,
    CallWebhook,
    Close,
    Condition,
    Definition,
    Group,
    Pause,
    RuleEdit,
    RuleIn,
    Send,
    Snooze,
    Write,
)
from careops.booking import actions as booking
from careops.business import actions as business
from careops.business.schemas import BusinessIn
from careops.channels import actions as channels
from careops.channels.schemas import ResendIn
from careops.contacts import actions as contacts
from careops.contacts.events import ContactCreated
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Forbidden, Invalid, NotFound
from careops.core.ids import new_id
from careops.desk import queries as desk
from careops.inbox import actions as inbox
from careops.inbox import queries as conversations
from careops.inbox.actions.arriving import arrive
from careops.inbox.jobs.arriving import deal
from careops.inbox.models import Conversation, Delivery, Message
from careops.integrations.ports import Inbound
from tests import cast
from tests.worlds import Shop, opened

pytestmark = pytest.mark.usefixtures("both_engines")

MONDAY = datetime(2027, 3, 1, 10, tzinfo=UTC)  # in Lisbon too
VISIT = datetime(2027, 3, 5, 11, tzinfo=UTC)  # the Friday after
DAY = timedelta(days=1)
ANYBODY = UUID(int=0)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY) as moment:
        yield moment


@dataclass(frozen=True)
class Salon(Shop):
    """The shop, and a customer who has an address."""

    cleo: UUID = ANYBODY

    def book(self, starts: datetime = VISIT) -> UUID:
        with db.transaction(self.owner) as session:
            made = booking.book(session, self.owner, booking_type_id=self.service, starts_at=starts, contact_id=self.cleo)
        react()
        return made.id

    def move(self, made: UUID, to: datetime) -> None:
        with db.transaction(self.owner) as session:
            booking.reschedule(session, self.owner, booking_id=made, starts_at=to)
        react()

    def conversation(self) -> UUID:
        with db.reading(self.owner) as session:
            return conversations.of_contact(session, self.owner, contact_id=self.cleo).id

    def subjects(self) -> list[str]:
        """What waits in the outbox, oldest first; a text message by its first word."""
        with db.reading(self.owner) as session:
            return [
                row.subject.split(":")[0] for row in session.exec(select(Delivery).order_by(col(Delivery.created_at), col(Delivery.id)))
            ]

    def runs(self, rule: str) -> list[RunRow]:
        """Of one rule, the oldest first."""
        with db.reading(self.owner) as session:
            return queries.runs(session, self.owner, rule=rule).items[::-1]

    def run(self, rule: str) -> RunPage:
        (one,) = self.runs(rule)
        with db.reading(self.owner) as session:
            return queries.run(session, self.owner, run_id=one.id)

    def make(self, trigger: str, *does: object, **more: object) -> str:
        definition = Definition(actions=list(does), **more)  # type: ignore[arg-type]
        with db.transaction(self.owner) as session:
            rule = RuleIn(title="Mine", trigger=trigger, definition=definition, enabled=True)
            return automation.create_rule(session, self.owner, rule=rule).name

    def change(self, rule: str, **change: object) -> None:
        with db.transaction(self.owner) as session:
            automation.edit_rule(session, self.owner, rule=rule, change=RuleEdit.model_validate(change))


@pytest.fixture
def salon(clock: time_machine.Traveller, ana: Actor) -> Salon:
    shop = opened(ana)
    with db.transaction(ana) as session:
        cleo = contacts.register(session, ana, name="Cleo Marsh", email="cleo@example.org", source="import").id
    react()
    return Salon(shop.owner, shop.slug, shop.service, shop.providers, cleo)


def react() -> None:
    """Until nothing is left to react to, and nothing is due."""
    while jobs.react():
        pass


# ── before a booking ─────────────────────────────────────


def test_a_reminder_waits_for_its_moment_and_goes_once(salon: Salon, clock: time_machine.Traveller) -> None:
    salon.book()
    waiting = salon.run("booking_reminder")
    assert (waiting.state, waiting.due_at) == ("waiting", VISIT - DAY)
    assert salon.subjects() == ["Booked"]
    clock.move_to(VISIT - DAY + timedelta(seconds=1))
    react()
    react()
    done = salon.run("booking_reminder")
    assert (done.state, salon.subjects()) == ("done", ["Booked", "Reminder"])
    assert done.message_id
    assert [step.kind for step in done.steps] == ["armed", "send"]


def test_a_reminder_follows_the_booking_to_its_new_time_and_back(salon: Salon, clock: time_machine.Traveller) -> None:
    made = salon.book()
    later = VISIT + timedelta(days=3)
    salon.move(made, later)
    clock.move_to(VISIT - timedelta(hours=23))
    react()
    old, new = salon.runs("booking_reminder")
    assert (old.state, old.reason) == ("skipped", "The booking was moved to another time")
    assert (new.state, new.due_at) == ("waiting", later - DAY)
    salon.move(made, VISIT + timedelta(hours=2))
    salon.move(made, later)
    clock.move_to(later - timedelta(hours=23))
    react()
    assert salon.subjects().count("Reminder") == 1
    assert {run.state for run in salon.runs("booking_reminder")} == {"done", "skipped"}


def test_a_run_comes_back_when_the_booking_is_moved_there_and_back(salon: Salon, clock: time_machine.Traveller) -> None:
    made = salon.book()
    salon.move(made, VISIT - timedelta(days=2))
    clock.move_to(MONDAY + timedelta(hours=2))
    react()
    with db.transaction(salon.owner) as session:
        session.exec(sa.update(Run).where(col(Run.episode) == f"begins:{VISIT.isoformat()}").values(due_at=now()))  # type: ignore[call-overload]
    react()
    assert salon.runs("booking_reminder")[0].state == "skipped"
    salon.move(made, VISIT)
    first = salon.runs("booking_reminder")[0]
    assert (first.state, first.due_at) == ("waiting", VISIT - DAY)
    clock.move_to(VISIT - timedelta(hours=23))
    react()
    assert salon.subjects().count("Reminder") == 1


def test_a_cancelled_booking_cancels_its_reminder_by_itself(salon: Salon, clock: time_machine.Traveller) -> None:
    made = salon.book()
    with db.transaction(salon.owner) as session:
        booking.cancel(session, salon.owner, booking_id=made, reason="")
    clock.move_to(VISIT - timedelta(hours=23))
    react()
    gone = salon.run("booking_reminder")
    assert (gone.state, gone.reason) == ("skipped", "The booking was cancelled")
    assert "Reminder" not in salon.subjects()


def test_who_books_late_is_told_enough_by_the_confirmation(salon: Salon) -> None:
    salon.book(MONDAY + timedelta(hours=4))
    late = salon.run("booking_reminder")
    assert (late.state, late.reason) == ("skipped", "It was booked less than 24 hours before")


def test_after_a_long_stop_what_is_stale_is_dropped_and_what_is_not_is_done(salon: Salon, clock: time_machine.Traveller) -> None:
    salon.book()
    clock.move_to(VISIT - timedelta(hours=3))
    react()
    assert salon.run("booking_reminder").state == "done"
    other = Salon(salon.owner, salon.slug, salon.service, salon.providers, salon.cleo)
    clock.move_to(VISIT)
    other.book(VISIT + timedelta(days=7))
    clock.move_to(VISIT + timedelta(days=7, minutes=1))
    react()
    stale = salon.runs("booking_reminder")[-1]
    assert (stale.state, stale.reason) == ("skipped", "The booking has begun")


def test_stop_then_a_due_reminder_is_skipped_with_the_reason(salon: Salon, clock: time_machine.Traveller) -> None:
    salon.book()
    with db.transaction(salon.owner) as session:
        contacts.consent(
            session, salon.owner, contact_id=salon.cleo, channel="email", purpose="all", allowed=False, source="staff", wording="STOP"
        )
    clock.move_to(VISIT - timedelta(hours=23))
    react()
    told = salon.run("booking_reminder")
    assert (told.state, told.reason) == (
        "skipped",
        "The contact has no phone number; They opted out of messages by email",
    )
    assert "Reminder" not in salon.subjects()


def test_quiet_hours_move_a_run_and_say_so(salon: Salon, clock: time_machine.Traveller) -> None:
    with db.transaction(salon.owner) as session:
        business.update(session, salon.owner, business=BusinessIn(quiet_from=21 * 60, quiet_until=9 * 60))
    name = salon.make("booking.created", Write(text="Hello {first_name}", purpose="service"), delay=13 * 60)
    salon.book()
    clock.move_to(MONDAY + timedelta(hours=13, minutes=1))
    react()
    moved = salon.run(name)
    assert (moved.state, moved.due_at) == ("waiting", datetime(2027, 3, 2, 9, tzinfo=UTC))
    assert moved.reason == "It waits for the end of the quiet hours"
    clock.move_to(datetime(2027, 3, 2, 9, 0, 1, tzinfo=UTC))
    react()
    assert salon.run(name).state == "done"


# ── people go before rules ───────────────────────────────


def test_staff_reply_a_second_before_a_follow_up_is_due(salon: Salon, clock: time_machine.Traveller) -> None:
    with db.transaction(salon.owner) as session:
        contacts.consent(
            session, salon.owner, contact_id=salon.cleo, channel="email", purpose="marketing", allowed=True, source="staff", wording="yes"
        )
        automation.switch(session, salon.owner, rule="visit_follow_up", enabled=True)
    salon.book()
    due = VISIT + timedelta(minutes=30) + DAY
    assert salon.run("visit_follow_up").due_at == due
    clock.move_to(due - timedelta(seconds=1))
    with db.transaction(salon.owner) as session:
        inbox.reply(session, salon.owner, conversation_id=salon.conversation(), text="How was it?")
    clock.move_to(due + timedelta(seconds=1))
    react()
    told = salon.run("visit_follow_up")
    assert (told.state, told.reason) == ("skipped", "Automation is paused here since Ana Alves took over")
    assert not any(subject.startswith("Thank you") for subject in salon.subjects())


def test_a_nudge_waits_for_an_answer_and_is_over_once_there_is_one(salon: Salon, clock: time_machine.Traveller) -> None:
    with db.transaction(salon.owner) as session:
        automation.switch(session, salon.owner, rule="unanswered_nudge", enabled=True)
        inbox.receive(session, salon.owner, contact_id=salon.cleo, text="Do you have parking?")
    react()
    with db.transaction(salon.owner) as session:
        inbox.receive(session, salon.owner, contact_id=salon.cleo, text="Hello?")
    react()
    assert [run.state for run in salon.runs("unanswered_nudge")] == ["waiting"]
    with db.transaction(salon.owner) as session:
        inbox.reply(session, salon.owner, conversation_id=salon.conversation(), text="Yes, behind the house")
    clock.move_to(MONDAY + timedelta(hours=3))
    react()
    (told,) = salon.runs("unanswered_nudge")
    assert (told.state, told.reason) == ("skipped", "Somebody on the team has answered")
    with db.transaction(salon.owner) as session:
        inbox.assign(session, salon.owner, conversation_id=salon.conversation(), member_id=None)
        inbox.receive(session, salon.owner, contact_id=salon.cleo, text="And on Sundays?")
    react()
    clock.move_to(MONDAY + timedelta(hours=6))
    react()
    assert [run.state for run in salon.runs("unanswered_nudge")] == ["skipped", "done"]
    with db.reading(salon.owner) as session:
        (alert,) = session.exec(select(Alert).where(col(Alert.kind).like("rule_%"))).all()
    assert (alert.kind, alert.data["text"].split(" has ")[0]) == ("rule_high", "Cleo Marsh")


# ── an owner's own rules ─────────────────────────────────


def test_a_rule_of_ones_own_does_everything_in_its_order(salon: Salon, ben: Actor) -> None:
    does = [
        AddLabel(label="Regulars"),
        Assign(member_id=ben.member_id),
        AlertTeam(text="{name} booked {service}", priority="low"),
        CallWebhook(note="new booking"),
        Write(subject="Parking", text="Dear {first_name},\n\nparking is behind the house. {manage_link}"),
        Snooze(minutes=60),
        Close(),
        Pause(),
    ]
    name = salon.make("booking.created", *does)
    salon.book()
    run = salon.run(name)
    assert (run.state, [step.ok for step in run.steps]) == ("done", [True] * 8), [step.told for step in run.steps]
    with db.reading(salon.owner) as session:
        talk = session.exec(select(Conversation)).one()
        message = session.exec(select(Message).where(Message.subject == "Parking")).one()
        called = session.exec(select(Event).where(Event.kind == "automation.called")).one()
        alert = session.exec(select(Alert).where(Alert.kind == "rule_low")).one()
    assert (talk.assignee_id, talk.status, talk.automation_paused_at is not None) == (ben.member_id, "closed", True)
    assert message.text.startswith("Dear Cleo,")
    assert "/manage/" in message.text
    assert (called.depth, called.cause, called.data["note"]) == (1, run.id, "new booking")
    assert alert.data["text"] == "Cleo Marsh booked Cut"


def test_nobody_pauses_automation_by_writing_in_a_customer_s_name(salon: Salon) -> None:
    name = salon.make("message.received", Pause(), AddLabel(label="Wrote"))
    with db.transaction(salon.owner) as session:
        resend = ResendIn(kind="resend", api_key=SecretStr("re_key"), mail_from="hello@salon.example")
        account = channels.add(session, salon.owner, integration=resend)
    proven = {"authentication-results": "amazonses.com; dmarc=pass header.from=example.org"}
    for number, headers in enumerate(({}, proven)):
        said = ("hello@salon.example",), "Hi", "Hello", "", f"<{number}@x>", "", (), headers, (), now()
        mail = Inbound(f"e{number}", "email", ("Cleo Marsh", "cleo@example.org"), *said)
        with db.transaction(salon.owner) as session:
            arrive(session, Actor.system(salon.owner.workspace), integration_id=account.id, provider="resend", news=[mail])
        deal()
        react()
        with db.reading(salon.owner) as session:
            talk = session.exec(select(Conversation)).one()
        assert (talk.automation_paused_at is not None) == bool(headers)
    forged, hers = salon.runs(name)
    with db.reading(salon.owner) as session:
        steps = [queries.run(session, salon.owner, run_id=run.id).steps for run in (forged, hers)]
    assert [[step.ok for step in of] for of in steps] == [[False, True], [True, True]]
    assert steps[0][0].told.endswith("Nothing proves that this message is the contact's own")


def test_a_condition_that_does_not_hold_is_named(salon: Salon) -> None:
    dear = Group(parts=[Condition(fact="booking.price", op="at_least", values=["100"])])
    name = salon.make("booking.created", AddLabel(label="Dear"), conditions=dear)
    salon.book()
    run = salon.run(name)
    assert (run.state, run.reason) == ("unmatched", "The price is less than 100")
    assert run.snapshot["booking.price"] == 45


def test_what_may_change_is_asked_when_the_rule_acts(salon: Salon, clock: time_machine.Traveller) -> None:
    silent = Group(parts=[Condition(fact="conversation.wrote_since", values=["no"])])
    name = salon.make("booking.created", AddLabel(label="Silent"), conditions=silent, delay=60)
    salon.book()
    assert salon.run(name).state == "waiting"
    clock.move_to(MONDAY + timedelta(minutes=30))
    with db.transaction(salon.owner) as session:
        inbox.receive(session, salon.owner, contact_id=salon.cleo, text="Hello")
    clock.move_to(MONDAY + timedelta(minutes=61))
    react()
    run = salon.run(name)
    assert (run.state, run.snapshot["conversation.wrote_since"]) == ("unmatched", True)


def test_a_switched_off_rule_discards_what_waits_and_a_changed_one_is_timed_anew(salon: Salon, clock: time_machine.Traveller) -> None:
    salon.book()
    salon.change("booking_reminder", definition={"delay": 720, "actions": [{"do": "send", "message": "booking_reminder", "way": "email"}]})
    react()
    moved = salon.run("booking_reminder")
    assert (moved.state, moved.due_at) == ("waiting", VISIT - timedelta(hours=12))
    salon.change("booking_reminder", enabled=False)
    gone = salon.run("booking_reminder")
    assert (gone.state, gone.reason) == ("skipped", "This rule was switched off")
    with db.transaction(salon.owner) as session:
        back = automation.reset_rule(session, salon.owner, rule="booking_reminder")
    assert (back.enabled, back.changed, back.definition.delay) == (True, False, 1440)


def test_a_removed_rule_leaves_its_runs_to_be_read(salon: Salon) -> None:
    name = salon.make("booking.before", Send(message="booking_reminder"), delay=60)
    salon.book()
    with db.transaction(salon.owner) as session:
        automation.remove_rule(session, salon.owner, rule=name)
    run = salon.run(name)
    assert (run.state, run.reason, run.title) == ("skipped", "The rule was removed", "Mine")
    with pytest.raises(NotFound), db.reading(salon.owner) as session:
        queries.rule(session, salon.owner, name=name)


@pytest.mark.parametrize(
    ("trigger", "definition", "field"),
    [
        ("no.such", Definition(actions=[Close()]), "trigger"),
        ("booking.created", Definition(actions=[Send(message="welcome")]), "actions.0.message"),
        ("inventory.low", Definition(actions=[Close()]), "actions.0"),
        ("booking.before", Definition(actions=[Close()]), "delay"),
        ("booking.created", Definition(actions=[Write(text="{password}")]), "actions.0.text"),
        (
            "booking.created",
            Definition(actions=[Close()], conditions=Group(parts=[Condition(fact="message.text", values=["x"])])),
            "conditions.message.text",
        ),
        (
            "booking.created",
            Definition(actions=[Close()], conditions=Group(parts=[Condition(fact="booking.price", op="at_least", values=["nan"])])),
            "conditions.booking.price",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(salon: Salon, trigger: str, definition: Definition, field: str) -> None:
    with pytest.raises(Invalid) as refused, db.transaction(salon.owner) as session:
        automation.create_rule(session, salon.owner, rule=RuleIn(title="Mine", trigger=trigger, definition=definition))
    assert [problem.field for problem in refused.value.problems] == [field]


def test_rules_are_for_who_may_keep_them(salon: Salon, ben: Actor, stranger: Actor) -> None:
    name = salon.make("booking.created", Close())
    with pytest.raises(Forbidden), db.transaction(ben) as session:
        automation.remove_rule(session, ben, rule=name)
    for refused in (automation.remove_rule, automation.reset_rule):
        with pytest.raises(NotFound), db.transaction(stranger) as session:
            refused(session, stranger, rule=name)


# ── loops and floods ─────────────────────────────────────


def test_rules_that_set_each_other_off_end_after_three(salon: Salon) -> None:
    name = salon.make("conversation.closed", CallWebhook())
    with db.transaction(salon.owner) as session, caused(session, cause=new_id(), depth=3):
        talk = inbox.open_for(session, salon.owner, contact_id=salon.cleo)
        inbox.close(session, salon.owner, conversation_id=talk)
    react()
    run = salon.run(name)
    assert (run.state, run.reason) == ("skipped", "Rules set each other off: 3 stand behind this already")


def test_nobody_is_written_to_without_end(salon: Salon) -> None:
    name = salon.make("contact.created", Write(text="Hello"))
    for _time in range(15):
        with db.transaction(salon.owner) as session:
            record(session, salon.owner, ContactCreated(subject=salon.cleo, contact=salon.cleo, name="Cleo", origin="import"))
    react()
    states = [run.state for run in salon.runs(name)]
    assert states.count("done") == 12
    assert salon.runs(name)[-1].reason == "They were written to 12 times today"


# ── once, whoever tries ──────────────────────────────────


def test_two_reactors_do_what_is_due_once(salon: Salon, clock: time_machine.Traveller) -> None:
    starts = [VISIT + timedelta(minutes=30 * at) for at in range(1)] + salon.starts((VISIT + DAY * 3).date())[:7]
    for start in starts:
        salon.book(start)
    clock.move_to(VISIT + DAY * 3)
    with db.transaction(salon.owner) as session:
        session.exec(sa.update(Run).where(col(Run.state) == "waiting").values(due_at=now() - DAY))  # type: ignore[call-overload]
    gate, everybody = Barrier(4), Actor.system(None)

    def work() -> None:
        gate.wait()
        for _round in range(12):
            with db.transaction(everybody) as session:
                automation.do_due(session, everybody, limit=2)

    threads = [Thread(target=work) for _one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reminders = salon.runs("booking_reminder")
    assert {run.state for run in reminders} <= {"done", "skipped"}
    assert salon.subjects().count("Reminder") == sum(run.state == "done" for run in reminders) > 0


class Died(Exception):
    """The process was killed at that statement."""


def test_dying_at_any_statement_loses_and_doubles_nothing(salon: Salon, clock: time_machine.Traveller) -> None:
    salon.book()
    clock.move_to(VISIT - timedelta(hours=23))
    everybody, engine = Actor.system(None), db.engine
    left = 0

    def die(*_arguments: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Died

    crashes = 0
    event.listen(engine, "before_cursor_execute", die)
    try:
        for at in range(200):
            left = at
            try:
                with db.transaction(everybody) as session:
                    automation.do_due(session, everybody)
                break
            except Exception:
                crashes += 1
            finally:
                left = 10_000
            assert "Reminder" not in salon.subjects()
    finally:
        event.remove(engine, "before_cursor_execute", die)
    react()
    assert crashes > 0
    run = salon.run("booking_reminder")
    assert (run.state, salon.subjects().count("Reminder")) in (("done", 1), ("waiting", 0))
    clock.move_to(VISIT - timedelta(hours=20))
    react()
    assert (salon.run("booking_reminder").state, salon.subjects().count("Reminder")) == ("done", 1)


# ── before it is switched on ─────────────────────────────


def everything() -> dict[str, int]:
    """How many rows each table has."""
    with db.engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        return {name: connection.scalar(sa.text(f'SELECT COUNT(*) FROM "{name}"')) or 0 for name in names}  # noqa: S608


def test_a_rehearsal_tells_who_would_have_got_what_and_writes_nothing(salon: Salon, clock: time_machine.Traveller) -> None:
    stays, moved, gone = salon.book(), salon.book(VISIT + timedelta(hours=2)), salon.book(VISIT + timedelta(hours=3))
    salon.move(moved, VISIT + timedelta(days=3))
    with db.transaction(salon.owner) as session:
        booking.cancel(session, salon.owner, booking_id=gone, reason="")
    clock.move_to(VISIT + timedelta(days=4))
    react()
    before = everything()
    with db.reading(salon.owner) as session:
        told = queries.rehearse(session, salon.owner, name="booking_reminder_short", days=30)
        assert not session.new
        assert not session.dirty
    assert everything() == before
    acted = [(row.at, row.contact_name) for row in told.rows if row.acts]
    assert acted == [(VISIT + timedelta(days=3) - timedelta(hours=2), "Cleo Marsh"), (VISIT - timedelta(hours=2), "Cleo Marsh")]
    assert {row.reason for row in told.rows if not row.acts} == {"The booking was moved to another time", "The booking was cancelled"}
    assert (told.events, told.acts, stays is not None) == (4, 2, True)


def test_a_rehearsal_asks_as_much_for_many_events_as_for_few(salon: Salon, clock: time_machine.Traveller) -> None:
    def statements() -> int:
        count = 0

        def one(*_arguments: object) -> None:
            nonlocal count
            count += 1

        event.listen(db.engine, "before_cursor_execute", one)
        try:
            with db.reading(salon.owner) as session:
                queries.rehearse(session, salon.owner, name="booking_reminder_short")
        finally:
            event.remove(db.engine, "before_cursor_execute", one)
        return count

    salon.book()
    clock.move_to(VISIT)
    few = statements()
    clock.move_to(MONDAY)
    for start in salon.starts((VISIT - DAY).date())[:6]:
        salon.book(start)
    clock.move_to(VISIT)
    assert statements() == few


def test_a_rule_is_tried_on_something_that_happened_and_nothing_stays(salon: Salon) -> None:
    salon.book()
    with db.reading(salon.owner) as session:
        made = session.exec(select(Event).where(Event.kind == "booking.created")).one()
    before = everything()
    with db.transaction(salon.owner) as session:
        trial = automation.try_rule(session, salon.owner, rule="booking_reminder_short", event_id=made.id)
    assert everything() == before
    assert (trial.state, trial.due_at) == ("done", VISIT - timedelta(hours=2))
    assert trial.steps[-1].told == "send Reminder by text message, else email"
    with pytest.raises(Invalid), db.transaction(salon.owner) as session:
        automation.try_rule(session, salon.owner, rule="welcome", event_id=made.id)


def test_a_built_in_rule_gets_one_row_whoever_changes_it_first(salon: Salon) -> None:
    gate = Barrier(4)

    def change() -> None:
        gate.wait()
        with db.transaction(salon.owner) as session:
            automation.switch(session, salon.owner, rule="welcome", enabled=False)

    threads = [Thread(target=change) for _one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with db.reading(salon.owner) as session:
        (row,) = session.exec(select(Rule).where(Rule.name == "welcome")).all()
    assert not row.enabled


def test_a_run_keeps_its_log_and_is_a_strangers_to_nobody(salon: Salon, stranger: Actor) -> None:
    salon.book()
    run = salon.run("booking_confirmation")
    assert [(step.kind, step.ok) for step in run.steps] == [("send", True)]
    with pytest.raises(NotFound), db.reading(stranger) as session:
        queries.run(session, stranger, run_id=run.id)
    with db.reading(stranger) as session:
        assert session.exec(select(RunStep)).all() == []
    with pytest.raises(Forbidden), db.reading(cast.customer(salon.owner)) as session:
        queries.runs(session, cast.customer(salon.owner))


# ── what is there already ────────────────────────────────


def test_a_rule_switched_on_later_is_meant_for_the_bookings_there_are(salon: Salon, clock: time_machine.Traveller) -> None:
    visit = VISIT + timedelta(hours=4)
    salon.book(visit)
    with db.transaction(salon.owner) as session:
        automation.switch(session, salon.owner, rule="booking_reminder", enabled=False)
        automation.switch(session, salon.owner, rule="booking_reminder_short", enabled=True)
    assert salon.runs("booking_reminder_short") == []  # days ahead: the sweep arms it in time
    clock.move_to(visit - timedelta(hours=3))
    for _sweep in range(2):
        with db.transaction(salon.owner) as session:
            automation.arm_standing(session, Actor.system(salon.owner.workspace))
    armed = salon.run("booking_reminder_short")
    assert (armed.state, armed.due_at) == ("waiting", visit - timedelta(hours=2))
    with db.transaction(salon.owner) as session:
        automation.switch(session, salon.owner, rule="booking_reminder", enabled=True)
    react()
    assert salon.run("booking_reminder").state == "done"
    clock.move_to(visit - timedelta(hours=1))
    react()
    assert salon.subjects().count("Reminder") == 2


def test_a_persons_timeline_says_why_something_was_not_sent(salon: Salon) -> None:
    salon.book(MONDAY + timedelta(hours=4))
    with db.reading(salon.owner) as session:
        told = [row.what for row in desk.contact_page(session, salon.owner, contact_id=salon.cleo).happened]
    assert "“Confirmation” was carried out" in told
    assert "“Reminder, 24 hours before” was skipped: It was booked less than 24 hours before" in told


def test_a_booking_stands_in_the_thread_as_a_card_once(salon: Salon) -> None:
    made = salon.book()
    with db.reading(salon.owner) as session:
        (card,) = session.exec(select(Message).where(Message.kind == "card")).all()
        talk = session.exec(select(Conversation)).one()
    assert (card.about, talk.waiting_since) == (f"booking:{made}", None)
