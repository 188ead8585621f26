"""Resend's own client against Resend's wire format: each way a call can end, and news that are believed only when signed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import resend as package
import time_machine

from careops.integrations.exchange import BOUNDS
from careops.integrations.faking import Mode, Reply
from careops.integrations.ports import Accepted, Attachment, BadSignature, Inbound, Letter, Rejected, RetryLater, StatusNews, Unknown
from careops.integrations.resend import hooks
from careops.integrations.resend.fake import SECRET, FakeResend, error, event, signed
from careops.integrations.resend.gateway import ResendGateway

SHORT = replace(BOUNDS, connect=1, read=0.4, total=1)  # for who hangs; whatever else is slow, is waited for
LETTER = Letter(
    message_id="<1@salon.example>",
    date=datetime(2026, 11, 21, 9, tzinfo=UTC),
    sender=("Salon Käse, Inc.", "hello@salon.example"),
    to="cleo@example.com",
    subject="Your visit\r\nBcc: eve@example.com",
    text="See you",
    html="<p>See you</p>",
    reply_to=("Salon", "reply+abc@in.salon.example"),
    headers={"In-Reply-To": "<0@example.com>", "List-Unsubscribe": "<https://salon.example/u/1>"},
    attachments=(Attachment("visit.ics", "text/calendar; method=REQUEST; charset=utf-8", b"BEGIN:VCALENDAR"),),
    key="0195-delivery",
)


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[FakeResend]:
    with FakeResend(tmp_path / "ledger") as server:
        yield server


def gateway(fake: FakeResend, key: str = "re_secret") -> ResendGateway:
    return ResendGateway(api_key=key, address="hello@salon.example", url=fake.url)


def test_a_letter_arrives_with_everything_it_says(fake: FakeResend) -> None:
    outcome = gateway(fake).send(LETTER)
    (taken,) = fake.accepted()
    assert outcome == Accepted(taken["id"])
    assert (taken["key"], taken["api_key"]) == ("0195-delivery", "re_secret")
    assert taken["mail"] == {
        "from": '"Salon Käse, Inc." <hello@salon.example>',
        "to": ["cleo@example.com"],
        "subject": "Your visit Bcc: eve@example.com",
        "text": "See you",
        "html": "<p>See you</p>",
        "reply_to": ["Salon <reply+abc@in.salon.example>"],
        "headers": {"In-Reply-To": "<0@example.com>", "List-Unsubscribe": "<https://salon.example/u/1>"},
        "attachments": [
            {"filename": "visit.ics", "content_type": "text/calendar; method=REQUEST; charset=utf-8", "content": "QkVHSU46VkNBTEVOREFS"}
        ],
        "tags": [{"name": "delivery", "value": "0195-delivery"}],
    }


def test_the_same_letter_again_is_sent_once(fake: FakeResend) -> None:
    fake.plan("drop")
    first, second, third = (gateway(fake).send(LETTER) for _ in range(3))
    assert isinstance(first, Unknown)
    assert isinstance(second, Accepted)
    assert second == third
    assert len(fake.accepted()) == 1


def test_another_letter_under_the_same_key_is_never_tried_again(fake: FakeResend) -> None:
    gateway(fake).send(LETTER)
    outcome = gateway(fake).send(replace(LETTER, text="Something else"))
    assert isinstance(outcome, Rejected)
    assert not outcome.configuration


def test_accounts_in_many_threads_use_each_its_own_key(fake: FakeResend) -> None:
    def send(number: int) -> None:
        gateway(fake, f"re_{number}").send(replace(LETTER, key=f"{number}"))

    with ThreadPoolExecutor(8) as lanes:
        list(lanes.map(send, range(40)))
    taken = fake.accepted()
    assert len(taken) == 40
    assert all(entry["api_key"] == f"re_{entry['key']}" for entry in taken)
    assert package.api_key == "the key belongs to each account"


CONFIGURATION = [
    (401, "missing_api_key"),
    (401, "restricted_api_key"),
    (403, "invalid_api_key"),
    (403, "validation_error"),
    (404, "not_found"),
    (405, "method_not_allowed"),
    (422, "invalid_from_address"),
    (422, "invalid_access"),
    (422, "invalid_region"),
    (429, "daily_quota_exceeded"),
    (429, "monthly_quota_exceeded"),
]
FOR_GOOD = [
    (400, "invalid_idempotency_key"),
    (400, "validation_error"),
    (409, "invalid_idempotent_request"),
    (422, "invalid_attachment"),
    (422, "invalid_parameter"),
    (422, "missing_required_field"),
    (422, "validation_error"),
    (451, "security_error"),
]
LATER = [(409, "concurrent_idempotent_requests"), (429, "rate_limit_exceeded"), (500, "application_error"), (500, "internal_server_error")]


@pytest.mark.parametrize(("status", "name"), CONFIGURATION)
def test_an_account_at_fault_lets_another_try(fake: FakeResend, status: int, name: str) -> None:
    fake.plan(error(status, name))
    outcome = gateway(fake).send(LETTER)
    assert isinstance(outcome, Rejected)
    assert outcome.configuration
    assert name in outcome.reason


@pytest.mark.parametrize(("status", "name"), FOR_GOOD)
def test_a_letter_at_fault_is_refused_for_good(fake: FakeResend, status: int, name: str) -> None:
    fake.plan(error(status, name))
    outcome = gateway(fake).send(LETTER)
    assert isinstance(outcome, Rejected)
    assert (outcome.configuration, outcome.kind) == (False, "")


def test_an_address_resend_cannot_use_is_called_invalid(fake: FakeResend) -> None:
    fake.plan(error(422, "validation_error", "Invalid `to` field. The email address needs to follow the format"))
    outcome = gateway(fake).send(LETTER)
    assert isinstance(outcome, Rejected)
    assert outcome.kind == "invalid"


@pytest.mark.parametrize(("status", "name"), LATER)
def test_what_may_pass_is_tried_later(fake: FakeResend, status: int, name: str) -> None:
    fake.plan(error(status, name))
    assert isinstance(gateway(fake).send(LETTER), RetryLater)


@pytest.mark.parametrize("header", ["retry-after", "Retry-After", "RETRY-AFTER"])
def test_resend_says_how_long_to_wait(fake: FakeResend, header: str) -> None:
    fake.plan(error(429, "rate_limit_exceeded", **{header: "7"}))
    outcome = gateway(fake).send(LETTER)
    assert isinstance(outcome, RetryLater)
    assert outcome.after == 7


@pytest.mark.parametrize("mode", ["html", "garbage", "types", "huge", "cut", "drop", "drip"])
def test_an_answer_that_makes_no_sense_leaves_it_unknown(fake: FakeResend, mode: Mode) -> None:
    fake.plan(mode)
    assert isinstance(replace(gateway(fake), bounds=SHORT).send(LETTER), Unknown)
    assert len(fake.accepted()) == 1


@pytest.mark.parametrize("mode", ["hang", "reset"])
def test_a_call_that_ends_without_an_answer_is_unknown_in_time(fake: FakeResend, mode: Mode) -> None:
    fake.plan(mode)
    began = datetime.now(UTC)
    assert isinstance(replace(gateway(fake), bounds=SHORT).send(LETTER), Unknown)
    assert (datetime.now(UTC) - began).total_seconds() < 3


@pytest.mark.parametrize("reply", [Reply(502, b"<html>Bad Gateway</html>", {"Content-Type": "text/html"}), Reply(503), Reply(500, b"{")])
def test_a_provider_that_is_down_is_tried_later(fake: FakeResend, reply: Reply) -> None:
    fake.plan(reply)
    assert isinstance(gateway(fake).send(LETTER), RetryLater)


def test_nobody_there_means_nothing_was_sent(fake: FakeResend) -> None:
    with FakeResend(fake.ledger.path) as gone:
        url = gone.url
    assert isinstance(replace(gateway(fake), url=url).send(LETTER), RetryLater)


def test_a_letter_that_is_none_never_leaves(fake: FakeResend) -> None:
    assert isinstance(gateway(fake).send(replace(LETTER, to="cleo@example.com, eve@example.com")), Rejected)
    assert isinstance(gateway(fake).send(replace(LETTER, headers={"From": "eve@example.com"})), Rejected)
    assert fake.requests == []


def test_the_key_is_never_printed(fake: FakeResend) -> None:
    assert "re_secret" not in repr(gateway(fake))


# ── webhooks ─────────────────────────────────────────────


def read(raw: bytes, headers: dict[str, str], secret: str = SECRET) -> list[StatusNews | Inbound]:
    return hooks.read(raw, headers, "https://salon.example/hooks/resend/x", {"webhook_secret": secret})


@time_machine.travel(datetime.fromtimestamp(1614265330, UTC), tick=False)
def test_the_official_vector_passes() -> None:
    raw, right = b'{"test": 2432232314}', "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    headers = {"svix-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "svix-timestamp": "1614265330", "svix-signature": right}
    assert read(raw, headers) == []
    assert read(raw, headers | {"svix-signature": f"v1,AAAA v2,x {right}"}) == []
    assert signed(raw, id="msg_p5jXN8AQM9LWM0D4loKWxJek") == headers


def test_what_is_not_signed_right_or_not_now_is_refused() -> None:
    raw = event("email.delivered", {"email_id": "1"})
    good = signed(raw)
    for headers in (
        {},
        good | {"svix-signature": "v1,AAAA"},
        good | {"svix-signature": good["svix-signature"].replace("v1,", "v2,")},
        good | {"svix-id": "another"},
        good | {"svix-timestamp": "soon"},
        {name: value for name, value in good.items() if name != "svix-timestamp"},
        signed(raw, age=301),
        signed(raw, age=-301),
        signed(raw, secret="whsec_AAAA"),
    ):
        with pytest.raises(BadSignature):
            read(raw, headers)
    for broken in (raw + b" ", b""):
        with pytest.raises(BadSignature):
            read(broken, good)
    for secret in ("", "whsec_!"):
        with pytest.raises(BadSignature):
            read(raw, good, secret)


def test_an_event_tells_how_a_letter_goes_on() -> None:
    data = {"email_id": "e1", "message_id": "<x@amazonses.com>", "tags": {"delivery": "0195-delivery"}, "to": ["cleo@example.com"]}
    bounce = {"type": "Permanent", "subType": "NoEmail", "message": "No such mailbox"}
    told = [
        ("email.sent", {}, "sent", ""),
        ("email.delivered", {}, "delivered", ""),
        ("email.delivery_delayed", {}, "deferred", ""),
        ("email.bounced", {"bounce": bounce}, "bounced", "NoEmail: No such mailbox"),
        ("email.bounced", {"bounce": bounce | {"type": "Transient"}}, "failed", "NoEmail: No such mailbox"),
        ("email.bounced", {"bounce": bounce | {"type": "Temporary"}}, "failed", "NoEmail: No such mailbox"),
        ("email.complained", {}, "complained", ""),
        ("email.failed", {"failed": {"reason": "reached_daily_quota"}}, "failed", "reached_daily_quota"),
        ("email.suppressed", {"suppressed": {"message": "On the list"}}, "bounced", "On the list"),
    ]
    for kind, more, state, reason in told:
        raw = event(kind, data | more)
        (news,) = read(raw, signed(raw, id="msg_1"))
        assert isinstance(news, StatusNews)
        assert (news.event_id, news.provider_id, news.delivery_key, news.wire_id) == ("msg_1", "e1", "0195-delivery", "<x@amazonses.com>")
        assert (news.state, news.reason) == (state, reason)


NOBODYS = {"list": b"[]", "null": b"null", "torn": b"{", "types": b'{"type": 7, "data": []}'}


@pytest.mark.parametrize(
    "raw", [*NOBODYS.values(), event("email.opened", {}), event("domain.created", {})], ids=[*NOBODYS, "opened", "domain"]
)
def test_signed_events_that_matter_to_nobody_are_no_news(raw: bytes) -> None:
    assert read(raw, signed(raw)) == []


def test_a_received_mail_is_told_and_then_fetched(fake: FakeResend) -> None:
    raw = event(
        "email.received",
        {
            "email_id": "in1",
            "from": "Cleo Marsh <cleo@example.com>",
            "to": ["reply+abc@in.salon.example", "Else <else@example.com>"],
            "received_for": ["reply+abc@in.salon.example"],
            "message_id": "<m1@example.com>",
            "subject": "Re: Your visit",
            "attachments": [{"id": "a1"}],
        },
    )
    (news,) = read(raw, signed(raw))
    assert isinstance(news, Inbound)
    assert (news.sender, news.fetch, news.text) == (("Cleo Marsh", "cleo@example.com"), "in1", "")
    assert news.recipients == ("reply+abc@in.salon.example", "else@example.com")

    fake.received["in1"] = {
        "text": "Yes!",
        "html": "<p>Yes!</p>",
        "headers": {"In-Reply-To": "<1@salon.example>", "References": "<0@a.example> <1@salon.example>", "Auto-Submitted": "no"},
        "attachments": [fake.file("cat.png", "image/png", b"\x89PNG")],
    }
    whole = gateway(fake).fetch(news)
    assert isinstance(whole, Inbound)
    assert (whole.text, whole.html, whole.fetch, whole.message_id) == ("Yes!", "<p>Yes!</p>", "", "<m1@example.com>")
    assert (whole.in_reply_to, whole.references) == ("<1@salon.example>", ("<0@a.example>", "<1@salon.example>"))
    assert whole.attachments == (Attachment("cat.png", "image/png", b"\x89PNG"),)


@pytest.mark.parametrize("mode", ["hang", "garbage", "html", "down"])
def test_a_mail_that_cannot_be_fetched_now_is_fetched_later(fake: FakeResend, mode: Mode) -> None:
    raw = event("email.received", {"email_id": "in1", "from": "cleo@example.com"})
    (news,) = read(raw, signed(raw))
    assert isinstance(news, Inbound)
    fake.received["in1"] = {"text": "Yes!"}
    fake.plan(mode)
    assert isinstance(replace(gateway(fake), bounds=SHORT).fetch(news), RetryLater)


def test_a_key_that_may_only_send_is_the_accounts_fault(fake: FakeResend) -> None:
    raw = event("email.received", {"email_id": "in1", "from": "cleo@example.com"})
    (news,) = read(raw, signed(raw))
    assert isinstance(news, Inbound)
    fake.plan(error(401, "restricted_api_key"))
    outcome = gateway(fake).fetch(news)
    assert isinstance(outcome, Rejected)
    assert outcome.configuration
