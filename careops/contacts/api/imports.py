"""The API's doors to files: people into CareOps from CSV, and out of it."""

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query
from fastapi.responses import StreamingResponse

from careops.accounts.api import ask, member
from careops.contacts import queries
from careops.contacts.actions import importing
from careops.contacts.schemas import ContactFilter, ImportOptions, ImportRow
from careops.core.actor import Actor, Permission
from careops.core.db import reading, transaction
from careops.core.paging import LIMIT, MOST, Page
from careops.core.sheets import more, written
from careops.core.typed import Line

router = APIRouter(prefix="/api/v1/contacts", tags=["contacts"])

Reader = Annotated[Actor, Depends(member(Permission.contacts_view))]
Writer = Annotated[Actor, Depends(member(Permission.contacts_manage))]


@router.post("/import", status_code=201)
def upload(
    actor: Writer,
    name: Annotated[str, Query(max_length=1000, description="What the file is called")] = "",
    body: Annotated[bytes, Body(media_type="application/octet-stream", description="CSV, up to 20 MB")] = b"",
) -> ImportRow:
    """Keeps a CSV file of people and says what its columns seem to be; nobody is brought in yet. Look it over, then run it."""
    looked = ask(actor, importing.glance, what="contacts", origin="csv", content=body)
    with transaction(actor) as db:
        return importing.upload(db, actor, what="contacts", origin="csv", file_name=name, content=body, looked=looked)


@router.get("/imports")
def runs(
    actor: Reader,
    what: Annotated[Line, Query(max_length=16, description="contacts, bookings, items")] = "",
    cursor: Annotated[str | None, Query(max_length=1000)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = LIMIT,
) -> Page[ImportRow]:
    """The files that were brought in or wait for it, the latest first."""
    return ask(actor, queries.import_runs, what=what, cursor=cursor, limit=limit)


@router.get("/imports/{importrun_id}")
def run(actor: Reader, importrun_id: UUID) -> ImportRow:
    """How far it is, and what a dry run, the run and an undoing found."""
    return ask(actor, queries.import_run, import_id=importrun_id)


@router.put("/imports/{importrun_id}/options")
def choose(actor: Writer, importrun_id: UUID, body: ImportOptions) -> ImportRow:
    """What each column is, and what happens with who is known already."""
    with transaction(actor) as db:
        return importing.choose(db, actor, import_id=importrun_id, options=body)


@router.post("/imports/{importrun_id}/look", status_code=202)
def look_over(actor: Writer, importrun_id: UUID) -> ImportRow:
    """A dry run in the background: counts, and what is wrong with which row."""
    with transaction(actor) as db:
        return importing.look_over(db, actor, import_id=importrun_id)


@router.post("/imports/{importrun_id}/run", status_code=202)
def bring_in(actor: Writer, importrun_id: UUID) -> ImportRow:
    """Brings the file in, in the background; what stopped halfway goes on where it was."""
    with transaction(actor) as db:
        return importing.bring_in(db, actor, import_id=importrun_id)


@router.post("/imports/{importrun_id}/undo", status_code=202)
def take_out(actor: Writer, importrun_id: UUID) -> ImportRow:
    """Takes it back in the background: only what nobody has touched since."""
    with transaction(actor) as db:
        return importing.take_out(db, actor, import_id=importrun_id)


@router.delete("/imports/{importrun_id}", status_code=204)
def forget(actor: Writer, importrun_id: UUID) -> None:
    """Throws the file away; what became of its rows stays known."""
    with transaction(actor) as db:
        importing.forget_import(db, actor, import_id=importrun_id)


@router.get("/imports/{importrun_id}/refused", response_class=StreamingResponse)
def refused(actor: Reader, importrun_id: UUID) -> StreamingResponse:
    """Every row that was not brought in, and why, as CSV."""
    ask(actor, queries.import_run, import_id=importrun_id)

    def lines() -> Iterator[str]:
        with reading(actor) as db:
            yield from written(["Row", "Reason"], queries.refused_rows(db, actor, import_id=importrun_id))

    return table(lines(), "refused.csv")


@router.get("/export", response_class=StreamingResponse)
def export(actor: Reader, segment: UUID | None = None, archived: bool = False) -> StreamingResponse:
    """Everybody, or a segment, as CSV that no spreadsheet computes."""
    asked = ask(actor, queries.segment_filter, segment_id=segment)

    return table(people_file(actor, asked, archived=archived), "contacts.csv")


def people_file(actor: Actor, asked: ContactFilter, *, archived: bool = False) -> Iterator[str]:
    """A page of people a piece, each read on its own: between two of them nothing is held, however slowly the file is taken."""
    with reading(actor) as db:
        columns, keys = queries.sheet_columns(db, actor)
    yield "".join(written(columns, ()))
    cursor: str | None = None
    while True:
        with reading(actor) as db:
            found = queries.sheet_page(db, actor, keys=keys, filter=asked, archived=archived, cursor=cursor)
        yield more(found.items)
        cursor = found.next_cursor
        if cursor is None:
            return


def table(lines: Iterator[str], name: str) -> StreamingResponse:
    """A file that is saved, never shown."""
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})
