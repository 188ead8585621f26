"""What can set a rule off, and what may be asked about it. Pure data."""

from careops.automation.rules.catalogue.terms import About, Anchor, Kind, Known, Options, Trigger
from careops.automation.rules.catalogue.triggers import BY_NAME, DAY, GROUPS, KINDS, TRIGGERS, fact_of, trigger_of

__all__ = [
    "BY_NAME",
    "DAY",
    "GROUPS",
    "KINDS",
    "TRIGGERS",
    "About",
    "Anchor",
    "Kind",
    "Known",
    "Options",
    "Trigger",
    "fact_of",
    "trigger_of",
]
