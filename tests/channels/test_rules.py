"""When an account is left alone, and how fast it may be used."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careops.channels.rules.breaking import FIRST_PAUSE, LONGEST_PAUSE, MOST_FAILURES, SET_UP_PAUSE, Breaker, after, at_fault, standing
from careops.channels.rules.pacing import admitted
from careops.integrations.ports import Accepted, Outcome, Rejected, RetryLater, Unknown

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_some_failures_are_borne_and_as_many_in_a_row_are_not() -> None:
    breaker = Breaker()
    for _ in range(MOST_FAILURES - 1):
        breaker = after(breaker, sent=0, failed=1, configuration=False, at=NOON)
        assert standing(breaker, NOON) == "closed"
    breaker = after(breaker, sent=0, failed=1, configuration=False, at=NOON)
    assert standing(breaker, NOON) == "open"
    assert standing(breaker, NOON + FIRST_PAUSE) == "trying"


def test_one_that_got_through_forgets_the_failures() -> None:
    almost = Breaker(MOST_FAILURES - 1)
    assert after(almost, sent=1, failed=3, configuration=False, at=NOON) == Breaker()
    assert after(almost, sent=0, failed=0, configuration=False, at=NOON) == almost


def test_a_set_up_at_fault_opens_at_once_whatever_else_got_through() -> None:
    breaker = after(Breaker(), sent=5, failed=0, configuration=True, at=NOON)
    assert breaker.open_until == NOON + SET_UP_PAUSE


def test_half_open_one_message_decides() -> None:
    trying = Breaker(MOST_FAILURES, NOON - timedelta(seconds=1))
    assert standing(trying, NOON) == "trying"
    assert after(trying, sent=1, failed=0, configuration=False, at=NOON) == Breaker()
    again = after(trying, sent=0, failed=1, configuration=False, at=NOON)
    assert standing(again, NOON) == "open"


def test_the_longer_it_lasts_the_longer_the_pause_up_to_a_quarter_of_an_hour() -> None:
    breaker, pauses = Breaker(MOST_FAILURES - 1), list[timedelta]()
    for _ in range(40):
        breaker = after(breaker, sent=0, failed=1, configuration=False, at=NOON)
        assert breaker.open_until
        pauses.append(breaker.open_until - NOON)
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (FIRST_PAUSE, LONGEST_PAUSE)


@pytest.mark.parametrize(
    ("outcome", "fault"),
    [
        (Accepted("1"), False),
        (Rejected("no such user"), False),
        (Rejected("bad key", configuration=True), True),
        (RetryLater("busy", 5), False),
        (RetryLater("down"), True),
        (Unknown("broke off"), True),
    ],
)
def test_a_recipient_or_a_plea_for_patience_is_not_the_accounts_fault(outcome: Outcome, fault: bool) -> None:
    assert at_fault(outcome) is fault


def test_a_rate_lets_a_second_s_worth_go_and_then_one_at_a_time() -> None:
    count, busy = admitted(50, per_minute=300, busy_until=None, at=NOON)
    assert (count, busy) == (5, NOON + timedelta(seconds=1))
    assert admitted(50, per_minute=300, busy_until=busy, at=NOON)[0] == 0
    assert admitted(50, per_minute=300, busy_until=busy, at=NOON + timedelta(milliseconds=400))[0] == 2
    assert admitted(1, per_minute=1, busy_until=None, at=NOON) == (1, NOON + timedelta(minutes=1))


def test_no_rate_lets_all_go_unless_the_provider_asked_for_a_pause() -> None:
    assert admitted(500, per_minute=0, busy_until=None, at=NOON) == (500, None)
    assert admitted(500, per_minute=0, busy_until=NOON + timedelta(seconds=9), at=NOON)[0] == 0
    assert admitted(500, per_minute=0, busy_until=NOON - timedelta(seconds=9), at=NOON)[0] == 500


@given(rate=st.integers(1, 6000), asks=st.lists(st.tuples(st.integers(0, 5_000), st.integers(1, 200)), max_size=60))
def test_never_more_than_the_rate_and_one_second_s_worth(rate: int, asks: list[tuple[int, int]]) -> None:
    moment, busy, total, begun = NOON, None, 0, None
    for milliseconds, wanted in asks:
        moment += timedelta(milliseconds=milliseconds)
        begun = begun or moment
        count, busy = admitted(wanted, per_minute=rate, busy_until=busy, at=moment)
        total += count
    seconds = (moment - (begun or moment)).total_seconds()
    assert total <= rate / 60 * (seconds + 1) + 1
