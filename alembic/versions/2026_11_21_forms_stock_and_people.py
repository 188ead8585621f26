"""Forms, stock and people

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-21 23:31:42.880812+00:00
"""

import re
import unicodedata
from collections.abc import Sequence

import sqlalchemy as sa
import sqlmodel
from alembic import op

from careops.core.ids import new_id

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


LEVEL, MOVEMENT = (
    sa.table(name, sa.column("workspace_id", sa.Uuid()), sa.column("location_id", sa.Uuid())) for name in ("stocklevel", "stockmovement")
)
PLACE = sa.table(
    "stocklocation",
    sa.column("id", sa.Uuid()),
    sa.column("workspace_id", sa.Uuid()),
    sa.column("name"),
    sa.column("name_key"),
    sa.column("position"),
)


def _give_places() -> None:
    """What was kept before there were places is in the first one of its business."""
    connection = op.get_bind()
    for (workspace,) in connection.execute(sa.select(LEVEL.c.workspace_id).distinct()).all():
        first = new_id()
        connection.execute(sa.insert(PLACE).values(id=first, workspace_id=workspace, name="Main", name_key="main", position=0))
        for table in (LEVEL, MOVEMENT):
            connection.execute(sa.update(table).where(table.c.workspace_id == workspace).values(location_id=first))


def _forget_places() -> None:
    """What is in several places is one level again."""
    op.execute(
        "UPDATE stocklevel SET quantity = (SELECT sum(other.quantity) FROM stocklevel AS other"
        " WHERE other.workspace_id = stocklevel.workspace_id AND other.item_id = stocklevel.item_id), below_zero = true"
        " WHERE (SELECT count(*) FROM stocklevel AS other"
        " WHERE other.workspace_id = stocklevel.workspace_id AND other.item_id = stocklevel.item_id) > 1"
    )
    op.execute(
        "DELETE FROM stocklevel WHERE EXISTS (SELECT 1 FROM stocklevel AS other WHERE other.workspace_id = stocklevel.workspace_id"
        " AND other.item_id = stocklevel.item_id AND other.id < stocklevel.id)"
    )


# ── searching people ─────────────────────────────────────
# As messages are searched (0003): Postgres keeps the words beside the contact and an index over them, SQLite an index of its own (FTS5)
# without text, kept true by triggers. What a person is found by is cut into words when it is written, so both read the same.

PARTS = {"ix_contact_archived": "archived_at IS NOT NULL", "ix_contact_unreachable": "email = '' AND phone = ''"}
CONTACT = sa.table("contact", *(sa.column(name) for name in ("id", "name", "email", "phone", "found_by")))
NUMBER = "(SELECT number FROM contactwords_key WHERE contact_id = {row}.id)"
NEW, OLD = (f"{NUMBER}, {{row}}.workspace_id, {{row}}.found_by".format(row=row) for row in ("new", "old"))
PUT = f"INSERT INTO contactwords (rowid, whose, words) VALUES ({NEW});"  # noqa: S608
TAKE = f"INSERT INTO contactwords (contactwords, rowid, whose, words) VALUES ('delete', {OLD});"  # noqa: S608
SQLITE_SEARCH = (
    "CREATE TABLE contactwords_key (number INTEGER PRIMARY KEY, contact_id CHAR(32) NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE contactwords USING fts5(whose, words, content='', prefix='1 2 3', tokenize='unicode61 remove_diacritics 2')",
    "INSERT INTO contactwords_key (contact_id) SELECT id FROM contact ORDER BY id",
    "INSERT INTO contactwords (rowid, whose, words) SELECT number, workspace_id, found_by FROM contact JOIN contactwords_key ON contact_id = contact.id",
    f"CREATE TRIGGER contactwords_added AFTER INSERT ON contact BEGIN INSERT INTO contactwords_key (contact_id) VALUES (new.id); {PUT} END",  # noqa: S608
    f"CREATE TRIGGER contactwords_changed AFTER UPDATE OF found_by ON contact WHEN old.found_by <> new.found_by BEGIN {TAKE} {PUT} END",
    f"CREATE TRIGGER contactwords_removed AFTER DELETE ON contact BEGIN {TAKE} DELETE FROM contactwords_key WHERE contact_id = old.id; END",  # noqa: S608
)
POSTGRES_SEARCH = (
    "ALTER TABLE contact ADD COLUMN contactwords tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(found_by, ' '))) STORED",
    "CREATE INDEX ix_contactwords ON contact USING gin (contactwords)",
)


def _words(contact: sa.Row[tuple[str, ...]]) -> str:
    """What somebody who was there before is found by, in words; a number by its end as well."""
    bare = unicodedata.normalize("NFKD", f"{contact.name} {contact.email} {contact.found_by}".casefold())
    words = re.findall(r"[^\W_]+", "".join(c for c in bare if not unicodedata.combining(c)))
    figures = contact.phone.lstrip("+")
    return " ".join(dict.fromkeys([*words, *(figures[start:] for start in range(1, len(figures) - 2))]))


def _create_search() -> None:
    connection = op.get_bind()
    for contact in connection.execute(sa.select(CONTACT)).all():
        # Where they are words already it went back and comes again; whoever was erased meanwhile is found by none.
        if contact.found_by and not re.fullmatch(r"[^\W_]+( [^\W_]+)*", contact.found_by):
            connection.execute(sa.update(CONTACT).where(CONTACT.c.id == contact.id).values(found_by=_words(contact)))
    for statement in SQLITE_SEARCH if connection.dialect.name == "sqlite" else POSTGRES_SEARCH:
        connection.exec_driver_sql(statement)  # as it stands: its colons name nothing


def _drop_search() -> None:
    """First of all: SQLite rebuilds the table to drop its columns, and copies rows while it does."""
    if op.get_bind().dialect.name == "sqlite":
        for trigger in ("added", "changed", "removed"):
            op.execute(f"DROP TRIGGER contactwords_{trigger}")
        op.execute("DROP TABLE contactwords")
        op.execute("DROP TABLE contactwords_key")
    else:
        op.execute("ALTER TABLE contact DROP COLUMN contactwords")


# ── up and down ──────────────────────────────────────────


def upgrade() -> None:
    op.create_table(
        "customfield",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('text', 'number', 'date', 'choice', 'yes_no')", name=op.f("ck_customfield_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customfield")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_customfield_owned"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_customfield_key"),
    )
    op.create_table(
        "erasure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column("actor_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.create_index("ix_erasure_at", ["workspace_id", "at", "id"], unique=False)

    op.create_table(
        "importrun",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("what", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("origin", sqlmodel.sql.sqltypes.AutoString(length=24), nullable=False),
        sa.Column("file_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("task", sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("lease", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("leased_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("actor_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("finished_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("status IN ('uploaded', 'waiting', 'running', 'done', 'failed', 'undone')", name=op.f("ck_importrun_status")),
        sa.CheckConstraint("task IN ('look', 'run', 'undo')", name=op.f("ck_importrun_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_importrun")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_importrun_owned"),
    )
    with op.batch_alter_table("importrun", schema=None) as batch_op:
        batch_op.create_index("ix_importrun_list", ["workspace_id", "created_at", "id"], unique=False)
        due = sa.text("status IN ('waiting', 'running')")
        batch_op.create_index("ix_importrun_due", ["created_at"], unique=False, sqlite_where=due, postgresql_where=due)

    op.create_table(
        "segment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("name_key", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("filter", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_segment_owned"),
        sa.UniqueConstraint("workspace_id", "name_key", name="uq_segment_name"),
    )
    op.create_table(
        "stocklocation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("name_key", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocklocation")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_stocklocation_owned"),
        sa.UniqueConstraint("workspace_id", "name_key", name="uq_stocklocation_name"),
    )
    op.create_table(
        "supplier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("name_key", sqlmodel.sql.sqltypes.AutoString(length=240), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("phone", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("account", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("notes", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_supplier_owned"),
        sa.UniqueConstraint("workspace_id", "name_key", name="uq_supplier_name"),
    )
    op.create_table(
        "tag",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("name_key", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("tint", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_tag_owned"),
        sa.UniqueConstraint("workspace_id", "name_key", name="uq_tag_name"),
    )
    op.create_table(
        "customvalue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("field_id", sa.Uuid(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("number", sa.Float(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"],
            ["contact.workspace_id", "contact.id"],
            name=op.f("fk_customvalue_workspace_id_contact_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "field_id"],
            ["customfield.workspace_id", "customfield.id"],
            name=op.f("fk_customvalue_workspace_id_field_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customvalue")),
        sa.UniqueConstraint("workspace_id", "contact_id", "field_id", name="uq_customvalue_one"),
    )
    with op.batch_alter_table("customvalue", schema=None) as batch_op:
        batch_op.create_index("ix_customvalue_day", ["workspace_id", "field_id", "day"], unique=False)
        batch_op.create_index("ix_customvalue_number", ["workspace_id", "field_id", "number"], unique=False)
        batch_op.create_index("ix_customvalue_text", ["workspace_id", "field_id", "text"], unique=False)

    op.create_table(
        "dependent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("relation", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("archived_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"], ["contact.workspace_id", "contact.id"], name=op.f("fk_dependent_workspace_id_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dependent")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_dependent_owned"),
    )
    with op.batch_alter_table("dependent", schema=None) as batch_op:
        batch_op.create_index("ix_dependent_contact", ["workspace_id", "contact_id", "id"], unique=False)

    op.create_table(
        "importedrow",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source_key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("outcome", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.CheckConstraint("outcome IN ('made', 'changed', 'known', 'refused')", name=op.f("ck_importedrow_outcome")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "import_id"],
            ["importrun.workspace_id", "importrun.id"],
            name=op.f("fk_importedrow_workspace_id_import_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_importedrow")),
        sa.UniqueConstraint("workspace_id", "import_id", "number", name="uq_importedrow_number"),
    )
    with op.batch_alter_table("importedrow", schema=None) as batch_op:
        batch_op.create_index("ix_importedrow_source", ["workspace_id", "source_key"], unique=False)
        batch_op.create_index("ix_importedrow_subject", ["workspace_id", "subject"], unique=False)

    op.create_table(
        "merge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("merged_id", sa.Uuid(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("actor_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("undone_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "kept_id"], ["contact.workspace_id", "contact.id"], name=op.f("fk_merge_workspace_id_kept_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "merged_id"], ["contact.workspace_id", "contact.id"], name=op.f("fk_merge_workspace_id_merged_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_merge_owned"),
    )
    with op.batch_alter_table("merge", schema=None) as batch_op:
        batch_op.create_index("ix_merge_kept", ["workspace_id", "kept_id"], unique=False)

    op.create_table(
        "purchaseorder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("notes", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("ordered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("actor_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("status IN ('draft', 'ordered', 'partly', 'received', 'cancelled')", name=op.f("ck_purchaseorder_status")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "location_id"],
            ["stocklocation.workspace_id", "stocklocation.id"],
            name=op.f("fk_purchaseorder_workspace_id_location_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "supplier_id"],
            ["supplier.workspace_id", "supplier.id"],
            name=op.f("fk_purchaseorder_workspace_id_supplier_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchaseorder")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_purchaseorder_owned"),
        sa.UniqueConstraint("workspace_id", "number", name="uq_purchaseorder_number"),
    )
    with op.batch_alter_table("purchaseorder", schema=None) as batch_op:
        batch_op.create_index("ix_purchaseorder_list", ["workspace_id", "created_at", "id"], unique=False)

    op.create_table(
        "stocktake",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("notes", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("started_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closed_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('open', 'applied', 'cancelled')", name=op.f("ck_stocktake_status")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "location_id"],
            ["stocklocation.workspace_id", "stocklocation.id"],
            name=op.f("fk_stocktake_workspace_id_location_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocktake")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_stocktake_owned"),
    )
    with op.batch_alter_table("stocktake", schema=None) as batch_op:
        batch_op.create_index("ix_stocktake_list", ["workspace_id", "started_at", "id"], unique=False)

    op.create_table(
        "tagged",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"],
            ["contact.workspace_id", "contact.id"],
            name=op.f("fk_tagged_workspace_id_contact_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "tag_id"], ["tag.workspace_id", "tag.id"], name=op.f("fk_tagged_workspace_id_tag_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tagged")),
        sa.UniqueConstraint("workspace_id", "tag_id", "contact_id", name="uq_tagged_once"),
    )
    with op.batch_alter_table("tagged", schema=None) as batch_op:
        batch_op.create_index("ix_tagged_contact", ["workspace_id", "contact_id"], unique=False)

    op.create_table(
        "formfile",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("mime", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "submission_id"],
            ["formsubmission.workspace_id", "formsubmission.id"],
            name=op.f("fk_formfile_workspace_id_submission_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formfile")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_formfile_owned"),
    )
    with op.batch_alter_table("formfile", schema=None) as batch_op:
        batch_op.create_index("ix_formfile_submission", ["workspace_id", "submission_id"], unique=False)

    op.create_table(
        "lot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_cost", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_lot_quantity")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "item_id"], ["inventoryitem.workspace_id", "inventoryitem.id"], name=op.f("fk_lot_workspace_id_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "location_id"],
            ["stocklocation.workspace_id", "stocklocation.id"],
            name=op.f("fk_lot_workspace_id_location_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_lot_owned"),
        sa.UniqueConstraint("workspace_id", "item_id", "location_id", "code", name="uq_lot_code"),
    )
    with op.batch_alter_table("lot", schema=None) as batch_op:
        batch_op.create_index("ix_lot_first", ["workspace_id", "item_id", "expires_on", "id"], unique=False)

    op.create_table(
        "purchaseline",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("unit_cost", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0 AND received >= 0 AND unit_cost >= 0", name=op.f("ck_purchaseline_amounts")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "item_id"],
            ["inventoryitem.workspace_id", "inventoryitem.id"],
            name=op.f("fk_purchaseline_workspace_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "order_id"],
            ["purchaseorder.workspace_id", "purchaseorder.id"],
            name=op.f("fk_purchaseline_workspace_id_order_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchaseline")),
        sa.UniqueConstraint("workspace_id", "id", name="uq_purchaseline_owned"),
        sa.UniqueConstraint("workspace_id", "order_id", "item_id", name="uq_purchaseline_item"),
    )
    op.create_table(
        "stockday",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("lost", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "item_id"], ["inventoryitem.workspace_id", "inventoryitem.id"], name=op.f("fk_stockday_workspace_id_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stockday")),
        sa.UniqueConstraint("workspace_id", "item_id", "day", name="uq_stockday_one"),
    )
    with op.batch_alter_table("stockday", schema=None) as batch_op:
        batch_op.create_index("ix_stockday_day", ["workspace_id", "day"], unique=False)

    op.create_table(
        "stockreservation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("settled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("used", sa.BigInteger(), nullable=True),
        sa.Column("corrected", sa.Boolean(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_stockreservation_quantity")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "item_id"],
            ["inventoryitem.workspace_id", "inventoryitem.id"],
            name=op.f("fk_stockreservation_workspace_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stockreservation")),
        sa.UniqueConstraint("workspace_id", "booking_id", "item_id", name="uq_stockreservation_one"),
    )
    with op.batch_alter_table("stockreservation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_stockreservation_due",
            ["workspace_id", "item_id", "due_at"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )

    op.create_table(
        "stockuse",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("booking_type_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_stockuse_quantity")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "booking_type_id"],
            ["bookingtype.workspace_id", "bookingtype.id"],
            name=op.f("fk_stockuse_workspace_id_booking_type_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "item_id"], ["inventoryitem.workspace_id", "inventoryitem.id"], name=op.f("fk_stockuse_workspace_id_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "variant_id"],
            ["variant.workspace_id", "variant.id"],
            name=op.f("fk_stockuse_workspace_id_variant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stockuse")),
    )
    with op.batch_alter_table("stockuse", schema=None) as batch_op:
        batch_op.create_index("ix_stockuse_item", ["workspace_id", "item_id"], unique=False)
        batch_op.create_index("ix_stockuse_type", ["workspace_id", "booking_type_id"], unique=False)

    op.create_table(
        "stocktakeline",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("stocktake_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=True),
        sa.Column("expected", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("counted_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("counted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("counted >= 0", name=op.f("ck_stocktakeline_counted")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "item_id"],
            ["inventoryitem.workspace_id", "inventoryitem.id"],
            name=op.f("fk_stocktakeline_workspace_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "lot_id"], ["lot.workspace_id", "lot.id"], name=op.f("fk_stocktakeline_workspace_id_lot_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "stocktake_id"],
            ["stocktake.workspace_id", "stocktake.id"],
            name=op.f("fk_stocktakeline_workspace_id_stocktake_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocktakeline")),
    )
    with op.batch_alter_table("stocktakeline", schema=None) as batch_op:
        batch_op.create_index("ix_stocktakeline_item", ["workspace_id", "stocktake_id", "item_id"], unique=False)

    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.add_column(sa.Column("uses_stock", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("dependent_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("dependent_name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False, server_default=sa.text("''"))
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_booking_workspace_id_dependent_id"), "dependent", ["workspace_id", "dependent_id"], ["workspace_id", "id"]
        )

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into", sa.Uuid(), nullable=True))
        batch_op.create_index("ix_contact_source", ["workspace_id", "source", "name_key", "id"], unique=False)
        for index, condition in PARTS.items():
            where = sa.text(condition)
            batch_op.create_index(index, ["workspace_id", "name_key", "id"], unique=False, sqlite_where=where, postgresql_where=where)
    op.create_index("ix_consent_said", "consent", ["workspace_id", "channel", "purpose", "allowed", "contact_id"])
    _create_search()

    with op.batch_alter_table("formsubmission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("begun_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("reminded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("waived_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("waived_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False, server_default=sa.text("''"))
        )
        batch_op.add_column(
            sa.Column("waived_why", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False, server_default=sa.text("''"))
        )
        batch_op.add_column(sa.Column("page", sa.Integer(), nullable=False, server_default=sa.text("0")))
        batch_op.add_column(sa.Column("prefilled", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
        batch_op.add_column(sa.Column("salt", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False, server_default=sa.text("''")))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1")))
        batch_op.create_index("ix_formsubmission_list", ["workspace_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_formsubmission_template", ["workspace_id", "template_id", "created_at", "id"], unique=False)

    with op.batch_alter_table("formtemplate", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("thanks", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False, server_default=sa.text("''"))
        )
        batch_op.add_column(sa.Column("due_hours", sa.Integer(), nullable=False, server_default=sa.text("48")))
        batch_op.add_column(sa.Column("remind_hours", sa.Integer(), nullable=False, server_default=sa.text("24")))
        batch_op.add_column(sa.Column("send_copy", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("draft", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("draft_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.create_check_constraint(op.f("ck_formtemplate_hours"), "due_hours BETWEEN 1 AND 8760 AND remind_hours >= 0")

    with op.batch_alter_table("formversion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answers", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
        batch_op.add_column(
            sa.Column("actor_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False, server_default=sa.text("''"))
        )

    with op.batch_alter_table("inventoryitem", schema=None) as batch_op:
        batch_op.add_column(sa.Column("barcode", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False, server_default=sa.text("''")))
        batch_op.add_column(
            sa.Column("category", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False, server_default=sa.text("''"))
        )
        batch_op.add_column(
            sa.Column("pack_name", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False, server_default=sa.text("''"))
        )
        batch_op.add_column(sa.Column("pack_size", sa.Integer(), nullable=False, server_default=sa.text("1")))
        batch_op.add_column(sa.Column("supplier_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("needs_refill", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("by_lot", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("told", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False, server_default=sa.text("'ok'")))
        batch_op.create_check_constraint(op.f("ck_inventoryitem_pack"), "pack_size >= 1")
        batch_op.create_index(
            "ix_inventoryitem_barcode",
            ["workspace_id", "barcode"],
            unique=False,
            sqlite_where=sa.text("barcode <> ''"),
            postgresql_where=sa.text("barcode <> ''"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_inventoryitem_workspace_id_supplier_id"), "supplier", ["workspace_id", "supplier_id"], ["workspace_id", "id"]
        )

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waited", sa.Integer(), nullable=True))
        batch_op.create_index(
            "ix_message_waited",
            ["workspace_id", "at"],
            unique=False,
            sqlite_where=sa.text("waited IS NOT NULL"),
            postgresql_where=sa.text("waited IS NOT NULL"),
        )

    for table in ("stocklevel", "stockmovement"):
        op.add_column(table, sa.Column("location_id", sa.Uuid(), nullable=True))
    _give_places()
    with op.batch_alter_table("stocklevel", schema=None) as batch_op:
        batch_op.alter_column("location_id", nullable=False)
        batch_op.drop_constraint(batch_op.f("uq_stocklevel_item"), type_="unique")
        batch_op.create_unique_constraint("uq_stocklevel_place", ["workspace_id", "item_id", "location_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_stocklevel_workspace_id_location_id"), "stocklocation", ["workspace_id", "location_id"], ["workspace_id", "id"]
        )

    with op.batch_alter_table("stockmovement", schema=None) as batch_op:
        batch_op.alter_column("location_id", nullable=False)
        batch_op.add_column(sa.Column("lot_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False, server_default=sa.text("''")))
        batch_op.add_column(sa.Column("contact_id", sa.Uuid(), nullable=True))
        batch_op.create_index("ix_stockmovement_booking", ["workspace_id", "booking_id"], unique=False)
        batch_op.create_index("ix_stockmovement_contact", ["workspace_id", "contact_id", "id"], unique=False)
        batch_op.create_index("ix_stockmovement_lot", ["workspace_id", "lot_id"], unique=False)
        batch_op.create_index("ix_stockmovement_moved", ["workspace_id", "moved_at", "id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_stockmovement_workspace_id_location_id"),
            "stocklocation",
            ["workspace_id", "location_id"],
            ["workspace_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_stockmovement_workspace_id_lot_id"), "lot", ["workspace_id", "lot_id"], ["workspace_id", "id"]
        )


def downgrade() -> None:
    _drop_search()
    _forget_places()
    with op.batch_alter_table("stockmovement", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_stockmovement_workspace_id_lot_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_stockmovement_workspace_id_location_id"), type_="foreignkey")
        batch_op.drop_index("ix_stockmovement_moved")
        batch_op.drop_index("ix_stockmovement_lot")
        batch_op.drop_index("ix_stockmovement_contact")
        batch_op.drop_index("ix_stockmovement_booking")
        batch_op.drop_column("contact_id")
        batch_op.drop_column("ref")
        batch_op.drop_column("lot_id")
        batch_op.drop_column("location_id")

    with op.batch_alter_table("stocklevel", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_stocklevel_workspace_id_location_id"), type_="foreignkey")
        batch_op.drop_constraint("uq_stocklevel_place", type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_stocklevel_item"), ["workspace_id", "item_id"])
        batch_op.drop_column("location_id")

    op.drop_index("ix_message_waited", "message")
    op.execute("ALTER TABLE message DROP COLUMN waited")  # not by a rebuild: it would take the triggers of the search with it

    with op.batch_alter_table("inventoryitem", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_inventoryitem_workspace_id_supplier_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_inventoryitem_pack"), type_="check")
        batch_op.drop_index("ix_inventoryitem_barcode", sqlite_where=sa.text("barcode <> ''"), postgresql_where=sa.text("barcode <> ''"))
        batch_op.drop_column("told")
        batch_op.drop_column("by_lot")
        batch_op.drop_column("needs_refill")
        batch_op.drop_column("counted")
        batch_op.drop_column("supplier_id")
        batch_op.drop_column("pack_size")
        batch_op.drop_column("pack_name")
        batch_op.drop_column("category")
        batch_op.drop_column("barcode")

    with op.batch_alter_table("formversion", schema=None) as batch_op:
        batch_op.drop_column("actor_name")
        batch_op.drop_column("answers")

    with op.batch_alter_table("formtemplate", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_formtemplate_hours"), type_="check")
        batch_op.drop_column("draft_at")
        batch_op.drop_column("draft")
        batch_op.drop_column("send_copy")
        batch_op.drop_column("remind_hours")
        batch_op.drop_column("due_hours")
        batch_op.drop_column("thanks")

    with op.batch_alter_table("formsubmission", schema=None) as batch_op:
        batch_op.drop_index("ix_formsubmission_template")
        batch_op.drop_index("ix_formsubmission_list")
        batch_op.drop_column("version")
        batch_op.drop_column("salt")
        batch_op.drop_column("prefilled")
        batch_op.drop_column("page")
        batch_op.drop_column("waived_why")
        batch_op.drop_column("waived_by")
        batch_op.drop_column("waived_at")
        batch_op.drop_column("reminded_at")
        batch_op.drop_column("begun_at")
        batch_op.drop_column("opened_at")

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_column("merged_into")
        for index in ("ix_contact_source", *PARTS):
            batch_op.drop_index(index)
    op.drop_index("ix_consent_said", "consent")

    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_booking_workspace_id_dependent_id"), type_="foreignkey")
        batch_op.drop_column("dependent_name")
        batch_op.drop_column("dependent_id")
        batch_op.drop_column("uses_stock")

    with op.batch_alter_table("stocktakeline", schema=None) as batch_op:
        batch_op.drop_index("ix_stocktakeline_item")

    op.drop_table("stocktakeline")
    with op.batch_alter_table("stockuse", schema=None) as batch_op:
        batch_op.drop_index("ix_stockuse_type")
        batch_op.drop_index("ix_stockuse_item")

    op.drop_table("stockuse")
    with op.batch_alter_table("stockreservation", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_stockreservation_due", sqlite_where=sa.text("settled_at IS NULL"), postgresql_where=sa.text("settled_at IS NULL")
        )

    op.drop_table("stockreservation")
    with op.batch_alter_table("stockday", schema=None) as batch_op:
        batch_op.drop_index("ix_stockday_day")

    op.drop_table("stockday")
    op.drop_table("purchaseline")
    with op.batch_alter_table("lot", schema=None) as batch_op:
        batch_op.drop_index("ix_lot_first")

    op.drop_table("lot")
    with op.batch_alter_table("formfile", schema=None) as batch_op:
        batch_op.drop_index("ix_formfile_submission")

    op.drop_table("formfile")
    with op.batch_alter_table("tagged", schema=None) as batch_op:
        batch_op.drop_index("ix_tagged_contact")

    op.drop_table("tagged")
    with op.batch_alter_table("stocktake", schema=None) as batch_op:
        batch_op.drop_index("ix_stocktake_list")

    op.drop_table("stocktake")
    with op.batch_alter_table("purchaseorder", schema=None) as batch_op:
        batch_op.drop_index("ix_purchaseorder_list")

    op.drop_table("purchaseorder")
    with op.batch_alter_table("merge", schema=None) as batch_op:
        batch_op.drop_index("ix_merge_kept")

    op.drop_table("merge")
    with op.batch_alter_table("importedrow", schema=None) as batch_op:
        batch_op.drop_index("ix_importedrow_subject")
        batch_op.drop_index("ix_importedrow_source")

    op.drop_table("importedrow")
    with op.batch_alter_table("dependent", schema=None) as batch_op:
        batch_op.drop_index("ix_dependent_contact")

    op.drop_table("dependent")
    with op.batch_alter_table("customvalue", schema=None) as batch_op:
        batch_op.drop_index("ix_customvalue_text")
        batch_op.drop_index("ix_customvalue_number")
        batch_op.drop_index("ix_customvalue_day")

    op.drop_table("customvalue")
    op.drop_table("tag")
    op.drop_table("supplier")
    op.drop_table("stocklocation")
    op.drop_table("segment")
    with op.batch_alter_table("importrun", schema=None) as batch_op:
        due = sa.text("status IN ('waiting', 'running')")
        batch_op.drop_index("ix_importrun_due", sqlite_where=due, postgresql_where=due)
        batch_op.drop_index("ix_importrun_list")

    op.drop_table("importrun")
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.drop_index("ix_erasure_at")

    op.drop_table("erasure")
    op.drop_table("customfield")
