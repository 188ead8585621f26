"""The matrix of roles, and who may change whom."""

from collections.abc import Iterable

from careops.core.actor import Actor, Permission, Role
from careops.core.errors import Conflict, Forbidden

P = Permission

DEFAULTS: dict[Role, frozenset[Permission]] = {
    Role.owner: frozenset(Permission),
    Role.manager: frozenset(Permission) - {P.team, P.settings},
    Role.staff: frozenset(
        {P.inbox, P.bookings_view, P.bookings_manage, P.contacts_view, P.contacts_manage, P.forms_view, P.inventory_view}
    ),
}
RANK = {Role.staff: 0, Role.manager: 1, Role.owner: 2}


class AboveYou(Forbidden):
    code, says = "above_you", "You cannot give or change what is above your own role and permissions"


class NotYourself(Forbidden):
    code, says = "not_yourself", "Somebody else has to change your own role and permissions"


class LastOwner(Conflict):
    code, says = "last_owner", "A workspace needs an owner: make somebody else owner first"


def effective(role: Role, chosen: Iterable[str] | None) -> frozenset[Permission]:
    """What a member may do: an owner everything, others what was chosen for them or their role's usual permissions.

    A chosen permission that this version does not know (any more) is worth nothing.
    """
    if role is Role.owner or chosen is None:
        return DEFAULTS[role]
    wanted = set(chosen)
    return frozenset(p for p in Permission if p.value in wanted)


def check_grant(actor: Actor, role: Role, chosen: Iterable[str] | None) -> None:
    """Nobody hands out more than they have: neither a higher role nor a permission of which they are without."""
    actor.require(Permission.team)
    if actor.role is None:
        return  # CareOps itself, which `require` let pass
    if RANK[role] > RANK[actor.role] or not effective(role, chosen) <= actor.permissions:
        raise AboveYou


def check_change(actor: Actor, *, user_id: object, role: Role, chosen: Iterable[str] | None) -> None:
    """Nobody changes themselves or somebody who has more than they have."""
    actor.require(Permission.team)
    if actor.user_id is not None and actor.user_id == user_id:
        raise NotYourself
    check_grant(actor, role, chosen)
