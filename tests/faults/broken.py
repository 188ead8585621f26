"""CareOps with one promise broken, as a server: the harness must notice, or it proves nothing."""

import os
import subprocess
import sys

from careops.core.settings import ROOT
from tests.servers import Served, eventually

AS_LAUNCHED = {"__REFLEX_SKIP_COMPILE": "true", "REFLEX_ENV_MODE": "prod"}  # without the built frontend: nobody looks at it


class Broken(Served):
    """The same server without the promise; its database is migrated already."""

    program = "tests/faults/forgetful"

    def start(self) -> None:
        where, _, name = self.program.rpartition("/")
        path = os.pathsep.join([str(ROOT), str(ROOT / where)])
        command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--port", str(self.port), f"{name}:app"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment | AS_LAUNCHED | {"PYTHONPATH": path},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            eventually(self._healthy, within=60)
        except BaseException:
            self.kill()
            raise
