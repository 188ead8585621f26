"""The gate as a truth table, and the quiet hours under every clock: nothing is ever sent inside them, and the search always ends."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careops.contacts.rules.consent import Standing
from careops.inbox.rules.delivering import Priority
from careops.inbox.rules.gate import GO, Known, Stop, Wait, judge
from careops.inbox.rules.quiet import Rest, next_allowed, resting, zone_of

NIGHT = Rest(21 * 60, 9 * 60, "Europe/Lisbon")
NEVER = Rest(0, 0, "Europe/Lisbon")
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)  # a Wednesday; Lisbon's clock shows the same
LATE = datetime(2026, 11, 18, 23, tzinfo=UTC)
MORNING = datetime(2026, 11, 19, 9, tzinfo=UTC)
UNSAID, YES, NO = Standing(True, False), Standing(True, True), Standing(False, True)
NOT_ASKED = Standing(False, False)
ZONES = [
    "Europe/Lisbon",
    "America/New_York",
    "America/Los_Angeles",
    "Australia/Lord_Howe",  # half an hour
    "Africa/Cairo",  # changes at midnight
    "America/Santiago",
    "Asia/Kolkata",
    "Pacific/Apia",
]


@dataclass
class Talk:
    controller: str = "automation"
    paused_by: str = ""


STAFF = Talk("staff:1", "Ben")
PLAIN = Known(
    channel="email", purpose="service", blocked="", service=UNSAID, marketing=NOT_ASKED, timezone="Europe/Lisbon", rest=NIGHT, at=NOON
)


@pytest.mark.parametrize(
    ("known", "goes"),
    [
        # purpose × what the person allows
        (PLAIN, True),
        (replace(PLAIN, service=YES), True),
        (replace(PLAIN, service=NO), False),
        (replace(PLAIN, purpose="marketing"), False),
        (replace(PLAIN, purpose="marketing", marketing=NO), False),
        (replace(PLAIN, purpose="marketing", marketing=YES), True),
        (replace(PLAIN, purpose="marketing", marketing=YES, service=NO), True),
        (replace(PLAIN, purpose="reply"), True),
        (replace(PLAIN, purpose="reply", marketing=NO), True),
        (replace(PLAIN, purpose="reply", service=NO, marketing=YES), True),
        (replace(PLAIN, purpose="reply", service=NO, marketing=NO), False),
        # a blocked address, whatever is allowed
        *((replace(PLAIN, blocked=why, service=YES), False) for why in ("opted_out", "erased", "complained", "bounced", "invalid")),
        (replace(PLAIN, blocked="opted_out", purpose="reply"), False),
        (replace(PLAIN, blocked="opted_out", purpose="account"), True),
        (replace(PLAIN, blocked="opted_out", purpose="test"), True),
        (replace(PLAIN, blocked="opted_out", purpose="opt_out"), True),
        # who speaks in the conversation
        (replace(PLAIN, conversation=STAFF), True),
        (replace(PLAIN, conversation=STAFF, yields=True), False),
        (replace(PLAIN, conversation=Talk(), yields=True), True),
        (replace(PLAIN, conversation=STAFF, yields=True, purpose="reply"), False),
        # the night, for what does not rest
        (replace(PLAIN, at=LATE, purpose="reply"), True),
        (replace(PLAIN, at=LATE, purpose="account"), True),
        (replace(PLAIN, at=LATE, rest=NEVER), True),
        (replace(PLAIN, at=LATE, priority=Priority.fact, made_at=LATE), True),
        (replace(PLAIN, at=LATE, expires_at=LATE + timedelta(hours=2)), True),
        (replace(PLAIN, at=LATE, expires_at=LATE + timedelta(hours=3)), False),
        (replace(PLAIN, at=LATE, timezone="America/New_York"), True),
        (replace(PLAIN, at=NOON, timezone="Asia/Tokyo", expires_at=NOON + timedelta(hours=5)), False),
        # offers by text have hours of their own
        (replace(PLAIN, purpose="marketing", marketing=YES, channel="sms", rest=NEVER, at=NOON), True),
        (
            replace(PLAIN, purpose="marketing", marketing=YES, channel="sms", rest=NEVER, at=LATE, expires_at=LATE + timedelta(hours=1)),
            False,
        ),
    ],
)
def test_what_goes_and_what_does_not(known: Known, goes: bool):
    verdict = judge(known)
    assert isinstance(verdict, Stop) is not goes
    assert (verdict == GO) is goes


@pytest.mark.parametrize(
    "known",
    [
        PLAIN,
        replace(PLAIN, expires_at=MORNING + timedelta(minutes=1)),
        replace(PLAIN, priority=Priority.fact, made_at=LATE - timedelta(hours=1)),
        replace(PLAIN, purpose="marketing", marketing=YES),
        replace(PLAIN, purpose="marketing", marketing=YES, priority=Priority.awaited, made_at=LATE),
        replace(PLAIN, purpose="marketing", marketing=YES, channel="sms"),
    ],
)
def test_what_falls_into_the_night_waits_for_its_end(known: Known):
    assert judge(replace(known, at=LATE)) == Wait(MORNING, "It waits for the end of the quiet hours")


def test_a_message_with_room_for_nothing_is_dropped():
    by_day = Rest(8 * 60, 21 * 60, "Europe/Lisbon")
    verdict = judge(replace(PLAIN, purpose="marketing", marketing=YES, channel="sms", rest=by_day))
    assert verdict == Stop("The quiet hours leave no time for it")


def test_offers_by_text_wait_for_noon_on_a_sunday():
    sunday = datetime(2026, 11, 22, 10, tzinfo=UTC)
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert next_allowed(sunday, "Europe/Lisbon", NEVER, offer_by_text=True) == noon
    assert next_allowed(sunday, "Europe/Lisbon", NEVER) == sunday


@pytest.mark.parametrize(
    ("timezone", "phone", "zone"),
    [
        ("Asia/Kolkata", "+12125550123", "Asia/Kolkata"),
        ("", "+12125550123", "America/New_York"),
        ("", "+14155550100", "America/Los_Angeles"),
        ("", "+351912345678", "Europe/Lisbon"),  # the Azores have such numbers too; the business is in Lisbon
        ("", "+447911123456", "Europe/Guernsey"),  # four zones with one clock
        ("", "+18005550123", "Europe/Lisbon"),  # free of charge from anywhere: tells nothing
        ("", "not a number", "Europe/Lisbon"),
        ("", "", "Europe/Lisbon"),
    ],
)
def test_where_somebody_is(timezone: str, phone: str, zone: str):
    assert zone_of(timezone, phone, "Europe/Lisbon") == zone


MINUTES = st.integers(0, 1439)
MOMENTS = st.integers(0, 5 * 365 * 24 * 60 * 60).map(lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))


def changes(zone: str) -> list[datetime]:
    """The moments in 2026 and 2027 at which that zone's clock jumps."""
    where, moment, found = ZoneInfo(zone), datetime(2026, 1, 1, tzinfo=UTC), list[datetime]()
    while moment.year < 2028:
        then = moment + timedelta(minutes=30)
        if moment.astimezone(where).utcoffset() != then.astimezone(where).utcoffset():
            found.append(then)
        moment = then
    return found


JUMPS = {zone: changes(zone) for zone in ZONES}
AROUND = st.integers(-36 * 60, 36 * 60)


def naively_quiet(moment: datetime, zone: str, begins: int, ends: int) -> bool:
    """The same question asked another way: which of the night's clock faces it shows."""
    wall = moment.astimezone(ZoneInfo(zone)).time()
    faces = {time(*divmod(minute % 1440, 60)) for minute in range(begins, begins + (ends - begins) % 1440)}
    return wall.replace(second=0, microsecond=0) in faces


@settings(max_examples=150, deadline=None)
@given(MOMENTS, st.sampled_from(ZONES), MINUTES, MINUTES, st.booleans())
def test_it_never_sends_inside_and_always_ends(moment: datetime, zone: str, begins: int, ends: int, offer: bool):
    rest = Rest(begins, ends, "UTC")
    then = next_allowed(moment, zone, rest, offer_by_text=offer)
    if then is None:
        assert offer
        return
    assert then >= moment
    assert not naively_quiet(then, zone, begins, ends)
    assert not resting(then, zone, rest, offer_by_text=offer)
    if offer:
        wall = then.astimezone(ZoneInfo(zone))
        assert time(12 if wall.weekday() == 6 else 9) <= wall.time() < time(20)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([zone for zone in ZONES if JUMPS[zone]]), st.data(), AROUND, MINUTES, MINUTES)
def test_nights_in_which_clocks_change_are_like_any_other(zone: str, data: st.DataObject, minutes: int, begins: int, ends: int):
    moment = data.draw(st.sampled_from(JUMPS[zone])) + timedelta(minutes=minutes)
    then = next_allowed(moment, zone, Rest(begins, ends, "UTC"))
    assert then is not None
    assert not naively_quiet(then, zone, begins, ends)
    assert then - moment <= timedelta(hours=25)
    if then > moment:  # and it does not wait longer than it must, but for the half hour or hour that the clock leaves out
        earlier = [moment + timedelta(minutes=m) for m in range(0, int((then - moment) / timedelta(minutes=1)))]
        free = [e for e in earlier if not naively_quiet(e, zone, begins, ends)]
        assert len(free) <= 60


def test_zones_that_change_their_clocks_are_among_the_tested():
    assert sum(bool(found) for found in JUMPS.values()) >= 6
