"""The screens of rules: switched, edited on their desk, rehearsed, tried and read; every handler asks who is there."""

from collections.abc import Callable
from typing import Any

import pytest

from careops.automation import jobs, queries
from careops.automation.rules.catalogue import trigger_of
from careops.automation.schemas import FactRow
from careops.automation.schemas.defining import MOST_ACTIONS, MOST_CONDITIONS, Condition, Definition, Group, Operator, Send
from careops.automation.state import Automations, RulePage
from careops.automation.state.drafting import FIELDS, draft_of, said
from careops.booking import actions as booking
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from tests import cast
from tests.screens import opened, until
from tests.screens import said as said_of
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
        assert page.errors == ["Only if: Give a number"]
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
    async with opened(tab(cast.entered(cast.ANA).token), RulePage, f"/app/automations/{mine.name}") as page:
        await until(lambda: page.rule.name != "")
        await page.remove()
    with db.reading(shop.owner) as session:
        assert all(rule.built_in for rule in queries.rules(session, shop.owner))


@pytest.fixture
def facts(shop: Shop) -> dict[str, FactRow]:
    """What may be asked of a booking that was made."""
    trigger = trigger_of("booking.created")
    assert trigger
    with db.reading(shop.owner) as session:
        return {fact.name: fact for fact in queries.trigger_row(trigger, queries.choices(session, shop.owner)).facts}


def definition_of(*conditions: Condition) -> Definition:
    return Definition(conditions=Group(parts=[*conditions]), actions=[Send(message="booking_confirmation")])


def test_what_the_desk_cannot_show_stays_as_it_is(facts: dict[str, FactRow]) -> None:
    deep = Group(parts=[Group(parts=[Group(parts=[Condition(fact="booking.source", values=["public"])])])])
    kept = Definition(conditions=deep, actions=[Send(message="booking_confirmation")])
    draft = draft_of(kept, facts, "words")
    assert draft.fixed == "words"
    assert Definition.model_validate(said(draft, kept)) == kept
    for odd in (Condition(fact="booking.price", op="at_least", values=["1", "2"]), Condition(fact="stock.level", values=["1"])):
        assert draft_of(definition_of(odd), facts, "words").fixed == "words"


@pytest.mark.parametrize(("op", "one", "several"), [("is", "is", "is one of"), ("is_not", "is not", "is none of")])
def test_conditions_with_one_value_and_with_several_are_shown_and_said_again(
    facts: dict[str, FactRow], op: Operator, one: str, several: str
) -> None:
    for values, words in ((["public"], one), (["public", "api"], several)):
        kept = definition_of(Condition(fact="booking.source", op=op, values=values))
        draft = draft_of(kept, facts, "")
        (ask,) = draft.bunches[0].asks
        assert {pair.value: pair.label for pair in ask.ops}[op] == words
        assert (ask.op, [pair.value for pair in ask.more], ask.value) == (op, values[:-1], values[-1])
        assert Definition.model_validate(said(draft, kept)) == kept


async def test_values_are_added_to_a_condition_and_taken_out(tab: Tab, shop: Shop) -> None:
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, RulePage, "/app/automations/booking_confirmation") as page:
        await until(lambda: page.rule.name != "")
        await page.edit()
        await page.add_ask(-1)
        (bunch,) = page.draft.bunches
        key = bunch.asks[0].key

        def asked() -> Any:
            return page.draft.bunches[0].asks[0]

        await page.set_ask(bunch.key, key, "fact", "booking.source")
        await page.set_ask(bunch.key, key, "op", "is_not")
        await page.set_ask(bunch.key, key, "value", "public")
        await page.add_value(bunch.key, key)
        await page.add_value(bunch.key, key)
        assert len({asked().value, *(pair.value for pair in asked().more)}) == 3
        await page.drop_value(bunch.key, key, asked().more[1].value)
        await page.set_ask(bunch.key, key, "value", "api")
        await page.save()
        assert page.errors == []
    with db.reading(shop.owner) as session:
        kept = queries.rule(session, shop.owner, name="booking_confirmation")
    (condition,) = kept.definition.conditions.conditions()
    assert (condition.op, condition.values) == ("is_not", ["public", "api"])
    assert "is none of" in kept.sentence


async def test_a_desk_holds_no_more_than_a_rule(tab: Tab, shop: Shop) -> None:
    """What lies on it is kept in memory for each open tab: whoever has a socket may fill it, but only so far."""
    root = tab(cast.entered(cast.ANA).token)
    long = "x" * 50_000
    async with opened(root, RulePage, "/app/automations/booking_confirmation") as page:
        await until(lambda: page.rule.name != "")
        await page.edit()
        for at in range(MOST_CONDITIONS + 5):
            await page.add_ask(-1 if at % 2 else page.draft.bunches[0].key if page.draft.bunches else -1)
        for _ in range(MOST_ACTIONS + 5):
            await page.add_deed("write")
        asks = [(bunch.key, ask.key) for bunch in page.draft.bunches for ask in bunch.asks]
        assert (len(asks), len(page.draft.deeds)) == (MOST_CONDITIONS, MOST_ACTIONS)
        assert set(await said_of(root)) == {"A rule holds no more than this"}
        for part in ("op", "value"):
            await page.set_ask(*asks[0], part, long)
        for part in FIELDS:
            await page.set_deed(page.draft.deeds[-1].key, part, long)
        for part in ("delay", "unit"):
            await page.set_time(part, long)
        await page.rename(long)
        await page.retrigger(long)
        await page.choose_event(long)
        kept = [page.title, page.trigger, page.chosen, str(page.draft)]
        assert sum(map(len, kept)) < 40_000
        await page.save()
        assert page.errors != []


async def test_who_may_not_keep_rules_changes_none(tab: Tab, shop: Shop, ben: Actor) -> None:
    root = tab(cast.entered(cast.BEN).token)
    page = await root.get_state(Automations)
    await page.switch("welcome", False)
    with db.reading(shop.owner) as session:
        assert queries.rule(session, shop.owner, name="welcome").enabled
