"""How fast forms come back, over a stretch of days: two statements on the index of when copies were made."""

from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.core.actor import Actor, Permission
from careops.core.days import Days, Seconds
from careops.core.db import execute
from careops.forms.models import FormSubmission, FormTemplate, Status
from careops.forms.queries.submissions import is_status
from careops.forms.schemas.reports import FormStep, FormTurnaround

MADE = col(FormSubmission.created_at)
_DONE = col(FormSubmission.status) == Status.completed
_IN_TIME = sa.and_(_DONE, sa.or_(col(FormSubmission.due_at).is_(None), col(FormSubmission.completed_at) <= col(FormSubmission.due_at)))
_COUNTED = col(FormSubmission.status) != Status.waived  # nobody waits for what was waived


def _many(condition: Any) -> Any:
    return sa.func.count().filter(condition)


def steps(db: Session, actor: Actor, *, days: Days) -> list[FormStep]:
    """The copies of each step that has any."""
    actor.require(Permission.reports)
    step = days.number(MADE).label("step")
    question = sa.select(step, sa.func.count(), _many(_DONE), _many(_IN_TIME)).where(days.holds(MADE), _COUNTED).group_by(step)
    return [
        FormStep(step=number, sent=sent, completed=done, on_time=in_time)
        for number, sent, done, in_time in execute(db, question.order_by(step))
    ]


def turnaround(db: Session, actor: Actor, *, days: Days) -> list[FormTurnaround]:
    """Each form's copies, the most sent first. The median is found by rank: unfilled copies stand behind all others."""
    actor.require(Permission.reports)
    sent = sa.func.coalesce(col(FormSubmission.sent_at), MADE)
    took = cast("Any", sa.case((_DONE, Seconds(col(FormSubmission.completed_at)) - Seconds(sent))))
    form = cast("Any", col(FormSubmission.template_id))
    late = cast("Any", sa.case((is_status(Status.overdue), 1), else_=0))
    ranked = (
        sa.select(
            form.label("form"),
            took.label("took"),
            sa.case((_DONE, 1), else_=0).label("done"),
            sa.case((_IN_TIME, 1), else_=0).label("in_time"),
            late.label("late"),
            sa.func.row_number().over(partition_by=form, order_by=took.asc().nulls_last()).label("rank"),
            sa.func.count().filter(_DONE).over(partition_by=form).label("all_done"),
        )
        .where(days.holds(MADE), _COUNTED)
        .subquery()
    )
    at = cast("Any", ranked.c)
    total = cast("Any", sa.func.count())
    median = cast("Any", sa.func.max(sa.case((at.rank == (at.all_done + 1) // 2, at.took))))
    question: sa.Select[*tuple[Any, ...]] = (
        sa.select(at.form, col(FormTemplate.name), total, sa.func.sum(at.done), sa.func.sum(at.in_time), sa.func.sum(at.late), median)
        .join(FormTemplate, col(FormTemplate.id) == at.form)
        .group_by(at.form, col(FormTemplate.name))
        .order_by(total.desc(), col(FormTemplate.name))
    )
    return [
        FormTurnaround(template_id=id, name=name, sent=sent, completed=done, on_time=in_time, overdue=overdue, median=middle)
        for id, name, sent, done, in_time, overdue, middle in execute(db, question)
    ]
