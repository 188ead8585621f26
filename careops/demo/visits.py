"""Who comes when: sixty days of visits around today, the same each time they are told on that day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random

from careops.booking.schemas import Span
from careops.core.clock import zone
from careops.demo import cast, standing
from careops.demo.cast import Person
from careops.demo.salon import STYLISTS, ZONE, Stylist

BACK, AHEAD = 30, 30  # days
OPENED = 46  # days before today
GRID = 15  # minutes from one start to the next
GAPS = {"Colour refresh": 30, "Balayage": 75}  # minutes after which the colour develops: time for a fringe
BASIN = "Blow-dry"  # there is one basin room
NAMED = (cast.CLEO, cast.PRIYA, cast.FELIX, cast.CAMILLE, cast.OSCAR, cast.YARA, cast.HELENA, cast.LUCAS, cast.TEO)


@dataclass(frozen=True, slots=True)
class Sold:
    """A way in which a service is asked for: minutes taken with what is needed afterwards, and how often."""

    service: str
    minutes: int
    often: int
    variant: str = ""
    add_ons: tuple[str, ...] = ()


MENU = (
    Sold("Cut & finish", 45, 3, "Short hair"),
    Sold("Cut & finish", 55, 1, "Short hair", ("Wash",)),
    Sold("Cut & finish", 60, 2, "Long hair"),
    Sold("Cut & finish", 80, 1, "Long hair", ("Wash", "Repair mask")),
    Sold("Colour refresh", 105, 3),
    Sold("Balayage", 165, 1),
    Sold("Blow-dry", 30, 3),
    Sold("Beard trim", 25, 4),
    Sold("Gel manicure", 55, 5),
    Sold("Fringe trim", 15, 1),
    Sold("Consultation", 20, 1),
)
FRINGE = Sold("Fringe trim", 15, 1)


class Fate(StrEnum):
    """What becomes of a visit once its time has come."""

    comes = "comes"
    stays_away = "stays away"
    cancels = "cancels"


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as it was agreed: by the customer on the booking page, or by a stylist on the phone."""

    start: datetime
    end: datetime
    stylist: str
    service: str
    customer: Person
    booked: datetime
    by_phone: bool
    fate: Fate
    unanswered: bool = False
    variant: str = ""
    add_ons: tuple[str, ...] = ()


def regulars() -> list[Person]:
    """The salon's customers, those with a name in the story first; a few have no address."""
    random = Random("regulars")  # noqa: S311  (a story needs no secrets)
    names = sorted({(random.choice(cast.FIRST_NAMES), random.choice(cast.LAST_NAMES)) for _ in range(130)})
    random.shuffle(names)
    return [*NAMED, *(_regular(random, number, *name) for number, name in enumerate(names))]


def _regular(random: Random, number: int, first: str, last: str) -> Person:
    phone = f"+3519120{number + 200:05}" if random.random() < 0.7 else ""
    if number % 14 == 5:
        return Person(f"{first} {last}", phone=phone or f"+3519120{number + 200:05}")
    plain = f"{first}.{last}".lower().replace("é", "e")
    return Person(f"{first} {last}", f"{plain}@example.org", phone, random.choice(("", "", "", "", "", "de", "fr", "es")))


def told(now: datetime) -> list[Visit]:
    """All visits of the sixty days around now, each booked before it."""
    today = now.astimezone(zone(ZONE)).date()
    people = regulars()
    days = (today + timedelta(days=offset) for offset in range(-BACK, AHEAD + 1))
    closed = standing.closed(today)
    visits = [visit for day in days if day not in closed for visit in _day(day, today, people)]
    return _with_a_question(_before(now, visits), now, today)


def _before(now: datetime, visits: list[Visit]) -> list[Visit]:
    """Nobody has booked later than now; those who would have did so in these last days."""
    late = [visit for visit in visits if visit.booked >= now]
    moved = {id(visit): now - timedelta(minutes=35 + 53 * number) for number, visit in enumerate(late)}
    return [replace(visit, booked=moved.get(id(visit), visit.booked)) for visit in visits]


def _with_a_question(visits: list[Visit], now: datetime, today: date) -> list[Visit]:
    """One of today's visits is a request that nobody has answered yet: the next one that can be, else the day's last."""
    here = [visit for visit in visits if visit.start.astimezone(zone(ZONE)).date() == today and visit.fate is Fate.comes]
    able = [visit for visit in here if visit.end - visit.start >= timedelta(minutes=30) and not visit.by_phone]
    later = [visit for visit in able if visit.start > now + timedelta(hours=1)]
    asked = min(later, key=lambda v: v.start) if later else max(able, key=lambda v: v.start)
    end = asked.start + timedelta(minutes=20)
    changed = replace(asked, service="Consultation", end=end, customer=cast.NADIA, unanswered=True, variant="", add_ons=())
    return [changed if visit is asked else visit for visit in visits]


# ── one day ──────────────────────────────────────────────


def _day(day: date, today: date, people: list[Person]) -> Iterator[Visit]:
    basin: list[tuple[int, int]] = []
    for number, stylist in enumerate(STYLISTS):
        random = Random(f"{day.isoformat()}:{number}")  # noqa: S311
        for span in stylist.week.get(day.weekday(), ()):
            for start, end in _between(span, standing.kept(today, stylist.person.name, day)):
                yield from _stretch(random, day, (day - today).days, (start, end), stylist, people, basin)


def _between(span: Span, kept: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What is left of a stretch of work around what is kept."""
    start = span.start
    for begin, end in kept:
        if begin < span.end and start < end:
            yield start, begin
            start = end
    yield start, span.end


def _stretch(
    random: Random, day: date, offset: int, span: tuple[int, int], stylist: Stylist, people: list[Person], basin: list[tuple[int, int]]
) -> Iterator[Visit]:
    """One visit after another, with gaps that grow the further the day lies ahead; a fringe now and then while colour develops."""
    minute, last = span
    midnight = datetime.combine(day, time(), zone(ZONE))
    while minute < last:
        fitting = [one for one in MENU if one.service in stylist.does and minute + one.minutes <= last and _room(one, minute, basin)]
        if not fitting:
            return
        if random.random() > _fullness(offset):
            minute += GRID * random.choice((1, 2, 2, 3))
            continue
        sold = random.choices(fitting, [one.often for one in fitting])[0]
        customer = _customer(random, sold.service, people)
        yield _visit(random, midnight + timedelta(minutes=minute), stylist.person.name, sold, customer)
        if sold.service in GAPS and random.random() < 0.6 * _fullness(offset):
            meanwhile = midnight + timedelta(minutes=minute + GAPS[sold.service])
            yield _visit(random, meanwhile, stylist.person.name, FRINGE, _customer(random, FRINGE.service, people))
        if sold.service == BASIN:
            basin.append((minute, minute + sold.minutes))
        minute += -(-sold.minutes // GRID) * GRID


def _room(sold: Sold, minute: int, basin: list[tuple[int, int]]) -> bool:
    """Whether the one basin room is free for it, if it takes that."""
    return sold.service != BASIN or all(end <= minute or minute + sold.minutes <= start for start, end in basin)


def _fullness(offset: int) -> float:
    """How likely the next moment is taken: the salon is young, so ever more until today, and ever less ahead."""
    return 0.62 + 0.018 * offset if offset <= 1 else max(0.03, 0.5 - 0.05 * offset)


def _customer(random: Random, service: str, people: list[Person]) -> Person:
    """A few come often; whoever wants to be asked first needs an address."""
    while True:
        person = people[int(len(people) * random.random() ** 1.6)]
        if person.email or service != "Consultation":
            return person


def _visit(random: Random, start: datetime, stylist: str, sold: Sold, customer: Person) -> Visit:
    by_phone = not customer.email or (sold.service != "Consultation" and random.random() < 0.25)
    day = (start - timedelta(days=random.choice((1, 1, 2, 2, 3, 4, 5, 7, 9, 12)))).date()
    booked = datetime.combine(day, time(random.randint(8, 21), random.randrange(60), random.randrange(60)), start.tzinfo)
    fate = random.choices((Fate.comes, Fate.stays_away, Fate.cancels), (92, 3, 5))[0]
    return Visit(
        start,
        start + timedelta(minutes=sold.minutes),
        stylist,
        sold.service,
        customer,
        booked,
        by_phone,
        fate,
        variant=sold.variant,
        add_ons=sold.add_ons,
    )
