"""What Lumen Studio is: who works there and when, and what they do."""

from dataclasses import dataclass
from typing import Any

from careops.booking.models import Offered, WaitlistMode
from careops.booking.schemas import BookingTypeEdit, BookingTypeIn, DayHours, ResourceIn, Span
from careops.business.schemas import BusinessIn
from careops.demo.cast import ANA, BEN, MIA, Person

SLUG = "demo-salon"
ZONE = "Europe/Lisbon"
ADDRESS = "Rua das Flores 14, Lisbon"

BUSINESS = BusinessIn(
    slug=SLUG,
    timezone=ZONE,
    currency="EUR",
    country="PT",
    locale="en",
    email="hello@lumen.example",
    phone="+351 213 000 140",
    address=ADDRESS,
    accent="#7a3fb0",
    initials="L",
    description="Cut, colour and care in the old town. Five stylists, good coffee.",
)


def spans(*hours: str) -> tuple[Span, ...]:
    """Hours as they are said: spans("9:00-13:00", "14:00-18:00")."""
    return tuple(Span(start=_minute(begin), end=_minute(end)) for begin, end in (said.split("-") for said in hours))


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


@dataclass(frozen=True)
class Stylist:
    """Somebody who works at the salon: their week by weekday (Monday is 0), and what they do."""

    person: Person
    week: dict[int, tuple[Span, ...]]
    does: tuple[str, ...]

    @property
    def days(self) -> list[DayHours]:
        """The week as an action takes it."""
        return [DayHours(weekday=weekday, hours=list(hours)) for weekday, hours in self.week.items()]


EARLY = spans("8:30-12:30", "13:00-16:30")
DAY = spans("9:00-13:00", "14:00-18:00")
LATE = spans("10:00-14:00", "15:00-19:00")
EVENING = spans("11:00-15:00", "15:30-19:30")
SHORT = spans("9:00-12:30", "13:00-15:00")
SUNDAY = spans("10:00-14:00")

STYLISTS = (
    Stylist(
        ANA,
        {1: DAY, 2: DAY, 3: DAY, 4: DAY, 5: SHORT},
        ("Cut & finish", "Colour refresh", "Balayage", "Fringe trim", "Consultation"),
    ),
    Stylist(BEN, {0: LATE, 1: LATE, 2: LATE, 3: LATE, 4: LATE}, ("Cut & finish", "Beard trim", "Fringe trim", "Blow-dry", "Consultation")),
    Stylist(
        MIA,
        {2: DAY, 3: DAY, 4: LATE, 5: DAY, 6: SUNDAY},
        ("Cut & finish", "Colour refresh", "Balayage", "Blow-dry", "Fringe trim", "Consultation", "Styling evening"),
    ),
    Stylist(
        Person("Rui Carvalho"),
        {0: EVENING, 1: EVENING, 3: EVENING, 4: EVENING, 5: SHORT},
        ("Cut & finish", "Beard trim", "Fringe trim", "Consultation"),
    ),
    Stylist(
        Person("Inês Duarte"),
        {0: EARLY, 1: EARLY, 2: EARLY, 3: EARLY, 6: SUNDAY},
        ("Gel manicure", "Blow-dry", "Fringe trim", "Consultation"),
    ),
)

# Beside what a salon's preset offers.
MORE_SERVICES = (
    BookingTypeIn(name="Fringe trim", duration=15, price=1200, description="Between two cuts.", min_notice=120, position=6),
    BookingTypeIn(
        name="Consultation",
        duration=20,
        description="Tell us what you have in mind. We confirm the time within the day.",
        min_notice=120,
        auto_confirm=False,
        position=7,
    ),
    BookingTypeIn(
        name="Styling evening",
        duration=90,
        price=3500,
        description="Learn to put up and finish your own hair. Six guests, bring your brush.",
        capacity=6,
        offered=Offered.slots,
        waitlist=WaitlistMode.offer,
        offer_minutes=120,
        min_notice=120,
        location=ADDRESS,
        policy="Your seat may go to a friend: just tell us who comes.",
        cancel_hours=48,
        reschedule_hours=48,
        position=8,
    ),
)
RESOURCES = (
    ResourceIn(name="Window chair", position=10),
    ResourceIn(name="Mirror chair", position=11),
    ResourceIn(name="Basin room", position=12),
)
CHAIRS = ("Window chair", "Mirror chair")
NEEDS = {"Colour refresh": (CHAIRS,), "Balayage": (CHAIRS,), "Blow-dry": (("Basin room",),)}  # one of each

# What Ana asks, as the most experienced: by service and length, in cents.
SENIOR = {("Cut & finish", "Short hair"): 5800, ("Cut & finish", "Long hair"): 7000, ("Balayage", ""): 18500}
CHANGES = {
    "Beard trim": BookingTypeEdit(recurring_max=12),
    "Balayage": BookingTypeEdit(waitlist=WaitlistMode.staff, deposit=3000),
}

# What people answer on the colour form, one after the other.
WISHES: tuple[dict[str, Any], ...] = (
    {"wish": "A little warmer than last time", "coloured": "Yes", "allergies": False, "consent": True},
    {"wish": "Soft highlights around the face", "coloured": "No", "allergies": False, "consent": True},
    {"coloured": "Not sure", "allergies": False, "consent": True},
    {
        "wish": "Back to my own dark brown",
        "coloured": "Yes",
        "allergies": True,
        "allergies_more": "My scalp itched for two days after a home colour.",
        "consent": True,
    },
    {"wish": "Copper, but not too bright", "coloured": "Yes", "allergies": False, "consent": True},
)
