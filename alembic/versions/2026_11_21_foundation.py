"""Every table of the foundation, and the database's own guard against double bookings

Revision ID: 0001
Revises:
Create Date: 2026-11-21 14:41:34.963077+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# What refuses a double booking; written out, since a migration never changes again.
GUARDS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE TRIGGER occupancy_overlap_insert BEFORE INSERT ON occupancy BEGIN\n  SELECT RAISE(ABORT, 'occupancy_overlap') WHERE NEW.blocked_from < (\n    SELECT o.blocked_to FROM occupancy o\n    WHERE o.provider_id = NEW.provider_id AND o.lane = NEW.lane AND o.blocked_from < NEW.blocked_to AND o.id <> NEW.id\n    ORDER BY o.blocked_from DESC LIMIT 1);\nEND",
        "CREATE TRIGGER occupancy_overlap_update BEFORE UPDATE OF provider_id, lane, blocked_from, blocked_to ON occupancy BEGIN\n  SELECT RAISE(ABORT, 'occupancy_overlap') WHERE NEW.blocked_from < (\n    SELECT o.blocked_to FROM occupancy o\n    WHERE o.provider_id = NEW.provider_id AND o.lane = NEW.lane AND o.blocked_from < NEW.blocked_to AND o.id <> NEW.id\n    ORDER BY o.blocked_from DESC LIMIT 1);\nEND",
    ),
    "postgresql": (
        "CREATE TYPE uuidrange AS RANGE (subtype = uuid)",
        "ALTER TABLE occupancy ADD CONSTRAINT occupancy_overlap EXCLUDE USING gist (uuidrange(provider_id, provider_id, '[]') WITH &&, int4range(lane, lane, '[]') WITH &&, int8range(blocked_from, blocked_to, '[)') WITH &&)",
    ),
}


UNGUARDS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS occupancy_overlap_insert",
        "DROP TRIGGER IF EXISTS occupancy_overlap_update",
    ),
    "postgresql": (
        "ALTER TABLE occupancy DROP CONSTRAINT IF EXISTS occupancy_overlap",
        "DROP TYPE IF EXISTS uuidrange",
    ),
}


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("priority", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("last_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("read_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("resolved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("resolved_by", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.CheckConstraint("priority IN ('low', 'medium', 'high', 'critical')", name=op.f("ck_alert_priority")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_alert_owned"),
    )
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.create_index("ix_alert_list", ["workspace_id", "id"], unique=False)
        batch_op.create_index(
            "uq_alert_open",
            ["workspace_id", "cause"],
            unique=True,
            sqlite_where=sa.text("resolved_at IS NULL"),
            postgresql_where=sa.text("resolved_at IS NULL"),
        )

    op.create_table(
        "bookingtype",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("description", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("duration", sa.Integer(), nullable=False),
        sa.Column("buffer_before", sa.Integer(), nullable=False),
        sa.Column("buffer_after", sa.Integer(), nullable=False),
        sa.Column("slot_interval", sa.Integer(), nullable=False),
        sa.Column("min_notice", sa.Integer(), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("location_kind", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("location", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("auto_confirm", sa.Boolean(), nullable=False),
        sa.Column("cancel_hours", sa.Integer(), nullable=False),
        sa.Column("reschedule_hours", sa.Integer(), nullable=False),
        sa.Column("policy", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "buffer_before >= 0 AND buffer_after >= 0 AND min_notice >= 0 AND window_days > 0", name=op.f("ck_bookingtype_limits")
        ),
        sa.CheckConstraint("duration > 0 AND slot_interval > 0", name=op.f("ck_bookingtype_takes_time")),
        sa.CheckConstraint("price >= 0", name=op.f("ck_bookingtype_price")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookingtype")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_bookingtype_owned"),
        sa.UniqueConstraint("workspace_id", "slug", name="uq_bookingtype_slug"),
    )
    op.create_table(
        "business",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("trade", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("timezone", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=False),
        sa.Column("country", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=False),
        sa.Column("locale", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("hour_cycle", sa.Integer(), nullable=False),
        sa.Column("first_weekday", sa.Integer(), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("phone", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("accent", sqlmodel.sql.sqltypes.AutoString(length=7), nullable=False),
        sa.Column("initials", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=False),
        sa.Column("description", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("welcome", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("cancellation_policy", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("vocabulary", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_weekday BETWEEN 0 AND 6", name=op.f("ck_business_first_weekday")),
        sa.CheckConstraint("hour_cycle IN (12, 24)", name=op.f("ck_business_hour_cycle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_business_owned"),
        sa.UniqueConstraint("workspace_id", name="uq_business_workspace"),
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("name_key", sqlmodel.sql.sqltypes.AutoString(length=240), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("email_key", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=True),
        sa.Column("phone", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("phone_key", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("locale", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("timezone", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("archived_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("workspace_id", "email_key", name="uq_contact_email"),
        sa.UniqueConstraint("workspace_id", "id", name="uq_contact_owned"),
        sa.UniqueConstraint("workspace_id", "phone_key", name="uq_contact_phone"),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index("ix_contact_created", ["workspace_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_contact_name", ["workspace_id", "name_key", "id"], unique=False)
        batch_op.create_index("ix_contact_phone", ["workspace_id", "phone"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("contact", sa.Uuid(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("actor_kind", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("occurred_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("reacted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_contact", ["workspace_id", "contact", "id"], unique=False)
        batch_op.create_index("ix_event_subject", ["workspace_id", "subject", "id"], unique=False)
        batch_op.create_index(
            "ix_event_waiting",
            ["id"],
            unique=False,
            sqlite_where=sa.text("reacted_at IS NULL"),
            postgresql_where=sa.text("reacted_at IS NULL"),
        )

    op.create_table(
        "formtemplate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("intro", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("booking_types", sa.JSON(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('contact', 'booking')", name=op.f("ck_formtemplate_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formtemplate")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_formtemplate_owned"),
    )
    with op.batch_alter_table("formtemplate", schema=None) as batch_op:
        batch_op.create_index("ix_formtemplate_name", ["workspace_id", "name", "id"], unique=False)
        batch_op.create_index(
            "uq_formtemplate_contact",
            ["workspace_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'contact'"),
            postgresql_where=sa.text("kind = 'contact'"),
        )

    op.create_table(
        "integration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("tested_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("last_success_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("last_failure_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("last_error", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("channel IN ('email', 'sms')", name=op.f("ck_integration_channel")),
        sa.CheckConstraint("kind IN ('local', 'smtp')", name=op.f("ck_integration_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_integration")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_integration_owned"),
    )
    with op.batch_alter_table("integration", schema=None) as batch_op:
        batch_op.create_index("ix_integration_order", ["workspace_id", "channel", "position"], unique=False)

    op.create_table(
        "inventoryitem",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("sku", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("reorder_quantity", sa.Integer(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("notes", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("threshold >= 0 AND reorder_quantity >= 0 AND cost >= 0", name=op.f("ck_inventoryitem_amounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventoryitem")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_inventoryitem_owned"),
    )
    with op.batch_alter_table("inventoryitem", schema=None) as batch_op:
        batch_op.create_index("ix_inventoryitem_name", ["workspace_id", "name", "id"], unique=False)

    op.create_table(
        "onboarding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("preset", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onboarding")),
        sa.UniqueConstraint("workspace_id", name="uq_onboarding_workspace"),
    )
    op.create_table(
        "provider",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("timezone", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_provider_owned"),
    )
    with op.batch_alter_table("provider", schema=None) as batch_op:
        batch_op.create_index("ix_provider_position", ["workspace_id", "position"], unique=False)

    op.create_table(
        "reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("who", sa.Uuid(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("asked", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint("workspace_id", "who", "key", name="uq_reply_key"),
    )
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_created_at"), ["created_at"], unique=False)

    op.create_table(
        "ruleswitch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruleswitch")),
        sa.UniqueConstraint("workspace_id", "rule", name="uq_ruleswitch_rule"),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("event_kind", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("rule", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("(state = 'waiting') = (due_at IS NOT NULL)", name=op.f("ck_run_due")),
        sa.CheckConstraint("state IN ('done', 'skipped', 'waiting', 'failed')", name=op.f("ck_run_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sa.UniqueConstraint("event_id", "rule", name="uq_run_once"),
    )
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.create_index(
            "ix_run_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index("ix_run_list", ["workspace_id", "id"], unique=False)

    op.create_table(
        "user",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("email_key", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("password_hash", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("locale", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("verified_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email_key", name=op.f("uq_user_email_key")),
    )
    op.create_table(
        "workspace",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("status IN ('setup', 'active', 'suspended')", name=op.f("ck_workspace_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
        sa.UniqueConstraint("slug", name=op.f("uq_workspace_slug")),
    )
    op.create_table(
        "accounttoken",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("email_key", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("used_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_accounttoken_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounttoken")),
    )
    with op.batch_alter_table("accounttoken", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accounttoken_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_accounttoken_user_id"), ["user_id"], unique=False)

    op.create_table(
        "booking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("contact_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("booking_type_id", sa.Uuid(), nullable=False),
        sa.Column("type_name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("provider_name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("starts_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ends_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("local_start", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("timezone", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("duration", sa.Integer(), nullable=False),
        sa.Column("buffer_before", sa.Integer(), nullable=False),
        sa.Column("buffer_after", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=False),
        sa.Column("location_kind", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("location", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("policy", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("cancel_hours", sa.Integer(), nullable=False),
        sa.Column("reschedule_hours", sa.Integer(), nullable=False),
        sa.Column("notes", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("staff_notes", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("cancel_reason", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("link_salt", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_booking_span")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "booking_type_id"],
            ["bookingtype.workspace_id", "bookingtype.id"],
            name=op.f("fk_booking_workspace_id_booking_type_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"], ["contact.workspace_id", "contact.id"], name=op.f("fk_booking_workspace_id_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "provider_id"], ["provider.workspace_id", "provider.id"], name=op.f("fk_booking_workspace_id_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_booking_owned"),
    )
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.create_index("ix_booking_contact", ["workspace_id", "contact_id", "starts_at"], unique=False)
        batch_op.create_index("ix_booking_provider", ["workspace_id", "provider_id", "starts_at"], unique=False)
        batch_op.create_index("ix_booking_starts", ["workspace_id", "starts_at", "id"], unique=False)
        batch_op.create_index("ix_booking_status", ["workspace_id", "status", "starts_at"], unique=False)

    op.create_table(
        "formsubmission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("sent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("completed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("status IN ('pending', 'in_progress', 'completed', 'waived')", name=op.f("ck_formsubmission_status")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"], ["contact.workspace_id", "contact.id"], name=op.f("fk_formsubmission_workspace_id_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "template_id"],
            ["formtemplate.workspace_id", "formtemplate.id"],
            name=op.f("fk_formsubmission_workspace_id_template_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formsubmission")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_formsubmission_owned"),
        sa.UniqueConstraint("workspace_id", "template_id", "booking_id", name="uq_formsubmission_booking"),
    )
    with op.batch_alter_table("formsubmission", schema=None) as batch_op:
        batch_op.create_index("ix_formsubmission_contact", ["workspace_id", "contact_id", "id"], unique=False)
        batch_op.create_index("ix_formsubmission_status", ["workspace_id", "status", "due_at"], unique=False)

    op.create_table(
        "formversion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "template_id"],
            ["formtemplate.workspace_id", "formtemplate.id"],
            name=op.f("fk_formversion_workspace_id_template_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formversion")),
        sa.UniqueConstraint("workspace_id", "template_id", "number", name="uq_formversion_number"),
    )
    op.create_table(
        "hoursoverride",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(start_minute = 0 AND end_minute = 0) OR (start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440)",
            name=op.f("ck_hoursoverride_span"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "provider_id"],
            ["provider.workspace_id", "provider.id"],
            name=op.f("fk_hoursoverride_workspace_id_provider_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hoursoverride")),
        sa.UniqueConstraint("workspace_id", "provider_id", "day", "start_minute", name="uq_hoursoverride_stretch"),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("permissions", sa.JSON(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("role IN ('owner', 'manager', 'staff')", name=op.f("ck_member_role")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_member_user_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_member_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_member_owned"),
        sa.UniqueConstraint("workspace_id", "user_id", name="uq_member_person"),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_user_id"), ["user_id"], unique=False)

    op.create_table(
        "providerservice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("booking_type_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "booking_type_id"],
            ["bookingtype.workspace_id", "bookingtype.id"],
            name=op.f("fk_providerservice_workspace_id_booking_type_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "provider_id"],
            ["provider.workspace_id", "provider.id"],
            name=op.f("fk_providerservice_workspace_id_provider_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_providerservice")),
        sa.UniqueConstraint("workspace_id", "booking_type_id", "provider_id", name="uq_providerservice_once"),
    )
    with op.batch_alter_table("providerservice", schema=None) as batch_op:
        batch_op.create_index("ix_providerservice_provider", ["workspace_id", "provider_id"], unique=False)

    op.create_table(
        "signin",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=True),
        sa.Column("door", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("agent", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("used_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_signin_user_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_signin_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signin")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signin_token_hash")),
    )
    with op.batch_alter_table("signin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signin_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_signin_user_id"), ["user_id"], unique=False)

    op.create_table(
        "stocklevel",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("below_zero", sa.Boolean(), nullable=False),
        sa.CheckConstraint("quantity >= 0 OR below_zero", name=op.f("ck_stocklevel_quantity")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "item_id"], ["inventoryitem.workspace_id", "inventoryitem.id"], name=op.f("fk_stocklevel_workspace_id_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocklevel")),
        sa.UniqueConstraint("workspace_id", "item_id", name="uq_stocklevel_item"),
    )
    op.create_table(
        "stockmovement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("unit_cost", sa.BigInteger(), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=255), nullable=True),
        sa.Column("actor_kind", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("actor_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("moved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("change <> 0", name=op.f("ck_stockmovement_change")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "item_id"],
            ["inventoryitem.workspace_id", "inventoryitem.id"],
            name=op.f("fk_stockmovement_workspace_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stockmovement")),
        sa.UniqueConstraint("workspace_id", "key", name="uq_stockmovement_key"),
    )
    with op.batch_alter_table("stockmovement", schema=None) as batch_op:
        batch_op.create_index("ix_stockmovement_item", ["workspace_id", "item_id", "id"], unique=False)

    op.create_table(
        "weeklyhours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "weekday BETWEEN 0 AND 6 AND start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440",
            name=op.f("ck_weeklyhours_span"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "provider_id"],
            ["provider.workspace_id", "provider.id"],
            name=op.f("fk_weeklyhours_workspace_id_provider_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weeklyhours")),
    )
    with op.batch_alter_table("weeklyhours", schema=None) as batch_op:
        batch_op.create_index("ix_weeklyhours_provider", ["workspace_id", "provider_id"], unique=False)

    op.create_table(
        "conversation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("controller", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("paused_by", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("automation_paused_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("waiting_since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("last_inbound_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("last_message_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("preview", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("preview_by", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("undelivered", sa.Boolean(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_conversation_status")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "assignee_id"], ["member.workspace_id", "member.id"], name=op.f("fk_conversation_workspace_id_assignee_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"], ["contact.workspace_id", "contact.id"], name=op.f("fk_conversation_workspace_id_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("workspace_id", "contact_id", name="uq_conversation_contact"),
        sa.UniqueConstraint("workspace_id", "id", name="uq_conversation_owned"),
    )
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.create_index("ix_conversation_list", ["workspace_id", "status", "last_message_at", "id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("email_key", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("permissions", sa.JSON(), nullable=True),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("accepted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("role IN ('owner', 'manager', 'staff')", name=op.f("ck_invitation_role")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "invited_by"], ["member.workspace_id", "member.id"], name=op.f("fk_invitation_workspace_id_invited_by")
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_invitation_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_invitation_owned"),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_email_key"), ["email_key"], unique=False)

    op.create_table(
        "occupancy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("blocked_from", sa.BigInteger(), nullable=False),
        sa.Column("blocked_to", sa.BigInteger(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("booking_type_id", sa.Uuid(), nullable=False),
        sa.Column("starts", sa.BigInteger(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("hold_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("expires", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'hold') = (expires IS NOT NULL) AND (kind = 'booking') = (booking_id IS NOT NULL)", name=op.f("ck_occupancy_kind")
        ),
        sa.CheckConstraint("blocked_from <= starts AND starts < blocked_to", name=op.f("ck_occupancy_span")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "booking_id"],
            ["booking.workspace_id", "booking.id"],
            name=op.f("fk_occupancy_workspace_id_booking_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "booking_type_id"],
            ["bookingtype.workspace_id", "bookingtype.id"],
            name=op.f("fk_occupancy_workspace_id_booking_type_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "provider_id"], ["provider.workspace_id", "provider.id"], name=op.f("fk_occupancy_workspace_id_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupancy")),
        sa.UniqueConstraint("hold_hash", name="uq_occupancy_hold"),
    )
    with op.batch_alter_table("occupancy", schema=None) as batch_op:
        batch_op.create_index("ix_occupancy_ahead", ["workspace_id", "provider_id", "blocked_to", "blocked_from", "expires"], unique=False)
        batch_op.create_index("ix_occupancy_booking", ["workspace_id", "booking_id"], unique=False)
        batch_op.create_index(
            "ix_occupancy_expires",
            ["expires"],
            unique=False,
            sqlite_where=sa.text("expires IS NOT NULL"),
            postgresql_where=sa.text("expires IS NOT NULL"),
        )
        batch_op.create_index("ix_occupancy_guard", ["provider_id", "lane", "blocked_from", "blocked_to"], unique=False)

    op.create_table(
        "refreshtoken",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sign_in_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("used_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["sign_in_id"], ["signin.id"], name=op.f("fk_refreshtoken_sign_in_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refreshtoken")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_refreshtoken_token_hash")),
    )
    with op.batch_alter_table("refreshtoken", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refreshtoken_sign_in_id"), ["sign_in_id"], unique=False)

    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            name=op.f("fk_draft_workspace_id_conversation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"], ["member.workspace_id", "member.id"], name=op.f("fk_draft_workspace_id_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("workspace_id", "member_id", "conversation_id", "kind", name="uq_draft_one"),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("direction", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("automated", sa.Boolean(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=250), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("wire_id", sqlmodel.sql.sqltypes.AutoString(length=250), nullable=False),
        sa.CheckConstraint("direction IN ('in', 'out')", name=op.f("ck_message_direction")),
        sa.CheckConstraint("kind IN ('message', 'note', 'system')", name=op.f("ck_message_kind")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            name=op.f("fk_message_workspace_id_conversation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_message_owned"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_message_key"),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_thread", ["workspace_id", "conversation_id", "at", "id"], unique=False)

    op.create_table(
        "readmark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            name=op.f("fk_readmark_workspace_id_conversation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"], ["member.workspace_id", "member.id"], name=op.f("fk_readmark_workspace_id_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readmark")),
        sa.UniqueConstraint("workspace_id", "member_id", "conversation_id", name="uq_readmark_one"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("purpose", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("recipient", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=250), nullable=False),
        sa.Column("letter", sa.JSON(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("integration_id", sa.Uuid(), nullable=True),
        sa.Column("via", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("local", sa.Boolean(), nullable=False),
        sa.Column("provider_id", sqlmodel.sql.sqltypes.AutoString(length=250), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("settled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("(state IN ('queued', 'leased')) = (due_at IS NOT NULL)", name=op.f("ck_delivery_due")),
        sa.CheckConstraint("state IN ('queued', 'leased', 'sent', 'failed', 'dead', 'unknown')", name=op.f("ck_delivery_state")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "message_id"], ["message.workspace_id", "message.id"], name=op.f("fk_delivery_workspace_id_message_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_delivery_owned"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_delivery_key"),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(
            "ix_delivery_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index("ix_delivery_list", ["workspace_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_delivery_message", ["workspace_id", "message_id"], unique=False)

    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in UNGUARDS[op.get_bind().dialect.name]:
        op.execute(statement)
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_delivery_message")
        batch_op.drop_index("ix_delivery_list")
        batch_op.drop_index("ix_delivery_due", sqlite_where=sa.text("due_at IS NOT NULL"), postgresql_where=sa.text("due_at IS NOT NULL"))

    op.drop_table("delivery")
    op.drop_table("readmark")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_thread")

    op.drop_table("message")
    op.drop_table("draft")
    with op.batch_alter_table("refreshtoken", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refreshtoken_sign_in_id"))

    op.drop_table("refreshtoken")
    with op.batch_alter_table("occupancy", schema=None) as batch_op:
        batch_op.drop_index("ix_occupancy_guard")
        batch_op.drop_index(
            "ix_occupancy_expires", sqlite_where=sa.text("expires IS NOT NULL"), postgresql_where=sa.text("expires IS NOT NULL")
        )
        batch_op.drop_index("ix_occupancy_booking")
        batch_op.drop_index("ix_occupancy_ahead")

    op.drop_table("occupancy")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_email_key"))

    op.drop_table("invitation")
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_index("ix_conversation_list")

    op.drop_table("conversation")
    with op.batch_alter_table("weeklyhours", schema=None) as batch_op:
        batch_op.drop_index("ix_weeklyhours_provider")

    op.drop_table("weeklyhours")
    with op.batch_alter_table("stockmovement", schema=None) as batch_op:
        batch_op.drop_index("ix_stockmovement_item")

    op.drop_table("stockmovement")
    op.drop_table("stocklevel")
    with op.batch_alter_table("signin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signin_user_id"))
        batch_op.drop_index(batch_op.f("ix_signin_expires_at"))

    op.drop_table("signin")
    with op.batch_alter_table("providerservice", schema=None) as batch_op:
        batch_op.drop_index("ix_providerservice_provider")

    op.drop_table("providerservice")
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_user_id"))

    op.drop_table("member")
    op.drop_table("hoursoverride")
    op.drop_table("formversion")
    with op.batch_alter_table("formsubmission", schema=None) as batch_op:
        batch_op.drop_index("ix_formsubmission_status")
        batch_op.drop_index("ix_formsubmission_contact")

    op.drop_table("formsubmission")
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.drop_index("ix_booking_status")
        batch_op.drop_index("ix_booking_starts")
        batch_op.drop_index("ix_booking_provider")
        batch_op.drop_index("ix_booking_contact")

    op.drop_table("booking")
    with op.batch_alter_table("accounttoken", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accounttoken_user_id"))
        batch_op.drop_index(batch_op.f("ix_accounttoken_expires_at"))

    op.drop_table("accounttoken")
    op.drop_table("workspace")
    op.drop_table("user")
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.drop_index("ix_run_list")
        batch_op.drop_index("ix_run_due", sqlite_where=sa.text("due_at IS NOT NULL"), postgresql_where=sa.text("due_at IS NOT NULL"))

    op.drop_table("run")
    op.drop_table("ruleswitch")
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reply_created_at"))

    op.drop_table("reply")
    with op.batch_alter_table("provider", schema=None) as batch_op:
        batch_op.drop_index("ix_provider_position")

    op.drop_table("provider")
    op.drop_table("onboarding")
    with op.batch_alter_table("inventoryitem", schema=None) as batch_op:
        batch_op.drop_index("ix_inventoryitem_name")

    op.drop_table("inventoryitem")
    with op.batch_alter_table("integration", schema=None) as batch_op:
        batch_op.drop_index("ix_integration_order")

    op.drop_table("integration")
    with op.batch_alter_table("formtemplate", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_formtemplate_contact", sqlite_where=sa.text("kind = 'contact'"), postgresql_where=sa.text("kind = 'contact'")
        )
        batch_op.drop_index("ix_formtemplate_name")

    op.drop_table("formtemplate")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index("ix_event_waiting", sqlite_where=sa.text("reacted_at IS NULL"), postgresql_where=sa.text("reacted_at IS NULL"))
        batch_op.drop_index("ix_event_subject")
        batch_op.drop_index("ix_event_contact")

    op.drop_table("event")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_phone")
        batch_op.drop_index("ix_contact_name")
        batch_op.drop_index("ix_contact_created")

    op.drop_table("contact")
    op.drop_table("business")
    op.drop_table("bookingtype")
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_index("uq_alert_open", sqlite_where=sa.text("resolved_at IS NULL"), postgresql_where=sa.text("resolved_at IS NULL"))
        batch_op.drop_index("ix_alert_list")

    op.drop_table("alert")
