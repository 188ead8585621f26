"""Another key for the installation: every secret of every workspace is sealed anew, and none is lost."""

import pytest
import sqlalchemy as sa
from pydantic import SecretStr
from sqlmodel import SQLModel, select

import careops.tables  # noqa: F401  (every table)
from careops.channels import actions as channels
from careops.channels import queries
from careops.channels.models import Integration
from careops.channels.schemas import SmtpIn
from careops.core import db
from careops.core.actor import Actor
from careops.core.sealing import Resealed, reseal_all, sealed_columns
from careops.core.settings import settings
from careops.integrations.smtp.gateway import SmtpGateway

pytestmark = pytest.mark.usefixtures("both_engines")


def test_every_secret_is_sealed_anew_and_opens_with_the_new_key_alone(ana: Actor, stranger: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    for owner in (ana, stranger):
        with db.transaction(owner) as session:
            given = SmtpIn(host="smtp.example.com", password=SecretStr("s3cret"), mail_from="hello@example.com")
            row = channels.add(session, owner, integration=given)
    before = settings.secret_key.get_secret_value()
    monkeypatch.setattr(settings, "secret_key", SecretStr("another key of at least thirty-two letters"))
    with db.transaction() as session:
        assert reseal_all(session) == Resealed(sealed=0, lost=2)
    monkeypatch.setattr(settings, "old_secret_keys", SecretStr(before))
    with db.transaction() as session:
        assert reseal_all(session) == Resealed(sealed=2)
    monkeypatch.setattr(settings, "old_secret_keys", SecretStr(""))
    with db.reading(stranger) as session:
        gateway = queries.gateway(session, stranger, integration_id=row.id)
        assert isinstance(gateway, SmtpGateway)
        assert gateway.password == "s3cret"
        assert len(session.exec(select(Integration.id)).all()) == 1


def test_whatever_is_sealed_is_found_by_its_columns_name() -> None:
    found = {f"{table.name}.{column.name}" for table, column in sealed_columns()}
    assert {"integration.sealed", "webhookendpoint.sealed"} <= found
    named = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if "seal" in column.name and isinstance(column.type, sa.String)
    }
    assert found == named
