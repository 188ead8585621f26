"""Processes that begin warm: forked from one that has imported everything, so that a start costs a moment and not the imports.

That one is Python's fork server, one a run: it knows the tests' settings and has opened nothing. Whoever is forked from it is a process
like any other, with memory, connections and an end of its own, and is turned to its own settings first. Tests that start many are of
xdist's group "warm": one of the run's workers makes it for all of them.
"""

import multiprocessing as mp
import os

from careops.core import db, log
from careops.core.settings import load, settings

WARM = mp.get_context("forkserver")
WARM.set_forkserver_preload(["tests.faults.warmed"])


def given(url: str, **more: str) -> dict[str, str]:
    """The environment in which a process works on that database, in this process's folder."""
    return {"CAREOPS_DATA_DIR": str(settings.data_dir), "CAREOPS_DATABASE_URL": url} | more


def turn(environment: dict[str, str]) -> None:
    """This process has the settings of that environment from now on."""
    os.environ |= environment
    fresh = load()
    for name in type(fresh).model_fields:
        setattr(settings, name, getattr(fresh, name))
    log.start()
    db.connect(settings.database_url)
