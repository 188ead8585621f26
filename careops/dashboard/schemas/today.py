"""The figures, and what Today is drawn from."""

from pydantic import BaseModel


class Figure(BaseModel):
    """One number and the list behind it."""

    value: int
    href: str


class DashboardStats(BaseModel):
    """Every figure by its name; those the caller may not see are left out."""

    figures: dict[str, Figure]


class Saying(BaseModel):
    """A part of the day's sentence with what follows it; with an address it is a link."""

    words: str = ""
    href: str = ""
    then: str = ""


class NeedLine(BaseModel):
    """One thing that needs a person: a sentence with its fix as the button. `booking` can be confirmed in place."""

    id: str = ""
    sentence: str = ""
    why: str = ""
    href: str = ""
    fix: str = ""
    icon: str = "bell"
    tone: str = ""
    urgency: str = ""
    booking: str = ""


class WaitLine(BaseModel):
    """Somebody who waits for an answer."""

    name: str = ""
    initials: str = ""
    tint: int = 1
    preview: str = ""
    waited: str = ""
    late: bool = False
    href: str = ""


class ChaseLine(BaseModel):
    """A stocked thing that runs short."""

    name: str = ""
    left: str = ""
    have: int = 0
    of: int = 1
    tick: int = 0
    tone: str = "warn"
    said: str = ""
    href: str = ""


class TodayPage(BaseModel):
    """The whole of Today."""

    title: str = ""
    setup: bool = False
    said: list[Saying] = []
    needs: list[NeedLine] = []
    waiting: list[WaitLine] = []
    short: list[ChaseLine] = []
    forms: list[Saying] = []
    stock: list[Saying] = []
    sees_bookings: bool = False
    sees_inbox: bool = False
    sees_stock: bool = False
    sees_forms: bool = False
