"""The API's doors to other programs' files; what is done with one after the upload is done at /contacts/imports."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Path, Query

from careops.accounts.api import ask, member
from careops.contacts.actions import importing
from careops.contacts.schemas import ImportRow
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.importers import actions, queries
from careops.importers.rules.readers import recognise
from careops.importers.schemas import NamesRow, OriginRow

router = APIRouter(prefix="/api/v1/imports", tags=["imports"])

Reader = Annotated[Actor, Depends(member(Permission.bookings_manage))]
Writer = Annotated[Actor, Depends(member(Permission.contacts_manage))]
Word = Annotated[str, Path(max_length=24, pattern="^[a-z]+$")]


@router.get("/origins")
def origins(_actor: Reader) -> list[OriginRow]:
    """The kinds of file that can be brought in."""
    return actions.origins()


@router.post("/{what}/{origin}/import", status_code=201)
def upload(
    actor: Writer,
    what: Word,
    origin: Word,
    name: Annotated[str, Query(max_length=1000, description="What the file is called")] = "",
    body: Annotated[bytes, Body(media_type="application/octet-stream", description="The file, up to 20 MB")] = b"",
) -> ImportRow:
    """Keeps a file of another program and says what is in it; nothing is brought in yet. As `auto` it is recognised by what it holds.

    Say what its columns are, look it over and run it at `/contacts/imports/{importrun_id}`.
    """
    if (what, origin) == ("bookings", "auto"):
        origin = recognise(body)
    looked = ask(actor, importing.glance, what=what, origin=origin, content=body)
    with transaction(actor) as db:
        return importing.upload(db, actor, what=what, origin=origin, file_name=name, content=body, looked=looked)


@router.get("/{importrun_id}/names")
def names(actor: Reader, importrun_id: UUID) -> NamesRow:
    """The services and people a file of bookings speaks of, and which of ours each is; choose otherwise in its options' `more`."""
    return ask(actor, queries.names, import_id=importrun_id)
