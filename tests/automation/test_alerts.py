"""Alerts: one for each cause, no flicker, many as one; what is watched for; what people do with them; the morning's mail."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from fastapi.testclient import TestClient
from sqlmodel import col, select

from careops.activity.actions import record
from careops.automation import actions, jobs, queries
from careops.automation.jobs import keeping
from careops.automation.rules.alerts import FLAP, answering_minutes, since_text
from careops.automation.schemas import AlertRow
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas import BookingTypeEdit, Customer, ProviderEdit
from careops.business import actions as business
from careops.business import queries as businesses
from careops.business.schemas import BusinessIn, ClosureIn
from careops.careops import api
from careops.channels import actions as channels
from careops.channels.schemas import SmtpIn
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import PLATFORM, Actor
from careops.core.clock import now
from careops.core.errors import Conflict, Invalid, NotFound
from careops.core.ids import new_id
from careops.forms import actions as forms
from careops.forms import jobs as forms_jobs
from careops.forms.schemas import FieldKind, FormField, RequestIn, TemplateIn
from careops.inbox import actions as inbox
from careops.inbox.events import StrangersHeld, StrangersLetIn
from careops.inbox.models import Delivery
from careops.inbox.rules.letters import read_letter
from careops.inventory import actions as inventory
from careops.inventory.models import Reason
from careops.inventory.schemas import ItemIn, MovementIn
from tests import cast
from tests.worlds import ZONE, Shop, opened, workday

SMTP = SmtpIn(host="127.0.0.1", port=2525, security="none", mail_from="hello@example.com")

pytestmark = pytest.mark.usefixtures("both_engines")


def act(actor: Actor, action: Callable[..., Any], **arguments: Any) -> Any:
    with db.transaction(actor) as session:
        return action(session, actor, **arguments)


def shown(actor: Actor, standing: str = "open") -> list[AlertRow]:
    with db.reading(actor) as session:
        return queries.alerts(session, actor, standing=standing).items  # type: ignore[arg-type]


def kinds(actor: Actor, standing: str = "open") -> list[str]:
    return [row.kind for row in shown(actor, standing)]


def delivered(actor: Actor) -> None:
    """Nobody sends in these tests; so that the outbox is no alert."""
    with db.transaction(actor) as session:
        for delivery in session.exec(select(Delivery)):
            delivery.state, delivery.due_at, delivery.settled_at = "sent", None, now()


def watch(actor: Actor) -> int:
    system = Actor.system(actor.workspace_id)
    return act(system, actions.watch)


def react() -> None:
    while jobs.react():
        pass


def failed(actor: Actor, subject: UUID | None = None, reason: str = "no such address") -> UUID:
    subject = subject or new_id()
    data = {"recipient": f"{subject}@example.org", "about": "Your booking", "reason": reason, "state": "failed"}
    act(Actor.system(actor.workspace_id), actions.raise_alert, kind="delivery_failed", subject=subject, contact_id=None, data=data)
    return subject


def settled(actor: Actor, subject: UUID) -> None:
    act(Actor.system(actor.workspace_id), actions.settle_alert, kind="delivery_failed", subject=subject)


# ── one for each cause ───────────────────────────────────


def test_what_flickers_is_one_alert(ana: Actor) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        subject = failed(ana)
        (first,) = shown(ana)
        for _ in range(5):
            settled(ana, subject)
            assert shown(ana) == []
            clock.shift(FLAP / 2)
            failed(ana, subject)
        (again,) = shown(ana)
        assert (again.id, again.times) == (first.id, 6)
        settled(ana, subject)
        clock.shift(FLAP + timedelta(minutes=1))
        failed(ana, subject)
        assert shown(ana)[0].id != first.id


def test_many_of_one_kind_become_one_and_go_when_the_last_has_gone(ana: Actor) -> None:
    subjects = [failed(ana, reason=f"550 no such user {number}@example.org") for number in range(7)]
    (row,) = shown(ana)
    assert row.sentence == "7 messages were not delivered: 550 no such user 6@example.org"
    assert row.times == 7
    failed(ana, reason="quite another reason")
    assert len(shown(ana)) == 2
    for subject in subjects[:-1]:
        settled(ana, subject)
    assert any("1 message was" in one.sentence or "was not delivered" in one.sentence for one in shown(ana))
    settled(ana, subjects[-1])
    assert [one.sentence.endswith("quite another reason") for one in shown(ana)] == [True]


def test_a_crowd_of_strangers_is_one_alert_until_all_of_them_are_in(ana: Actor) -> None:
    system = Actor.system(ana.workspace)
    for _ in range(2):
        act(system, record, fact=StrangersHeld(subject=ana.workspace, provider="resend"))
    react()
    (row,) = shown(ana)
    assert (row.kind, row.sentence) == (
        "strangers_held",
        "More strangers write at once through resend than people do: some are held and come in by and by",
    )
    act(system, record, fact=StrangersLetIn(subject=ana.workspace))
    react()
    assert shown(ana) == []


# ── what is watched for ──────────────────────────────────


@pytest.fixture
def shop(ana: Actor) -> Shop:
    made = opened(ana)
    with db.transaction(ana) as session:
        business.update(session, ana, business=BusinessIn(answer_minutes=60, quiet_from=22 * 60, quiet_until=8 * 60))
    react()
    return made


def cleo(shop: Shop) -> UUID:
    return act(shop.owner, contacts.register, name="Cleo Marsh", email="cleo@example.org", phone="+351912345678").id


AFTER_LUNCH = datetime.combine(workday(3), datetime.min.time(), ZoneInfo(ZONE)).replace(hour=13)


def test_a_message_nobody_answers_in_time_is_an_alert_until_somebody_does(shop: Shop) -> None:
    with time_machine.travel(AFTER_LUNCH, tick=False) as clock:
        contact = cleo(shop)
        customer = Actor.customer(shop.owner.workspace, contact)
        act(customer, inbox.receive, contact_id=contact, text="Are you there?")
        react()
        delivered(shop.owner)
        clock.shift(timedelta(minutes=59))
        assert (watch(shop.owner), kinds(shop.owner)) == (0, [])
        clock.shift(timedelta(minutes=2))
        assert (watch(shop.owner), watch(shop.owner)) == (1, 0)
        (row,) = shown(shop.owner)
        assert (row.kind, row.priority, row.sentence) == ("missed_message", "high", "Cleo Marsh waits for an answer")
        assert row.href == f"/app/inbox/{row.subject}"
        act(shop.owner, inbox.reply, conversation_id=row.subject, text="Yes")
        react()
        assert kinds(shop.owner) == []
        (gone,) = shown(shop.owner, "resolved")
        assert gone.resolved_by == "CareOps"


def test_nobody_is_expected_to_answer_at_night() -> None:
    hours = {"quiet_from": 22 * 60, "quiet_until": 8 * 60, "timezone": "Europe/Berlin"}
    berlin = ZoneInfo("Europe/Berlin")
    late = datetime(2026, 11, 23, 21, 30, tzinfo=berlin).astimezone(UTC)
    assert answering_minutes(late, datetime(2026, 11, 24, 8, 0, tzinfo=berlin).astimezone(UTC), open=None, **hours) == 30
    assert answering_minutes(late, datetime(2026, 11, 25, 9, 0, tzinfo=berlin).astimezone(UTC), open=None, **hours) == 30 + 14 * 60 + 60
    assert answering_minutes(late, late + timedelta(minutes=10), open=None, **hours) == 10
    assert answering_minutes(late, late + timedelta(hours=3), open=None, quiet_from=0, quiet_until=0, timezone="UTC") == 180


def test_only_the_time_counts_in_which_somebody_is_there() -> None:
    noon = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    open = [(noon - timedelta(hours=3), noon + timedelta(hours=1)), (noon + timedelta(hours=69), noon + timedelta(hours=75))]
    never = {"quiet_from": 0, "quiet_until": 0, "timezone": "UTC"}
    for later, minutes in ((30, 30), (60, 60), (600, 60), (69 * 60, 60), (69 * 60 + 45, 105)):
        assert answering_minutes(noon, noon + timedelta(minutes=later), open=open, **never) == minutes
    assert answering_minutes(noon, noon + timedelta(hours=70), open=[], **never) == 0
    evening = {"quiet_from": 12 * 60 + 15, "quiet_until": 23 * 60, "timezone": "UTC"}
    assert answering_minutes(noon, noon + timedelta(minutes=60), open=open, **evening) == 15


def test_who_writes_when_nobody_works_is_missed_after_the_next_opening(shop: Shop) -> None:
    friday = next(day for ahead in range(3, 10) if (day := workday(ahead)).weekday() == 4)
    with time_machine.travel(
        datetime.combine(friday, datetime.min.time(), ZoneInfo(ZONE)).replace(hour=16, minute=30), tick=False
    ) as clock:
        contact = cleo(shop)
        act(Actor.customer(shop.owner.workspace, contact), inbox.receive, contact_id=contact, text="Are you there?")
        react()
        delivered(shop.owner)
        for passed in (29, 24 * 60, 24 * 60, 16 * 60, 30):  # Friday 16:59, Saturday, Sunday, Monday 8:59 and 9:29
            clock.shift(timedelta(minutes=passed))
            watch(shop.owner)
            assert kinds(shop.owner) == []
        clock.shift(timedelta(minutes=2))
        watch(shop.owner)
        assert kinds(shop.owner) == ["missed_message"]


def test_no_time_counts_on_a_day_the_business_is_closed(shop: Shop) -> None:
    day = workday(3)
    act(shop.owner, business.add_closure, closure=ClosureIn(first_day=day, last_day=day, name="Inventory"))
    begins = datetime.combine(day, datetime.min.time(), ZoneInfo(ZONE))
    with db.reading(shop.owner) as session:
        assert bookings.opening_times(session, shop.owner, since=begins, until=begins + timedelta(days=1)) == []


def test_a_business_whose_people_keep_no_hours_says_nothing_of_opening(ana: Actor) -> None:
    with db.reading(ana) as session:
        assert bookings.opening_times(session, ana, since=now() - timedelta(days=1), until=now()) is None


def test_whoever_resolves_is_not_asked_again_before_the_cause_has_gone_and_come_back(shop: Shop) -> None:
    with time_machine.travel(AFTER_LUNCH.replace(hour=9), tick=False) as clock:
        contact = cleo(shop)
        customer = Actor.customer(shop.owner.workspace, contact)
        act(customer, inbox.receive, contact_id=contact, text="Are you there?")
        clock.shift(timedelta(hours=2))
        watch(shop.owner)
        (row,) = shown(shop.owner)
        act(shop.owner, actions.resolve_alert, alert_id=row.id)
        clock.shift(timedelta(hours=2))
        assert (watch(shop.owner), kinds(shop.owner)) == (0, [])
        act(shop.owner, inbox.reply, conversation_id=row.subject, text="Yes")
        react()
        delivered(shop.owner)
        clock.shift(timedelta(hours=1))
        act(customer, inbox.receive, contact_id=contact, text="And now?")
        clock.shift(timedelta(hours=2))
        assert (watch(shop.owner), kinds(shop.owner)) == (1, ["missed_message"])
        assert shown(shop.owner)[0].id != row.id


def test_a_request_that_waits_or_comes_near_wants_an_answer(shop: Shop) -> None:
    act(shop.owner, booking.edit_booking_type, booking_type_id=shop.service, change=BookingTypeEdit(auto_confirm=False))
    start, wanted = shop.starts(workday(12))[0], Customer(name="Cleo Marsh", email="cleo@example.org")
    visitor = cast.customer(shop.owner)
    made = act(visitor, booking.book, booking_type_id=shop.service, starts_at=start, customer=wanted, provider_id=shop.providers[0])
    assert made.status == "pending"
    delivered(shop.owner)
    with time_machine.travel(now(), tick=False) as clock:
        assert (watch(shop.owner), kinds(shop.owner)) == (0, [])
        clock.shift(timedelta(hours=25))
        assert watch(shop.owner) == 1
        (row,) = shown(shop.owner)
        assert (row.kind, row.priority) == ("unconfirmed_booking", "medium")
        act(shop.owner, actions.read_alert, alert_id=row.id)
        clock.move_to(start - timedelta(hours=20))
        watch(shop.owner)
        (row,) = shown(shop.owner)
        assert (row.priority, row.read_at) == ("high", None)
        act(shop.owner, booking.confirm, booking_id=made.id)
        react()
        assert kinds(shop.owner) == []


def test_stock_opens_low_gets_critical_and_closes_only_well_above(shop: Shop) -> None:
    item = act(shop.owner, inventory.add_item, item=ItemIn(name="Wax", unit="jar", threshold=20, quantity=30)).id

    def moved(quantity: int, reason: Reason = Reason.use) -> None:
        act(shop.owner, inventory.move, item_id=item, movement=MovementIn(reason=reason, quantity=quantity))
        react()
        watch(shop.owner)

    moved(9)
    assert kinds(shop.owner) == []
    moved(1)
    assert [(row.kind, row.priority, row.sentence) for row in shown(shop.owner)] == [("stock", "medium", "Wax runs low: 20 jar left")]
    moved(2, Reason.receive)
    assert kinds(shop.owner) == ["stock"], "two above the threshold is no recovery"
    moved(12)
    assert [row.priority for row in shown(shop.owner)] == ["critical"]
    moved(30, Reason.receive)
    assert kinds(shop.owner) == []


def test_forms_that_are_overdue_are_told_of_once_and_are_an_alert(shop: Shop) -> None:
    template = act(
        shop.owner,
        forms.create_template,
        template=TemplateIn(name="Intake", fields=[FormField(key="q", kind=FieldKind.text, label="Why?")]),
    )
    contact = cleo(shop)
    act(shop.owner, forms.request, asked=RequestIn(template_id=template.id, contact_id=contact, due_at=now() + timedelta(hours=1)))
    system = Actor.system(shop.owner.workspace)
    assert forms_jobs.tell_overdue(system) == 0
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        assert (forms_jobs.tell_overdue(system), forms_jobs.tell_overdue(system)) == (1, 0)
        watch(shop.owner)
        assert [row.sentence for row in shown(shop.owner)] == ["Cleo Marsh has not filled in “Intake” in time"]


def test_an_outbox_that_stands_still_is_told(shop: Shop) -> None:
    with time_machine.travel(AFTER_LUNCH, tick=False):
        cleo(shop)
        react()
    with time_machine.travel(AFTER_LUNCH + timedelta(minutes=16), tick=False):
        watch(shop.owner)
        assert ("outbox_stuck", "critical") in [(row.kind, row.priority) for row in shown(shop.owner)]
        delivered(shop.owner)
        watch(shop.owner)
        assert "outbox_stuck" not in kinds(shop.owner)


def test_the_job_watches_every_business(shop: Shop, stranger: Actor) -> None:
    assert keeping.watch(Actor.system(None)) == 0


# ── what people do ───────────────────────────────────────


def test_alerts_are_assigned_snoozed_resolved_and_taken_back(ana: Actor, ben: Actor, stranger: Actor) -> None:
    failed(ana)
    (row,) = shown(ana)
    assert act(ana, actions.assign_alert, alert_id=row.id, member_id=ana.member_id).assignee == ana.name
    assert [one.id for one in shown(ana, "mine")] == [row.id]
    assert act(ana, actions.assign_alert, alert_id=row.id, member_id=None).assignee == ""
    with pytest.raises(NotFound):
        act(ana, actions.assign_alert, alert_id=row.id, member_id=stranger.member_id)
    with time_machine.travel(now(), tick=False) as clock:
        act(ana, actions.snooze_alert, alert_id=row.id, until=now() + timedelta(hours=1))
        assert (kinds(ana), kinds(ana, "snoozed")) == ([], ["delivery_failed"])
        clock.shift(timedelta(hours=2))
        assert kinds(ana) == ["delivery_failed"]
    for wrong in (now() - timedelta(hours=1), now() + timedelta(days=91)):
        with pytest.raises(Invalid):
            act(ana, actions.snooze_alert, alert_id=row.id, until=wrong)
    act(ana, actions.resolve_alert, alert_id=row.id)
    with pytest.raises(Conflict):
        act(ana, actions.snooze_alert, alert_id=row.id, until=now() + timedelta(hours=1))
    assert act(ana, actions.reopen_alert, alert_id=row.id).resolved_at is None
    for other in (ben, stranger):
        for action, more in (
            (actions.assign_alert, {"member_id": None}),
            (actions.snooze_alert, {"until": None}),
            (actions.reopen_alert, {}),
        ):
            with pytest.raises(NotFound):
                act(other, action, alert_id=row.id, **more)


def test_what_was_resolved_is_not_taken_back_beside_a_newer_one(ana: Actor) -> None:
    subject = failed(ana)
    (row,) = shown(ana)
    act(ana, actions.resolve_alert, alert_id=row.id)
    failed(ana, subject)
    with pytest.raises(Conflict):
        act(ana, actions.reopen_alert, alert_id=row.id)


def test_the_api_does_all_of_it(ana: Actor) -> None:
    client, bearer = TestClient(api), cast.bearer(cast.ANA)
    failed(ana)
    (alert,) = client.get("/api/v1/alerts", headers=bearer).json()["items"]
    path = f"/api/v1/alerts/{alert['id']}"
    assert client.post(f"{path}/assign", json={"member_id": str(ana.member_id)}, headers=bearer).json()["assignee"] == ana.name
    until = (now() + timedelta(hours=3)).isoformat()
    assert client.post(f"{path}/snooze", json={"until": until}, headers=bearer).json()["snoozed_until"]
    assert client.get("/api/v1/alerts?standing=snoozed", headers=bearer).json()["items"][0]["id"] == alert["id"]
    assert client.post(f"{path}/snooze", json={"until": "yesterday"}, headers=bearer).status_code == 422
    assert client.post(f"{path}/resolve", headers=bearer).json()["resolved_by"] == ana.name
    assert client.post(f"{path}/reopen", headers=bearer).json()["resolved_at"] is None
    jobs_told = client.get("/api/v1/jobs", headers=bearer).json()
    assert {"automation.watch", "booking.complete_past"} <= {job["name"] for job in jobs_told}
    asked = client.post("/api/v1/jobs/automation.watch/run", headers=bearer)
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    assert client.post("/api/v1/jobs/automation.watch/run", headers=bearer).status_code == 409
    assert client.get("/api/v1/jobs/automation.watch/runs", headers=bearer).json()["items"][0]["id"] == asked.json()["id"]
    assert client.post(f"/api/v1/jobs/runs/{asked.json()['id']}/retry", headers=bearer).status_code == 409
    assert client.post("/api/v1/jobs/none/run", headers=bearer).status_code == 404
    assert client.get("/api/v1/jobs/automation.watch", headers=cast.bearer(cast.ANA)).json()["state"] == "waiting"


# ── the morning ──────────────────────────────────────────


def mail_to(address: str) -> list[str]:
    with db.reading(Actor.system(PLATFORM)) as session:
        found = session.exec(select(Delivery).where(Delivery.recipient == address).order_by(col(Delivery.id))).all()
        return [read_letter(row.letter).text for row in found]


def test_everybody_gets_their_own_day_once_where_the_business_is(shop: Shop, ben: Actor) -> None:
    day = workday(12)
    act(shop.owner, booking.edit_provider, provider_id=shop.providers[0], change=ProviderEdit(member_id=ben.member_id))
    contact = cleo(shop)
    for start in (shop.starts(day)[2], shop.starts(day)[0], shop.starts(workday(13))[0]):
        act(shop.owner, booking.book, booking_type_id=shop.service, starts_at=start, contact_id=contact)
    system = Actor.system(shop.owner.workspace)
    before = len(mail_to(cast.BEN))
    with time_machine.travel(datetime.combine(day, datetime.min.time(), ZoneInfo(ZONE)).replace(hour=7), tick=False):
        assert act(system, actions.send_agendas) == 1
        act(system, actions.send_agendas)
    (text,) = mail_to(cast.BEN)[before:]
    assert text.index("09:00–09:30") < text.index("10:00–10:30")
    assert "Cleo Marsh, Cut" in text
    with time_machine.travel(datetime.combine(workday(20), datetime.min.time(), ZoneInfo(ZONE)).replace(hour=7), tick=False):
        assert act(system, actions.send_agendas) == 0


def test_the_day_comes_in_the_businesss_language_through_its_own_account_once(shop: Shop, ben: Actor) -> None:
    day, system = workday(12), Actor.system(shop.owner.workspace)
    act(shop.owner, booking.edit_provider, provider_id=shop.providers[0], change=ProviderEdit(member_id=ben.member_id))
    act(shop.owner, booking.book, booking_type_id=shop.service, starts_at=shop.starts(day)[0], contact_id=cleo(shop))
    act(shop.owner, business.update, business=BusinessIn(locale="de"))
    before = len(mail_to(cast.BEN))
    with time_machine.travel(datetime.combine(day, datetime.min.time(), ZoneInfo(ZONE)).replace(hour=7), tick=False):
        act(shop.owner, channels.add, integration=SMTP)
        for _again in range(2):
            assert act(system, actions.send_agendas) == 1
    assert len(mail_to(cast.BEN)) == before
    with db.reading(shop.owner) as session:
        (row,) = session.exec(select(Delivery).where(Delivery.recipient == cast.BEN)).all()
    text = read_letter(row.letter).text
    assert (row.subject, row.purpose) == (f"Ihr Tag bei {business_name(shop)}: 1 Termin", "account")
    assert "Guten Morgen" in text
    assert "Kalender öffnen" in text


def business_name(shop: Shop) -> str:
    with db.reading(shop.owner) as session:
        return businesses.profile(session, shop.owner).name


def test_what_left_by_the_house_does_not_leave_again_by_an_account_that_is_ready_later(shop: Shop, ben: Actor) -> None:
    day, system = workday(12), Actor.system(shop.owner.workspace)
    act(shop.owner, booking.edit_provider, provider_id=shop.providers[0], change=ProviderEdit(member_id=ben.member_id))
    act(shop.owner, booking.book, booking_type_id=shop.service, starts_at=shop.starts(day)[0], contact_id=cleo(shop))
    with time_machine.travel(datetime.combine(day, datetime.min.time(), ZoneInfo(ZONE)).replace(hour=7), tick=False):
        act(system, actions.send_agendas)
        act(shop.owner, channels.add, integration=SMTP)
        act(system, actions.send_agendas)
    with db.reading(shop.owner) as session:
        assert session.exec(select(Delivery).where(Delivery.recipient == cast.BEN)).all() == []


def test_owners_hear_in_the_morning_what_is_open_and_not_put_off(ana: Actor) -> None:
    system = Actor.system(ana.workspace)
    assert act(system, actions.send_digest) == 0
    failed(ana)
    before = len(mail_to(cast.ANA))
    assert act(system, actions.send_digest) == 1
    assert "was not delivered" in mail_to(cast.ANA)[before]
    (row,) = shown(ana)
    act(ana, actions.snooze_alert, alert_id=row.id, until=now() + timedelta(days=2))
    with time_machine.travel(now() + timedelta(days=1), tick=False):
        assert act(system, actions.send_digest) == 0


def test_what_is_old_goes(ana: Actor) -> None:
    subject = failed(ana)
    settled(ana, subject)
    assert keeping.forget(Actor.system(None)) == "Nothing to do"
    with time_machine.travel(now() + timedelta(days=91), tick=False):
        assert "1 alerts" in keeping.forget(Actor.system(None))
        assert shown(ana, "resolved") == []


@pytest.mark.parametrize(
    ("ago", "said"), [(timedelta(seconds=59), "Just now"), (timedelta(minutes=1), "1 min ago"), (timedelta(days=2), "2 days ago")]
)
def test_what_came_in_the_last_minute_is_just_now(ago: timedelta, said: str) -> None:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert since_text(at + ago, at) == said
