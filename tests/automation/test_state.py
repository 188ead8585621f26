"""The alerts' screen: the most pressing first, put away by those who may see what an alert is about."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from careops.automation import actions as automation
from careops.automation import queries
from careops.automation.state import Alerts
from careops.core import db
from careops.core.actor import Actor
from careops.core.ids import new_id
from tests import cast
from tests.screens import behind, opened, said, until

Tab = Callable[..., Any]


def raised(actor: Actor, to: str, subject: UUID | None = None) -> None:
    with db.transaction(actor) as session:
        data = {"recipient": to, "about": "Your booking", "reason": "no such address"}
        automation.raise_alert(session, actor, kind="delivery_failed", subject=subject or new_id(), contact_id=None, data=data)


def standing(actor: Actor) -> list[bool]:
    with db.reading(actor) as session:
        return [row.read_at is not None for row in queries.needs_you(session, actor)]


async def test_alerts_come_live_are_read_and_put_away(tab: Tab, ana: Actor) -> None:
    root, again = tab(cast.entered(cast.ANA).token), new_id()
    raised(ana, "cleo@example.com", again)
    async with opened(root, Alerts, "/app/alerts") as page:
        await until(lambda: page.loaded)
        raised(ana, "cleo@example.com", again)
        raised(ana, "dora@example.com")
        await until(lambda: page.open == 2)
        assert ["dora" in line.sentence for line in page.lines] == [True, False]
        assert (page.lines[1].why.endswith(" · 2 times"), page.lines[1].urgency, page.critical) == (True, "High", 0)
        await page.read(page.lines[0].id)
        await until(lambda: page.lines[0].read)
        await page.resolve(page.lines[0].id)
        await until(lambda: page.open == 1)
        assert await said(root) == ["The alert is resolved"]
    async with opened(tab(cast.entered(cast.ANA).token), Alerts, "/app/alerts?standing=resolved") as page:
        await until(lambda: page.loaded)
        assert [("dora" in line.sentence, line.why.split(",")[0]) for line in page.lines] == [(True, "Resolved by Ana Alves")]


@pytest.mark.parametrize(("priority", "found"), [("high", 1), ("critical", 0), ("made-up", 1)])
async def test_a_priority_narrows_the_open_ones(tab: Tab, ana: Actor, priority: str, found: int) -> None:
    raised(ana, "cleo@example.com")
    async with opened(tab(cast.entered(cast.ANA).token), Alerts, f"/app/alerts?priority={priority}") as page:
        await until(lambda: page.loaded)
        assert len(page.lines) == found


async def test_members_who_may_not_see_the_cause_and_strangers_change_nothing(tab: Tab, ana: Actor, ben: Actor, stranger: Actor) -> None:
    raised(ana, "cleo@example.com")
    with db.reading(ana) as session:
        (alert,) = queries.needs_you(session, ana)
    for email in (cast.BEN, cast.SAM):
        root = tab(cast.entered(email).token)
        async with opened(root, Alerts, "/app/alerts") as page:
            await until(lambda page=page: page.loaded)
            assert (page.lines, page.open) == ([], 0)
            for id in (str(alert.id), str(new_id()), "x", "\0"):
                await page.read(id)
                await page.resolve(id)
        assert set(await said(root)) == {"Not found"}
    nobody = await tab("").get_state(Alerts)
    await behind(nobody, "live")
    await nobody.resolve(str(alert.id))
    assert (nobody.loaded, standing(ana)) == (False, [False])
