"""Another key for the installation: every secret of every workspace is sealed anew, and none is lost."""

import os
import subprocess
import sys
from pathlib import Path

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
from careops.core.settings import ROOT, settings
from careops.integrations.smtp.gateway import SmtpGateway

NEW = "another key of at least thirty-two letters"


def rotate(url: str, folder: Path, *old: str) -> subprocess.CompletedProcess[str]:
    """What whoever keeps the installation types."""
    keys = {"CAREOPS_SECRET_KEY": NEW, "CAREOPS_OLD_SECRET_KEYS": ",".join(old)}
    where = {"CAREOPS_DATABASE_URL": url, "CAREOPS_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "careops", "--rotate-secrets"]
    return subprocess.run(command, cwd=ROOT, env=os.environ | keys | where, capture_output=True, text=True, check=False, timeout=120)


def test_the_command_says_what_it_did_and_what_it_could_not_open(ana: Actor, engine_url: str, tmp_path: Path) -> None:
    with db.transaction(ana) as session:
        given = SmtpIn(host="smtp.example.com", password=SecretStr("s3cret"), mail_from="hello@example.com")
        channels.add(session, ana, integration=given)
    forgotten = rotate(engine_url, tmp_path)
    assert (forgotten.returncode, "1 could not be opened" in forgotten.stderr) == (1, True)
    done = rotate(engine_url, tmp_path, settings.secret_key.get_secret_value())
    assert (done.returncode, "1 secrets are sealed" in done.stdout) == (0, True)
    again = rotate(engine_url, tmp_path)
    assert (again.returncode, "1 secrets are sealed" in again.stdout) == (0, True)
    assert "s3cret" not in forgotten.stdout + forgotten.stderr + done.stdout + done.stderr


@pytest.mark.usefixtures("both_engines")
def test_every_secret_is_sealed_anew_and_opens_with_the_new_key_alone(ana: Actor, stranger: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    for owner in (ana, stranger):
        with db.transaction(owner) as session:
            given = SmtpIn(host="smtp.example.com", password=SecretStr("s3cret"), mail_from="hello@example.com")
            row = channels.add(session, owner, integration=given)
    before = settings.secret_key.get_secret_value()
    monkeypatch.setattr(settings, "secret_key", SecretStr(NEW))
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
