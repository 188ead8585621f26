"""SendGrid's wire format: each way a call can end, signed events, and forms of received mail."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from careops.channels.rules.accounts import CHECKERS
from careops.core import clock
from careops.inbox.rules.senders import verdict
from careops.integrations.exchange import BOUNDS
from careops.integrations.faking import Mode, Reply
from careops.integrations.ports import Accepted, Attachment, BadSignature, Inbound, Letter, Rejected, RetryLater, StatusNews, Unknown
from careops.integrations.sendgrid import hooks
from careops.integrations.sendgrid.fake import FakeSendGrid, body, error, form
from careops.integrations.sendgrid.gateway import SendGridGateway
from tests.spending import at_most

SHORT = replace(BOUNDS, connect=1, read=0.4, total=1)  # for who hangs; whatever else is slow, is waited for
LETTER = Letter(
    message_id="<1@salon.example>",
    date=datetime(2026, 11, 21, 9, tzinfo=UTC),
    sender=("Salon, Inc.", "hello@salon.example"),
    to="cleo@example.com",
    subject="Your visit",
    text="See you",
    html="<p>See you</p>",
    reply_to=("", "reply+abc@in.salon.example"),
    headers={"In-Reply-To": "<0@example.com>"},
    attachments=(Attachment("visit.ics", "text/calendar; method=REQUEST", b"BEGIN"),),
    key="0195-delivery",
)


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[FakeSendGrid]:
    with FakeSendGrid(tmp_path / "ledger") as server:
        yield server


def gateway(fake: FakeSendGrid) -> SendGridGateway:
    return SendGridGateway(api_key="SG.secret", address="hello@salon.example", url=fake.url)


def test_a_letter_arrives_with_everything_it_says(fake: FakeSendGrid) -> None:
    outcome = gateway(fake).send(LETTER)
    (taken,) = fake.accepted()
    assert outcome == Accepted(taken["id"])
    mail = taken["mail"]
    assert mail.pop("tracking_settings") == {"click_tracking": {"enable": False}, "open_tracking": {"enable": False}}
    assert mail == {
        "from": {"email": "hello@salon.example", "name": "Salon, Inc."},
        "reply_to": {"email": "reply+abc@in.salon.example", "name": ""},
        "personalizations": [{"to": [{"email": "cleo@example.com"}]}],
        "subject": "Your visit",
        "content": [{"type": "text/plain", "value": "See you"}, {"type": "text/html", "value": "<p>See you</p>"}],
        "headers": {"In-Reply-To": "<0@example.com>", "Message-ID": "<1@salon.example>"},
        "attachments": [
            {"filename": "visit.ics", "type": "text/calendar; method=REQUEST", "disposition": "attachment", "content": "QkVHSU4="}
        ],
        "custom_args": {"delivery_id": "0195-delivery"},
    }
    assert "SG.secret" not in repr(gateway(fake))


OUTCOMES = [
    (error(400, "Does not contain a valid address.", "personalizations.0.to.0.email"), Rejected, False, "invalid"),
    (error(400, "The content value must be a string", "content.0.value"), Rejected, False, ""),
    (error(400, "The from email does not contain a valid address.", "from.email"), Rejected, True, ""),
    (error(401, "Maximum credits exceeded"), Rejected, True, ""),
    (error(403, "The from address does not match a verified Sender Identity.", "from"), Rejected, True, ""),
    (error(404, "not found"), Rejected, True, ""),
    (error(405, "method not allowed"), Rejected, True, ""),
    (error(413, "too large"), Rejected, False, ""),
    (error(415, "unsupported"), Rejected, False, ""),
]


@pytest.mark.parametrize(("reply", "expected", "configuration", "kind"), OUTCOMES)
def test_a_refusal_says_whose_fault_it_is(fake: FakeSendGrid, reply: Reply, expected: type, configuration: bool, kind: str) -> None:
    fake.plan(reply)
    outcome = gateway(fake).send(LETTER)
    assert isinstance(outcome, Rejected)
    assert (outcome.configuration, outcome.kind) == (configuration, kind)


@pytest.mark.parametrize("reply", [error(500, "oops"), error(503, "down"), Reply(502, b"<html>"), Reply(503), error(429, "slow down")])
def test_what_may_pass_is_tried_later(fake: FakeSendGrid, reply: Reply) -> None:
    fake.plan(reply)
    assert isinstance(gateway(fake).send(LETTER), RetryLater)


def test_sendgrid_says_how_long_to_wait(fake: FakeSendGrid) -> None:
    fake.plan(error(429, "too many requests", X_RateLimit_Reset=str(int(clock.now().timestamp()) + 30)))
    outcome = gateway(fake).send(LETTER)
    assert isinstance(outcome, RetryLater)
    assert outcome.after is not None
    assert 27 <= outcome.after <= 30


@pytest.mark.parametrize(
    "mode", ["html", "garbage", "types", "huge", "cut", "drop", "drip", "hang", "reset", Reply(504), Reply(200), Reply(302)]
)
def test_whatever_is_no_clear_answer_leaves_it_unknown(fake: FakeSendGrid, mode: Mode | Reply) -> None:
    fake.plan(mode)
    assert isinstance(replace(gateway(fake), bounds=SHORT).send(LETTER), Unknown)


def test_nobody_there_means_nothing_was_sent(fake: FakeSendGrid) -> None:
    with FakeSendGrid(fake.ledger.path) as gone:
        url = gone.url
    assert isinstance(replace(gateway(fake), url=url).send(LETTER), RetryLater)


def test_a_letter_that_is_none_never_leaves(fake: FakeSendGrid) -> None:
    assert isinstance(gateway(fake).send(replace(LETTER, to="nobody")), Rejected)
    assert isinstance(gateway(fake).send(replace(LETTER, headers={"X-SG-ID": "1"})), Rejected)
    assert fake.requests == []


# ── events ───────────────────────────────────────────────

KEY = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g=="
OFFICIAL = {
    hooks.TIMESTAMP: "1600112502",
    hooks.SIGNATURE: "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",
}
EVENT = {
    "email": "hello@world.com",
    "event": "dropped",
    "reason": "Bounced Address",
    "sg_event_id": "ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA",
    "sg_message_id": "LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0",
    "smtp-id": "<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>",
    "timestamp": 1600112492,
}


def read(raw: bytes, headers: dict[str, str], **secrets: str) -> list[StatusNews | Inbound]:
    return hooks.read(raw, headers, "https://salon.example/hooks/sendgrid/x", secrets)


def test_the_official_vector_passes_when_it_is_fresh_and_untouched() -> None:
    raw = json.dumps([EVENT], separators=(",", ":")).encode() + b"\r\n"
    with time_machine.travel(datetime.fromtimestamp(1600112502, UTC), tick=False):
        (news,) = read(raw, OFFICIAL, webhook_key=KEY)
        with pytest.raises(BadSignature):
            read(raw.rstrip(), OFFICIAL, webhook_key=KEY)
    assert isinstance(news, StatusNews)
    assert (news.state, news.provider_id, news.at) == ("bounced", "LRzXl_NHStOGhQ4kofSm_A", datetime.fromtimestamp(1600112492, UTC))
    with pytest.raises(BadSignature):
        read(raw, OFFICIAL, webhook_key=KEY)


def test_what_is_not_signed_right_or_not_now_is_refused(fake: FakeSendGrid) -> None:
    raw, key = body({"event": "delivered"}), fake.webhook_key
    good = fake.signed(raw)
    for headers in ({}, good | {hooks.SIGNATURE: "AAAA"}, good | {hooks.SIGNATURE: "?"}, good | {hooks.TIMESTAMP: "1"}):
        with pytest.raises(BadSignature):
            read(raw, headers, webhook_key=key)
    for headers in (fake.signed(raw, age=400), fake.signed(raw, age=-400), {hooks.SIGNATURE: good[hooks.SIGNATURE]}):
        with pytest.raises(BadSignature):
            read(raw, headers, webhook_key=key)
    for other in ("", "AAAA", KEY, "ß"):
        with pytest.raises(BadSignature):
            read(raw, good, webhook_key=other)


def test_events_tell_how_letters_go_on(fake: FakeSendGrid) -> None:
    told = [
        ({"event": "processed"}, "sent", ""),
        ({"event": "deferred", "response": "421 try later"}, "deferred", "421 try later"),
        ({"event": "delivered", "response": "250 OK"}, "delivered", "250 OK"),
        ({"event": "bounce", "type": "bounce", "status": "5.1.1", "reason": "550 no such user"}, "bounced", "5.1.1 550 no such user"),
        ({"event": "bounce", "type": "blocked", "status": "4.7.1", "reason": "on a list"}, "failed", "4.7.1 on a list"),
        ({"event": "dropped", "reason": "Bounced Address"}, "bounced", "Bounced Address"),
        ({"event": "dropped", "reason": "Spam Content"}, "failed", "Spam Content"),
        ({"event": "spamreport"}, "complained", ""),
        ({"event": "unsubscribe"}, "opted_out", ""),
        ({"event": "group_unsubscribe"}, "opted_out", ""),
    ]
    more = {"delivery_id": "0195-delivery", "sg_message_id": "abc.filter1.0", "smtp-id": "<1@salon.example>"}
    silent = [
        {"event": "open"},
        {"event": "click", "url": "https://x.example"},
        {"event": "group_resubscribe"},
        {"event": "delivered", "sg_event_id": 7},
    ]
    raw = body(*[event | more for event, _, _ in told], *silent)
    news = read(raw, fake.signed(raw), webhook_key=fake.webhook_key)
    assert [(one.state, one.reason) for one in news if isinstance(one, StatusNews)] == [(state, reason) for _, state, reason in told]
    assert {(one.provider_id, one.delivery_key, one.wire_id) for one in news if isinstance(one, StatusNews)} == {
        ("abc", "0195-delivery", "<1@salon.example>")
    }
    assert len({one.event_id for one in news}) == len(told)


@pytest.mark.parametrize("raw", [b"{}", b"[1, null, [], {}]", b"[", b"null"])
def test_signed_nonsense_is_no_news(fake: FakeSendGrid, raw: bytes) -> None:
    assert read(raw, fake.signed(raw), webhook_key=fake.webhook_key) == []


# ── received mail ────────────────────────────────────────

HEADERS = (
    "Message-ID: <m1@example.com>\nIn-Reply-To: <1@salon.example>\nReferences: <0@a.example>\n <1@salon.example>\nAuto-Submitted: no\n"
)
ENVELOPE = '{"to":["reply+abc@in.salon.example"],"from":"cleo@example.com"}'


def fields(**more: str | bytes) -> dict[str, str | bytes]:
    said: dict[str, str | bytes] = {
        "headers": HEADERS,
        "from": "Cleo Märsh <cleo@example.com>",
        "to": "Salon <hello@salon.example>",
        "subject": "Re: Your visit",
        "text": "Yes!",
        "html": "<p>Yes!</p>",
        "envelope": ENVELOPE,
        "SPF": "pass",
    }
    return said | more


def test_a_form_becomes_a_mail() -> None:
    raw, kind = form(fields(), {"attachment1": ("cat.png", "image/png", b"\x89PNG\r\n--x")})
    (mail,) = read(raw, {"content-type": kind})
    assert isinstance(mail, Inbound)
    assert (mail.sender, mail.subject, mail.text, mail.html) == (
        ("Cleo Märsh", "cleo@example.com"),
        "Re: Your visit",
        "Yes!",
        "<p>Yes!</p>",
    )
    assert mail.recipients == ("reply+abc@in.salon.example", "hello@salon.example")
    assert (mail.message_id, mail.in_reply_to) == ("<m1@example.com>", "<1@salon.example>")
    assert mail.references == ("<0@a.example>", "<1@salon.example>")
    assert mail.headers["auto-submitted"] == "no"
    assert mail.attachments == (Attachment("cat.png", "image/png", b"\x89PNG\r\n--x"),)


def test_a_field_is_read_in_its_own_charset() -> None:
    raw, kind = form(fields(text="Grüße".encode("latin-1"), charsets='{"text": "iso-8859-1", "subject": "klingon"}'))
    (mail,) = read(raw, {"content-type": kind})
    assert isinstance(mail, Inbound)
    assert (mail.text, mail.subject) == ("Grüße", "Re: Your visit")


@pytest.mark.parametrize("charset", ["punycode", "idna", "undefined", "unicode_escape", "base64"])
def test_a_charset_that_keeps_busy_or_breaks_is_none(charset: str) -> None:
    long = b"ab-" + b"z9" * 400_000
    raw, kind = form(fields(text=long, charsets=json.dumps({"text": charset})))
    with at_most(2):
        (mail,) = read(raw, {"content-type": kind})
    assert isinstance(mail, Inbound)
    assert mail.text.startswith("ab-z9")


def test_only_what_sendgrid_found_about_a_sender_counts(fake: FakeSendGrid) -> None:
    claimed = "Authentication-Results: sendgrid; dmarc=pass\r\n"
    raw, kind = form(fields(headers=f"{claimed}Message-ID: <a@b>", SPF="fail", dkim="{@evil.example : pass}"))
    (mail,) = read(raw, fake.signed(raw) | {"content-type": kind}, parse_key=fake.webhook_key)
    assert isinstance(mail, Inbound)
    found = "sendgrid; spf=fail smtp.mailfrom=example.com; dkim=pass header.d=evil.example"
    assert mail.headers["authentication-results"] == found
    whole = f"{claimed}From: a@example.com\r\nTo: b@example.com\r\n\r\nHi".encode()
    raw, kind = form({"email": whole, "SPF": "softfail", "dkim": "none"})
    (mail,) = read(raw, {"content-type": kind})
    assert isinstance(mail, Inbound)
    assert mail.headers["authentication-results"] == "unsigned; spf=softfail"


def test_what_an_unsigned_call_says_about_a_sender_proves_nothing(fake: FakeSendGrid) -> None:
    """Whoever learned the address may write anything there; with a key, only SendGrid may."""
    raw, kind = form(fields(SPF="pass", dkim="{@example.com : pass}"))
    (unsigned,) = read(raw, {"content-type": kind})
    (signed,) = read(raw, fake.signed(raw) | {"content-type": kind}, parse_key=fake.webhook_key)
    assert isinstance(unsigned, Inbound)
    assert isinstance(signed, Inbound)
    trusted = CHECKERS["sendgrid"]
    assert verdict(unsigned.headers, "cleo@example.com", trusted=trusted) == "open"
    assert verdict(signed.headers, "cleo@example.com", trusted=trusted) == "proven"
    for envelope in ('{"from":"x@evil.example;dmarc=pass"}', '{"from":"a b@x"}', '{"from":7}', "[]", "x"):
        raw, kind = form(fields(SPF="pass", envelope=envelope))
        (odd,) = read(raw, fake.signed(raw) | {"content-type": kind}, parse_key=fake.webhook_key)
        assert isinstance(odd, Inbound)
        assert verdict(odd.headers, "cleo@example.com", trusted=trusted) == "open"


def test_a_raw_mail_is_read_as_any_other() -> None:
    whole = b"From: cleo@example.com\r\nTo: hello@salon.example\r\nSubject: Hi\r\nMessage-ID: <m2@example.com>\r\n\r\nHello"
    raw, kind = form({"email": whole, "envelope": ENVELOPE})
    (mail,) = read(raw, {"content-type": kind})
    assert isinstance(mail, Inbound)
    assert (mail.recipients[0], mail.text, mail.message_id) == ("reply+abc@in.salon.example", "Hello", "<m2@example.com>")


def test_the_same_mail_twice_has_one_event_id() -> None:
    (first,), (second,), (other,) = (
        read(raw, {"content-type": kind})
        for raw, kind in (form(fields()), form(fields()), form(fields(headers=HEADERS.replace("m1@", "m9@"))))
    )
    assert first.event_id == second.event_id != other.event_id


def test_where_a_policy_signs_received_mail_it_must_be_signed(fake: FakeSendGrid) -> None:
    raw, kind = form(fields())
    assert len(read(raw, fake.signed(raw) | {"content-type": kind}, parse_key=fake.webhook_key)) == 1
    with pytest.raises(BadSignature):
        read(raw, {"content-type": kind}, parse_key=fake.webhook_key)


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=other", "multipart/form-data; boundary="])
def test_a_broken_form_is_refused(kind: str) -> None:
    with pytest.raises(BadSignature):
        read(form(fields())[0], {"content-type": kind})


def test_a_form_that_was_cut_off_is_refused() -> None:
    raw, kind = form(fields())
    with pytest.raises(BadSignature):
        read(raw[:-40], {"content-type": kind})


def test_a_form_of_nonsense_is_a_mail_from_nobody() -> None:
    raw, kind = form({"envelope": "[7]", "headers": b"\xff\xfe: \x00", "charsets": "7"})
    (mail,) = read(raw, {"content-type": kind})
    assert isinstance(mail, Inbound)
    assert (mail.sender, mail.recipients) == (("", ""), ())
