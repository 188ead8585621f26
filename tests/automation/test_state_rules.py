"""The screens of rules: switched, edited on their desk, rehearsed, tried and read; every handler asks who is there."""

from collections.abc import Callable
from typing import Any

import pytest

from careops.automation import jobs, queries
from careops.automation.rules.catalogue import trigger_of
from careops.automation.schemas.defining import Condition, Definition, Group, Send
from careops.automation.state import Automations, RulePage
from careops.automation.state.drafting import draft_of, said
from careops.booking import actions as booking
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from tests import cast
from tests.screens import opened, until
from tests.worlds import Shop, workday
from tests.worlds import opened as open_shop

Tab = Callable[..., Any]


@pytest.fixture
def shop(ana: Actor) -> Shop:
    made = open_shop(ana)
    with db.transaction(ana) as session:
        cleo = contacts.register(session, ana, name="Cleo Marsh", email="cleo@example.org", source="import").id
        booking.book(session, ana, booking_type_id=made.service, starts_at=made.starts(workday(5))[0], contact_id=cleo)
    while jobs.react():
        pass
    return made


async def test_rules_read_as_sentences_and_are_switched(tab: Tab, shop: Shop) -> None:
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Automations, "/app/automations") as page:
        await until(lambda: page.loaded)
        lines = {line.name: line for group in page.groups for line in group.lines}
        said_so = "".join(piece.words for piece in lines["booking_reminder"].pieces)
        assert said_so == "24 hours before a booking, send Reminder by text message, else email."
        assert (lines["booking_reminder"].on, lines["booking_reminder"].ran) == (True, "1 run in 30 days")
        await page.switch("booking_reminder", False)
        await until(lambda: not next(line for group in page.groups for line in group.lines if line.name == "booking_reminder").on)
        assert len(page.beginnings) == 6
        await page.begin("late_cancellation")
    with db.reading(shop.owner) as session:
        (mine,) = [rule for rule in queries.rules(session, shop.owner) if not rule.built_in]
    assert (mine.title, mine.enabled) == ("Late cancellation", False)


async def test_a_rule_is_edited_rehearsed_tried_and_read(tab: Tab, shop: Shop) -> None:
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, RulePage, "/app/automations/booking_confirmation") as page:
        await until(lambda: page.rule.name != "")
        assert [run.state for run in page.rule.log] == ["Done"]
        await page.look_into(page.rule.log[0].id)
        assert [step.icon for step in page.open.steps] == ["check"]
        await page.close()
        await page.edit()
        await page.add_ask(-1)
        (bunch,) = page.draft.bunches
        (ask,) = bunch.asks
        await page.set_ask(bunch.key, ask.key, "fact", "booking.price")
        await page.set_ask(bunch.key, ask.key, "value", "many")
        await page.save()
        assert page.errors == ["Give a number"]
        await page.set_ask(bunch.key, ask.key, "value", "100")
        async for _step in page.rehearse():
            pass
        assert page.rehearsal.sentence.startswith("It would have acted 0 times")
        await page.try_it()
        assert (page.open.state, page.open.why) == ("Not meant", "The price is less than 100")
        await page.save()
        await until(lambda: page.rule.changed)
        assert not page.editing
        await page.restore()
        await until(lambda: not page.rule.changed)


async def test_a_rule_of_ones_own_is_made_of_deeds_and_removed(tab: Tab, shop: Shop) -> None:
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Automations, "/app/automations") as page:
        await until(lambda: page.loaded)
        await page.begin("")
    with db.reading(shop.owner) as session:
        (mine,) = [rule for rule in queries.rules(session, shop.owner) if not rule.built_in]
    async with opened(root, RulePage, f"/app/automations/{mine.name}") as page:
        await until(lambda: page.rule.name != "")
        await page.edit()
        await page.retrigger("booking.before")
        assert page.timing.backwards
        await page.set_time("delay", "3")
        await page.set_time("unit", "60")
        await page.add_deed("send")
        await page.drop_deed(page.draft.deeds[0].key)
        await page.rename("Three hours before")
        await page.save()
        assert page.errors == []
    with db.reading(shop.owner) as session:
        changed = queries.rule(session, shop.owner, name=mine.name)
    assert (changed.title, changed.sentence) == ("Three hours before", "3 hours before a booking, send Reminder by email.")
    async with opened(root, RulePage, f"/app/automations/{mine.name}") as page:
        await until(lambda: page.rule.name != "")
        await page.remove()
    with db.reading(shop.owner) as session:
        assert all(rule.built_in for rule in queries.rules(session, shop.owner))


def test_what_the_desk_cannot_show_stays_as_it_is(shop: Shop) -> None:
    trigger = trigger_of("booking.created")
    assert trigger
    several = Condition(fact="booking.source", values=["public", "api"])
    kept = Definition(conditions=Group(parts=[several]), actions=[Send(message="booking_confirmation")])
    with db.reading(shop.owner) as session:
        facts = {fact.name: fact for fact in queries.trigger_row(trigger, queries.choices(session, shop.owner)).facts}
    draft = draft_of(kept, trigger, facts, "words")
    assert draft.fixed == "words"
    assert Definition.model_validate(said(draft, kept)) == kept


async def test_who_may_not_keep_rules_changes_none(tab: Tab, shop: Shop, ben: Actor) -> None:
    root = tab(cast.entered(cast.BEN).token)
    page = await root.get_state(Automations)
    await page.switch("welcome", False)
    with db.reading(shop.owner) as session:
        assert queries.rule(session, shop.owner, name="welcome").enabled
