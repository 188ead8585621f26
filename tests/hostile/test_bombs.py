"""Questions made to be dear: what a few words from a stranger, or a strange catalogue, may cost everybody else."""

from collections.abc import Callable
from itertools import product
from time import thread_time
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careops.booking.rules import Offer, Plan, Serving, Stage, Stretch, Subject, free_starts, place, shaped
from careops.booking.rules.free.barring import _not_all_of
from careops.booking.rules.intervals import covers
from careops.booking.rules.walls import DAY

NOW = 20_000 * DAY
PLAN = Plan("UTC", {day: [Stretch(540, 1020)] for day in range(7)})
OFFER = Offer(15, 0, 60)
NINE = NOW + 2 * DAY + 9 * 3600


def person(name: str = "Mara") -> Subject:
    return Subject(uuid4(), name, PLAN)


def room(lanes: int) -> Subject:
    return Subject(uuid4(), "Hall", PLAN, capacity=lanes, always_open=True)


def cost(ask: Callable[[], object]) -> float:
    """The processor's seconds it took."""
    began = thread_time()
    ask()
    return thread_time() - began


def test_a_visit_whose_end_nobody_can_give_is_given_up_at_once() -> None:
    people, gone = [person(str(number)) for number in range(20)], person("Away")
    gone.busy[0] = [(NOW, NOW + 60 * DAY)]
    stages = [Stage([Serving(one, shaped(30)) for one in people]) for _ in range(7)]
    stages.append(Stage([Serving(gone, shaped(30))]))
    assert place(stages, OFFER, NINE, NOW) is None
    assert cost(lambda: place(stages, OFFER, NINE, NOW)) < 1  # by every way there is, it would be a billion tries


@pytest.mark.parametrize("needs", [1, 2, 3, 20])
@pytest.mark.parametrize("taken", [0, 3, 999])
def test_a_hall_of_999_that_serves_several_needs_is_counted_not_combined(needs: int, taken: int) -> None:
    hall = room(999)
    hall.busy = {lane: [(NINE, NINE + 3600)] for lane in range(taken)}
    stage = Stage([Serving(person(), shaped(30))], needs=[[hall]] * needs)
    assert (NINE in free_starts([stage], OFFER, NOW, NOW, NOW + 31 * DAY)) is (taken < 999)
    assert cost(lambda: free_starts([stage], OFFER, NOW, NOW, NOW + 31 * DAY)) < 1


def test_rooms_that_just_suffice_are_given_at_once() -> None:
    rooms = [room(1) for _ in range(20)]
    stage = Stage([Serving(person(), shaped(30))], needs=[*([rooms] * 19), rooms[:1]])
    placed = (place([stage], OFFER, NINE, NOW) or [])[0]
    assert (len({(one.id, lane) for one, lane in placed.rooms}), placed.rooms[-1][0].id) == (20, rooms[0].id)
    assert cost(lambda: place([stage], OFFER, NINE, NOW)) < 1


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_counting_lanes_says_what_trying_every_choice_would(data: st.DataObject) -> None:
    rooms = [room(data.draw(st.integers(1, 3))) for _ in range(3)]
    for one in rooms:
        for lane in range(one.capacity):
            if data.draw(st.booleans()):
                begin = data.draw(st.integers(0, 8)) * 600
                one.busy[lane] = [(begin, begin + 1200)]
    needs = [[rooms[at] for at in data.draw(st.sets(st.integers(0, 2), min_size=1))] for _ in range(data.draw(st.integers(1, 4)))]
    barred = _not_all_of(needs, shaped(10), 0, DAY)

    def possible(start: int) -> bool:
        free = [
            [
                (one.id, lane)
                for one in need
                for lane in range(one.capacity)
                if not any(low < start + 600 and start < high for low, high in one.busy.get(lane, ()))
            ]
            for need in needs
        ]
        return any(len(set(choice)) == len(needs) for choice in product(*free))

    for start in range(0, 7200, 300):
        assert covers(barred, start) is not possible(start)
