"""What readers get of rules, runs and alerts, and what a rule is given to write from."""

from careops.automation.schemas.alerts import AlertRow, AssignAlertIn, SnoozeAlertIn
from careops.automation.schemas.jobs import JobRow, JobRunRow, Taken
from careops.automation.schemas.rules import (
    FactRow,
    Rehearsal,
    RuleRow,
    RunPage,
    RunRow,
    StepRow,
    SwitchIn,
    Told,
    Trial,
    TriggerRow,
    WouldRow,
    Written,
)

__all__ = [
    "AlertRow",
    "AssignAlertIn",
    "FactRow",
    "JobRow",
    "JobRunRow",
    "Rehearsal",
    "RuleRow",
    "RunPage",
    "RunRow",
    "SnoozeAlertIn",
    "StepRow",
    "SwitchIn",
    "Taken",
    "Told",
    "Trial",
    "TriggerRow",
    "WouldRow",
    "Written",
]
