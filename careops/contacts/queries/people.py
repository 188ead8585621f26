"""Finding people."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.business import queries as business
from careops.business.schemas import phone_number
from careops.contacts import rules
from careops.contacts.models import Contact
from careops.contacts.schemas import ContactRow
from careops.core import crypto
from careops.core.actor import Actor, Permission
from careops.core.db import Prepared
from careops.core.errors import Invalid, NotFound
from careops.ui.people import initials, tint


def row(contact: Contact) -> ContactRow:
    """The person as readers see them."""
    return shown(contact.model_dump(exclude={"workspace_id", "name_key", "email_key", "phone_key", "found_by"}))


def shown(told: dict[str, Any]) -> ContactRow:
    """The same for somebody whose columns are at hand."""
    return ContactRow(**told, initials=initials(told["name"]), tint=tint(told["id"]))


def get(db: Session, actor: Actor, *, contact_id: UUID) -> ContactRow:
    """One person; a customer sees only themselves. Who was merged is who was kept: a former id leads there."""
    if actor.contact_id != contact_id:
        actor.require(Permission.contacts_view)
    found = db.exec(select(Contact).where(Contact.id == contact_id)).one_or_none()
    if found is None:
        raise NotFound
    return row(kept(db, found))


def kept(db: Session, found: Contact) -> Contact:
    """Whom an entry turned out to be, however many merges lie between; itself, and no statement more, where there was none."""
    while found.merged_into is not None:
        found = db.exec(select(Contact).where(Contact.id == found.merged_into)).one()
    return found


def by_ids(db: Session, actor: Actor, *, ids: Iterable[UUID]) -> dict[UUID, ContactRow]:
    """Those people in one statement, for lists that only name them; any member may know a name."""
    actor.require_member()
    wanted = set(ids)
    if not wanted:
        return {}
    return {contact.id: row(kept(db, contact)) for (contact,) in _BY_IDS.ask(db, ids=list(wanted))}


_BY_IDS = Prepared(sa.select(Contact).where(col(Contact.id).in_(sa.bindparam("ids", expanding=True))))


def stand_still(db: Session, *, contact_id: UUID) -> None:
    """Makes whoever else asks this of the same person wait until the transaction has ended."""
    db.exec(select(Contact.id).where(Contact.id == contact_id).with_for_update()).all()


def find(db: Session, actor: Actor, *, email: str = "", phone: str = "") -> ContactRow | None:
    """The person with this address, else with this number (E.164), if the business knows them."""
    found = same(db, email, phone, strangers=False)
    return row(found) if found else None


BY_EMAIL = Prepared(sa.select(Contact).where(col(Contact.email_key) == sa.bindparam("key")))


def same(db: Session, email: str, phone: str, *, strangers: bool) -> Contact | None:
    """Whom an entry is about.

    An address decides. A number decides where no address is given; with a new address it only leads to somebody who has none,
    and never on the word of a stranger: else anybody could redirect a customer's mail by knowing their number.
    """
    found: Contact | None = None
    if key := rules.email_key(email):
        found = next((known for (known,) in BY_EMAIL.ask(db, key=key)), None)
        if found is None and phone and not strangers:
            found = db.exec(select(Contact).where(Contact.phone_key == phone)).one_or_none()
    elif phone:
        sharing = select(Contact).where(Contact.phone == phone)
        found = db.exec(sharing.order_by(col(Contact.email_key).is_not(None), col(Contact.id))).first()
    return kept(db, found) if found else None


def read_phone(db: Session, actor: Actor, typed: str) -> str:
    """The number in its international form, read with the business's country."""
    if not typed:
        return ""
    try:
        return phone_number(typed, business.profile(db, actor).country)
    except ValueError as wrong:
        raise Invalid.field("phone", str(wrong)) from None


# ── the person's private link ────────────────────────────


def by_prefill(db: Session, actor: Actor, *, token: str) -> ContactRow | None:
    """Whom a `prefill_token` is for; None when it is nobody's, an old one, or of somebody who was put away."""
    try:
        found = db.exec(select(Contact).where(Contact.id == crypto.link_id(token))).one_or_none()
        who = kept(db, found) if found else None
        if found is None or who is None or who.archived_at is not None or not who.email:
            return None
        _check_prefill(token, found, who)
    except NotFound:
        return None
    return row(who)


def _check_prefill(token: str, found: Contact, who: Contact) -> None:
    """The link holds for the address it was made for; that of somebody who was merged may be the kept one's now."""
    try:
        crypto.check_link("prefill", token, found.id, found.email_key or "")
    except NotFound:
        crypto.check_link("prefill", token, found.id, who.email_key or "")
