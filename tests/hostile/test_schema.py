"""Schemathesis makes up requests from the API's own description; whatever it finds, no answer may be our mistake.

Of wrong types and of right values each place gets one here, and headers are tried at one operation of each resource: `test_endpoints.py`
tries every wrong type, and `python -m tests.hostile` everything there is, with more that is made up.
"""

from collections.abc import Callable, Hashable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.hypothesis.builder import HypothesisTestConfig, HypothesisTestMode, create_test
from schemathesis.generation.meta import CoveragePhaseData
from schemathesis.python.asgi import get_client

from careops.careops import api
from tests import cast, worlds
from tests.walks.length import EXAMPLES, LONG

pytestmark = [pytest.mark.slow]

house: Any = api
schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", house)
if not LONG:
    schema.config.phases.coverage.unexpected_methods = set()  # the same few answers at every address
described: Any = schema.get_all_operations()  # a malformed one is no operation, and says so here
OPERATIONS = {operation.label: operation for operation in (found.ok() for found in described)}
FIRST = set({"/".join(label.split("/")[:4]).split(" ")[1]: label for label in reversed(OPERATIONS)}.values())  # one of each resource
IN_A_HEADER = "read in one place for every operation"
CLIENT = get_client(house)
CLIENT.trust_env = False  # else the environment is searched for a proxy before each request


@pytest.fixture
def headers(begun: Callable[[Callable[[], worlds.Shop]], worlds.Shop]) -> dict[str, str]:
    """The owner's of a business that is open."""
    begun(opened)
    return cast.bearer(cast.ANA)


def opened() -> worlds.Shop:
    """Ana's."""
    return worlds.opened(cast.ana())


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not LONG,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def _asked(case: schemathesis.Case, headers: dict[str, str], known: set[Hashable]) -> None:
    kind = _kind(case)
    if LONG or kind is None or kind not in known:
        known.add(kind)
        case.call_and_validate(checks=[not_a_server_error], headers=headers, session=CLIENT)


def _kind(case: schemathesis.Case) -> Hashable:
    """What one request of the series made from the description is about; None for one that is made up freely."""
    series = case.meta.phase.data if case.meta else None
    if not isinstance(series, CoveragePhaseData):
        return None
    if series.parameter_location is ParameterLocation.HEADER and case.operation.label not in FIRST:
        return IN_A_HEADER
    return series.scenario, series.parameter_location, series.parameter, series.location or series.description.partition(":")[0]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_nothing_made_up_is_our_mistake(operation: str, headers: dict[str, str]) -> None:
    """The requests are made up here: by `schema.parametrize`, each process of a run makes up all of them before its first test."""
    every = HypothesisTestConfig(project=schema.config, modes=list(HypothesisTestMode))
    known: set[Hashable] = {IN_A_HEADER}
    create_test(operation=OPERATIONS[operation], test_func=_asked, config=every)(headers=headers, known=known)
