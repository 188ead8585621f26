"""A contact's page, ready to be shown."""

from datetime import datetime

from pydantic import BaseModel


class HappenedRow(BaseModel):
    """One thing that happened with the person, where it leads and what else it says; `day` is set on the first of its day."""

    id: str
    topic: str
    happened_at: datetime
    day: str
    what: str
    more: str = ""
    href: str = ""
    at: str
    icon: str
    tone: str = ""


class VisitRow(BaseModel):
    """One booking of theirs."""

    id: str = ""
    href: str = ""
    when: str = ""
    what: str = ""
    state: str = "confirmed"
    state_label: str = ""


class FiguresRow(BaseModel):
    """What their bookings came to, in words; blank for who may not see bookings."""

    visits: str = ""
    no_shows: str = ""
    cancellations: str = ""
    last_visit: str = ""
    spent: str = ""


class TopicRow(BaseModel):
    """Something the timeline can be narrowed to."""

    key: str
    label: str


class ContactPage(BaseModel):
    """Everything the business knows of one person."""

    id: str = ""
    name: str = ""
    initials: str = ""
    tint: int = 1
    since: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    timezone: str = ""
    notes: str = ""
    conversation_href: str = ""
    upcoming: list[VisitRow] = []
    past: list[VisitRow] = []
    figures: FiguresRow = FiguresRow()
    topics: list[TopicRow] = []
    happened: list[HappenedRow] = []
    older: str = ""
