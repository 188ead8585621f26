"""Schemathesis makes up requests from the API's own description; whatever it finds, no answer may be our mistake.

`python -m tests.hostile` runs the same for longer.
"""

import os

import pytest
import schemathesis
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error

from careops.careops import api
from tests import cast, worlds

EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "4"))  # for each operation
pytestmark = [pytest.mark.slow]

schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", api)


@pytest.fixture
def headers(database: sa.Engine) -> dict[str, str]:
    """The owner's of a business that is open."""
    worlds.opened(cast.ana())
    return cast.bearer(cast.ANA)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES < 100,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_nothing_made_up_is_our_mistake(case: schemathesis.Case, headers: dict[str, str]) -> None:
    case.call_and_validate(checks=[not_a_server_error], headers=headers)
