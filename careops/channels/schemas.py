"""What is said about a provider account, and what its readers get: never its secret."""

import base64
import re
from datetime import datetime
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_possible_number, parse
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    RootModel,
    SecretStr,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
)

from careops.core.typed import Line

Channel = Literal["email", "sms"]
Security = Literal["starttls", "ssl", "none"]
Kind = Literal["smtp", "resend", "sendgrid", "twilio", "imap"]


def _email(address: str) -> str:
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValueError("Give an address like hello@example.com") from None


def _domain(name: str) -> str:
    """A domain of its own, checked as the one of an address would be."""
    if not name:
        return ""
    try:
        return validate_email(f"reply@{name}", check_deliverability=False).ascii_domain.lower()
    except EmailNotValidError:
        raise ValueError("Give a domain like reply.example.com") from None


def _number(text: str) -> str:
    if not text:
        return ""
    try:
        number = parse(text, None)
    except NumberParseException:
        raise ValueError("Give the number with its country, like +12025550123") from None
    if not is_possible_number(number):
        raise ValueError("Give the number with its country, like +12025550123")
    return format_number(number, PhoneNumberFormat.E164)


def _account_sid(sid: str) -> str:
    if not re.fullmatch("AC[0-9a-fA-F]{32}", sid):
        raise ValueError("Give the account SID: AC and 32 letters and digits")
    return sid


def _service_sid(sid: str) -> str:
    if sid and not re.fullmatch("MG[0-9a-fA-F]{32}", sid):
        raise ValueError("Give the service's SID: MG and 32 letters and digits")
    return sid


def _sendable(secret: SecretStr) -> SecretStr:
    """A zero byte separates the parts of a sign-in at a mail server, so none may stand inside."""
    if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in secret.get_secret_value()):
        raise ValueError("This contains characters that no mail server takes")
    return secret


def _key(secret: SecretStr) -> SecretStr:
    """Keys are copied from a page, often with a line break; anything else foreign in them is a slip."""
    said = secret.get_secret_value().strip()
    if not said.isascii() or not said.isprintable() or " " in said:
        raise ValueError("This is not a key; copy it again")
    return SecretStr(said)


def _needed(secret: SecretStr) -> SecretStr:
    if not secret.get_secret_value():
        raise ValueError("This is needed")
    return secret


def _hook_secret(secret: SecretStr) -> SecretStr:
    said = _key(secret).get_secret_value()
    try:
        base64.b64decode(f"{said.removeprefix('whsec_')}==" if said else "", validate=True)
    except ValueError:
        raise ValueError("Give the signing secret, which begins with whsec_") from None
    return SecretStr(said)


def _public_key(secret: SecretStr) -> SecretStr:
    said = "".join(secret.get_secret_value().split())
    try:
        if said and not isinstance(load_der_public_key(base64.b64decode(said, validate=True)), EllipticCurvePublicKey):
            raise ValueError
    except ValueError:
        raise ValueError("Give the verification key from the provider's page, about 120 characters") from None
    return SecretStr(said)


Password = Annotated[SecretStr, AfterValidator(_sendable), Field(max_length=500)]
NeededPassword = Annotated[Password, AfterValidator(_needed)]
ApiKey = Annotated[SecretStr, AfterValidator(_key), AfterValidator(_needed), Field(max_length=500)]
HookSecret = Annotated[SecretStr, AfterValidator(_hook_secret), Field(max_length=500)]
PublicKey = Annotated[SecretStr, AfterValidator(_public_key), Field(max_length=1000)]
Address = Annotated[Line, AfterValidator(_email), Field(max_length=254)]
Domain = Annotated[Line, AfterValidator(_domain), Field(max_length=253)]
Number = Annotated[Line, AfterValidator(_number), Field(max_length=40)]
Host = Annotated[Line, Field(min_length=1, max_length=253)]
Port = Annotated[int, Field(ge=1, le=65535)]
User = Annotated[Line, Field(max_length=254)]
Label = Annotated[Line, Field(max_length=80)]
PerMinute = Annotated[int, Field(ge=0, le=100_000, description="0 is the provider's own limit")]


# ── input ────────────────────────────────────────────────


def _example(**said: JsonValue) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [dict(said)]})


class SmtpIn(BaseModel):
    """A mail server's account."""

    model_config = _example(
        kind="smtp",
        label="Our mail server",
        host="smtp.example.com",
        port=587,
        security="starttls",
        username="studio",
        password="…",  # noqa: S106  an example
        mail_from="hello@example.com",
    )
    kind: Literal["smtp"] = "smtp"
    label: Label = ""
    host: Host
    port: Port = 587
    security: Security = "starttls"
    username: User = ""
    password: Password = SecretStr("")
    mail_from: Address
    inbound_domain: Domain = ""
    per_minute: PerMinute = 0


class ResendIn(BaseModel):
    """An account at Resend. With the signing secret of its webhook it tells what becomes of letters, and brings answers."""

    model_config = _example(kind="resend", api_key="re_…", webhook_secret="whsec_…", mail_from="hello@example.com")  # noqa: S106  an example
    kind: Literal["resend"]
    label: Label = ""
    api_key: ApiKey
    webhook_secret: HookSecret = SecretStr("")
    mail_from: Address
    inbound_domain: Domain = ""
    per_minute: PerMinute = 0


class SendGridIn(BaseModel):
    """An account at SendGrid. `webhook_key` verifies its events; `parse_key` received mail, if a security policy signs that."""

    model_config = _example(kind="sendgrid", api_key="SG.…", webhook_key="MFkw…", mail_from="hello@example.com")
    kind: Literal["sendgrid"]
    label: Label = ""
    api_key: ApiKey
    webhook_key: PublicKey = SecretStr("")
    parse_key: PublicKey = SecretStr("")
    mail_from: Address
    inbound_domain: Domain = ""
    per_minute: PerMinute = 0


class TwilioIn(BaseModel):
    """An account at Twilio, sending from one of its numbers or from a messaging service."""

    model_config = _example(kind="twilio", account_sid="AC…", auth_token="…", from_number="+12025550123")  # noqa: S106  an example
    kind: Literal["twilio"]
    label: Label = ""
    account_sid: Annotated[Line, AfterValidator(_account_sid), Field(max_length=40)]
    auth_token: ApiKey
    from_number: Number = ""
    messaging_service_sid: Annotated[Line, AfterValidator(_service_sid), Field(max_length=40, validate_default=True)] = ""
    per_minute: PerMinute = 0

    @field_validator("messaging_service_sid")
    @classmethod
    def _sender_given(cls, sid: str, said: ValidationInfo) -> str:
        if not sid and said.data.get("from_number") == "":
            raise ValueError("Give a number or a messaging service")
        return sid


class ImapIn(BaseModel):
    """A plain mailbox whose new mails become conversations."""

    model_config = _example(kind="imap", host="imap.example.com", username="hello@example.com", password="…")  # noqa: S106  an example
    kind: Literal["imap"]
    label: Label = ""
    host: Host
    port: Port = 993
    security: Security = "ssl"
    username: Annotated[Line, Field(min_length=1, max_length=254)]
    password: NeededPassword
    folder: Annotated[Line, Field(min_length=1, max_length=200)] = "INBOX"


SCHEMAS: dict[str, type[SmtpIn | ResendIn | SendGridIn | TwilioIn | ImapIn]] = {
    "smtp": SmtpIn,
    "resend": ResendIn,
    "sendgrid": SendGridIn,
    "twilio": TwilioIn,
    "imap": ImapIn,
}


def _of_its_kind(said: object, known: ValidatorFunctionWrapHandler) -> Any:
    """Checked as its kind alone, so that what is wrong is named by its field; a mail server where no kind is said."""
    given = cast("dict[str, Any]", said) if isinstance(said, dict) else {}
    schema = SCHEMAS.get(str(given.get("kind", "smtp"))) if given else None
    return schema.model_validate({"kind": "smtp"} | given) if schema else known(said)


IntegrationIn = Annotated[SmtpIn | ResendIn | SendGridIn | TwilioIn | ImapIn, Field(discriminator="kind"), WrapValidator(_of_its_kind)]


class IntegrationGiven(RootModel[IntegrationIn]):
    """An account of any kind, as programs hand it over."""


CHANNELS = {"smtp": "email", "resend": "email", "sendgrid": "email", "twilio": "sms", "imap": "mailbox"}
SECRETS = {
    "smtp": {"password"},
    "resend": {"api_key", "webhook_secret"},
    "sendgrid": {"api_key", "webhook_key", "parse_key"},
    "twilio": {"auth_token"},
    "imap": {"password"},
}


class IntegrationChange(BaseModel):
    """Any part of an account; what is left out stays, secrets too. What its kind does not know is refused."""

    model_config = ConfigDict(extra="forbid")

    label: Label | None = None
    host: Line | None = None
    port: int | None = None
    security: Security | None = None
    username: Line | None = None
    password: Password | None = None
    mail_from: Line | None = None
    inbound_domain: Line | None = None
    api_key: SecretStr | None = None
    webhook_secret: SecretStr | None = None
    webhook_key: SecretStr | None = None
    parse_key: SecretStr | None = None
    account_sid: Line | None = None
    auth_token: SecretStr | None = None
    from_number: Line | None = None
    messaging_service_sid: Line | None = None
    folder: Line | None = None
    per_minute: int | None = None
    enabled: bool | None = None
    position: int | None = Field(default=None, ge=0, le=100, description="0 is tried first")

    def account(self) -> dict[str, Any]:
        """What was said about the account itself, secrets in clear."""
        said = self.model_dump(exclude_none=True, exclude={"enabled", "position"})
        return {name: value.get_secret_value() if isinstance(value, SecretStr) else value for name, value in said.items()}


# ── what readers get ─────────────────────────────────────


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
