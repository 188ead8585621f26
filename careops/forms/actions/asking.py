"""Asking for copies, asking again, and telling that their time is over."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.contacts import queries as contacts
from careops.contacts.rules import GONE, ContactErased
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.crypto import new_token
from careops.core.errors import NotFound
from careops.forms import queries, rules
from careops.forms.events import CopyFact, FormDueMoved, FormOverdue, FormReminded, FormRequested, FormResent, FormWaived
from careops.forms.models import FormSubmission, FormTemplate, Kind, Status
from careops.forms.schemas import DueIn, RequestIn, SubmissionRow, WaiveIn

AGAIN_AFTER = timedelta(minutes=10)  # so long nobody is reminded twice


def request(db: Session, actor: Actor, *, asked: RequestIn) -> SubmissionRow:
    """Asks a contact to fill in a form, due when the form says unless said otherwise; for one booking each form is asked once."""
    actor.require(Permission.forms_manage)
    template = _template(db, asked.template_id)
    if not template.active or template.kind != Kind.booking:
        raise rules.FormAsleep
    who = contacts.get(db, actor, contact_id=asked.contact_id)
    if who.source == GONE:
        raise ContactErased
    asked = asked.model_copy(update={"contact_id": who.id})
    if asked.booking_id and (earlier := _asked(db, asked)):
        return queries.submission(db, actor, submission_id=earlier.id)
    said = asked.model_dump(exclude={"due_at"})
    due = asked.due_at or now() + timedelta(hours=template.due_hours)
    copy = FormSubmission(**said, number=template.current, created_at=now(), due_at=due)
    try:
        with db.begin_nested():
            db.add(copy)
    except IntegrityError:  # asked for by somebody else at the same moment
        if (earlier := _asked(db, asked)) is None:
            raise
        return queries.submission(db, actor, submission_id=earlier.id)
    tell(db, actor, FormRequested, copy, template.name)
    return queries.submission(db, actor, submission_id=copy.id)


def request_for_booking(
    db: Session, actor: Actor, *, booking_id: UUID, booking_type_id: UUID, contact_id: UUID, several: bool = False
) -> list[SubmissionRow]:
    """Asks for every form that belongs to a booking of that type, each once; of `several` bookings made together, for the first alone."""
    wanted = queries.asked_after(db, actor, booking_type_id=booking_type_id)
    if several and wanted:
        mine = select(FormSubmission.template_id).where(
            FormSubmission.contact_id == contact_id, col(FormSubmission.status).in_(rules.OPEN), FormSubmission.booking_id != booking_id
        )
        awaited = set(db.exec(mine))
        wanted = [one for one in wanted if one.id not in awaited]
    said = [RequestIn(template_id=one.id, contact_id=contact_id, booking_id=booking_id) for one in wanted]
    return [request(db, actor, asked=asked) for asked in said]


# ── while it is awaited ──────────────────────────────────


def remind(db: Session, actor: Actor, *, submission_id: UUID) -> SubmissionRow:
    """Reminds them now; refused when it is not awaited any more, or when they were reminded a moment ago."""
    actor.require(Permission.forms_manage)
    copy, name = _awaited(db, submission_id)
    if copy.reminded_at and now() - copy.reminded_at < AGAIN_AFTER:
        raise rules.RemindedJustNow
    copy.reminded_at = now()
    return _told(db, actor, FormReminded, copy, name)


def resend(db: Session, actor: Actor, *, submission_id: UUID) -> SubmissionRow:
    """Sends it once more with a new link; the old one opens nothing any more. What was filled in stays."""
    actor.require(Permission.forms_manage)
    copy, name = _awaited(db, submission_id)
    copy.salt = new_token()[:16]
    return _told(db, actor, FormResent, copy, name)


def set_due(db: Session, actor: Actor, *, submission_id: UUID, due: DueIn) -> SubmissionRow:
    """Moves the date; what is not late any more can be late again, and is reminded of again."""
    actor.require(Permission.forms_manage)
    copy, name = _awaited(db, submission_id)
    if copy.due_at == due.due_at:
        return queries.submission(db, actor, submission_id=submission_id)
    copy.due_at = due.due_at
    if due.due_at is None or due.due_at > now():
        copy.overdue_at = copy.reminded_at = None
    return _told(db, actor, FormDueMoved, copy, name)


def waive(db: Session, actor: Actor, *, submission_id: UUID, waived: WaiveIn) -> SubmissionRow:
    """It need not be filled in any more, and why; what was answered so far stays readable."""
    actor.require(Permission.forms_manage)
    copy, name = _awaited(db, submission_id)
    _waive(db, actor, copy, name, waived.why)
    return queries.submission(db, actor, submission_id=submission_id)


def waive_for_booking(db: Session, actor: Actor, *, booking_id: UUID, why: str) -> int:
    """Nothing that was asked for that booking is awaited any more; returns how many copies were."""
    actor.require(Permission.forms_manage)
    mine = select(FormSubmission).where(FormSubmission.booking_id == booking_id, col(FormSubmission.status).in_(rules.OPEN))
    found = db.exec(mine.with_for_update()).all()
    names = _names(db, found)
    for copy in found:
        _waive(db, actor, copy, names[copy.template_id], why)
    return len(found)


def was_sent(db: Session, actor: Actor, *, submission_id: UUID) -> None:
    """The message with the link is on its way."""
    actor.require(Permission.forms_manage)
    copy = db.exec(select(FormSubmission).where(FormSubmission.id == submission_id)).one()
    copy.sent_at = copy.sent_at or now()


# ── by the clock ─────────────────────────────────────────


def tell_overdue(db: Session, actor: Actor, *, limit: int = 100) -> int:
    """Records of some copies whose time is over that it is; returns how many, 0 when all of them have been told."""
    actor.require(Permission.forms_manage)
    late = queries.is_status(Status.overdue)
    mine = select(FormSubmission).where(late, col(FormSubmission.overdue_at).is_(None)).limit(limit).with_for_update(skip_locked=True)
    found = db.exec(mine).all()
    names = _names(db, found)
    for copy in found:
        copy.overdue_at = now()
        tell(db, actor, FormOverdue, copy, names[copy.template_id])
    return len(found)


def remind_of_due(db: Session, actor: Actor, *, limit: int = 500) -> int:
    """Reminds everybody whose form is due soon, as early as it says and once; returns how many.

    Who was asked later than the reminder would have come is not reminded of what they have just got.
    """
    actor.require(Permission.forms_manage)
    done, moment = 0, now()
    for template in db.exec(select(FormTemplate).where(FormTemplate.remind_hours > 0)).all():
        before = timedelta(hours=template.remind_hours)
        mine = select(FormSubmission).where(
            FormSubmission.template_id == template.id,
            col(FormSubmission.status).in_(rules.OPEN),
            col(FormSubmission.reminded_at).is_(None),
            col(FormSubmission.due_at).between(moment, moment + before),
        )
        for copy in db.exec(mine.limit(limit).with_for_update(skip_locked=True)):
            if copy.due_at and copy.created_at < copy.due_at - before:
                copy.reminded_at = moment
                tell(db, actor, FormReminded, copy, template.name)
                done += 1
    return done


# ── parts ────────────────────────────────────────────────


def tell(db: Session, actor: Actor, fact: type[CopyFact], copy: FormSubmission, name: str, **more: object) -> None:
    """Records what happened to a copy."""
    told = {"template_id": copy.template_id, "name": name, "booking_id": copy.booking_id, "link_salt": copy.salt}
    due = copy.due_at.isoformat() if copy.due_at else ""
    record(db, actor, fact(subject=copy.id, contact=copy.contact_id, due_at=due, **told, **more))  # pyright: ignore[reportArgumentType]


def _told(db: Session, actor: Actor, fact: type[CopyFact], copy: FormSubmission, name: str) -> SubmissionRow:
    db.flush()
    tell(db, actor, fact, copy, name)
    return queries.submission(db, actor, submission_id=copy.id)


def _waive(db: Session, actor: Actor, copy: FormSubmission, name: str, why: str) -> None:
    copy.status, copy.waived_at, copy.waived_by, copy.waived_why = Status.waived, now(), actor.name, why
    copy.version += 1
    db.flush()
    tell(db, actor, FormWaived, copy, name, why=why)


def _awaited(db: Session, submission_id: UUID) -> tuple[FormSubmission, str]:
    copy = db.exec(select(FormSubmission).where(FormSubmission.id == submission_id).with_for_update()).one_or_none()
    if copy is None:
        raise NotFound
    if copy.status not in rules.OPEN:
        raise rules.NotAwaited
    return copy, _names(db, [copy])[copy.template_id]


def _names(db: Session, copies: Sequence[FormSubmission]) -> dict[UUID, str]:
    wanted = {copy.template_id for copy in copies}
    if not wanted:
        return {}
    return dict(db.exec(select(FormTemplate.id, FormTemplate.name).where(col(FormTemplate.id).in_(wanted))).all())


def _template(db: Session, template_id: UUID) -> FormTemplate:
    found = db.exec(select(FormTemplate).where(FormTemplate.id == template_id, col(FormTemplate.archived_at).is_(None))).first()
    if found is None:
        raise NotFound
    return found


def _asked(db: Session, asked: RequestIn) -> FormSubmission | None:
    return db.exec(
        select(FormSubmission).where(FormSubmission.template_id == asked.template_id, FormSubmission.booking_id == asked.booking_id)
    ).first()
