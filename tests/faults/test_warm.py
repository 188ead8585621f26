"""Who is forked from the warm process has everything imported, and its own settings."""

import sys
from multiprocessing.connection import Connection

import pytest

from careops.core import db
from careops.core.settings import settings
from tests.faults.warm import WARM, given, turn

pytestmark = pytest.mark.xdist_group("warm")


def _tell(environment: dict[str, str], mouth: Connection) -> None:
    warm = "careops.careops" in sys.modules
    turn(environment)
    mouth.send((warm, str(db.engine.url), settings.secret_key.get_secret_value(), settings.rate_limits))


def test_a_forked_process_begins_warm_with_its_own_settings() -> None:
    ear, mouth = WARM.Pipe(duplex=False)
    process = WARM.Process(target=_tell, args=(given("sqlite:///its-own.db", CAREOPS_RATE_LIMITS="true"), mouth))
    process.start()
    mouth.close()
    assert ear.recv() == (True, "sqlite:///its-own.db", settings.secret_key.get_secret_value(), True)
    process.join(30)
    assert process.exitcode == 0
