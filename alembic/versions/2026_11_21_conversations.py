"""Conversations

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-21 19:52:58.174504+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# What each table's checks say before and after, by their short names; None where there is no such check.
KINDS = "kind IN ('local', 'smtp'{more})"
CHECKS: dict[str, dict[str, tuple[str | None, str | None]]] = {
    "integration": {
        "kind": (KINDS.format(more=""), KINDS.format(more=", 'resend', 'sendgrid', 'twilio', 'imap'")),
        "channel": ("channel IN ('email', 'sms')", "channel IN ('email', 'sms', 'mailbox')"),
    },
    "message": {"kind": ("kind IN ('message', 'note', 'system')", "kind IN ('message', 'note', 'system', 'card')")},
    "delivery": {
        "state": (
            "state IN ('queued', 'leased', 'sent', 'failed', 'dead', 'unknown')",
            "state IN ('queued', 'leased', 'sent', 'delivered', 'skipped', 'failed', 'dead', 'unknown', 'bounced', 'complained')",
        )
    },
    "run": {
        "state": (
            "state IN ('done', 'skipped', 'waiting', 'failed')",
            "state IN ('done', 'skipped', 'unmatched', 'waiting', 'failed')",
        )
    },
    "business": {
        "quiet": (None, "quiet_from BETWEEN 0 AND 1439 AND quiet_until BETWEEN 0 AND 1439"),
        "answer": (None, "answer_minutes BETWEEN 5 AND 10080"),
        "digest": (None, "digest_minute BETWEEN 0 AND 1439"),
    },
}


def _drop_checks(side: int) -> None:
    for table, checks in CHECKS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, said in checks.items():
                if said[side] is not None:
                    batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")


def _create_checks(side: int) -> None:
    for table, checks in CHECKS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, said in checks.items():
                if (condition := said[side]) is not None:
                    batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)


# ── searching what was said ──────────────────────────────
# Postgres keeps the words beside the text and an index over them; SQLite an index of its own (FTS5), kept true by triggers. It holds
# no text: its documents are numbered by `messagewords_key`, because rowids of a table without a numeric key may change.
# Both read the same way: without case and accents, split at whatever is no letter or figure. A workspace's id is a word of its own, so
# that a search never walks through other businesses' words.

SAID = "substr({row}.title || ' ' || {row}.subject || ' ' || {row}.text, 1, 50000)"
NUMBER = "(SELECT number FROM messagewords_key WHERE message_id = {row}.id)"
NEW, OLD = (f"{NUMBER}, {{row}}.workspace_id, {SAID}".format(row=row) for row in ("new", "old"))
PUT = f"INSERT INTO messagewords (rowid, whose, words) VALUES ({NEW});"  # noqa: S608
TAKE = f"INSERT INTO messagewords (messagewords, rowid, whose, words) VALUES ('delete', {OLD});"  # noqa: S608
KNOWN = f"SELECT number, workspace_id, {SAID.format(row='message')} FROM message JOIN messagewords_key ON message_id = message.id"  # noqa: S608
SQLITE_SEARCH = (
    "CREATE TABLE messagewords_key (number INTEGER PRIMARY KEY, message_id CHAR(32) NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE messagewords USING fts5(whose, words, content='', prefix='2 3', tokenize='unicode61 remove_diacritics 2')",
    "INSERT INTO messagewords_key (message_id) SELECT id FROM message ORDER BY at, id",
    f"INSERT INTO messagewords (rowid, whose, words) {KNOWN}",
    f"CREATE TRIGGER messagewords_added AFTER INSERT ON message BEGIN INSERT INTO messagewords_key (message_id) VALUES (new.id); {PUT} END",  # noqa: S608
    f"CREATE TRIGGER messagewords_changed AFTER UPDATE OF title, subject, text ON message BEGIN {TAKE} {PUT} END",
    f"CREATE TRIGGER messagewords_removed AFTER DELETE ON message BEGIN {TAKE} DELETE FROM messagewords_key WHERE message_id = old.id; END",  # noqa: S608
)
ACCENTS = ("áàâäãåāéèêëēíìîïīóòôöõōúùûüūçñý", "aaaaaaaeeeeeiiiiioooooouuuuucny")
PLAIN = "translate(lower(left(title || ' ' || subject || ' ' || text, 50000)), '{}', '{}')".format(*ACCENTS)
POSTGRES_SEARCH = (
    "ALTER TABLE message ADD COLUMN messagewords tsvector GENERATED ALWAYS AS "
    f"(to_tsvector('simple'::regconfig, regexp_replace({PLAIN}, '[^[:alnum:]]+', ' ', 'g'))) STORED",
    "CREATE INDEX ix_messagewords ON message USING gin (messagewords)",
    "CREATE INDEX ix_messagewords_latest ON message (workspace_id, at, id)",
)


def _create_search() -> None:
    connection = op.get_bind()
    for statement in SQLITE_SEARCH if connection.dialect.name == "sqlite" else POSTGRES_SEARCH:
        connection.exec_driver_sql(statement)  # as it stands: its colons name nothing


def _drop_search() -> None:
    """First of all: SQLite rebuilds the table to drop its columns, and copies rows while it does."""
    if op.get_bind().dialect.name == "sqlite":
        for trigger in ("added", "changed", "removed"):
            op.execute(f"DROP TRIGGER messagewords_{trigger}")
        op.execute("DROP TABLE messagewords")
        op.execute("DROP TABLE messagewords_key")
    else:
        op.execute("DROP INDEX ix_messagewords_latest")
        op.execute("ALTER TABLE message DROP COLUMN messagewords")


# ── up and down ──────────────────────────────────────────


def upgrade() -> None:
    _drop_checks(0)
    op.create_table(
        "arrival",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("integration_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("event_id", sqlmodel.sql.sqltypes.AutoString(length=250), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("(state IN ('waiting', 'parked')) = (due_at IS NOT NULL)", name=op.f("ck_arrival_due")),
        sa.CheckConstraint("kind IN ('status', 'message')", name=op.f("ck_arrival_kind")),
        sa.CheckConstraint("state IN ('waiting', 'done', 'parked', 'failed')", name=op.f("ck_arrival_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
        sa.UniqueConstraint("workspace_id", "integration_id", "event_id", name="uq_arrival_once"),
    )
    with op.batch_alter_table("arrival", schema=None) as batch_op:
        batch_op.create_index(
            "ix_arrival_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index("ix_arrival_list", ["workspace_id", "received_at", "id"], unique=False)

    op.create_table(
        "cannedreply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("shortcut", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cannedreply")),
        sa.UniqueConstraint("workspace_id", "shortcut", name="uq_cannedreply_shortcut"),
    )
    op.create_table(
        "label",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("name_key", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("tint", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_label_owned"),
        sa.UniqueConstraint("workspace_id", "name_key", name="uq_label_name"),
    )
    op.create_table(
        "messagetemplate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("locale", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=250), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messagetemplate")),
        sa.UniqueConstraint("workspace_id", "name", "channel", "locale", "version", name="uq_messagetemplate_version"),
    )
    op.create_table(
        "suppression",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("address_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("detail", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("channel IN ('email', 'sms')", name=op.f("ck_suppression_channel")),
        sa.CheckConstraint("reason IN ('bounced', 'complained', 'invalid', 'opted_out', 'erased')", name=op.f("ck_suppression_reason")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppression")),
        sa.UniqueConstraint("workspace_id", "channel", "address_hash", "reason", name="uq_suppression_once"),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("purpose", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("basis", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("wording", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("ip", sqlmodel.sql.sqltypes.AutoString(length=45), nullable=False),
        sa.Column("browser", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("channel IN ('email', 'sms')", name=op.f("ck_consent_channel")),
        sa.CheckConstraint("purpose IN ('service', 'marketing', 'all')", name=op.f("ck_consent_purpose")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"], ["contact.workspace_id", "contact.id"], name=op.f("fk_consent_workspace_id_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index("ix_consent_contact", ["workspace_id", "contact_id", "id"], unique=False)

    op.create_table(
        "labelled",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("label_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            name=op.f("fk_labelled_workspace_id_conversation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "label_id"],
            ["label.workspace_id", "label.id"],
            name=op.f("fk_labelled_workspace_id_label_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labelled")),
        sa.UniqueConstraint("workspace_id", "conversation_id", "label_id", name="uq_labelled_once"),
    )
    with op.batch_alter_table("labelled", schema=None) as batch_op:
        batch_op.create_index("ix_labelled_label", ["workspace_id", "label_id"], unique=False)

    op.create_table(
        "scheduledreply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("send_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("hold_if_written", sa.Boolean(), nullable=False),
        sa.Column("armed_inbound_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("(state = 'waiting') = (due_at IS NOT NULL)", name=op.f("ck_scheduledreply_due")),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'held', 'cancelled', 'failed')", name=op.f("ck_scheduledreply_state")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            name=op.f("fk_scheduledreply_workspace_id_conversation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"], ["member.workspace_id", "member.id"], name=op.f("fk_scheduledreply_workspace_id_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduledreply")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_scheduledreply_owned"),
    )
    with op.batch_alter_table("scheduledreply", schema=None) as batch_op:
        batch_op.create_index("ix_scheduledreply_conversation", ["workspace_id", "conversation_id"], unique=False)
        batch_op.create_index(
            "ix_scheduledreply_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )

    op.create_table(
        "viewing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("writing", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            name=op.f("fk_viewing_workspace_id_conversation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"], ["member.workspace_id", "member.id"], name=op.f("fk_viewing_workspace_id_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewing")),
        sa.UniqueConstraint("workspace_id", "conversation_id", "member_id", name="uq_viewing_one"),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("mime", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "message_id"],
            ["message.workspace_id", "message.id"],
            name=op.f("fk_attachment_workspace_id_message_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_attachment_owned"),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index("ix_attachment_message", ["workspace_id", "message_id"], unique=False)

    op.create_table(
        "mention",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            name=op.f("fk_mention_workspace_id_conversation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"], ["member.workspace_id", "member.id"], name=op.f("fk_mention_workspace_id_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "message_id"], ["message.workspace_id", "message.id"], name=op.f("fk_mention_workspace_id_message_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
        sa.UniqueConstraint("workspace_id", "message_id", "member_id", name="uq_mention_once"),
    )
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.create_index("ix_mention_member", ["workspace_id", "member_id", "read_at"], unique=False)

    op.create_table(
        "attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("integration_id", sa.Uuid(), nullable=True),
        sa.Column("via", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("outcome", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("outcome IN ('accepted', 'rejected', 'retry_later', 'unknown')", name=op.f("ck_attempt_outcome")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "delivery_id"],
            ["delivery.workspace_id", "delivery.id"],
            name=op.f("fk_attempt_workspace_id_delivery_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index("ix_attempt_delivery", ["workspace_id", "delivery_id", "at"], unique=False)

    with op.batch_alter_table("business", schema=None) as batch_op:
        batch_op.add_column(sa.Column("quiet_from", sa.Integer(), nullable=False, server_default="1260"))
        batch_op.add_column(sa.Column("quiet_until", sa.Integer(), nullable=False, server_default="540"))
        batch_op.add_column(sa.Column("answer_minutes", sa.Integer(), nullable=False, server_default="240"))
        batch_op.add_column(sa.Column("digest_minute", sa.Integer(), nullable=True, server_default="420"))

    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("snoozed_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.create_index(
            "ix_conversation_snoozed",
            ["snoozed_until"],
            unique=False,
            sqlite_where=sa.text("snoozed_until IS NOT NULL"),
            postgresql_where=sa.text("snoozed_until IS NOT NULL"),
        )

    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("priority", sa.Integer(), nullable=False, server_default="5"))
        batch_op.add_column(sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("yields", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("wire_id", sqlmodel.sql.sqltypes.AutoString(length=250), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("delivered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.alter_column(
            "state", existing_type=sa.VARCHAR(length=8), type_=sqlmodel.sql.sqltypes.AutoString(length=10), existing_nullable=False
        )
        batch_op.drop_index(batch_op.f("ix_delivery_due"), sqlite_where=sa.text("due_at IS NOT NULL"))
        batch_op.create_index(
            "ix_delivery_due",
            ["priority", "due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index("ix_delivery_provider", ["workspace_id", "provider_id"], unique=False)
        batch_op.create_index("ix_delivery_wire", ["workspace_id", "wire_id"], unique=False)

    with op.batch_alter_table("integration", schema=None) as batch_op:
        batch_op.add_column(sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("open_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("window_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("window_sent", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("window_failed", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("per_minute", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("busy_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("hook_salt", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("progress", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("polled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("about", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("html", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("quoted", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("sender", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("unverified", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("files", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_index(
            "ix_message_wire",
            ["workspace_id", "wire_id"],
            unique=False,
            sqlite_where=sa.text("wire_id <> ''"),
            postgresql_where=sa.text("wire_id <> ''"),
        )

    _webhooks()
    _jobs()
    _make_rules()
    _create_checks(1)
    _say_why()
    _create_search()


def _say_why() -> None:
    """What left in a conversation was a person's answer or an automatic message; until now both were only messages."""
    automatic = "SELECT message.id FROM message WHERE message.automated"
    op.execute(f"UPDATE delivery SET purpose = 'service' WHERE purpose = 'message' AND message_id IN ({automatic})")  # noqa: S608
    op.execute("UPDATE delivery SET purpose = 'reply' WHERE purpose = 'message'")


def _webhooks() -> None:
    """Where events are told outside the house."""
    due, leased = sa.text("due_at IS NOT NULL"), sa.text("state = 'leased'")
    op.create_table(
        "webhookendpoint",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("url", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("sealed_before", sa.Text(), nullable=False),
        sa.Column("before_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("disabled_reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("failing_since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("paused_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("last_success_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhookendpoint")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_webhookendpoint_owned"),
    )
    op.create_index("ix_webhookendpoint_list", "webhookendpoint", ["workspace_id", "id"], unique=False)
    op.create_table(
        "webhookcall",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(length=9), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("settled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("(state IN ('waiting', 'leased')) = (due_at IS NOT NULL)", name=op.f("ck_webhookcall_due")),
        sa.CheckConstraint("state IN ('waiting', 'leased', 'delivered', 'failed')", name=op.f("ck_webhookcall_state")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "endpoint_id"],
            ["webhookendpoint.workspace_id", "webhookendpoint.id"],
            name=op.f("fk_webhookcall_workspace_id_endpoint_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhookcall")),
        sa.UniqueConstraint("workspace_id", "endpoint_id", "event_id", name="uq_webhookcall_once"),
        sa.UniqueConstraint("workspace_id", "id", name="uq_webhookcall_owned"),
    )
    op.create_index("ix_webhookcall_due", "webhookcall", ["due_at"], unique=False, sqlite_where=due, postgresql_where=due)
    op.create_index("ix_webhookcall_leased", "webhookcall", ["endpoint_id"], unique=False, sqlite_where=leased, postgresql_where=leased)
    op.create_index("ix_webhookcall_list", "webhookcall", ["workspace_id", "endpoint_id", "id"], unique=False)
    op.create_index("ix_webhookcall_settled", "webhookcall", ["settled_at"], unique=False)
    op.create_table(
        "webhookattempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("answer", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "call_id"],
            ["webhookcall.workspace_id", "webhookcall.id"],
            name=op.f("fk_webhookattempt_workspace_id_call_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhookattempt")),
    )
    op.create_index("ix_webhookattempt_call", "webhookattempt", ["workspace_id", "call_id", "number"], unique=False)
    op.create_index("ix_webhookattempt_list", "webhookattempt", ["workspace_id", "endpoint_id", "id"], unique=False)


def _jobs() -> None:
    """What ran by the clock, who leads, and what people do with alerts."""
    due, running = sa.text("due_at IS NOT NULL"), sa.text("state = 'running'")
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "lease",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", text(length=40), nullable=False),
        sa.Column("owner", text(length=80), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lease")),
        sa.UniqueConstraint("name", name="uq_lease_name"),
    )
    op.create_table(
        "jobrun",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("job", text(length=60), nullable=False),
        sa.Column("key", text(length=60), nullable=False),
        sa.Column("state", text(length=8), nullable=False),
        sa.Column("planned_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ms", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("worker", text(length=80), nullable=False),
        sa.Column("asked_by", text(length=120), nullable=False),
        sa.Column("result", text(length=300), nullable=False),
        sa.Column("error", text(length=500), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'skipped')", name=op.f("ck_jobrun_state")),
        sa.CheckConstraint("(state IN ('waiting', 'running')) = (due_at IS NOT NULL)", name=op.f("ck_jobrun_due")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobrun")),
        sa.UniqueConstraint("workspace_id", "job", "key", name="uq_jobrun_once"),
    )
    op.create_index("ix_jobrun_due", "jobrun", ["due_at"], unique=False, sqlite_where=due, postgresql_where=due)
    op.create_index("ix_jobrun_running", "jobrun", ["due_at"], unique=False, sqlite_where=running, postgresql_where=running)
    op.create_index("ix_jobrun_list", "jobrun", ["workspace_id", "job", "id"], unique=False)
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.add_column(sa.Column("resolver_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("standing", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("assignee_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("assignee", text(length=120), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("snoozed_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.create_index("ix_alert_cause", ["workspace_id", "cause", "id"], unique=False)
    with op.batch_alter_table("formsubmission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("overdue_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))


def _drop_jobs() -> None:
    with op.batch_alter_table("formsubmission", schema=None) as batch_op:
        batch_op.drop_column("overdue_at")
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_index("ix_alert_cause")
        for column in ("snoozed_until", "assignee", "assignee_id", "standing", "resolver_id"):
            batch_op.drop_column(column)
    op.drop_table("jobrun")
    op.drop_table("lease")


def _make_rules() -> None:
    """What was switched becomes a rule's row; a run is of one stretch of one thing's life, until now always of one event."""
    op.create_table(
        "rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("built_in", sa.Boolean(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("trigger", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("definition", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("archived_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_rule_owned"),
        sa.UniqueConstraint("workspace_id", "name", name="uq_rule_name"),
    )
    op.execute(
        "INSERT INTO rule (id, workspace_id, name, title, built_in, enabled, trigger, version, created_at, changed_at) "
        "SELECT id, workspace_id, rule, '', true, enabled, '', 1, changed_at, changed_at FROM ruleswitch"
    )
    op.drop_table("ruleswitch")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("depth", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("cause", sa.Uuid(), nullable=True))
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rule_version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("subject", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("episode", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True))
        batch_op.add_column(sa.Column("moved", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("depth", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("snapshot", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.alter_column(
            "state", existing_type=sa.VARCHAR(length=8), type_=sqlmodel.sql.sqltypes.AutoString(length=10), existing_nullable=False
        )
        batch_op.drop_constraint("uq_run_once", type_="unique")
    op.execute("UPDATE run SET subject = event_id, episode = 'event:' || CAST(event_id AS VARCHAR(40))")
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.alter_column("subject", existing_type=sa.Uuid(), nullable=False)
        batch_op.alter_column("episode", existing_type=sa.VARCHAR(length=120), nullable=False)
        batch_op.create_unique_constraint("uq_run_owned", ["workspace_id", "id"])
        batch_op.create_unique_constraint("uq_run_episode", ["workspace_id", "rule", "subject", "episode"])
        batch_op.create_index("ix_run_rule", ["workspace_id", "rule", "at"], unique=False)
        batch_op.create_index("ix_run_contact", ["workspace_id", "contact_id", "at"], unique=False)
    op.create_table(
        "runstep",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("told", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "run_id"], ["run.workspace_id", "run.id"], name=op.f("fk_runstep_workspace_id_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runstep")),
    )
    with op.batch_alter_table("runstep", schema=None) as batch_op:
        batch_op.create_index("ix_runstep_run", ["workspace_id", "run_id", "id"], unique=False)


def _unmake_rules() -> None:
    """Of the rules only the switches of the built-in ones are kept, and of several runs of one event the first."""
    op.drop_table("runstep")
    op.execute("DELETE FROM run WHERE state = 'unmatched' OR episode NOT LIKE 'event:%'")
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.drop_index("ix_run_contact")
        batch_op.drop_index("ix_run_rule")
        batch_op.drop_constraint("uq_run_episode", type_="unique")
        batch_op.drop_constraint("uq_run_owned", type_="unique")
        for column in ("snapshot", "depth", "moved", "episode", "subject", "rule_version"):
            batch_op.drop_column(column)
        batch_op.alter_column(
            "state", existing_type=sqlmodel.sql.sqltypes.AutoString(length=10), type_=sa.VARCHAR(length=8), existing_nullable=False
        )
        batch_op.create_unique_constraint("uq_run_once", ["event_id", "rule"])
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_column("cause")
        batch_op.drop_column("depth")
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
    op.execute(
        "INSERT INTO ruleswitch (id, workspace_id, rule, enabled, changed_at) "
        "SELECT id, workspace_id, name, enabled, changed_at FROM rule WHERE built_in"
    )
    op.drop_table("rule")


def downgrade() -> None:
    _drop_jobs()
    _drop_search()
    _drop_checks(1)
    _unmake_rules()
    for table in ("webhookattempt", "webhookcall", "webhookendpoint"):
        op.drop_table(table)
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_wire", sqlite_where=sa.text("wire_id <> ''"), postgresql_where=sa.text("wire_id <> ''"))
        batch_op.drop_column("files")
        batch_op.drop_column("unverified")
        batch_op.drop_column("sender")
        batch_op.drop_column("quoted")
        batch_op.drop_column("html")
        batch_op.drop_column("about")

    with op.batch_alter_table("integration", schema=None) as batch_op:
        batch_op.drop_column("polled_at")
        batch_op.drop_column("progress")
        batch_op.drop_column("hook_salt")
        batch_op.drop_column("busy_until")
        batch_op.drop_column("per_minute")
        batch_op.drop_column("window_failed")
        batch_op.drop_column("window_sent")
        batch_op.drop_column("window_at")
        batch_op.drop_column("open_until")
        batch_op.drop_column("failures")

    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_delivery_wire")
        batch_op.drop_index("ix_delivery_provider")
        batch_op.drop_index("ix_delivery_due", sqlite_where=sa.text("due_at IS NOT NULL"), postgresql_where=sa.text("due_at IS NOT NULL"))
        batch_op.create_index(batch_op.f("ix_delivery_due"), ["due_at"], unique=False, sqlite_where=sa.text("due_at IS NOT NULL"))
        batch_op.alter_column(
            "state", existing_type=sqlmodel.sql.sqltypes.AutoString(length=10), type_=sa.VARCHAR(length=8), existing_nullable=False
        )
        batch_op.drop_column("delivered_at")
        batch_op.drop_column("wire_id")
        batch_op.drop_column("yields")
        batch_op.drop_column("expires_at")
        batch_op.drop_column("priority")

    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_conversation_snoozed",
            sqlite_where=sa.text("snoozed_until IS NOT NULL"),
            postgresql_where=sa.text("snoozed_until IS NOT NULL"),
        )
        batch_op.drop_column("snoozed_until")

    with op.batch_alter_table("business", schema=None) as batch_op:
        batch_op.drop_column("digest_minute")
        batch_op.drop_column("answer_minutes")
        batch_op.drop_column("quiet_until")
        batch_op.drop_column("quiet_from")

    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_attempt_delivery")

    op.drop_table("attempt")
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.drop_index("ix_mention_member")

    op.drop_table("mention")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index("ix_attachment_message")

    op.drop_table("attachment")
    op.drop_table("viewing")
    with op.batch_alter_table("scheduledreply", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_scheduledreply_due", sqlite_where=sa.text("due_at IS NOT NULL"), postgresql_where=sa.text("due_at IS NOT NULL")
        )
        batch_op.drop_index("ix_scheduledreply_conversation")

    op.drop_table("scheduledreply")
    with op.batch_alter_table("labelled", schema=None) as batch_op:
        batch_op.drop_index("ix_labelled_label")

    op.drop_table("labelled")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index("ix_consent_contact")

    op.drop_table("consent")
    op.drop_table("suppression")
    op.drop_table("messagetemplate")
    op.drop_table("label")
    op.drop_table("cannedreply")
    with op.batch_alter_table("arrival", schema=None) as batch_op:
        batch_op.drop_index("ix_arrival_list")
        batch_op.drop_index("ix_arrival_due", sqlite_where=sa.text("due_at IS NOT NULL"), postgresql_where=sa.text("due_at IS NOT NULL"))

    op.drop_table("arrival")
    op.execute("DELETE FROM message WHERE kind = 'card'")
    op.execute("UPDATE delivery SET state = 'sent' WHERE state = 'delivered'")
    op.execute("UPDATE delivery SET state = 'failed' WHERE state IN ('skipped', 'bounced', 'complained')")
    op.execute("UPDATE delivery SET purpose = 'message' WHERE purpose IN ('reply', 'service', 'marketing')")
    op.execute("DELETE FROM integration WHERE kind NOT IN ('local', 'smtp')")
    _create_checks(0)
