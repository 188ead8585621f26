"""Every field of every endpoint, given what it should not be given: a clear refusal that names it, and nothing is stored.

Words that a field may well take are dealt out: each place gets a third of them, the next place another third.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from careops.careops import api
from tests import cast, worlds
from tests.footprints import Watch
from tests.hostile.corpus import Bad, against, dealt, over_a_wire
from tests.walks.operations import Call, Operation, Place, operations
from tests.walks.strangers import given

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("database")]

Tried = tuple[str, Place | None, bool, httpx.Response]
RESOURCES: dict[str, list[Operation]] = defaultdict(list)
for _operation in operations(api):
    RESOURCES[_operation.path.removeprefix("/api/v1/").split("/")[0]].append(_operation)

COMPARED = {"password", "current", "token", "refresh_token", "hold", "replaces"}
BODIES = {
    "not json": b"{",
    "not utf-8": b"\xff\xfe",
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "a number": b"1e999",
    "deep": b"[" * 20_000 + b"]" * 20_000,
    "deep objects": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "a megabyte more": b'{"a": "' + b"x" * 1_000_001 + b'"}',
    "twice the same": b'{"name": "a", "name": {}}',
}


@pytest.mark.parametrize("resource", sorted(RESOURCES))
def test_bad_input_is_refused_by_name_and_stores_nothing(
    database: sa.Engine, world: worlds.Furnished, web: TestClient, resource: str, capsys: pytest.CaptureFixture[str]
) -> None:
    give = given(database, world, set(), own=True)
    headers = cast.bearer(cast.ANA) | {"X-Workspace": str(world.shop.owner.workspace), "content-type": "application/json"}
    watch, wrong, tried = Watch(database), list[str](), 0
    for operation in RESOURCES[resource]:
        for name, place, must, answer in attempts(operation, operation.call(give), partial(_send, web, headers)):
            tried += 1
            changed = watch.changed()
            problem = _problem(place, must, answer, changed=changed)
            wrong += [f"{operation.name}, {place.spelled if place else 'body'} = {name} → {problem}"] * bool(problem)
    with capsys.disabled():
        print(f"\n  {resource}: {tried} bad inputs to {len(RESOURCES[resource])} operations", end="")  # noqa: T201
    assert not wrong, "\n".join(wrong)


def attempts(operation: Operation, call: Call, send: Callable[[Call], httpx.Response]) -> Iterator[Tried]:
    """Every bad input, one at a time in an otherwise plausible request."""
    for turn, place in enumerate(operation.places()):
        if place.where == "body":
            yield from ((bad.name, place, bad.refused, send(call.with_at(place, bad.value))) for bad in dealt(against(place), turn))
            if place.required:
                yield "missing", place, True, send(call.without(place))
        elif place.where == "query":
            yield from ((bad.name, place, False, send(call.with_at(place, short(bad)))) for bad in dealt(over_a_wire(place), turn))
        else:
            yield from ((bad.name, place, False, send(_in_path(operation, call, place, bad))) for bad in dealt(over_a_wire(place), turn))
    if operation.body is not None:
        yield from ((name, None, True, send(Call(call.method, call.url, body=body))) for name, body in BODIES.items())


def short(bad: Bad) -> str:
    """As much of it as fits into an address."""
    return str(bad.value)[:4000]


def _send(web: TestClient, headers: dict[str, str], call: Call) -> httpx.Response:
    # Written as ASCII: a lone surrogate travels as an escape, as a hostile client would send it.
    content = call.body if call.body is None or isinstance(call.body, bytes) else json.dumps(call.body).encode()
    return web.request(call.method, call.url, params=call.query, content=content, headers=headers)


def _in_path(operation: Operation, call: Call, place: Place, bad: Bad) -> Call:
    start, _, end = operation.path.partition(f"{{{place.name}}}")
    known = call.url[len(start) :] if call.url.startswith(start) else ""
    rest = known.partition("/")[2] if end else ""
    url = f"{call.url[: len(start)]}{quote(short(bad), safe='')}{'/' + rest if rest else ''}"
    return Call(call.method, url, call.query, call.body)


def _problem(place: Place | None, must: bool, answer: httpx.Response, *, changed: bool) -> str:
    """What is wrong with that answer; nothing when it is as it should be."""
    if answer.status_code >= 500:
        return f"{answer.status_code} {answer.text[:300]}"
    if answer.status_code < 400:
        return f"{answer.status_code}: taken" if must else ""
    if changed:
        return f"{answer.status_code}, yet something was stored"
    if answer.headers.get("content-type") != "application/problem+json":
        return f"{answer.status_code} as {answer.headers.get('content-type')}"
    if must and place is not None and place.where == "body":
        return _unnamed(place, answer)
    return ""


def _unnamed(place: Place, answer: httpx.Response) -> str:
    """Whether the field is named. What is only compared with a secret, never kept, may be simply wrong."""
    if place.name in COMPARED and answer.status_code in {401, 404, 409}:
        return ""
    if answer.status_code != 422:
        return f"{answer.status_code} instead of 422: {answer.text[:200]}"
    problems: list[dict[str, Any]] = answer.json().get("errors", [])
    named = [problem["field"] for problem in problems if problem.get("message")]
    if any(_leads_to(field, place) for field in named):
        return ""
    return f"the field is not named, only {named}"


def _leads_to(field: str, place: Place) -> bool:
    """Whether a problem names the place: between its parts may stand which of several kinds it is, and a kind is wrong as a whole."""
    if "const" in place.schema and field == place.spelled.rpartition(".")[0]:
        return True
    parts = iter(field.split("."))
    return all(part in parts for part in place.spelled.split("."))
