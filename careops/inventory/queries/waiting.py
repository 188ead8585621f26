"""The file of items a member has sent and not brought in yet: kept outside of what is served, for a day or two, for nobody else."""

import json
from pathlib import Path

from sqlmodel import Session

from careops.contacts.rules.importing import FileGone
from careops.core.actor import Actor, Permission
from careops.core.errors import Forbidden
from careops.core.settings import settings
from careops.inventory.schemas.files import WaitingFile


def place_of(actor: Actor) -> Path:
    """Where this member's file lies, beside the files of their drafts, with which it is forgotten; ids alone make the path."""
    if actor.member_id is None:
        raise Forbidden
    return settings.data_dir / "uploads" / str(actor.workspace) / str(actor.member_id) / "items"


def waiting_file(_db: Session, actor: Actor) -> tuple[WaitingFile, bytes]:
    """The file with what is in it; FileGone when none waits."""
    actor.require(Permission.inventory_manage)
    where = place_of(actor)
    try:
        told = WaitingFile.model_validate(json.loads((where / "file.json").read_text()))
        return told, (where / "file").read_bytes()
    except OSError:
        raise FileGone from None
