"""A mailbox on a real IMAP server, and servers that are none."""

import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from threading import Thread

import pytest

from careops.integrations.imap import gateway as imap
from careops.integrations.imap.gateway import ImapMailbox, Looked
from careops.integrations.ports import Outcome, Rejected, RetryLater
from tests.integrations.mailbox import PASSWORD, USER, Mailbox, mail, serving


@pytest.fixture(scope="module")
def server() -> Iterator[Mailbox]:
    with serving() as running:
        yield running


def box(server: Mailbox) -> ImapMailbox:
    return ImapMailbox("127.0.0.1", server.port, USER, PASSWORD, security="none")


def looked(result: Looked | Outcome) -> Looked:
    assert isinstance(result, Looked), result
    return result


def test_a_new_mailbox_begins_with_the_next_mail_and_reads_each_once_and_leaves_it_unread(server: Mailbox) -> None:
    first = looked(box(server).look({}))
    assert first.mails == ()
    unread = server.unread()
    server.put(mail(1), mail(2))
    second = looked(box(server).look(first.progress))
    assert [one.subject for one in second.mails] == ["Mail 1", "Mail 2"]
    assert second.mails[0].text.strip() == "Hello"
    third = looked(box(server).look(second.progress))
    assert (third.mails, third.progress, third.more) == ((), second.progress, False)
    assert server.unread() == unread + 2


def test_a_full_mailbox_is_read_piece_by_piece(server: Mailbox) -> None:
    start = looked(box(server).look({}))
    server.put(*(mail(number) for number in range(7)))
    seen, progress, more = list[str](), start.progress, True
    while more:
        part = looked(box(server).look(progress, limit=3))
        seen, progress, more = seen + [one.message_id for one in part.mails], part.progress, part.more
    assert seen == [f"<{number}@example.com>" for number in range(7)]


def test_a_mailbox_numbered_anew_is_read_again_and_its_mails_are_known_by_what_is_in_them(server: Mailbox) -> None:
    start = looked(box(server).look({}))
    server.put(mail(77))
    (once,) = looked(box(server).look(start.progress)).mails
    again = looked(box(server).look({"validity": 1, "uid": 5_000}))
    assert once.event_id in {one.event_id for one in again.mails}
    assert again.progress["validity"] == start.progress["validity"]


def test_a_mail_too_large_is_read_by_its_head(server: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    start = looked(box(server).look({}))
    server.put(mail(5, "x" * 5_000))
    monkeypatch.setattr(imap, "LARGEST", 1_000)
    (large,) = looked(box(server).look(start.progress)).mails
    assert (large.subject, large.text) == ("Mail 5", "")


def test_a_wrong_password_and_a_wrong_folder_are_the_accounts_fault(server: Mailbox) -> None:
    for wrong in (replace(box(server), password="wrong"), replace(box(server), folder="Käse & Wein")):
        outcome = wrong.look({})
        assert isinstance(outcome, Rejected)
        assert outcome.configuration
        assert PASSWORD not in outcome.reason


def test_a_server_of_our_own_network_is_never_called() -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        outcome = ImapMailbox("127.0.0.1", canary.getsockname()[1], "u", "p", security="none", public_only=True).look({})
        with pytest.raises(TimeoutError):
            canary.accept()
    assert isinstance(outcome, Rejected)
    assert outcome.configuration


def test_nobody_there_is_tried_later() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as gone:
        port = gone.getsockname()[1]
    assert isinstance(ImapMailbox("127.0.0.1", port, "u", "p", security="none").look({}), RetryLater)


@pytest.mark.parametrize(
    "greeting", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"* OK hi\r\n* BYE\r\n", b"\xff" * 50_000 + b"\r\n", b"* OK hi\r\n"]
)
def test_a_server_that_talks_nonsense_ends_the_look_in_time(greeting: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "PATIENCE", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            connection.sendall(greeting)
            if greeting.endswith(b"BYE\r\n") or not greeting:
                connection.close()
            else:
                connection.settimeout(2)
                connection.recv(100)

        talking = Thread(target=answer, daemon=True)
        talking.start()
        outcome = ImapMailbox("127.0.0.1", server.getsockname()[1], "u", "p", security="none").look({})
        talking.join(5)
    assert isinstance(outcome, Rejected | RetryLater)


def test_a_literal_larger_than_any_mail_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "PATIENCE", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            connection.sendall(b"* OK hi\r\n* CAPABILITY {99999999999}\r\n")
            connection.settimeout(2)
            connection.recv(1000)

        talking = Thread(target=answer, daemon=True)
        talking.start()
        outcome = ImapMailbox("127.0.0.1", server.getsockname()[1], "u", "p", security="none").look({})
        talking.join(5)
    assert isinstance(outcome, RetryLater)
    assert "more than it was asked for" in outcome.reason


@pytest.mark.parametrize(
    ("name", "written"),
    [("INBOX", '"INBOX"'), ("Käse", '"K&AOQ-se"'), ("A & B", '"A &- B"'), ('say "x"\\', '"say \\"x\\"\\\\"'), ("台北", '"&U,BTFw-"')],
)
def test_a_folder_is_named_as_the_protocol_wants_it(name: str, written: str) -> None:
    assert imap._quoted(name) == written
