"""What happens to every table when somebody is erased. A table that is named nowhere here makes a test fail."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from careops.core.errors import Conflict

NAMELESS = "Erased"


class UpcomingBookings(Conflict):
    """Somebody is expected; their bookings are cancelled with them, or first."""

    code = "upcoming_bookings"
    says = "This person still has upcoming bookings; cancel them first, or let them be cancelled with it"


@dataclass(frozen=True, slots=True)
class Blank:
    """What a row that stays says afterwards. `anonymous` columns hold JSON that keeps its shape and loses its words."""

    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    anonymous: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """Rows of a table whose column names a row of another that is theirs. They are removed, unless `blank` says what stays."""

    table: str
    column: str
    of: str
    blank: Blank | None = None


_BOOKING = Blank(
    {
        "contact_name": NAMELESS,
        "dependent_id": None,
        "dependent_name": "",
        "location": "",
        "notes": "",
        "staff_notes": "",
        "cancel_reason": "",
    }
)
_ARRIVAL = Blank({"body": {}, "raw": b"", "reason": "", "state": "done", "due_at": None})
_EVENT = Blank(anonymous=("data",))
_IMPORTED = Blank({"source_key": "", "reason": "", "before": {}, "subject": None})

# From the person outwards: each line may lean on the tables above it. Removed from the last to the first.
TRACES: tuple[Trace, ...] = (
    Trace("dependent", "contact_id", "contact"),
    Trace("tagged", "contact_id", "contact"),
    Trace("customvalue", "contact_id", "contact"),
    Trace("consent", "contact_id", "contact"),
    Trace("merge", "kept_id", "contact"),
    Trace("merge", "merged_id", "contact"),
    Trace("bookingseries", "contact_id", "contact", Blank(anonymous=("visit",))),
    Trace("booking", "contact_id", "contact", _BOOKING),
    Trace("hold", "booking_id", "booking"),
    Trace("waitlistwish", "contact_id", "contact"),
    Trace("formsubmission", "contact_id", "contact"),
    Trace("formfile", "submission_id", "formsubmission"),
    Trace("stockmovement", "contact_id", "contact", Blank({"contact_id": None, "note": ""})),
    Trace("stockmovement", "booking_id", "booking", Blank({"contact_id": None, "note": ""})),
    Trace("conversation", "contact_id", "contact"),
    Trace("draft", "conversation_id", "conversation"),
    Trace("labelled", "conversation_id", "conversation"),
    Trace("readmark", "conversation_id", "conversation"),
    Trace("viewing", "conversation_id", "conversation"),
    Trace("scheduledreply", "conversation_id", "conversation"),
    Trace("message", "conversation_id", "conversation"),
    Trace("mention", "message_id", "message"),
    Trace("mention", "conversation_id", "conversation"),
    Trace("attachment", "message_id", "message"),
    Trace("delivery", "message_id", "message"),
    Trace("delivery", "contact_id", "contact"),
    Trace("attempt", "delivery_id", "delivery"),
    Trace("arrival", "message_id", "message", _ARRIVAL),
    Trace("run", "contact_id", "contact"),
    Trace("run", "subject", "*"),
    Trace("runstep", "run_id", "run"),
    Trace("alert", "contact_id", "contact"),
    Trace("alert", "subject", "*"),
    Trace("event", "contact", "contact", _EVENT),
    Trace("event", "subject", "*", _EVENT),
    Trace("webhookcall", "event_id", "event"),
    Trace("webhookattempt", "call_id", "webhookcall"),
    Trace("importedrow", "subject", "*", _IMPORTED),
)

# Where nothing leads from a row to the person and the words themselves are looked for: mail that could not be understood, files that
# were brought in, answers kept for repetitions, times held for a moment, why an address was given up.
SOUGHT: tuple[str, ...] = ("arrival", "importrun", "importedrow", "reply", "hold", "suppression")

# What holds nothing of a customer: the business, its people, its goods, and machinery. `contact` itself is emptied by the action.
STAYS: frozenset[str] = frozenset(
    [
        "accounttoken",
        "addon",
        "bookingline",
        "bookingtype",
        "business",
        "calendarfeed",
        "calendarimport",
        "cannedreply",
        "closure",
        "contact",
        "customfield",
        "erasure",
        "formtemplate",
        "formversion",
        "hoursoverride",
        "integration",
        "inventoryitem",
        "invitation",
        "jobrun",
        "label",
        "lease",
        "lot",
        "member",
        "messagetemplate",
        "occupancy",
        "onboarding",
        "provider",
        "providerservice",
        "providerterms",
        "purchaseline",
        "purchaseorder",
        "refreshtoken",
        "rule",
        "segment",
        "signin",
        "slot",
        "slotpattern",
        "stockday",
        "stocklevel",
        "stocklocation",
        "stockreservation",
        "stocktake",
        "stocktakeline",
        "stockuse",
        "supplier",
        "tag",
        "timeoff",
        "user",
        "variant",
        "webhookendpoint",
        "weeklyhours",
        "workspace",
    ]
)

# Words of a fact that are the business's own; every other text of it goes.
OWN_WORDS = frozenset(
    [
        "type_name",
        "provider_name",
        "status",
        "currency",
        "timezone",
        "channel",
        "purpose",
        "origin",
        "kind",
        "rule",
        "title",
        "location_kind",
        "booking_source",
        "by",
        "task",
    ]
)
_SHAPE = re.compile(r"[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}|\d{4}-\d{2}-\d{2}([T ][0-9:.+-]+Z?)?")


def blanked(told: Any, key: str = "") -> Any:
    """The same shape without anybody's words: numbers, ids and times stay, and what the business itself calls things."""
    if isinstance(told, str):
        return told if key in OWN_WORDS or _SHAPE.fullmatch(told) else ""
    if isinstance(told, Mapping):
        return {name: blanked(value, name) for name, value in cast("Mapping[str, Any]", told).items()}
    if isinstance(told, list):
        return [one for one in (blanked(value, key) for value in cast("list[Any]", told)) if one != ""]
    return told
