"""The mail wire against a real server: how it ends is said honestly, and nobody's words become a header."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from careops.integrations.local.gateway import LocalGateway
from careops.integrations.mime import Unsendable, compose
from careops.integrations.ports import Accepted, Attachment, Letter, Rejected, RetryLater, Unknown
from careops.integrations.smtp.gateway import SmtpGateway, from_url
from tests.servers import Mailbox, free_port

LETTER = Letter(
    message_id="<01@careops.example>",
    date=datetime(2026, 11, 20, 9, tzinfo=UTC),
    sender=("Salon Ana", "hello@salon.example"),
    to="cleo@example.org",
    subject="Booked",
    text="See you",
    html="<p>See you</p>",
    reply_to=("Salon Ana", "ana@salon.example"),
    headers={"Auto-Submitted": "auto-generated"},
)
HEADERS = {"From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"}
INVITE = Attachment("booking.ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n")


class Moody:
    """A mail server that answers as it is told."""

    def __init__(self, rcpt: str = "", data: str = "", *, drops: bool = False) -> None:
        self.rcpt, self.data, self.drops = rcpt, data, drops

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if not self.rcpt:
            envelope.rcpt_tos.append(address)
        return self.rcpt or "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, _envelope: Any) -> str:
        if self.drops:
            server.transport.close()
        return self.data or "250 OK: queued as 4F1A"


@pytest.fixture
def moody() -> Iterator[Callable[..., SmtpGateway]]:
    running: list[Controller] = []

    def start(**how: Any) -> SmtpGateway:
        port = free_port()
        running.append(Controller(Moody(**how), hostname="127.0.0.1", port=port))
        running[-1].start()
        return SmtpGateway("127.0.0.1", port, "hello@salon.example", security="none")

    yield start
    for server in running:
        server.stop()


def test_an_accepted_letter_carries_the_servers_own_name_for_it(moody: Callable[..., SmtpGateway]) -> None:
    assert moody().send(LETTER) == Accepted("4F1A")


def test_a_refused_recipient_is_for_ever(moody: Callable[..., SmtpGateway]) -> None:
    assert moody(rcpt="550 no such user").send(LETTER) == Rejected("550 no such user")


def test_a_busy_server_is_for_later(moody: Callable[..., SmtpGateway]) -> None:
    assert moody(rcpt="451 greylisted").send(LETTER) == RetryLater("451 greylisted")


def test_a_refused_letter_is_for_ever(moody: Callable[..., SmtpGateway]) -> None:
    assert moody(data="554 spam").send(LETTER) == Rejected("554 spam")


def test_a_connection_that_breaks_after_the_letter_left_is_unknown(moody: Callable[..., SmtpGateway]) -> None:
    assert isinstance(moody(drops=True).send(LETTER), Unknown)


def test_nobody_at_home_is_for_later() -> None:
    assert isinstance(SmtpGateway("127.0.0.1", free_port(), "a@b.example", security="none").send(LETTER), RetryLater)


def test_a_server_that_hangs_up_before_its_greeting_is_for_later() -> None:
    with closing(socket.socket()) as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen(1)
        gateway = SmtpGateway("127.0.0.1", mute.getsockname()[1], "a@b.example", security="none")
        mute.close()
        assert isinstance(gateway.send(LETTER), RetryLater)


def test_a_missing_encryption_is_our_accounts_fault(moody: Callable[..., SmtpGateway]) -> None:
    outcome = replace(moody(), security="starttls").send(LETTER)
    assert isinstance(outcome, Rejected)
    assert outcome.configuration


def test_a_server_in_our_own_network_is_refused_whatever_its_name(moody: Callable[..., SmtpGateway]) -> None:
    outcome = replace(moody(), host="localhost", public_only=True).send(LETTER)
    assert outcome == Rejected("This mail server is inside our own network", configuration=True)


def test_a_server_in_our_own_network_is_not_even_called() -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        port = canary.getsockname()[1]
        for name in ("127.0.0.1", "localhost", "127.1", "2130706433", "::ffff:127.0.0.1"):
            outcome = SmtpGateway(name, port, "hello@salon.example", security="none", public_only=True).send(LETTER)
            assert outcome == Rejected("This mail server is inside our own network", configuration=True), name
        with pytest.raises(TimeoutError):
            canary.accept()


def test_what_arrives_is_what_was_composed(smtp_server: Mailbox) -> None:
    gateway = SmtpGateway("127.0.0.1", smtp_server.port, "hello@salon.example", security="none")
    assert isinstance(gateway.send(replace(LETTER, to="wire@example.org", attachments=(INVITE,))), Accepted)
    (mail,) = smtp_server.to("wire@example.org")
    assert (mail["Message-ID"], mail["Auto-Submitted"], mail["Subject"]) == ("<01@careops.example>", "auto-generated", "Booked")
    mixed = [part.get_content_type() for part in mail.iter_parts()]  # type: ignore[attr-defined]
    beside = [part.get_content_type() for part in next(mail.iter_parts()).iter_parts()]  # type: ignore[attr-defined]
    assert mixed == ["multipart/alternative", "application/ics"]
    assert beside == ["text/plain", "text/html", "text/calendar"]
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert (calendar.get_param("method"), calendar.get_content_charset()) == ("PUBLISH", "utf-8")


def test_the_same_letter_gives_the_same_bytes() -> None:
    letter = replace(LETTER, attachments=(INVITE,))
    assert compose(letter).as_bytes() == compose(letter).as_bytes()


@pytest.mark.parametrize(
    "evil",
    [
        "\r\nBcc: eve@evil.example",
        "\nBcc: eve@evil.example",
        "\r\n\r\n<script>",
        "\0Bcc: eve@evil.example",
        "\u2028Bcc: x",
        "\x85Bcc: x",
        "a" * 5000,
        "\ud800",
        "\u202e gnp.exe",
    ],
)
def test_no_text_becomes_a_header(evil: str) -> None:
    letter = replace(
        LETTER,
        subject=f"Hi{evil}",
        sender=(f"Salon{evil}", "hello@salon.example"),
        reply_to=(f"Ana{evil}", "ana@salon.example"),
        attachments=(Attachment(f"a{evil}.txt", "text/plain", b"x"),),
    )
    mail = message_from_bytes(compose(letter).as_bytes(), policy=policy.default)
    assert set(mail.keys()) == HEADERS
    assert [address.addr_spec for address in mail["To"].addresses] == ["cleo@example.org"]
    assert len(mail["From"].addresses) == 1
    assert all("\n" not in str(value) and "\0" not in str(value) for value in mail.values())


@pytest.mark.parametrize(
    "to",
    [
        "cleo@example.org, eve@evil.example",
        "cleo@example.org\r\nBcc: eve@evil.example",
        "<a@b.example>",
        "no address",
        "",
        "a@b@c",
        "ü@example.org",
    ],
)
def test_what_is_not_one_address_is_not_sent_to(to: str) -> None:
    with pytest.raises(Unsendable):
        compose(replace(LETTER, to=to))


def test_a_foreign_domain_is_written_in_ascii() -> None:
    assert str(compose(replace(LETTER, to="cleo@bücher.example"))["To"]) == "cleo@xn--bcher-kva.example"


def test_an_address_of_settings_means_what_people_expect() -> None:
    known = from_url("smtps://user:p%40ss@mail.example.com", "a@b.example")
    assert (known.security, known.port, known.password) == ("ssl", 465, "p@ss")
    assert from_url("smtp://mail.example.com", "a@b.example").security == "starttls"
    assert from_url("smtp://127.0.0.1:2525", "a@b.example").security == "none"
    assert "p@ss" not in repr(known)


def test_the_local_outbox_keeps_an_account_letter_as_a_file(tmp_path: Any) -> None:
    assert LocalGateway(folder=tmp_path).send(LETTER) == Accepted(LETTER.message_id)
    (file,) = tmp_path.iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == ("01.eml", 0o600)
    assert message_from_bytes(file.read_bytes())["Subject"] == "Booked"


def test_addresses_longer_than_a_line_are_sent_as_they_are() -> None:
    url = f"<https://{'salon.' * 20}example/u/{'a' * 60}?channel=email>"
    before = " ".join(f"<{n}{'x' * 80}@mail.example>" for n in range(4))
    said = {"List-Unsubscribe": url, "References": before, "In-Reply-To": before.split()[-1]}
    sent = compose(replace(LETTER, headers=said)).as_bytes()
    assert url.encode() in sent
    assert b"=?" not in sent
    read = message_from_bytes(sent, policy=policy.SMTP)
    assert {name: " ".join(str(read[name]).split()) for name in said} == said
