"""Sending somebody a form: who, by which channel, which ones; and that only those may who may."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from careops.automation import actions as automation
from careops.careops import api
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.core.ids import new_id
from careops.forms import queries as forms
from careops.forms.schemas import SubmissionRow
from careops.forms.state.sending import Sending
from tests import cast
from tests.forms.filled import asked, edited, made, person
from tests.screens import said

Tab = Callable[..., Any]
ANOTHER: list[dict[str, Any]] = [{"key": "a", "kind": "text", "label": "A"}]


def copies(ana: Actor, who: UUID) -> list[SubmissionRow]:
    with db.reading(ana) as session:
        return forms.submissions(session, ana, contact_id=who).items


def way(ana: Actor, who: UUID) -> tuple[bool, str]:
    with db.reading(ana) as session:
        told = forms.asking(session, ana, contact_id=who).way
    return told.reaches, told.says


async def test_whom_how_and_which_are_shown_before_it_is_sent(tab: Tab, ana: Actor) -> None:
    colour, rules, who, booking = made(ana), made(ana, ANOTHER, name="House rules"), person(ana), new_id()
    edited(ana, made(ana, ANOTHER, name="Asleep").id, active=False)
    asked(ana, rules.id, who)
    root = tab(cast.entered(cast.ANA).token)
    page = await root.get_state(Sending)
    await page.start(str(who), str(booking))
    assert (page.open, page.who, page.way, page.reaches) == (True, "Cleo Marsh", "By email to cleo@example.com", True)
    assert [(form.label, form.detail) for form in page.forms] == [
        ("Colour card", "5 questions · due 48 hours after it is sent"),
        ("House rules", "1 question · due 48 hours after it is sent · awaited already"),
    ]
    await page.send({})
    assert (page.error, page.open, len(copies(ana, who))) == ("Choose a form", True, 1)
    await page.send({"form": str(colour.id)})
    assert (page.open, [copy.booking_id for copy in copies(ana, who)]) == (False, [booking, None])
    assert "“Colour card” is on its way to Cleo Marsh" in await said(root)
    await page.send({"form": str(colour.id)})
    assert len(copies(ana, who)) == 2


async def test_a_form_that_was_put_to_sleep_meanwhile_says_so(tab: Tab, ana: Actor) -> None:
    template, who = made(ana), person(ana)
    page = await tab(cast.entered(cast.ANA).token).get_state(Sending)
    await page.start(str(who), "")
    edited(ana, template.id, active=False)
    await page.send({"form": str(template.id)})
    assert (page.open, bool(page.error), copies(ana, who)) == (True, True, [])


def test_the_way_is_the_one_the_gate_and_the_rule_leave(ana: Actor) -> None:
    made(ana)
    assert way(ana, person(ana, "Dan", email="", phone="+351912345678")) == (True, "As a text message to +351 912 345 678")
    who = person(ana)
    with db.transaction(ana) as session:
        contacts.consent(session, ana, contact_id=who, channel="email", purpose="all", allowed=False, source="staff", wording="Leave me be")
    reaches, why = way(ana, who)
    assert not reaches
    assert "The contact has no phone number" in why
    other = person(ana, "Dora", "dora@example.com")
    assert way(ana, other) == (True, "By email to dora@example.com")
    with db.transaction(ana) as session:
        automation.switch(session, ana, rule="form_request", enabled=False)
    assert way(ana, other) == (False, "No rule tells people of forms: it is switched off")


@pytest.mark.parametrize("who", [cast.SAM, "kim@example.com", ""])
async def test_strangers_and_who_may_not_send_forms_send_nothing(tab: Tab, ana: Actor, stranger: Actor, who: str) -> None:
    template, contact = made(ana), person(ana)
    cast.joined(ana, "Kim", "kim@example.com", cast.Role.staff, [cast.Permission.forms_view, cast.Permission.contacts_view])
    page = await tab(cast.entered(who).token if who else "").get_state(Sending)
    await page.start(str(contact), "")
    assert (page.open, page.who, page.forms) == (False, "", [])
    page.open, page._contact = True, str(contact)
    await page.send({"form": str(template.id)})
    assert copies(ana, contact) == []


def test_over_the_api_it_is_looked_at_and_sent(ana: Actor, ben: Actor) -> None:
    template, who = made(ana), person(ana)
    desk = TestClient(api, base_url="http://localhost", headers={"Origin": "http://localhost"})
    desk.cookies.set("careops_session", cast.entered(cast.ANA).token)
    found = desk.get("/api/v1/forms/requests/preview", params={"contact_id": str(who)}).json()
    assert (found["contact_name"], found["way"]) == ("Cleo Marsh", {"reaches": True, "says": "By email to cleo@example.com"})
    assert [(form["name"], form["questions"], form["awaited"]) for form in found["forms"]] == [("Colour card", 5, False)]
    assert desk.get("/api/v1/forms/requests/preview", params={"contact_id": str(new_id())}).status_code == 404
    assert desk.post("/api/v1/forms/requests", json={"template_id": str(template.id), "contact_id": str(who)}).status_code == 201
    desk.cookies.set("careops_session", cast.entered(cast.BEN).token)
    assert desk.get("/api/v1/forms/requests/preview", params={"contact_id": str(who)}).status_code == 403


def test_the_private_link_is_told_to_who_may_send_it(ana: Actor, ben: Actor) -> None:
    copy = asked(ana, made(ana).id, person(ana))
    with db.reading(ana) as session:
        at = forms.link_of(session, ana, submission_id=copy)
    client = TestClient(api, base_url="http://localhost")
    assert client.get("/form/" + at.rpartition("/")[2]).status_code == 200
