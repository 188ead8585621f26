"""The tests never see the developer's data, settings or speed: this runs before anything of CareOps is imported."""

import atexit
import os
import shutil
import tempfile

for name in [name for name in os.environ if name.startswith(("CAREOPS_", "REFLEX_")) and name != "CAREOPS_CHROMIUM"]:
    del os.environ[name]

DATA = tempfile.mkdtemp(prefix="careops-tests-")
atexit.register(shutil.rmtree, DATA, ignore_errors=True)

os.environ |= {
    "CAREOPS_DATA_DIR": DATA,
    "CAREOPS_SECRET_KEY": "known to all of a run's processes",  # what one of them sealed another opens
    "CAREOPS_PASSWORD_COST": "4",  # the real cost of a password is a fifth of a second
    "CAREOPS_RATE_LIMITS": "false",  # the limits' own tests switch them on
    "CAREOPS_SYNCHRONOUS": "NORMAL",  # no test pulls the plug on the machine itself
    "CAREOPS_SCHEDULER": "false",  # a test calls a tick by its name
    "REFLEX_TELEMETRY_ENABLED": "false",
    "REFLEX_CHECK_LATEST_VERSION": "false",
}
