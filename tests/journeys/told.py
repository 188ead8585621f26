"""The demo's business, served: its story told once a run, then started on a copy of it as a person would start it."""

import shutil
from pathlib import Path

import pytest

from careops.core import db
from careops.core.settings import settings
from careops.demo import story, visits
from tests.conftest import alone, migrate
from tests.servers import Served

DAYS = 10  # of visits back and ahead: enough for every page to have something on it


def told_server(story_file: Path, folder: Path, **environment: str) -> Served:
    """A server on a copy of the story; it shares this process's secret, so a test can read a link that a letter holds."""
    file = shutil.copy(story_file, folder / "told.db")
    return Served(folder, CAREOPS_DATABASE_URL=f"sqlite:///{file}", **environment)


def told(folder: Path, *, days: int = DAYS) -> Path:
    """The story's database in this folder, told by whoever of a run's processes comes first."""
    file, unfinished = folder / "story.db", folder / "story.unfinished.db"
    with alone(folder / "story.lock"):
        if not file.exists():
            url, before = f"sqlite:///{unfinished}", settings.database_url
            migrate(url)
            db.connect(url)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(visits, "BACK", days)
                patch.setattr(visits, "AHEAD", days)
                story.tell()
            db.connect(before)
            unfinished.rename(file)
    return file
