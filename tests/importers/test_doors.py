"""The API's doors and the page's handlers: a file recognised, chosen about, looked over, brought in and taken out."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from careops.contacts import jobs
from careops.contacts import queries as contacts
from careops.contacts.actions import importing
from careops.contacts.api import router as contacts_router
from careops.core import db
from careops.core.http import speak_problems
from careops.importers.api import router as importers_router
from careops.importers.state import asked_of, files, options_of
from tests import cast
from tests.importers.test_tables import acuity, booked, shop
from tests.worlds import Shop

__all__ = ["shop"]
HERE = "/api/v1/imports"


@pytest.fixture
def client() -> Iterator[TestClient]:
    """The API of what is brought in alone."""
    house = FastAPI()
    speak_problems(house)
    for router in (contacts_router, importers_router):
        house.include_router(router)
    with TestClient(house) as client:
        yield client


def test_a_file_goes_in_and_out_by_the_api(shop: Shop, client: TestClient) -> None:
    me = cast.bearer(cast.ANA)
    origins = client.get(f"{HERE}/origins", headers=me).json()
    assert {"what": "bookings", "origin": "calcom"}.items() <= next(one for one in origins if one["origin"] == "calcom").items()
    sent = client.post(f"{HERE}/bookings/auto/import?name=a.csv", content=acuity().encode(), headers=me)
    assert (sent.status_code, sent.json()["origin"]) == (201, "acuity")
    run = f"/api/v1/contacts/imports/{sent.json()['id']}"
    names = client.get(f"{HERE}/{sent.json()['id']}/names", headers=me).json()
    assert [one["name"] for one in names["services"] if not one["choice"]] == ["Perm"]
    chosen = sent.json()["options"] | {"more": {"services": {"Perm": "make"}}}
    assert client.put(f"{run}/options", json=chosen, headers=me).status_code == 200
    for wrong in ({"timezone": "Mars/Base"}, {"dates": "x"}, {"services": {"Perm": "steal"}}, {"services": []}, {"no": 1}):
        refused = client.put(f"{run}/options", json=chosen | {"more": wrong}, headers=me)
        assert refused.status_code == 422, wrong
    for task in ("look", "run", "undo"):
        assert client.post(f"{run}/{task}", headers=me).status_code == 202
        assert jobs.bring_in() == 1
    ended = client.get(run, headers=me).json()
    assert (ended["status"], ended["looked"]["counts"], booked(shop.owner)) == ("undone", ended["ran"]["counts"], [])


@pytest.mark.parametrize("body", [b"", b"\0\0", b"{", b"[" * 99_999, b"INSERT INTO `ea_users` VALUES (", b"PK\x03\x04\xff\xfe", b"a\n" * 9])
def test_whatever_is_sent_is_refused_in_words_or_kept_as_a_table(shop: Shop, client: TestClient, body: bytes) -> None:
    me = cast.bearer(cast.ANA)
    sent = client.post(f"{HERE}/bookings/auto/import", content=body, headers=me)
    assert sent.status_code in (201, 422)
    for path in ("bookings/nobody", "contacts/calendly", "x/y"):
        assert client.post(f"{HERE}/{path}/import", content=body, headers=me).status_code == 404


def test_what_the_page_asks_becomes_what_was_chosen(shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        row = importing.upload(session, shop.owner, what="bookings", origin="acuity", file_name="a.csv", content=acuity().encode())
        asked = asked_of(session, shop.owner, row=row)
        assert [line.choice for line in asked.services] == [str(shop.service), ""]
        form = {f"map:{target}": column for target, column in row.options.mapping.items()}
        form |= {"service:Cut": str(shop.service), "service:Perm": "leave", "timezone": "Europe/Lisbon", "dates": "", "remind": "on"}
        row = importing.choose(session, shop.owner, import_id=row.id, options=options_of(form, row.options))
        again = asked_of(session, shop.owner, row=row)
        assert ([line.choice for line in again.services], again.remind, again.make) == ([str(shop.service), "leave"], True, False)
        [line] = files(session, shop.owner)
        assert line.href == f"/app/import/{row.id}"
        assert contacts.import_run(session, shop.owner, import_id=row.id).options.mapping == row.options.mapping
