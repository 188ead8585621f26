"""Visits asked for in an address: variants, add-ons, several services and seats, of free times and of suggestions."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from careops.booking import actions as booking
from careops.booking.models import AddOn, Variant
from careops.booking.schemas import BookingTypeIn, matrix
from careops.booking.schemas.matrix import Piece
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Invalid
from tests import cast
from tests.worlds import Shop, workday


@pytest.fixture
def colour(shop: Shop) -> dict[str, UUID]:
    """A second service with a long and a short form, and something to add, given by the second provider."""
    with db.transaction(shop.owner) as session:
        given = BookingTypeIn(name="Colour", duration=60, min_notice=0, window_days=730, price=7000, provider_ids=[shop.providers[1]])
        made = booking.create_booking_type(session, shop.owner, given=given)
        long = Variant(booking_type_id=made.id, name="Long hair", duration=90, price=9000)
        gloss = AddOn(booking_type_id=made.id, name="Gloss", minutes=15, price=1500)
        session.add_all([long, gloss])
        return {"type": made.id, "long": long.id, "gloss": gloss.id}


def ask(api: TestClient, shop: Shop, path: str = "", **more: Any) -> Any:
    query = {"booking_type_id": str(shop.service), "from": str(workday(3)), "to": str(workday(3)), **more}
    return api.get(f"/api/v1/public/{shop.slug}/availability{path}", params=query)


def ends(api: TestClient, shop: Shop, **more: Any) -> str:
    """The last start of the day: the longer the visit, the earlier."""
    answer = ask(api, shop, timezone="Europe/Lisbon", **more)
    assert answer.status_code == 200, answer.text
    return answer.json()["days"][0]["times"][-1]["starts_at"][11:16]


def test_the_length_of_what_is_chosen_decides_what_is_free(api: TestClient, shop: Shop, colour: dict[str, UUID]) -> None:
    alone = {"booking_type_id": str(colour["type"])}
    assert ends(api, shop, **alone) == "16:00"
    assert ends(api, shop, **alone, variant_id=str(colour["long"])) == "15:30"
    assert ends(api, shop, **alone, variant_id=str(colour["long"]), add_on_ids=str(colour["gloss"])) == "15:15"


def test_a_service_that_follows_takes_its_time_too(api: TestClient, shop: Shop, colour: dict[str, UUID]) -> None:
    assert ends(api, shop) == "16:30"
    assert ends(api, shop, also=f"{colour['type']}") == "15:30"
    assert (
        ends(api, shop, also=f"{colour['type']};variant={colour['long']};provider={shop.providers[1]};add_on={colour['gloss']}") == "14:45"
    )
    assert ends(api, shop, also=[f"{colour['type']}", f"{shop.service}"]) == "15:00"


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"also": "colour"}, 422, "also.0"),
        ({"also": ""}, 422, "also.0"),
        ({"also": f"{uuid4()};variant=long"}, 422, "also.0.variant"),
        ({"also": f"{uuid4()};add_on=x"}, 422, "also.0.add_on"),
        ({"also": f"{uuid4()};provider={uuid4()};provider={uuid4()}"}, 422, "also.0.provider"),
        ({"also": f"{uuid4()};price=0"}, 422, "also.0.price"),
        ({"also": [f"{uuid4()}"] * 8}, 422, "also"),
        ({"also": "x" * 5000}, 422, "also.0"),
        ({"seats": "0"}, 422, "seats"),
        ({"variant_id": "long"}, 422, "variant_id"),
        ({"variant_id": str(uuid4())}, 422, "variant_id"),
        ({"add_on_ids": str(uuid4())}, 422, "add_on_ids"),
        ({"also": f"{uuid4()}"}, 404, ""),
    ],
)
@pytest.mark.parametrize("path", ["", "/suggestions"])
def test_a_senseless_visit_is_told_which_part(
    api: TestClient, shop: Shop, change: dict[str, Any], status: int, field: str, path: str
) -> None:
    answer = ask(api, shop, path, **change)
    assert answer.status_code == status, answer.text
    assert [problem["field"] for problem in answer.json().get("errors", [])] == ([field] if field else [])


def test_suggestions_are_the_nearest_free_times(api: TestClient, shop: Shop, ana: Actor) -> None:
    soonest = ask(api, shop, "/suggestions").json()["items"]
    assert (len(soonest), soonest[0]["provider_name"]) == (5, "Provider 1")
    wish = shop.starts(workday(9))[3]
    near = api.get(
        "/api/v1/availability/suggestions",
        params={"booking_type_id": str(shop.service), "around": wish.isoformat(), "limit": 2},
        headers=cast.bearer(cast.ANA),
    )
    assert near.status_code == 200, near.text
    assert wish.isoformat().replace("+00:00", "Z") in [item["starts_at"] for item in near.json()["items"]]
    assert len(near.json()["items"]) == 2
    wrong = ask(api, shop, "/suggestions", around="soon")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "around")
    with_both = ask(api, shop, "/suggestions", around=(wish + timedelta(days=1)).isoformat(), also=str(shop.service), limit=1)
    assert len(with_both.json()["items"]) == 1


def test_what_is_written_is_read_again() -> None:
    for piece in (Piece("cut"), Piece("cut", "long hair", "zoë; 2", ("a=b", "c")), Piece("färben", provider="mia")):
        assert matrix.read(matrix.write(piece)) == piece
    with pytest.raises(Invalid):
        matrix.read(";variant=long")
