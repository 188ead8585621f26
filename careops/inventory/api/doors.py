"""Who may look at stock and who may change it, and what every list of it takes."""

from typing import Annotated

from fastapi import Depends, Query, Request

from careops.accounts.api import member
from careops.core.actor import Actor, Permission
from careops.core.crypto import token_hash
from careops.core.paging import MOST

Viewer = Annotated[Actor, Depends(member(Permission.inventory_view))]
Keeper = Annotated[Actor, Depends(member(Permission.inventory_manage))]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Cursor = Annotated[str | None, Query(max_length=500)]


def key_of(request: Request, actor: Actor) -> str | None:
    """The key of the request, theirs alone, which the movement it makes bears too: so it counts once for ever, not for a day only."""
    key = request.headers.get("idempotency-key")
    return None if key is None else f"api:{token_hash(f'{actor.member_id or actor.name}:{key}')}"
