"""Items as CSV."""

from typing import Annotated

from fastapi import APIRouter, Body, Query, Request, Response

from careops.accounts.api import ask, post
from careops.core.db import reading
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.api.doors import Keeper, Viewer
from careops.inventory.schemas.files import ItemFileReport, WaitingFile

router = APIRouter()

File = Annotated[bytes, Body(media_type="text/csv", description="The file: its first row names the columns, one of them is `name`")]


@router.get("/export", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
def export(actor: Viewer) -> Response:
    """Every item as CSV, which can be read in again as it is."""
    headers = {"Content-Disposition": 'attachment; filename="items.csv"'}
    return Response(ask(actor, stock.items_file), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/import", status_code=200, response_model=ItemFileReport)
def read_in(actor: Keeper, body: File, request: Request, dry_run: bool = True, skip_bad: bool = False) -> Response:
    """Adds and changes items by SKU, barcode or name; a dry run only says what it would do, and what is wrong with which row."""
    return post(request, actor, inventory.import_items, status=200, content=body, dry_run=dry_run, skip_bad=skip_bad)


@router.post("/import/file", status_code=201)
def keep(
    actor: Keeper,
    name: Annotated[str, Query(max_length=1000, description="What the file is called")] = "",
    body: Annotated[bytes, Body(media_type="application/octet-stream", description="CSV, up to 20 MB")] = b"",
) -> WaitingFile:
    """Keeps a file for the page of the asking member, who sees there what it would do and then brings it in."""
    with reading(actor) as db:
        return inventory.keep_file(db, actor, name=name, content=body)
