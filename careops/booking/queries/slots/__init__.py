"""Published times and sessions: what there is, who sits in it, and what publishing more would come to."""

from careops.booking.queries.slots.patterns import minute_text, patterned, slot_pattern, slot_patterns
from careops.booking.queries.slots.publishing import Publishing, draft_time, plan_pattern, plan_slots, publishing, rule_of, session_ground
from careops.booking.queries.slots.standing import seats, slot, slots

__all__ = [
    "Publishing",
    "draft_time",
    "minute_text",
    "patterned",
    "plan_pattern",
    "plan_slots",
    "publishing",
    "rule_of",
    "seats",
    "session_ground",
    "slot",
    "slot_pattern",
    "slot_patterns",
    "slots",
]
