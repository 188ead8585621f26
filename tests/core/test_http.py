"""What every answer has in common, asked of the real shell."""

import json
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.types import Message, Receive, Scope, Send

from careops.core import http
from careops.core.errors import Conflict, TooMany


class Thing(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, StringConstraints(min_length=1, max_length=5)]


class Taken(Conflict):
    code, says = "taken", "Somebody was faster"


@pytest.fixture
def web(tmp_path: Path) -> TestClient:
    api = FastAPI(openapi_url=None)

    @api.post("/api/v1/things")
    def make(body: Thing) -> Thing:
        return body

    @api.get("/api/v1/taken")
    def taken() -> None:
        raise Taken

    @api.get("/api/v1/slow")
    def slow() -> None:
        raise TooMany(retry_after=7)

    @api.get("/api/v1/broken")
    def broken() -> None:
        raise LookupError("secret detail")

    http.speak_problems(api)
    http.close_api(api)
    (tmp_path / "csp-hashes.json").write_text(json.dumps(["'sha256-x'"]))
    (tmp_path / "client" / "app").mkdir(parents=True)
    return TestClient(http.Shell(api, tmp_path), raise_server_exceptions=False, follow_redirects=False)


def test_a_refusal_is_a_problem_with_a_stable_code(web: TestClient) -> None:
    answer = web.get("/api/v1/taken", headers={"X-Request-Id": "abcdefgh-1"})
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": "Somebody was faster",
        "code": "taken",
        "request_id": "abcdefgh-1",
    }


def test_too_many_says_when_to_come_back(web: TestClient) -> None:
    assert web.get("/api/v1/slow").headers["retry-after"] == "7"


def test_the_unforeseen_tells_nothing(web: TestClient) -> None:
    answer = web.get("/api/v1/broken")
    assert answer.status_code == 500
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        (b'{"name": ""}', 422, "name"),
        (b'{"name": "123456"}', 422, "name"),
        (b"{}", 422, "name"),
        (b'{"name": 1}', 422, "name"),
        (b'{"name": "a", "is_admin": true}', 422, "is_admin"),
        (b"{", 400, None),
        (b"[]", 422, ""),
        (b"\xff\xfe", 400, None),
    ],
)
def test_bad_bodies_are_named_by_field(web: TestClient, body: bytes, status: int, field: str | None) -> None:
    answer = web.post("/api/v1/things", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status
    if field is not None:
        assert [e["field"] for e in answer.json()["errors"]] == [field]


def test_a_megabyte_of_nonsense_is_answered_briefly(web: TestClient) -> None:
    answer = web.post("/api/v1/things", json={f"a{n}": 1 for n in range(50_000)})
    assert (answer.status_code, len(answer.json()["errors"])) == (422, http.MOST_PROBLEMS)


def test_a_body_over_a_megabyte_is_refused_with_and_without_a_length(web: TestClient) -> None:
    big = b'{"name": "' + b"a" * 1_100_000 + b'"}'
    assert web.post("/api/v1/things", content=big).status_code == 413
    pieces = iter([big[:600_000], big[600_000:]])
    assert web.post("/api/v1/things", content=pieces).status_code == 413


def test_unknown_addresses_and_methods_answer_as_problems(web: TestClient) -> None:
    assert web.get("/api/v1/nowhere").json()["status"] == 404
    wrong = web.delete("/api/v1/taken")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "http://testserver.evil.example"},
    ],
)
def test_a_cookie_from_another_site_changes_nothing(web: TestClient, headers: dict[str, str]) -> None:
    answer = web.post("/api/v1/things", json={"name": "a"}, headers={"cookie": "careops_session=x", **headers})
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")


def test_our_own_origin_passes(web: TestClient) -> None:
    headers = {"cookie": "careops_session=x", "origin": "http://testserver"}
    assert web.post("/api/v1/things", json={"name": "a"}, headers=headers).status_code == 200


def test_every_answer_carries_the_headers(web: TestClient) -> None:
    answer = web.get("/api/v1/taken", headers={"X-Request-Id": "bad id\t!"})
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert len(answer.headers["x-request-id"]) == 32


def test_a_stranger_is_sent_to_sign_in_before_the_app_is_downloaded(web: TestClient) -> None:
    answer = web.get("/app/inbox")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/app/inbox")


@pytest.mark.parametrize("path", ["/" + "a" * 5_000, "/app/" + "a/" * 2_000, "/%00"])
def test_an_address_no_file_system_takes_is_only_an_unknown_one(web: TestClient, path: str) -> None:
    answer = web.get(path, headers={"cookie": "careops_session=x"})
    assert (answer.status_code, answer.headers["x-content-type-options"]) == (404, "nosniff")


async def opened(query: str, cookie: str = "", **more: str) -> str:
    """The query with which a websocket arrives behind the shell; empty when it does not."""
    found: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        found.append(scope["query_string"].decode())

    async def receive() -> Message:
        return {}

    async def send(_message: Message) -> None:
        return None

    told = {"host": "testserver"} | ({"cookie": f"{http.COOKIE}={cookie}"} if cookie else {}) | more
    headers = [(name.encode(), value.encode()) for name, value in told.items()]
    scope = {"type": "websocket", "path": "/_event/", "query_string": query.encode(), "headers": headers}
    await http.Shell(app, Path("nowhere"))(scope, receive, send)
    return found[0] if found else ""


async def test_a_tab_is_its_own_only_with_the_sign_in_it_came_with() -> None:
    query = "EIO=4&token=abc"
    mine = await opened(query, "ana")
    assert mine == await opened(query, "ana")
    assert "abc" not in mine
    others = {mine, await opened(query), await opened(query, "ben"), await opened("EIO=4&token=abd", "ana"), await opened(mine, "ana")}
    assert len(others) == 5
    assert {found.partition("&")[0] for found in others} == {"EIO=4"}


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example", "https://"])
async def test_no_other_site_opens_a_websocket(origin: str) -> None:
    assert await opened("token=abc", "ana", origin=origin) == ""
    assert await opened("token=abc", "ana", origin="http://testserver") != ""
