"""What somebody allows, on the screen: live on their page, written down, lifted and decided by staff who may."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from careops.contacts import actions as contacts
from careops.contacts.schemas import ContactRow
from careops.contacts.state import Consents
from careops.core import db
from careops.core.actor import Actor
from tests import cast
from tests.screens import behind, opened, said, until

Tab = Callable[..., Any]


@pytest.fixture
def cleo(ana: Actor) -> ContactRow:
    with db.transaction(ana) as session:
        return contacts.register(session, ana, name="Cleo Marsh", email="cleo@example.org", phone="+351912345678")


def hears(who: ContactRow, owner: Actor, text: str) -> None:
    system = Actor.system(owner.workspace)
    with db.transaction(system) as session:
        contacts.heard(session, system, contact=who, channel="sms", text=text)


def words(page: Any) -> list[str]:
    return [standing.words for standing in page.shown.standings]


async def test_a_stop_is_seen_at_once_and_lifted_with_a_reason(tab: Tab, cleo: ContactRow, ana: Actor) -> None:
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Consents, f"/app/contacts/{cleo.id}") as page:
        await until(lambda: page.shown.contact == str(cleo.id))
        assert words(page) == ["May be sent", "Not asked for", "May be sent", "Not asked for"]
        hears(cleo, ana, "STOP")
        await until(lambda: page.shown.blocks != [])
        assert words(page)[2:] == ["Not wanted", "Not wanted"]
        assert [(word.wording, word.allowed, word.how.split(" · ")[0]) for word in page.shown.words] == [("STOP", False, "They wrote it")]
        await page.start_lifting(page.shown.blocks[0].id)
        await page.lift({"reason": ""})
        assert "reason" in page.errors
        await page.lift({"reason": "She asked at the desk"})
        assert (page.form, page.shown.blocks, words(page)[2]) == ("", [], "May be sent")
        assert (await said(root))[-1] == "This address may be written to again"


async def test_a_stop_is_seen_at_once_beside_the_conversation(tab: Tab, cleo: ContactRow, ana: Actor) -> None:
    page = await tab(cast.entered(cast.ANA).token).get_state(Consents)
    await page.load(str(cleo.id))
    beside = asyncio.create_task(behind(page, "follow_along"))
    try:
        hears(cleo, ana, "STOP")
        await until(lambda: page.shown.blocks != [])
        assert words(page)[2:] == ["Not wanted", "Not wanted"]
        hears(cleo, ana, "START")
        await until(lambda: page.shown.blocks == [])
    finally:
        beside.cancel()


async def test_what_they_said_is_written_down(tab: Tab, cleo: ContactRow, ana: Actor) -> None:
    page = await tab(cast.entered(cast.ANA).token).get_state(Consents)
    await page.load(str(cleo.id))
    await page.start()
    await page.keep({"channel": "email", "purpose": "marketing", "allowed": "yes", "wording": ""})
    assert ("wording" in page.errors, page.form) == (True, "say")
    await page.keep({"channel": "email", "purpose": "marketing", "allowed": "yes", "wording": "Asked for offers at the desk"})
    assert (page.form, words(page)[1]) == ("", "May be sent")
    assert page.shown.words[0].how.startswith("Written down by Ana Alves")
    await page.start()
    await page.cancel()
    assert page.form == ""


async def test_doubtful_words_are_decided_by_a_person(tab: Tab, cleo: ContactRow, ana: Actor) -> None:
    page = await tab(cast.entered(cast.ANA).token).get_state(Consents)
    hears(cleo, ana, "please stop texting me")
    await page.load(str(cleo.id))
    assert (page.shown.suspected, page.shown.suspected_way) == ("please stop texting me", "Text")
    await page.settle(True)
    assert (page.shown.suspected, words(page)[2:]) == ("", ["Not wanted", "Not wanted"])


async def test_somebody_elses_contact_is_blank(tab: Tab, cleo: ContactRow, stranger: Actor) -> None:
    page = await tab(cast.entered(cast.SAM).token).get_state(Consents)
    await page.load(str(cleo.id))
    assert page.shown.standings == []
    await page.load("nonsense")
    assert page.shown.contact == ""
