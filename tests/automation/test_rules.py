"""Judging and timing, without a database: truth tables, and episodes under every order of events."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careops.activity.schemas import EventRow
from careops.automation.rules import BUILT_IN
from careops.automation.rules.caps import MOST_A_DAY, MOST_AN_HOUR, too_deep, too_many
from careops.automation.rules.catalogue import TRIGGERS, Anchor, Kind, fact_of, trigger_of
from careops.automation.rules.conditions import ALLOWED, all_of, any_of, compare, judge, problem, told
from careops.automation.rules.messages import MESSAGES, message_of
from careops.automation.rules.replaying import Replay
from careops.automation.rules.sentences import sentence
from careops.automation.rules.templates import TEMPLATES
from careops.automation.rules.timing import due, episode, missed, on_open_day, span_text, too_late
from careops.automation.rules.words import problem as words_problem
from careops.automation.schemas.defining import AlertTeam, Condition, Definition, Group, Operator, Send, Write
from careops.automation.schemas.standing import BookingNow, FormNow, Live, TalkNow
from careops.core.ids import new_id

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
HERE = new_id()
THREE = (True, False, None)


def happened(kind: str = "booking.created", at: datetime = NOON, subject: UUID = HERE, **data: Any) -> EventRow:
    return EventRow(
        id=new_id(),
        workspace_id=HERE,
        kind=kind,
        subject=subject,
        contact=None,
        data=data,
        actor_kind="member",
        actor_id=None,
        actor_name="",
        source="app",
        occurred_at=at,
    )


# ── conditions ───────────────────────────────────────────


@pytest.mark.parametrize(("one", "two"), list(product(THREE, THREE)))
def test_and_or_know_what_is_not_known_yet(one: bool | None, two: bool | None) -> None:
    known = [value for value in (one, two) if value is not None]
    both, either = all_of([one, two]), any_of([one, two])
    assert both is (False if False in known else None if len(known) < 2 else True)
    assert either is (True if True in known else None if len(known) < 2 else False)


@pytest.mark.parametrize(
    ("kind", "op", "value", "wanted", "holds"),
    [
        (Kind.number, "at_least", 5, ["5"], True),
        (Kind.number, "at_least", 4.9, ["5"], False),
        (Kind.number, "at_most", 5, ["5"], True),
        (Kind.number, "is", 5, ["5.0"], True),
        (Kind.number, "at_most", None, ["5"], False),
        (Kind.choice, "is", "a", ["a", "b"], True),
        (Kind.choice, "is", "A", ["a"], True),
        (Kind.choice, "is_not", "a", ["a", "b"], False),
        (Kind.choice, "is_not", None, ["a"], True),
        (Kind.choice, "is", None, ["a"], False),
        (Kind.several, "is", ["VIP", "New"], ["vip"], True),
        (Kind.several, "is_not", ["VIP"], ["New"], True),
        (Kind.several, "is", [], ["New"], False),
        (Kind.text, "contains", "I want a REFUND", ["refund"], True),
        (Kind.text, "contains_not", "hello", ["refund"], True),
        (Kind.text, "contains", None, ["refund"], False),
        (Kind.yes_no, "is", True, ["yes"], True),
        (Kind.yes_no, "is", None, ["no"], True),
        (Kind.yes_no, "is", False, ["yes"], False),
    ],
)
def test_each_kind_of_fact_is_compared_as_people_mean_it(kind: Kind, op: Any, value: Any, wanted: list[str], holds: bool) -> None:
    assert compare(kind, op, value, wanted) is holds


def test_groups_stand_inside_each_other_and_the_first_no_is_named() -> None:
    trigger = trigger_of("booking.created")
    assert trigger
    dear = Condition(fact="booking.price", op="at_least", values=["100"])
    public = Condition(fact="booking.source", values=["public"])
    written = Condition(fact="conversation.wrote_since", values=["no"])
    either = Group(mode="any", parts=[dear, public])
    whole = Group(parts=[either, written])
    verdict = judge(whole, trigger, {"booking.price": 45, "booking.source": "staff"})
    assert (verdict.holds, verdict.why) == (False, "the price is less than 100")
    assert judge(whole, trigger, {"booking.price": 120, "booking.source": "staff"}).holds is None
    assert judge(whole, trigger, {"booking.price": 120, "booking.source": "staff", "conversation.wrote_since": False}).holds is True
    assert judge(Group(), trigger, {}).holds is True
    assert [one.holds for one in verdict.asked] == [False, False, None]


@given(values=st.lists(st.sampled_from(THREE), min_size=1, max_size=6))
def test_what_is_decided_early_stays_so_whatever_the_rest_turns_out_to_be(values: list[bool | None]) -> None:
    for decide in (all_of, any_of):
        early = decide(values)
        if early is None:
            continue
        for filler in (True, False):
            assert decide([filler if value is None else value for value in values]) is early


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e13", "", "ten"])
def test_only_real_numbers_are_compared_with(value: str) -> None:
    trigger = trigger_of("booking.created")
    assert trigger
    assert problem(Condition(fact="booking.price", op="at_least", values=[value]), trigger)


# ── the catalogue ────────────────────────────────────────


def test_every_fact_can_be_asked_and_told_and_has_one_name_a_trigger() -> None:
    for trigger in TRIGGERS:
        names = [fact.name for fact in trigger.facts]
        assert len(names) == len(set(names)), trigger.name
        for fact in trigger.facts:
            assert ALLOWED[fact.kind]
            assert fact.title
        assert (trigger.anchor is Anchor.event) is not trigger.timed


def test_what_careops_delivers_makes_sense() -> None:
    for rule in (*BUILT_IN, *(template.rule for template in TEMPLATES)):
        trigger = trigger_of(rule.trigger)
        assert trigger
        assert all(not problem(condition, trigger) for condition in rule.definition.conditions.conditions())
        for action in rule.definition.actions:
            if isinstance(action, Send):
                message = message_of(action.message)
                assert message
                assert trigger.name in message.triggers
        assert words_problem(rule.definition) is None
        assert sentence(trigger, rule.definition).endswith(".")
    assert all(trigger_of(name) for message in MESSAGES for name in message.triggers)
    off = {rule.name for rule in BUILT_IN if not rule.on}
    assert off == {"booking_reminder_short", "visit_follow_up", "no_show_follow_up", "unanswered_nudge"}


def test_a_rule_reads_as_a_sentence() -> None:
    before, after = trigger_of("booking.before"), trigger_of("booking.no_show")
    assert before
    assert after
    remind = Definition(delay=1440, actions=[Send(message="booking_reminder", way="sms_or_email")])
    assert sentence(before, remind) == "24 hours before a booking, send Reminder by text message, else email."
    silent = Group(parts=[Condition(fact="conversation.wrote_since", values=["no"])])
    missed_you = Definition(delay=120, conditions=silent, actions=[Write(text="We missed you"), AlertTeam(text="Call them")])
    assert sentence(after, missed_you) == (
        "When a client does not come, wait 2 hours, if they have not written since, "
        "send “We missed you” by email, then alert the team: “Call them”."
    )


@pytest.mark.parametrize(
    ("asked", "so", "not_so"),
    [
        (("conversation.open", "is", ["yes"]), "their conversation is open", "their conversation is not open"),
        (("contact.email", "is", ["no"]), "they have no email address", "they have an email address"),
        (("booking.service", "is", ["Cut"]), "the service is Cut", "the service is not Cut"),
        (("booking.service", "is", ["Cut", "Wash"]), "the service is Cut or Wash", "the service is none of Cut, Wash"),
        (("booking.service", "is_not", ["Cut", "Wash"]), "the service is none of Cut, Wash", "the service is Cut or Wash"),
        (("booking.price", "at_least", ["100"]), "the price is at least 100", "the price is less than 100"),
        (("booking.minutes", "at_most", ["30"]), "the length is at most 30 min", "the length is more than 30 min"),
        (("booking.price", "is", ["5"]), "the price is 5", "the price is not 5"),
    ],
)
def test_each_question_has_words_of_its_own_for_no(asked: tuple[str, Operator, list[str]], so: str, not_so: str) -> None:
    trigger = trigger_of("booking.created")
    assert trigger
    condition = Condition(fact=asked[0], op=asked[1], values=asked[2])
    fact = fact_of(trigger, asked[0])
    assert fact
    assert (told(condition, fact), told(condition, fact, denied=True)) == (so, not_so)


def test_words_that_are_missing_are_told_so() -> None:
    trigger = trigger_of("message.received")
    assert trigger
    said = Condition(fact="message.text", op="contains", values=["price", "cost"])
    verdict = judge(Group(parts=[said]), trigger, {"message.text": "Hello"})
    assert (verdict.holds, verdict.why) == (False, "the message does not contain price or cost")
    other = judge(Group(parts=[said.model_copy(update={"op": "contains_not"})]), trigger, {"message.text": "What does it cost?"})
    assert (other.holds, other.why) == (False, "the message contains price or cost")


def test_every_question_of_yes_or_no_can_be_denied() -> None:
    assert all(bool(fact.denied) is (fact.kind is Kind.yes_no) for trigger in TRIGGERS for fact in trigger.facts)


# ── when ─────────────────────────────────────────────────


def live(starts: datetime, status: str = "confirmed") -> Live:
    return Live(booking=BookingNow(status, starts, starts + timedelta(hours=1), HERE, {}))


def test_an_episode_is_named_after_what_it_waits_for() -> None:
    before, waiting, unreturned, form = (
        trigger_of(name) for name in ("booking.before", "message.unanswered", "message.unreturned", "form.overdue")
    )
    assert before
    assert waiting
    assert unreturned
    assert form
    event = happened()
    assert episode(before, event, live(NOON)).key == f"begins:{NOON.isoformat()}"
    assert episode(before, event, live(NOON, "cancelled")).over == "The booking was cancelled"
    assert episode(before, event, live(NOON, "pending")).over == "The booking is not confirmed"
    talk = TalkNow(HERE, "open", NOON, NOON, None, False, "")
    assert episode(waiting, event, Live(talk=talk)).key == f"waiting:{NOON.isoformat()}"
    assert episode(unreturned, event, Live(talk=talk)).over == "The client has answered"
    answered = TalkNow(HERE, "open", None, NOON, NOON + timedelta(hours=1), False, "")
    assert episode(waiting, event, Live(talk=answered)).over == "Somebody on the team has answered"
    assert episode(unreturned, event, Live(talk=answered)).anchor == NOON + timedelta(hours=1)
    assert episode(waiting, event, Live(talk=TalkNow(HERE, "closed", NOON, NOON, None, False, ""))).over == "The conversation was closed"
    assert episode(form, event, Live(form=FormNow("completed", NOON))).over == "The form is filled in"
    assert episode(form, event, Live(form=FormNow("overdue", NOON))).anchor == NOON


moves = st.lists(st.integers(min_value=0, max_value=5), min_size=1, max_size=8)


@given(places=moves)
def test_only_the_last_place_of_a_booking_keeps_its_episode(places: list[int]) -> None:
    trigger = trigger_of("booking.before")
    assert trigger
    at = [NOON + timedelta(days=2 + place) for place in places]
    keys = [episode(trigger, happened(), live(one)).key for one in at]
    now_key = keys[-1]
    assert all((key == now_key) is (one == at[-1]) for key, one in zip(keys, at, strict=True))


@given(delay=st.integers(0, 60 * 24 * 30), lead=st.integers(-(60 * 24 * 40), 60 * 24 * 40))
def test_a_reminder_is_due_missed_or_too_late_and_never_two_of_them(delay: int, lead: int) -> None:
    trigger = trigger_of("booking.before")
    assert trigger
    starts = NOON + timedelta(minutes=lead)
    when = due(trigger, starts, delay)
    assert when == starts - timedelta(minutes=delay)
    if not missed(trigger, when, starts, NOON, delay):
        assert when > NOON
        assert not too_late(trigger, when, starts, when) or delay == 0
    assert bool(too_late(trigger, when, starts, NOON)) is (starts <= NOON)


def test_what_is_late_for_days_is_dropped() -> None:
    trigger = trigger_of("booking.no_show")
    assert trigger
    assert not too_late(trigger, NOON, NOON, NOON + timedelta(days=3))
    assert too_late(trigger, NOON, NOON, NOON + timedelta(days=3, minutes=1))


def test_closed_days_are_left_out_by_the_wall_clock() -> None:
    closed = [(date(2027, 3, 26), date(2027, 3, 29))]  # over the night in which Lisbon's clocks change
    moved = on_open_day(datetime(2027, 3, 26, 12, tzinfo=UTC), "Europe/Lisbon", closed)
    assert moved == datetime(2027, 3, 30, 11, tzinfo=UTC)
    assert on_open_day(NOON, "Europe/Lisbon", closed) == NOON


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(45, "45 minutes"), (60, "1 hour"), (1440, "24 hours"), (2880, "2 days"), (10080, "1 week"), (90, "90 minutes"), (0, "0 minutes")],
)
def test_a_delay_is_told_in_one_unit(minutes: int, words: str) -> None:
    assert span_text(minutes) == words


# ── the past ─────────────────────────────────────────────

steps = st.lists(st.tuples(st.sampled_from(["move", "cancel", "pass"]), st.integers(1, 72)), max_size=12)


@given(steps=steps)
def test_a_replay_acts_at_most_once_for_each_time_and_only_where_the_booking_still_stood(steps: list[tuple[str, int]]) -> None:
    trigger = trigger_of("booking.before")
    assert trigger
    replay, subject, at, starts, alive = Replay(trigger, 24 * 60), new_id(), NOON, NOON + timedelta(hours=60), True
    told = [happened(at=at, subject=subject, starts_at=starts.isoformat(), status="confirmed")]
    stood: list[tuple[datetime, datetime, datetime]] = []  # from, until, start
    since = at
    for step, hours in steps:
        at += timedelta(hours=hours)
        if step == "pass" or not alive:
            continue
        stood.append((since, at, starts))
        since = at
        if step == "move":
            starts = at + timedelta(hours=hours * 2)
            told.append(happened("booking.rescheduled", at, subject, starts_at=starts.isoformat(), status="confirmed"))
        else:
            alive = False
            told.append(happened("booking.cancelled", at, subject, starts_at=starts.isoformat(), status="cancelled"))
    if alive:
        stood.append((since, at + timedelta(days=60), starts))
    moments = [*replay.feed(told), *replay.rest(at + timedelta(days=60))]
    acted = [one.at for one in moments if not one.over]
    day = timedelta(days=1)
    expected = [start - day for begin, end, start in stood if begin < start - day <= end]
    assert acted == expected


# ── caps ─────────────────────────────────────────────────


def test_caps_hold_where_they_say() -> None:
    assert [bool(too_deep(depth)) for depth in (0, 2, 3, 9)] == [False, False, True, True]
    assert not too_many(MOST_AN_HOUR - 1, MOST_A_DAY - 1)
    assert "hour" in too_many(MOST_AN_HOUR, 0)
    assert "today" in too_many(0, MOST_A_DAY)
