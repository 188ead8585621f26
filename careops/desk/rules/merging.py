"""What two entries of one person come to, and when they may not become one."""

from collections.abc import Mapping
from typing import Literal

from careops.core.errors import Conflict
from careops.core.i18n import text as _

Side = Literal["kept", "merged", "both"]

# What a merge may choose for the person, in the order it is shown.
SAID: tuple[str, ...] = ("name", "email", "phone", "locale", "timezone", "notes")


class MergedWithItself(Conflict):
    """One entry cannot be both."""

    code = "merged_with_itself"
    says = "Choose two different contacts"


class AlreadyMerged(Conflict):
    """One of the two is somebody else's entry by now."""

    code = "already_merged"
    says = "One of these contacts was merged already; open who is left and look again"


class AlreadyUnmerged(Conflict):
    """A merge is undone once."""

    code = "already_unmerged"
    says = "This merge was undone already"


class MergedLater(Conflict):
    """Who was kept then was merged into somebody since; the later merge is undone first."""

    code = "merged_later"
    says = "The contact that was kept then was merged again since; undo that merge first"


def chosen(kept: Mapping[str, str], merged: Mapping[str, str], take: Mapping[str, Side]) -> dict[str, str]:
    """The value of each field after the merge: what was chosen, else what the kept entry says, else what the other does.

    Notes are never lost by default: both are kept, one under the other.
    """
    return {name: _choose(name, kept.get(name, ""), merged.get(name, ""), take.get(name)) for name in dict.fromkeys([*kept, *merged])}


def _choose(name: str, kept: str, merged: str, side: Side | None) -> str:
    if side is None:
        side = "both" if name == "notes" else "kept" if kept else "merged"
    if side == "both" and name == "notes":
        return "\n\n".join(dict.fromkeys(part for part in (kept, merged) if part))
    return merged if side == "merged" else kept


# What moves, in words: table → how it is called in a preview. A table without a word is told by its own name.
CALLED: dict[str, str] = {
    "booking": _("Bookings"),
    "bookingseries": _("Series of bookings"),
    "waitlistwish": _("Waitlist wishes"),
    "conversation": _("Conversations"),
    "message": _("Messages"),
    "draft": _("Drafts"),
    "scheduledreply": _("Scheduled replies"),
    "delivery": _("Deliveries"),
    "formsubmission": _("Forms"),
    "stockmovement": _("Stock used"),
    "consent": _("What they allowed"),
    "dependent": _("Dependents"),
    "tagged": _("Tags"),
    "customvalue": _("Own fields"),
    "event": _("History"),
    "run": _("What automation did"),
    "alert": _("Alerts"),
}

LABELS: dict[str, str] = {
    "name": _("Name"),
    "email": _("Email"),
    "phone": _("Phone"),
    "locale": _("Language"),
    "timezone": _("Time zone"),
    "notes": _("Note"),
}

# Why two entries may be one person: the suggestion's reason → its words.
REASONS: dict[str, str] = {
    "phone": _("The same number"),
    "name": _("The same name"),
    "name_and_domain": _("The same name, and email at the same domain"),
}


def reason(theirs: Mapping[str, str], others: Mapping[str, str]) -> str:
    """Why two entries look alike; blank where they do not. A common domain makes a common name weigh more."""
    if theirs["phone"] and theirs["phone"] == others["phone"]:
        return "phone"
    if theirs["name_key"] != others["name_key"]:
        return ""
    mine, other = (said["email"].rpartition("@")[2] for said in (theirs, others))
    return "name_and_domain" if mine and mine == other else "name"
