"""The API's door to who a person is."""

import io
import zipfile
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from careops.careops import api
from careops.contacts.models import Contact
from careops.core import db
from careops.core.actor import Actor
from tests import cast, worlds

pytestmark = pytest.mark.usefixtures("both_engines")


@pytest.fixture
def client() -> TestClient:
    return TestClient(api)


def made(client: TestClient, name: str, **said: str) -> UUID:
    answer = client.post("/api/v1/contacts", json={"name": name, **said}, headers=cast.bearer(cast.ANA))
    assert answer.status_code == 201
    return UUID(answer.json()["id"])


def test_merge_and_unmerge(ana: Actor, client: TestClient) -> None:
    head = cast.bearer(cast.ANA)
    one = made(client, "Nora Quince", email="nora@example.org")
    other = made(client, "Nora Quince", email="n@example.org", phone="+351911222333")
    here = f"/api/v1/contacts/{one}"
    assert [found["reason"] for found in client.get(f"{here}/duplicates", headers=head).json()] == ["name_and_domain"]
    preview = client.get(f"{here}/merge/{other}", headers=head).json()
    assert {choice["key"]: choice["becomes"] for choice in preview["fields"]}["phone"] == "+351911222333"
    asked = {"merged_id": str(other), "take": {"email": "merged"}, "version": preview["version"]}
    done = client.post(f"{here}/merge", json=asked, headers=head)
    assert done.status_code == 200, done.text
    assert client.get(f"/api/v1/contacts/{other}", headers=head).json()["email"] == "n@example.org"
    again = client.post(f"{here}/merge", json={"merged_id": str(other)}, headers=head)
    assert (again.status_code, again.json()["code"]) == (409, "already_merged")
    back = client.post(f"{here}/unmerge", json={}, headers=head)
    assert (back.status_code, back.json()["left"]) == (200, [])
    assert [merge["undone_at"] is not None for merge in client.get(f"{here}/merges", headers=head).json()] == [True]


def test_a_copy_of_everything_and_then_nothing(ana: Actor, client: TestClient) -> None:
    worlds.furnished(ana)
    head = cast.bearer(cast.ANA)
    with db.reading(ana) as session:
        cleo = session.exec(select(Contact).where(Contact.name == "Cleo Marsh")).one()
    here = f"/api/v1/contacts/{cleo.id}"
    taken = client.get(f"{here}/export", headers=head)
    assert taken.headers["content-type"] == "application/zip"
    bundle = zipfile.ZipFile(io.BytesIO(taken.content))
    names = bundle.namelist()
    assert {"contact.json", "contact.csv", "booking.json", "message.csv", "consent.json", "formsubmission.json"} <= set(names)
    assert any(name.endswith("-photo.txt") and bundle.read(name) == b"A picture of words" for name in names)
    assert any(name.endswith(".ics") for name in names)
    assert "link_salt" not in bundle.read("booking.json").decode()
    assert "contact.exported" in {fact["kind"] for fact in told(client, f"{here}/timeline", head)}
    assert client.get(f"{here}/erase", headers=head).json()["upcoming"] > 0
    refused = client.post(f"{here}/erase", json={"name": "Cleo Marsh"}, headers=head)
    assert (refused.status_code, refused.json()["code"]) == (409, "upcoming_bookings")
    assert client.post(f"{here}/erase", json={"name": "Cleo Marsh", "cancel": True}, headers=head).status_code == 200
    assert client.get(here, headers=head).json()["name"] == "Erased"


def told(client: TestClient, url: str, head: dict[str, str]) -> list[dict[str, str]]:
    answer = client.get(url, headers=head).json()
    return answer if isinstance(answer, list) else answer["items"]
