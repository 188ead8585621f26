"""Whose copy it is, where somebody is in it, and in which language they read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import Request
from sqlmodel import Session

from careops.business import queries as businesses
from careops.business.schemas import BusinessRow
from careops.contacts import queries as contacts
from careops.core.actor import Actor
from careops.core.clock import now, today
from careops.core.http import language_of
from careops.core.when import moment_text
from careops.forms import queries as copies
from careops.forms.public.posted import Posted
from careops.forms.rules.answering import missing
from careops.forms.rules.showing import Page as Leaf
from careops.forms.rules.showing import pages, shown_pages
from careops.forms.schemas import CopyRow, Status

REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Visit:
    """Who fills what in, where, in which language."""

    actor: Actor
    row: CopyRow
    here: BusinessRow
    locale: str
    path: str
    answers: Mapping[str, Any]
    query: Mapping[str, object]

    @property
    def leaves(self) -> list[Leaf]:
        """The pages there are with the answers so far."""
        return shown_pages(self.row.fields, self.answers)

    @property
    def today(self) -> date:
        return today(self.here.timezone)

    def when(self, moment: Any) -> str:
        return moment_text(now(), moment, self.here.timezone, self.locale, self.here.hour_cycle)


def visiting(db: Session, request: Request, token: str) -> Visit:
    """Whoever holds the link, with what they answered so far."""
    actor, id = copies.by_link(db, token=token)
    row = copies.copy(db, actor, submission_id=id)
    here = businesses.profile(db, actor)
    who = contacts.by_ids(db, Actor.system(actor.workspace), ids=[row.contact_id]).get(row.contact_id)
    locale = here.spoken(language_of(request, (who.locale if who else "") or here.locale))
    known = {} if row.status == Status.in_progress or row.answers else copies.known_answers(db, actor, row)
    return Visit(actor, row, here, locale, f"/form/{token}", {**known, **row.answers}, dict(request.query_params))


def chosen(here: Visit, asked: str) -> Leaf:
    """The page the address names; else the one after the last that was finished, or the one they were at."""
    if asked.isascii() and asked.isdigit() and len(asked) < 4:
        return next((one for one in here.leaves if one.at == int(asked) - 1), here.leaves[0])
    last = next((one for one in here.leaves if one.at == here.row.page), here.leaves[0])
    open_here = missing(here.row.fields, here.row.answers, among={field.key for field in last.fields})
    if here.row.status == Status.pending or not here.row.answers or open_here:
        return last
    return next((one for one in here.leaves if one.at > last.at), last)


def posted_leaf(here: Visit, given: Posted) -> Leaf:
    """The page that was posted."""
    return next((one for one in pages(here.row.fields) if one.at == given.number("page")), here.leaves[0])
