"""Closed days and public holidays over the API, as its users see them."""

from collections.abc import Iterator

import pytest
import time_machine
from fastapi.testclient import TestClient

from careops.business import actions as business
from careops.business.schemas import BusinessIn
from careops.careops import api
from careops.core import db
from careops.core.actor import Actor
from tests import cast

CLIENT = TestClient(api, raise_server_exceptions=False)
SUMMER = {"first_day": "2027-08-02", "last_day": "2027-08-15", "name": "Summer break"}
CLOSURES, HOLIDAYS = "/api/v1/closures", "/api/v1/holidays"


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    """It is 21 November 2026."""
    with time_machine.travel("2026-11-21T12:00:00Z", tick=True):
        yield


@pytest.fixture
def bearer(ana: Actor) -> dict[str, str]:
    with db.transaction(ana) as session:
        business.update(session, ana, business=BusinessIn(country="PT", timezone="Europe/Lisbon"))
    return cast.bearer(cast.ANA)


def test_a_closures_life(bearer: dict[str, str]) -> None:
    made = CLIENT.post(CLOSURES, json=SUMMER, headers=bearer)
    assert made.status_code == 201
    row = made.json()
    assert {name: row[name] for name in SUMMER} == SUMMER
    assert (row["days"], row["source"], row["holiday"], row["version"]) == (14, "owner", None, 1)
    where = f"{CLOSURES}/{row['id']}"
    read = CLIENT.get(where, headers=bearer)
    assert (read.json(), read.headers["etag"]) == (row, '"1"')
    changed = CLIENT.patch(where, json={"name": "Holidays"}, headers=bearer | {"If-Match": read.headers["etag"]})
    assert (changed.status_code, changed.json()["name"], changed.headers["etag"]) == (200, "Holidays", '"2"')
    for late in (CLIENT.patch(where, json={"name": "Mine"}, headers=bearer | {"If-Match": '"1"'}),
                 CLIENT.delete(where, headers=bearer | {"If-Match": '"1"'})):  # fmt: skip
        assert (late.status_code, late.json()["code"]) == (412, "stale")
    assert CLIENT.get(CLOSURES, headers=bearer).json() == [changed.json()]
    assert CLIENT.get(CLOSURES, params={"from": "2027-08-16"}, headers=bearer).json() == []
    assert CLIENT.get(CLOSURES, params={"to": "2027-08-01"}, headers=bearer).json() == []
    assert CLIENT.delete(where, headers=bearer).status_code == 204
    assert CLIENT.delete(where, headers=bearer).status_code == 404


def test_the_same_key_closes_once(bearer: dict[str, str]) -> None:
    answers = [CLIENT.post(CLOSURES, json=SUMMER, headers=bearer | {"Idempotency-Key": "summer"}) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert len(CLIENT.get(CLOSURES, headers=bearer).json()) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"last_day": "2027-08-01"}, "last_day"),
        ({"last_day": "2029-08-01"}, "last_day"),
        ({"first_day": "summer"}, "first_day"),
        ({"first_day": "1027-08-02"}, "first_day"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"source": "holiday"}, "source"),
    ],
)
def test_a_wrong_closure_is_refused_at_its_field(bearer: dict[str, str], wrong: dict[str, str], field: str) -> None:
    answer = CLIENT.post(CLOSURES, json=SUMMER | wrong, headers=bearer)
    assert answer.status_code == 422
    assert [problem["field"].removeprefix("body.") for problem in answer.json()["errors"]] == [field]


def test_holidays_are_observed_but_for_open_days(bearer: dict[str, str]) -> None:
    before = CLIENT.get(HOLIDAYS, params={"year": 2027}, headers=bearer)
    assert (before.json()["country"], before.json()["observed"], len(before.json()["regions"])) == ("PT", False, 20)
    assert {day["closed"] for day in before.json()["holidays"]} == {False}
    wanted = {"observed": True, "region": "", "open_days": ["2027-12-08"]}
    answer = CLIENT.put(HOLIDAYS, json=wanted, headers=bearer | {"If-Match": before.headers["etag"]})
    assert answer.status_code == 200
    assert {name: answer.json()[name] for name in wanted} == wanted
    assert answer.headers["etag"] == f'"{answer.json()["version"]}"' != before.headers["etag"]
    there = CLIENT.get(CLOSURES, params={"from": "2027-12-01", "to": "2027-12-31"}, headers=bearer).json()
    assert [(row["holiday"], row["source"]) for row in there] == [("2027-12-01", "holiday"), ("2027-12-25", "holiday")]
    late = CLIENT.put(HOLIDAYS, json={"observed": False}, headers=bearer | {"If-Match": before.headers["etag"]})
    assert late.status_code == 412
    after = CLIENT.get(HOLIDAYS, params={"year": 2027}, headers=bearer).json()["holidays"]
    assert [day["day"] for day in after if not day["closed"]] == ["2027-12-08"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"region": "XX"}, "region"),
        ({"open_days": ["2027-12-09"]}, "open_days"),
        ({"open_days": "every"}, "open_days"),
        ({"observed": "perhaps"}, "observed"),
    ],
)
def test_a_wrong_choice_is_refused_at_its_field(bearer: dict[str, str], wrong: dict[str, object], field: str) -> None:
    answer = CLIENT.put(HOLIDAYS, json={"observed": True} | wrong, headers=bearer)
    assert answer.status_code == 422
    assert [problem["field"].removeprefix("body.") for problem in answer.json()["errors"]] == [field]
    assert CLIENT.get(CLOSURES, headers=bearer).json() == []


def test_without_a_country_there_are_none_to_observe(stranger: Actor) -> None:
    answer = CLIENT.put(HOLIDAYS, json={"observed": True}, headers=cast.bearer(cast.SAM))
    assert (answer.status_code, answer.json()["code"]) == (409, "no_holidays")


def test_staff_may_read_and_not_close(bearer: dict[str, str], ben: Actor) -> None:
    row = CLIENT.post(CLOSURES, json=SUMMER, headers=bearer).json()
    staff = cast.bearer(cast.BEN)
    assert CLIENT.get(CLOSURES, headers=staff).json() == [row]
    assert CLIENT.get(HOLIDAYS, headers=staff).status_code == 200
    where = f"{CLOSURES}/{row['id']}"
    refused = [
        CLIENT.post(CLOSURES, json=SUMMER, headers=staff),
        CLIENT.patch(where, json={"name": "Mine"}, headers=staff),
        CLIENT.delete(where, headers=staff),
        CLIENT.put(HOLIDAYS, json={"observed": True}, headers=staff),
    ]
    assert [answer.status_code for answer in refused] == [403, 403, 403, 403]
