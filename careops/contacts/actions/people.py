"""Getting to know people, once each."""

from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from careops.activity.actions import record
from careops.contacts import rules
from careops.contacts.actions.consenting import agreed_by_asking
from careops.contacts.actions.fields import keep_values
from careops.contacts.events import ContactArchived, ContactChanged, ContactCreated, ContactRestored, NumberOffered
from careops.contacts.models import Contact
from careops.contacts.queries import read_phone, row, same, shown, whole
from careops.contacts.schemas import ContactChange, ContactIn, ContactRow, Source
from careops.core.actor import Actor, Kind, Permission
from careops.core.clock import now
from careops.core.db import Inserted
from careops.core.errors import NotFound, Stale, invalid
from careops.core.ids import new_id

CONTACTS = Inserted(Contact)


def register(
    db: Session,
    actor: Actor,
    *,
    name: str,
    email: str = "",
    phone: str = "",
    source: str = Source.staff,
    locale: str = "",
    timezone: str = "",
    notes: str = "",
    agreed: str = "",
    offers: bool = False,
) -> ContactRow:
    """The person with this address or number: the one already known, with gaps filled in, or a new one.

    `agreed` is what a form told them about messages; it and the ticked box for `offers` are kept of somebody new.
    """
    if actor.kind is Kind.member and not actor.can(Permission.bookings_manage):
        actor.require(Permission.contacts_manage)
    try:
        said = ContactIn(name=name, email=email, phone=phone, locale=locale, timezone=timezone, notes=notes)
    except ValidationError as problem:
        raise invalid(problem) from None
    said = said.model_copy(update={"phone": read_phone(db, actor, said.phone)})
    strangers = actor.kind is Kind.customer
    if known := same(db, said.email, said.phone, strangers=strangers):
        return _fill_in(db, actor, known, said)
    made = {"id": new_id(), **said.model_dump(), "source": source, "created_at": now(), "archived_at": None, "version": 1}
    id = CONTACTS.add_new(db, **made, **derived(said.name, said.email, said.phone))
    if id is None:  # the same person came through another door in this very moment
        known = same(db, said.email, said.phone, strangers=strangers)
        if known is None:
            raise rules.ContactExists
        return _fill_in(db, actor, known, said)
    record(db, actor, ContactCreated(subject=id, contact=id, name=said.name, origin=source))
    if agreed:
        reached = [way for way, address in (("email", said.email), ("sms", said.phone)) if address]
        agreed_by_asking(db, actor, contact_id=id, reached=reached, wording=agreed, offers=offers)
    return shown(made)


def edit(db: Session, actor: Actor, *, contact_id: UUID, change: ContactChange, version: int | None = None) -> ContactRow:
    """Changes what was said; refused when somebody else has that address, or when it changed since it was read."""
    actor.require(Permission.contacts_manage)
    contact = present(db, contact_id)
    if version is not None and version != contact.version:
        raise Stale
    told = change.model_dump(exclude_none=True, exclude={"fields"})
    if change.phone is not None:
        told["phone"] = read_phone(db, actor, change.phone)
    changed = [name for name, value in told.items() if getattr(contact, name) != value]
    changed += [f"fields.{key}" for key in keep_values(db, actor, contact=contact, said=change.fields or {})] if change.fields else []
    if not changed:
        return whole(db, actor, contact_id=contact_id)
    try:
        with db.begin_nested():
            contact.sqlmodel_update(told)
            refresh(contact)
            db.flush()
    except IntegrityError:
        raise rules.ContactExists from None
    record(db, actor, ContactChanged(subject=contact.id, contact=contact.id, name=contact.name, changed=changed))
    return whole(db, actor, contact_id=contact_id)


def archive(db: Session, actor: Actor, *, contact_id: UUID) -> ContactRow:
    """Puts a person away; doing it again changes nothing."""
    actor.require(Permission.contacts_manage)
    contact = present(db, contact_id)
    if contact.archived_at is None:
        contact.archived_at = now()
        contact.version += 1
        record(db, actor, ContactArchived(subject=contact.id, contact=contact.id, name=contact.name))
    return row(contact)


def restore(db: Session, actor: Actor, *, contact_id: UUID) -> ContactRow:
    """Takes a person back into the lists."""
    actor.require(Permission.contacts_manage)
    contact = present(db, contact_id)
    _bring_back(db, actor, contact)
    return row(contact)


def present(db: Session, contact_id: UUID) -> Contact:
    """The person, kept still for a change; refused by name for who was merged into somebody else or erased."""
    found = db.exec(select(Contact).where(Contact.id == contact_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    if found.merged_into is not None:
        raise rules.ContactMerged
    if found.source == rules.GONE:
        raise rules.ContactErased
    return found


def derived(name: str, email: str, phone: str) -> dict[str, str | None]:
    """What follows from the name, the address and the number."""
    return {
        "name_key": rules.name_key(name),
        "email_key": rules.email_key(email),
        "phone_key": rules.phone_key(phone, email),
        "found_by": rules.found_by(name, email, phone),
    }


def refresh(contact: Contact) -> None:
    """Derives it again after a change."""
    contact.sqlmodel_update(derived(contact.name, contact.email, contact.phone))
    contact.version += 1


def _fill_in(db: Session, actor: Actor, known: Contact, said: ContactIn) -> ContactRow:
    """Adds only what was not known: nobody rewrites a person by typing their address into a public form.

    Nor does anybody get their messages so: a number that a stranger gives is told, and added by whoever knows better.
    """
    _bring_back(db, actor, known)
    told = said.model_dump(include={"locale", "timezone"} if actor.kind is Kind.customer else {"email", "phone", "locale", "timezone"})
    if "phone" not in told and said.phone and not known.phone:
        record(db, actor, NumberOffered(subject=known.id, contact=known.id, words=said.phone))
    new = {name: value for name, value in told.items() if value and not getattr(known, name)}
    if new:
        known.sqlmodel_update(new)
        refresh(known)
        db.flush()
        record(db, actor, ContactChanged(subject=known.id, contact=known.id, name=known.name, changed=sorted(new)))
    return row(known)


def _bring_back(db: Session, actor: Actor, contact: Contact) -> None:
    if contact.archived_at is None:
        return
    contact.archived_at = None
    contact.version += 1
    record(db, actor, ContactRestored(subject=contact.id, contact=contact.id, name=contact.name))
