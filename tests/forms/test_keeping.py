"""Answers that are kept in the business's own fields of a contact: read by the field's kind, with what was there before."""

from typing import Any
from uuid import UUID

import pytest

from careops.activity import queries as history
from careops.contacts import actions as contacts
from careops.contacts import queries as people
from careops.contacts.schemas import ContactChange, FieldChange, FieldIn
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Invalid
from careops.forms import actions as form
from careops.forms.schemas import Proof, TemplateIn
from careops.inbox.schemas import WriteIn
from tests.forms.filled import asked, made, person, seen

pytestmark = pytest.mark.usefixtures("both_engines")

OWN: list[dict[str, Any]] = [
    {"label": "Skin", "kind": "choice", "options": ["Dry", "Oily"]},
    {"label": "Born on", "kind": "date"},
    {"label": "Visits wanted", "kind": "number"},
    {"label": "Pregnant", "kind": "yes_no"},
    {"label": "Likes"},
]
FIELDS: list[dict[str, Any]] = [
    {"key": "skin", "kind": "choice", "options": ["dry", "oily"], "maps_to": "custom.skin"},
    {"key": "born", "kind": "date", "maps_to": "custom.born_on", "prefill": "custom.born_on"},
    {"key": "wants", "kind": "number", "checks": {"decimals": 1}, "maps_to": "custom.visits_wanted"},
    {"key": "preg", "kind": "yes_no", "maps_to": "custom.pregnant"},
    {"key": "likes", "kind": "multi_choice", "options": ["Tea", "=Quiet"], "maps_to": "custom.likes"},
]
SAID = {"skin": "oily", "born": "1990-05-04", "wants": 2.5, "preg": False, "likes": ["Tea", "=Quiet"]}
KEPT = {"skin": "Oily", "born_on": "1990-05-04", "visits_wanted": "2.5", "pregnant": "no", "likes": "Tea, =Quiet"}


@pytest.fixture(autouse=True)
def own(ana: Actor) -> dict[str, UUID]:
    """The business's own fields, by key."""
    with db.transaction(ana) as session:
        return {made.key: made.id for made in (contacts.add_field(session, ana, field=FieldIn.model_validate(one)) for one in OWN)}


def form_of(ana: Actor, fields: list[dict[str, Any]] = FIELDS) -> UUID:
    return made(ana, [{"label": field["key"], **field} for field in fields]).id


def sent(ana: Actor, template: UUID, who: UUID, said: dict[str, Any]) -> UUID:
    """They fill it in and send it."""
    copy, guest = asked(ana, template, who), Actor.customer(ana.workspace, who)
    with db.transaction(guest) as session:
        form.save(session, guest, submission_id=copy, said=said)
        form.send(session, guest, submission_id=copy)
    return copy


def kept(ana: Actor, who: UUID) -> dict[str, str]:
    with db.reading(ana) as session:
        return people.whole(session, ana, contact_id=who).fields


def changes(ana: Actor, who: UUID) -> list[dict[str, Any]]:
    """What forms changed of them, the latest first."""
    with db.reading(ana) as session:
        return [
            one for fact in history.of_contact(session, ana, contact_id=who) if fact.kind == "form.kept" for one in fact.data["changes"]
        ]


def test_answers_are_read_by_the_fields_kind_and_kept_with_what_was_before(ana: Actor) -> None:
    template, who = form_of(ana), person(ana)
    sent(ana, template, who, SAID)
    assert kept(ana, who) == KEPT
    assert {one["field"]: (one["old"], one["new"]) for one in changes(ana, who)} == {f"custom.{k}": ("", v) for k, v in KEPT.items()}
    again = sent(ana, template, who, SAID | {"skin": "dry"})
    assert kept(ana, who) == KEPT | {"skin": "Dry"}
    assert changes(ana, who)[0] == {"field": "custom.skin", "old": "Oily", "new": "Dry"}
    assert len(changes(ana, who)) == len(KEPT) + 1
    assert seen(ana, again).answers["skin"] == "dry"


def test_what_is_known_of_them_fills_the_form_in(ana: Actor) -> None:
    template, who = form_of(ana), person(ana)
    with db.transaction(ana) as session:
        contacts.edit(session, ana, contact_id=who, change=ContactChange(fields={"born_on": "04.05.1990"}))
    guest, copy = Actor.customer(ana.workspace, who), asked(ana, template, who)
    with db.transaction(guest) as session:
        form.save(session, guest, submission_id=copy, said={"preg": True})
    assert seen(ana, copy).answers == {"born": "1990-05-04", "preg": True}


def test_a_field_that_went_away_or_changed_keeps_nothing_and_stops_nobody(ana: Actor, own: dict[str, UUID]) -> None:
    template, who = form_of(ana), person(ana)
    with db.transaction(ana) as session:
        contacts.archive_field(session, ana, field_id=own["born_on"])
        contacts.change_field(session, ana, field_id=own["skin"], change=FieldChange(options=["Dry", "Mixed"]))
    copy = sent(ana, template, who, SAID)
    assert seen(ana, copy).status == "completed"
    assert kept(ana, who) == {key: value for key, value in KEPT.items() if key not in ("born_on", "skin")}


def test_a_form_that_would_keep_answers_where_they_do_not_fit_is_not_published(ana: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        form_of(
            ana, [FIELDS[0], {"key": "a", "kind": "text", "maps_to": "custom.born_on"}, {"key": "b", "kind": "text", "maps_to": "custom.x"}]
        )
    assert [problem.field for problem in refused.value.problems] == ["fields.1.maps_to", "fields.2.maps_to"]


def test_whoever_writes_in_fills_gaps_and_rewrites_nothing(ana: Actor) -> None:
    who = person(ana, email="", phone="+351912345678")
    with db.transaction(ana) as session:
        contacts.edit(session, ana, contact_id=who, change=ContactChange(fields={"skin": "Dry"}))
        more = [{"label": field["key"], **field} for field in FIELDS]
        mail = {"key": "other", "kind": "email", "label": "Other address", "maps_to": "contact.email"}
        form.set_contact_form(session, ana, template=TemplateIn.model_validate({"name": "Contact", "fields": [*more, mail]}))
    visitor = Actor.customer(ana.workspace)
    with db.transaction(visitor) as session:
        message = WriteIn(name="Somebody", phone="+351912345678", message="Hello")
        form.write_in(session, visitor, message=message, said=SAID | {"other": "mine@example.org"}, proof=Proof("203.0.113.9"), locale="en")
    assert kept(ana, who) == KEPT | {"skin": "Dry"}
    with db.reading(ana) as session:
        assert people.get(session, ana, contact_id=who).email == ""
