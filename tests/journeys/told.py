"""The demo's business, served: told into a database of its own, then started as a person would start it."""

from pathlib import Path

from careops.core import db
from careops.core.settings import settings
from careops.demo import story
from tests.conftest import migrate
from tests.servers import Served


def told_server(folder: Path, **environment: str) -> Served:
    """A server on a freshly told story, with this process's secrets: a test can read a link that a letter holds."""
    url, before = f"sqlite:///{folder}/told.db", settings.database_url
    migrate(url)
    db.connect(url)
    story.tell()
    db.connect(before)
    secret = settings.secret_key.get_secret_value()
    return Served(folder, CAREOPS_DATABASE_URL=url, CAREOPS_SECRET_KEY=secret, **environment)
