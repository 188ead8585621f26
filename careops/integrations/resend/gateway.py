"""Hands letters to Resend, and fetches the mails it only told about."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

import resend
from resend.exceptions import NoContentError, ResendError

from careops.integrations.exchange import BOUNDS, as_dict, as_list, as_text, wait_of, words
from careops.integrations.mime import header_text, mailbox, more_headers
from careops.integrations.ports import Accepted, Attachment, Inbound, Letter, Outcome, Rejected, RetryLater, Unknown
from careops.integrations.resend.client import Call, account
from careops.integrations.web.addresses import ANYWHERE, PUBLIC
from careops.integrations.web.calling import Bounds, Caller
from careops.integrations.web.fetching import Fetched, Fetcher

REAL = "https://api.resend.com"
QUOTAS = {"daily_quota_exceeded", "monthly_quota_exceeded"}
OUR_FAULT = QUOTAS | {
    "missing_api_key",
    "restricted_api_key",
    "invalid_api_key",
    "invalid_from_address",
    "invalid_access",
    "invalid_region",
}
MOST_FILES = 20
FILE = Bounds(connect=5, read=10, total=60, size=15_000_000)


@dataclass(frozen=True, slots=True)
class ResendGateway:
    """One account at Resend. `url` is another than the real one only in tests."""

    api_key: str = field(repr=False)
    address: str
    url: str = REAL
    bounds: Bounds = BOUNDS

    @property
    def honours_keys(self) -> bool:
        """For 24 hours: the same key and the same letter again give the first answer again."""
        return True

    def send(self, letter: Letter) -> Outcome:
        """One letter; its key goes along, so that it may be handed over again after an unknown end."""
        try:
            params = _params(letter)
        except (ValueError, UnicodeError) as wrong:
            return Rejected(str(wrong))
        with account(self.url, self.api_key, self.bounds) as call:
            try:
                answer = resend.Emails.send(cast("Any", params), {"idempotency_key": (letter.key or letter.message_id)[:256]})
            except NoContentError:
                return Unknown("Resend answered with nothing")
            except ResendError as problem:
                return _refused(problem, call)
            except Exception as problem:  # the client met an answer its makers did not think of
                return _bewildered(problem, call)
        id = as_text(as_dict(answer).get("id"))
        return Accepted(id) if id else Unknown("Resend's answer names no mail")

    def fetch(self, news: Inbound) -> Inbound | Outcome:
        """The received mail with its text, its headers and its files."""
        with account(self.url, self.api_key, self.bounds) as call:
            try:
                mail = as_dict(resend.Emails.Receiving.get(news.fetch, {"html_format": "cid"}))
                listed = (
                    as_list(as_dict(resend.Emails.Receiving.Attachments.list(news.fetch)).get("data")) if mail.get("attachments") else []
                )
            except NoContentError:
                return RetryLater("Resend answered with nothing")
            except ResendError as problem:
                return _for_later(_refused(problem, call))
            except Exception as problem:
                return _for_later(_bewildered(problem, call))
        files = [self._file(as_dict(told)) for told in listed[:MOST_FILES]]
        if any(file is None for file in files):
            return RetryLater("A file of this mail could not be fetched")
        return _whole(news, mail, tuple(file for file in files if file))

    def _file(self, told: Mapping[str, Any]) -> Attachment | None:
        """None when it may come later; what is too large comes as an empty file of that name."""
        url = as_text(told.get("download_url"))
        reach = ANYWHERE if url.startswith(f"{self.url}/") else PUBLIC
        outcome = Fetcher(Caller(reach=reach, bounds=FILE)).get(url)
        if getattr(outcome, "retry", False):
            return None
        content = outcome.body if isinstance(outcome, Fetched) else b""
        return Attachment(as_text(told.get("filename")) or "file", as_text(told.get("content_type")), content)


def _params(letter: Letter) -> dict[str, object]:
    """The letter as Resend takes it: the same each time, as its key demands."""
    params: dict[str, object] = {
        "from": str(mailbox(*letter.sender)),
        "to": [mailbox("", letter.to).addr_spec],
        "subject": header_text(letter.subject),
        "text": letter.text.replace("\0", ""),
    }
    if letter.html:
        params["html"] = letter.html.replace("\0", "")
    if letter.reply_to[1]:
        params["reply_to"] = [str(mailbox(*letter.reply_to))]
    if headers := more_headers(letter):
        params["headers"] = headers
    if letter.attachments:
        params["attachments"] = [_attachment(file) for file in letter.attachments]
    if letter.key:
        params["tags"] = [{"name": "delivery", "value": letter.key}]
    return params


def _attachment(file: Attachment) -> dict[str, str]:
    return {"filename": header_text(file.name) or "file", "content_type": file.mime, "content": b64encode(file.content).decode()}


def _refused(problem: ResendError, call: Call) -> Outcome:
    """By the status and the error's name; the client's own classes do not tell enough."""
    if call.problem:
        return Unknown(call.problem.reason) if call.problem.asked else RetryLater(call.problem.reason)
    status = call.answer.status if call.answer else 500
    name, said = words(problem.error_type), words(problem.message)
    told = f"{status} {name}: {said}"
    headers = call.answer.headers if call.answer else {}
    if status < 400:
        return Unknown("Resend's answer could not be read")
    if name in OUR_FAULT or status in (401, 403, 404, 405):
        return Rejected(told, configuration=True)
    if status in (408, 429) or status >= 500 or name == "concurrent_idempotent_requests":
        return RetryLater(told, wait_of(headers))
    return Rejected(told, kind="invalid" if "`to`" in said else "")


def _bewildered(problem: Exception, call: Call) -> Outcome:
    if call.answer is None:
        return RetryLater(words(problem) or type(problem).__name__)
    return Unknown("Resend's answer could not be read")


def _for_later(outcome: Outcome) -> Outcome:
    """Asking again does no harm, so nothing about a question stays unknown."""
    return RetryLater(outcome.reason) if isinstance(outcome, Unknown) else outcome


def _whole(news: Inbound, mail: Mapping[str, Any], files: tuple[Attachment, ...]) -> Inbound:
    headers = {name.lower(): as_text(value) for name, value in reversed(as_dict(mail.get("headers")).items())}
    return replace(
        news,
        text=as_text(mail.get("text")),
        html=as_text(mail.get("html")),
        subject=as_text(mail.get("subject")) or news.subject,
        headers=headers,
        in_reply_to=headers.get("in-reply-to", ""),
        references=tuple(headers.get("references", "").split()[:50]),
        attachments=files,
        fetch="",
    )
