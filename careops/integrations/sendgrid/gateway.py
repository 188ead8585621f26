"""Hands letters to SendGrid. It knows no idempotency keys: after an unknown end only its own events tell what became of one."""

import json
from base64 import b64encode
from dataclasses import dataclass, field

from careops.integrations.exchange import BOUNDS, as_dict, as_list, exchange, read_json, wait_of, words
from careops.integrations.mime import header_text, mailbox, more_headers
from careops.integrations.ports import Accepted, Attachment, Letter, Outcome, Rejected, RetryLater, Unknown
from careops.integrations.web.calling import Answer, Bounds, NoAnswer

REAL = "https://api.sendgrid.com"


@dataclass(frozen=True, slots=True)
class SendGridGateway:
    """One account at SendGrid. `url` is that of the account's region, or in tests a fake's."""

    api_key: str = field(repr=False)
    address: str
    url: str = REAL
    bounds: Bounds = BOUNDS

    @property
    def honours_keys(self) -> bool:
        return False

    def send(self, letter: Letter) -> Outcome:
        """One letter; its key comes back with every event about it."""
        try:
            content = json.dumps(_payload(letter)).encode()
        except (ValueError, UnicodeError) as wrong:
            return Rejected(str(wrong))
        headers = {"Authorization": f"Bearer {self.api_key}", "Content-Type": "application/json"}
        try:
            answer = exchange("POST", f"{self.url.rstrip('/')}/v3/mail/send", headers, content, self.bounds)
        except NoAnswer as problem:
            return Unknown(problem.reason) if problem.asked else RetryLater(problem.reason)
        return _outcome(answer)


def _payload(letter: Letter) -> dict[str, object]:
    sender, to = mailbox(*letter.sender), mailbox("", letter.to)
    payload: dict[str, object] = {
        "from": {"email": sender.addr_spec, "name": sender.display_name},
        "personalizations": [{"to": [{"email": to.addr_spec}]}],
        "subject": header_text(letter.subject) or " ",
        # Plain text has to come first, and may not be empty.
        "content": [{"type": mime, "value": text} for mime, text in _bodies(letter) if text],
        "headers": more_headers(letter) | {"Message-ID": header_text(letter.message_id)},
        # Opens and clicks are nobody's business here, and a rewritten private link would pass through a third party.
        "tracking_settings": {"click_tracking": {"enable": False}, "open_tracking": {"enable": False}},
    }
    if letter.reply_to[1]:
        back = mailbox(*letter.reply_to)
        payload["reply_to"] = {"email": back.addr_spec, "name": back.display_name}
    if letter.attachments:
        payload["attachments"] = [_attachment(file) for file in letter.attachments]
    if letter.key:
        payload["custom_args"] = {"delivery_id": letter.key}
    return payload


def _bodies(letter: Letter) -> list[tuple[str, str]]:
    return [("text/plain", letter.text.replace("\0", "") or " "), ("text/html", letter.html.replace("\0", ""))]


def _attachment(file: Attachment) -> dict[str, str]:
    named = {"filename": header_text(file.name) or "file", "type": file.mime, "disposition": "attachment"}
    return named | {"content": b64encode(file.content).decode()}


def _outcome(answer: Answer) -> Outcome:
    """202 alone means that it was taken; 200 is what its sandbox says, or somebody else in the way."""
    if answer.status == 202:
        return Accepted(words(answer.headers.get("x-message-id")))
    told = f"{answer.status} {_told(answer)}".strip()
    if answer.status == 429:
        return RetryLater(told, wait_of(answer.headers, "x-ratelimit-reset") or wait_of(answer.headers))
    if answer.status in (401, 403, 404, 405):
        return Rejected(told, configuration=True)
    if answer.status == 504:  # whoever stood between us did not wait for what became of it
        return Unknown(told)
    if answer.status >= 500 or answer.status == 408:
        return RetryLater(told, wait_of(answer.headers))
    if 400 <= answer.status < 500:
        return _rejected(answer, told)
    return Unknown(f"SendGrid's answer could not be read ({answer.status})")


def _told(answer: Answer) -> str:
    errors = [as_dict(error) for error in as_list(as_dict(read_json(answer.body)).get("errors"))]
    return words("; ".join(words(error.get("message")) for error in errors))


def _rejected(answer: Answer, told: str) -> Rejected:
    """By the field it complains about: the sender is our account's, the recipient is the letter's."""
    errors = [as_dict(error) for error in as_list(as_dict(read_json(answer.body)).get("errors"))]
    fields = [words(error.get("field")) for error in errors]
    if any(field == "from" or field.startswith("from.") for field in fields):
        return Rejected(told, configuration=True)
    return Rejected(told, kind="invalid" if any(".to" in field for field in fields) else "")
