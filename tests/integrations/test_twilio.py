"""Twilio's own client against Twilio's wire format: each way a call can end, and forms that are believed only when signed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from careops.core import clock
from careops.integrations.exchange import BOUNDS
from careops.integrations.faking import Mode, Reply, said
from careops.integrations.ports import Accepted, Attachment, BadSignature, Inbound, Rejected, RetryLater, StatusNews, Text, Unknown
from careops.integrations.twilio import hooks
from careops.integrations.twilio.fake import SID, TOKEN, FakeTwilio, error, signed
from careops.integrations.twilio.gateway import TwilioGateway

SHORT = replace(BOUNDS, connect=1, read=0.4, total=1)  # for who hangs; whatever else is slow, is waited for
TEXT = Text(message_id="m1", to="+12025550123", text="See you at 9:00 – Salon", key="0195-delivery")


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[FakeTwilio]:
    with FakeTwilio(tmp_path / "ledger") as server:
        yield server


def gateway(fake: FakeTwilio) -> TwilioGateway:
    callback = "https://salon.example/hooks/twilio/abc"
    return TwilioGateway(SID, "t0ken", from_number="+12025550100", callback=callback, url=fake.url)


def test_a_text_arrives_with_its_end_and_its_callback(fake: FakeTwilio) -> None:
    outcome = gateway(fake).send(TEXT)
    (taken,) = fake.accepted()
    assert outcome == Accepted(taken["id"])
    assert taken["key"] == "0195-delivery"
    assert taken["text"] == {
        "To": "+12025550123",
        "From": "+12025550100",
        "Body": "See you at 9:00 – Salon",
        "ValidityPeriod": "14400",
        "StatusCallback": "https://salon.example/hooks/twilio/abc?delivery=0195-delivery",
    }
    assert "t0ken" not in repr(gateway(fake))


def test_a_text_lives_as_long_as_it_is_of_use(fake: FakeTwilio) -> None:
    for left in (timedelta(hours=1, seconds=5), timedelta(seconds=-5), timedelta(days=3)):
        gateway(fake).send(replace(TEXT, expires_at=clock.now() + left))
    lives = [int(taken["text"]["ValidityPeriod"]) for taken in fake.accepted()]
    assert 3600 <= lives[0] <= 3605
    assert lives[1:] == [60, 36000]


def test_a_messaging_service_sends_instead_of_a_number(fake: FakeTwilio) -> None:
    service = "MG" + "1" * 32
    replace(gateway(fake), messaging_service_sid=service, callback="").send(TEXT)
    (taken,) = fake.accepted()
    assert taken["text"] == {"To": "+12025550123", "MessagingServiceSid": service, "Body": TEXT.text, "ValidityPeriod": "14400"}


REFUSED = [
    (401, 20003, True, ""),
    (404, 20404, True, ""),
    (400, 21408, True, ""),
    (400, 21606, True, ""),
    (400, 21659, True, ""),
    (400, 21660, True, ""),
    (400, 30002, True, ""),
    (400, 30032, True, ""),
    (400, 30034, True, ""),
    (400, 21610, False, "opted_out"),
    (400, 30004, False, "opted_out"),
    (400, 21211, False, "invalid"),
    (400, 21217, False, "invalid"),
    (400, 21612, False, "invalid"),
    (400, 21614, False, "invalid"),
    (400, 30005, False, "invalid"),
    (400, 30006, False, "invalid"),
    (400, 21617, False, ""),
    (400, 30007, False, ""),
]


@pytest.mark.parametrize(("status", "code", "configuration", "kind"), REFUSED)
def test_a_refusal_says_whose_fault_it_is(fake: FakeTwilio, status: int, code: int, configuration: bool, kind: str) -> None:
    fake.plan(error(status, code))
    outcome = gateway(fake).send(TEXT)
    assert isinstance(outcome, Rejected)
    assert (outcome.configuration, outcome.kind) == (configuration, kind)
    assert str(code) in outcome.reason


LATER = [
    error(429, 20429),
    error(400, 21611),
    error(400, 30001),
    error(500, 20500),
    error(503, 20503),
    Reply(502, b"<html>Bad Gateway</html>"),
]


@pytest.mark.parametrize("reply", LATER)
def test_what_may_pass_is_tried_later(fake: FakeTwilio, reply: Reply) -> None:
    fake.plan(reply)
    assert isinstance(gateway(fake).send(TEXT), RetryLater)


def test_twilio_says_how_long_to_wait(fake: FakeTwilio) -> None:
    fake.plan(error(429, 20429, Retry_After="5"))
    assert gateway(fake).send(TEXT) == RetryLater("20429: Unable to create record: Error 20429", 5)


def test_a_text_that_failed_at_once_is_told_by_its_code(fake: FakeTwilio) -> None:
    fake.plan(said(201, {"sid": "SM1", "status": "failed", "error_code": 21610, "error_message": "unsubscribed"}))
    outcome = gateway(fake).send(TEXT)
    assert isinstance(outcome, Rejected)
    assert outcome.kind == "opted_out"


@pytest.mark.parametrize(
    "mode", ["html", "garbage", "types", "huge", "cut", "drop", "drip", "hang", "reset", Reply(504), said(201, {"sid": 7})]
)
def test_whatever_is_no_clear_answer_leaves_it_unknown(fake: FakeTwilio, mode: Mode | Reply) -> None:
    fake.plan(mode)
    assert isinstance(replace(gateway(fake), bounds=SHORT).send(TEXT), Unknown)


def test_nobody_there_means_nothing_was_sent(fake: FakeTwilio) -> None:
    with FakeTwilio(fake.ledger.path) as gone:
        url = gone.url
    assert isinstance(replace(gateway(fake), url=url).send(TEXT), RetryLater)


@pytest.mark.parametrize(
    "text", [replace(TEXT, to="0123"), replace(TEXT, to="+1 202"), replace(TEXT, text=" \0"), replace(TEXT, text="x" * 1601)]
)
def test_a_text_that_is_none_never_leaves(fake: FakeTwilio, text: Text) -> None:
    assert isinstance(gateway(fake).send(text), Rejected)
    assert fake.requests == []


# ── webhooks ─────────────────────────────────────────────

URL = "https://salon.example/hooks/twilio/abc?delivery=0195-delivery"
OFFICIAL_URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
OFFICIAL = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675309",
    "Digits": "1234",
    "From": "+14158675309",
    "To": "+18005551212",
}


def read(fields: dict[str, str], headers: dict[str, str], url: str = URL, token: str = TOKEN) -> list[StatusNews | Inbound]:
    return hooks.read(urlencode(fields).encode(), headers, url, {"auth_token": token})


def test_the_official_vector_passes() -> None:
    assert read(OFFICIAL, {"x-twilio-signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8="}, OFFICIAL_URL) == []
    with pytest.raises(BadSignature):
        read(OFFICIAL, {"x-twilio-signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8="}, OFFICIAL_URL.replace("https", "http"))


def test_what_is_not_signed_right_is_refused() -> None:
    fields = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    good = signed(URL, fields)
    for headers, url, token, sent in (
        ({}, URL, TOKEN, fields),
        ({"x-twilio-signature": ""}, URL, TOKEN, fields),
        ({"x-twilio-signature": "AAAA"}, URL, TOKEN, fields),
        (good, URL + "1", TOKEN, fields),
        (good, URL, "other", fields),
        (good, URL, "", fields),
        (good, URL, TOKEN, fields | {"More": ""} | {"X": "1"}),
        (good, URL, TOKEN, fields | {"MessageStatus": "failed"}),
    ):
        with pytest.raises(BadSignature):
            read(sent, headers, url, token)
    with pytest.raises(BadSignature):
        hooks.read(b"\xff\xfe=1", good, URL, {"auth_token": TOKEN})
    with pytest.raises(BadSignature):
        hooks.read(b"&".join(b"a%d=1" % n for n in range(400)), good, URL, {"auth_token": TOKEN})


def test_every_field_counts_the_empty_and_the_unknown_too() -> None:
    fields = {"MessageSid": "SM1", "MessageStatus": "delivered", "Brand": "", "New": "ü"}
    assert len(read(fields, signed(URL, fields))) == 1


def test_a_form_tells_how_a_text_goes_on() -> None:
    told = [
        ({"MessageStatus": "sent"}, "sent", ""),
        ({"MessageStatus": "delivered"}, "delivered", ""),
        ({"MessageStatus": "read"}, "delivered", ""),
        ({"MessageStatus": "undelivered", "ErrorCode": "30003"}, "failed", "30003"),
        ({"MessageStatus": "undelivered", "ErrorCode": "30005"}, "bounced", "30005"),
        ({"MessageStatus": "undelivered", "ErrorCode": "30006"}, "bounced", "30006"),
        ({"MessageStatus": "failed", "ErrorCode": "21610"}, "opted_out", "21610"),
        ({"MessageStatus": "undelivered", "ErrorCode": "30004"}, "opted_out", "30004"),
        ({"MessageStatus": "canceled"}, "failed", ""),
    ]
    for more, state, reason in told:
        fields = {"MessageSid": "SM1", "To": "+12025550123"} | more
        (news,) = read(fields, signed(URL, fields))
        assert isinstance(news, StatusNews)
        assert (news.state, news.reason, news.provider_id, news.delivery_key) == (state, reason, "SM1", "0195-delivery")
        assert news.event_id == f"SM1:{more['MessageStatus']}"


@pytest.mark.parametrize("status", ["queued", "sending", "accepted", "scheduled", "receiving", "something_new"])
def test_steps_before_it_leaves_are_no_news(status: str) -> None:
    fields = {"MessageSid": "SM1", "MessageStatus": status}
    assert read(fields, signed(URL, fields)) == []


def test_a_text_with_pictures_is_told_and_then_fetched(fake: FakeTwilio) -> None:
    path = f"/2010-04-01/Accounts/{SID}/Messages/MM1/Media/ME1"
    fake.pictures[path] = b"\xff\xd8\xff"
    fields = {
        "MessageSid": "MM1",
        "SmsStatus": "received",
        "From": "+12025550123",
        "To": "+12025550100",
        "Body": "STOP",
        "NumMedia": "1",
        "MediaUrl0": fake.url + path,
        "MediaContentType0": "image/jpeg",
        "OptOutType": "STOP",
    }
    (news,) = read(fields, signed(URL, fields))
    assert isinstance(news, Inbound)
    assert (news.channel, news.event_id, news.sender, news.recipients) == ("sms", "MM1", ("", "+12025550123"), ("+12025550100",))
    assert (news.text, news.headers) == ("STOP", {"optouttype": "STOP"})
    whole = gateway(fake).fetch(news)
    assert isinstance(whole, Inbound)
    assert whole.attachments == (Attachment("picture-1.jpg", "image/jpeg", b"\xff\xd8\xff"),)


def test_a_picture_that_cannot_be_fetched_now_is_fetched_later_and_elsewhere_nobody_sees_our_sign_in(fake: FakeTwilio) -> None:
    news = Inbound("MM1", "sms", ("", "+1"), ("+2",), "", "", "", "MM1", "", (), {}, (), datetime.now(UTC), f"image/png {fake.url}/x")
    fake.plan("down")
    assert isinstance(gateway(fake).fetch(news), RetryLater)
    asked = len(fake.requests)
    elsewhere = gateway(fake).fetch(replace(news, fetch=f"image/png {fake.url.replace('127.0.0.1', '127.0.0.2')}/x"))
    assert isinstance(elsewhere, Inbound)
    assert elsewhere.attachments[0].content == b""
    assert len(fake.requests) == asked
