"""One deed for many people: what it answers is whom it concerned, so that the opposite deed undoes exactly that."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity.actions import record_quietly
from careops.activity.events import Fact
from careops.contacts import rules
from careops.contacts.actions.tagging import TAGGED, tags_named, touch
from careops.contacts.events import ContactArchived, ContactChanged, ContactRestored
from careops.contacts.models import Contact, Tagged
from careops.contacts.schemas import BulkIn, BulkRow, Deed
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.errors import Invalid

UNSEEN = {"synchronize_session": False}


def do_to_many(db: Session, actor: Actor, *, bulk: BulkIn) -> BulkRow:
    """Tags, untags, archives or restores many at once.

    Those who are so already, or not there, or were merged or erased, are left out of the answer.
    """
    actor.require(Permission.contacts_manage)
    tagging = bulk.deed in ("tag", "untag")
    if tagging and not bulk.tag:
        raise Invalid.field("tag", "Name a tag")
    there = (col(Contact.id).in_(bulk.ids), col(Contact.merged_into).is_(None), col(Contact.source) != rules.GONE)
    people = db.exec(select(Contact).where(*there).order_by(col(Contact.id)).with_for_update()).all()
    done = _tagged(db, actor, people, bulk) if tagging else _archived(people, away=bulk.deed == "archive")
    db.flush()
    touch(db, [one.id for one in done])
    record_quietly(db, actor, [_fact(bulk.deed, one) for one in done])
    return BulkRow(deed=bulk.deed, ids=[one.id for one in done], tag=bulk.tag)


def _archived(people: Sequence[Contact], *, away: bool) -> list[Contact]:
    done = [one for one in people if (one.archived_at is None) == away]
    for one in done:
        one.archived_at = now() if away else None
    return done


def _tagged(db: Session, actor: Actor, people: Sequence[Contact], bulk: BulkIn) -> list[Contact]:
    [tag_id] = tags_named(db, actor, [bulk.tag]).values()
    borne: set[UUID] = set(db.exec(select(Tagged.contact_id).where(Tagged.tag_id == tag_id, col(Tagged.contact_id).in_(bulk.ids))))
    done = [one for one in people if (one.id in borne) == (bulk.deed == "untag")]
    ids = [one.id for one in done]
    if bulk.deed == "tag":
        TAGGED.add_all(db, [{"contact_id": id, "tag_id": tag_id} for id in ids])
    else:
        db.exec(sa.delete(Tagged).where(col(Tagged.tag_id) == tag_id, col(Tagged.contact_id).in_(ids)), execution_options=UNSEEN)
    return done


def _fact(deed: Deed, contact: Contact) -> Fact:
    if deed == "archive":
        return ContactArchived(subject=contact.id, contact=contact.id, name=contact.name)
    if deed == "restore":
        return ContactRestored(subject=contact.id, contact=contact.id, name=contact.name)
    return ContactChanged(subject=contact.id, contact=contact.id, name=contact.name, changed=["tags"])
