"""Where to go on, what may be skipped, what a step needs before it ends."""

import pytest
from pydantic import ValidationError

from careops.onboarding import rules
from careops.onboarding.schemas import HoursIn, MissingRow, StepKey

WANTS_TEST = MissingRow(step=StepKey.channels, message="Send a test message that arrives")


def test_setting_up_goes_on_at_the_first_open_step() -> None:
    assert rules.current({}) is StepKey.workspace
    assert rules.current({"workspace": "done", "channels": "done", "contact_form": "skipped"}) is StepKey.booking
    assert rules.current(dict.fromkeys(StepKey, "done")) is StepKey.review


def test_the_time_left_shrinks_with_each_step() -> None:
    assert rules.minutes_left({}) == 9
    assert rules.minutes_left({"booking": "done", "forms": "skipped"}) == 6
    assert rules.minutes_left(dict.fromkeys(StepKey, "done")) == 0


@pytest.mark.parametrize("step", StepKey)
def test_only_what_nobody_depends_on_is_skipped(step: StepKey) -> None:
    if step in {StepKey.contact_form, StepKey.forms, StepKey.inventory, StepKey.team}:
        rules.check_state(step, "skipped", [])
    else:
        with pytest.raises(rules.NotSkippable):
            rules.check_state(step, "skipped", [])


def test_a_step_ends_when_what_it_is_for_is_there() -> None:
    rules.check_state(StepKey.channels, "done", [])
    rules.check_state(StepKey.workspace, "done", [WANTS_TEST])
    rules.check_state(StepKey.channels, "open", [WANTS_TEST])
    for step in (StepKey.channels, StepKey.review):
        with pytest.raises(rules.NotReady) as refused:
            rules.check_state(step, "done", [WANTS_TEST])
        assert [(p.field, p.message) for p in refused.value.problems] == [("channels", "Send a test message that arrives")]


def test_clock_and_minutes_are_each_others_way_back() -> None:
    assert [rules.minute_of(clock) for clock in ("00:00", "09:30", "24:00")] == [0, 570, 1440]
    assert [rules.clock_of(minute) for minute in (0, 570, 1440)] == ["00:00", "09:30", "24:00"]


@pytest.mark.parametrize(("typed", "kept"), [("9:00", "09:00"), (" 09.30 ", "09:30"), ("24:00", "24:00"), ("0:05", "00:05")])
def test_hours_are_read_as_people_type_them(typed: str, kept: str) -> None:
    assert HoursIn(weekday=0, start=typed, end="24:00").start == kept


@pytest.mark.parametrize("typed", ["", "nine", "25:00", "9", "24:30", "09:60", "09:00:00", "\u0660\u0669:\u0660\u0660", "a\0b"])
def test_what_is_no_time_says_what_one_looks_like(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        HoursIn(weekday=0, start=typed, end="24:00")
    assert refused.value.error_count() == 1
