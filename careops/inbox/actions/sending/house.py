"""What the house itself sends: mail about a person's own account, and a test through one provider's account."""

from email.utils import parseaddr
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.channels import queries as channels
from careops.core.actor import PLATFORM, Actor, Permission
from careops.core.clock import now
from careops.core.db import inside, wake
from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.core.ids import new_id
from careops.core.settings import settings
from careops.inbox.actions.queueing import queue
from careops.inbox.models import Delivery, Purpose
from careops.inbox.queries.deliveries import row as delivery_row
from careops.inbox.rules import letters
from careops.inbox.schemas import DeliveryRow
from careops.ui.public.mail import Mail, Paragraph, mail_html, mail_text


def mail_account(db: Session, *, key: str, to: str, subject: str, text: str, html: str = "") -> None:
    """Mail about a person's own account, once for each `key`: kept on the platform, where no business can read its links."""
    with inside(db, PLATFORM):
        if db.exec(select(Delivery.id).where(Delivery.key == key)).first():
            return
        sender, _address = parseaddr(settings.mail_from)
        id = new_id()
        letter = letters.letter(id, at=now(), sender=sender, to=to, subject=subject, text=text, html=html, headers=letters.AUTOMATIC)
        queue(db, Actor.system(PLATFORM), id=id, key=key, letter=letter, purpose=Purpose.account)


def mail_member(db: Session, actor: Actor, *, key: str, to: str, subject: str, text: str, html: str = "") -> None:
    """Mail to somebody of the team about the business, once for each `key`: through its own account where one is ready, else the house's.

    It holds no private link, so that it may stand among the business's deliveries.
    """
    if not any(account.kind != "local" for account in channels.ready(db, actor, channel="email")):
        return mail_account(db, key=key, to=to, subject=subject, text=text, html=html)
    with inside(db, PLATFORM):  # it may have left before the account was ready
        known = db.exec(select(Delivery.id).where(Delivery.key == key)).first()
    if known or db.exec(select(Delivery.id).where(Delivery.key == key)).first():
        return None
    id, sender = new_id(), business.profile(db, actor).name
    letter = letters.letter(id, at=now(), sender=sender, to=to, subject=subject, text=text, html=html, headers=letters.AUTOMATIC)
    queue(db, actor, id=id, key=key, letter=letter, purpose=Purpose.account)
    return None


def send_test(db: Session, actor: Actor, *, integration_id: UUID, to: str = "") -> DeliveryRow:
    """A real message through one account and no other; when it is accepted, the account counts as tested."""
    actor.require(Permission.settings)
    account = channels.get(db, actor, integration_id=integration_id)
    here = business.profile(db, actor)
    by_text = account.channel == "sms"
    to = to or (here.phone if by_text else actor.email or here.email)
    if not to:
        raise Invalid.field("to", "Give a number to send the test to" if by_text else "Give an address to send the test to")
    id = new_id()
    words = _("Test message from {business}", here.locale, business=here.name)
    letter = letters.text_letter(id, to=to, text=words) if by_text else _test_letter(id, here, account.label, actor.name, to, words)
    delivery = queue(db, actor, id=id, key=f"test:{id}", letter=letter, purpose=Purpose.test)
    delivery.pinned, delivery.integration_id, delivery.via = True, integration_id, account.label
    wake(db, f"ws:{actor.workspace}")
    return delivery_row(delivery)


def _test_letter(id: UUID, here: BusinessRow, label: str, name: str, to: str, subject: str) -> dict[str, Any]:
    mail = Mail(
        brand=letters.brand(here),
        subject=subject,
        preheader=_("Sending works.", here.locale),
        title=_("Sending works", here.locale),
        blocks=[Paragraph(_("This message left through “{account}”.", here.locale, account=label))],
        why=_("You get this because {name} pressed “Send a test message”.", here.locale, name=name or here.name),
        locale=here.locale,
    )
    plain, html = mail_text(mail), mail_html(mail)
    return letters.letter(id, at=now(), sender=here.name, to=to, subject=subject, text=plain, html=html, headers=letters.AUTOMATIC)
