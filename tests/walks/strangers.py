"""Two furnished businesses, and every kind of person who has no business in the other one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import sqlalchemy as sa

from careops.core.crypto import link_token
from careops.core.ids import new_id
from tests import cast, footprints, worlds
from tests.walks.operations import Given

_numbers = count()

# What a path or a field calls a row, where it is not the table's own name.
CALLED = {
    "template": "formtemplate",
    "submission": "formsubmission",
    "request": "formsubmission",
    "item": "inventoryitem",
    "series": "bookingseries",
    "pattern": "slotpattern",
    "wish": "waitlistwish",
    "feed": "calendarfeed",
    "import": "calendarimport",
    "assignee": "member",
    "type": "bookingtype",
    "service": "bookingtype",
    "webhook": "webhookendpoint",
    "reply": "cannedreply",
    "scheduled": "scheduledreply",
    "call": "webhookcall",
    "location": "stocklocation",
    "from": "stocklocation",
    "to": "stocklocation",
    "order": "purchaseorder",
    "line": "purchaseline",
    "field": "customfield",
    "file": "attachment",
}

# What has a name for life instead of an id, the same in every business.
NAMED = {"rule": "welcome", "job": "automation.digest", "message-template": "welcome"}


@dataclass(frozen=True)
class Person:
    """Somebody who asks: with which headers, with whose ids, by whose public address."""

    name: str
    headers: dict[str, str]
    given: Given
    may: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Meeting:
    """Somebody else's furnished business, and everybody who comes near it."""

    theirs: worlds.Furnished
    marks: tuple[str, ...]
    persons: list[Person]
    unknown: set[str]


@dataclass(frozen=True)
class Neighbours:
    """Two furnished businesses and where their teams sign in."""

    mine: worlds.Furnished
    theirs: worlds.Furnished
    team: dict[str, str]
    their_team: dict[str, str]


def neighbours() -> Neighbours:
    """Makes both businesses and their people."""
    owner, other = cast.founder("Ana Alves", cast.ANA, "Salon Ana"), cast.founder("Sam Stone", cast.SAM, "Stone Bikes")
    mine, theirs = worlds.furnished(owner), worlds.furnished(other)
    return Neighbours(mine, theirs, worlds.people(owner, mine.shop.slug), worlds.people(other, theirs.shop.slug))


def meeting(engine: sa.Engine, both: Neighbours) -> Meeting:
    """Everybody who comes near the second one."""
    mine, theirs = both.mine, both.theirs
    unknown: set[str] = set()
    foreign = given(engine, theirs, unknown)
    by_own_door = given(engine, theirs, unknown, slug=mine.shop.slug)
    elsewhere = {"X-Workspace": str(theirs.shop.owner.workspace)}
    persons = [
        Person("nobody", {}, foreign),
        Person("a visitor of our own page", {}, by_own_door),
        Person("our owner", cast.bearer(cast.ANA), foreign),
        Person("our manager", cast.bearer(both.team["manager"]), foreign),
        Person("our owner, claiming to be there", cast.bearer(cast.ANA) | elsewhere, foreign),
        Person("their staff without permission", cast.bearer(both.their_team["staff"]), foreign),
    ]
    return Meeting(theirs, (f"@{theirs.shop.slug}.example", "Stone Bikes"), persons, unknown)


def given(engine: sa.Engine, world: worlds.Furnished, unknown: set[str], *, slug: str = "", own: bool = False) -> Given:
    """The ids of that business by what a place is called; names it cannot serve are collected. Links are nobody's, unless `own`."""
    tables = footprints.ids(engine, world.shop.owner.workspace)
    links = {"form": (world.copy.id, world.copy.salt)}
    tables |= {
        "workspace": [world.shop.owner.workspace],
        "user": [_of(world.shop.owner.user_id)],
        "signin": [_of(world.shop.owner.sign_in_id)],
        "resource": tables["provider"][-1:],  # the room came after the people
        "merged": tables["contact"][1:],  # who may become one with the first
        "": [world.booking.id],  # a list of bare ids says by its address of what
    }

    def give(name: str) -> str | None:
        if name == "slug":
            return slug or world.shop.slug
        if name.endswith("_name"):
            return NAMED.get(name.removesuffix("_name"))
        word, _, kind = name.replace("-", "_").rpartition("_")
        word = word.replace("_", "")
        if kind == "token":
            id, salt = links.get(word, (world.booking.id, world.booking.link_salt))
            return link_token(word or "booking", id, salt if own else f"walk{next(_numbers)}")
        if kind not in {"id", "ids"}:
            return None
        table = CALLED.get(word, word)
        if table not in tables or not tables[table]:
            unknown.add(name)
            return str(new_id())
        return str(tables[table][0])

    return give


def _of(id: object) -> object:
    assert id is not None
    return id


def ids_to_try(engine: sa.Engine, world: worlds.Furnished) -> Iterator[tuple[str, str]]:
    """One id of each kind that screens work with."""
    for table, found in footprints.ids(engine, world.shop.owner.workspace).items():
        if table in SHOWN and found:
            yield table, str(found[0])


SHOWN = {
    "booking", "bookingtype", "closure", "contact", "conversation", "delivery", "formtemplate", "formsubmission",
    "integration", "inventoryitem", "invitation", "member", "message", "provider",
    "bookingseries", "calendarfeed", "calendarimport", "slot", "slotpattern", "timeoff", "waitlistwish", "webhookendpoint", "webhookcall",
    "alert", "arrival", "attachment", "cannedreply", "jobrun", "label", "rule", "run", "scheduledreply", "suppression",
    "tag", "customfield", "dependent", "segment", "importrun",
}  # fmt: skip
