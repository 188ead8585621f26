"""Events are told to other people's machines: signed, once each while all is well, again while it is not, and never into our own network."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from careops.automation import actions as automation
from careops.automation import jobs, queries
from careops.automation.jobs import webhooks as sender
from careops.automation.rules import webhooks as rules
from careops.automation.schemas.webhooks import AttemptRow, CallRow, MadeWebhookRow, ReplayIn, WebhookChange, WebhookIn, WebhookRow
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.settings import settings
from tests.automation.receiver import Receiver, receiving

pytestmark = pytest.mark.usefixtures("both_engines")


@pytest.fixture(autouse=True)
def closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "allow_private_webhooks", True)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def wanted(owner: Actor, url: str, *events: str) -> MadeWebhookRow:
    with db.transaction(owner) as session:
        return automation.add_webhook(
            session, owner, given=WebhookIn(url=url, label="Website", events=list(events or ("contact.created",)))
        )


def somebody(owner: Actor, name: str = "Cleo Marsh") -> UUID:
    """A new customer, and what automation makes of that."""
    with db.transaction(owner) as session:
        id = contacts.register(session, owner, name=name, email=f"{name.split()[0].lower()}@example.org").id
    while jobs.react():
        pass
    return id


def calls(owner: Actor, webhook: WebhookRow) -> list[CallRow]:
    with db.reading(owner) as session:
        return queries.calls(session, owner, webhook_id=webhook.id).items


def attempts(owner: Actor, webhook: WebhookRow) -> list[AttemptRow]:
    with db.reading(owner) as session:
        return queries.attempts(session, owner, webhook_id=webhook.id).items


def test_an_event_is_told_once_and_signed(ana: Actor, receiver: Receiver) -> None:
    made = wanted(ana, receiver.url)
    contact = somebody(ana)
    assert sender.send_all() == 1
    (post,) = receiver.posts
    told = post.proven(made.secret)
    assert told["type"] == "contact.created"
    assert told["data"] == {"contact_id": str(contact), "name": "Cleo Marsh", "origin": told["data"]["origin"]}
    assert datetime.fromisoformat(told["timestamp"]) <= now()
    (call,) = calls(ana, made)
    assert (call.state, call.status, call.tries) == ("delivered", 204, 1)
    assert post.id == str(call.event_id)
    assert sender.send_all() == 0
