"""What is said about a provider account, and what its readers get: never its secret."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from careops.core.typed import Line

Channel = Literal["email", "sms"]
Security = Literal["starttls", "ssl", "none"]


def _email(address: str) -> str:
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValueError("Give an address like hello@example.com") from None


def _sendable(secret: SecretStr) -> SecretStr:
    """A zero byte separates the parts of a sign-in at a mail server, so none may stand inside."""
    if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in secret.get_secret_value()):
        raise ValueError("This contains characters that no mail server takes")
    return secret


Password = Annotated[SecretStr, AfterValidator(_sendable), Field(max_length=500)]
Address = Annotated[Line, AfterValidator(_email), Field(max_length=254)]


# ── input ────────────────────────────────────────────────


class SmtpIn(BaseModel):
    """A mail server's account."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "smtp",
                    "label": "Our mail server",
                    "host": "smtp.example.com",
                    "port": 587,
                    "security": "starttls",
                    "username": "studio",
                    "password": "…",
                    "mail_from": "hello@example.com",
                }
            ]
        },
    )
    kind: Literal["smtp"] = "smtp"
    label: Line = Field(default="", max_length=80)
    host: Line = Field(min_length=1, max_length=253)
    port: int = Field(default=587, ge=1, le=65535)
    security: Security = "starttls"
    username: Line = Field(default="", max_length=254)
    password: Password = SecretStr("")
    mail_from: Address


class IntegrationChange(BaseModel):
    """Any part of an account; what is left out stays, the password too."""

    model_config = ConfigDict(extra="forbid")

    label: Line | None = Field(default=None, max_length=80)
    host: Line | None = Field(default=None, min_length=1, max_length=253)
    port: int | None = Field(default=None, ge=1, le=65535)
    security: Security | None = None
    username: Line | None = Field(default=None, max_length=254)
    password: Password | None = None
    mail_from: Address | None = None
    enabled: bool | None = None
    position: int | None = Field(default=None, ge=0, le=100, description="0 is tried first")

    def server(self) -> dict[str, Any]:
        """What was said about the server itself."""
        return self.model_dump(exclude_none=True, include={"host", "port", "security", "username", "mail_from"})


# ── what readers get ─────────────────────────────────────


class IntegrationRow(BaseModel):
    """A provider account and how it is doing; `used` when letters leave through it now."""

    id: UUID
    kind: str
    channel: str
    label: str
    host: str = ""
    port: int = 0
    security: str = ""
    username: str = ""
    mail_from: str = ""
    has_password: bool = False
    position: int
    enabled: bool
    used: bool = False
    tested_at: datetime | None
    last_success_at: datetime | None
    last_failure_at: datetime | None
    last_error: str
    version: int
    breaker: Literal["closed", "open", "trying"] = "closed"
    failures: int = 0
    open_until: datetime | None = None
    per_minute: int = 0
    polled_at: datetime | None = None
    inbound_domain: str = ""
    hook_url: str = ""

    @property
    def health(self) -> str:
        """ "unused", "working", or "failing" when the last try went wrong."""
        if self.last_failure_at and self.last_failure_at > (
            self.last_success_at or self.last_failure_at.min.replace(tzinfo=self.last_failure_at.tzinfo)
        ):
            return "failing"
        return "working" if self.last_success_at else "unused"
