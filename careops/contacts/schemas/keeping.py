"""What a business keeps of people besides: tags, fields of its own, dependents, saved ways to look at the list."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from careops.contacts.schemas.people import Channel, Name, Notes, Purpose, Source
from careops.core.typed import Line

TagName = Annotated[Line, Field(min_length=1, max_length=40)]
Label = Annotated[Line, Field(min_length=1, max_length=80)]
Choice = Annotated[Line, Field(min_length=1, max_length=80)]
Kind = Literal["text", "number", "date", "choice", "yes_no"]
Deed = Literal["tag", "untag", "archive", "restore"]
Test = Literal["is", "from", "to", "filled", "empty"]
MOST_AT_ONCE = 1000


# ── input ────────────────────────────────────────────────


class TagIn(BaseModel):
    """A word people are grouped by."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "Regular"}]})
    name: TagName


class TagsIn(BaseModel):
    """All the tags somebody shall have; new ones are made."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"names": ["Regular", "Colour"]}]})
    names: Annotated[list[TagName], Field(max_length=50)]


class FieldIn(BaseModel):
    """Something more to keep of everybody; the kind stays as it is, since what is kept already was read by it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"label": "Skin type", "kind": "choice", "options": ["Dry", "Oily"]}]}
    )
    label: Label
    kind: Kind = "text"
    options: Annotated[list[Choice], Field(max_length=50)] = Field(default_factory=list[str])


class FieldChange(BaseModel):
    """Its words, its choices, its place among the others."""

    model_config = ConfigDict(extra="forbid")

    label: Label | None = None
    options: Annotated[list[Choice], Field(max_length=50)] | None = None
    position: Annotated[int, Field(ge=0, le=1000)] | None = None


class DependentIn(BaseModel):
    """Somebody a contact books for: a student, a child, a pet."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "Leo", "relation": "son", "born_on": "2016-05-04"}]})
    name: Name
    relation: Annotated[Line, Field(max_length=40)] = ""
    born_on: date | None = None
    notes: Notes = ""


class DependentChange(BaseModel):
    """Any part of it; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    relation: Annotated[Line, Field(max_length=40)] | None = None
    born_on: date | None = None
    notes: Notes | None = None


class ConsentTest(BaseModel):
    """Who allows messages of that purpose by that channel, or does not."""

    model_config = ConfigDict(extra="forbid")

    channel: Channel
    purpose: Purpose
    allowed: bool


class FieldTest(BaseModel):
    """What a field of the business's own says: exactly that, from that on, up to that, anything, nothing."""

    model_config = ConfigDict(extra="forbid")

    key: Annotated[str, Field(max_length=40)]
    test: Test = "is"
    value: Annotated[Line, Field(max_length=500)] = ""


class ContactFilter(BaseModel):
    """Conditions on people; whoever is shown fulfils them all. `more` holds those of other parts of CareOps, by their names."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[Line, Field(max_length=200)] = ""
    source: Source | None = None
    reach: Literal["email", "phone", "none"] | None = None
    tags: Annotated[list[UUID], Field(max_length=10)] = Field(default_factory=list[UUID])
    without: Annotated[list[UUID], Field(max_length=10)] = Field(default_factory=list[UUID])
    consent: ConsentTest | None = None
    fields: Annotated[list[FieldTest], Field(max_length=10)] = Field(default_factory=list[FieldTest])
    created_from: date | None = None
    created_to: date | None = None
    more: Annotated[dict[Annotated[str, Field(max_length=40)], Annotated[Line, Field(max_length=40)]], Field(max_length=10)] = Field(
        default_factory=dict[str, str]
    )


class SegmentIn(BaseModel):
    """A saved way to look at the list."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "Can be written to", "filter": {"reach": "email"}}]})
    name: Label
    filter: ContactFilter


class BulkIn(BaseModel):
    """One deed for many people; `tag` names the tag where there is one."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"deed": "tag", "ids": [], "tag": "Regular"}]})
    deed: Deed
    ids: Annotated[list[UUID], Field(max_length=MOST_AT_ONCE)]
    tag: Annotated[Line, Field(max_length=40)] = ""


# ── what readers get ─────────────────────────────────────


class TagRow(BaseModel):
    id: UUID
    name: str
    tint: int


class FieldRow(BaseModel):
    """A field of the business's own; its key stays the same when the words change."""

    id: UUID
    key: str
    label: str
    kind: str
    options: list[str]
    position: int
    archived_at: datetime | None


class DependentRow(BaseModel):
    """Somebody a contact books for."""

    id: UUID
    contact_id: UUID
    name: str
    relation: str
    born_on: date | None
    notes: str
    created_at: datetime
    archived_at: datetime | None
    version: int


class SegmentRow(BaseModel):
    """A saved way to look at the list."""

    id: UUID
    name: str
    filter: ContactFilter
    position: int


class BulkRow(BaseModel):
    """Whom it concerned; the others were so already, or are not there. The same list undoes it."""

    deed: Deed
    ids: list[UUID]
    tag: str
