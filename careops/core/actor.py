"""Who acts: resolved by a door from the database, handed to every query and action."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from careops.core.errors import Forbidden

PLATFORM = UUID(int=0)  # the room of what belongs to no business: mail about a person's own account


class Role(StrEnum):
    owner = "owner"
    manager = "manager"
    staff = "staff"


class Permission(StrEnum):
    """What a member may do; the matrix of roles is in accounts.rules."""

    inbox = "inbox"
    bookings_view = "bookings_view"
    bookings_manage = "bookings_manage"
    contacts_view = "contacts_view"
    contacts_manage = "contacts_manage"
    forms_view = "forms_view"
    forms_manage = "forms_manage"
    inventory_view = "inventory_view"
    inventory_manage = "inventory_manage"
    reports = "reports"
    automation_manage = "automation_manage"
    deliveries = "deliveries"
    team = "team"
    settings = "settings"


class Kind(StrEnum):
    """What sort of actor: it is written beside every fact."""

    member = "member"
    customer = "customer"
    system = "system"


class Source(StrEnum):
    """Through which door the act came."""

    app = "app"
    api = "api"
    public = "public"
    job = "job"
    demo = "demo"
    imported = "import"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or the system, inside exactly one workspace (or none yet, while signing in)."""

    workspace_id: UUID | None
    kind: Kind
    source: Source
    user_id: UUID | None = None
    member_id: UUID | None = None
    contact_id: UUID | None = None
    sign_in_id: UUID | None = None
    email: str = ""
    name: str = ""
    role: Role | None = None
    permissions: frozenset[Permission] = frozenset()

    def can(self, permission: Permission) -> bool:
        return self.kind is Kind.system or permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Passes, or raises Forbidden."""
        if not self.can(permission):
            raise Forbidden

    def require_member(self) -> None:
        """Passes for any member of the workspace and for the system; a customer is refused."""
        if self.kind is Kind.customer:
            raise Forbidden

    @property
    def workspace(self) -> UUID:
        """The workspace's id; Forbidden where the actor has none."""
        if self.workspace_id is None:
            raise Forbidden
        return self.workspace_id

    @classmethod
    def system(cls, workspace_id: UUID | None, source: Source = Source.job) -> "Actor":
        """CareOps itself: jobs, built-in rules, the demo's narrator."""
        return cls(workspace_id=workspace_id, kind=Kind.system, source=source, name="CareOps")

    @classmethod
    def customer(cls, workspace_id: UUID, contact_id: UUID | None = None, source: Source = Source.public) -> "Actor":
        """A visitor of a public page, or the person a private link belongs to."""
        return cls(workspace_id=workspace_id, kind=Kind.customer, source=source, contact_id=contact_id)
