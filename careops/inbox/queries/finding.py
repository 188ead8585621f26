"""Finding what was said, for Find or do."""

from sqlmodel import Session

from careops.core.actor import Actor, Permission
from careops.frame.schemas import Found
from careops.inbox.queries.searching import search

SHOWN = 5


def found(db: Session, actor: Actor, words: str) -> list[Found]:
    """The latest messages that hold the words, each in its conversation; none for those who may not see the inbox."""
    if not actor.can(Permission.inbox):
        return []
    return [
        Found(
            title=row.contact_name,
            detail="".join(piece.text for piece in row.pieces),
            href=f"/app/inbox/{row.conversation_id}?at={row.message_id}",
            initials=row.initials,
            tint=row.tint,
        )
        for row in search(db, actor, q=words, limit=SHOWN).items
    ]
