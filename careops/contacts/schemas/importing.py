"""Files that are brought in: what may be chosen, what becomes of each record, and what readers get of a run."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from careops.core.typed import Line

Outcome = Literal["made", "changed", "known", "refused"]
KnownPeople = Literal["skip", "fill", "overwrite"]
MOST_PROBLEMS = 200  # kept in a report; every row's own outcome is kept beside it


# ── between a file's reader and the job ──────────────────


@dataclass(frozen=True, slots=True)
class Target:
    """Something a column may be: `words` are how files of all kinds call it, "|" between them."""

    key: str
    label: str
    words: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file holds at first sight: its columns with some values, how many records, and what each column seems to be."""

    columns: list["ColumnRow"]
    total: int
    mapping: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(slots=True)
class Record:
    """One record, cleaned: `data` is the reader's own. With a `problem` it goes no further."""

    number: int
    data: Any = None
    problem: str = ""
    source_key: str = ""


@dataclass(slots=True)
class Verdict:
    """What becomes of a record; `data` is what acting on it needs, `before` what undoing puts back."""

    number: int
    outcome: Outcome
    reason: str = ""
    kind: str = "contact"
    subject: UUID | None = None
    source_key: str = ""
    data: Any = None
    before: dict[str, Any] = field(default_factory=dict[str, Any])


# ── input ────────────────────────────────────────────────

Column = Annotated[Line, Field(max_length=200)]


class ImportOptions(BaseModel):
    """What each column is (target → column), and what happens with who is known already: left alone, gaps filled in, or overwritten.

    Consent is taken from a file only with its `basis`: how and when these people agreed. `tags` are put on everybody in the file;
    `more` is what only one origin asks for.
    """

    model_config = ConfigDict(extra="forbid")

    mapping: Annotated[dict[Annotated[str, Field(max_length=80)], Column], Field(max_length=200)] = Field(default_factory=dict[str, str])
    known: KnownPeople = "fill"
    tags: Annotated[list[Annotated[Line, Field(min_length=1, max_length=40)]], Field(max_length=10)] = Field(default_factory=list[str])
    basis: Annotated[Line, Field(max_length=300)] = ""
    more: dict[str, Any] = Field(default_factory=dict[str, Any])


# ── what readers get ─────────────────────────────────────


class ColumnRow(BaseModel):
    """A column of the file, and a few of its values."""

    name: str
    samples: list[str]


class TargetRow(BaseModel):
    """Something a column may be."""

    key: str
    label: str
    required: bool


class Counts(BaseModel):
    """How many records came to what; after undoing: `made` were removed, `changed` put back, `known` left as people have them now."""

    made: int = 0
    changed: int = 0
    known: int = 0
    refused: int = 0


class RowProblem(BaseModel):
    """Why a row of the file is not brought in; rows count as spreadsheets do."""

    number: int
    reason: str


class Report(BaseModel):
    """What a dry run, a run or an undoing found so far."""

    counts: Counts = Field(default_factory=Counts)
    problems: list[RowProblem] = Field(default_factory=list[RowProblem])
    failed: str = ""


class ImportRow(BaseModel):
    """A file that is brought in. `task` says what is going on or was last: look (a dry run), run, undo."""

    id: UUID
    what: str
    origin: str
    file_name: str
    status: str
    task: str
    total: int
    done: int
    options: ImportOptions
    columns: list[ColumnRow]
    targets: list[TargetRow]
    looked: Report | None
    ran: Report | None
    undone: Report | None
    actor_name: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
