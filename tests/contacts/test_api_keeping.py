"""The API's doors to what is kept of people besides, and to files of them."""

import csv
import io
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.pool import QueuePool

from careops.contacts import actions as contacts
from careops.contacts import api as contacts_api
from careops.contacts import jobs
from careops.contacts.api.imports import people_file
from careops.contacts.schemas import ContactFilter
from careops.core import db
from careops.core.actor import Actor
from careops.core.http import MOST_BROUGHT, MOST_BYTES, most_bytes, speak_problems
from careops.core.paging import MOST
from tests import cast
from tests.benchmarks.statements import counted

BASE = "/api/v1/contacts"


@pytest.fixture
def api(ana: Actor) -> TestClient:
    house = FastAPI()
    speak_problems(house)
    house.include_router(contacts_api.router)
    return TestClient(house, headers=cast.bearer(cast.ANA))


@pytest.fixture
def cleo(ana: Actor) -> UUID:
    with db.transaction(ana) as session:
        return contacts.register(session, ana, name="Cleo Marsh", email="cleo@example.org", phone="+351912345678").id


def test_tags_fields_and_segments_shape_the_list(api: TestClient, cleo: UUID) -> None:
    api.post(BASE, json={"name": "Other"})
    assert api.put(f"{BASE}/{cleo}/tags", json={"names": ["VIP"]}).json() == ["VIP"]
    [tag] = api.get(f"{BASE}/tags").json()
    field = api.post(f"{BASE}/fields", json={"label": "Skin type", "kind": "choice", "options": ["Dry", "Oily"]})
    assert (field.status_code, field.json()["key"]) == (201, "skin_type")
    assert api.patch(f"{BASE}/{cleo}", json={"fields": {"skin_type": "dry"}}).json()["fields"] == {"skin_type": "Dry"}
    wrong = api.patch(f"{BASE}/{cleo}", json={"fields": {"skin_type": "wet"}}).json()
    assert wrong["errors"] == [{"field": "fields.skin_type", "message": "This is none of the choices"}]
    kept = api.post(
        f"{BASE}/segments", json={"name": "Dry VIPs", "filter": {"tags": [tag["id"]], "fields": [{"key": "skin_type", "value": "Dry"}]}}
    )
    assert kept.status_code == 201
    for asked in ({"segment": kept.json()["id"]}, {"tag": tag["id"]}):
        assert [row["name"] for row in api.get(BASE, params=asked).json()["items"]] == ["Cleo Marsh"]
    assert api.get(f"{BASE}/{cleo}").json()["tags"] == ["VIP"]
    assert api.patch(f"{BASE}/tags/{tag['id']}", json={"name": "Very"}).json()["name"] == "Very"
    assert api.put(f"{BASE}/segments/{kept.json()['id']}", json={"name": "All", "filter": {}}).json()["filter"]["tags"] == []
    assert [row["name"] for row in api.get(f"{BASE}/segments").json()] == ["All"]
    for path in (f"segments/{kept.json()['id']}", f"tags/{tag['id']}", f"fields/{field.json()['id']}"):
        assert api.delete(f"{BASE}/{path}").status_code == 204
    assert api.get(f"{BASE}/fields").json() == []
    assert api.post(f"{BASE}/fields/{field.json()['id']}/restore").json()["label"] == "Skin type"


def test_dependents_have_doors(api: TestClient, cleo: UUID) -> None:
    made = api.post(f"{BASE}/{cleo}/dependents", json={"name": "Leo", "born_on": "2016-05-04"})
    assert made.status_code == 201
    path = f"{BASE}/{cleo}/dependents/{made.json()['id']}"
    assert api.patch(path, json={"relation": "son"}, headers={"If-Match": '"1"'}).json()["relation"] == "son"
    assert api.patch(path, json={"relation": "dog"}, headers={"If-Match": '"1"'}).status_code == 412
    assert api.delete(path).status_code == 204
    assert api.get(f"{BASE}/{cleo}/dependents").json() == []
    assert api.post(f"{path}/restore").json()["archived_at"] is None


def test_a_deed_for_many_answers_whom_it_concerned(api: TestClient, cleo: UUID) -> None:
    asked = {"deed": "tag", "ids": [str(cleo), str(UUID(int=7))], "tag": "VIP"}
    assert api.post(f"{BASE}/bulk", json=asked).json() == {"deed": "tag", "ids": [str(cleo)], "tag": "VIP"}
    assert api.post(f"{BASE}/bulk", json=asked | {"tag": ""}).status_code == 422
    assert api.post(f"{BASE}/bulk", json=asked | {"deed": "erase"}).status_code == 422


def test_a_file_goes_in_by_the_api_and_out_again(api: TestClient, cleo: UUID) -> None:
    text = "Name,Email,Phone\n=cmd()|' /C calc'!A0,x@example.org,\nCleo,cleo@example.org,\nBad,nowhere,\n"
    row = api.post(f"{BASE}/import", params={"name": "../../people.csv"}, content=text.encode()).json()
    assert (row["file_name"], row["total"], row["options"]["mapping"]) == (
        "people.csv",
        3,
        {"name": "Name", "email": "Email", "phone": "Phone"},
    )
    path = f"{BASE}/imports/{row['id']}"
    assert api.put(f"{path}/options", json=row["options"] | {"known": "skip"}).json()["options"]["known"] == "skip"
    for door, status in (("look", "uploaded"), ("run", "done")):
        assert api.post(f"{path}/{door}").status_code == 202
        assert jobs.bring_in() == 1
        assert api.get(path).json()["status"] == status
    assert api.get(path).json()["ran"]["counts"] == {"made": 1, "changed": 0, "known": 1, "refused": 1}
    assert api.get(f"{path}/refused").text.splitlines()[1] == "4,email: Give an address like name@example.com"
    out = api.get(f"{BASE}/export")
    assert out.headers["content-disposition"] == 'attachment; filename="contacts.csv"'
    names = [line["Name"] for line in csv.DictReader(io.StringIO(out.text.lstrip("\ufeff"), newline=""))]
    assert names == ["'=cmd()|' /C calc'!A0", "Cleo Marsh"]
    assert api.post(f"{path}/undo").status_code == 202
    assert jobs.bring_in() == 1
    assert [found["name"] for found in api.get(BASE).json()["items"]] == ["Cleo Marsh"]
    assert [run["status"] for run in api.get(f"{BASE}/imports").json()["items"]] == ["undone"]
    assert api.delete(path).status_code == 204


def test_a_file_that_is_no_table_is_refused_in_words(api: TestClient) -> None:
    wrong = api.post(f"{BASE}/import", params={"name": "x.xlsx"}, content=b"PK\x03\x04\0")
    assert wrong.json()["errors"] == [{"field": "file", "message": "This is not a table of text; save it as CSV first"}]


def test_only_files_that_are_brought_in_may_be_large() -> None:
    assert most_bytes(f"{BASE}/import") == most_bytes("/api/v1/inventory/import/file") == MOST_BROUGHT
    assert most_bytes(f"{BASE}/imports") == MOST_BYTES


def test_a_file_of_everybody_is_read_in_pages_and_holds_nothing_between_them(ana: Actor) -> None:
    with db.transaction(ana) as session:
        for number in range(450):
            contacts.register(session, ana, name=f"Person {number:03}", email=f"p{number}@example.org")
    pieces = people_file(ana, ContactFilter())
    lines: list[str] = []
    costs: list[int] = []
    while True:
        with counted(db.engine) as sent:
            piece = next(pieces, None)
        if piece is None:
            break
        assert isinstance(db.engine.pool, QueuePool)
        assert db.engine.pool.checkedout() == 0
        assert len(piece.splitlines()) <= MOST
        lines += piece.splitlines()
        costs.append(len(sent))
        with db.transaction(ana) as session:  # whoever comes or goes meanwhile is in nobody's way
            contacts.register(session, ana, name=f"A late one {len(costs)}", email=f"late{len(costs)}@example.org")
    assert [line.split(",")[0] for line in lines if "Person" in line] == [f"Person {number:03}" for number in range(450)]
    assert lines[0].startswith("\ufeffName,Email,Phone")
    assert max(costs) <= 4
    assert len(costs) == 4
