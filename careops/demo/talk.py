"""What was written back and forth: who waits, who was answered, and what is done with."""

from dataclasses import dataclass
from datetime import timedelta

from careops.demo import cast
from careops.demo.cast import ANA, BEN, Person


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said: by the customer through the contact page (`by` is None), or by one of the team; `note` stays inside."""

    ago: timedelta
    text: str
    by: Person | None = None
    note: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation from its first word; `closed` or `snoozed` by whoever answered last."""

    contact: Person
    said: tuple[Said, ...]
    closed: bool = False
    label: str = ""
    snoozed: timedelta | None = None  # for how long from now


def _ago(*, days: int = 0, hours: int = 0, minutes: int = 0) -> timedelta:
    return timedelta(days=days, hours=hours, minutes=minutes)


LABELS = {"Wedding": 4, "Allergy": 2}  # and their tints
KEPT = (
    ("parking", "Where to park", "Hi {first_name}, there is a car park on Largo do Carmo, three minutes on foot. See you soon, {my_name}"),
    ("next-visit", "Their next visit", "Hi {first_name}, we see you on {next_booking}. To change it, just answer here. {my_name}"),
)

THREADS = (
    Thread(
        cast.OSCAR,
        (
            Said(_ago(days=9, hours=2), "Hello! Do you also cut children’s hair? My son is six and not very patient."),
            Said(_ago(days=9, hours=1), "We do, and Ben is very good with impatient people. Twenty minutes are enough.", BEN),
            Said(_ago(days=9), "Perfect, I booked him for Thursday. Thank you!"),
            Said(_ago(days=8, hours=23), "See you both on Thursday.", BEN),
        ),
        closed=True,
    ),
    Thread(
        cast.HELENA,
        (
            Said(_ago(days=3, hours=4), "My balayage turned out lovely. Which shampoo did you use? I would like to buy it."),
            Said(_ago(days=3, hours=3), "So glad! It is the violet one; we keep a bottle for you at the desk.", ANA),
            Said(_ago(days=3, hours=3, minutes=-5), "Bottle is behind the till, 18 euros.", ANA, note=True),
        ),
    ),
    Thread(
        cast.CAMILLE,
        (
            Said(
                _ago(days=1, hours=5),
                "Bonjour, I am allergic to PPD. Could you do a colour without it, or should I rather not come?",
            ),
            Said(_ago(days=1, hours=4), "Thank you for telling us. Yes, we have a PPD-free line; we do a patch test first.", ANA),
            Said(_ago(hours=3, minutes=12), "That is a relief. When could I come by for the patch test?"),
            Said(_ago(hours=2, minutes=40), "@Ben Okafor could you do her patch test on Thursday?", ANA, note=True),
        ),
        label="Allergy",
    ),
    Thread(
        cast.YARA,
        (Said(_ago(minutes=46), "Hi, I am running about ten minutes late this afternoon, is that still fine? So sorry!"),),
    ),
    Thread(
        cast.LUCAS,
        (Said(_ago(hours=20), "Do you do beard colouring? I found the trim on your page, but nothing about colour."),),
    ),
    Thread(
        cast.FELIX,
        (
            Said(_ago(days=2, hours=6), "Guten Tag! Is there parking near the studio?"),
            Said(_ago(days=2, hours=5), "There is a car park on Largo do Carmo, three minutes on foot.", BEN),
        ),
        snoozed=_ago(days=2),
    ),
    Thread(
        cast.JOAO,
        (
            Said(
                _ago(hours=1, minutes=50),
                "We are a wedding party of six on a Saturday in spring. Could you do all of us, and from what time?",
            ),
        ),
        label="Wedding",
    ),
    Thread(
        cast.VERA,
        (
            Said(_ago(days=1, hours=2), "Can I bring my dog? She sleeps all the time."),
            Said(_ago(hours=22), "Of course, she is welcome. There is a bowl by the door.", BEN),
        ),
    ),
)
