"""Resend's own client, made safe for many accounts at once.

The package keeps key, address and transport in its globals, so that two accounts in two threads would send with each other's keys.
Here its transport is replaced, once, by one that takes them from the call it is part of; the globals hold nothing.
"""

import json as jsons
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

import resend

from careops.integrations.exchange import BOUNDS, exchange
from careops.integrations.web.calling import Answer, Bounds, NoAnswer

NOBODY = "the key belongs to each account"
MAIL_SIZE = 8_000_000  # of a received mail with its text; its files are fetched one by one


@dataclass(slots=True)
class Call:
    """One call of one account, and what really came of it: the client tells a refused connection and a late answer as the same error."""

    url: str
    key: str = field(repr=False)
    bounds: Bounds = BOUNDS
    answer: Answer | None = None
    problem: NoAnswer | None = None


_call: ContextVar[Call] = ContextVar("resend_call")


class Transport(resend.HTTPClient):
    """Sends what the client made with the key of the account whose call it is."""

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        json: dict[str, object] | list[object] | None = None,
        files: dict[str, Any] | None = None,
        data: dict[str, str] | None = None,
    ) -> tuple[bytes, int, Mapping[str, str]]:
        call = _call.get()
        said = {**headers, "Authorization": f"Bearer {call.key}", "Content-Type": "application/json"}
        content = b"" if method == "get" else jsons.dumps(json).encode()
        bounds = replace(call.bounds, size=MAIL_SIZE) if method == "get" else call.bounds
        try:
            call.answer = exchange(method, f"{call.url}{url}", said, content, bounds)
        except NoAnswer as problem:
            call.problem = problem
            raise
        return call.answer.body, call.answer.status, call.answer.headers


resend.api_url, resend.api_key = "", NOBODY
resend.default_http_client = Transport()


@contextmanager
def account(url: str, key: str, bounds: Bounds = BOUNDS) -> Iterator[Call]:
    """Whatever the client is asked inside is asked as this account."""
    call = Call(url.rstrip("/"), key, bounds)
    token = _call.set(call)
    try:
        yield call
    finally:
        _call.reset(token)
