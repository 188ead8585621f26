"""Jobs: planned once, taken on by one, settled by whoever holds the fence; too late, too often broken, asked for."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import Session, col, select

from careops.activity.models import Event
from careops.automation import actions, queries
from careops.automation.actions.jobs import AlreadyUnderWay, ForEverybody, Overtaken
from careops.automation.jobs.running import Runner
from careops.automation.models import JobRun, Lease
from careops.automation.rules.jobs import KEPT, LEAD, LEASE
from careops.automation.schemas import Taken
from careops.business import actions as business
from careops.business.models import Closure
from careops.business.schemas import BusinessIn
from careops.core import db
from careops.core.actor import PLATFORM, Actor
from careops.core.errors import Forbidden, NotFound
from careops.core.schedule import Daily, Every, Occurrence, hourly
from careops.core.scheduler import Job, Said, Ticks, catalogue

pytestmark = pytest.mark.usefixtures("both_engines")

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def jobs(database: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Job]]:
    """An empty catalogue to fill."""
    kept = dict(catalogue)
    catalogue.clear()
    yield catalogue
    catalogue.clear()
    catalogue.update(kept)


def runs() -> list[JobRun]:
    with db.reading() as session, db.everywhere(session):
        return list(session.exec(select(JobRun).order_by(col(JobRun.id))))


def all_of(runner: Runner) -> int:
    runner._looks_at = 0.0
    runner.look()
    done = 0
    while runner.work():
        done += 1
    return done


class Diary:
    """Work that notes when it was done."""

    def __init__(self, answers: Callable[[], Said] = lambda: 1) -> None:
        self.lines: list[UUID | None] = []
        self.answers = answers

    def __call__(self, actor: Actor) -> Said:
        self.lines.append(actor.workspace_id)
        return self.answers()


def half_hourly(diary: Diary, **more: Any) -> Job:
    return Job(name="test.half", title="Half", schedule=Every(1800), sweep=diary, **more)


# ── once ─────────────────────────────────────────────────


def test_an_occurrence_runs_once_however_many_look(jobs: dict[str, Job]) -> None:
    diary = Diary()
    jobs["test.half"] = half_hourly(diary)
    one, two = Runner(), Runner()
    with time_machine.travel(NOON, tick=False):
        assert all_of(one) == 1
        assert all_of(two) + all_of(one) == 0
    with time_machine.travel(NOON + timedelta(minutes=31), tick=False):
        assert all_of(two) == 1
    assert len(diary.lines) == 2
    assert [(run.key, run.state, run.result) for run in runs()] == [
        ("2026-11-23T12:00:00Z", "done", "1 done"),
        ("2026-11-23T12:30:00Z", "done", "1 done"),
    ]
    assert runs()[0].workspace_id == PLATFORM


def test_a_run_that_is_taken_is_not_taken_again_before_its_lease_ends(jobs: dict[str, Job]) -> None:
    jobs["test.half"] = half_hourly(Diary())
    with time_machine.travel(NOON, tick=False) as clock:
        Runner().look()
        assert taken("a")
        assert taken("b") is None
        clock.shift(LEASE + timedelta(seconds=1))
        again = taken("b")
        assert again
        assert (again.fence, again.tries) == (2, 2)


def taken(worker: str) -> Taken | None:
    with db.transaction() as session:
        return actions.take(session, names=list(catalogue), worker=worker)


def test_whoever_was_overtaken_writes_nothing(jobs: dict[str, Job], ana: Actor) -> None:
    """The frozen one wakes in the middle of its work, after somebody else has done it."""
    frozen, quick = Runner(), Runner()
    left = ["frozen", "quick"]

    def act(session: Session, actor: Actor) -> Said:
        if left.pop(0) == "frozen":
            clock.shift(LEASE + timedelta(seconds=1))
            assert quick.work() == 1
        session.add(Closure(first_day=NOON.date(), last_day=NOON.date(), name=f"by {len(left)}"))
        return 1

    jobs["test.act"] = Job(
        name="test.act", title="Act", schedule=Daily(0, local=False), per="workspace", act=act, whom=lambda _db: [ana.workspace]
    )
    with time_machine.travel(NOON, tick=False) as clock:
        frozen.look()
        assert frozen.work() == 1
    with db.reading(ana) as session:
        assert [row.name for row in session.exec(select(Closure).order_by(col(Closure.id)))] == ["by 0"]
    (run,) = runs()
    assert (run.state, run.fence) == ("done", 2)


def test_a_sweep_is_refused_each_transaction_once_it_was_overtaken(jobs: dict[str, Job], ana: Actor) -> None:
    seen: list[str] = []

    def sweep(actor: Actor) -> Said:
        with db.transaction(ana) as session:
            session.add(Closure(first_day=NOON.date(), last_day=NOON.date(), name="before"))
        if not seen:
            seen.append("frozen")
            clock.shift(LEASE + timedelta(seconds=1))
            with ThreadPoolExecutor(1) as elsewhere:
                assert elsewhere.submit(Runner().work).result() == 1
            with pytest.raises(Overtaken), db.transaction(ana) as session:
                session.add(Closure(first_day=NOON.date(), last_day=NOON.date(), name="after"))
        return 1

    jobs["test.sweep"] = Job(name="test.sweep", title="Sweep", schedule=Every(3600), sweep=sweep)
    with time_machine.travel(NOON, tick=False) as clock:
        first = Runner()
        first.look()
        first.work()
    with db.reading(ana) as session:
        assert [row.name for row in session.exec(select(Closure).order_by(col(Closure.id)))] == ["before", "before"]
    assert [(run.state, run.fence) for run in runs()] == [("done", 2)]


def test_whoever_is_still_at_it_keeps_its_lease(jobs: dict[str, Job]) -> None:
    runner = Runner()

    def sweep(_actor: Actor) -> Said:
        for _ in range(4):
            clock.shift(LEASE * 0.8)
            runner.beat()
            assert taken("b") is None
        return 1

    jobs["test.long"] = Job(name="test.long", title="Long", schedule=Every(3600), sweep=sweep)
    with time_machine.travel(NOON, tick=False) as clock:
        runner.look()
        assert runner.work() == 1
    assert [(run.state, run.fence) for run in runs()] == [("done", 1)]


# ── late ─────────────────────────────────────────────────


def test_days_of_silence_are_made_good_by_one_run(jobs: dict[str, Job]) -> None:
    diary = Diary()
    jobs["test.half"] = half_hourly(diary)
    runner = Runner()
    for moment in (NOON, NOON + timedelta(days=3, minutes=7)):
        with time_machine.travel(moment, tick=False):
            all_of(runner)
    assert [run.key for run in runs()] == ["2026-11-23T12:00:00Z", "2026-11-26T12:00:00Z"]


def test_what_waited_is_stood_for_by_what_came_later(jobs: dict[str, Job]) -> None:
    jobs["test.half"] = half_hourly(Diary())
    with time_machine.travel(NOON, tick=False):
        Runner().look()
    with time_machine.travel(NOON + timedelta(minutes=30), tick=False):
        assert all_of(Runner()) == 1
    assert [(run.state, run.result) for run in runs()] == [("skipped", "A later one stands for it"), ("done", "1 done")]


def test_what_is_too_late_is_skipped_and_says_so(jobs: dict[str, Job]) -> None:
    diary = Diary()
    jobs["test.digest"] = Job(name="test.digest", title="D", schedule=Daily(420, local=False), sweep=diary, stale=timedelta(hours=3))
    with time_machine.travel(NOON, tick=False):
        assert all_of(Runner()) == 0
    with time_machine.travel(NOON + timedelta(hours=20), tick=False):
        assert all_of(Runner()) == 1
    assert [(run.key, run.state) for run in runs()] == [("2026-11-23", "skipped"), ("2026-11-24", "done")]
    assert runs()[0].result == "Missed by too much to be made good"
    assert len(diary.lines) == 1


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(hours=1), timedelta(days=1), timedelta(days=462)])
def test_a_clock_that_jumps_and_comes_back_runs_nothing_twice(jobs: dict[str, Job], jump: timedelta) -> None:
    """An hour's job, for six hours, with the clock wrong for a while in between."""
    diary = Diary()
    jobs["test.hour"] = Job(name="test.hour", title="H", schedule=hourly(0), sweep=diary)
    runner = Runner()
    for step in range(36):
        wrong = jump if 12 <= step < 18 else timedelta()
        with time_machine.travel(NOON + timedelta(minutes=10 * step) + wrong, tick=False):
            all_of(runner)
    keys = [run.key for run in runs()]
    assert len(keys) == len(set(keys)) == len(diary.lines)
    assert {f"2026-11-23T{hour}:00:00Z" for hour in (12, 13, 15, 16, 17)} <= set(keys)


def test_a_lease_from_a_clock_that_was_put_back_does_not_last(jobs: dict[str, Job]) -> None:
    jobs["test.half"] = half_hourly(Diary())
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        Runner().look()
        assert taken("dead")
        with db.transaction() as session:
            assert actions.lead(session, name="scheduler", owner="dead") in (0, 1)
    with time_machine.travel(NOON, tick=False):
        assert all_of(Runner()) == 2


# ── each in their own zone ───────────────────────────────


def test_each_business_has_its_own_midnight(jobs: dict[str, Job], ana: Actor, stranger: Actor) -> None:
    diary = Diary()
    jobs["test.night"] = Job(name="test.night", title="Night", schedule=Daily(60), per="workspace", sweep=diary)
    for actor, timezone in ((ana, "Asia/Kathmandu"), (stranger, "Pacific/Chatham")):
        with db.transaction(actor) as session:
            business.update(session, actor, business=BusinessIn(timezone=timezone))
    runner = Runner()
    with time_machine.travel(NOON, tick=False) as clock:  # 17:45 in Kathmandu, on the Chatham Islands 01:45 of the next day
        assert all_of(runner) == 2
        assert {run.workspace_id: run.key for run in runs()} == {ana.workspace: "2026-11-23", stranger.workspace: "2026-11-24"}
        clock.move_to(NOON + timedelta(hours=7))
        assert all_of(runner) == 0
        clock.move_to(NOON + timedelta(hours=7, minutes=15))
        assert all_of(runner) == 1
    assert diary.lines[-1] == ana.workspace
    assert runs()[-1].key == "2026-11-24"


# ── breaking ─────────────────────────────────────────────


def broken() -> Said:
    raise RuntimeError("the shelf fell down")


def test_what_breaks_is_tried_three_times_and_then_a_person_hears(jobs: dict[str, Job], ana: Actor) -> None:
    diary = Diary(broken)
    jobs["test.half"] = half_hourly(diary)
    runner = Runner()
    with time_machine.travel(NOON, tick=False) as clock:
        runner.look()
        assert runner.work() == 1
        assert runner.work() == 0
        clock.shift(timedelta(minutes=5))
        assert runner.work() == 1
        clock.shift(timedelta(minutes=17))
        assert runner.work() == 1
        assert [(run.state, run.tries, run.error) for run in runs()] == [("failed", 3, "RuntimeError: the shelf fell down")]
        assert heard(ana) == ["job.failed"]
        diary.answers = lambda: 0
        clock.shift(timedelta(hours=1))
        assert all_of(runner) == 1
    assert runs()[-1].result == "Nothing to do"
    assert heard(ana) == ["job.failed", "job.recovered"]


def heard(actor: Actor) -> list[str]:
    with db.reading(actor) as session:
        return list(session.exec(select(Event.kind).where(col(Event.kind).startswith("job.")).order_by(col(Event.id))))


def test_where_there_are_several_businesses_none_hears_of_what_is_done_for_all(jobs: dict[str, Job], ana: Actor, stranger: Actor) -> None:
    jobs["test.half"] = half_hourly(Diary(broken))
    runner = Runner()
    with time_machine.travel(NOON, tick=False) as clock:
        runner.look()
        for _ in range(3):
            runner.work()
            clock.shift(timedelta(minutes=20))
    assert runs()[0].state == "failed"
    assert heard(ana) == heard(stranger) == []
    with db.reading(ana) as session:
        assert queries.job(session, ana, name="test.half").last.error == "See the log"  # type: ignore[union-attr]


# ── asked for ────────────────────────────────────────────


def test_somebody_asks_for_a_run_and_it_comes_at_once(jobs: dict[str, Job], ana: Actor, ben: Actor) -> None:
    diary = Diary(lambda: "Everything is fine")
    jobs["test.half"] = half_hourly(diary)
    with time_machine.travel(NOON, tick=False):
        all_of(Runner())
        asked = act(ana, actions.run_job, name="test.half")
        assert (asked.state, asked.asked_by) == ("waiting", ana.name)
        with pytest.raises(AlreadyUnderWay):
            act(ana, actions.run_job, name="test.half")
        assert Runner().work() == 1
        row = ask(ana, queries.job, name="test.half")
        assert (row.state, row.last.result, row.last.asked_by) == ("done", "Everything is fine", ana.name)
        with pytest.raises(Forbidden):
            act(ben, actions.run_job, name="test.half")
        with pytest.raises(NotFound):
            act(ana, actions.run_job, name="test.none")
    assert len(diary.lines) == 2


def test_what_is_done_for_all_is_started_by_none_of_several_and_tells_them_nothing(
    jobs: dict[str, Job], ana: Actor, stranger: Actor
) -> None:
    jobs["test.half"] = half_hourly(Diary(broken))
    with time_machine.travel(NOON, tick=False) as clock:
        runner = Runner()
        runner.look()
        for _ in range(3):
            runner.work()
            clock.shift(timedelta(minutes=20))
        (failed,) = runs()
        for owner in (ana, stranger):
            row = ask(owner, queries.job, name="test.half")
            assert (row.state, row.startable, row.last.asked_by, row.last.error) == ("failed", False, "", "See the log")
            with pytest.raises(ForEverybody):
                act(owner, actions.run_job, name="test.half")
            with pytest.raises(ForEverybody):
                act(owner, actions.retry_run, run_id=failed.id)
    assert [(run.state, run.asked_by) for run in runs()] == [("failed", "")]


def test_what_was_counted_for_all_is_told_to_none_of_several(jobs: dict[str, Job], ana: Actor, stranger: Actor) -> None:
    jobs["test.half"] = half_hourly(Diary(lambda: "7 reminders, 3 of them for Stone Bikes"))
    with time_machine.travel(NOON, tick=False):
        all_of(Runner())
        for owner in (ana, stranger):
            assert ask(owner, queries.job, name="test.half").last.result == ""
            assert [run.result for run in ask(owner, queries.job_runs, name="test.half").items] == [""]


def test_a_failed_run_can_be_tried_again_by_those_it_belongs_to(jobs: dict[str, Job], ana: Actor, stranger: Actor) -> None:
    diary = Diary(broken)
    jobs["test.own"] = Job(name="test.own", title="Own", schedule=Daily(60), per="workspace", sweep=diary, whom=lambda _db: [ana.workspace])
    runner = Runner()
    with time_machine.travel(NOON, tick=False) as clock:
        runner.look()
        for _ in range(3):
            runner.work()
            clock.shift(timedelta(minutes=20))
        (run,) = runs()
        assert run.state == "failed"
        with pytest.raises(NotFound):
            act(stranger, actions.retry_run, run_id=run.id)
        diary.answers = lambda: 2
        act(ana, actions.retry_run, run_id=run.id)
        assert runner.work() == 1
    page = ask(ana, queries.job_runs, name="test.own")
    assert [(row.state, row.result, row.error) for row in page.items] == [("done", "2 done", "")]
    assert ask(stranger, queries.job_runs, name="test.own").items == []


def act(actor: Actor, action: Callable[..., Any], **arguments: Any) -> Any:
    with db.transaction(actor) as session:
        return action(session, actor, **arguments)


def ask(actor: Actor, query: Callable[..., Any], **arguments: Any) -> Any:
    with db.reading(actor) as session:
        return query(session, actor, **arguments)


# ── leading, forgetting ──────────────────────────────────


def test_one_leads_until_its_lease_ends(database: sa.Engine) -> None:
    def leads(owner: str) -> int:
        with db.transaction() as session:
            return actions.lead(session, name="scheduler", owner=owner)

    with time_machine.travel(NOON, tick=False) as clock:
        assert (leads("a"), leads("b"), leads("a")) == (1, 0, 1)
        clock.shift(LEAD + timedelta(seconds=1))
        assert (leads("b"), leads("a")) == (2, 0)
        with db.transaction() as session:
            actions.stop_leading(session, name="scheduler", owner="b")
        assert leads("a") == 3
    with db.reading() as session:
        assert len(session.exec(select(Lease)).all()) == 1


def test_old_runs_go_and_uneventful_ones_sooner(jobs: dict[str, Job]) -> None:
    jobs["test.half"], jobs["test.day"] = (
        half_hourly(Diary()),
        Job(name="test.day", title="Day", schedule=Daily(0, local=False), sweep=Diary()),
    )
    runner = Runner()
    with time_machine.travel(NOON, tick=False):
        all_of(runner)
    with time_machine.travel(NOON + timedelta(days=2), tick=False), db.transaction() as session:
        assert actions.forget_runs(session, NOON + timedelta(days=2)) == 1
        assert actions.forget_runs(session, NOON + KEPT + timedelta(days=1)) == 1
    assert runs() == []


def test_a_job_without_ceremony_is_one_too(jobs: dict[str, Job]) -> None:
    done: list[int] = []
    ticks = Ticks()
    ticks.add_job(lambda: done.append(1), "interval", minutes=1, id="plain", title="Plain")
    with time_machine.travel(NOON, tick=False):
        assert all_of(Runner()) == 1
    assert [(run.job, run.state, run.result) for run in runs()] == [("plain", "done", "Done")]
    assert done == [1]


def test_planning_the_same_for_many_twice_makes_each_once(jobs: dict[str, Job]) -> None:
    jobs["test.half"] = half_hourly(Diary())
    many = [UUID(int=number) for number in range(1, 1201)]
    occurrence = Occurrence("2026-11-23", NOON)
    with db.transaction() as session:
        assert actions.plan(session, jobs["test.half"], occurrence=occurrence, workspaces=many[:700]) == 700
        assert actions.plan(session, jobs["test.half"], occurrence=occurrence, workspaces=many) == 500
    assert len(runs()) == 1200
