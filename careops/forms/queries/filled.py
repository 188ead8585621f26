"""A copy as it was asked: the questions that were shown, in their version's words, with their answers."""

from uuid import UUID

from sqlmodel import Session

from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.forms.queries.filling import copy, own_file
from careops.forms.queries.submissions import submission
from careops.forms.rules.receipts import Receipt
from careops.forms.rules.receipts import receipt as compose
from careops.forms.rules.reciting import recited
from careops.forms.rules.showing import shown
from careops.forms.schemas import AnswerRow, CopyRow, FieldKind, FilledRow, FormField

SIGNATURE = FieldKind.signature
IDENTITY = {"contact.email": "email", "contact.phone": "phone"}


def filled(db: Session, actor: Actor, *, submission_id: UUID, locale: str = "en") -> FilledRow:
    """One copy to be read, printed or kept; six statements."""
    actor.require(Permission.forms_view)
    row = copy(db, actor, submission_id=submission_id)
    who = contacts.by_ids(db, Actor.system(actor.workspace), ids=[row.contact_id]).get(row.contact_id)
    kept = {target: getattr(who, name) for target, name in IDENTITY.items()} if who else {}
    return FilledRow(
        submission=submission(db, actor, submission_id=submission_id),
        intro=row.intro,
        contact_name=who.name if who else "",
        fields=row.fields,
        answers=[answer_row(row, field, locale, kept) for field in shown(row.fields, row.answers)],
    )


def receipt(db: Session, actor: Actor, *, submission_id: UUID, locale: str = "en") -> Receipt:
    """A copy to keep on paper, for whom it is and for members who see forms."""
    row = copy(db, actor, submission_id=submission_id)
    who = contacts.by_ids(db, Actor.system(actor.workspace), ids=[row.contact_id]).get(row.contact_id)
    drawn = {field.key: row.answers[field.key].get("drawn") for field in row.fields if field.kind is SIGNATURE and field.key in row.answers}
    drawings = {key: own_file(db, actor, submission_id=row.id, file_id=UUID(file["id"]))[1] for key, file in drawn.items() if file}
    here = business.profile(db, actor)
    return compose(row, here, who.name if who else "", drawings, now=now(), locale=locale)


def answer_row(row: CopyRow, field: FormField, locale: str, kept: dict[str, str] | None = None) -> AnswerRow:
    """One question with its answer; `suggests` where the answer is another address or number than the one that is kept."""
    answer = row.answers.get(field.key)
    before = (kept or {}).get(field.maps_to or "", "")
    return AnswerRow(
        key=field.key,
        kind=field.kind,
        label=field.label,
        answer=answer,
        text=recited(field, answer, locale),
        files=[file for file in row.files if file.key == field.key] if answer is not None else [],
        suggests=bool(before and answer and before != answer),
    )
