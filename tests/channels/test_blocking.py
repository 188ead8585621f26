"""No provider is called inside a request, nor while a transaction is open: whoever waits for a provider holds up nobody."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from careops.channels import actions as channels
from careops.channels import queries
from careops.core import db
from careops.core.actor import Actor
from careops.core.settings import settings
from careops.inbox import actions as inbox
from careops.inbox.jobs import dispatch
from careops.integrations.faking import FakeServer, Seen
from careops.integrations.resend.fake import FakeResend
from careops.integrations.sendgrid.fake import FakeSendGrid
from careops.integrations.twilio.fake import FakeTwilio
from tests import cast
from tests.channels.test_kinds import GIVEN, RESEND, SENDGRID, TWILIO

pytestmark = pytest.mark.usefixtures("both_engines")
FAKES: dict[str, type[FakeServer]] = {"resend": FakeResend, "sendgrid": FakeSendGrid, "twilio": FakeTwilio}
TO = {"twilio": "+12025550199"}


@pytest.fixture(params=[RESEND, SENDGRID, TWILIO], ids=lambda said: said["kind"])
def provider(request: pytest.FixtureRequest, ana: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServer]:
    """Ana's only account is at this provider, whose fake counts the connections that are held while it is called."""
    said: dict[str, Any] = request.param
    with FAKES[said["kind"]](tmp_path / "ledger") as fake:
        answer, held = fake.answer, list[int]()

        def watch(seen: Seen) -> Any:
            held.append(db.engine.pool.checkedout())  # type: ignore[attr-defined]
            return answer(seen)

        monkeypatch.setattr(fake, "answer", watch)
        monkeypatch.setattr(fake, "held", held, raising=False)
        monkeypatch.setattr(settings, f"{said['kind']}_url", fake.url)
        with db.transaction(ana) as session:
            channels.add(session, ana, integration=GIVEN.validate_python(said))
        yield fake


def test_a_message_leaves_after_the_transaction_that_wanted_it_and_outside_any_other(ana: Actor, provider: FakeServer) -> None:
    with db.transaction(ana) as session:
        row = queries.listing(session, ana)[0]
        inbox.send_test(session, ana, integration_id=row.id, to=TO.get(row.kind, "cleo@example.com"))
    assert provider.requests == []
    dispatch(lanes=1)
    assert len(provider.accepted()) == 1
    assert provider.held == [0]  # type: ignore[attr-defined]
    with db.reading(ana) as session:
        told = queries.get(session, ana, integration_id=row.id)
    assert (told.health, told.tested_at is not None) == ("working", True)


def test_adding_changing_and_looking_at_accounts_calls_nobody(api: TestClient, ana: Actor, provider: FakeServer) -> None:
    says = cast.bearer(cast.ANA)
    (row, *_) = api.get("/api/v1/integrations", headers=says).json()
    api.get(f"/api/v1/integrations/{row['id']}/health", headers=says)
    api.patch(f"/api/v1/integrations/{row['id']}", json={"enabled": False}, headers=says)
    api.post(f"/api/v1/integrations/{row['id']}/hook", headers=says)
    assert api.delete(f"/api/v1/integrations/{row['id']}", headers=says).status_code == 204
    assert provider.requests == []
