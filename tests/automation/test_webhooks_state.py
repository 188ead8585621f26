"""The screen of webhooks: made with the chosen events, its secret shown once, its log read, what failed sent again."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from careops.automation import actions as automation
from careops.automation import queries
from careops.automation.jobs import webhooks as sender
from careops.automation.schemas.webhooks import WebhookIn, WebhookRow
from careops.automation.state import WebhookLog, Webhooks
from careops.core import db
from careops.core.actor import Actor
from careops.core.settings import settings
from tests import cast
from tests.automation.receiver import Receiver, receiving
from tests.screens import opened, said, until

pytestmark = pytest.mark.usefixtures("database")
Tab = Callable[..., Any]
PATH = "/app/settings/webhooks"


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setattr(settings, "allow_private_webhooks", True)
    with receiving(500, 200, says=b"not yet") as made:
        yield made


def made(owner: Actor, url: str) -> WebhookRow:
    with db.transaction(owner) as session:
        return automation.add_webhook(session, owner, given=WebhookIn(url=url, label="Site", events=["contact.created"]))


def kept(owner: Actor) -> list[WebhookRow]:
    with db.reading(owner) as session:
        return queries.webhooks(session, owner)


async def test_a_webhook_is_made_with_the_chosen_events_and_its_secret_is_shown_once(tab: Tab, ana: Actor, receiver: Receiver) -> None:
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Webhooks, PATH) as page:
        await until(lambda: page.loaded)
        await page.start("new")
        await page.pick_all(False)
        await page.save({"url": "nonsense", "label": "Site"})
        assert set(page.errors) == {"events"}
        await page.pick("booking.created", True)
        await page.pick("contact.created", True)
        await page.pick("contact.created", False)
        await page.save({"url": "nonsense", "label": "Site"})
        assert set(page.errors) == {"url"}
        await page.save({"url": receiver.url, "label": "Site"})
        assert (page.form, page.made.name, page.made.secret[:6]) == ("", "Site", "whsec_")
        await page.close("made")
        assert page.made.secret == ""
        assert [(line.name, line.on, line.state) for line in page.lines] == [("Site", True, "Nothing told yet")]
    (row,) = kept(ana)
    assert row.events == ["booking.created"]


async def test_it_is_changed_switched_and_removed(tab: Tab, ana: Actor, receiver: Receiver) -> None:
    id = str(made(ana, receiver.url).id)
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Webhooks, PATH) as page:
        await until(lambda: page.loaded)
        await page.start(id)
        assert (page.said.url, page.said.label, page.chosen) == (receiver.url, "Site", ["contact.created"])
        await page.save({"url": receiver.url, "label": "Shop"})
        await page.switch(id, False)
        assert [(line.name, line.on, line.state) for line in page.lines] == [("Shop", False, "Switched off")]
        await page.ask("rotate", id)
        await page.go_on()
        assert page.made.secret.startswith("whsec_")
        await page.ask("remove", id)
        assert page.asked.question == "Remove “Shop”?"
        await page.go_on()
        assert page.lines == []
    assert kept(ana) == []


async def test_the_log_says_what_was_answered_and_sends_it_again(tab: Tab, ana: Actor, receiver: Receiver) -> None:
    id = str(made(ana, receiver.url).id)
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Webhooks, PATH) as page:
        await until(lambda: page.loaded)
        await page.test(id)
    sender.send_all()
    async with opened(root, WebhookLog, PATH) as log:
        await log.open(id)
        (line,) = log.log.lines
        assert (line.kind, line.title, line.state, line.fixed) == ("webhook.test", "Test", "Given up", False)
        await log.look_into(line.id)
        (one,) = log.tries
        assert "webhook-id: " in one.request
        assert '"type":"webhook.test"' in one.request
        assert (one.answer, one.tone) == ("not yet", "warn")
        await log.replay(line.id)
        assert log.log.lines[0].state == "Waits"
        sender.send_all()
        await until(lambda: log.log.lines[0].state == "Taken")
        await log.replay_failed()
        await log.close("log")
        assert (log.shown, log.tries) == ("", [])
    assert "1 event is sent again" in await said(root)


async def test_staff_neither_see_nor_change_webhooks(tab: Tab, ana: Actor, ben: Actor, receiver: Receiver) -> None:
    id = str(made(ana, receiver.url).id)
    page = await tab(cast.entered(cast.BEN).token).get_state(Webhooks)
    log = await tab(cast.entered(cast.BEN).token).get_state(WebhookLog)
    await page.switch(id, False)
    await page.start(id)
    await log.open(id)
    assert (page.form, log.shown) == ("", "")
    assert kept(ana)[0].enabled


async def test_ids_of_another_business_open_nothing(tab: Tab, ana: Actor, stranger: Actor, receiver: Receiver) -> None:
    id = str(made(ana, receiver.url).id)
    root = tab(cast.entered(cast.SAM).token)
    page, log = await root.get_state(Webhooks), await root.get_state(WebhookLog)
    for handler, arguments in ((page.switch, (id, False)), (page.start, (id,)), (page.test, (id,)), (log.open, (id,)), (log.open, ("\0",))):
        await handler(*arguments)
    assert (page.form, log.shown) == ("", "")
    assert kept(ana)[0].enabled
