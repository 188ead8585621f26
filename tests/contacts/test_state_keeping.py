"""The list with its filters and its choice of many, a file on its way in, and what is kept of people besides, on the screen."""

from collections.abc import Callable
from typing import Any

import pytest

from careops.contacts import actions as contacts
from careops.contacts import jobs, queries
from careops.contacts.actions import importing
from careops.contacts.state import ContactForm, Contacts, Imports, Keeping, Kept
from careops.core import db
from careops.core.actor import Actor
from tests import cast
from tests.screens import behind, opened, until

Tab = Callable[..., Any]


@pytest.fixture
def people(ana: Actor) -> list[str]:
    with db.transaction(ana) as session:
        return [str(contacts.register(session, ana, name=name, email=f"{name.lower()}@example.org").id) for name in ("Ada", "Bo", "Cy")]


def names(page: Any) -> list[str]:
    return [line.name for line in page.lines]


async def test_many_are_chosen_tagged_found_by_it_and_archived(tab: Tab, people: list[str]) -> None:
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Contacts, "/app/contacts") as page:
        await until(lambda: names(page) == ["Ada", "Bo", "Cy"])
        await page.choose(people[0])
        await page.choose(people[1])
        await page.choose("x" * 200_000)
        assert (page.chosen, page.chosen_words) == (people[:2], "2 chosen")
        await page.tag_chosen({"tag": "Regular", "deed": "tag"})
        await until(lambda: [tag.label for tag in page.tags] == ["Regular"])
        await behind(page, "bearing", page.tags[0].value)
        await until(lambda: names(page) == ["Ada", "Bo"])
        assert page.lines[0].cells[page.heads.index("Tags")] == "Regular"
        await page.start_saving()
        await page.save_segment({"name": ""})
        assert "name" in page.errors
        await page.save_segment({"name": "Regulars"})
        await until(lambda: [segment.label for segment in page.segments] == ["Regulars"])
        await behind(page, "bearing", "")
        await behind(page, "in_segment", page.segments[0].value)
        await until(lambda: names(page) == ["Ada", "Bo"])
        await page.choose_all(True)
        await page.archive_chosen()
        await until(lambda: names(page) == [])
        await behind(page, "put_away", True)
        await until(lambda: names(page) == ["Ada", "Bo"])


async def test_somebody_without_an_address_is_added_once_however_fast_it_is_clicked(tab: Tab, ana: Actor) -> None:
    form = await tab(cast.entered(cast.ANA).token).get_state(ContactForm)
    await form.start()
    for _click in range(2):
        await form.save({"name": "Nora Quince"})
    with db.reading(ana) as session:
        assert [row.name for row in queries.page(session, ana).items] == ["Nora Quince"]


async def test_a_long_list_is_walked_past_what_one_statement_brings(tab: Tab, ana: Actor) -> None:
    with db.transaction(ana) as session:
        for number in range(260):
            contacts.register(session, ana, name=f"Person {number:03}")
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Contacts, "/app/contacts") as page:
        await until(lambda: len(names(page)) == 50)
        for shown in (100, 150, 200, 250, 260):
            assert page.more
            await behind(page, "show_more")
            assert names(page) == [f"Person {number:03}" for number in range(shown)]
        assert not page.more


async def test_a_file_is_looked_over_brought_in_and_taken_out(tab: Tab, ana: Actor) -> None:
    with db.transaction(ana) as session:
        file = b"Nombre,Correo\nAda,ada@example.org\nBad,nowhere\n"
        row = importing.upload(session, ana, what="contacts", origin="csv", file_name="gente.csv", content=file)
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Imports, f"/app/contacts/import/{row.id}") as page:
        await until(lambda: page.shown.id == str(row.id))
        assert {place.key: place.column for place in page.shown.places if place.column} == {"first_name": "Nombre", "email": "Correo"}
        await page.look_over({"known": "fill"})
        assert "mapping.name" in page.errors
        await page.look_over({"map:name": "Nombre", "map:email": "Correo", "known": "fill", "tags": "New"})
        assert page.shown.busy
        assert jobs.bring_in() == 1
        await until(
            lambda: [(count.number, count.words) for count in page.shown.counts][::3] == [(1, "would be new"), (1, "cannot be read")]
        )
        await page.bring_in()
        assert jobs.bring_in() == 1
        await until(lambda: page.shown.may_undo)
        await page.take_out()
        assert jobs.bring_in() == 1
        await until(lambda: page.shown.state == "Taken out again")
        assert [count.number for count in page.shown.counts] == [1, 0, 0]


async def test_fields_are_made_and_filled_in_on_a_persons_page(tab: Tab, people: list[str]) -> None:
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Keeping, "/app/contacts/fields") as page:
        await until(lambda: page.loaded)
        await page.add({"label": "Skin", "kind": "choice", "options": "Dry"})
        assert "options" in page.errors
        await page.add({"label": "Skin", "kind": "choice", "options": "Dry\nOily"})
        await page.add({"label": "skin", "kind": "text"})
        assert "label" in page.errors
        await until(lambda: [one.detail for one in page.fields] == ["One of several: Dry, Oily"])
    async with opened(tab(cast.entered(cast.ANA).token), Kept, f"/app/contacts/{people[0]}") as page:
        await until(lambda: page.shown.id == people[0])
        await page.edit("fields")
        await page.save_fields({"field:skin": "wet"})
        assert (page.editing, page.shown.answers[0].error) == ("fields", "This is none of the choices")
        await page.save_fields({"field:skin": "dry"})
        assert (page.editing, page.shown.answers[0].said) == ("", "Dry")
        await page.save_tags({"tags": "VIP, Regular"})
        assert page.shown.tags == "Regular, VIP"
        await page.edit("new")
        await page.save_dependent({"name": "Leo", "relation": "son", "born_on": "some day"})
        assert "born_on" in page.errors
        await page.save_dependent({"name": "Leo", "relation": "son", "born_on": "2016-05-04"})
        [leo] = page.shown.dependents
        assert leo.name == "Leo"
        await page.archive_dependent(leo.id)
        assert page.shown.dependents == []
