"""Whose clock each business goes by: what jobs in each business's own time need to know."""

from sqlmodel import Session, col, select

from careops.business.models import Business
from careops.core.db import everywhere
from careops.core.schedule import Place


def places(db: Session) -> list[Place]:
    """Every business that has said where it is, of all workspaces; whoever is not among them goes by UTC."""
    with everywhere(db):
        found = db.exec(select(col(Business.workspace_id), col(Business.timezone), col(Business.digest_minute)))
        return [Place(workspace_id, timezone, minute) for workspace_id, timezone, minute in found]
