"""Whatever calls a webhook address: without a proof nothing is read, and with one no nonsense does harm."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careops.integrations.ports import BadSignature, News
from careops.integrations.resend import hooks as resend
from careops.integrations.resend.fake import SECRET, signed
from careops.integrations.sendgrid import hooks as sendgrid
from careops.integrations.sendgrid.fake import FakeSendGrid, form
from careops.integrations.twilio import fake as twilio_fake
from careops.integrations.twilio import hooks as twilio

Reader = Callable[[bytes, Mapping[str, str], str, Mapping[str, str]], list[News]]
URL = "https://salon.example/hooks/x/y"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)
NAMES = st.sampled_from(
    ["svix-id", "svix-timestamp", "svix-signature", sendgrid.SIGNATURE, sendgrid.TIMESTAMP, "x-twilio-signature", "content-type"]
)
HEADERS = st.dictionaries(NAMES, st.text(st.characters(max_codepoint=255)))
KEY = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g=="
SECRETS = {"webhook_secret": SECRET, "webhook_key": KEY, "parse_key": KEY, "auth_token": "12345"}
QUIET = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
    deadline=None,
    max_examples=30,
)


@pytest.mark.parametrize("read", [resend.read, sendgrid.read, twilio.read], ids=["resend", "sendgrid", "twilio"])
@QUIET
@given(raw=st.binary(max_size=300), headers=HEADERS)
def test_without_a_proof_nothing_is_read(read: Reader, raw: bytes, headers: dict[str, str]) -> None:
    with pytest.raises(BadSignature):
        read(raw, headers, URL, SECRETS)


@QUIET
@given(kind=st.sampled_from(["email.received", "email.bounced", "email.sent", "email.suppressed"]), data=JSON, at=JSON)
def test_proven_nonsense_from_resend_does_no_harm(kind: str, data: Any, at: Any) -> None:
    raw = json.dumps({"type": kind, "data": data, "created_at": at}).encode()
    assert len(resend.read(raw, signed(raw), URL, SECRETS)) == 1


@QUIET
@given(data=st.dictionaries(st.sampled_from(["email_id", "from", "to", "tags", "bounce", "message_id", "received_for", "subject"]), JSON))
def test_proven_nonsense_in_resends_fields_does_no_harm(data: dict[str, Any]) -> None:
    for kind in ("email.received", "email.bounced"):
        raw = json.dumps({"type": kind, "data": data}).encode()
        (news,) = resend.read(raw, signed(raw), URL, SECRETS)
        assert isinstance(news.event_id, str)


@QUIET
@given(
    events=st.lists(
        st.dictionaries(st.sampled_from(["event", "sg_event_id", "sg_message_id", "reason", "timestamp", "type", "delivery_id"]), JSON)
    )
)
def test_proven_nonsense_from_sendgrid_does_no_harm(sendgrid_fake: FakeSendGrid, events: list[dict[str, Any]]) -> None:
    raw = json.dumps([{"event": "bounce", "sg_event_id": "e"} | event for event in events]).encode()
    sendgrid.read(raw, sendgrid_fake.signed(raw), URL, {"webhook_key": sendgrid_fake.webhook_key})


@QUIET
@given(
    fields=st.dictionaries(
        st.sampled_from(["headers", "from", "to", "envelope", "charsets", "email", "text", "dkim"]), st.binary(max_size=200)
    )
)
def test_a_form_of_anything_is_one_mail_or_none(fields: dict[str, bytes]) -> None:
    raw, kind = form({name: value.replace(b"\r\n--xYzZY", b"") for name, value in fields.items()})
    assert len(sendgrid.read(raw, {"content-type": kind}, URL, {})) == 1


@QUIET
@given(
    fields=st.dictionaries(
        st.sampled_from(["MessageSid", "MessageStatus", "ErrorCode", "NumMedia", "From", "Body", "MediaUrl0"]),
        st.text(st.characters(exclude_categories=["Cs"])),
    )
)
def test_proven_nonsense_from_twilio_does_no_harm(fields: dict[str, str]) -> None:
    headers = twilio_fake.signed(URL, fields)
    assert len(twilio.read(urlencode(fields).encode(), headers, URL, SECRETS)) <= 1


@pytest.fixture(scope="module")
def sendgrid_fake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeSendGrid]:
    """Only its key is wanted."""
    with FakeSendGrid(tmp_path_factory.mktemp("sendgrid") / "ledger") as fake:
        yield fake
