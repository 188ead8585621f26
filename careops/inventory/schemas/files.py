"""Items as a file."""

from pydantic import BaseModel


class RowProblem(BaseModel):
    """What is wrong with one row of a file; the header is row 1."""

    row: int
    field: str
    message: str


class ItemFileReport(BaseModel):
    """What a file of items would do, or did. With problems nothing is written unless bad rows are to be skipped."""

    dry_run: bool
    rows: int
    added: int
    changed: int
    same: int
    refused: int
    problems: list[RowProblem]


class WaitingFile(BaseModel):
    """A file that was sent and is not brought in yet."""

    name: str
