"""The three panes at once."""

from sqlmodel import Session

from careops.accounts import queries as accounts
from careops.business import queries as business
from careops.core import clock
from careops.core.actor import Actor
from careops.core.errors import NotFound
from careops.core.ids import read_id
from careops.inbox import queries
from careops.inbox.rules.snoozing import presets
from careops.inbox.schemas import ConversationRow
from careops.inbox.state.rows import Asked, Choice, Mark, Open, Screen
from careops.inbox.state.screens.listing import listed, tabs
from careops.inbox.state.screens.opening import opened
from careops.inbox.state.screens.telling import thread


def screen(db: Session, actor: Actor, *, asked: Asked) -> Screen:
    """The asked list, the open conversation and what is known about the contact."""
    here, moment = business.profile(db, actor), clock.now()
    team = [member for member in accounts.members(db, actor) if member.active]
    labels = queries.labels(db, actor)
    found = _conversation(db, actor, asked.conversation)
    lines = listed(db, actor, asked, here, moment, team, found.id if found else None, labels)
    said = thread(db, actor, asked, found, here, moment) if found else {}
    return Screen(
        **lines,
        **said,
        tabs=tabs(queries.counts(db, actor), asked),
        labels=[Mark(str(one.id), one.name, one.tint, bool(found and one in found.labels)) for one in labels],
        open=opened(db, actor, found, here, moment, team) if found else Open(),
        team=[Choice(str(m.id), m.name, initials=m.initials, tint=m.tint) for m in team],
        moments=[Choice(p.until.isoformat(), p.label, here.moment(p.until, moment)) for p in presets(moment, here.timezone)],
        missing=bool(asked.conversation) and found is None,
        pane=(asked.pane or "thread") if found else "list",
    )


def _conversation(db: Session, actor: Actor, id: str) -> ConversationRow | None:
    try:
        return queries.get(db, actor, conversation_id=read_id(id)) if id else None
    except NotFound:
        return None
