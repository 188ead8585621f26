"""Who goes first, what an outcome means, how long a text is: pure decisions."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careops.core.clock import now
from careops.core.ids import new_id
from careops.inbox.rules.delivering import (
    FIRST_WAIT,
    LONGEST_WAIT,
    MOST_TRIES,
    Due,
    History,
    Priority,
    Verdict,
    backoff,
    goes_on,
    in_turn,
    one_line,
    priority_of,
    verdict,
)
from careops.inbox.rules.texts import length
from careops.integrations.ports import Accepted, Outcome, Rejected, RetryLater, Unknown

MOMENT = now()
AWAY, NO_KEY, REFUSED, LOST = RetryLater("away"), Rejected("key", configuration=True), Rejected("550"), Unknown("gone")


def due(priority: int, minutes: int) -> Due:
    """Due for so many minutes."""
    return Due(new_id(), priority, MOMENT - timedelta(minutes=minutes))


def test_a_confirmation_overtakes_a_campaign() -> None:
    campaign, confirmation = due(Priority.campaign, 60), due(Priority.fact, 0)
    assert in_turn([campaign, confirmation], 1, chance=0) == [confirmation]
    assert in_turn([campaign, confirmation], 2, chance=0) == [confirmation, campaign]


def test_every_fifth_place_is_for_who_waits_longest() -> None:
    old = [due(Priority.campaign, 90 - number) for number in range(10)]
    urgent = [due(Priority.awaited, 1) for _ in range(50)]
    taken = in_turn([*old, *urgent], 10, chance=0)
    assert [one.priority for one in taken].count(Priority.campaign) == 2
    assert set(old[:2]) <= set(taken)


def test_where_places_are_few_chance_gives_the_fifth_its_turn() -> None:
    """One place at a time, and always somebody more urgent: the old one still leaves."""
    chance, old, rounds = Random(7), due(Priority.campaign, 90), 0
    while old not in in_turn([old, due(Priority.awaited, 0), due(Priority.awaited, 0)], 1, chance=chance.random()):
        rounds += 1
    assert 0 < rounds < 50


def test_what_a_purpose_is_worth() -> None:
    assert [priority_of(purpose) for purpose in ("reply", "account", "service", "marketing")] == [0, 0, 5, 9]


@pytest.mark.parametrize(
    ("outcome", "past", "keyed", "expected"),
    [
        (Accepted("1"), History(1), False, ("sent", False, False)),
        (REFUSED, History(1), True, ("failed", False, False)),
        (AWAY, History(1), False, ("queued", True, False)),
        (NO_KEY, History(1), False, ("queued", True, False)),
        (AWAY, History(MOST_TRIES), False, ("dead", False, False)),
        (LOST, History(1), False, ("unknown", False, False)),
        (LOST, History(1), True, ("queued", True, True)),
        (LOST, History(MOST_TRIES), True, ("unknown", False, False)),
        (AWAY, History(2, unsettled=True), True, ("queued", True, True)),
        (NO_KEY, History(2, unsettled=True), True, ("queued", True, True)),
        (AWAY, History(2, unsettled=True), False, ("unknown", False, False)),
        (REFUSED, History(2, unsettled=True), True, ("failed", False, False)),
        (AWAY, History(1, test=True), False, ("failed", False, False)),
        (LOST, History(1, test=True), True, ("unknown", False, False)),
    ],
)
def test_what_follows_from_an_outcome(outcome: Outcome, past: History, keyed: bool, expected: tuple[str, bool, bool]) -> None:
    decided = verdict(outcome, past, chance=0.5, keyed=keyed)
    assert (decided.state, decided.wait is not None, decided.held) == expected


def test_a_provider_that_says_when_is_obeyed() -> None:
    assert verdict(RetryLater("busy", after=600), History(1), chance=0) == Verdict("queued", "busy", 600.0)


@given(st.integers(0, 40), st.floats(0, 1))
def test_waiting_grows_and_never_beyond_an_hour(tries: int, chance: float) -> None:
    assert 0 <= backoff(tries, chance) <= min(LONGEST_WAIT, FIRST_WAIT * 2**tries)


def test_only_who_surely_sent_nothing_lets_another_try() -> None:
    assert [goes_on(outcome) for outcome in (AWAY, NO_KEY, REFUSED, LOST, Accepted("1"))] == [True, True, False, False, False]


def test_what_a_provider_says_is_kept_on_one_line() -> None:
    assert one_line("550\r\n no\0 such\ud800 user " + "x" * 500).startswith("550 no such user xxx")
    assert len(one_line("y" * 500)) == 300


@pytest.mark.parametrize(
    ("text", "segments", "unicode", "units"),
    [
        ("", 0, False, 0),
        ("a" * 160, 1, False, 160),
        ("a" * 161, 2, False, 161),
        ("a" * 153 * 2, 2, False, 306),
        ("a" * 307, 3, False, 307),
        ("€" * 80, 1, False, 160),
        ("€" * 81, 2, False, 162),
        ("a" * 152 + "€" + "a" * 152, 3, False, 306),
        ("ß" * 160, 1, False, 160),
        ("ç" * 70, 1, True, 70),
        ("Привет" * 12, 2, True, 72),
        ("😀" * 35, 1, True, 70),
        ("😀" * 36, 2, True, 72),
        ("x" * 66 + "😀" + "x" * 66, 3, True, 134),
    ],
)
def test_a_text_is_counted_as_carriers_count_it(text: str, segments: int, unicode: bool, units: int) -> None:
    found = length(text)
    assert (found.segments, found.unicode, found.units) == (segments, unicode, units)
