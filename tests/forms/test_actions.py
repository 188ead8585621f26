"""Making forms, editing them without losing what was asked, asking people, on both engines."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from pydantic import ValidationError
from sqlmodel import col, select

from careops.activity import queries as history
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Forbidden, Invalid, NotFound, Stale
from careops.core.ids import new_id
from careops.forms import actions as form
from careops.forms import queries as forms
from careops.forms.models import FormTemplate, Status
from careops.forms.rules import FormAsleep
from careops.forms.schemas import RequestIn, TemplateEdit, TemplateIn, TemplateRow

pytestmark = pytest.mark.usefixtures("both_engines", "database")

FIELDS = [
    {"key": "wish", "kind": "long_text", "label": "Which colour are you hoping for?"},
    {"key": "before", "kind": "choice", "label": "Coloured before?", "required": True, "options": ["Yes", "No"]},
]


def made(actor: Actor, **said: object) -> TemplateRow:
    with db.transaction(actor) as session:
        return form.create_template(
            session, actor, template=TemplateIn.model_validate({"name": "Colour consultation", "fields": FIELDS} | said)
        )


def edited(actor: Actor, template: UUID, expected: int | None = None, **said: object) -> TemplateRow:
    with db.transaction(actor) as session:
        return form.edit_template(session, actor, template_id=template, edit=TemplateEdit.model_validate(said), expected=expected)


def someone(actor: Actor) -> UUID:
    with db.transaction(actor) as session:
        return contacts.register(session, actor, name="Cleo", email="cleo@example.com").id


def test_a_form_begins_with_version_one(ana: Actor) -> None:
    template = made(ana)
    assert (template.current, template.version, [f.key for f in template.fields]) == (1, 1, ["wish", "before"])


def test_other_questions_make_a_version_and_other_words_do_not(ana: Actor) -> None:
    template = made(ana)
    assert edited(ana, template.id, name="Consultation").current == 1
    assert edited(ana, template.id, fields=FIELDS).current == 1
    assert edited(ana, template.id, fields=FIELDS[:1]).current == 2
    with db.reading(ana) as session:
        versions = forms.versions(session, ana, template_id=template.id)
    assert [(v.number, len(v.fields)) for v in versions] == [(2, 1), (1, 2)]


def test_a_key_keeps_its_kind_over_all_versions(ana: Actor) -> None:
    template = made(ana)
    edited(ana, template.id, fields=FIELDS[:1])
    with pytest.raises(Invalid):
        edited(ana, template.id, fields=[{"key": "before", "kind": "date", "label": "Since when?"}])


def test_an_edit_needs_the_version_it_saw(ana: Actor) -> None:
    template = made(ana)
    edited(ana, template.id, expected=1, name="One")
    with pytest.raises(Stale):
        edited(ana, template.id, expected=1, name="Two")


def test_there_is_one_contact_form_however_often_it_is_set(ana: Actor) -> None:
    for name in ("Contact", "Write to us"):
        with db.transaction(ana) as session:
            form.set_contact_form(session, ana, template=TemplateIn.model_validate({"name": name, "fields": FIELDS}))
    with db.reading(ana) as session:
        found = forms.contact_form(session, ana)
        assert session.exec(select(sa.func.count(col(FormTemplate.id)))).one() == 1
    assert found is not None
    assert found.name == "Write to us"


def test_a_contact_form_is_neither_listed_nor_archived(ana: Actor) -> None:
    with db.transaction(ana) as session:
        contact = form.set_contact_form(session, ana, template=TemplateIn.model_validate({"name": "Contact", "fields": FIELDS}))
    with db.reading(ana) as session:
        assert forms.templates(session, ana).items == []
    with pytest.raises(NotFound), db.transaction(ana) as session:
        form.archive_template(session, ana, template_id=contact.id)


def test_a_booking_asks_each_form_once(ana: Actor) -> None:
    template, contact, booking = made(ana), someone(ana), new_id()
    asked = RequestIn(template_id=template.id, contact_id=contact, booking_id=booking)
    copies: list[UUID] = []
    for _ in range(2):
        with db.transaction(ana) as session:
            copies.append(form.request(session, ana, asked=asked).id)
    assert copies[0] == copies[1]
    with db.reading(ana) as session:
        assert [e.kind for e in history.of_contact(session, ana, contact_id=contact) if e.kind.startswith("form.")] == ["form.requested"]
        copy = forms.submission(session, ana, submission_id=copies[0])
    assert (copy.form, copy.number, copy.status) == ("Colour consultation", 1, "pending")
    assert copy.due_at is not None
    assert timedelta(hours=47) < copy.due_at - now() <= timedelta(hours=48)


def test_a_copy_stays_on_the_version_it_began_with(ana: Actor) -> None:
    template, contact = made(ana), someone(ana)
    with db.transaction(ana) as session:
        copy = form.request(session, ana, asked=RequestIn(template_id=template.id, contact_id=contact))
    edited(ana, template.id, fields=FIELDS[:1])
    with db.reading(ana) as session:
        assert forms.submission(session, ana, submission_id=copy.id).number == 1


def test_a_form_that_is_off_is_not_sent(ana: Actor) -> None:
    template, contact = made(ana), someone(ana)
    edited(ana, template.id, active=False)
    with pytest.raises(FormAsleep), db.transaction(ana) as session:
        form.request(session, ana, asked=RequestIn(template_id=template.id, contact_id=contact))


def test_counts_and_lists_agree_about_what_is_late(ana: Actor) -> None:
    template, contact = made(ana), someone(ana)
    for hours in (-1, 1, 2):
        with db.transaction(ana) as session:
            due = now() + timedelta(hours=hours)
            form.request(session, ana, asked=RequestIn(template_id=template.id, contact_id=contact, due_at=due))
    with db.reading(ana) as session:
        assert forms.counts(session, ana).model_dump() == {"pending": 2, "in_progress": 0, "overdue": 1, "completed": 0}
        listed = {s: len(forms.submissions(session, ana, status=s).items) for s in (Status.pending, Status.overdue, Status.completed)}
        assert {copy.status for copy in forms.submissions(session, ana).items} == {"pending", "overdue"}
    assert listed == {Status.pending: 2, Status.overdue: 1, Status.completed: 0}


def test_forms_asked_after_a_booking_type(ana: Actor) -> None:
    service = new_id()
    template = made(ana, booking_types=[str(service)])
    made(ana, name="Other")
    with db.reading(ana) as session:
        assert [t.id for t in forms.asked_after(session, ana, booking_type_id=service)] == [template.id]
        assert forms.asked_after(session, ana, booking_type_id=new_id()) == []


def test_staff_look_but_do_not_change(ana: Actor, ben: Actor) -> None:
    template = made(ana)
    with db.reading(ben) as session:
        assert forms.get(session, ben, template_id=template.id).name == "Colour consultation"
    with pytest.raises(Forbidden):
        made(ben)
    with pytest.raises(Forbidden):
        edited(ben, template.id, name="Mine")


def test_a_stranger_finds_nothing(ana: Actor, stranger: Actor) -> None:
    template, contact = made(ana), someone(ana)
    with pytest.raises(NotFound):
        edited(stranger, template.id, name="Mine")
    theirs = made(stranger)
    with pytest.raises(NotFound), db.transaction(stranger) as session:
        form.request(session, stranger, asked=RequestIn(template_id=theirs.id, contact_id=contact))
    with db.reading(stranger) as session:
        assert [t.id for t in forms.templates(session, stranger).items] == [theirs.id]
        assert forms.counts(session, stranger).pending == 0


BAD = [
    {"name": ""},
    {"name": "x\0"},
    {"fields": []},
    {"fields": [FIELDS[0], FIELDS[0]]},
    {"fields": [{**FIELDS[0], "key": "No key"}]},
    {"fields": [{**FIELDS[0], "kind": "poem"}]},
    {"fields": [{**FIELDS[0], "options": ["a"]}]},
    {"fields": [{**FIELDS[1], "options": []}]},
    {"fields": [{**FIELDS[1], "options": ["a", "a"]}]},
    {"fields": [{"key": "s", "kind": "section", "label": "Part", "required": True}]},
    {"fields": [{**FIELDS[0], "label": "x" * 201}]},
    {"fields": [{**FIELDS[0], "key": f"k{i}"} for i in range(81)]},
    {"booking_types": ["no-id"]},
    {"unknown": 1},
]


@pytest.mark.parametrize("said", BAD, ids=range(len(BAD)))
def test_bad_input_is_refused_and_stores_nothing(ana: Actor, said: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        made(ana, **said)
    with db.reading(ana) as session:
        assert session.exec(select(sa.func.count(col(FormTemplate.id)))).one() == 0


def test_every_script_is_kept(ana: Actor) -> None:
    label = "ما اللون الذي تريده؟ 🎨 कौन सा रंग?"
    assert made(ana, name=label, fields=[{**FIELDS[0], "label": label}]).fields[0].label == label
