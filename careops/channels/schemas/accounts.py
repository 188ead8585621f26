"""What is said about an account of each kind, and what may be changed of it."""

from typing import Annotated, Any, Literal, cast

from pydantic import (
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

from careops.channels.schemas.fields import (
    AccountSid,
    Address,
    ApiKey,
    Domain,
    HookSecret,
    Host,
    Label,
    NeededPassword,
    Number,
    Password,
    PerMinute,
    Port,
    PublicKey,
    Security,
    ServiceSid,
    User,
)
from careops.core.typed import Line


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
    account_sid: AccountSid
    auth_token: ApiKey
    from_number: Number = ""
    messaging_service_sid: ServiceSid = ""
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
    checked_by: Domain = Field(default="", description="The server whose Authentication-Results are believed")


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
    checked_by: Line | None = None
    per_minute: int | None = None
    enabled: bool | None = None
    position: int | None = Field(default=None, ge=0, le=100, description="0 is tried first")

    def account(self) -> dict[str, Any]:
        """What was said about the account itself, secrets in clear."""
        said = self.model_dump(exclude_none=True, exclude={"enabled", "position"})
        return {name: value.get_secret_value() if isinstance(value, SecretStr) else value for name, value in said.items()}
