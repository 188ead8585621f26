"""Businesses for the journeys, made by actions on the served database: who may do what is theirs, and mail leaves for real."""

from dataclasses import dataclass
from uuid import UUID

from careops.channels import actions as channels
from careops.channels.schemas import SmtpIn
from careops.core import db
from careops.core.actor import Permission, Role
from tests import cast, worlds
from tests.servers import Mailbox


@dataclass(frozen=True, slots=True)
class Shop:
    """A business by its address, and its people's: an owner, and one of the staff who may only look at bookings and write."""

    slug: str
    service: UUID
    owner: str
    staff: str


def mail_shop(word: str, mails: Mailbox) -> Shop:
    """An open business that sends through the test's mail server."""
    owner = cast.founder(f"{word.capitalize()} Owner", f"{word}@owner.example", f"{word.capitalize()} Cuts")
    opened = worlds.opened(owner)
    with db.transaction(owner) as session:
        account = SmtpIn(host="127.0.0.1", port=mails.port, security="none", mail_from=f"hello@{word}.example")
        channels.add(session, owner, integration=account)
    staff = f"{word}@staff.example"
    cast.joined(owner, "Bo Staff", staff, Role.staff, [Permission.inbox, Permission.bookings_view])
    return Shop(opened.slug, opened.service, f"{word}@owner.example", staff)
