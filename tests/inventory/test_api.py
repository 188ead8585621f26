"""Stock over the API: the words and codes of each door, keys that count once, files."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from careops.careops import api
from careops.core.actor import Actor
from tests import cast

pytestmark = pytest.mark.usefixtures("database")
ROOT = "/api/v1/inventory"


@pytest.fixture
def web(ana: Actor) -> Iterator[TestClient]:
    with TestClient(api, headers=cast.bearer(cast.ANA)) as client:
        yield client


def item(web: TestClient, **said: Any) -> dict[str, Any]:
    answer = web.post(f"{ROOT}/items", json={"name": "Foil", "quantity": 10, "threshold": 4} | said)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_an_item_is_moved_carried_and_forecast(web: TestClient) -> None:
    made = item(web, unit="ml", pack_size=100, pack_name="tube")
    cellar = web.post(f"{ROOT}/locations", json={"name": "Cellar"}).json()
    main = web.get(f"{ROOT}/locations").json()[0]
    path = f"{ROOT}/items/{made['id']}"
    came = web.post(f"{path}/movements", json={"reason": "receive", "quantity": 2, "in_packs": True})
    assert (came.status_code, came.json()["balance"]) == (201, 210)
    carried = web.post(f"{path}/transfers", json={"quantity": 10, "from_id": main["id"], "to_id": cellar["id"]})
    assert carried.status_code == 201, carried.text
    assert [level["quantity"] for level in web.get(f"{path}/levels").json()] == [200, 10]
    refused = web.post(f"{path}/movements", json={"reason": "use", "quantity": 999})
    assert (refused.status_code, refused.json()["code"]) == (409, "out_of_stock")
    assert web.post(f"{path}/movements", json={"reason": "move", "quantity": 1}).status_code == 422
    told = web.get(f"{path}/forecast").json()
    assert (told["quantity"], told["days_left"], len(told["ahead"])) == (210, None, 29)
    assert len(web.get(f"{path}/movements").json()["items"]) == 4


def test_a_key_counts_once(web: TestClient) -> None:
    path = f"{ROOT}/items/{item(web)['id']}"
    said = {"reason": "use", "quantity": 2}
    first, again = (web.post(f"{path}/movements", json=said, headers={"Idempotency-Key": "till-1"}) for _ in range(2))
    assert first.json() == again.json()
    assert web.get(path).json()["quantity"] == 8


def test_usage_barcodes_and_an_edit_that_saw_an_older_version(web: TestClient) -> None:
    made = item(web, barcode="4006381333931")
    assert web.get(f"{ROOT}/barcodes/4006381333931").json()["id"] == made["id"]
    assert web.get(f"{ROOT}/barcodes/nothing").status_code == 404
    assert web.post(f"{ROOT}/usage", json={"item_id": made["id"], "quantity": 3}).json()["change"] == -3
    path = f"{ROOT}/items/{made['id']}"
    assert web.patch(path, json={"threshold": 7}, headers={"If-Match": '"1"'}).json()["state"] == "low"
    assert web.patch(path, json={"threshold": 1}, headers={"If-Match": '"1"'}).status_code == 412
    assert [one["name"] for one in web.get(f"{ROOT}/low-stock").json()] == ["Foil"]


def test_what_is_short_is_ordered_and_received(web: TestClient) -> None:
    made = item(web, quantity=1, reorder_quantity=10)
    assert [one["suggested"] for one in web.get(f"{ROOT}/suggestions").json()] == [10]
    (draft,) = web.post(f"{ROOT}/orders/suggested", json={}).json()
    path = f"{ROOT}/orders/{draft['id']}"
    assert web.post(f"{path}/order").json()["status"] == "ordered"
    line = web.get(path).json()["lines"][0]
    part = web.post(f"{path}/receive", json={"arrivals": [{"line_id": line["id"], "quantity": 4}]})
    assert (part.status_code, part.json()["status"]) == (200, "partly")
    assert web.post(f"{path}/cancel").json()["status"] == "cancelled"
    assert web.get(f"{ROOT}/items/{made['id']}").json()["quantity"] == 5


def test_a_place_is_counted_blindly_and_applied(web: TestClient) -> None:
    made = item(web)
    take = web.post(f"{ROOT}/stocktakes", json={}).json()
    path = f"{ROOT}/stocktakes/{take['id']}"
    line = web.post(f"{path}/counts", json={"item_id": made["id"], "counted": 7}).json()
    assert (line["counted"], line["expected"]) == (7, None)
    assert web.post(f"{path}/reveal").json()["lines"][0]["difference"] == -3
    assert web.post(f"{path}/apply").json()["status"] == "applied"
    assert web.post(f"{path}/apply").json()["code"] == "stocktake_closed"
    assert web.get(f"{ROOT}/items/{made['id']}").json()["quantity"] == 7


def test_a_file_is_read_in_and_written(web: TestClient) -> None:
    content = b"name,quantity\n=HYPERLINK(1),3\n"
    headers = {"Content-Type": "text/csv"}
    tried = web.post(f"{ROOT}/import", content=content, headers=headers).json()
    assert (tried["dry_run"], tried["added"]) == (True, 1)
    assert web.post(f"{ROOT}/import?dry_run=false", content=content, headers=headers).json()["dry_run"] is False
    answer = web.get(f"{ROOT}/export")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "'=HYPERLINK(1)" in answer.text


@pytest.mark.parametrize("said", [{"quantity": 1.5}, {"quantity": -1}, {"workspace_id": "x"}, {"pack_size": 0}, {"cost": "1e3"}], ids=str)
def test_what_is_no_item_is_refused(web: TestClient, said: dict[str, object]) -> None:
    assert web.post(f"{ROOT}/items", json={"name": "Foil"} | said).status_code == 422
