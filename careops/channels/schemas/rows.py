"""What readers of an account get: never its secret."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import (
    BaseModel,
)


class IntegrationRow(BaseModel):
    """A provider account and how it is doing; `used` when messages leave through it now. `secrets` names those that are kept.

    `breaker` is "open" while the account is left alone after failures, "trying" when the next message decides. `error_rate` is the
    share of this hour's messages that failed by the account's fault, 0 to 1. `hook_url` is to be given to the provider.
    """

    id: UUID
    kind: str
    channel: str
    label: str
    host: str = ""
    port: int = 0
    security: str = ""
    username: str = ""
    mail_from: str = ""
    inbound_domain: str = ""
    account_sid: str = ""
    from_number: str = ""
    messaging_service_sid: str = ""
    folder: str = ""
    checked_by: str = ""
    per_minute: int = 0
    has_password: bool = False
    secrets: list[str] = []
    hook_url: str = ""
    position: int
    enabled: bool
    used: bool = False
    tested_at: datetime | None
    last_success_at: datetime | None
    last_failure_at: datetime | None
    last_error: str
    polled_at: datetime | None = None
    breaker: Literal["closed", "open", "trying"] = "closed"
    failures: int = 0
    open_until: datetime | None = None
    hour_sent: int = 0
    hour_failed: int = 0
    error_rate: float = 0
    version: int

    @property
    def health(self) -> str:
        """ "down" while it is left alone, "unused", "working", or "failing" when the last try went wrong."""
        if self.breaker != "closed":
            return "down"
        if self.last_failure_at and (self.last_success_at is None or self.last_failure_at > self.last_success_at):
            return "failing"
        return "working" if self.last_success_at else "unused"
