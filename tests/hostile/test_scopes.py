"""Members who may see people and nothing else: what another permission guards is not read through a person either."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from careops.careops import api
from careops.contacts.models import Contact
from careops.core import db
from careops.core.actor import Actor, Permission, Role
from tests import cast, worlds

pytestmark = pytest.mark.usefixtures("both_engines")


@dataclass(frozen=True)
class Desk:
    """One person of a furnished business, and what somebody with those permissions is answered about them."""

    owner: Actor
    cleo: UUID
    client: TestClient

    def __call__(self, *permissions: Permission) -> dict[str, str]:
        email = f"{len(permissions)}@example.org"
        cast.joined(self.owner, "Lou Hart", email, Role.staff, list(permissions))
        return cast.bearer(email)


@pytest.fixture
def desk(ana: Actor) -> Desk:
    worlds.furnished(ana)
    with db.reading(ana) as session:
        cleo = session.exec(select(Contact).where(Contact.name == "Cleo Marsh")).one()
    return Desk(ana, cleo.id, TestClient(api))


def test_a_persons_history_leaves_out_what_one_may_not_read(desk: Desk) -> None:
    path = f"/api/v1/contacts/{desk.cleo}/timeline?limit=200"
    all_of_it = {fact["kind"].split(".")[0] for fact in desk.client.get(path, headers=cast.bearer(cast.ANA)).json()}
    assert {"booking", "contact", "form", "message"} <= all_of_it
    seen = desk.client.get(path, headers=desk(Permission.contacts_view)).json()
    assert {fact["kind"].split(".")[0] for fact in seen} == {"contact"}
    visits = desk.client.get(path, headers=desk(Permission.contacts_view, Permission.bookings_view)).json()
    assert "booking" in {fact["kind"].split(".")[0] for fact in visits} <= {"contact", "booking", "booking_series", "waitlist"}


def test_forms_tell_nobody_how_to_reach_a_person_whom_they_may_not_see(desk: Desk) -> None:
    reader, both = desk(Permission.forms_view), desk(Permission.forms_view, Permission.contacts_view)
    copies = "/api/v1/forms/submissions"

    def found(q: str, head: dict[str, str]) -> int:
        return len(desk.client.get(copies, params={"q": q}, headers=head).json()["items"])

    assert (found("cleo marsh", reader), found("Marsh", both)) == (1, 1)
    assert [(found(q, reader), found(q, both)) for q in ("912345678", "example")] == [(0, 1), (0, 1)]
    (row,) = desk.client.get(copies, headers=reader).json()["items"]
    table = f"/api/v1/forms/templates/{row['template_id']}/submissions.csv"
    told = [desk.client.get(table, headers=head).text for head in (reader, both)]
    assert ["912345678" in text for text in told] == [False, True]
    assert all("Cleo Marsh" in text for text in told)


def test_the_copy_of_everything_is_for_whoever_may_read_everything_of_a_person(desk: Desk) -> None:
    path = f"/api/v1/contacts/{desk.cleo}/export"
    few = desk(Permission.contacts_view, Permission.contacts_manage)
    assert desk.client.get(path, headers=few).status_code == 403
    cast.ben(desk.owner)
    assert desk.client.get(path, headers=cast.bearer(cast.BEN)).status_code == 200
