"""Finding people."""

from collections.abc import Iterable
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.business import queries as business
from careops.business.schemas import phone_number
from careops.contacts import rules
from careops.contacts.models import Contact
from careops.contacts.schemas import ContactRow
from careops.core import crypto, paging
from careops.core.actor import Actor, Permission
from careops.core.db import Prepared
from careops.core.errors import Invalid, NotFound
from careops.core.paging import Page
from careops.ui.people import initials, tint

Sort = Literal["name", "-name", "created_at", "-created_at"]
Reach = Literal["email", "phone", "none"]


def row(contact: Contact) -> ContactRow:
    """The person as readers see them."""
    return shown(contact.model_dump(exclude={"workspace_id", "name_key", "email_key", "phone_key", "found_by"}))


def shown(told: dict[str, Any]) -> ContactRow:
    """The same for somebody whose columns are at hand."""
    return ContactRow(**told, initials=initials(told["name"]), tint=tint(told["id"]))


def get(db: Session, actor: Actor, *, contact_id: UUID) -> ContactRow:
    """One person; a customer sees only themselves."""
    if actor.contact_id != contact_id:
        actor.require(Permission.contacts_view)
    found = db.exec(select(Contact).where(Contact.id == contact_id)).one_or_none()
    if found is None:
        raise NotFound
    return row(found)


def by_ids(db: Session, actor: Actor, *, ids: Iterable[UUID]) -> dict[UUID, ContactRow]:
    """Those people in one statement, for lists that only name them; any member may know a name."""
    actor.require_member()
    wanted = set(ids)
    if not wanted:
        return {}
    return {contact.id: row(contact) for contact in db.exec(select(Contact).where(col(Contact.id).in_(wanted)))}


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
    if key := rules.email_key(email):
        found = next((known for (known,) in BY_EMAIL.ask(db, key=key)), None)
        if found or strangers or not phone:
            return found
        return db.exec(select(Contact).where(Contact.phone_key == phone)).one_or_none()
    if not phone:
        return None
    return db.exec(select(Contact).where(Contact.phone == phone).order_by(col(Contact.email_key).is_not(None), col(Contact.id))).first()


def matching(q: str) -> sa.Select[UUID]:
    """The ids of people whose name, address or number holds every word; for other domains' `IN (…)`."""
    question = sa.select(col(Contact.id))
    for word in rules.search_words(q):
        question = question.where(col(Contact.found_by).contains(word, autoescape=True))
    return question


def page(
    db: Session,
    actor: Actor,
    *,
    q: str = "",
    source: str | None = None,
    reach: Reach | None = None,
    archived: bool = False,
    sort: Sort = "name",
    cursor: str | None = None,
    limit: int = paging.LIMIT,
) -> Page[ContactRow]:
    """People, filtered and sorted; two statements at most, whatever their number."""
    actor.require(Permission.contacts_view)
    question = sa.select(Contact).where(col(Contact.archived_at).is_not(None) if archived else col(Contact.archived_at).is_(None))
    if q.strip():
        question = question.where(col(Contact.id).in_(matching(q)))
    if source:
        question = question.where(col(Contact.source) == source)
    if reach == "none":
        question = question.where(col(Contact.email) == "", col(Contact.phone) == "")
    elif reach:
        question = question.where(col(Contact.email if reach == "email" else Contact.phone) != "")
    by = sa.inspect(Contact).attrs["name_key" if sort.endswith("name") else "created_at"].class_attribute
    return paging.paginate(
        db,
        question,
        by=by,
        id=sa.inspect(Contact).attrs["id"].class_attribute,
        row=row,
        descending=sort.startswith("-"),
        cursor=cursor,
        limit=limit,
    )


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
        if found is None or found.archived_at is not None or not found.email:
            return None
        crypto.check_link("prefill", token, found.id, found.email_key or "")
    except NotFound:
        return None
    return row(found)
