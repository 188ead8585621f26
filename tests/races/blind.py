"""CareOps with its eyes shut: whoever books is told that nothing is taken. Without the database's guard every race must be lost then.

Served by itself (`blind:app`, this folder on the path), because importing it as a test would forget the server's settings.
"""

from typing import Any

from careops.careops import app as careops
from tests.races import eyes


def app() -> Any:
    """The app after its eyes were shut; granian calls it once a worker."""
    eyes.shut()
    return careops()
