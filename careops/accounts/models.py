"""People, workspaces and memberships; sign-ins and the tokens that lead to them. Only hashes of secrets are kept."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.actor import Role
from careops.core.db import Scoped, Table, link, owned


class Status(StrEnum):
    """Where a workspace stands: being set up, open to its customers, or closed for now."""

    setup = "setup"
    active = "active"
    suspended = "suspended"


class Door(StrEnum):
    """What a sign-in is used with: the signed-in app (a cookie) or the API (tokens)."""

    app = "app"
    api = "api"


class Purpose(StrEnum):
    """What a link mailed to a person is for."""

    verify = "verify"
    reset = "reset"


class Workspace(Table, table=True):
    """One business; everything scoped belongs to exactly one."""

    __table_args__ = (sa.CheckConstraint("status IN ('setup', 'active', 'suspended')", name="status"),)
    slug: str = Field(max_length=60, unique=True)
    name: str = Field(max_length=120)
    status: str = Field(default=Status.setup, max_length=16)
    created_at: datetime


class User(Table, table=True):
    """A person who signs in. `email_key` is what makes two spellings of an address the same person."""

    email: str = Field(max_length=254)
    email_key: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=120)
    password_hash: str = Field(max_length=100)
    locale: str = Field(default="en", max_length=16)
    verified_at: datetime | None = None
    created_at: datetime


class Member(Scoped, table=True):
    """A person in a workspace. `permissions` is null where the role's usual ones apply."""

    __table_args__ = (
        owned("member"),
        sa.UniqueConstraint("workspace_id", "user_id", name="uq_member_person"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.CheckConstraint("role IN ('owner', 'manager', 'staff')", name="role"),
    )
    user_id: UUID = Field(foreign_key="user.id", index=True)
    role: str = Field(default=Role.staff, max_length=16)
    permissions: list[str] | None = Field(default=None, sa_type=sa.JSON)
    active: bool = True
    created_at: datetime


class SignIn(Table, table=True):
    """One device that is signed in, until it is ended or its time is over. The app's holds a cookie, the API's a family of tokens."""

    user_id: UUID = Field(foreign_key="user.id", index=True)
    workspace_id: UUID | None = Field(default=None, foreign_key="workspace.id")
    door: str = Field(max_length=8)
    token_hash: str | None = Field(default=None, max_length=64, unique=True)
    address: str = Field(default="", max_length=64)
    agent: str = Field(default="", max_length=200)
    created_at: datetime
    used_at: datetime
    expires_at: datetime = Field(index=True)
    ended_at: datetime | None = None


class RefreshToken(Table, table=True):
    """One link in the chain of an API sign-in; the second use of one gives a thief away."""

    sign_in_id: UUID = Field(foreign_key="signin.id", ondelete="CASCADE", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class AccountToken(Table, table=True):
    """A mailed link to verify an address or to choose a new password. Without a user it is a decoy: an unknown address was asked for."""

    user_id: UUID | None = Field(default=None, foreign_key="user.id", index=True)
    purpose: str = Field(max_length=16)
    email_key: str = Field(max_length=254)
    created_at: datetime
    expires_at: datetime = Field(index=True)
    used_at: datetime | None = None


class Invitation(Scoped, table=True):
    """An offer to join, for whoever reads the mail at that address; used once."""

    __table_args__ = (
        owned("invitation"),
        link("invited_by", "member"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.CheckConstraint("role IN ('owner', 'manager', 'staff')", name="role"),
    )
    email: str = Field(max_length=254)
    email_key: str = Field(max_length=254, index=True)
    role: str = Field(max_length=16)
    permissions: list[str] | None = Field(default=None, sa_type=sa.JSON)
    invited_by: UUID | None = None
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None = None
    revoked_at: datetime | None = None


class Reply(Scoped, table=True):
    """What was answered to a request that carried an Idempotency-Key, so that a repetition gets the same answer."""

    __table_args__ = (sa.UniqueConstraint("workspace_id", "who", "key", name="uq_reply_key"),)
    who: UUID
    key: str = Field(max_length=64)
    asked: str = Field(max_length=64)
    status: int
    body: Any = Field(sa_type=sa.Text)
    created_at: datetime = Field(index=True)
