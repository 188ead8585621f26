"""Every operation of the API, asked by everybody who has no business there, with the ids of the other business in every place."""

from collections.abc import Callable

import httpx
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from careops.careops import api
from tests import cast, footprints
from tests.walks.operations import Call, Operation, operations, policy_of
from tests.walks.strangers import Meeting, Neighbours, Person, meeting, neighbours

pytestmark = pytest.mark.usefixtures("database")
REFUSED = {401, 403, 404, 422}
POLICIES = policy_of(api)
SAME_FOR_ALL = {"DELETE /api/v1/public/holds/{token}"}  # letting go of what is not there tells nobody anything


@pytest.fixture
def met(database: sa.Engine, begun: Callable[[Callable[[], Neighbours]], Neighbours]) -> Meeting:
    return meeting(database, begun(neighbours))


def test_nobody_reaches_what_is_not_theirs(database: sa.Engine, met: Meeting, web: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    asked, wrong = 0, list[str]()
    watch = footprints.Watch(database, met.theirs.shop.owner.workspace)
    every = operations(api)
    for operation in every:
        for person in met.persons:
            said = _ask(web, operation, person)
            if said is None:
                continue
            asked += 1
            status, answer = said
            wrong += [f"{person.name}: {operation.name} → {problem}" for problem in _problems(operation, person, status, answer, met)]
            wrong += [f"{person.name}: {operation.name} → {status} changed something"] * watch.changed()
    with capsys.disabled():
        print(f"\n  {asked} combinations of {len(every)} operations and {len(met.persons)} kinds of people")  # noqa: T201
    assert not wrong, "\n".join(wrong)
    assert met.unknown == set(), "the walk has no id for these places; furnish the world with them"


def test_the_other_business_has_one_of_everything(database: sa.Engine, met: Meeting) -> None:
    rows = footprints.ids(database, met.theirs.shop.owner.workspace)
    assert {table for table, found in rows.items() if not found} == set()


def test_the_same_requests_work_for_whose_they_are(met: Meeting, web: TestClient) -> None:
    """The control: what strangers are refused is what the business itself may do, so the refusals are about the stranger."""
    owner = Person("their owner", cast.bearer(cast.SAM), met.persons[0].given)
    reads = [operation for operation in operations(api) if operation.method == "GET" and POLICIES[operation.name].startswith("member:")]
    answers = {operation.name: _send(web, operation.call(owner.given), owner).status_code for operation in reads}
    assert reads
    assert {name: status for name, status in answers.items() if status != 200} == {}


def _ask(web: TestClient, operation: Operation, person: Person) -> tuple[int, str] | None:
    """The answer, or None where the person is welcome: a public door, or what any member may do in their own business."""
    policy = POLICIES.get(operation.name, "public")
    if policy == "public" and person.name != "a visitor of our own page":
        return None
    if ":" not in policy and person.name == "their staff without permission":
        return None
    answer = _send(web, operation.call(person.given, all_fields=True), person)
    return answer.status_code, answer.text


def _send(web: TestClient, call: Call, person: Person) -> httpx.Response:
    return web.request(call.method, call.url, params=call.query, json=call.body, headers=person.headers)


def _problems(operation: Operation, person: Person, status: int, answer: str, met: Meeting) -> list[str]:
    problems = [f"{status}: {answer[:200]}"] if status >= 500 else []
    problems += [f"{status} tells {mark}" for mark in met.marks if mark in answer]
    if _must_refuse(operation, person) and status not in REFUSED:
        problems.append(f"{status} instead of a refusal: {answer[:200]}")
    return problems


def _must_refuse(operation: Operation, person: Person) -> bool:
    """Whether there is no honest answer: a foreign id in the path or needed in the body, or somebody without the permission."""
    policy = POLICIES.get(operation.name, "public")
    if policy != "public" and person.name == "nobody":
        return True
    if person.name == "their staff without permission":
        return ":" in policy
    if person.name == "our owner, claiming to be there" and ":" in policy:
        return True
    if operation.name in SAME_FOR_ALL:
        return False
    foreign = [place for place in operation.places() if place.is_id and place.name != "slug"]
    return any(place.where == "path" or (place.where == "body" and place.required) for place in foreign)
