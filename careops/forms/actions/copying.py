"""The copy somebody gets of what they have filled in, by mail."""

from uuid import UUID

from sqlmodel import Session, select

from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.core.actor import Actor, Permission
from careops.core.i18n import text as _
from careops.forms import queries
from careops.forms.models import FormSubmission, Status
from careops.forms.rules.letters import thanks
from careops.forms.rules.receipts import Receipt
from careops.inbox import actions as inbox
from careops.inbox.schemas import Sent, Skipped
from careops.integrations.ports import Attachment
from careops.ui.public.mail import mail_html, mail_text

MOST_ENCLOSED = 8_000  # letters: what is longer takes seconds to lay out, while everybody else's messages wait


def mail_copy(db: Session, actor: Actor, *, submission_id: UUID) -> Sent | Skipped:
    """Thanks with a copy to whoever filled it in, once; skipped where the form sends none, or where nothing may go to them."""
    actor.require(Permission.forms_manage)
    copy = db.exec(select(FormSubmission).where(FormSubmission.id == submission_id)).one_or_none()
    row = queries.copy_row(db, copy) if copy else None
    if copy is None or row is None or copy.status != Status.completed or not row.send_copy:
        return Skipped(_("This form sends no copies"))
    who, here = contacts.get(db, actor, contact_id=copy.contact_id), business.profile(db, actor)
    locale = here.spoken(who.locale or here.locale)
    kept = queries.receipt(db, actor, submission_id=submission_id, locale=locale)
    enclosed = _enclosed(kept)
    link = queries.link_of(db, actor, submission_id=submission_id)
    mail = thanks(row, here, who.name, link, locale=locale, enclosed=bool(enclosed))
    return inbox.send_automatic(
        db,
        actor,
        contact_id=who.id,
        key=f"form_copy:{submission_id}",
        title=_("Copy of a form"),
        subject=mail.subject,
        text=_("{form}: their copy of what they answered", form=row.form),
        letter=(mail_text(mail), mail_html(mail)),
        attachments=enclosed,
        reason=_("Whoever fills this form in gets a copy"),
        yields=False,
    )


def _enclosed(kept: Receipt) -> list[Attachment]:
    if kept.letters > MOST_ENCLOSED:
        return []
    return [Attachment(kept.name, "application/pdf", kept.pdf())]
