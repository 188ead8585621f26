"""The parts an account is said with, each with the one thing that may be wrong about it."""

import base64
import re
from typing import Annotated, Literal

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_possible_number, parse
from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
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
AccountSid = Annotated[Line, AfterValidator(_account_sid), Field(max_length=40)]
ServiceSid = Annotated[Line, AfterValidator(_service_sid), Field(max_length=40, validate_default=True)]
Host = Annotated[Line, Field(min_length=1, max_length=253)]
Port = Annotated[int, Field(ge=1, le=65535)]
User = Annotated[Line, Field(max_length=254)]
Label = Annotated[Line, Field(max_length=80)]
PerMinute = Annotated[int, Field(ge=0, le=100_000, description="0 is the provider's own limit")]
