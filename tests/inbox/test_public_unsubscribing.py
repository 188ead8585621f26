"""The page behind "Unsubscribe": looking changes nothing, one press of a mail program is enough, and everybody can come back."""

from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from careops.contacts import actions as contacts
from careops.contacts import queries
from careops.contacts.schemas import ContactRow
from careops.core import db
from careops.core.actor import Actor
from careops.core.crypto import link_token

pytestmark = pytest.mark.usefixtures("both_engines")
ALL = {"email service": True, "email marketing": True, "sms service": True, "sms marketing": True}
NOBODYS = link_token("unsubscribe", UUID(int=7))


@pytest.fixture
def cleo(ana: Actor) -> ContactRow:
    with db.transaction(ana) as session:
        person = {"name": "Cleo Marsh", "email": "cleo@example.org", "phone": "+351912345678"}
        return contacts.register(session, ana, **person, agreed="Send me offers", offers=True)


def address(who: ContactRow) -> str:
    return f"/u/{link_token('unsubscribe', who.id)}"


def standing(who: ContactRow, actor: Actor) -> dict[str, bool]:
    with db.reading(actor) as session:
        row = queries.consents(session, actor, contact_id=who.id)
    return {f"{s.channel} {s.purpose}": s.allowed for s in row.standings}


def test_looking_at_the_page_changes_nothing(api: TestClient, cleo: ContactRow, ana: Actor) -> None:
    api.get(f"{address(cleo)}?channel=email")  # a scanner's look
    page = api.get(f"{address(cleo)}?channel=email")
    assert page.status_code == 200
    assert "Your messages from Salon Ana" in page.text
    assert "c•••@example.org" in page.text
    assert "cleo@example.org" not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert standing(cleo, ana) == ALL


def test_one_click_needs_no_cookie_no_page_and_no_origin(api: TestClient, cleo: ContactRow, ana: Actor) -> None:
    headers = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}
    for _press in range(2):
        answer = api.post(f"{address(cleo)}?channel=email", data={"List-Unsubscribe": "One-Click"}, headers=headers)
        assert (answer.status_code, answer.text, "set-cookie" in answer.headers) == (200, "Unsubscribed", False)
    assert standing(cleo, ana) == ALL | {"email marketing": False}
    with db.reading(ana) as session:
        first = queries.consents(session, ana, contact_id=cleo.id).entries[0]
    assert (first.source, first.wording, first.purpose, first.allowed) == ("link", "List-Unsubscribe=One-Click", "marketing", False)


def test_an_empty_or_odd_press_changes_nothing(api: TestClient, cleo: ContactRow, ana: Actor) -> None:
    for said in ({}, {"do": "delete"}, {"email_service": "yes"}):
        assert api.post(address(cleo), data=said).status_code == 200
    assert api.post(address(cleo), content=b"{}", headers={"Content-Type": "application/json"}).status_code == 200
    assert standing(cleo, ana) == ALL


def test_boxes_are_kept_as_they_were_left(api: TestClient, cleo: ContactRow, ana: Actor) -> None:
    answer = api.post(f"{address(cleo)}?lang=de", data={"do": "keep", "email_service": "yes", "sms_service": "yes"})
    assert "Saved" in answer.text or "Gespeichert" in answer.text
    assert standing(cleo, ana) == {"email service": True, "email marketing": False, "sms service": True, "sms marketing": False}


def test_leaving_altogether_blocks_the_addresses_and_coming_back_frees_them(api: TestClient, cleo: ContactRow, ana: Actor) -> None:
    api.post(address(cleo), data={"do": "leave"})
    assert set(standing(cleo, ana).values()) == {False}
    with db.reading(ana) as session:
        assert queries.suppressed(session, ana, addresses=[("email", cleo.email)]) == {("email", cleo.email): "opted_out"}
    api.post(address(cleo), data={"do": "keep", "email_service": "yes"})
    assert standing(cleo, ana) == dict.fromkeys(ALL, False) | {"email service": True}
    with db.reading(ana) as session:
        both = [("email", cleo.email), ("sms", cleo.phone)]
        assert queries.suppressed(session, ana, addresses=both) == {("sms", cleo.phone): "opted_out"}


def test_the_page_stays_when_the_business_is_not_open_and_leads_nowhere_for_others(api: TestClient, cleo: ContactRow) -> None:
    assert api.get(address(cleo)).status_code == 200  # this business never opened its public pages
    for token in (NOBODYS, "x" * 43, link_token("booking", cleo.id), link_token("unsubscribe", cleo.id, "other")):
        assert api.get(f"/u/{token}").status_code == 404
        assert api.post(f"/u/{token}", data={"List-Unsubscribe": "One-Click"}).status_code == 404
