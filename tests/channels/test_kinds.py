"""Accounts of every kind: what each needs, what is kept of its secrets, and the webhook address that is its alone."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter, ValidationError
from sqlmodel import select

from careops.channels import actions as channels
from careops.channels import queries
from careops.channels.models import Integration
from careops.channels.schemas import IntegrationChange, IntegrationIn, IntegrationRow
from careops.core import db
from careops.core.actor import Actor, Permission
from careops.core.crypto import link_token
from careops.core.errors import Conflict, Invalid, NotFound
from careops.core.settings import settings
from careops.integrations.imap.gateway import ImapMailbox
from careops.integrations.ports import BadSignature
from careops.integrations.resend.fake import SECRET, event, signed
from careops.integrations.resend.gateway import ResendGateway
from careops.integrations.sendgrid.gateway import SendGridGateway
from careops.integrations.twilio.gateway import TwilioGateway

KEY = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g=="
RESEND = {
    "kind": "resend",
    "api_key": "re_s3cret",
    "webhook_secret": SECRET,
    "mail_from": "hello@salon.example.com",
    "inbound_domain": "in.example.com",
}
SENDGRID = {"kind": "sendgrid", "api_key": "SG.s3cret", "webhook_key": KEY, "mail_from": "hello@salon.example.com"}
TWILIO = {"kind": "twilio", "account_sid": "AC" + "a" * 32, "auth_token": "s3cret-token", "from_number": "+1 202-555-0123"}
IMAP = {"kind": "imap", "host": "imap.example.com", "username": "hello@example.com", "password": "s3cret-word", "folder": "Käse"}
GIVEN: TypeAdapter[IntegrationIn] = TypeAdapter(IntegrationIn)


def add(owner: Actor, said: dict[str, Any]) -> IntegrationRow:
    with db.transaction(owner) as session:
        return channels.add(session, owner, integration=GIVEN.validate_python(said))


def opened(owner: Actor, row: IntegrationRow) -> Any:
    with db.reading(owner) as session:
        return queries.gateway(session, owner, integration_id=row.id)


@pytest.mark.parametrize("said", [RESEND, SENDGRID, TWILIO, IMAP], ids=lambda said: said["kind"])
def test_no_secret_is_shown_or_stored_in_clear(ana: Actor, said: dict[str, Any]) -> None:
    row = add(ana, said)
    with db.reading(ana) as session:
        stored = session.exec(select(Integration).where(Integration.id == row.id)).one().model_dump_json()
        listed = "".join(r.model_dump_json() for r in queries.listing(session, ana))
        known = (
            queries.mailbox(session, ana, integration_id=row.id)
            if row.kind == "imap"
            else queries.gateway(session, ana, integration_id=row.id)
        )
    for shown in (row.model_dump_json(), stored, listed, repr(known), repr(GIVEN.validate_python(said))):
        assert "s3cret" not in shown
    assert row.secrets


def test_every_kind_opens_as_its_own_gateway(ana: Actor) -> None:
    resend, sendgrid, twilio = (opened(ana, add(ana, said)) for said in (RESEND, SENDGRID, TWILIO))
    assert (type(resend), type(sendgrid), type(twilio)) == (ResendGateway, SendGridGateway, TwilioGateway)
    assert (resend.api_key, resend.url, sendgrid.api_key) == ("re_s3cret", "https://api.resend.com", "SG.s3cret")
    assert (twilio.auth_token, twilio.from_number, twilio.callback) == ("s3cret-token", "+12025550123", "")
    row = add(ana, IMAP)
    with db.reading(ana) as session:
        box = queries.mailbox(session, ana, integration_id=row.id)
        assert [r.id for r in queries.ready(session, ana, channel="mailbox")] == [row.id]
        with pytest.raises(NotFound):
            queries.mailbox(session, ana, integration_id=uuid4())
    assert box == ImapMailbox("imap.example.com", 993, "hello@example.com", "s3cret-word", "Käse", "ssl")


def test_twilio_is_told_where_to_call_when_it_can(ana: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    row = add(ana, TWILIO)
    monkeypatch.setattr(settings, "base_url", "https://salon.example.com")
    callback = opened(ana, row).callback
    assert callback.startswith("https://salon.example.com/hooks/twilio/")
    assert callback not in repr(opened(ana, row))


WRONG = [
    (RESEND, {"api_key": ""}, "api_key"),
    (RESEND, {"api_key": "re 1"}, "api_key"),
    (RESEND, {"webhook_secret": "whsec_!"}, "webhook_secret"),
    (RESEND, {"mail_from": "hello"}, "mail_from"),
    (RESEND, {"inbound_domain": "https://x"}, "inbound_domain"),
    (RESEND, {"host": "x"}, "host"),
    (SENDGRID, {"webhook_key": "AAAA"}, "webhook_key"),
    (SENDGRID, {"parse_key": "?"}, "parse_key"),
    (TWILIO, {"account_sid": "AC1"}, "account_sid"),
    (TWILIO, {"auth_token": ""}, "auth_token"),
    (TWILIO, {"from_number": ""}, "messaging_service_sid"),
    (TWILIO, {"from_number": "0123"}, "from_number"),
    (TWILIO, {"messaging_service_sid": "MG1"}, "messaging_service_sid"),
    (IMAP, {"password": ""}, "password"),
    (IMAP, {"username": ""}, "username"),
    (IMAP, {"port": 0}, "port"),
]


@pytest.mark.parametrize(("said", "wrong", "field"), WRONG)
def test_each_kind_says_what_it_cannot_take(ana: Actor, said: dict[str, Any], wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        GIVEN.validate_python(said | wrong)
    assert refused.value.errors()[0]["loc"][-1] == field
    row = add(ana, said)
    with pytest.raises(Invalid) as also, db.transaction(ana) as session:
        channels.update(session, ana, integration_id=row.id, change=IntegrationChange.model_validate(wrong))
    assert [problem.field for problem in also.value.problems] == [field]
    assert "s3cret" not in str(also.value.problems)


def test_what_is_left_out_of_a_change_stays_secrets_too(ana: Actor) -> None:
    row = add(ana, RESEND)
    with db.transaction(ana) as session:
        change = IntegrationChange.model_validate({"mail_from": "desk@salon.example.com", "per_minute": 60, "webhook_secret": ""})
        changed = channels.update(session, ana, integration_id=row.id, change=change)
    assert (changed.mail_from, changed.inbound_domain, changed.per_minute) == ("desk@salon.example.com", "in.example.com", 60)
    assert changed.secrets == ["api_key"]
    assert opened(ana, changed).api_key == "re_s3cret"


def test_a_webhook_address_belongs_to_one_account_until_it_is_renewed(ana: Actor, stranger: Actor) -> None:
    row, other = add(ana, RESEND), add(stranger, RESEND)
    token = row.hook_url.rpartition("/")[2]
    assert row.hook_url == f"{settings.base_url}/hooks/resend/{token}"
    assert other.hook_url != row.hook_url
    raw = event("email.delivered", {"email_id": "e1"})
    with db.transaction() as session:
        account = queries.by_hook(session, provider="resend", token=token)
        assert (account.integration_id, account.workspace_id) == (row.id, ana.workspace)
        assert [news.event_id for news in account.read(raw, signed(raw, id="msg_1"), row.hook_url)] == ["msg_1"]
        with pytest.raises(BadSignature):
            account.read(raw, signed(raw, secret="whsec_AAAA"), row.hook_url)
        assert SECRET not in repr(account)
    for provider, wrong in [
        ("twilio", token),
        ("smtp", token),
        ("resend", token[:30] + ("A" if token[30] != "A" else "B") + token[31:]),
        ("resend", link_token("hook", uuid4())),
        ("resend", "x"),
    ]:
        with pytest.raises(NotFound), db.transaction() as session:
            queries.by_hook(session, provider=provider, token=wrong)
    with db.transaction(ana) as session:
        renewed = channels.renew_hook(session, ana, integration_id=row.id)
    assert renewed.hook_url != row.hook_url
    with pytest.raises(NotFound), db.transaction() as session:
        queries.by_hook(session, provider="resend", token=token)


def test_who_may_only_see_deliveries_does_not_see_where_webhooks_go(ana: Actor, mia: Actor) -> None:
    add(ana, RESEND)
    looks_on = replace(mia, permissions=frozenset({Permission.deliveries}))
    with db.reading(looks_on) as session:
        assert {row.hook_url for row in queries.listing(session, looks_on)} == {""}


def test_an_account_sealed_before_there_were_kinds_keeps_its_password(ana: Actor) -> None:
    from_before = {"kind": "smtp", "host": "smtp.example.com", "password": "{s3cret", "mail_from": "hello@example.com"}
    row = add(ana, from_before)
    with db.transaction(ana) as session:
        stored = session.exec(select(Integration).where(Integration.id == row.id)).one()
        stored.settings = {name: value for name, value in stored.settings.items() if name != "secrets"}
        stored.sealed = channels.keeping.seal("{s3cret", f"integration:{row.id}")  # type: ignore[attr-defined]
    assert opened(ana, row).password == "{s3cret"


def test_there_are_only_so_many_accounts(ana: Actor) -> None:
    for _ in range(20):
        add(ana, RESEND)
    with pytest.raises(Conflict):
        add(ana, RESEND)
