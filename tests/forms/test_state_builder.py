"""The builder: what is typed is kept as a draft, conditions work on the phone, nothing of anybody else's is written over."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.forms import actions as form
from careops.forms import queries as forms
from careops.forms.schemas import DraftIn, FieldKind, FormField, RequestIn, TemplateIn, TemplateRow
from careops.forms.state.builder import Builder
from tests import cast
from tests.screens import opened, said, until

Tab = Callable[..., Any]
ALLERGIC = FormField(key="allergic", kind=FieldKind.yes_no, label="Any allergies?", required=True)
WHICH = FormField(key="which", kind=FieldKind.long_text, label="Which ones?")
PHOTO = FormField(key="photo", kind=FieldKind.file, label="A photo")


def made(actor: Actor, *fields: FormField) -> UUID:
    with db.transaction(actor) as session:
        template = TemplateIn(name="Colour card", fields=list(fields or (ALLERGIC, WHICH, PHOTO)))
        return form.create_template(session, actor, template=template).id


def kept(actor: Actor, id: UUID) -> TemplateRow:
    with db.reading(actor) as session:
        return forms.get(session, actor, template_id=id)


def drafted(actor: Actor, id: UUID) -> list[str]:
    row = kept(actor, id)
    return [field.label for field in row.draft or row.fields]


async def built(page: Any) -> Any:
    await until(lambda: page.head.id != "")
    return page


async def test_what_is_typed_is_kept_as_a_draft_and_nobody_is_asked_it(tab: Tab, ana: Actor) -> None:
    id = made(ana)
    async with opened(tab(cast.entered(cast.ANA).token), Builder, f"/app/forms/{id}") as page:
        await built(page)
        await page.open("which")
        await page.set_part("label", "Which, and since when?")
        await page.set_required(True)
        await page.set_check("max_length", "200")
        assert drafted(ana, id)[1] == "Which, and since when?"
        assert (page.head.drafting, page.errors) == (True, [])
        row = kept(ana, id)
        assert row.draft
        assert row.draft[1].checks.max_length == 200
        assert row.draft[1].required
        assert [field.label for field in row.fields] == ["Any allergies?", "Which ones?", "A photo"]


async def test_what_makes_no_question_yet_stays_typed_and_is_not_kept(tab: Tab, ana: Actor) -> None:
    id = made(ana)
    async with opened(tab(cast.entered(cast.ANA).token), Builder, f"/app/forms/{id}") as page:
        await built(page)
        await page.open("which")
        await page.set_part("label", "")
        assert (page.edit.label, len(page.errors)) == ("", 1)
        assert kept(ana, id).draft is None
        await page.set_part("label", "What happened?")
        assert (page.errors, drafted(ana, id)[1]) == ([], "What happened?")


async def test_questions_are_added_moved_duplicated_removed_and_put_back(tab: Tab, ana: Actor) -> None:
    id = made(ana)
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Builder, f"/app/forms/{id}") as page:
        await built(page)
        await page.add("choice")
        assert drafted(ana, id)[-1] == "New question" == page.edit.label
        await page.move("photo", 0)
        assert drafted(ana, id) == ["A photo", "Any allergies?", "Which ones?", "New question"]
        await page.move("photo", 99)
        await page.duplicate("which")
        assert drafted(ana, id).count("Which ones?") == 2
        await page.remove("allergic")
        assert "Any allergies?" not in drafted(ana, id)
        assert "“Any allergies?” is removed" in await said(root)
        await page.put_back("allergic")
        assert drafted(ana, id)[1] == "Any allergies?"


async def test_a_condition_is_said_in_a_sentence_and_works_on_the_phone(tab: Tab, ana: Actor) -> None:
    id = made(ana)
    async with opened(tab(cast.entered(cast.ANA).token), Builder, f"/app/forms/{id}") as page:
        await built(page)
        await page.open("which")
        await page.add_condition(-1)
        assert page.edit.when == "Only if “Any allergies?” is yes" == page.lines[1].when
        assert [seen.key for seen in page.preview] == ["allergic", "photo"]
        await page.answer("allergic", "yes")
        assert [seen.key for seen in page.preview] == ["allergic", "which", "photo"]
        await page.answer("allergic", "no")
        assert [seen.key for seen in page.preview] == ["allergic", "photo"]
        await page.set_condition(0, 0, "value", "no")
        assert "which" in [seen.key for seen in page.preview]
        await page.drop_condition(0, 0)
        assert page.lines[1].when == ""


async def test_groups_are_joined_by_and_and_or(tab: Tab, ana: Actor) -> None:
    colours = FormField(key="colour", kind=FieldKind.choice, label="Colour", options=["Red", "Blue", "Green"])
    id = made(ana, ALLERGIC, colours, WHICH)
    async with opened(tab(cast.entered(cast.ANA).token), Builder, f"/app/forms/{id}") as page:
        await built(page)
        await page.open("which")
        await page.add_condition(-1)
        await page.set_condition(0, 0, "op", "any_of")
        await page.set_condition(0, 0, "values", "Blue")
        await page.add_condition(0)
        await page.set_condition(0, 1, "key", "allergic")
        await page.add_condition(-1)
        await page.set_match(-1, "any")
        assert page.edit.when == "Only if (“Colour” is one of Red, Blue and “Any allergies?” is yes) or “Colour” is Red"


async def test_a_question_before_the_one_it_depends_on_stops_publishing(tab: Tab, ana: Actor) -> None:
    id = made(ana)
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Builder, f"/app/forms/{id}") as page:
        await built(page)
        await page.open("which")
        await page.add_condition(-1)
        await page.move("which", 0)
        assert page.lines[0].wrong == "It may only depend on a question before it"
        await page.publish()
        assert kept(ana, id).current == 1
        assert "Which ones?: It may only depend on a question before it" in await said(root)


async def test_publishing_says_who_goes_on_with_the_old_version(tab: Tab, ana: Actor) -> None:
    id = made(ana)
    with db.transaction(ana) as session:
        who = contacts.register(session, ana, name="Cleo", email="cleo@example.com")
        form.request(session, ana, asked=RequestIn(template_id=id, contact_id=who.id))
    async with opened(tab(cast.entered(cast.ANA).token), Builder, f"/app/forms/{id}") as page:
        await built(page)
        await page.add("date")
        await page.show("publish")
        assert [change.what for change in page.changes] == ["New"]
        assert page.people == "1 person goes on with version 1. Whoever is asked from now on gets the new one."
        await page.publish()
        assert (kept(ana, id).current, page.head.published, page.head.drafting) == (2, 2, False)
        await page.show("versions")
        assert [(one.number, one.current) for one in page.versions] == [(2, True), (1, False)]
        await page.restore(1)
        assert drafted(ana, id) == ["Any allergies?", "Which ones?", "A photo"]
        assert page.head.drafting
        await page.discard()
        assert len(drafted(ana, id)) == 4


async def test_what_somebody_else_changes_appears_and_is_not_written_over(tab: Tab, ana: Actor) -> None:
    id = made(ana)
    async with opened(tab(cast.entered(cast.ANA).token), Builder, f"/app/forms/{id}") as page:
        await built(page)
        with db.transaction(ana) as session:
            form.save_draft(session, ana, template_id=id, draft=DraftIn(fields=[ALLERGIC]))
        await until(lambda: [line.key for line in page.lines] == ["allergic"])
        page._version -= 1  # as if the news had not come yet
        await page.add("number")
        assert page.conflict
        assert len(drafted(ana, id)) == 1
        await page.keep_mine()
        assert not page.conflict
        assert len(drafted(ana, id)) == 2


async def test_settings_are_kept_and_refused_at_their_field(tab: Tab, ana: Actor) -> None:
    id = made(ana)
    async with opened(tab(cast.entered(cast.ANA).token), Builder, f"/app/forms/{id}") as page:
        await built(page)
        await page.save_settings({"name": "", "due_hours": "soon", "remind_hours": "2"})
        assert set(page.settings_errors) == {"name", "due_hours"}
        await page.save_settings({"name": "Card", "thanks": "Thank you", "due_hours": "72", "remind_hours": "0", "active": True})
        row = kept(ana, id)
        assert (row.name, row.thanks, row.due_hours, row.remind_hours, row.send_copy, row.active) == (
            "Card",
            "Thank you",
            72,
            0,
            False,
            True,
        )


@pytest.mark.parametrize("who", [cast.SAM, "kim@example.com"])
async def test_strangers_and_who_may_not_write_forms_change_nothing(tab: Tab, ana: Actor, stranger: Actor, who: str) -> None:
    id = made(ana)
    cast.joined(ana, "Kim", "kim@example.com", cast.Role.staff, [cast.Permission.forms_view])
    async with opened(tab(cast.entered(who).token), Builder, f"/app/forms/{id}") as page:
        page._fields = [ALLERGIC]
        for call in (page.add("text"), page.remove("allergic"), page.publish(), page.discard(), page.archive(), page.copy_form()):
            await call
        assert (page.head.id, kept(ana, id).draft, kept(ana, id).current) == ("", None, 1)


async def test_an_address_of_nothing_says_so(tab: Tab, ana: Actor) -> None:
    for address in (uuid4(), "nonsense"):
        async with opened(tab(cast.entered(cast.ANA).token), Builder, f"/app/forms/{address}") as page:
            await until(lambda: page.missing)
