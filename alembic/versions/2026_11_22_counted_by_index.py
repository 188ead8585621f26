"""What is counted is read from the index alone

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-22 06:55:00.000000+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Of each: its table, what it was ordered by, what it holds beside that now, and the rows it is of.
WIDER = {
    "ix_booking_starts": ("booking", ["workspace_id", "starts_at", "id"], ["status", "source", "currency", "price"], None),
    "ix_booking_status": ("booking", ["workspace_id", "status", "starts_at"], ["id"], None),
    "ix_message_waited": ("message", ["workspace_id", "at"], ["waited"], sa.text("waited IS NOT NULL")),
}
WAITING = sa.text("waiting_since IS NOT NULL")


def upgrade() -> None:
    for name, (table, order, more, of) in WIDER.items():
        op.drop_index(name, table)
        op.create_index(name, table, [*order, *more], sqlite_where=of, postgresql_where=of)
    waiting = ["workspace_id", "waiting_since", "id"]
    op.create_index("ix_conversation_waiting", "conversation", waiting, sqlite_where=WAITING, postgresql_where=WAITING)


def downgrade() -> None:
    op.drop_index("ix_conversation_waiting", "conversation")
    for name, (table, order, _more, of) in WIDER.items():
        op.drop_index(name, table)
        op.create_index(name, table, order, sqlite_where=of, postgresql_where=of)
