"""Mail from plain mailboxes and from SendGrid's parser: real IMAP, real MIME, to the conversation."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlmodel import select

from careops.channels import actions as accounts
from careops.channels.models import Integration
from careops.channels.schemas import ImapIn, IntegrationIn, IntegrationRow, SendGridIn
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.http import MOST_BYTES, MOST_MAILED, Shell
from careops.inbox.jobs.arriving import deal
from careops.inbox.jobs.polling import look
from careops.inbox.models import Arrival, Attachment, Message
from careops.inbox.rules.letters import message_id, reply_address
from careops.integrations.sendgrid.fake import form
from tests import cast
from tests.inbox.conftest import wrote
from tests.inbox.test_arriving import rows, sent, standing
from tests.integrations.mailbox import PASSWORD, USER, Mailbox, serving

pytestmark = pytest.mark.usefixtures("both_engines")

CLEO = "cleo@example.org"


@pytest.fixture(scope="module")
def server() -> Iterator[Mailbox]:
    with serving() as running:
        yield running


def account(owner: Actor, integration: IntegrationIn) -> IntegrationRow:
    with db.transaction(owner) as session:
        return accounts.add(session, owner, integration=integration)


def mailbox(owner: Actor, port: int) -> IntegrationRow:
    given = ImapIn(kind="imap", host="127.0.0.1", port=port, security="none", username=USER, password=SecretStr(PASSWORD))
    return account(owner, given)


def written(text: str, *, to: str = "hello@salon.example", sender: str = f"Cleo Marsh <{CLEO}>", **headers: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, headers.pop("subject", "Hi")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    mail.add_alternative(f"<p>{text}</p><script>alert(1)</script><img src='https://track.example/p'>", subtype="html")
    mail.add_attachment(b"\x89PNG\r\n\x1a\nx", maintype="image", subtype="png", filename="cut.png")
    return mail.as_bytes()


def look_again() -> int:
    """The next minute's look, and what comes of it."""
    with time_machine.travel(now() + timedelta(minutes=2)):
        looks = look()
        while deal():
            pass
        return looks


# ── a plain mailbox ──────────────────────────────────────


def test_a_mailbox_brings_its_new_mail_once(ana: Actor, server: Mailbox) -> None:
    mailbox(ana, server.port)
    assert (look(), look()) == (1, 0)
    server.put(written("Is there parking?", Message_ID="<one@mail.example>"))
    assert look_again() == 1
    deal()
    (message,) = rows(ana, Message)
    assert (message.text, message.html, message.files, message.wire_id) == (
        "Is there parking?",
        "<p>Is there parking?</p>\n",
        1,
        "<one@mail.example>",
    )
    with time_machine.travel(now() + timedelta(minutes=4)):
        look()
        deal()
    assert len(rows(ana, Message)) == 1


def test_two_processes_share_a_mailbox_and_its_mail_is_there_once(ana: Actor, server: Mailbox) -> None:
    mailbox(ana, server.port)
    look()
    server.put(*(written(f"Mail {number}", Message_ID=f"<p{number}@mail.example>") for number in range(5)))
    with time_machine.travel(now() + timedelta(minutes=2)), ThreadPoolExecutor(4) as processes:
        assert sum(processes.map(lambda _: look(), range(4))) == 1
        while deal():
            pass
    assert sorted(m.text for m in rows(ana, Message)) == [f"Mail {number}" for number in range(5)]


def test_whoever_looked_too_long_does_not_say_how_far_it_is_read(ana: Actor, server: Mailbox) -> None:
    row = mailbox(ana, server.port)
    with db.transaction() as session:
        slow = accounts.hold_mailbox(session)
    assert slow is not None
    with time_machine.travel(now() + timedelta(minutes=2)):
        with db.transaction() as session:
            assert accounts.hold_mailbox(session) is not None
        system = Actor.system(ana.workspace)
        with db.transaction(system) as session:
            assert not accounts.read_up_to(session, system, held=slow, progress={"uid": 1})
    (found,) = rows(ana, Integration, Integration.id == row.id)
    assert found.progress == {}


def test_a_mailbox_that_does_not_open_says_so_and_keeps_no_other_waiting(ana: Actor, server: Mailbox) -> None:
    bad = account(ana, ImapIn(kind="imap", host="127.0.0.1", port=server.port, security="none", username=USER, password=SecretStr("wrong")))
    good = mailbox(ana, server.port)
    assert (look(), look(), look()) == (1, 1, 0)
    found = {row.id: row for row in rows(ana, Integration)}
    assert found[bad.id].last_error
    assert found[good.id].progress
    assert found[good.id].last_success_at


def test_somebody_who_waits_for_mail_has_the_mailbox_looked_into_now(ana: Actor, ben: Actor, server: Mailbox, api: TestClient) -> None:
    row = mailbox(ana, server.port)
    look()
    server.put(written("Quick question", Message_ID="<quick@mail.example>"))
    assert look() == 0
    assert api.post(f"/api/v1/integrations/{row.id}/look", headers=cast.bearer(cast.BEN)).status_code == 403
    assert api.post(f"/api/v1/integrations/{row.id}/look", headers=cast.bearer(cast.ANA)).status_code == 202
    assert look() == 1
    deal()
    assert [m.text for m in rows(ana, Message)] == ["Quick question"]


def test_a_mail_that_cannot_be_read_is_put_aside_and_the_next_ones_come(ana: Actor, server: Mailbox) -> None:
    mailbox(ana, server.port)
    look()
    bomb = b"From: eve@example.net\r\nSubject: deep\r\n\r\n" + b"boundary=x\r\n" * 4000
    server.put(bomb, written("After it", Message_ID="<after@mail.example>"))
    look_again()
    deal()
    assert [m.text for m in rows(ana, Message)] == ["After it"]
    assert [(a.state, a.reason) for a in rows(ana, Arrival) if a.state != "done"] == [("failed", "This mail is nested too deeply")]


def test_a_mail_server_s_report_in_the_mailbox_marks_what_it_is_about(ana: Actor, server: Mailbox) -> None:
    delivery = sent(ana)
    mailbox(ana, server.port)
    look()
    report = (
        "From: MAILER-DAEMON@mx.example\r\nTo: hello@salon.example\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nI am sorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {CLEO}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id(delivery.id)}\r\nSubject: x\r\n\r\n--b--\r\n"
    )
    server.put(report.encode())
    look_again()
    deal()
    found = standing(ana, delivery)
    assert (found.state, found.reason) == ("bounced", "5.1.1 550 no such user")


# ── SendGrid's parser ────────────────────────────────────


@pytest.fixture
def sendgrid(ana: Actor) -> IntegrationRow:
    return account(ana, SendGridIn(kind="sendgrid", api_key=SecretStr("SG.key"), mail_from="hello@salon.example"))


def parsed(api: TestClient, row: IntegrationRow, fields: dict[str, Any], files: dict[str, tuple[str, str, bytes]] | None = None) -> int:
    raw, kind = form(fields, files)
    return api.post(row.hook_url, content=raw, headers={"Content-Type": kind}).status_code


def test_a_mail_taken_apart_by_sendgrid_finds_its_conversation_by_the_envelope(
    ana: Actor, sendgrid: IntegrationRow, api: TestClient
) -> None:
    to = reply_address(wrote(ana), "in.salon.example")
    fields = {
        "headers": "Message-ID: <sg@mail.example>\nFrom: Cleo <cleo@example.org>\nSubject: Hi",
        "from": f"Cleo <{CLEO}>",
        "to": "Salon <hello@salon.example>",
        "subject": "Hi",
        "text": "Thanks!",
        "html": "<p>Thanks!</p><script>1</script>",
        "envelope": f'{{"to":["{to}"],"from":"{CLEO}"}}',
        "SPF": "pass",
    }
    files = {"attachment1": ("a.pdf", "application/pdf", b"%PDF-1.7 x")}
    assert parsed(api, sendgrid, fields, files) == 200
    assert parsed(api, sendgrid, fields, files) == 200
    deal()
    _asked, answer = rows(ana, Message)
    assert (answer.text, answer.html, answer.files, answer.unverified) == ("Thanks!", "<p>Thanks!</p>", 1, False)
    assert [(file.name, file.mime) for file in rows(ana, Attachment)] == [("a.pdf", "application/pdf")]


def test_a_whole_mail_from_sendgrid_is_read_like_any_other(ana: Actor, sendgrid: IntegrationRow, api: TestClient) -> None:
    fields = {
        "email": written("As it was", Message_ID="<raw@mail.example>"),
        "envelope": f'{{"to":["hello@salon.example"],"from":"{CLEO}"}}',
    }
    assert parsed(api, sendgrid, fields) == 200
    deal()
    (message,) = rows(ana, Message)
    assert (message.text, message.files) == ("As it was", 1)


def test_only_where_whole_mails_come_in_may_a_body_be_large(ana: Actor, sendgrid: IntegrationRow, api: TestClient, tmp_path: Any) -> None:
    with TestClient(Shell(api.app, tmp_path)) as outside:
        large = b"x" * (MOST_BYTES + 1)
        assert outside.post("/hooks/twilio/nobody", content=large).status_code == 413
        assert outside.post("/hooks/sendgrid/nobody", content=large).status_code == 404
        too_large = {"Content-Length": str(MOST_MAILED + 1)}
        assert outside.post(sendgrid.hook_url, content=b"x", headers=too_large).status_code == 413
        fields = {"email": written("x" * (MOST_BYTES + 1000)), "envelope": "{}"}
        assert parsed(outside, sendgrid, fields) == 200
    with db.reading(ana) as session:
        assert len(session.exec(select(Arrival.id)).all()) == 1
