"""What one database keeps and another does not: no word or moment in an address makes an error of ours, on either engine."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from careops.careops import api
from careops.core.ids import new_id
from tests import cast, worlds

pytestmark = pytest.mark.usefixtures("both_engines")
WORDS = ("\0", "9" * 25, "9999-12-31T23:59:59-23:59")
FILLED = {"slug": "salon-ana", "what": "contacts", "origin": "csv", "channel": "email", "locale": "en", "number": "1", "version": "1"}


def places() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every method and path with each of its parameters that is no id."""
    for path, operations in api.openapi()["paths"].items():
        for method, operation in operations.items():
            for place in operation.get("parameters", []):
                if method in ("get", "delete", "post") and place["in"] != "header" and "uuid" not in str(place["schema"]):
                    yield method, path, place


def address(path: str, name: str, word: str) -> str:
    """The path with that word at that place, and something that fits at the others."""
    return re.sub(r"\{(\w+)\}", lambda at: word if at[1] == name else FILLED.get(at[1], str(new_id())), path)


@pytest.mark.usefixtures("world")
def test_no_word_in_an_address_is_an_error_of_ours(web: TestClient) -> None:
    head, wrong = cast.bearer(cast.ANA), list[str]()
    for method, path, place in places():
        for word in WORDS:
            quoted = str(web.build_request("GET", "/", params={"x": word}).url.query, "ascii")[2:].replace("+", "%20")
            at, query = (address(path, place["name"], quoted), "") if place["in"] == "path" else (address(path, "", ""), place["name"])
            body = {"json": {}} if method == "post" else {}
            answer = web.request(method, f"{at}?{query}={quoted}" if query else at, headers=head, **body)
            if answer.status_code >= 500:
                wrong.append(f"{answer.status_code} {method} {path} {place['name']}={word[:30]!r}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_a_moment_that_is_none_on_our_clock_is_refused_by_name(world: worlds.Furnished, moment: str) -> None:
    client = TestClient(api, raise_server_exceptions=False, headers=cast.bearer(cast.ANA))
    asked = {"template_id": str(world.copy.template_id), "contact_id": str(world.copy.contact_id), "due_at": moment}
    answers = [
        client.post("/api/v1/forms/requests", json=asked),
        client.patch(f"/api/v1/forms/requests/{world.copy.id}", json={"due_at": moment}),
    ]
    assert [(one.status_code, one.json()["errors"][0]["field"]) for one in answers] == [(422, "due_at")] * 2
