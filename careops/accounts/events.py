"""What happened to accounts. Kinds `account.*` and `sign_in.*` are told on the platform: no business reads them.

None carries a secret: the mail's link is derived from the row named by `subject` (see `queries.mail_link`).
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from careops.activity.events import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail(Fact):
    """A fact that a person is written to about: where, and in which language."""

    kind: ClassVar[str]
    address: str
    name: str
    locale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationDue(Mail):
    """An address waits to be verified; `subject` is the token's row."""

    kind: ClassVar[str] = "account.verification_due"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetDue(Mail):
    """Somebody asked for a new password; `subject` is the token's row."""

    kind: ClassVar[str] = "account.reset_due"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyRegistered(Mail):
    """Somebody registered with an address that has an account; `subject` is its user."""

    kind: ClassVar[str] = "account.already_registered"


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Mail):
    """A password was changed; `subject` is the user."""

    kind: ClassVar[str] = "account.password_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited(Mail):
    """Somebody is asked to join a workspace; `subject` is the invitation."""

    kind: ClassVar[str] = "account.invited"
    business: str
    inviter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSignIn(Mail):
    """Somebody signed in from where this account never was; `subject` is the sign-in."""

    kind: ClassVar[str] = "sign_in.new"
    agent: str
    network: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenReused(Fact):
    """A refresh token came a second time, so its whole sign-in ended; `subject` is the sign-in."""

    kind: ClassVar[str] = "sign_in.token_reused"
    user_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceCreated(Fact):
    """A workspace was founded; `subject` is the workspace."""

    kind: ClassVar[str] = "workspace.created"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceChanged(Fact):
    """A workspace got another name, address word or status; `subject` is the workspace."""

    kind: ClassVar[str] = "workspace.changed"
    name: str
    slug: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInvited(Fact):
    """An invitation was sent; `subject` is the invitation."""

    kind: ClassVar[str] = "member.invited"
    address: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRevoked(Fact):
    """An invitation was taken back; `subject` is the invitation."""

    kind: ClassVar[str] = "member.invitation_revoked"
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined(Fact):
    """Somebody became a member, or one again; `subject` is the member."""

    kind: ClassVar[str] = "member.joined"
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberChanged(Fact):
    """A member's role or permissions changed; `subject` is the member."""

    kind: ClassVar[str] = "member.changed"
    name: str
    role: str
    permissions: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDeactivated(Fact):
    """A member may not come in any more; `subject` is the member."""

    kind: ClassVar[str] = "member.deactivated"
    name: str
