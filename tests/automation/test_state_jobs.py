"""The jobs' screen, what can be done with an alert on its screen, and the bell on every page."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from careops.automation import actions as automation
from careops.automation import queries
from careops.automation.actions.jobs import plan
from careops.automation.jobs.running import Runner
from careops.automation.state import Alerts, Jobs
from careops.core import db
from careops.core.actor import PLATFORM, Actor
from careops.core.clock import now
from careops.core.ids import new_id
from careops.core.schedule import Every, Occurrence
from careops.core.scheduler import Job, catalogue
from careops.frame.state import Frame, frame_row
from tests import cast
from tests.screens import behind, opened, said, until

Tab = Callable[..., Any]


@pytest.fixture
def jobs(database: sa.Engine, contents: None) -> Iterator[dict[str, Job]]:
    """A catalogue of one job, which breaks as often as the list says."""
    kept = dict(catalogue)
    catalogue.clear()
    breaks = [True] * 3

    def sweep(_actor: Actor) -> int:
        if breaks:
            breaks.pop()
            raise RuntimeError("the shelf fell down")
        return 3

    catalogue["test.shelf"] = Job(name="test.shelf", title="The shelf is dusted", schedule=Every(1800), sweep=sweep, about="Dusts it.")
    yield catalogue
    catalogue.clear()
    catalogue.update(kept)


def ran(times: int = 1) -> None:
    """So many tries, one straight after the other."""
    for _ in range(times):
        with db.transaction() as session, db.everywhere(session):
            session.connection().execute(sa.text("UPDATE jobrun SET due_at = planned_at WHERE state = 'waiting'"))
        Runner().work()


async def test_a_job_is_run_its_history_seen_and_a_failure_tried_again(tab: Tab, ana: Actor, jobs: dict[str, Job]) -> None:
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Jobs, "/app/jobs?job=test.shelf") as page:
        await until(lambda: page.loaded)
        (line,) = page.shown.jobs
        assert (line.title, line.schedule, line.word, line.current) == ("The shelf is dusted", "Every 30 minutes", "Has not run yet", True)
        await page.run("test.shelf")
        assert await said(root) == ["It runs in a moment"]
        await until(lambda: page.shown.jobs[0].word == "About to run")
        ran(3)
        await until(lambda: page.shown.failed == 1)
        (run,) = page.shown.runs
        assert (line.startable, page.shown.startable, run.again) == (True, True, True)
        assert run.told.startswith("RuntimeError: the shelf fell down · asked for by Ana")
        await page.retry(run.id)
        ran()
        await until(lambda: page.shown.jobs[0].word == "Done")
        assert page.shown.jobs[0].result == "3 done"
        await page.retry(run.id)
        await page.run("no.such.job")
        assert (await said(root))[-2:] == ["Only a run that failed can be tried again", "Not found"]


async def test_what_is_done_for_every_business_is_seen_but_not_started(tab: Tab, ana: Actor, stranger: Actor, jobs: dict[str, Job]) -> None:
    with db.transaction() as session:
        occurrence = Occurrence("asked for by nobody", now())
        plan(session, catalogue["test.shelf"], occurrence=occurrence, workspaces=[PLATFORM])
    ran(3)
    root = tab(cast.entered(cast.SAM).token)
    async with opened(root, Jobs, "/app/jobs?job=test.shelf") as page:
        await until(lambda: page.loaded)
        (line,) = page.shown.jobs
        assert (line.word, line.result, line.startable, page.shown.startable) == ("Failed", "See the log", False, False)
        (run,) = page.shown.runs
        assert (run.told, run.again) == ("See the log · 3 tries", False)
        await page.run("test.shelf")
        await page.retry(run.id)
        refused = "This job is done for the whole installation: it runs by the clock only"
        assert await said(root) == [refused, refused]
    with db.reading(ana) as session:
        assert queries.job(session, ana, name="test.shelf").state == "failed"


async def test_jobs_are_not_for_everybody(tab: Tab, ana: Actor, ben: Actor, jobs: dict[str, Job]) -> None:
    root = tab(cast.entered(cast.BEN).token)
    page = await root.get_state(Jobs)
    await behind(page, "live")
    await page.run("test.shelf")
    await page.retry(str(new_id()))
    assert (page.loaded, set(await said(root))) == (False, {"You may not do this"})
    with db.reading(ana) as session:
        assert queries.job(session, ana, name="test.shelf").state == "never"


def raised(actor: Actor, to: str) -> None:
    with db.transaction(actor) as session:
        data = {"recipient": to, "about": "Your booking", "reason": "no such address"}
        automation.raise_alert(session, actor, kind="delivery_failed", subject=new_id(), contact_id=None, data=data)


async def test_an_alert_is_given_put_off_resolved_and_taken_back(tab: Tab, ana: Actor) -> None:
    root = tab(cast.entered(cast.ANA).token)
    raised(ana, "cleo@example.com")
    async with opened(root, Alerts, "/app/alerts") as page:
        await until(lambda: page.loaded)
        id = page.lines[0].id
        assert [mate.name for mate in page.team] == [ana.name]
        await page.assign(id, str(ana.member_id))
        await until(lambda: page.lines[0].assignee == ana.name)
        assert (page.mine, page.lines[0].why.endswith(f"{ana.name} looks after it")) == (1, True)
        await page.assign(id, "")
        await until(lambda: page.mine == 0)
        await page.snooze(id, "day")
        await until(lambda: (page.open, page.snoozed) == (0, 1))
        await page.snooze(id, "")
        await until(lambda: page.open == 1)
        await page.resolve(id)
        await until(lambda: page.open == 0)
        await page.reopen(id)
        await until(lambda: page.open == 1)
        for wrong in ("x", "\0", str(new_id())):
            await page.assign(wrong, "")
            await page.snooze(wrong, "day")
            await page.reopen(wrong)
        assert (await said(root))[-1] == "Not found"
        undo = [notice for notice in (await root.get_state(Frame)).notices if notice.undo]
        assert len(undo) <= 1


def test_the_bell_tells_the_most_pressing_to_those_who_may_know(ana: Actor, ben: Actor, contents: None) -> None:
    for number in range(8):
        with db.transaction(ana) as session:
            told = {"label": f"Account {number}", "channel": "email", "reason": "401", "configuration": True}
            automation.raise_alert(session, ana, kind="integration_down", subject=new_id(), contact_id=None, data=told)
    raised(ana, "cleo@example.com")
    with db.reading(ana) as session:
        row = frame_row(session, ana)
    assert (row.counts["alerts"], len(row.bell)) == (9, 6)
    assert {line.urgency for line in row.bell} == {"Critical"}
    with db.reading(ben) as session:
        row = frame_row(session, ben)
    assert ["401" in line.text for line in row.bell] == [False] * len(row.bell)
