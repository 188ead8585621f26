"""The one server all journeys share: the demo's business on it, real mail behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from careops.core import db
from tests.journeys.browsing import visitor
from tests.journeys.told import told, told_server
from tests.servers import Mailbox, Served


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, shared: Path, smtp_server: Mailbox) -> Iterator[Served]:
    """CareOps with the demo told; this process works on the same database beside it."""
    server = told_server(
        told(shared), tmp_path_factory.mktemp("told"), CAREOPS_SMTP_URL=smtp_server.url, CAREOPS_ALLOW_PRIVATE_WEBHOOKS="true"
    )
    db.connect(server.environment["CAREOPS_DATABASE_URL"])
    yield server
    server.close()


@pytest.fixture
def desk(browser: Browser, site: Served) -> Iterator[BrowserContext]:
    """Somebody at a desk."""
    with visitor(browser, site.url) as context:
        yield context


@pytest.fixture
def page(desk: BrowserContext) -> Page:
    """Their first tab."""
    return desk.new_page()
