"""What owners write in place of our words, and what the editor shows."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from careops.contacts.schemas import Email, Phone
from careops.core.typed import Line, Lines

By = Literal["email", "sms"]
Language = Literal["en", "es", "de", "fr", "hi"]
Subject = Annotated[Line, Field(max_length=250)]
Body = Annotated[Lines, Field(max_length=10_000)]


class WordsIn(BaseModel):
    """A message in the owner's own words, with names like {{ contact.first_name }}; a text message has no subject."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"subject": "See you {{ booking.when }}", "body": "Hi {{ contact.first_name }}!\n\n{{ details }}\n\n{{ button }}"}]
        },
    )
    subject: Subject = ""
    body: Annotated[Body, Field(min_length=1)]


class TrialIn(BaseModel):
    """Words to look at before they are kept; `contact_id` is whom they would be written to."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"body": "{{ business.name }}: {{ booking.when }}"}]})
    subject: Subject = ""
    body: Body
    contact_id: UUID | None = None


class TestWordsIn(TrialIn):
    """The same, really sent: to an address or a number, or left out, to whoever asks."""

    __test__ = False
    to: Email | Phone = ""


class TemplateLine(BaseModel):
    """One message by one channel in one language, and whether its words are the owner's."""

    name: str
    about: str
    title: str
    sentence: str
    channel: By
    locale: Language
    own: bool
    version: int
    changed_at: datetime | None


class VersionRow(BaseModel):
    """Words as they once were; not `own`: from then on it was ours again."""

    version: int
    own: bool
    subject: str
    body: str
    at: datetime


class TemplateRow(TemplateLine):
    """The same with its words, ours beside them, the names they may use, and what they were before, the latest first."""

    subject: str
    body: str
    default_subject: str
    default_body: str
    variables: list[str]
    versions: list[VersionRow]


class TrialRow(BaseModel):
    """How it would look; `problems` name the line, and nothing is shown then. A text message is told by its segments."""

    subject: str = ""
    html: str = ""
    text: str = ""
    segments: int = 0
    left: int = 0
    unicode: bool = False
    problems: list[str] = []
    real: bool = Field(default=False, description="Made from something that really happened, not from an example")
