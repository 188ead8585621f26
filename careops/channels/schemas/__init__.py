"""What is said about a provider account, and what its readers get: never its secret."""

from careops.channels.schemas.accounts import (
    CHANNELS,
    SCHEMAS,
    SECRETS,
    ImapIn,
    IntegrationChange,
    IntegrationGiven,
    IntegrationIn,
    ResendIn,
    SendGridIn,
    SmtpIn,
    TwilioIn,
)
from careops.channels.schemas.fields import Channel
from careops.channels.schemas.rows import IntegrationRow

__all__ = [
    "CHANNELS",
    "SCHEMAS",
    "SECRETS",
    "Channel",
    "ImapIn",
    "IntegrationChange",
    "IntegrationGiven",
    "IntegrationIn",
    "IntegrationRow",
    "ResendIn",
    "SendGridIn",
    "SmtpIn",
    "TwilioIn",
]
