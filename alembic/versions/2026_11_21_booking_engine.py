"""Booking engine

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-21 16:52:16.682654+00:00
"""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
import sqlmodel
from alembic import op

from careops.core.ids import new_id

revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


# What each table's checks say before and after, by their short names; None where there is no such check.
SPAN = "start_minute >= 0 AND start_minute < 1440 AND start_minute < end_minute AND end_minute <= start_minute + 1440"
DAY = "start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440"
CHECKS: dict[str, dict[str, tuple[str | None, str | None]]] = {
    "bookingtype": {
        "gap": (None, "gap_after >= 0 AND gap_minutes >= 0 AND slot_offset >= 0"),
        "price": ("price >= 0", "price >= 0 AND deposit >= 0"),
        "capacity": (None, "capacity >= 1"),
    },
    "provider": {"capacity": (None, "capacity BETWEEN 1 AND 999 AND (kind = 'resource' OR capacity = 1)")},
    "providerservice": {"limits": (None, "need BETWEEN 0 AND 20 AND weight BETWEEN 1 AND 100")},
    "weeklyhours": {"span": (f"weekday BETWEEN 0 AND 6 AND {DAY}", f"weekday BETWEEN 0 AND 6 AND {SPAN}")},
    "hoursoverride": {"span": (f"(start_minute = 0 AND end_minute = 0) OR ({DAY})", f"(start_minute = 0 AND end_minute = 0) OR ({SPAN})")},
    "occupancy": {
        "span": ("blocked_from <= starts AND starts < blocked_to", "blocked_from < blocked_to AND lane >= 0"),
        "kind": (
            "(kind = 'hold') = (expires IS NOT NULL) AND (kind = 'booking') = (booking_id IS NOT NULL)",
            "(kind = 'hold') = (hold_id IS NOT NULL) AND (kind <> 'hold' OR expires IS NOT NULL)"
            " AND (kind = 'booking') = (booking_id IS NOT NULL) AND (kind <> 'booking' OR expires IS NULL)"
            " AND (kind <> 'slot' OR slot_id IS NOT NULL) AND (lane >= 1000) = (slot_id IS NOT NULL AND kind <> 'slot')",
        ),
    },
}

# SQLite forgets a table's triggers when it rebuilds it: those of the guard, as the first migration wrote them.
_CLASH = """
  SELECT RAISE(ABORT, 'occupancy_overlap') WHERE NEW.blocked_from < (
    SELECT o.blocked_to FROM occupancy o
    WHERE o.provider_id = NEW.provider_id AND o.lane = NEW.lane AND o.blocked_from < NEW.blocked_to AND o.id <> NEW.id
    ORDER BY o.blocked_from DESC LIMIT 1);
END"""
TRIGGERS = (
    f"CREATE TRIGGER occupancy_overlap_insert BEFORE INSERT ON occupancy BEGIN{_CLASH}",
    f"CREATE TRIGGER occupancy_overlap_update BEFORE UPDATE OF provider_id, lane, blocked_from, blocked_to ON occupancy BEGIN{_CLASH}",
)


def _drop_checks(side: int) -> None:
    for table, checks in CHECKS.items():
        names = [name for name, said in checks.items() if said[side] is not None]
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in names:
                batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")


def _create_checks(side: int) -> None:
    for table, checks in CHECKS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, said in checks.items():
                if (condition := said[side]) is not None:
                    batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)


def _guard_again() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in TRIGGERS:
            op.execute(statement)


def _lines_of_old_bookings() -> None:
    """Every booking made so far was one service: its line says what its head says."""
    db = op.get_bind()
    booking, line = (sa.Table(name, sa.MetaData(), autoload_with=db) for name in ("booking", "bookingline"))
    same = [
        "workspace_id",
        "booking_type_id",
        "type_name",
        "provider_id",
        "provider_name",
        "starts_at",
        "ends_at",
        "duration",
        "buffer_before",
        "buffer_after",
        "price",
    ]
    for told in db.execute(sa.select(booking)).mappings().all():
        db.execute(
            sa.insert(line).values(
                **{name: told[name] for name in same},
                id=_like(told["id"], new_id()),
                booking_id=told["id"],
                position=0,
                variant_name="",
                with_names=[],
                gap_after=0,
                gap_minutes=0,
                add_ons=[],
                assigned_because="",
            )
        )


def _like(given: object, id: UUID) -> object:
    """The id as this engine's reflected column holds ids: hex text on SQLite."""
    return id if isinstance(given, UUID) else id.hex


def upgrade() -> None:
    op.execute("DELETE FROM occupancy WHERE kind = 'hold'")  # they last five minutes: whoever was typing picks again
    _drop_checks(0)
    op.create_table(
        "closure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("holiday_key", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("source IN ('owner', 'holiday')", name=op.f("ck_closure_source")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_closure_span")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
        sa.UniqueConstraint("workspace_id", "holiday_key", name="uq_closure_holiday"),
        sa.UniqueConstraint("workspace_id", "id", name="uq_closure_owned"),
    )
    with op.batch_alter_table("closure", schema=None) as batch_op:
        batch_op.create_index("ix_closure_last_day", ["workspace_id", "last_day"], unique=False)

    op.create_table(
        "addon",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("booking_type_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("description", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("minutes >= 0 AND price >= 0", name=op.f("ck_addon_limits")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "booking_type_id"],
            ["bookingtype.workspace_id", "bookingtype.id"],
            name=op.f("fk_addon_workspace_id_booking_type_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addon")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_addon_owned"),
    )
    with op.batch_alter_table("addon", schema=None) as batch_op:
        batch_op.create_index("ix_addon_type", ["workspace_id", "booking_type_id", "position"], unique=False)

    op.create_table(
        "bookingseries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("frequency", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("monthly", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("local_time", sa.Integer(), nullable=False),
        sa.Column("timezone", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("visit", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("(count IS NULL) <> (until IS NULL)", name=op.f("ck_bookingseries_ends")),
        sa.CheckConstraint("every BETWEEN 1 AND 52", name=op.f("ck_bookingseries_every")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"], ["contact.workspace_id", "contact.id"], name=op.f("fk_bookingseries_workspace_id_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookingseries")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_bookingseries_owned"),
    )
    with op.batch_alter_table("bookingseries", schema=None) as batch_op:
        batch_op.create_index("ix_bookingseries_contact", ["workspace_id", "contact_id"], unique=False)

    op.create_table(
        "calendarfeed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("scope", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("with_names", sa.Boolean(), nullable=False),
        sa.Column("link_salt", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("last_read_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "provider_id"],
            ["provider.workspace_id", "provider.id"],
            name=op.f("fk_calendarfeed_workspace_id_provider_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendarfeed")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_calendarfeed_owned"),
    )
    op.create_table(
        "calendarimport",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("sealed_url", sa.Text(), nullable=False),
        sa.Column("host", sqlmodel.sql.sqltypes.AutoString(length=255), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("etag", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("last_modified", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("sealed_copy", sa.Text(), nullable=False),
        sa.Column("next_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("fetched_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("succeeded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("expanded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("stretches", sa.Integer(), nullable=False),
        sa.Column("error", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "provider_id"],
            ["provider.workspace_id", "provider.id"],
            name=op.f("fk_calendarimport_workspace_id_provider_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendarimport")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_calendarimport_owned"),
    )
    with op.batch_alter_table("calendarimport", schema=None) as batch_op:
        batch_op.create_index("ix_calendarimport_due", ["enabled", "next_at"], unique=False)

    op.create_table(
        "slotpattern",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("booking_type_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("to_minute", sa.Integer(), nullable=False),
        sa.Column("pause", sa.Integer(), nullable=False),
        sa.Column("breaks", sa.JSON(), nullable=False),
        sa.Column("excluded", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("weeks_ahead", sa.Integer(), nullable=False),
        sa.Column("generated_to", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "from_minute >= 0 AND from_minute < to_minute AND to_minute <= 1440 AND pause >= 0", name=op.f("ck_slotpattern_span")
        ),
        sa.CheckConstraint("weeks_ahead BETWEEN 1 AND 52", name=op.f("ck_slotpattern_ahead")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "booking_type_id"],
            ["bookingtype.workspace_id", "bookingtype.id"],
            name=op.f("fk_slotpattern_workspace_id_booking_type_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "provider_id"],
            ["provider.workspace_id", "provider.id"],
            name=op.f("fk_slotpattern_workspace_id_provider_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slotpattern")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_slotpattern_owned"),
    )
    op.create_table(
        "variant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("booking_type_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("duration", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("gap_after", sa.Integer(), nullable=False),
        sa.Column("gap_minutes", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("duration > 0 AND price >= 0 AND gap_after >= 0 AND gap_minutes >= 0", name=op.f("ck_variant_limits")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "booking_type_id"],
            ["bookingtype.workspace_id", "bookingtype.id"],
            name=op.f("fk_variant_workspace_id_booking_type_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_variant_owned"),
    )
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.create_index("ix_variant_type", ["workspace_id", "booking_type_id", "position"], unique=False)

    op.create_table(
        "providerterms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("booking_type_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=True),
        sa.Column("duration", sa.Integer(), nullable=True),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("duration IS NULL OR duration > 0", name=op.f("ck_providerterms_takes_time")),
        sa.CheckConstraint("price IS NULL OR price >= 0", name=op.f("ck_providerterms_price")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "booking_type_id"],
            ["bookingtype.workspace_id", "bookingtype.id"],
            name=op.f("fk_providerterms_workspace_id_booking_type_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "provider_id"],
            ["provider.workspace_id", "provider.id"],
            name=op.f("fk_providerterms_workspace_id_provider_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "variant_id"],
            ["variant.workspace_id", "variant.id"],
            name=op.f("fk_providerterms_workspace_id_variant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_providerterms")),
    )
    with op.batch_alter_table("providerterms", schema=None) as batch_op:
        batch_op.create_index("ix_providerterms_type", ["workspace_id", "booking_type_id", "provider_id"], unique=False)

    op.create_table(
        "slot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("booking_type_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("starts", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("pattern_id", sa.Uuid(), nullable=True),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("starts < ends AND capacity BETWEEN 1 AND 999", name=op.f("ck_slot_span")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "booking_type_id"],
            ["bookingtype.workspace_id", "bookingtype.id"],
            name=op.f("fk_slot_workspace_id_booking_type_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "pattern_id"], ["slotpattern.workspace_id", "slotpattern.id"], name=op.f("fk_slot_workspace_id_pattern_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "provider_id"], ["provider.workspace_id", "provider.id"], name=op.f("fk_slot_workspace_id_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_slot_owned"),
    )
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.create_index("ix_slot_ahead", ["workspace_id", "booking_type_id", "starts"], unique=False)
        batch_op.create_index("ix_slot_provider", ["workspace_id", "provider_id", "starts"], unique=False)

    op.create_table(
        "timeoff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("starts", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("calendar_import_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("starts < ends", name=op.f("ck_timeoff_span")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "calendar_import_id"],
            ["calendarimport.workspace_id", "calendarimport.id"],
            name=op.f("fk_timeoff_workspace_id_calendar_import_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "provider_id"],
            ["provider.workspace_id", "provider.id"],
            name=op.f("fk_timeoff_workspace_id_provider_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeoff")),
    )
    with op.batch_alter_table("timeoff", schema=None) as batch_op:
        batch_op.create_index("ix_timeoff_ahead", ["workspace_id", "provider_id", "ends", "starts"], unique=False)
        batch_op.create_index("ix_timeoff_import", ["workspace_id", "calendar_import_id"], unique=False)

    op.create_table(
        "bookingline",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("booking_type_id", sa.Uuid(), nullable=False),
        sa.Column("type_name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=True),
        sa.Column("variant_name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("provider_name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=True),
        sa.Column("with_names", sa.JSON(), nullable=False),
        sa.Column("starts_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ends_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("duration", sa.Integer(), nullable=False),
        sa.Column("gap_after", sa.Integer(), nullable=False),
        sa.Column("gap_minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_before", sa.Integer(), nullable=False),
        sa.Column("buffer_after", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("add_ons", sa.JSON(), nullable=False),
        sa.Column("assigned_because", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "booking_id"],
            ["booking.workspace_id", "booking.id"],
            name=op.f("fk_bookingline_workspace_id_booking_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "booking_type_id"],
            ["bookingtype.workspace_id", "bookingtype.id"],
            name=op.f("fk_bookingline_workspace_id_booking_type_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "provider_id"], ["provider.workspace_id", "provider.id"], name=op.f("fk_bookingline_workspace_id_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "slot_id"], ["slot.workspace_id", "slot.id"], name=op.f("fk_bookingline_workspace_id_slot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookingline")),
        sa.UniqueConstraint("workspace_id", "booking_id", "position", name="uq_bookingline_position"),
    )
    with op.batch_alter_table("bookingline", schema=None) as batch_op:
        batch_op.create_index("ix_bookingline_provider", ["workspace_id", "provider_id", "starts_at"], unique=False)
        batch_op.create_index("ix_bookingline_slot", ["workspace_id", "slot_id"], unique=False)
        batch_op.create_index("ix_bookingline_type", ["workspace_id", "booking_type_id", "starts_at"], unique=False)

    op.create_table(
        "hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "booking_id"],
            ["booking.workspace_id", "booking.id"],
            name=op.f("fk_hold_workspace_id_booking_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sa.UniqueConstraint("token_hash", name="uq_hold_token"),
        sa.UniqueConstraint("workspace_id", "id", name="uq_hold_owned"),
    )
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.create_index("ix_hold_expires", ["expires"], unique=False)

    op.create_table(
        "waitlistwish",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("booking_type_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=True),
        sa.Column("add_on_ids", sa.JSON(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("windows", sa.JSON(), nullable=False),
        sa.Column("last_end", sa.BigInteger(), nullable=False),
        sa.Column("party", sa.Integer(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("offered_start", sa.BigInteger(), nullable=True),
        sa.Column("offered_provider_id", sa.Uuid(), nullable=True),
        sa.Column("offer_ends", sa.BigInteger(), nullable=True),
        sa.Column("hold_id", sa.Uuid(), nullable=True),
        sa.Column("match_start", sa.BigInteger(), nullable=True),
        sa.Column("look_at", sa.BigInteger(), nullable=False),
        sa.Column("offers", sa.Integer(), nullable=False),
        sa.Column("passed", sa.JSON(), nullable=False),
        sa.Column("link_salt", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("booked_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("party BETWEEN 1 AND 50", name=op.f("ck_waitlistwish_party")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "booking_id"],
            ["booking.workspace_id", "booking.id"],
            name=op.f("fk_waitlistwish_workspace_id_booking_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "booking_type_id"],
            ["bookingtype.workspace_id", "bookingtype.id"],
            name=op.f("fk_waitlistwish_workspace_id_booking_type_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"], ["contact.workspace_id", "contact.id"], name=op.f("fk_waitlistwish_workspace_id_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "provider_id"],
            ["provider.workspace_id", "provider.id"],
            name=op.f("fk_waitlistwish_workspace_id_provider_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitlistwish")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_waitlistwish_owned"),
    )
    with op.batch_alter_table("waitlistwish", schema=None) as batch_op:
        batch_op.create_index("ix_waitlistwish_contact", ["workspace_id", "contact_id"], unique=False)
        batch_op.create_index(
            "ix_waitlistwish_look",
            ["look_at"],
            unique=False,
            sqlite_where=sa.text("status IN ('waiting', 'offered')"),
            postgresql_where=sa.text("status IN ('waiting', 'offered')"),
        )
        batch_op.create_index("ix_waitlistwish_line", ["workspace_id", "booking_type_id", "status", "created_at"], unique=False)

    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deposit", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("party_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("series_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("series_index", sa.Integer(), nullable=True))
        batch_op.alter_column(
            "type_name", existing_type=sa.VARCHAR(length=120), type_=sqlmodel.sql.sqltypes.AutoString(length=500), existing_nullable=False
        )
        batch_op.alter_column(
            "provider_name",
            existing_type=sa.VARCHAR(length=120),
            type_=sqlmodel.sql.sqltypes.AutoString(length=500),
            existing_nullable=False,
        )
        batch_op.create_unique_constraint("uq_booking_series", ["workspace_id", "series_id", "series_index"])
        batch_op.create_foreign_key(
            batch_op.f("fk_booking_workspace_id_series_id"), "bookingseries", ["workspace_id", "series_id"], ["workspace_id", "id"]
        )

    with op.batch_alter_table("bookingtype", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gap_after", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("gap_minutes", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("slot_offset", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("tidy", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("window_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("window_to", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("deposit", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("assignment", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False, server_default="balanced"))
        batch_op.add_column(sa.Column("customer_chooses", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("offered", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False, server_default="hours"))
        batch_op.add_column(sa.Column("customer_max_per_day", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("customer_max_per_week", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("recurring_max", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("waitlist", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False, server_default="off"))
        batch_op.add_column(sa.Column("offer_minutes", sa.Integer(), nullable=False, server_default="60"))

    with op.batch_alter_table("business", schema=None) as batch_op:
        batch_op.add_column(sa.Column("holidays_observed", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("holiday_region", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("open_holidays", sa.JSON(), nullable=False, server_default="[]"))

    with op.batch_alter_table("occupancy", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hold_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("slot_id", sa.Uuid(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_occupancy_hold"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_occupancy_ahead"))
        batch_op.create_index(
            "ix_occupancy_ahead", ["workspace_id", "provider_id", "blocked_to", "blocked_from", "lane", "expires"], unique=False
        )
        batch_op.create_index("ix_occupancy_hold", ["workspace_id", "hold_id"], unique=False)
        batch_op.create_index("ix_occupancy_slot", ["workspace_id", "slot_id"], unique=False)
        batch_op.drop_constraint(batch_op.f("fk_occupancy_workspace_id_booking_type_id"), type_="foreignkey")
        batch_op.create_foreign_key(
            batch_op.f("fk_occupancy_workspace_id_hold_id"), "hold", ["workspace_id", "hold_id"], ["workspace_id", "id"], ondelete="CASCADE"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_occupancy_workspace_id_slot_id"), "slot", ["workspace_id", "slot_id"], ["workspace_id", "id"], ondelete="CASCADE"
        )
        batch_op.drop_column("booking_type_id")
        batch_op.drop_column("hold_hash")

    with op.batch_alter_table("provider", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False, server_default="person"))
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("always_open", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("max_per_day", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("max_per_week", sa.Integer(), nullable=True))

    with op.batch_alter_table("providerservice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("need", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("weight", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("assigned", sa.Integer(), nullable=False, server_default="0"))
        batch_op.drop_constraint(batch_op.f("uq_providerservice_once"), type_="unique")
        batch_op.create_unique_constraint("uq_providerservice_once", ["workspace_id", "booking_type_id", "provider_id", "need"])

    _create_checks(1)
    _guard_again()
    _lines_of_old_bookings()


def downgrade() -> None:
    # What the earlier tables cannot say is given up: holds, sessions with their seats, rooms, hours past midnight.
    op.execute("DELETE FROM occupancy WHERE kind <> 'booking' OR lane > 0")
    op.execute("UPDATE weeklyhours SET end_minute = 1440 WHERE end_minute > 1440")
    op.execute("UPDATE hoursoverride SET end_minute = 1440 WHERE end_minute > 1440")
    op.execute("DELETE FROM providerservice WHERE need > 0")
    _drop_checks(1)
    with op.batch_alter_table("providerservice", schema=None) as batch_op:
        batch_op.drop_constraint("uq_providerservice_once", type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_providerservice_once"), ["workspace_id", "booking_type_id", "provider_id"])
        batch_op.drop_column("assigned")
        batch_op.drop_column("weight")
        batch_op.drop_column("need")

    with op.batch_alter_table("provider", schema=None) as batch_op:
        batch_op.drop_column("max_per_week")
        batch_op.drop_column("max_per_day")
        batch_op.drop_column("always_open")
        batch_op.drop_column("capacity")
        batch_op.drop_column("kind")

    with op.batch_alter_table("occupancy", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hold_hash", sa.VARCHAR(length=64), nullable=True))
        batch_op.add_column(sa.Column("booking_type_id", sa.Uuid(), nullable=True))
        batch_op.drop_constraint(batch_op.f("fk_occupancy_workspace_id_slot_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_occupancy_workspace_id_hold_id"), type_="foreignkey")
        batch_op.create_foreign_key(
            batch_op.f("fk_occupancy_workspace_id_booking_type_id"),
            "bookingtype",
            ["workspace_id", "booking_type_id"],
            ["workspace_id", "id"],
        )
        batch_op.drop_index("ix_occupancy_slot")
        batch_op.drop_index("ix_occupancy_hold")
        batch_op.drop_index("ix_occupancy_ahead")
        batch_op.create_index(
            batch_op.f("ix_occupancy_ahead"), ["workspace_id", "provider_id", "blocked_to", "blocked_from", "expires"], unique=False
        )
        batch_op.create_unique_constraint(batch_op.f("uq_occupancy_hold"), ["hold_hash"])
        batch_op.drop_column("slot_id")
        batch_op.drop_column("hold_id")
    op.execute("UPDATE occupancy SET booking_type_id = (SELECT b.booking_type_id FROM booking b WHERE b.id = occupancy.booking_id)")
    with op.batch_alter_table("occupancy", schema=None) as batch_op:
        batch_op.alter_column("booking_type_id", existing_type=sa.Uuid(), nullable=False)

    with op.batch_alter_table("business", schema=None) as batch_op:
        batch_op.drop_column("open_holidays")
        batch_op.drop_column("holiday_region")
        batch_op.drop_column("holidays_observed")

    with op.batch_alter_table("bookingtype", schema=None) as batch_op:
        batch_op.drop_column("offer_minutes")
        batch_op.drop_column("waitlist")
        batch_op.drop_column("recurring_max")
        batch_op.drop_column("customer_max_per_week")
        batch_op.drop_column("customer_max_per_day")
        batch_op.drop_column("offered")
        batch_op.drop_column("capacity")
        batch_op.drop_column("customer_chooses")
        batch_op.drop_column("assignment")
        batch_op.drop_column("deposit")
        batch_op.drop_column("window_to")
        batch_op.drop_column("window_from")
        batch_op.drop_column("tidy")
        batch_op.drop_column("slot_offset")
        batch_op.drop_column("gap_minutes")
        batch_op.drop_column("gap_after")

    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_booking_workspace_id_series_id"), type_="foreignkey")
        batch_op.drop_constraint("uq_booking_series", type_="unique")
        batch_op.alter_column(
            "provider_name",
            existing_type=sqlmodel.sql.sqltypes.AutoString(length=500),
            type_=sa.VARCHAR(length=120),
            existing_nullable=False,
        )
        batch_op.alter_column(
            "type_name", existing_type=sqlmodel.sql.sqltypes.AutoString(length=500), type_=sa.VARCHAR(length=120), existing_nullable=False
        )
        batch_op.drop_column("series_index")
        batch_op.drop_column("series_id")
        batch_op.drop_column("party_id")
        batch_op.drop_column("deposit")

    with op.batch_alter_table("waitlistwish", schema=None) as batch_op:
        batch_op.drop_index("ix_waitlistwish_line")
        batch_op.drop_index(
            "ix_waitlistwish_look",
            sqlite_where=sa.text("status IN ('waiting', 'offered')"),
            postgresql_where=sa.text("status IN ('waiting', 'offered')"),
        )
        batch_op.drop_index("ix_waitlistwish_contact")

    op.drop_table("waitlistwish")
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.drop_index("ix_hold_expires")

    op.drop_table("hold")
    with op.batch_alter_table("bookingline", schema=None) as batch_op:
        batch_op.drop_index("ix_bookingline_type")
        batch_op.drop_index("ix_bookingline_slot")
        batch_op.drop_index("ix_bookingline_provider")

    op.drop_table("bookingline")
    with op.batch_alter_table("timeoff", schema=None) as batch_op:
        batch_op.drop_index("ix_timeoff_import")
        batch_op.drop_index("ix_timeoff_ahead")

    op.drop_table("timeoff")
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.drop_index("ix_slot_provider")
        batch_op.drop_index("ix_slot_ahead")

    op.drop_table("slot")
    with op.batch_alter_table("providerterms", schema=None) as batch_op:
        batch_op.drop_index("ix_providerterms_type")

    op.drop_table("providerterms")
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.drop_index("ix_variant_type")

    op.drop_table("variant")
    op.drop_table("slotpattern")
    with op.batch_alter_table("calendarimport", schema=None) as batch_op:
        batch_op.drop_index("ix_calendarimport_due")

    op.drop_table("calendarimport")
    op.drop_table("calendarfeed")
    with op.batch_alter_table("bookingseries", schema=None) as batch_op:
        batch_op.drop_index("ix_bookingseries_contact")

    op.drop_table("bookingseries")
    with op.batch_alter_table("addon", schema=None) as batch_op:
        batch_op.drop_index("ix_addon_type")

    op.drop_table("addon")
    with op.batch_alter_table("closure", schema=None) as batch_op:
        batch_op.drop_index("ix_closure_last_day")

    op.drop_table("closure")
    _create_checks(0)
    _guard_again()
