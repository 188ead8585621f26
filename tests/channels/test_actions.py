"""Accounts: their order, their secrets, and which servers may be named."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, get_ident

import pytest
from sqlalchemy import event
from sqlmodel import select

from careops.channels import actions as channels
from careops.channels import queries
from careops.channels.models import Integration
from careops.channels.rules import check_server, local_id
from careops.channels.schemas import IntegrationChange, IntegrationRow, SmtpIn
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Forbidden, Invalid, NotFound
from careops.integrations.local.gateway import LocalGateway
from careops.integrations.smtp.gateway import SmtpGateway

SECRET = "s3cret-passphrase"


def add(owner: Actor, label: str) -> IntegrationRow:
    given = SmtpIn(label=label, host="smtp.example.com", username="studio", password=SECRET, mail_from="hello@example.com")  # type: ignore[arg-type]
    with db.transaction(owner) as session:
        return channels.add(session, owner, integration=given)


def working(owner: Actor) -> list[str]:
    with db.reading(owner) as session:
        return [row.label for row in queries.working(session, owner, channel="email")]


def change(owner: Actor, row: IntegrationRow, **said: object) -> IntegrationRow:
    with db.transaction(owner) as session:
        return channels.update(session, owner, integration_id=row.id, change=IntegrationChange.model_validate(said))


def test_the_local_outbox_serves_until_another_account_does(ana: Actor) -> None:
    assert working(ana) == ["Local outbox"]
    first = add(ana, "First")
    assert working(ana) == ["First"]
    change(ana, first, enabled=False)
    assert working(ana) == ["Local outbox"]
    with db.reading(ana) as session:
        (local,) = queries.working(session, ana, channel="email")
        assert isinstance(queries.gateway(session, ana, integration_id=local.id), LocalGateway)


def test_accounts_are_tried_in_the_order_the_owner_gives(ana: Actor) -> None:
    add(ana, "First")
    add(ana, "Second")
    third = add(ana, "Third")
    change(ana, third, position=0)
    assert working(ana) == ["Third", "First", "Second"]


def test_a_secret_is_kept_sealed_and_reaches_only_the_gateway(ana: Actor) -> None:
    row = add(ana, "First")
    assert SECRET not in row.model_dump_json()
    with db.reading(ana) as session:
        stored = session.exec(select(Integration)).one()
        gateway = queries.gateway(session, ana, integration_id=row.id)
    assert SECRET not in stored.model_dump_json()
    assert isinstance(gateway, SmtpGateway)
    assert (gateway.password, SECRET in repr(gateway)) == (SECRET, False)


def test_a_sealed_secret_works_only_where_it_was_sealed(ana: Actor) -> None:
    first, second = add(ana, "First"), add(ana, "Second")
    with db.transaction(ana) as session:
        rows = {i.id: i for i in session.exec(select(Integration))}
        rows[second.id].sealed = rows[first.id].sealed
    with db.reading(ana) as session, pytest.raises(ValueError, match="another place"):
        queries.gateway(session, ana, integration_id=second.id)


def test_a_changed_server_counts_as_untested_and_keeps_its_password(ana: Actor) -> None:
    row = add(ana, "First")
    with db.transaction(ana) as session:
        channels.note(session, ana, integration_id=row.id, sent=1, test=True)
    changed = change(ana, row, port=465)
    assert (changed.tested_at, changed.has_password, changed.port) == (None, True, 465)


def test_a_kept_password_is_never_handed_to_another_server(ana: Actor) -> None:
    row = add(ana, "First")
    with pytest.raises(Invalid) as refused:
        change(ana, row, host="smtp.evil.example")
    assert [problem.field for problem in refused.value.problems] == ["password"]
    with db.reading(ana) as session:
        kept = queries.gateway(session, ana, integration_id=row.id)
        assert isinstance(kept, SmtpGateway)
        assert (kept.host, kept.password) == ("smtp.example.com", SECRET)
    assert change(ana, row, host="smtp.example.com", port=465).port == 465


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "localhost", "redis", "db.internal", "printer.local"])
def test_in_production_no_server_of_our_own_network_is_taken(host: str) -> None:
    check_server(host, 587, public_only=False)
    with pytest.raises(Invalid):
        check_server(host, 587, public_only=True)


@pytest.mark.parametrize("host", ["", "smtp.example.com/path", "http://smtp.example.com", "a b", "smtp.example.com\r\nX", "user@host"])
def test_what_is_no_server_name_is_refused(host: str) -> None:
    with pytest.raises(Invalid):
        check_server(host, 587, public_only=False)


def test_in_production_only_mail_ports_are_taken() -> None:
    check_server("smtp.example.com", 465, public_only=True)
    with pytest.raises(Invalid):
        check_server("smtp.example.com", 6379, public_only=True)


def test_only_who_may_change_settings_touches_accounts(ana: Actor, ben: Actor, stranger: Actor) -> None:
    row = add(ana, "First")
    with pytest.raises(Forbidden), db.transaction(ben) as session:
        channels.remove(session, ben, integration_id=row.id)
    with pytest.raises(NotFound), db.transaction(stranger) as session:
        channels.remove(session, stranger, integration_id=row.id)
    with pytest.raises(NotFound), db.reading(stranger) as session:
        queries.gateway(session, stranger, integration_id=row.id)


@pytest.mark.postgres
def test_letters_that_leave_at_once_make_the_local_outbox_once(ana: Actor) -> None:
    """Four lanes send a new workspace's first letters; each has looked before any of them writes."""
    together, looked = Barrier(4, timeout=20), set[int]()

    def meet(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "FROM integration" in statement and get_ident() not in looked:
            looked.add(get_ident())
            together.wait()

    def note(_lane: int) -> None:
        with db.transaction(ana) as session:
            channels.note(session, ana, integration_id=local_id(ana.workspace), sent=1)

    event.listen(db.engine, "after_cursor_execute", meet)
    with ThreadPoolExecutor(4) as lanes:
        assert list(lanes.map(note, range(4))) == [None] * 4
    event.remove(db.engine, "after_cursor_execute", meet)
    with db.reading(ana) as session:
        assert session.exec(select(Integration.kind)).all() == ["local"]
