"""Who is taken when: the one truth about time, and the database's own refusal to give it away twice.

Ends are whole seconds since 1970, buffers included: whole numbers are what both engines compare fastest, and what the
search for free times calculates with. An expired hold blocks nobody; whoever books next deletes it in the same transaction.
"""

from enum import StrEnum
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Field

from careops.core.db import Scoped, link

SEATS = 1000  # the first lane of a provider that is a seat


class OccupancyKind(StrEnum):
    """Why the time is taken: agreed, kept for a moment, or published as a session."""

    booking = "booking"
    hold = "hold"
    slot = "slot"


class Occupancy(Scoped, table=True):
    """One stretch of one lane of a provider. A lane is a place beside others at the same time.

    A person has lane 0, a resource one for each of its units. Lanes from SEATS on are the seats of the session that the
    person gives at that time: the session is on lane 0, each of its seats on one of these.
    """

    __table_args__ = (
        link("provider_id", "provider"),
        link("booking_id", "booking", ondelete="CASCADE"),
        link("hold_id", "hold", ondelete="CASCADE"),
        link("slot_id", "slot", ondelete="CASCADE"),
        sa.CheckConstraint("blocked_from < blocked_to AND lane >= 0", name="span"),
        sa.CheckConstraint(
            "(kind = 'hold') = (hold_id IS NOT NULL) AND (kind <> 'hold' OR expires IS NOT NULL)"
            " AND (kind = 'booking') = (booking_id IS NOT NULL) AND (kind <> 'booking' OR expires IS NULL)"
            f" AND (kind <> 'slot' OR slot_id IS NOT NULL) AND (lane >= {SEATS}) = (slot_id IS NOT NULL AND kind <> 'slot')",
            name="kind",
        ),
        # What the guard asks: the last stretch that begins before the new one ends.
        sa.Index("ix_occupancy_guard", "provider_id", "lane", "blocked_from", "blocked_to"),
        # What the search for free times asks, answered from the index alone; history costs it nothing.
        sa.Index("ix_occupancy_ahead", "workspace_id", "provider_id", "blocked_to", "blocked_from", "lane", "expires"),
        sa.Index("ix_occupancy_booking", "workspace_id", "booking_id"),
        sa.Index("ix_occupancy_hold", "workspace_id", "hold_id"),
        sa.Index("ix_occupancy_slot", "workspace_id", "slot_id"),
        sa.Index(
            "ix_occupancy_expires",
            "expires",
            sqlite_where=sa.text("expires IS NOT NULL"),
            postgresql_where=sa.text("expires IS NOT NULL"),
        ),
    )
    provider_id: UUID
    lane: int = 0
    blocked_from: int = Field(sa_type=sa.BigInteger)
    blocked_to: int = Field(sa_type=sa.BigInteger)
    kind: str = Field(max_length=16)
    starts: int = Field(sa_type=sa.BigInteger)  # of the whole visit: its pieces share it
    booking_id: UUID | None = None
    hold_id: UUID | None = None
    slot_id: UUID | None = None
    # when it lets go by itself: a hold's end, and of a session that nobody has booked yet the last of its holds
    expires: int | None = Field(default=None, sa_type=sa.BigInteger)


# ── the guarantee ────────────────────────────────────────

OVERLAP = "occupancy_overlap"

# Stretches of one lane never overlap, so the last that begins before the new one ends is the only one that can clash.
_CLASH = """
  SELECT RAISE(ABORT, 'occupancy_overlap') WHERE NEW.blocked_from < (
    SELECT o.blocked_to FROM occupancy o
    WHERE o.provider_id = NEW.provider_id AND o.lane = NEW.lane AND o.blocked_from < NEW.blocked_to AND o.id <> NEW.id
    ORDER BY o.blocked_from DESC LIMIT 1);
END"""

# The statements that install the guarantee, for `create_all` and for migrations alike. Postgres needs no extension.
GUARDS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        f"CREATE TRIGGER occupancy_overlap_insert BEFORE INSERT ON occupancy BEGIN{_CLASH}",
        f"CREATE TRIGGER occupancy_overlap_update BEFORE UPDATE OF provider_id, lane, blocked_from, blocked_to ON occupancy BEGIN{_CLASH}",
    ),
    "postgresql": (
        "CREATE TYPE uuidrange AS RANGE (subtype = uuid)",
        "ALTER TABLE occupancy ADD CONSTRAINT occupancy_overlap EXCLUDE USING gist ("
        "uuidrange(provider_id, provider_id, '[]') WITH &&, "
        "int4range(lane, lane, '[]') WITH &&, "
        "int8range(blocked_from, blocked_to, '[)') WITH &&)",
    ),
}

# The reverse: for a migration's way back, and for the tests that prove a race is lost without the guarantee.
UNGUARDS: dict[str, tuple[str, ...]] = {
    "sqlite": ("DROP TRIGGER IF EXISTS occupancy_overlap_insert", "DROP TRIGGER IF EXISTS occupancy_overlap_update"),
    "postgresql": ("ALTER TABLE occupancy DROP CONSTRAINT IF EXISTS occupancy_overlap", "DROP TYPE IF EXISTS uuidrange"),
}

# The names of the guarantee in the catalogue of each engine.
FINDERS: dict[str, tuple[str, int]] = {
    "sqlite": ("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'occupancy_overlap_%'", 2),
    "postgresql": (
        "SELECT count(*) FROM pg_constraint WHERE conname = 'occupancy_overlap' AND contype = 'x' AND conrelid = 'occupancy'::regclass",
        1,
    ),
}


def _install(table: sa.Table) -> None:
    for dialect, statements in GUARDS.items():
        for statement in statements:
            event.listen(table, "after_create", sa.DDL(statement).execute_if(dialect=dialect))
    event.listen(table, "after_drop", sa.DDL("DROP TYPE IF EXISTS uuidrange").execute_if(dialect="postgresql"))


_install(cast("Any", Occupancy).__table__)
