"""How fast people were answered over a stretch of days: one statement that reads the index of the answers alone."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.core.actor import Actor, Permission
from careops.core.days import Days
from careops.core.db import Gathered, execute
from careops.inbox.models import Message
from careops.inbox.schemas.reports import AnswerTimes


def answer_times(db: Session, actor: Actor, *, days: Days) -> list[AnswerTimes]:
    """How long customers had waited for the answers of these days: all of them together first, then each step that has any."""
    actor.require(Permission.reports)
    step, waited = days.number(col(Message.at)).label("step"), col(Message.waited)
    question = sa.select(step, Gathered(waited)).where(days.holds(col(Message.at)), waited.is_not(None)).group_by(step).order_by(step)
    waits: list[tuple[int, list[int]]] = [(number, sorted(those)) for number, those in execute(db, question)]
    if not waits:
        return []
    together = sorted(wait for _number, those in waits for wait in those)
    return [_ranked(None, together), *(_ranked(number, those) for number, those in waits)]


def _ranked(step: int | None, waits: Sequence[int]) -> AnswerTimes:
    """By the rank of each wait among those of its step, the shortest being the first."""
    many = len(waits)
    return AnswerTimes(step=step, answers=many, median=waits[(many + 1) // 2 - 1], slowest_tenth=waits[(many * 9 + 9) // 10 - 1])
