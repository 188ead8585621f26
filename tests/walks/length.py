"""How much a walk tries: enough for every change here, everything in `python -m tests.hostile`."""

import os

EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "2"))  # made up freely, for each operation
LONG = EXAMPLES >= 100
