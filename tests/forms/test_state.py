"""The screen of forms and copies: what each view lists, and for whom."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from careops.business import actions as business
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.forms import actions as form
from careops.forms import queries as forms
from careops.forms.schemas import FieldKind, FormField, RequestIn, TemplateIn
from careops.forms.state import Forms, occasions
from tests import cast
from tests.screens import behind, opened, until

Tab = Callable[..., Any]
ASKED = FormField(key="allergies", kind=FieldKind.text, label="Allergies")


def made(actor: Actor, name: str, *types: UUID) -> UUID:
    with db.transaction(actor) as session:
        return form.create_template(session, actor, template=TemplateIn(name=name, fields=[ASKED], booking_types=list(types))).id


def asked(actor: Actor, template: UUID, name: str, hours: int) -> UUID:
    with db.transaction(actor) as session:
        who = contacts.register(session, actor, name=name, email=f"{name.lower()}@example.com")
        wanted = RequestIn(template_id=template, contact_id=who.id, due_at=now() + timedelta(hours=hours))
        form.request(session, actor, asked=wanted)
        return who.id


async def test_forms_say_what_they_are_asked_after(tab: Tab, ana: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    colour = UUID(int=7)
    monkeypatch.setitem(occasions, "bookings", lambda _db, _actor: {colour: "Colour refresh"})
    made(ana, "Colour card", colour)
    made(ana, "House rules")
    with db.transaction(ana) as session:
        form.set_contact_form(session, ana, template=TemplateIn(name="Write to us", fields=[ASKED]))
    async with opened(tab(cast.entered(cast.ANA).token), Forms, "/app/forms") as page:
        await until(lambda: page.loaded)
        assert [(line.name, line.after, line.version, line.active) for line in page.templates] == [
            ("Write to us", "Whoever writes to you on your contact page", 1, True),
            ("Colour card", "Colour refresh", 1, True),
            ("House rules", "Only when somebody sends it", 1, True),
        ]
        made(ana, "New one")
        await until(lambda: len(page.templates) == 4)


@pytest.mark.parametrize(
    ("status", "wanted"),
    [("any", {"Cleo", "Dora"}), ("pending", {"Cleo"}), ("overdue", {"Dora"}), ("completed", set()), ("in_progress", set())],
)
async def test_each_status_lists_its_copies_live(tab: Tab, ana: Actor, status: str, wanted: set[str]) -> None:
    card = made(ana, "Colour card")
    asked(ana, card, "Cleo", 5)
    asked(ana, card, "Dora", -5)
    async with opened(tab(cast.entered(cast.ANA).token), Forms, f"/app/forms?status={status}") as page:
        await until(lambda: page.loaded)
        assert {line.who for line in page.copies} == wanted
        assert (page.counts.pending, page.counts.overdue, page.templates) == (1, 1, [])
        assert {line.href for line in page.copies} == {f"/app/forms/submissions/{line.id}" for line in page.copies}
        asked(ana, card, "Eve", -1)
        await until(lambda: page.counts.overdue == 2)


async def test_a_made_up_status_is_the_list_of_forms(tab: Tab, ana: Actor) -> None:
    made(ana, "Colour card")
    async with opened(tab(cast.entered(cast.ANA).token), Forms, "/app/forms?status=%00drop") as page:
        await until(lambda: page.loaded)
        assert (page.show, [line.name for line in page.templates]) == ("", ["Colour card"])


async def test_copies_of_one_form_or_one_person_stand_at_their_address(tab: Tab, ana: Actor) -> None:
    card, rules = made(ana, "Colour card"), made(ana, "House rules")
    cleo = asked(ana, card, "Cleo", 5)
    asked(ana, rules, "Dora", 5)
    for query in (f"form={card}", f"person={cleo}"):
        async with opened(tab(cast.entered(cast.ANA).token), Forms, f"/app/forms?status=any&{query}") as page:
            await until(lambda: page.loaded)
            assert [line.who for line in page.copies] == ["Cleo"]


async def test_a_new_form_begins_empty_or_as_the_trade_has_it(tab: Tab, ana: Actor) -> None:
    with db.transaction(ana) as session:
        business.choose_trade(session, ana, trade="salon")
    page = await tab(cast.entered(cast.ANA).token).get_state(Forms)
    await page.choose(True)
    assert page.choices
    await page.create(page.choices[0].key)
    await page.create("")
    with db.reading(ana) as session:
        found = {row.name: len(row.fields) for row in forms.templates(session, ana).items}
    assert found == {"New form": 1, page.choices[0].name: int(page.choices[0].asks.split()[0])}


async def test_strangers_see_their_own_and_others_nothing(tab: Tab, ana: Actor, stranger: Actor) -> None:
    asked(ana, made(ana, "Colour card"), "Cleo", 5)
    cast.joined(ana, "Kim", "kim@example.com", cast.Role.staff, [cast.Permission.inbox])
    async with opened(tab(cast.entered(cast.SAM).token), Forms, "/app/forms?status=any") as page:
        await until(lambda: page.loaded)
        assert (page.copies, page.counts.pending) == ([], 0)
    for token in (cast.entered("kim@example.com").token, ""):
        page = await tab(token).get_state(Forms)
        await behind(page, "live")
        await behind(page, "show_more")
        assert (page.loaded, page.copies, page.templates) == (False, [], [])


async def test_copies_are_narrowed_to_a_form_and_to_people(tab: Tab, ana: Actor) -> None:
    colour, rules = made(ana, "Colour card"), made(ana, "House rules")
    cleo = asked(ana, colour, "Cleo", 5)
    asked(ana, rules, "Dora", 5)
    async with opened(tab(cast.entered(cast.ANA).token), Forms, "/app/forms?status=any") as page:
        await until(lambda: page.loaded)
        assert [choice.label for choice in page.known] == ["All forms", "Colour card", "House rules"]
        await behind(page, "narrow", "form", str(colour))
        assert [copy.who for copy in page.copies] == ["Cleo"]
        await behind(page, "narrow", "form", "")
        await behind(page, "find", "dor")
        assert [copy.who for copy in page.copies] == ["Dora"]
    async with opened(tab(cast.entered(cast.ANA).token), Forms, f"/app/forms?status=any&person={cleo}") as page:
        await until(lambda: page.loaded)
        assert (page.named, [copy.form for copy in page.copies]) == ("Cleo", ["Colour card"])
        await behind(page, "narrow", "person", "")
        assert len(page.copies) == 2
