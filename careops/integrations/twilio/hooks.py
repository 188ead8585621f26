"""What Twilio tells: forms signed over the address they were sent to and every field; what becomes of texts, and texts received."""

from collections.abc import Mapping
from urllib.parse import parse_qs, parse_qsl, urlsplit

from twilio.request_validator import RequestValidator

from careops.integrations.exchange import moment_of, words
from careops.integrations.ports import BadSignature, Inbound, News, Standing, StatusNews
from careops.integrations.twilio.codes import INVALID, OPTED_OUT

STATES: dict[str, Standing] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "partially_delivered": "delivered",
    "undelivered": "failed",
    "failed": "failed",
    "canceled": "failed",
}
MOST_FIELDS = 300


def read(raw: bytes, headers: Mapping[str, str], url: str, secrets: Mapping[str, str]) -> list[News]:
    """The news of one call, none for the steps before a text leaves. The scheme knows no time: whoever keeps it must keep it once."""
    form = _form(raw)
    check(form, headers, url, secrets.get("auth_token", ""))
    said = {name: values[0].replace("\0", "") for name, values in form.items()}
    if not said.get("MessageSid"):
        return []
    if status := said.get("MessageStatus"):
        return [_status(said, STATES[status], url)] if status in STATES else []
    return [_inbound(said)]


def check(form: Mapping[str, list[str]], headers: Mapping[str, str], url: str, token: str) -> None:
    """Passes when the account's token signed this address and all the fields, empty and unknown ones too."""
    signature = headers.get("x-twilio-signature", "")
    if not token or not signature or not RequestValidator(token).validate(url, _Fields(form), signature):
        raise BadSignature("the signature does not fit")


class _Fields(dict[str, list[str]]):
    """As the validator wants to ask for a field that came several times."""

    def getlist(self, name: str) -> list[str]:
        return self[name]


def _form(raw: bytes) -> dict[str, list[str]]:
    form: dict[str, list[str]] = {}
    try:
        for name, value in parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"):
            form.setdefault(name, []).append(value)
    except ValueError:
        raise BadSignature("not a form") from None
    return form


def _status(said: Mapping[str, str], state: Standing, url: str) -> StatusNews:
    code = int(said["ErrorCode"]) if said.get("ErrorCode", "").isdecimal() and len(said["ErrorCode"]) < 9 else 0
    if state == "failed" and code in OPTED_OUT:
        state = "opted_out"
    if state == "failed" and code in INVALID:
        state = "bounced"
    return StatusNews(
        event_id=f"{said['MessageSid']}:{said['MessageStatus']}"[:250],
        provider_id=said["MessageSid"],
        delivery_key=parse_qs(urlsplit(url).query).get("delivery", [""])[0],
        state=state,
        reason=words(f"{code}: {said.get('ErrorMessage', '')}".strip(": ")) if code else "",
        wire_id="",
        at=moment_of(None),
    )


def _inbound(said: Mapping[str, str]) -> Inbound:
    count = int(said["NumMedia"]) if said.get("NumMedia", "").isdecimal() and len(said["NumMedia"]) < 3 else 0
    pictures = [
        f"{said.get(f'MediaContentType{n}') or 'application/octet-stream'} {said.get(f'MediaUrl{n}', '')}" for n in range(min(count, 10))
    ]
    return Inbound(
        event_id=said["MessageSid"][:250],
        channel="sms",
        sender=("", said.get("From", "")),
        recipients=(said.get("To", ""),),
        subject="",
        text=said.get("Body", ""),
        html="",
        message_id=said["MessageSid"],
        in_reply_to="",
        references=(),
        headers={"optouttype": said["OptOutType"]} if said.get("OptOutType") else {},
        attachments=(),
        at=moment_of(None),
        fetch="\n".join(pictures),
    )
