"""The screen of accounts: what it shows, what it lets owners do, and what nobody else can."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from careops.channels import actions as channels
from careops.channels import queries
from careops.channels.schemas import ResendIn, SmtpIn, TwilioIn
from careops.channels.state import Accounts, tests
from careops.channels.state.drawing import Line
from careops.core import db
from careops.core.actor import Actor
from careops.core.ids import new_id
from careops.inbox import actions as inbox_actions
from careops.inbox import queries as inbox
from careops.inbox.jobs import dispatch
from careops.integrations.resend.fake import SECRET
from tests import cast
from tests.screens import behind, opened, said, until

Tab = Callable[..., Any]
RESEND = {"api_key": "re_s3cret", "mail_from": "hello@salon.example.com", "webhook_secret": SECRET, "label": "", "inbound_domain": ""}


@pytest.fixture(autouse=True)
def outbox() -> Iterator[None]:
    """As the contents page puts it in."""
    before = dict(tests)
    tests.update(send=inbox_actions.send_test, standing=inbox.delivery)
    yield
    tests.clear()
    tests.update(before)


def add(owner: Actor, *labels: str) -> list[str]:
    made: list[str] = []
    for label in labels:
        with db.transaction(owner) as session:
            given = SmtpIn(label=label, host="smtp.example.com", mail_from="hello@example.com")
            made.append(str(channels.add(session, owner, integration=given).id))
    return made


def lines(page: Any, channel: str = "email") -> list[Line]:
    return next((group.lines for group in page.groups if group.channel == channel), [])


def names(page: Any) -> list[str]:
    return [line.name for line in lines(page)]


async def test_an_account_is_added_with_its_webhook_address_and_edited_without_its_secrets(tab: Tab, ana: Actor) -> None:
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Accounts, "/app/integrations") as page:
        await until(lambda: page.loaded)
        assert (names(page), lines(page)[0].fixed) == (["Local outbox"], True)
        await page.start("resend")
        await page.save(RESEND | {"mail_from": "nobody", "api_key": ""})
        assert page.errors == {"mail_from": "Give an address like hello@example.com", "api_key": "This is needed"}
        assert page.form == "new"
        await page.save(RESEND)
        assert (page.form, names(page)) == ("", ["Resend", "Local outbox"])
        assert page.hook.url.startswith("http")
        assert "/hooks/resend/" in page.hook.url
        await page.close("hook")
        line = lines(page)[0]
        assert (line.state, line.hooked, line.place) == ("Not tried yet", True, "1")
        await page.edit(line.id)
        assert (page.said["mail_from"], page.kept, page.said.keys() & {"api_key", "webhook_secret"}) == (
            "hello@salon.example.com",
            ["api_key", "webhook_secret"],
            set(),
        )
        await page.save(RESEND | {"label": "Main mail", "api_key": "", "webhook_secret": ""})
        assert names(page) == ["Main mail", "Local outbox"]
        await page.connect(line.id)
        assert page.hook.name == "Main mail"
        assert "s3cret" not in str(page.dict())
    with db.reading(ana) as session:
        (row, _) = queries.listing(session, ana)
        assert row.secrets == ["api_key", "webhook_secret"]


async def test_every_kind_can_be_added_and_says_what_is_wrong(tab: Tab, ana: Actor) -> None:
    async with opened(tab(cast.entered(cast.ANA).token), Accounts, "/app/integrations") as page:
        await until(lambda: page.loaded)
        given = {
            "smtp": {"host": "smtp.example.com", "security": "ssl", "port": "", "mail_from": "a@example.com"},
            "sendgrid": {"api_key": "SG.1", "mail_from": "a@example.com"},
            "twilio": {"account_sid": "AC" + "a" * 32, "auth_token": "t", "from_number": "+12025550123"},
            "imap": {"host": "imap.example.com", "security": "ssl", "port": "", "username": "a", "password": "b", "folder": "INBOX"},
        }
        for kind, form in given.items():
            await page.start(kind)
            await page.save({})
            assert page.errors
            await page.save(form)
            assert (page.errors, page.form) == ({}, "")
        assert [(group.channel, len(group.lines)) for group in page.groups] == [("email", 3), ("sms", 1), ("mailbox", 1)]
        await page.start("pigeon")
        assert page.form == ""
    with db.reading(ana) as session:
        assert {row.kind: row.port for row in queries.listing(session, ana) if row.port} == {"smtp": 465, "imap": 993}


async def test_accounts_change_places_are_switched_off_and_removed(tab: Tab, ana: Actor) -> None:
    first, second, third = add(ana, "First", "Second", "Third")
    with db.transaction(ana) as session:
        sid = "AC" + "a" * 32
        text = TwilioIn.model_validate({"kind": "twilio", "account_sid": sid, "auth_token": "t", "from_number": "+12025550123"})
        channels.add(session, ana, integration=text)
    async with opened(tab(cast.entered(cast.ANA).token), Accounts, "/app/integrations") as page:
        await until(lambda: page.loaded)
        assert [(line.first, line.last) for line in lines(page)] == [(True, False), (False, False), (False, True), (False, False)]
        await page.move(third, True)
        assert names(page) == ["First", "Third", "Second", "Local outbox"]
        await page.move(first, False)
        assert names(page) == ["Third", "First", "Second", "Local outbox"]
        await page.move(third, True)
        await page.move(second, False)
        assert names(page) == ["Third", "First", "Second", "Local outbox"]
        await page.switch(third, False)
        assert (lines(page)[0].state, lines(page)[0].place) == ("Switched off", "")
        await page.ask(first)
        assert page.question == "Remove “First”?"
        await page.close("question")
        assert names(page) == ["Third", "First", "Second", "Local outbox"]
        await page.ask(first)
        await page.remove()
        assert names(page) == ["Third", "Second", "Local outbox"]


async def test_how_an_account_does_is_seen_as_it_happens(tab: Tab, ana: Actor) -> None:
    (first,) = add(ana, "First")
    async with opened(tab(cast.entered(cast.ANA).token), Accounts, "/app/integrations") as page:
        await until(lambda: page.loaded)
        with db.transaction(ana) as session:
            channels.note(session, ana, integration_id=queries.listing(session, ana)[0].id, failed=7, problem="It did not answer in time")
        await until(lambda: lines(page)[0].tone == "danger")
        line = lines(page)[0]
        assert line.id == first
        assert line.state.startswith("Left alone until: ")
        assert (line.why, line.figures) == ("It did not answer in time", "7 of 7 failed this hour")


async def test_a_test_shows_how_it_ended(tab: Tab, ana: Actor, smtp_server: Any) -> None:
    with db.transaction(ana) as session:
        own = SmtpIn(label="Own", host="127.0.0.1", port=smtp_server.port, security="none", mail_from="hello@salon.example.com")
        channels.add(session, ana, integration=own)
    async with opened(tab(cast.entered(cast.ANA).token), Accounts, "/app/integrations") as page:
        await until(lambda: page.loaded)
        await page.try_out(lines(page)[0].id)
        await page.send({"to": "nobody"})
        assert page.errors.keys() <= {"to"}
        await page.send({"to": "cleo@example.com"})
        assert page.test.state == "On its way…"
        dispatch()
        await until(lambda: page.test.tone != "info")
        assert (page.test.state, page.test.tone) == ("Accepted by Own.", "ok")
        await until(lambda: lines(page)[0].state == "Works")
        await page.close("test")
        assert page.test.id == ""


async def test_a_mailbox_is_looked_into_when_somebody_waits(tab: Tab, ana: Actor) -> None:
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Accounts, "/app/integrations") as page:
        await until(lambda: page.loaded)
        await page.start("imap")
        await page.save({"host": "imap.example.com", "security": "ssl", "username": "a", "password": "b", "folder": "INBOX"})
        await page.try_out(lines(page, "mailbox")[0].id)
        assert (page.test.id, await said(root)) == ("", ["The mailbox is looked into now"])


async def test_members_without_the_permission_and_strangers_see_and_change_nothing(
    tab: Tab, ana: Actor, ben: Actor, stranger: Actor
) -> None:
    with db.transaction(ana) as session:
        row = channels.add(session, ana, integration=ResendIn.model_validate(RESEND | {"kind": "resend"}))
    id = str(row.id)
    for email in (cast.BEN, cast.SAM):
        page = await tab(cast.entered(email).token).get_state(Accounts)
        deeds = [("edit", ()), ("connect", ()), ("switch", (False,)), ("move", (True,)), ("try_out", ()), ("ask", ())]
        for deed, given in [(deed, (which, *given)) for deed, given in deeds for which in (id, "x", str(new_id()))]:
            await getattr(page, deed)(*given)
        page.removing, page.form, page.kind = id, id, "resend"
        await page.remove()
        await page.save(RESEND)
        assert (page.hook.url, page.said) == ("", {})
    nobody = await tab("").get_state(Accounts)
    await behind(nobody, "live")
    assert nobody.loaded is False
    with db.reading(ana) as session:
        assert queries.get(session, ana, integration_id=row.id).version == row.version
